/**
 * An application that runs on many services of AWS, each with a role that its service alone can use, for this account alone.
 */
import { App, CfnOutput, Stack, aws_appsync as appsync, aws_dynamodb as dynamodb, aws_ecs as ecs, aws_eks as eks, aws_stepfunctions as stepfunctions } from 'aws-cdk-lib';
import {
  ApplicationRole, DynamoDbAccess, EksPodPrincipal, EksServiceAccountPrincipal, KubernetesServiceAccount, OidcIdentityProvider,
  PodIdentityAssociation, WorkloadPrincipal,
} from 'cdk-keyless-roles';

const app = new App();
const stack = new Stack(app, 'Workloads');
const orders = new dynamodb.TableV2(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });

// A Lambda function that is deployed elsewhere takes the role by its ARN.
const lambdaRole = new ApplicationRole(stack, 'Function', {
  assumedBy: WorkloadPrincipal.lambdaFunction(),
  permissions: [DynamoDbAccess.read(orders)],
});
new CfnOutput(stack, 'FunctionRoleArn', { value: lambdaRole.roleArn });

// A task of ECS, and the agent that starts it.
const task = new ecs.FargateTaskDefinition(stack, 'Task', {
  taskRole: new ApplicationRole(stack, 'TaskRole', { assumedBy: WorkloadPrincipal.ecsTask(), permissions: [DynamoDbAccess.readWrite(orders)] }),
  executionRole: new ApplicationRole(stack, 'TaskExecution', { assumedBy: WorkloadPrincipal.ecsTaskExecution() }),
});
task.addContainer('App', { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:stable'), readonlyRootFilesystem: true });

// An integration of API Gateway that writes to the table.
const integration = new ApplicationRole(stack, 'Integration', {
  assumedBy: WorkloadPrincipal.apiGateway(),
  permissions: [DynamoDbAccess.write(orders)],
});
new CfnOutput(stack, 'IntegrationRoleArn', { value: integration.roleArn });

// A state machine: its name keeps every other one from using the role.
new stepfunctions.StateMachine(stack, 'Fulfilment', {
  stateMachineName: 'fulfilment',
  definitionBody: stepfunctions.DefinitionBody.fromString('{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}'),
  role: new ApplicationRole(stack, 'FulfilmentRole', { assumedBy: WorkloadPrincipal.stateMachine('fulfilment') }),
});

// A data source of AppSync, for one API.
const api = new appsync.CfnGraphQLApi(stack, 'Api', { name: 'orders', authenticationType: 'AWS_IAM' });
const dataSource = new ApplicationRole(stack, 'DataSource', {
  assumedBy: WorkloadPrincipal.appSyncApi(api),
  permissions: [DynamoDbAccess.read(orders)],
});
new appsync.CfnDataSource(stack, 'OrdersSource', {
  apiId: api.attrApiId,
  name: 'orders',
  type: 'AMAZON_DYNAMODB',
  serviceRoleArn: dataSource.roleArn,
  dynamoDbConfig: { awsRegion: stack.region, tableName: orders.tableName },
});

// Pods of a cluster, by Pod Identity.
const cluster = new eks.CfnCluster(stack, 'Cluster', {
  name: 'orders',
  roleArn: new ApplicationRole(stack, 'ClusterRole', { assumedBy: WorkloadPrincipal.eksCluster('orders') }).roleArn,
  resourcesVpcConfig: { subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'], endpointPublicAccess: false, endpointPrivateAccess: true },
});
const worker = KubernetesServiceAccount.of('orders', 'worker');
new PodIdentityAssociation(stack, 'WorkerPods', {
  cluster,
  serviceAccount: worker,
  role: new ApplicationRole(stack, 'Worker', { assumedBy: EksPodPrincipal.ofCluster(cluster, worker), permissions: [DynamoDbAccess.readWrite(orders)] }),
});

// Pods of the same cluster, by the token of their service account: its issuer is known once the cluster is deployed.
const issuer = cluster.attrOpenIdConnectIssuerUrl;
const provider = OidcIdentityProvider.shared(stack, issuer, 'sts.amazonaws.com');
new ApplicationRole(stack, 'Reporter', {
  assumedBy: EksServiceAccountPrincipal.of({ issuer, serviceAccounts: [KubernetesServiceAccount.of('orders', 'reporter')], provider }),
  permissions: [DynamoDbAccess.read(orders)],
});

// Pods of a cluster that is there already.
new ApplicationRole(stack, 'Existing', {
  assumedBy: EksServiceAccountPrincipal.of({
    issuer: 'https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E',
    serviceAccounts: [KubernetesServiceAccount.of('default', 'my-service-account')],
  }),
  permissions: [DynamoDbAccess.read(orders)],
});

app.synth();
