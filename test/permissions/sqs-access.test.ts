import { App, Aws, CfnParameter, Stack, aws_iam as iam, aws_kms as kms, aws_sqs as sqs } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, SqsAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const CONSUME = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

describe.each<[string, (stack: Stack) => sqs.IQueueRef, string]>([
  ['made in the app', (stack) => new sqs.Queue(stack, 'Queue'), '${Queue4A7E3555.Arn}'],
  ['made as L1', (stack) => new sqs.CfnQueue(stack, 'Queue'), '${Queue.Arn}'],
  ['imported', (stack) => sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111111111111:orders'), 'arn:aws:sqs:eu-west-1:111111111111:orders'],
])('a queue %s', (_, make, arn) => {
  test.each([['send', 'sqs:SendMessage'], ['consume', CONSUME], ['findUrl', 'sqs:GetQueueUrl']] as const)('%s', (method, actions) => {
    const stack = newStack();
    expect(granted(stack, SqsAccess[method](make(stack)))).toEqual([{ Action: actions, Effect: 'Allow', Resource: arn }]);
  });
});

test('an application role has one statement for a queue', () => {
  const stack = newStack();
  const queue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey: new kms.Key(stack, 'Key') });
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [SqsAccess.send(queue), SqsAccess.consume(queue)] });
  expect(permissionsOf(stack).map(normalized).map(({ Action, Resource }) => [Resource, Action])).toEqual([
    ['${Key961B73FD.Arn}', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['${Queue4A7E3555.Arn}', [...CONSUME, 'sqs:SendMessage']],
  ]);
});

describe('customer managed keys', () => {
  test.each([
    ['send', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['consume', 'kms:Decrypt'],
  ] as const)('%s brings the key\'s actions through SQS alone', (method, actions) => {
    const stack = newStack();
    const encryptionMasterKey = new kms.Key(stack, 'Key');
    const onKey = { Action: actions, Condition: { StringEquals: { 'kms:ViaService': 'sqs.${AWS::Region}.amazonaws.com' } }, Effect: 'Allow', Resource: '${Key961B73FD.Arn}' };
    expect(granted(stack, SqsAccess[method](new sqs.Queue(stack, 'Queue', { encryptionMasterKey })))).toContainEqual(onKey);
  });

  test.each<[string, (stack: Stack, key: kms.Key) => Access]>([
    ['of an L1 queue', (stack, key) => SqsAccess.send(new sqs.CfnQueue(stack, 'Queue', { kmsMasterKeyId: key.keyId }))],
    ['behind an alias', (stack, key) => SqsAccess.send(new sqs.Queue(stack, 'Queue', { encryptionMasterKey: key.addAlias('app') as unknown as kms.IKey }))],
    ['that is given', (stack, encryptionKey) => SqsAccess.send(sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111111111111:orders'), { encryptionKey })],
  ])('a key %s is used', (_, make) => {
    const stack = newStack();
    expect(granted(stack, make(stack, new kms.Key(stack, 'Key'))).map(({ Resource }) => Resource)).toContain('${Key961B73FD.Arn}');
  });

  test.each<[string, (stack: Stack) => sqs.IQueueRef]>([
    ['SQS holds the key', (stack) => new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.SQS_MANAGED })],
    ['AWS manages the key', (stack) => new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS_MANAGED })],
  ])('nothing is needed where %s', (_, make) => {
    expect(SqsAccess.consume(make(newStack())).toStatements()).toHaveLength(1);
  });

  test('a key is used in its own region, which its ARN tells also with a token in it', () => {
    const stack = newStack();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', `arn:${Aws.PARTITION}:kms:eu-west-1:111111111111:key/a1b2`);
    const [, onKey] = SqsAccess.consume(new sqs.Queue(stack, 'Queue'), { encryptionKey }).toStatements();
    expect(onKey.conditions).toEqual({ StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } });
  });

  test('a key that the app does not hold is asked for', () => {
    const queue = new sqs.CfnQueue(newStack(), 'Queue', { kmsMasterKeyId: 'alias/app' });
    expect(() => SqsAccess.send(queue).toStatements()).toThrow(
      new Error("The key of the queue 'Stack/Queue' cannot be found: it is named by an id or an alias that the app does not hold. Give the key as 'encryptionKey', such as kms.Key.fromKeyArn(…)."));
  });
});

test.each<[string, (stack: Stack) => string, string]>([
  ['a pattern', () => 'arn:aws:sqs:eu-west-1:111111111111:orders-*', "The ARN of the queue holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:aws:sqs:eu-west-1:111111111111:orders-*'. Give one queue, by its name."],
  ['from an open parameter', (stack) => new CfnParameter(stack, 'Arn').valueAsString, "The ARN of the queue comes from parameter 'Arn', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
])('an ARN that is %s is an error', (_, arn, message) => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const queue = sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn: arn(stack) });
  expect(() => SqsAccess.send(queue)).toThrow(new Error(message));
});

test('a queue of another account needs its policy too', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '222222222222', region: 'eu-west-1' } });
  const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111111111111:orders');
  expect(() => granted(stack, SqsAccess.send(queue))).toThrow(/the queue 'Stack\/Queue' is in account 111111111111, which must let the role in by a queue policy too/);
});

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack).map(normalized);
}
