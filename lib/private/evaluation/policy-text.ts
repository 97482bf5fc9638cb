import type { Context } from './context';
import type { Truth } from './logic';
import type { Atom, Pattern, Piece, Value } from './patterns';
import { acrossSegments, isWildcard, MANY_IN_SEGMENT, matches, ONE_IN_SEGMENT, patternOf, piecesOf, valueOf, wildcardsIn, withoutCase } from './patterns';
import type { Text, Unknown } from './text';
import { isUnknown } from './text';

/** How a text of a policy is compared. */
export interface Comparison {
  /** Whether `*` and `?` are wildcards, and how far they reach. */
  readonly wildcards: 'none' | 'text' | 'resource' | 'arn';
  readonly ignoresCase?: boolean;
  /** Whether `${…}` is a policy variable, as since version 2012-10-17 of the policy language. */
  readonly hasVariables: boolean;
  /** What a text is compared as, if it holds a variable that has no value: nothing, which is equal to no text. */
  readonly withoutValue: Truth;
}

/** Whether a text of a request is what a text of a policy says, which may depend on the keys of the request. */
export type Matcher = (value: Value, context: Context) => Truth;

/** A policy variable, with what stands for it where it has no value. */
interface Variable {
  readonly key: string;
  readonly fallback?: string;
}

type Part = Atom | Variable;

/** An ARN has six segments, of which the last may hold colons. */
const COLONS_OF_ARN = 5;

const NOTHING_KNOWN: Matcher = () => 'unknown';

/** Reads a text of a policy once, for all requests that it is compared with. */
export function matcherOf(text: Text | Unknown, comparison: Comparison): Matcher {
  if (isUnknown(text)) return NOTHING_KNOWN;
  const parts = comparison.hasVariables ? variablesIn(valueOf(text), comparison) : plainParts(valueOf(text), comparison);
  if (!parts.some(isVariable)) {
    const pattern = finished(parts as Atom[], comparison);
    return (value) => compare(pattern, value, comparison);
  }
  return (value, context) => {
    const atoms = filledIn(parts, comparison, context);
    return atoms === undefined ? comparison.withoutValue : compare(finished(atoms, comparison), value, comparison);
  };
}

function compare(pattern: Pattern, value: Value, { wildcards }: Comparison): Truth {
  const answer = matches(pattern, value);
  // AWS says that a `*` which ends a segment of a Resource also stands for colons, and leaves open what any other one does.
  if (answer === false && wildcards === 'resource' && pattern.isSegmented && matches(acrossSegments(pattern), value) !== false) return 'unknown';
  return answer;
}

function plainParts(value: Value, { wildcards }: Comparison): Part[] {
  return wildcards === 'none' ? piecesOf(value) : wildcardsIn(value);
}

/** A text with its variables; `${*}`, `${?}` and `${$}` are the characters themselves. */
function variablesIn(value: Value, comparison: Comparison): Part[] {
  const pieces = piecesOf(value);
  const parts: Part[] = [];
  let from = 0;
  for (let at = 0; at < pieces.length; at += 1) {
    if (pieces[at] !== '$' || pieces[at + 1] !== '{') continue;
    const end = pieces.indexOf('}', at);
    const name = pieces.slice(at + 2, end);
    parts.push(...plainParts(pieces.slice(from, at), comparison));
    if (end < 0 || name.some((piece) => typeof piece !== 'string')) {
      parts.push({ unknown: 'a policy variable that cannot be read' });
      if (end < 0) return parts;
    } else {
      parts.push(variable(name.join('')));
    }
    at = end;
    from = end + 1;
  }
  return [...parts, ...plainParts(pieces.slice(from), comparison)];
}

function variable(name: string): Part {
  if (name === '*' || name === '?' || name === '$') return name;
  const [, key, fallback] = /^\s*([^\s,']+)\s*(?:,\s*'(.*)'\s*)?$/.exec(name) ?? [];
  return key === undefined ? { unknown: `\${${name}}` } : { key: key.toLowerCase(), fallback };
}

function isVariable(part: Part): part is Variable {
  return typeof part === 'object' && 'key' in part;
}

/** A text with the values of its variables, or undefined if one has none. */
function filledIn(parts: readonly Part[], comparison: Comparison, context: Context): Atom[] | undefined {
  const atoms: Atom[] = [];
  for (const part of parts) {
    if (!isVariable(part)) {
      atoms.push(part);
      continue;
    }
    const values = context.valuesOf(part.key);
    if (values === 'unknown' || values.length > 1) {
      atoms.push({ unknown: `the value of ${part.key}` });
    } else if (values.length === 1) {
      atoms.push(...inserted(values[0], part.key, comparison));
    } else if (part.fallback !== undefined) {
      atoms.push(...part.fallback.split(''));
    } else {
      return undefined;
    }
  }
  return atoms;
}

/** The value of a variable. AWS does not say whether a wildcard in it is one, so that nothing is known of such a value. */
function inserted(value: Value, key: string, { wildcards }: Comparison): Piece[] {
  const pieces = piecesOf(value);
  const isDoubtful = wildcards !== 'none' && pieces.some((piece) => piece === '*' || piece === '?');
  return isDoubtful ? [{ unknown: `the value of ${key}` }] : pieces;
}

/** A pattern whose wildcards reach as far as the comparison says. */
function finished(atoms: readonly Atom[], { wildcards, ignoresCase }: Comparison): Pattern {
  const cased = ignoresCase ? atoms.map((atom) => typeof atom === 'string' ? atom.toLowerCase() : atom) : atoms;
  if (wildcards === 'arn') return patternOf(keptInArnSegments(cased));
  if (wildcards === 'resource') return patternOf(cased.map((atom, at) => isInnerStar(cased, at) ? MANY_IN_SEGMENT : atom));
  return patternOf(cased);
}

function isInnerStar(atoms: readonly Atom[], at: number): boolean {
  const [atom, next] = [atoms[at], atoms[at + 1]];
  return isWildcard(atom) && atom.many && next !== undefined && next !== ':' && !atoms.slice(at).every(isWildcard);
}

function keptInArnSegments(atoms: readonly Atom[]): Atom[] {
  let colons = 0;
  return atoms.map((atom) => {
    if (atom === ':') colons += 1;
    if (!isWildcard(atom) || colons >= COLONS_OF_ARN) return atom;
    return atom.many ? MANY_IN_SEGMENT : ONE_IN_SEGMENT;
  });
}

/** A value of a request, as a comparison without case sees it. */
export function comparable(value: Value, comparison: Comparison): Value {
  return comparison.ignoresCase ? withoutCase(value) : value;
}
