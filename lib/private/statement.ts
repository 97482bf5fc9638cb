import { Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Resolved } from './intrinsics';
import { resolve, size } from './intrinsics';

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
  return sortBy(sorted, (s) => JSON.stringify([s.effect === 'Deny' ? 0 : 1, s.actions.map(textOf), texts(s.resources), s.conditions?.text, s.sid]));
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
    (a, b) => ({ ...a, actions: union(a.actions, b.actions, JSON.stringify) }),
  );
  return mergeBy(
    sameButActions,
    (s) => [s.resourceKey, s.actions.map((action) => JSON.stringify(action)).sort()],
    (a, b) => ({ ...a, resources: union(a.resources, b.resources, (r) => r.text) }),
  );
}

/** Cuts a statement in two that say the same together; undefined where IAM has no such form. */
export function cutStatement(statement: Statement): [Statement, Statement] | undefined {
  // A Sid may stand once in a policy only.
  const { sid: _, ...unnamed } = statement;
  if (statement.resourceKey === 'Resource' && statement.resources.length > 1) {
    const half = Math.ceil(statement.resources.length / 2);
    return [{ ...statement, resources: statement.resources.slice(0, half) }, { ...unnamed, resources: statement.resources.slice(half) }];
  }
  if (statement.actionKey === 'Action' && statement.actions.length > 1) {
    const half = Math.ceil(statement.actions.length / 2);
    return [{ ...statement, actions: statement.actions.slice(0, half) }, { ...unnamed, actions: statement.actions.slice(half) }];
  }
  return undefined;
}

function mergeBy(
  statements: readonly Statement[],
  sameness: (statement: Statement) => unknown[],
  unite: (a: Statement, b: Statement) => Statement,
): Statement[] {
  const merged = new Map<string, Statement>();
  for (const statement of statements) {
    const unitable = statement.actionKey === 'Action' && statement.resourceKey === 'Resource' && !statement.isClosed;
    const what = unitable ? sameness(statement) : [texts(statement.resources), statement.actions, statement.resourceKey];
    const { actionKey, sid, effect, conditions, refersToResources } = statement;
    const key = JSON.stringify([actionKey, sid, effect, conditions?.text, refersToResources, what]);
    const existing = merged.get(key);
    merged.set(key, existing && unitable ? unite(existing, statement) : statement);
  }
  return [...merged.values()];
}

function union<T>(a: readonly T[], b: readonly T[], text: (item: T) => string): T[] {
  return [...new Map([...a, ...b].map((item) => [text(item), item])).values()];
}

function texts(values: readonly Value[]): string[] {
  return values.map((value) => value.text).sort();
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
