import { App, Aws, CfnParameter, Lazy, Stack, aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, DynamoDbAccess, WorkloadPrincipal } from '../../lib';
import { serviceOf } from '../../lib/private/service-authorization';
import { newStack, normalized, permissionsOf } from '../helpers';

const READ = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const PARTIQL_WRITE = ['dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate'];
const STREAM_READ = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

const STREAM_ARN = 'arn:aws:dynamodb:eu-west-1:111111111111:table/orders/stream/2026-01-01T00:00:00.000';

describe('statements', () => {
  test.each([
    ['read', READ],
    ['write', WRITE],
    ['readWrite', [...READ, ...WRITE].sort()],
    ['readWithPartiQl', 'dynamodb:PartiQLSelect'],
    ['writeWithPartiQl', PARTIQL_WRITE],
  ] as const)('%s is on the table', (method, actions) => {
    const stack = newStack();
    expect(granted(stack, DynamoDbAccess[method](table(stack)))).toEqual([{ Action: actions, Effect: 'Allow', Resource: '${TableCD117FA1.Arn}' }]);
  });

  test.each([
    ['read', ['dynamodb:Query', 'dynamodb:Scan']],
    ['readWrite', ['dynamodb:Query', 'dynamodb:Scan']],
  ] as const)('%s of indexes is on the named indexes alone', (method, actions) => {
    const stack = newStack();
    const [, onIndexes, ...others] = granted(stack, DynamoDbAccess[method](table(stack), { indexes: ['byOwner', 'byDate'] }));
    expect(onIndexes).toEqual({
      Action: actions,
      Effect: 'Allow',
      Resource: ['${TableCD117FA1.Arn}/index/byDate', '${TableCD117FA1.Arn}/index/byOwner'],
    });
    expect(others).toEqual([]);
  });

  test.each([
    ['read', READ],
    ['write', WRITE],
    ['readWrite', [...READ, ...WRITE].sort()],
  ] as const)('%s with leading keys leaves out the scan, and demands that a key is named', (method, actions) => {
    const stack = newStack();
    expect(granted(stack, DynamoDbAccess[method](table(stack), { leadingKeys: ['tenant-1', 'tenant-2'] }))).toEqual([{
      Action: actions.filter((action) => action !== 'dynamodb:Scan'),
      Condition: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['tenant-1', 'tenant-2'] },
        'Null': { 'dynamodb:LeadingKeys': 'false' },
      },
      Effect: 'Allow',
      Resource: '${TableCD117FA1.Arn}',
    }]);
  });

  test('PartiQL of indexes is on the table and the named indexes', () => {
    const stack = newStack();
    expect(granted(stack, DynamoDbAccess.readWithPartiQl(table(stack), { indexes: ['byOwner'] })).flatMap((statement) => statement.Resource).sort()).toEqual([
      '${TableCD117FA1.Arn}', '${TableCD117FA1.Arn}/index/byOwner',
    ]);
  });

  test.each(['read', 'write', 'readWrite', 'readWithPartiQl', 'writeWithPartiQl'] as const)('%s with leading keys gives only actions to which DynamoDB tells the keys', (method) => {
    const statements = DynamoDbAccess[method](table(newStack()), { leadingKeys: ['tenant-1'] }).toStatements();
    const keysOf = (action: string) => serviceOf('dynamodb')!.action(action.split(':')[1])!.conditionKeys.map(({ name }) => name);
    expect(statements.flatMap((statement) => statement.actions).filter((action) => !keysOf(action).includes('dynamodb:LeadingKeys'))).toEqual([]);
    for (const statement of statements) {
      expect(statement.conditions).toEqual({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['tenant-1'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' } });
    }
  });

  test('leading keys may come from a parameter that admits no policy variable', () => {
    const stack = newStack();
    const tenant = new CfnParameter(stack, 'Tenant', { allowedPattern: '^[a-z0-9-]+$' });
    expect(granted(stack, DynamoDbAccess.write(table(stack), { leadingKeys: [tenant.valueAsString] }))[0].Condition['ForAllValues:StringEquals']).toEqual({ 'dynamodb:LeadingKeys': '${Tenant}' });
  });
});

describe('tables of every kind', () => {
  test.each<[string, (stack: Stack) => dynamodb.ITableRef, string]>([
    ['L2', table, '${TableCD117FA1.Arn}'],
    ['TableV2', (stack) => new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }), '${TableCD117FA1.Arn}'],
    ['L1', (stack) => l1Table(stack), '${Table.Arn}'],
    ['imported by name', (stack) => dynamodb.Table.fromTableName(stack, 'Table', 'orders'), 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders'],
  ])('%s', (_, make, arn) => {
    const stack = newStack();
    expect(granted(stack, DynamoDbAccess.write(make(stack))).map((statement) => statement.Resource)).toEqual([arn]);
  });
});

describe('the stream', () => {
  const stream = dynamodb.StreamViewType.NEW_IMAGE;
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };

  test.each<[string, (stack: Stack) => dynamodb.ITableRef, string]>([
    ['of an L2', (stack) => new dynamodb.Table(stack, 'Table', { partitionKey, stream }), '${TableCD117FA1.StreamArn}'],
    ['of a TableV2', (stack) => new dynamodb.TableV2(stack, 'Table', { partitionKey, dynamoStream: stream }), '${TableCD117FA1.StreamArn}'],
    ['of an L1', (stack) => {
      const made = l1Table(stack);
      made.streamSpecification = { streamViewType: 'NEW_IMAGE' };
      return made;
    }, '${Table.StreamArn}'],
    ['of an imported table', (stack) => dynamodb.Table.fromTableAttributes(stack, 'Table', { tableName: 'orders', tableStreamArn: STREAM_ARN }), STREAM_ARN],
  ])('%s is read', (_, make, arn) => {
    const stack = newStack();
    expect(granted(stack, DynamoDbAccess.readStream(make(stack)))).toEqual([{ Action: STREAM_READ, Effect: 'Allow', Resource: arn }]);
  });

  test('of an encrypted table brings the key', () => {
    const stack = newStack();
    const encrypted = new dynamodb.Table(stack, 'Table', { partitionKey, stream, encryptionKey: new kms.Key(stack, 'Key') });
    const key = { Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.${AWS::Region}.amazonaws.com' } }, Effect: 'Allow', Resource: '${Key961B73FD.Arn}' };
    expect(granted(stack, DynamoDbAccess.readStream(encrypted))).toContainEqual({ Action: ['kms:Decrypt', 'kms:DescribeKey'], ...key });
  });

  test.each<[string, (stack: Stack) => dynamodb.ITableRef]>([
    ['an L2', table],
    ['an L1', (stack) => l1Table(stack)],
    ['an import', (stack) => dynamodb.Table.fromTableName(stack, 'Table', 'orders')],
    ['an L1 import', (stack) => dynamodb.CfnTable.fromTableName(stack, 'Table', 'orders')],
  ])('that %s does not have is an error', (_, make) => {
    expect(() => DynamoDbAccess.readStream(make(newStack()))).toThrow(
      new Error("The table 'Stack/Table' has no stream that is known here. Turn it on, with 'stream' of dynamodb.Table or 'dynamoStream' of dynamodb.TableV2, or give 'tableStreamArn' to dynamodb.Table.fromTableAttributes()."));
  });
});

describe('customer managed keys', () => {
  const viaDynamoDb = { StringEquals: { 'kms:ViaService': 'dynamodb.${AWS::Region}.amazonaws.com' } };

  test.each([
    ['read', ['kms:Decrypt', 'kms:DescribeKey']],
    ['write', ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']],
    ['readWrite', ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']],
  ] as const)('%s brings the key\'s actions through DynamoDB alone, and no grants', (method, actions) => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const encrypted = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, encryptionKey });
    expect(granted(stack, DynamoDbAccess[method](encrypted))[1]).toEqual({ Action: actions, Condition: viaDynamoDb, Effect: 'Allow', Resource: '${Key961B73FD.Arn}' });
  });

  test('the leading keys do not limit the use of the key, which names no item', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const encrypted = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, encryptionKey });
    expect(granted(stack, DynamoDbAccess.read(encrypted, { leadingKeys: ['a'] }))[1].Condition).toEqual(viaDynamoDb);
  });

  test.each<[string, (stack: Stack, key: kms.Key) => dynamodb.ITableRef]>([
    ['of an L1 table', (stack, key) => l1Table(stack, key.keyArn)],
    ['of a TableV2', (stack, key) => new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, encryption: dynamodb.TableEncryptionV2.customerManagedKey(key) })],
    ['of an imported table', (stack, key) => dynamodb.Table.fromTableAttributes(stack, 'Table', { tableName: 'orders', encryptionKey: key })],
  ])('is found %s', (_, make) => {
    // CDK writes the keys of replicas only where it knows the region.
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1' } });
    const key = new kms.Key(stack, 'Key');
    expect(granted(stack, DynamoDbAccess.read(make(stack, key)))[1].Resource).toBe('${Key961B73FD.Arn}');
  });

  test('can be given where the app does not hold it', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    expect(granted(stack, DynamoDbAccess.read(dynamodb.Table.fromTableName(stack, 'Table', 'orders'), { encryptionKey }))[1].Resource).toBe('${Key961B73FD.Arn}');
  });

  test('is asked for where an L1 table names it by a literal', () => {
    const access = DynamoDbAccess.read(l1Table(newStack(), 'alias/app'));
    expect(() => access.toStatements()).toThrow(
      new Error("The key of the table 'Stack/Table' cannot be found: it is named by an id or an alias that the app does not hold. Give the key as 'encryptionKey', such as kms.Key.fromKeyArn(…)."));
  });
});

describe('bad input', () => {
  test.each([
    ['read', { leadingKeys: [] }, "The list 'leadingKeys' is empty. Name at least one value of the partition key, or leave it out for all items."],
    ['read', { leadingKeys: [''] }, 'A leading key is empty, which no partition key is. Write the value of the partition key as it is.'],
    ['read', { leadingKeys: ['a', undefined] }, "A leading key is not text: got 'undefined'. Write the value of the partition key as it is, a number in quotes."],
    ['write', { leadingKeys: [7] }, "A leading key is not text: got '7'. Write the value of the partition key as it is, a number in quotes."],
    ['read', { leadingKeys: [Aws.NO_VALUE] }, "A leading key may be AWS::NoValue, and what it limits would be open then: got '{token}'. Write the value of the partition key as it is, a number in quotes."],
    ['read', { leadingKeys: ['${aws:username}'] }, "A leading key holds '${', which starts a policy variable: got '${aws:username}'. Write the value of the partition key as it is."],
    ['read', { leadingKeys: ['a'], indexes: ['byOwner'] }, "Both 'leadingKeys' and 'indexes' are given, but an index may have another partition key than the table, so the leading keys would not limit it. Give the index in an access of its own."],
    ['read', { indexes: [] }, "The list 'indexes' is empty. Name at least one index, or leave it out for the table alone."],
    ['read', { indexes: ['*'] }, "The name of the index holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Allowed: 3 to 255 letters, digits and _ . -."],
    ['read', { indexes: ['a/b/c'] }, "The name of the index is not one that DynamoDB takes: got 'a/b/c'. Allowed: 3 to 255 letters, digits and _ . -."],
    ['writeWithPartiQl', { indexes: ['byOwner'] }, "Indexes cannot be written on their own: got 'indexes' 'byOwner'. Leave 'indexes' out; they follow the table."],
    ['write', { indexes: ['byOwner'] }, "Indexes cannot be written on their own: got 'indexes' 'byOwner'. Leave 'indexes' out; they follow the table."],
  ] as const)('%s with %j', (method, options, message) => {
    expect(() => DynamoDbAccess[method](table(newStack()), options as any)).toThrow(new Error(message));
  });

  test('leading keys that are made later, and may be none', () => {
    expect(() => DynamoDbAccess.read(table(newStack()), { leadingKeys: Lazy.list({ produce: () => undefined }) })).toThrow(
      /^A leading key is a list that is known only once deployed/);
  });

  test('a leading key from a parameter that admits a policy variable', () => {
    const stack = newStack();
    expect(() => DynamoDbAccess.read(table(stack), { leadingKeys: [new CfnParameter(stack, 'Tenant').valueAsString] })).toThrow(/^A leading key comes from parameter 'Tenant', which has no 'allowedPattern'/);
  });

  test('a table name from a parameter that admits a wildcard', () => {
    const stack = newStack();
    expect(() => DynamoDbAccess.read(dynamodb.Table.fromTableName(stack, 'Table', new CfnParameter(stack, 'Name').valueAsString))).toThrow(/^The ARN of the table comes from parameter 'Name', which has no 'allowedPattern'/);
  });

  test('a table name that is a wildcard', () => {
    expect(() => DynamoDbAccess.read(dynamodb.Table.fromTableName(newStack(), 'Table', '*'))).toThrow(/^The ARN of the table holds a wildcard/);
  });
});

function table(stack: Stack): dynamodb.Table {
  return new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
}

function l1Table(stack: Stack, kmsMasterKeyId?: string): dynamodb.CfnTable {
  return new dynamodb.CfnTable(stack, 'Table', {
    keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
    attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
    sseSpecification: kmsMasterKeyId ? { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId } : undefined,
  });
}

/** The statements that a role gets by an access, normalized. */
function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}
