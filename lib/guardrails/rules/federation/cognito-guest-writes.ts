import type { OfPool } from './cognito';
import { admitsGuests, ofPools } from './cognito';
import { lets } from './federation';
import { shown } from '../../../private/evaluation/text';
import type { Text } from '../../../private/evaluation/text';
import { actionsCovered } from '../../../private/service-actions';
import type { ServiceAction } from '../../../private/service-authorization';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';
import { whenever } from '../../statements';

/**
 * What guests are there to write: what AWS itself lets guests of the enhanced flow send to services that have nothing else for them, and calls
 * of an application that has rules of its own.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonCognitoUnAuthedIdentitiesSessionPolicy.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
 */
const FOR_GUESTS: Readonly<Record<string, RegExp>> = {
  'appsync': /^GraphQL$/,
  'cognito-identity': /^GetId$/,
  'cognito-sync': /./,
  'execute-api': /^(Invoke|ManageConnections)$/,
  'firehose': /^PutRecord(Batch)?$/,
  'lex': /^(Recognize(Text|Utterance)|StartConversation|PostText|PostContent)$/,
  'mobileanalytics': /^PutEvents$/,
  'mobiletargeting': /^(PutEvents|UpdateEndpoint)$/,
  'personalize': /^Put(Events|Items|Users)$/,
  'rum': /^PutRumEvents$/,
  'transcribe': /^Start/,
};

/** Managed policies of AWS that give everything of a service, or of all. */
const FULL_ACCESS = /:iam::aws:policy\/(?:.+\/)?(\w*FullAccess|\w*PowerUser\w*|AdministratorAccess\S*)$/;

/** What a guest can call his own, where a resource or a condition names it. */
const OWN_IDENTITY = '${cognito-identity.amazonaws.com:sub}';

export const cognitoGuestWrites: Rule = {
  id: 'cognito-guest-writes',
  title: 'Guests of an identity pool can write.',
  why: 'A guest is anyone in the world who knows the id of the identity pool, which is in the code of the application. What the role of guests may do, everybody may.',
  fix: 'Give guests what the public may read, and have them sign in or call an API for the rest.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
  find: (template) => ofPools(template).filter((of) => isForGuests(of, template)).flatMap((of) => [
    ...of.role.policies.flatMap((policy) => policy.statements.filter(({ effect }) => effect === 'Allow').flatMap((statement) => writesIn(of, policy, statement))),
    ...of.role.managedPolicyArns.flatMap((arn) => {
      const name = FULL_ACCESS.exec(shown(arn))?.[1];
      return name === undefined ? [] : [found(of, `has the managed policy ${name}`, name)];
    }),
  ]),
};

/** Whether a guest gets the role, as far as anybody can tell. */
function isForGuests(of: OfPool, template: Template): boolean {
  if (of.isForSingle || admitsGuests(of, template) === false) return false;
  return of.users.length === 0 ? admitsGuests(of, template) === true : of.users.some(({ amr = '' }) => /^un.*[*?]|^unauthenticated$/.test(amr));
}

function writesIn(of: OfPool, policy: Policy, statement: Statement): Found[] {
  const place = { at: policy.resource, location: statement.location };
  const level = JSON.stringify(statement.json).includes(OWN_IDENTITY) ? 'warning' as const : 'error' as const;
  const own = level === 'warning' ? ' in a place of their own' : '';
  const writing = statement.notActions !== undefined ? ['all that NotAction does not name'] : (statement.actions ?? []).filter(writes).map(shown);
  return writing.map((action) => ({ ...found(of, `may ${action}${own}${whenever(statement)}`, action), ...place, level }));
}

function found(of: OfPool, what: string, subject: string): Found {
  return { at: of.role.resource, subject, message: `the role '${of.role.resource.logicalId}', which ${lets(of)} in guests of the identity pool '${of.pool}', ${what}.` };
}

/** Whether a text of an Action element covers what changes something, and is not there for guests. */
function writes(text: Text): boolean {
  if (typeof text !== 'string') return false;
  return /^[^:]*[*?][^:]*(:|$)/.test(text) || actionsCovered(text).some(isWrite);
}

function isWrite({ service, name, level }: ServiceAction): boolean {
  return level !== 'List' && level !== 'Read' && !(Object.hasOwn(FOR_GUESTS, service) && FOR_GUESTS[service].test(name));
}
