import type { Stack } from 'aws-cdk-lib';
import { Aws, aws_dynamodb as dynamodb, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { BUCKET, CUSTOMER, CUSTOMER_ROLE, READ_WRITE_ITEMS, READ_WRITE_OBJECTS, TABLE, tenantPrefix } from './measure';

/** The statements of a role as one writes them by hand with CDK's L2 classes. */
export function l2Statements(stack: Stack): (index: number) => iam.PolicyStatement[] {
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', BUCKET);
  const table = dynamodb.Table.fromTableName(stack, 'Table', TABLE);
  return (index) => [
    new iam.PolicyStatement({
      actions: READ_WRITE_OBJECTS,
      resources: [bucket.arnForObjects(`${tenantPrefix(index)}*`)],
    }),
    new iam.PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': `${tenantPrefix(index)}*` } },
    }),
    new iam.PolicyStatement({
      actions: READ_WRITE_ITEMS,
      resources: [table.tableArn],
    }),
    new iam.PolicyStatement({
      actions: ['sts:AssumeRole'],
      resources: [`arn:${Aws.PARTITION}:iam::${CUSTOMER}:role/${CUSTOMER_ROLE}`],
    }),
  ];
}
