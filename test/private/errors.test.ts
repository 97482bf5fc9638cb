import { InvalidInputError, list, quote } from '../../lib/private/errors';

describe('the error', () => {
  test('is an Error of its own name with the text as given', () => {
    const error = new InvalidInputError('The path is empty.');

    expect(error).toBeInstanceOf(Error);
    expect(`${error}`).toBe('InvalidInputError: The path is empty.');
  });
});

describe('a quoted value', () => {
  test.each<[string, unknown, string]>([
    ['plain text as it is', 'my-role', "'my-role'"],
    ['nothing', '', "''"],
    ['a number', 42, "'42'"],
    ['a value that is missing', undefined, "'undefined'"],
    ['null', null, "'null'"],
    ['single quotes as they are', "it's", "'it's'"],
    ['double quotes without a backslash', '{"a":"b"}', "'{\"a\":\"b\"}'"],
    ['a backslash doubled', 'a\\b', "'a\\\\b'"],
    ['a line break as an escape', 'a\nb\r', "'a\\nb\\r'"],
    ['a tab as an escape', 'a\tb', "'a\\tb'"],
    ['a null character as an escape', 'a\u0000b', "'a\\u0000b'"],
    ['DEL as an escape', 'a\u007Fb', "'a\\u{7f}b'"],
    ['letters of Latin alphabets as they are', 'Zürich, Łódź', "'Zürich, Łódź'"],
    ['a hard blank as an escape', 'a\u00A0b', "'a\\u{a0}b'"],
    ['a soft hyphen as an escape', 'a\u00ADb', "'a\\u{ad}b'"],
    ['a zero-width blank as an escape', 'a\u200Bb', "'a\\u{200b}b'"],
    ['a change of direction as an escape', 'a\u202Eb', "'a\\u{202e}b'"],
    ['a line separator as an escape', 'a\u2028b', "'a\\u{2028}b'"],
    ['a letter of another alphabet that looks Latin as an escape', '\u0430dmin', "'\\u{430}dmin'"],
    ['a character beyond 16 bits as one escape', '\u{1F600}', "'\\u{1f600}'"],
    ['half a character as an escape', '\uD83D', "'\\ud83d'"],
    ['80 characters whole', 'x'.repeat(80), `'${'x'.repeat(80)}'`],
    ['81 characters cut', 'x'.repeat(81), `'${'x'.repeat(80)}…'`],
    ['a megabyte cut', 'x'.repeat(1_000_000), `'${'x'.repeat(80)}…'`],
    ['a character on the cut by its visible half', `${'x'.repeat(79)}\u{1F600}`, `'${'x'.repeat(79)}\\ud83d…'`],
  ])('shows %s', (_, value, shown) => {
    expect(quote(value)).toBe(shown);
  });

  test('is one line of visible characters, whatever it holds', () => {
    const invisible = Array.from({ length: 0x1_0000 }, (_, code) => code)
      .filter((code) => !/^'[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2026]+'$/.test(quote(String.fromCharCode(code))));

    expect(invisible).toEqual([]);
  });
});

describe('a list', () => {
  test.each<[string[], string]>([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('of %j reads as a sentence does', (values, text) => {
    expect(list(values)).toBe(text);
  });
});
