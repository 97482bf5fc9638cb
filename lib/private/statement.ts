import { Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { InvalidInputError, quote } from './errors';
import type { Resolved } from './intrinsics';
import { holdsNoValue, resolve, size } from './intrinsics';

/** One value of a statement: as given (with tokens), as it will stand in the template, and as text to compare it by. */
interface Value {
  readonly given: any;
  readonly resolved: any;
  readonly text: string;
}

/** A statement of an identity policy, ready to be merged, measured and placed. */
export interface Statement {
  readonly sid?: string;
  readonly effect: string;
  readonly actionKey: 'Action' | 'NotAction';
  readonly actions: readonly string[];
  readonly resourceKey: 'Resource' | 'NotResource';
  readonly resources: readonly Value[];
  readonly conditions?: Value;
  /** It must stand in a resource of its own: inline in the role it could make the role wait for a resource that waits for the role. */
  readonly refersToResources: boolean;
  /** Its actions or resources are a list that only CDK can write, to which nothing can be added. */
  readonly isClosed: boolean;
}

/** Reads the JSON of a statement (`PolicyStatement.toJSON()`, or an access's own). */
export function parseStatement(scope: IConstruct, json: any): Statement {
  const resolved = resolve(scope, json);
  checkConditions(scope, json.Condition, resolved.value.Condition);
  const actionKey = 'NotAction' in json ? 'NotAction' : 'Action';
  const resourceKey = 'NotResource' in json ? 'NotResource' : 'Resource';
  const given = asList(json[resourceKey]);
  const values = asList(resolved.value[resourceKey]);
  return {
    sid: json.Sid,
    effect: json.Effect ?? 'Allow',
    actionKey,
    actions: asList(resolved.value[actionKey]),
    resourceKey,
    resources: toValues(given, values),
    conditions: json.Condition && toValue(json.Condition, resolved.value.Condition),
    refersToResources: resolved.refersToResources,
    isClosed: isListToken(json[actionKey]) || isListToken(json[resourceKey]),
  };
}

/** A condition that has no value in the template is not there, and the statement holds without it. */
export function checkConditions(scope: IConstruct, given: unknown, resolved: any): void {
  if (Tokenization.isResolvable(given)) return;
  for (const [operator, keys] of Object.entries(given ?? {})) {
    if (typeof keys !== 'object' || keys === null || Tokenization.isResolvable(keys)) continue;
    const gone = Object.keys(keys).find((key) => vanishes(resolved?.[operator]?.[key]));
    if (gone === undefined) continue;
    throw new InvalidInputError(`The condition ${operator} on ${quote(gone)} of the role ${quote(scope.node.path)} has no value once it is written, so the statement would hold without it. Give it a value, or leave it out.`);
  }
}

function vanishes(value: any): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every(vanishes) : value === undefined || holdsNoValue(value);
}

/** The statement's JSON: as given (CDK still has to write its references), or as it stands in the template. */
export function renderStatement(statement: Statement, form: 'given' | 'resolved'): any {
  return {
    [statement.actionKey]: asScalar(statement.actions),
    ...(statement.conditions ? { Condition: statement.conditions[form] } : {}),
    Effect: statement.effect,
    [statement.resourceKey]: asScalar(statement.resources.map((resource) => resource[form])),
    ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
  };
}

/** The characters of the statement without white space. */
export function statementSize(statement: Statement, count: 'least' | 'usual'): number {
  return size(renderStatement(statement, 'resolved'), count);
}

/** Statements, their actions and resources in an order that does not depend on who was first to add them; a Deny before what it limits. */
export function sortStatements(statements: readonly Statement[]): Statement[] {
  const sorted = statements.map((statement): Statement => statement.isClosed ? statement : {
    ...statement,
    actions: sortBy(statement.actions, textOf),
    resources: sortBy(statement.resources, ({ text }) => text),
  });
  return sortBy(sorted, (s) => JSON.stringify([
    s.effect === 'Deny' ? 0 : 1, s.actions.map(textOf), s.resources.map(({ text }) => text), s.conditions?.text, s.sid, s.actionKey, s.resourceKey, s.refersToResources, s.isClosed,
  ]));
}

/** By the codes of the characters, whatever the language of the machine. */
function sortBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  return keyed.sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0).map(({ item }) => item);
}

function textOf(action: unknown): string {
  return typeof action === 'string' ? action : JSON.stringify(action);
}

/**
 * Says the same with fewer statements: those that differ in their actions alone, or in their resources alone, become one.
 *
 * Nothing else may be united: two statements that differ in both would allow every action on every resource of either.
 * Statements inline in the role and those that refer to resources stay apart, as they are placed apart.
 */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const sameButActions = mergeBy(
    statements,
    (s) => [s.resourceKey, texts(s.resources)],
    (same) => ({ ...same[0], actions: union(same.map(({ actions }) => actions), JSON.stringify) }),
  );
  const merged = mergeBy(
    sameButActions,
    (s) => [s.resourceKey, actionTexts(s)],
    (same) => ({ ...same[0], resources: union(same.map(({ resources }) => resources), ({ text }) => text) }),
  );
  // United resources can be the resources of another statement.
  return merged.length < sameButActions.length ? mergeStatements(merged) : merged;
}

/** A list of a statement whose items IAM reads each by itself, so that they may stand in several statements. */
export type CuttableList = 'actions' | 'resources';

/** The lists at which a statement can be cut; none where IAM has no smaller form of it. */
export function cuttableLists(statement: Statement): CuttableList[] {
  const lists: CuttableList[] = [];
  if (statement.actionKey === 'Action' && statement.actions.length > 1) lists.push('actions');
  if (statement.resourceKey === 'Resource' && statement.resources.length > 1) lists.push('resources');
  return lists;
}

/** Cuts a statement in two that say the same together: what is before an item of a list, and the rest. */
export function cutStatement(statement: Statement, list: CuttableList, at: number): [Statement, Statement] {
  // A Sid may stand once in a policy only.
  const { sid: _, ...unnamed } = statement;
  return [{ ...statement, [list]: statement[list].slice(0, at) }, { ...unnamed, [list]: statement[list].slice(at) }];
}

function mergeBy(
  statements: readonly Statement[],
  sameness: (statement: Statement) => unknown[],
  unite: (same: readonly Statement[]) => Statement,
): Statement[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const what = isUnitable(statement) ? sameness(statement) : contents(statement);
    const { actionKey, sid, effect, conditions, refersToResources } = statement;
    const key = JSON.stringify([actionKey, sid, effect, conditions?.text, refersToResources, what]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [statement]);
    else group.push(statement);
  }
  return [...groups.values()].map((same) => isUnitable(same[0]) ? unite(same) : same[0]);
}

/** Its actions and resources are what it says, each for itself: not the rest of all others, and not a list that only CDK can write. */
export function isUnitable({ actionKey, resourceKey, isClosed }: Statement): boolean {
  return actionKey === 'Action' && resourceKey === 'Resource' && !isClosed;
}

/** All of a statement that cannot be united: the order of a closed list is CDK's, and stays. */
function contents(statement: Statement): unknown[] {
  const { resourceKey, resources, actions, isClosed } = statement;
  return isClosed ? [isClosed, resources.map(({ text }) => text), actions, resourceKey] : [texts(resources), actionTexts(statement), resourceKey];
}

function union<T>(lists: readonly (readonly T[])[], text: (item: T) => string): T[] {
  return [...new Map(lists.flat().map((item) => [text(item), item])).values()];
}

function texts(values: readonly Value[]): string[] {
  return values.map((value) => value.text).sort();
}

function actionTexts(statement: Statement): string[] {
  return statement.actions.map((action) => JSON.stringify(action)).sort();
}

/** A list token can become several values; then what stands in the template is all there is to compare. */
function toValues(given: readonly any[], resolved: readonly any[]): Value[] {
  if (given.length === resolved.length) return resolved.map((value, i) => toValue(given[i], value));
  // What another stack exports can only be written by CDK, from the token.
  if (isListToken(given) && JSON.stringify(resolved).includes('"Fn::ImportValue"')) return [toValue(given[0], resolved)];
  return resolved.map((value) => toValue(value, value));
}

function toValue(given: any, resolved: Resolved['value']): Value {
  return { given, resolved, text: JSON.stringify(resolved) };
}

/** IAM reads one element and a list of one alike. */
export function asList<T>(value: T | readonly T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? [...value] : [value as T];
}

function asScalar<T>(values: readonly T[]): T | readonly T[] {
  return values.length === 1 && !isListToken(values) ? values[0] : values;
}

function isListToken(values: unknown): boolean {
  return Array.isArray(values) && values.every((value) => typeof value === 'string') && Tokenization.reverseList(values) !== undefined;
}
