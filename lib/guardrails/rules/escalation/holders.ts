import { awsManagedPolicy, isAdministratorPolicy } from './managed-policies';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Policy, Resource } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { Level } from '../../rule';
import { atMost } from '../../rule';
import type { Placed } from '../../statements';
import { called } from '../../statements';
import { isEveryAction } from '../actions/covered-actions';
import { limitingPolicies } from '../actions/limiting-policies';

/** Whoever has permissions: a role, a user or a group with all its policies, or a policy that is attached to nobody in the template. */
export interface Holder {
  readonly at: Resource;
  readonly identity?: Identity;
  readonly policies: readonly Policy[];
}

const HOLDERS = new WeakMap<Template, Holder[]>();

/**
 * Whoever has permissions in a template. Left out are roles of CDK that deploy stacks, as what they hold is what they are for, and boundaries,
 * which give nothing.
 */
export function holdersOf(template: Template): Holder[] {
  const known = HOLDERS.get(template);
  if (known !== undefined) return known;
  const { identities } = template;
  const limiting = limitingPolicies(template);
  const attached = new Set(identities.flatMap(({ policies }) => policies));
  const found = [
    ...identities.filter((identity) => !deploysForCdk(identity))
      .map((identity) => ({ at: identity.resource, identity, policies: identity.policies })),
    ...template.identityPolicies.filter((policy) => !attached.has(policy) && !limiting.has(policy))
      .map((policy) => ({ at: policy.resource, policies: [policy] })),
  ];
  HOLDERS.set(template, found);
  return found;
}

/** The boundaries of a template, as if somebody held them: what they leave open, no policy need close. */
export function boundariesOf(template: Template): Holder[] {
  return [...limitingPolicies(template).keys()].map((policy) => ({ at: policy.resource, policies: [policy] }));
}

/** Roles of `cdk bootstrap`, and those that CDK makes for the actions of a pipeline. */
function deploysForCdk({ name, resource: { logicalId, constructPath = '' } }: Identity): boolean {
  return /^cdk-.+-(deploy|cfn-exec|file-publishing|image-publishing|lookup)-role-/.test(shown(name ?? ''))
    || /\/CodePipelineActionRole\/|CodePipelineActionRole[0-9A-F]{8}$/.test(`${constructPath}/${logicalId}`);
}

/** Whether a statement gives all actions of IAM on everything: what else it gives says nothing more. */
export function isAllOfIam(statement: Statement): boolean {
  const { effect, actions = [], resources = [], tests } = statement;
  return effect === 'Allow' && tests.length === 0 && resources.includes('*')
    && actions.some((action) => isEveryAction(action) || /^iam:\*+$/i.test(shown(action)));
}

/** Whether whoever has these permissions is an administrator already, who has no more rights to get. */
export function isAdministrator({ identity, policies }: Holder): boolean {
  return hasAdministratorPolicy(identity) || policies.some(({ statements }) =>
    statements.some((statement) => statement.when === '' && statement.tests.length === 0 && givesEverything(statement)));
}

/** Whether a statement gives all actions on everything, if only in some requests. */
export function givesEverything({ effect, actions = [], resources = [] }: Statement): boolean {
  return effect === 'Allow' && resources.includes('*') && actions.some(isEveryAction);
}

/** Whether an identity can do all of IAM, and so everything. */
export function isStrong(identity: Identity): boolean {
  return hasAdministratorPolicy(identity) || identity.policies.some(({ statements }) => statements.some(isAllOfIam));
}

function hasAdministratorPolicy(identity: Identity | undefined): boolean {
  return identity?.managedPolicyArns.map(awsManagedPolicy).some((name) => name !== undefined && isAdministratorPolicy(name)) ?? false;
}

/** Whether a boundary limits an identity in every way of deploying the template: how, the boundary says, unless it leaves out nothing at all. */
export function isBounded(identity: Identity | undefined): boolean {
  if (identity === undefined || identity.boundaries.length === 0 || identity.mayLackBoundary) return false;
  const isOfAdministrators = (arn: Text) => ADMINISTRATOR_ACCESS.test(awsManagedPolicy(arn) ?? '');
  return !identity.boundaries.some(isOfAdministrators) && !identity.boundaryPolicies.some(isForEverything);
}

const ADMINISTRATOR_ACCESS = /^AdministratorAccess$/;

/** Whether a policy allows everything, and denies nothing. */
function isForEverything({ statements }: Policy): boolean {
  return statements.every(({ effect }) => effect === 'Allow') && statements.some((statement) => statement.tests.length === 0 && givesEverything(statement));
}

/** How a statement is called in a message about a holder: with the resource that it stands in, where that is another one. */
export function calledAt({ policy, statement }: Placed, at: Resource): string {
  return policy.resource === at ? called(statement) : `${called(statement)} of ${policy.resource.logicalId}`;
}

/** The place of a statement in a resource, if it stands there. */
export function locationAt({ policy, statement }: Placed, at: Resource): { location?: string } {
  return policy.resource === at ? { location: statement.location } : {};
}

/** `lets`, or `may let` where a Condition cannot be looked into. */
export function lets({ unreadable }: Statement): string {
  return unreadable === undefined ? 'lets' : 'may let';
}

/** The level of what a statement gives: what a Condition may forbid that cannot be looked into is no error. */
export function levelIn(level: Level, { unreadable }: Statement): Level {
  return unreadable === undefined ? level : atMost('warning', level);
}
