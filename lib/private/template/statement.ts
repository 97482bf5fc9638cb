import { valuesIn } from '../evaluation/conditions';
import { isText, isUnknown } from '../evaluation/text';
import type { Text } from '../evaluation/text';
import { isIntrinsic } from '../intrinsics';
import { readDocument } from './document';
import type { TemplateValue, Values } from './values';
import type { World } from './world';
import { readings } from './world';

/** One `operator: { key: values }` of a statement. */
export interface Test {
  /** `ForAnyValue`, `ForAllValues` or undefined. */
  readonly quantifier?: string;
  /** The operator without quantifier and `IfExists`, as the template spells it. */
  readonly operator: string;
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly Text[];
}

/** Principals by kind: `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for a Principal that is `*` alone. */
export type Principals = Readonly<Record<string, readonly Text[]>>;

/** A statement as it is in one way of deploying the template: it has no function of CloudFormation in it, only what is not known. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  readonly sid?: string;
  /** Undefined where the statement has the other one of the pair, or neither. */
  readonly actions?: readonly Text[];
  readonly notActions?: readonly Text[];
  readonly resources?: readonly Text[];
  readonly notResources?: readonly Text[];
  readonly principals?: Principals;
  readonly notPrincipals?: Principals;
  readonly tests: readonly Test[];
  /** `2012-10-17`, `2008-10-17`, or undefined where the document says none. */
  readonly version?: string;
  /** As the evaluator reads it. */
  readonly json: any;
  /** Why nobody can look into the statement, or a part of it; undefined where all of it can be read. */
  readonly unreadable?: string;
  /** Keys of conditions that a statement has which stands in this one's place when the template is deployed in another way. */
  readonly lostKeys: readonly string[];
  /** In which case it is there so, for people: `the condition HasBoundary is false`; empty if always. */
  readonly when: string;
  /** From the resource on: `Properties/PolicyDocument/Statement/0`. */
  readonly location: string;
}

/** All statements of a policy document that stands in a template, each in all ways in which it can be deployed. */
export interface Statements {
  readonly statements: readonly Statement[];
  /** What CloudFormation puts into the text of the document, if it is text. */
  readonly enters: readonly string[];
}

/** A document as it stands in the template. */
interface Source extends Place {
  readonly raw: any;
}

/** Where a document or a statement stands. */
interface Place {
  readonly location: string;
  /** The ways of deploying the template in which it is there. */
  readonly worlds: readonly World[];
  /** The same for people; empty if it is always there. */
  readonly when: string;
}

/** Reads a document. */
export function readStatements({ raw, location, worlds, when }: Source, values: Values): Statements {
  // Statements that stand in the template one by one are read one by one: together they could have more readings than can be gone through.
  const list = isPlainObject(raw) && !isIntrinsic(raw) ? raw.Statement : undefined;
  if (list !== undefined && (Array.isArray(list) || isPlainObject(list)) && !isIntrinsic(list)) {
    const version = readings(worlds, (here) => values.resolve(raw.Version, here))?.[0]?.value;
    const elements: any[] = [list].flat();
    const added = functionIn(raw);
    const statements = [...elements, ...added === undefined ? [] : [{ [added]: '' }]].flatMap((element, index) =>
      readElement((here) => [values.resolve(element, here)].flat().filter((json) => json !== undefined).map((json) => ({ json, version })), {
        location: `${location}/Statement/${index}`, worlds, when,
      }));
    return { statements, enters: [] };
  }
  const enters = new Set<string>();
  const statements = readElement((here) => {
    const document = readDocument(values.resolve(raw, here) ?? { Statement: [] });
    document.enters.forEach((name) => enters.add(name));
    if (isUnknown(document.json)) return [{ json: document.json }];
    const elements = [document.json.Statement ?? { unknown: 'a policy without statements' }].flat().map((json) => ({ json, version: document.json.Version }));
    return document.repeated === undefined ? elements : [...elements, { json: { unknown: `a text with ${document.repeated} twice in one object` } }];
  }, { location, worlds, when });
  return { statements, enters: [...enters] };
}

/** A statement without functions, and the version of its document. */
interface Element {
  readonly json: any;
  readonly version?: any;
}

/** The statements that an element of the template becomes, in each way in which it can be deployed, those that are alike once. */
function readElement(read: (world: World) => Element[], { location, worlds, when }: Place): Statement[] {
  const found = readings(worlds, read);
  if (found === undefined) return [parse({ unknown: 'a statement that depends on too many conditions' }, undefined, location, when)];
  const byJson = new Map<string, { element: Element; description: string; in: Set<number> }>();
  found.forEach(({ value, world: { description } }, index) => value.forEach((element) => {
    const key = JSON.stringify(element.json);
    if (!byJson.has(key)) byJson.set(key, { element, description, in: new Set() });
    byJson.get(key)!.in.add(index);
  }));
  const variants = [...byJson.values()].map(({ element: { json, version }, description, in: readingsWithIt }) => {
    const isAlways = readingsWithIt.size === found.length;
    return { statement: parse(json, version, location, isAlways ? when : description), in: readingsWithIt, isAlways };
  });
  return variants.map((variant) => variant.isAlways ? variant.statement : { ...variant.statement, lostKeys: lostKeys(variant, variants) });
}

/** A statement, and the readings that have it. */
interface Variant {
  readonly statement: Statement;
  readonly in: ReadonlySet<number>;
  readonly isAlways: boolean;
}

/** The keys that what stands in its place in another reading tests, and the statement does not. */
function lostKeys(variant: Variant, others: readonly Variant[]): string[] {
  const { statement } = variant;
  const own = new Set(statement.tests.map(({ key }) => key.toLowerCase()));
  const callers = JSON.stringify(statement.principals);
  const instead = others.filter((other) => !other.isAlways && other.statement.effect === statement.effect
    && ![...variant.in].some((reading) => other.in.has(reading)) && JSON.stringify(other.statement.principals) === callers);
  const keys = instead.flatMap((other) => other.statement.tests.map(({ key }) => key));
  return [...new Set(keys.filter((key) => !own.has(key.toLowerCase())))];
}

function parse(json: any, version: any, location: string, when: string): Statement {
  const place = { json, location, when, lostKeys: [], ...(typeof version === 'string' && { version }) };
  if (!isPlainObject(json)) {
    return { ...place, effect: 'unknown', tests: [], unreadable: isUnknown(json) ? json.unknown : 'what is no statement' };
  }
  const texts = (key: string): readonly Text[] | undefined => key in json ? textsIn(json[key]) : undefined;
  const { tests, unreadable } = testsIn(json.Condition);
  return {
    ...place,
    effect: isEffect(json.Effect) ? json.Effect : 'unknown',
    ...(typeof json.Sid === 'string' && { sid: json.Sid }),
    ...optional({
      actions: texts('Action'),
      notActions: texts('NotAction'),
      resources: texts('Resource'),
      notResources: texts('NotResource'),
      principals: principalsIn(json.Principal, json.Effect === 'Allow'),
      notPrincipals: principalsIn(json.NotPrincipal, false),
    }),
    tests,
    ...optional({ unreadable: isEffect(json.Effect) ? functionIn(json) ?? unreadable : 'a statement whose Effect is neither Allow nor Deny' }),
  };
}

function isEffect(effect: any): effect is 'Allow' | 'Deny' {
  return effect === 'Allow' || effect === 'Deny';
}

/** A function beside other entries, such as `Fn::Transform`, which adds what nobody can know. */
function functionIn(json: Record<string, any>): string | undefined {
  return Object.keys(json).find((key) => key.startsWith('Fn::'));
}

function testsIn(condition: any): { tests: Test[]; unreadable?: string } {
  if (condition === undefined) return { tests: [] };
  if (!isPlainObject(condition)) return { tests: [], unreadable: 'a Condition that nobody can look into' };
  const tests = new Array<Test>();
  let unreadable: string | undefined;
  for (const [name, keys] of Object.entries<any>(condition)) {
    if (!isPlainObject(keys)) {
      unreadable = `a Condition of which ${name} cannot be looked into`;
      continue;
    }
    const [, quantifier, operator, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([^]*?)(IfExists)?$/i.exec(name)!;
    for (const [key, value] of Object.entries<any>(keys)) {
      tests.push({ ...optional({ quantifier }), operator, ifExists: ifExists !== undefined, key, values: textsIn(value) });
    }
  }
  return { tests, ...optional({ unreadable }) };
}

const PRINCIPAL_KINDS = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/** Principals by kind. AWS does not say whether it takes a kind in another case, so who is let in by one counts, and who is kept out does not. */
function principalsIn(principal: any, letsIn: boolean): Principals | undefined {
  if (principal === undefined) return undefined;
  if (!isPlainObject(principal)) return { '*': textsIn(principal) };
  const kinds = new Map<string, Text[]>();
  for (const kind of Object.keys(principal)) {
    const known = letsIn ? PRINCIPAL_KINDS.find((one) => one.toLowerCase() === kind.toLowerCase()) ?? kind : kind;
    kinds.set(known, [...kinds.get(known) ?? [], ...textsIn(principal[kind])]);
  }
  return Object.fromEntries(kinds);
}

/** The values of an element; what nothing is known of is a text of which no part is known. */
function textsIn(value: TemplateValue): Text[] {
  return valuesIn(value).map((text) => isUnknown(text) ? { parts: [text] } : text);
}

/** Without the entries that are undefined. */
function optional<T extends object>(entries: T): Partial<T> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function isPlainObject(value: any): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value) && !isText(value);
}

