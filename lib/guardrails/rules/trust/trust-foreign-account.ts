import { EXTERNAL_ID_PAGE } from './pages';
import { demandsExternalId, isForOrganization, lostKeys, mayAssume } from './trust-statements';
import { quote } from '../../../private/errors';
import type { Statement } from '../../../private/template/statement';
import { accountsOf, isForeignAccount } from '../../principals';
import type { Rule } from '../../rule';
import { called, isPositive, pins, testsOf, trustAllows, whenever } from '../../statements';
import { POD_TAG } from '../services/pods';

export const trustForeignAccount: Rule = {
  id: 'trust-foreign-account',
  title: 'An account of somebody else can assume a role without an external ID.',
  why: 'A third party works for many customers: whoever tells it the ARN of this role as his own reaches this account through it, unless the role demands the external ID that the third party has minted for its owner (the confused deputy).',
  fix: 'Test sts:ExternalId with StringEquals (externalIds of a Role in CDK); if the account is your own, list it in ownAccounts of the guardrails, or test aws:PrincipalOrgID.',
  level: 'error',
  page: EXTERNAL_ID_PAGE,
  find: (template, settings) => {
    const found = trustAllows(template).filter(({ statement }) => isOpenToDeputies(statement)).flatMap(({ role, policy, statement }) => {
      const foreign = accountsOf(statement).filter((account) => isForeignAccount(account, template, settings));
      // That the external ID can be gone is a finding of its own.
      if (foreign.length === 0 || lostKeys(policy).get(statement)?.some((key) => /^sts:ExternalId$/i.test(key))) return [];
      return foreign.map((account) => ({
        at: role.resource,
        subject: account,
        message: `${called(statement)} of the trust policy lets account ${quote(account)} assume the role without an external ID${
          template.deployment.account === undefined ? ', and it is not known whether that is the account of the stack' : ''}${whenever(statement)}.`,
        location: statement.location,
        ...(template.deployment.account === undefined && { level: 'info' as const }),
      }));
    });
    return found;
  },
};

/** Whether a statement lets in requests that a third party makes for whoever asks it. */
function isOpenToDeputies(statement: Statement): boolean {
  return mayAssume(statement, ['sts:AssumeRole']) && !demandsExternalId(statement) && !isForOrganization(statement)
    && !isForPeople(statement) && !pins(statement, POD_TAG);
}

/** Whether somebody must have signed in with a second factor, which no service of a third party does. */
function isForPeople(statement: Statement): boolean {
  return testsOf(statement, 'aws:MultiFactorAuthPresent').some((test) => isPositive(test) && test.values.length > 0 && test.values.every((value) => value === 'true'));
}
