import { refusesOtherCallers } from './callers';
import { quote } from '../../../private/errors';
import type { Found, Rule } from '../../rule';
import { accountOf, called, isOwnAccount, merged, principalsOf, resourceStatements, whenever } from '../../statements';
import { deliversLogs } from '../trust/log-delivery';
import { isForOrganization } from '../trust/trust-statements';

export const resourcePolicyForeignAccount: Rule = {
  id: 'resource-policy-foreign-account',
  title: 'The policy of a resource lets in an account of somebody else.',
  why: 'Whoever administers that account decides who of it uses the resource, now and after the account has left the organization.',
  fix: 'If the account is your own, list it in ownAccounts, or test aws:PrincipalOrgID; otherwise name a role of the account and what it needs.',
  level: 'info',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html',
  find: (template, settings) => merged('info', resourceStatements(template)
    .filter(({ policy, statement }) => statement.effect === 'Allow' && !isForOrganization(statement) && !refusesOtherCallers(policy, statement))
    .flatMap(({ policy, statement }) => {
      const accounts = principalsOf(statement, 'AWS').map(accountOf).filter((account) => account !== undefined && /^\d{12}$/.test(account));
      const foreign = new Set(accounts.filter((account) => !isOwnAccount(account!, template, settings) && !deliversLogs(account!)));
      return [...foreign].map((account): Found => ({
        at: policy.resource,
        subject: account,
        message: `${called(statement)} of the policy lets in account ${quote(account!)}${
          template.deployment.account === undefined ? ', and it is not known whether that is the account of the stack' : ''}${whenever(statement)}.`,
        location: statement.location,
      }));
    })),
};
