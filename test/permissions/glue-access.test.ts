import { App, Aws, Stack, aws_glue as glue, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import { GlueAccess } from '../../lib';
import type { Access } from '../../lib';
import { newStack, normalized } from '../helpers';

const OWN = 'arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}';
const READ = ['glue:BatchGetPartition', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'];

describe('tables', () => {
  test.each<[string, (stack: Stack) => glue.IDatabaseRef, string, string]>([
    ['made in the app', (stack) => new glue.Database(stack, 'Database'), OWN, '${Database}'],
    ['made as L1', (stack) => new glue.CfnDatabase(stack, 'Database', { catalogId: '111111111111', databaseInput: { name: 'sales' } }), OWN.replace('${AWS::AccountId}', '111111111111'), '${Database}'],
    ['made as L1 in the catalog of the stack', (stack) => new glue.CfnDatabase(stack, 'Database', { catalogId: Aws.ACCOUNT_ID, databaseInput: { name: 'sales' } }), OWN, '${Database}'],
    ['imported by name', (stack) => glue.CfnDatabase.fromDatabaseName(stack, 'Database', 'sales'), OWN, 'sales'],
    ['imported by ARN', (stack) => glue.Database.fromDatabaseArn(stack, 'Database', 'arn:aws:glue:eu-west-1:222222222222:database/sales'), 'arn:${AWS::Partition}:glue:eu-west-1:222222222222', 'sales'],
  ])('of a database that is %s, with all that they are in', (_, make, at, name) => {
    const stack = newStack();
    const database = make(stack);
    const actual = statementsOf(stack, GlueAccess.readTables(database));
    const found = /Database[A-Z0-9]{8}/.exec(JSON.stringify(actual))?.[0] ?? 'Database';
    const shown = name.replace('Database', found);
    expect(actual).toEqual([
      { Action: 'glue:GetDatabase', Effect: 'Allow', Resource: [`${at}:catalog`, `${at}:database/${shown}`] },
      { Action: READ, Effect: 'Allow', Resource: [`${at}:catalog`, `${at}:database/${shown}`, `${at}:table/${shown}/*`] },
    ]);
    expect(statementsOf(stack, GlueAccess.readDatabase(database))).toEqual([
      { Action: 'glue:GetDatabase', Effect: 'Allow', Resource: [`${at}:catalog`, `${at}:database/${shown}`] },
    ]);
  });

  test('by name, in an encrypted catalog', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const [, onTables, onKey] = statementsOf(stack, GlueAccess.readTables(salesIn(stack), { tables: ['orders', 'items'], encryptionKey }));
    expect(onTables.Resource).toEqual([`${OWN}:catalog`, `${OWN}:database/sales`, `${OWN}:table/sales/items`, `${OWN}:table/sales/orders`]);
    const condition = { StringEquals: { 'kms:ViaService': 'glue.${AWS::Region}.amazonaws.com' } };
    expect(onKey).toEqual({ Action: 'kms:Decrypt', Condition: condition, Effect: 'Allow', Resource: '${Key961B73FD.Arn}' });
    expect(statementsOf(stack, GlueAccess.readDatabase(salesIn(stack), { encryptionKey }))).toContainEqual(onKey);
  });

  test('of another account need the policy of its catalog', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    const database = glue.Database.fromDatabaseArn(stack, 'Database', 'arn:aws:glue:us-east-1:222222222222:database/sales');
    const owner = { account: '222222222222', resource: "the database 'Stack/Database'", policy: 'resource policy of the data catalog' };
    expect(GlueAccess.readTables(database)._statements().map((statement) => statement.owner)).toEqual([owner, owner]);
  });

  const FIX = 'Write it as it is, without the database.';
  test.each([
    [[], "The list 'tables' is empty. Name at least one, or leave it out for all tables of the database."],
    [['*'], `The name of the table holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${FIX}`],
    [['sales/orders'], `The name of the table has a '/' or ':', which would name something else: got 'sales/orders'. ${FIX}`],
    [[''], `The name of the table is empty: got ''. ${FIX}`],
    [[7], `The name of the table is not text: got '7'. ${FIX}`],
  ])('%j are an error', (tables, message) => {
    expect(() => GlueAccess.readTables(salesIn(newStack()), { tables: tables as string[] })).toThrow(new Error(message));
  });

  test('of a database with a wildcard are an error', () => {
    expect(() => GlueAccess.readTables(glue.CfnDatabase.fromDatabaseName(newStack(), 'Database', 'sales*'))).toThrow(
      /^The name of the database holds a wildcard .*Give one database, by its name\.$/);
  });

  test('of a database with a slash are an error', () => {
    expect(() => GlueAccess.readDatabase(glue.CfnDatabase.fromDatabaseName(newStack(), 'Database', 'sales/orders'))).toThrow(
      new Error("The name of the database has a '/' or ':', which would name something else: got 'sales/orders'. Give one database, by its name."));
  });

  test('of a catalog with a name are an error', () => {
    const database = new glue.CfnDatabase(newStack(), 'Database', { catalogId: '111111111111:s3tablescatalog/bucket', databaseInput: {} });
    expect(() => GlueAccess.readTables(database)).toThrow(new Error(
      "The database 'Stack/Database' is not in the data catalog of an account, but in a catalog with a name, whose ARNs have another form: got 'catalogId' '111111111111:s3tablescatalog/bucket'. Use Access.actions() with the ARNs of that catalog."));
  });
});

describe('jobs', () => {
  test.each<[string, (stack: Stack) => glue.IJobRef, string]>([
    ['made as L1', (stack) => new glue.CfnJob(stack, 'Job', { command: {}, role: 'my-user-role' }), '${Job}'],
    ['imported by name', (stack) => glue.CfnJob.fromJobName(stack, 'Job', 'nightly'), 'nightly'],
    ['imported as L2', (stack) => glue.Job.fromJobAttributes(stack, 'Job', { jobName: 'nightly' }), 'nightly'],
  ])('%s are run', (_, make, name) => {
    const stack = newStack();
    expect(statementsOf(stack, GlueAccess.runJob(make(stack)))).toEqual([{ Action: ['glue:GetJobRun', 'glue:StartJobRun'], Effect: 'Allow', Resource: `${OWN}:job/${name}` }]);
  });

  test('by a wildcard are an error', () => {
    expect(() => GlueAccess.runJob(glue.CfnJob.fromJobName(newStack(), 'Job', '*'))).toThrow(/^The ARN of the job holds a wildcard .*Give one job, by its name\.$/);
  });

  test('on any role', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    expect(GlueAccess.runJob(glue.CfnJob.fromJobName(stack, 'Job', 'nightly')).grantTo(role).success).toBe(true);
  });
});

function salesIn(stack: Stack): glue.IDatabaseRef {
  return glue.CfnDatabase.fromDatabaseName(stack, `Sales${stack.node.children.length}`, 'sales');
}

function statementsOf(stack: Stack, access: Access): any[] {
  return access.toStatements().map((statement) => normalized(stack.resolve(statement.toStatementJson())));
}
