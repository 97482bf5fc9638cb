import { refusesOtherCallers } from './callers';
import { quote } from '../../../private/errors';
import { shown } from '../../../private/evaluation/text';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { accountOf, accountsOf, isForEveryone, isForeignAccount } from '../../principals';
import type { Found, Rule, Settings } from '../../rule';
import { called, isPositive, resourceAllows, testsOf, whenever } from '../../statements';
import { isForOrganization } from '../trust/trust-statements';

/** Keys of whose account a request is of which the Principal does not tell: of a service, or of everyone. */
const ACCOUNT_KEYS = /^(aws:Source(Account|Owner|Arn)|kms:CallerAccount|s3:DataAccessPointAccount)$/i;

export const resourcePolicyForeignAccount: Rule = {
  id: 'resource-policy-foreign-account',
  title: 'The policy of a resource lets in an account of somebody else.',
  why: 'Whoever administers that account decides who of it uses the resource, now and after the account has left the organization.',
  fix: 'If the account is your own, list it in ownAccounts of the guardrails, or test aws:PrincipalOrgID; otherwise name a role of the account and what it needs.',
  level: 'info',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html',
  find: (template, settings) => [
    ...resourceAllows(template)
      .filter(({ policy, statement }) => !isForOrganization(statement) && !refusesOtherCallers(policy, statement))
      .flatMap(({ policy, statement }) => foreign(callersOf(statement), template, settings).map((account): Found => ({
        at: policy.resource,
        subject: account,
        message: `${called(statement)} of the policy lets in account ${quote(account)}${orOwn(template)}${whenever(statement)}.`,
        location: statement.location,
      }))),
    ...ofFunctions(template, settings),
  ],
};

function foreign(accounts: readonly string[], template: Template, settings: Settings): string[] {
  return [...new Set(accounts)].filter((account) => isForeignAccount(account, template, settings));
}

function orOwn(template: Template): string {
  return template.deployment.account === undefined ? ', and it is not known whether that is the account of the stack' : '';
}

/** The accounts that a statement names: also those whose requests it lets in where it is for everyone, or for services. */
function callersOf(statement: Statement): string[] {
  const isOpen = isForEveryone(statement) || statement.principals?.Service !== undefined;
  const tests = isOpen ? testsOf(statement, ACCOUNT_KEYS).filter(isPositive) : [];
  return [...accountsOf(statement), ...tests.flatMap(({ values }) => values.flatMap((value) => accountIn(shown(value)) ?? []))];
}

/** An account, or that of an ARN of any service. */
function accountIn(text: string): string | undefined {
  return /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(text)?.[1];
}

/** Permissions of functions and layers, which are statements in other words. */
function ofFunctions(template: Template, settings: Settings): Found[] {
  return template.ofType('AWS::Lambda::Permission', 'AWS::Lambda::LayerVersionPermission').flatMap((at) => {
    const { Principal: principal, SourceAccount: source, PrincipalOrgID: organization, OrganizationId: ofLayer } = at.properties;
    if (organization !== undefined || ofLayer !== undefined) return [];
    const accounts = [...template.texts(principal, at), ...template.texts(source, at)].flatMap((text) => accountOf(text) ?? []);
    return foreign(accounts, template, settings).map((account): Found => ({
      at,
      subject: account,
      message: `the permission lets in account ${quote(account)}${orOwn(template)}.`,
      location: 'Properties',
    }));
  });
}
