import { ACTION_FORM, actionsOf, isEveryAction } from './covered-actions';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { nearestActions, nearestServices, oneOf } from '../../../private/service-actions';
import { dataSource, serviceOf } from '../../../private/service-authorization';
import type { Statement } from '../../../private/template/statement';
import type { Found, Rule } from '../../rule';
import { allStatements, called, subjectOf, whenever } from '../../statements';

/** What is longer is like no name. */
const LONGEST_NAME = 100;

/** For so many unknown actions of a template the nearest names are looked for, which takes its time. */
const MOST_SUGGESTIONS = 50;

export const actionUnknown: Rule = {
  id: 'action-unknown',
  title: 'A policy names an action that AWS does not have.',
  why: 'A misspelt action in an Allow gives nothing, and one in a Deny denies nothing, which nobody notices.',
  fix: 'Write the action as the service authorization reference has it. If it is newer than the data that the message names, acknowledge the finding.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  find: (template) => {
    const { updatedOn } = dataSource();
    const suggestions = new Map<string, string>();
    const suggested = (text: string): string => {
      const known = suggestions.get(text);
      if (known !== undefined || suggestions.size >= MOST_SUGGESTIONS) return known ?? '';
      const near = nearestTo(text).map((name) => quote(name));
      const hint = near.length === 0 ? '' : ` Nearest: ${oneOf(near)}.`;
      suggestions.set(text, hint);
      return hint;
    };
    return allStatements(template).flatMap(({ policy, statement }) => [...statement.actions ?? [], ...statement.notActions ?? []]
      .filter(isUnknownAction).map((text): Found => ({
        at: policy.resource,
        subject: subjectOf(statement, text),
        message: `${called(statement)} names ${quote(text)}, ${whatItIs(text)} (data of ${updatedOn}), so ${consequence(statement)}${whenever(statement)}.${suggested(text)}`,
        location: statement.location,
      })));
  },
};

function isUnknownAction(text: Text): text is string {
  // What has not the form of an action stands for none.
  return typeof text === 'string' && !isEveryAction(text) && (actionsOf(text) ?? []).length === 0;
}

function whatItIs(text: string): string {
  const [, prefix, name] = ACTION_FORM.exec(text) ?? [];
  if (prefix === undefined) return 'which has not the form of an action, service:Name';
  const service = serviceOf(prefix);
  if (service === undefined) return 'and there is no service whose actions begin so';
  return /[*?]/.test(name) ? `which no action of ${service.title} matches` : `which is no action of ${service.title}`;
}

function consequence({ effect, notActions }: Statement): string {
  if (notActions !== undefined) return 'it leaves nothing out';
  return effect === 'Deny' ? 'it denies nothing' : 'it allows nothing';
}

function nearestTo(text: string): string[] {
  const [, prefix, name] = ACTION_FORM.exec(text) ?? [];
  if (prefix === undefined || text.length > LONGEST_NAME) return [];
  const service = serviceOf(prefix);
  return service === undefined ? nearestServices(prefix).map((near) => `${near}:${serviceOf(near)!.action(name)?.name ?? '…'}`) : nearestActions(service, name.replace(/[*?]/g, ''));
}
