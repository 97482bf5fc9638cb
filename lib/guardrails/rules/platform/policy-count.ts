import { shown, isText } from '../../../private/evaluation/text';
import { MANAGED_POLICIES_DEFAULT, MANAGED_POLICIES_MAX, MANAGED_POLICIES_OF_GROUP_MAX, MANAGED_POLICIES_OF_USER_MAX } from '../../../private/limits';
import type { Identity } from '../../../private/template/identities';
import type { Template } from '../../../private/template/template';
import type { Rule } from '../../rule';

export const policyCount: Rule = {
  id: 'policy-count',
  title: 'More managed policies are attached than IAM allows.',
  why: 'IAM refuses to attach them when they are deployed, and CloudFormation rolls back.',
  fix: 'Unite managed policies, or write what they allow as inline policies.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entities',
  find: (template) => template.identities.flatMap((identity) => {
    const { kind, resource } = identity;
    const most = MOST[kind];
    const { least, mostly } = countOf(identity, template);
    if (mostly <= MANAGED_POLICIES_DEFAULT) return [];
    const isSure = least > MANAGED_POLICIES_DEFAULT;
    const count = isSure ? least : mostly;
    const limit = count > most ? `no quota gives more than ${most}` : `the default quota is ${MANAGED_POLICIES_DEFAULT}, which must be raised in every account that deploys it`;
    return [{
      at: resource,
      message: `the ${kind} ${isSure ? 'has' : 'may have'} ${count} managed policies, and ${limit}.`,
      level: count > most ? isSure ? 'error' as const : 'warning' as const : isSure ? 'warning' as const : 'info' as const,
    }];
  }),
};

const MOST = { role: MANAGED_POLICIES_MAX, user: MANAGED_POLICIES_OF_USER_MAX, group: MANAGED_POLICIES_OF_GROUP_MAX };

/** How many managed policies an identity has at least, and at most as far as the template tells. */
function countOf({ resource, policies, managedPolicyArns }: Identity, template: Template): { least: number; mostly: number } {
  const managed = policies.filter(({ use }) => use === 'managed');
  const mostly = managed.length + managedPolicyArns.length;
  if (mostly <= MANAGED_POLICIES_DEFAULT) return { least: 0, mostly };
  const ways = template.reader.readings(resource.properties.ManagedPolicyArns, resource) ?? [{ value: undefined }];
  const lists = ways.map(({ value }) => new Set([value ?? []].flat().filter(isText).map(shown)));
  // Those that name the identity themselves, and are always made.
  const attached = managed.filter(({ resource: own }) => own.condition === undefined || own.condition === resource.condition)
    .map(({ resource: own }) => template.texts({ Ref: own.logicalId }).map(shown));
  const counts = lists.map((list) => list.size + attached.filter((arns) => !arns.some((arn) => list.has(arn)) && !isListed(arns, lists)).length);
  return { least: Math.min(...counts), mostly };
}

/** Whether the list of an identity has a policy in another way of deploying the template. */
function isListed(arns: readonly string[], lists: readonly ReadonlySet<string>[]): boolean {
  return lists.some((list) => arns.some((arn) => list.has(arn)));
}
