import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { RULES } from '../../lib/guardrails/catalogue';
import { findingsOf, logicalIdOf } from '../../lib/guardrails/check';
import type { Found, Rule, Settings } from '../../lib/guardrails/rule';
import type { Deployment } from '../../lib/private/template/template';
import { Template } from '../../lib/private/template/template';

/** A template and what a rule finds in it. */
interface GuardrailCase {
  readonly name: string;
  /** `false positive`: what real templates do, is right, and looks like what the rule is after. */
  readonly kind: 'wrong' | 'right' | 'false positive';
  readonly deployment?: Deployment;
  readonly settings?: Partial<Omit<Settings, 'requiredNamePattern'>> & { readonly requiredNamePattern?: string };
  readonly parameters?: object;
  readonly conditions?: object;
  readonly mappings?: object;
  readonly resources: object;
  readonly outputs?: object;
  /** Of the template. */
  readonly metadata?: object;
  readonly transform?: unknown;
  /** Of SAM. */
  readonly globals?: object;
  readonly expected: readonly { readonly at: string; readonly level?: string; readonly subject?: string; readonly message: string }[];
}

const FOLDER = join(__dirname, '..', 'cases', 'guardrails');

const placeOf = (found: Found) => logicalIdOf(found) ?? 'template';

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule: Rule) => {
  const { rule: of, cases }: { rule: string; cases: GuardrailCase[] } = JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8'));

  test('has cases of every kind, and says what, why and how to mend it', () => {
    expect(of).toBe(id);
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(['wrong', 'right', 'false positive']));
    expect(cases.every(({ kind, expected }) => (kind === 'wrong') === (expected.length > 0))).toBe(true);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(rule.page).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|aws\.amazon\.com|pathfinding\.cloud|docs\.github\.com)\//);
    for (const text of [rule.title, rule.why, rule.fix]) expect(text).toMatch(/^[A-Z][^\n]*\.$/);
  });

  test.each(cases)('$kind: $name', ({ deployment, settings, parameters, conditions, mappings, resources, outputs, metadata, transform, globals, expected }) => {
    const template = Template.read({
      Parameters: parameters,
      Conditions: conditions,
      Mappings: mappings,
      Resources: resources,
      Outputs: outputs,
      Metadata: metadata,
      Transform: transform,
      Globals: globals,
    }, deployment);
    const found = findingsOf(rule, template, {
      ownAccounts: [],
      requiredBoundaries: [],
      requiredTags: [],
      ...settings,
      requiredNamePattern: settings?.requiredNamePattern === undefined ? undefined : new RegExp(settings.requiredNamePattern),
    });
    expect(found).toHaveLength(expected.length);
    found.forEach((one, index) => {
      const { message, ...rest } = { level: rule.level, ...expected[index] };
      expect({ at: placeOf(one), level: one.level ?? rule.level, subject: one.subject, message: one.message })
        .toMatchObject({ ...rest, message: expect.stringContaining(message) });
    });
    for (const one of found) expect(one.message).toMatch(/^[^\n]+\.$/);
  });
});

test('every file of cases is of a rule', () => {
  expect(readdirSync(FOLDER).map((file) => file.replace('.json', '')).sort()).toEqual(RULES.map(({ id }) => id).sort());
});
