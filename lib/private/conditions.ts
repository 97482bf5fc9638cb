import { Tokenization } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';

/** A condition block: operator to key to value. */
export type ConditionBlock = Record<string, Record<string, any>>;

/**
 * Adds conditions to those that are there, so that all of them must hold.
 *
 * A second test of the same key with the same operator would replace the first one in JSON: it is refused, unless it is the same test.
 * Operators and keys are compared without case, as IAM does.
 */
export function mergeConditions(existing: ConditionBlock, added: ConditionBlock, owner: string): ConditionBlock {
  const merged = new Map(Object.entries(existing).map(([operator, keys]) => [operator, new Map(Object.entries(keys))]));
  for (const [operator, keys] of Object.entries(added)) {
    if (typeof keys !== 'object' || keys === null || Array.isArray(keys) || Tokenization.isResolvable(keys)) {
      throw new InvalidInputError(`The condition ${quote(operator)} of ${owner} is not a map of keys to values: got ${quote(JSON.stringify(keys))}. Write { ${operator}: { 'aws:PrincipalOrgID': 'o-…' } }.`);
    }
    const sameOperator = withoutCase(merged, operator);
    const block = merged.get(sameOperator) ?? new Map<string, any>();
    merged.set(sameOperator, block);
    for (const [key, value] of Object.entries(keys)) {
      if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
        throw new InvalidInputError(`The condition ${operator} on ${quote(key)} of ${owner} has no value, so it would be missing in the template: got ${quote(Array.isArray(value) ? '[]' : value)}. Give it a value, or leave it out.`);
      }
      const sameKey = withoutCase(block, key);
      if (block.has(sameKey) && !isSame(block.get(sameKey), value)) {
        throw new InvalidInputError(`The condition ${operator} on ${quote(key)} is already set by ${owner}, and a second one would replace it: got ${quote(JSON.stringify(value))} beside ${quote(JSON.stringify(block.get(sameKey)))}. Leave it out, or make another ${noun(owner)}.`);
      }
      block.set(sameKey, value);
    }
  }
  return Object.fromEntries([...merged].map(([operator, keys]) => [operator, Object.fromEntries(keys)]));
}

/** Whether two values test the same: lists are alternatives, whatever their order. */
function isSame(one: unknown, other: unknown): boolean {
  const texts = [one, other].map((value) => JSON.stringify((Array.isArray(value) ? value : [value]).map(fingerprint).sort()));
  return texts[0] === texts[1];
}

/** What to make another one of: `the access` and the like say it themselves, all others are principals. */
function noun(owner: string): string {
  return /^the (\w+)$/.exec(owner)?.[1] ?? 'principal';
}

/** Text that is the same for the same value alone: every token that is an object is told from every other, as JSON writes all of them alike. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, function (this: any, key: string, shown: unknown) {
    // Every text is marked as one, so that none looks like the mark of a token.
    if (Tokenization.isResolvable(this[key])) return `token:${identityOf(this[key])}`;
    return typeof shown === 'string' ? `text:${shown}` : shown;
  });
}

function identityOf(token: object): number {
  const identity = IDENTITIES.get(token) ?? ++identities;
  IDENTITIES.set(token, identity);
  return identity;
}

const IDENTITIES = new WeakMap<object, number>();
let identities = 0;

/** The name that a map already has for a name, whatever its case; the name itself if it has none. */
function withoutCase(map: ReadonlyMap<string, unknown>, name: string): string {
  return [...map.keys()].find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
}
