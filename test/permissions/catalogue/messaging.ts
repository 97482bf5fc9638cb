import {
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_appsync as appsync, aws_events as events, aws_kinesis as kinesis,
  aws_kinesisfirehose as firehose, aws_lambda as lambda, aws_msk as msk, aws_ses as ses, aws_sns as sns, aws_sqs as sqs,
  aws_stepfunctions as stepfunctions,
} from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { Catalogue } from './catalogue';
import { ApiGatewayAccess, ApiRoute, AppSyncAccess, EventBridgeAccess, FirehoseAccess, KinesisAccess, LambdaAccess, MskAccess, SesAccess, SnsAccess, SqsAccess, StepFunctionsAccess } from '../../../lib/index';

const queueIn = (stack: Stack) => new sqs.Queue(stack, 'Queue');
const identityIn = (stack: Stack) => new ses.EmailIdentity(stack, 'Identity', { identity: ses.Identity.domain('example.com') });
const streamIn = (stack: Stack) => new kinesis.Stream(stack, 'Stream');
const machineIn = (stack: Stack) => new stepfunctions.StateMachine(stack, 'Machine', { definitionBody: stepfunctions.DefinitionBody.fromString('{}') });
const functionIn = (stack: Stack) => new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_LATEST, handler: 'index.handler', code: lambda.Code.fromInline('.') });
const webSocketStageIn = (stack: Stack) => new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigatewayv2.WebSocketApi(stack, 'Api'), stageName: 'live' });
const graphqlApiIn = (stack: Stack) => new appsync.GraphqlApi(stack, 'Api', { name: 'api', definition: appsync.Definition.fromSchema({ bind: () => ({ apiId: 'id', definition: '' }) }) });
const clusterIn = (stack: Stack) => new msk.CfnCluster(stack, 'Cluster', { clusterName: 'cluster', kafkaVersion: '3.8.x', numberOfBrokerNodes: 2, brokerNodeGroupInfo: { clientSubnets: [], instanceType: 'kafka.m7g.large' } });
const serverlessIn = (stack: Stack) => new msk.CfnServerlessCluster(stack, 'Cluster', { clusterName: 'cluster', clientAuthentication: { sasl: { iam: { enabled: true } } }, vpcConfigs: [] });

/** Messages, events, streams and calls of other applications. */
export const MESSAGING: Catalogue = {
  'SqsAccess.send': (stack) => {
    const queue = queueIn(stack);
    return { access: SqsAccess.send(queue), cdk: { name: 'queue.grantSendMessages', grant: (role) => queue.grantSendMessages(role) } };
  },
  'SqsAccess.consume': (stack) => {
    const queue = queueIn(stack);
    return { access: SqsAccess.consume(queue), cdk: { name: 'queue.grantConsumeMessages', grant: (role) => queue.grantConsumeMessages(role) } };
  },
  'SqsAccess.findUrl': (stack) => ({ access: SqsAccess.findUrl(queueIn(stack)) }),
  'SnsAccess.publish': (stack) => {
    const topic = new sns.Topic(stack, 'Topic');
    return { access: SnsAccess.publish(topic), cdk: { name: 'topic.grantPublish', grant: (role) => topic.grantPublish(role) } };
  },
  'SesAccess.sendFrom': (stack) => {
    const identity = identityIn(stack);
    return { access: SesAccess.sendFrom(identity), cdk: { name: 'identity.grantSendEmail', grant: (role) => identity.grantSendEmail(role) } };
  },
  'SesAccess.sendTemplated': (stack) => ({ access: SesAccess.sendTemplated(identityIn(stack), ['welcome']) }),
  'SesAccess.sendBulk': (stack) => ({ access: SesAccess.sendBulk(identityIn(stack), ['welcome']) }),
  'KinesisAccess.write': (stack) => {
    const stream = streamIn(stack);
    return { access: KinesisAccess.write(stream), cdk: { name: 'stream.grantWrite', grant: (role) => stream.grantWrite(role) } };
  },
  'KinesisAccess.read': (stack) => {
    const stream = streamIn(stack);
    return { access: KinesisAccess.read(stream), cdk: { name: 'stream.grantRead', grant: (role) => stream.grantRead(role) } };
  },
  'KinesisAccess.subscribe': (stack) => {
    const stream = streamIn(stack);
    const consumer = new kinesis.StreamConsumer(stack, 'Consumer', { stream, streamConsumerName: 'consumer' });
    return { access: KinesisAccess.subscribe(consumer, stream), cdk: { name: 'consumer.grantRead', grant: (role) => consumer.grantRead(role) } };
  },
  'FirehoseAccess.put': (stack) => {
    const stream = firehose.DeliveryStream.fromDeliveryStreamName(stack, 'Stream', 'stream');
    return { access: FirehoseAccess.put(stream), cdk: { name: 'deliveryStream.grantPutRecords', grant: (role) => stream.grantPutRecords(role) } };
  },
  'EventBridgeAccess.putEvents': (stack) => {
    const bus = new events.EventBus(stack, 'Bus');
    return { access: EventBridgeAccess.putEvents(bus), cdk: { name: 'bus.grantPutEventsTo', grant: (role) => bus.grantPutEventsTo(role) } };
  },
  'StepFunctionsAccess.start': (stack) => {
    const machine = machineIn(stack);
    return { access: StepFunctionsAccess.start(machine), cdk: { name: 'stateMachine.grantStartExecution', grant: (role) => machine.grantStartExecution(role) } };
  },
  'StepFunctionsAccess.startSync': (stack) => {
    const machine = machineIn(stack);
    return { access: StepFunctionsAccess.startSync(machine), cdk: { name: 'stateMachine.grantStartSyncExecution', grant: (role) => machine.grantStartSyncExecution(role) } };
  },
  'StepFunctionsAccess.readExecutions': (stack) => {
    const machine = machineIn(stack);
    return { access: StepFunctionsAccess.readExecutions(machine), cdk: { name: 'stateMachine.grantRead', grant: (role) => machine.grantRead(role) } };
  },
  'StepFunctionsAccess.stopExecutions': (stack) => ({ access: StepFunctionsAccess.stopExecutions(machineIn(stack)) }),
  'StepFunctionsAccess.sendTaskResults': (stack) => {
    const machine = machineIn(stack);
    return { access: StepFunctionsAccess.sendTaskResults(), cdk: { name: 'stateMachine.grantTaskResponse', grant: (role) => machine.grantTaskResponse(role) } };
  },
  'LambdaAccess.invoke': (stack) => {
    const target = functionIn(stack);
    return { access: LambdaAccess.invoke(target), cdk: { name: 'function.grantInvokeLatestVersion', grant: (role) => target.grantInvokeLatestVersion(role) } };
  },
  'LambdaAccess.invokeAnyVersion': (stack) => {
    const target = functionIn(stack);
    return { access: LambdaAccess.invokeAnyVersion(target), cdk: { name: 'function.grantInvoke', grant: (role) => target.grantInvoke(role) } };
  },
  'LambdaAccess.invokeUrl': (stack) => {
    const target = functionIn(stack);
    return { access: LambdaAccess.invokeUrl(target), cdk: { name: 'function.grantInvokeUrl', grant: (role) => target.grantInvokeUrl(role) } };
  },
  'ApiGatewayAccess.invokeRestApi': (stack) => {
    const api = new apigateway.RestApi(stack, 'Api');
    const method = api.root.addMethod('GET');
    return { access: ApiGatewayAccess.invokeRestApi(api.deploymentStage, ApiRoute.of('GET', '/')), cdk: { name: 'method.grantExecute', grant: (role) => method.grantExecute(role) } };
  },
  'ApiGatewayAccess.invokeHttpApi': (stack) => ({ access: ApiGatewayAccess.invokeHttpApi(new apigatewayv2.HttpApi(stack, 'Api').defaultStage!, ApiRoute.of('GET', '/pets')) }),
  'ApiGatewayAccess.connectToWebSocketApi': (stack) => ({ access: ApiGatewayAccess.connectToWebSocketApi(webSocketStageIn(stack)) }),
  'ApiGatewayAccess.postToConnections': (stack) => {
    const stage = webSocketStageIn(stack);
    return { access: ApiGatewayAccess.postToConnections(stage), cdk: { name: 'stage.grantManagementApiAccess', grant: (role) => stage.grantManagementApiAccess(role) } };
  },
  'ApiGatewayAccess.manageConnections': (stack) => {
    const stage = webSocketStageIn(stack);
    return { access: ApiGatewayAccess.manageConnections(stage), cdk: { name: 'stage.grantManagementApiAccess', grant: (role) => stage.grantManagementApiAccess(role) } };
  },
  'AppSyncAccess.query': (stack) => {
    const api = graphqlApiIn(stack);
    return { access: AppSyncAccess.query(api, 'order'), cdk: { name: 'api.grantQuery', grant: (role) => api.grantQuery(role, 'order') } };
  },
  'AppSyncAccess.mutate': (stack) => {
    const api = graphqlApiIn(stack);
    return { access: AppSyncAccess.mutate(api, 'placeOrder'), cdk: { name: 'api.grantMutation', grant: (role) => api.grantMutation(role, 'placeOrder') } };
  },
  'AppSyncAccess.subscribe': (stack) => {
    const api = graphqlApiIn(stack);
    return { access: AppSyncAccess.subscribe(api, 'orderPlaced'), cdk: { name: 'api.grantSubscription', grant: (role) => api.grantSubscription(role, 'orderPlaced') } };
  },
  'AppSyncAccess.allQueries': (stack) => {
    const api = graphqlApiIn(stack);
    return { access: AppSyncAccess.allQueries(api), cdk: { name: 'api.grantQuery', grant: (role) => api.grantQuery(role) } };
  },
  'AppSyncAccess.allMutations': (stack) => {
    const api = graphqlApiIn(stack);
    return { access: AppSyncAccess.allMutations(api), cdk: { name: 'api.grantMutation', grant: (role) => api.grantMutation(role) } };
  },
  'AppSyncAccess.allSubscriptions': (stack) => {
    const api = graphqlApiIn(stack);
    return { access: AppSyncAccess.allSubscriptions(api), cdk: { name: 'api.grantSubscription', grant: (role) => api.grantSubscription(role) } };
  },
  'MskAccess.read': (stack) => ({ access: MskAccess.read(clusterIn(stack), { topics: ['orders'], groups: ['billing'] }) }),
  'MskAccess.write': (stack) => ({ access: MskAccess.write(clusterIn(stack), { topics: ['orders'], transactionalIds: ['shop'] }) }),
  'MskAccess.readServerless': (stack) => ({ access: MskAccess.readServerless(serverlessIn(stack), { topics: ['orders'], groups: ['billing'] }) }),
  'MskAccess.writeServerless': (stack) => ({ access: MskAccess.writeServerless(serverlessIn(stack), { topics: ['orders'], transactionalIds: ['shop'] }) }),
};
