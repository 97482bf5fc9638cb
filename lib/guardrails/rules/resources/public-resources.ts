import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Policy, Resource } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { Level } from '../../rule';

/**
 * How bad it is that a statement for everyone is in the policy of a resource; undefined where it opens nothing that would be closed without it.
 *
 * @param level that of a resource whose policy alone decides who uses it
 */
export function levelForEveryone(policy: Policy, statement: Statement, template: Template, level: Level): Level | undefined {
  const { resource } = policy;
  switch (resource.type) {
    case 'AWS::S3::BucketPolicy': return isReading(statement, /^s3:GetObject(Version)?$/i) ? levelOfWebsite(policy, template) : level;
    case 'AWS::S3::AccessPoint': return has(template, resource, 'VpcConfiguration') ? 'info' : level;
    // Who may call a public API is up to its authorizers; nobody but its policy guards a private one.
    case 'AWS::ApiGateway::RestApi': return isPrivateApi(template, resource) ? level : undefined;
    case 'AWS::OpenSearchService::Domain':
    case 'AWS::Elasticsearch::Domain': return has(template, resource, 'VPCOptions') || hasOwnUsers(template, resource) ? 'info' : level;
    // Who has no network in common with it does not reach it.
    case 'AWS::VpcLattice::AuthPolicy': return 'warning';
    case 'AWS::ECR::PublicRepository': return isReading(statement, /^ecr-public:(Batch|Describe|Get|List)/i) ? undefined : level;
    // Players fetch from these, and the networks that deliver to them.
    case 'AWS::MediaStore::Container':
    case 'AWS::MediaPackageV2::OriginEndpointPolicy': return isReading(statement, /^media(store|packagev2):(Get|Describe|List)/i) ? 'info' : level;
    default: return level;
  }
}

function isReading(statement: Statement, actions: RegExp): boolean {
  return statement.actions !== undefined && statement.actions.every((action) => actions.test(shown(action)));
}

/** Whether a resource has a property, whatever the case. */
function has(template: Template, resource: Resource, property: string): boolean {
  const found = template.reader.readings(resource.properties[property], resource) ?? [];
  return found.length > 0 && found.every(({ value }) => typeof value === 'object' && value !== null && Object.keys(value).length > 0);
}

/** A website is public because somebody has said so twice: in the policy, and by opening the bucket for such policies. */
function levelOfWebsite(policy: Policy, template: Template): Level {
  const buckets = policy.targets.map((target) => bucketNamed(target, template));
  if (buckets.some((bucket) => bucket === undefined)) return 'warning';
  return buckets.every((bucket) => isOpened(template, bucket!)) ? 'info' : 'error';
}

function isOpened(template: Template, bucket: Resource): boolean {
  const blocks = template.reader.readings(bucket.properties.PublicAccessBlockConfiguration, bucket) ?? [];
  return blocks.length > 0 && blocks.every(({ value }) => typeof value === 'object' && value !== null && !isBlocked(value));
}

/** What a configuration leaves out is off. Only a bucket without one has it all. */
function isBlocked({ BlockPublicPolicy: refuses, RestrictPublicBuckets: restricts, unknown }: any): boolean {
  const isOff = (value: any) => value === undefined || value === 'false';
  return unknown !== undefined || !isOff(refuses) || !isOff(restricts);
}

/** The bucket of the template that has a name. */
function bucketNamed(name: Text, template: Template): Resource | undefined {
  const buckets = BUCKETS.get(template) ?? new Map(template.ofType('AWS::S3::Bucket').flatMap((bucket) =>
    template.texts({ Ref: bucket.logicalId }, bucket).map((text): [string, Resource] => [shown(text), bucket])));
  BUCKETS.set(template, buckets);
  return buckets.get(shown(name));
}

const BUCKETS = new WeakMap<Template, ReadonlyMap<string, Resource>>();

function isPrivateApi(template: Template, { properties }: Resource): boolean {
  const { EndpointConfiguration: configuration } = properties;
  return template.all(configuration).some((value) => [value?.Types].flat().some((type) => type === 'PRIVATE'));
}

/** Whether a domain asks those who reach it who they are: fine-grained access control. */
function hasOwnUsers(template: Template, { properties }: Resource): boolean {
  const options = template.all(properties.AdvancedSecurityOptions);
  return options.length > 0 && options.every((value) => value?.Enabled === 'true');
}
