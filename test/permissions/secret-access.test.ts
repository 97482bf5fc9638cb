import type { Stack } from 'aws-cdk-lib';
import { App, Aws, CfnParameter, Stack as CdkStack, aws_iam as iam, aws_kms as kms, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, SecretAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const COMPLETE = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:app/db-AbCdEf';
const PARTIAL = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:app/db';
const OWN = 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:app/db-??????';

describe('secrets of every kind', () => {
  test.each<[string, (stack: Stack) => secretsmanager.ISecretRef, string]>([
    ['made in the app', (stack) => new secretsmanager.Secret(stack, 'Secret'), '${SecretA720EF05}'],
    ['made as L1', (stack) => new secretsmanager.CfnSecret(stack, 'Secret'), '${Secret}'],
    ['attached to a database', (stack) => attached(stack), '${AttachedB3D7EC82}'],
    ['imported by complete ARN', (stack) => secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', COMPLETE), COMPLETE],
    ['that another service manages', (stack) => secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', COMPLETE.replace('app/db', 'rds!db-1')), COMPLETE.replace('app/db', 'rds!db-1')],
    ['imported by partial ARN', (stack) => secretsmanager.Secret.fromSecretPartialArn(stack, 'Secret', PARTIAL), `${PARTIAL}-??????`],
    ['imported by a partial ARN that looks complete', (stack) => secretsmanager.Secret.fromSecretPartialArn(stack, 'Secret', `${PARTIAL}-master`), `${PARTIAL}-master-??????`],
    ['imported by name', (stack) => secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'app/db'), OWN],
    ['imported as L1 by ARN', (stack) => secretsmanager.CfnSecret.fromSecretId(stack, 'Secret', COMPLETE), COMPLETE],
    ['imported as L1 by partial ARN', (stack) => secretsmanager.CfnSecret.fromSecretId(stack, 'Secret', PARTIAL), `${PARTIAL}-??????`],
    ['imported as L1 by name', (stack) => secretsmanager.CfnSecret.fromSecretId(stack, 'Secret', 'app/db'), OWN],
    ['named by a parameter without wildcards', (stack) => secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', new CfnParameter(stack, 'Name', { allowedPattern: '^[a-z/]+$' }).valueAsString),
      'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${Name}-??????'],
  ])('%s', (_, make, arn) => {
    const stack = newStack();
    const secret = make(stack);
    expect(granted(stack, SecretAccess.read(secret))).toEqual([{ Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: arn }]);
    expect(SecretAccess.write(secret).toStatements().map((one) => one.actions)).toEqual([['secretsmanager:PutSecretValue']]);
  });

  test('on a role of CDK\'s', () => {
    const stack = newStack();
    SecretAccess.read(new secretsmanager.Secret(stack, 'Secret')).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(permissionsOf(stack)).toEqual([{ Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: { Ref: 'SecretA720EF05' } }]);
  });
});

test('a stage and the description', () => {
  const stack = newStack();
  const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', COMPLETE);
  expect(granted(stack, SecretAccess.read(secret, { versionStage: 'AWSCURRENT', describe: true }))).toEqual([
    { Action: 'secretsmanager:DescribeSecret', Effect: 'Allow', Resource: COMPLETE },
    { Action: 'secretsmanager:GetSecretValue', Condition: { 'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': 'AWSCURRENT' } }, Effect: 'Allow', Resource: COMPLETE },
  ]);
});

describe('customer managed keys', () => {
  const VIA = { 'kms:ViaService': 'secretsmanager.${AWS::Region}.amazonaws.com' };

  test.each<[string, (stack: Stack, key: kms.Key) => secretsmanager.ISecretRef]>([
    ['of a secret', (stack, encryptionKey) => new secretsmanager.Secret(stack, 'Secret', { encryptionKey })],
    ['behind an alias', (stack, targetKey) => new secretsmanager.Secret(stack, 'Secret', { encryptionKey: new kms.Alias(stack, 'Alias', { aliasName: 'alias/app', targetKey }) })],
    ['of an L1 secret', (stack, key) => new secretsmanager.CfnSecret(stack, 'Secret', { kmsKeyId: key.keyArn })],
  ])('%s', (_, make) => {
    const stack = newStack();
    const secret = make(stack, new kms.Key(stack, 'Key'));
    const [, onKey] = statements(stack, SecretAccess.read(secret));
    expect(onKey).toEqual({
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:EncryptionContext:SecretARN': expect.stringMatching(/^\$\{Secret/), ...VIA } },
      Effect: 'Allow',
      Resource: '${Key961B73FD.Arn}',
    });
    const [, toWrite] = statements(stack, SecretAccess.write(secret));
    expect(toWrite).toEqual({ ...onKey, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] });
  });

  test('given for a secret that is imported by name', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'app/db');
    expect(statements(stack, SecretAccess.read(secret, { encryptionKey }))[1]).toEqual({
      Action: 'kms:Decrypt',
      Condition: { StringEquals: VIA, StringLike: { 'kms:EncryptionContext:SecretARN': OWN } },
      Effect: 'Allow',
      Resource: '${Key961B73FD.Arn}',
    });
  });
});

describe('errors', () => {
  const FIX = 'Name one secret: 1 to 512 letters, digits and / _ + = . @ - !.';
  test.each([
    ['app/*', `The name or ARN of the secret holds a wildcard ('*' or '?'), which would match more than was named: got 'app/*'. ${FIX}`],
    ['app-??????', `The name or ARN of the secret holds a wildcard ('*' or '?'), which would match more than was named: got 'app-??????'. ${FIX}`],
    ['', `The name or ARN of the secret is empty: got ''. ${FIX}`],
    ['a b', `The name or ARN of the secret is none that Secrets Manager gives out: got 'a b'. ${FIX}`],
    ['arn:aws:s3:::bucket', `The name or ARN of the secret is none that Secrets Manager gives out: got 'arn:aws:s3:::bucket'. ${FIX}`],
  ])('secret %j', (id, message) => {
    expect(() => SecretAccess.read(secretsmanager.CfnSecret.fromSecretId(newStack(), 'Secret', id))).toThrow(new Error(message));
    expect(() => SecretAccess.write(secretsmanager.CfnSecret.fromSecretId(newStack(), 'Secret', id))).toThrow(new Error(message));
  });

  test.each([
    ['', 'The staging label is empty: got \'\'. Write it as it is, such as \'AWSCURRENT\'.'],
    ['AWS*', 'The staging label holds a wildcard (\'*\' or \'?\'), which would match more than was named: got \'AWS*\'. Write it as it is, such as \'AWSCURRENT\'.'],
    ['a'.repeat(257), `The staging label is too long: got 257 characters, '${'a'.repeat(80)}…'. Allowed: 1 to 256.`],
  ])('stage %j', (versionStage, message) => {
    const secret = new secretsmanager.Secret(newStack(), 'Secret');
    expect(() => SecretAccess.read(secret, { versionStage })).toThrow(new Error(message));
  });

  test('a secret of another account', () => {
    const stack = new CdkStack(new App(), 'Stack', { env: { account: '222222222222', region: 'us-east-1' } });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => SecretAccess.read(secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', COMPLETE)).grantTo(role))
      .toThrow(/which must let the role in by a resource policy of the secret too/);
  });

  test('a key that is an alias', () => {
    const stack = newStack();
    const secret = new secretsmanager.Secret(stack, 'Secret', { encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/app') });
    expect(() => SecretAccess.read(secret).toStatements()).toThrow(/^The key of the secret 'Stack\/Secret' cannot be found/);
  });

  test('a name from a parameter that admits a wildcard', () => {
    const stack = newStack();
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', new CfnParameter(stack, 'Name').valueAsString);
    expect(() => SecretAccess.read(secret)).toThrow(/^The name or ARN of the secret comes from parameter 'Name', which has no 'allowedPattern'/);
  });
});

function attached(stack: Stack): secretsmanager.ISecret {
  return new secretsmanager.SecretTargetAttachment(stack, 'Attached', {
    secret: secretsmanager.Secret.fromSecretCompleteArn(stack, 'Imported', `arn:${Aws.PARTITION}:secretsmanager:us-east-1:111111111111:secret:app/db-AbCdEf`),
    target: { asSecretAttachmentTarget: () => ({ targetId: 'orders', targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE }) },
  });
}

function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}

function statements(stack: Stack, access: Access): any[] {
  return access.toStatements().map((statement) => normalized(stack.resolve(statement.toStatementJson())));
}
