import { aws_iam as iam, aws_kms as kms, aws_sns as sns } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { SnsAccess } from '../../lib';
import type { Access } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

test.each<[string, (stack: Stack) => sns.ITopicRef, string]>([
  ['made in the app', (stack) => new sns.Topic(stack, 'Topic'), '${TopicBFC7AF6E}'],
  ['made as L1', (stack) => new sns.CfnTopic(stack, 'Topic'), '${Topic}'],
  ['imported', (stack) => sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111111111111:orders'), 'arn:aws:sns:eu-west-1:111111111111:orders'],
])('publish to a topic %s', (_, make, arn) => {
  const stack = newStack();
  expect(granted(stack, SnsAccess.publish(make(stack)))).toEqual([{ Action: 'sns:Publish', Effect: 'Allow', Resource: arn }]);
});

test.each<[string, (stack: Stack, key: kms.Key) => Access]>([
  ['of a topic', (stack, masterKey) => SnsAccess.publish(new sns.Topic(stack, 'Topic', { masterKey }))],
  ['of an L1 topic', (stack, key) => SnsAccess.publish(new sns.CfnTopic(stack, 'Topic', { kmsMasterKeyId: key.keyArn }))],
  ['that is given', (stack, encryptionKey) => SnsAccess.publish(sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111111111111:orders'), { encryptionKey })],
])('the key %s is used through SNS alone', (_, make) => {
  const stack = newStack();
  expect(granted(stack, make(stack, new kms.Key(stack, 'Key')))).toContainEqual({
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Condition: { StringEquals: { 'kms:ViaService': expect.stringMatching(/^sns\..+\.amazonaws\.com$/) } },
    Effect: 'Allow',
    Resource: '${Key961B73FD.Arn}',
  });
});

test('a key of AWS\'s needs nothing', () => {
  expect(SnsAccess.publish(new sns.CfnTopic(newStack(), 'Topic', { kmsMasterKeyId: 'alias/aws/sns' })).toStatements()).toHaveLength(1);
});

test('a pattern is an error', () => {
  const topic = sns.Topic.fromTopicArn(newStack(), 'Topic', 'arn:aws:sns:eu-west-1:111111111111:*');
  expect(() => SnsAccess.publish(topic)).toThrow(
    new Error("The ARN of the topic holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:aws:sns:eu-west-1:111111111111:*'. Give one topic, by its name."));
});

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack).map(normalized);
}
