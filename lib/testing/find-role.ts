import { CfnResource, Stack } from 'aws-cdk-lib';
import { readable } from './settled';
import type { TestedTemplate } from './tested-template';
import { quote } from '../private/errors';
import { nearestFew } from '../private/nearest';
import type { Identity } from '../private/template/identities';

/** How many roles an error lists. */
const MOST_LISTED = 10;

/** The role of a construct path, a logical id or a name; an error that lists those there are if it is none of them, or several. */
export function findRole(id: string, tested: TestedTemplate): Identity {
  const { template: { roles } } = tested;
  const exact = roles.filter((role) => namesOf(role, tested).includes(withoutResource(id)));
  // Without the stack nobody can tell what of a path is within it.
  const found = exact.length > 0 || tested.stack !== undefined ? exact : roles.filter((role) => pathOf(role)?.endsWith(`/${withoutResource(id)}`));
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    throw new Error(`There are several roles of that name: got ${quote(id)}. Use the logical id or the path of one: ${candidates(id, found)}.`);
  }
  if (roles.length === 0) throw new Error(`There is no role ${quote(id)}: the template has no roles.${elsewhere(id, tested)}`);
  throw new Error(`There is no role ${quote(id)}. Those of the template are, nearest first: ${candidates(id, roles)}.${elsewhere(id, tested)}`);
}

/** What a role is called in messages: its construct path, or its logical id. */
export function calledRole(role: Identity): string {
  return pathOf(role) ?? role.resource.logicalId;
}

/** All that a role can be found by. */
function namesOf(role: Identity, { stack }: TestedTemplate): string[] {
  const path = pathOf(role);
  const relative = stack !== undefined && path?.startsWith(`${stack.node.path}/`) ? path.slice(stack.node.path.length + 1) : undefined;
  const name = role.name === undefined ? undefined : readable(role.name);
  return [path, relative, role.resource.logicalId, name].filter((one) => one !== undefined);
}

function pathOf({ resource: { constructPath } }: Identity): string | undefined {
  return constructPath === undefined ? undefined : withoutResource(constructPath);
}

/** The path of an L2, whose role is a construct within it. */
function withoutResource(path: string): string {
  return String(path).replace(/\/Resource$/, '');
}

/** The roles that are called most like it first. */
function candidates(id: string, roles: readonly Identity[]): string {
  const byName = new Map(roles.flatMap((role) => [role.resource.logicalId, pathOf(role), pathOf(role)?.split('/').pop()].map((name) => [name, role])));
  const names = [...byName.keys()].filter((name) => name !== undefined);
  const sorted = [...new Set(nearestFew(id, names, names.length, Infinity).map((name) => byName.get(name)!))];
  const shown = sorted.slice(0, MOST_LISTED).map((role) => {
    const path = pathOf(role);
    return path === undefined ? quote(role.resource.logicalId) : `${quote(path)} (${role.resource.logicalId})`;
  });
  return `${shown.join(', ')}${sorted.length > shown.length ? ` and ${sorted.length - shown.length} more` : ''}`;
}

/** Where such a role is, if it is in a stack that is nested in this one, or anywhere else in the app. */
function elsewhere(id: string, { stack }: TestedTemplate): string {
  const found = stack?.node.root.node.findAll().find((construct) => CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::IAM::Role'
    && Stack.of(construct) !== stack && `/${withoutResource(construct.node.path)}`.endsWith(`/${withoutResource(id)}`));
  return found === undefined ? '' : ` ${quote(found.node.path)} is in the stack ${quote(Stack.of(found).node.path)}: use AccessAssertions.fromStack() with that one.`;
}
