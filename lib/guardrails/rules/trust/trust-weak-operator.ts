import { OPERATORS_PAGE } from './pages';
import { refusesExternalId } from './trust-statements';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import { CERTIFICATE_KEY, isForRolesAnywhere } from '../../../private/roles-anywhere-trust';
import type { Statement, Test } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { trustStatementOf } from '../../../private/template/trust-statement';
import { accountOf, isOwnAccount } from '../../principals';
import type { Rule, Settings } from '../../rule';
import { called, isKnownOperator, isNull, isPositive, operatorOf, pins, subjectOf, testsOf, trustAllows, whenever } from '../../statements';

/** Keys that say who the caller is, and on whose behalf. */
const CALLER_KEYS = /^(sts:ExternalId|(aws|sts):Source.+|aws:Principal.+|.+:(sub|aud|amr)|saml:.+)$/i;

export const trustWeakOperator: Rule = {
  id: 'trust-weak-operator',
  title: 'A condition on the caller of a role is met by requests that lack its key.',
  why: 'IfExists and negated operators hold where a request has no such key, and Null with true demands that it has none: a caller who leaves the value out gets in.',
  fix: 'Test what the key must be, with StringEquals or ArnLike; refuse single callers with a Deny, or beside such a test.',
  level: 'error',
  page: OPERATORS_PAGE,
  find: (template, settings) => trustAllows(template).flatMap(({ role, statement }) =>
    statement.tests.filter((test) => CALLER_KEYS.test(test.key) && !isOfCertificate(test, statement)).flatMap((test) => {
      const weak = weaknessOf(test);
      const callers = refusesExternalId(test) ? callersOf(statement, template, settings) : 'foreign';
      return weak === undefined || isExclusion(test, statement) || callers === 'own' ? [] : [{
        at: role.resource,
        subject: subjectOf(statement, test.key),
        message: `${called(statement)} of the trust policy tests ${quote(test.key)} with ${operatorOf(test)}, which ${weak}${whenever(statement)}.`,
        location: statement.location,
        ...(callers === 'unknown' && { level: 'warning' as const }),
      }];
    })),
};

function weaknessOf(test: Test): string | undefined {
  const { ifExists, values, quantifier } = test;
  if (ifExists) return 'lets in every request that lacks the key';
  if (isNull(test)) {
    if (values.every((value) => value === 'false')) return undefined;
    return values.some((value) => typeof value === 'string' && /^true$/i.test(value)) ? 'demands that the request lacks the key' : 'may demand that the request lacks the key';
  }
  // What ForAllValues lets in is a finding of its own.
  if (!isKnownOperator(test) || isPositive({ ...test, quantifier: undefined })) return undefined;
  return /^ForAnyValue$/i.test(quantifier ?? '') ? 'says only what the key is not' : 'lets in every request that lacks the key';
}

/** What a statement for IAM Roles Anywhere demands of certificates is for rolesanywhere-negated to judge. */
function isOfCertificate({ key }: Test, statement: Statement): boolean {
  return CERTIFICATE_KEY.test(key) && isForRolesAnywhere(trustStatementOf(statement));
}

/** Whether another test of the statement says what the key must be. */
function isExclusion(test: Test, statement: Statement): boolean {
  return pins({ ...statement, tests: testsOf(statement, test.key).filter((other) => other !== test) }, test.key);
}

/** Whose the callers of a statement are: those of the own account need no external ID, and may be kept from sending one, as the roles of `cdk bootstrap` do. */
function callersOf({ principals = {} }: Statement, template: Template, settings: Settings): 'own' | 'unknown' | 'foreign' {
  const callers = Object.keys(principals).every((kind) => kind === 'AWS') ? principals.AWS ?? [] : [];
  const isOwn = (caller: Text) => isOwnAccount(accountOf(caller) ?? shown(caller), template, settings);
  const others = callers.filter((caller) => !isOwn(caller));
  if (callers.length === 0 || others.some((caller) => typeof caller === 'string')) return 'foreign';
  return others.length === 0 ? 'own' : 'unknown';
}
