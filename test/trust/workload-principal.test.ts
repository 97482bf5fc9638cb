import { App, Aws, CfnParameter, Stack, aws_appsync as appsync, aws_iam as iam, aws_s3 as s3, aws_scheduler as scheduler, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { describePrincipalContract } from './principal-contract';
import { describeTrustCases } from './trust-cases';
import { ApplicationRole, ServiceSource, WorkloadPrincipal } from '../../lib';
import { isKnownService } from '../../lib/private/service-principals';
import { SERVICE_TRUST } from '../../lib/private/service-trust';
import { newStack, normalized, templateOf, trustOf, warningsOf } from '../helpers';

const OWN_ACCOUNT = { 'aws:SourceAccount': '${AWS::AccountId}' };

describePrincipalContract('WorkloadPrincipal.ec2Instance()', () => WorkloadPrincipal.ec2Instance(), {
  statements: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }],
  fragment: {},
});

describePrincipalContract('WorkloadPrincipal.ecsTask()', () => WorkloadPrincipal.ecsTask(), {
  statements: [{
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*' }, StringEquals: OWN_ACCOUNT },
    Effect: 'Allow',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
  }],
  fragment: { ArnLike: { 'aws:SourceArn': 'arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*' }, StringEquals: OWN_ACCOUNT },
});

describePrincipalContract('WorkloadPrincipal.service()', () => WorkloadPrincipal.service('transfer.amazonaws.com', { source: ServiceSource.ownAccount() }), {
  statements: [{ Action: 'sts:AssumeRole', Condition: { StringEquals: OWN_ACCOUNT }, Effect: 'Allow', Principal: { Service: 'transfer.amazonaws.com' } }],
  fragment: { StringEquals: OWN_ACCOUNT },
});

const WITHOUT_ARGUMENT = {
  'WorkloadPrincipal.ec2Instance': WorkloadPrincipal.ec2Instance(),
  'WorkloadPrincipal.lambdaFunction': WorkloadPrincipal.lambdaFunction(),
  'WorkloadPrincipal.ecsTask': WorkloadPrincipal.ecsTask(),
  'WorkloadPrincipal.ecsTaskExecution': WorkloadPrincipal.ecsTaskExecution(),
  'WorkloadPrincipal.ecsInfrastructure': WorkloadPrincipal.ecsInfrastructure(),
  'WorkloadPrincipal.apiGateway': WorkloadPrincipal.apiGateway(),
  'WorkloadPrincipal.stateMachine': WorkloadPrincipal.stateMachine(),
  'WorkloadPrincipal.appSyncApi': WorkloadPrincipal.appSyncApi(),
  'WorkloadPrincipal.eventRule': WorkloadPrincipal.eventRule(),
  'WorkloadPrincipal.scheduler': WorkloadPrincipal.scheduler(),
  'WorkloadPrincipal.pipe': WorkloadPrincipal.pipe(),
  'WorkloadPrincipal.codeBuildProject': WorkloadPrincipal.codeBuildProject(),
  'WorkloadPrincipal.codePipeline': WorkloadPrincipal.codePipeline(),
  'WorkloadPrincipal.codeDeploy': WorkloadPrincipal.codeDeploy(),
  'WorkloadPrincipal.cloudFormation': WorkloadPrincipal.cloudFormation(),
  'WorkloadPrincipal.glue': WorkloadPrincipal.glue(),
  'WorkloadPrincipal.sageMaker': WorkloadPrincipal.sageMaker(),
  'WorkloadPrincipal.bedrockAgent': WorkloadPrincipal.bedrockAgent(),
  'WorkloadPrincipal.bedrockKnowledgeBase': WorkloadPrincipal.bedrockKnowledgeBase(),
  'WorkloadPrincipal.batch': WorkloadPrincipal.batch(),
  'WorkloadPrincipal.emr': WorkloadPrincipal.emr(),
  'WorkloadPrincipal.transfer': WorkloadPrincipal.transfer(),
  'WorkloadPrincipal.dataSync': WorkloadPrincipal.dataSync(),
  'WorkloadPrincipal.backup': WorkloadPrincipal.backup(),
  'WorkloadPrincipal.rds': WorkloadPrincipal.rds(),
  'WorkloadPrincipal.rdsMonitoring': WorkloadPrincipal.rdsMonitoring(),
  'WorkloadPrincipal.firehose': WorkloadPrincipal.firehose(),
  'WorkloadPrincipal.iotRule': WorkloadPrincipal.iotRule(),
  'WorkloadPrincipal.config': WorkloadPrincipal.config(),
  'WorkloadPrincipal.systemsManager': WorkloadPrincipal.systemsManager(),
  'WorkloadPrincipal.cognitoUserPool': WorkloadPrincipal.cognitoUserPool(),
  'WorkloadPrincipal.eksCluster': WorkloadPrincipal.eksCluster(),
  'WorkloadPrincipal.eksFargatePod': WorkloadPrincipal.eksFargatePod(),
};

describeTrustCases('workloads', {
  ...Object.fromEntries(Object.entries(WITHOUT_ARGUMENT).map(([name, principal]) => [name, () => principal])),
  "WorkloadPrincipal.stateMachine('orders')": () => WorkloadPrincipal.stateMachine('orders'),
  "WorkloadPrincipal.eventRule('billing/nightly')": () => WorkloadPrincipal.eventRule('billing/nightly'),
  "WorkloadPrincipal.codeBuildProject('site')": () => WorkloadPrincipal.codeBuildProject('site'),
  "WorkloadPrincipal.bedrockAgent('ABCDEFGHIJ')": () => WorkloadPrincipal.bedrockAgent('ABCDEFGHIJ'),
  "WorkloadPrincipal.rdsMonitoring('orders')": () => WorkloadPrincipal.rdsMonitoring('orders'),
  "WorkloadPrincipal.eksCluster('main')": () => WorkloadPrincipal.eksCluster('main'),
  "WorkloadPrincipal.eksFargatePod('main')": () => WorkloadPrincipal.eksFargatePod('main'),
  'WorkloadPrincipal.service, for the own account': () => WorkloadPrincipal.service('lambda.amazonaws.com', { source: ServiceSource.ownAccount() }),
  'WorkloadPrincipal.service, for an organization': () => WorkloadPrincipal.service('transfer.amazonaws.com', { source: ServiceSource.organization('o-a1b2c3d4e5') }),
  'WorkloadPrincipal.service, for resources': () => WorkloadPrincipal.service('states.amazonaws.com', {
    source: ServiceSource.resources('arn:aws:states:us-west-2:111122223333:stateMachine:orders', 'arn:aws:states:us-west-2:111122223333:stateMachine:invoices'),
  }),
  'WorkloadPrincipal.appSyncApi(api)': (stack) => WorkloadPrincipal.appSyncApi(appsync.GraphqlApi.fromGraphqlApiAttributes(stack, 'Api', { graphqlApiId: 'orders' })),
  'WorkloadPrincipal.scheduler(group)': (stack) => WorkloadPrincipal.scheduler(scheduler.ScheduleGroup.fromScheduleGroupName(stack, 'Group', 'nightly')),
  'WorkloadPrincipal.service, as documented': () => WorkloadPrincipal.service('ssm-incidents.amazonaws.com'),
  'WorkloadPrincipal.service, of one region': () => WorkloadPrincipal.service('states.eu-west-1.amazonaws.com'),
  'WorkloadPrincipal.service, for a resource whose ARN names no account': () => WorkloadPrincipal.service('datasync.amazonaws.com', { source: ServiceSource.resources('arn:aws:s3:::reports') }),
  'WorkloadPrincipal.service, for resources by a pattern': () => WorkloadPrincipal.service('ecs-tasks.amazonaws.com', { source: ServiceSource.resourcesLike('arn:aws:ecs:*:111122223333:*') }),
});

test('every service of the table is known and has a source', () => {
  for (const [service, { source }] of Object.entries(SERVICE_TRUST)) {
    expect([service, isKnownService(service)]).toEqual([service, true]);
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
  }
});

test.each(Object.entries(WITHOUT_ARGUMENT))('%s needs no acknowledgement, and works in every partition', (_, assumedBy) => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy });
  expect(warningsOf(stack)).toEqual([]);
  expect(JSON.stringify(templateOf(stack))).not.toContain('arn:aws');
});

test('constructs narrow it, where the role can name them', () => {
  const stack = newStack();
  const api = new appsync.CfnGraphQLApi(stack, 'Api', { name: 'api', authenticationType: 'AWS_IAM' });
  const group = new scheduler.CfnScheduleGroup(stack, 'Group');
  new iam.Role(stack, 'Data', { assumedBy: new iam.CompositePrincipal(WorkloadPrincipal.appSyncApi(api), WorkloadPrincipal.scheduler(group)) });
  expect(trustOf(stack).map((statement) => normalized(statement.Condition))).toEqual([
    { ArnLike: { 'aws:SourceArn': '${Api}' } },
    { StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}', 'aws:SourceArn': '${Group.Arn}' } },
  ]);
});

test('a service of one region is for the resources of that region', () => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.service('states.eu-west-1.amazonaws.com') });
  expect(normalized(trustOf(stack)[0])).toEqual({
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:${AWS::Partition}:states:eu-west-1:${AWS::AccountId}:stateMachine:*' }, StringEquals: OWN_ACCOUNT },
    Effect: 'Allow',
    Principal: { Service: 'states.eu-west-1.amazonaws.com' },
  });
  expect(warningsOf(stack)).toEqual([]);
});

test.each<[string, (of: Stack) => ServiceSource, object]>([
  ['a bucket by its name', () => ServiceSource.resources('arn:aws:s3:::reports'), { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::reports' } }],
  ['a bucket of the app', (of) => ServiceSource.resources(new s3.Bucket(of, 'Reports').bucketArn), { ArnEquals: { 'aws:SourceArn': '${Reports65402A0A.Arn}' } }],
  ['buckets by a pattern', () => ServiceSource.resourcesLike('arn:aws:s3:::reports-*'), { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::reports-*' } }],
])('an ARN without an account does not stand alone: %s', (_, source, condition) => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: WorkloadPrincipal.service('datasync.amazonaws.com', { source: source(stack) }) });
  expect(normalized(trustOf(stack)[0].Condition)).toEqual({ ...condition, StringEquals: OWN_ACCOUNT });
});

test('a rule may be on the bus of a partner, whose name has slashes', () => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: WorkloadPrincipal.eventRule('aws.partner/example.com/acme/nightly') });
  expect(normalized(trustOf(stack)[0].Condition.ArnLike)).toEqual({ 'aws:SourceArn': 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/aws.partner/example.com/acme/nightly' });
});

test('a state machine with the role that is for it alone is no cycle', () => {
  const stack = newStack();
  const role = new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.stateMachine('orders') });
  new sfn.StateMachine(stack, 'Orders', { stateMachineName: 'orders', role, definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) });
  expect(() => templateOf(stack)).not.toThrow();
});

test('the ARN of a source may be known later', () => {
  const stack = newStack();
  const machine = new sfn.CfnStateMachine(stack, 'Orders', { roleArn: 'role' });
  new iam.Role(stack, 'Role', { assumedBy: WorkloadPrincipal.service('states.amazonaws.com', { source: ServiceSource.resources(machine.attrArn) }) });
  expect(normalized(trustOf(stack)[0].Condition)).toEqual({ ArnEquals: { 'aws:SourceArn': '${Orders.Arn}' } });
  expect(() => ServiceSource.resourcesLike(`arn:${Aws.PARTITION}:ecs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*`)).not.toThrow();
});

test('a name may be known later', () => {
  const stack = new Stack(new App(), 'Stack');
  new iam.Role(stack, 'Role', { assumedBy: WorkloadPrincipal.stateMachine(Aws.STACK_NAME) });
  expect(normalized(trustOf(stack)[0].Condition.ArnLike)).toEqual({ 'aws:SourceArn': 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AWS::StackName}' });
});

test('two services in one role are two statements', () => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: new iam.CompositePrincipal(WorkloadPrincipal.ecsTask(), WorkloadPrincipal.lambdaFunction()) });
  expect(trustOf(stack)).toHaveLength(2);
});

test.each<[string, iam.IPrincipal, string[]]>([
  ['a service that nobody knows', WorkloadPrincipal.service('quantumledger.amazonaws.com'), ["The service 'quantumledger.amazonaws.com' is not among those known to this library. IAM refuses a principal that does not exist: check its spelling, or say 'asWritten: true'."]],
  ['a service that is newer than this library', WorkloadPrincipal.service('quantumledger.amazonaws.com', { asWritten: true }), []],
  ['a service whose name is like another', WorkloadPrincipal.service('lamda.amazonaws.com', { asWritten: true }), []],
  ['a documented service that is left open', WorkloadPrincipal.service('states.amazonaws.com', { source: ServiceSource.any() }), ["The service 'states.amazonaws.com' may assume the role for anybody's resource, though AWS documents that it says whose it is. Leave 'source' out, or use ServiceSource.ownAccount()."]],
  ['another service that is left open', WorkloadPrincipal.service('glue.amazonaws.com', { source: ServiceSource.any() }), []],
])('%s', (_, assumedBy, warnings) => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy });
  expect(warningsOf(stack)).toEqual(warnings);
});

const ARN = 'arn:aws:states:us-west-2:111122223333:stateMachine:orders';
test.each<[string, () => unknown, string]>([
  ['a misspelt service', () => WorkloadPrincipal.service('lamda.amazonaws.com'), "The service is not known: got 'lamda.amazonaws.com'. Did you mean 'lambda.amazonaws.com'? If it is a new one, say 'asWritten: true'."],
  ['a misspelt service with two likely names', () => WorkloadPrincipal.service('ec-tasks.amazonaws.com'), "The service is not known: got 'ec-tasks.amazonaws.com'. Did you mean 'ecs-tasks.amazonaws.com'? If it is a new one, say 'asWritten: true'."],
  ['a service like several', () => WorkloadPrincipal.service('stx.amazonaws.com', { asWritten: false }), "The service is not known: got 'stx.amazonaws.com'. Did you mean 'sts.amazonaws.com'? If it is a new one, say 'asWritten: true'."],
  ['a service by its short name', () => WorkloadPrincipal.service('lambda'), "The service is not named by its principal: got 'lambda'. Write it as 'lambda.amazonaws.com'."],
  ['a service of another domain', () => WorkloadPrincipal.service('lambda.aws.com'), "The service is not named by its principal: got 'lambda.aws.com'. Write it as 'lambda.amazonaws.com'."],
  ['any service', () => WorkloadPrincipal.service('*.amazonaws.com'), "The service is not named by its principal: got '*.amazonaws.com'. Write it as '.amazonaws.com'.".replace("'.amazonaws.com'.", "'lambda.amazonaws.com'.")],
  ['a service of one partition', () => WorkloadPrincipal.service('ec2.amazonaws.com.cn'), "The service has the suffix of one partition: got 'ec2.amazonaws.com.cn'. Write 'ec2.amazonaws.com', which is the principal in every partition."],
  ['a service that is known later', () => WorkloadPrincipal.service(`x.${Aws.URL_SUFFIX}`), "The service is not known before the template is deployed: got 'x.{token}'. Write its principal as it is, such as 'transfer.amazonaws.com'."],
  ['an ARN as a name', () => WorkloadPrincipal.stateMachine(ARN), `The name of the state machine is none that AWS gives out: got '${ARN}'. Write the name alone, not an ARN: letters, digits and _ . -.`],
  ['a name with a slash', () => WorkloadPrincipal.bedrockAgent('a/b'), "The id of the agent is none that AWS gives out: got 'a/b'. Write the name alone, not an ARN: letters, digits and _ . -."],
  ['any agent', () => WorkloadPrincipal.bedrockAgent('*'), "The id of the agent holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Write the name as it is."],
  ['any name', () => WorkloadPrincipal.codeBuildProject('*'), "The name of the project holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Write the name as it is."],
  ['a name from a parameter that admits a star', () => WorkloadPrincipal.codeBuildProject(new CfnParameter(newStack(), 'Project').valueAsString), "The name of the project comes from parameter 'Project', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
  ['no resource', () => ServiceSource.resources(), 'ServiceSource.resources() is empty. Give at least one ARN.'],
  ['no pattern', () => ServiceSource.resourcesLike(), 'ServiceSource.resourcesLike() is empty. Give at least one pattern.'],
  ['a pattern as a resource', () => ServiceSource.resources('arn:aws:ecs:*:111122223333:*'), "The ARN of the source holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:aws:ecs:*:111122223333:*'. Write the ARN as it is, or use ServiceSource.resourcesLike() for a pattern."],
  ['a name as a resource', () => ServiceSource.resources('orders'), "The ARN of the source is not one: got 'orders'. Write it as 'arn:aws:states:us-east-1:111111111111:stateMachine:orders'."],
  ['a pattern for any account', () => ServiceSource.resourcesLike('arn:aws:ecs:us-west-2:*:*'), "The ARN of the source names no account, so anybody's resource would do: got 'arn:aws:ecs:us-west-2:*:*'. Write it as it is."],
  ['a pattern for any account with tokens', () => ServiceSource.resourcesLike(`arn:${Aws.PARTITION}:ecs:${Aws.REGION}:*:*`), "The ARN of the source names no account, so anybody's resource would do: got 'arn:{token}:ecs:{token}:*:*'. Write it as it is."],
  ['a pattern for anything', () => ServiceSource.resourcesLike('*'), "The ARN of the source is not one: got '*'. Write it as 'arn:aws:states:us-east-1:111111111111:stateMachine:orders'."],
  ['a pattern with a policy variable', () => ServiceSource.resourcesLike('arn:aws:ecs:*:${aws:PrincipalAccount}:*'), "The pattern of the source holds '${', which starts a policy variable: got 'arn:aws:ecs:.:${aws:PrincipalAccount}:.'. Write an ARN with * for any characters and ? for one."],
  ['no organization', () => ServiceSource.organization('acme'), "The organization of the source is not the id of an AWS organization: got 'acme'. Write 'o-' and 10 to 32 lower-case letters and digits, as in the console of AWS Organizations."],
])('%s is an error', (_, act, message) => {
  expect(act).toThrow(new Error(message));
});
