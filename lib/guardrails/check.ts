import { RULES } from './catalogue';
import type { Found, Level, Rule, Settings } from './rule';
import type { Template } from '../private/template/template';

/** A finding as it is reported. */
export interface Judged {
  readonly rule: Rule;
  readonly level: Level;
  /** What it is acknowledged by: the rule, and in brackets where and what. */
  readonly id: string;
  /** A resource or a parameter; undefined for the template as a whole. */
  readonly logicalId?: string;
  readonly found: Found;
  readonly message: string;
}

/** Rules that are not as their catalogue says, by id. */
export type Levels = ReadonlyMap<string, Level | 'off'>;

/** What a rule is called that could not be asked. */
export const RULE_FAILED: Rule = {
  id: 'rule-failed',
  title: 'A rule failed, so nobody knows what it would have found.',
  why: 'A template that a rule cannot read may have what the rule is there to find.',
  fix: 'Report it with the template, and set the level of the rule to OFF until it is mended.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html',
  find: () => [],
};

/** What is no template at all. */
export const TEMPLATE_UNREADABLE: Rule = {
  id: 'template-unreadable',
  title: 'The template cannot be read, so nobody can tell what is in it.',
  why: 'What cannot be read has not been checked.',
  fix: 'Give the whole template, as JSON or YAML.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html',
  find: () => [],
};

/** More of a subject than this says nothing more, and makes an id that nobody can copy. */
const LONGEST_SUBJECT = 100;

/**
 * What the rules find in a template; a rule that fails is a finding too.
 *
 * @param stack what tells the template apart from the others of an app; empty if there is one alone
 */
export function check(template: Template, settings: Settings, levels: Levels, stack: string, rules: readonly Rule[] = RULES): Judged[] {
  const byId = new Map<string, Judged>();
  for (const rule of rules) {
    const set = levels.get(rule.id);
    if (set === 'off') continue;
    for (const { found, of } of asked(rule, template, settings)) {
      const judged = judgeOne(of, found, of === rule ? set : undefined, stack);
      const before = byId.get(judged.id);
      // What has one id is acknowledged as one.
      byId.set(judged.id, before === undefined || before.message.includes(judged.message) ? before ?? judged : joined(before, judged));
    }
  }
  return [...byId.values()];
}

function asked(rule: Rule, template: Template, settings: Settings): { found: Found; of: Rule }[] {
  try {
    return rule.find(template, settings).map((found) => ({ found, of: rule }));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return [{ of: RULE_FAILED, found: { at: 'template', subject: rule.id, message: `The rule ${rule.id} failed: ${reason}.` } }];
  }
}

/** A finding with its id and its level; `set` is the level that the user has set. */
export function judgeOne(rule: Rule, found: Found, set: Level | undefined, stack: string): Judged {
  const logicalId = found.at === 'template' ? undefined : 'parameter' in found.at ? found.at.parameter : found.at.logicalId;
  const id = idOf(rule, [stack, logicalId, found.subject]);
  return { rule, found, level: set ?? found.level ?? rule.level, id, logicalId, message: sentence(found.message) };
}

const ORDER: readonly Level[] = ['fatal', 'error', 'warning', 'info'];

function joined(one: Judged, other: Judged): Judged {
  const worse = ORDER.indexOf(other.level) < ORDER.indexOf(one.level) ? other : one;
  return { ...worse, message: `${one.message} ${other.message}` };
}

/** The id of a finding. Brackets have a meaning in the ids of CDK, so a part that has some is written without. */
function idOf(rule: Rule, parts: readonly (string | undefined)[]): string {
  const written = parts.filter((part) => part !== undefined && part !== '')
    .map((part) => part!.replace(/\$\{([^{}]*)\}/g, '<$1>').replace(/[[\](){}\s]+/g, '_').slice(0, LONGEST_SUBJECT));
  return written.length === 0 ? rule.id : `${rule.id}[${written.join('/')}]`;
}

/** A sentence in one line: a template can hold any character, also such as write over what stands before them. */
function sentence(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069]+/g, ' ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}
