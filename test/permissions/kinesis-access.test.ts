import { App, Fn, Stack, aws_iam as iam, aws_kinesis as kinesis, aws_kms as kms } from 'aws-cdk-lib';
import { KinesisAccess } from '../../lib';
import type { Access } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const READ = ['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'];
const WRITE = ['kinesis:PutRecord', 'kinesis:PutRecords'];
const IMPORTED = 'arn:aws:kinesis:eu-west-1:111111111111:stream/orders';

describe.each<[string, (stack: Stack) => kinesis.IStreamRef, string]>([
  ['made in the app', (stack) => new kinesis.Stream(stack, 'Stream'), '${Stream790BDEE4.Arn}'],
  ['made as L1', (stack) => new kinesis.CfnStream(stack, 'Stream'), '${Stream.Arn}'],
  ['imported', (stack) => kinesis.Stream.fromStreamArn(stack, 'Stream', IMPORTED), IMPORTED],
])('a stream %s', (_, make, arn) => {
  test.each([['write', WRITE], ['read', READ]] as const)('%s', (method, actions) => {
    const stack = newStack();
    expect(granted(stack, KinesisAccess[method](make(stack)))).toEqual([{ Action: actions, Effect: 'Allow', Resource: arn }]);
  });
});

test.each<[string, (stack: Stack, streamArn: string) => kinesis.IStreamConsumerRef, string]>([
  ['made as L1', (stack, streamArn) => new kinesis.CfnStreamConsumer(stack, 'Consumer', { consumerName: 'billing', streamArn }), '${Consumer}'],
  ['imported', (stack) => kinesis.StreamConsumer.fromStreamConsumerArn(stack, 'Consumer', `${IMPORTED}/consumer/billing:1700000000`), `${IMPORTED}/consumer/billing:1700000000`],
])('subscribe with a consumer %s', (_, make, arn) => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  const stream = new kinesis.Stream(stack, 'Stream', { encryptionKey: key });
  expect(granted(stack, KinesisAccess.subscribe(make(stack, stream.streamArn), stream))).toEqual(expect.arrayContaining([
    { Action: 'kinesis:SubscribeToShard', Effect: 'Allow', Resource: arn },
    { Action: 'kinesis:ListShards', Effect: 'Allow', Resource: '${Stream790BDEE4.Arn}' },
    onKey('kms:Decrypt'),
  ]));
});

describe('customer managed keys', () => {
  test.each<[string, (stack: Stack, key: kms.Key) => Access, string]>([
    ['written to', (stack, encryptionKey) => KinesisAccess.write(new kinesis.Stream(stack, 'Stream', { encryptionKey })), 'kms:GenerateDataKey'],
    ['read', (stack, encryptionKey) => KinesisAccess.read(new kinesis.Stream(stack, 'Stream', { encryptionKey })), 'kms:Decrypt'],
    ['made as L1', (stack, key) => KinesisAccess.read(new kinesis.CfnStream(stack, 'Stream', { streamEncryption: { encryptionType: 'KMS', keyId: key.keyArn } })), 'kms:Decrypt'],
    ['imported, with its key', (stack, encryptionKey) => KinesisAccess.read(kinesis.Stream.fromStreamAttributes(stack, 'Stream', { streamArn: IMPORTED, encryptionKey })), 'kms:Decrypt'],
    ['imported, with the key given', (stack, encryptionKey) => KinesisAccess.write(kinesis.Stream.fromStreamArn(stack, 'Stream', IMPORTED), { encryptionKey }), 'kms:GenerateDataKey'],
  ])('the key of a stream that is %s is used through Kinesis alone', (_, make, action) => {
    const stack = newStack();
    expect(granted(stack, make(stack, new kms.Key(stack, 'Key')))).toContainEqual(onKey(action));
  });

  test.each<[string, (stack: Stack) => kinesis.IStreamRef]>([
    ['CDK chooses', (stack) => new kinesis.Stream(stack, 'Stream')],
    ['AWS manages the key', (stack) => new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.MANAGED })],
    ['nothing is encrypted', (stack) => new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.UNENCRYPTED })],
  ])('nothing is needed where %s', (_, make) => {
    expect(KinesisAccess.read(make(newStack())).toStatements()).toHaveLength(1);
  });

  test.each<[string, kinesis.CfnStreamProps['streamEncryption']]>([
    ['alias', { encryptionType: 'KMS', keyId: 'alias/app' }],
    ['one of two', Fn.conditionIf('IsLive', { EncryptionType: 'KMS', KeyId: 'alias/live' }, { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' })],
  ])('a key that the app does not hold is asked for: %s', (_, streamEncryption) => {
    const stream = new kinesis.CfnStream(newStack(), 'Stream', { streamEncryption });
    expect(() => KinesisAccess.read(stream).toStatements()).toThrow(/^The key of the stream 'Stack\/Stream' cannot be found/);
  });
});

test.each<[string, (stack: Stack) => Access, RegExp]>([
  ['a stream', (stack) => KinesisAccess.write(kinesis.Stream.fromStreamArn(stack, 'Stream', 'arn:aws:kinesis:eu-west-1:111111111111:stream/*')), /^The ARN of the stream holds a wildcard/],
  ['a consumer', (stack) => KinesisAccess.subscribe(kinesis.StreamConsumer.fromStreamConsumerArn(stack, 'Consumer', `${IMPORTED}/consumer/*:1`), kinesis.Stream.fromStreamArn(stack, 'Stream', IMPORTED)), /^The ARN of the consumer holds a wildcard/],
])('%s that is a pattern is an error', (_, make, message) => {
  expect(() => make(new Stack(new App(), 'Stack'))).toThrow(message);
});

function onKey(action: string): any {
  return { Action: action, Condition: { StringEquals: { 'kms:ViaService': expect.stringMatching(/^kinesis\..+\.amazonaws\.com$/) } }, Effect: 'Allow', Resource: '${Key961B73FD.Arn}' };
}

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack).map(normalized);
}
