import { quote } from '../private/errors';
import type { Text } from '../private/evaluation/text';
import { shown, unknownParts } from '../private/evaluation/text';
import { isOfForm } from '../private/service-actions';
import type { Identity } from '../private/template/identities';
import type { Policy } from '../private/template/policies';
import type { Statement, Test } from '../private/template/statement';
import type { Template } from '../private/template/template';

/** A statement with the policy that holds it. */
export interface Placed {
  readonly policy: Policy;
  readonly statement: Statement;
}

/** A statement of a role's trust. */
export interface PlacedTrust extends Placed {
  readonly role: Identity;
}

/** The statements that say who may assume the roles of a template: all Allows that can be read. */
export function trustAllows(template: Template): PlacedTrust[] {
  return template.roles.flatMap((role) => allowsOf(role.trust!).map((statement) => ({ role, policy: role.trust!, statement })));
}

/** The Allows of the policies of roles, users and groups; each once, whoever it is attached to. */
export function identityAllows(template: Template): Placed[] {
  return template.identityPolicies.flatMap((policy) => allowsOf(policy).map((statement) => ({ policy, statement })));
}

/** All statements of policies of resources: of buckets, queues, keys and the like, not of network endpoints. */
export function resourceStatements(template: Template): Placed[] {
  return template.otherPolicies.filter(({ use }) => use === 'resource')
    .flatMap((policy) => policy.statements.map((statement) => ({ policy, statement })));
}

/** Those of them that allow something. */
export function resourceAllows(template: Template): Placed[] {
  return resourceStatements(template).filter(({ statement }) => statement.effect === 'Allow');
}

/** Every policy that stands in a template. */
export function allPolicies(template: Template): Policy[] {
  return [...template.roles.map(({ trust }) => trust!), ...template.identityPolicies, ...template.otherPolicies];
}

/** Everything in a template that is a statement of IAM's policy language. */
export function allStatements(template: Template): Placed[] {
  return allPolicies(template).flatMap((policy) => policy.statements.map((statement) => ({ policy, statement })));
}

function allowsOf(policy: Policy): Statement[] {
  return policy.statements.filter(({ effect }) => effect === 'Allow');
}

/** Whether a statement can be for an action: its Action covers it, or its NotAction does not leave it out. What is not known of an action covers nothing. */
export function isFor(statement: Statement, action: string): boolean {
  if (statement.notActions !== undefined) return !statement.notActions.some((pattern) => covers(pattern, action));
  return (statement.actions ?? []).some((pattern) => covers(pattern, action));
}

/** Whether a statement may be for an action: one that is known once deployed may be any. */
export function mayBeFor(statement: Statement, action: string): boolean {
  return isFor(statement, action) || (statement.actions ?? []).some((written) => typeof written !== 'string');
}

/** Whether a text of an Action element covers an action. */
export function covers(pattern: Text, action: string): boolean {
  return typeof pattern === 'string' && isOfForm(pattern, action);
}

/** Whether a statement is for every resource, surely. */
export function isForEverything(statement: Statement): boolean {
  return statement.resources?.some((resource) => resource === '*' || /^arn:[^:]*:\*$|^arn:\*$/.test(shown(resource))) ?? statement.notResources !== undefined;
}

/** The tests of a key, in any case. */
export function testsOf(statement: Statement, key: string | RegExp): Test[] {
  const isKey = (name: string) => typeof key === 'string' ? name.toLowerCase() === key.toLowerCase() : key.test(name);
  return statement.tests.filter((test) => isKey(test.key));
}

/** Whether a test is met by what is not one of its values. */
export function isNegated({ operator }: Test): boolean {
  return /Not/i.test(operator);
}

/** Whether a test can only be met by a request that has the key, with one of the values: no `IfExists`, negation, `Null` or `ForAllValues`. */
export function isPositive(test: Test): boolean {
  return isKnownOperator(test) && !isNegated(test) && !isNull(test) && !test.ifExists && !isForAllValues(test);
}

/** Whether a test has an operator that the policy language has; AWS refuses a policy with another one, which then protects nobody. */
export function isKnownOperator({ operator }: Test): boolean {
  return OPERATOR.test(operator);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATOR = new RegExp(`^(${[
  'String(Not)?(Equals|EqualsIgnoreCase|Like)', '(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)', 'Bool', 'BinaryEquals', '(Not)?IpAddress',
  'Arn(Not)?(Equals|Like)', 'Null',
].join('|')})$`, 'i');

/** Whether a test can only be met by a request that has the key, whatever its value: `Null` with false too. */
export function demandsKey(test: Test): boolean {
  return isPositive(test) || (isNull(test) && test.values.length > 0 && test.values.every((value) => shown(value).toLowerCase() === 'false'));
}

/** Whether a request that lacks the key meets a test. */
export function isMetWithoutKey(test: Test): boolean {
  if (isNull(test)) return test.values.some((value) => shown(value).toLowerCase() === 'true');
  return test.ifExists || isForAllValues(test) || (isNegated(test) && !/^ForAnyValue$/i.test(test.quantifier ?? ''));
}

/** Whether a test asks whether the request has the key. */
export function isNull({ operator }: Test): boolean {
  return /^Null$/i.test(operator);
}

function isForAllValues({ quantifier }: Test): boolean {
  return /^ForAllValues$/i.test(quantifier ?? '');
}

/** The operator of a test as a policy has it: `ForAnyValue:StringLike`, `StringEqualsIfExists`. */
export function operatorOf({ operator, ifExists, quantifier }: Test): string {
  return `${quantifier === undefined ? '' : `${quantifier}:`}${operator}${ifExists ? 'IfExists' : ''}`;
}

/** Whether a statement says what a key must be: a positive test whose values are not all-embracing. */
export function pins(statement: Statement, key: string | RegExp): boolean {
  return testsOf(statement, key).some((test) => isPositive(test) && test.values.length > 0
    && !test.values.some((value) => value === '' || /^[*?]+$/.test(shown(value)) || isItself(test, value)));
}

/** Whether a value of a test is the variable of the tested key, `${aws:SourceAccount}`, which every request with the key meets. */
export function isItself({ key }: Test, value: Text): boolean {
  return shown(value).toLowerCase() === `\${${key.toLowerCase()}}`;
}

/** How a statement is called in a message: `statement 'ReadAll'`, `statement 3`. */
export function called(statement: Statement): string {
  if (statement.sid !== undefined) return `statement '${statement.sid}'`;
  const index = /\/(\d+)$/.exec(statement.location)?.[1];
  return index === undefined ? 'a statement' : `statement ${Number(index) + 1}`;
}

/** ` (if the condition X is false)`, for a statement that is so in some deployments alone; empty for the others. */
export function whenever({ when }: Statement): string {
  return ifSo(when);
}

/** ` (if the condition X is false)`; empty for what is so in every deployment. */
export function ifSo(when: string): string {
  return when === '' ? '' : ` (if ${when})`;
}

/** As many texts are named as a message has room for. */
const MOST_NAMED = 3;

/** Some texts in a message: `'a', 'b', 'c' and 2 more`. */
export function named(texts: readonly Text[], most: number = MOST_NAMED): string {
  const others = texts.length - most;
  return `${texts.slice(0, most).map((text) => quote(shown(text))).join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

/** The parameters of the template that a text holds. */
export function parametersIn(text: Text, template: Template): string[] {
  return unknownParts(text).map(({ unknown }) => unknown).filter((name) => template.isParameter(name));
}

/**
 * What tells a finding in a statement apart from those in others of its policy: the Sid of the statement, or else whom it is for, and what of it the
 * finding is about. A Sid that is a number is none: CDK counts the statements of topics so, and one more changes them.
 */
export function subjectOf(statement: Statement, ...details: string[]): string {
  const { sid, principals, notPrincipals, actions, notActions } = statement;
  const callers = Object.values(principals ?? notPrincipals ?? {}).flat().map(shown);
  const whom = details.some((detail) => callers.includes(detail)) ? [] : callers;
  const parts = [...sid !== undefined && !/^\d+$/.test(sid) ? [sid] : whom, ...details];
  return parts.length > 0 ? parts.join(' ') : shown((actions ?? notActions ?? [])[0] ?? 'statement');
}
