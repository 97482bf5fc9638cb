/**
 * Actions of the level Write, and a few of Read, that whoever asks for a whole level does not get, each of which can be had by its name: they lead to more
 * rights than the role has, or send data elsewhere. An action is here if it can do what one of the lists below says, whatever most callers
 * do with it: its name tells, or the parameters of its API do.
 *
 * What reads and writes what is stored (`s3:PutObject`, `kms:Encrypt`, `s3express:CreateSession`), calls what is there
 * (`lambda:InvokeFunction`, `states:StartExecution`), sends (`sqs:SendMessage`, `ses:SendEmail`) or deletes what is the application's own
 * is not here: it is what the level Write is asked for. Neither is what changes reachability alone (security groups, routes, records of
 * DNS): the rights needed remain the same.
 *
 * Gathered from the paths to more rights that are published at https://pathfinding.cloud (as of September 2026), the dependent actions of
 * the service authorization reference, the models of the APIs of AWS, and the names of actions that tell of it.
 */

/** Actions by their service, without its name: words with white space between them. */
export type Actions = Record<string, string>;

/**
 * The request names a role or an instance profile that AWS then works with, so that `iam:PassRole` belongs to it: what AWS documents as an
 * action that depends on `iam:PassRole`, and each whose API has such a parameter, required or not.
 */
const NAMES_ROLE: Actions = {
  'access-analyzer': 'StartPolicyGeneration',
  'account-access': 'CreateEntitlement',
  'acm': 'CreateAcmeExternalAccountBinding',
  'agent-registry': 'CreateRegistryRecord UpdateRegistryRecord',
  'aidevops': 'AssociateService EnableOperatorApp RegisterService UpdateAssociation',
  'aiops': 'CreateInvestigationGroup UpdateInvestigationGroup',
  'airflow': 'CreateEnvironment UpdateEnvironment',
  'airflow-serverless': 'CreateWorkflow UpdateWorkflow',
  'amplify': 'CreateApp CreateBranch CreateDomainAssociation UpdateApp UpdateBranch UpdateDomainAssociation',
  'appconfig': 'CreateConfigurationProfile CreateEnvironment CreateExtension UpdateConfigurationProfile UpdateEnvironment UpdateExtension',
  'appflow': 'CreateConnectorProfile CreateFlow UpdateConnectorProfile UpdateFlow',
  'application-autoscaling': 'RegisterScalableTarget',
  'apprunner': 'CreateService UpdateService',
  'appstream': 'CreateAppBlockBuilder CreateExportImageTask CreateFleet CreateImageBuilder CreateImportedImage UpdateAppBlockBuilder UpdateFleet',
  'appsync': 'CreateApi CreateDataSource CreateGraphqlApi UpdateApi UpdateDataSource UpdateGraphqlApi',
  'aps': 'CreateScraper UpdateScraper',
  'arc-region-switch': 'CreatePlan UpdatePlan',
  'athena': 'CreateWorkGroup StartSession UpdateWorkGroup',
  'auditmanager': 'CreateAssessment UpdateAssessment UpdateSettings',
  'autoscaling': 'CreateAutoScalingGroup CreateLaunchConfiguration PutLifecycleHook UpdateAutoScalingGroup',
  'backup': `
    CreateBackupPlan CreateBackupSelection CreateRestoreTestingSelection StartBackupJob StartCopyJob StartRestoreJob StartScanJob
    UpdateBackupPlan UpdateRecoveryPointIndexSettings UpdateRestoreTestingSelection
  `,
  'backup-gateway': 'PutHypervisorPropertyMappings StartVirtualMachinesMetadataSync',
  'backup-search': 'StartSearchResultExportJob',
  'batch': 'CreateComputeEnvironment RegisterJobDefinition UpdateComputeEnvironment',
  'bcm-dashboards': 'CreateScheduledReport UpdateScheduledReport',
  'bedrock': `
    CreateAgent CreateCustomModel CreateEvaluationJob CreateFlow CreateKnowledgeBase CreateMarketplaceModelEndpoint CreateModelCustomizationJob
    CreateModelImportJob CreateModelInvocationJob PutModelInvocationLoggingConfiguration UpdateAgent UpdateFlow UpdateKnowledgeBase
    UpdateMarketplaceModelEndpoint
  `,
  'bedrock-agentcore': `
    CreateABTest CreateAgentRuntime CreateBrowser CreateCapacityProvider CreateCodeInterpreter CreateConsentPortal CreateGateway CreateHarness
    CreateMemory CreateOnlineEvaluationConfig CreatePaymentConnector CreatePaymentManager CreateRegistryRecord UpdateABTest UpdateAgentRuntime
    UpdateConsentPortal UpdateGateway UpdateHarness UpdateMemory UpdateOnlineEvaluationConfig UpdatePaymentConnector UpdatePaymentManager
    UpdateRegistryRecord
  `,
  'braket': 'CreateJob',
  'budgets': 'CreateBudgetAction UpdateBudgetAction',
  'chatbot': `
    CreateChimeWebhookConfiguration CreateMicrosoftTeamsChannelConfiguration CreateSlackChannelConfiguration UpdateChimeWebhookConfiguration
    UpdateMicrosoftTeamsChannelConfiguration UpdateSlackChannelConfiguration
  `,
  'chime': 'CreateMediaCapturePipeline CreateMediaInsightsPipelineConfiguration UpdateMediaInsightsPipelineConfiguration',
  'cleanrooms': 'CreateAnalysisTemplate CreateConfiguredTableAssociation CreateMembership UpdateConfiguredTableAssociation UpdateMembership',
  'cleanrooms-ml': `
    CreateConfiguredAudienceModel CreateConfiguredModelAlgorithm CreateMLInputChannel CreateTrainingDataset PutMLConfiguration
    StartAudienceGenerationJob UpdateConfiguredAudienceModel
  `,
  'cloudformation': `
    ActivateType ContinueUpdateRollback CreateChangeSet CreateStack CreateStackSet DeleteStack RegisterType RollbackStack UpdateStack
    UpdateStackSet
  `,
  'cloudfront': 'CreateRealtimeLogConfig UpdateRealtimeLogConfig',
  'cloudhsm': 'CreateHsm',
  'cloudtrail': 'CreateTrail EnableFederation StartImport UpdateTrail',
  'cloudwatch': 'CreateDomainForOrganization CreateIntegration CreateSpace PutLogAlarm PutMetricStream UpdateIntegration UpdateSpace',
  'codebuild': 'CreateFleet CreateProject StartBuildBatch UpdateFleet UpdateProject UpdateProjectVisibility',
  'codecatalyst': 'AssociateIamRoleToConnection',
  'codeconnections': 'CreateSyncConfiguration UpdateSyncConfiguration',
  'codedeploy': 'CreateDeploymentGroup UpdateDeploymentGroup',
  'codepipeline': 'CreatePipeline UpdatePipeline',
  'codestar-connections': 'CreateSyncConfiguration UpdateSyncConfiguration',
  'cognito-idp': 'CreateGroup CreateUserImportJob CreateUserPool CreateUserPoolClient UpdateGroup UpdateUserPoolClient',
  'cognito-sync': 'SetIdentityPoolConfiguration',
  'comprehend': `
    CreateDocumentClassifier CreateEndpoint CreateEntityRecognizer CreateFlywheel ImportModel StartDocumentClassificationJob
    StartDominantLanguageDetectionJob StartEntitiesDetectionJob StartEventsDetectionJob StartKeyPhrasesDetectionJob StartPiiEntitiesDetectionJob
    StartSentimentDetectionJob StartTargetedSentimentDetectionJob StartTopicsDetectionJob UpdateEndpoint UpdateFlywheel
  `,
  'comprehendmedical': 'StartEntitiesDetectionV2Job StartICD10CMInferenceJob StartPHIDetectionJob StartRxNormInferenceJob StartSNOMEDCTInferenceJob',
  'config': `
    PutConfigurationAggregator PutConfigurationRecorder PutConformancePack PutOrganizationConfigRule PutOrganizationConformancePack
    PutRemediationConfigurations PutServiceLinkedConfigurationRecorder StartRemediationExecution
  `,
  'databrew': 'CreateProfileJob CreateProject CreateRecipeJob UpdateProfileJob UpdateProject UpdateRecipeJob',
  'dataexchange': 'CreateJob',
  'datasync': `
    CreateLocationAzureBlob CreateLocationEfs CreateLocationFsxOntap CreateLocationFsxOpenZfs CreateLocationFsxWindows CreateLocationHdfs
    CreateLocationObjectStorage CreateLocationS3 CreateLocationSmb CreateTask StartTaskExecution UpdateLocationAzureBlob UpdateLocationEfs
    UpdateLocationFsxOntap UpdateLocationFsxOpenZfs UpdateLocationFsxWindows UpdateLocationHdfs UpdateLocationObjectStorage UpdateLocationS3
    UpdateLocationSmb UpdateTask
  `,
  'datazone': `
    AssociateEnvironmentRole CreateAccountPool CreateConnection CreateDataSource CreateDomain CreateProject CreateSubscriptionTarget
    PutEnvironmentBlueprintConfiguration UpdateAccountPool UpdateConnection UpdateDataSource UpdateDomain UpdateSubscriptionTarget
  `,
  'dax': 'CreateCluster',
  'deadline': 'CreateFleet CreateMonitor CreateQueue UpdateFleet UpdateMonitor UpdateQueue',
  'devicefarm': 'CreateProject ScheduleRun UpdateProject',
  'dlm': 'CreateLifecyclePolicy UpdateLifecyclePolicy',
  'dms': `
    CreateDataMigration CreateDataProvider CreateEndpoint CreateFleetAdvisorCollector CreateInstanceProfile CreateMigrationProject
    CreateOutboundIntegration CreateReplicationInstance ModifyDataMigration ModifyEndpoint ModifyOutboundIntegration
    StartReplicationTaskAssessmentRun
  `,
  'drs': 'StartRecovery',
  'ds': 'EnableRoleAccess',
  'dsql': 'CreateStream',
  'dynamodb': 'UpdateGlobalTableSettings UpdateTableReplicaAutoScaling',
  'ec2': `
    AssociateEnclaveCertificateIamRole AssociateIamInstanceProfile CreateFlowLogs EnableFastLaunch ExportImage ImportImage ImportSnapshot
    ReplaceIamInstanceProfileAssociation RequestSpotFleet RequestSpotInstances RunInstances
  `,
  'ecr': 'CreatePullThroughCacheRule CreateRepositoryCreationTemplate UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate',
  'ecs': `
    CreateCapacityProvider CreateExpressGatewayService CreateService CreateTaskSet RegisterDaemonTaskDefinition RegisterTaskDefinition RunTask
    StartTask UpdateCapacityProvider UpdateExpressGatewayService UpdateService
  `,
  'eks': `
    CreateAddon CreateCapability CreateCluster CreateFargateProfile CreateNodegroup CreatePodIdentityAssociation RegisterCluster UpdateAddon
    UpdateCapability UpdateClusterConfig UpdatePodIdentityAssociation
  `,
  'elasticbeanstalk': 'AssociateEnvironmentOperationsRole CreateApplication CreateApplicationVersion CreateEnvironment UpdateApplicationResourceLifecycle',
  'elasticfilesystem': 'CreateReplicationConfiguration',
  'elasticmapreduce': `
    AddJobFlowSteps CreateStudio GetOnClusterAppUIPresignedURL GetPersistentAppUIPresignedURL RunJobFlow StartNotebookExecution StartSession
  `,
  'elastictranscoder': 'CreatePipeline UpdatePipeline',
  'elemental-inference': 'CreateFeed UpdateFeed',
  'emr-containers': 'CreateJobTemplate CreateManagedEndpoint CreateSecurityConfiguration StartJobRun',
  'emr-serverless': 'AccessInteractiveEndpoints AccessLivyEndpoints StartJobRun StartSession',
  'entityresolution': `
    CreateIdMappingWorkflow CreateIdNamespace CreateMatchingWorkflow StartIdMappingJob UpdateIdMappingWorkflow UpdateIdNamespace
    UpdateMatchingWorkflow
  `,
  'es': `
    AddDataSource AddDirectQueryDataSource AssociatePackage AssociatePackages CreateApplication CreateDomain CreateElasticsearchDomain
    UpdateApplication UpdateDataSource UpdateDirectQueryDataSource UpdateDomainConfig UpdateElasticsearchDomainConfig
  `,
  'events': 'CreateEndpoint CreateEventSource CreateSubscriber PutRule PutTargets UpdateEndpoint UpdateEventSource UpdateSubscriber',
  'firehose': 'CreateDeliveryStream UpdateDestination',
  'fis': 'CreateExperimentTemplate CreateTargetAccountConfiguration UpdateExperimentTemplate UpdateTargetAccountConfiguration',
  'fms': 'PutNotificationChannel',
  'forecast': `
    CreateAutoPredictor CreateDataset CreateDatasetImportJob CreateExplainability CreateExplainabilityExport CreateForecast
    CreateForecastExportJob CreatePredictor CreatePredictorBacktestExportJob CreateWhatIfAnalysis CreateWhatIfForecast
    CreateWhatIfForecastExport
  `,
  'frauddetector': 'CreateBatchImportJob CreateBatchPredictionJob CreateModelVersion PutExternalModel UpdateModelVersion',
  'gamelift': 'CreateBuild CreateContainerFleet CreateFleet CreateGameServerGroup CreateScript UpdateGameServerGroup UpdateScript',
  'gameliftstreams': 'CreateStreamUrl StartStreamSession',
  'geo': 'StartJob',
  'glue': `
    CreateCatalog CreateColumnStatisticsTaskSettings CreateCrawler CreateDevEndpoint CreateIntegrationResourceProperty CreateJob
    CreateMLTransform CreateSession CreateTableOptimizer PutDataCatalogEncryptionSettings StartBlueprintRun StartColumnStatisticsTaskRun
    StartDataQualityRuleRecommendationRun StartDataQualityRulesetEvaluationRun UpdateCatalog UpdateColumnStatisticsTaskSettings UpdateCrawler
    UpdateIntegrationResourceProperty UpdateJob UpdateMLTransform UpdateTableOptimizer
  `,
  'grafana': 'CreateWorkspace UpdateWorkspace UpdateWorkspaceAuthentication',
  'greengrass': 'AssociateRoleToGroup CreateSoftwareUpdateJob StartBulkDeployment',
  'groundstation': 'CreateConfig CreateDataflowEndpointGroup CreateMissionProfile UpdateConfig UpdateMissionProfile',
  'guardduty': 'CreateMalwareProtectionPlan StartMalwareScan UpdateMalwareProtectionPlan',
  'health-agent': 'CreateDomain StartPatientInsightsJob',
  'healthlake': 'StartDataTransformationJob StartFHIRExportJob StartFHIRImportJob',
  'iam': 'AddRoleToInstanceProfile',
  'imagebuilder': `
    CreateDistributionConfiguration CreateImage CreateImagePipeline CreateInfrastructureConfiguration CreateLifecyclePolicy DistributeImage
    ImportDiskImage StartResourceStateUpdate UpdateDistributionConfiguration UpdateImagePipeline UpdateInfrastructureConfiguration
    UpdateLifecyclePolicy
  `,
  'inspector': 'RegisterCrossAccountAccessRole',
  'iot': `
    CreateCommand CreateJob CreateJobTemplate CreateMitigationAction CreateOTAUpdate CreateProvisioningTemplate CreateRoleAlias
    CreateSecurityProfile CreateStream CreateTopicRule CreateTopicRuleDestination RegisterCACertificate ReplaceTopicRule SetLoggingOptions
    SetV2LoggingOptions StartThingRegistrationTask UpdateAccountAuditConfiguration UpdateCACertificate UpdateEncryptionConfiguration UpdateJob
    UpdateMitigationAction UpdatePackageConfiguration UpdateProvisioningTemplate UpdateRoleAlias UpdateSecurityProfile UpdateStream
  `,
  'iotanalytics': 'CreateChannel CreateDataset CreateDatastore CreatePipeline PutLoggingOptions UpdateChannel UpdateDataset UpdateDatastore UpdatePipeline',
  'iotdeviceadvisor': 'CreateSuiteDefinition StartSuiteRun UpdateSuiteDefinition',
  'iotevents': 'CreateAlarmModel CreateDetectorModel PutLoggingOptions UpdateAlarmModel UpdateDetectorModel',
  'iotfleethub': 'CreateApplication UpdateApplication',
  'iotfleetwise': 'CreateCampaign RegisterAccount',
  'iotmanagedintegrations': 'CreateDestination UpdateDestination',
  'iotsitewise': 'CreateBulkImportJob CreateDataset CreatePortal CreateTask PutStorageConfiguration UpdateDataset UpdatePortal UpdateTask',
  'iottwinmaker': 'CreateSyncJob CreateWorkspace UpdateWorkspace',
  'iotwireless': 'CreateDestination CreateFuotaTask CreateWirelessGatewayTaskDefinition StartWirelessDeviceImportTask UpdateDestination UpdateFuotaTask',
  'kafka': 'CreateChannel CreateReplicator',
  'kafkaconnect': 'CreateConnector',
  'kendra': `
    CreateDataSource CreateExperience CreateFaq CreateIndex CreateQuerySuggestionsBlockList CreateThesaurus PutPrincipalMapping UpdateDataSource
    UpdateExperience UpdateIndex UpdateQuerySuggestionsBlockList UpdateThesaurus
  `,
  'kinesisanalytics': `
    AddApplicationCloudWatchLoggingOption AddApplicationInput AddApplicationInputProcessingConfiguration AddApplicationOutput
    AddApplicationReferenceDataSource CreateApplication UpdateApplication
  `,
  'lakeformation': 'RegisterResource UpdateResource',
  'lambda': `
    CreateCapacityProvider CreateFunction CreateMicrovmImage CreateNetworkConnector RunMicrovm UpdateFunctionConfiguration UpdateMicrovmImage
    UpdateNetworkConnector
  `,
  'lex': 'CreateBot PutBotAlias PutIntent StartImport StartMigration StartTestSetGeneration UpdateBot',
  'logs': 'CreateImportTask CreateScheduledQuery PutDeliveryDestination PutDestination PutIntegration PutSubscriptionFilter UpdateScheduledQuery',
  'lookoutequipment': 'CreateInferenceScheduler CreateModel ImportModelVersion StartDataIngestionJob UpdateInferenceScheduler UpdateModel',
  'lookoutmetrics': 'CreateAlert CreateAnomalyDetector CreateMetricSet UpdateAlert UpdateAnomalyDetector UpdateMetricSet',
  'm2': 'CreateApplication',
  'machinelearning': 'CreateDataSourceFromRDS CreateDataSourceFromRedshift',
  'macie2': 'UpdateRevealConfiguration',
  'mediaconnect': `
    AddFlowOutputs AddFlowSources AddFlowVpcInterfaces CreateFlow CreateRouterInput CreateRouterOutput GrantFlowEntitlements
    UpdateFlowEntitlement UpdateFlowOutput UpdateFlowSource UpdateRouterInput UpdateRouterOutput
  `,
  'mediaconvert': 'CreateJob',
  'medialive': 'CreateChannel CreateCluster CreateInput CreateNodeRegistrationScript UpdateChannel UpdateInput UpdateInputDevice',
  'mediapackage': 'CreateHarvestJob CreateOriginEndpoint UpdateOriginEndpoint',
  'mediapackage-vod': 'CreateAsset CreatePackagingConfiguration CreatePackagingGroup UpdatePackagingGroup',
  'mediapackagev2': 'CreateOriginEndpoint PutOriginEndpointPolicy UpdateOriginEndpoint',
  'mediastore': 'StartAccessLogging',
  'medical-imaging': 'StartDICOMImportJob',
  'mgh': 'AssociateAutomationUnitRole BatchAssociateIamRoleWithConnection',
  'mgn': 'StartCutover StartTest',
  'mobiletargeting': `
    CreateExportJob CreateImportJob CreateJourney CreateRecommenderConfiguration PutEventStream UpdateEmailChannel UpdateJourney
    UpdateRecommenderConfiguration
  `,
  'neptune-db': 'CreateMLEndpoint StartLoaderJob StartMLDataProcessingJob StartMLModelTrainingJob StartMLModelTransformJob',
  'neptune-graph': 'CreateGraphUsingImportTask StartExportTask StartImportTask',
  'nimble': 'CreateStudio CreateStudioComponent UpdateStudio UpdateStudioComponent',
  'observabilityadmin': `
    CreateCentralizationRuleForOrganization CreateDatasetIntegration CreateS3TableIntegration UpdateCentralizationRuleForOrganization
    UpdateDatasetIntegration
  `,
  'odb': 'AssociateIamRoleToResource CreateAutonomousDatabase CreateAutonomousDatabaseWallet UpdateAutonomousDatabase',
  'omics': 'StartAnnotationImportJob StartReadSetExportJob StartReadSetImportJob StartReferenceImportJob StartRun StartRunBatch StartVariantImportJob',
  'opsworks-cm': 'CreateServer',
  'organizations': 'CreateAccount CreateGovCloudAccount',
  'osis': 'CreatePipeline UpdatePipeline',
  'panorama': 'CreateApplicationInstance',
  'pcs': 'CreateComputeNodeGroup UpdateComputeNodeGroup',
  'personalize': `
    CreateBatchInferenceJob CreateBatchSegmentJob CreateDataDeletionJob CreateDatasetExportJob CreateDatasetGroup CreateDatasetImportJob
    CreateMetricAttribution UpdateMetricAttribution
  `,
  'pipes': 'CreatePipe UpdatePipe',
  'profile': 'AssociateStreamForSegments CreateIntegrationWorkflow CreateSegmentSnapshot PutIntegration',
  'proton': `
    CreateEnvironment CreateEnvironmentAccountConnection UpdateAccountRoles UpdateAccountSettings UpdateEnvironment
    UpdateEnvironmentAccountConnection
  `,
  'qbusiness': `
    CreateApplication CreateDataSource CreatePlugin CreateRetriever CreateWebExperience PutGroup UpdateApplication UpdateDataSource UpdatePlugin
    UpdateRetriever UpdateWebExperience
  `,
  'qldb': 'ExportJournalToS3 StreamJournalToKinesis',
  'quicksight': `
    CreateActionConnector CreateDataSource CreateVPCConnection StartAssetBundleImportJob UpdateActionConnector UpdateDataSource
    UpdateResourcePermissions UpdateVPCConnection
  `,
  'rds': `
    AddRoleToDBCluster AddRoleToDBInstance CreateDBCluster CreateDBInstance CreateDBInstanceReadReplica CreateDBProxy ModifyDBCluster
    ModifyDBInstance ModifyDBProxy ModifyOptionGroup RemoveRoleFromDBCluster RemoveRoleFromDBInstance RestoreDBClusterFromS3
    RestoreDBClusterFromSnapshot RestoreDBClusterToPointInTime RestoreDBInstanceFromDBSnapshot RestoreDBInstanceFromS3
    RestoreDBInstanceToPointInTime StartExportTask
  `,
  'redshift': 'CreateCluster CreateRedshiftIdcApplication CreateScheduledAction ModifyRedshiftIdcApplication ModifyScheduledAction RestoreFromClusterSnapshot',
  'redshift-serverless': 'CreateNamespace CreateScheduledAction UpdateNamespace UpdateScheduledAction',
  'rekognition': 'CreateStreamProcessor',
  'repostspace': 'CreateSpace UpdateSpace',
  'resiliencehub': 'CreateApp CreateService CreateTest UpdateApp UpdateService UpdateTest',
  'resource-groups': 'StartTagSyncTask',
  'robomaker': 'CreateSimulationJob CreateWorldExportJob StartSimulationJobBatch',
  'rolesanywhere': 'CreateProfile EnableProfile UpdateProfile',
  'rtbfabric': 'CreateResponderGateway UpdateResponderGateway',
  'rum': 'CreateAppMonitor PutRumMetricsDestination UpdateAppMonitor',
  's3': 'CreateJob PutBucketNotification PutReplicationConfiguration UpdateBucketMetadataAnnotationTableConfiguration',
  's3-outposts': 'PutReplicationConfiguration',
  's3files': 'CreateFileSystem',
  's3tables': 'PutTableBucketReplication PutTableReplication',
  'sagemaker': `
    CreateAIBenchmarkJob CreateAIRecommendationJob CreateAlgorithm CreateAutoMLJob CreateAutoMLJobV2 CreateCluster CreateCompilationJob
    CreateDataQualityJobDefinition CreateDeviceFleet CreateDomain CreateEdgeDeploymentPlan CreateEdgeDeploymentStage CreateEdgePackagingJob
    CreateEndpointConfig CreateFeatureGroup CreateFlowDefinition CreateHyperParameterTuningJob CreateImage CreateInferenceExperiment
    CreateInferenceRecommendationsJob CreateJob CreateLabelingJob CreateMlflowApp CreateMlflowTrackingServer CreateModel
    CreateModelBiasJobDefinition CreateModelExplainabilityJobDefinition CreateModelPackage CreateModelQualityJobDefinition
    CreateMonitoringSchedule CreateNotebookInstance CreateOptimizationJob CreatePartnerApp CreatePipeline CreateProcessingJob CreateProject
    CreateTrainingJob CreateUserProfile StartPipelineExecution UpdateCluster UpdateClusterInference UpdateDeviceFleet UpdateDomain UpdateImage
    UpdateMonitoringSchedule UpdateNotebookInstance UpdatePartnerApp UpdatePipeline UpdateUserProfile
  `,
  'sagemaker-geospatial': 'ExportEarthObservationJob ExportVectorEnrichmentJob StartEarthObservationJob StartVectorEnrichmentJob',
  'scheduler': 'CreateSchedule UpdateSchedule',
  'secretsmanager': 'RotateSecret',
  'securityagent': `
    CreateAgentSpace CreateApplication CreateCodeReview CreatePentest CreateThreatModel UpdateAgentSpace UpdateApplication UpdateCodeReview
    UpdatePentest UpdateThreatModel
  `,
  'securitylake': `
    CreateCustomLogSource CreateDataLake CreateSubscriber CreateSubscriberNotification UpdateDataLake UpdateSubscriber
    UpdateSubscriberNotification
  `,
  'ses': 'CreateConfigurationSetEventDestination CreateReceiptRule CreateRuleSet UpdateConfigurationSetEventDestination UpdateReceiptRule UpdateRuleSet',
  'shield': 'AssociateDRTRole',
  'simspaceweaver': 'StartSimulation',
  'sms': 'CreateApp UpdateApp',
  'sms-voice': `
    CreateConfigurationSetEventDestination CreateEventDestination UpdateConfigurationSetEventDestination UpdateEventDestination
    UpdatePhoneNumber UpdatePool UpdateRcsAgent
  `,
  'snowball': 'CreateCluster CreateJob UpdateCluster UpdateJob',
  'sns': 'CreatePlatformApplication CreateTopic SetPlatformApplicationAttributes',
  'social-messaging': 'AssociateWhatsAppBusinessAccount PutWhatsAppBusinessAccountEventDestinations',
  'ssm': `
    CreateActivation CreateAssociation CreateAssociationBatch CreateCloudConnector CreateDocument RegisterTaskWithMaintenanceWindow SendCommand
    StartAutomationExecution StartChangeRequestExecution UpdateAssociation UpdateMaintenanceWindowTask UpdateManagedInstanceRole
  `,
  'ssm-incidents': 'CreateResponsePlan UpdateResponsePlan',
  'ssm-quicksetup': 'CreateConfigurationManager UpdateConfigurationDefinition UpdateServiceSettings',
  'states': 'CreateStateMachine TestState UpdateStateMachine',
  'storagegateway': 'CreateNFSFileShare CreateSMBFileShare StartCacheReport',
  'supportapp': 'CreateSlackChannelConfiguration UpdateSlackChannelConfiguration',
  'swf': 'RegisterWorkflowType',
  'synthetics': 'CreateCanary StartCanaryDryRun UpdateCanary',
  'timestream': 'CreateScheduledQuery UpdateAccountSettings',
  'transcribe': `
    CreateLanguageModel CreateVocabulary CreateVocabularyFilter StartCallAnalyticsJob StartMedicalScribeJob StartTranscriptionJob
    UpdateVocabulary UpdateVocabularyFilter
  `,
  'transfer': `
    CreateAccess CreateAgreement CreateConnector CreateServer CreateUser CreateWebApp UpdateAccess UpdateAgreement UpdateConnector UpdateServer
    UpdateUser UpdateWebApp UpdateWebAppCustomization
  `,
  'translate': 'StartTextTranslationJob',
  'ts': 'StartExecution',
  'voiceid': 'StartFraudsterRegistrationJob StartSpeakerEnrollmentJob',
  'wafv2': 'CreateRuleGroup CreateWebACL UpdateRuleGroup UpdateWebACL',
  'wellarchitected': 'CreateAgentProfile UpdateAgentProfile',
  'wisdom': 'CreateAssistantAssociation',
  'workmail': 'PutEmailMonitoringConfiguration StartMailboxExportJob',
  'workspaces': 'ModifyWorkspaceCreationProperties',
};

/**
 * Answers with credentials, a session or a URL that is one; makes or sets the password, the key or the certificate of somebody, or takes over
 * a user.
 */
const GIVES_CREDENTIALS: Actions = {
  'acm-pca': 'IssueCertificate',
  'aidevops': 'CreateAccessToken CreateOneTimeLoginSession RotateAccessToken',
  'airflow': 'CreateCliToken CreateWebLoginToken',
  'amplifybackend': 'CreateToken',
  'amplifyuibuilder': 'ExchangeCodeForToken RefreshToken',
  'appfabric': 'BatchGetUserAccessTasks',
  'appstream': 'CreateAppBlockBuilderStreamingURL CreateImageBuilderStreamingURL CreateStreamingURL',
  'appsync': 'CreateApiKey UpdateApiKey',
  'athena': 'CreatePresignedNotebookUrl GetSessionEndpoint',
  'aws-external-anthropic': 'AssumeConsole CreateUserProfileEnrollmentUrl RotateWebhookSecret',
  'bedrock': 'CreateDataSourceToken',
  'bedrock-agentcore': `
    GetWorkloadAccessToken GetWorkloadAccessTokenForJWT GetWorkloadAccessTokenForUserId UpdateApiKeyCredentialProvider
    UpdateOauth2CredentialProvider UpdatePaymentCredentialProvider
  `,
  'chime': 'CreateApiKey PutVoiceConnectorTerminationCredentials RegenerateSecurityToken',
  'cloud9': 'ModifyTemporaryCredentialsOnEnvironmentEC2',
  'cloudfront': 'CreateKeyGroup CreatePublicKey UpdateKeyGroup UpdatePublicKey',
  'cloudshell': 'CreateSession PutCredentials',
  'codebuild': 'ImportSourceCredentials PersistOAuthToken',
  'cognito-idp': `
    AddUserPoolClientSecret AdminAddUserToGroup AdminConfirmSignUp AdminInitiateAuth AdminLinkProviderForUser AdminResetUserPassword
    AdminRespondToAuthChallenge AdminSetUserMFAPreference AdminSetUserPassword AdminUpdateUserAttributes
  `,
  'connect': 'AdminGetEmergencyAccessToken',
  'deadline': 'AssumeFleetRoleForRead AssumeFleetRoleForWorker AssumeQueueRoleForRead AssumeQueueRoleForUser AssumeQueueRoleForWorker',
  'docdb-elastic': 'UpdateCluster',
  'drs': 'IssueAgentCertificateForDrs',
  'ds': 'ResetUserPassword',
  'ec2': 'CreateKeyPair ImportClientVpnClientCertificateRevocationList ImportKeyPair',
  'ec2-instance-connect': 'OpenTunnel SendSSHPublicKey SendSerialConsoleSSHPublicKey',
  'elasticache': 'CreateUser ModifyCacheCluster ModifyReplicationGroup ModifyUser',
  'elasticmapreduce': 'CreateStudioPresignedUrl GetClusterSessionCredentials GetSessionEndpoint',
  'emr-containers': 'CreateCertificate GetManagedEndpointSessionCredentials',
  'events': 'RetrieveConnectionCredentials',
  'finops-agent': 'CreateOneTimeLoginSession',
  'finspace': 'CreateKxUser CreateUser ResetUserPassword UpdateKxUser UpdateUser',
  'fsx': 'UpdateFileSystem UpdateStorageVirtualMachine',
  'gameliftstreams': 'CreateStreamSessionAdminShell CreateStreamSessionConnection',
  'geo': 'CreateKey UpdateKey',
  'grafana': 'CreateWorkspaceApiKey CreateWorkspaceServiceAccount CreateWorkspaceServiceAccountToken',
  'health-agent': 'ResetPassword',
  'iam': `
    CreateAccessKey CreateLoginProfile CreateServiceSpecificCredential DeactivateMFADevice EnableMFADevice ResetServiceSpecificCredential
    ResyncMFADevice SendDelegationToken SetSecurityTokenServicePreferences UpdateAccessKey UpdateAccountEmailAddress UpdateAccountPasswordPolicy
    UpdateCloudFrontPublicKey UpdateLoginProfile UpdateSSHPublicKey UpdateServiceSpecificCredential UpdateSigningCertificate
    UploadCloudFrontPublicKey UploadSSHPublicKey UploadSigningCertificate
  `,
  'iot': `
    AcceptCertificateTransfer CreateCertificateFromCsr CreateKeysAndCertificate CreateProvisioningClaim OpenTunnel RegisterCertificate
    RegisterCertificateWithoutCA RotateTunnelAccessToken TransferCertificate UpdateCertificate
  `,
  'iq-permission': 'AssumePermissionRole',
  'ivs': 'ImportPlaybackKeyPair ImportPublicKey',
  'kafka': 'BatchAssociateScramSecret',
  'lambda': 'CreateMicrovmAuthToken CreateMicrovmShellAuthToken',
  'license-manager': 'CreateToken',
  'lightsail': `
    CreateBucketAccessKey CreateContainerServiceRegistryLogin CreateGUISessionAccessDetails CreateKeyPair DownloadDefaultKeyPair
    GetInstanceAccessDetails GetRelationalDatabaseMasterUserPassword ImportKeyPair UpdateRelationalDatabase
  `,
  'mediapackage': 'RotateChannelCredentials RotateIngestEndpointCredentials',
  'memorydb': 'CreateUser UpdateUser',
  'mgn': 'IssueClientCertificateForMgn',
  'mq': 'CreateUser UpdateBroker UpdateBrokerAccessConfiguration UpdateUser',
  'nimble': 'CreateStreamingSessionStream',
  'q': 'CreateScimAccessToken',
  'qbusiness': 'CreateAnonymousWebExperienceUrl',
  'quicksight': `
    GenerateEmbedUrlForAnonymousUser GenerateEmbedUrlForRegisteredUser GenerateEmbedUrlForRegisteredUserWithIdentity
    UpdateApplicationWithTokenExchangeGrant
  `,
  'rds': 'ModifyTenantDatabase',
  'redshift': 'GetClusterCredentials GetClusterCredentialsWithIAM ModifyCluster',
  'redshift-serverless': 'GetCredentials',
  'rolesanywhere': 'ImportCrl',
  'route53domains': 'RetrieveDomainAuthCode',
  'route53globalresolver': 'CreateAccessToken UpdateAccessToken',
  'sagemaker': `
    CreatePartnerAppPresignedUrl CreatePresignedDomainUrl CreatePresignedMlflowAppUrl CreatePresignedMlflowTrackingServerUrl
    CreatePresignedNotebookInstanceUrl StartSession
  `,
  'securityagent': 'CreateOneTimeLoginSession',
  'ses': 'UpdateIngressPoint',
  'ssm': 'RequestManagedInstanceRoleToken UpdateManagedInstancePublicKey',
  'sso-directory': 'CreateBearerToken ImportExternalIdPCertificate UpdateMfaDeviceForUser UpdatePassword',
  'sso-oauth': 'CreateTokenWithIAM',
  'storagegateway': 'SetLocalConsolePassword SetSMBGuestPassword UpdateChapCredentials',
  'sts': 'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetDelegatedAccessToken GetFederationToken GetWebIdentityToken SetContext',
  'transfer': 'ImportHostKey ImportSshPublicKey UpdateHostKey',
  'wafv2': 'CreateAPIKey',
  'wickr': 'BatchCreateUser CreateAdminSession',
  'workmail': 'AssumeImpersonationRole CreateImpersonationRole ResetPassword UpdateImpersonationRole',
  'workspaces': 'CreateRootClientCertificate ModifyCertificateBasedAuthProperties UpdateRootClientCertificate',
};

/** Runs commands, code or templates with the rights of another role, or changes what such a role runs: code, its configuration, its triggers. */
const RUNS_CODE: Actions = {
  'airflow': 'InvokeRestApi',
  'amplify': 'CreateDeployment StartDeployment StartJob',
  'appsync': 'CreateFunction CreateResolver UpdateFunction UpdateResolver',
  'athena': 'StartCalculationExecution',
  'batch': 'SubmitJob',
  'bedrock': 'CreateAgentActionGroup UpdateAgentActionGroup',
  'bedrock-agentcore': `
    CreateGatewayTarget InvokeAgentRuntimeCommand InvokeAgentRuntimeCommandShell InvokeAgentRuntimeForUser
    InvokeAgentRuntimeWithWebSocketStreamForUser InvokeCodeInterpreter UpdateGatewayTarget
  `,
  'budgets': 'ExecuteBudgetAction',
  'cloud9': 'CreateEnvironmentEC2',
  'cloudformation': `
    CreateStackInstances CreateStackRefactor ExecuteChangeSet ExecuteStackRefactor ImportStacksToStackSet PublishType SetTypeConfiguration
    UpdateStackInstances
  `,
  'cloudfront': 'PublishConnectionFunction PublishFunction UpdateConnectionFunction UpdateDistribution UpdateFunction',
  'codebuild': 'CreateWebhook StartBuild StartCommandExecution StartSandbox StartSandboxConnection UpdateWebhook',
  'codedeploy': 'CreateDeployment',
  'codepipeline': 'EnableStageTransition OverrideStageCondition PutApprovalResult PutWebhook StartPipelineExecution',
  'databrew': 'StartJobRun',
  'datapipeline': 'ActivatePipeline PutPipelineDefinition',
  'ds': 'StartSchemaExtension',
  'ec2': `
    CreateFleet CreateLaunchTemplate CreateLaunchTemplateVersion CreateReplaceRootVolumeTask ModifyFleet ModifyInstanceAttribute
    ModifyInstanceMetadataDefaults ModifyInstanceMetadataOptions ModifyLaunchTemplate ModifySpotFleetRequest
  `,
  'ecs': 'ExecuteCommand',
  'eks': 'UpdateNodegroupVersion',
  'elasticbeanstalk': 'CreateConfigurationTemplate UpdateConfigurationTemplate UpdateEnvironment',
  'elasticmapreduce': 'AttachEditor',
  'emr-serverless': 'UpdateApplication',
  'glue': 'CreateBlueprint CreateTrigger PassConnection RunStatement StartJobRun UpdateBlueprint UpdateDevEndpoint UpdateJobFromSourceControl UpdateTrigger',
  'greengrass': 'CreateComponentVersion CreateDeployment CreateFunctionDefinitionVersion',
  'imagebuilder': 'CreateComponent CreateContainerRecipe CreateImageRecipe CreateWorkflow ImportComponent',
  'iot': `
    CreateAuthorizer CreateCertificateProvider CreateDomainConfiguration StartCommandExecution UpdateAuthorizer UpdateCertificateProvider
    UpdateDomainConfiguration
  `,
  'lambda': `
    CreateEventSourceMapping CreateFunctionUrlConfig PassCapacityProvider PassNetworkConnector PublishLayerVersion PutFunctionEventInvokeConfig
    UpdateAlias UpdateEventSourceMapping UpdateFunctionCode UpdateFunctionEventInvokeConfig UpdateFunctionUrlConfig
  `,
  'lightsail': 'CreateContainerServiceDeployment',
  'opsworks': 'CloneStack CreateDeployment CreateStack UpdateApp UpdateLayer UpdateStack',
  'sagemaker': `
    CreateApp CreateCodeRepository CreateNotebookInstanceLifecycleConfig CreateSpace CreateStudioLifecycleConfig CreateTransformJob
    UpdateCodeRepository UpdateEndpoint UpdateNotebookInstanceLifecycleConfig UpdateSpace
  `,
  'servicecatalog': `
    CreateConstraint CreateProvisionedProductPlan CreateProvisioningArtifact ExecuteProvisionedProductPlan
    ExecuteProvisionedProductServiceAction ProvisionProduct UpdateConstraint UpdateProvisionedProduct
  `,
  'ssm': `
    RegisterTargetWithMaintenanceWindow ResumeSession SendAutomationSignal StartAccessRequest StartAssociationsOnce StartSession UpdateDocument
    UpdateDocumentDefaultVersion UpdateMaintenanceWindowTarget
  `,
  'ssm-guiconnect': 'StartConnection',
};

/** Lets others in: policies of resources, shares, grants, invitations, members and their rights, identity providers, what is public. */
const LETS_OTHERS_IN: Actions = {
  'account': 'StartPrimaryEmailUpdate',
  'agent-registry': 'PutResourcePolicy',
  'aiops': 'PutInvestigationGroupPolicy',
  'aoss': 'CreateAccessPolicy CreateSecurityPolicy UpdateAccessPolicy UpdateSecurityPolicy',
  'appfabric': 'ConnectAppAuthorization CreateAppAuthorization UpdateAppAuthorization',
  'appmesh': 'PutMeshPolicy',
  'appmesh-preview': 'PutMeshPolicy',
  'appstream': 'BatchAssociateUserStack CreateUser EnableUser UpdateImagePermissions',
  'appsync': 'PutResourcePolicy',
  'aps': 'PutResourcePolicy',
  'auditmanager': 'RegisterOrganizationAdminAccount StartAssessmentFrameworkShare UpdateAssessmentFrameworkShare',
  'bedrock': 'PutResourcePolicy',
  'bedrock-agentcore': 'CreatePolicy PutResourcePolicy UpdatePolicy UpdatePolicyEngine',
  'billing': 'UpdateIAMAccessPreference',
  'chime': 'CreateAppInstanceAdmin',
  'cleanrooms': 'UpdateConfiguredTableAllowedColumns',
  'cloud9': 'CreateEnvironmentMembership UpdateEnvironmentMembership',
  'cloudformation': 'ActivateOrganizationsAccess',
  'cloudfront': 'PutResourcePolicy',
  'cloudhsm': 'ModifyBackupAttributes',
  'cloudtrail': 'PutResourcePolicy RegisterOrganizationDelegatedAdmin',
  'codeartifact': 'PutDomainPermissionsPolicy PutRepositoryPermissionsPolicy',
  'codecatalyst': 'CreateSpaceAdminRoleAssignment',
  'codestar': 'PutExtendedAccess',
  'codewhisperer': 'AssociateCustomizationPermission',
  'cognito-identity': 'SetIdentityPoolRoles SetPrincipalTagAttributeMap UpdateIdentityPool',
  'cognito-idp': 'CreateIdentityProvider UpdateIdentityProvider UpdateUserPool',
  'comprehend': 'PutResourcePolicy',
  'config': 'PutAggregationAuthorization',
  'connect': 'CreateSecurityProfile CreateUser UpdateSecurityProfile UpdateUserSecurityProfiles',
  'dataexchange': 'CreateDataGrant',
  'datazone': 'AcceptSubscriptionRequest CreateProjectMembership CreateSubscriptionGrant',
  'detective': 'AcceptInvitation CreateMembers EnableOrganizationAdminAccount',
  'ds': `
    AuthorizeApplication CreateTrust EnableCAEnrollmentPolicy EnableDirectoryDataAccess EnableRadius ShareDirectory UpdateAuthorizedApplication
    UpdateRadius UpdateTrust
  `,
  'ds-data': 'AddGroupMember CreateUser UpdateUser',
  'dsql': 'PutClusterPolicy',
  'ec2': `
    AttachVerifiedAccessTrustProvider AuthorizeClientVpnIngress CreateVerifiedAccessTrustProvider CreateVpcBlockPublicAccessExclusion
    EnableReachabilityAnalyzerOrganizationSharing EnableSerialConsoleAccess ModifyClientVpnEndpoint ModifyFpgaImageAttribute
    ModifyImageAttribute ModifyVerifiedAccessEndpointPolicy ModifyVerifiedAccessGroupPolicy ModifyVerifiedAccessTrustProvider
    ModifyVpcBlockPublicAccessExclusion ModifyVpcBlockPublicAccessOptions ModifyVpcEndpoint
  `,
  'eks': 'AssociateAccessPolicy AssociateIdentityProviderConfig CreateAccessEntry UpdateAccessEntry',
  'elasticache': 'CreateUserGroup ModifyUserGroup',
  'elasticfilesystem': 'CreateAccessPoint',
  'elasticmapreduce': 'CreateStudioSessionMapping UpdateStudioSessionMapping',
  'elemental-inference': 'PutFeedPolicy',
  'es': 'AcceptInboundConnection AcceptInboundCrossClusterSearchConnection AuthorizeVpcEndpointAccess',
  'fms': 'AssociateAdminAccount PutAdminAccount',
  'fsx': 'CreateAndAttachS3AccessPoint UpdateSharedVpcConfiguration',
  'glue': 'AuthorizeInboundIntegration',
  'guardduty': 'AcceptAdministratorInvitation AcceptInvitation EnableOrganizationAdminAccount',
  'iam': `
    AcceptDelegationRequest AddClientIDToOpenIDConnectProvider AddUserToGroup AssociateDelegationRequest CreateDelegationRequest
    CreateOpenIDConnectProvider CreateRole CreateSAMLProvider CreateServiceLinkedRole CreateUser EnableOrganizationsRootCredentialsManagement
    EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation PassRole UpdateGroup UpdateOpenIDConnectProviderThumbprint
    UpdateSAMLProvider UpdateUser
  `,
  'identitystore': 'CreateGroupMembership CreateUser UpdateGroup UpdateUser',
  'inspector2': 'EnableDelegatedAdminAccount',
  'iotsitewise': 'CreateAccessPolicy UpdateAccessPolicy',
  'iq-permission': 'ApproveAccessGrant ApprovePermissionRequest',
  'kafka': 'PutClusterPolicy',
  'kendra': 'CreateAccessControlConfiguration UpdateAccessControlConfiguration',
  'kinesis': 'PutResourcePolicy',
  'lakeformation': 'RegisterResourceWithPrivilegedAccess',
  'lex': 'CreateResourcePolicy CreateResourcePolicyStatement UpdateResourcePolicy',
  'license-manager': 'AcceptGrant CreateGrant CreateGrantVersion',
  'lightsail': 'OpenInstancePublicPorts PutInstancePublicPorts SetResourceAccessForBucket UpdateBucket',
  'logs': 'PutBearerTokenAuthentication PutDeliveryDestinationPolicy PutDestinationPolicy',
  'lookoutequipment': 'PutResourcePolicy',
  'macie2': 'AcceptInvitation CreateMember EnableOrganizationAdminAccount',
  'managedblockchain': 'CreateAccessor',
  'mediaconvert': 'CreateResourceShare PutPolicy',
  'mediapackagev2': 'PutChannelPolicy',
  'network-firewall': 'PutResourcePolicy',
  'network-security-manager': 'PutAdminAccount',
  'nimble': 'PutLaunchProfileMembers PutStudioMembers UpdateLaunchProfileMember',
  'oam': 'CreateLink CreateSink PutSinkPolicy UpdateLink',
  'odb': 'CreateGrantShare PutResourcePolicy UpdateGrantShare',
  'omics': 'AcceptShare CreateShare PutS3AccessPolicy',
  'opsworks': 'GrantAccess',
  'organizations': `
    AcceptHandshake DisablePolicyType EnableAWSServiceAccess InviteAccountToOrganization InviteOrganizationToTransferResponsibility
    LeaveOrganization MoveAccount RegisterDelegatedAdministrator RemoveAccountFromOrganization
  `,
  'osis': 'PutResourcePolicy',
  'q': 'CreateAuthGrant UpdateAuthGrant',
  'qapps': 'UpdateQAppPermissions',
  'qbusiness': 'AssociatePermission CreateDataAccessor CreateDataAccessorWithTti PutResourcePolicy UpdateDataAccessor',
  'qldb': 'UpdateLedgerPermissionsMode',
  'quicksight': `
    CreateAdmin CreateCustomPermissions CreateGroupMembership CreateIAMPolicyAssignment CreateRoleMembership CreateUser RegisterUser
    ScopeDownPolicy SetGroupMapping UpdateAccountCustomPermission UpdateCustomPermissions UpdateIAMPolicyAssignment UpdatePublicSharingSettings
    UpdateRoleCustomPermission UpdateUser UpdateUserCustomPermission
  `,
  'ram': `
    AcceptResourceShareInvitation AssociateResourceShare AssociateResourceSharePermission CreatePermission CreatePermissionVersion
    CreateResourceShare PromotePermissionCreatedFromPolicy PromoteResourceShareCreatedFromPolicy ReplacePermissionAssociations
    SetDefaultPermissionVersion UpdateResourceShare
  `,
  'rds': 'ModifyDBClusterSnapshotAttribute ModifyDBSnapshotAttribute',
  'redshift': 'AssociateDataShareConsumer AuthorizeInboundIntegration',
  'redshift-serverless': 'PutResourcePolicy',
  'refactor-spaces': 'PutResourcePolicy',
  'rekognition': 'PutProjectPolicy',
  'resource-groups': 'PutGroupPolicy',
  'rolesanywhere': 'CreateTrustAnchor EnableTrustAnchor UpdateTrustAnchor',
  'route53': 'CreateVPCAssociationAuthorization',
  'route53-recovery-readiness': 'CreateCrossAccountAuthorization',
  'route53domains': 'TransferDomain TransferDomainToAnotherAwsAccount',
  'route53profiles': 'PutProfilePolicy',
  'rum': 'PutResourcePolicy',
  's3': 'CreateAccessPointForObjectLambda PutAccessPointConfigurationForObjectLambda PutBucketAbac PutBucketWebsite',
  's3files': 'CreateAccessPoint',
  'sagemaker': `
    CreateLineageGroupPolicy CreateSharedModel CreateWorkforce CreateWorkteam PutLineageGroupPolicy PutModelPackageGroupPolicy PutResourcePolicy
    UpdateSharedModel UpdateWorkforce UpdateWorkteam
  `,
  'schemas': 'PutResourcePolicy',
  'scn': 'AssignAdminPermissionsToUser',
  'securityhub': 'AcceptAdministratorInvitation AcceptInvitation EnableOrganizationAdminAccount',
  'securitylake': 'RegisterDataLakeDelegatedAdministrator',
  'serverlessrepo': 'PutApplicationPolicy',
  'servicecatalog': 'AcceptPortfolioShare AssociatePrincipalWithPortfolio EnableAWSOrganizationsAccess PutResourcePolicy',
  'servicediscovery': 'PutResourcePolicy',
  'signin': 'CreateOAuth2PublicClient PutConsoleAuthorizationConfiguration PutResourcePermissionStatement',
  'ssm-contacts': 'PutContactPolicy',
  'sso': `
    AssociateDirectory AssociateProfile CreateAccountAssignment CreateApplicationAssignment CreateInstanceAccessControlAttributeConfiguration
    CreatePermissionSet CreateTrust CreateTrustedTokenIssuer ProvisionPermissionSet PutApplicationAccessScope
    PutApplicationAssignmentConfiguration PutApplicationAuthenticationMethod PutApplicationGrant PutInlinePolicyToPermissionSet
    PutMfaDeviceManagementForDirectory UpdateApplicationInstanceSecurityConfiguration UpdateInstanceAccessControlAttributeConfiguration
    UpdateSSOConfiguration UpdateTrust UpdateTrustedTokenIssuer
  `,
  'sso-directory': 'AddMemberToGroup CreateUser EnableUser UpdateUser',
  'transform-custom': 'ShareTransformationPackage',
  'trustedadvisor': 'SetAccountAccess SetOrganizationAccess',
  'verifiedpermissions': `
    CreateIdentitySource CreatePolicy CreatePolicyStore CreatePolicyTemplate UpdateIdentitySource UpdatePolicy UpdatePolicyStore
    UpdatePolicyTemplate
  `,
  'vpc-lattice': 'PutResourcePolicy',
  'wellarchitected': 'CreateLensShare CreateProfileShare CreateTemplateShare CreateWorkloadShare UpdateWorkloadShare',
  'workdocs': 'AddNotificationPermissions AddResourcePermissions AddUserToGroup UpdateUser UpdateUserAdministrativeSettings',
  'workmail': 'AssociateMemberToGroup PutAccessControlRule PutMailboxPermissions',
  'workspaces': 'AuthorizeIpRules UpdateRulesOfIpGroup',
  'workspaces-web': 'AssociateIpAccessSettings UpdateIpAccessSettings UpdateTrustStore',
  'xray': 'PutResourcePolicy',
};

/**
 * Sends data to where the request says, or lastingly makes a service do so: copies, exports, replicas, backups, deliveries, subscriptions,
 * logs.
 */
const SENDS_DATA: Actions = {
  'amplifybackend': 'CloneBackend',
  'app-integrations': 'CreateDataIntegration CreateEventIntegration',
  'appfabric': 'CreateIngestionDestination UpdateIngestionDestination',
  'appstream': 'CopyImage CreateUsageReportSubscription',
  'aps': 'CreateLoggingConfiguration CreateQueryLoggingConfiguration',
  'athena': 'ExportNotebook',
  'backup': 'CopyFromBackupVault CopyIntoBackupVault CreateBackupAccessPoint CreateReportPlan CreateRestoreAccessBackupVault UpdateReportPlan',
  'bcm-data-exports': 'CreateExport UpdateExport',
  'bedrock': 'CreateModelCopyJob',
  'ce': 'CreateAnomalySubscription CreateNotificationSubscription UpdateAnomalySubscription UpdateNotificationSubscription',
  'chime': `
    PutAppInstanceStreamingConfigurations PutMessagingStreamingConfigurations PutVoiceConnectorStreamingConfiguration StartDataExport
    UpdateMediaPipelineKinesisVideoStreamPool
  `,
  'cleanrooms': 'StartAnalysisLogExport',
  'cleanrooms-ml': 'StartAudienceExportJob StartTrainedModelExportJob StartTrainedModelInferenceJob',
  'cloudhsm': 'CopyBackupToRegion',
  'codecommit': 'PutRepositoryTriggers',
  'codestar-notifications': 'CreateNotificationRule Subscribe UpdateNotificationRule',
  'cognito-idp': 'SetLogDeliveryConfiguration',
  'config': 'PutDeliveryChannel',
  'connect': 'AssociateInstanceStorageConfig CreateIntegrationAssociation ReplicateInstance StartContactStreaming UpdateInstanceStorageConfig',
  'cur': 'ModifyReportDefinition PutReportDefinition',
  'dataexchange': 'StartJob',
  'datasync': 'CreateAgent',
  'datazone': 'PutDataExportConfiguration StartNotebookExport',
  'discovery': 'ExportConfigurations StartContinuousExport StartExportTask',
  'dms': `
    CreateReplicationConfig CreateReplicationTask ModifyReplicationConfig ModifyReplicationTask MoveReplicationTask
    StartMetadataModelExportAsScripts StartMetadataModelExportToTarget
  `,
  'docdb-elastic': 'CopyClusterSnapshot RestoreClusterFromSnapshot',
  'ds': 'CreateConditionalForwarder CreateLogSubscription UpdateConditionalForwarder',
  'dynamodb': `
    AssociateTableReplica CreateGlobalTable CreateGlobalTableWitness CreateTableReplica EnableKinesisStreamingDestination
    ExportTableToPointInTime StartAwsBackupJob UpdateGlobalTable UpdateKinesisStreamingDestination UpdateTable
  `,
  'ec2': `
    BundleInstance CopyFpgaImage CopyImage CopySnapshot CopyVolumes CreateCapacityManagerDataExport CreateInstanceExportTask
    CreateRestoreImageTask CreateSpotDatafeedSubscription CreateStoreImageTask CreateTrafficMirrorFilterRule CreateTrafficMirrorSession
    CreateTrafficMirrorTarget ExportTransitGatewayRoutes ModifyTrafficMirrorFilterRule ModifyTrafficMirrorSession
  `,
  'ecr': 'PutReplicationConfiguration ReplicateImage',
  'elasticache': 'CopyServerlessCacheSnapshot CopySnapshot CreateGlobalReplicationGroup ExportServerlessCacheSnapshot',
  'es': 'CreateOutboundConnection CreateOutboundCrossClusterSearchConnection',
  'events': 'CreateApiDestination CreateArchive CreateConnection StartReplay UpdateApiDestination UpdateArchive UpdateConnection',
  'evidently': 'UpdateProjectDataDelivery',
  'fsx': 'CopyBackup CopySnapshotAndUpdateVolume CreateDataRepositoryAssociation CreateDataRepositoryTask UpdateDataRepositoryAssociation',
  'gameliftstreams': 'ExportStreamSessionFiles',
  'glue': 'CreateConnection CreateIntegration ModifyIntegration StartExportLabelsTaskRun UpdateConnection UpdateSourceControlFromJob',
  'guardduty': 'CreatePublishingDestination UpdatePublishingDestination',
  'health-agent': 'CreateIntegration CreateSubscription UpdateIntegration',
  'healthlake': 'StartFHIRExportJobWithGet StartFHIRExportJobWithPost',
  'inspector2': 'CreateSbomExport',
  'iot': 'ConfirmTopicRuleDestination UpdateTopicRuleDestination',
  'iotmanagedintegrations': 'CreateConnectorDestination CreateNotificationConfiguration UpdateConnectorDestination UpdateNotificationConfiguration',
  'iotsitewise': 'CreateDatasetExportJob',
  'ivschat': 'CreateLoggingConfiguration',
  'kinesisvideo': 'UpdateNotificationConfiguration',
  'lightsail': 'CopySnapshot ExportSnapshot',
  'logs': `
    AssociateSourceToS3TableIntegration CreateDelivery CreateExportTask CreateLogDelivery PutAccountPolicy PutDeliverySource
    UpdateDeliveryConfiguration UpdateLogDelivery
  `,
  'm2': 'CreateDataSetExportTask',
  'macie2': 'PutClassificationExportConfiguration',
  'marketplacecommerceanalytics': 'StartSupportDataExport',
  'mediaimport': 'CreateDatabaseBinarySnapshot',
  'medical-imaging': 'CopyImageSet',
  'memorydb': 'CopySnapshot',
  'odb': 'CreateOutboundIntegration UpdateOutboundIntegration',
  'payment-cryptography': 'AddKeyReplicationRegions EnableDefaultKeyReplicationRegions ExportKey',
  'profile': 'CreateEventStream PutSegmentSubscription',
  'qapps': 'ExportQAppSessionData',
  'quicksight': 'StartAssetBundleExportJob StartDashboardSnapshotJob StartDashboardSnapshotJobSchedule',
  'rds': `
    CopyDBClusterSnapshot CopyDBSnapshot CreateIntegration ModifyActivityStream ModifyIntegration StartActivityStream
    StartDBInstanceAutomatedBackupsReplication
  `,
  'redshift': 'CopyClusterSnapshot CreateIntegration EnableLogging EnableSnapshotCopy ModifyIntegration',
  'redshift-serverless': 'CreateSnapshotCopyConfiguration RestoreFromRecoveryPoint RestoreFromSnapshot UpdateSnapshotCopyConfiguration',
  'rekognition': 'CopyProjectVersion',
  'resiliencehub': 'StartMetricsExport',
  'route53': 'CreateQueryLoggingConfig',
  'route53resolver': 'AssociateResolverQueryLogConfig CreateResolverQueryLogConfig',
  's3': `
    InitiateReplication PutAnalyticsConfiguration PutBucketLogging PutInventoryConfiguration PutStorageLensConfiguration ReplicateDelete
    ReplicateObject ReplicateObjectAnnotation
  `,
  's3-outposts': 'ReplicateDelete ReplicateObject',
  'sagemaker': 'CreateModelCardExportJob',
  'sdb': 'StartDomainExport',
  'secretsmanager': 'ReplicateSecretToRegions',
  'ses': 'CreateExportJob SetActiveReceiptRuleSet SetIdentityNotificationTopic StartArchiveExport',
  'shield': 'AssociateDRTLogBucket',
  'sns': 'ConfirmSubscription SetSubscriptionAttributes Subscribe',
  'sqs': 'StartMessageMoveTask',
  'ssm': 'CreateResourceDataSync UpdateCloudConnector UpdateResourceDataSync',
  'timestream': 'StartAwsBackupJob',
  'vpc-lattice': 'CreateAccessLogSubscription UpdateAccessLogSubscription',
  'workdocs': 'CreateNotificationSubscription StartInstanceExport',
  'workspaces': 'CopyWorkspaceImage',
  'xray': 'UpdateTraceSegmentDestination',
};

/**
 * Takes off what protects or records: logs, trails, detectors and their findings, encryption and its keys, locks, retention, signatures,
 * guardrails.
 */
const TAKES_PROTECTION: Actions = {
  'access-analyzer': 'CreateArchiveRule DeleteAnalyzer UpdateArchiveRule UpdateFindings',
  'aps': `
    DeleteLoggingConfiguration DeleteQueryLoggingConfiguration DeleteScraperLoggingConfiguration UpdateLoggingConfiguration
    UpdateQueryLoggingConfiguration UpdateScraperLoggingConfiguration
  `,
  'aws-external-anthropic': 'UpdateVault',
  'backup': 'DeleteBackupVaultLockConfiguration DisassociateBackupVaultMpaApprovalTeam PutBackupVaultLockConfiguration UpdateRecoveryPointLifecycle',
  'bedrock': `
    DeleteEnforcedGuardrailConfiguration DeleteGuardrail DeleteModelInvocationLoggingConfiguration PutAccountDataRetention
    PutEnforcedGuardrailConfiguration UpdateGuardrail
  `,
  'bedrock-agentcore': 'DeletePolicy DeletePolicyEngine SetTokenVaultCMK',
  'chime': 'DeleteVoiceConnectorStreamingConfiguration PutSipMediaApplicationLoggingConfiguration PutVoiceConnectorLoggingConfiguration',
  'cloudformation': 'UpdateTerminationProtection',
  'cloudfront': 'DeleteFieldLevelEncryptionConfig DeleteRealtimeLogConfig UpdateFieldLevelEncryptionConfig UpdateFieldLevelEncryptionProfile',
  'cloudtrail': 'DeleteEventDataStore DeleteTrail PutEventSelectors PutInsightSelectors StopEventDataStoreIngestion StopLogging UpdateEventDataStore',
  'codecommit': 'UpdateRepositoryEncryptionKey',
  'cognito-idp': 'SetRiskConfiguration SetUserPoolMfaConfig',
  'config': `
    DeleteConfigRule DeleteConfigurationRecorder DeleteDeliveryChannel DeleteRetentionConfiguration DeleteServiceLinkedConfigurationRecorder
    PutRetentionConfiguration StopConfigurationRecorder
  `,
  'controltower': 'DisableControl DisableGuardrail',
  'detective': 'DeleteGraph',
  'dynamodb': 'UpdateContinuousBackups UpdateTimeToLive',
  'ec2': `
    DeleteFlowLogs DeleteVpcEncryptionControl DisableAllowedImagesSettings DisableEbsEncryptionByDefault DisableImageDeregistrationProtection
    ModifyEbsDefaultKmsKeyId ModifyVerifiedAccessInstanceLoggingConfiguration ModifyVpcEncryptionControl UnlockSnapshot
  `,
  'elasticfilesystem': 'UpdateFileSystemProtection',
  'firehose': 'StopDeliveryStreamEncryption',
  'fms': 'DeletePolicy',
  'frauddetector': 'PutKMSEncryptionKey',
  'guardduty': `
    ArchiveFindings CreateFilter CreateIPSet CreateTrustedEntitySet DeleteDetector DeleteMalwareProtectionPlan DeletePublishingDestination
    DisassociateFromAdministratorAccount DisassociateFromMasterAccount StopMonitoringMembers UpdateDetector UpdateFilter UpdateIPSet
    UpdateMemberDetectors UpdateTrustedEntitySet
  `,
  'iam': 'DeleteVirtualMFADevice',
  'inspector2': 'CreateFilter Disable UpdateEncryptionKey UpdateFilter',
  'iot': 'DeleteAccountAuditConfiguration DeleteScheduledAudit DeleteV2LoggingLevel SetV2LoggingLevel',
  'iotfleetwise': 'PutEncryptionConfiguration',
  'iotmanagedintegrations': 'PutDefaultEncryptionConfiguration',
  'iotsitewise': 'PutDefaultEncryptionConfiguration',
  'ivschat': 'DeleteLoggingConfiguration UpdateLoggingConfiguration',
  'kinesis': 'DecreaseStreamRetentionPeriod StopStreamEncryption',
  'kinesisanalytics': 'DeleteApplicationCloudWatchLoggingOption',
  'kms': `
    DeleteCustomKeyStore DeleteImportedKeyMaterial DisableKey DisableKeyRotation DisconnectCustomKeyStore ImportKeyMaterial ReplicateKey
    ScheduleKeyDeletion UpdateAlias UpdateCustomKeyStore UpdatePrimaryRegion
  `,
  'lambda': 'DeleteFunctionCodeSigningConfig PutFunctionCodeSigningConfig UpdateCodeSigningConfig UpdateFunctionCodeSigningConfig',
  'logs': `
    AssociateKmsKey DeleteDelivery DeleteDeliveryDestination DeleteDeliverySource DeleteDestination DeleteLogDelivery DeleteLogGroup
    DeleteLogStream DeleteSubscriptionFilter DisassociateKmsKey PutDataProtectionPolicy PutRetentionPolicy
  `,
  'macie2': 'CreateFindingsFilter DisableMacie UpdateAllowList UpdateFindingsFilter UpdateMacieSession',
  'mediastore': 'StopAccessLogging',
  'network-firewall': 'UpdateFirewallDeleteProtection UpdateLoggingConfiguration',
  'organizations': 'DisableAWSServiceAccess',
  'payment-cryptography': 'DeleteKey',
  'redshift': 'DisableLogging',
  'rolesanywhere': 'DisableTrustAnchor',
  'route53': 'DeleteKeySigningKey DeleteQueryLoggingConfig DisableHostedZoneDNSSEC',
  'route53domains': 'DisableDomainTransferLock',
  'route53resolver': 'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
  's3': 'PutBucketObjectLockConfiguration PutBucketVersioning PutEncryptionConfiguration PutLifecycleConfiguration PutObjectLegalHold UpdateObjectEncryption',
  's3-object-lambda': 'PutObjectLegalHold',
  's3-outposts': 'PutBucketVersioning PutLifecycleConfiguration',
  's3express': 'PutEncryptionConfiguration PutLifecycleConfiguration',
  's3tables': 'DeleteTableBucketEncryption PutTableBucketEncryption PutTableEncryption',
  'secretsmanager': 'UpdateSecret',
  'securityhub': 'BatchUpdateFindings DisableImportFindingsForProduct DisableSecurityHub UpdateFindings',
  'securitylake': 'DeleteAwsLogSource DeleteCustomLogSource DeleteDataLake DeleteSubscriber',
  'shield': 'DeleteProtection DisassociateDRTLogBucket',
  'sns': 'PutDataProtectionPolicy',
  'ssm': 'ResetServiceSetting UpdateServiceSetting',
  'waf': 'DeleteLoggingConfiguration PutLoggingConfiguration',
  'waf-regional': 'DeleteLoggingConfiguration PutLoggingConfiguration',
  'wafv2': 'DeleteLoggingConfiguration PutLoggingConfiguration',
  'workmail': 'DeleteEmailMonitoringConfiguration',
  'workspaces-web': `
    DeleteDataProtectionSettings DeleteUserAccessLoggingSettings DisassociateDataProtectionSettings DisassociateUserAccessLoggingSettings
    UpdateDataProtectionSettings UpdateUserAccessLoggingSettings
  `,
};

/** What AWS files under Read although it passes something on, lets a service deliver data or runs what the caller names. */
export const FILED_AS_READ: Actions = {
  'cleanrooms': 'PassCollaboration PassMembership',
  'codeconnections': 'PassConnection PassRepository',
  'codestar-connections': 'PassConnection PassRepository',
  'quicksight': 'PassDataSet PassDataSource PassTopic',
  's3': 'AllowVendedLogDeliveryForResource',
  'signin': 'AuthorizeOAuth2Access CreateOAuth2Token',
  'ssm': 'ExecuteAPI',
};

/** All of them; each is named once. */
export const ESCALATING: readonly Actions[] = [
  NAMES_ROLE, GIVES_CREDENTIALS, RUNS_CODE, LETS_OTHERS_IN, SENDS_DATA, TAKES_PROTECTION, FILED_AS_READ,
];
