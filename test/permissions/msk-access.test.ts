import { Aws, CfnParameter, Resource, aws_iam as iam, aws_msk as msk } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { MskAccess } from '../../lib';
import type { Access, MskReadOptions, MskWriteOptions } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const CLUSTER = 'arn:aws:kafka:eu-west-1:111111111111:cluster/shop/4d2f0a8c-1111-2222-3333-444444444444-7';
const partOf = (type: string, name: string) => CLUSTER.replace(':cluster/', `:${type}/`) + `/${name}`;
const TOPIC = ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'];
const GROUP = ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'];

test.each<[MskReadOptions, any, any]>([
  [{ topics: ['orders', 'bills'], groups: ['billing'] }, [partOf('topic', 'bills'), partOf('topic', 'orders')], partOf('group', 'billing')],
  [{ topicPrefix: 'orders.', groupPrefix: 'billing-' }, partOf('topic', 'orders.*'), partOf('group', 'billing-*')],
])('read %j', (options, topics, groups) => {
  const stack = newStack();
  expect(granted(stack, MskAccess.read(imported(stack), options)).map(normalized)).toEqual([
    { Action: 'kafka-cluster:Connect', Effect: 'Allow', Resource: CLUSTER },
    { Action: TOPIC, Effect: 'Allow', Resource: topics },
    { Action: GROUP, Effect: 'Allow', Resource: groups },
  ]);
});

test.each<[MskWriteOptions, any[]]>([
  [{ topics: ['orders'] }, []],
  [{ topicPrefix: 'orders', transactionalIds: ['shop'], transactionalIdPrefix: 'shop-' }, [
    { Action: ['kafka-cluster:AlterTransactionalId', 'kafka-cluster:DescribeTransactionalId'], Effect: 'Allow', Resource: [partOf('transactional-id', 'shop'), partOf('transactional-id', 'shop-*')] },
  ]],
])('write %j', (options, transactions) => {
  const stack = newStack();
  expect(granted(stack, MskAccess.write(imported(stack), options)).map(normalized)).toEqual([
    { Action: ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'], Effect: 'Allow', Resource: CLUSTER },
    { Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], Effect: 'Allow', Resource: partOf('topic', options.topicPrefix ? 'orders*' : 'orders') },
    ...transactions,
  ]);
});

test.each<[string, (stack: Stack) => Access, (stack: Stack) => Access]>([
  [
    'a cluster of brokers',
    (stack) => MskAccess.read(brokers(stack), { topics: ['orders'], groups: ['billing'] }),
    (stack) => MskAccess.write(brokers(stack), { topics: ['orders'], transactionalIds: ['billing'] }),
  ],
  [
    'a serverless cluster',
    (stack) => MskAccess.readServerless(serverless(stack), { topics: ['orders'], groups: ['billing'] }),
    (stack) => MskAccess.writeServerless(serverless(stack), { topics: ['orders'], transactionalIds: ['billing'] }),
  ],
])('what %s of the app holds is named with its name and UUID', (_, read, write) => {
  const part = (i: number) => ({ 'Fn::Select': [i, { 'Fn::Split': ['/', { Ref: 'Cluster' }] }] });
  const arn = (type: string, name: string) => ({
    'Fn::Join': ['', [
      'arn:', { Ref: 'AWS::Partition' }, ':kafka:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, `:${type}/`, part(1), '/', part(2), `/${name}`,
    ]],
  });
  for (const [access, types] of [[read, ['topic', 'group']], [write, ['topic', 'transactional-id']]] as const) {
    const stack = newStack();
    expect(granted(stack, access(stack)).map(({ Resource: resource }) => resource)).toEqual([{ Ref: 'Cluster' }, arn(types[0], 'orders'), arn(types[1], 'billing')]);
  }
});

test('tokens pass', () => {
  const stack = newStack();
  const text = (id: string) => new CfnParameter(stack, id, { allowedPattern: '^[a-z]+$' }).valueAsString;
  const found = granted(stack, MskAccess.read(imported(stack), { topics: [text('Topic')], groupPrefix: `${text('Group')}-` })).map(normalized);
  expect(found.map(({ Resource: resource }) => resource)).toEqual([CLUSTER, partOf('topic', '${Topic}'), partOf('group', '${Group}-*')]);
});

const TOPICS = 'Allowed: 1 to 249 letters, digits and . _ -.';

test.each<[MskReadOptions & MskWriteOptions, string]>([
  [{ groups: ['billing'] }, "No topic is named. Name them in 'topics', or give the beginning of their names as 'topicPrefix'."],
  [{ topics: ['orders'] }, "No consumer group is named. Name them in 'groups', or give the beginning of their names as 'groupPrefix'."],
  [{ topics: [], groups: ['billing'] }, "The list 'topics' is empty. Name at least one topic, or leave it out and give 'topicPrefix'."],
  [{ topics: ['*'], groups: ['billing'] }, `The name of the topic holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${TOPICS}`],
  [{ topics: ['a/b'], groups: ['billing'] }, `The name of the topic is not one that Kafka takes: got 'a/b'. ${TOPICS}`],
  [{ topicPrefix: '', groups: ['billing'] }, `The beginning of the name of the topic is empty: got ''. ${TOPICS}`],
  [{ topics: ['orders'], groupPrefix: 'billing-*' }, "The beginning of the name of the consumer group holds a wildcard ('*' or '?'), which would match more than was named: got 'billing-*'. Write it as the application does."],
  [{ topics: ['orders'], groups: [7 as unknown as string] }, "The name of the consumer group is not text: got '7'. Write it as the application does."],
])('reading %j is an error', (options, message) => {
  expect(() => MskAccess.read(imported(newStack()), options)).toThrow(new Error(message));
  expect(() => MskAccess.readServerless(serverless(newStack()), options)).toThrow(new Error(message));
});

test.each<[MskWriteOptions, string]>([
  [{}, "No topic is named. Name them in 'topics', or give the beginning of their names as 'topicPrefix'."],
  [{ topics: ['orders'], transactionalIds: [] }, "The list 'transactionalIds' is empty. Name at least one transactional id, or leave it out and give 'transactionalIdPrefix'."],
  [{ topics: ['orders'], transactionalIdPrefix: '*' }, "The beginning of the name of the transactional id holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Write it as the application does."],
])('writing %j is an error', (options, message) => {
  expect(() => MskAccess.write(imported(newStack()), options)).toThrow(new Error(message));
  expect(() => MskAccess.writeServerless(serverless(newStack()), options)).toThrow(new Error(message));
});

test('an ARN with tokens in it keeps its own region and account', () => {
  const stack = newStack();
  const cluster = imported(stack, CLUSTER.replace(':aws:', `:${Aws.PARTITION}:`));
  expect(granted(stack, MskAccess.read(cluster, { topics: ['orders'], groups: ['billing'] })).map(normalized).map(({ Resource: resource }) => resource)).toEqual(
    [CLUSTER, partOf('topic', 'orders'), partOf('group', 'billing')].map((arn) => arn.replace(':aws:', ':${AWS::Partition}:')));
});

test.each([
  'arn:aws:kafka:eu-west-1:111111111111:cluster/shop',
  'arn:aws:kafka:eu-west-1:111111111111:topic/shop/4d2f0a8c/orders',
  'arn:aws:s3:::cluster/shop/4d2f0a8c',
  'shop',
])('the ARN %s is an error', (arn) => {
  expect(() => MskAccess.write(imported(newStack(), arn), { topics: ['orders'] })).toThrow(new Error(
    `The ARN of the cluster is not one of an MSK cluster: got '${arn}'. Write it as 'arn:aws:kafka:us-east-1:111111111111:cluster/orders/…', with the UUID at its end.`));
});

test.each(['topicPrefix', 'groupPrefix'] as const)('%s that may turn out empty is an error', (option) => {
  const stack = newStack();
  const beginning = new CfnParameter(stack, 'Beginning', { allowedPattern: '^[a-z]*$' }).valueAsString;
  expect(() => MskAccess.read(imported(stack), { topicPrefix: 'a', groupPrefix: 'a', [option]: beginning })).toThrow(
    /comes from parameter 'Beginning', which may be left empty, and everything begins with nothing/);
});

test('a list that is known only once deployed is an error', () => {
  const stack = newStack();
  const groups = new CfnParameter(stack, 'Groups', { type: 'CommaDelimitedList' }).valueAsList;
  expect(() => MskAccess.read(imported(stack), { topics: ['orders'], groups })).toThrow(
    /^The name of the consumer group is a list that is known only once deployed: got '#\{Token\[.*Take its items out of it with Fn\.select\(0, list\), or write them down\.$/);
});

test.each([null, 'billing'])('%j for a list is an error', (groups) => {
  expect(() => MskAccess.read(imported(newStack()), { topics: ['orders'], groups: groups as unknown as string[] })).toThrow(
    new Error(`The list 'groups' is no list: got '${groups}'. Name at least one consumer group, or leave it out and give 'groupPrefix'.`));
});

test('a cluster that is a pattern is an error', () => {
  expect(() => MskAccess.read(imported(newStack(), CLUSTER.replace('shop', '*')), { topics: ['orders'], groups: ['billing'] })).toThrow(
    /^The ARN of the cluster holds a wildcard .* Give one cluster, by its name\.$/);
});

function brokers(stack: Stack): msk.CfnCluster {
  return new msk.CfnCluster(stack, 'Cluster', { clusterName: 'shop', kafkaVersion: '3.8.x', numberOfBrokerNodes: 2, brokerNodeGroupInfo: { clientSubnets: [], instanceType: 'kafka.m7g.large' } });
}

function serverless(stack: Stack): msk.CfnServerlessCluster {
  return new msk.CfnServerlessCluster(stack, 'Cluster', { clusterName: 'shop', clientAuthentication: { sasl: { iam: { enabled: true } } }, vpcConfigs: [] });
}

/** What a library with a construct for clusters imports. */
function imported(stack: Stack, clusterArn: string = CLUSTER): msk.IClusterRef {
  class Cluster extends Resource implements msk.IClusterRef {
    public readonly clusterRef = { clusterArn };
  }
  return new Cluster(stack, 'Imported');
}

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack);
}
