import type { Stack } from 'aws-cdk-lib';
import { aws_dynamodb as dynamodb, aws_s3 as s3 } from 'aws-cdk-lib';
import { BUCKET, CUSTOMER, CUSTOMER_ROLE, TABLE, tenantPrefix } from './measure';
import type { Access } from 'cdk-keyless-roles';
import { AssumeRoleAccess, CustomerRole, DynamoDbAccess, S3Access } from 'cdk-keyless-roles';

/** The permissions of a role as one writes them with this library. */
export function keylessPermissions(stack: Stack): (index: number) => Access[] {
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', BUCKET);
  const table = dynamodb.Table.fromTableName(stack, 'Table', TABLE);
  return (index) => [
    S3Access.readWriteObjects(bucket, { prefix: tenantPrefix(index) }),
    S3Access.listObjects(bucket, { prefix: tenantPrefix(index) }),
    DynamoDbAccess.readWrite(table),
    AssumeRoleAccess.to(CustomerRole.named(CUSTOMER_ROLE).inAccount(CUSTOMER)),
  ];
}
