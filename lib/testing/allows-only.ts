import { actionsOfPattern, isOfKind } from './actions';
import { everywhere } from './ask';
import type { DeployedPolicy, DeployedRole, DeployedTemplate } from './deployment';
import { NOT_MADE, shownStatementText } from './failure';
import { resourceAsked, sessionOf } from './request';
import { policiesOfRole } from './resource-side';
import { readable, readableText } from './settled';
import type { TestedTemplate } from './tested-template';
import { quote } from '../private/errors';
import { valuesIn } from '../private/evaluation/conditions';
import type { Truth } from '../private/evaluation/logic';
import { not, some } from '../private/evaluation/logic';
import { matches, patternOf, valueOf, wildcardsIn, withoutCase } from '../private/evaluation/patterns';
import type { PolicyKind } from '../private/evaluation/statements';
import { compilePolicy } from '../private/evaluation/statements';
import type { Text, Unknown } from '../private/evaluation/text';
import { isUnknown } from '../private/evaluation/text';
import { actionsCovered } from '../private/service-actions';
import { serviceOf } from '../private/service-authorization';
import type { Identity } from '../private/template/identities';

/** How many actions of a statement a message names. */
const MOST_ACTIONS = 10;

/** A statement with its policy. */
interface Placed {
  readonly json: any;
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  readonly policy: DeployedPolicy;
  readonly index: number;
}

/** A statement that allows something, or may. */
interface Allow extends Placed {
  /** What a `*` in its Resource stands for, where that is not every resource: the key of a key policy. */
  readonly of?: readonly Text[];
  /** Whether the role's boundary counts. */
  readonly isLimited: boolean;
}

/** What a role may do. */
interface Limits {
  /** Whether an action, or all that a pattern of a policy stands for, is in the list. */
  readonly isListed: (action: string) => boolean;
  readonly resources?: readonly Text[];
  /** Whether an action is refused in any case, or the boundary never lets it through. */
  readonly isTaken: (action: string, isLimited: boolean) => boolean;
  /** Actions that the policies of the role name, of which the data has none. */
  readonly newer: readonly string[];
}

/** Throws unless all that a role may do is in a list. */
export function allowsOnly(name: string, role: Identity, tested: TestedTemplate, actions: readonly string[], resources?: readonly string[]): void {
  const isInList = matcher(actions.map(checkedPattern));
  const isListed = (action: string) => isInList(action.toLowerCase());
  const raw = resources?.map((resource) => tested.raw(resource, 'The resource'));
  const where = resources === undefined ? '' : ` on ${resources.map((one) => `'${tested.shown(one, 'The resource')}'`).join(', ') || 'nothing'}`;
  const only = `Role ${quote(name)} should allow only ${actions.join(', ') || 'nothing'}${where}.`;
  const found = everywhere(tested, tested.inPartitionOf(resources ?? []), (deployed) => {
    const own = deployed.role(role);
    if (own === undefined) return [];
    const on = raw?.map((one) => deployed.text(one));
    const limits = { isListed, isTaken: takenAway(own), newer: newerActions(own), ...(on !== undefined && { resources: on }) };
    return [{ world: deployed.world, problems: problemsOf(own, deployed, limits) }];
  })?.flat();
  if (found === undefined) throw new Error(`${only}\nAnswer: cannot tell, as the policies depend on too many conditions of the template.`);
  if (found.length === 0) throw new Error(`${only}\n${NOT_MADE}`);
  const wrong = found.find(({ problems }) => problems.length > 0);
  if (wrong === undefined) return;
  const isAlways = found.every(({ problems }) => problems.join() === wrong.problems.join());
  throw new Error([only, `It also allows${isAlways ? '' : `, if ${wrong.world.description}`}:`, ...wrong.problems].join('\n'));
}

function problemsOf(role: DeployedRole, deployed: DeployedTemplate, limits: Limits): string[] {
  const { identity } = role;
  const known = identity.filter((policy) => policy.isUnknown !== true);
  const own = known.flatMap((policy) => statementsOf(policy)).map((statement): Allow => ({ ...statement, isLimited: true }));
  const given = policiesOfRole([role.arn, sessionOf(role, deployed)], deployed).flatMap(({ policy, kind, statements, of }) => {
    const all = statementsOf(policy, kind);
    // One of a policy that cannot be read is as the others.
    return statements.map(({ index, isLimited }): Allow => ({ ...all[index] ?? all[0], isLimited, ...(of !== undefined && { of }) }));
  });
  return [
    ...identity.filter((policy) => !known.includes(policy)).flatMap((policy) => unknownPolicy(policy, limits)),
    ...[...own, ...given].filter(({ effect }) => effect !== 'Deny').flatMap((allow) => problemsIn(allow, limits)),
  ];
}

/** A policy of which nobody knows what it allows, or only of which services, all of whose actions are in the list. */
function unknownPolicy({ title, services }: DeployedPolicy, { isListed }: Limits): string[] {
  if (services?.every((service) => isListed(`${service}:*`))) return [];
  const what = services === undefined ? 'what nobody can tell' : `what nobody can tell of ${services.join(', ')}`;
  return [`- ${what}, by ${readableText(title)}: give what it says in 'managedPolicies' of AccessAssertions`];
}

/** What a statement allows that is not in the list, or what nobody can tell. */
function problemsIn(allow: Allow, { isListed, isTaken, newer, resources }: Limits): string[] {
  const { json, effect, isLimited } = allow;
  const problem = (what: string) => `- ${what}, by ${shownStatementText(allow.policy, allow.index)}`;
  if (effect === 'unknown') return [problem('what nobody can tell')];
  if ('NotAction' in json && resources === undefined && isListed('*')) return [];
  if ('NotAction' in json) return [problem(`all actions but ${valuesIn(json.NotAction).map(readable).join(', ')}`)];
  const patterns = valuesIn(json.Action);
  const unlisted = patterns.filter((pattern): pattern is string => typeof pattern === 'string' && (resources !== undefined || !isListed(pattern)));
  const newerOf = (pattern: string) => newer.filter((name) => matcher([pattern.toLowerCase()])(name.toLowerCase()));
  const actions = [...new Set(unlisted.flatMap((pattern) => [...actionsOfPattern(pattern), ...newerOf(pattern)]))]
    .filter((action) => !isTaken(action, isLimited)).sort();
  const more = actions.filter((action) => !isListed(action));
  const elsewhere = resources === undefined ? [] : actions.filter((action) => isListed(action) && isElsewhere(action, allow, resources));
  return [
    ...patterns.every((pattern) => typeof pattern === 'string') ? [] : [problem('actions that nobody can tell')],
    ...more.length === 0 ? [] : [problem(few(more))],
    ...elsewhere.length === 0 ? [] : [problem(`${few(elsewhere)} on other resources`)],
  ];
}

/** Whether a statement allows an action, which can be limited, on a resource that is not in the list. */
function isElsewhere(action: string, { json, of }: Allow, resources: readonly Text[]): boolean {
  const [service, name] = action.split(':');
  const targets = serviceOf(service)?.action(name)?.targets;
  if (targets?.length === 0) return false;
  if ('NotResource' in json) return true;
  const isListed = matcher(resources);
  return resourcesOf(json, of).some((text) => {
    if (isUnknown(text)) return true;
    const isPossible = targets === undefined || targets.some(({ kind }) => isOfKind(resourceAsked(text), kind));
    return isPossible && !isListed(text);
  });
}

/** The resources of a statement; in a policy of a resource, `*` and none are that resource. */
function resourcesOf(json: any, of: readonly Text[] | undefined): readonly (Text | Unknown)[] {
  const written = 'Resource' in json ? valuesIn(json.Resource) : ['*'];
  return written.flatMap((text): readonly (Text | Unknown)[] => text === '*' && of !== undefined ? of : [text]);
}

function takenAway({ identity, boundary }: DeployedRole): Limits['isTaken'] {
  const statements = [...identity, ...boundary === undefined ? [] : [boundary]].flatMap((policy) => statementsOf(policy));
  const isFull = ({ json, effect }: Placed) => effect === 'Deny' && !('Condition' in json) && valuesIn(json.Resource).includes('*');
  const denies = statements.filter(isFull).map(({ json }) => isFor(json));
  const allows = boundary === undefined || boundary.isUnknown === true ? undefined
    : statementsOf(boundary).filter(({ effect }) => effect !== 'Deny').map(({ effect, json }) => effect === 'unknown' ? (): Truth => 'unknown' : isFor(json));
  const isIn = (all: readonly ((action: string) => Truth)[], action: string) => some(all, (isOne) => isOne(action));
  return (action, isLimited) => isIn(denies, action) === true || (isLimited && allows !== undefined && isIn(allows, action) === false);
}

/** Whether a statement is for an action, or for all that a pattern stands for. */
function isFor(statement: any): (action: string) => Truth {
  const patterns = valuesIn(statement.Action ?? statement.NotAction)
    .map((text) => isUnknown(text) ? undefined : patternOf(wildcardsIn(withoutCase(valueOf(text)))));
  const isNamed = (action: string) => {
    const asked = valueOf(resourceAsked(action.toLowerCase()));
    return some(patterns, (pattern) => pattern === undefined ? 'unknown' : matches(pattern, asked));
  };
  return 'Action' in statement ? isNamed : (action) => not(isNamed(action));
}

/** What the policies of a role name of which the data has nothing: a pattern for other actions can be for it too. */
function newerActions({ identity, boundary }: DeployedRole): string[] {
  const statements = [...identity, ...boundary === undefined ? [] : [boundary]].flatMap((policy) => statementsOf(policy));
  const written = statements.filter(({ effect }) => effect !== 'unknown').flatMap(({ json }) => valuesIn(json.Action ?? json.NotAction));
  const names = written.filter((text): text is string => typeof text === 'string' && !/[*?]/.test(text));
  return [...new Set(names)].filter((name) => actionsCovered(name).length === 0);
}

function statementsOf(policy: DeployedPolicy, kind: PolicyKind = 'identity'): Placed[] {
  const written: any[] = [policy.json.Statement ?? policy.json].flat();
  return compilePolicy(policy.json, kind, 0).map(({ effect }, index) => ({ json: written[index], effect, policy, index }));
}

/** Whether one of some patterns matches all that a text, which can be a pattern itself, stands for. */
function matcher(patterns: readonly Text[]): (text: Text) => boolean {
  const compiled = patterns.map((pattern) => patternOf(wildcardsIn(valueOf(pattern))));
  return (text) => compiled.some((pattern) => matches(pattern, valueOf(resourceAsked(text))) === true);
}

function checkedPattern(action: string): string {
  if (typeof action === 'string' && /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/.test(action)) return action.toLowerCase();
  throw new Error(`The action is not one: got ${quote(action)}. Write the service and the action, such as 's3:GetObject' or 's3:Get*'.`);
}

function few(actions: readonly string[]): string {
  return `${actions.slice(0, MOST_ACTIONS).join(', ')}${actions.length > MOST_ACTIONS ? ` and ${actions.length - MOST_ACTIONS} more` : ''}`;
}
