import { CONFUSED_DEPUTY_PAGE } from './pages';
import { isForOrganization, isOrganizationKey, mayAssume } from './trust-statements';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Statement, Test } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { admitsWildcards, isSettable, parametersBehind } from '../../parameters';
import { accountOf, isForEveryone, isOwnAccount } from '../../principals';
import type { Found, Level, Rule, Settings } from '../../rule';
import { atMost } from '../../rule';
import { called, isPositive, resourceAllows, trustAllows, whenever } from '../../statements';

export const principalFromParameter: Rule = {
  id: 'principal-from-parameter',
  title: 'A parameter of the template says who is let in.',
  why: 'A link to the genuine template can fill in every parameter of it, so whoever sends the link to somebody who trusts the template names himself.',
  fix: 'Write the account into the template, in a mapping by site where there are several, or give the parameter AllowedValues; within an organization test aws:PrincipalOrgID.',
  level: 'error',
  page: CONFUSED_DEPUTY_PAGE,
  find: (template, settings) => {
    const trusts = trustAllows(template).filter(({ statement }) => mayAssume(statement))
      .flatMap(({ role, statement }) => findings(statement, template, settings).map((open): Found => ({
        at: role.resource,
        subject: open.parameter,
        message: `${called(statement)} of the trust policy lets the parameter ${quote(open.parameter)} say who may assume the role: ${open.because}${whenever(statement)}.`,
        location: statement.location,
        level: open.level,
      })));
    const resources = resourceAllows(template)
      .flatMap(({ policy, statement }) => findings(statement, template, settings).map((open): Found => ({
        at: policy.resource,
        subject: open.parameter,
        message: `${called(statement)} of the policy lets the parameter ${quote(open.parameter)} say who may use the resource: ${open.because}${whenever(statement)}.`,
        location: statement.location,
        level: atMost('warning', open.level),
      })));
    return [...trusts, ...resources, ...permissions(template, settings)];
  },
};

/** A parameter that decides who is let in. */
interface Open {
  readonly parameter: string;
  readonly because: string;
  readonly level: Level;
}

function findings(statement: Statement, template: Template, settings: Settings): Open[] {
  const inPrincipal = Object.entries(statement.principals ?? {}).flatMap(([kind, principals]) =>
    principals.flatMap((principal) => opens(principal, kind, template, settings)
      .map((open) => ({ ...open, because: `its Principal is ${quote(shown(principal))}` }))));
  const inConditions = statement.tests.filter(isPositive)
    .flatMap((test) => test.values.flatMap((value) => opensTest(value, test, statement, template, settings)));
  const limit = limitOf(statement, template);
  return [...inPrincipal, ...inConditions].map((open) => ({ ...open, level: atMost(limit, open.level) }));
}

/** How bad it can be at most: within an organization that the template names, whoever it is, is one of its own. */
function limitOf(statement: Statement, template: Template): Level {
  if (!isForOrganization(statement)) return 'fatal';
  const ofOrganization = statement.tests.filter(({ key }) => isOrganizationKey(key));
  const levels = ofOrganization.flatMap((test) => test.values.flatMap((value) => decisive(value, template))
    .map((name) => levelOfOrganization(name, test, template)));
  return levels.includes('error') ? 'error' : levels.length > 0 ? 'warning' : 'info';
}

/** A parameter that is compared as a pattern may be every organization. */
function levelOfOrganization(parameter: string, { operator }: Test, template: Template): Level {
  return /Like$/i.test(operator) && admitsWildcards(parameter, template) ? 'error' : 'warning';
}

/** What a parameter decides of a principal: whose account it is, or who within an account that the template names. */
function opens(principal: Text, kind: string, template: Template, settings: Settings): Omit<Open, 'because'>[] {
  return decisive(principal, template).map((parameter) => ({ parameter, level: levelOf(principal, kind, template, settings) }));
}

function levelOf(principal: Text, kind: string, template: Template, settings: Settings): Level {
  // Whoever may pass the role says which service gets it, and a service is nobody's.
  if (kind === 'Service') return 'info';
  const account = accountOf(principal);
  const isNamed = account !== undefined && decisive(principalOf(account, principal), template).length === 0;
  if (!isNamed) return kind === 'Federated' ? 'warning' : 'error';
  return isOwnAccount(account, template, settings) ? 'info' : 'warning';
}

/** The part of a principal that is its account. */
function principalOf(account: string, principal: Text): Text {
  const part = typeof principal === 'string' ? undefined : principal.parts.find((one) => typeof one !== 'string' && account === `\${${one.unknown}}`);
  return part === undefined ? account : { parts: [part] };
}

/** Parameters that decide a text, and that whoever deploys fills in as he likes. */
function decisive(text: Text, template: Template): string[] {
  return parametersBehind(text, template).filter((name) => {
    const values: unknown = template.parameter(name)?.declaration.AllowedValues;
    const isClosed = Array.isArray(values) && values.length > 0 && !admitsWildcards(name, template);
    return isSettable(name, template) && !isClosed;
  });
}

/** A test narrows a Principal: what it lets in matters most where the Principal is everyone. */
function opensTest(value: Text, test: Test, statement: Statement, template: Template, settings: Settings): Open[] {
  const { key } = test;
  const isEverybody = isForEveryone(statement) || statement.notPrincipals !== undefined;
  const because = `${quote(key)} is compared with ${quote(shown(value))}`;
  if (/^aws:Principal(Arn|Account)$/i.test(key)) {
    return opens(value, 'AWS', template, settings)
      .map((open) => ({ ...open, because, level: isEverybody ? open.level : atMost('warning', open.level) }));
  }
  if (!isEverybody || !isOrganizationKey(key)) return [];
  return decisive(value, template).map((parameter) => ({ parameter, because, level: levelOfOrganization(parameter, test, template) }));
}

/** Permissions of functions, which are statements in other words. */
function permissions(template: Template, settings: Settings): Found[] {
  return template.ofType('AWS::Lambda::Permission').flatMap((resource) => {
    const { Principal: principal, PrincipalOrgID: organization } = resource.properties;
    const isOwn = organization !== undefined && template.texts(organization).every((text) => decisive(text, template).length === 0);
    return template.texts(principal).flatMap((text) => opens(text, 'AWS', template, settings).map((open): Found => ({
      at: resource,
      subject: open.parameter,
      message: `the permission lets the parameter ${quote(open.parameter)} say who may use the function: its Principal is ${quote(shown(text))}.`,
      location: 'Properties/Principal',
      level: isOwn ? 'info' : atMost('warning', open.level),
    })));
  });
}
