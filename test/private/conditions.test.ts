import { App, CfnJson, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import type { ConditionBlock } from '../../lib/private/conditions';
import { fingerprint, mergeConditions } from '../../lib/private/conditions';
import { InvalidInputError } from '../../lib/private/errors';

const ORGANIZATION = { StringEquals: { 'aws:PrincipalOrgID': 'o-a' } };

describe('conditions', () => {
  test.each<[string, ConditionBlock, ConditionBlock, ConditionBlock]>([
    ['none and none', {}, {}, {}],
    ['none and some', {}, ORGANIZATION, ORGANIZATION],
    ['some and none', ORGANIZATION, {}, ORGANIZATION],
    ['another operator', ORGANIZATION, { Bool: { a: 'true' } }, { ...ORGANIZATION, Bool: { a: 'true' } }],
    ['another key', ORGANIZATION, { StringEquals: { a: 'b' } }, { StringEquals: { 'aws:PrincipalOrgID': 'o-a', 'a': 'b' } }],
    ['the same key with another operator', ORGANIZATION, { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, { ...ORGANIZATION, StringLike: { 'aws:PrincipalOrgID': 'o-*' } }],
    ['the same test', ORGANIZATION, ORGANIZATION, ORGANIZATION],
    ['the same test in other letters', ORGANIZATION, { stringequals: { 'AWS:principalorgid': 'o-a' } }, ORGANIZATION],
    ['another key of an operator in other letters', ORGANIZATION, { STRINGEQUALS: { a: 'b' } }, { StringEquals: { 'aws:PrincipalOrgID': 'o-a', 'a': 'b' } }],
    ['the same list', { StringEquals: { a: ['b', 'c'] } }, { StringEquals: { a: ['b', 'c'] } }, { StringEquals: { a: ['b', 'c'] } }],
    ['an operator of no keys', ORGANIZATION, { Bool: {} }, { ...ORGANIZATION, Bool: {} }],
    ['a quantifier beside the bare operator', { StringEquals: { a: 'b' } }, { 'ForAnyValue:StringEquals': { a: 'c' } }, { 'StringEquals': { a: 'b' }, 'ForAnyValue:StringEquals': { a: 'c' } }],
    ['the same operator twice', {}, { StringEquals: { a: 'b' }, stringequals: { c: 'd' } }, { StringEquals: { a: 'b', c: 'd' } }],
  ])('must hold together: %s', (_, existing, added, merged) => {
    expect(mergeConditions(existing, added, 'AcmePrincipal')).toEqual(merged);
  });

  test('are left as they were where they came from', () => {
    const existing = { StringEquals: { a: 'b' } };
    const added = { StringEquals: { c: 'd' }, Bool: { e: 'true' } };
    mergeConditions(existing, added, 'AcmePrincipal').Bool.f = 'g';

    expect({ existing, added }).toEqual({ existing: { StringEquals: { a: 'b' } }, added: { StringEquals: { c: 'd' }, Bool: { e: 'true' } } });
  });

  test('may be tokens, as long as they are the same', () => {
    const token = Fn.conditionIf('C', 'a', 'b');
    const merged = mergeConditions({ StringEquals: { k: token } }, { StringEquals: { k: token, l: Lazy.string({ produce: () => 'c' }) } }, 'AcmePrincipal');

    expect(new Stack().resolve(merged)).toEqual({ StringEquals: { k: { 'Fn::If': ['C', 'a', 'b'] }, l: 'c' } });
  });

  // Names that every object of JavaScript has.
  test.each(['constructor', 'toString'])('may have any operator: %s', (operator) => {
    const added = { [operator]: { k: 'v' } };

    expect(JSON.stringify(mergeConditions({}, added, 'AcmePrincipal'))).toBe(JSON.stringify(added));
    expect('k' in Object || 'k' in Object.prototype.toString).toBe(false);
  });
});

describe('a second test of the same key', () => {
  test.each<[string, ConditionBlock, string]>([
    ['with another value', { StringEquals: { 'aws:PrincipalOrgID': 'o-b' } },
      "The condition StringEquals on 'aws:PrincipalOrgID' is already set by AcmePrincipal, and a second one would replace it: got '\"o-b\"' beside '\"o-a\"'. Leave it out, or make another principal."],
    ['in other letters', { stringEquals: { 'AWS:PrincipalOrgId': 'o-b' } },
      "The condition stringEquals on 'AWS:PrincipalOrgId' is already set by AcmePrincipal, and a second one would replace it: got '\"o-b\"' beside '\"o-a\"'. Leave it out, or make another principal."],
    ['with a list', { StringEquals: { 'aws:PrincipalOrgID': ['o-a', 'o-b'] } },
      "The condition StringEquals on 'aws:PrincipalOrgID' is already set by AcmePrincipal, and a second one would replace it: got '[\"o-a\",\"o-b\"]' beside '\"o-a\"'. Leave it out, or make another principal."],
    ['with nothing', { StringEquals: { 'aws:PrincipalOrgID': undefined } },
      "The condition StringEquals on 'aws:PrincipalOrgID' of AcmePrincipal has no value, so it would be missing in the template: got 'undefined'. Give it a value, or leave it out."],
  ])('is an error: %s', (_, added, message) => {
    expect(() => mergeConditions(ORGANIZATION, added, 'AcmePrincipal')).toThrow(new InvalidInputError(message));
  });

  test('is an error within what is added', () => {
    expect(() => mergeConditions({}, { StringEquals: { a: 'b' }, stringequals: { A: 'c' } }, 'AcmePrincipal')).toThrow(new InvalidInputError(
      "The condition stringequals on 'A' is already set by AcmePrincipal, and a second one would replace it: got '\"c\"' beside '\"b\"'. Leave it out, or make another principal.",
    ));
  });

  test.each<[string, () => [unknown, unknown]]>([
    ['text that is known later', () => [Lazy.string({ produce: () => 'a' }), Lazy.string({ produce: () => 'b' })]],
    ['two parameters', () => [aParameter('A').valueAsString, aParameter('B').valueAsString]],
    ['two choices', () => [Fn.conditionIf('A', 'x', 'y'), Fn.conditionIf('B', 'x', 'y')]],
    ['two values that are known later', () => [Lazy.any({ produce: () => 'a' }), Lazy.any({ produce: () => 'b' })]],
  ])('is an error for tokens too: %s', (_, values) => {
    const [one, other] = values();

    expect(() => mergeConditions({ StringEquals: { k: one } }, { StringEquals: { k: other } }, 'AcmePrincipal'))
      .toThrow(/^The condition StringEquals on 'k' is already set by AcmePrincipal, and a second one would replace it: got '.+' beside '.+'\. Leave it out, or make another principal\.$/);
  });
});

describe('a condition without a value', () => {
  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['empty text', '', ''],
    ['an empty list', [], '[]'],
  ])('is an error, as it would not be there: %s', (_, value, got) => {
    expect(() => mergeConditions({}, { StringEquals: { 'aws:PrincipalOrgID': value } }, 'AcmePrincipal')).toThrow(new InvalidInputError(
      `The condition StringEquals on 'aws:PrincipalOrgID' of AcmePrincipal has no value, so it would be missing in the template: got '${got}'. Give it a value, or leave it out.`,
    ));
  });

  test.each([false, 0, 'false', [false]])('is not one whose value is %j', (value) => {
    expect(mergeConditions({}, { Null: { k: value } }, 'AcmePrincipal')).toEqual({ Null: { k: value } });
  });
});

describe('a condition that is no map', () => {
  const message = (got: string) => `The condition 'StringEquals' of AcmePrincipal is not a map of keys to values: got '${got}'. Write { StringEquals: { 'aws:PrincipalOrgID': 'o-…' } }.`;

  test.each<[string, unknown, string]>([
    ['text', 'aws:PrincipalOrgID', '"aws:PrincipalOrgID"'],
    ['null', null, 'null'],
    ['nothing', undefined, 'undefined'],
    ['a number', 5, '5'],
    ['a list', ['a'], '["a"]'],
    ['what is known later', Lazy.any({ produce: () => ({ a: 'b' }) }), '"<unresolved-lazy>"'],
    ['a choice', Fn.conditionIf('C', { a: 'b' }, { a: 'c' }), '"<unresolved-token>"'],
  ])('is an error: %s', (_, keys, got) => {
    expect(() => mergeConditions({}, { StringEquals: keys as Record<string, any> }, 'AcmePrincipal')).toThrow(new InvalidInputError(message(got)));
  });

  test('is an error where CDK would take it: keys that are known at deployment', () => {
    const keys = new CfnJson(new Stack(new App(), 'Stack'), 'Keys', { value: { a: 'b' } });

    expect(() => mergeConditions({}, { StringEquals: keys as unknown as Record<string, any> }, 'AcmePrincipal')).toThrow(InvalidInputError);
  });
});

describe('the fingerprint of a value', () => {
  const token = Fn.conditionIf('C', 'a', 'b');
  const other = Fn.conditionIf('C', 'a', 'b');

  test.each<[string, unknown, unknown]>([
    ['text', 'a', 'a'],
    ['a list', ['a', 'b'], ['a', 'b']],
    ['a token', token, token],
    ['a token in a list', ['a', token], ['a', token]],
    ['a token in a map', { k: token }, { k: token }],
  ])('is the same for %s and itself', (_, one, same) => {
    expect(fingerprint(one)).toBe(fingerprint(same));
  });

  test.each<[string, unknown, unknown]>([
    ['two texts', 'a', 'b'],
    ['text and a list of it', 'a', ['a']],
    ['a truth value and its text', true, 'true'],
    ['lists in another order', ['a', 'b'], ['b', 'a']],
    ['two tokens', token, other],
    ['two tokens in lists', ['a', token], ['a', other]],
    ['a token and text that looks like it', token, String(JSON.parse(fingerprint(token)))],
  ])('differs for %s', (_, one, different) => {
    expect(fingerprint(one)).not.toBe(fingerprint(different));
  });
});

function aParameter(id: string): CfnParameter {
  return new CfnParameter(new Stack(), id);
}
