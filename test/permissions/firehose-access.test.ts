import { aws_iam as iam, aws_kinesisfirehose as firehose } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { FirehoseAccess } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

test.each<[string, (stack: Stack) => firehose.IDeliveryStreamRef, string]>([
  ['made as L1', (stack) => new firehose.CfnDeliveryStream(stack, 'Stream'), '${Stream.Arn}'],
  ['imported by name', (stack) => firehose.DeliveryStream.fromDeliveryStreamName(stack, 'Stream', 'orders'), 'arn:${AWS::Partition}:firehose:${AWS::Region}:${AWS::AccountId}:deliverystream/orders'],
  ['imported by ARN', (stack) => firehose.DeliveryStream.fromDeliveryStreamArn(stack, 'Stream', 'arn:aws:firehose:eu-west-1:111111111111:deliverystream/orders'), 'arn:aws:firehose:eu-west-1:111111111111:deliverystream/orders'],
])('put into a delivery stream %s', (_, make, arn) => {
  const stack = newStack();
  FirehoseAccess.put(make(stack)).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  expect(permissionsOf(stack).map(normalized)).toEqual([{ Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Effect: 'Allow', Resource: arn }]);
});

test('a pattern is an error', () => {
  const stream = firehose.DeliveryStream.fromDeliveryStreamName(newStack(), 'Stream', '*');
  expect(() => FirehoseAccess.put(stream)).toThrow(/^The ARN of the delivery stream holds a wildcard .* Give one delivery stream, by its name\.$/);
});
