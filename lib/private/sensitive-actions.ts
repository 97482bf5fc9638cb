import type { Actions } from './escalating-actions';
import { ESCALATING } from './escalating-actions';
import type { ServiceAction } from './service-authorization';

/** Actions that answer with credentials: secrets, keys and tokens, parameters that may hold them, and code or settings of functions. */
const SECRET_READING: Actions = {
  'acm': 'ExportCertificate GetAcmeExternalAccountBindingCredentials',
  'aidevops': 'GetAccessToken',
  'amplifybackend': 'GetToken',
  'appsync': 'ListApiKeys',
  'bedrock-agentcore': 'GetResourceApiKey GetResourceOauth2Token GetResourcePaymentToken',
  'cloud9': 'CreateEnvironmentToken',
  'cloudwatch': 'GetSpaceCredentials GetSpaceCredentialsForOrganization',
  'codeconnections': 'GetConnectionToken GetIndividualAccessToken',
  'codestar-connections': 'GetConnectionToken GetIndividualAccessToken',
  'cognito-idp': 'DescribeIdentityProvider DescribeUserPoolClient',
  'connect': 'GetFederationToken ListSecurityKeys',
  'datazone': 'GetDomainExecutionRoleCredentials GetEnvironmentCredentials',
  'ec2': 'GetPasswordData',
  'eks-auth': 'AssumeRoleForPodIdentity',
  'finspace-api': 'GetProgrammaticAccessCredentials',
  'gamelift': 'GetComputeAuthToken GetInstanceAccess RequestUploadCredentials',
  'geo': 'DescribeKey',
  'kinesisanalytics': 'CreateApplicationPresignedUrl',
  'lakeformation': 'GetTemporaryGluePartitionCredentials GetTemporaryGlueTableCredentials',
  'lambda': 'GetFunction GetFunctionConfiguration GetLayerVersion',
  'license-manager': 'GetAccessToken',
  'lightsail': 'GetBucketAccessKeys',
  'odb': 'GetAutonomousDatabaseWalletDetails',
  'pca-connector-scep': 'GetChallengePassword',
  'redshift': 'GetIdentityCenterAuthToken',
  'redshift-serverless': 'GetIdentityCenterAuthToken',
  'route53globalresolver': 'GetAccessToken',
  'secretsmanager': 'BatchGetSecretValue GetSecretValue',
  'snowball': 'GetJobUnlockCode',
  'ssm': 'GetAccessToken GetParameter GetParameterHistory GetParameters GetParametersByPath',
  'states': 'RevealSecrets',
  'storagegateway': 'DescribeChapCredentials',
  'sts': 'GetServiceBearerToken',
  'wafv2': 'GetDecryptedAPIKey',
};

/**
 * Further actions that answer with what customers store, not with how it is set up. Who may read a whole account gets none of them, and
 * none that answers with credentials, by a pattern, but by name.
 */
const DATA_READING: Actions = {
  'aidevops': 'GetAssetContent GetAssetFile GetKnowledgeItem',
  'amplify': 'GetArtifactUrl',
  'apigateway': 'GET',
  'appconfig': 'GetConfiguration GetLatestConfiguration',
  'athena': 'GetCalculationExecutionCode GetQueryResults GetQueryResultsStream',
  'aws-external-anthropic': 'GetFile',
  'bedrock': 'AgenticRetrieveStream GetAsyncInvoke GetDocumentContent GetKnowledgeBaseDocuments Retrieve',
  'bedrock-agentcore': 'GetEvent GetMemoryRecord ListEvents ListMemoryRecords RetrieveMemoryRecords',
  'bedrock-mantle': 'GetFile',
  'cases': 'GetCase SearchAllRelatedItems SearchCases SearchRelatedItems',
  'cassandra': 'GetRecords Select SelectMultiRegionResource',
  'chime': 'GetChannelMessage ListChannelMessages RetrieveDataExports',
  'cloudtrail': 'GetEventDataStoreData GetQueryResults',
  'cloudwatch': 'GetMetricWidgetImage GetTelemetryQueryResults',
  'codeartifact': 'GetAuthorizationToken GetPackageVersionAsset ReadFromRepository',
  'codecommit': 'BatchGetCommits GetBlob GetDifferences GetFile GetFolder GitPull',
  'cognito-identity': 'GetCredentialsForIdentity GetOpenIdToken GetOpenIdTokenForDeveloperIdentity',
  'cognito-idp': 'AdminGetUser AdminListUserAuthEvents ListUsers ListUsersInGroup',
  'cognito-sync': 'ListRecords QueryRecords',
  'connect': 'GetAttachedFile GetContactAttributes SearchContacts',
  'datazone': 'GetCellRunResult GetConversation',
  'dax': 'BatchGetItem GetItem Query Scan',
  'dynamodb': 'BatchGetItem GetItem GetRecords PartiQLSelect Query ReadDataForReplication Scan SearchVectors',
  'ebs': 'GetSnapshotBlock ListChangedBlocks ListSnapshotBlocks',
  'ec2': 'DescribeInstanceAttribute DescribeLaunchTemplateVersions GetConsoleOutput GetConsoleScreenshot GetInstanceUefiData GetLaunchTemplateData',
  'ecr': 'BatchGetImage GetAuthorizationToken GetDownloadUrlForLayer',
  'ecr-public': 'GetAuthorizationToken',
  'elasticbeanstalk': 'RetrieveEnvironmentInfo',
  'es': 'ESHttpGet ESHttpHead',
  'finops-agent': 'GetArtifactContent GetDocumentContent',
  'frauddetector': 'GetEvent',
  'gamelift': 'GetGameSessionLogUrl',
  'glacier': 'GetJobOutput',
  'glue': 'GetConnection GetConnections GetEntityRecords GetStatement',
  'greengrass': 'GetComponentVersionArtifact',
  'healthlake': 'GetExportedFile ReadResource SearchEverything SearchWithGet SearchWithPost',
  'honeycode': 'GetScreenData QueryTableRows',
  'inspector2': 'BatchGetCodeSnippet',
  'iot': 'GetRetainedMessage GetThingShadow SearchIndex',
  'iotanalytics': 'GetDatasetContent',
  'iotsitewise': 'BatchGetAssetPropertyValue BatchGetAssetPropertyValueHistory ExecuteQuery GetAssetPropertyValue GetAssetPropertyValueHistory GetCaptureData GetInterpolatedAssetPropertyValues GetQueryResults GetSearchResults',
  'iottwinmaker': 'ExecuteQuery GetPropertyValue GetPropertyValueHistory',
  'iq': 'GetChatMessages GetCompanyChatMessages GetConversation',
  'kafka-cluster': 'ReadData',
  'kendra': 'Query Retrieve',
  'kinesis': 'GetRecords SubscribeToShard',
  'kinesisvideo': 'GetClip GetDASHStreamingSessionURL GetHLSStreamingSessionURL GetImages GetMedia GetMediaForFragmentList',
  'lakeformation': 'GetTableObjects GetWorkUnitResults',
  'lex': 'GetExport GetTestExecutionArtifactsUrl SearchAssociatedTranscripts',
  'lightsail': 'GetContainerLog GetRelationalDatabaseLogEvents',
  'logs': 'FilterLogEvents GetLogEvents GetLogRecord GetQueryResults StartLiveTail StartQuery Unmask',
  'mediapackagev2': 'GetObject',
  'mediastore': 'GetObject',
  'medical-imaging': 'GetDICOMInstance GetDICOMInstanceFrames GetDICOMInstanceMetadata GetImageFrame GetImageSetMetadata SearchDICOMInstances SearchImageSets',
  'neptune-db': 'GetStreamRecords ReadDataViaQuery',
  'neptune-graph': 'ReadDataViaQuery',
  'omics': 'GetReadSet GetReference',
  'opensearch': 'GetDirectQueryResult',
  'profile': 'BatchGetProfile GetProfileHistoryRecord ListProfileObjects SearchProfiles',
  'q': 'GetConversation',
  'qbusiness': 'GetDocumentContent GetMedia ListMessages SearchRelevantContent',
  'qldb': 'GetBlock GetRevision PartiQLSelect',
  'rds': 'DownloadCompleteDBLogFile DownloadDBLogFilePortion',
  'redshift': 'FetchResults',
  'redshift-data': 'GetStatementResult',
  'rum': 'GetAppMonitorData',
  's3': 'GetObject GetObjectAnnotation GetObjectTorrent GetObjectVersion GetObjectVersionAnnotation GetObjectVersionAnnotationForReplication GetObjectVersionForReplication GetObjectVersionTorrent',
  's3-object-lambda': 'GetObject GetObjectVersion',
  's3-outposts': 'GetObject GetObjectVersion GetObjectVersionForReplication',
  's3tables': 'GetTableData',
  's3vectors': 'GetVectors ListVectors QueryVectors',
  'sagemaker': 'BatchGetRecord GetRecord',
  'sagemaker-mlflow': 'GetDownloadURIForModelVersionArtifacts',
  'sdb': 'GetAttributes Select',
  'ses': 'GetArchiveMessage GetArchiveMessageContent GetArchiveSearchResults',
  'sms': 'GetMessages',
  'sqs': 'ReceiveMessage',
  'ssm': 'GetCommandInvocation ListCommandInvocations',
  'states': 'DescribeExecution GetExecutionHistory',
  'sts': 'GetSessionToken',
  'support': 'DescribeCommunications DownloadAttachment',
  'tax': 'GetDocument GetTaxRegistrationDocument',
  'textract': 'GetDocumentAnalysis GetDocumentTextDetection GetExpenseAnalysis GetLendingAnalysis',
  'timestream': 'Select SelectValues',
  'workdocs': 'DownloadDocumentVersion GetDocument GetDocumentVersion',
  'workmailmessageflow': 'GetRawMessageContent',
};

/** Whether an action can lead to more rights or send data elsewhere, though its level is Write. */
export function isEscalating({ service, name }: ServiceAction): boolean {
  const names = escalating.get(service) ?? new Set(ESCALATING.flatMap((actions) => wordsOf(actions, service)));
  escalating.set(service, names);
  return names.has(name);
}

/** By service, of those that have been asked for. */
const escalating = new Map<string, Set<string>>();

/** Whether an action may answer with credentials. */
export function readsSecrets(action: ServiceAction): boolean {
  return has(SECRET_READING, action);
}

/** Whether an action answers with what customers store. */
export function readsData(action: ServiceAction): boolean {
  return readsSecrets(action) || has(DATA_READING, action);
}

/** All of them, by list, for the tests: none may be misspelt. */
export function sensitiveActions(): Record<string, string[]> {
  const secretReading = named(SECRET_READING);
  return { escalating: ESCALATING.flatMap(named), secretReading, dataReading: [...secretReading, ...named(DATA_READING)] };
}

function named(actions: Actions): string[] {
  return Object.keys(actions).flatMap((service) => wordsOf(actions, service).map((name) => `${service}:${name}`));
}

function has(actions: Actions, { service, name }: ServiceAction): boolean {
  return wordsOf(actions, service).includes(name);
}

function wordsOf(actions: Actions, service: string): string[] {
  return Object.hasOwn(actions, service) ? actions[service].trim().split(/\s+/) : [];
}
