import { readFileSync } from 'fs';
import { join } from 'path';
import { KeylessGuardrails, ServiceAuthorization } from '../lib';
import { WarningId } from '../lib/private/warnings';

const README = readFileSync(join(__dirname, '..', 'README.md'), 'utf-8');

test('the README shows what the demo prints', () => {
  const printed = new Array<string>();
  jest.spyOn(console, 'log').mockImplementation((line) => { printed.push(line); });
  jest.isolateModules(() => jest.requireActual('../examples/demo'));
  jest.restoreAllMocks();
  const [, shown] = /<!-- demo -->\n```text\n([^]*?)```\n<!-- \/demo -->/.exec(README)!;
  expect(shown.trim()).toBe(printed.join('\n').trim());
}, 60_000);

test('the README shows of the guardrails what they print, and how many rules there are', () => {
  const printed = new Array<string>();
  jest.spyOn(console, 'log').mockImplementation((line) => { printed.push(...line.split('\n')); });
  jest.isolateModules(() => jest.requireActual('../examples/guardrails'));
  jest.restoreAllMocks();
  const [, shown] = /<!-- guarded -->\n```text\n([^]*?)```\n<!-- \/guarded -->/.exec(README)!;
  for (const line of shown.trim().split('\n')) expect(printed).toContain(line);
  // The app put right has nothing to find.
  expect(printed).toContain('Passed: 0 fatal, 0 error, 0 warning, 0 info.');
  expect(README).toContain(`has all ${KeylessGuardrails.rules().length} rules`);
}, 60_000);

test('the README lists every warning', () => {
  const listed = [...README.matchAll(/^\| `(cdk-keyless-roles:\w+)` \|/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual(Object.values(WarningId).sort());
});

test('the README says of which day the data is', () => {
  expect(README).toContain(`is of ${ServiceAuthorization.updatedOn} (\`ServiceAuthorization.updatedOn\`)`);
});
