import { valuesIn } from './conditions';
import type { Truth } from './logic';
import { every, some } from './logic';
import type { Value } from './patterns';
import { matches, patternOf, piecesOf, valueOf, wildcardsIn } from './patterns';
import type { Text, Unknown } from './text';
import { isText, isUnknown, shown } from './text';

/** How a resource policy names a caller: the more exactly, the less else has to allow. */
export type Grade = 'everyone' | 'account' | 'entity' | 'session';

/** Who asks, under every name that a policy may use. */
export interface Caller {
  readonly kind: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | 'anonymous';
  readonly names: readonly Value[];
  /** The account of an AWS caller, and the user or role that he is, as far as they are known. */
  readonly account?: Value;
  readonly arn?: Value;
  /** Whether the caller is an IAM user, whom no boundary limits where a resource policy names him. */
  readonly isUser: boolean;
}

/** As in a policy: `{ AWS: [account, role, session] }`, `{ Service: … }`, `{ Federated: … }`, or `*` for nobody known. */
export type PrincipalNames = '*' | Readonly<Partial<Record<'AWS' | 'Service' | 'Federated' | 'CanonicalUser', Text | readonly Text[]>>>;

/** Whether an element names a caller, at each grade; a grade that is not there is false. */
export type Naming = Partial<Record<Grade, Truth>>;

interface Entry {
  readonly kind: string;
  readonly text: Text | Unknown;
}

const PRINCIPAL_KINDS: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
const ACCOUNT_SEGMENT = 4;
const ACCOUNT = /^\d{12}$/;
const ASSUMED_ROLE = 'assumed-role/';
const ROOT = /^arn:[^:]*:iam::\d{12}:root$/;

export function callerOf(principal: PrincipalNames): Caller {
  if (principal === '*') return { kind: 'anonymous', names: [], isUser: false };
  const [kind, given] = Object.entries(principal)[0] as [Caller['kind'], Text | readonly Text[]];
  const names = (isText(given) ? [given] : given).map(valueOf);
  if (kind !== 'AWS') return { kind, names, isUser: false };
  const account = names.map(accountOf).find((found) => found !== undefined);
  const isUser = names.some((name) => knownIn(name).includes(':user/'));
  const all = withRoot(withRole(names));
  const arn = all.find((name) => gradeOf(name) === 'entity' && name[0] === 'a') ?? (names.length === 1 ? names.find(rootAccount) : undefined);
  return { kind, names: all, account, arn, isUser };
}

/** The account in an ARN, or an account itself. */
export function accountOf(name: Value): Value | undefined {
  if (typeof name === 'string' && ACCOUNT.test(name)) return name;
  const segments = segmentsOf(name);
  const account = segments.length > ACCOUNT_SEGMENT + 1 ? segments[ACCOUNT_SEGMENT] : [];
  if (account.length === 0) return undefined;
  return account.every((piece) => typeof piece === 'string') ? account.join('') : account;
}

/** Whether two texts are the same. */
export function areSame(one: Value, other: Value): Truth {
  return matches(patternOf(piecesOf(one)), other);
}

/** Reads a Principal or a NotPrincipal once: who is named, at which grade. */
export function namingOf(element: any): (caller: Caller) => Naming {
  if (element === '*') return () => ({ everyone: true });
  const entries = entriesOf(element);
  return (caller) => {
    const naming: Naming = {};
    for (const entry of entries) {
      for (const [grade, truth] of matchesOf(entry, caller)) naming[grade] = some([naming[grade] ?? false, truth], (one) => one);
    }
    return naming;
  };
}

/** Whether a NotPrincipal means a caller: surely if it lists none of his names, surely not if it lists each of them. */
export function outsideOf(element: any): (caller: Caller) => Truth {
  const naming = namingOf(element);
  return (caller) => {
    const isListed = (name: Value) => some(Object.values(naming({ ...caller, names: [name], account: rootAccount(name) })), (truth) => truth);
    const names = caller.names.length === 0 ? [''] : caller.names;
    if (some(names, isListed) === false) return true;
    return every(names, isListed) === true ? false : 'unknown';
  };
}

function entriesOf(element: any): Entry[] {
  if (typeof element !== 'object' || element === null || Array.isArray(element) || isUnknown(element) || isText(element)) {
    return [{ kind: '', text: { unknown: 'a principal' } }];
  }
  return Object.keys(element).flatMap((kind) => valuesIn(element[kind]).map((text) => ({ kind: PRINCIPAL_KINDS.includes(kind) ? kind : '', text })));
}

function matchesOf({ kind, text }: Entry, caller: Caller): [Grade, Truth][] {
  if (kind === '') return [['session', 'unknown']];
  if (kind === 'AWS' && text === '*') return [['everyone', caller.kind === 'AWS' || caller.kind === 'anonymous' ? true : 'unknown']];
  // The canonical user of an account is known to S3 alone.
  if (kind === 'CanonicalUser' && caller.kind === 'AWS') return [['session', 'unknown']];
  if (kind !== caller.kind) return kind === 'AWS' && typeof text !== 'string' ? [['session', canBeEveryone(text)]] : [];
  // That a service or a provider could be any is nowhere documented.
  if (isUnknown(text) || text === '*') return [['session', 'unknown']];
  return kind === 'AWS' ? awsMatches(text, caller) : [['session', some(caller.names, (name) => areSame(valueOf(text), name))]];
}

/** A wholly unknown principal may be everyone. */
function canBeEveryone(text: Text | Unknown): Truth {
  return isUnknown(text) ? 'unknown' : areSame(valueOf(text), '*');
}

function awsMatches(text: Text, caller: Caller): [Grade, Truth][] {
  if (typeof text === 'string') {
    if (ACCOUNT.test(text)) return [['account', caller.account === undefined ? false : areSame(text, caller.account)]];
    // What is neither an account nor an ARN is the id of a user or a role, or of one that is deleted.
    if (!text.startsWith('arn:')) return [['session', 'unknown']];
    if (text.includes('*')) {
      const isLike = some(caller.names, (name) => matches(patternOf(wildcardsIn(text)), name));
      return [['session', isLike === false ? false : 'unknown']];
    }
  }
  if (caller.account !== undefined && areSame(valueOf(text), caller.account) === true) return [['account', true]];
  return caller.names.map((name): [Grade, Truth] => {
    const truth = areSame(valueOf(text), name);
    // A text that is known names at its own grade whomever it may name.
    if (typeof text === 'string') return [gradeOf(text), truth];
    return [truth === 'unknown' ? 'session' : gradeOf(name), truth];
  });
}

function gradeOf(name: Value): Grade {
  if (rootAccount(name) !== undefined) return 'account';
  return /:sts::.*(?:assumed-role|federated-user)\//.test(knownIn(name)) ? 'session' : 'entity';
}

/** What is known of a name, without the rest. */
function knownIn(name: Value): string {
  return piecesOf(name).filter((piece) => typeof piece === 'string').join('');
}

/** The account that a name stands for as a whole. */
function rootAccount(name: Value): Value | undefined {
  if (typeof name === 'string') return ROOT.test(name) ? accountOf(name) : undefined;
  const segments = segmentsOf(name);
  return segments[ACCOUNT_SEGMENT + 1]?.join('') === 'root' ? accountOf(name) : undefined;
}

/** The names of a session together with that of its role, whose path the session does not tell. */
function withRole(names: readonly Value[]): Value[] {
  if (names.some((name) => gradeOf(name) === 'entity')) return [...names];
  const role = names.map(roleOf).find((found) => found !== undefined);
  return role === undefined ? [...names] : [role, ...names];
}

/** The role of a session; undefined for what is none. */
function roleOf(name: Value): Value | undefined {
  const [prefix, partition, service = [], , account, resource = []] = segmentsOf(name);
  if (service.join('') !== 'sts' || resource.slice(0, ASSUMED_ROLE.length).join('') !== ASSUMED_ROLE) return undefined;
  const role = resource.slice(ASSUMED_ROLE.length, resource.lastIndexOf('/'));
  if (role.length === 0) return undefined;
  const path: Unknown = { unknown: `the path of role ${shown({ parts: role })}` };
  return [...prefix, ':', ...partition, ...':iam::'.split(''), ...account, ...':role/'.split(''), path, ...role];
}

/** The names of an AWS caller together with that of his account. */
function withRoot(names: readonly Value[]): Value[] {
  const arn = names.find((name) => accountOf(name) !== undefined && segmentsOf(name).length > ACCOUNT_SEGMENT);
  if (arn === undefined || names.some((name) => rootAccount(name) !== undefined)) return [...names];
  const [prefix, partition, , , account] = segmentsOf(arn);
  const root = [...prefix, ':', ...partition, ...':iam::'.split(''), ...account, ...':root'.split('')];
  return [root.every((piece) => typeof piece === 'string') ? root.join('') : root, ...names];
}

function segmentsOf(name: Value): (string | Unknown)[][] {
  const segments: (string | Unknown)[][] = [[]];
  for (const piece of piecesOf(name)) {
    if (piece === ':') segments.push([]);
    else segments[segments.length - 1].push(piece);
  }
  return segments;
}
