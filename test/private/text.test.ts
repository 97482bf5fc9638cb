import { App, Aws, CfnParameter, Fn, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import { INVISIBLE_SAMPLES, notLiteralBecause, patternBecause, readable, unreadableBecause, withTokensAs } from '../../lib/private/text';

const WILDCARD = "holds a wildcard ('*' or '?'), which would match more than was named";
const VARIABLE = "holds '${', which starts a policy variable";
const INVISIBLE = 'holds a control or invisible character';
const BLANK = 'begins or ends with a blank';

describe('text that stands for itself', () => {
  test.each([
    ['letters', 'reports'],
    ['blanks inside', 'my reports'],
    ['a dollar sign alone', 'a$b'],
    ['braces alone', '{a}'],
    ['a dollar sign and a brace apart', '$ {a}'],
    ['quotes', '"a" \'b\''],
    ['other alphabets', 'отчёты-報告'],
    ['an emoji', 'reports-📄'],
    ['a great many characters', 'x'.repeat(100_000)],
  ])('may hold %s', (_, text) => {
    expect(notLiteralBecause(text)).toBeUndefined();
  });

  test.each([
    ['is empty', '', 'is empty'],
    ['is an asterisk', '*', WILDCARD],
    ['holds a question mark', 'log-?', WILDCARD],
    ['holds a policy variable', '${aws:username}', VARIABLE],
    ['holds an escaped policy variable', '${*}', WILDCARD],
    ['ends where a policy variable begins', 'a${', VARIABLE],
    ['holds a line break', 'a\nb', INVISIBLE],
    ['begins with a blank', ' a', BLANK],
    ['ends with a blank', 'a ', BLANK],
    ['ends with a hard blank', 'a\u00A0', BLANK],
    ['hides an asterisk behind a huge text', `${'x'.repeat(100_000)}*`, WILDCARD],
  ])('is refused if it %s', (_, text, reason) => {
    expect(notLiteralBecause(text)).toBe(reason);
  });
});

describe('a character that nobody sees', () => {
  test.each([
    ['null', '\u0000'],
    ['tab', '\t'],
    ['line feed', '\n'],
    ['carriage return', '\r'],
    ['escape', '\u001B'],
    ['DEL', '\u007F'],
    ['next line', '\u0085'],
    ['soft hyphen', '\u00AD'],
    ['combining grapheme joiner', '\u034F'],
    ['Hangul filler', '\u115F'],
    ['Khmer inherent vowel', '\u17B4'],
    ['Mongolian variation selector', '\u180B'],
    ['zero-width blank', '\u200B'],
    ['zero-width joiner', '\u200D'],
    ['right-to-left override', '\u202E'],
    ['line separator', '\u2028'],
    ['paragraph separator', '\u2029'],
    ['word joiner', '\u2060'],
    ['right-to-left isolate', '\u2067'],
    ['Hangul filler of compatibility', '\u3164'],
    ['half of a character', '\uD83D'],
    ['private use', '\uE000'],
    ['variation selector', '\uFE0F'],
    ['byte order mark', '\uFEFF'],
    ['half-width Hangul filler', '\uFFA0'],
    ['unassigned', '\uFFFF'],
    ['tag', '\u{E0041}'],
    ['variation selector of the supplement', '\u{E0100}'],
  ])('makes a text unreadable: %s', (_, character) => {
    expect(unreadableBecause(`a${character}b`)).toBe(INVISIBLE);
  });

  test.each(['', 'a', 'a b', 'ä', '*', '${x}', '…', '📄'])('is not seen in %j', (text) => {
    expect(unreadableBecause(text)).toBeUndefined();
  });
});

describe('the samples of characters that nobody sees', () => {
  test('are each one of them', () => {
    expect(INVISIBLE_SAMPLES.filter((character) => unreadableBecause(`a${character}b`) === undefined)).toEqual([]);
  });
});

describe('a text that acts as a pattern', () => {
  test.each([
    ['*', WILDCARD],
    ['a?', WILDCARD],
    ['${a}', VARIABLE],
  ])('is told so: %s', (text, reason) => {
    expect(patternBecause(text)).toBe(reason);
  });

  test.each(['', 'a', '$', '{a}', 'a\n', ' a'])('is not %j', (text) => {
    expect(patternBecause(text)).toBeUndefined();
  });
});

describe('a text with tokens', () => {
  test.each([
    ['nothing but text', () => 'reports', 'reports'],
    ['an attribute', () => `${aBucket().bucketArn}/*`, '{Arn}/*'],
    ['a reference', () => `a-${aParameter().valueAsString}`, 'a-{Ref}'],
    ['what has no name', () => `${Aws.REGION}-${Fn.join('', ['a', Aws.REGION])}`, '{token}-{token}'],
  ])('can be read in an error: %s', (_, text, shown) => {
    expect(readable(text())).toBe(shown);
  });

  test('can be written in another way', () => {
    expect(withTokensAs(`a${Aws.REGION}b${Aws.PARTITION}`, () => '-')).toBe('a-b-');
    expect(withTokensAs('', () => '-')).toBe('');
  });
});

function aParameter(): CfnParameter {
  return new CfnParameter(new Stack(), 'Input');
}

function aBucket(): s3.Bucket {
  return new s3.Bucket(new Stack(new App(), 'Stack'), 'Bucket');
}
