import type { ShownStatement, Verdict } from './ask';
import { statementAt } from './ask';
import type { DeployedPolicy } from './deployment';
import { ANYTHING, readable, readableText, readableValue } from './settled';
import type { TestedTemplate } from './tested-template';
import { list } from '../private/errors';
import type { Answer } from '../private/evaluation/evaluate';
import type { Unmet } from '../private/evaluation/statements';
import { isText, isUnknown } from '../private/evaluation/text';

/** How much of a statement is shown. */
const MOST_CHARACTERS = 600;
/** How many values of a list are shown. */
const MOST_VALUES = 6;
/** How many other ways to deploy the template are shown. */
const MOST_WORLDS = 4;

/** What was asked, for people. */
export interface Question {
  /** `Role 'AppRole' should allow s3:GetObject on 'arn:aws:s3:::data/k'.` */
  readonly expectation: string;
  /** Condition keys that the test gave. */
  readonly context: Readonly<Record<string, readonly string[]>>;
  /** How a test says for whose resource a service comes. @default in the options of Caller.service() */
  readonly howToSaySource?: string;
  /** Whether it is about somebody of whom nothing is known. */
  readonly isOfStranger?: boolean;
}

/** Throws unless the answer is the same, and the wanted one, in each way in which the template can be deployed. */
export function expectAnswer(wanted: Answer, verdicts: readonly Verdict[], question: Question, tested: TestedTemplate): void {
  if (verdicts.length === 0) throw new Error(`${question.expectation}\n${NOT_MADE}`);
  const failing = verdicts.filter(({ answer }) => answer !== wanted);
  if (failing.length > 0) throw new Error(failure(failing, verdicts, question, tested));
}

/** Why a question has no answer. */
export const NOT_MADE = 'Answer: cannot tell, as the role, or what the question names, is never made with these parameters.';

function failure(failing: readonly Verdict[], all: readonly Verdict[], question: Question, tested: TestedTemplate): string {
  const { expectation, context } = question;
  const [first] = failing;
  const near = first.answer === 'deny' ? first.near() : [];
  const shown = (text: string) => tested.shown(text, 'The context');
  const keys = Object.entries(context).map(([key, values]) => `${shown(key)} ${[values].flat().map(shown).join(', ') || '(nothing)'}`);
  return [
    expectation,
    `Answer: ${summary(first)}.`,
    ...keys.length === 0 ? [] : [`Context: ${keys.join('; ')}.`],
    ...worlds(first, failing, all),
    ...statements(first, near),
    ...hints(first, question, tested),
  ].join('\n');
}

function summary({ answer, reason, action }: Verdict): string {
  return readableText(`${answer}${action === undefined ? '' : ` for ${readable(action)}`}, as ${reason}`);
}

/** In which case the template answers so, if not in every one, and what else it answers that is not right. */
function worlds(first: Verdict, failing: readonly Verdict[], all: readonly Verdict[]): string[] {
  const isEverywhere = failing.length === all.length && failing.every((verdict) => withoutAction(verdict) === withoutAction(first));
  const others = failing.filter(({ world }, index) => world !== first.world && failing.findIndex((one) => one.world === world) === index);
  const right = all.filter((verdict) => verdict.world !== first.world && !failing.includes(verdict));
  const actions = new Set(failing.filter(({ world }) => world === first.world).map(({ action }) => action)).size - 1;
  return [
    ...actions > 0 ? [`The same goes for ${actions} more of these actions.`] : [],
    ...isEverywhere || first.world === '' ? [] : [readableText(`So it is if ${first.world}.`)],
    ...isEverywhere ? [] : others.slice(0, MOST_WORLDS).map((verdict) => readableText(`And if ${verdict.world}: ${summary(verdict)}.`)),
    ...right.slice(0, actions === 0 ? 1 : 0).map((verdict) => readableText(`But if ${verdict.world}: ${summary(verdict)}.`)),
    ...isEverywhere || others.length <= MOST_WORLDS ? [] : [`And in ${others.length - MOST_WORLDS} more ways to deploy the template.`],
  ];
}

/** What is answered, to whatever action. */
function withoutAction(verdict: Verdict): string {
  return summary({ ...verdict, action: undefined });
}

function statements({ statement }: Verdict, near: readonly ShownStatement[]): string[] {
  if (statement !== undefined) return ['', ...block(statement)];
  return near.length === 0 ? [] : ['', 'Nearest:', ...near.flatMap(block)];
}

function block({ title, location, json, misses }: ShownStatement): string[] {
  const text = shownJson(json);
  return [
    `- ${readableText(title)}${location === undefined ? '' : `, at ${location}`}`,
    ...location === undefined ? [] : [`    ${text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text}`],
    ...location === undefined ? [] : misses.flatMap(miss),
  ];
}

/** A statement of a policy, with where it stands. */
export function shownStatementText(policy: DeployedPolicy, index: number): string {
  return block(statementAt(policy, index)).join('\n').replace(/^- /, '');
}

function miss({ element, detail, truth, wanted, asked }: Unmet): string[] {
  const doubt = truth === 'unknown' ? ' (nobody can tell)' : '';
  return [
    `    ${element}${detail === undefined ? '' : ` ${detail}`}${doubt}`,
    `      request:   ${asked === 'unknown' ? '(not known)' : asked.length === 0 ? '(nothing)' : few(asked.map(readableValue))}`,
    `      statement: ${shownWanted(wanted)}`,
  ];
}

function shownWanted(wanted: any): string {
  if (wanted === undefined) return '(nothing)';
  if (isText(wanted) || isUnknown(wanted)) return readable(wanted);
  return Array.isArray(wanted) && wanted.every((value) => isText(value) || isUnknown(value)) ? few(wanted.map(readable)) : shownJson(wanted);
}

function few(values: readonly string[]): string {
  return `${values.slice(0, MOST_VALUES).join(', ')}${values.length > MOST_VALUES ? ` and ${values.length - MOST_VALUES} more` : ''}`;
}

/** A statement in one line, `${…}` for what is not known of it. */
function shownJson(json: any): string {
  const shown = shownValue(json);
  const order = ELEMENTS.filter((element) => typeof shown === 'object' && shown !== null && element in shown);
  return order.length === 0 ? JSON.stringify(shown) ?? '' : JSON.stringify({ ...Object.fromEntries(order.map((element) => [element, undefined])), ...shown });
}

/** The elements of a statement in the order in which people read them. */
const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

function shownValue(value: any): any {
  if (isText(value) || isUnknown(value)) return readable(value);
  if (Array.isArray(value)) return value.map(shownValue);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.keys(value).map((key) => [key, shownValue(value[key])])) : value;
}

/** What a test can say so that there is an answer. */
function hints({ answer, reason, statement }: Verdict, question: Question, tested: TestedTemplate): string[] {
  if (answer !== 'cannot tell') return [];
  const { howToSaySource = SAY_SOURCE, isOfStranger } = question;
  const misses = statement?.misses ?? [];
  const isOpen = ({ asked }: Unmet) => asked === 'unknown' || asked.flatMap((value) => unknownsIn(Array.from(value))).some((name) => OF_SOURCE.test(name));
  const keys = [...new Set(misses.filter(isOpen).map(({ detail }) => detail?.split(' ')[1]).filter((key) => key !== undefined))];
  const compared = misses.flatMap(({ wanted, asked }) => asked === 'unknown' ? [] : [wanted, ...asked.map((value) => Array.from(value))]);
  const names = new Set(compared.flatMap(unknownsIn));
  const parameters = [...names].filter((name) => tested.template.isParameter(name));
  const chosen = isOfStranger === true ? keys.filter((key) => OF_CALLER.test(key)) : [];
  const others = keys.filter((key) => !OF_SERVICE.test(key) && !chosen.includes(key));
  const isOpenAccount = names.has('AWS::AccountId') || (reason.startsWith('the account of') && tested.template.deployment.account === undefined);
  const found = [
    ...names.has(ANYTHING.unknown) ? ['name the resource'] : [],
    ...isOpenAccount ? ['set \'account\' in the options of AccessAssertions'] : [],
    ...names.has('AWS::Region') ? ['set \'region\' in the options of AccessAssertions'] : [],
    ...parameters.length === 0 ? [] : [`give ${parameters.map((name) => `'${name}'`).join(' and ')} a value in 'parameters' of AccessAssertions`],
    ...keys.some((key) => OF_SERVICE.test(key)) ? [howToSaySource] : [],
    ...others.length === 0 ? [] : [`say in 'context' what the request has as ${list(others.map((key) => `'${key}'`))}, [] for nothing`],
    ...isUnknownPolicy(reason) ? ['give what it says in \'managedPolicies\' of AccessAssertions'] : [],
    ...!isOpenAccount && reason.startsWith('the account of') ? ['set \'resourceAccount\''] : [],
    ...isOtherSide(reason) ? ['set \'resourceTrustsAccount\' if it lets the account of the role in'] : [],
  ];
  return [
    ...chosen.length === 0 ? [] : ['', `Whoever he is has what he likes as ${list(chosen.map((key) => `'${key}'`))}: test who he is, as by 'aws:PrincipalOrgID'.`],
    ...found.length === 0 ? [] : ['', `To get an answer: ${found.join('; ')}.`],
  ];
}

function isOtherSide(reason: string): boolean {
  return reason.startsWith('the policy of the resource') || reason.startsWith('the trust policy of that role');
}

/** Keys by which a service says for whom it comes. */
const OF_SERVICE = /^aws:Source(Arn|Account|OrgID|OrgPaths)$/i;

/** Keys of what somebody is in his own account, or says. */
const OF_CALLER = /^(aws:(PrincipalTag\/.*|PrincipalType|MultiFactorAuth.*|username|userid|SourceIdentity|RequestTag\/.*|TagKeys|UserAgent|Referer)|sts:.*)$/i;

const SAY_SOURCE = 'say for whose resource the service comes, in the options of Caller.service()';

/** What a service may send that the test does not say. */
const OF_SOURCE = /^the (service|region|resource) of the source$/;

function isUnknownPolicy(reason: string): boolean {
  return /(managed policy|boundary) .* \(not in the template\)/.test(reason);
}

/** The names of what is not known in a value. */
function unknownsIn(value: any): string[] {
  if (isUnknown(value)) return [value.unknown];
  if (isText(value)) return typeof value === 'string' ? [] : value.parts.flatMap((part) => isUnknown(part) ? [part.unknown] : []);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values<any>(value).flatMap(unknownsIn);
}
