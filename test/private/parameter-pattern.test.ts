import { Random } from './random';
import { isQuick, matchesEmpty, readPattern } from '../../lib/private/parameter-pattern';

/** What may not get into a policy by a parameter. */
const FORBIDDEN = ['*', '?', '$', '\n', '\t', '\u0000', '\u200B'];

describe('a pattern without forbidden characters', () => {
  test.each([
    [''],
    ['abc'],
    ['^[A-Za-z0-9._-]+$'],
    ['^[\\w+=,.@:/-]+$'],
    ['^acme-[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$'],
    ['^o-[a-z0-9]{10,32}$'],
    ['^\\d{12}$'],
    ['^a{2}b{2,}c{2,3}$'],
    ['^a+?b*?c??d{2}?$'],
    ['^a++b*+c?+d{2}+$'],
    ['^(dev|test|prod)$'],
    ['^(?:dev|prod)-(?<number>\\d+)$'],
    ['^(?>a+)b$'],
    ['^(?=a)(?!b)(?<=c)(?<!d)e$'],
    ['^(\\d)\\1$'],
    ['^(?i)acme-[a-z]+$'],
    ['^(?i:acme)-[a-z]+$'],
    ['^(?-i)acme$'],
    ['\\A[a-z]+\\Z'],
    ['\\G[a-z]+\\z'],
    ['\\b[a-z]+\\B'],
    ['^arn:aws[a-z-]*:iam::\\d{12}:role\\/[\\w+=,.@-]+$'],
    ['a\\.b\\/c\\-d\\_e\\@f'],
    ['[+-9]'],
    ['[,-.]'],
    ['[+-]9'],
    ['[a^]'],
    ['[a\\]b]'],
    ['[\\^\\-\\\\]'],
    ['[\\w-]'],
    ['[\\w-.@]'],
    ['a]b}c'],
    ['äöü'],
    ['\\ä'],
    ['[À-ÿ]'],
    [' '],
    ['#'],
    ['\\f'],
  ])('passes: %s', (pattern) => {
    expect(readPattern(pattern, FORBIDDEN)).toEqual({ admits: [] });
  });
});

describe('a pattern with forbidden characters', () => {
  test.each<[string, string[]]>([
    ['\\*', ['*']],
    ['[*]', ['*']],
    ['[\\*]', ['*']],
    ['a[b\\*]c', ['*']],
    ['^[a-z?]+$', ['?']],
    ['\\?', ['?']],
    ['\\$', ['$']],
    ['[$]', ['$']],
    ['[$*?]', ['*', '?', '$']],
    ['(a|\\*)', ['*']],
    ['(?:a|[?])', ['?']],
    ['(?<name>\\*)', ['*']],
    ['(?i)\\*', ['*']],
    ['(?=\\*)a', ['*']],
    ['a{2}\\*', ['*']],
    ['a{2,3}[*]', ['*']],
    ['a*+\\*', ['*']],
    ['\\\\\\*', ['*']],
    ['[\\\\*]', ['*']],
    ['[a\\]*]', ['*']],
    ['[!-~]', ['*', '?', '$']],
    ['[ -/]', ['*', '$']],
    ['[)-+]', ['*']],
    ['[)-+-]', ['*']],
    ['[--@]', ['?']],
    ['[:-@]', ['?']],
    ['\\n', ['\n']],
    ['\n', ['\n']],
    ['\\t', ['\t']],
    ['[\\t]', ['\t']],
    ['\\s', ['\n', '\t']],
    ['[\\s]', ['\n', '\t']],
    ['\u200B', ['\u200B']],
    ['.', ['*', '?', '$', '\t', '\u0000', '\u200B']],
    ['\\S', ['*', '?', '$', '\u0000', '\u200B']],
    ['\\D', FORBIDDEN],
    ['\\W', FORBIDDEN],
    ['[\\W]', FORBIDDEN],
    ['[^a]', FORBIDDEN],
    ['[^*]', FORBIDDEN.filter((c) => c !== '*')],
    ['[^*?$]', ['\n', '\t', '\u0000', '\u200B']],
    ['[^\\s*?$]', ['\u0000', '\u200B']],
    ['[^\\D]\\D', FORBIDDEN],
    ['[\\s\\S]', FORBIDDEN],
  ])('names them: %j', (pattern, admits) => {
    const verdict = readPattern(pattern, FORBIDDEN);

    expect(FORBIDDEN.filter((c) => verdict.admits.includes(c))).toEqual(admits);
    expect(verdict.unclear).toBeUndefined();
  });

  test('names each of them once', () => {
    expect(readPattern('\\*\\*[*]', FORBIDDEN).admits).toEqual(['*']);
  });

  test('are only those that are asked for', () => {
    expect(readPattern('[a*]', ['?'])).toEqual({ admits: [] });
  });
});

describe('a pattern that Java may read differently', () => {
  test.each([
    ['quoting', '\\Q*\\E', '\\Q'],
    ['the end of quoting', '*\\E', '\\E'],
    ['a property', '^\\p{Punct}+$', '\\p'],
    ['a negated property', '^\\P{Alpha}+$', '\\P'],
    ['a named back reference', '(?<n>a)\\k<n>', '\\k'],
    ['a code point in 16 bits', '\\u002A', '\\u'],
    ['a code point in hexadecimal', '\\x2A', '\\x'],
    ['a code point in octal', '\\052', '\\0'],
    ['a control character', '\\cJ', '\\c'],
    ['a horizontal blank', '\\h', '\\h'],
    ['anything but a horizontal blank', '\\H', '\\H'],
    ['a vertical blank', '\\v', '\\v'],
    ['anything but a vertical blank', '\\V', '\\V'],
    ['a line break', '\\R', '\\R'],
    ['a cluster', '\\X', '\\X'],
    ['a character by name', '\\N{ASTERISK}', '\\N'],
    ['a boundary of clusters', '\\b{g}', '{'],
    ['a backslash at the end', 'a\\', '\\'],
    ['a class without an end', 'a[bc', '['],
    ['a class whose end is escaped', '[a\\]', '['],
    ['a class that is open at the end of an escape', '[a\\', '['],
    ['a class in a class', '[a[*]]', '[a[*]'],
    ['an intersection', '[a-z&&[^*]]', '[a-z&&[^*]'],
    ['an intersection without brackets', '[!-~&&^a]', '[!-~&&^a]'],
    ['a POSIX class', '[[:punct:]]', '[[:punct:]'],
    ['a property in a class', '[\\p{Punct}]', '[\\p{Punct}]'],
    ['a code point in a class', '[a\\x2A]', '[a\\x2A]'],
    ['quoting in a class', '[\\Q*\\E]', '[\\Q*\\E]'],
    ['a range in reverse', '[z-a]', '[z-a]'],
    ['a brace that is no quantifier', 'a{', '{'],
    ['a quantifier without a minimum', 'a{,3}', '{'],
  ])('is unclear for %s', (_, pattern, unclear) => {
    expect(readPattern(pattern, FORBIDDEN)).toEqual({ admits: [], unclear });
  });

  test('is unclear beside what is clearly admitted', () => {
    expect(readPattern('\\*\\Qa\\E', FORBIDDEN)).toEqual({ admits: ['*'], unclear: '\\Q' });
    expect(readPattern('\\*[z-a]', FORBIDDEN)).toEqual({ admits: ['*'], unclear: '[z-a]' });
    expect(readPattern('\\*[a', FORBIDDEN)).toEqual({ admits: ['*'], unclear: '[' });
    expect(readPattern('\\*{', FORBIDDEN)).toEqual({ admits: ['*'], unclear: '{' });
  });

  // Each pattern matches the value in java.util.regex (OpenJDK 17), found by trying random patterns there.
  test.each([
    ['a class that begins with its own bracket', '^[]*]+$', '*'],
    ['a class that excludes its own bracket', '^[^]]+$', '*'],
    ['a class that excludes its own bracket and more', '^[^]a-z]+$', '*'],
    ['a class that begins with its own bracket and a range', '^[]!-~]+$', '*?$'],
    ['a class that begins with its own bracket and an escape', '^[]\\W]+$', '*\n'],
    ['a range that begins with the bell', '^[\\a-z]+$', '*'],
    ['a range that begins with escape', '^[\\e-z]+$', '*'],
    ['a hyphen after an escape, that begins a range', '^[\\w--@]+$', '?'],
    ['a hyphen after an escape, before a range', '^[\\w-!-~]+$', '*'],
    ['a hyphen after an escape, before a range with an escape', '^[\\d-\\!-~]+$', '*'],
    ['a comment in a class', '(?x)^[!-#a\r~]+$', '*'],
    ['a bracket in a comment', '(?x)#[\r.#]', '*'],
    ['a blank before the bracket of a class', '(?x)[ ]*]', '*'],
    ['a dot that matches line breaks', '(?s)^.+$', '\n'],
  ])('admits no forbidden character unseen by %s', (_, pattern, value) => {
    const verdict = readPattern(pattern, FORBIDDEN);

    expect(verdict.unclear !== undefined || [...value].every((c) => verdict.admits.includes(c))).toBe(true);
  });

  // `\w` and `ä` in the same way, by the flags for Unicode.
  test.each([
    ['letters of all alphabets', '(?U)^\\w+$'],
    ['letters of all alphabets in a group', '(?U:\\w+)'],
    ['letters of either case', '(?iu)^Ä$'],
  ])('admits no letter unseen by the flag for %s', (_, pattern) => {
    const verdict = readPattern(pattern, ['ä']);

    expect(verdict.unclear !== undefined || verdict.admits.includes('ä')).toBe(true);
  });
});

describe('no pattern', () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

  test.each(seeds)('matches what it was said not to admit, nor is said to admit what no part of it matches (seed %i)', (seed) => {
    const random = new Random(seed);
    random.times(50, () => {
      const { pattern, possible, example } = randomPattern(random, 3);
      const verdict = readPattern(pattern, FORBIDDEN);
      const examples = random.times(10, example);

      examples.forEach((value) => expect(value).toMatch(new RegExp(`^(?:${pattern})$`)));
      expect({ ...verdict, pattern, admits: [...verdict.admits].sort() }).toEqual({ pattern, admits: [...possible].sort() });
      expect(examples.flatMap((value) => [...value]).filter((c) => FORBIDDEN.includes(c) && !verdict.admits.includes(c))).toEqual([]);
    });
  });

  test.each(seeds)('of bits at random matches what it was said not to admit (seed %i)', (seed) => {
    const random = new Random(seed);
    const wrong = random.times(1_500, () => random.times(1 + random.below(8), () => random.pick(BITS)).join(''))
      .flatMap((pattern) => seenBy(pattern).map((value) => ({ pattern, value })));

    expect(wrong).toEqual([]);
  });
});

describe('an empty value', () => {
  test.each<[string, boolean | undefined]>([
    ['', true],
    ['a*', true],
    ['^a*$', true],
    ['a|', true],
    ['(a|b)?', true],
    ['a{0,3}', true],
    ['a', false],
    ['^a+$', false],
    ['a*|b+$', true],
    ['[a-z]{2,}', false],
    ['\\s*', true],
  ])('matches %s: %s', (pattern, expected) => {
    expect(matchesEmpty(pattern)).toBe(expected);
  });

  test.each([
    ['a group without an end', '(a'],
    ['a possessive quantifier', 'a*+'],
    ['flags', '(?i)a*'],
    ['alternatives that would be tried forever', `${'(|)'.repeat(60)}!`],
    ['repetitions that would be tried forever', `${'('.repeat(60)}a*${')+'.repeat(60)}!`],
  ])('is undecided for %s', (_, pattern) => {
    expect(matchesEmpty(pattern)).toBeUndefined();
  });

  // In Java these are the ends of the input, in JavaScript the letters A, Z and z.
  test.each(['\\A[a-z]*\\z', '\\A[a-z]*\\Z', '\\G[a-z]*'])('is not refused where Java admits it: %s', (pattern) => {
    expect(matchesEmpty(pattern)).not.toBe(false);
  });
});

test.each([
  ['^[\\w+=,.@:/-]+$', true],
  ['^acme-[a-f0-9]{8}(-[a-f0-9]{4}){3}$', false],
  ['(dev|test|prod)', true],
  ['(a*)*!', false],
  ['((((a?)*)*)*)*!', false],
  ['(a|a)*!', false],
  ['a*'.repeat(20), false],
])('%s is quick: %s', (pattern, expected) => {
  expect(isQuick(pattern)).toBe(expected);
});

interface Part {
  readonly pattern: string;
  /** The forbidden characters that it can match. */
  readonly possible: ReadonlySet<string>;
  /** A text that it matches. */
  readonly example: () => string;
}

const ALPHABET = [...'abz09_-/@=:,.~! ', ...FORBIDDEN];

/** A quantifier, and how often at least and at most an example repeats. */
const QUANTIFIERS = [['*', 0, 2], ['+', 1, 3], ['?', 0, 1], ['{2}', 2, 2], ['{1,2}', 1, 2], ['{1,}', 1, 3], ['+?', 1, 2]] as const;

/** A pattern whose meaning is known as it is made up of known parts. */
function randomPattern(random: Random, depth: number): Part {
  const kind = depth === 0 ? 0 : random.below(5);
  if (kind === 0) return randomCharacter(random);
  if (kind === 1) {
    const parts = random.times(1 + random.below(3), () => randomPattern(random, depth - 1));
    return {
      pattern: `${random.pick(['(', '(?:'])}${parts.map((part) => part.pattern).join('|')})`,
      possible: union(parts),
      example: () => random.pick(parts).example(),
    };
  }
  if (kind === 2) {
    const [quantifier, least, most] = random.pick(QUANTIFIERS);
    const part = randomPattern(random, depth - 1);
    return {
      pattern: `(?:${part.pattern})${quantifier}`,
      possible: part.possible,
      example: () => random.times(least + random.below(most - least + 1), part.example).join(''),
    };
  }
  const parts = random.times(1 + random.below(4), () => randomPattern(random, depth - 1));
  return { pattern: parts.map((part) => part.pattern).join(''), possible: union(parts), example: () => parts.map((part) => part.example()).join('') };
}

/** One character, by a pattern that needs no reader to be understood. */
function randomCharacter(random: Random): Part {
  const escape = (c: string) => '*?$.-^\\]['.includes(c) ? `\\${c}` : c;
  const members = random.some(ALPHABET.filter(() => random.below(6) === 0).concat(random.pick(ALPHABET)));
  const kind = random.below(7);
  if (kind <= 2) return oneOf(random, escape(members[0]), [members[0]]);
  if (kind === 3) return oneOf(random, `[${members.map(escape).join('')}]`, members);
  if (kind === 4) return oneOf(random, `[^${members.map(escape).join('')}]`, ALPHABET.filter((c) => !members.includes(c)));
  if (kind === 5) {
    const [from, to] = [...random.some(PRINTABLE), ...random.some(PRINTABLE)].sort();
    return oneOf(random, `[${escape(from)}-${escape(to)}]`, PRINTABLE.filter((c) => from <= c && c <= to));
  }
  const [pattern, matches] = random.pick<[string, (c: string) => boolean]>([
    ['\\w', (c) => 'abz09_'.includes(c)],
    ['\\d', (c) => '09'.includes(c)],
    ['\\s', (c) => ' \n\t'.includes(c)],
    ['\\W', (c) => !'abz09_'.includes(c)],
    ['\\D', (c) => !'09'.includes(c)],
    ['\\S', (c) => !' \n\t'.includes(c)],
    ['.', (c) => c !== '\n'],
  ]);
  return oneOf(random, pattern, ALPHABET.filter(matches));
}

const PRINTABLE = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

function oneOf(random: Random, pattern: string, members: string[]): Part {
  return { pattern, possible: new Set(members.filter((c) => FORBIDDEN.includes(c))), example: () => random.pick(members) };
}

function union(parts: readonly Part[]): Set<string> {
  return new Set(parts.flatMap((part) => [...part.possible]));
}

/** What patterns are made of, and what is easily taken for it. */
const BITS = [
  'a', 'z', '9', '!', '~', '*', '?', '$', '+', '-', '.', ',', '@', '^', '&', '#', ' ',
  ']', '[', '[^', '[^]', '[]', '(', '(?:', '(?=', '(?!', ')', '|', '{2}', '{0,2}', '*+',
  '\\w', '\\d', '\\s', '\\W', '\\S', '\\t', '\\n', '\\b', '\\*', '\\-', '\\]', '\\[', '\\\\', '\\.', '\\1', '\\A', '\\z', 'a-z', '--', '+-', '!-',
];

/** Short values with a forbidden character that the pattern matches in JavaScript and was said not to admit. */
function seenBy(pattern: string): string[] {
  const verdict = readPattern(pattern, FORBIDDEN);
  if (verdict.unclear !== undefined) return [];
  if (!isExpression(pattern)) return [];
  const expression = new RegExp(`^(?:${pattern})$`);
  const neighbours = ['', 'a', ']', '-', '!', '9', ' '];
  return FORBIDDEN.filter((c) => !verdict.admits.includes(c))
    .flatMap((c) => neighbours.flatMap((left) => neighbours.map((right) => `${left}${c}${right}`)))
    .filter((value) => expression.test(value));
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}
