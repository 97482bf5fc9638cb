/**
 * Synthesizes the marketplace example and shows, for each role of its templates, who may assume it and what it may do.
 *
 * Everything shown is read from the synthesized templates.
 */
import { readFileSync } from 'fs';
import { basename, join, relative } from 'path';
import { synthesizeExample } from './synth';
import { shown } from '../lib/private/evaluation/text';
import type { Identity } from '../lib/private/template/identities';
import type { Statement } from '../lib/private/template/statement';
import { Template } from '../lib/private/template/template';

console.log('Synthesizing examples/marketplace/app.ts');
const templates = synthesizeExample('marketplace');
for (const file of templates) {
  const template = Template.read(readFileSync(file, 'utf-8'));
  const { Description: description } = template.json;
  console.log(`\n${basename(file, '.template.json')}${description === undefined ? '' : `: ${description}`}`);
  template.roles.forEach(showRole);
}
console.log('\nTemplates:');
templates.forEach((file) => console.log(`  ${relative(join(__dirname, '..'), file)}`));

function showRole({ resource, name, trust, policies, managedPolicyArns, instanceProfiles }: Identity): void {
  const profile = instanceProfiles.length > 0 ? `, in instance profile ${instanceProfiles.join(', ')}` : '';
  console.log(`\n  Role ${name === undefined ? resource.logicalId : shown(name)}${profile}`);
  console.log('    may be assumed by');
  trust!.statements.forEach(showTrust);
  console.log('    may');
  const statements = policies.flatMap((policy) => policy.statements);
  [...statements].sort((a, b) => Number(a.effect === 'Deny') - Number(b.effect === 'Deny')).forEach(showPermission);
  managedPolicyArns.forEach((policy) => console.log(`      do what ${shown(policy)} allows`));
}

function showTrust(statement: Statement): void {
  console.log(`      ${Object.values(statement.principals ?? {}).flat().map(shown).join(', ')}`);
  showConditions(statement);
}

function showPermission(statement: Statement): void {
  const verb = statement.effect === 'Deny' ? 'never ' : '';
  const list = (elements: Statement['actions'], allBut: Statement['notActions']) =>
    `${elements === undefined ? 'anything but ' : ''}${(elements ?? allBut ?? []).map(shown).join(', ')}`;
  console.log(`      ${verb}${list(statement.actions, statement.notActions)}`);
  console.log(`        on ${list(statement.resources, statement.notResources)}`);
  showConditions(statement);
}

function showConditions({ tests }: Statement): void {
  for (const { quantifier, operator, ifExists, key, values } of tests) {
    const name = `${quantifier === undefined ? '' : `${quantifier}:`}${operator}${ifExists ? 'IfExists' : ''}`;
    console.log(`        if ${name} ${key} ${values.map(shown).join(', ')}`);
  }
}
