import { Token } from 'aws-cdk-lib';
import { RESOURCE_SEGMENT, segmentsOf } from './arns';
import { quote } from '../private/errors';
import { matches, patternOf, valueOf, wildcardsIn } from '../private/evaluation/patterns';
import type { Text } from '../private/evaluation/text';
import { joined } from '../private/evaluation/text';
import { actionName, actionShape, actionsCovered, nearestActions, nearestServices, oneOf } from '../private/service-actions';
import type { ResourceKind, ServiceAction } from '../private/service-authorization';
import { dataSource, serviceOf, servicePrefixes } from '../private/service-authorization';
import { readable } from '../private/text';

/** An action that is asked for; what AWS says of it where it is known. */
export interface AskedAction {
  readonly name: string;
  readonly known?: ServiceAction;
}

/**
 * The actions that a question is about: one, or for `s3:Get*` all that it stands for.
 *
 * @param isAsWritten whether an action that nobody knows is asked for all the same
 */
export function actionsAsked(written: string, isAsWritten: boolean): AskedAction[] {
  const fix = 'Write the service and the action, such as \'s3:GetObject\'.';
  if (typeof written !== 'string') throw new Error(`The action is not text: got ${quote(written)}. ${fix}`);
  if (Token.isUnresolved(written)) throw new Error(`The action is known only once deployed: got ${quote(readable(written))}. ${fix}`);
  const [, prefix, name] = /^([A-Za-z0-9-]+):([A-Za-z0-9*?]+)$/.exec(written) ?? [];
  if (prefix === undefined) throw new Error(`The action is not one: got ${quote(written)}. ${fix}`);
  const known = actionsCovered(written);
  if (known.length > 0) return known.map((action) => ({ name: actionName(action), known: action }));
  if (isAsWritten && /[*?]/.test(name)) {
    throw new Error(`The pattern is of no action that is known: got ${quote(written)}. Nobody can tell what it stands for: ask for each action by its name.`);
  }
  if (isAsWritten) return [{ name: written }];
  throw new Error(`${unknownAction(written, prefix, name)} The data is of ${dataSource().updatedOn}; for an action that is newer set 'asWritten'.`);
}

/** The actions that can be on a resource; an error if none can, as then it is denied whatever the policies say. */
export function onResource(actions: readonly AskedAction[], resource: Text, shown: string): AskedAction[] {
  const fitting = actions.filter(({ known }) => known === undefined || known.targets.some(({ kind }) => isOfKind(resource, kind)));
  if (fitting.length > 0) return fitting;
  const kinds = [...new Set(actions.flatMap(({ known }) => known!.targets.map(({ kind }) => `arn:*:${kind.arn}`)))];
  const where = kinds.length === 0 ? 'on no resource: leave the resource out' : `on ${oneOf(kinds.map((kind) => quote(kind)))}`;
  throw new Error(`The action is never on such a resource: got ${quote(shown)}, and ${actions[0].name} is ${where}.`);
}

/** Whether an action is on no resource, so that its requests have `*` for it. */
export function isOnNoResource({ known }: AskedAction): boolean {
  return known !== undefined && known.targets.length === 0;
}

/** Whether a resource, of which parts may not be known, can be of a kind. */
export function isOfKind(resource: Text, { arn }: ResourceKind): boolean {
  const wanted = `arn:*:${arn.replace(/\$\{[^}]*\}/g, '*')}`.split(':');
  const segments = segmentsOf(resource);
  const mayBe = (pattern: string, text: Text) => matches(patternOf(wildcardsIn(pattern)), valueOf(text)) !== false;
  if (segments.length <= RESOURCE_SEGMENT) return mayBe(wanted.join(':'), resource);
  const rest = segments.slice(RESOURCE_SEGMENT).flatMap((segment, index) => index === 0 ? segment : [':', ...segment]);
  return segments.slice(0, RESOURCE_SEGMENT).every((segment, index) => mayBe(wanted[index], joined(segment)))
    && mayBe(wanted.slice(RESOURCE_SEGMENT).join(':'), joined(rest));
}

/** The actions that a text of a policy stands for; the text itself where the data has none. */
export function actionsOfPattern(pattern: string): string[] {
  const [prefix, name = ''] = pattern === '*' ? ['*', '*'] : pattern.split(':');
  const isOpen = /[*?]/.test(prefix);
  const services = isOpen ? servicePrefixes().filter((service) => actionShape(prefix).test(service)) : [prefix];
  const found = services.flatMap((service) => actionsCovered(`${service}:${name}`)).map(actionName);
  return found.length > 0 ? found : [pattern];
}

function unknownAction(written: string, prefix: string, name: string): string {
  const service = serviceOf(prefix);
  const near = (service === undefined ? nearestServices(prefix) : nearestActions(service, name)).map((found) => quote(found));
  const what = service === undefined ? 'No service is known whose actions begin so' : `${service.title} has no such action`;
  return `${what}: got ${quote(written)}.${near.length === 0 ? '' : ` Did you mean ${oneOf(near)}?`}`;
}
