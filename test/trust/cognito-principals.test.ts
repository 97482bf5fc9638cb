import { App, CfnParameter, Stack, aws_cognito as cognito, aws_iam as iam } from 'aws-cdk-lib';
import { CognitoAuthenticatedPrincipal, CognitoGuestPrincipal, SessionTag, StringMatch } from '../../lib';
import { newStack, normalized, onlyResource, trustOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';

const POOL_ID = 'us-east-1:12345678-abcd-abcd-abcd-1234567890ab';
const pool = (stack: Stack) => new cognito.CfnIdentityPool(stack, 'Pool', { allowUnauthenticatedIdentities: true });

for (const [kind, amr] of [[CognitoAuthenticatedPrincipal, 'authenticated'], [CognitoGuestPrincipal, 'unauthenticated']] as const) {
  const condition = normalized({
    'StringEquals': { 'cognito-identity.amazonaws.com:aud': '${Pool}' },
    'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
  });
  describePrincipalContract(`${kind.name}.identityPool()`, (stack) => kind.identityPool(pool(stack)), {
    statements: [{ Action: 'sts:AssumeRoleWithWebIdentity', Condition: condition, Effect: 'Allow', Principal: { Federated: 'cognito-identity.amazonaws.com' } }],
    fragment: condition,
  });
}

// https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
test('makes the documented trust', () => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: CognitoAuthenticatedPrincipal.identityPoolId('us-east-1:12345678-abcd-abcd-abcd-123456790ab') });
  expect(onlyResource(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        'StringEquals': { 'cognito-identity.amazonaws.com:aud': 'us-east-1:12345678-abcd-abcd-abcd-123456790ab' },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      },
    }],
  });
});

test('session tags come under the same conditions', () => {
  const stack = newStack();
  const sessionTags = [SessionTag.of('department', StringMatch.exactly('legal'))];
  new iam.Role(stack, 'Role', { assumedBy: CognitoAuthenticatedPrincipal.identityPool(pool(stack), { sessionTags }) });
  expect(trustOf(stack)).toEqual([expect.objectContaining({
    Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
    Condition: expect.objectContaining({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['department'] } }),
  })]);
});

describe('the name of Cognito', () => {
  const issuerIn = (stack: Stack, options = {}) => {
    new iam.Role(stack, 'Role', { assumedBy: CognitoGuestPrincipal.identityPool(pool(stack), options) });
    const [{ Principal, Condition }] = trustOf(stack);
    const keys = Object.values<any>(Condition).flatMap((tests) => Object.keys(tests));
    expect(keys.sort()).toEqual([`${Principal.Federated}:amr`, `${Principal.Federated}:aud`]);
    return Principal.Federated;
  };
  const stackIn = (region: string) => new Stack(new App(), 'Stack', { env: { region } });

  test.each([
    ['eu-central-1', 'cognito-identity.amazonaws.com'],
    ['us-gov-west-1', 'cognito-identity-us-gov.amazonaws.com'],
    ['us-gov-east-1', 'cognito-identity.us-gov-east-1.amazonaws.com'],
  ])('in %s is %s', (region, issuer) => {
    expect(issuerIn(stackIn(region))).toBe(issuer);
  });

  test('is the commercial one where the region is not known', () => {
    expect(issuerIn(newStack())).toBe('cognito-identity.amazonaws.com');
  });

  test('is that of an imported pool\'s own region', () => {
    const stack = newStack();
    const imported = cognito.CfnIdentityPool.fromIdentityPoolId(stack, 'Imported', 'us-gov-east-1:12345678-abcd-abcd-abcd-1234567890ab');
    new iam.Role(stack, 'Role', { assumedBy: CognitoGuestPrincipal.identityPool(imported) });
    expect(trustOf(stack)[0].Principal.Federated).toBe('cognito-identity.us-gov-east-1.amazonaws.com');
  });

  test('can be given', () => {
    expect(issuerIn(stackIn('cn-north-1'), { issuer: 'cognito-identity.cn-north-1.amazonaws.com.cn' })).toBe('cognito-identity.cn-north-1.amazonaws.com.cn');
  });
});

describe('bad input', () => {
  const fix = "Write its region and UUID as Cognito shows them, such as 'us-east-1:12345678-abcd-abcd-abcd-1234567890ab'.";

  test.each([
    ['', `The id of the identity pool is not one that Cognito gives out: got ''. ${fix}`],
    ['12345678-abcd-abcd-abcd-1234567890ab', `The id of the identity pool is not one that Cognito gives out: got '12345678-abcd-abcd-abcd-1234567890ab'. ${fix}`],
    ['us-east-1_AbCdEfGhI', `The id of the identity pool is not one that Cognito gives out: got 'us-east-1_AbCdEfGhI'. ${fix}`],
    ['us-east-1:*', `The id of the identity pool is not one that Cognito gives out: got 'us-east-1:*'. ${fix}`],
    [`us-east-1:${'a'.repeat(46)}`, `The id of the identity pool is not one that Cognito gives out: got 'us-east-1:${'a'.repeat(46)}'. ${fix}`],
  ])('pool %p', (id, message) => {
    expect(() => CognitoAuthenticatedPrincipal.identityPoolId(id)).toThrow(new Error(message));
    expect(() => CognitoGuestPrincipal.identityPoolId(id)).toThrow(new Error(message));
  });

  test('a pool that was imported with a wrong id', () => {
    const imported = cognito.CfnIdentityPool.fromIdentityPoolId(newStack(), 'Imported', 'my-pool');
    expect(() => CognitoGuestPrincipal.identityPool(imported)).toThrow(
      new Error(`The id of the identity pool is not one that Cognito gives out: got 'my-pool'. ${fix}`));
  });

  test('identities', () => {
    expect(() => CognitoGuestPrincipal.identityPoolId(POOL_ID, { identityIds: [] })).toThrow(
      new Error('The list of identities is empty. Give at least one, or leave it out for every identity of the pool.'));
    expect(() => CognitoGuestPrincipal.identityPoolId(POOL_ID, { identityIds: ['jane'] })).toThrow(
      new Error(`The id of the identity is not one that Cognito gives out: got 'jane'. ${fix}`));
  });

  test.each(['accounts.google.com', '', 'cognito-identity', 'cognito-identity.amazonaws.com:aud', 'cognito-identity.*.com'])('issuer %p', (issuer) => {
    expect(() => CognitoGuestPrincipal.identityPoolId(POOL_ID, { issuer })).toThrow(
      new Error(`The issuer is not a name of Cognito: got '${issuer}'. Write it as it is, such as 'cognito-identity.amazonaws.com'.`));
  });

  test('a token as issuer', () => {
    const issuer = new CfnParameter(newStack(), 'Issuer').valueAsString;
    expect(() => CognitoGuestPrincipal.identityPoolId(POOL_ID, { issuer })).toThrow(
      new Error("The issuer is not known before the template is deployed: got a token. It becomes a part of condition keys, in which CloudFormation puts in no value. Write it as it is, such as 'cognito-identity.amazonaws.com'."));
  });

  test('a parameter that admits anything', () => {
    expect(() => CognitoGuestPrincipal.identityPoolId(new CfnParameter(newStack(), 'PoolId').valueAsString)).toThrow(
      /^The id of the identity pool comes from parameter 'PoolId', which has no 'allowedPattern': whoever deploys could enter '\*'/);
  });
});

test('a parameter with a pattern passes', () => {
  const stack = newStack();
  const poolId = new CfnParameter(stack, 'PoolId', { allowedPattern: '^[a-z0-9:-]+$' }).valueAsString;
  new iam.Role(stack, 'Role', { assumedBy: CognitoGuestPrincipal.identityPoolId(poolId) });
  expect(trustOf(stack)[0].Condition.StringEquals).toEqual({ 'cognito-identity.amazonaws.com:aud': { Ref: 'PoolId' } });
});
