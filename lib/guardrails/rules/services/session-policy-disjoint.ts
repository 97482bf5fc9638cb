import type { Profile } from './rolesanywhere';
import { profilesOf } from './rolesanywhere';
import { quote } from '../../../private/errors';
import { matches, patternOf, valueOf, wildcardsIn } from '../../../private/evaluation/patterns';
import type { Piece } from '../../../private/evaluation/patterns';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Found, Rule } from '../../rule';

export const sessionPolicyDisjoint: Rule = {
  id: 'session-policy-disjoint',
  title: 'A session policy leaves its sessions nothing that they may do.',
  why: 'A session may do what both its role and its session policy allow: a session policy gives nothing by itself, and one that only refuses, or allows other actions than the role, leaves nothing.',
  fix: 'Allow in the session policy what sessions shall keep of the role, such as Action * beside its Deny statements.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session',
  find: (template) => {
    const policies = new Map(template.otherPolicies.filter(({ use }) => use === 'session').map((policy) => [policy.resource, policy]));
    return profilesOf(template).flatMap((profile): Found[] => {
      const policy = policies.get(profile.resource);
      // Managed policies may be what allows something.
      if (policy === undefined || template.all(profile.resource.properties.ManagedPolicyArns).length > 0) return [];
      return problemsOf(profile, policy);
    });
  },
};

function problemsOf({ resource: at, roles }: Profile, { statements }: Policy): Found[] {
  const location = 'Properties/SessionPolicy';
  if (statements.length === 0 || statements.some(isUnclear)) return [];
  const allowed = statements.filter(({ effect }) => effect === 'Allow');
  if (allowed.length === 0) {
    return [{ at, message: 'the session policy allows nothing, so that sessions of the profile can do nothing at all.', location }];
  }
  return roles.flatMap((role): Found[] => {
    const own = allowsOf(role);
    if (own === undefined || allowed.some((statement) => own.some((other) => shareAction(statement, other)))) return [];
    const { logicalId } = role.resource;
    const [first] = allowed[0].actions ?? [];
    return [{
      at,
      subject: logicalId,
      message: `the session policy allows none of the actions of the role '${logicalId}', such as ${quote(shown(own[0].actions?.[0] ?? '*'))}: it allows ${quote(shown(first ?? '*'))}${allowed.length > 1 || allowed[0].actions!.length > 1 ? ' and others' : ''}.`,
      location,
    }];
  });
}

/** The Allows of a role; undefined where not all that it may do is in the template, or where it may do nothing anyway. */
function allowsOf(role: Identity): Statement[] | undefined {
  const statements = role.policies.flatMap((policy) => policy.statements);
  const allowed = statements.filter(({ effect }) => effect === 'Allow');
  return role.managedPolicyArns.length > 0 || statements.some(isUnclear) || allowed.length === 0 ? undefined : allowed;
}

/** Whether nobody can tell what a statement allows. */
function isUnclear({ effect, actions, notActions }: Statement): boolean {
  return effect === 'unknown' || (actions === undefined && notActions === undefined) || (actions ?? []).some((action) => typeof action !== 'string');
}

/** Whether there may be an action that two statements are for; what NotAction leaves is nearly everything. */
function shareAction(one: Statement, other: Statement): boolean {
  if (one.actions === undefined || other.actions === undefined) return true;
  return one.actions.some((action) => other.actions!.some((another) => mayBeSame(action, another)));
}

function mayBeSame(one: Text, other: Text): boolean {
  const [a, b] = [shown(one).toLowerCase(), shown(other).toLowerCase()];
  if (!/[*?]/.test(a + b)) return a === b;
  // A wildcard of the other pattern stands for any text, as does what is not known.
  const open = Array.from(b, (character): Piece => /[*?]/.test(character) ? { unknown: 'any text' } : character);
  return matches(patternOf(wildcardsIn(valueOf(a))), open) !== false;
}
