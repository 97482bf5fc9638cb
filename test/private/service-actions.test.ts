import { actionShape, actionsCovered, isOfForm, nearestActions, nearestServices } from '../../lib/private/service-actions';
import { serviceOf } from '../../lib/private/service-authorization';

test.each<[pattern: string, matches: string[], others: string[]]>([
  ['Get*', ['GetObject', 'get'], ['PutObject', 'ForGet']],
  ['?etObject', ['GetObject'], ['etObject', 'ForgetObject']],
  ['**', ['GetObject', ''], []],
  ['G*?', ['Get', 'Ge'], ['G']],
  ['*?*?t', ['Get', 'Got'], ['t', 'et']],
])('%s stands for actions', (pattern, matches, others) => {
  expect(matches.filter((name) => !actionShape(pattern).test(name))).toEqual([]);
  expect(others.filter((name) => actionShape(pattern).test(name))).toEqual([]);
  expect(matches.filter((name) => !isOfForm(pattern, name))).toEqual([]);
  expect(others.filter((name) => isOfForm(pattern, name))).toEqual([]);
});

test('what is no wildcard stands for itself, and many wildcards are compared at once', () => {
  expect(isOfForm('sts:Assume(Role)+*', 'STS:ASSUME(ROLE)+X')).toBe(true);
  expect(isOfForm('sts:Assume.ole', 'sts:AssumeRole')).toBe(false);
  const started = Date.now();
  expect(isOfForm(`${'a*'.repeat(500)}b`, 'a'.repeat(5_000))).toBe(false);
  expect(Date.now() - started).toBeLessThan(1000);
});

test.each([
  ['stars and question marks that can be divided in many ways', `${'*?'.repeat(30)}Z`],
  ['more of them than any action has characters', '*?'.repeat(500_000)],
  ['more letters than any action has', 'e*'.repeat(500_000)],
])('%s match nothing, at once', (_, pattern) => {
  const started = Date.now();
  expect(actionsCovered(`s3:${pattern}`)).toEqual([]);
  expect(Date.now() - started).toBeLessThan(1000);
});

test('the nearest names are few, the nearest first', () => {
  expect(nearestServices('dynamo')).toContain('dynamodb');
  expect(nearestActions(serviceOf('s3')!, 'GetObjet')[0]).toBe('s3:GetObject');
});
