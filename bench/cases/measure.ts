import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';

/** At most 500 resources fit into a stack, and the largest variant makes two for each role. */
const ROLES_PER_STACK = 200;

/** What the applications of all variants work with. */
export const BUCKET = 'my-app-bucket';
export const TABLE = 'my-app-state';
export const CUSTOMER = '222222222222';
export const CUSTOMER_ROLE = 'my-user-role';
export const READ_WRITE_OBJECTS = ['s3:GetObject', 's3:PutObject'];
export const READ_WRITE_ITEMS = [
  'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:Query', 'dynamodb:Scan',
  'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem',
];

/** Gives the objects of one tenant to each role, so that no two roles have equal policies. */
export function tenantPrefix(index: number): string {
  return `tenant-${index}/`;
}

/**
 * Builds and synthesizes an app with as many roles as the command line says, and prints what that took as JSON.
 *
 * @param prepare makes what the roles of a stack share, and returns what adds a role
 */
export function measure(prepare: (stack: Stack) => (index: number) => void): void {
  // A first app with one role loads all modules, which the start is measured by, and shows what the variant makes.
  const template = build(prepare, 1);

  const start = process.hrtime.bigint();
  build(prepare, Number(process.argv[2]));
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ milliseconds, megabytes, template: JSON.parse(readFileSync(template, 'utf8')) }));
}

/** @returns the path of the first stack's template */
function build(prepare: (stack: Stack) => (index: number) => void, roles: number): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk.out')) });
  for (let first = 0; first < roles; first += ROLES_PER_STACK) {
    const addRole = prepare(new Stack(app, `Stack${first}`));
    for (let index = first; index < Math.min(roles, first + ROLES_PER_STACK); index++) addRole(index);
  }
  return app.synth().stacks[0].templateFullPath;
}
