import type { Truth } from './logic';
import type { Text, Unknown } from './text';

/** A wildcard of a pattern. One that stays inside its segment of an ARN does not stand for a colon. */
interface Wildcard {
  readonly many: boolean;
  readonly inSegment: boolean;
}

/** A character of a text, or an unknown part of it. */
export type Piece = string | Unknown;

/** A character, an unknown part or a wildcard of a pattern. */
export type Atom = Piece | Wildcard;

/** A text to be matched: a string if it is known, else piece by piece. */
export type Value = ArrayLike<Piece>;

/** A text that others are matched with. */
export interface Pattern {
  readonly atoms: readonly Atom[];
  /** The whole text, where nothing but that text matches. */
  readonly exact?: string;
  readonly hasUnknown: boolean;
  /** Whether some of its wildcards do not stand for a colon. */
  readonly isSegmented: boolean;
}

/** What AWS puts in the place of these holds neither a colon nor a wildcard. */
const WITHOUT_COLON: ReadonlySet<string> = new Set(['AWS::AccountId', 'AWS::Partition', 'AWS::Region', 'AWS::URLSuffix']);

/** Comparisons of partly known texts beyond this many steps are not made: the answer is unknown. */
const MOST_STEPS = 4_000_000;

const MANY: Wildcard = { many: true, inSegment: false };
const ONE: Wildcard = { many: false, inSegment: false };

export const MANY_IN_SEGMENT: Wildcard = { many: true, inSegment: true };
export const ONE_IN_SEGMENT: Wildcard = { many: false, inSegment: true };

/** A text of a request, ready to be matched. */
export function valueOf(text: Text): Value {
  return typeof text === 'string' ? text : text.parts.flatMap((part): Piece[] => typeof part === 'string' ? part.split('') : [part]);
}

/** A text piece by piece. */
export function piecesOf(value: Value): Piece[] {
  return typeof value === 'string' ? value.split('') : Array.from(value);
}

/** A text in small letters, where case does not matter. An unknown part keeps its name. */
export function withoutCase(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : Array.from(value, (piece) => typeof piece === 'string' ? piece.toLowerCase() : piece);
}

/** The atoms of a text of a policy in which `*` and `?` stand for other characters. */
export function wildcardsIn(value: Value): Atom[] {
  return piecesOf(value).map((piece) => piece === '*' ? MANY : piece === '?' ? ONE : piece);
}

export function patternOf(atoms: readonly Atom[]): Pattern {
  return {
    atoms,
    exact: atoms.every((atom) => typeof atom === 'string') ? atoms.join('') : undefined,
    hasUnknown: atoms.some(isUnknownPart),
    isSegmented: atoms.some((atom) => isWildcard(atom) && atom.inSegment),
  };
}

/** Whether a pattern matches a text, whatever its unknown parts are; unknown where that depends on them. */
export function matches(pattern: Pattern, value: Value): Truth {
  const isKnown = typeof value === 'string';
  if (isKnown && pattern.exact !== undefined) return pattern.exact === value;
  if (pattern.isSegmented ? globsBySegment(pattern.atoms, value) : globs(pattern.atoms, value)) return true;
  if (isKnown && !pattern.hasUnknown) return false;
  return couldMatch(pattern.atoms, value) ? 'unknown' : false;
}

/** The same pattern with wildcards that stand for colons too. */
export function acrossSegments(pattern: Pattern): Pattern {
  return patternOf(pattern.atoms.map((atom) => isWildcard(atom) ? (atom.many ? MANY : ONE) : atom));
}

export function isWildcard(atom: Atom): atom is Wildcard {
  return typeof atom === 'object' && 'many' in atom;
}

function isUnknownPart(atom: Atom): atom is Unknown {
  return typeof atom === 'object' && 'unknown' in atom;
}

/** Matches with wildcards that stand for anything. Takes back the last `*` alone, so that its time is bounded. */
function globs(atoms: readonly Atom[], value: Value): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resumed = 0;
  while (position < value.length) {
    const atom = atoms[at];
    if (atom !== undefined && isMany(atom)) {
      star = at;
      at += 1;
      resumed = position;
    } else if (atom !== undefined && isOne(atom, value[position])) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      resumed += 1;
      position = resumed;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (at < atoms.length && isMany(atoms[at])) at += 1;
  return at === atoms.length;
}

/** Matches with wildcards of which some do not stand for a colon, following all places of the pattern at once. */
function globsBySegment(atoms: readonly Atom[], value: Value): boolean {
  let places = reached(new Set([0]), atoms);
  for (let position = 0; position < value.length && places.size > 0; position += 1) {
    const next = new Set<number>();
    for (const place of places) {
      const atom = atoms[place];
      if (atom === undefined) continue;
      if (isMany(atom)) {
        if (!(atom as Wildcard).inSegment || !mayHoldColon(value[position])) next.add(place);
      } else if (isOne(atom, value[position])) {
        next.add(place + 1);
      }
    }
    places = reached(next, atoms);
  }
  return places.has(atoms.length);
}

/** The places themselves, and those after a `*` that stands for nothing. */
function reached(places: Set<number>, atoms: readonly Atom[]): Set<number> {
  for (const place of places) {
    if (place < atoms.length && isMany(atoms[place])) places.add(place + 1);
  }
  return places;
}

function isMany(atom: Atom): boolean {
  return isWildcard(atom) && atom.many;
}

/** Whether an atom that stands for one piece stands for this one; an unknown part is the same as itself alone. */
function isOne(atom: Atom, piece: Piece): boolean {
  if (typeof atom === 'string') return atom === piece;
  if (isUnknownPart(atom)) return typeof piece === 'object' && piece.unknown === atom.unknown;
  return typeof piece === 'string' && !(atom.inSegment && piece === ':');
}

function mayHoldColon(piece: Piece): boolean {
  return typeof piece === 'string' ? piece === ':' : piece.isMadeUp !== true && !staysInSegment(piece);
}

/** Whether what stands for other text never stands for a colon. */
function staysInSegment(atom: Atom): boolean {
  if (typeof atom === 'string') return false;
  return isWildcard(atom) ? atom.inSegment : atom.isInSegment === true || WITHOUT_COLON.has(atom.unknown);
}

/** Whether some values of the unknown parts make the pattern match. */
function couldMatch(atoms: readonly Atom[], value: Value): boolean {
  if (atoms.length * value.length > MOST_STEPS) return true;
  // One row a piece of the value: whether the pattern up to each place may match the value up to that piece.
  let row = [true];
  atoms.forEach((atom, place) => row.push(row[place] && isOpen(atom)));
  for (let position = 0; position < value.length; position += 1) {
    const piece = value[position];
    const next = [row[0] && isOpen(piece)];
    const ofName = typeof piece === 'object' && piece.isMadeUp === true ? placesAfterName(atoms, row) : undefined;
    atoms.forEach((atom, place) => {
      const fitsOne = isOne(atom, piece) && row[place];
      const passesAtom = isOpen(atom) && (next[place] || (row[place + 1] && !(piece === ':' && staysInSegment(atom))));
      const passesPiece = isOpen(piece) && (row[place + 1] || (next[place] && !(atom === ':' && staysInSegment(piece))));
      next.push(fitsOne || passesAtom || passesPiece || ofName?.[place + 1] === true);
    });
    row = next;
  }
  return row[atoms.length];
}

/** The places of a pattern after a made-up name, which some of its characters may be for, and a wildcard with them. */
function placesAfterName(atoms: readonly Atom[], before: readonly boolean[]): boolean[] {
  const after = [false];
  let isBegun = false;
  atoms.forEach((atom, place) => {
    isBegun ||= before[place];
    const isSeparator = atom === ':' || atom === '/' || (isUnknownPart(atom) && !isOpen(atom));
    after.push(!isSeparator && (typeof atom === 'string' ? after[place] : isBegun));
    if (isSeparator) isBegun = false;
  });
  return after;
}

/** Whether an atom may stand for any text. */
function isOpen(atom: Atom): boolean {
  return isMany(atom) || (isUnknownPart(atom) && atom.isMadeUp !== true);
}
