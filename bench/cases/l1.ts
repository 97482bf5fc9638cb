import { aws_iam as iam } from 'aws-cdk-lib';
import { BUCKET, CUSTOMER, CUSTOMER_ROLE, READ_WRITE_ITEMS, READ_WRITE_OBJECTS, TABLE, measure, tenantPrefix } from './measure';

const arn = (...parts: (object | string)[]) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...parts]] });

measure((stack) => (index) => new iam.CfnRole(stack, `Role${index}`, {
  assumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }],
  },
  policies: [{
    policyName: 'Permissions',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: READ_WRITE_OBJECTS, Resource: arn(`:s3:::${BUCKET}/${tenantPrefix(index)}*`) },
        { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn(`:s3:::${BUCKET}`), Condition: { StringLike: { 's3:prefix': `${tenantPrefix(index)}*` } } },
        { Effect: 'Allow', Action: READ_WRITE_ITEMS, Resource: arn(':dynamodb:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, `:table/${TABLE}`) },
        { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn(`:iam::${CUSTOMER}:role/${CUSTOMER_ROLE}`) },
      ],
    },
  }],
}));
