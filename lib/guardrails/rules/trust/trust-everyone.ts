import { TRUST_PRINCIPAL_PAGE } from './pages';
import { mayAssume, namesCallers, refusesStrangers } from './trust-statements';
import { everyoneIn, isForEveryone } from '../../principals';
import type { Rule } from '../../rule';
import { called, subjectOf, trustAllows, whenever } from '../../statements';

export const trustEveryone: Rule = {
  id: 'trust-everyone',
  title: 'Everyone in the world can assume a role.',
  why: 'A Principal that is * lets in every AWS account, and NotPrincipal every one that it does not list; without a condition that names the callers, anybody who learns the ARN of the role has its permissions.',
  fix: 'Name the account, role or service in Principal, or test aws:PrincipalOrgID with StringEquals.',
  level: 'fatal',
  page: TRUST_PRINCIPAL_PAGE,
  find: (template) => trustAllows(template)
    .filter(({ statement }) => (isForEveryone(statement) || statement.notPrincipals !== undefined) && mayAssume(statement))
    .filter(({ policy, statement }) => !statement.tests.some(namesCallers) && !refusesStrangers(policy, statement))
    .map(({ role, statement }) => {
      const everyone = everyoneIn(statement);
      const because = everyone !== undefined ? `its Principal is ${everyone}` : 'it allows everyone but its NotPrincipal';
      return {
        at: role.resource,
        subject: subjectOf(statement),
        message: `${called(statement)} of the trust policy lets everyone in the world assume the role: ${because}, and no condition names the callers${whenever(statement)}.`,
        location: statement.location,
      };
    }),
};
