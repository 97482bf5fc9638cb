import { InvalidInputError, list, quote } from './errors';
import { nearestFew } from './nearest';
import type { ResourceKind, Service } from './service-authorization';
import { dataSource, serviceOf, servicePrefixes } from './service-authorization';

/** A service by what its actions begin with; an error with the nearest names if there is none. */
export function serviceNamed(prefix: string): Service {
  const found = serviceOf(prefix);
  if (found !== undefined) return found;
  const near = nearestFew(prefix, servicePrefixes(), 3).map((name) => quote(name));
  throw new InvalidInputError(`No service is known whose actions begin so: got ${quote(prefix)}.${near.length === 0 ? '' : ` Nearest: ${list(near)}.`} The data is of ${dataSource().updatedOn}.`);
}

/** A resource type by its service and name; an error with the nearest names if there is none. */
export function kindNamed(prefix: string, name: string): ResourceKind {
  const found = serviceNamed(prefix);
  const kind = found.kind(name);
  if (kind !== undefined) return kind;
  const all = found.kinds.map((known) => quote(known.name));
  const near = nearestFew(name, found.kinds.map((known) => known.name), 3).map((known) => quote(known));
  const hint = all.length === 0 ? 'It has none.' : all.length <= 12 ? `It has ${list(all)}.` : `Nearest: ${list(near)}.`;
  throw new InvalidInputError(`${found.title} has no such resource type: got ${quote(name)}. ${hint}`);
}

/** How many types a message names. */
const SHOWN = 4;

/** Resource types for people: their names and the forms of their ARNs. */
export function describeKinds(kinds: readonly ResourceKind[]): string {
  const shown = kinds.slice(0, SHOWN).map((kind) => `${kind.name} (arn:\${Partition}:${kind.arn})`);
  return kinds.length > shown.length ? `${shown.join(', ')} and ${kinds.length - shown.length} other types` : list(shown);
}
