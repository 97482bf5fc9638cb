import { App, Stack, aws_cognito as cognito, aws_iam as iam } from 'aws-cdk-lib';
import { CognitoAccess } from '../../lib';
import { isEscalating } from '../../lib/private/sensitive-actions';
import { serviceOf } from '../../lib/private/service-authorization';
import { newStack, normalized, permissionsOf } from '../helpers';

const METHODS = {
  readUsers: ['AdminGetUser', 'AdminListGroupsForUser', 'ListUsers', 'ListUsersInGroup'],
  manageUsers: ['AdminCreateUser', 'AdminDeleteUser', 'AdminDisableUser', 'AdminEnableUser', 'AdminUserGlobalSignOut'],
  manageGroupMembers: ['AdminAddUserToGroup', 'AdminRemoveUserFromGroup'],
  signInUsers: ['AdminInitiateAuth', 'AdminRespondToAuthChallenge'],
  overwriteAnyPassword: ['AdminSetUserPassword'],
  changeAnyAttribute: ['AdminUpdateUserAttributes'],
} as const;

const POOLS: [string, (stack: Stack) => cognito.IUserPoolRef, string][] = [
  ['made in the app', (stack) => new cognito.UserPool(stack, 'Pool'), '${PoolD3F588B8.Arn}'],
  ['made as L1', (stack) => new cognito.CfnUserPool(stack, 'Pool'), '${Pool.Arn}'],
  ['imported by id', (stack) => cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-1_AbCdEf123'), 'arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/eu-west-1_AbCdEf123'],
];

describe.each(Object.entries(METHODS))('%s', (method, names) => {
  test.each(POOLS)('on a pool that is %s', (_, make, arn) => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    CognitoAccess[method as keyof typeof METHODS](make(stack)).grantTo(role);
    const actions = names.map((name) => `cognito-idp:${name}`);
    expect(permissionsOf(stack).map(normalized)).toEqual([{ Action: actions.length === 1 ? actions[0] : actions, Effect: 'Allow', Resource: arn }]);
  });
});

test.each(['readUsers', 'manageUsers'] as const)('%s has nothing that leads to more rights', (method) => {
  const service = serviceOf('cognito-idp')!;
  expect(METHODS[method].filter((name) => isEscalating(service.action(name)!))).toEqual([]);
});

test('a pool of another account has no policy that lets it in', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const pool = cognito.UserPool.fromUserPoolArn(stack, 'Pool', 'arn:aws:cognito-idp:eu-west-1:222222222222:userpool/eu-west-1_AbCdEf123');
  expect(CognitoAccess.readUsers(pool)._statements()[0].owner).toEqual({ account: '222222222222', resource: "the user pool 'Stack/Pool'", policy: undefined });
});

test('a pool by a wildcard is an error', () => {
  expect(() => CognitoAccess.readUsers(cognito.UserPool.fromUserPoolId(newStack(), 'Pool', '*'))).toThrow(
    /^The ARN of the user pool holds a wildcard .*Give one user pool, by its name\.$/);
});
