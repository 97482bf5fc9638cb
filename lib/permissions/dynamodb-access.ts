import type { CfnResource, aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { Access } from './access';
import { keyStatements } from './encryption';
import { accessTarget, allowOn } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral, parametersIn } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { checkLiteralParameter } from '../private/parameters';
import { withTokensAs } from '../private/text';

/** Which items of a table, and how they are encrypted. */
export interface DynamoDbAccessOptions {
  /**
   * The names of the indexes that may be read too (`dynamodb:Query` and `dynamodb:Scan`).
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

  /**
   * The key that encrypts the table, where it is not the one that the table construct names.
   *
   * The access to the items brings the use of the key through DynamoDB.
   *
   * @default - the table's own key, if it has one
   */
  readonly encryptionKey?: kms.IKeyRef;
}

/**
 * Access to the items of a DynamoDB table: made in the app (L2 or L1), or imported by name or ARN.
 *
 * A table that is encrypted with a customer managed key brings the use of the key, limited to calls through DynamoDB (`kms:ViaService`).
 * Transactions need no action of their own; PartiQL, streams, backups and the table's settings are not part of it.
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

  private constructor() {}
}

const SCAN = 'dynamodb:Scan';
const INDEX_READ = ['dynamodb:Query', SCAN];
const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', ...INDEX_READ];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];

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
    ...keyStatements({ resource: table, kind: 'table', service: 'dynamodb', encryptionKey: options.encryptionKey, keyIdOf }, keyActions),
  ]);
}

function leadingKeys({ leadingKeys: keys, indexes }: DynamoDbAccessOptions): ConditionBlock | undefined {
  if (keys === undefined) return undefined;
  checkNotEmpty(keys, 'The list \'leadingKeys\'', 'Name at least one value of the partition key, or leave it out for all items.');
  if (indexes !== undefined) {
    throw new InvalidInputError('Both \'leadingKeys\' and \'indexes\' are given, but an index may have another partition key than the table, so the leading keys would not limit it. Give the index in an access of its own.');
  }
  keys.forEach((key) => {
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
