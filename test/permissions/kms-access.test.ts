import type { Stack } from 'aws-cdk-lib';
import { App, CfnParameter, Lazy, Stack as CdkStack, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, KmsAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const ARN = 'arn:aws:kms:us-east-1:111111111111:key/4d2f0a8c-1111-2222-3333-444444444444';

describe('statements', () => {
  test.each([
    ['encrypt', ['kms:Encrypt', 'kms:GenerateDataKey']],
    ['decrypt', 'kms:Decrypt'],
    ['encryptDecrypt', ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey']],
    ['sign', 'kms:Sign'],
    ['verify', 'kms:Verify'],
    ['readPublicKey', 'kms:GetPublicKey'],
    ['generateMac', 'kms:GenerateMac'],
    ['verifyMac', 'kms:VerifyMac'],
  ] as const)('%s', (method, actions) => {
    const stack = newStack();
    expect(granted(stack, KmsAccess[method](new kms.Key(stack, 'Key')))).toEqual([{ Action: actions, Effect: 'Allow', Resource: '${Key961B73FD.Arn}' }]);
  });

  test.each(['encrypt', 'decrypt', 'encryptDecrypt'] as const)('%s for a context', (method) => {
    const stack = newStack();
    const [statement] = granted(stack, KmsAccess[method](new kms.Key(stack, 'Key'), { encryptionContext: { tenant: 'blue', purpose: 'orders' } }));
    expect(statement.Condition).toEqual({ StringEquals: { 'kms:EncryptionContext:purpose': 'orders', 'kms:EncryptionContext:tenant': 'blue' } });
  });

  test.each<[string, (stack: Stack) => kms.IKeyRef, string]>([
    ['of L1', (stack) => new kms.CfnKey(stack, 'Key'), '${Key.Arn}'],
    ['imported', (stack) => kms.Key.fromKeyArn(stack, 'Key', ARN), ARN],
    ['imported as L1', (stack) => kms.CfnKey.fromKeyArn(stack, 'Key', ARN), ARN],
  ])('a key %s', (_, make, arn) => {
    const stack = newStack();
    expect(granted(stack, KmsAccess.decrypt(make(stack)))).toEqual([{ Action: 'kms:Decrypt', Effect: 'Allow', Resource: arn }]);
  });

  test('on a role of CDK\'s', () => {
    const stack = newStack();
    KmsAccess.sign(kms.Key.fromKeyArn(stack, 'Key', ARN)).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(permissionsOf(stack)).toEqual([{ Action: 'kms:Sign', Effect: 'Allow', Resource: ARN }]);
  });

  test('a value that is a token', () => {
    const stack = newStack();
    const tenant = new CfnParameter(stack, 'Tenant', { allowedPattern: '^[a-z]+$' }).valueAsString;
    const [statement] = granted(stack, KmsAccess.decrypt(new kms.Key(stack, 'Key'), { encryptionContext: { tenant } }));
    expect(statement.Condition).toEqual({ StringEquals: { 'kms:EncryptionContext:tenant': '${Tenant}' } });
  });
});

describe('errors', () => {
  test.each<[string, (stack: Stack) => kms.IKeyRef]>([
    ['of L2', (stack) => new kms.Alias(stack, 'Alias', { aliasName: 'alias/app', targetKey: new kms.Key(stack, 'Key') })],
    ['imported', (stack) => kms.Alias.fromAliasName(stack, 'Alias', 'alias/app')],
    ['by its ARN', (stack) => kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111111111111:alias/app')],
  ])('an alias %s', (_, make) => {
    expect(() => KmsAccess.decrypt(make(newStack()))).toThrow(/^The key is named by an alias, which IAM does not follow: got '.*'. Give the key itself, such as kms.Key.fromKeyArn\(…\).$/);
  });

  test('a wildcard', () => {
    expect(() => KmsAccess.sign(kms.Key.fromKeyArn(newStack(), 'Key', 'arn:aws:kms:us-east-1:111111111111:key/*'))).toThrow(/^The ARN of the key holds a wildcard/);
  });

  test.each<[any, string]>([
    [{}, 'The encryption context is empty. Give at least one pair, or leave it out for data of any context.'],
    [{ tenant: '' }, 'The value of \'tenant\' in the encryption context is empty: got \'\'. Write it as it is, or use AccessCondition.of() for a pattern.'],
    [{ tenant: 'b*' }, 'The value of \'tenant\' in the encryption context holds a wildcard (\'*\' or \'?\'), which would match more than was named: got \'b*\'. Write it as it is, or use AccessCondition.of() for a pattern.'],
    [{ tenant: 7 }, 'The value of \'tenant\' in the encryption context is not text: got \'7\'. Write it as it is, or use AccessCondition.of() for a pattern.'],
    [{ '': 'a' }, 'A key of the encryption context is empty: got \'\'. Write it as it is.'],
    [{ tenant: 'a', Tenant: 'b' }, 'The encryption context has a key twice, as IAM compares them without case: got \'Tenant\'. Name it once.'],
    [{ [Lazy.string({ produce: () => 'tenant' })]: 'a' }, 'A key of the encryption context is not known before the template is deployed: got \'{token}\'. It becomes a part of a condition key, in which CloudFormation puts in no value. Write the key as it is.'],
  ])('context %j', (encryptionContext, message) => {
    const key = new kms.Key(newStack(), 'Key');
    expect(() => KmsAccess.decrypt(key, { encryptionContext })).toThrow(new Error(message));
  });

  test('a key of another account', () => {
    const stack = new CdkStack(new App(), 'Stack', { env: { account: '222222222222', region: 'us-east-1' } });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => KmsAccess.decrypt(kms.Key.fromKeyArn(stack, 'Key', ARN)).grantTo(role)).toThrow(/which must let the role in by a key policy too/);
  });
});

function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}
