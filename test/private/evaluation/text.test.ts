import { isText, isUnknown, joined, literal, shown } from '../../../lib/private/evaluation/text';

const BUCKET = { unknown: 'Bucket' };

test('pieces that are all known are a plain text', () => {
  expect(joined(['arn:', 'x'])).toBe(literal('arn:x'));
  expect(joined([])).toBe('');
});

test('a text with unknown parts is shown with their names', () => {
  expect(shown(joined(['arn:', BUCKET, '/*']))).toBe('arn:${Bucket}/*');
  expect(shown(BUCKET)).toBe('${Bucket}');
  expect(shown('x')).toBe('x');
});

test.each<[unknown, boolean, boolean]>([
  ['x', true, false],
  [{ parts: ['x', BUCKET] }, true, false],
  [BUCKET, false, true],
  [{ parts: ['x', null] }, false, false],
  [{ parts: 'x' }, false, false],
  [['x'], false, false],
  [{ Ref: 'Bucket' }, false, false],
  [null, false, false],
  [7, false, false],
])('%j is a text: %s, wholly unknown: %s', (value, isOne, isNotKnown) => {
  expect(isText(value)).toBe(isOne);
  expect(isUnknown(value)).toBe(isNotKnown);
});
