import type { IResolvable, Reference } from 'aws-cdk-lib';
import { Tokenization } from 'aws-cdk-lib';

/**
 * Characters that nobody sees: control and format characters (zero-width, direction), unassigned and private ones, separators of lines,
 * variation selectors, and letters that Unicode says to ignore.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** One of each kind, to try patterns with. */
export const INVISIBLE_SAMPLES = [
  '\n', '\t', '\r', '\u0000', '\u0007', '\u001B', '\u007F', '\u0085', '\u00AD', '\u034F', '\u200B', '\u200D', '\u202E', '\u2028', '\u2060', '\uFEFF',
];

/** Why a text cannot stand for itself in a policy, or undefined. */
export function notLiteralBecause(text: string): string | undefined {
  if (text === '') return 'is empty';
  return patternBecause(text) ?? unreadableBecause(text);
}

/** Why a text would act as a pattern or be replaced in a policy, or undefined. */
export function patternBecause(text: string): string | undefined {
  if (/[*?]/.test(text)) return 'holds a wildcard (\'*\' or \'?\'), which would match more than was named';
  if (text.includes('${')) return 'holds \'${\', which starts a policy variable';
  return undefined;
}

/** Why a text cannot be read by a person who reviews it, or undefined. */
export function unreadableBecause(text: string): string | undefined {
  if (INVISIBLE.test(text)) return 'holds a control or invisible character';
  if (text.trim() !== text) return 'begins or ends with a blank';
  return undefined;
}

/** A text for an error: its tokens by the names that CDK gives them. */
export function readable(text: string): string {
  return withTokensAs(text, (token) => `{${(token as Reference).displayName ?? 'token'}}`);
}

/** A text with each of its tokens written in another way. */
export function withTokensAs(text: string, shown: (token: IResolvable) => string): string {
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: shown })
    .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}
