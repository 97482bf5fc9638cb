import { concernOf } from './concern';
import type { DeployedPolicy, DeployedTemplate } from './deployment';
import type { Truth } from '../private/evaluation/logic';
import { some } from '../private/evaluation/logic';
import { matches, patternOf, piecesOf, valueOf, wildcardsIn } from '../private/evaluation/patterns';
import type { Naming } from '../private/evaluation/principals';
import { callerOf, namingOf, outsideOf } from '../private/evaluation/principals';
import type { Text } from '../private/evaluation/text';
import { isText, isUnknown, shown } from '../private/evaluation/text';
import { kindOfCloudFormation } from '../private/service-authorization';
import type { Policy, Resource } from '../private/template/policies';
import { POLICY_PROPERTIES } from '../private/template/policy-properties';

/** Types whose policy is of a whole account: its statements alone say what it is for. */
const OF_ACCOUNT: readonly string[] = ['AWS::Logs::ResourcePolicy', 'AWS::ECR::RegistryPolicy', 'AWS::XRay::ResourcePolicy'];

/** What a policy of a resource is also for: the objects of a bucket, the streams of a log group, the indexes of a table. */
const PARTS = ['/*', ':*'];

/**
 * The policies in the template that are of a resource.
 *
 * @param asked the resource, of which parts may not be known
 * @param actions what is asked for
 */
export function policiesOf(asked: Text, actions: readonly string[], deployed: DeployedTemplate): DeployedPolicy[] {
  const concerns = concernOf(actions);
  // A key policy that says nothing of an action refuses it; any other one of which it is not sure what it is of matters by what it says.
  const isOfKeys = actions.some((action) => /^kms:/i.test(action));
  const matters = ({ raw, resource }: Policy) => concerns(raw) || (isOfKeys && resource.type.startsWith('AWS::KMS::'));
  const found = new Array<Policy>();
  const doubtful = new Map<string, Policy[]>();
  for (const policy of deployed.template.otherPolicies.filter(({ use }) => use === 'resource')) {
    const truth = isOf(policy, asked, deployed);
    if (truth === false || (truth === 'unknown' && !matters(policy)) || !deployed.isMade(policy.resource)) continue;
    if (truth === true) found.push(policy);
    else doubtful.set(policy.resource.logicalId, [...doubtful.get(policy.resource.logicalId) ?? [], policy]);
  }
  // A resource has policies of its own alone, so that it is one of these, or none.
  if (found.length === 0 && doubtful.size > 0) found.push(...chosen(doubtful, deployed));
  return found.map((policy) => deployedPolicy(policy, deployed));
}

/** The trust policy of the role that a resource is, if it is one of the template. */
export function trustOf(asked: Text, deployed: DeployedTemplate): DeployedPolicy | undefined {
  const role = deployed.template.roles.find(({ resource: { logicalId } }) => isSame(deployed.text({ 'Fn::GetAtt': [logicalId, 'Arn'] }), asked));
  return role === undefined ? undefined : deployed.role(role)?.trust;
}

/** A policy of a resource with the statements that name a role itself, or everyone, so that what they allow needs no policy of the role. */
export interface PolicyForRole {
  readonly policy: DeployedPolicy;
  readonly kind: 'resource' | 'trust';
  readonly statements: readonly { readonly index: number; /** A boundary of the role counts. */ readonly isLimited: boolean }[];
  /** What it is attached to, as far as that is known. */
  readonly of?: readonly Text[];
}

/** The policies of resources, and the trust policies, that give something to a role by name. */
export function policiesOfRole(names: readonly Text[], deployed: DeployedTemplate): PolicyForRole[] {
  const caller = callerOf({ AWS: names });
  const namingIn = (statement: any): Naming => {
    if (statement?.Effect === 'Deny') return {};
    return statement?.NotPrincipal === undefined ? namingOf(statement?.Principal)(caller) : { everyone: outsideOf(statement.NotPrincipal)(caller) };
  };
  return [...ofResources(deployed), ...ofRoles(deployed)].flatMap(({ policy, kind, of }) => {
    const all: any[] = isUnknown(policy.json) ? [policy.json] : [policy.json.Statement].flat();
    const statements = all.flatMap((statement, index) => {
      const { session = false, entity = false, everyone = false } = namingIn(statement);
      const isDirect = session !== false || everyone !== false;
      return isDirect || entity !== false ? [{ index, isLimited: !isDirect }] : [];
    });
    const known = of.filter((arn) => arn !== undefined);
    return statements.length === 0 ? [] : [{ policy, kind, statements, ...(known.length === of.length && { of: known }) }];
  });
}

/** A policy with the ARNs of what it is attached to; undefined for one that is not known. */
interface Attached {
  readonly policy: DeployedPolicy;
  readonly kind: 'resource' | 'trust';
  readonly of: readonly (Text | undefined)[];
}

function ofResources(deployed: DeployedTemplate): Attached[] {
  return deployed.template.otherPolicies.filter(({ use, resource }) => use === 'resource' && deployed.isMade(resource)).map((policy) => ({
    policy: deployedPolicy(policy, deployed), of: targetsOf(policy, deployed), kind: 'resource',
  }));
}

function ofRoles(deployed: DeployedTemplate): Attached[] {
  return deployed.template.roles.filter(({ resource }) => deployed.isMade(resource)).map(({ resource: { logicalId }, trust }) => ({
    policy: deployed.policy(`the trust policy of ${logicalId}`, trust!.raw, `${logicalId}/${trust!.location}`),
    of: [deployed.text({ 'Fn::GetAtt': [logicalId, 'Arn'] })],
    kind: 'trust',
  }));
}

function deployedPolicy({ raw, resource, location }: Policy, deployed: DeployedTemplate): DeployedPolicy {
  return deployed.policy(`the policy of ${resource.logicalId}`, raw, `${resource.logicalId}/${location}`);
}

function chosen(doubtful: ReadonlyMap<string, Policy[]>, deployed: DeployedTemplate): Policy[] {
  const options = [...doubtful.values()].map(([{ resource }]) => ({ label: `the resource is that of ${resource.logicalId}` }));
  const none = { label: `the resource is not that of ${[...doubtful.keys()].join(' or ')}` };
  const choice = deployed.world.choose('the resource that is asked for', [...options, none]);
  const index = options.findIndex(({ label }) => label === choice.label);
  return index < 0 ? [] : [...doubtful.values()][index];
}

function isOf(policy: Policy, asked: Text, deployed: DeployedTemplate): Truth {
  if (OF_ACCOUNT.includes(policy.resource.type)) return true;
  const isNamed = () => mentions(asked, deployed.text({ Ref: policy.resource.logicalId }));
  return some(targetsOf(policy, deployed), (arn) => arn === undefined ? isNamed() || 'unknown' : covers(arn, asked));
}

/** Whether what is known of a text only by its name stands in another one. */
function mentions(text: Text, name: Text): boolean {
  const names = typeof name === 'string' ? [] : name.parts.map((part) => isUnknown(part) ? part.unknown : undefined);
  return typeof text !== 'string' && text.parts.some((part) => isUnknown(part) && names.includes(part.unknown));
}

/** The ARNs of what a policy is attached to; undefined for one that is not known. */
function targetsOf({ resource }: Policy, deployed: DeployedTemplate): (Text | undefined)[] {
  const property = POLICY_PROPERTIES[resource.type].find(({ target }) => target !== undefined)?.target;
  return property === undefined ? [arnOf(resource, deployed)] : arnsIn(resource, property, deployed);
}

/** The ARNs of what a property names. */
function arnsIn(policy: Resource, property: string, deployed: DeployedTemplate): (Text | undefined)[] {
  return [policy.properties[property]].flat().flatMap((raw) => {
    const own = deployed.template.resource(String(raw?.Ref ?? [raw?.['Fn::GetAtt']].flat()[0] ?? ''));
    if (own !== undefined) return [arnOf(own, deployed)];
    return [deployed.value(raw)].flat().map((target) => isText(target) ? arnOfName(target, policy.type, deployed) : undefined);
  });
}

/** The ARN of something that is not in the template, by what a policy calls it. */
function arnOfName(target: Text, type: string, deployed: DeployedTemplate): Text | undefined {
  if (shown(target).startsWith('arn:')) return target;
  // Of a bucket the name tells all.
  return type === 'AWS::S3::BucketPolicy' ? deployed.text({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', target]] }) : undefined;
}

function arnOf({ logicalId, type }: Resource, deployed: DeployedTemplate): Text | undefined {
  const arn = kindOfCloudFormation(type)?.arn;
  if (arn === undefined || arn.includes('${')) return undefined;
  return deployed.text(arn === 'Ref' ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, arn] });
}

/** Whether a resource is the one of an ARN, or a part of it. */
function covers(arn: Text, asked: Text): Truth {
  return some(['', ...PARTS], (part) => matches(patternOf([...piecesOf(valueOf(arn)), ...wildcardsIn(part)]), valueOf(asked)));
}

function isSame(one: Text, other: Text): boolean {
  return matches(patternOf(piecesOf(valueOf(one))), valueOf(other)) === true;
}
