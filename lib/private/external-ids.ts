import { EXTERNAL_ID_MIN_LENGTH, EXTERNAL_ID_PARAMETER_MIN_LENGTH } from './limits';
import { matchesEmpty } from './parameter-pattern';

/** A UUID has 36 characters, half of one 16: below that, or with so few different ones, a value is not random. */
const FEW_DIFFERENT = 6;

/** Why the value of an external ID can be guessed, as the end of "it …"; undefined if nothing speaks for it. */
export function guessableBecause(value: string): string | undefined {
  if (/^\d{12}$/.test(value)) return 'looks like an account id';
  if (value.length < EXTERNAL_ID_PARAMETER_MIN_LENGTH) return `has only ${value.length} characters`;
  if (new Set(value.toLowerCase()).size < FEW_DIFFERENT) return 'repeats a few characters';
  const words = value.split(/[-_.:/@+=,]|(?<=[a-z])(?=[A-Z])/);
  if (words.every((word) => /^([A-Za-z][a-z]{2,}\d{0,4}|[A-Z]+|[a-z]{1,2}|\d{1,4})$/.test(word))) return 'is made of words';
  return undefined;
}

/**
 * Whether the value of an external ID can be another one for each customer, and is nothing that others know, as all pseudo parameters but the
 * stack's id are.
 *
 * @param names what the value refers to
 * @param isDeclared whether a name is one of a parameter or a resource of the template
 */
export function isOfOneCustomer(names: readonly string[], isDeclared: (name: string) => boolean): boolean {
  return names.some((name) => isDeclared(name) || name === 'AWS::StackId');
}

/** What a parameter for an external ID lets in that it should not. */
export interface LooseLimit {
  readonly kind: 'Default' | 'AllowedValues' | 'MinLength' | 'AllowedPattern';
  /** As the end of "the parameter …, which …". */
  readonly which: string;
}

/** What is wrong with a parameter for an external ID, as it stands in a template, worst first. */
export function looseLimits(parameter: Readonly<Record<string, any>>): LooseLimit[] {
  const limits = new Array<LooseLimit>();
  if (parameter.Default !== undefined) limits.push({ kind: 'Default', which: 'has a default, which would be one external ID for all customers' });
  if (parameter.AllowedValues !== undefined) limits.push({ kind: 'AllowedValues', which: 'has a list of allowed values, which all customers share' });
  if (!(Number(parameter.MinLength) >= EXTERNAL_ID_MIN_LENGTH)) limits.push({ kind: 'MinLength', which: 'may be left empty' });
  const pattern: unknown = parameter.AllowedPattern;
  if (typeof pattern !== 'string' || matchesEmpty(pattern) !== false) {
    limits.push({ kind: 'AllowedPattern', which: 'has no pattern that is sure to refuse an empty value' });
  }
  return limits;
}
