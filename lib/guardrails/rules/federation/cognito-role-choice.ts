import type { OfPool } from './cognito';
import { ofPools } from './cognito';
import { overlap } from '../../../private/cognito-users';
import type { PoolUsers } from '../../../private/cognito-users';
import { list, quote } from '../../../private/errors';
import type { Found, Rule } from '../../rule';

export const cognitoRoleChoice: Rule = {
  id: 'cognito-role-choice',
  title: 'Users of an identity pool pick the role that they want.',
  why: 'In the classic flow the application names the role, and any that trusts the pool for such users will do: whoever holds the application takes the one with the most permissions.',
  fix: 'Leave AllowClassicFlow of the identity pool out, so that the pool chooses the role, or make one role for the users.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html',
  find: (template) => {
    const byPool = new Map<string, OfPool[]>();
    for (const use of ofPools(template)) {
      const uses = byPool.get(use.pool) ?? [];
      byPool.set(use.pool, uses);
      uses.push(use);
    }
    return [...byPool].flatMap(([pool, uses]): Found[] => {
      const [{ role, resource }] = uses;
      const flow = resource === undefined ? undefined : template.texts(resource.properties.AllowClassicFlow);
      if (flow?.every((value) => value === 'false')) return [];
      const choices = rolesToChoose(uses);
      if (choices.length === 0) return [];
      const which = `the identity pool ${quote(pool)} lets the same users into ${list(choices.map(quote))}`;
      return flow !== undefined
        ? [{ at: resource!, subject: pool, message: `${which}, and in its classic flow they pick the one they want.` }]
        : [{ at: role.resource, subject: pool, level: 'info', message: `${which}: unless its classic flow is off, which the template does not say, they pick the one they want.` }];
    });
  },
};

/** The roles that some users can have besides another one. */
function rolesToChoose(uses: readonly OfPool[]): string[] {
  const kinds = new Map<string, { users: PoolUsers; roles: Set<string> }>();
  for (const { pool, users, role } of uses) {
    for (const one of users.length === 0 ? [{ pool }] : users) {
      const kind = kinds.get(String(one.amr)) ?? { users: one, roles: new Set<string>() };
      kinds.set(String(one.amr), kind);
      kind.roles.add(role.resource.logicalId);
    }
  }
  const groups = [...kinds.values()];
  const chosen = groups.flatMap(({ users }) => {
    const roles = new Set(groups.filter((other) => overlap(users, other.users)).flatMap((other) => [...other.roles]));
    return roles.size > 1 ? [...roles] : [];
  });
  return [...new Set(chosen)];
}
