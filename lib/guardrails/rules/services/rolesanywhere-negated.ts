import { allAnywhereStatements } from './rolesanywhere';
import { CERTIFICATE_KEY } from '../../../private/roles-anywhere-trust';
import type { Statement, Test } from '../../../private/template/statement';
import type { Rule } from '../../rule';
import { called, isPositive, merged, whenever } from '../../statements';

const LEVEL = 'error';

export const rolesAnywhereNegated: Rule = {
  id: 'rolesanywhere-negated',
  title: 'A condition on a certificate is met where the certificate lacks the attribute.',
  why: 'A certificate without the attribute, or a profile that does not map it, makes no session tag, and a test of what the tag must not be is then met: anybody with another certificate gets the role.',
  fix: 'Test what the attribute must be, with StringEquals or StringLike; refuse single certificates with a Deny statement or a revocation list.',
  level: LEVEL,
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping-and-trust-policy.html',
  find: (template) => merged(LEVEL, allAnywhereStatements(template).flatMap(({ role, statement }) =>
    statement.tests.filter((test) => CERTIFICATE_KEY.test(test.key) && isMetWithout(test) && !isDemanded(test.key, statement)).map((test) => ({
      at: role.resource,
      subject: test.key,
      message: `${called(statement)} of the trust policy tests '${test.key}' with ${written(test)}, which a certificate without the attribute meets${whenever(statement)}.`,
      location: statement.location,
    })))),
};

/** Whether a request that lacks the key meets a test. */
function isMetWithout(test: Test): boolean {
  return /^Null$/i.test(test.operator) ? test.values.includes('true') : !isPositive(test);
}

/** Whether another test of a statement demands that a key is there. */
function isDemanded(key: string, { tests }: Statement): boolean {
  const demands = (test: Test) => isPositive(test) || (/^Null$/i.test(test.operator) && test.values.length > 0 && test.values.every((value) => value === 'false'));
  return tests.some((test) => test.key.toLowerCase() === key.toLowerCase() && demands(test));
}

function written({ quantifier, operator, ifExists, values }: Test): string {
  const name = `${quantifier === undefined ? '' : `${quantifier}:`}${operator}${ifExists ? 'IfExists' : ''}`;
  return /^Null$/i.test(operator) ? `${name} ${values.join()}` : name;
}
