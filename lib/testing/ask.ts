import { concernOf } from './concern';
import type { Concern, DeployedPolicy } from './deployment';
import { DeployedTemplate } from './deployment';
import { readable } from './settled';
import type { TestedTemplate } from './tested-template';
import { valuesIn } from '../private/evaluation/conditions';
import type { Answer, CompiledPolicies, EvaluationRequest, StatementMisses } from '../private/evaluation/evaluate';
import { compilePolicies, decide, described, missesOf } from '../private/evaluation/evaluate';
import { valueOf } from '../private/evaluation/patterns';
import type { PolicyKind, StatementPlace, Unmet } from '../private/evaluation/statements';
import type { Text } from '../private/evaluation/text';
import type { Template } from '../private/template/template';
import { readings } from '../private/template/world';

/** Policies by what they are of, in the order in which the evaluator gets them. */
export type Sources = Partial<Record<PolicyKind, readonly DeployedPolicy[]>>;

/** A request, and the policies that answer it. */
export interface Case {
  readonly sources: Sources;
  readonly request: EvaluationRequest;
}

/** A statement that decides, or that comes near to it. */
export interface ShownStatement {
  /** `statement 'Read' of inline policy 'Data'`. */
  readonly title: string;
  /** Undefined for one that is not in the template. */
  readonly location?: string;
  readonly json: any;
  readonly misses: StatementMisses['unmet'];
}

/** What the policies answer when the template is deployed in one way. */
export interface Verdict {
  readonly answer: Answer;
  readonly reason: string;
  /** The action that is not answered as the others are. */
  readonly action?: Text;
  readonly statement?: ShownStatement;
  /** Statements that come near to an Allow, where none decides; found out when it is asked for. */
  readonly near: () => readonly ShownStatement[];
  /** `the parameter Site is 'eu'`; empty if the template leaves nothing open. */
  readonly world: string;
}

const TOO_MANY: Verdict = {
  answer: 'cannot tell', reason: 'the answer depends on too many conditions of the template', near: () => [], world: '',
};

/** How many elements a statement may miss to be near, and how many such statements are shown. */
const MOST_MISSED = 2;
const MOST_SHOWN = 3;

/** What is so in each way in which the template can be deployed; undefined if there are too many. */
export function everywhere<T>(
  tested: TestedTemplate, template: Template, read: (deployed: DeployedTemplate) => T, concerns: Concern = () => true,
): T[] | undefined {
  return readings(template.world, (world) => read(new DeployedTemplate(tested, template, world, concerns)))?.map(({ value }) => value);
}

/**
 * Asks in each way in which the template can be deployed.
 *
 * @param actions what is asked for
 * @param ask answers in one of them; nothing where the question has no sense, as the role is not made
 */
export function askEverywhere(
  tested: TestedTemplate, template: Template, actions: readonly string[], ask: (deployed: DeployedTemplate) => Verdict[],
): Verdict[] {
  const found = everywhere(tested, template, ask, concernOf(actions))?.flat() ?? [TOO_MANY];
  if (!found.every(({ answer, statement }) => answer === 'deny' && statement === undefined)) return found;
  // Statements for other actions decide nothing, and would be asked for what they depend on; but one can be what was meant.
  const all = () => everywhere(tested, template, ask)?.flat() ?? found;
  const near = () => all().map((verdict) => verdict.near()).find((statements) => statements.length > 0) ?? [];
  return found.map((verdict) => ({ ...verdict, near }));
}

/** The answer to a request, which is allowed if all its actions are. */
export function answerOf({ sources, request }: Case, { world: { description: world } }: DeployedTemplate): Verdict {
  const policies = compiled(sources);
  const verdicts = request.actions.map((action): Verdict => verdictOf(policies, sources, { ...request, actions: [action] }, action, world));
  const found = verdicts.find(({ answer }) => answer === 'deny') ?? verdicts.find(({ answer }) => answer === 'cannot tell') ?? verdicts[0];
  return { ...found, action: request.actions.length > 1 && found.answer !== 'allow' ? found.action : undefined };
}

/** Policies are read once for all requests. */
function compiled(sources: Sources): CompiledPolicies {
  if (!COMPILED.has(sources)) {
    const documents = Object.entries(sources).map(([kind, policies]) => [kind, policies.map(({ json }) => json)]);
    COMPILED.set(sources, compilePolicies(Object.fromEntries(documents)));
  }
  return COMPILED.get(sources)!;
}

const COMPILED = new WeakMap<Sources, CompiledPolicies>();

function verdictOf(policies: CompiledPolicies, sources: Sources, request: EvaluationRequest, action: Text, world: string): Verdict {
  const { answer, reason, statement } = decide(policies, request);
  const misses = () => missesOf(policies, request, action).map((one): StatementMisses => ({ ...one, unmet: withAction(one.unmet, action) }));
  const doubtsOf = (decisive: StatementPlace) => misses().find(({ place }) => isSamePlace(place, decisive))?.unmet.filter(({ truth }) => truth === 'unknown');
  const shown = statement && shownStatement(statement, answer === 'cannot tell' ? doubtsOf(statement) : [], sources);
  const isOpen = statement === undefined && answer !== 'allow';
  return {
    answer,
    action,
    world,
    reason: shown === undefined ? reason : reason.replace(described(statement), () => shown.title),
    near: () => (isOpen ? nearest(misses().filter((one) => isOfUse(one, action, reason, sources))) : [])
      .map(({ place, unmet }) => shownStatement(place, unmet, sources)),
    ...(shown !== undefined && { statement: shown }),
  };
}

/** The evaluator compares actions in small letters. */
function withAction(unmet: readonly Unmet[], action: Text): Unmet[] {
  return unmet.map((miss) => miss.element === 'Action' || miss.element === 'NotAction' ? { ...miss, asked: [valueOf(action)] } : miss);
}

/** Whether a statement that is not met tells why nothing is allowed: it is known, one of the policies that lack it, and for the service. */
function isOfUse({ place, unmet }: StatementMisses, action: Text, reason: string, sources: Sources): boolean {
  if (policyAt(place, sources).isUnknown === true || (place.kind === 'boundary') !== reason.includes('boundary')) return false;
  const service = `${readable(action).split(':')[0]}:`;
  return unmet.every(({ element, wanted }) => element !== 'Action' || valuesIn(wanted).some((text) => text === '*' || readable(text).startsWith(service)));
}

/** The Allows that fail by the fewest elements. */
function nearest(misses: readonly StatementMisses[]): StatementMisses[] {
  const allows = misses.filter(({ effect, unmet }) => effect !== 'Deny' && unmet.length > 0 && unmet.length <= MOST_MISSED);
  const fewest = Math.min(...allows.map(({ unmet }) => unmet.length));
  return allows.filter(({ unmet }) => unmet.length === fewest).slice(0, MOST_SHOWN);
}

/** A statement of a policy for people. */
export function statementAt(policy: DeployedPolicy, index: number, misses: ShownStatement['misses'] = []): ShownStatement {
  const json = [policy.json.Statement ?? policy.json].flat()[index];
  const location = policy.locations[index];
  return { title: titleOf(policy, index, json), json, misses, ...(location !== undefined && { location }) };
}

function shownStatement({ statement, ...place }: StatementPlace, misses: ShownStatement['misses'] | undefined, sources: Sources): ShownStatement {
  return statementAt(policyAt(place, sources), statement, misses);
}

function titleOf(policy: DeployedPolicy, index: number, json: any): string {
  if (policy.isUnknown === true) return policy.title;
  if (typeof json?.Sid === 'string') return `statement '${json.Sid}' of ${policy.title}`;
  // A number is that of the template, where statements can be left out.
  const number = /\/Statement\/(\d+)$/.exec(policy.locations[index] ?? '')?.[1] ?? index;
  return `statement ${Number(number) + 1} of ${policy.title}`;
}

function policyAt({ kind, policy }: Pick<StatementPlace, 'kind' | 'policy'>, sources: Sources): DeployedPolicy {
  return sources[kind]![policy];
}

function isSamePlace(one: StatementPlace, other: StatementPlace): boolean {
  return one.kind === other.kind && one.policy === other.policy && one.statement === other.statement;
}
