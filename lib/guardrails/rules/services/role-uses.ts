/** A property that gives a role to a service. */
export interface RoleUse {
  /** From the properties of the resource on; `*` for each entry of an object. Lists are gone through. */
  readonly path: string;
  /** The services of which one must be let in. */
  readonly services: readonly string[];
}

const to = (service: string, ...paths: string[]): RoleUse[] => paths.map((path) => ({ path, services: [`${service}.amazonaws.com`] }));

/** Destinations of streams of Data Firehose. */
const FIREHOSE_DESTINATIONS = [
  'AmazonopensearchserviceDestinationConfiguration', 'ExtendedS3DestinationConfiguration', 'HttpEndpointDestinationConfiguration',
  'KinesisStreamSourceConfiguration', 'RedshiftDestinationConfiguration', 'S3DestinationConfiguration',
];

/**
 * Which service assumes a role that a property names.
 *
 * Only what is certain is here: the pages of AWS in `private/service-trust.ts` say it of the service, or the construct of aws-cdk-lib that
 * makes the resource makes a role for that service. Instance profiles have a rule of their own.
 */
export const ROLE_USES: Readonly<Record<string, readonly RoleUse[]>> = {
  'AWS::ApiGateway::Account': to('apigateway', 'CloudWatchRoleArn'),
  'AWS::ApiGateway::Authorizer': to('apigateway', 'AuthorizerCredentials'),
  'AWS::ApiGateway::Method': to('apigateway', 'Integration.Credentials'),
  'AWS::ApiGatewayV2::Integration': to('apigateway', 'CredentialsArn'),
  'AWS::AppSync::DataSource': to('appsync', 'ServiceRoleArn'),
  'AWS::AppSync::GraphQLApi': to('appsync', 'LogConfig.CloudWatchLogsRoleArn'),
  'AWS::AutoScaling::LifecycleHook': to('autoscaling', 'RoleARN'),
  'AWS::Backup::BackupSelection': to('backup', 'BackupSelection.IamRoleArn'),
  'AWS::Batch::ComputeEnvironment': [...to('batch', 'ServiceRole'), ...to('spotfleet', 'ComputeResources.SpotIamFleetRole')],
  'AWS::Batch::JobDefinition': to('ecs-tasks', 'ContainerProperties.JobRoleArn', 'ContainerProperties.ExecutionRoleArn'),
  'AWS::Bedrock::Agent': to('bedrock', 'AgentResourceRoleArn'),
  'AWS::Bedrock::KnowledgeBase': to('bedrock', 'RoleArn'),
  'AWS::CloudTrail::Trail': to('cloudtrail', 'CloudWatchLogsRoleArn'),
  'AWS::CodeBuild::Project': to('codebuild', 'ServiceRole', 'BuildBatchConfig.ServiceRole'),
  'AWS::CodeDeploy::DeploymentGroup': to('codedeploy', 'ServiceRoleArn'),
  'AWS::CodePipeline::Pipeline': to('codepipeline', 'RoleArn'),
  'AWS::Cognito::UserPool': to('cognito-idp', 'SmsConfiguration.SnsCallerArn'),
  'AWS::Config::ConfigurationRecorder': to('config', 'RoleARN'),
  'AWS::DataSync::LocationS3': to('datasync', 'S3Config.BucketAccessRoleArn'),
  'AWS::EC2::FlowLog': to('vpc-flow-logs', 'DeliverLogsPermissionArn'),
  'AWS::ECS::TaskDefinition': to('ecs-tasks', 'TaskRoleArn', 'ExecutionRoleArn'),
  'AWS::EKS::Cluster': to('eks', 'RoleArn'),
  'AWS::EKS::FargateProfile': to('eks-fargate-pods', 'PodExecutionRoleArn'),
  'AWS::EKS::Nodegroup': to('ec2', 'NodeRole'),
  'AWS::EMR::Cluster': to('elasticmapreduce', 'ServiceRole'),
  'AWS::Events::Rule': to('events', 'RoleArn', 'Targets.RoleArn'),
  'AWS::Glue::Crawler': to('glue', 'Role'),
  'AWS::Glue::Job': to('glue', 'Role'),
  'AWS::IoT::TopicRule': to('iot', 'TopicRulePayload.Actions.*.RoleArn', 'TopicRulePayload.ErrorAction.*.RoleArn'),
  'AWS::KinesisAnalyticsV2::Application': to('kinesisanalytics', 'ServiceExecutionRole'),
  'AWS::KinesisFirehose::DeliveryStream': to('firehose', ...FIREHOSE_DESTINATIONS.map((name) => `${name}.RoleARN`)),
  'AWS::Lambda::Function': to('lambda', 'Role'),
  'AWS::Logs::SubscriptionFilter': to('logs', 'RoleArn'),
  'AWS::Pipes::Pipe': to('pipes', 'RoleArn'),
  'AWS::RDS::DBCluster': [...to('rds', 'AssociatedRoles.RoleArn'), ...to('monitoring.rds', 'MonitoringRoleArn')],
  'AWS::RDS::DBInstance': [...to('rds', 'AssociatedRoles.RoleArn'), ...to('monitoring.rds', 'MonitoringRoleArn')],
  'AWS::RDS::DBProxy': to('rds', 'RoleArn'),
  'AWS::S3::Bucket': to('s3', 'ReplicationConfiguration.Role'),
  'AWS::SNS::Subscription': to('sns', 'SubscriptionRoleArn'),
  'AWS::SSM::MaintenanceWindowTask': to('ssm', 'ServiceRoleArn'),
  'AWS::SageMaker::Model': to('sagemaker', 'ExecutionRoleArn'),
  'AWS::SageMaker::NotebookInstance': to('sagemaker', 'RoleArn'),
  'AWS::Scheduler::Schedule': to('scheduler', 'Target.RoleArn'),
  'AWS::Serverless::Function': to('lambda', 'Role'),
  'AWS::Serverless::StateMachine': to('states', 'Role'),
  'AWS::StepFunctions::StateMachine': to('states', 'RoleArn'),
  'AWS::Synthetics::Canary': to('lambda', 'ExecutionRoleArn'),
  'AWS::Transfer::Server': to('transfer', 'LoggingRole'),
  'AWS::Transfer::User': to('transfer', 'Role'),
};
