/**
 * Synthesizes the marketplace example and shows, for each role of its templates, who may assume it and what it may do.
 *
 * Everything shown is read from the synthesized templates.
 */
import { readFileSync } from 'fs';
import { basename, join, relative } from 'path';
import { synthesizeExample } from './synth';
import type { PermissionStatement, RoleModel } from '../lib/private/policy-model';
import { readRoles } from '../lib/private/policy-model';
import { templateText } from '../lib/private/template-text';
import type { TrustStatement } from '../lib/private/trust-policy';

console.log('Synthesizing examples/marketplace/app.ts');
const templates = synthesizeExample('marketplace');
for (const file of templates) {
  const template = JSON.parse(readFileSync(file, 'utf-8'));
  console.log(`\n${basename(file, '.template.json')}${template.Description ? `: ${template.Description}` : ''}`);
  readRoles(template).forEach(showRole);
}
console.log('\nTemplates:');
templates.forEach((file) => console.log(`  ${relative(join(__dirname, '..'), file)}`));

function showRole(role: RoleModel): void {
  const profile = role.instanceProfiles.length > 0 ? `, in instance profile ${role.instanceProfiles.join(', ')}` : '';
  console.log(`\n  Role ${role.name ?? role.logicalId}${profile}`);
  console.log('    may be assumed by');
  role.trust.forEach((statement) => showTrust(statement));
  console.log('    may');
  [...role.permissions].sort((a, b) => Number(a.effect === 'Deny') - Number(b.effect === 'Deny')).forEach(showPermission);
  role.managedPolicies.forEach((policy) => console.log(`      do what ${policy} allows`));
}

function showTrust(statement: TrustStatement): void {
  const callers = Object.values(statement.principals).flat().map(templateText).join(', ');
  console.log(`      ${callers}`);
  statement.conditions.forEach((test) => console.log(`        if ${test.operator} ${test.key} ${templateText(test.value)}`));
}

function showPermission(statement: PermissionStatement): void {
  const verb = statement.effect === 'Deny' ? 'never ' : '';
  const inverted = statement.actionKey === 'NotAction' ? 'anything but ' : '';
  console.log(`      ${verb}${inverted}${statement.actions.join(', ')}`);
  console.log(`        on ${statement.resourceKey === 'NotResource' ? 'anything but ' : ''}${statement.resources.join(', ')}`);
  statement.conditions.forEach((condition) => console.log(`        if ${condition}`));
}
