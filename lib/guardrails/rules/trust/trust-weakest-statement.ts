import { TRUST_PRINCIPAL_PAGE } from './pages';
import { ASSUME_ACTIONS, mayAssume } from './trust-statements';
import { list, quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Statement, Test } from '../../../private/template/statement';
import { accountOf } from '../../principals';
import type { Found, Rule } from '../../rule';
import { called, covers, isFor, isMetWithoutKey, isPositive, subjectOf, whenever } from '../../statements';

/** Keys of what a request adds to its session, which a statement that does not let it add anything need not test. */
const OF_SESSION: [key: RegExp, action: string][] = [
  [/^(aws:RequestTag\/.+|aws:TagKeys|sts:TransitiveTagKeys)$/i, 'sts:TagSession'],
  [/^sts:SourceIdentity$/i, 'sts:SetSourceIdentity'],
];

export const trustWeakestStatement: Rule = {
  id: 'trust-weakest-statement',
  title: 'One statement of a role\'s trust lets callers in without a condition that another one demands.',
  why: 'Each statement of a trust stands alone: whoever does not meet the stricter one comes in by the weaker one.',
  fix: 'Add the condition to every statement for the caller, or take the weaker statement out.',
  level: 'error',
  page: TRUST_PRINCIPAL_PAGE,
  find: (template) => template.roles.flatMap(weakStatements),
};

interface Entry {
  readonly statement: Statement;
  /** What it is for, of the actions that matter here. */
  readonly actions: readonly string[];
  /** The tests that only a request with the key can meet, by key in lower case. */
  readonly demands: ReadonlyMap<string, Test>;
}

/** Statements for one caller that demand the same keys: those with the same keys are not compared. */
interface Group {
  readonly keys: readonly string[];
  /** By each value of the first key, as a policy of a megabyte has thousands; those with no key or with patterns under the empty text. */
  readonly byValue: Map<string, Entry[]>;
}

/** A trust has no room for as many statements; those beyond are passed over. */
const MOST_STATEMENTS = 200;

type ByCaller = ReadonlyMap<string, ReadonlyMap<string, Group>>;

function weakStatements(role: Identity): Found[] {
  const { statements } = role.trust!;
  const entries = statements.filter((statement) => statement.effect === 'Allow' && statement.unreadable === undefined && mayAssume(statement))
    .slice(0, MOST_STATEMENTS).map(entryOf);
  const byCaller = grouped(entries);
  const refused = new Set(statements.filter(({ effect }) => effect === 'Deny').flatMap(({ tests }) => tests.filter(isMetWithoutKey).map(({ key }) => key.toLowerCase())));
  return entries.flatMap((strict) => [...weakerThan(strict, byCaller)].flatMap((weak) => {
    const missing = lacking(weak, strict).filter((key) => !refused.has(key.toLowerCase()));
    return missing.length === 0 ? [] : [{
      at: role.resource,
      subject: subjectOf(weak.statement, ...missing),
      message: `${called(weak.statement)} of the trust policy lets in without ${list(missing.map(quote))}, which ${called(strict.statement)} demands of the same caller${whenever(weak.statement)}.`,
      location: weak.statement.location,
    }];
  }));
}

function entryOf(statement: Statement): Entry {
  return {
    statement,
    actions: [...ASSUME_ACTIONS, ...OF_SESSION.map(([, action]) => action)].filter((action) => isFor(statement, action)),
    demands: new Map(statement.tests.filter((test) => isPositive(test) && test.values.length > 0).map((test) => [test.key.toLowerCase(), test])),
  };
}

function grouped(entries: readonly Entry[]): ByCaller {
  const byCaller = new Map<string, Map<string, Group>>();
  for (const entry of entries) {
    const keys = [...entry.demands.keys()].sort();
    const values = valuesToFind(entry, keys[0]);
    for (const caller of new Set(callersOf(entry.statement))) {
      const groups = byCaller.get(caller) ?? new Map<string, Group>();
      const group = groups.get(keys.join()) ?? { keys, byValue: new Map<string, Entry[]>() };
      for (const value of values) group.byValue.set(value, (group.byValue.get(value) ?? []).concat(entry));
      byCaller.set(caller, groups.set(keys.join(), group));
    }
  }
  return byCaller;
}

const ANY_VALUE = '';

function valuesToFind({ demands }: Entry, key: string | undefined): string[] {
  const test = key === undefined ? undefined : demands.get(key)!;
  return test === undefined || isLike(test) ? [ANY_VALUE] : test.values.map(shown);
}

/** The statements for the same caller, or for one that holds him, whose keys are some of those of another one. */
function weakerThan({ statement, demands }: Entry, byCaller: ByCaller): Set<Entry> {
  const isWeaker = ({ keys }: Group) => keys.length < demands.size && keys.every((key) => demands.has(key));
  const groups = callersOf(statement).flatMap((caller) => [caller, ...widerThan(caller)])
    .flatMap((caller) => [...byCaller.get(caller)?.values() ?? []].filter(isWeaker));
  return new Set(groups.flatMap(({ keys: [key], byValue }) =>
    [ANY_VALUE, ...key === undefined ? [] : demands.get(key)!.values.map(shown)].flatMap((value) => byValue.get(value) ?? [])));
}

/** The callers of a statement, an account as a whole under one name. */
function callersOf({ principals = {} }: Statement): string[] {
  return Object.keys(principals).flatMap((kind) => principals[kind].map((principal) => callerOf(kind, principal)));
}

const EVERYONE = 'AWS *';

function callerOf(kind: string, principal: Text): string {
  const name = shown(principal);
  if (kind === '*' && principal === '*') return EVERYONE;
  const account = kind === 'AWS' ? accountOf(principal) : undefined;
  if (account !== undefined && (name === account || name.endsWith(':root'))) return `AWS ${account}`;
  return `${kind} ${name.replace(/^arn:(?:\$\{AWS::Partition\}|[^:$]*):/, 'arn:')}`;
}

/** Those that hold a caller: everyone, and of a role or user its account. */
function widerThan(caller: string): string[] {
  const [, account] = /^AWS arn:(?:iam|sts)::(\d{12}|\$\{[^}]+\}):/.exec(caller) ?? [];
  if (!caller.startsWith('AWS ') || caller === EVERYONE) return [];
  return [EVERYONE, ...account === undefined ? [] : [`AWS ${account}`]];
}

/** The keys that a statement demands and a weaker one for the same requests does not; none if they are alternatives. */
function lacking(weak: Entry, strict: Entry): string[] {
  const isOneOrOther = weak.statement.location === strict.statement.location && weak.statement.when !== strict.statement.when;
  const isSameRequest = ASSUME_ACTIONS.some((action) => weak.actions.includes(action) && strict.actions.includes(action));
  if (isOneOrOther || !isSameRequest || ![...weak.demands].every(([key, test]) => overlap(test, strict.demands.get(key)!))) return [];
  return [...strict.demands].filter(([key]) => !weak.demands.has(key)).map(([, test]) => test.key)
    .filter((key) => !OF_SESSION.some(([ofSession, action]) => ofSession.test(key) && !weak.actions.includes(action)));
}

/** Whether a value that one test takes may be one of the other's. */
function overlap(test: Test, other: Test): boolean {
  return test.values.some((value) => other.values.some((one) => shown(value) === shown(one) || (isLike(test) && typeof value === 'string' && covers(value, shown(one)))));
}

/** Whether the values of a test are patterns. */
function isLike({ operator }: Test): boolean {
  return /Like$|^Arn/i.test(operator);
}
