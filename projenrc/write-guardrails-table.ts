/** Writes GUARDRAILS.md: the catalogue of the guardrails, for people. */
import { writeFileSync } from 'fs';
import { KeylessGuardrails } from '../lib/index';

const LEVELS = ['fatal', 'error', 'warning', 'info'] as const;
const rules = KeylessGuardrails.rules();

writeFileSync('GUARDRAILS.md', `<!-- Written by projenrc/write-guardrails-table.ts at each build: do not edit. -->
# Guardrails

The ${rules.length} rules of \`KeylessGuardrails\`, by the level that their findings have unless it is set otherwise; a rule may give a single finding
another level. Fatal and error fail the synthesis; what is fatal cannot be acknowledged, and whoever means it sets the level of the rule.

${LEVELS.map((level) => section(level)).join('\n')}`);

function section(level: typeof LEVELS[number]): string {
  const rows = rules.filter((rule) => String(rule.level) === level)
    .map(({ id, title, why, fix, page }) => `| [\`${id}\`](${page}) | ${cell(title)} | ${cell(why)} | ${cell(fix)} |`);
  return `## ${level}\n\n| rule | what is found | why | what to change |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

/** A text within a row of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;');
}
