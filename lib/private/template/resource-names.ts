import type { Text, Unknown } from '../evaluation/text';
import { kindOfCloudFormation } from '../service-authorization';
import { concatenated } from './texts';
import type { World } from './world';

/** A resource of the template of which something is asked. */
export interface NamedResource {
  readonly logicalId: string;
  readonly type: string;
  /** What a property is, if it is a text. */
  readonly property: (name: string) => Text | undefined;
}

const PARTITION: Unknown = { unknown: 'AWS::Partition' };

/** The second one is CDK's. */
const OIDC_PROVIDERS: readonly string[] = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'];

/** Its ARN is that of its streams. */
const LOG_GROUP = 'AWS::Logs::LogGroup';

/** Its Ref is its URL. */
const QUEUE = 'AWS::SQS::Queue';

/** What IAM makes, whose ARNs have a path. */
const IAM_ENTITIES = new Map([
  ['AWS::IAM::Role', { kind: 'role', name: 'RoleName', arn: 'Arn' as string | undefined }],
  ['AWS::IAM::User', { kind: 'user', name: 'UserName', arn: 'Arn' }],
  ['AWS::IAM::Group', { kind: 'group', name: 'GroupName', arn: 'Arn' }],
  ['AWS::IAM::InstanceProfile', { kind: 'instance-profile', name: 'InstanceProfileName', arn: 'Arn' }],
  // Its Ref is its ARN.
  ['AWS::IAM::ManagedPolicy', { kind: 'policy', name: 'ManagedPolicyName', arn: undefined }],
]);

/** The ARN or the name of a resource, where an attribute, or its `Ref`, is one of them; undefined for any other. */
export function arnOrName({ logicalId, type, property }: NamedResource, attribute: string | undefined, world: World): Text | undefined {
  const iam = IAM_ENTITIES.get(type);
  if (iam !== undefined) {
    const name = property(iam.name) ?? { parts: [{ unknown: logicalId }] };
    if (attribute === iam.arn) return arnOf(`iam::\${Account}:${iam.kind}`, () => undefined, [property('Path') ?? '/', name], world);
    return attribute === undefined ? name : undefined;
  }
  const provider = providerPath(type, property);
  if (provider !== undefined && (attribute === undefined || attribute === 'Arn')) return arnOf('iam::${Account}:', () => undefined, [provider], world);
  const known = kindOfCloudFormation(type);
  const named = (variable: string) => property(variable) ?? (variable === nameProperty(type) ? property('Name') : undefined);
  const isArn = known?.arn !== undefined && (known.arn === 'Ref' ? attribute === undefined : known.arn === attribute);
  if (isArn) {
    const variable = (name: string) => named(name) ?? { parts: [{ unknown: nameOf(logicalId, type, name) }] };
    return arnOf(known.kind.arn, variable, type === LOG_GROUP ? [':*'] : [], world);
  }
  const isNamed = known?.kind.arn.includes(`\${${nameProperty(type)}}`) ?? false;
  const isName = attribute === undefined ? type !== QUEUE : attribute === nameProperty(type);
  return isNamed && isName ? named(nameProperty(type)) : undefined;
}

/** The ARN of a resource: what the pattern after the partition says, then the rest. */
function arnOf(pattern: string, variable: (name: string) => Text | undefined, rest: Text[], world: World): Text | undefined {
  const pseudo = (name: string): any => world.valueOf(name) ?? { parts: [{ unknown: name }] };
  const parts = pattern.split(/(\$\{[^${}]*\})/).map((part): any => {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1];
    if (name === undefined) return part;
    if (name === 'Account') return pseudo('AWS::AccountId');
    return name === 'Region' || name === 'Partition' ? pseudo(`AWS::${name}`) : variable(name);
  });
  return concatenated(['arn:', world.valueOf(PARTITION.unknown) ?? { parts: [PARTITION] }, ':', ...parts, ...rest]);
}

/** What the ARN of an identity provider ends in: of one of OpenID Connect its URL without the scheme; undefined if that is not known. */
function providerPath(type: string, property: (name: string) => Text | undefined): Text | undefined {
  if (type === 'AWS::IAM::SAMLProvider') {
    const name = property('Name');
    return name && concatenated(['saml-provider/', name]);
  }
  const url = OIDC_PROVIDERS.includes(type) ? property('Url') : undefined;
  const [scheme, ...rest] = url === undefined || typeof url === 'string' ? [url] : url.parts;
  if (typeof scheme !== 'string' || !/^https:\/\//i.test(scheme)) return undefined;
  return concatenated(['oidc-provider/', scheme.slice('https://'.length), ...rest.map((part) => typeof part === 'string' ? part : { parts: [part] })]);
}

/** What a text of the name of a resource is called: as a reference to the resource where that is its name. */
function nameOf(logicalId: string, type: string, variable: string): string {
  return variable === nameProperty(type) && type !== QUEUE ? logicalId : `${logicalId}.${variable}`;
}

/** The property with the name of a resource, which most types have: `BucketName` of `AWS::S3::Bucket`. */
function nameProperty(type: string): string {
  return `${type.slice(type.lastIndexOf(':') + 1)}Name`;
}
