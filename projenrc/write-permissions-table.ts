/**
 * Writes PERMISSIONS.md: the actions of each typed access and, beside them, what the nearest grant of aws-cdk-lib allows once its
 * wildcards are expanded with the service authorization reference.
 */
import { readFileSync, writeFileSync } from 'fs';
import { App, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { AccessStatement } from '../lib/permissions/access';
import { actionName, actionsCovered } from '../lib/private/service-actions';
import { dataSource } from '../lib/private/service-authorization';
import { asList } from '../lib/private/statement';
import { CATALOGUE } from '../test/permissions/catalogue';
import type { CatalogueEntry, NearestGrant } from '../test/permissions/catalogue/catalogue';

/** How many of the actions that aws-cdk-lib allows beyond ours are named. */
const SHOWN = 4;

const { version } = JSON.parse(readFileSync(require.resolve('aws-cdk-lib/package.json'), 'utf8'));
const rows = Object.entries(CATALOGUE).map(([name, make]) => {
  const stack = new Stack(new App(), 'Stack');
  return row(name, make(stack), stack);
});

writeFileSync('PERMISSIONS.md', `<!-- Written by projenrc/write-permissions-table.ts at each build: do not edit. -->
# Permissions

Every typed access with the actions that it grants, on a resource without a key of its own, and beside it the nearest grant of aws-cdk-lib
${version} on the same resource: how many actions it allows, its wildcards expanded with the service authorization reference of
${dataSource().updatedOn}, and how many of them the typed access leaves out. No action of a typed access has a wildcard, each works on the
resource that it is granted on, and each is named in the documentation of its method: a test compares them.

| access | actions | aws-cdk-lib | allows | beyond |
|---|---|---|---|---|
${rows.join('\n')}
`);

function row(name: string, { access, cdk }: CatalogueEntry, stack: Stack): string {
  const actions = allowed(access._statements());
  const beyond = cdk === undefined ? ['', '', ''] : compared(cdk, actions, stack);
  return `| \`${name}\` | ${[...actions].sort().map(quoted).join(' ')} | ${beyond.join(' | ')} |`;
}

function allowed(statements: readonly AccessStatement[]): Set<string> {
  return new Set(statements.filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions));
}

function compared({ name, grant }: NearestGrant, ours: ReadonlySet<string>, stack: Stack): string[] {
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  grant(role);
  const policies = role.node.findAll().filter((child) => child instanceof iam.Policy);
  const statements = policies.flatMap(({ document }) => asList<any>(stack.resolve(document).Statement));
  const theirs = new Set(statements.flatMap(({ Action }) => asList<string>(Action)).flatMap(actionsCovered).map(actionName));
  const more = [...theirs].filter((action) => !ours.has(action)).sort();
  const rest = more.length > SHOWN ? ` and ${more.length - SHOWN} more` : '';
  return [quoted(name), String(theirs.size), more.length === 0 ? '0' : `${more.length}: ${more.slice(0, SHOWN).map(quoted).join(' ')}${rest}`];
}

function quoted(text: string): string {
  return `\`${text}\``;
}
