import { aws_iam as iam } from 'aws-cdk-lib';

new iam.PolicyStatement({ actions: ['sqs:ReceiveMessage'], resources: ['arn:aws:sqs:us-east-1:111122223333:orders'] }).toStatementJson();
