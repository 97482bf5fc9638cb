import { isText, isUnknown } from '../../../private/evaluation/text';
import { size } from '../../../private/intrinsics';
import {
  INLINE_POLICIES_MAX_SIZE, INLINE_POLICIES_OF_GROUP_MAX_SIZE, INLINE_POLICIES_OF_USER_MAX_SIZE, MANAGED_POLICY_MAX_SIZE, SESSION_POLICIES_MAX_SIZE,
  TRUST_POLICY_DEFAULT_SIZE, TRUST_POLICY_MAX_SIZE, TRUST_POLICY_RAISED_SIZE,
} from '../../../private/limits';
import type { Identity } from '../../../private/template/identities';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';

export const policySize: Rule = {
  id: 'policy-size',
  title: 'A policy is larger than IAM allows.',
  why: 'IAM refuses it when it is deployed, and CloudFormation rolls back.',
  fix: 'Take out what is not needed, unite statements that differ in one element alone, or move some into managed policies; make several roles where a trust is too large.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length',
  find: (template) => [
    ...template.identities.flatMap((identity) => [...trustFindings(identity), ...inlineFindings(identity)]),
    ...template.managedPolicies.flatMap(managedFindings),
    ...template.ofType('AWS::RolesAnywhere::Profile').length === 0 ? [] : template.otherPolicies.flatMap((policy) => sessionFindings(policy, template)),
  ],
};

function trustFindings({ resource, trust }: Identity): Found[] {
  if (trust === undefined) return [];
  const at = { at: resource, subject: 'trust', location: trust.location };
  const least = sizeOf(trust, 'least');
  if (least > TRUST_POLICY_MAX_SIZE) {
    return [{ ...at, message: `the trust policy has at least ${inFigures(least)} characters without white space; IAM allows ${inFigures(TRUST_POLICY_DEFAULT_SIZE)}, and no raised quota gives more than ${inFigures(TRUST_POLICY_MAX_SIZE)}.` }];
  }
  const usual = sizeOf(trust, 'usual');
  if (usual <= TRUST_POLICY_DEFAULT_SIZE) return [];
  const often = usual > TRUST_POLICY_RAISED_SIZE ? `even a raised quota is usually ${inFigures(TRUST_POLICY_RAISED_SIZE)}` : 'the quota L-C07B4B0D must be raised in every account that deploys it';
  return [{ ...at, level: 'warning', message: `the trust policy has about ${inFigures(usual)} characters without white space, and IAM allows ${inFigures(TRUST_POLICY_DEFAULT_SIZE)} by default; ${often}.` }];
}

const INLINE_LIMITS = { role: INLINE_POLICIES_MAX_SIZE, user: INLINE_POLICIES_OF_USER_MAX_SIZE, group: INLINE_POLICIES_OF_GROUP_MAX_SIZE };

function inlineFindings({ kind, resource, policies }: Identity): Found[] {
  // A policy that is made on a condition of its own may not be there.
  const inline = policies.filter(({ use, resource: own }) => use === 'inline' && (own.condition === undefined || own.condition === resource.condition));
  const least = inline.reduce((sum, policy) => sum + sizeOf(policy, 'least'), 0);
  if (least <= INLINE_LIMITS[kind]) return [];
  const have = inline.length === 1 ? `the inline policy of the ${kind} has` : `the ${inline.length} inline policies of the ${kind} together have`;
  return [{
    at: resource,
    subject: 'inline',
    message: `${have} at least ${inFigures(least)} characters without white space, and IAM allows ${inFigures(INLINE_LIMITS[kind])}.`,
  }];
}

function managedFindings(policy: Policy): Found[] {
  const least = sizeOf(policy, 'least');
  return least <= MANAGED_POLICY_MAX_SIZE ? [] : [{
    at: policy.resource,
    message: `the managed policy has at least ${inFigures(least)} characters without white space, and IAM allows ${inFigures(MANAGED_POLICY_MAX_SIZE)}.`,
    location: policy.location,
  }];
}

/** The policy of sessions, and the ARNs of managed ones that stand beside it. */
function sessionFindings(policy: Policy, template: Template): Found[] {
  const { resource } = policy;
  if (resource.type !== 'AWS::RolesAnywhere::Profile') return [];
  const ways = template.reader.readings(resource.properties.ManagedPolicyArns, resource) ?? [];
  const arns = ways.map(({ value }) => [value ?? []].flat().filter(isText).reduce((sum, arn) => sum + size(inTemplate(arn, 'least'), 'least') - QUOTES, 0));
  const least = sizeOf(policy, 'least') + (arns.length === 0 ? 0 : Math.min(...arns));
  return least <= SESSION_POLICIES_MAX_SIZE ? [] : [{
    at: resource,
    message: `the session policy and the ARNs of managed ones have at least ${inFigures(least)} characters, and STS allows ${inFigures(SESSION_POLICIES_MAX_SIZE)}.`,
    location: policy.location,
  }];
}

const QUOTES = 2;

/** The size of a policy without white space; at least, without what may not be there. */
function sizeOf({ statements }: Policy, count: 'least' | 'usual'): number {
  const always = statements.filter(({ when }) => when === '');
  const sizes = always.map((statement) => sizeOfStatement(statement, count));
  if (count === 'usual') {
    // Of what stands in one place in turns, the largest.
    const largest = new Map<string, number>();
    for (const statement of statements.filter(({ when }) => when !== '')) {
      largest.set(statement.location, Math.max(largest.get(statement.location) ?? 0, sizeOfStatement(statement, count)));
    }
    sizes.push(...largest.values());
  }
  if (sizes.length === 0) return 0;
  const version = statements[0].version === undefined ? {} : { Version: statements[0].version };
  return size({ ...version, Statement: [] }, count) + sizes.reduce((sum, one) => sum + one, 0) + sizes.length - 1;
}

function sizeOfStatement({ json }: Statement, count: 'least' | 'usual'): number {
  return size(inTemplate(json, count), count);
}

/** What may stand in the policy without quotes. */
const UNQUOTED = /^(true|false|0|[1-9]\d{0,14})$/;

/** A value as a template has it: what is not known of it as references. */
function inTemplate(value: any, count: 'least' | 'usual'): any {
  if (isUnknown(value)) return { Ref: value.unknown };
  if (count === 'least' && typeof value === 'string' && UNQUOTED.test(value)) return JSON.parse(value);
  if (isText(value)) {
    return typeof value === 'string' ? value : { 'Fn::Join': ['', value.parts.map((part) => typeof part === 'string' ? part : { Ref: part.unknown })] };
  }
  if (Array.isArray(value)) return value.map((item) => inTemplate(item, count));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, inTemplate(value[key], count)]));
}

function inFigures(count: number): string {
  return count.toLocaleString('en-US');
}
