/**
 * Synthesizes the guarded example before and after it was put right, and shows what the guardrails find in each of them.
 *
 * The app in examples/guarded/careless.ts is not let through; its template is judged all the same.
 */
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { runApp, synthesizeExample } from './synth';
import { KeylessGuardrails } from '../lib/index';

const assembly = mkdtempSync(join(tmpdir(), 'careless-'));
try {
  const isLetThrough = runApp('guarded', 'careless.ts', assembly);
  console.log(`examples/guarded/careless.ts is ${isLetThrough ? 'let through' : 'not let through'}:\n`);
  show(join(assembly, 'Careless.template.json'), '222222222222');
  const [template] = synthesizeExample('guarded');
  console.log('\nexamples/guarded/app.ts, the same put right:\n');
  show(template);
} finally {
  rmSync(assembly, { recursive: true });
}

function show(template: string, account?: string): void {
  console.log(KeylessGuardrails.checkTemplate(readFileSync(template, 'utf-8'), { account }).toText());
}
