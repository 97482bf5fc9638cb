import { readFileSync } from 'fs';
import { join } from 'path';
import type { Stack } from 'aws-cdk-lib';
import { aws_iam as iam } from 'aws-cdk-lib';
import { newStack, normalized, templateOf } from '../helpers';

/** A request to STS: who asks, for which actions at once, with which context keys. */
export interface TrustRequest {
  /** `sts:AssumeRole` and what comes with it, such as `sts:TagSession`: all must be allowed. */
  readonly actions: string[];
  /** Such as `{ "Service": "ecs-tasks.amazonaws.com" }`; for AWS, the ARNs that stand for the caller: account, role and session. */
  readonly principal: Record<string, string[] | string>;
  readonly context: Record<string, string | string[]>;
}

/** A principal, the policy that it makes, and requests with the answer that each must get. */
export interface TrustCase {
  readonly principal: string;
  readonly policy: { Version: string; Statement: any[] };
  readonly requests: { readonly name: string; readonly request: TrustRequest; readonly expected: 'allow' | 'deny' }[];
}

/** Where the cases' roles are deployed, and what is picked then. */
const DEPLOYED: Record<string, string> = {
  '${Site}': 'eu', '${AWS::Partition}': 'aws', '${AWS::AccountId}': '111122223333', '${AWS::Region}': 'us-west-2', '${AWS::URLSuffix}': 'amazonaws.com',
};

/**
 * Tests the cases of `test/cases/trust/<file>.json`: each principal makes the policy of its case, and that policy answers every request as
 * the case says. A case that lets nobody in, or nobody out, is an error.
 *
 * @param principals how each principal of the file is made, by the name that it has there
 */
export function describeTrustCases(file: string, principals: Record<string, (stack: Stack) => iam.IPrincipal>): void {
  const cases: TrustCase[] = JSON.parse(readFileSync(join(__dirname, '..', 'cases', 'trust', `${file}.json`), 'utf8'));

  test(`every principal of ${file}.json is made, and none is missing there`, () => {
    expect(cases.map(({ principal }) => principal).sort()).toEqual(Object.keys(principals).sort());
  });

  describe.each(cases.map((trustCase): [string, TrustCase] => [trustCase.principal, trustCase]))('the trust of %s', (name, { policy, requests }) => {
    test('is the policy of the case', () => {
      const stack = newStack();
      new iam.Role(stack, 'Role', { assumedBy: principals[name](stack) });
      const { Mappings, Resources } = templateOf(stack);
      const role = Object.values<any>(Resources).find((resource) => resource.Type === 'AWS::IAM::Role');
      expect(deployed(role.Properties.AssumeRolePolicyDocument, Mappings)).toEqual(normalized(policy));
    });

    test('lets somebody in, and keeps somebody out', () => {
      expect([...new Set(requests.map(({ expected }) => expected))].sort()).toEqual(['allow', 'deny']);
    });

    test.each(requests.map((request): [string, any] => [request.name, request]))('%s', (_, { request, expected }) => {
      expect(answer(policy.Statement, request)).toBe(expected);
    });
  });
}

/** A trust policy as it is once deployed. */
function deployed(document: any, mappings: any): any {
  const text = Object.entries(DEPLOYED).reduce((json, [token, value]) => json.replaceAll(token, value), JSON.stringify(normalized(document)));
  const lookedUp = text.replace(/\$\{(\w+)\.([\w-]+)\.(\w+)\}/g, (found, map, key, name) => mappings?.[map]?.[key]?.[name] ?? found);
  return normalized(JSON.parse(lookedUp));
}

/** What a trust policy says to a request: a Deny that matches refuses, and each action must be allowed by some statement. */
export function answer(statements: any[], { actions, principal, context }: TrustRequest): 'allow' | 'deny' {
  const keys = new Map(Object.entries(context).map(([key, value]): [string, string[]] => [key.toLowerCase(), listOf(value)]));
  const passes = (operator: string, key: string, values: any) =>
    holds(operator, keys.get(key.toLowerCase()), listOf<any>(values).map((value) => filledIn(String(value), keys)));
  const matches = (statement: any, action: string) =>
    listOf<string>(statement.Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase()))
    && isPrincipal(statement.Principal, principal)
    && Object.entries<any>(statement.Condition ?? {}).every(([operator, tests]) =>
      Object.entries<any>(tests).every(([key, values]) => passes(operator, key, values)));
  const isAllowed = (action: string) => statements.some((statement) => statement.Effect === 'Allow' && matches(statement, action));
  const isDenied = (action: string) => statements.some((statement) => statement.Effect === 'Deny' && matches(statement, action));
  return actions.every(isAllowed) && !actions.some(isDenied) ? 'allow' : 'deny';
}

function isPrincipal(allowed: any, asking: TrustRequest['principal']): boolean {
  if (allowed === '*') return true;
  return Object.entries<any>(allowed).some(([kind, values]) =>
    listOf(asking[kind]).some((one) => listOf(values).some((value) => value === one || (kind === 'AWS' && value === '*'))));
}

/** A condition on the values of a key of the request, of which there are none if the key is absent. */
function holds(operator: string, asked: string[] | undefined, values: string[]): boolean {
  const [, quantifier, name] = /^(?:(ForAnyValue|ForAllValues):)?(.+)$/.exec(operator)!;
  const one = (value: string) => values.some((wanted) => compare(name, value, wanted));
  if (name === 'Null') return values.includes(String(asked === undefined));
  if (quantifier === 'ForAllValues') return (asked ?? []).every(one);
  if (quantifier === 'ForAnyValue') return (asked ?? []).some(one);
  return asked?.length === 1 && one(asked[0]);
}

function compare(operator: string, value: string, wanted: string): boolean {
  switch (operator) {
    case 'StringEquals': return value === wanted;
    case 'StringLike': return like(wanted, value);
    case 'ArnEquals':
    case 'ArnLike': return value.split(':', 6).length === 6 && arnParts(wanted).every((part, i) => like(part, arnParts(value)[i] ?? ''));
    case 'Bool': return value.toLowerCase() === wanted.toLowerCase();
    case 'NumericEquals': return Number(value) === Number(wanted);
    case 'NumericLessThan': return Number(value) < Number(wanted);
    case 'NumericLessThanEquals': return Number(value) <= Number(wanted);
    default: throw new Error(`no rule for the operator ${operator}`);
  }
}

/** The six parts of an ARN: a wildcard cannot cross the colons between them. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Policy variables by the values of the request; what the request lacks matches nothing. */
function filledIn(value: string, keys: ReadonlyMap<string, string[]>): string {
  return value.replace(/\$\{([^}]+)\}/g, (_, key) => keys.get(key.toLowerCase())?.[0] ?? '\u0000');
}

function like(pattern: string, value: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]');
  return new RegExp(`^${escaped}$`).test(value);
}

function listOf<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
