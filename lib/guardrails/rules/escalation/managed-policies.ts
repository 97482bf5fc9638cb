import { knownText } from './reach';
import type { Text } from '../../../private/evaluation/text';

/**
 * The managed policies of AWS with which a role reads data, by the services whose data it is.
 *
 * From the documents of all managed policies as of 2026-09-30: a policy is here if a statement without conditions, on every resource, gives
 * an action that `sensitive-actions.ts` knows to answer with what customers store, or one that opens a store to its clients. Left out are those for service roles, those that are
 * boundaries, SecurityAudit and ViewOnlyAccess, which reviewers are given, and those that read images, settings or their own chats alone.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const READS_DATA: Readonly<Record<string, string>> = {
  'acm': 'AWSCertificateManagerFullAccess',
  'aidevops': 'AIDevOpsAgentFullAccess AIDevOpsAgentReadOnlyAccess',
  'appsync': 'AWSAppSyncAdministrator AWSAppSyncInvokeFullAccess AWSAppSyncSchemaAuthor',
  'appsync lambda': 'CloudWatchOmniAWSIntegrationPolicy',
  'athena': 'AmazonAthenaFullAccess',
  'athena redshift-data': 'AmazonSageMakerCanvasDataPrepFullAccess',
  'aws-external-anthropic': 'AnthropicFullAccess AnthropicLimitedAccess AnthropicReadOnlyAccess',
  'bedrock': 'AmazonBedrockReadOnly',
  'bedrock bedrock-mantle': 'AmazonBedrockFullAccess AmazonBedrockLimitedAccess',
  'bedrock-agentcore': 'AgentRegistryFullAccess',
  'bedrock-agentcore logs': 'BedrockAgentCoreFullAccess',
  'bedrock-mantle': 'AmazonBedrockMantleFullAccess AmazonBedrockMantleInferenceAccess AmazonBedrockMantleReadOnly',
  'cassandra': 'AmazonKeyspacesFullAccess AmazonKeyspacesReadOnlyAccess AmazonKeyspacesReadOnlyAccess_v2 AmazonMCSFullAccess AmazonMCSReadOnlyAccess',
  'chime': 'AmazonChimeFullAccess AmazonChimeReadOnly',
  'cloud9': 'AWSCloud9Administrator',
  'cloudtrail': 'AWSCloudTrail_FullAccess AWSCloudTrail_ReadOnlyAccess',
  'codeartifact': 'AWSCodeArtifactAdminAccess AWSCodeArtifactReadOnlyAccess',
  'codecommit': 'AWSCodeCommitFullAccess AWSCodeCommitPowerUser AWSCodeCommitReadOnly',
  'codecommit elasticbeanstalk': 'AdministratorAccess-AWSElasticBeanstalk',
  'codestar-connections logs': 'AWSCodeBuildAdminAccess',
  'cognito-identity': 'AmazonCognitoDeveloperAuthenticatedIdentities',
  'cognito-identity cognito-idp cognito-sync': 'AmazonCognitoPowerUser AmazonCognitoReadOnly',
  'cognito-idp glue lambda': 'AWSPartnerLedSupportReadOnlyAccess',
  'cognito-idp sagemaker': 'AmazonSageMakerReadOnly',
  'connect': 'AmazonConnectReadOnlyAccess AmazonConnect_FullAccess',
  'datazone': `
    AmazonDataZoneFullAccess AmazonDataZoneFullUserAccess SageMakerStudioAdminIAMConsolePolicy SageMakerStudioFullAccess
    SageMakerStudioProjectRoleMachineLearningPolicy SageMakerStudioUserIAMConsolePolicy
  `,
  'dax dynamodb': 'AmazonDynamoDBFullAccess_v2',
  'dax dynamodb lambda': 'AmazonDynamoDBFullAccess AmazonDynamoDBReadOnlyAccess',
  'dynamodb': 'AWSLambdaInvocation-DynamoDB',
  'dynamodb lambda s3': 'AmazonDynamoDBFullAccesswithDataPipeline',
  'dynamodb logs': 'ConsoleFullAccessFromVercel',
  'dsql': 'AmazonAuroraDSQLFullAccess',
  'ec2': 'AWSElasticBeanstalkCustomPlatformforEC2Role AmazonEC2FullAccess',
  'elasticbeanstalk': 'AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy AWSElasticBeanstalkReadOnly',
  'elasticbeanstalk logs': 'NetworkAdministrator',
  'elasticfilesystem':
    'AmazonElasticFileSystemClientFullAccess AmazonElasticFileSystemClientReadOnlyAccess AmazonElasticFileSystemClientReadWriteAccess',
  'es': 'AmazonESFullAccess AmazonOpenSearchServiceFullAccess',
  'finops-agent': 'FinOpsAgentOperatorPolicy',
  'frauddetector': 'AmazonFraudDetectorFullAccessPolicy',
  'glacier': 'AmazonGlacierFullAccess AmazonGlacierReadOnlyAccess',
  'glue': 'AWSGlueConsoleFullAccess AWSGlueConsoleSageMakerNotebookFullAccess AwsGlueDataBrewFullAccessPolicy SageMakerStudioProjectUserRolePolicy',
  'glue lakeformation': 'AWSLakeFormationDataAdmin',
  'greengrass': 'AWSGreengrassFullAccess AWSGreengrassReadOnlyAccess',
  'greengrass iot': 'AWSIoTDeviceTesterForGreengrassFullAccess',
  'healthlake': 'AmazonHealthLakeFullAccess AmazonHealthLakeReadOnlyAccess',
  'honeycode': 'AmazonHoneycodeFullAccess AmazonHoneycodeReadOnlyAccess AmazonHoneycodeWorkbookFullAccess AmazonHoneycodeWorkbookReadOnlyAccess',
  'iot': 'AWSIoTConfigAccess AWSIoTConfigReadOnlyAccess AWSIoTDataAccess AWSIoTFullAccess',
  'iot iotsitewise': 'AWSIoTSiteWiseConsoleFullAccess',
  'iotanalytics': 'AWSIoTAnalyticsFullAccess AWSIoTAnalyticsReadOnlyAccess AWSQuickSightIoTAnalyticsAccess',
  'iotsitewise': 'AWSIoTSiteWiseFullAccess AWSIoTSiteWiseReadOnlyAccess',
  'kendra': 'AmazonKendraFullAccess AmazonKendraReadOnlyAccess',
  'kinesis': 'AmazonKinesisFullAccess AmazonKinesisReadOnlyAccess',
  'kinesisanalytics logs': 'AmazonKinesisAnalyticsFullAccess',
  'kinesisvideo': 'AmazonKinesisVideoStreamsFullAccess AmazonKinesisVideoStreamsReadOnlyAccess',
  'lambda': 'AWSLambda_FullAccess AWSLambda_ReadOnlyAccess AWSResilienceHubAsssessmentExecutionPolicy CloudWatchAutomaticDashboardsAccess',
  'lambda ssm states wafv2': 'AWSResilienceHubV2AssessmentExecutionPolicy',
  'lex': 'AmazonLexFullAccess AmazonLexReadOnly',
  'logs': `
    AWSBatchFullAccess AWSCleanRoomsFullAccess AWSCleanRoomsFullAccessNoQuerying AWSCleanRoomsReadOnlyAccess AWSCodeBuildDeveloperAccess
    AWSCodeBuildReadOnlyAccess AmazonECS_FullAccess AmazonEKSMCPReadOnlyAccess AmazonKinesisAnalyticsReadOnly AmazonRDSReadOnlyAccess
    CloudWatchApplicationSignalsFullAccess CloudWatchApplicationSignalsReadOnlyAccess CloudWatchFullAccess CloudWatchFullAccessV2
    CloudWatchInternetMonitorFullAccess CloudWatchInternetMonitorReadOnlyAccess CloudWatchLogsFullAccess CloudWatchLogsReadOnlyAccess
    CloudWatchReadOnlyAccess ConsoleViewOnlyAccessFromVercel FinOpsAgentAgentPolicy
  `,
  'logs neptune-db rds': 'NeptuneFullAccess',
  'logs rds': 'AmazonDocDBConsoleFullAccess AmazonDocDBFullAccess AmazonRDSFullAccess NeptuneConsoleFullAccess',
  'logs s3': 'AWSLambdaExecute',
  'logs ssm': 'AmazonSSMFullAccess',
  'mediapackagev2': 'AWSElementalMediaPackageV2FullAccess AWSElementalMediaPackageV2ReadOnly',
  'medical-imaging': 'AWSHealthImagingFullAccess AWSHealthImagingReadOnlyAccess',
  'neptune-db rds': 'NeptuneReadOnlyAccess',
  'neptune-graph': 'NeptuneGraphReadOnlyAccess',
  'odb': 'AmazonODBAutonomousDatabaseAdmin AmazonODBFullAccess',
  'omics': 'AmazonOmicsFullAccess AmazonOmicsReadOnlyAccess',
  'qldb': 'AmazonQLDBConsoleFullAccess AmazonQLDBFullAccess AmazonQLDBReadOnly',
  'rds': 'AmazonDocDBReadOnlyAccess',
  'rds-data': 'AmazonRDSDataFullAccess',
  'redshift': 'AmazonRedshiftQueryEditor',
  'redshift redshift-data redshift-serverless': 'AmazonRedshiftFullAccess',
  'redshift-data': 'AmazonRedshiftDataFullAccess AmazonSageMakerCanvasFullAccess',
  'route53globalresolver': 'AmazonRoute53GlobalResolverFullAccess AmazonRoute53GlobalResolverReadOnlyAccess',
  's3': `
    AWSAgentlessDiscoveryService AWSCodeDeployRoleForECS AmazonEC2RolePolicyForLaunchWizard AmazonRedshiftAllCommandsFullAccess
    ServerMigrationConnector
  `,
  's3 s3-object-lambda': 'AmazonS3FullAccess AmazonS3ReadOnlyAccess',
  's3 sdb': 'AmazonElasticMapReduceFullAccess AmazonElasticMapReduceReadOnlyAccess',
  's3 ssm': 'AWSIoTDeviceTesterForFreeRTOSFullAccess',
  's3express': 'AmazonS3ExpressFullAccess AmazonS3ExpressReadOnlyAccess',
  's3files': 'AmazonS3FilesClientFullAccess AmazonS3FilesClientReadOnlyAccess AmazonS3FilesClientReadWriteAccess',
  's3-outposts': 'AmazonS3OutpostsFullAccess AmazonS3OutpostsReadOnlyAccess',
  's3tables': 'AmazonS3TablesFullAccess AmazonS3TablesReadOnlyAccess',
  'secretsmanager': 'AWSSecretsManagerClientReadOnlyAccess SecretsManagerReadWrite',
  'ses': 'AmazonSESFullAccess AmazonSESReadOnlyAccess AmazonWorkMailFullAccess AmazonWorkMailReadOnlyAccess',
  'sqs': 'AWSElasticBeanstalkWorkerTier AmazonSQSFullAccess',
  'ssm': `
    AWSApplicationMigrationReadOnlyAccess AmazonElasticFileSystemsUtils AmazonLaunchWizardFullAccessV2 AmazonSSMManagedInstanceCore
    AmazonSSMReadOnlyAccess
  `,
  'states': 'AWSStepFunctionsConsoleFullAccess AWSStepFunctionsFullAccess AWSStepFunctionsReadOnlyAccess',
  'storagegateway': 'AWSStorageGatewayFullAccess AWSStorageGatewayReadOnlyAccess',
  'textract': 'AmazonSageMakerCanvasAIServicesAccess AmazonTextractFullAccess',
  'timestream': 'AmazonTimestreamConsoleFullAccess AmazonTimestreamFullAccess AmazonTimestreamReadOnlyAccess',
  'workdocs': 'AmazonWorkDocsFullAccess',
  'workmailmessageflow': 'AmazonWorkMailMessageFlowFullAccess AmazonWorkMailMessageFlowReadOnlyAccess',
  'many services': `
    AIDevOpsAgentAccessPolicy AIDevOpsAgentActionsPolicy AIOpsAssistantPolicy AdministratorAccess-Amplify AmazonSageMakerFullAccess DataScientist
    DatabaseAdministrator SageMakerStudioAdminIAMDefaultExecutionPolicy SageMakerStudioAdminIAMPermissiveExecutionPolicy
    SageMakerStudioUserIAMDefaultExecutionPolicy SageMakerStudioUserIAMPermissiveExecutionPolicy SupportUser SystemAdministrator
    WellArchitectedAgentResourceScanning
  `,
};

/** Those whose holder has all rights, or can give them to himself. */
const ADMINISTERS: ReadonlySet<string> = new Set(['AdministratorAccess', 'IAMFullAccess']);

/** Those that read the data of all services, or of nearly all. */
const READS_ALL: ReadonlySet<string> = new Set([...ADMINISTERS, 'PowerUserAccess', 'ReadOnlyAccess']);

const BY_NAME = new Map(Object.entries(READS_DATA).flatMap(([services, names]) =>
  names.trim().split(/\s+/).map((name): [name: string, services: string] => [name, services])));

/** The name of a managed policy of AWS with its path, such as `job-function/Billing`; undefined for any other policy. */
export function awsManagedPolicy(arn: Text): string | undefined {
  return /^arn:[^:]*:iam::aws:policy\/([\w+=,.@/-]+)$/.exec(knownText(arn))?.[1];
}

/** Whose data a managed policy of AWS reads; undefined for one that is not known to read any. */
export function dataReadBy(policy: string): { readonly services: string; readonly isAll: boolean } | undefined {
  const name = nameOf(policy);
  if (READS_ALL.has(name)) return { services: 'all services', isAll: true };
  const services = BY_NAME.get(name);
  return services === undefined ? undefined : { services: services.replace(/ (?!services$)/g, ', '), isAll: false };
}

/** Whether a managed policy of AWS makes an administrator of whoever has it. */
export function isAdministratorPolicy(policy: string): boolean {
  return ADMINISTERS.has(nameOf(policy));
}

function nameOf(policy: string): string {
  return policy.slice(policy.lastIndexOf('/') + 1);
}
