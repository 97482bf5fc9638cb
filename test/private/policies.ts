import type { Random } from './random';

/** Few enough to write out every pair of them, and one more of each kind that no statement names. */
const ACTIONS = ['s:A', 's:B', 's:C', 's:D'];
const RESOURCES = ['a', 'b', 'c', 'd'];
const CONDITIONS = [undefined, undefined, { StringEquals: { k: 'v' } }, { StringEquals: { k: 'w' } }, { StringEquals: { k: ['v', 'w'] } }];
const SIDS = [undefined, undefined, undefined, 'One', 'Two'];

/** A statement of any form that IAM has. */
export function randomStatement(random: Random): any {
  const sid = random.pick(SIDS);
  const condition = random.pick(CONDITIONS);
  return {
    ...sid === undefined ? {} : { Sid: sid },
    Effect: random.pick(['Allow', 'Allow', 'Deny']),
    [random.pick(['Action', 'Action', 'Action', 'NotAction'])]: oneOrList(random, ACTIONS),
    [random.pick(['Resource', 'Resource', 'Resource', 'NotResource'])]: oneOrList(random, RESOURCES),
    ...condition === undefined ? {} : { Condition: condition },
  };
}

/**
 * What statements say, as every single thing that they allow or deny, sorted: effect, action, resource and what must hold for it.
 *
 * A judge of its own, to try what the library makes of statements: names are taken as they are, without wildcards but for the resource `*`.
 */
export function meaningOf(statements: readonly any[], actions: readonly string[] = ACTIONS, resources: readonly string[] = RESOURCES): string[] {
  const meaning = new Set<string>();
  for (const statement of statements) {
    for (const action of [...actions, 'unnamed']) {
      for (const resource of [...resources, 'unnamed']) {
        if (!applies(statement, 'Action', action) || !applies(statement, 'Resource', resource)) continue;
        meaning.add([statement.Effect, action, resource, JSON.stringify(statement.Condition ?? {})].join(' '));
      }
    }
  }
  return [...meaning].sort();
}

function applies(statement: any, element: 'Action' | 'Resource', value: string): boolean {
  const not = `Not${element}`;
  if (not in statement) return ![statement[not]].flat().includes(value);
  const named = [statement[element]].flat();
  return named.includes(value) || (element === 'Resource' && named.includes('*'));
}

function oneOrList(random: Random, values: readonly string[]): string | string[] {
  const chosen = random.some(values);
  return chosen.length === 1 && random.below(2) === 0 ? chosen[0] : chosen;
}
