import { concatenated } from './arns';
import { concernOf } from './concern';
import type { DeployedPolicy, DeployedTemplate } from './deployment';
import { LAMBDA_PERMISSIONS, policyOfPermission } from './lambda-permissions';
import type { Truth } from '../private/evaluation/logic';
import { some } from '../private/evaluation/logic';
import { matches, patternOf, piecesOf, valueOf, wildcardsIn } from '../private/evaluation/patterns';
import type { Naming } from '../private/evaluation/principals';
import { callerOf, namingOf, outsideOf } from '../private/evaluation/principals';
import type { Text } from '../private/evaluation/text';
import { isText, isUnknown, joined, shown } from '../private/evaluation/text';
import { kindOfCloudFormation } from '../private/service-authorization';
import type { Policy, Resource } from '../private/template/policies';
import { POLICY_PROPERTIES } from '../private/template/policy-properties';

/** Types whose policy is of a whole account: its statements alone say what it is for. */
const OF_ACCOUNT: readonly string[] = ['AWS::Logs::ResourcePolicy', 'AWS::ECR::RegistryPolicy', 'AWS::XRay::ResourcePolicy'];

/** Types of which a resource can have several, each of them a statement of its policy. */
const STATEMENTS: readonly string[] = [...Object.keys(LAMBDA_PERMISSIONS), 'AWS::Events::EventBusPolicy'];

/** What a policy of a resource is also for: the objects of a bucket, the streams of a log group, the indexes of a table. */
const PARTS = ['/*', ':*'];

/** What a policy can be for besides, which does not say by its ARN of what it is. */
const ALSO_FOR: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupVault': 'arn:*:backup:*:*:recovery-point:*',
  'AWS::Backup::LogicallyAirGappedBackupVault': 'arn:*:backup:*:*:recovery-point:*',
  'AWS::CodeArtifact::Domain': 'arn:*:codeartifact:*',
  'AWS::CodeArtifact::Repository': 'arn:*:codeartifact:*:*:package/*',
  'AWS::EventSchemas::RegistryPolicy': 'arn:*:schemas:*:*:schema/*',
  'AWS::Lambda::Permission': 'arn:*:lambda:*:*:function:*:*',
  'AWS::MSK::ClusterPolicy': 'arn:*:kafka:*',
  'AWS::SageMaker::ModelPackageGroup': 'arn:*:sagemaker:*:*:model-package/*',
};

/** Its policy is for requests to its stages. */
const REST_API = 'AWS::ApiGateway::RestApi';

/** How such a policy names the API that it is of. */
const ITSELF = 'execute-api:/';

/** A policy of a resource, or a statement of one, as it stands in the template. */
type OfResource = Pick<Policy, 'raw' | 'resource' | 'location'>;

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
  const matters = ({ raw, resource }: OfResource) => concerns(raw) || (isOfKeys && resource.type.startsWith('AWS::KMS::'));
  const found = new Array<OfResource>();
  const doubtful = new Map<string, OfResource[]>();
  for (const policy of allPolicies(deployed)) {
    const truth = isOf(policy, asked, deployed);
    if (truth === false || (truth === 'unknown' && !matters(policy)) || !deployed.isMade(policy.resource)) continue;
    if (truth === true) found.push(policy);
    else doubtful.set(policy.resource.logicalId, [...doubtful.get(policy.resource.logicalId) ?? [], policy]);
  }
  // Of a type whose policy is a whole one, a resource has one alone, so that it is one of these, or none.
  const types = new Set(found.map(({ resource }) => resource.type).filter((type) => !STATEMENTS.includes(type)));
  const open = [...doubtful.values()].filter(([{ resource }]) => !types.has(resource.type));
  return [...found, ...open.length === 0 ? [] : chosen(open, deployed)].map((policy) => deployedPolicy(policy, deployed));
}

/** The trust policy of the role that a resource is, if it is one of the template. */
export function trustOf(asked: Text, deployed: DeployedTemplate): DeployedPolicy | undefined {
  const role = deployed.template.roles.find(({ resource }) => isSame(deployed.text({ 'Fn::GetAtt': [resource.logicalId, 'Arn'] }), asked) && deployed.isMade(resource));
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
  return allPolicies(deployed).filter(({ resource }) => deployed.isMade(resource)).map((policy) => ({
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

/** All policies of resources, with the statements that are resources of their own. */
function allPolicies(deployed: DeployedTemplate): OfResource[] {
  const { template } = deployed;
  const permissions = template.ofType(...Object.keys(LAMBDA_PERMISSIONS)).map((resource): OfResource => ({
    resource, location: 'Properties', get raw() { return policyOfPermission(resource, deployed); },
  }));
  return [...template.otherPolicies.filter(({ use }) => use === 'resource'), ...permissions];
}

function deployedPolicy({ resource, location, raw }: OfResource, deployed: DeployedTemplate): DeployedPolicy {
  const policy = deployed.policy(`the policy of ${resource.logicalId}`, raw, `${resource.logicalId}/${location}`);
  if (resource.type === REST_API) return withWholeArns(policy, executionArn(resource, deployed));
  return Object.hasOwn(LAMBDA_PERMISSIONS, resource.type) ? { ...policy, title: `the permission ${resource.logicalId}`, locations: [`${resource.logicalId}/${location}`] } : policy;
}

/** A policy of an API in which the ARN of the API is written out. */
function withWholeArns(policy: DeployedPolicy, arn: Text): DeployedPolicy {
  const whole = (text: any): any => {
    if (Array.isArray(text)) return text.map(whole);
    if (!isText(text)) return text;
    const [first, ...rest] = typeof text === 'string' ? [text] : text.parts;
    return typeof first === 'string' && first.startsWith(ITSELF) ? concatenated(arn, joined([first.slice(ITSELF.length - 1), ...rest])) : text;
  };
  const statement = (json: any) => isUnknown(json) || typeof json !== 'object' ? json
    : Object.fromEntries(Object.entries(json).map(([name, value]) => [name, /^(Not)?Resource$/.test(name) ? whole(value) : value]));
  const { Statement } = policy.json;
  return Array.isArray(Statement) ? { ...policy, json: { ...policy.json, Statement: Statement.map(statement) } } : policy;
}

function executionArn({ logicalId }: Resource, deployed: DeployedTemplate): Text {
  return deployed.text({ 'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${logicalId}}` });
}

function chosen(doubtful: readonly OfResource[][], deployed: DeployedTemplate): OfResource[] {
  const names = doubtful.map(([{ resource }]) => resource.logicalId);
  const options = names.map((name) => ({ label: `the resource is that of ${name}` }));
  const none = { label: `the resource is not that of ${names.join(' or ')}` };
  const choice = deployed.world.choose('the resource that is asked for', [...options, none]);
  const index = options.findIndex(({ label }) => label === choice.label);
  return index < 0 ? [] : doubtful[index];
}

function isOf(policy: OfResource, asked: Text, deployed: DeployedTemplate): Truth {
  const { type, logicalId } = policy.resource;
  if (OF_ACCOUNT.includes(type)) return true;
  const isNamed = () => mentions(asked, deployed.text({ Ref: logicalId }));
  const truth = some(targetsOf(policy, deployed), (arn) => arn === undefined ? isNamed() || 'unknown' : covers(arn, asked, type));
  const isPossible = () => Object.hasOwn(ALSO_FOR, type) && matches(patternOf(wildcardsIn(ALSO_FOR[type])), valueOf(asked)) !== false;
  return truth === false && isPossible() ? 'unknown' : truth;
}

/** Whether what is known of a text only by its name stands in another one. */
function mentions(text: Text, name: Text): boolean {
  const names = typeof name === 'string' ? [] : name.parts.map((part) => isUnknown(part) ? part.unknown : undefined);
  return typeof text !== 'string' && text.parts.some((part) => isUnknown(part) && names.includes(part.unknown));
}

/** The ARNs of what a policy is attached to; undefined for one that is not known. */
function targetsOf({ resource }: OfResource, deployed: DeployedTemplate): (Text | undefined)[] {
  if (resource.type === REST_API) return [executionArn(resource, deployed)];
  const property = LAMBDA_PERMISSIONS[resource.type] ?? POLICY_PROPERTIES[resource.type].find(({ target }) => target !== undefined)?.target;
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
  const arn = (rest: string) => concatenated(deployed.text({ 'Fn::Sub': `arn:\${AWS::Partition}:${rest}` }), target);
  // Of a bucket the name tells all.
  if (type === 'AWS::S3::BucketPolicy') return arn('s3:::');
  const isName = type === 'AWS::Lambda::Permission' && typeof target === 'string' && /^[\w-]+$/.test(target);
  return isName ? arn('lambda:${AWS::Region}:${AWS::AccountId}:function:') : undefined;
}

function arnOf({ logicalId, type }: Resource, deployed: DeployedTemplate): Text | undefined {
  const arn = kindOfCloudFormation(type)?.arn;
  if (arn === undefined || arn.includes('${')) return undefined;
  return deployed.text(arn === 'Ref' ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, arn] });
}

/** Whether a resource is the one of an ARN, or a part of it; a permission of a function is not that of its aliases. */
function covers(arn: Text, asked: Text, type: string): Truth {
  const parts = Object.hasOwn(LAMBDA_PERMISSIONS, type) ? [''] : ['', ...PARTS];
  return some(parts, (part) => matches(patternOf([...piecesOf(valueOf(arn)), ...wildcardsIn(part)]), valueOf(asked)));
}

function isSame(one: Text, other: Text): boolean {
  return matches(patternOf(piecesOf(valueOf(one))), valueOf(other)) === true;
}
