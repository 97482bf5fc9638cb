/** What an `AllowedPattern` can let through, read from its text. */
export interface PatternVerdict {
  /** The forbidden characters that a value could hold. */
  readonly admits: string[];
  /** The part of the pattern that this reader does not understand; such a pattern may admit anything. */
  readonly unclear?: string;
}

/** Escapes that stand for a position, not for a character. */
const ANCHORS = 'bBAZzG';

/** Escapes that mean the same single-character class in Java (CloudFormation's dialect) and in JavaScript. */
const CLASS_ESCAPES = 'dDwWsS';

/** Escapes that mean the same character in both. */
const CHARACTER_ESCAPES = 'tnrf';

/**
 * Which of the forbidden characters a value that matches the pattern can hold.
 *
 * Every atom of the pattern (a literal, a class, a dot) is tried alone: if none can match the character, no value can hold it.
 * That refuses some harmless patterns (those that exclude by look-ahead), and never accepts a harmful one.
 */
export function readPattern(pattern: string, forbidden: readonly string[]): PatternVerdict {
  const admits = new Set<string>();
  const tryAtom = (atom: string): boolean => {
    let expression: RegExp;
    try {
      expression = new RegExp(`^(?:${atom})$`);
    } catch {
      return false;
    }
    forbidden.filter((c) => expression.test(c)).forEach((c) => admits.add(c));
    return true;
  };

  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    let atom = c;
    if (c === '\\') {
      const escaped = pattern[++i];
      if (escaped !== undefined && (ANCHORS.includes(escaped) || /[1-9]/.test(escaped))) continue;
      if (escaped === undefined || !isReadEscape(escaped)) return { admits: [...admits], unclear: `\\${escaped ?? ''}` };
      atom = `\\${escaped}`;
    } else if (c === '[') {
      const end = classEnd(pattern, i);
      atom = pattern.slice(i, end + 1);
      if (end < 0 || !isReadClass(atom)) return { admits: [...admits], unclear: end < 0 ? c : atom };
      i = end;
    } else if (c === '(') {
      // Of the flags only the one for upper and lower case leaves the meaning of characters alone.
      const header = /^\((?:\?(?::|=|!|<=|<!|>|<[A-Za-z][A-Za-z0-9]*>|-?i[:)]))?(?!\?)/.exec(pattern.slice(i));
      if (!header) return { admits: [...admits], unclear: pattern.slice(i, i + 3) };
      i += header[0].length - 1;
      continue;
    } else if (c === '{') {
      const quantifier = /^\{\d+(,\d*)?\}/.exec(pattern.slice(i));
      if (!quantifier) return { admits: [...admits], unclear: c };
      i += quantifier[0].length - 1;
      continue;
    } else if (')|^$*+?'.includes(c)) {
      continue;
    }
    if (!tryAtom(atom)) return { admits: [...admits], unclear: atom };
  }
  return { admits: [...admits] };
}

/** Whether a value of no characters matches the pattern as a whole; undefined where the pattern cannot be read here. */
export function matchesEmpty(pattern: string): boolean | undefined {
  // Java's other anchors are letters to JavaScript.
  if (/(^|[^\\])(\\\\)*\\[AZzG]/.test(pattern) || !isQuickOnNothing(pattern)) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`).test('');
  } catch {
    return undefined;
  }
}

/** More alternatives or repetitions than these can be divided in so many ways that an expression may never come to its end. */
const MOST_WAYS = 12;

function count(pattern: string, sign: RegExp): number {
  return (pattern.match(sign) ?? []).length;
}

/** Whether a pattern is sure to be tried on a text of no characters in no time. */
function isQuickOnNothing(pattern: string): boolean {
  return count(pattern, /\|/g) <= MOST_WAYS && count(pattern, /\)[+{]/g) <= MOST_WAYS;
}

/** Whether a pattern is sure to be tried on a text of a few characters in no time: no group that is repeated repeats a part of itself. */
export function isQuick(pattern: string): boolean {
  return isQuickOnNothing(pattern) && count(pattern, /[*+{]/g) <= MOST_WAYS && !/[*+?}|][^(]*\)+[*+{]/.test(pattern);
}

/** An escape that both dialects read alike: a sign, or one of a few letters. */
function isReadEscape(escaped: string): boolean {
  return !/[A-Za-z0-9]/.test(escaped) || CLASS_ESCAPES.includes(escaped) || CHARACTER_ESCAPES.includes(escaped);
}

/**
 * A class that both dialects read alike. Java unites and intersects nested classes, takes a bracket at the beginning for a member, and
 * may begin a range after the hyphen that follows `\\w`; JavaScript does not.
 */
function isReadClass(atom: string): boolean {
  const body = atom.slice(1, -1).replace(/^\^/, '');
  const escapes = [...body.matchAll(/\\([^])/g)].map((match) => match[1]);
  const signs = body.replace(/\\[^]/g, '');
  return escapes.every(isReadEscape) && !/\[|&&/.test(signs) && !/^\^?\]/.test(atom.slice(1)) && !/\\[dDwWsS]-[^]*?-[^]/.test(body);
}

/** The position of the bracket that ends the class which starts at `start`, or -1. */
function classEnd(pattern: string, start: number): number {
  let i = start + 1;
  if (pattern[i] === '^') i++;
  if (pattern[i] === ']') i++;
  for (; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === ']') return i;
  }
  return -1;
}
