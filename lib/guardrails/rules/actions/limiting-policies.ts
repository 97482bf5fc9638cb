import { shown } from '../../../private/evaluation/text';
import type { Policy } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';

/** What a policy does that gives nothing by itself: a boundary, or what is called one and is attached to nobody here. */
export type Limiting = 'boundary' | 'called boundary';

/** The policies of a template that say what identities may have at most, and give nothing. */
export function limitingPolicies(template: Template): ReadonlyMap<Policy, Limiting> {
  const attached = new Set(template.identities.flatMap(({ policies }) => policies));
  const boundaries = new Set(template.identities.flatMap(({ boundaryPolicies }) => boundaryPolicies));
  const limiting = new Map<Policy, Limiting>();
  for (const policy of template.managedPolicies) {
    if (attached.has(policy)) continue;
    if (boundaries.has(policy)) limiting.set(policy, 'boundary');
    else if (/boundary/i.test(`${policy.resource.logicalId} ${policy.name === undefined ? '' : shown(policy.name)}`)) limiting.set(policy, 'called boundary');
  }
  return limiting;
}
