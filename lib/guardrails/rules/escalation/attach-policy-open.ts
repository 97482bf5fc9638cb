import type { Holder } from './holders';
import { calledAt, holdersOf, isAllOfIam, lets, levelIn, locationAt } from './holders';
import { byBoundary, byPolicy, isNarrowedBy } from './narrowing';
import { ATTACHING_PATHS } from './paths';
import type { Permissions } from './permissions';
import { ActionSet } from './permissions';
import { coversText, isAsWide } from './reach';
import { grouped } from './ways';
import { shown } from '../../../private/evaluation/text';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { Found, Level, Rule } from '../../rule';
import type { Placed } from '../../statements';
import { pins, whenever } from '../../statements';

const PATH_BY_ACTION = new Map(ATTACHING_PATHS.map(({ id, actions: [action] }) => [action, id]));
const CREATE_ROLE = 'iam:CreateRole';
const ACTIONS = new ActionSet([...PATH_BY_ACTION.keys(), CREATE_ROLE]);

export const attachPolicyOpen: Rule = {
  id: 'attach-policy-open',
  title: 'Any policy can be given to others.',
  why: 'Whoever attaches any policy, or writes one, to a role, a user or a group that he can use, or is, has all rights.',
  fix: 'Test iam:PermissionsBoundary with StringEquals so that what is given stays within a boundary, or name the policies that may be attached with ArnEquals of iam:PolicyARN.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  find: (template) => holdersOf(template).flatMap((holder) => findAt(holder, template)),
};

/** One finding for all actions of a statement. */
function findAt(holder: Holder, template: Template): Found[] {
  const permissions = ACTIONS.of(holder);
  const own = new Set(holder.identity === undefined ? [] : template.texts({ 'Fn::GetAtt': [holder.at.logicalId, 'Arn'] }).map(shown));
  const open = [...PATH_BY_ACTION.keys()].flatMap((action) => permissions.allows(action).flatMap((placed) => {
    const level = levelOf(placed, action, permissions, own);
    return level === undefined ? [] : [{ placed, action, level }];
  }));
  return grouped(open, ({ placed }) => placed.statement, ({ level }) => level).map((ways) => {
    const [{ placed, level }] = ways;
    const { policy, statement } = placed;
    const actions = ways.map(({ action }) => `${action} (pathfinding.cloud ${PATH_BY_ACTION.get(action)})`).join(', ');
    const targets = level === 'error' ? '' : ` to ${(statement.resources ?? []).map(shown).join(', ')}`;
    return {
      at: policy.resource,
      level: levelIn(level, statement),
      subject: `${ways.map(({ action }) => action).join(' ')}${targets}`,
      message: `${calledAt(placed, policy.resource)} ${lets(statement)} its holder give any policy${targets} with ${actions}: no condition names the policies or demands a boundary${whenever(statement)}.`,
      ...locationAt(placed, policy.resource),
    };
  });
}

function levelOf({ statement }: Placed, action: string, permissions: Permissions, own: ReadonlySet<string>): Level | undefined {
  const reach = permissions.reachOf(statement, action);
  if (reach === 'none' || isAllOfIam(statement) || isWithin(statement, action)) return undefined;
  if (permissions.isFenced(action, (test) => byBoundary(test) || byPolicy(test))) return undefined;
  // What this key holds to is not documented in enough detail to be relied on.
  if (pins(statement, 'iam:RoleTemplateARN')) return 'info';
  if (isAmongOwnRoles(statement, permissions)) return 'info';
  return isAsWide(reach, 'pattern') || isToItself(statement, own) ? 'error' : 'warning';
}

/** Whether a condition demands a boundary, which groups cannot have, or names the policies, which those that are written into others have not. */
function isWithin(statement: Statement, action: string): boolean {
  return (!action.includes('Group') && isNarrowedBy(statement, byBoundary)) || (action.includes(':Attach') && isNarrowedBy(statement, byPolicy));
}

/** Whether a statement is for roles alone that the holder can make with a boundary alone, such as all below a path. */
function isAmongOwnRoles({ resources = [] }: Statement, permissions: Permissions): boolean {
  const makes = permissions.allows(CREATE_ROLE).map((allow) => allow.statement);
  const own = makes.flatMap((statement) => statement.resources ?? []);
  return makes.length > 0 && resources.length > 0 && makes.every((statement) => isNarrowedBy(statement, byBoundary))
    && resources.every((resource) => resource !== '*' && own.some((pattern) => coversText(pattern, resource)));
}

/** Whether a statement is for the identity that holds it: by its ARN, or as `user/${aws:username}`. */
function isToItself(statement: Statement, own: ReadonlySet<string>): boolean {
  return (statement.resources ?? []).map(shown).some((resource) => own.has(resource) || /:user\/(.*\/)?\$\{aws:username\}$/.test(resource));
}
