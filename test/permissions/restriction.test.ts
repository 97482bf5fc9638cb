import { Fn, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3 } from 'aws-cdk-lib';
import { AccessCondition, ApplicationRole, ConditionOperator, Restriction, WorkloadPrincipal } from '../../lib';
import { newStack, permissionsOf, warningsOf } from '../helpers';

const OBJECTS = 'arn:aws:s3:::acme-uploads/*';

function denied(...restrictions: Restriction[]): any[] {
  const stack = newStack();
  const role = new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction() });
  expect(role.restrict(...restrictions)).toBe(role);
  return permissionsOf(stack);
}

test.each<[string, Restriction, any]>([
  ['actions everywhere', Restriction.denyActions(['s3:DeleteObject', 'iam:*']), { Action: ['iam:*', 's3:DeleteObject'], Effect: 'Deny', Resource: '*' }],
  ['actions on a resource', Restriction.denyActions(['s3:DeleteObject'], [OBJECTS]), { Action: 's3:DeleteObject', Effect: 'Deny', Resource: OBJECTS }],
  ['actions on what a pattern covers of several types', Restriction.denyActions(['s3:DeleteObject'], ['arn:aws:s3:::acme-*']), { Action: 's3:DeleteObject', Effect: 'Deny', Resource: 'arn:aws:s3:::acme-*' }],
  ['actions on what is known later', Restriction.denyActions(['s3:DeleteObject'], [Fn.importValue('Objects')]), { Action: 's3:DeleteObject', Effect: 'Deny', Resource: { 'Fn::ImportValue': 'Objects' } }],
  ['the aliases of a function', Restriction.denyActions(['lambda:InvokeFunction'], ['arn:aws:lambda:*:*:function:f:*']), { Action: 'lambda:InvokeFunction', Effect: 'Deny', Resource: 'arn:aws:lambda:*:*:function:f:*' }],
  ['everything on a resource', Restriction.denyActions(['*'], ['arn:aws:s3:::acme']), { Action: '*', Effect: 'Deny', Resource: 'arn:aws:s3:::acme' }],
  [
    'all with a key of one service', Restriction.denyActions(['*']).when(AccessCondition.of(ConditionOperator.STRING_NOT_EQUALS, 'ec2:InstanceType', 't3.micro')),
    { Action: '*', Effect: 'Deny', Resource: '*', Condition: { StringNotEquals: { 'ec2:InstanceType': 't3.micro' } } },
  ],
  [
    'all of a service with a key that some of its actions have', Restriction.denyActions(['ec2:*']).when(AccessCondition.of(ConditionOperator.STRING_NOT_EQUALS, 'ec2:InstanceType', 't3.micro')),
    { Action: 'ec2:*', Effect: 'Deny', Resource: '*', Condition: { StringNotEquals: { 'ec2:InstanceType': 't3.micro' } } },
  ],
  ['all but some actions', Restriction.denyAllExcept(['s3:*', 'dynamodb:GetItem']), { NotAction: ['dynamodb:GetItem', 's3:*'], Effect: 'Deny', Resource: '*' }],
  [
    'all outside of a region', Restriction.denyActions(['*']).when(AccessCondition.of(ConditionOperator.STRING_NOT_EQUALS, 'aws:RequestedRegion', 'eu-west-1')),
    { Action: '*', Effect: 'Deny', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } },
  ],
])('denies %s', (_, restriction, statement) => {
  expect(denied(restriction)).toEqual([statement]);
});

test('is given with the role, before its permissions', () => {
  const stack = newStack();
  const role = new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction(), restrictions: [Restriction.denyAllExcept(['s3:*'])] });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [OBJECTS] }));
  expect(permissionsOf(stack).map(({ Effect }) => Effect)).toEqual(['Deny', 'Allow']);
});

test('fits wherever CDK takes a grantee', () => {
  const stack = newStack();
  const handler = new lambda.Function(stack, 'Function', { code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
  Restriction.denyAllExcept(['s3:*']).applyTo(handler);
  expect(permissionsOf(stack)).toEqual([{ NotAction: 's3:*', Effect: 'Deny', Resource: '*' }]);
});

test('hands out its statements, and stays as it is under a condition', () => {
  const restriction = Restriction.denyActions(['s3:DeleteObject']);
  restriction.when(AccessCondition.secureTransport());
  expect(restriction.toStatements().map((statement) => statement.toJSON())).toEqual([{ Action: 's3:DeleteObject', Effect: 'Deny', Resource: '*' }]);
});

test('warns of a condition that never holds', () => {
  const stack = newStack();
  const restriction = Restriction.denyActions(['s3:*']).when(AccessCondition.of(ConditionOperator.STRING_NOT_EQUALS, 'aws:SourceAccount', '111122223333'));
  restriction.applyTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  expect(warningsOf(stack)).toEqual([expect.stringMatching(/^The condition key 'aws:SourceAccount' is there only when a service calls/)]);
});

test.each<[string, () => unknown, string]>([
  ['no action', () => Restriction.denyActions([]), "The list of actions is empty. Name at least one, such as 's3:DeleteObject'."],
  ['no action that is let', () => Restriction.denyAllExcept([]), "The list of actions is empty. Name at least one, such as 's3:DeleteObject'."],
  ['a misspelt action', () => Restriction.denyActions(['s3:DeletObject']), /^Amazon S3 has no such action: got 's3:DeletObject'\. Did you mean 's3:DeleteObject'/ as any],
  ['a resource that is none', () => Restriction.denyActions(['s3:DeleteObject'], ['acme']), "The resource is no ARN: got 'acme'. An ARN is arn:partition:service:region:account:resource."],
  ['every resource by a star', () => Restriction.denyActions(['s3:DeleteObject'], ['*']), "The resource is every one: got '*'. Leave the list of resources out, and the actions are refused on all of them."],
  ['an action on objects on a bucket', () => Restriction.denyActions(['s3:DeleteObject'], ['arn:aws:s3:::acme']), /^The action 's3:DeleteObject' is on none of the resources, so nothing would be refused: got 'arn:aws:s3:::acme'\. It is on .*object \(arn:\$\{Partition\}:s3:::/ as any],
  ['an action on objects on a bucket of the app', () => Restriction.denyActions(['s3:DeleteObject'], [new s3.Bucket(newStack(), 'Bucket').bucketArn]), /^The action 's3:DeleteObject' is on none of the resources, so nothing would be refused: got 'arn:…:s3:::…'/ as any],
  ['an action on a resource of another service', () => Restriction.denyActions(['s3:DeleteObject'], [OBJECTS, 'arn:aws:sqs:us-east-1:111122223333:q']), "None of the actions is on the resource 'arn:aws:sqs:us-east-1:111122223333:q', so nothing would be refused on it: got 's3:DeleteObject'. Leave the resource out, or name actions on it."],
  ['an action without resources on one', () => Restriction.denyActions(['s3:ListAllMyBuckets'], ['arn:aws:s3:::acme']), "The action 's3:ListAllMyBuckets' cannot be limited to a resource, so a restriction on some of them would refuse nothing: got 'arn:aws:s3:::acme'. Leave the resources out."],
  ['all but every action', () => Restriction.denyAllExcept(['s3:*', '*']), "All actions but every one are none, so nothing would be refused: got '*'. Name what the application may do."],
  ['an action with a question mark', () => Restriction.denyActions(['s3:Delete?bject']), "The action has a '?', which CDK takes in no action: got 's3:Delete?bject'. Use '*', or name the actions one by one."],
  ['a condition on a key that no action of a service has', () => Restriction.denyActions(['sqs:*']).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 'ec2:InstanceType', 'x')), /^The condition key 'ec2:InstanceType' is not one of 'sqs:/ as any],
  ['a condition on a key of no service', () => Restriction.denyActions(['*']).when(AccessCondition.of(ConditionOperator.STRING_NOT_EQUALS, 's3:prefx', 'x')), /^The condition key is one of no service: got 's3:prefx'\. Nearest: 's3:prefix'.* Write it as 's3:prefix' or 'aws:SourceVpc'\.$/ as any],
  ['a condition on a key of no service, where some actions are let', () => Restriction.denyAllExcept(['s3:*']).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 'acme:key', 'x')), "The condition key is one of no service: got 'acme:key'. Write it as 's3:prefix' or 'aws:SourceVpc'."],
  ['no condition', () => Restriction.denyActions(['s3:DeleteObject']).when(), 'The list of conditions is empty. Give at least one.'],
  ['a condition on a key that the action does not have', () => Restriction.denyActions(['s3:DeleteObject']).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 's3:prefix', 'x')), /^The condition key 's3:prefix' is not one of 's3:DeleteObject'/ as any],
  ['no restriction', () => new ApplicationRole(newStack(), 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction() }).restrict(), "The list of restrictions is empty. Give at least one, such as Restriction.denyActions(['s3:DeleteObject']), or leave the list out."],
  ['a role that takes nothing', () => Restriction.denyActions(['s3:*']).applyTo(iam.Role.fromRoleArn(newStack(), 'Role', 'arn:aws:iam::111122223333:role/r', { mutable: false })), /^The access cannot be given to 'Stack\/Role': the role is immutable here/ as any],
])('refuses %s', (_, make, message) => {
  expect(make).toThrow(typeof message === 'string' ? new Error(message) : message);
});
