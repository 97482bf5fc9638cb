import type { Resource } from '../private/template/policies';
import type { Template } from '../private/template/template';

/** How much a finding matters, in CDK's words: `fatal` and `error` fail the synthesis. */
export type Level = 'fatal' | 'error' | 'warning' | 'info';

/** The levels, the worst first. */
export const WORST_FIRST: readonly Level[] = ['fatal', 'error', 'warning', 'info'];

/** A level, or the limit if it is worse. */
export function atMost(limit: Level, level: Level): Level {
  return WORST_FIRST[Math.max(WORST_FIRST.indexOf(limit), WORST_FIRST.indexOf(level))];
}

/** What a platform demands of its roles, and what is known of the accounts. */
export interface Settings {
  /** Accounts that belong to the same owner as the template's, for which no external ID is needed. */
  readonly ownAccounts: readonly string[];
  /** ARNs or names of managed policies, one of which each role and user must have as its permissions boundary; empty for no demand. */
  readonly requiredBoundaries: readonly string[];
  /** The beginning that the path of each role must have, such as `/teams/`. */
  readonly requiredPath?: string;
  /** What the name of each role must match, if it has one. */
  readonly requiredNamePattern?: RegExp;
  /** The keys of tags that each role must have. */
  readonly requiredTags: readonly string[];
}

/** Something that a rule has found. */
export interface Found {
  /** Where: a resource of the template, or a parameter or the template itself. */
  readonly at: Resource | { readonly parameter: string } | 'template';
  /**
   * What tells the finding apart from another one of the same rule at the same place, and stays the same from one synthesis to the next: an
   * action, an account, the Sid of a statement. It is a part of the id by which users acknowledge the finding.
   */
  readonly subject?: string;
  /** One line: what is wrong, with the value that was found. The fix is the rule's. */
  readonly message: string;
  /** From the resource on: `Properties/AssumeRolePolicyDocument/Statement/0`. */
  readonly location?: string;
  /** @default that of the rule */
  readonly level?: Level;
}

/** A rule. */
export interface Rule {
  /** Lower case with hyphens. It is public: users acknowledge and set rules by it. */
  readonly id: string;
  /** What a finding says of a template, in one sentence. */
  readonly title: string;
  /** What can happen, in one or two sentences. */
  readonly why: string;
  /** What to change. */
  readonly fix: string;
  readonly level: Level;
  /** The page of AWS that it rests on, or of the research where AWS has none. */
  readonly page: string;
  readonly find: (template: Template, settings: Settings) => Found[];
}
