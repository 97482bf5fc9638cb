import type { ServiceAction } from './service-authorization';

/** Actions of one service, without its name. */
type Actions = Record<string, string>;

/**
 * Actions of the level Write that lead to more rights than the role has, or send data elsewhere: passing and assuming roles, credentials,
 * code and configuration that run with another role, copies and deliveries to other accounts, the switching off of encryption or logs.
 * Whoever asks for a whole level does not get them; each can be had by its name.
 *
 * Gathered from the paths to more rights that are published at https://pathfinding.cloud (as of September 2026), and from the actions
 * of each service that name a destination, a role or a key.
 */
const ESCALATING: Actions = {
  'airflow': 'CreateCliToken CreateWebLoginToken UpdateEnvironment',
  'amplify': 'UpdateApp UpdateBranch',
  'appflow': 'CreateFlow UpdateFlow',
  'apprunner': 'CreateService UpdateService',
  'appsync': 'CreateDataSource UpdateDataSource UpdateFunction UpdateResolver',
  'autoscaling': 'CreateLaunchConfiguration UpdateAutoScalingGroup',
  'backup': 'StartCopyJob StartRestoreJob UpdateBackupPlan',
  'batch': 'RegisterJobDefinition SubmitJob',
  'bedrock': 'CreateAgentActionGroup PutModelInvocationLoggingConfiguration UpdateAgent UpdateAgentActionGroup',
  'cloudformation': 'CreateChangeSet CreateStack CreateStackInstances CreateStackSet ExecuteChangeSet UpdateStack UpdateStackInstances UpdateStackSet',
  'cloudtrail': 'DeleteTrail PutEventSelectors StopLogging UpdateTrail',
  'codebuild': 'CreateProject ImportSourceCredentials StartBuild StartBuildBatch UpdateProject',
  'codedeploy': 'CreateDeployment',
  'codepipeline': 'StartPipelineExecution UpdatePipeline',
  'cognito-identity': 'SetIdentityPoolRoles SetPrincipalTagAttributeMap UpdateIdentityPool',
  'cognito-idp': 'AdminConfirmSignUp AdminInitiateAuth AdminLinkProviderForUser AdminRespondToAuthChallenge AdminSetUserPassword AdminUpdateUserAttributes CreateIdentityProvider SetUserPoolMfaConfig UpdateIdentityProvider UpdateUserPool UpdateUserPoolClient',
  'datapipeline': 'ActivatePipeline PutPipelineDefinition',
  'datasync': 'UpdateTask',
  'dynamodb': 'AssociateTableReplica CreateGlobalTable CreateGlobalTableWitness CreateTableReplica EnableKinesisStreamingDestination ExportTableToPointInTime StartAwsBackupJob UpdateContinuousBackups UpdateGlobalTable UpdateGlobalTableSettings UpdateKinesisStreamingDestination UpdateTable UpdateTableReplicaAutoScaling UpdateTimeToLive',
  'ec2': 'AssociateIamInstanceProfile CopyImage CopySnapshot CreateFlowLogs CreateInstanceExportTask CreateLaunchTemplateVersion CreateReplaceRootVolumeTask CreateStoreImageTask CreateTrafficMirrorSession ExportImage ModifyInstanceAttribute ModifyInstanceMetadataOptions ModifyLaunchTemplate ReplaceIamInstanceProfileAssociation RunInstances',
  'ec2-instance-connect': 'OpenTunnel SendSSHPublicKey SendSerialConsoleSSHPublicKey',
  'ecr': 'PutReplicationConfiguration',
  'ecs': 'CreateService ExecuteCommand RegisterTaskDefinition RunTask StartTask UpdateService',
  'eks': 'AssociateIdentityProviderConfig CreateAccessEntry CreatePodIdentityAssociation UpdateAccessEntry UpdateClusterConfig UpdatePodIdentityAssociation',
  'elasticbeanstalk': 'CreateEnvironment UpdateEnvironment',
  'elasticfilesystem': 'CreateReplicationConfiguration',
  'elasticmapreduce': 'AddJobFlowSteps RunJobFlow',
  'events': 'CreateApiDestination CreateArchive CreateConnection PutRule PutTargets StartReplay UpdateApiDestination UpdateConnection',
  'firehose': 'StopDeliveryStreamEncryption UpdateDestination',
  'glue': 'CreateDevEndpoint CreateJob CreateSession RunStatement StartJobRun UpdateCrawler UpdateDevEndpoint UpdateJob',
  'iam': 'AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile CreateAccessKey CreateLoginProfile CreateServiceLinkedRole CreateServiceSpecificCredential DeactivateMFADevice EnableMFADevice PassRole ResetServiceSpecificCredential UpdateAccessKey UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider UploadSSHPublicKey UploadSigningCertificate',
  'imagebuilder': 'CreateComponent UpdateInfrastructureConfiguration',
  'iot': 'CreateKeysAndCertificate CreateTopicRule ReplaceTopicRule UpdateRoleAlias',
  'kinesis': 'StopStreamEncryption',
  'kms': 'DeleteImportedKeyMaterial DisableKey DisableKeyRotation ImportKeyMaterial ReplicateKey ScheduleKeyDeletion UpdateAlias UpdatePrimaryRegion',
  'lambda': 'CreateEventSourceMapping CreateFunction CreateFunctionUrlConfig DeleteFunctionCodeSigningConfig PublishLayerVersion PutFunctionCodeSigningConfig PutFunctionEventInvokeConfig UpdateEventSourceMapping UpdateFunctionCode UpdateFunctionConfiguration UpdateFunctionEventInvokeConfig UpdateFunctionUrlConfig',
  'lightsail': 'CreateBucketAccessKey DownloadDefaultKeyPair GetInstanceAccessDetails GetRelationalDatabaseMasterUserPassword UpdateBucket',
  'logs': 'AssociateKmsKey CreateDelivery CreateExportTask DisassociateKmsKey PutAccountPolicy PutDeliveryDestination PutDestination PutSubscriptionFilter',
  'pipes': 'CreatePipe UpdatePipe',
  'rds': 'AddRoleToDBCluster AddRoleToDBInstance CopyDBClusterSnapshot CopyDBSnapshot CreateDBInstanceReadReplica ModifyDBCluster ModifyDBInstance RestoreDBClusterFromSnapshot RestoreDBClusterToPointInTime RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime StartActivityStream StartExportTask',
  'redshift': 'CopyClusterSnapshot EnableSnapshotCopy GetClusterCredentials GetClusterCredentialsWithIAM ModifyCluster RestoreFromClusterSnapshot',
  'rolesanywhere': 'CreateProfile CreateTrustAnchor EnableProfile EnableTrustAnchor ImportCrl UpdateProfile UpdateTrustAnchor',
  's3': 'PutAnalyticsConfiguration PutBucketLogging PutBucketNotification PutBucketVersioning PutBucketWebsite PutEncryptionConfiguration PutInventoryConfiguration PutLifecycleConfiguration PutReplicationConfiguration ReplicateObject',
  'sagemaker': 'CreateNotebookInstanceLifecycleConfig CreatePresignedDomainUrl CreatePresignedNotebookInstanceUrl CreateProcessingJob CreateTrainingJob UpdateNotebookInstance UpdateNotebookInstanceLifecycleConfig',
  'scheduler': 'CreateSchedule UpdateSchedule',
  'secretsmanager': 'ReplicateSecretToRegions RotateSecret UpdateSecret',
  'ses': 'CreateReceiptRule SetIdentityNotificationTopic UpdateConfigurationSetEventDestination UpdateReceiptRule',
  'sns': 'SetSubscriptionAttributes Subscribe',
  'sqs': 'StartMessageMoveTask',
  'ssm': 'CreateAssociation CreateDocument ResumeSession SendCommand StartAutomationExecution StartSession UpdateAssociation UpdateDocument UpdateDocumentDefaultVersion UpdateMaintenanceWindowTask',
  'states': 'CreateStateMachine TestState UpdateStateMachine',
  'sts': 'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetFederationToken',
  'transfer': 'CreateUser ImportSshPublicKey UpdateUser',
};

/** Actions that answer with credentials: secrets, parameters that may hold them, and code or settings of functions. */
const SECRET_READING: Actions = {
  lambda: 'GetFunction GetFunctionConfiguration GetLayerVersion',
  secretsmanager: 'BatchGetSecretValue GetSecretValue',
  ssm: 'GetParameter GetParameterHistory GetParameters GetParametersByPath',
};

/**
 * Actions that answer with what customers store, not with how it is set up, or with credentials for it. Who may read a whole account gets
 * none of them by a pattern, but by name.
 */
const DATA_READING: Actions = {
  ...SECRET_READING,
  'apigateway': 'GET',
  'appconfig': 'GetConfiguration GetLatestConfiguration',
  'athena': 'GetQueryResults GetQueryResultsStream',
  'bedrock': 'GetAsyncInvoke Retrieve',
  'cassandra': 'Select',
  'chime': 'GetChannelMessage ListChannelMessages',
  'cloudwatch': 'GetMetricWidgetImage',
  'codeartifact': 'GetAuthorizationToken GetPackageVersionAsset ReadFromRepository',
  'codecommit': 'BatchGetCommits GetBlob GetFile GetFolder GitPull',
  'cognito-identity': 'GetCredentialsForIdentity GetOpenIdToken GetOpenIdTokenForDeveloperIdentity',
  'cognito-idp': 'AdminGetUser AdminListUserAuthEvents ListUsers ListUsersInGroup',
  'connect': 'GetContactAttributes',
  'dynamodb': 'BatchGetItem GetItem GetRecords PartiQLSelect Query Scan',
  'ebs': 'GetSnapshotBlock ListChangedBlocks ListSnapshotBlocks',
  'ec2': 'DescribeInstanceAttribute DescribeLaunchTemplateVersions GetConsoleOutput GetConsoleScreenshot GetLaunchTemplateData GetPasswordData',
  'ecr': 'BatchGetImage GetAuthorizationToken GetDownloadUrlForLayer',
  'es': 'ESHttpGet ESHttpHead',
  'glacier': 'GetDataRetrievalPolicy GetJobOutput',
  'glue': 'GetConnection GetConnections',
  'healthlake': 'ReadResource SearchWithGet',
  'kinesis': 'GetRecords SubscribeToShard',
  'kinesisvideo': 'GetMedia GetMediaForFragmentList',
  'logs': 'FilterLogEvents GetLogEvents GetLogRecord GetQueryResults StartLiveTail StartQuery Unmask',
  'mediastore': 'GetObject',
  'rds': 'DownloadCompleteDBLogFile DownloadDBLogFilePortion',
  'redshift-data': 'GetStatementResult',
  's3': 'GetObject GetObjectAnnotation GetObjectTorrent GetObjectVersion GetObjectVersionAnnotation GetObjectVersionAnnotationForReplication GetObjectVersionForReplication GetObjectVersionTorrent',
  's3-object-lambda': 'GetObject GetObjectVersion',
  'sdb': 'GetAttributes Select',
  'sqs': 'ReceiveMessage',
  'sts': 'GetSessionToken',
  'timestream': 'Select SelectValues',
};

/** Whether an action can lead to more rights or send data elsewhere, though its level is Write. */
export function isEscalating(action: ServiceAction): boolean {
  return has(ESCALATING, action);
}

/** Whether an action may answer with credentials. */
export function readsSecrets(action: ServiceAction): boolean {
  return has(SECRET_READING, action);
}

/** Whether an action answers with what customers store. */
export function readsData(action: ServiceAction): boolean {
  return has(DATA_READING, action);
}

/** All of them, by list, for the tests: none may be misspelt. */
export function sensitiveActions(): Record<string, string[]> {
  const named = (actions: Actions) => Object.entries(actions).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`));
  return { escalating: named(ESCALATING), secretReading: named(SECRET_READING), dataReading: named(DATA_READING) };
}

function has(actions: Actions, { service, name }: ServiceAction): boolean {
  return Object.hasOwn(actions, service) && actions[service].split(' ').includes(name);
}
