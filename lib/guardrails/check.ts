import { createHash } from 'crypto';
import { RULES } from './catalogue';
import type { Found, Level, Rule, Settings } from './rule';
import { WORST_FIRST } from './rule';
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

/**
 * What the rules find in a template; a rule that fails is a finding too.
 *
 * @param stack what tells the template apart from the others of an app; empty if there is one alone
 */
export function check(template: Template, settings: Settings, levels: Levels, stack: string, rules: readonly Rule[] = RULES): Judged[] {
  return rules.filter(({ id }) => levels.get(id) !== 'off').flatMap((rule) => {
    const set = levels.get(rule.id) as Level | undefined;
    return asked(rule, template, settings).map(({ found, of }) => judgeOne(of, found, of === rule ? set : undefined, stack));
  });
}

function asked(rule: Rule, template: Template, settings: Settings): { found: Found; of: Rule }[] {
  try {
    return findingsOf(rule, template, settings).map((found) => ({ found, of: rule }));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return [{ of: RULE_FAILED, found: { at: 'template', subject: rule.id, message: `The rule ${rule.id} failed: ${reason}.` } }];
  }
}

/** What a rule finds in a template, of what has one id the worst: it is acknowledged as one. */
export function findingsOf(rule: Rule, template: Template, settings: Settings): Found[] {
  const byId = new Map<string, Found[]>();
  for (const found of rule.find(template, settings)) {
    const id = idOf(rule, [logicalIdOf(found), found.subject]);
    const others = byId.get(id);
    if (others === undefined) byId.set(id, [found]);
    else others.push(found);
  }
  return [...byId.values()].map((found) => united(found, rule));
}

function united(found: readonly Found[], rule: Rule): Found {
  const rank = ({ level = rule.level }: Found) => WORST_FIRST.indexOf(level);
  const worst = found.reduce((one, other) => rank(other) < rank(one) ? other : one);
  const messages = new Set(found.map(({ message }) => withoutCase(message)));
  // What is so in several deployments is shown as it is in the widest.
  const shown = found.find((one) => rank(one) === rank(worst) && one.message === withoutCase(worst.message)) ?? worst;
  const others = messages.size - 1;
  const place = worst.at === 'template' ? 'template' : 'parameter' in worst.at ? 'parameter' : 'resource';
  return others === 0 ? shown : { ...shown, message: `${shown.message} The ${place} has ${others} more of the kind.` };
}

/** A message without ` (if the condition X is true)`. */
function withoutCase(message: string): string {
  return message.replace(/ \(if [^]*\)(?=\.)/, '');
}

/** A finding with its id and its level; `set` is the level that the user has set. */
export function judgeOne(rule: Rule, found: Found, set: Level | undefined, stack: string): Judged {
  const logicalId = logicalIdOf(found);
  const id = idOf(rule, [stack, logicalId, found.subject]);
  return { rule, found, level: set ?? found.level ?? rule.level, id, logicalId, message: sentence(found.message) };
}

/** The resource or the parameter that stands in the template; undefined for the template as a whole. */
export function logicalIdOf({ at }: Found): string | undefined {
  if (at === 'template') return undefined;
  return 'parameter' in at ? at.parameter : at.madeOf ?? at.logicalId;
}

/** The id of a finding. Brackets have a meaning in the ids of CDK, so a part that has some is written without. */
function idOf(rule: Rule, parts: readonly (string | undefined)[]): string {
  const written = parts.filter((part) => part !== undefined && part !== '')
    .map((part) => shortened(part!.replace(/\$\{([^{}]*)\}/g, '<$1>').replace(UNSEEN, '_').replace(/[[\](){}\s]+/g, '_')));
  return written.length === 0 ? rule.id : `${rule.id}[${written.join('/')}]`;
}

/** More of a part of an id makes one that nobody can copy. */
const LONGEST_PART = 100;
const LENGTH_OF_MARK = 8;

/** A part of an id; of a long one the end is told by a mark, as two findings that begin alike are not the same. */
function shortened(part: string): string {
  if (part.length <= LONGEST_PART) return part;
  const mark = createHash('sha256').update(part).digest('hex').slice(0, LENGTH_OF_MARK);
  return `${part.slice(0, LONGEST_PART - mark.length - 1)}-${mark}`;
}

/** A template can hold any character, also such as nobody sees, or as write over what stands before them. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** A text of a template in one line, in which all can be seen. */
export function inOneLine(text: string): string {
  return text.replace(UNSEEN, ' ');
}

function sentence(text: string): string {
  const line = inOneLine(text);
  return line.charAt(0).toUpperCase() + line.slice(1);
}
