import type { Found, Level, Settings } from './rule';
import type { Text } from '../private/evaluation/text';
import { shown } from '../private/evaluation/text';
import { actionShape } from '../private/service-actions';
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

/** Everything in a template that is a statement of IAM's policy language. */
export function allStatements(template: Template): Placed[] {
  const policies = [...template.roles.map(({ trust }) => trust!), ...template.identityPolicies, ...template.otherPolicies];
  return policies.flatMap((policy) => policy.statements.map((statement) => ({ policy, statement })));
}

function allowsOf(policy: Policy): Statement[] {
  return policy.statements.filter(({ effect }) => effect === 'Allow');
}

/** Whether a statement can be for an action: its Action covers it, or its NotAction does not leave it out. What is not known of an action covers nothing. */
export function isFor(statement: Statement, action: string): boolean {
  if (statement.notActions !== undefined) return !statement.notActions.some((pattern) => covers(pattern, action));
  return (statement.actions ?? []).some((pattern) => covers(pattern, action));
}

/** Whether a text of an Action element covers an action. */
export function covers(pattern: Text, action: string): boolean {
  return typeof pattern === 'string' && actionShape(pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&')).test(action);
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

const NEGATED = /Not(?!hing)/i;

/** Whether a test can only be met by a request that has the key: no `IfExists`, no negation, no `Null`, no `ForAllValues`. */
export function isPositive({ operator, ifExists, quantifier }: Test): boolean {
  return !NEGATED.test(operator) && !/^Null$/i.test(operator) && !ifExists && !/^ForAllValues$/i.test(quantifier ?? '');
}

/** Whether a statement says what a key must be: a positive test whose values are not all-embracing. */
export function pins(statement: Statement, key: string | RegExp): boolean {
  return testsOf(statement, key).some((test) => isPositive(test) && test.values.length > 0
    && !test.values.some((value) => value === '' || /^[*?]+$/.test(shown(value))));
}

/** The principals of some kinds, without `AWS: *`'s like if not asked for. */
export function principalsOf(statement: Statement, ...kinds: string[]): Text[] {
  return kinds.flatMap((kind) => statement.principals?.[kind] ?? []);
}

/** Whether a statement is for everyone: `*`, `{ AWS: * }`. */
export function isForEveryone(statement: Statement): boolean {
  return principalsOf(statement, '*', 'AWS').some((principal) => principal === '*');
}

/** The account that a principal names: twelve digits, `${…}` for one that is known once deployed, or undefined. */
export function accountOf(principal: Text): string | undefined {
  const text = shown(principal);
  return /^\d{12}$/.test(text) ? text : /^arn:(?:[^:$]*|\$\{[^}]*\}):(?:iam|sts)::(\d{12}|\$\{[^}]+\}):/.exec(text)?.[1];
}

/** Whether an account is of the template's own owner: the stack's, or one of the settings'. */
export function isOwnAccount(account: string, template: Template, settings: Settings): boolean {
  return account === '${AWS::AccountId}' || account === template.deployment.account || settings.ownAccounts.includes(account);
}

/** How a statement is called in a message: `statement 'ReadAll'`, `statement 3`. */
export function called(statement: Statement): string {
  if (statement.sid !== undefined) return `statement '${statement.sid}'`;
  const index = /\/(\d+)$/.exec(statement.location)?.[1];
  return index === undefined ? 'a statement' : `statement ${Number(index) + 1}`;
}

/** ` if the condition X is false`, for a statement that is so in some deployments alone; empty for the others. */
export function whenever(statement: Statement): string {
  return statement.when === '' ? '' : ` (if ${statement.when})`;
}

/** The parameters of the template that a text holds. */
export function parametersIn(text: Text, template: Template): string[] {
  if (typeof text === 'string') return [];
  return text.parts.flatMap((part) => typeof part !== 'string' && template.isParameter(part.unknown) ? [part.unknown] : []);
}

/** What tells a statement apart from the others of its policy: its Sid, or else whom or what it is for. */
export function subjectOf(statement: Statement, ...details: string[]): string {
  const { sid, principals, notPrincipals, actions, notActions } = statement;
  const callers = Object.values(principals ?? notPrincipals ?? {}).flat();
  const whom = callers.length > 0 ? callers.map(shown).join(' ') : shown((actions ?? notActions ?? [])[0] ?? 'statement');
  return [sid ?? whom, ...details].join(' ');
}

const WORST_FIRST: readonly Level[] = ['fatal', 'error', 'warning', 'info'];

/** Findings of a rule, of those with one place and one subject the worst. */
export function merged(rule: Level, found: readonly Found[]): Found[] {
  const rank = ({ level = rule }: Found) => WORST_FIRST.indexOf(level);
  const bySubject = new Map<string, Found>();
  for (const one of found) {
    const place = one.at === 'template' ? '' : 'parameter' in one.at ? `parameter ${one.at.parameter}` : one.at.logicalId;
    const key = JSON.stringify([place, one.subject]);
    const known = bySubject.get(key);
    if (known === undefined || rank(one) < rank(known)) bySubject.set(key, one);
  }
  return [...bySubject.values()];
}

/** Whether a test is met by what is not one of its values. */
export function isNegated({ operator }: Test): boolean {
  return NEGATED.test(operator);
}
