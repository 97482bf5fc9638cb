import type { aws_glue as glue } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import type { AccessStatement } from './access';
import { Access } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import { accessTarget, partsOfArn } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';

/** Which tables of a database, and how the data catalog is encrypted. */
export interface GlueAccessOptions extends EncryptedResourceOptions {
  /**
   * The names of the tables.
   *
   * @default - all tables of the database
   */
  readonly tables?: string[];
}

/**
 * Access to the AWS Glue data catalog and to jobs: made in the app (L2 or L1), or imported by name or ARN.
 *
 * Glue asks for access to a table, to its database and to the catalog at once, so each statement is on all of them. The catalog describes the
 * data; the data itself is in S3 and needs `S3Access`. The settings of the catalog name the key that encrypts it, which no construct of a
 * database tells: give it as `encryptionKey`, and `kms:Decrypt` comes along, through Glue.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
export class GlueAccess {
  /**
   * See that a database exists, and its settings: `glue:GetDatabase`, on the database and the catalog.
   *
   * Athena and Spark look for the database `default` whatever the query is about: `glue.CfnDatabase.fromDatabaseName(this, 'Default', 'default')`.
   *
   * @see https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
   * @param database made in the app at any level, or imported
   * @param options the key of the catalog
   */
  public static readDatabase(database: glue.IDatabaseRef, options: EncryptedResourceOptions = {}): Access {
    const catalog = catalogOf(database);
    return Access._from(() => [allowIn(catalog, ['glue:GetDatabase'], []), ...catalogKey(database, options)]);
  }

  /**
   * Read the tables of a database, as queries need it: `glue:GetDatabase` on the database and the catalog; `glue:GetTable`,
   * `glue:GetTables`, `glue:GetPartition`, `glue:GetPartitions` and `glue:BatchGetPartition` on the tables, the database and the catalog.
   *
   * @see https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
   * @param database made in the app at any level, or imported
   * @param options which tables, and the key of the catalog
   */
  public static readTables(database: glue.IDatabaseRef, options: GlueAccessOptions = {}): Access {
    const catalog = catalogOf(database);
    const tables = tableNames(options.tables).map((table) => `${catalog.prefix}:table/${catalog.database}/${table}`);
    return Access._from(() => [
      allowIn(catalog, ['glue:GetDatabase'], []),
      allowIn(catalog, READ_TABLES, tables),
      ...catalogKey(database, options),
    ]);
  }

  /**
   * Run a job and wait for its end: `glue:StartJobRun` and `glue:GetJobRun`.
   *
   * The job works with its own role, and whoever starts it chooses its arguments, some of which name code (`--extra-py-files`): he can do
   * what the job's role can.
   *
   * @param job made in the app at any level, or imported
   */
  public static runJob(job: glue.IJobRef): Access {
    const { region, account } = job.env;
    const target = accessTarget(job, `arn:${Aws.PARTITION}:glue:${region}:${account}:job/${job.jobRef.jobName}`, 'job');
    return Access._from(() => [{ effect: 'Allow', actions: ['glue:StartJobRun', 'glue:GetJobRun'], resources: [target.arn], owner: target.owner }]);
  }

  private constructor() {}
}

const READ_TABLES = ['glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions', 'glue:BatchGetPartition'];

/** A database and the catalog that it is in. */
interface Catalog {
  /** What the ARNs of the catalog begin with. */
  readonly prefix: string;
  readonly database: string;
  readonly owner: AccessStatement['owner'];
}

function catalogOf(database: glue.IDatabaseRef): Catalog {
  const { databaseName } = database.databaseRef;
  checkPart(databaseName, 'The name of the database', 'Give one database, by its name.');
  const { region, account } = placeOf(database);
  const prefix = `arn:${Aws.PARTITION}:glue:${region}:${account}`;
  const { owner } = accessTarget(database, `${prefix}:database/${databaseName}`, 'database', 'resource policy of the data catalog');
  return { prefix, database: databaseName, owner: owner && { ...owner, account } };
}

/** Where a database is, which CDK does not read out of the ARN of an import. */
function placeOf(database: glue.IDatabaseRef): { region: string; account: string } {
  const { databaseArn, catalogId } = database as Partial<glue.IDatabase & glue.CfnDatabase>;
  const [, , , ...named] = partsOfArn(databaseArn ?? '') ?? [];
  const { region, account } = database.env;
  return { region: named[0] ?? region, account: named[1] ?? catalogAccount(database, catalogId) ?? account };
}

/** The account of the catalog that an `AWS::Glue::Database` names; undefined if that is known only once deployed, as the account of the stack is. */
function catalogAccount(database: glue.IDatabaseRef, catalogId: string | undefined): string | undefined {
  if (catalogId === undefined || Token.isUnresolved(catalogId)) return undefined;
  if (/^\d{12}$/.test(catalogId)) return catalogId;
  throw new InvalidInputError(`The database ${quote(database.node.path)} is not in the data catalog of an account, but in a catalog with a name, whose ARNs have another form: got 'catalogId' ${quote(catalogId)}. Use Access.actions() with the ARNs of that catalog.`);
}

/** Lets actions on tables, or on the database itself, with all that they are in. */
function allowIn({ prefix, database, owner }: Catalog, actions: readonly string[], tables: readonly string[]): AccessStatement {
  return { effect: 'Allow', actions, resources: [`${prefix}:catalog`, `${prefix}:database/${database}`, ...tables], owner };
}

function tableNames(tables: string[] | undefined): string[] {
  if (tables === undefined) return ['*'];
  checkNotEmpty(tables, 'The list \'tables\'', 'Name at least one, or leave it out for all tables of the database.');
  tables.forEach((table) => checkPart(table, 'The name of the table', 'Write it as it is, without the database.'));
  return tables;
}

/** Checks the name of something that stands in an ARN between others. */
function checkPart(name: string, what: string, fix: string): void {
  checkLiteral(name, what, fix);
  if (!Token.isUnresolved(name) && /[/:]/.test(name)) {
    throw new InvalidInputError(`${what} has a '/' or ':', which would name something else: got ${quote(name)}. ${fix}`);
  }
}

function catalogKey(database: glue.IDatabaseRef, { encryptionKey }: EncryptedResourceOptions): AccessStatement[] {
  return keyStatements({ resource: database, kind: 'database', service: 'glue', encryptionKey, keyIdOf: () => undefined }, ['kms:Decrypt']);
}
