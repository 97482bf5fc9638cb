import type { Text } from '../../../private/evaluation/text';
import { isIntrinsic } from '../../../private/intrinsics';
import type { Policy } from '../../../private/template/policies';
import type { Statement, Test } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { judged } from '../../../private/template/trust-statement';
import { COMPARES, namesCallers as areCallers, holdsVariable } from '../../../private/trust-policy';
import { isForEveryone } from '../../principals';
import type { PlacedTrust } from '../../statements';
import { isFor, isNull, isPositive, mayBeFor, testsOf, trustAllows } from '../../statements';

/** The actions by which a role is assumed, beside those that only add to a session. */
export const ASSUME_ACTIONS = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

/** Whether a statement of a trust lets its callers assume the role; an action that is known once deployed may. */
export function mayAssume(statement: Statement, actions: readonly string[] = ASSUME_ACTIONS): boolean {
  return actions.some((action) => mayBeFor(statement, action));
}

/** Whether a test can be met by callers alone that are known by account or organization. */
export function namesCallers(test: Test): boolean {
  return isPositive(test) && isOfKnownCallers(test);
}

/** Whether what a key is compared with, if anything, stands for callers that are known. */
function isOfKnownCallers(test: Test): boolean {
  return test.values.length > 0 && !test.values.some((value) => value === '') && areCallers({ ...test, value: test.values.map(judged) });
}

const ORGANIZATION_KEYS = /^aws:PrincipalOrg(ID|Paths)$/i;

/** Whether a key says of which organization a caller is. */
export function isOrganizationKey(key: string): boolean {
  return ORGANIZATION_KEYS.test(key);
}

/** Whether a statement is for callers of organizations that are known. */
export function isForOrganization(statement: Statement): boolean {
  return testsOf(statement, ORGANIZATION_KEYS).some(namesCallers);
}

/** Whether a trust has a Deny for all but callers that are known, whatever its Allows say. */
export function refusesStrangers(trust: Policy, allow: Statement): boolean {
  const denies = DENIES.get(trust) ?? trust.statements.filter((deny) => deny.effect === 'Deny' && deny.unreadable === undefined && isForStrangers(deny));
  DENIES.set(trust, denies);
  return denies.some((deny) => (deny.when === '' || deny.when === allow.when)
    && ASSUME_ACTIONS.every((action) => isFor(deny, action) || !mayAssume(allow, [action])));
}

const DENIES = new WeakMap<Policy, readonly Statement[]>();

function isForStrangers(deny: Statement): boolean {
  // Whoever is no service of AWS is left, of which there is another test.
  const tests = deny.tests.filter(({ key, operator, values }) =>
    !(/^aws:(PrincipalIsAWSService|ViaAWSService)$/i.test(key) && /^Bool$/i.test(operator) && values.every((value) => value === 'false')));
  if (deny.notPrincipals !== undefined) return tests.length === 0 && !Object.values(deny.notPrincipals).flat().includes('*');
  return isForEveryone(deny) && tests.length === 1 && tests.every(isOfStrangers);
}

/** Whether a test is met by everybody but callers that are known, also by who says nothing of himself. */
function isOfStrangers(test: Test): boolean {
  return /Not/i.test(test.operator) && !/^ForAnyValue$/i.test(test.quantifier ?? '')
    && isOfKnownCallers({ ...test, operator: test.operator.replace(/Not/i, '') });
}

const EXTERNAL_ID = /^sts:ExternalId$/i;

/** The tests of the external ID that say what it must be. */
function externalIdTests(statement: Statement): Test[] {
  return testsOf(statement, EXTERNAL_ID).filter((test) => isPositive(test) && COMPARES.test(test.operator));
}

/** A value of an external ID that a statement of a role's trust demands. */
export interface DemandedId extends PlacedTrust {
  readonly test: Test;
  readonly value: Text;
}

/** A statement as it stands in the template, in all ways in which it can be deployed. */
export function placeOf({ role, statement }: PlacedTrust): string {
  return `${role.resource.logicalId} ${statement.location}`;
}

/** The external IDs that the roles of a template demand; an empty one is no external ID. */
export function demandedIds(template: Template): DemandedId[] {
  return trustAllows(template).flatMap((placed) => externalIdTests(placed.statement)
    .flatMap((test) => test.values.filter((value) => value !== '').map((value) => ({ ...placed, test, value }))));
}

/**
 * Whether a statement is for services of AWS alone. They are no third party that whoever guesses an external ID has send it: Cognito sends that of
 * the user pool, whose owner must be allowed to pass the role.
 */
export function isForServices({ principals }: Statement): boolean {
  return principals !== undefined && Object.keys(principals).every((kind) => kind === 'Service');
}

/** Whether a value of a test stands for any text of a form. */
export function isPattern({ operator }: Test, value: Text): boolean {
  return /Like$/i.test(operator) && /[*?]/.test(judged(value));
}

/** Whether a request needs an external ID that is one of a few: no pattern, and nothing that the request says itself. */
export function demandsExternalId(statement: Statement): boolean {
  const isOpen = (test: Test, value: Text) => value === '' || holdsVariable(judged(value)) || isPattern(test, value);
  return externalIdTests(statement).some((test) => test.values.length > 0 && !test.values.some((value) => isOpen(test, value)));
}

/**
 * The keys of conditions that can be gone in some deployment, by the statement that lacks them then: left out by `AWS::NoValue` or by a branch
 * of `Fn::If`.
 */
export function lostKeys(policy: Policy): ReadonlyMap<Statement, readonly string[]> {
  const known = LOST.get(policy) ?? findLost(policy);
  LOST.set(policy, known);
  return known;
}

/** Each policy is asked for by several rules. */
const LOST = new WeakMap<Policy, ReadonlyMap<Statement, readonly string[]>>();

function findLost(policy: Policy): Map<Statement, string[]> {
  const byPlace = new Map<string, Statement[]>();
  for (const statement of policy.statements) {
    if (statement.effect !== 'Allow') continue;
    const place = JSON.stringify([statement.location, statement.principals, statement.notPrincipals, statement.actions, statement.notActions]);
    byPlace.set(place, (byPlace.get(place) ?? []).concat(statement));
  }
  const lost = [...byPlace.values()].flatMap((variants) =>
    variants.map((statement): [Statement, string[]] => [statement, lostBy(statement, variants, policy)]));
  return new Map(lost.filter(([, keys]) => keys.length > 0));
}

function lostBy(statement: Statement, variants: readonly Statement[], policy: Policy): string[] {
  const withoutValue = statement.tests.filter(({ values }) => values.length === 0).map(({ key }) => key);
  const keys = [...leftOutByOthers(statement, variants), ...leftOutOf(statement, policy), ...withoutValue];
  return [...new Map((keys.length > 0 ? keys : emptyOperators(statement)).map((key) => [key.toLowerCase(), key])).values()];
}

/**
 * Whether a test keeps out requests with an external ID, as the roles of `cdk bootstrap` do: callers choose whether they send one, so it keeps out
 * no caller, but for third parties, which always send one.
 */
export function refusesExternalId(test: Test): boolean {
  return EXTERNAL_ID.test(test.key) && isNull(test) && test.values.length > 0 && test.values.every((value) => value === 'true');
}

/** The keys that another way of deploying the same statement tests, beside all those that this one tests. */
function leftOutByOthers(statement: Statement, variants: readonly Statement[]): string[] {
  const own = keysOf(demandsOf(statement));
  return variants.filter((other) => other.when !== statement.when).flatMap((other) => {
    const all = keysOf(demandsOf(other));
    return [...own.keys()].every((key) => all.has(key)) ? [...all].filter(([key]) => !own.has(key)).map(([, key]) => key) : [];
  });
}

/** A statement without what keeps out no caller. */
function demandsOf(statement: Statement): Statement {
  return { ...statement, tests: statement.tests.filter((test) => !refusesExternalId(test)) };
}

/** The keys of a statement's condition by their names in lower case. */
function keysOf({ tests }: Statement): Map<string, string> {
  return new Map(tests.map(({ key }) => [key.toLowerCase(), key]));
}

/** The keys that the template writes, and whose values are not there. */
function leftOutOf(statement: Statement, { raw }: Policy): string[] {
  const index = /\/Statement\/(\d+)$/.exec(statement.location)?.[1];
  const elements = raw?.Statement;
  const written = index === undefined ? undefined : (Array.isArray(elements) ? elements[Number(index)] : elements)?.Condition;
  if (written === undefined || written === null) return [];
  if (written.Ref === 'AWS::NoValue') return ['Condition'];
  if (!isBlock(written)) return [];
  const own = keysOf(statement);
  const isAbsence = (operator: string, key: string) => EXTERNAL_ID.test(key) && /^Null$/i.test(operator) && String(written[operator][key]) === 'true';
  return Object.keys(written).filter((operator) => isBlock(written[operator])).flatMap((operator) => Object.keys(written[operator])
    .filter((key) => !own.has(key.toLowerCase()) && !isAbsence(operator, key)));
}

/** Operators with no key to compare, as is left of them once a token has left out all. */
function emptyOperators({ json }: Statement): string[] {
  const condition = isBlock(json?.Condition) ? json.Condition : {};
  return Object.keys(condition).filter((operator) => isBlock(condition[operator]) && Object.keys(condition[operator]).length === 0);
}

function isBlock(value: any): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isIntrinsic(value);
}
