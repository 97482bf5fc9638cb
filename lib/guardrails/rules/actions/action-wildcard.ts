import { isAnyName, isEveryAction } from './covered-actions';
import type { FoundAt } from './findings';
import { merged, subjectOf } from './findings';
import { limitingPolicies } from './limiting-policies';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Policy } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import type { Level, Rule, Settings } from '../../rule';
import type { Placed } from '../../statements';
import { accountOf, called, identityAllows, isOwnAccount, resourceStatements, trustAllows, whenever } from '../../statements';

export const actionWildcard: Rule = {
  id: 'action-wildcard',
  title: 'A policy allows actions by a wildcard.',
  why: 'A wildcard allows what nobody looked at, and each action that AWS adds later: reading secrets, changing policies, deleting what cannot be brought back.',
  fix: 'Name the actions that are needed.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  find: (template, settings) => {
    const limiting = limitingPolicies(template);
    return merged(allowsOf(template, settings).filter(({ policy }) => limiting.get(policy) !== 'boundary')
      .flatMap(({ policy, statement }) => (statement.actions ?? []).filter(isWild).map((text): FoundAt => ({
        at: policy.resource,
        subject: subjectOf(statement, shown(text)),
        message: `${called(statement)} allows ${whatItIs(text)}${whenever(statement)}.`,
        location: statement.location,
        level: levelOf(text, policy, limiting.has(policy)),
      }))), 'warning');
  },
};

/** The Allows of identity policies, trusts and policies of resources, without those that leave it to IAM in the owner's account. */
function allowsOf(template: Template, settings: Settings): Placed[] {
  const isOwn = (principal: Text) => {
    const account = wholeAccount(principal);
    return account !== undefined && isOwnAccount(account, template, settings);
  };
  const onResources = resourceStatements(template).filter(({ statement: { effect, principals } }) => {
    const isDelegation = principals !== undefined && Object.entries(principals).every(([kind, texts]) => kind === 'AWS' && texts.every(isOwn));
    return effect === 'Allow' && !isDelegation;
  });
  return [...identityAllows(template), ...trustAllows(template), ...onResources];
}

/** The account that a principal is, as a whole. */
function wholeAccount(principal: Text): string | undefined {
  const text = shown(principal);
  return /^(\d{12}|\$\{AWS::AccountId\})$/.test(text) ? text : text.endsWith(':root') ? accountOf(principal) : undefined;
}

function isWild(text: Text): boolean {
  if (typeof text === 'string') return /[*?]/.test(text);
  // A parameter may hold a wildcard; a name of what AWS made does not.
  return text.parts.some((part) => typeof part !== 'string' ? !part.unknown.startsWith('AWS::') : /[*?]/.test(part));
}

function whatItIs(text: Text): string {
  const written = quote(shown(text));
  if (typeof text !== 'string') return `actions that are known only once deployed, and may be any: ${written}`;
  if (isEveryAction(text)) return `all actions of all services: ${written}`;
  return isOfWholeService(text) ? `all actions of a service: ${written}` : `actions by a pattern: ${written}`;
}

/** Whether a text stands for all actions of a service, whichever that is, or of all services. */
function isOfWholeService(text: Text): boolean {
  return isEveryAction(text) || isAnyName(/:([*?]+)$/.exec(shown(text))?.[1] ?? '');
}

function levelOf(text: Text, { use }: Policy, isCalledBoundary: boolean): Level {
  if (isCalledBoundary) return 'info';
  // In a trust, every action that can be named is one of assuming.
  return isOfWholeService(text) && use !== 'trust' ? 'warning' : 'info';
}
