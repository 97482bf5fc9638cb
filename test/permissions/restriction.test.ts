import { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
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
  ['no condition', () => Restriction.denyActions(['s3:DeleteObject']).when(), 'The list of conditions is empty. Give at least one.'],
  ['a condition on a key that the action does not have', () => Restriction.denyActions(['s3:DeleteObject']).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 's3:prefix', 'x')), /^The condition key 's3:prefix' is not one of 's3:DeleteObject'/ as any],
  ['no restriction', () => new ApplicationRole(newStack(), 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction() }).restrict(), "The list of restrictions is empty. Give at least one, such as Restriction.denyActions(['s3:DeleteObject']), or leave the list out."],
  ['a role that takes nothing', () => Restriction.denyActions(['s3:*']).applyTo(iam.Role.fromRoleArn(newStack(), 'Role', 'arn:aws:iam::111122223333:role/r', { mutable: false })), /^The access cannot be given to 'Stack\/Role': the role is immutable here/ as any],
])('refuses %s', (_, make, message) => {
  expect(make).toThrow(typeof message === 'string' ? new Error(message) : message);
});
