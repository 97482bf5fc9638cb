import type { Holder } from './holders';
import { calledAt, givesEverything, isBounded, locationAt } from './holders';
import type { Path } from './paths';
import type { Permissions } from './permissions';
import { list } from '../../../private/errors';
import type { Found, Level } from '../../rule';
import type { Placed } from '../../statements';
import { whenever } from '../../statements';

/** A published way to more rights that is open to a holder. */
export interface Way {
  readonly path: Path;
  /** The Allow of the first action of the path. */
  readonly key: Placed;
  readonly level: Level;
}

/** The Allows of the first action of a path, if the others are allowed too. */
export function keysOf({ actions: [first, ...others] }: Path, permissions: Permissions): readonly Placed[] {
  if (!others.every((action) => permissions.has(action))) return [];
  return permissions.allows(first).filter(({ statement }) => !givesEverything(statement));
}

/** As many ways are told with all their actions. */
const TOLD = 3;

/** One finding for all ways that a statement opens at one level. */
export function reported(holder: Holder, ways: readonly Way[], what: (who: string) => string): Found[] {
  const isWithin = isBounded(holder.identity);
  return grouped(ways, ({ key }) => key.statement, ({ level }) => level).map((group) => {
    const [{ key, level }] = group;
    const paths = [...new Map(group.map(({ path }) => [path.id, path])).values()];
    const told = paths.slice(0, TOLD).map(({ id, actions }) => `${list(actions)} (pathfinding.cloud ${id})`).join('; ');
    const others = paths.slice(TOLD).map(({ id }) => id);
    return {
      at: holder.at,
      level: isWithin ? 'info' : level,
      subject: paths.map(({ id }) => id).join(' '),
      message: `${what(holder.identity === undefined ? 'Whoever has the policy' : `The ${holder.identity.kind}`)}${isWithin ? ', as far as its boundary lets it,' : ''} with ${told}${others.length === 0 ? '' : `; and ${others.length} more: ${others.join(', ')}`}, by ${calledAt(key, holder.at)}${key.statement.unreadable === undefined ? '' : ', unless its Condition forbids it'}${whenever(key.statement)}.`,
      ...locationAt(key, holder.at),
    };
  });
}

/** Items that agree in two things, together, in their order. */
export function grouped<T>(items: readonly T[], one: (item: T) => unknown, other: (item: T) => unknown): T[][] {
  const groups = new Map<unknown, Map<unknown, T[]>>();
  for (const item of items) {
    const group = groups.get(one(item)) ?? new Map<unknown, T[]>();
    const members = group.get(other(item)) ?? [];
    members.push(item);
    groups.set(one(item), group.set(other(item), members));
  }
  return [...groups.values()].flatMap((group) => [...group.values()]);
}
