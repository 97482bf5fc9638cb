import {
  App, Aws, CfnParameter, CfnResource, Fn, Lazy, Stack,
  aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_kms as kms, aws_lambda as lambda, aws_logs as logs, aws_rds as rds, aws_s3 as s3,
  aws_secretsmanager as secretsmanager, aws_sns as sns, aws_sqs as sqs, aws_ssm as ssm, aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { arnShape, formOf, kindsOfArn, kindsOfShape, mayCover, readableShape, shapeOfText } from '../../lib/private/arn-shape';
import type { Text } from '../../lib/private/evaluation/text';
import { serviceOf, servicePrefixes } from '../../lib/private/service-authorization';

const stack = new Stack(new App(), 'Stack');
const bucket = new s3.Bucket(stack, 'Bucket');
const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });
const tableV2 = new dynamodb.TableV2(stack, 'TableV2', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
const handler = new lambda.Function(stack, 'Function', { code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });

function typesOf(arn: string): string[] | undefined {
  const shape = arnShape(arn);
  return shape && kindsOfArn(shape).map(({ service, name }) => `${service}:${name}`);
}

test.each<[string, string, string[], string]>([
  ['a bucket', bucket.bucketArn, ['s3:bucket'], 'arn:…:s3:::…'],
  ['its objects', bucket.arnForObjects('in/*'), ['s3:object'], 'arn:…:s3:::…/in/*'],
  ['a table', table.tableArn, ['dynamodb:table'], 'arn:…:dynamodb:…:…:table/…'],
  ['its indexes', `${table.tableArn}/index/*`, ['dynamodb:index'], 'arn:…:dynamodb:…:…:table/…/index/*'],
  ['its stream', table.tableStreamArn!, ['dynamodb:stream'], 'arn:…:dynamodb:…:…:table/…/stream/…'],
  ['a global table', tableV2.tableArn, ['dynamodb:table'], 'arn:…:dynamodb:…:…:table/…'],
  ['a queue', new sqs.Queue(stack, 'Queue').queueArn, ['sqs:queue'], 'arn:…:sqs:…:…:…'],
  ['a topic', new sns.Topic(stack, 'Topic').topicArn, ['sns:topic'], 'arn:…:sns:…:…:…'],
  ['a topic by its attribute', new sns.CfnTopic(stack, 'CfnTopic').attrTopicArn, ['sns:topic'], 'arn:…:sns:…:…:…'],
  ['a secret', new secretsmanager.Secret(stack, 'Secret').secretArn, ['secretsmanager:Secret'], 'arn:…:secretsmanager:…:…:secret:…'],
  ['a function', handler.functionArn, ['lambda:function'], 'arn:…:lambda:…:…:function:…'],
  ['a version of it', handler.currentVersion.functionArn, ['lambda:function version'], 'arn:…:lambda:…:…:function:…:…'],
  ['a log group', new logs.LogGroup(stack, 'Logs').logGroupArn, ['logs:log-group'], 'arn:…:logs:…:…:log-group:…'],
  ['a key', new kms.Key(stack, 'Key').keyArn, ['kms:key'], 'arn:…:kms:…:…:key/…'],
  ['a state machine', new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) }).stateMachineArn, ['states:statemachine'], 'arn:…:states:…:…:stateMachine:…'],
  ['a database', new rds.DatabaseInstance(stack, 'Database', { engine: rds.DatabaseInstanceEngine.POSTGRES, vpc: new ec2.Vpc(stack, 'Vpc') }).instanceArn, ['rds:db'], 'arn:…:rds:…:…:db:…'],
  ['an imported bucket', s3.Bucket.fromBucketName(stack, 'NamedBucket', 'acme-reports').bucketArn, ['s3:bucket'], 'arn:…:s3:::acme-reports'],
  ['an imported table', dynamodb.Table.fromTableName(stack, 'NamedTable', 'orders').tableArn, ['dynamodb:table'], 'arn:…:dynamodb:…:…:table/orders'],
  ['an imported parameter', ssm.StringParameter.fromStringParameterName(stack, 'NamedParameter', '/a/b').parameterArn, ['ssm:parameter'], 'arn:…:ssm:…:…:parameter/a/b'],
  ['a formatted ARN', stack.formatArn({ service: 'sqs', resource: 'orders' }), ['sqs:queue'], 'arn:…:sqs:…:…:orders'],
  ['joined parts', Fn.join(':', ['arn', Aws.PARTITION, 'sqs', Aws.REGION, Aws.ACCOUNT_ID, 'orders']), ['sqs:queue'], 'arn:…:sqs:…:…:orders'],
  ['text with variables', Fn.sub('arn:${AWS::Partition}:s3:::${Name}/${!literal}', { Name: 'acme' }), ['s3:object'], 'arn:…:s3:::acme/${literal}'],
  ['a value that is made each time', Lazy.uncachedString({ produce: () => bucket.bucketArn }), ['s3:bucket'], 'arn:…:s3:::…'],
  ['an ARN with a parameter in it', `arn:aws:s3:::${new CfnParameter(stack, 'Name').valueAsString}/in/*`, ['s3:object'], 'arn:aws:s3:::…/in/*'],
])('the ARN of %s tells what it is', (_, arn, types, text) => {
  expect(typesOf(arn)).toEqual(types);
  expect(readableShape(arnShape(arn)!)).toBe(text);
});

test.each<[string, string[]]>([
  ['arn:aws:s3:::b', ['s3:bucket']],
  ['arn:aws:s3:::b/k', ['s3:object']],
  ['arn:aws:s3:::*', ['s3:bucket']],
  ['arn:aws:s3:::b*', ['s3:bucket']],
  ['arn:aws:s3:us-east-1:111122223333:accesspoint/a', ['s3:accesspoint']],
  ['arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/k', ['s3:accesspointobject']],
  ['arn:aws:dynamodb:us-east-1:111122223333:table/*', ['dynamodb:table']],
  ['arn:aws:dynamodb:*:*:table/t/index/*', ['dynamodb:index']],
  ['arn:aws:rds-db:us-east-1:111122223333:dbuser:db-ABC/app', ['rds-db:db-user']],
  ['arn:aws:bedrock:us-east-1::foundation-model/m', ['bedrock:foundation-model']],
  ['arn:aws:bedrock:::foundation-model/m', ['bedrock:foundation-model']],
  ['arn:aws:iam::111122223333:role/path/r', ['iam:role']],
  ['arn:aws:catalog:us-east-1:111122223333:product/p', ['servicecatalog:Product']],
  ['arn:aws:sqs:::q', []],
  ['arn:aws:s3:us-east-1:111122223333:b', []],
  ['arn:aws:nothing:us-east-1:111122223333:b', []],
  ['arn:aws:states:us-east-1:111122223333:stateMachine/x', []],
  // Types of which AWS documents two ARNs.
  ['arn:aws:lex:us-east-1:111122223333:bot/b', ['lex:bot']],
  ['arn:aws:lex:us-east-1:111122223333:bot:b', ['lex:bot']],
  ['arn:aws:apigateway:us-east-1::/restapis/a/stages/prod', ['apigateway:Stage']],
  ['arn:aws:apigateway:us-east-1::/apis/a/stages/prod', ['apigateway:Stage']],
  // Types in whose ARNs AWS puts a wildcard.
  ['arn:aws:health:us-east-1::event/EC2/RETIREMENT/1', ['health:event']],
  ['arn:aws:braket:us-east-1::device/qpu/maker/d', ['braket:device']],
  ['arn:aws:backup:us-east-1:111122223333:recovery-point:r', ['backup:recoveryPoint']],
  ['arn:aws:backup:us-east-1:111122223333:backup-vault:v', ['backup:backupVault']],
  ['arn:aws:dms:us-east-1:111122223333:endpoint:E', ['dms:Endpoint']],
  ['arn:aws:neptune-db:us-east-1:111122223333:cluster-C/database', ['neptune-db:database']],
  ['arn:aws:identitystore:::user/u', ['identitystore:User']],
  ['arn:aws:identitystore:::user/*', ['identitystore:AllUsers', 'identitystore:User']],
  ['arn:aws:s3:us-*:111122223333:async-request/mrap/create/t', ['s3:multiregionaccesspointrequestarn']],
  ['arn:aws:s3:eu-*:111122223333:async-request/mrap/create/t', []],
  // A variable of IAM has a colon in it, which is none of the ARN's.
  ['arn:aws:lambda:us-east-1:111122223333:function:${aws:PrincipalTag/app}', ['lambda:function']],
  ['arn:aws:logs:us-east-1:111122223333:log-group:${*}', ['logs:log-group']],
  // No service is named so, and two have the type.
  ['arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/r', ['route53-recovery-cluster:routingcontrol', 'route53-recovery-control-config:routingcontrol']],
])('%s is one of %j', (arn, types) => {
  expect(typesOf(arn)).toEqual(types);
});

test.each<[string, string]>([
  ['a bucket in a region', stack.formatArn({ service: 's3', resource: 'acme' })],
  ['a role in a region', stack.formatArn({ service: 'iam', resource: 'role', resourceName: 'app' })],
  ['a queue of no account', stack.formatArn({ service: 'sqs', resource: 'orders', account: '' })],
])('%s is none, though region and account are known later', (_, arn) => {
  expect(typesOf(arn)).toEqual([]);
});

test('a pattern that covers several types is all of them', () => {
  expect(typesOf('arn:aws:logs:*:*:*')).toEqual(expect.arrayContaining(['logs:log-group', 'logs:log-stream']));
  expect(typesOf('arn:aws:logs:*:*:log-*')).toEqual(['logs:log-group', 'logs:log-stream']);
  expect(typesOf('arn:aws:ec2:*:*:inst?nce/*')).toEqual(['ec2:instance']);
});

test.each<[string, () => string]>([
  ['a parameter', () => new CfnParameter(stack, 'Arn').valueAsString],
  ['an export of another stack', () => Fn.importValue('Arn')],
  ['a part of a list', () => Fn.select(0, Fn.split(',', bucket.bucketArn))],
  ['a condition', () => Fn.conditionIf('C', bucket.bucketArn, 'arn:aws:s3:::x').toString()],
  ['an attribute by a logical id', () => Fn.getAtt('Bucket', 'Arn').toString()],
  ['an attribute that is no ARN', () => bucket.bucketName],
  ['an ARN of a type that the data does not have', () => new CfnResource(stack, 'Other', { type: 'Acme::A::B' }).getAtt('Arn').toString()],
  ['a value that CDK makes once', () => Lazy.string({ produce: () => bucket.bucketArn })],
  ['a value that cannot be made yet', () => Lazy.uncachedString({ produce: () => { throw new Error('not yet'); } })],
])('nothing is known of %s', (_, arn) => {
  expect(arnShape(arn())).toBeUndefined();
});

test('every type of the data is found by an ARN of its form', () => {
  const missed = servicePrefixes().flatMap((prefix) => serviceOf(prefix)!.kinds.filter((kind) => {
    let names = 0;
    const arn = kind.arn.replace('${Region}', 'us-east-1').replace('${Account}', '111122223333').replace(/\$\{[^}]*\}/g, () => `n${++names}`);
    return !kindsOfShape({ text: `arn:aws:${arn}` }, serviceOf(prefix)!.kinds).some((found) => formOf(found) === formOf(kind));
  }).map((kind) => `${prefix}:${kind.name}`));
  // The ARN of one is also that of another with more text in common.
  expect(missed).toEqual([]);
});

describe('a text of a template', () => {
  const named = { unknown: 'Bucket' };
  const any = { unknown: 'Parameter' };
  const partition = { unknown: 'AWS::Partition' };

  test.each<[string, Text, string[]]>([
    ['a bucket', { parts: ['arn:', partition, ':s3:::', named] }, ['bucket']],
    ['objects of one', { parts: ['arn:', partition, ':s3:::', named, '/*'] }, ['object']],
    ['what may be either', { parts: ['arn:', partition, ':s3:::', any] }, ['bucket', 'object']],
    ['buckets and objects whose names begin so', 'arn:aws:s3:::logs*', ['bucket', 'object']],
    ['the home of a user', 'arn:aws:s3:::homes/${aws:username}/*', ['object']],
    ['a bucket that is called like a user', 'arn:aws:s3:::${aws:username}', ['bucket']],
    ['a star that is one', 'arn:aws:s3:::b/${*}', ['object']],
    ['a wildcard that covers several parts', 'arn:aws:s3:*/o', ['object']],
    ['another service', 'arn:aws:sqs:*:*:*', []],
    ['a name with slashes, where no other type goes on', { parts: ['arn:aws:logs:*:*:log-group:/aws/lambda/', named, ':*'] }, ['log-stream']],
    ['a name where another one does', 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f', ['log-group']],
  ])('%s may cover these types', (_, text, expected) => {
    const kinds = ['s3:bucket', 's3:object', 'logs:log-group', 'logs:log-stream'].map((kind) => serviceOf(kind.split(':')[0])!.kind(kind.split(':')[1])!);
    expect(kinds.filter((kind) => mayCover(text, kind, (unknown) => unknown !== any.unknown)).map(({ name }) => name)).toEqual(expected);
  });

  test('is known in part, or not at all', () => {
    expect(readableShape(shapeOfText({ parts: ['arn:', partition, ':s3:::', named] })!)).toBe('arn:…:s3:::…');
    expect(shapeOfText({ parts: [any, '/*'] })).toBeUndefined();
    expect(shapeOfText('arn:aws:s3:::b')).toEqual({ text: 'arn:aws:s3:::b' });
  });
});
