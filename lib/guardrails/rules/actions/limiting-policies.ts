import { isText, shown } from '../../../private/evaluation/text';
import type { Policy } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';

/** What a policy does that gives nothing by itself: a boundary, or what is called one and is attached to nobody here. */
export type Limiting = 'boundary' | 'called boundary';

/** The policies of a template that say what identities may have at most, and give nothing. */
export function limitingPolicies(template: Template): ReadonlyMap<Policy, Limiting> {
  const attached = new Set(template.identities.flatMap(({ policies }) => policies));
  const boundaries = new Set(template.identities.flatMap(({ boundaryPolicies }) => boundaryPolicies));
  const limiting = new Map<Policy, Limiting>();
  const names = namesAttached(template);
  for (const policy of template.managedPolicies) {
    if (attached.has(policy) || isAttachedByName(policy, names, template)) continue;
    if (boundaries.has(policy)) limiting.set(policy, 'boundary');
    else if (/boundary/i.test(`${policy.resource.logicalId} ${policy.name === undefined ? '' : shown(policy.name)}`)) limiting.set(policy, 'called boundary');
  }
  return limiting;
}

/** The names of policies that identities and permission sets have, whichever template makes them. */
function namesAttached(template: Template): ReadonlySet<string> {
  const ofSets = template.ofType('AWS::SSO::PermissionSet').flatMap(({ properties }) => template.all(properties.CustomerManagedPolicyReferences));
  return new Set([
    ...template.identities.flatMap(({ managedPolicyArns }) => managedPolicyArns).map((arn) => shown(arn).replace(/^[^]*\//, '')),
    ...ofSets.map((reference) => reference?.Name).filter(isText).map(shown),
  ]);
}

/** Whether a policy is attached to what another template makes, or by an ARN that is written out. */
function isAttachedByName({ name, resource }: Policy, names: ReadonlySet<string>, template: Template): boolean {
  const isAttached = (property: string) => template.all(resource.properties[property], resource).length > 0;
  return ['Roles', 'Users', 'Groups'].some(isAttached) || (name !== undefined && names.has(shown(name)));
}
