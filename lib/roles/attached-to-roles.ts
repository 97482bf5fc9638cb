import type { Stack } from 'aws-cdk-lib';
import { aws_iam as iam } from 'aws-cdk-lib';

/** What a stack's resources name a role in, by the role's name as it stands in the template. */
interface AttachedToRoles {
  /** How many constructs the stack had right below it when it was searched. */
  readonly children: number;
  readonly instanceProfiles: Map<string, iam.CfnInstanceProfile[]>;
  readonly managedPolicies: Map<string, iam.CfnManagedPolicy[]>;
}

/** The instance profiles of the role's stack that hold the role. */
export function instanceProfilesOf(role: iam.IRole, stack: Stack): iam.CfnInstanceProfile[] {
  return search(stack).instanceProfiles.get(nameOf(stack, role.roleName)) ?? [];
}

/** The managed policies of the role's stack that attach themselves to the role: nobody tells the role of them. */
export function managedPoliciesOf(role: iam.IRole, stack: Stack): iam.CfnManagedPolicy[] {
  return search(stack).managedPolicies.get(nameOf(stack, role.roleName)) ?? [];
}

/** One search for all roles of a stack: at synthesis nothing is added any more. */
function search(stack: Stack): AttachedToRoles {
  const children = stack.node.children.length;
  const known = SEARCHED.get(stack);
  if (known?.children === children) return known;

  const found: AttachedToRoles = { children, instanceProfiles: new Map(), managedPolicies: new Map() };
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
