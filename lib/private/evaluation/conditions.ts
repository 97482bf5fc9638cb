import { liesIn } from './addresses';
import type { Context } from './context';
import type { Truth } from './logic';
import { every, not, some } from './logic';
import type { Value } from './patterns';
import type { Comparison, Matcher } from './policy-text';
import { comparable, matcherOf } from './policy-text';
import type { Text, Unknown } from './text';
import { isText, isUnknown } from './text';

/** One test of a Condition: an operator, a key and the values. */
export interface ConditionTest {
  /** As in the policy: `StringEquals aws:PrincipalOrgID`. */
  readonly name: string;
  /** In small letters; undefined where nobody can tell. */
  readonly key?: string;
  /** As in the policy. */
  readonly wanted: any;
  readonly isMet: (context: Context) => Truth;
}

/** An operator without its prefix and `IfExists`: how one value of the policy is compared with one value of the request. */
interface Operator {
  readonly matcher: (value: Text | Unknown, hasVariables: boolean) => Matcher;
  readonly isNegated: boolean;
}

/** A policy's ARN needs this many colons, so that each of its segments is compared with one. */
const COLONS_OF_ARN = 5;

/** Numbers of more digits are not told apart by a computer's arithmetic. */
const MOST_DIGITS = 15;

const BINARY = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DATE = /^\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?$/;
const EPOCH_SECONDS = /^\d{5,12}$/;
const MILLISECONDS = 1000;

const ORDERS: Record<string, (value: number, limit: number) => boolean> = {
  Equals: (value, limit) => value === limit,
  LessThan: (value, limit) => value < limit,
  LessThanEquals: (value, limit) => value <= limit,
  GreaterThan: (value, limit) => value > limit,
  GreaterThanEquals: (value, limit) => value >= limit,
};

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...both('StringEquals', 'StringNotEquals', texts('none')),
  ...both('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', texts('none', true)),
  ...both('StringLike', 'StringNotLike', texts('text')),
  ...both('ArnEquals', 'ArnNotEquals', arns),
  ...both('ArnLike', 'ArnNotLike', arns),
  ...both('IpAddress', 'NotIpAddress', known(liesIn)),
  ...ordered('Numeric', numberOf),
  ...ordered('Date', timeOf),
  ['Bool', { matcher: known(areSameTruth), isNegated: false }],
  ['BinaryEquals', { matcher: known(areSameBinary), isNegated: false }],
]);

/** Reads a Condition once, for all requests. What cannot be read is met by no request for sure, and by none surely not. */
export function conditionTestsOf(condition: any, hasVariables: boolean): ConditionTest[] {
  if (condition === undefined) return [];
  if (!isBlock(condition)) return [unreadable('Condition', condition)];
  return Object.keys(condition).flatMap((operator) => {
    const tests = condition[operator];
    if (!isBlock(tests) || Object.keys(tests).length === 0) return [unreadable(operator, tests)];
    return Object.keys(tests).map((key) => conditionTest(operator, key, tests[key], hasVariables));
  });
}

/** The values of an element of a policy: one or a list, numbers and truths as text. */
export function valuesIn(value: any): (Text | Unknown)[] {
  const values: any[] = Array.isArray(value) ? value : [value];
  return values.map((item) => {
    if (typeof item === 'number' || typeof item === 'boolean') return String(item);
    return isText(item) || isUnknown(item) ? item : { unknown: 'a value that cannot be read' };
  });
}

function isBlock(value: any): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value) && !isText(value);
}

function unreadable(name: string, wanted: any, key?: string): ConditionTest {
  return { name, wanted, isMet: () => 'unknown', ...(key !== undefined && { key }) };
}

function conditionTest(written: string, key: string, given: any, hasVariables: boolean): ConditionTest {
  const name = `${written} ${key}`;
  const id = key.toLowerCase();
  const values = valuesIn(given);
  if (values.length === 0) return unreadable(name, given, id);
  if (written === 'Null') return { name, key: id, wanted: given, isMet: nullTest(id, values) };

  const [, quantifier, operatorName, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  const operator = OPERATORS.get(operatorName);
  if (operator === undefined) return unreadable(name, given, id);

  const matchers = values.map((value) => operator.matcher(value, hasVariables));
  const passes = (value: Value, context: Context) => {
    const isOne = some(matchers, (matcher) => matcher(value, context));
    return operator.isNegated ? not(isOne) : isOne;
  };
  const ofSome = quantified(quantifier, operator.isNegated, passes);
  const ofNone = whenAbsent(quantifier, operator.isNegated, ifExists !== undefined);
  return {
    name,
    key: id,
    wanted: given,
    isMet: (context) => {
      const asked = context.valuesOf(id);
      if (asked === 'unknown') return 'unknown';
      return asked.length === 0 ? ofNone : ofSome(asked, context);
    },
  };
}

/** What an operator says of a key that the request has not. */
function whenAbsent(quantifier: string | undefined, isNegated: boolean, ifExists: boolean): Truth {
  if (quantifier === 'ForAllValues') return true;
  // That one value must pass, and that the key may be absent: AWS does not say which of the two wins.
  if (quantifier === 'ForAnyValue') return ifExists ? 'unknown' : false;
  return ifExists || isNegated;
}

function quantified(quantifier: string | undefined, isNegated: boolean, passes: Matcher): (asked: readonly Value[], context: Context) => Truth {
  if (quantifier === 'ForAllValues') {
    return (asked, context) => isNullSet(asked) || every(asked, (value) => passes(value, context));
  }
  if (quantifier === 'ForAnyValue') {
    return (asked, context) => {
      const answer = some(asked, (value) => passes(value, context));
      return answer === true && isNullSet(asked) ? 'unknown' : answer;
    };
  }
  // AWS asks for a quantifier where a key has several values. Without one, only what all values agree on is sure.
  return (asked, context) => {
    const all = every(asked, (value) => passes(value, context));
    if (asked.length === 1) return all;
    const isSame = isNegated ? all === true : some(asked, (value) => passes(value, context)) === false;
    return isSame ? isNegated : 'unknown';
  };
}

/** AWS takes an empty text for no value at all. */
function isNullSet(asked: readonly Value[]): boolean {
  return asked.every((value) => value === '');
}

/** `Null`: whether the key is absent. */
function nullTest(key: string, values: readonly (Text | Unknown)[]): (context: Context) => Truth {
  return (context) => {
    const asked = context.valuesOf(key);
    if (asked === 'unknown') return 'unknown';
    return some(values, (value) => {
      const wanted = truthOf(value);
      return wanted === undefined ? 'unknown' : wanted === (asked.length === 0);
    });
  };
}

function both(name: string, negated: string, matcher: Operator['matcher']): [string, Operator][] {
  return [[name, { matcher, isNegated: false }], [negated, { matcher, isNegated: true }]];
}

function ordered(type: string, read: (text: string) => number): [string, Operator][] {
  const compared = (compare: (value: number, limit: number) => boolean) => known((value, limit) => {
    const [one, other] = [read(value), read(limit)];
    return Number.isNaN(one) || Number.isNaN(other) ? undefined : compare(one, other);
  });
  const operators = Object.entries(ORDERS)
    .map(([order, compare]): [string, Operator] => [type + order, { matcher: compared(compare), isNegated: false }]);
  return [...operators, [`${type}NotEquals`, { matcher: compared(ORDERS.Equals), isNegated: true }]];
}

function texts(wildcards: 'none' | 'text', ignoresCase = false): Operator['matcher'] {
  return (text, hasVariables) => {
    const comparison: Comparison = { wildcards, ignoresCase, hasVariables, withoutValue: false };
    const matcher = matcherOf(text, comparison);
    return (value, context) => matcher(comparable(value, comparison), context);
  };
}

function arns(text: Text | Unknown, hasVariables: boolean): Matcher {
  const isCut = typeof text === 'string' && !text.includes('${') && text.split(':').length <= COLONS_OF_ARN;
  return isCut ? () => 'unknown' : matcherOf(text, { wildcards: 'arn', hasVariables, withoutValue: false });
}

/** A comparison of known texts; it has no answer where one of them is not of the operator's type. */
function known(compare: (value: string, wanted: string) => boolean | undefined): Operator['matcher'] {
  return (text) => (value) => typeof value !== 'string' || typeof text !== 'string' ? 'unknown' : compare(value, text) ?? 'unknown';
}

function areSameTruth(value: string, wanted: string): boolean | undefined {
  const [one, other] = [truthOf(value), truthOf(wanted)];
  return one === undefined || other === undefined ? undefined : one === other;
}

function truthOf(text: Text | Unknown): boolean | undefined {
  const lower = typeof text === 'string' ? text.toLowerCase() : '';
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

function areSameBinary(value: string, wanted: string): boolean | undefined {
  if (!BINARY.test(value) || !BINARY.test(wanted)) return undefined;
  return Buffer.from(value, 'base64').equals(Buffer.from(wanted, 'base64'));
}

function numberOf(text: string): number {
  const isExact = /^[+-]?\d+(?:\.\d+)?$/.test(text) && text.replace(/\D/g, '').length <= MOST_DIGITS;
  return isExact ? Number(text) : NaN;
}

/** A date in one of the W3C forms of ISO 8601, or seconds since 1970; a year alone could be either. */
function timeOf(text: string): number {
  if (EPOCH_SECONDS.test(text)) return Number(text) * MILLISECONDS;
  return DATE.test(text) ? Date.parse(text) : NaN;
}
