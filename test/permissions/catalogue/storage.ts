import { aws_dynamodb as dynamodb, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { Catalogue } from './catalogue';
import { DynamoDbAccess } from '../../../lib/permissions/dynamodb-access';
import { S3Access } from '../../../lib/permissions/s3-access';

const bucketIn = (stack: Stack) => new s3.Bucket(stack, 'Bucket');
const tableIn = (stack: Stack) => new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });

/** Files, objects, tables and databases. */
export const STORAGE: Catalogue = {
  'S3Access.readObjects': (stack) => {
    const bucket = bucketIn(stack);
    return { access: S3Access.readObjects(bucket), cdk: { name: 'bucket.grantRead', grant: (role) => bucket.grantRead(role) } };
  },
  'S3Access.writeObjects': (stack) => {
    const bucket = bucketIn(stack);
    return { access: S3Access.writeObjects(bucket), cdk: { name: 'bucket.grantWrite', grant: (role) => bucket.grantWrite(role) } };
  },
  'S3Access.readWriteObjects': (stack) => {
    const bucket = bucketIn(stack);
    return { access: S3Access.readWriteObjects(bucket), cdk: { name: 'bucket.grantReadWrite', grant: (role) => bucket.grantReadWrite(role) } };
  },
  'S3Access.deleteObjects': (stack) => {
    const bucket = bucketIn(stack);
    return { access: S3Access.deleteObjects(bucket), cdk: { name: 'bucket.grantDelete', grant: (role) => bucket.grantDelete(role) } };
  },
  'S3Access.listObjects': (stack) => ({ access: S3Access.listObjects(bucketIn(stack)) }),
  'DynamoDbAccess.read': (stack) => {
    const table = tableIn(stack);
    return { access: DynamoDbAccess.read(table), cdk: { name: 'table.grantReadData', grant: (role) => table.grantReadData(role) } };
  },
  'DynamoDbAccess.write': (stack) => {
    const table = tableIn(stack);
    return { access: DynamoDbAccess.write(table), cdk: { name: 'table.grantWriteData', grant: (role) => table.grantWriteData(role) } };
  },
  'DynamoDbAccess.readWrite': (stack) => {
    const table = tableIn(stack);
    return { access: DynamoDbAccess.readWrite(table), cdk: { name: 'table.grantReadWriteData', grant: (role) => table.grantReadWriteData(role) } };
  },
};
