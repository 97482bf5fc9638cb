import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { FILED_AS_READ } from '../../lib/private/escalating-actions';
import { isEscalating, readsData, readsSecrets, sensitiveActions } from '../../lib/private/sensitive-actions';
import type { ServiceAction } from '../../lib/private/service-authorization';
import { kindOfCloudFormation, serviceOf, servicePrefixes } from '../../lib/private/service-authorization';

const action = (name: string) => serviceOf(name.split(':')[0])!.action(name.split(':')[1])!;
const nameOf = ({ service, name }: ServiceAction) => `${service}:${name}`;

test.each(Object.entries(sensitiveActions()))('each of the list %s exists, is spelt as AWS does and named once', (_, names) => {
  expect(names.filter((name) => serviceOf(name.split(':')[0])?.action(name.split(':')[1])?.name !== name.split(':')[1])).toEqual([]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('those that escalate are of the level Write, or of Read where they are said to be, which would give them', () => {
  const filedAsRead = Object.entries(FILED_AS_READ).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`));
  expect(sensitiveActions().escalating.filter((name) => action(name).level !== 'Write').sort()).toEqual(filedAsRead.sort());
  expect(filedAsRead.filter((name) => action(name).level !== 'Read')).toEqual([]);
});

test('those that read are of the levels List and Read', () => {
  const { dataReading, secretReading } = sensitiveActions();
  expect(dataReading.filter((name) => !['List', 'Read'].includes(action(name).level))).toEqual([]);
  expect(secretReading.filter((name) => !dataReading.includes(name))).toEqual([]);
});

test.each([
  ['iam:PassRole', true, false, false],
  ['iam:AddUserToGroup', true, false, false],
  ['sts:AssumeRole', true, false, false],
  ['sso:CreateAccountAssignment', true, false, false],
  ['lambda:UpdateFunctionCode', true, false, false],
  ['bedrock-agentcore:InvokeCodeInterpreter', true, false, false],
  ['redshift-serverless:GetCredentials', true, false, false],
  ['ec2:ModifyImageAttribute', true, false, false],
  ['rds:ModifyDBSnapshotAttribute', true, false, false],
  ['kinesis:PutResourcePolicy', true, false, false],
  ['s3:PutReplicationConfiguration', true, false, false],
  ['guardduty:DeleteDetector', true, false, false],
  ['s3:GetObject', false, false, true],
  ['dax:Query', false, false, true],
  ['ec2:GetPasswordData', false, true, true],
  ['secretsmanager:GetSecretValue', false, true, true],
  ['ssm:GetParametersByPath', false, true, true],
  ['lambda:GetFunction', false, true, true],
  ['bedrock-agentcore:GetResourceApiKey', false, true, true],
  ['acm:ExportCertificate', false, true, true],
  ['cognito-idp:DescribeUserPoolClient', false, true, true],
  ['cognito-idp:DescribeIdentityProvider', false, true, true],
  ['s3:GetBucketAcl', false, false, false],
])('%s', (name, escalates, secrets, data) => {
  expect([isEscalating(action(name)), readsSecrets(action(name)), readsData(action(name))]).toEqual([escalates, secrets, data]);
});

test.each([
  's3:PutObject', 's3:DeleteObject', 's3express:CreateSession', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem', 'sqs:SendMessage', 'sqs:DeleteMessage',
  'sns:Publish', 'ses:SendEmail', 'kinesis:PutRecord', 'firehose:PutRecord', 'events:PutEvents', 'lambda:InvokeFunction', 'states:StartExecution',
  'states:SendTaskSuccess', 'kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:Sign', 'logs:CreateLogStream', 'logs:PutLogEvents', 'ssm:PutParameter',
  'secretsmanager:PutSecretValue', 'rds-data:ExecuteStatement', 'redshift-data:ExecuteStatement', 'athena:StartQueryExecution', 'execute-api:Invoke',
  'appsync:GraphQL', 'ecr:PutImage', 'elasticfilesystem:ClientWrite', 'es:ESHttpPost', 'swf:StartWorkflowExecution', 'textract:StartDocumentAnalysis',
  'scheduler:DeleteSchedule', 'xray:PutTraceSegments', 'bedrock-agentcore:InvokeAgentRuntime', 'cognito-idp:AdminGetUser',
])('%s is an ordinary call of an application', (name) => {
  expect(action(name)).toBeDefined();
  expect(isEscalating(action(name))).toBe(false);
});

/** The resource has a role, which another action gives it, CloudFormation itself takes, or the action leaves as it is. */
const OF_OTHERS = [
  'aidevops:CreateAgentSpace', 'aidevops:UpdateAgentSpace', 'bedrock-agentcore:UpdateCapacityProvider', 'cleanrooms:UpdateAnalysisTemplate',
  'cloudtrail:CreateEventDataStore', 'codeguru-profiler:CreateProfilingGroup', 'codeguru-profiler:UpdateProfilingGroup', 'iam:CreateInstanceProfile',
  'cognito-identity:CreateIdentityPool', 'datapipeline:CreatePipeline', 'datazone:CreateEnvironment',
  'datazone:UpdateEnvironment', 'dax:UpdateCluster', 'directconnect:CreateDirectConnectGatewayAssociation', 'directconnect:CreatePrivateVirtualInterface',
  'directconnect:CreatePublicVirtualInterface', 'directconnect:CreateTransitVirtualInterface', 'directconnect:UpdateDirectConnectGatewayAssociation',
  'dms:UpdateDataProvider', 'dms:UpdateMigrationProject', 'ec2:CreateVpcPeeringConnection', 'elasticfilesystem:CreateFileSystem',
  'elasticfilesystem:UpdateFileSystem', 'elasticmapreduce:UpdateStudio', 'gamelift:UpdateBuild', 'gamelift:UpdateContainerFleet', 'greengrass:CreateGroup',
  'greengrass:UpdateGroup', 'iotfleetwise:UpdateCampaign', 'kafkaconnect:UpdateConnector', 'kinesis:UpdateChannel', 'lambda:UpdateCapacityProvider', 'lex:PutBot',
  'm2:UpdateApplication', 'mediaconnect:UpdateFlow', 'medialive:UpdateCluster', 'neptune-graph:CreateGraph', 'neptune-graph:UpdateGraph',
  'odb:CreateCloudAutonomousVmCluster', 'odb:CreateCloudVmCluster', 'opsworks-cm:UpdateServer', 'personalize:CreateDataset', 'personalize:UpdateDataset',
  'rekognition:UpdateStreamProcessor', 's3:CreateBucket', 'sagemaker:UpdateFeatureGroup', 'sagemaker:UpdateInferenceExperiment', 'sagemaker:UpdateMlflowApp',
  'sagemaker:UpdateMlflowTrackingServer', 'sagemaker:UpdateProject', 'sms-voice:CreateConfigurationSet', 'ssm-quicksetup:UpdateConfigurationManager',
  'timestream:UpdateScheduledQuery', 'iot:UpdateCommand',
];

// What makes or changes a resource that has a role is given a role, so it needs iam:PassRole. The source of the data leaves the dependent
// actions of all actions empty, which its form would refuse otherwise; CloudFormation's specification has the roles of resources.
test('each action that gives a resource its role is on the list', () => {
  const made = withRole().flatMap((type) => ['Create', 'Modify', 'Put', 'Register', 'Replace', 'Update'].flatMap((verb) => actionOn(type, verb) ?? []))
    .filter(({ level }) => level === 'Write');
  expect(made.length).toBeGreaterThan(400);
  expect(made.filter((one) => !isEscalating(one)).map(nameOf).sort()).toEqual([...OF_OTHERS].sort());
});

/** Names that tell, and those of such names that were looked at and stay given, each with its reason. */
const TELLING: [what: string, names: RegExp, given: string[]][] = [
  ['answers with credentials', /^(Create|Get|Generate|Issue|Retrieve|Exchange|Refresh|Rotate).*(AccessKey|ApiKey|APIKey|Credentials|AuthToken|AccessToken|SessionToken|WebIdentityToken|FederationToken|Presigned\w*U(rl|RL))/, [
    'bedrock-agentcore:CreateApiKeyCredentialProvider', // keeps the user's key
  ]],
  ['assumes a role', /^Assume/, []],
  ['sets a password', /(Set|Reset|Update)\w*Password$/, []],
  ['lets others in by a policy', /^(Put|Create|Update|Attach)\w*(Resource|Bucket|Cluster|Sink|Destination|Mesh|Permissions|Repository|Project|Application|Contact|Access)Policy$/, []],
  ['shares', /^(Share|Create\w*Share$|AssociateResourceShare)/, [
    'batch:CreateQuotaShare', 'partnercentral:CreateMarketplaceRevenueShare', // shares of capacity and of money
  ]],
  ['changes who may use a copy', /^Modify.*(Snapshot|Image)Attribute$/, []],
  ['copies a backup', /^Copy.*(Snapshot|Backup|Image|Volumes|RecoveryPoint)/, []],
  ['exports', /^(Export|Start\w*Export|Create\w*Export)/, [
    // What the answer holds, or is about, is no data: advice, templates, names.
    ...['AutoScalingGroup', 'EBSVolume', 'EC2Instance', 'ECSService', 'Idle', 'LambdaFunction', 'License', 'RDSDatabase'].map((of) => `compute-optimizer:Export${of}Recommendations`),
    'dms:ExportMetadataModelAssessment', 'drs:ExportSourceNetworkCfnTemplate', 'mgn:StartExport', 'qdeveloper:ExportArtifact', 'lex:CreateExport',
  ]],
  ['replicates', /^(Put|Create|Start)\w*Replication(Configuration)?$/, [
    // Starts or sets up the move of a server or a database into the account.
    'dms:StartReplication', 'drs:StartReplication', 'drs:StartSourceNetworkReplication', 'ivs:StartParticipantReplication', 'mgn:StartReplication',
    'sms:PutAppReplicationConfiguration', 'sms:StartAppReplication', 'sms:StartOnDemandAppReplication',
  ]],
  ['delivers to a place', /^(Create|Put|Update)\w*(PublishingDestination|EventDestination|DeliveryChannel|LoggingConfiguration|LogConfig|LogDelivery)s?$/, []],
  ['takes off logs', /^(Stop|Delete|Disable)\w*(Logging|Trail|FlowLogs|Detector|ConfigurationRecorder|LoggingConfiguration)$/, [
    // What a detector of anomalies or fraud finds is the application's own.
    'aps:DeleteAnomalyDetector', 'cloudwatch:DeleteAnomalyDetector', 'frauddetector:DeleteDetector', 'logs:DeleteLogAnomalyDetector', 'lookoutmetrics:DeleteAnomalyDetector',
  ]],
];

test.each(TELLING)('each action whose name says that it %s is on the list, or stays given on purpose', (_, names, given) => {
  const all = servicePrefixes().flatMap((prefix) => serviceOf(prefix)!.actions).filter(({ name, level }) => level === 'Write' && names.test(name));
  expect(all.length).toBeGreaterThan(given.length);
  expect(all.filter((one) => !isEscalating(one)).map(nameOf).sort()).toEqual([...given].sort());
});

/** The CloudFormation types that have a role or an instance profile, at any depth. */
function withRole(): string[] {
  const spec = loadAwsServiceSpecSync();
  const has = (properties: Record<string, any>, seen: Set<string>): boolean => Object.entries(properties).some(([name, property]) => {
    const types = (property.relationshipRefs ?? []).map(({ cloudFormationType }: any) => cloudFormationType);
    return types.some((type: string) => /^AWS::IAM::(Role|InstanceProfile)$/.test(type)) || /Role(Arn|ARN)$/.test(name) || within(property.type, seen);
  });
  const within = (type: any, seen: Set<string>): boolean => {
    switch (type?.type) {
      case 'array': case 'map': return within(type.element, seen);
      case 'union': return type.types.some((one: any) => within(one, seen));
      case 'ref':
        if (seen.has(type.reference.$ref)) return false;
        return has(spec.get('typeDefinition', type.reference.$ref).properties, seen.add(type.reference.$ref));
      default: return false;
    }
  };
  return [...spec.all('resource')].filter(({ properties }) => has(properties, new Set())).map(({ cloudFormationType }) => cloudFormationType);
}

/** The action that has the name of a CloudFormation type, of its service. */
function actionOn(type: string, verb: string): ServiceAction | undefined {
  const [, service, name] = type.split('::');
  const prefix = kindOfCloudFormation(type)?.kind.service ?? servicePrefixes().find((one) => one.replace(/-/g, '') === service.toLowerCase());
  return prefix === undefined ? undefined : serviceOf(prefix)!.action(`${verb}${name}`);
}
