/** What a service sends with `sts:AssumeRole` when it uses a role on behalf of a resource. */
export interface ServiceTrust {
  /** It sends the account of the resource (`aws:SourceAccount`). */
  readonly sourceAccount?: boolean;
  /** It sends the ARN of the resource (`aws:SourceArn`): what follows the partition, with `REGION` and `ACCOUNT`. */
  readonly sourceArn?: string;
  /** Where AWS says so, or where it shows the trust without conditions. */
  readonly source: string;
}

const DOCS = 'https://docs.aws.amazon.com';

/**
 * The services that run applications, and what the trust of their roles may test.
 *
 * Only what AWS documents of a service is here: a role that tests a key which its service does not send can never be assumed.
 */
export const SERVICE_TRUST: Readonly<Record<string, ServiceTrust>> = {
  'apigateway.amazonaws.com': { source: `${DOCS}/apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html` },
  'appsync.amazonaws.com': { sourceArn: 'appsync:REGION:ACCOUNT:apis/*', source: `${DOCS}/appsync/latest/devguide/security_iam_service-with-iam.html` },
  'backup.amazonaws.com': { source: `${DOCS}/aws-backup/latest/devguide/iam-service-roles.html` },
  'batch.amazonaws.com': { source: `${DOCS}/batch/latest/userguide/service_IAM_role.html` },
  'bedrock.amazonaws.com': {
    sourceAccount: true, source: `${DOCS}/bedrock/latest/userguide/agents-permissions.html`,
  },
  'cloudformation.amazonaws.com': { source: `${DOCS}/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html` },
  'codebuild.amazonaws.com': { source: `${DOCS}/codebuild/latest/userguide/setting-up-service-role.html` },
  'codedeploy.amazonaws.com': { source: `${DOCS}/codedeploy/latest/userguide/getting-started-create-service-role.html` },
  'codepipeline.amazonaws.com': { source: `${DOCS}/codepipeline/latest/userguide/how-to-custom-role.html` },
  'cognito-idp.amazonaws.com': {
    sourceAccount: true, sourceArn: 'cognito-idp:REGION:ACCOUNT:userpool/*', source: `${DOCS}/cognito/latest/developerguide/cognito-user-pool-sms-settings.html`,
  },
  'config.amazonaws.com': { source: `${DOCS}/config/latest/developerguide/iamrole-permissions.html` },
  'datasync.amazonaws.com': {
    sourceAccount: true, sourceArn: 'datasync:REGION:ACCOUNT:*', source: `${DOCS}/datasync/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  'dms.amazonaws.com': { source: `${DOCS}/dms/latest/userguide/security-iam.html` },
  'ec2.amazonaws.com': { source: `${DOCS}/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html` },
  'ecs-tasks.amazonaws.com': {
    sourceAccount: true, sourceArn: 'ecs:REGION:ACCOUNT:*', source: `${DOCS}/AmazonECS/latest/developerguide/task-iam-roles.html`,
  },
  'ecs.amazonaws.com': { source: `${DOCS}/AmazonECS/latest/developerguide/infrastructure_IAM_role.html` },
  'eks.amazonaws.com': {
    sourceAccount: true, sourceArn: 'eks:REGION:ACCOUNT:cluster/*', source: `${DOCS}/eks/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  'eks-fargate-pods.amazonaws.com': {
    sourceArn: 'eks:REGION:ACCOUNT:fargateprofile/*', source: `${DOCS}/eks/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  'elasticmapreduce.amazonaws.com': { source: `${DOCS}/emr/latest/ManagementGuide/emr-iam-role.html` },
  'events.amazonaws.com': {
    sourceAccount: true, sourceArn: 'events:REGION:ACCOUNT:rule/*', source: `${DOCS}/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  'firehose.amazonaws.com': { source: `${DOCS}/firehose/latest/dev/controlling-access.html` },
  'glue.amazonaws.com': { source: `${DOCS}/glue/latest/dg/create-an-iam-role.html` },
  'iot.amazonaws.com': { source: `${DOCS}/iot/latest/developerguide/iot-create-role.html` },
  'kinesisanalytics.amazonaws.com': { source: `${DOCS}/managed-flink/latest/java/how-zeppelin-iam.html` },
  'lambda.amazonaws.com': { source: `${DOCS}/lambda/latest/dg/lambda-intro-execution-role.html` },
  'monitoring.rds.amazonaws.com': {
    sourceAccount: true, sourceArn: 'rds:REGION:ACCOUNT:db:*', source: `${DOCS}/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html`,
  },
  'pipes.amazonaws.com': { source: `${DOCS}/eventbridge/latest/userguide/eb-pipes-permissions.html` },
  'rds.amazonaws.com': {
    sourceAccount: true, sourceArn: 'rds:REGION:ACCOUNT:*', source: `${DOCS}/AmazonRDS/latest/UserGuide/cross-service-confused-deputy-prevention.html`,
  },
  'sagemaker.amazonaws.com': {
    sourceArn: 'sagemaker:REGION:ACCOUNT:*', source: `${DOCS}/sagemaker/latest/dg/security-confused-deputy-prevention.html`,
  },
  'scheduler.amazonaws.com': {
    sourceAccount: true, source: `${DOCS}/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html`,
  },
  'ssm-incidents.amazonaws.com': {
    sourceArn: 'ssm-incidents:*:ACCOUNT:incident-record/*', source: `${DOCS}/IAM/latest/UserGuide/confused-deputy.html`,
  },
  'ssm.amazonaws.com': {
    sourceAccount: true, sourceArn: 'ssm:REGION:ACCOUNT:*', source: `${DOCS}/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  'states.amazonaws.com': {
    sourceAccount: true, sourceArn: 'states:REGION:ACCOUNT:stateMachine:*', source: `${DOCS}/step-functions/latest/dg/procedure-create-iam-role.html`,
  },
  'transfer.amazonaws.com': { source: `${DOCS}/transfer/latest/userguide/requirements-roles.html` },
};
