import { calledAt, holdersOf, isAllOfIam, lets, levelIn, locationAt } from './holders';
import { byReceiver, isNarrowedBy } from './narrowing';
import type { Permissions } from './permissions';
import { ActionSet } from './permissions';
import { isAsWide } from './reach';
import { shown } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Template } from '../../../private/template/template';
import { principalsOf, roleNamed } from '../../principals';
import type { Found, Level, Rule } from '../../rule';
import type { Placed } from '../../statements';
import { subjectOf, whenever } from '../../statements';

const PASS_ROLE = 'iam:PassRole';
const ACTIONS = new ActionSet([PASS_ROLE]);

export const passroleOpen: Rule = {
  id: 'passrole-open',
  title: 'Roles can be passed that nobody has named, or to services that nobody has named.',
  why: 'Whoever passes a role to a service has the service act with it: with iam:PassRole on every role, the rights of the strongest role of the account are within reach.',
  fix: 'Name the roles in Resource, and the services in a condition: StringEquals of iam:PassedToService.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  find: (template) => holdersOf(template).flatMap((holder) => {
    const permissions = ACTIONS.of(holder);
    return permissions.allows(PASS_ROLE).filter(({ statement }) => !isAllOfIam(statement)).flatMap((placed) => judge(placed, permissions, template));
  }),
};

function judge(placed: Placed, permissions: Permissions, template: Template): Found[] {
  const { policy, statement } = placed;
  const reach = permissions.reachOf(statement, PASS_ROLE);
  const receivers = statement.tests.filter(byReceiver).flatMap(({ values }) => values).map(shown);
  const isToNamed = isNarrowedBy(statement, byReceiver) || permissions.isFenced(PASS_ROLE, byReceiver);
  const isOfAll = isAsWide(reach, 'account');
  if (reach === 'none' || (isToNamed && !isOfAll)) return [];
  const report = (level: Level, what: string, ...details: string[]): Found[] => [{
    at: policy.resource,
    level: levelIn(level, statement),
    subject: subjectOf(statement, PASS_ROLE, ...details),
    message: `${calledAt(placed, policy.resource)} ${lets(statement)} its holder pass ${what}${whenever(statement)}.`,
    ...locationAt(placed, policy.resource),
  }];
  const named = receivers.length === 0 ? 'the services that a Deny leaves' : receivers.join(', ');
  if (isOfAll && isToNamed) return report('warning', `every role to ${named}: its Resource is every role`, `* to ${named}`);
  if (isOfAll) return report('error', 'every role to every service: its Resource is every role, and no condition says to what a role may be passed', '*');
  const arns = (statement.resources ?? []).map(shown);
  const isEachToOne = (statement.resources ?? []).every((resource) => (servicesOf(roleNamed(template, resource))?.size ?? Infinity) <= 1);
  const services = `every service that ${arns.length === 1 ? 'it trusts' : 'they trust'}${isEachToOne ? ', now one at most' : ''}`;
  const level = isEachToOne ? 'info' : 'warning';
  return report(level, `${arns.join(', ')} to ${services}: no condition tests iam:PassedToService`, ...arns);
}

/** The services that a role trusts; undefined for one that the template does not make. */
function servicesOf(role: Identity | undefined): Set<string> | undefined {
  return role && new Set(role.trust!.statements.flatMap((statement) => principalsOf(statement, 'Service')).map(shown));
}
