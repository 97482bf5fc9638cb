import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import type { CfnResource } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { Access, AccessLevel, ServiceResource } from '../../lib';
import { serviceOf } from '../../lib/private/service-authorization';
import { newStack } from '../helpers';

type Make = (stack: Stack) => IConstruct | string;
type L1 = new (scope: Construct, id: string, props: any) => CfnResource;

/** A resource of the service, a level, and the class of typed accesses, where there is one. */
type Row = [make: Make, level: AccessLevel, typed?: string];

/** An L1 resource, with the names of the properties that it demands. */
const l1 = (type: L1, ...required: string[]): Make => (stack) => new type(stack, 'Resource', Object.fromEntries(required.map((name) => [name, 'text'])));

/** A resource that CloudFormation does not make, or whose ARN it does not tell. */
const named = (service: string, type: string, ...names: string[]): Make => () => ServiceResource.arn(service, type, names);

const { LIST, READ, WRITE } = AccessLevel;

/** What tutorials call the popular services of AWS, by their categories. */
const POPULAR: Record<string, Record<string, Row>> = {
  'Compute': {
    'EC2': [l1(cdk.aws_ec2.CfnInstance), WRITE],
    'EC2 Auto Scaling': [l1(cdk.aws_autoscaling.CfnAutoScalingGroup, 'maxSize', 'minSize'), WRITE],
    'EC2 Image Builder': [l1(cdk.aws_imagebuilder.CfnImagePipeline, 'infrastructureConfigurationArn', 'name'), READ],
    'Lambda': [l1(cdk.aws_lambda.CfnFunction, 'code', 'role'), READ, 'LambdaAccess'],
    'Lightsail': [l1(cdk.aws_lightsail.CfnInstance, 'blueprintId', 'bundleId', 'instanceName'), READ],
    'Elastic Beanstalk': [named('elasticbeanstalk', 'environment', 'shop', 'production'), READ],
    'Batch': [l1(cdk.aws_batch.CfnJobQueue, 'priority'), READ],
    'App Runner': [l1(cdk.aws_apprunner.CfnService, 'sourceConfiguration'), READ],
    'Serverless Application Repository': [named('serverlessrepo', 'applications', 'thumbnails'), READ],
    'Outposts': [named('outposts', 'outpost', 'op-0123456789abcdef0'), READ],
    'Parallel Computing Service': [l1(cdk.aws_pcs.CfnCluster, 'networking', 'scheduler', 'size'), READ],
  },
  'Containers': {
    ECS: [l1(cdk.aws_ecs.CfnService), READ],
    EKS: [l1(cdk.aws_eks.CfnCluster, 'resourcesVpcConfig', 'roleArn'), READ],
    ECR: [(stack) => new cdk.aws_ecr.Repository(stack, 'Resource'), READ, 'EcrAccess'],
  },
  'Storage': {
    'S3': [(stack) => new cdk.aws_s3.Bucket(stack, 'Resource'), READ, 'S3Access'],
    'S3 Express One Zone': [l1(cdk.aws_s3express.CfnDirectoryBucket, 'dataRedundancy', 'locationName'), WRITE],
    'S3 Tables': [l1(cdk.aws_s3tables.CfnTableBucket, 'tableBucketName'), READ],
    'S3 Glacier': [named('glacier', 'vault', 'archive'), READ],
    'EFS': [l1(cdk.aws_efs.CfnFileSystem), READ, 'EfsAccess'],
    'FSx': [l1(cdk.aws_fsx.CfnFileSystem, 'fileSystemType', 'subnetIds'), WRITE],
    'Storage Gateway': [named('storagegateway', 'gateway', 'sgw-12A3456B'), READ],
    'Backup': [(stack) => new cdk.aws_backup.BackupVault(stack, 'Resource'), READ],
    'Data Lifecycle Manager': [l1(cdk.aws_dlm.CfnLifecyclePolicy), READ],
    'Elastic Disaster Recovery': [named('drs', 'SourceServerResource', 's-0123456789abcdef0'), WRITE],
  },
  'Database': {
    'RDS': [l1(cdk.aws_rds.CfnDBInstance), WRITE, 'RdsAccess'],
    'Aurora': [l1(cdk.aws_rds.CfnDBCluster), WRITE, 'RdsAccess'],
    'Aurora DSQL': [l1(cdk.aws_dsql.CfnCluster), READ],
    'DynamoDB': [(stack) => new cdk.aws_dynamodb.TableV2(stack, 'Resource', { partitionKey: { name: 'id', type: cdk.aws_dynamodb.AttributeType.STRING } }), READ, 'DynamoDbAccess'],
    'DynamoDB Accelerator': [l1(cdk.aws_dax.CfnCluster, 'iamRoleArn', 'nodeType', 'replicationFactor'), READ],
    'ElastiCache': [l1(cdk.aws_elasticache.CfnServerlessCache, 'engine', 'serverlessCacheName'), READ, 'ElastiCacheAccess'],
    'MemoryDB': [l1(cdk.aws_memorydb.CfnCluster, 'aclName', 'clusterName', 'nodeType'), WRITE, 'MemoryDbAccess'],
    'Neptune': [l1(cdk.aws_neptune.CfnDBCluster), WRITE],
    'Neptune Analytics': [l1(cdk.aws_neptunegraph.CfnGraph, 'provisionedMemory'), READ],
    'DocumentDB': [l1(cdk.aws_docdb.CfnDBCluster), WRITE],
    'Timestream': [l1(cdk.aws_timestream.CfnTable, 'databaseName'), READ],
    'Keyspaces': [named('cassandra', 'table', 'shop', 'orders'), READ],
  },
  'Networking and content delivery': {
    'VPC': [(stack) => new cdk.aws_ec2.Vpc(stack, 'Resource', { maxAzs: 1 }), WRITE],
    'Transit Gateway': [l1(cdk.aws_ec2.CfnTransitGateway), WRITE],
    'Client VPN': [l1(cdk.aws_ec2.CfnClientVpnEndpoint, 'authenticationOptions', 'connectionLogOptions', 'serverCertificateArn'), WRITE],
    'CloudFront': [l1(cdk.aws_cloudfront.CfnDistribution, 'distributionConfig'), READ],
    'Route 53': [(stack) => new cdk.aws_route53.PublicHostedZone(stack, 'Resource', { zoneName: 'example.com' }), READ],
    'API Gateway': [l1(cdk.aws_apigateway.CfnRestApi), READ, 'ApiGatewayAccess'],
    'Elastic Load Balancing': [named('elasticloadbalancing', 'loadbalancer/app/', 'shop', '50dc6c495c0c9188'), WRITE],
    'target groups of Elastic Load Balancing': [l1(cdk.aws_elasticloadbalancingv2.CfnTargetGroup), WRITE],
    'Direct Connect': [l1(cdk.aws_directconnect.CfnConnection, 'bandwidth', 'connectionName', 'location'), READ],
    'Cloud Map': [l1(cdk.aws_servicediscovery.CfnService), READ, 'CloudMapAccess'],
    'Global Accelerator': [l1(cdk.aws_globalaccelerator.CfnAccelerator, 'name'), READ],
    'VPC Lattice': [l1(cdk.aws_vpclattice.CfnService), READ],
    'Network Firewall': [l1(cdk.aws_networkfirewall.CfnFirewall, 'firewallName', 'firewallPolicyArn'), READ],
  },
  'Developer tools': {
    'CodeCommit': [(stack) => new cdk.aws_codecommit.Repository(stack, 'Resource', { repositoryName: 'shop' }), READ],
    'CodeBuild': [l1(cdk.aws_codebuild.CfnProject, 'artifacts', 'environment', 'serviceRole', 'source'), READ],
    'CodeDeploy': [l1(cdk.aws_codedeploy.CfnApplication), READ],
    'CodePipeline': [l1(cdk.aws_codepipeline.CfnPipeline, 'roleArn', 'stages'), READ],
    'CodeArtifact': [l1(cdk.aws_codeartifact.CfnRepository, 'domainName', 'repositoryName'), READ],
    'CodeConnections': [l1(cdk.aws_codeconnections.CfnConnection, 'connectionName'), READ],
    'CodeGuru Profiler': [l1(cdk.aws_codeguruprofiler.CfnProfilingGroup, 'profilingGroupName'), READ],
    'Cloud9': [l1(cdk.aws_cloud9.CfnEnvironmentEC2, 'imageId', 'instanceType'), READ],
    'X-Ray': [l1(cdk.aws_xray.CfnGroup, 'groupName'), READ, 'XRayAccess'],
    'Fault Injection Service': [l1(cdk.aws_fis.CfnExperimentTemplate, 'description', 'roleArn', 'stopConditions', 'targets'), READ],
  },
  'Management and governance': {
    'CloudWatch': [l1(cdk.aws_cloudwatch.CfnAlarm), READ, 'CloudWatchAccess'],
    'CloudWatch Logs': [(stack) => new cdk.aws_logs.LogGroup(stack, 'Resource'), READ, 'LogsAccess'],
    'CloudWatch Synthetics': [l1(cdk.aws_synthetics.CfnCanary, 'artifactS3Location', 'code', 'executionRoleArn', 'name', 'runtimeVersion', 'schedule'), READ],
    'CloudWatch RUM': [l1(cdk.aws_rum.CfnAppMonitor, 'name'), READ],
    'CloudFormation': [l1(cdk.CfnStack), READ],
    'CloudTrail': [l1(cdk.aws_cloudtrail.CfnTrail, 'isLogging', 's3BucketName'), READ],
    'Config': [l1(cdk.aws_config.CfnConfigRule, 'source'), READ],
    'Systems Manager': [l1(cdk.aws_ssm.CfnDocument, 'content'), READ],
    'Parameter Store': [l1(cdk.aws_ssm.CfnParameter, 'type', 'value'), READ, 'ParameterAccess'],
    'AppConfig': [l1(cdk.aws_appconfig.CfnApplication, 'name'), READ, 'AppConfigAccess'],
    'Service Catalog': [l1(cdk.aws_servicecatalog.CfnPortfolio, 'displayName', 'providerName'), READ],
    'Organizations': [l1(cdk.aws_organizations.CfnOrganizationalUnit, 'name', 'parentId'), READ],
    'Managed Grafana': [l1(cdk.aws_grafana.CfnWorkspace, 'accountAccessType', 'authenticationProviders', 'permissionType'), READ],
    'Managed Service for Prometheus': [l1(cdk.aws_aps.CfnWorkspace), READ],
    'Resilience Hub': [l1(cdk.aws_resiliencehub.CfnApp, 'appTemplateBody', 'name', 'resourceMappings'), READ],
    'Budgets': [l1(cdk.aws_budgets.CfnBudget, 'budget'), READ],
    'Cost Explorer': [l1(cdk.aws_ce.CfnAnomalyMonitor, 'monitorName', 'monitorType'), READ],
  },
  'Security, identity and compliance': {
    'IAM': [(stack) => new cdk.aws_iam.Role(stack, 'Resource', { assumedBy: new cdk.aws_iam.AccountRootPrincipal() }), READ, 'AssumeRoleAccess'],
    'IAM Identity Center': [l1(cdk.aws_sso.CfnPermissionSet, 'instanceArn', 'name'), READ],
    'IAM Access Analyzer': [l1(cdk.aws_accessanalyzer.CfnAnalyzer, 'type'), READ],
    'Cognito user pools': [(stack) => new cdk.aws_cognito.UserPool(stack, 'Resource'), READ, 'CognitoAccess'],
    'Cognito identity pools': [l1(cdk.aws_cognito.CfnIdentityPool, 'allowUnauthenticatedIdentities'), READ],
    'Secrets Manager': [(stack) => new cdk.aws_secretsmanager.Secret(stack, 'Resource'), READ, 'SecretAccess'],
    'KMS': [(stack) => new cdk.aws_kms.Key(stack, 'Resource'), READ, 'KmsAccess'],
    'CloudHSM': [l1(cdk.aws_cloudhsm.CfnCluster, 'hsmType'), WRITE],
    'Certificate Manager': [l1(cdk.aws_certificatemanager.CfnCertificate, 'domainName'), READ],
    'Private CA': [l1(cdk.aws_acmpca.CfnCertificateAuthority, 'keyAlgorithm', 'signingAlgorithm', 'subject', 'type'), READ],
    'WAF': [l1(cdk.aws_wafv2.CfnWebACL, 'defaultAction', 'scope', 'visibilityConfig'), READ],
    'Shield': [l1(cdk.aws_shield.CfnProtection, 'name', 'resourceArn'), READ],
    'Firewall Manager': [l1(cdk.aws_fms.CfnPolicy, 'excludeResourceTags', 'policyName', 'remediationEnabled', 'securityServicePolicyData'), READ],
    'GuardDuty': [l1(cdk.aws_guardduty.CfnDetector, 'enable'), READ],
    'Inspector': [l1(cdk.aws_inspectorv2.CfnFilter, 'filterAction', 'filterCriteria', 'name'), WRITE],
    'Macie': [named('macie2', 'ClassificationJob', 'a1b2c3d4'), READ],
    'Security Hub': [l1(cdk.aws_securityhub.CfnHub), READ],
    'Security Lake': [l1(cdk.aws_securitylake.CfnDataLake), READ],
    'Detective': [l1(cdk.aws_detective.CfnGraph), READ],
    'Audit Manager': [l1(cdk.aws_auditmanager.CfnAssessment), READ],
    'Directory Service': [l1(cdk.aws_directoryservice.CfnMicrosoftAD, 'name', 'password', 'vpcSettings'), READ],
    'Resource Access Manager': [l1(cdk.aws_ram.CfnResourceShare, 'name'), WRITE],
    'Verified Permissions': [l1(cdk.aws_verifiedpermissions.CfnPolicyStore, 'validationSettings'), READ],
  },
  'Analytics': {
    'Athena': [l1(cdk.aws_athena.CfnWorkGroup, 'name'), READ, 'AthenaAccess'],
    'Glue': [l1(cdk.aws_glue.CfnCrawler, 'role', 'targets'), READ, 'GlueAccess'],
    'Glue DataBrew': [l1(cdk.aws_databrew.CfnJob, 'name', 'roleArn', 'type'), READ],
    'EMR': [l1(cdk.aws_emr.CfnCluster, 'instances', 'jobFlowRole', 'name', 'serviceRole'), READ],
    'EMR Serverless': [l1(cdk.aws_emrserverless.CfnApplication, 'releaseLabel', 'type'), READ],
    'Redshift': [l1(cdk.aws_redshift.CfnCluster, 'clusterType', 'dbName', 'masterUsername', 'nodeType'), READ],
    'Redshift Serverless': [l1(cdk.aws_redshiftserverless.CfnWorkgroup, 'workgroupName'), READ],
    'Kinesis Data Streams': [(stack) => new cdk.aws_kinesis.Stream(stack, 'Resource'), READ, 'KinesisAccess'],
    'Data Firehose': [l1(cdk.aws_kinesisfirehose.CfnDeliveryStream), WRITE, 'FirehoseAccess'],
    'Managed Service for Apache Flink': [l1(cdk.aws_kinesisanalyticsv2.CfnApplication, 'runtimeEnvironment', 'serviceExecutionRole'), READ],
    'MSK': [l1(cdk.aws_msk.CfnCluster, 'brokerNodeGroupInfo', 'clusterName', 'kafkaVersion', 'numberOfBrokerNodes'), READ, 'MskAccess'],
    'OpenSearch Service': [l1(cdk.aws_opensearchservice.CfnDomain), READ, 'OpenSearchAccess'],
    'OpenSearch Serverless': [l1(cdk.aws_opensearchserverless.CfnCollection, 'name'), WRITE, 'OpenSearchAccess'],
    'QuickSight': [l1(cdk.aws_quicksight.CfnDashboard, 'awsAccountId', 'dashboardId', 'name'), READ],
    'CloudSearch': [named('cloudsearch', 'domain', 'shop'), READ],
    'DataZone': [l1(cdk.aws_datazone.CfnDomain, 'name'), READ],
    'Clean Rooms': [l1(cdk.aws_cleanrooms.CfnCollaboration, 'creatorDisplayName', 'description', 'name', 'queryLogStatus'), READ],
    'Entity Resolution': [l1(cdk.aws_entityresolution.CfnMatchingWorkflow, 'inputSourceConfig', 'outputSourceConfig', 'resolutionTechniques', 'roleArn', 'workflowName'), READ],
  },
  'Machine learning': {
    'SageMaker AI': [l1(cdk.aws_sagemaker.CfnEndpoint, 'endpointConfigName'), READ, 'SageMakerAccess'],
    'Bedrock': [l1(cdk.aws_bedrock.CfnKnowledgeBase, 'knowledgeBaseConfiguration', 'name', 'roleArn'), READ, 'BedrockAccess'],
    'Bedrock AgentCore': [l1(cdk.aws_bedrockagentcore.CfnRuntime, 'agentRuntimeArtifact', 'agentRuntimeName', 'roleArn'), READ],
    'Comprehend': [l1(cdk.aws_comprehend.CfnFlywheel, 'dataAccessRoleArn', 'dataLakeS3Uri', 'flywheelName'), READ],
    'Lex': [l1(cdk.aws_lex.CfnBot, 'dataPrivacy', 'idleSessionTtlInSeconds', 'name', 'roleArn'), READ],
    'Rekognition': [l1(cdk.aws_rekognition.CfnCollection, 'collectionId'), READ],
    'Personalize': [l1(cdk.aws_personalize.CfnSolution, 'datasetGroupArn', 'name'), READ],
    'Kendra': [l1(cdk.aws_kendra.CfnIndex, 'edition', 'name', 'roleArn'), READ],
    'Polly': [named('polly', 'lexicon', 'names'), READ],
    'Transcribe': [named('transcribe', 'vocabulary', 'names'), READ],
    'Translate': [named('translate', 'terminology', 'names'), READ],
    'Textract': [named('textract', 'adapter', 'a1b2c3d4e5f6'), READ],
    'Q Business': [l1(cdk.aws_qbusiness.CfnApplication, 'displayName'), READ],
    'HealthLake': [l1(cdk.aws_healthlake.CfnFHIRDatastore, 'datastoreTypeVersion'), READ],
    'HealthOmics': [l1(cdk.aws_omics.CfnWorkflow), READ],
    'Fraud Detector': [l1(cdk.aws_frauddetector.CfnDetector, 'detectorId', 'eventType', 'rules'), READ],
  },
  'Application integration': {
    'SQS': [(stack) => new cdk.aws_sqs.Queue(stack, 'Resource'), READ, 'SqsAccess'],
    'SNS': [(stack) => new cdk.aws_sns.Topic(stack, 'Resource'), READ, 'SnsAccess'],
    'EventBridge': [(stack) => new cdk.aws_events.EventBus(stack, 'Resource'), READ, 'EventBridgeAccess'],
    'EventBridge Scheduler': [l1(cdk.aws_scheduler.CfnSchedule, 'flexibleTimeWindow', 'scheduleExpression', 'target'), READ],
    'EventBridge Pipes': [l1(cdk.aws_pipes.CfnPipe, 'roleArn', 'source', 'target'), READ],
    'Step Functions': [l1(cdk.aws_stepfunctions.CfnStateMachine, 'roleArn'), READ, 'StepFunctionsAccess'],
    'AppSync': [l1(cdk.aws_appsync.CfnGraphQLApi, 'authenticationType', 'name'), READ, 'AppSyncAccess'],
    'MQ': [l1(cdk.aws_amazonmq.CfnBroker, 'brokerName', 'deploymentMode', 'engineType', 'hostInstanceType', 'publiclyAccessible'), READ],
    'AppFlow': [l1(cdk.aws_appflow.CfnFlow, 'destinationFlowConfigList', 'flowName', 'sourceFlowConfig', 'tasks', 'triggerConfig'), READ],
    'Managed Workflows for Apache Airflow': [l1(cdk.aws_mwaa.CfnEnvironment, 'name'), READ],
  },
  'Front-end, business applications and customer engagement': {
    'Amplify': [l1(cdk.aws_amplify.CfnApp, 'name'), READ],
    'Device Farm': [l1(cdk.aws_devicefarm.CfnProject, 'name'), READ],
    'Location Service': [l1(cdk.aws_location.CfnMap, 'configuration', 'mapName'), READ],
    'SES': [l1(cdk.aws_ses.CfnEmailIdentity, 'emailIdentity'), READ, 'SesAccess'],
    'Pinpoint': [l1(cdk.aws_pinpoint.CfnApp, 'name'), READ],
    'Connect': [l1(cdk.aws_connect.CfnInstance, 'attributes', 'identityManagementType'), READ],
    'Chime SDK': [named('chime', 'app-instance', 'a1b2c3d4'), READ],
    'WorkMail': [named('workmail', 'organization', 'm-0123456789abcdef0123456789abcdef'), READ],
  },
  'Internet of Things': {
    'IoT Core': [l1(cdk.aws_iot.CfnThing), READ],
    'IoT Greengrass': [l1(cdk.aws_greengrassv2.CfnComponentVersion), READ],
    'IoT SiteWise': [l1(cdk.aws_iotsitewise.CfnAsset, 'assetModelId', 'assetName'), READ],
    'IoT Events': [l1(cdk.aws_iotevents.CfnDetectorModel, 'detectorModelDefinition', 'roleArn'), READ],
    'IoT Analytics': [l1(cdk.aws_iotanalytics.CfnDataset, 'actions'), READ],
    'IoT TwinMaker': [l1(cdk.aws_iottwinmaker.CfnWorkspace, 'role', 's3Location', 'workspaceId'), READ],
    'IoT FleetWise': [l1(cdk.aws_iotfleetwise.CfnVehicle, 'decoderManifestArn', 'modelManifestArn', 'name'), READ],
    'IoT Core for LoRaWAN': [l1(cdk.aws_iotwireless.CfnWirelessDevice, 'destinationName', 'type'), READ],
  },
  'Media': {
    'Elemental MediaConvert': [l1(cdk.aws_mediaconvert.CfnQueue), READ],
    'Elemental MediaLive': [l1(cdk.aws_medialive.CfnChannel), READ],
    'Elemental MediaPackage': [l1(cdk.aws_mediapackage.CfnChannel, 'id'), READ],
    'Elemental MediaConnect': [l1(cdk.aws_mediaconnect.CfnFlow, 'name', 'source'), READ],
    'Elemental MediaTailor': [l1(cdk.aws_mediatailor.CfnChannel, 'channelName', 'outputs', 'playbackMode'), READ],
    'Interactive Video Service': [l1(cdk.aws_ivs.CfnChannel), READ],
    'Kinesis Video Streams': [l1(cdk.aws_kinesisvideo.CfnStream), READ],
    'Elastic Transcoder': [named('elastictranscoder', 'pipeline', '1111111111111-abcde1'), READ],
  },
  'Migration and transfer': {
    'Database Migration Service': [l1(cdk.aws_dms.CfnReplicationInstance, 'replicationInstanceClass'), READ],
    'DataSync': [l1(cdk.aws_datasync.CfnTask, 'destinationLocationArn', 'sourceLocationArn'), READ],
    'Transfer Family': [l1(cdk.aws_transfer.CfnServer), READ],
    'Application Migration Service': [named('mgn', 'JobResource', 'mgnjob-0123456789abcdef0'), READ],
    'Migration Hub': [named('mgh', 'progressUpdateStream', 'shop'), WRITE],
    'Mainframe Modernization': [l1(cdk.aws_m2.CfnApplication, 'engineType', 'name'), READ],
  },
  'End-user computing': {
    'WorkSpaces': [l1(cdk.aws_workspaces.CfnWorkspace, 'bundleId', 'directoryId', 'userName'), WRITE],
    'WorkSpaces Secure Browser': [l1(cdk.aws_workspacesweb.CfnPortal), READ],
    'AppStream': [l1(cdk.aws_appstream.CfnFleet, 'instanceType', 'name'), WRITE],
  },
  'Games, robots, satellites, blockchain and quantum': {
    'GameLift': [l1(cdk.aws_gamelift.CfnFleet, 'name'), READ],
    'GameLift Streams': [l1(cdk.aws_gameliftstreams.CfnApplication, 'applicationSourceUri', 'description', 'executablePath', 'runtimeEnvironment'), READ],
    'Deadline Cloud': [l1(cdk.aws_deadline.CfnFarm, 'displayName'), READ],
    'RoboMaker': [l1(cdk.aws_robomaker.CfnRobot, 'architecture', 'greengrassGroupId'), LIST],
    'Ground Station': [l1(cdk.aws_groundstation.CfnConfig, 'configData', 'name'), READ],
    'Managed Blockchain': [l1(cdk.aws_managedblockchain.CfnAccessor, 'accessorType'), READ],
    'Braket': [named('braket', 'quantum-task', 'a1b2c3d4'), READ],
  },
};

const ROWS = Object.entries(POPULAR).flatMap(([category, services]) => Object.entries(services).map(([service, row]): [string, Row] => [`${category}: ${service}`, row]));

/** At least as many as the lists have. */
const ENOUGH = 80;

test('there are as many services as the lists have', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(ENOUGH);
});

describe.each(ROWS)('%s', (_, [make, level, typed]) => {
  test('has actions of its level on the resource, and on nothing else', () => {
    const stack = newStack();
    const resource = make(stack);
    const access = typeof resource === 'string' ? Access.toArn(resource, level) : Access.toResource(resource, level);
    const [{ actions, resources }, ...others] = access.toStatements();
    expect(others).toEqual([]);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      const [prefix, name] = action.split(':');
      expect(serviceOf(prefix)!.action(name)!.level).toBe(level);
    }
    expect(resources).toHaveLength(1);
    const text = JSON.stringify(stack.resolve(resources));
    expect(text).not.toMatch(/[*?]/);
    expect(text).toContain(typeof resource === 'string' ? JSON.stringify(stack.resolve(resource)).slice(1, -1) : logicalIdOf(resource));
  });

  if (typed !== undefined) {
    test(`has the class ${typed}`, () => {
      expect(CLASSES).toContain(typed);
    });
  }
});

function logicalIdOf(resource: IConstruct): string {
  return Stack.of(resource).getLogicalId((resource.node.defaultChild ?? resource) as CfnResource);
}

const FOLDER = join(__dirname, '..', '..', 'lib', 'permissions');
const CLASSES = readdirSync(FOLDER).filter((file) => /-access\.ts$/.test(file))
  .flatMap((file) => [...readFileSync(join(FOLDER, file), 'utf-8').matchAll(/^export class (\w+) /gm)].map(([, name]) => name));
