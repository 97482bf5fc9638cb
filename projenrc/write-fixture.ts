/**
 * Writes rosetta/default.ts-fixture: what stands around each piece of code in README and in `@example`.
 * It imports every public name and has an `app`, so that an example shows only what it is about; what else an example
 * takes as given it declares (`declare const vpc: ec2.IVpc;`). A program with its own imports is marked ```ts nofixture.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { ownTypes } from './assembly';

const names = ownTypes().map((type) => type.name).sort();

mkdirSync('rosetta', { recursive: true });
writeFileSync('rosetta/default.ts-fixture', `// Written by projenrc/write-fixture.ts at each build: do not edit.
import { Construct } from 'constructs';
import {
  App, Aws, CfnOutput, CfnParameter, Duration, Fn, Stack, Stage, Tags, Validations,
  aws_apigateway as apigateway,
  aws_apigatewayv2 as apigatewayv2,
  aws_appconfig as appconfig,
  aws_appsync as appsync,
  aws_athena as athena,
  aws_autoscaling as autoscaling,
  aws_bedrock as bedrock,
  aws_cognito as cognito,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_ecr as ecr,
  aws_ecs as ecs,
  aws_efs as efs,
  aws_eks as eks,
  aws_elasticache as elasticache,
  aws_events as events,
  aws_glue as glue,
  aws_iam as iam,
  aws_kinesis as kinesis,
  aws_kinesisfirehose as firehose,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_memorydb as memorydb,
  aws_msk as msk,
  aws_opensearchserverless as opensearchserverless,
  aws_opensearchservice as opensearch,
  aws_rds as rds,
  aws_s3 as s3,
  aws_sagemaker as sagemaker,
  aws_secretsmanager as secretsmanager,
  aws_servicediscovery as servicediscovery,
  aws_ses as ses,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_ssm as ssm,
  aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import {
${names.map((name) => `  ${name},\n`).join('')}} from 'cdk-keyless-roles';

declare const app: App;

class Example extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    /// here
  }
}
`);
