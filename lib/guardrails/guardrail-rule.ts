/** How much a finding of a guardrail matters. */
export enum GuardrailLevel {
  /** The synthesis fails, and the finding cannot be acknowledged: whoever means it sets the level of the rule. */
  FATAL = 'fatal',

  /** The synthesis fails until it is mended or acknowledged. */
  ERROR = 'error',

  /** It is reported; the synthesis goes on. */
  WARNING = 'warning',

  /** It is worth to know, and often meant. */
  INFO = 'info',

  /** The rule is not asked. */
  OFF = 'off',
}

/** A rule of the catalogue. */
export interface GuardrailRule {
  /** What users set and acknowledge it by, such as `trust-everyone`. */
  readonly id: string;

  /** What a finding says, in one sentence. */
  readonly title: string;

  /** What can happen. */
  readonly why: string;

  /** What to change. */
  readonly fix: string;

  /** How much a finding matters unless it is set otherwise; a rule may give a single finding another level. */
  readonly level: GuardrailLevel;

  /** The page that it rests on. */
  readonly page: string;
}

/** Something that a guardrail has found in a template. */
export interface GuardrailFinding {
  /** The rule with where and what it has found, such as `trust-everyone[Stack/HostRole1A2B3C4D]`. It stays the same from one synthesis to the next. */
  readonly id: string;

  /** The rule. */
  readonly ruleId: string;

  /** How much it matters. */
  readonly level: GuardrailLevel;

  /** What is wrong, with the value that was found. */
  readonly message: string;

  /** What to change. */
  readonly fix: string;

  /** The page that the rule rests on. */
  readonly page: string;

  /**
   * The resource or the parameter of the template.
   *
   * @default - the finding is of the template as a whole
   */
  readonly logicalId?: string;

  /**
   * Where in the resource, such as `Properties/AssumeRolePolicyDocument/Statement/0`.
   *
   * @default - the resource as a whole
   */
  readonly location?: string;

  /**
   * The path of the construct.
   *
   * @default - the template does not tell
   */
  readonly constructPath?: string;

  /**
   * The file of the template, or the name that was given for it.
   *
   * @default - not known
   */
  readonly templateFile?: string;

  /**
   * The line of the file at which the resource begins, from 1.
   *
   * @default - not known
   */
  readonly line?: number;

  /**
   * Why the finding is acknowledged.
   *
   * @default - it is not
   */
  readonly acknowledgedBecause?: string;
}
