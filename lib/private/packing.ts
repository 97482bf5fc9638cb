import { createHash } from 'crypto';
import { InvalidInputError, quote } from './errors';
import { size as sizeOf } from './intrinsics';
import { MANAGED_POLICY_MAX_SIZE } from './limits';
import type { CuttableList, Statement } from './statement';
import { cutStatement, cuttableLists, statementSize } from './statement';
import { templateText } from './template-text';

/** `{"Version":"2012-10-17","Statement":[]}` around the statements of a policy. */
export const DOCUMENT_SIZE = 39;

/** The comma between two statements, or two items of a list. */
export const SEPARATOR_SIZE = 1;

/** The brackets around a list; one item stands without them. */
const BRACKETS_SIZE = 2;

/** What the statements of one managed policy may take, each with a separator. */
const ROOM = MANAGED_POLICY_MAX_SIZE - DOCUMENT_SIZE + SEPARATOR_SIZE;

/** How much room a policy may be left with, to end at a border that stays: the most that needs no more policies is taken. */
const RESERVES = [2_048, 1_024, 512, 256, 128, 0];

/** Less room than most statements take: nothing more is tried to be put there. */
const TOO_LITTLE_ROOM = 128;

/** Actions and resources. */
const BOTH_LISTS = 2;

/** A statement or a part of one, measured once, as it is tried in many places. */
export class Piece {
  #itemSizes?: ItemSizes;

  /**
   * @param size with the separator
   * @param rank its place among all statements
   */
  constructor(public readonly statement: Statement, public readonly size: number, public readonly rank: number, itemSizes?: ItemSizes) {
    this.#itemSizes = itemSizes;
  }

  /** Most pieces are not cut, and need none. */
  public get itemSizes(): ItemSizes {
    return this.#itemSizes ??= {
      actions: this.statement.actions.map((action) => sizeOf(action, 'usual')),
      resources: this.statement.resources.map(({ resolved }) => sizeOf(resolved, 'usual')),
    };
  }
}

type ItemSizes = Readonly<Record<CuttableList, readonly number[]>>;

/** The pieces of one policy, and what room they leave. */
class Policy {
  public readonly pieces: Piece[] = [];
  public room = ROOM;

  public put(piece: Piece): void {
    this.pieces.push(piece);
    this.room -= piece.size;
  }

  public takeLast(): Piece {
    const piece = this.pieces.pop()!;
    this.room += piece.size;
    return piece;
  }
}

/** Measures statements, in the order in which they shall stand. */
export function measureStatements(statements: readonly Statement[]): Piece[] {
  return statements.map((statement, rank) => new Piece(statement, SEPARATOR_SIZE + statementSize(statement, 'usual'), rank));
}

/**
 * Puts statements into as few managed policies as they fit in. They stay in their order; one that is too large for a policy, or that would
 * need a policy more, is cut.
 *
 * What is in a policy should stay there when an action is added to the role: a change of all policies is hard to review, and while
 * CloudFormation moves a permission from one policy to another the role may be without it. So a policy is not filled to the brim where
 * that saves none. It ends at the border with the lowest digest of those near its end, which is not moved by what is added before it;
 * then the policies after it are the same as before. A border between two statements goes before one in a statement, and there one
 * between the actions of two services before others.
 */
export function packStatements(statements: readonly Piece[]): Statement[][] {
  if (statements.length === 0) return [];
  const fewest = policiesAtLeast(statements, 0);
  const pieces = statements.flatMap(cutRepeated);
  const packed = firstOfFewest([
    ...RESERVES.map((reserve) => () => packInOrder(pieces, reserve, false)),
    ...RESERVES.map((reserve) => () => packInOrder(pieces, reserve, true)),
    () => packWithoutGaps(pieces),
  ], (policies) => policies.length, fewest);
  return packed.map((policy) => policy.pieces.map(({ statement }) => statement));
}

/** The fewest managed policies that statements could fit into, however they are cut, once so many characters of them are elsewhere. */
export function policiesAtLeast(pieces: readonly Piece[], elsewhere: number): number {
  const total = pieces.reduce((sum, piece) => sum + piece.size, -elsewhere);
  return Math.max(0, Math.ceil(total / ROOM));
}

/** Cuts a piece in two, of which the first fits into some room and leaves no more than the reserve if it can; undefined if no part fits. */
export function cutToRoom(piece: Piece, room: number, reserve: number): [Piece, Piece] | undefined {
  const list = longestList(piece);
  const at = list && itemBorder(piece, list, room, reserve);
  return list && at ? cutPiece(piece, list, at) : undefined;
}

/** Tries ways to do something until one needs no more than the fewest, and returns the first of the best. */
export function firstOfFewest<T>(ways: readonly (() => T)[], count: (done: T) => number, fewest: number): T {
  let best = ways[0]();
  for (const way of ways.slice(1)) {
    if (count(best) <= fewest) break;
    const done = way();
    if (count(done) < count(best)) best = done;
  }
  return best;
}

/** One policy after another; with `cuts`, statements are cut to fill a policy although they would fit into the next. */
function packInOrder(pieces: readonly Piece[], reserve: number, cuts: boolean): Policy[] {
  const policies: Policy[] = [];
  const waiting = [...pieces].reverse();
  while (waiting.length > 0) {
    const policy = newPolicy(policies);
    let next = waiting.pop();
    for (; next !== undefined && next.size <= policy.room; next = waiting.pop()) policy.put(next);
    if (next === undefined) break;
    const border = statementBorder(policy, next, reserve);
    const rest = border === undefined && (cuts || next.size > ROOM) ? putPart(policy, next, reserve) : next;
    if (rest !== undefined) waiting.push(rest);
    if (border !== undefined) while (policy.pieces.length > border) waiting.push(policy.takeLast());
  }
  return policies;
}

/** What cannot be cut first, the largest at the beginning; then the rest is poured into the gaps. */
function packWithoutGaps(pieces: readonly Piece[]): Policy[] {
  const policies: Policy[] = [];
  const solid = pieces.filter(({ statement }) => cuttableLists(statement).length === 0);
  for (const piece of [...solid].sort((a, b) => b.size - a.size)) {
    putPart(policies.find(({ room }) => piece.size <= room) ?? newPolicy(policies), piece, 0);
  }
  for (const piece of pieces.filter(({ statement }) => cuttableLists(statement).length > 0)) {
    let rest: Piece | undefined = piece;
    for (const policy of policies) {
      if (rest !== undefined && policy.room >= TOO_LITTLE_ROOM) rest = putPart(policy, rest, 0);
    }
    while (rest !== undefined) rest = putPart(newPolicy(policies), rest, 0);
  }
  policies.forEach((policy) => policy.pieces.sort((a, b) => a.rank - b.rank));
  return policies;
}

function newPolicy(policies: Policy[]): Policy {
  policies.push(new Policy());
  return policies[policies.length - 1];
}

/** Puts as much of a piece into a policy as fits, and returns the rest. Into an empty policy, at least the smallest part goes. */
function putPart(policy: Policy, piece: Piece, reserve: number): Piece | undefined {
  if (piece.size <= policy.room) return void policy.put(piece);
  const isEmpty = policy.pieces.length === 0;
  const list = longestList(piece);
  if (isEmpty && list === undefined) return void policy.put(checked(piece));
  const parts = cutToRoom(piece, policy.room, reserve) ?? (isEmpty && list ? cutPiece(piece, list, 1) : undefined);
  if (parts === undefined) return piece;
  policy.put(checked(parts[0]));
  return parts[1];
}

/** How many statements of a policy to keep; undefined if its end is not near, and thus in the statement that comes next. */
function statementBorder(policy: Policy, next: Piece, reserve: number): number | undefined {
  let { room } = policy;
  let best: { readonly at: number; readonly digest: string } | undefined;
  for (let at = policy.pieces.length; at > 0 && room <= reserve; at--) {
    // Without its actions, as one more of them should change nothing.
    const { effect, resources, conditions } = (policy.pieces[at] ?? next).statement;
    const digest = digestOf(JSON.stringify([effect, resources.map(({ text }) => text), conditions?.text]));
    if (best === undefined || digest < best.digest) best = { at, digest };
    room += policy.pieces[at - 1].size;
  }
  return best?.at;
}

/** How many items of a list to keep, so that the statement fits into the room; undefined if none does. */
function itemBorder(piece: Piece, list: CuttableList, room: number, reserve: number): number | undefined {
  const sizes = piece.itemSizes[list];
  let taken = piece.size - listSize(sizes);
  let best: { readonly at: number; readonly digest?: string } | undefined;
  for (let at = 1; at < sizes.length; at++) {
    taken += sizes[at - 1] + (at === 1 ? 0 : SEPARATOR_SIZE);
    const needed = taken + (at === 1 ? 0 : BRACKETS_SIZE);
    if (needed > room) break;
    if (room - needed > reserve) {
      best = { at };
      continue;
    }
    const [last, first] = [itemText(piece.statement, list, at - 1), itemText(piece.statement, list, at)];
    const digest = `${serviceOf(last) === serviceOf(first) ? 1 : 0}${digestOf(first)}`;
    if (best?.digest === undefined || digest < best.digest) best = { at, digest };
  }
  return best?.at;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Actions may be objects, such as the `Ref` of a parameter. */
function itemText(statement: Statement, list: CuttableList, i: number): string {
  const action: unknown = statement.actions[i];
  if (list === 'resources') return statement.resources[i].text;
  return typeof action === 'string' ? action : JSON.stringify(action);
}

/** What an action begins with; the same for all resources. */
function serviceOf(item: string): string {
  return item.slice(0, item.indexOf(':'));
}

/** The list to cut: with the longer one, less is repeated in each part. */
function longestList(piece: Piece): CuttableList | undefined {
  const lists = cuttableLists(piece.statement);
  return lists.length === BOTH_LISTS && listSize(piece.itemSizes.actions) < listSize(piece.itemSizes.resources) ? 'resources' : lists[0];
}

/** Cuts the shorter list of a statement that is too large, if repeating it in each part of the longer one would take too much room. */
function cutRepeated(piece: Piece): Piece[] {
  if (piece.size <= ROOM || cuttableLists(piece.statement).length < BOTH_LISTS) return [piece];
  const longer = longestList(piece)!;
  const shorter = longer === 'actions' ? 'resources' : 'actions';
  const smallest = piece.size - listSize(piece.itemSizes[longer]) + piece.itemSizes[longer].reduce((most, item) => Math.max(most, item), 0);
  if (listSize(piece.itemSizes[shorter]) <= ROOM / 2 && smallest <= ROOM) return [piece];
  return cutPiece(piece, shorter, Math.ceil(piece.itemSizes[shorter].length / 2)).flatMap(cutRepeated);
}

function cutPiece(piece: Piece, list: CuttableList, at: number): [Piece, Piece] {
  const { statement, itemSizes, rank } = piece;
  const around = piece.size - listSize(itemSizes[list]);
  const [head, rest] = cutStatement(statement, list, at);
  const part = (of: Statement, sizes: readonly number[], frame: number) =>
    new Piece(of, frame + listSize(sizes), rank, { ...itemSizes, [list]: sizes });
  return [part(head, itemSizes[list].slice(0, at), around), part(rest, itemSizes[list].slice(at), around - sidSize(statement))];
}

/** Only the first part has the Sid. */
function sidSize({ sid }: Statement): number {
  return sid === undefined ? 0 : `,"Sid":${JSON.stringify(sid)}`.length;
}

/** A list as it stands in a statement. */
function listSize(sizes: readonly number[]): number {
  const items = sizes.reduce((sum, item) => sum + item + SEPARATOR_SIZE, -SEPARATOR_SIZE);
  return sizes.length === 1 ? items : items + BRACKETS_SIZE;
}

/** Lengths that are only estimated must not stop a deployment that would work; what is too large in any case must. */
function checked(piece: Piece): Piece {
  const { statement } = piece;
  const least = DOCUMENT_SIZE + statementSize(statement, 'least');
  if (least <= MANAGED_POLICY_MAX_SIZE) return piece;
  throw new InvalidInputError(`One statement is too large for any policy: ${least} characters for ${statement.actionKey} ${quote(templateText(statement.actions[0]))}. A managed policy holds ${MANAGED_POLICY_MAX_SIZE} characters, and this statement cannot be cut into smaller ones. Shorten its conditions, or name Action and Resource instead of NotAction and NotResource.`);
}
