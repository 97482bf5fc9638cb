import { allAnywhereStatements } from './rolesanywhere';
import { shown } from '../../../private/evaluation/text';
import { CERTIFICATE_KEY } from '../../../private/roles-anywhere-trust';
import type { Test } from '../../../private/template/statement';
import type { Rule } from '../../rule';
import { called, demandsKey, isMetWithoutKey, isNull, operatorOf, testsOf, whenever } from '../../statements';

export const rolesAnywhereNegated: Rule = {
  id: 'rolesanywhere-negated',
  title: 'A condition on a certificate is met where the certificate lacks the attribute.',
  why: 'A certificate without the attribute, or a profile that does not map it, makes no session tag, and a test of what the tag must not be is then met: anybody with another certificate gets the role.',
  fix: 'Test what the attribute must be, with StringEquals or StringLike; refuse single certificates with a Deny statement or a revocation list.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping-and-trust-policy.html',
  find: (template) => allAnywhereStatements(template).flatMap(({ role, statement }) => statement.tests
    .filter((test) => CERTIFICATE_KEY.test(test.key) && isMetWithoutKey(test) && !testsOf(statement, test.key).some(demandsKey))
    .map((test) => ({
      at: role.resource,
      subject: test.key,
      message: `${called(statement)} of the trust policy tests '${test.key}' with ${written(test)}, which a certificate without the attribute meets${whenever(statement)}.`,
      location: statement.location,
    }))),
};

function written(test: Test): string {
  return isNull(test) ? `${operatorOf(test)} ${test.values.map(shown).join()}` : operatorOf(test);
}
