import { isAnyName, isEveryAction } from './covered-actions';
import { limitingPolicies } from './limiting-policies';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown, withMarks } from '../../../private/evaluation/text';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { accountOf, isOwnAccount } from '../../principals';
import type { Found, Level, Rule, Settings } from '../../rule';
import type { Placed } from '../../statements';
import { called, identityAllows, isForEverything, named, pins, resourceAllows, subjectOf, trustAllows, whenever } from '../../statements';

export const actionWildcard: Rule = {
  id: 'action-wildcard',
  title: 'A policy allows actions by a wildcard.',
  why: 'A wildcard allows what nobody looked at, and each action that AWS adds later: reading secrets, changing policies, deleting what cannot be brought back.',
  fix: 'Name the actions that are needed.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  find: (template, settings) => {
    const limiting = limitingPolicies(template);
    return allowsOf(template, settings).filter(({ policy }) => limiting.get(policy) !== 'boundary')
      .flatMap(({ policy, statement }) => wildActions(statement).map((texts): Found => ({
        at: policy.resource,
        subject: subjectOf(statement, texts.map(shown).sort()[0]),
        message: `${called(statement)} allows ${whatItIs(texts)}${whenever(statement)}.`,
        location: statement.location,
        level: limiting.has(policy) ? 'info' : levelOf(texts[0], statement, policy),
      })));
  },
};

/**
 * What CDK's grants of buckets and keys write, and what AWS writes for the users of a key: no app can change them, and each stands for a few
 * actions of one kind.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const OF_GRANTS = /^(s3:(GetObject|GetBucket|List|DeleteObject|Abort)|kms:(ReEncrypt|GenerateDataKey))\*$/i;

/** Services that have nothing but what the agent of Systems Manager says and hears. */
const OF_AGENT = /^(ssmmessages|ec2messages):/i;

/** What leaves it to the policies of access points. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
const OF_ACCESS_POINT = /^s3:DataAccessPoint(Account|Arn)$/i;

/** The Allows of identity policies, trusts and policies of resources, without those that leave it to IAM in the owner's account. */
function allowsOf(template: Template, settings: Settings): Placed[] {
  const isOwn = (principal: Text) => {
    const account = wholeAccount(principal);
    return account !== undefined && isOwnAccount(account, template, settings);
  };
  const onResources = resourceAllows(template).filter(({ statement }) => {
    const { principals } = statement;
    const isDelegation = principals !== undefined && Object.entries(principals).every(([kind, texts]) => kind === 'AWS' && texts.every(isOwn));
    return !isDelegation && !pins(statement, OF_ACCESS_POINT);
  });
  return [...identityAllows(template), ...trustAllows(template), ...onResources];
}

/** The account that a principal is, as a whole. */
function wholeAccount(principal: Text): string | undefined {
  const text = shown(principal);
  return /^(\d{12}|\$\{AWS::AccountId\})$/.test(text) ? text : text.endsWith(':root') ? accountOf(principal) : undefined;
}

/** The actions of a statement that have wildcards: each that stands for all of a service, and together those that stand for some. */
function wildActions({ actions = [] }: Statement): Text[][] {
  const wild = actions.filter((text) => isWild(text) && !OF_GRANTS.test(shown(text)));
  const patterns = wild.filter(isOfSome);
  return [...wild.filter((text) => !isOfSome(text)).map((text) => [text]), ...patterns.length === 0 ? [] : [patterns]];
}

function isOfSome(text: Text): boolean {
  return typeof text === 'string' && !isOfWholeService(text);
}

function isWild(text: Text): boolean {
  if (typeof text === 'string') return /[*?]/.test(text);
  // A parameter may hold a wildcard; a name of what AWS made does not.
  return text.parts.some((part) => typeof part !== 'string' ? !part.unknown.startsWith('AWS::') : /[*?]/.test(part));
}

function whatItIs([text, ...others]: Text[]): string {
  const written = quote(shown(text));
  if (others.length > 0) return `actions by patterns: ${named([text, ...others])}`;
  if (typeof text !== 'string') return `actions that are known only once deployed, and may be any: ${written}`;
  if (isEveryAction(text)) return `all actions of all services: ${written}`;
  return isOfWholeService(text) ? `all actions of a service: ${written}` : `actions by a pattern: ${written}`;
}

/** Whether a text stands for all actions of a service, whichever that is, or of all services. */
function isOfWholeService(text: Text): boolean {
  return isEveryAction(text) || isAnyName(/:([*?]+)$/.exec(shown(text))?.[1] ?? '');
}

/** Whether the service is known, and all that stands for the name of an action is known once deployed; of what is not known at all another rule tells. */
function mayBeWholeService(text: Text): boolean {
  return isAnyName(/^[^:*?]+:([*?]+)$/.exec(withMarks(text, '*'))?.[1] ?? '');
}

function levelOf(text: Text, statement: Statement, { use, resource }: Policy): Level {
  if (typeof text !== 'string' && use !== 'trust' && mayBeWholeService(text)) return 'warning';
  // In a trust, every action that can be named is one of assuming.
  if (!isOfWholeService(text) || use === 'trust' || OF_AGENT.test(shown(text))) return 'info';
  // Who signs in to administer an account is somebody; a role that programs have is not.
  const isForPrograms = (use === 'inline' || use === 'managed') && resource.type !== 'AWS::SSO::PermissionSet';
  return isEveryAction(text) && isForPrograms && isForEverything(statement) && statement.tests.length === 0 ? 'error' : 'warning';
}
