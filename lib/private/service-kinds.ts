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

/** A resource type for people: its name and the form of its ARN. */
export function describeKind(kind: ResourceKind): string {
  return `${kind.name} (arn:\${Partition}:${kind.arn})`;
}
