import type { CfnResource, aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import type { AccessStatement } from './access';
import { Access } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import { accessTarget, allowOn, l1Of } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral, checkPresent, parametersIn } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { checkLiteralParameter } from '../private/parameters';
import { withTokensAs } from '../private/text';

/** Which items of a table, and how they are encrypted. */
export interface DynamoDbAccessOptions extends EncryptedResourceOptions {
  /**
   * The names of the indexes that may be read too (`dynamodb:Query` and `dynamodb:Scan`, or `dynamodb:PartiQLSelect`).
   *
   * @default - the table alone
   */
  readonly indexes?: string[];

  /**
   * Only the items with one of these values in the partition key of the table (`dynamodb:LeadingKeys`).
   *
   * Leaves out `dynamodb:Scan`, which reads all items whatever their key, and cannot be combined with `indexes`, whose partition key
   * may be another one.
   *
   * @default - all items
   */
  readonly leadingKeys?: string[];
}

/**
 * Access to the items of a DynamoDB table, and to its stream: made in the app (L2 or L1), or imported by name or ARN.
 *
 * A table that is encrypted with a customer managed key brings the use of the key, limited to calls through DynamoDB (`kms:ViaService`).
 * Transactions need no action of their own; backups and the table's settings are not part of it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export class DynamoDbAccess {
  /**
   * Read items: `dynamodb:GetItem`, `dynamodb:BatchGetItem`, `dynamodb:ConditionCheckItem` (for transactions), `dynamodb:Query` and
   * `dynamodb:Scan`; of an index the last two.
   *
   * @param table made in the app at any level, or imported
   * @param options which items, and their key
   */
  public static read(table: dynamodb.ITableRef, options: DynamoDbAccessOptions = {}): Access {
    return tableAccess(table, options, READ, INDEX_READ, KEY_READ);
  }

  /**
   * Write items: `dynamodb:PutItem`, `dynamodb:UpdateItem`, `dynamodb:DeleteItem` and `dynamodb:BatchWriteItem`; indexes are written through
   * their table.
   *
   * @param table made in the app at any level, or imported
   * @param options which items, and their key
   */
  public static write(table: dynamodb.ITableRef, options: DynamoDbAccessOptions = {}): Access {
    return tableAccess(table, options, WRITE, [], KEY_WRITE);
  }

  /**
   * Read and write items: `dynamodb:GetItem`, `dynamodb:BatchGetItem`, `dynamodb:ConditionCheckItem`, `dynamodb:Query`, `dynamodb:Scan`,
   * `dynamodb:PutItem`, `dynamodb:UpdateItem`, `dynamodb:DeleteItem` and `dynamodb:BatchWriteItem`.
   *
   * @param table made in the app at any level, or imported
   * @param options which items, and their key
   */
  public static readWrite(table: dynamodb.ITableRef, options: DynamoDbAccessOptions = {}): Access {
    return tableAccess(table, options, [...READ, ...WRITE], INDEX_READ, KEY_WRITE);
  }

  /**
   * Read items with PartiQL: `dynamodb:PartiQLSelect`, of the table and of the indexes that are named.
   *
   * A statement without the partition key reads the whole table; with `leadingKeys` none of these is let.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   * @param table made in the app at any level, or imported
   * @param options which items, and their key
   */
  public static readWithPartiQl(table: dynamodb.ITableRef, options: DynamoDbAccessOptions = {}): Access {
    return tableAccess(table, options, PARTIQL_READ, PARTIQL_READ, KEY_READ);
  }

  /**
   * Write items with PartiQL: `dynamodb:PartiQLInsert`, `dynamodb:PartiQLUpdate` and `dynamodb:PartiQLDelete`; indexes are written through
   * their table.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
   * @param table made in the app at any level, or imported
   * @param options which items, and their key
   */
  public static writeWithPartiQl(table: dynamodb.ITableRef, options: DynamoDbAccessOptions = {}): Access {
    return tableAccess(table, options, PARTIQL_WRITE, [], KEY_WRITE);
  }

  /**
   * Read the stream of the table: `dynamodb:GetRecords`, `dynamodb:GetShardIterator` and `dynamodb:DescribeStream` on the stream.
   *
   * ListStreams, by which an application finds out which streams there are, cannot be limited to a table, and is not part of it: it is
   * needed by those alone that are not told the ARN. A table without a stream, or imported without its `tableStreamArn`, is an error.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
   * @param table made in the app at any level, or imported with the ARN of its stream
   * @param options the key of the table
   */
  public static readStream(table: dynamodb.ITableRef, options: EncryptedResourceOptions = {}): Access {
    const target = accessTarget(table, streamArnOf(table), 'stream', 'resource policy of the stream');
    return Access._from(() => [allowOn(target, STREAM_READ), ...keyOf(table, options, KEY_READ)]);
  }

  private constructor() {}
}

const SCAN = 'dynamodb:Scan';
const INDEX_READ = ['dynamodb:Query', SCAN];
const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', ...INDEX_READ];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];
const PARTIQL_READ = ['dynamodb:PartiQLSelect'];
const PARTIQL_WRITE = ['dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate', 'dynamodb:PartiQLDelete'];
const STREAM_READ = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'];

/**
 * What DynamoDB does with a table's key on behalf of the caller, without the grants that only the making of a table needs.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const KEY_READ = ['kms:Decrypt', 'kms:DescribeKey'];
const KEY_WRITE = [...KEY_READ, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

function tableAccess(
  table: dynamodb.ITableRef,
  options: DynamoDbAccessOptions,
  tableActions: readonly string[],
  indexActions: readonly string[],
  keyActions: readonly string[],
): Access {
  const target = accessTarget(table, table.tableRef.tableArn, 'table', 'resource policy of the table');
  const conditions = leadingKeys(options);
  const indexes = indexPaths(options.indexes, indexActions);

  return Access._from(() => [
    // Scan reads every item, whatever leading keys are demanded.
    allowOn(target, conditions ? tableActions.filter((action) => action !== SCAN) : tableActions, { conditions }),
    ...indexes.length === 0 ? [] : [allowOn(target, indexActions, { below: indexes, conditions })],
    ...keyOf(table, options, keyActions),
  ]);
}

function keyOf(table: dynamodb.ITableRef, { encryptionKey }: EncryptedResourceOptions, actions: readonly string[]): AccessStatement[] {
  return keyStatements({ resource: table, kind: 'table', service: 'dynamodb', encryptionKey, keyIdOf }, actions);
}

/** The ARN of the table's stream: an L2 has it if there is a stream, an L1 always. */
function streamArnOf(table: dynamodb.ITableRef): string {
  const { tableStreamArn } = table as { tableStreamArn?: string };
  if (tableStreamArn !== undefined) return tableStreamArn;
  const l1 = l1Of(table) as Partial<dynamodb.CfnTable> | undefined;
  if (l1?.streamSpecification !== undefined && l1.attrStreamArn !== undefined) return l1.attrStreamArn;
  throw new InvalidInputError(`The table ${quote(table.node.path)} has no stream that is known here. Turn it on, with 'stream' of dynamodb.Table or 'dynamoStream' of dynamodb.TableV2, or give 'tableStreamArn' to dynamodb.Table.fromTableAttributes().`);
}

function leadingKeys({ leadingKeys: keys, indexes }: DynamoDbAccessOptions): ConditionBlock | undefined {
  if (keys === undefined) return undefined;
  checkNotEmpty(keys, 'The list \'leadingKeys\'', 'Name at least one value of the partition key, or leave it out for all items.');
  if (indexes !== undefined) {
    throw new InvalidInputError('Both \'leadingKeys\' and \'indexes\' are given, but an index may have another partition key than the table, so the leading keys would not limit it. Give the index in an access of its own.');
  }
  keys.forEach((key) => {
    checkPresent(key, 'A leading key', 'Write the value of the partition key as it is, a number in quotes.');
    parametersIn(key).forEach((parameter) => checkLiteralParameter(parameter, 'A leading key'));
    if (withTokensAs(key, () => '{').includes('${')) {
      throw new InvalidInputError(`A leading key holds '\${', which starts a policy variable: got ${quote(key)}. Write the value of the partition key as it is.`);
    }
    if (key === '') throw new InvalidInputError('A leading key is empty, which no partition key is. Write the value of the partition key as it is.');
  });
  return {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': keys },
    // ForAllValues alone is met by a request that names no key.
    'Null': { 'dynamodb:LeadingKeys': 'false' },
  };
}

function indexPaths(indexes: string[] | undefined, indexActions: readonly string[]): string[] {
  if (indexes === undefined) return [];
  checkNotEmpty(indexes, 'The list \'indexes\'', 'Name at least one index, or leave it out for the table alone.');
  if (indexActions.length === 0) {
    throw new InvalidInputError(`Indexes cannot be written on their own: got 'indexes' ${quote(indexes.join(', '))}. Leave 'indexes' out; they follow the table.`);
  }
  return indexes.map((index) => {
    const fix = 'Allowed: 3 to 255 letters, digits and _ . -.';
    checkLiteral(index, 'The name of the index', fix);
    if (!Token.isUnresolved(index) && !/^[A-Za-z0-9_.-]{3,255}$/.test(index)) {
      throw new InvalidInputError(`The name of the index is not one that DynamoDB takes: got ${quote(index)}. ${fix}`);
    }
    return `/index/${index}`;
  });
}

/** The key's id in an `AWS::DynamoDB::Table`. */
function keyIdOf(resource: CfnResource): unknown {
  const { sseSpecification } = resource as { sseSpecification?: dynamodb.CfnTable.SSESpecificationProperty };
  return Token.isUnresolved(sseSpecification) ? sseSpecification : sseSpecification?.kmsMasterKeyId;
}
