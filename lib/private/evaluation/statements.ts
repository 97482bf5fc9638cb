import type { ConditionTest } from './conditions';
import { conditionTestsOf, valuesIn } from './conditions';
import type { Context } from './context';
import type { Truth } from './logic';
import { every, not, some } from './logic';
import type { Value } from './patterns';
import { matcherOf } from './policy-text';
import type { Caller, Naming } from './principals';
import { namingOf, outsideOf } from './principals';
import { isText, isUnknown } from './text';

/** What a policy is attached to, which decides what it may say and what it is worth. */
export type PolicyKind = 'identity' | 'boundary' | 'session' | 'resource' | 'trust';

/** Where a statement stands, counted from 0. */
export interface StatementPlace {
  readonly kind: PolicyKind;
  readonly policy: number;
  readonly statement: number;
  readonly sid?: string;
}

/** A request, ready to be compared with statements. */
export interface Question {
  readonly caller: Caller;
  /** In small letters, as actions have no case. */
  readonly action: Value;
  readonly resource: Value;
  readonly context: Context;
  /** Whether the caller has a permissions boundary. */
  readonly hasBoundary: boolean;
}

/** An element of a statement that a request may fail. */
export type ElementName = 'Effect' | 'Action' | 'NotAction' | 'Principal' | 'NotPrincipal' | 'Resource' | 'NotResource' | 'Condition';

interface Element {
  readonly name: ElementName;
  /** Of a Condition, the operator and the key. */
  readonly detail?: string;
  readonly isMet: (question: Question) => Truth;
  /** As the statement has it. */
  readonly wanted: any;
  /** What is compared with it. */
  readonly asked: (question: Question) => Asked;
}

/** What a request has: values, none, or something that nobody can tell. */
export type Asked = readonly Value[] | 'unknown';

/** An element of a statement that a request does not meet, or not surely, with what both of them have. */
export interface Unmet {
  readonly element: ElementName;
  /** Of a Condition, the operator and the key. */
  readonly detail?: string;
  readonly truth: false | 'unknown';
  readonly wanted: any;
  readonly asked: Asked;
}

/** A statement that is read once and compared with many requests. */
export interface CompiledStatement {
  readonly place: StatementPlace;
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  /** All that must be met, but for the principal. */
  readonly elements: readonly Element[];
  /** Who is named, in a policy of a resource. */
  readonly naming?: (question: Question) => Naming;
  readonly principalElement: 'Principal' | 'NotPrincipal';
  /** The element as the statement has it. */
  readonly principal?: any;
  /** Whether a condition tests who the caller is, as a Principal would name him. */
  readonly testsCaller: boolean;
}

const VERSION_WITH_VARIABLES = '2012-10-17';
const VERSIONS: readonly unknown[] = [VERSION_WITH_VARIABLES, '2008-10-17', undefined];

/** What IAM takes in a statement: it refuses any other, such as a `Conditions` that would be overlooked. */
const ELEMENTS: readonly string[] = [
  'Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition',
];

/** Conditions that name a caller, as a Principal would. */
const NAMES_CALLER = /^(?:ArnEquals|ArnLike|StringEquals|StringLike) aws:principalarn$/i;

/** Reads the statements of a policy. One that cannot be read is one that may allow and may deny anything. */
export function compilePolicy(document: any, kind: PolicyKind, policy: number): CompiledStatement[] {
  const isReadable = isObject(document) && document.Statement !== undefined && !isUnknown(document.Statement) && VERSIONS.includes(document.Version);
  const statements: any[] = isReadable ? [document.Statement].flat() : [{ unknown: 'a policy' }];
  const version = isReadable ? document.Version : undefined;
  return statements.map((statement, index) => {
    const place: StatementPlace = { kind, policy, statement: index, ...(typeof statement?.Sid === 'string' && { sid: statement.Sid }) };
    return isObject(statement) && isWellFormed(statement, kind) ? compileStatement(statement, place, version) : unreadable(place);
  });
}

/** Whether all elements are met, but for the principal. */
export function meets(statement: CompiledStatement, question: Question): Truth {
  return every(statement.elements, (element) => element.isMet(question));
}

/** Whether the statement names the caller in any way; a policy of an identity needs no name. */
export function names(statement: CompiledStatement, question: Question): Truth {
  return statement.naming === undefined ? true : some(Object.values(statement.naming(question)), (truth) => truth);
}

/** The only element that is not met, or not surely; undefined if there are more, or none. */
export function onlyUnmet(statement: CompiledStatement, question: Question): { element: ElementName; detail?: string } | undefined {
  let unmet = names(statement, question) === true ? undefined : { element: statement.principalElement as ElementName };
  for (const { name, detail, isMet } of statement.elements) {
    if (isMet(question) === true) continue;
    if (unmet !== undefined) return undefined;
    unmet = { element: name, ...(detail !== undefined && { detail }) };
  }
  return unmet;
}

/** The elements that are not met, or not surely. */
export function unmetIn(statement: CompiledStatement, question: Question): Unmet[] {
  const named = names(statement, question);
  const unmet = named === true ? [] : [{
    element: statement.principalElement as ElementName, truth: named, wanted: statement.principal, asked: question.caller.names,
  }];
  return [...unmet, ...statement.elements.flatMap(({ name, detail, isMet, wanted, asked }): Unmet[] => {
    const truth = isMet(question);
    return truth === true ? [] : [{ element: name, truth, wanted, asked: asked(question), ...(detail !== undefined && { detail }) }];
  })];
}

function compileStatement(statement: any, place: StatementPlace, version: unknown): CompiledStatement {
  const hasVariables = version === VERSION_WITH_VARIABLES;
  const conditions = conditionTestsOf(statement.Condition, hasVariables);
  const principalElement = 'NotPrincipal' in statement ? 'NotPrincipal' : 'Principal';
  return {
    place,
    effect: statement.Effect === 'Allow' || statement.Effect === 'Deny' ? statement.Effect : 'unknown',
    elements: [actionElement(statement), ...resourceElements(statement, hasVariables), ...conditions.map(conditionElement)],
    ...(isOfResource(place.kind) && { naming: namingIn(statement, principalElement) }),
    principalElement,
    principal: statement[principalElement],
    testsCaller: conditions.some(({ name }) => NAMES_CALLER.test(name)),
  };
}

function actionElement(statement: any): Element {
  const name = 'NotAction' in statement ? 'NotAction' : 'Action';
  const comparison = { wildcards: 'text', ignoresCase: true, hasVariables: false, withoutValue: false } as const;
  const matchers = valuesIn(statement[name]).map((text) => matcherOf(text, comparison));
  const isNamed = ({ action, context }: Question) => some(matchers, (matcher) => matcher(action, context));
  return {
    name, isMet: name === 'Action' ? isNamed : (question) => not(isNamed(question)), wanted: statement[name], asked: ({ action }) => [action],
  };
}

function resourceElements(statement: any, hasVariables: boolean): Element[] {
  const name = 'NotResource' in statement ? 'NotResource' : 'Resource';
  if (!(name in statement)) return [];
  // AWS says that a variable without a value matches nothing, and leaves open what that means for all but nothing.
  const comparison = { wildcards: 'resource', hasVariables, withoutValue: name === 'Resource' ? false : 'unknown' } as const;
  const matchers = valuesIn(statement[name]).map((text) => matcherOf(text, comparison));
  const isNamed = ({ resource, context }: Question) => some(matchers, (matcher) => matcher(resource, context));
  return [{
    name, isMet: name === 'Resource' ? isNamed : (question) => not(isNamed(question)), wanted: statement[name], asked: ({ resource }) => [resource],
  }];
}

function conditionElement({ name, key, isMet, wanted }: ConditionTest): Element {
  return {
    name: 'Condition', detail: name, isMet: ({ context }) => isMet(context), wanted, asked: ({ context }) => key === undefined ? 'unknown' : context.valuesOf(key),
  };
}

function namingIn(statement: any, element: 'Principal' | 'NotPrincipal'): (question: Question) => Naming {
  if (element === 'Principal') {
    const naming = namingOf(statement.Principal);
    return ({ caller }) => naming(caller);
  }
  const isOutside = outsideOf(statement.NotPrincipal);
  // AWS: a Deny with NotPrincipal always refuses a caller who has a permissions boundary.
  return ({ caller, hasBoundary }) => ({ everyone: hasBoundary && statement.Effect === 'Deny' ? true : isOutside(caller) });
}

/** Whether IAM takes the statement at all: one element of each pair, and a principal where one belongs. */
function isWellFormed(statement: any, kind: PolicyKind): boolean {
  const count = (...elements: string[]) => elements.filter((element) => element in statement).length;
  if (!Object.keys(statement).every((key) => ELEMENTS.includes(key))) return false;
  const isFilled = ['Action', 'NotAction', 'Resource', 'NotResource'].every((name) => !(name in statement) || [statement[name]].flat().length > 0);
  const principals = count('Principal', 'NotPrincipal');
  const resources = count('Resource', 'NotResource');
  if (!isFilled || count('Action', 'NotAction') !== 1 || principals > 1 || resources > 1) return false;
  if (kind === 'trust') return principals === 1 && resources === 0;
  return isOfResource(kind) ? principals === 1 : principals === 0 && resources === 1;
}

function isOfResource(kind: PolicyKind): boolean {
  return kind === 'resource' || kind === 'trust';
}

function isObject(value: any): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value) && !isText(value);
}

function unreadable(place: StatementPlace): CompiledStatement {
  return {
    place,
    effect: 'unknown',
    elements: [],
    principalElement: 'Principal',
    testsCaller: false,
    ...(isOfResource(place.kind) && { naming: () => ({ session: 'unknown' }) }),
  };
}
