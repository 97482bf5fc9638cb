import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { knownParts, shown } from '../../../private/evaluation/text';
import type { Statement, Test } from '../../../private/template/statement';
import type { Found, Level, Rule } from '../../rule';
import { allStatements, called, isNegated, subjectOf, whenever } from '../../statements';

/** Operators for which a wildcard is a character like any other. */
const EXACT = /^String(Not)?Equals(IgnoreCase)?$/i;

/**
 * Keys whose values hold such characters themselves: names of certificates as `*.example.com`, addresses with a query, and what the delivery of logs
 * encrypts for, which ends in `:*`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
const LITERALS: readonly [key: RegExp, value: RegExp][] = [
  [/^acm:DomainNames$/i, /^\*\.[^*?]+$/],
  [/^(aws:Referer|aws:UserAgent|sns:Endpoint)$/i, /^[^*]+$/],
  [/^kms:EncryptionContext:SourceArn$/i, /^arn:[^*?]*:logs:[^*?]*:\*$/],
];

export const wildcardInExact: Rule = {
  id: 'wildcard-in-exact',
  title: 'A condition compares a wildcard as a plain character.',
  why: 'StringEquals knows no wildcards: a value with one equals what no request has. A Deny that is meant to meet many requests meets none, and an exception meets nobody.',
  fix: 'Use StringLike or StringNotLike for a pattern, or write the value without the wildcard.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String',
  find: (template) => allStatements(template).flatMap(({ policy, statement }) => statement.tests.filter(({ operator }) => EXACT.test(operator))
    .flatMap((test) => test.values.filter((value) => hasWildcard(value) && !isLiteral(test.key, value)).map((value): Found => ({
      at: policy.resource,
      subject: subjectOf(statement, test.key),
      message: `${called(statement)} compares ${quote(test.key)} with ${quote(shown(value))} by ${test.operator}, for which a wildcard is a character like any other, so ${consequence(statement, test)}${whenever(statement)}.`,
      location: statement.location,
      level: levelOf(statement, test),
    })))),
};

/** Whether a value has a wildcard that is not written as a variable, `${*}`. */
function hasWildcard(value: Text): boolean {
  return knownParts(value).some((part) => /[*?]/.test(part.replace(/\$\{[^}]*\}?/g, '')));
}

function isLiteral(key: string, value: Text): boolean {
  return LITERALS.some(([of, shape]) => of.test(key) && shape.test(shown(value)));
}

function consequence({ effect }: Statement, test: Test): string {
  if (effect === 'Deny') return isNegated(test) ? 'nothing is spared by it' : 'it denies nothing for the value';
  return isNegated(test) ? 'it keeps nothing out' : 'it allows nothing for the value';
}

/** What fails open is an error. */
function levelOf({ effect }: Statement, test: Test): Level {
  const isOpen = effect === (isNegated(test) ? 'Allow' : 'Deny');
  return isOpen ? 'error' : 'warning';
}
