import { matches, patternOf, valueOf, wildcardsIn } from '../../../private/evaluation/patterns';
import type { Text } from '../../../private/evaluation/text';
import { withMarks } from '../../../private/evaluation/text';
import type { ActionTarget, ResourceKind } from '../../../private/service-authorization';
import { serviceOf } from '../../../private/service-authorization';
import type { Statement } from '../../../private/template/statement';

/** How far a statement reaches among the resources of a type: what its wildcards leave open, wide last. */
const REACHES = ['none', 'one', 'pattern', 'account', 'everywhere'] as const;
export type Reach = typeof REACHES[number];

/** Whether a reach is at least as wide as another one. */
export function isAsWide(reach: Reach, wide: Reach): boolean {
  return REACHES.indexOf(reach) >= REACHES.indexOf(wide);
}

/** What stands for a part that is known only once deployed; it is in no text of a policy. */
const UNKNOWN = '\u0000';

/** A text with one character in the place of each part that is not known. */
export function knownText(text: Text): string {
  return withMarks(text, UNKNOWN);
}

/** How far a statement reaches among the resources of the types that an action requires, or of those types of it that are named. */
export function reachOf(statement: Statement, action: string, kinds?: readonly string[]): Reach {
  return remembered(statement, kinds === undefined ? action : `${action} ${kinds.join()}`, () => {
    const targets = targetsOf(action);
    const wanted = targets.filter(({ kind, isRequired }) => kinds === undefined ? isRequired : kinds.includes(kind.name));
    if (wanted.length === 0) return widestOf(statement, targets);
    return narrowest(wanted.map(({ kind }) => reachAmong(statement, kind)));
  });
}

/** Whether a statement can be for an action at all: it has a resource of one of the action's types. */
export function mayReach(statement: Statement, action: string): boolean {
  return remembered(statement, `any ${action}`, () => widestOf(statement, targetsOf(action))) !== 'none';
}

const REGION = 3;

/** Whether a Deny is for everything that an action can be on, in every region. */
export function isOnAll(deny: Statement, action: string): boolean {
  const resources = (deny.resources ?? []).filter((resource) => /^\**$/.test(knownText(resource).split(':')[REGION] ?? ''));
  return reachOf({ ...deny, resources }, action) === 'everywhere';
}

/** Whether a text of a Resource element is for all that another text stands for, for certain. */
export function coversText(pattern: Text, text: Text): boolean {
  return matches(patternOf(wildcardsIn(valueOf(pattern))), valueOf(text)) === true;
}

const REACHED = new WeakMap<Statement, Map<string, Reach>>();

/** Rules ask the same of the same statements. */
function remembered(statement: Statement, question: string, answer: () => Reach): Reach {
  const known = REACHED.get(statement) ?? new Map<string, Reach>();
  const reach = known.get(question) ?? answer();
  REACHED.set(statement, known.set(question, reach));
  return reach;
}

/** By action, of those that rules ask for. */
const TARGETS = new Map<string, readonly ActionTarget[]>();

function targetsOf(action: string): readonly ActionTarget[] {
  const [prefix, name] = action.split(':');
  const targets = TARGETS.get(action) ?? serviceOf(prefix)?.action(name)?.targets ?? [];
  TARGETS.set(action, targets);
  return targets;
}

/** An action that has no type of resource is on everything. */
function widestOf(statement: Statement, targets: readonly ActionTarget[]): Reach {
  if (targets.length > 0) return widest(targets.map(({ kind }) => reachAmong(statement, kind)));
  return statement.notResources !== undefined || (statement.resources ?? []).some((resource) => /^[*\u0000]+$/.test(knownText(resource))) ? 'everywhere' : 'none';
}

function reachAmong(statement: Statement, kind: ResourceKind): Reach {
  // What is left out of everything is rarely what matters.
  if (statement.notResources !== undefined) return 'everywhere';
  return (statement.resources ?? []).includes('*') ? 'everywhere' : widest((statement.resources ?? []).map((resource) => reachOfText(resource, kind)));
}

/** A name, a region and an account that nothing has: what matches all that they make up reaches everything of a type. */
const NAMES = ['zq8w', '7m-k'];
const VALUES: Readonly<Record<string, string>> = { Account: '098765432109', Region: 'xx-probe-9' };

/** How far a text of a Resource element reaches among the resources of a type; a partition or a region narrows nothing here. */
export function reachOfText(resource: Text, kind: ResourceKind): Reach {
  const text = knownText(resource);
  if (!mayBe(text, kind.arn)) return 'none';
  if (!/[*?]/.test(text)) return 'one';
  const [scheme, partition, service, region, account, ...name] = text.split(':');
  // A wildcard stands for colons too.
  if (partition === undefined) return coversAll(text, kind) ? 'everywhere' : 'pattern';
  if (name.length === 0) return coversAll(text.replace(/^arn:[^:*]+:/, 'arn:*:'), kind) ? 'everywhere' : 'pattern';
  const anyRegion = region === '' ? '' : '*';
  if (coversAll([scheme, '*', service, anyRegion, account, ...name].join(':'), kind)) return 'everywhere';
  return coversAll([scheme, '*', service, anyRegion, account === '' ? '' : '*', ...name].join(':'), kind) ? 'account' : 'pattern';
}

function coversAll(pattern: string, { arn }: ResourceKind): boolean {
  const compiled = patternOf(wildcardsIn(pattern));
  return NAMES.every((name) => matches(compiled, `arn:any:${arn.replace(/\$\{(\w+)\}/g, (_, variable) => VALUES[variable] ?? name)}`) === true);
}

const ARN_SEGMENTS = 6;

/** Whether a text can be an ARN of a form: what it says of service and type before its first wildcard is that of the form. */
function mayBe(text: string, form: string): boolean {
  const [scheme, , service, , , ...name] = text.split(':');
  const [formService, , , ...formName] = form.split(':');
  if (headOf(text) === text && text.split(':').length < ARN_SEGMENTS) return false;
  if (!agree(headOf(scheme), 'arn')) return false;
  if (service !== undefined && !(headOf(service) === service ? service === formService : agree(headOf(service), formService))) return false;
  return name.length === 0 || agree(headOf(name.join(':')), headOf(formName.join(':')));
}

/** A text up to the first part of it that can be several. */
function headOf(text: string): string {
  return text.split(/[*?$\u0000]/)[0];
}

/** Whether one text begins with the other. */
function agree(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

function widest(reaches: readonly Reach[]): Reach {
  return REACHES[Math.max(0, ...reaches.map((reach) => REACHES.indexOf(reach)))];
}

function narrowest(reaches: readonly Reach[]): Reach {
  return reaches.length === 0 ? 'none' : REACHES[Math.min(...reaches.map((reach) => REACHES.indexOf(reach)))];
}
