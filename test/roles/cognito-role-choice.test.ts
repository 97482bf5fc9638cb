import type { Stack as StackType } from 'aws-cdk-lib';
import { App, NestedStack, Stack, aws_cognito as cognito, aws_cognito_identitypool as identitypool, aws_iam as iam } from 'aws-cdk-lib';
import { ApplicationRole, CognitoAuthenticatedPrincipal, CognitoGuestPrincipal, WorkloadPrincipal } from '../../lib';
import { newStack, warningsOf } from '../helpers';

const POOL_ID = 'us-east-1:12345678-abcd-abcd-abcd-1234567890ab';
const CLASSIC = { allowClassicFlow: true };

const poolOf = (stack: StackType, props: Partial<cognito.CfnIdentityPoolProps> = {}) =>
  new cognito.CfnIdentityPool(stack, 'Pool', { allowUnauthenticatedIdentities: true, ...props });
const signedIn = (stack: StackType, id: string, pool: cognito.IIdentityPoolRef) =>
  new ApplicationRole(stack, id, { assumedBy: CognitoAuthenticatedPrincipal.identityPool(pool) });
const guest = (stack: StackType, id: string, pool: cognito.IIdentityPoolRef) =>
  new ApplicationRole(stack, id, { assumedBy: CognitoGuestPrincipal.identityPool(pool) });
const warning = (pool: string, others: string) =>
  `The identity pool '${pool}' lets its users into this role and into ${others}: in its classic flow they pick the one they want. Leave 'allowClassicFlow' of the pool out, or make one role.`;

test('two roles for the same users of a pool with the classic flow warn, each of the other', () => {
  const stack = newStack();
  const pool = poolOf(stack, CLASSIC);
  signedIn(stack, 'Reader', pool);
  signedIn(stack, 'Writer', pool);
  expect(warningsOf(stack)).toEqual([warning('Stack/Pool', "'Stack/Writer'"), warning('Stack/Pool', "'Stack/Reader'")]);
});

test.each([undefined, false])('with allowClassicFlow %p they do not', (allowClassicFlow) => {
  const stack = newStack();
  const pool = poolOf(stack, { allowClassicFlow });
  signedIn(stack, 'Reader', pool);
  signedIn(stack, 'Writer', pool);
  expect(warningsOf(stack)).toEqual([]);
});

test('an escape hatch on the pool counts', () => {
  const stack = newStack();
  const pool = poolOf(stack);
  pool.addPropertyOverride('AllowClassicFlow', true);
  signedIn(stack, 'Reader', pool);
  signedIn(stack, 'Writer', pool);
  expect(warningsOf(stack)).toHaveLength(2);
});

test('a role for guests and one for signed-in users do not', () => {
  const stack = newStack();
  const pool = poolOf(stack, CLASSIC);
  signedIn(stack, 'SignedIn', pool);
  guest(stack, 'Guest', pool);
  new ApplicationRole(stack, 'Host', { assumedBy: WorkloadPrincipal.ec2Instance() });
  expect(warningsOf(stack)).toEqual([]);
});

test.each<[string, string | string[], boolean]>([
  ['of one provider', 'graph.facebook.com', true],
  ['by a pattern', '*', true],
  ['who are guests', 'unauthenticated', false],
])('a role for users %s beside one for all signed-in users', (_, amr, warns) => {
  const stack = newStack();
  const pool = poolOf(stack, CLASSIC);
  signedIn(stack, 'SignedIn', pool);
  new iam.Role(stack, 'Others', {
    assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com', {
      'StringEquals': { 'cognito-identity.amazonaws.com:aud': pool.ref }, 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
    }),
  });
  expect(warningsOf(stack)).toEqual(warns ? [warning('Stack/Pool', "'Stack/Others'")] : []);
});

test('roles of two pools do not', () => {
  const app = new App();
  const stacks = ['First', 'Second'].map((id) => new Stack(app, id));
  stacks.forEach((stack) => signedIn(stack, 'SignedIn', poolOf(stack, CLASSIC)));
  expect(stacks.flatMap(warningsOf)).toEqual([]);
});

test('the default role of CDK\'s own identity pool is another role', () => {
  const stack = newStack();
  const pool = new identitypool.IdentityPool(stack, 'Pool', { allowClassicFlow: true });
  signedIn(stack, 'SignedIn', pool);
  expect(warningsOf(stack)).toEqual([warning('Stack/Pool/Resource', "'Stack/Pool/AuthenticatedRole'")]);
});

test('a role of any kind of the app is another role, also in another stack', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const pool = poolOf(stack, CLASSIC);
  signedIn(new Stack(app, 'Other'), 'Far', pool);
  signedIn(new NestedStack(stack, 'Nested'), 'Inner', pool);
  new iam.CfnRole(stack, 'Plain', {
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow',
        Principal: { Federated: 'cognito-identity.amazonaws.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': { Ref: 'Pool' } } },
      }],
    },
  });
  guest(stack, 'Guest', pool);
  expect(warningsOf(stack)).toEqual([
    warning('Stack/Pool', "'Stack/Plain'"),
    // Of the role in the nested stack.
    warning('Stack/Pool', "'Stack/Plain' and 'Other/Far'"),
  ]);
  expect(warningsOf(app.node.findChild('Other'))).toContain(warning('Stack/Pool', "'Stack/Nested/Inner' and 'Stack/Plain'"));
});

test('a trust that was replaced by an escape hatch counts as it is', () => {
  const stack = newStack();
  const pool = poolOf(stack, CLASSIC);
  const role = signedIn(stack, 'First', pool);
  (role.node.defaultChild as iam.CfnRole).addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Condition', {
    'StringEquals': { 'cognito-identity.amazonaws.com:aud': { Ref: 'Pool' } },
    'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
  });
  signedIn(stack, 'Second', pool);
  expect(warningsOf(stack)).toEqual([]);
});

test('a pool that the app does not make may have the classic flow', () => {
  const stack = newStack();
  for (const id of ['Reader', 'Writer']) new ApplicationRole(stack, id, { assumedBy: CognitoAuthenticatedPrincipal.identityPoolId(POOL_ID) });
  expect(warningsOf(stack)[0]).toBe(
    `The identity pool '${POOL_ID}' lets its users into this role and into 'Stack/Writer': in its classic flow they pick the one they want. Turn the classic flow of the pool off, or make one role.`);
});

test('a role that is added after the app was written once is seen', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const pool = poolOf(stack, CLASSIC);
  signedIn(stack, 'Reader', pool);
  app.synth();
  signedIn(stack, 'Writer', pool);
  app.synth({ force: true });
  expect(warningsOf(stack)).toEqual([warning('Stack/Pool', "'Stack/Writer'"), warning('Stack/Pool', "'Stack/Reader'")]);
});
