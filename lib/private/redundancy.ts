import type { Statement } from './statement';
import { isUnitable, mergeStatements, sortStatements } from './statement';

/** The text of the resource that stands for every one. */
const EVERY_RESOURCE = '"*"';

/**
 * The smallest statements that say the same, in an order that does not depend on who was first to add them.
 *
 * An action goes where another statement of the same effect and the same conditions has it on all of these resources, or on `*`. Only
 * texts that are equal count, never what a pattern covers. A statement with a Sid keeps its actions, so that it is found by its name.
 */
export function smallestStatements(statements: readonly Statement[]): Statement[] {
  const merged = sortStatements(mergeStatements(statements));
  const needed = withoutRedundant(merged.map(withoutBesideEvery));
  // What is left of two statements may now differ in one element alone.
  return needed.some((statement, i) => statement !== merged[i]) || needed.length < merged.length ? smallestStatements(needed) : merged;
}

/** Beside `*`, other resources say nothing. */
function withoutBesideEvery(statement: Statement): Statement {
  const every = statement.resources.filter(({ text }) => text === EVERY_RESOURCE);
  return every.length === 0 || every.length === statement.resources.length || !isUnitable(statement) ? statement : { ...statement, resources: every };
}

/** What is left of each statement, or the statement itself. */
function withoutRedundant(statements: Statement[]): Statement[] {
  const rows = statements.map(toRow);
  if (!shareActions(rows)) return statements;
  const holders = new Map<string, Row[]>();
  for (const row of rows) for (const resource of row.resources) addTo(holders, place(row, resource), row);

  for (const row of rows) {
    if (row.statement.sid !== undefined) continue;
    for (const other of covering(row, holders)) {
      // What others have left by now: two must not go because of each other.
      other.actions.forEach((action) => row.actions.delete(action));
    }
  }
  return rows.flatMap(rest);
}

/** Whether two statements that could cover one another have an action in common: in most roles none do. */
function shareActions(rows: readonly Row[]): boolean {
  const seen = new Map<string, Set<string>>();
  for (const { sameness, actions } of rows) {
    const others = seen.get(sameness);
    if (others === undefined) {
      seen.set(sameness, new Set(actions));
      continue;
    }
    for (const action of actions) {
      if (others.has(action)) return true;
      others.add(action);
    }
  }
  return false;
}

/** A statement, and its actions that are still needed. */
interface Row {
  readonly statement: Statement;
  /** What must be the same for one to cover another. */
  readonly sameness: string;
  readonly actions: Set<string>;
  /** None if the statement cannot be compared with others. */
  readonly resources: ReadonlySet<string>;
}

function toRow(statement: Statement): Row {
  return {
    statement,
    sameness: JSON.stringify([statement.effect, statement.conditions?.text]),
    actions: new Set(statement.actions.map(textOf)),
    resources: new Set(isUnitable(statement) ? statement.resources.map(({ text }) => text) : []),
  };
}

/** The other statements that are on all of the resources of this one. */
function covering(row: Row, holders: ReadonlyMap<string, readonly Row[]>): Row[] {
  if (row.resources.size === 0) return [];
  const resources = [...row.resources];
  // Whoever is on all of them is among those of the resource that fewest are on.
  const fewest = resources.map((resource) => holders.get(place(row, resource))!).reduce((least, some) => some.length < least.length ? some : least);
  const onSame = fewest.filter((other) => resources.every((resource) => other.resources.has(resource)));
  return [...onSame, ...holders.get(place(row, EVERY_RESOURCE)) ?? []].filter((other) => other !== row);
}

function place({ sameness }: Row, resource: string): string {
  return JSON.stringify([sameness, resource]);
}

function rest({ statement, actions, resources }: Row): Statement[] {
  if (resources.size === 0 || actions.size === statement.actions.length) return [statement];
  return actions.size === 0 ? [] : [{ ...statement, actions: statement.actions.filter((action) => actions.has(textOf(action))) }];
}

/** Actions may be objects, such as the `Ref` of a parameter. */
function textOf(action: unknown): string {
  return JSON.stringify(action);
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
