import type { Policy, Reader, Resource, Under } from './policies';
import { branchesOf } from './policies';
import type { Text } from '../evaluation/text';

/** A role, a user or a group of a template, with everything in the template that says what it may do. */
export interface Identity {
  readonly kind: 'role' | 'user' | 'group';
  readonly resource: Resource;
  /** Undefined where CloudFormation makes one up. */
  readonly name?: Text;
  /** @default / */
  readonly path: Text;
  /** Its policies that stand in the template: inline, and managed ones that the template makes, whoever attaches them. */
  readonly policies: readonly Policy[];
  /** Managed policies that the template does not make, by their ARN: what they allow is not in the template. */
  readonly managedPolicyArns: readonly Text[];
  /** What its boundary can be, by ARN; empty if it never has one. */
  readonly boundaries: readonly Text[];
  /** Whether it can be without a boundary. */
  readonly mayLackBoundary: boolean;
  /** The policies of the template that can be its boundary. */
  readonly boundaryPolicies: readonly Policy[];
  /** Of a role. */
  readonly trust?: Policy;
  /** Of a role: the logical ids of the instance profiles that hold it. */
  readonly instanceProfiles: readonly string[];
}

const KINDS = [
  { kind: 'role', type: 'AWS::IAM::Role', list: 'Roles', one: 'RoleName', policy: 'AWS::IAM::RolePolicy' },
  { kind: 'user', type: 'AWS::IAM::User', list: 'Users', one: 'UserName', policy: 'AWS::IAM::UserPolicy' },
  { kind: 'group', type: 'AWS::IAM::Group', list: 'Groups', one: 'GroupName', policy: 'AWS::IAM::GroupPolicy' },
] as const;

/** Who is what in a template. */
export interface Identities {
  readonly identities: readonly Identity[];
  readonly managedPolicies: readonly Policy[];
  /** Every policy of roles, users and groups once, attached or not. */
  readonly policies: readonly Policy[];
}

/** The roles, users and groups of a template, and their policies. */
export function readIdentities(resources: readonly Resource[], reader: Reader): Identities {
  const managed = resources.filter(({ type }) => type === 'AWS::IAM::ManagedPolicy').map((resource) => documentOf(resource, 'managed', 'ManagedPolicyName', reader));
  const managedByArn = byName(managed, (policy) => reader.texts({ Ref: policy.resource.logicalId }, policy.resource));
  const profiles = byName(resources.filter(({ type }) => type === 'AWS::IAM::InstanceProfile'), (resource) => reader.texts(resource.properties.Roles, resource));
  const attached = resources.flatMap((resource) => {
    const isAttached = resource.type === 'AWS::IAM::Policy' || KINDS.some(({ policy }) => policy === resource.type);
    return isAttached ? [documentOf(resource, 'inline', 'PolicyName', reader)] : [];
  });
  const identities = KINDS.flatMap(({ kind, type, list, one, policy: own }) => {
    const attachedTo = byName(attached.filter(({ resource }) => resource.type === 'AWS::IAM::Policy' || resource.type === own), ({ resource }) =>
      reader.texts(resource.properties[resource.type === own ? one : list], resource));
    const managedTo = byName(managed, ({ resource }) => reader.texts(resource.properties[list], resource));
    return resources.filter((resource) => resource.type === type).map((resource): Identity => {
      const { properties } = resource;
      const names = reader.texts({ Ref: resource.logicalId }, resource);
      const arns = reader.texts(properties.ManagedPolicyArns, resource);
      const boundaries = reader.texts(properties.PermissionsBoundary, resource);
      return {
        kind,
        resource,
        name: reader.texts(properties[one], resource)[0],
        path: reader.texts(properties.Path, resource)[0] ?? '/',
        policies: [
          ...reader.elements(properties.Policies).flatMap(({ raw, index }) => inline(resource, raw, index, reader)),
          ...named(names, attachedTo),
          ...new Set([...named(names, managedTo), ...named(arns, managedByArn)]),
        ],
        managedPolicyArns: arns.filter((arn) => named([arn], managedByArn).length === 0),
        boundaries,
        mayLackBoundary: reader.isSometimesAbsent(properties.PermissionsBoundary, resource),
        boundaryPolicies: named(boundaries, managedByArn),
        ...(kind === 'role' && { trust: reader.policy(resource, 'trust', properties.AssumeRolePolicyDocument, 'Properties/AssumeRolePolicyDocument') }),
        instanceProfiles: kind === 'role' ? named(names, profiles).map(({ logicalId }) => logicalId) : [],
      };
    });
  });
  // The role that Identity Center makes of a permission set in each account is in no template.
  const permissionSets = resources.filter(({ type, properties }) => type === 'AWS::SSO::PermissionSet' && 'InlinePolicy' in properties)
    .map((resource) => reader.policy(resource, 'inline', resource.properties.InlinePolicy, 'Properties/InlinePolicy'));
  const policies = [...new Set([...identities.flatMap((identity) => identity.policies), ...managed, ...attached, ...permissionSets])];
  return { identities, managedPolicies: managed, policies };
}

/** The policy that a resource of its own is. */
function documentOf(resource: Resource, use: 'inline' | 'managed', nameProperty: string, reader: Reader): Policy {
  return reader.policy(resource, use, resource.properties.PolicyDocument, 'Properties/PolicyDocument', {
    name: reader.texts(resource.properties[nameProperty], resource)[0],
  });
}

/** Things by all the names that the template can have for them. */
function byName<T>(things: readonly T[], namesOf: (thing: T) => readonly Text[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const thing of things) {
    for (const name of namesOf(thing).map(keyOf)) {
      const others = found.get(name);
      if (others === undefined) found.set(name, [thing]);
      else if (!others.includes(thing)) others.push(thing);
    }
  }
  return found;
}

/** Those that surely have one of the names. */
function named<T>(names: readonly Text[], all: ReadonlyMap<string, readonly T[]>): T[] {
  return [...new Set(names.flatMap((name) => all.get(keyOf(name)) ?? []))];
}

/** One text for all texts that are surely the same. */
function keyOf(text: Text): string {
  return typeof text === 'string' ? text : JSON.stringify(text.parts);
}

/** The policies that an element of `Policies` can be: one, or one in each branch of an `Fn::If`. */
function inline(resource: Resource, raw: any, index: number, reader: Reader, under: readonly Under[] = []): Policy[] {
  const location = `Properties/Policies/${index}`;
  if (Array.isArray(raw)) return raw.flatMap((item) => inline(resource, item, index, reader, under));
  const branches = branchesOf(raw);
  if (branches !== undefined) return branches.flatMap((branch) => inline(resource, branch.value, index, reader, [...under, branch.under]));
  if (typeof raw !== 'object' || raw === null || raw.Ref === 'AWS::NoValue') return [];
  // SAM takes the document itself.
  if (resource.madeOf !== undefined) return [reader.policy(resource, 'inline', raw.PolicyDocument, location, { under })];
  if (!Object.hasOwn(raw, 'PolicyDocument')) return [reader.policy(resource, 'inline', raw, location, { under })];
  return [reader.policy(resource, 'inline', raw.PolicyDocument, `${location}/PolicyDocument`, { name: reader.texts(raw.PolicyName, resource)[0], under })];
}
