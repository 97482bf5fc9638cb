import { RULES } from './catalogue';
import type { Levels } from './check';
import { GuardrailLevel } from './guardrail-rule';
import type { Settings } from './rule';
import { InvalidInputError, list, quote } from '../private/errors';
import { nearestFew } from '../private/nearest';

/** What guardrails are asked, and what a platform demands of its roles. */
export interface GuardrailSettings {
  /**
   * Levels of rules by their ids, in place of those of the catalogue, such as `{ 'resource-wildcard': GuardrailLevel.INFO }`.
   *
   * A level that is set is that of all findings of the rule: also of those that the rule by itself reports with a higher or a lower level.
   *
   * @default - those of the catalogue
   */
  readonly levels?: { [ruleId: string]: GuardrailLevel };

  /**
   * Accounts that are yours, twelve digits each: their roles may be trusted without an external ID.
   *
   * @default - the accounts of the app's stacks; of a template by itself the account that is given for it
   */
  readonly ownAccounts?: string[];

  /**
   * Managed policies, by ARN or name, one of which every role and user must have as its permissions boundary.
   *
   * @default - no boundary is demanded
   */
  readonly requiredBoundaries?: string[];

  /**
   * What the path of every role must begin with, such as `/teams/`.
   *
   * @default - any path
   */
  readonly requiredPath?: string;

  /**
   * A regular expression that the name of every role must match as a whole, if the template gives it a name.
   *
   * @default - any name
   */
  readonly requiredNamePattern?: string;

  /**
   * Keys of tags that every role must have.
   *
   * @default - no tag is demanded
   */
  readonly requiredTags?: string[];
}

/** Checks what a user sets. */
export function readSettings(given: GuardrailSettings): { settings: Settings; levels: Levels } {
  for (const [id, level] of Object.entries(given.levels ?? {})) checkLevel(id, level);
  for (const account of given.ownAccounts ?? []) {
    if (!/^\d{12}$/.test(account)) throw new InvalidInputError(`An account of 'ownAccounts' is none: got ${quote(account)}. Give its twelve digits.`);
  }
  if (given.requiredPath !== undefined && !/^\/([^/\s]+\/)*$/.test(given.requiredPath)) {
    throw new InvalidInputError(`The path that roles must have does not begin and end with a slash: got ${quote(given.requiredPath)}. Write it as '/teams/'.`);
  }
  for (const [what, values] of [['requiredBoundaries', given.requiredBoundaries], ['requiredTags', given.requiredTags]] as const) {
    if (values?.some((value) => value.trim() === '')) throw new InvalidInputError(`An element of '${what}' is empty. Leave it out, or leave out '${what}'.`);
  }
  return {
    settings: {
      ownAccounts: given.ownAccounts ?? [],
      requiredBoundaries: given.requiredBoundaries ?? [],
      requiredPath: given.requiredPath,
      requiredNamePattern: given.requiredNamePattern === undefined ? undefined : patternOf(given.requiredNamePattern),
      requiredTags: given.requiredTags ?? [],
    },
    levels: new Map(Object.entries(given.levels ?? {})),
  };
}

function checkLevel(id: string, level: GuardrailLevel): void {
  checkRule(id);
  const known = Object.values(GuardrailLevel);
  if (known.includes(level)) return;
  throw new InvalidInputError(`The level of the rule ${quote(id)} is none: got ${quote(level)}. Allowed: ${list(known.map((one) => quote(one)))}.`);
}

function checkRule(id: string): void {
  if (RULES.some((rule) => rule.id === id)) return;
  const near = nearestFew(id, RULES.map((rule) => rule.id), 3).map((found) => quote(found));
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  throw new InvalidInputError(`There is no such rule: got ${quote(id)}.${hint} KeylessGuardrails.rules() lists all of them.`);
}

function patternOf(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    throw new InvalidInputError(`The pattern that names of roles must match is no regular expression: got ${quote(pattern)}. Write one of JavaScript, such as 'team-[a-z]+'.`);
  }
}
