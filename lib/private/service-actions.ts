import { Token } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';
import { nearestFew } from './nearest';
import type { Service, ServiceAction } from './service-authorization';
import { dataSource, serviceOf, servicePrefixes } from './service-authorization';
import { readable } from './text';

/** An action as the user wrote it, and what it stands for: several actions if it has a wildcard. */
export interface NamedActions {
  readonly written: string;
  readonly actions: readonly ServiceAction[];
  readonly isPattern: boolean;
}

/** The actions that a text names; an error if there is none of the name. */
export function actionsNamed(written: string): NamedActions {
  const [prefix, name] = checkForm(written);
  const service = serviceOf(prefix);
  if (service === undefined) throw new InvalidInputError(unknownService(written, prefix));
  if (name.includes('*')) return { written, actions: matching(written, service, name), isPattern: true };
  const action = service.action(name);
  if (action === undefined) throw new InvalidInputError(unknownAction(written, service, name));
  return { written: actionName(action), actions: [action], isPattern: false };
}

/** An action as policies have it, such as `s3:GetObject`. */
export function actionName(action: ServiceAction): string {
  return `${action.service}:${action.name}`;
}

/** The service and the rest of an action's name, whether or not there is such an action. */
export function checkForm(written: string): [service: string, name: string] {
  const fix = 'Write the service and the action, such as \'s3:GetObject\'.';
  if (typeof written !== 'string') throw new InvalidInputError(`The action is not text: got ${quote(written)}. ${fix}`);
  if (Token.isUnresolved(written)) {
    throw new InvalidInputError(`The action is known only once deployed, so nobody can check it: got ${quote(readable(written))}. ${fix}`);
  }
  if (written === '*') throw new InvalidInputError('The action is every action of every service: got \'*\'. Name the actions that are needed.');
  if (/^[A-Za-z0-9-]+:[A-Za-z0-9*?]*\?/.test(written)) {
    throw new InvalidInputError(`The action has a '?', which CDK takes in no action: got ${quote(written)}. Use '*', or name the actions one by one.`);
  }
  const [, prefix, name] = /^([A-Za-z0-9-]+):([A-Za-z0-9*]+)$/.exec(written) ?? [];
  if (prefix === undefined) throw new InvalidInputError(`The action is not one: got ${quote(written)}. ${fix}`);
  return [prefix, name];
}

/** No pattern that is longer has an action: without its stars it would still be longer than the name of any. */
const LONGEST_PATTERN = 1000;

const NOTHING = /(?!)/;

/** What a text of a policy stands for among actions: themselves or, for `*` and `?`, those of the form. */
export function actionShape(written: string): RegExp {
  // Wildcards one behind the other can be divided in many ways, all of which a regular expression would try.
  const ordered = written.replace(/[*?]{2,}/g, (run) => run.replace(/\*/g, '') + (run.includes('*') ? '*' : ''));
  if (ordered.length > LONGEST_PATTERN) return NOTHING;
  return new RegExp(`^${ordered.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i');
}

/** Whether a text with `*` and `?` stands for another one, whatever the case; in a time that is bounded, however many wildcards there are. */
export function isOfForm(written: string, text: string): boolean {
  const [pattern, value] = [written.toLowerCase(), text.toLowerCase()];
  let [at, position, star, resumed] = [0, 0, -1, 0];
  while (position < value.length) {
    if (pattern[at] === '*') {
      [star, resumed] = [at, position];
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === value[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      resumed += 1;
      [at, position] = [star + 1, resumed];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

/** The actions that a text of a policy stands for; none where the data has none. */
export function actionsCovered(written: string): ServiceAction[] {
  const [prefix, name = ''] = written.split(':');
  const service = serviceOf(prefix);
  if (service === undefined) return [];
  if (!/[*?]/.test(name)) return [service.action(name)].filter((action) => action !== undefined);
  const shape = actionShape(name);
  return service.actions.filter((action) => shape.test(action.name));
}

function matching(written: string, service: Service, pattern: string): ServiceAction[] {
  const shape = actionShape(pattern);
  const found = service.actions.filter((action) => shape.test(action.name));
  if (found.length > 0) return found;
  throw new InvalidInputError(`No action of ${service.title} matches the pattern: got ${quote(written)}.${suggest(service, pattern.replace(/\*/g, ''))} ${listing(service)}`);
}

/** The services whose actions begin with what is most like a text. */
export function nearestServices(prefix: string): string[] {
  return nearestFew(prefix, servicePrefixes(), NEAREST);
}

/** The actions of a service whose names are most like a text, as policies have them. */
export function nearestActions(service: Service, name: string): string[] {
  return nearestFew(name, service.actions.map((action) => action.name), NEAREST).map((found) => `${service.prefix}:${found}`);
}

/** How many names are offered for a misspelt one. */
const NEAREST = 3;

function unknownService(written: string, prefix: string): string {
  const near = nearestServices(prefix).map((name) => quote(name));
  const hint = near.length === 0 ? '' : ` Did you mean ${oneOf(near)}?`;
  return `No service is known whose actions begin so: got ${quote(written)}.${hint} The data is of ${dataSource().updatedOn}; for a service that is newer use Access.asWritten().`;
}

function unknownAction(written: string, service: Service, name: string): string {
  return `${service.title} has no such action: got ${quote(written)}.${suggest(service, name)} ${listing(service)} For an action that is newer use Access.asWritten().`;
}

function suggest(service: Service, name: string): string {
  const near = nearestActions(service, name).map((found) => quote(found));
  return near.length === 0 ? '' : ` Did you mean ${oneOf(near)}?`;
}

function listing(service: Service): string {
  return `ServiceAuthorization.of('${service.prefix}').actions() lists all ${service.actions.length}, as of ${dataSource().updatedOn}.`;
}

/** Names that can be chosen from, for people. */
export function oneOf(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}
