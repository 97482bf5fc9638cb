import { INLINE_POLICIES_MAX_SIZE } from './limits';
import type { Piece } from './packing';
import { DOCUMENT_SIZE, SEPARATOR_SIZE, cutToRoom, firstOfFewest, measureStatements, packStatements, policiesAtLeast } from './packing';
import { smallestStatements } from './redundancy';
import type { Statement } from './statement';

/** Where a role's statements go. */
export interface Placement {
  /** In the role resource itself: nothing else has to be made. */
  readonly inline: Statement[];
  /** In a policy resource of its own, embedded in the role: these refer to resources of the app. */
  readonly embedded: Statement[];
  /** In customer managed policies: what does not fit into the role, or all. */
  readonly managed: Statement[][];
}

/** Where they may go: `PolicyPlacement`, as the user chose it. */
export type PlacementRule = 'inline-first' | 'inline-only' | 'managed';

/** How much of the limit may be left where a statement is cut, so that the border stays when something is added before it. */
const INLINE_RESERVES = [1_024, 256, 0];

/**
 * Finds a place for every statement, within IAM's limits; with the rule `inline-only` they are all inline, and may be too large.
 *
 * A Deny goes first: it must hold before anything that it limits. The rest is sorted, so that the order in which constructs add their
 * statements changes nothing.
 *
 * @param spent what the role's other inline policies take of the limit for all of them together
 */
export function placeStatements(statements: readonly Statement[], spent: number, rule: PlacementRule = 'inline-first'): Placement {
  if (rule === 'managed') {
    // All are outside of the role resource, so that what refers to resources can be united with what does not.
    const outside = statements.map((statement) => ({ ...statement, refersToResources: true }));
    return { inline: [], embedded: [], managed: packStatements(smallestPieces(outside)) };
  }
  const room = rule === 'inline-only' ? Infinity : INLINE_POLICIES_MAX_SIZE - spent;
  const pieces = smallestPieces(statements);
  const filled = fillRole(pieces, room);
  if (filled.overflow.length === 0) return withManaged(filled);
  const fewest = policiesAtLeast(filled.overflow, filled.room);
  // A statement is easier to read in one place, so it is cut only where that saves a managed policy.
  return firstOfFewest([
    () => withManaged(filled),
    ...INLINE_RESERVES.map((reserve) => () => withManaged(fillRole(pieces, room, reserve))),
  ], ({ managed }) => managed.length, fewest);
}

function smallestPieces(statements: readonly Statement[]): Piece[] {
  return measureStatements(withUniqueSids(smallestStatements(statements)));
}

interface FilledRole {
  readonly inline: Statement[];
  readonly embedded: Statement[];
  readonly overflow: Piece[];
  /** What is left of the limit. */
  readonly room: number;
}

/** Puts statements into the role; with a reserve, it is filled up to that with a part of what does not fit as a whole. */
function fillRole(pieces: readonly Piece[], room: number, reserve?: number): FilledRole {
  const filled = { inline: new Array<Statement>(), embedded: new Array<Statement>(), overflow: new Array<Piece>(), room };
  for (const piece of pieces) {
    const place = piece.statement.refersToResources ? filled.embedded : filled.inline;
    const isFirst = place.length === 0;
    const left = filled.room - (isFirst ? DOCUMENT_SIZE - SEPARATOR_SIZE : 0);
    // A policy resource for a part alone would save none.
    const mayCut = reserve !== undefined && !(isFirst && piece.statement.refersToResources);
    const [fitting, rest] = piece.size <= left ? [piece] : mayCut ? cutToRoom(piece, left, reserve) ?? [undefined, piece] : [undefined, piece];
    if (fitting !== undefined) {
      place.push(fitting.statement);
      filled.room = left - fitting.size;
    }
    if (rest !== undefined) filled.overflow.push(rest);
  }
  return filled;
}

function withManaged({ inline, embedded, overflow }: FilledRole): Placement {
  return { inline, embedded, managed: packStatements(overflow) };
}

/** A policy that holds one Sid twice is refused by IAM; what the second statement does is kept. */
function withUniqueSids(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.map((statement) => {
    const { sid, ...unnamed } = statement;
    if (sid === undefined || !seen.has(sid)) {
      if (sid !== undefined) seen.add(sid);
      return statement;
    }
    return unnamed;
  });
}
