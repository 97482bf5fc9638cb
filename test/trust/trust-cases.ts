import { readFileSync } from 'fs';
import { join } from 'path';
import type { Stack } from 'aws-cdk-lib';
import { aws_iam as iam } from 'aws-cdk-lib';
import { compilePolicies, decide } from '../../lib/private/evaluation/evaluate';
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

/** A caller whose own side allows everything, so that the trust alone decides. */
const EVERYTHING = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** A role of the account of the cases. */
const ROLE = 'arn:aws:iam::111122223333:role/Role';

/** What a trust policy says to a request. */
export function answer(statements: any[], request: TrustRequest): string {
  const policies = compilePolicies({ identity: [EVERYTHING], trust: [{ Version: '2012-10-17', Statement: statements }] });
  return decide(policies, { ...request, resource: ROLE }).answer;
}
