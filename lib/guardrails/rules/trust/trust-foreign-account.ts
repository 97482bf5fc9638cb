import { deliversLogs } from './log-delivery';
import { EXTERNAL_ID_PAGE } from './pages';
import { demandsExternalId, isForOrganization, lostKeys, mayAssume } from './trust-statements';
import { quote } from '../../../private/errors';
import type { Statement } from '../../../private/template/statement';
import type { Rule } from '../../rule';
import { accountOf, called, isOwnAccount, isPositive, merged, principalsOf, testsOf, trustAllows, whenever } from '../../statements';

/** What EKS Pod Identity tells of a pod when it goes on to a role of another account. */
const POD_KEYS = /^aws:(RequestTag|PrincipalTag)\/(eks-cluster-(arn|name)|kubernetes-(namespace|service-account|pod-name|pod-uid))$/i;

export const trustForeignAccount: Rule = {
  id: 'trust-foreign-account',
  title: 'An account of somebody else can assume a role without an external ID.',
  why: 'A third party works for many customers: whoever tells it the ARN of this role as his own reaches this account through it, unless the role demands the external ID that the third party has minted for its owner (the confused deputy).',
  fix: 'Test sts:ExternalId with StringEquals; if the account is your own, list it in ownAccounts or test aws:PrincipalOrgID.',
  level: 'error',
  page: EXTERNAL_ID_PAGE,
  find: (template, settings) => {
    const found = trustAllows(template).filter(({ statement }) => isOpenToDeputies(statement)).flatMap(({ role, policy, statement }) => {
      const foreign = accountsIn(statement).filter((account) => !isOwnAccount(account, template, settings) && !deliversLogs(account));
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
    return merged('error', found);
  },
};

/** Whether a statement lets in requests that a third party makes for whoever asks it. */
function isOpenToDeputies(statement: Statement): boolean {
  return mayAssume(statement, ['sts:AssumeRole']) && !demandsExternalId(statement) && !isForOrganization(statement)
    && !isForPeople(statement) && !testsOf(statement, POD_KEYS).some(isPositive);
}

/** Whether somebody must have signed in with a second factor, which no service of a third party does. */
function isForPeople(statement: Statement): boolean {
  return testsOf(statement, 'aws:MultiFactorAuthPresent').some((test) => isPositive(test) && test.values.length > 0 && test.values.every((value) => value === 'true'));
}

/** The accounts that stand in a statement's Principal as they are. */
function accountsIn(statement: Statement): string[] {
  return principalsOf(statement, 'AWS').flatMap((principal) => {
    const account = accountOf(principal);
    return account !== undefined && /^\d{12}$/.test(account) ? [account] : [];
  });
}
