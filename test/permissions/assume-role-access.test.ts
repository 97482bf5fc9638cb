import type { Stack } from 'aws-cdk-lib';
import { App, CfnParameter, Stack as CdkStack, aws_iam as iam } from 'aws-cdk-lib';
import { AssumeRoleAccess } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const ARN = 'arn:aws:iam::111111111111:role/app/reader';

test.each<[string, (stack: Stack) => iam.IRoleRef, string]>([
  ['made in the app', (stack) => new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }), '${ReaderF7BF189D.Arn}'],
  ['made as L1', (stack) => new iam.CfnRole(stack, 'Reader', { assumeRolePolicyDocument: {} }), '${Reader.Arn}'],
  ['imported by name', (stack) => iam.Role.fromRoleName(stack, 'Reader', 'reader'), 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/reader'],
  ['imported by ARN', (stack) => iam.Role.fromRoleArn(stack, 'Reader', ARN), ARN],
])('a role %s', (_, make, arn) => {
  const stack = newStack();
  AssumeRoleAccess.toRole(make(stack)).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  expect(permissionsOf(stack).map(normalized)).toEqual([{ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: arn }]);
});

test('a role of another account, whose trust lets the caller in', () => {
  const stack = new CdkStack(new App(), 'Stack', { env: { account: '222222222222', region: 'us-east-1' } });
  AssumeRoleAccess.toRole(reader(stack)).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  expect(permissionsOf(stack)).toEqual([{ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: ARN }]);
});

test.each([
  [{ externalId: 'tenant-1234' }, { 'sts:ExternalId': 'tenant-1234' }],
  [{ sessionName: 'worker' }, { 'sts:RoleSessionName': 'worker' }],
  [{ externalId: 'a/b:c', sessionName: 'worker' }, { 'sts:ExternalId': 'a/b:c', 'sts:RoleSessionName': 'worker' }],
])('with %j', (options, keys) => {
  const [{ conditions }] = AssumeRoleAccess.toRole(reader(newStack()), options).toStatements();
  expect(conditions).toEqual({ StringEquals: keys });
});

test('an external ID that is a token', () => {
  const stack = newStack();
  const externalId = new CfnParameter(stack, 'Id', { allowedPattern: '^[a-z0-9-]{16,}$' }).valueAsString;
  const [{ conditions }] = AssumeRoleAccess.toRole(reader(stack), { externalId }).toStatements();
  expect(stack.resolve(conditions)).toEqual({ StringEquals: { 'sts:ExternalId': { Ref: 'Id' } } });
});

describe('errors', () => {
  const ID = 'Allowed: 2 to 1224 letters, digits and _ + = , . @ : / -.';
  const SESSION = 'Allowed: 2 to 64 letters, digits and _ + = , . @ -.';
  test.each<[any, string]>([
    [{ externalId: '' }, `The external ID is empty: got ''. ${ID}`],
    [{ externalId: 'x' }, `The external ID is none that STS takes: got 1 characters, 'x'. ${ID}`],
    [{ externalId: 'a*' }, `The external ID holds a wildcard ('*' or '?'), which would match more than was named: got 'a*'. ${ID}`],
    [{ externalId: 1234 }, `The external ID is not text: got '1234'. ${ID}`],
    [{ sessionName: 'a b' }, `The name of the session is none that STS takes: got 3 characters, 'a b'. ${SESSION}`],
    [{ sessionName: 'a'.repeat(65) }, `The name of the session is none that STS takes: got 65 characters, '${'a'.repeat(65)}'. ${SESSION}`],
    [{ sessionName: '${aws:username}' }, `The name of the session holds '\${', which starts a policy variable: got '\${aws:username}'. ${SESSION}`],
  ])('%j', (options, message) => {
    expect(() => AssumeRoleAccess.toRole(reader(newStack()), options)).toThrow(new Error(message));
  });

  test('a pattern of roles', () => {
    const role = iam.Role.fromRoleArn(newStack(), 'Reader', 'arn:aws:iam::111111111111:role/*');
    expect(() => AssumeRoleAccess.toRole(role)).toThrow(/^The ARN of the role holds a wildcard .* Give one role, by its name.$/);
  });
});

function reader(stack: Stack): iam.IRole {
  return iam.Role.fromRoleArn(stack, 'Reader', ARN);
}
