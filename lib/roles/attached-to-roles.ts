import type { Stack } from 'aws-cdk-lib';
import { aws_iam as iam } from 'aws-cdk-lib';

/** What a stack's resources name a role in, by the role's name as it stands in the template. */
interface AttachedToRoles {
  readonly instanceProfiles: Map<string, iam.CfnInstanceProfile[]>;
  readonly managedPolicies: Map<string, iam.CfnManagedPolicy[]>;
}

/** The instance profiles of the role's stack that hold the role. */
export function instanceProfilesOf(role: iam.IRole, stack: Stack): iam.CfnInstanceProfile[] {
  return search(stack).instanceProfiles.get(nameOf(stack, role.roleName)) ?? [];
}

/** The managed policies of the role's stack that attach themselves to the role: nobody tells the role of them. */
export function managedPoliciesOf(role: iam.IRole, stack: Stack): iam.CfnManagedPolicy[] {
  const { managedPolicies } = search(stack);
  // Most stacks have none, and the name is costly.
  return managedPolicies.size === 0 ? [] : managedPolicies.get(nameOf(stack, role.roleName)) ?? [];
}

/** Has the stack searched again: to be called while constructs may still be added, before anything is validated. */
export function forgetAttachedToRoles(stack: Stack): void {
  SEARCHED.delete(stack);
}

/** One search for all roles of a stack: when constructs are validated, nothing is added any more. */
function search(stack: Stack): AttachedToRoles {
  const known = SEARCHED.get(stack);
  if (known) return known;

  const found: AttachedToRoles = { instanceProfiles: new Map(), managedPolicies: new Map() };
  for (const node of stack.node.findAll()) {
    if (iam.CfnInstanceProfile.isCfnInstanceProfile(node)) note(found.instanceProfiles, stack, node.roles, node);
    else if (iam.CfnManagedPolicy.isCfnManagedPolicy(node)) note(found.managedPolicies, stack, node.roles ?? [], node);
  }
  SEARCHED.set(stack, found);
  return found;
}

function note<T>(map: Map<string, T[]>, stack: Stack, roles: readonly unknown[], resource: T): void {
  for (const role of [stack.resolve(roles)].flat()) {
    const name = JSON.stringify(role);
    map.set(name, [...map.get(name) ?? [], resource]);
  }
}

function nameOf(stack: Stack, roleName: string): string {
  return JSON.stringify(stack.resolve(roleName));
}

const SEARCHED = new WeakMap<Stack, AttachedToRoles>();
