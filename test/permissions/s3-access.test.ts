import { App, Aws, CfnParameter, Lazy, Stack, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, S3Access, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf, templateOf, warningsOf } from '../helpers';

describe('statements', () => {
  test.each([
    ['readObjects', {}, 's3:GetObject', '/*'],
    ['writeObjects', {}, 's3:PutObject', '/*'],
    ['readWriteObjects', {}, ['s3:GetObject', 's3:PutObject'], '/*'],
    ['deleteObjects', {}, 's3:DeleteObject', '/*'],
    ['readObjects', { prefix: 'invoices/2026/' }, 's3:GetObject', '/invoices/2026/*'],
    ['writeObjects', { prefix: 'a/' }, 's3:PutObject', '/a/*'],
    ['readWriteObjects', { prefix: 'a/' }, ['s3:GetObject', 's3:PutObject'], '/a/*'],
    ['deleteObjects', { namePrefix: 'log-' }, 's3:DeleteObject', '/log-*'],
    ['readObjectVersions', { prefix: 'a/' }, 's3:GetObjectVersion', '/a/*'],
    ['deleteObjectVersions', {}, 's3:DeleteObjectVersion', '/*'],
    ['manageMultipartUploads', { prefix: 'a/' }, ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], '/a/*'],
  ] as const)('%s with %j is on the objects', (method, options, action, objects) => {
    const stack = newStack();
    expect(granted(stack, S3Access[method](imported(stack), options))).toEqual([
      { Action: action, Effect: 'Allow', Resource: `arn:\${AWS::Partition}:s3:::my-app-bucket${objects}` },
    ]);
  });

  test.each([
    ['listObjects', 's3:ListBucket', {}, undefined],
    ['listObjects', 's3:ListBucket', { prefix: 'team/' }, { StringLike: { 's3:prefix': 'team/*' } }],
    ['listObjects', 's3:ListBucket', { namePrefix: 'log-' }, { StringLike: { 's3:prefix': 'log-*' } }],
    ['listObjectVersions', 's3:ListBucketVersions', {}, undefined],
    ['listObjectVersions', 's3:ListBucketVersions', { prefix: 'team/' }, { StringLike: { 's3:prefix': 'team/*' } }],
    ['listMultipartUploads', 's3:ListBucketMultipartUploads', {}, undefined],
  ] as const)('%s (%s) with %j is on the bucket', (method, action, options, condition) => {
    const stack = newStack();
    expect(granted(stack, S3Access[method](imported(stack), options))).toEqual([
      { Action: action, ...(condition ? { Condition: condition } : {}), Effect: 'Allow', Resource: 'arn:${AWS::Partition}:s3:::my-app-bucket' },
    ]);
  });

  test('no action has a wildcard', () => {
    const bucket = imported(newStack());
    const all = [
      S3Access.readObjects, S3Access.writeObjects, S3Access.readWriteObjects, S3Access.deleteObjects, S3Access.listObjects,
      S3Access.readObjectVersions, S3Access.deleteObjectVersions, S3Access.listObjectVersions,
      S3Access.manageMultipartUploads, S3Access.listMultipartUploads,
    ];
    for (const access of all) for (const statement of access(bucket).toStatements()) expect(statement.actions.join()).not.toContain('*');
  });
});

describe('buckets of every kind', () => {
  test('made in the app', () => {
    const stack = newStack();
    expect(resources(granted(stack, S3Access.readObjects(new s3.Bucket(stack, 'Bucket'))))).toEqual(['${Bucket83908E77.Arn}/*']);
  });

  test('made as L1', () => {
    const stack = newStack();
    expect(resources(granted(stack, S3Access.listObjects(new s3.CfnBucket(stack, 'Bucket'))))).toEqual(['${Bucket.Arn}']);
  });

  test('imported by ARN', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', `arn:${Aws.PARTITION}:s3:::my-app-bucket`);
    expect(resources(granted(stack, S3Access.readObjects(bucket)))).toEqual(['arn:${AWS::Partition}:s3:::my-app-bucket/*']);
  });

  test('named by a parameter that admits no wildcard', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Name', { allowedPattern: '^[a-z0-9.-]{3,63}$' });
    expect(resources(granted(stack, S3Access.readObjects(s3.Bucket.fromBucketName(stack, 'Bucket', parameter.valueAsString))))).toEqual(['arn:${AWS::Partition}:s3:::${Name}/*']);
  });

  test('with tokens as prefix', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Tenant', { allowedPattern: '^[a-z0-9]+$' });
    expect(resources(granted(stack, S3Access.readObjects(imported(stack), { prefix: `${parameter.valueAsString}/` })))).toEqual(['arn:${AWS::Partition}:s3:::my-app-bucket/${Tenant}/*']);
    expect(S3Access.readObjects(imported(newStack()), { prefix: Lazy.string({ produce: () => 'later/' }) }).toStatements()).toHaveLength(1);
  });
});

describe('customer managed keys', () => {
  const viaS3 = { StringEquals: { 'kms:ViaService': 's3.${AWS::Region}.amazonaws.com' } };

  test.each([
    ['readObjects', 'kms:Decrypt'],
    ['writeObjects', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['readWriteObjects', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['readObjectVersions', 'kms:Decrypt'],
    ['manageMultipartUploads', 'kms:Decrypt'],
  ] as const)('%s brings the key\'s actions through S3 alone', (method, actions) => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: key });
    const [onKey, onObjects, ...others] = granted(stack, S3Access[method](bucket));
    expect(onObjects.Resource).toBe('${Bucket83908E77.Arn}/*');
    expect(onKey).toEqual({ Action: actions, Condition: viaS3, Effect: 'Allow', Resource: '${Key961B73FD.Arn}' });
    expect(others).toEqual([]);
  });

  test.each([
    'deleteObjects', 'listObjects', 'deleteObjectVersions', 'listObjectVersions', 'listMultipartUploads',
  ] as const)('%s needs no key', (method) => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: new kms.Key(stack, 'Key') });
    expect(granted(stack, S3Access[method](bucket))).toHaveLength(1);
  });

  test('the key policy stays as it is', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: key });
    granted(stack, S3Access.readObjects(bucket));
    const alone = newStack();
    new kms.Key(alone, 'Key');
    expect(keyPolicy(stack)).toEqual(keyPolicy(alone));
  });

  test.each<[string, (stack: Stack, key: kms.Key) => s3.IBucketRef]>([
    ['behind an alias', (stack, key) => new s3.Bucket(stack, 'Bucket', { encryptionKey: new kms.Alias(stack, 'Alias', { aliasName: 'alias/app', targetKey: key }) })],
    ['of an L1 bucket', (stack, key) => encrypted(stack, key.keyArn)],
    ['of an L1 bucket, by id', (stack, key) => encrypted(stack, key.keyId)],
    ['of an imported bucket', (stack, key) => s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'my-app-bucket', encryptionKey: key })],
  ])('is found %s', (_, make) => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    expect(resources(granted(stack, S3Access.readObjects(make(stack, key))))).toContain('${Key961B73FD.Arn}');
  });

  test('can be given where the app does not hold it', () => {
    const stack = newStack();
    const key = kms.Key.fromKeyArn(stack, 'Key', `arn:${Aws.PARTITION}:kms:eu-west-1:111111111111:key/4d2f0a8c-1111-2222-3333-444444444444`);
    expect(resources(granted(stack, S3Access.readObjects(imported(stack), { encryptionKey: key })))).toContain('arn:${AWS::Partition}:kms:eu-west-1:111111111111:key/4d2f0a8c-1111-2222-3333-444444444444');
  });

  test('is used in the region of the stack where an L1 import knows none', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account: '111111111111' } });
    const bucket = s3.CfnBucket.fromBucketName(stack, 'Bucket', 'my-app-bucket');
    expect(granted(stack, S3Access.readObjects(bucket, { encryptionKey: new kms.Key(stack, 'Key') }))[1].Condition).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } });
  });

  test('is used in the region of the bucket', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'my-app-bucket', region: 'eu-west-1', encryptionKey: key });
    expect(granted(stack, S3Access.readObjects(bucket))[1].Condition).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } });
  });

  test.each<[string, (stack: Stack) => s3.IBucketRef]>([
    ['an L1 bucket names it by a literal id', (stack) => encrypted(stack, '4d2f0a8c-1111-2222-3333-444444444444')],
    ['an L1 bucket names it by a literal alias', (stack) => encrypted(stack, 'alias/app')],
    ['the alias of an L2 bucket is imported', (stack) => new s3.Bucket(stack, 'Bucket', { encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/app') })],
  ])('is asked for where %s', (_, make) => {
    const stack = newStack();
    const access = S3Access.readObjects(make(stack));
    expect(() => access.toStatements()).toThrow(
      new Error("The key of the bucket 'Stack/Bucket' cannot be found: it is named by an id or an alias that the app does not hold. Give the key as 'encryptionKey', such as kms.Key.fromKeyArn(…)."));
  });

  test.each<[string, (stack: Stack) => s3.IBucketRef]>([
    ['S3 holds the key', (stack) => new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.S3_MANAGED })],
    ['AWS manages the key', (stack) => new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS_MANAGED })],
    ['an L1 bucket has AES256', (stack) => encrypted(stack, undefined)],
  ])('is not needed where %s', (_, make) => {
    const stack = newStack();
    expect(granted(stack, S3Access.readWriteObjects(make(stack)))).toHaveLength(1);
  });
});

describe('an access point', () => {
  const ARN = '${AccessPoint.Arn}';
  const through = { StringEquals: { 's3:DataAccessPointArn': ARN } };

  test.each([
    ['readObjects', {}, 's3:GetObject', '*'],
    ['writeObjects', { prefix: 'a/' }, 's3:PutObject', 'a/*'],
    ['deleteObjectVersions', { namePrefix: 'log-' }, 's3:DeleteObjectVersion', 'log-*'],
  ] as const)('%s with %j is on its objects, and on those of the bucket through it alone', (method, options, action, keys) => {
    const stack = newStack();
    const statements = granted(stack, S3Access[method](imported(stack), { ...options, accessPoint: accessPoint(stack) }));
    expect(statements).toHaveLength(2);
    expect(statements).toContainEqual({ Action: action, Effect: 'Allow', Resource: `${ARN}/object/${keys}` });
    expect(statements).toContainEqual({ Action: action, Condition: through, Effect: 'Allow', Resource: `arn:\${AWS::Partition}:s3:::my-app-bucket/${keys}` });
  });

  test('is what is listed, and the bucket through it alone', () => {
    const stack = newStack();
    const statements = granted(stack, S3Access.listObjects(imported(stack), { prefix: 'a/', accessPoint: accessPoint(stack) }));
    const prefix = { StringLike: { 's3:prefix': 'a/*' } };
    expect(statements).toHaveLength(2);
    expect(statements).toContainEqual({ Action: 's3:ListBucket', Condition: prefix, Effect: 'Allow', Resource: ARN });
    expect(statements).toContainEqual({ Action: 's3:ListBucket', Condition: { ...through, ...prefix }, Effect: 'Allow', Resource: 'arn:${AWS::Partition}:s3:::my-app-bucket' });
  });

  test('may be imported, and its account is told apart', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    const foreign = s3.CfnAccessPoint.fromAccessPointArn(stack, 'AccessPoint', 'arn:aws:s3:us-east-1:222222222222:accesspoint/reports');
    const role = new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance() });
    expect(() => S3Access.readObjects(new s3.Bucket(stack, 'Bucket'), { accessPoint: foreign }).grantTo(role)).toThrow(
      /the access point 'Stack\/AccessPoint' is in account 222222222222, which must let the role in by a policy of the access point too/);
  });

  test('that is a wildcard is an error', () => {
    const stack = newStack();
    const all = s3.CfnAccessPoint.fromAccessPointArn(stack, 'AccessPoint', 'arn:aws:s3:us-east-1:222222222222:accesspoint/*');
    expect(() => S3Access.readObjects(imported(stack), { accessPoint: all })).toThrow(/^The ARN of the access point holds a wildcard/);
  });
});

describe('the owner of the bucket', () => {
  const TEXT = 'Nobody checks whose the bucket \'my-app-bucket\' is: once it is deleted, anyone can take its name, and gets what the application writes. Give \'expectedOwner\' the id of its account, or Aws.ACCOUNT_ID for the account of the role.';

  test.each(['readObjects', 'listObjects', 'listMultipartUploads', 'manageMultipartUploads'] as const)('is demanded by %s', (method) => {
    const stack = newStack();
    const [statement] = granted(stack, S3Access[method](imported(stack), { expectedOwner: '111111111111' }));
    expect(statement.Condition).toEqual({ StringEquals: { 'aws:ResourceAccount': '111111111111' } });
    expect(infosOf(stack)).toEqual([]);
  });

  test('is not demanded for the key, nor of the access point, whose ARNs name it', () => {
    const stack = newStack();
    const access = S3Access.listObjects(imported(stack), { expectedOwner: Aws.ACCOUNT_ID, prefix: 'a/', accessPoint: accessPoint(stack) });
    const [onAccessPoint, onBucket] = access.toStatements().map((statement) => stack.resolve(statement.conditions));
    expect(onAccessPoint).toEqual({ StringLike: { 's3:prefix': 'a/*' } });
    expect(normalized(onBucket)).toEqual({
      StringEquals: { 'aws:ResourceAccount': '${AWS::AccountId}', 's3:DataAccessPointArn': '${AccessPoint.Arn}' },
      StringLike: { 's3:prefix': 'a/*' },
    });
    const [onObjects, onKey] = S3Access.readObjects(imported(stack), { expectedOwner: '111111111111', encryptionKey: new kms.Key(stack, 'Key') }).toStatements();
    expect(onObjects.conditions).toEqual({ StringEquals: { 'aws:ResourceAccount': '111111111111' } });
    expect(Object.keys(onKey.conditions.StringEquals)).toEqual(['kms:ViaService']);
  });

  test.each<[string, (stack: Stack) => s3.IBucketRef]>([
    ['imported by name', imported],
    ['imported by ARN', (stack) => s3.Bucket.fromBucketArn(stack, 'Bucket', `arn:${Aws.PARTITION}:s3:::my-app-bucket`)],
    ['imported as L1', (stack) => s3.CfnBucket.fromBucketName(stack, 'Bucket', 'my-app-bucket')],
  ])('is asked for once, of a bucket %s', (_, make) => {
    const stack = newStack();
    const bucket = make(stack);
    const role = new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [S3Access.readObjects(bucket), S3Access.listObjects(bucket)] });
    S3Access.writeObjects(bucket).grantTo(role);
    expect(infosOf(stack)).toEqual([`${TEXT} [ack: cdk-keyless-roles:bucketOwnerUnknown]`]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test.each<[string, (stack: Stack) => s3.IBucketRef]>([
    ['made in the app', (stack) => new s3.Bucket(stack, 'Bucket', { bucketName: 'my-app-bucket' })],
    ['made as L1', (stack) => new s3.CfnBucket(stack, 'Bucket', { bucketName: 'my-app-bucket' })],
    ['imported with its account', (stack) => s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'my-app-bucket', account: '222222222222' })],
    ['named by a parameter', (stack) => s3.Bucket.fromBucketName(stack, 'Bucket', new CfnParameter(stack, 'Name', { allowedPattern: '^[a-z0-9.-]{3,63}$' }).valueAsString)],
  ])('is not asked for of a bucket %s', (_, make) => {
    const stack = newStack();
    granted(stack, S3Access.readObjects(make(stack)));
    expect(infosOf(stack)).toEqual([]);
  });

  test('is not asked for where an access point of the bucket is', () => {
    const stack = newStack();
    granted(stack, S3Access.readObjects(imported(stack), { accessPoint: accessPoint(stack) }));
    expect(infosOf(stack)).toEqual([]);
  });

  test('an L1 import has the account of its stack', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    expect(granted(stack, S3Access.readObjects(s3.CfnBucket.fromBucketName(stack, 'Bucket', 'my-app-bucket')))).toHaveLength(1);
  });

  test.each([
    ['12345', "The expected owner of the bucket is not an AWS account id: got '12345'. Write all 12 digits, leading zeros too, without hyphens."],
    [123456789012, "The expected owner of the bucket is not an AWS account id: got '123456789012'. Write it in quotes, so that leading zeros stay."],
    ['', "The expected owner of the bucket is not an AWS account id: got ''. Write all 12 digits, leading zeros too, without hyphens."],
  ])('%j is none', (expectedOwner, message) => {
    expect(() => S3Access.readObjects(imported(newStack()), { expectedOwner: expectedOwner as string })).toThrow(new Error(message));
  });

  test('may come from a parameter that admits no policy variable alone', () => {
    const stack = newStack();
    expect(() => S3Access.readObjects(imported(stack), { expectedOwner: new CfnParameter(stack, 'Owner').valueAsString })).toThrow(/^The expected owner of the bucket comes from parameter 'Owner', which has no 'allowedPattern'/);
  });
});

describe('bad input', () => {
  test.each([{ prefix: 'a/' }, { namePrefix: 'a' }])('uploads cannot be listed with %j', (options) => {
    expect(() => S3Access.listMultipartUploads(imported(newStack()), options)).toThrow(
      `The multipart uploads of a bucket cannot be listed for a part of it: got '${Object.keys(options)[0]}', which S3 does not compare for 's3:ListBucketMultipartUploads'. Leave it out if the application may see the keys of all uploads.`);
  });

  test('uploads cannot be listed through an access point', () => {
    const stack = newStack();
    expect(() => S3Access.listMultipartUploads(imported(stack), { accessPoint: accessPoint(stack) })).toThrow(/got 'accessPoint'/);
  });

  const BUCKET = 'Allowed: 3 to 63 lower-case letters, digits, hyphens and dots, starting and ending with a letter or digit.';
  test.each([
    ['myBucket1', `The bucket name is one that S3 does not give out: got 'myBucket1'. ${BUCKET}`],
    ['ab', `The bucket name is one that S3 does not give out: got 'ab'. ${BUCKET}`],
    ['a..b', `The bucket name is one that S3 does not give out: got 'a..b'. ${BUCKET}`],
    ['-abc', `The bucket name is one that S3 does not give out: got '-abc'. ${BUCKET}`],
    ['10.0.0.1', `The bucket name is one that S3 does not give out: got '10.0.0.1'. ${BUCKET}`],
    ['a'.repeat(64), `The bucket name is one that S3 does not give out: got '${'a'.repeat(64)}'. ${BUCKET}`],
    ['*', `The bucket name holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${BUCKET}`],
    ['acme-*', `The bucket name holds a wildcard ('*' or '?'), which would match more than was named: got 'acme-*'. ${BUCKET}`],
    ['a${aws:username}', `The bucket name holds '\${', which starts a policy variable: got 'a\${aws:username}'. ${BUCKET}`],
    ['acme\u200Bbucket', `The bucket name holds a control or invisible character: got 'acme\\u{200b}bucket'. ${BUCKET}`],
    ['acme ', `The bucket name begins or ends with a blank: got 'acme '. ${BUCKET}`],
  ])('bucket %j', (name, message) => {
    expect(() => S3Access.readObjects(s3.CfnBucket.fromBucketName(newStack(), 'Bucket', name))).toThrow(new Error(message));
  });

  const KEYS = 'Write the beginning of the object keys as it is; what follows it is included.';
  test.each([
    [{ prefix: 'team' }, "The prefix does not end with '/', so it would also cover its neighbours: got 'team'. Write 'team/' for the folder, or use 'namePrefix' for all objects whose key begins so."],
    [{ prefix: '/team/' }, "The prefix starts with '/', which object keys do not: got '/team/'. Write 'team/'."],
    [{ prefix: '' }, `The prefix is empty: got ''. ${KEYS}`],
    [{ prefix: 'team/*' }, `The prefix holds a wildcard ('*' or '?'), which would match more than was named: got 'team/*'. ${KEYS}`],
    [{ prefix: 'te?m/' }, `The prefix holds a wildcard ('*' or '?'), which would match more than was named: got 'te?m/'. ${KEYS}`],
    [{ prefix: '${aws:username}/' }, `The prefix holds '\${', which starts a policy variable: got '\${aws:username}/'. ${KEYS}`],
    [{ prefix: 'a\u0007/' }, `The prefix holds a control or invisible character: got 'a\\u0007/'. ${KEYS}`],
    [{ prefix: 'a'.repeat(1024) + '/' }, `The prefix is longer than any object key: got 1025 bytes, '${'a'.repeat(80)}…'. Allowed: up to 1024.`],
    [{ namePrefix: '/log' }, "The name prefix starts with '/', which object keys do not: got '/log'. Write 'log'."],
    [{ namePrefix: 'log*' }, `The name prefix holds a wildcard ('*' or '?'), which would match more than was named: got 'log*'. ${KEYS}`],
    [{ prefix: 'a/', namePrefix: 'b' }, "Both 'prefix' and 'namePrefix' are given, which name different objects. Give 'prefix' for a folder, 'namePrefix' for the beginning of names."],
  ])('%j', (options, message) => {
    const bucket = imported(newStack());
    expect(() => S3Access.readObjects(bucket, options)).toThrow(new Error(message));
    expect(() => S3Access.listObjects(bucket, options)).toThrow(new Error(message));
  });

  test('a bucket name from a parameter that admits a wildcard', () => {
    const stack = newStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', new CfnParameter(stack, 'Name').valueAsString);
    expect(() => S3Access.readObjects(bucket)).toThrow(
      new Error("The bucket name comes from parameter 'Name', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."));
  });

  test('a prefix from a parameter that admits a wildcard', () => {
    const stack = newStack();
    const tenant = new CfnParameter(stack, 'Tenant', { allowedPattern: '.*' });
    expect(() => S3Access.readObjects(imported(stack), { prefix: `${tenant.valueAsString}/` })).toThrow(
      new Error("The prefix comes from parameter 'Tenant', whose 'allowedPattern' '.*' admits '*': whoever deploys could widen the policy. Name the allowed characters, such as '^[A-Za-z0-9._-]+$'."));
  });
});

function imported(stack: Stack): s3.IBucket {
  return s3.Bucket.fromBucketName(stack, `Imported${stack.node.children.length}`, 'my-app-bucket');
}

function accessPoint(stack: Stack): s3.CfnAccessPoint {
  return new s3.CfnAccessPoint(stack, 'AccessPoint', { bucket: 'my-app-bucket' });
}

/** What is said at the constructs of a stack without being a warning. */
function infosOf(stack: Stack): unknown[] {
  return stack.node.findAll().flatMap((construct) => construct.node.metadata).filter(({ type }) => type === 'aws:cdk:info').map(({ data }) => data);
}

function encrypted(stack: Stack, kmsMasterKeyId: string | undefined): s3.CfnBucket {
  return new s3.CfnBucket(stack, 'Bucket', {
    bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: kmsMasterKeyId ? 'aws:kms' : 'AES256', kmsMasterKeyId } }] },
  });
}

/** The statements that a role gets by an access, normalized. */
function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}

function keyPolicy(stack: Stack): any {
  return Object.values<any>(templateOf(stack).Resources).find((resource) => resource.Type === 'AWS::KMS::Key').Properties.KeyPolicy;
}

function resources(statements: any[]): string[] {
  return statements.flatMap((statement) => statement.Resource);
}

describe('a key', () => {
  const keyOf = (stack: Stack, arn: string) => kms.Key.fromKeyArn(stack, 'Key', arn);

  test.each<[string, (stack: Stack) => Access, RegExp]>([
    ['that is a wildcard', (stack) => S3Access.readObjects(imported(stack), { encryptionKey: keyOf(stack, 'arn:aws:kms:us-east-1:111111111111:key/*') }), /^The ARN of the key holds a wildcard/],
    ['of the bucket that is a wildcard', (stack) => S3Access.readObjects(s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'my-app-bucket', encryptionKey: keyOf(stack, 'arn:aws:kms:us-east-1:111111111111:key/*') })), /^The ARN of the key holds a wildcard/],
    ['from a parameter that admits a wildcard', (stack) => S3Access.readObjects(imported(stack), { encryptionKey: keyOf(stack, new CfnParameter(stack, 'Arn').valueAsString) }), /^The ARN of the key comes from parameter 'Arn', which has no 'allowedPattern'/],
    ['that is an alias', (stack) => S3Access.readObjects(imported(stack), { encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/app') }), /^The key of the bucket 'Stack\/Imported.' is named by an alias, which IAM does not follow/],
  ])('%s is an error', (_, make, message) => {
    expect(() => make(newStack()).toStatements()).toThrow(message);
  });

  test('is used in its own region', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
    const encryptionKey = keyOf(stack, 'arn:aws:kms:eu-west-1:111111111111:key/4d2f0a8c-1111-2222-3333-444444444444');
    const [, onKey] = S3Access.readObjects(imported(stack), { encryptionKey }).toStatements();
    expect(stack.resolve(onKey.conditions)).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } });
  });

  test('of AWS\'s, named by its alias in an L1 bucket, needs nothing', () => {
    expect(S3Access.readObjects(encrypted(newStack(), 'alias/aws/s3')).toStatements()).toHaveLength(1);
  });

  test('that an L1 bucket names by its ARN is used', () => {
    const arn = 'arn:aws:kms:eu-west-1:111111111111:key/4d2f0a8c-1111-2222-3333-444444444444';
    expect(S3Access.readObjects(encrypted(newStack(), arn)).toStatements()[1].resources).toEqual([arn]);
  });
});
