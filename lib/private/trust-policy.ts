import { quote } from './errors';
import { isIntrinsic, mayVanish, size } from './intrinsics';
import { isOpenClaim, keysOfApp, namesOwner, requiredKeys } from './issuer';
import { TRUST_POLICY_DEFAULT_SIZE, TRUST_POLICY_MAX_SIZE, TRUST_POLICY_RAISED_SIZE } from './limits';
import { MULTIVALUED_TRUST_KEYS } from './multivalued-keys';
import { readPolicyText } from './policy-text';
import { isOfForm } from './service-actions';
import { asList } from './statement';
import { accountIn, templateText } from './template-text';
import type { Finding } from './warnings';
import { WarningId } from './warnings';

/** One `operator: { key: value }` of a statement. */
export interface ConditionTest {
  /** `ForAnyValue`, `ForAllValues` or undefined. */
  readonly quantifier?: string;
  /** The operator without quantifier and `IfExists`, as IAM spells it. */
  readonly operator: string;
  readonly ifExists: boolean;
  readonly key: string;
  readonly value: any;
}

/** A statement of a trust policy as it stands in the template. */
export interface TrustStatement {
  readonly effect: string;
  readonly actions: string[];
  /** Principals by kind: `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*`. */
  readonly principals: Record<string, any[]>;
  readonly hasNotPrincipal: boolean;
  readonly conditions: ConditionTest[];
  /** The condition block as a whole, or a key or value of it, may not exist once deployed. */
  readonly conditionsMayVanish: boolean;
}

/** What a statement demands. */
type Conditions = Pick<TrustStatement, 'conditions'>;

/** What is wrong with a trust policy, and what its owner should know. */
export interface TrustReport {
  readonly problems: string[];
  readonly advice: Finding[];
}

const NEGATED = /^(StringNotEquals|StringNotEqualsIgnoreCase|StringNotLike|NumericNotEquals|DateNotEquals|ArnNotEquals|ArnNotLike|NotIpAddress)$/i;

/** Operators that test what a key is, not how much. */
export const COMPARES = /^(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/i;

/** Keys that say who the caller is, and what their value must look like to narrow `Principal: *` to callers that are known. */
const CALLER_KEYS: [RegExp, RegExp][] = [
  [/^aws:(Principal|Source)(Account|OrgID)$/i, /^[^*?]+$/],
  [/^aws:(Principal|Source)OrgPaths$/i, /^(o-[a-z0-9]{10,32}|X)\//],
  [/^aws:(Principal|Source)Arn$/i, /^arn:[^:]+:[^:]*:[^:]*:(\d{12}|X):/],
];

/** An ARN compared as text, in which a wildcard goes on beyond a colon. */
const ARN_AS_TEXT = /^arn:[^:*?]+:[^:*?]*:[^:*?]*:(\d{12}|X):/;

/** A policy variable that is what the caller says. */
const FILLED_IN_BY_CALLER = /^\$\{(sts:|aws:(RequestTag\/|TagKeys\}))/i;

/** Reads the statements of a trust policy from a template, JSON or text: of a conditional, both branches. */
export function parseTrust(document: any): TrustStatement[] {
  return documentsIn(document).flatMap((branch) => branches(branch?.Statement)).filter(isObject).map((statement) => ({
    effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    // Whatever NotAction leaves out, some way of assuming the role may be among the rest.
    actions: 'NotAction' in statement ? ['*'] : branches(statement.Action).map(templateText),
    principals: parsePrincipals(statement.Principal),
    hasNotPrincipal: 'NotPrincipal' in statement,
    conditions: parseConditions(statement.Condition),
    conditionsMayVanish: conditionMayVanish(statement.Condition),
  }));
}

/**
 * Judges a trust policy as a whole, whoever added its statements.
 *
 * @param ownAccount the account of the role, where it is known
 * @param parameters the names of the template's parameters, which may not enter a policy that is text
 */
export function reviewTrust(document: any, ownAccount: string | undefined, parameters: ReadonlySet<string> = new Set()): TrustReport {
  if (!isReadable(document)) {
    return {
      problems: [`The trust policy cannot be checked: got ${quote(templateText(document))}, which is not a document with statements. Write the statements out, or give the role its principal with 'assumedBy'.`],
      advice: [],
    };
  }
  const statements = parseTrust(document);
  const problems = [
    ...branches(document).filter((branch) => readPolicyText(branch) !== undefined).flatMap((text) => textProblems(text, parameters)),
    ...statements.filter((s) => s.effect === 'Allow').flatMap(statementProblems),
  ];
  const advice = new Array<Finding>();

  const written = documentsIn(document).length === 1 ? documentsIn(document)[0] : document;
  const least = size(written, 'least');
  const usual = size(written, 'usual');
  if (least > TRUST_POLICY_MAX_SIZE) {
    problems.push(`The trust policy is too large: at least ${least} characters without white space. IAM allows ${TRUST_POLICY_DEFAULT_SIZE}, and no raised quota gives more than ${TRUST_POLICY_MAX_SIZE}. Make several roles, or trust an account instead of its single roles.`);
  } else if (usual > TRUST_POLICY_DEFAULT_SIZE) {
    const often = usual > TRUST_POLICY_RAISED_SIZE
      ? `even a raised quota is usually ${TRUST_POLICY_RAISED_SIZE}`
      : 'raise the quota L-C07B4B0D \'Role trust policy length\' in every account that deploys this';
    advice.push({ id: WarningId.TRUST_POLICY_SIZE, message: `The trust policy is large: about ${usual} characters without white space, and IAM allows ${TRUST_POLICY_DEFAULT_SIZE} by default; ${often}, or make several roles.` });
  }

  const allowed = statements.filter((s) => s.effect === 'Allow');
  const foreign = allowed.flatMap((s) => s.principals.AWS ?? []).flatMap((caller) => otherAccount(caller, ownAccount) ?? [])[0];
  const service = allowed.flatMap((s) => s.principals.Service ?? []).map(templateText)[0];
  if (foreign !== undefined && service !== undefined) {
    advice.push({ id: WarningId.TRUST_MIXED, message: `The role can be assumed by the service ${quote(service)} and by ${foreign}: whoever may pass it to the service gets what was meant for the other account. Make two roles.` });
  }
  if (allowed.some((s) => allows(s, 'sts:TagSession') && comesFromOutside(s) && !closes(s, /^aws:TagKeys$/i))) {
    advice.push({ id: WarningId.SESSION_TAGS_OPEN, message: 'A caller may set any session tag (sts:TagSession without a condition on aws:TagKeys), so policies that test aws:PrincipalTag can be talked round. List the tag keys: ForAllValues:StringEquals aws:TagKeys together with Null aws:TagKeys false.' });
  }
  if (allowed.some((s) => allows(s, 'sts:SetSourceIdentity') && comesFromOutside(s) && !closes(s, /^sts:SourceIdentity$/i))) {
    advice.push({ id: WarningId.SOURCE_IDENTITY_OPEN, message: 'A caller may set any source identity (sts:SetSourceIdentity without a condition on sts:SourceIdentity), so what the logs say of who acted is his word. Say what it must be: StringLike sts:SourceIdentity.' });
  }
  const everyone = allowed.find((s) => s.principals.AWS?.some(isEveryone) && !tests(s, /^aws:PrincipalOrg(ID|Paths)$/i));
  if (everyone !== undefined) {
    advice.push({ id: WarningId.TRUST_EVERYONE, message: 'The trust policy is for every AWS account, and a condition alone narrows it: an account that the condition names by a wildcard or by mistake gets in. Name the accounts in Principal, or the organization in aws:PrincipalOrgID.' });
  }
  const openIssuer = allowed.flatMap((s) => oidcIssuers(s).filter((issuer) => !namesSubject(s, issuer)))[0];
  if (openIssuer !== undefined) {
    advice.push({ id: WarningId.OIDC_SUBJECT_OPEN, message: `Whoever has a token of ${quote(openIssuer)} for any audience or subject can assume the role. Test the claims aud and sub of the issuer, or use OidcPrincipal, which pins both.` });
  }
  const isOwnerOpen = (s: TrustStatement, issuer: string) => namesSubject(s, issuer) && !namesOwner(issuer, valuesOfClaims(s, issuer));
  const openOwner = allowed.flatMap((s) => oidcIssuers(s).filter((issuer) => isOwnerOpen(s, issuer)))[0];
  if (openOwner !== undefined) {
    advice.push({ id: WarningId.OIDC_SUBJECT_OPEN, message: `Anybody's tokens of ${quote(openOwner)} can have what the role demands: no claim says whose repository it is. Test sub from the owner on, or repository_owner_id, or use GitHubActionsPrincipal.` });
  }
  const callersOf = (s: TrustStatement) => (s.principals.AWS ?? []).map((caller) => ({ text: templateText(caller), account: wholeAccount(caller) }));
  const withoutDemand = allowed.filter((s) => allows(s, 'sts:AssumeRole') && !demandsExternalId(s)).flatMap(callersOf);
  const bypassed = allowed.filter(demandsExternalId).flatMap(callersOf).find(({ text, account }) =>
    withoutDemand.some((other) => other.text === text || (account !== undefined && other.account === account)))?.text;
  if (bypassed !== undefined) {
    advice.push({ id: WarningId.EXTERNAL_ID_BYPASSED, message: `The role demands an external ID of ${quote(bypassed)} in one statement and lets the same caller in without it in another, so the demand is worth nothing. Take one of them out.` });
  }
  return { problems, advice };
}

/** Whether a statement can be met only by a request with an external ID. */
export function demandsExternalId(statement: TrustStatement): boolean {
  const isTest = (test: ConditionTest) => /^sts:ExternalId$/i.test(test.key) && /^StringEquals$/i.test(test.operator)
    && test.quantifier === undefined && !test.ifExists;
  return !statement.conditionsMayVanish
    && statement.conditions.some((test) => isTest(test) && asList(test.value).length > 0 && !holdsVariable(test.value));
}

/** Whether roles may come: of any account or user, unless people with a second factor alone are let in. */
export function isForRoles(document: any): boolean {
  return parseTrust(document).some((s) => s.effect === 'Allow' && s.principals.AWS !== undefined && !tests(s, /^aws:MultiFactorAuthPresent$/i));
}

/** A parameter, or what a dynamic reference reads, could end a text of the policy and add statements. */
function textProblems(text: any, parameters: ReadonlySet<string>): string[] {
  if (/\{\{resolve:/.test(JSON.stringify(text))) {
    return ['The trust policy is text into which a dynamic reference ({{resolve:…}}) is put, and whoever sets what it reads could add statements. Write the policy as JSON, or the value as it is.'];
  }
  const [name] = referencesIn(text).filter((reference) => parameters.has(reference));
  return name === undefined ? [] : [`The trust policy is text into which the parameter ${quote(name)} is put, and whoever sets it could add statements. Write the policy as JSON, or the value as it is.`];
}

function referencesIn(value: any): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isIntrinsic(value) && 'Ref' in value) return [String(value.Ref)];
  const [text, variables = {}] = isIntrinsic(value) ? [value['Fn::Sub']].flat() : [];
  const inText = typeof text === 'string'
    ? [...text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map((match) => match[1]).filter((name) => !Object.hasOwn(variables, name))
    : [];
  return [...inText, ...Object.values(value).flatMap(referencesIn)];
}

/** Whether those that assume the role bring their tags and identity themselves: services of AWS set them from what they know. */
export function comesFromOutside(statement: TrustStatement): boolean {
  return Object.keys(statement.principals).some((kind) => kind !== 'Service');
}

/** Whether a statement says which values a key may have; of a key with several, one that fits says nothing of the others. */
export function closes({ conditions }: Conditions, key: RegExp): boolean {
  return conditions.some((test) => key.test(test.key) && COMPARES.test(test.operator)
    && !(/^ForAnyValue$/i.test(test.quantifier ?? '') && MULTIVALUED_TRUST_KEYS.test(test.key))
    && !branches(test.value).some((value) => isCallersChoice(templateText(value))));
}

/** Whether a value lets a caller say what he likes: by a wildcard alone, or a variable that is filled in with what he says. */
function isCallersChoice(value: string): boolean {
  return /^[*?]+$/.test(value) || FILLED_IN_BY_CALLER.test(value);
}

/**
 * The issuers of OpenID Connect that a statement is for, as they stand in condition keys.
 *
 * Of a provider that the template makes, or that another stack exports, only its claims tell whose it is.
 */
function oidcIssuers(statement: TrustStatement): string[] {
  return (statement.principals.Federated ?? []).flatMap((provider) => {
    const principal = templateText(provider);
    const name = /:oidc-provider\/(.+)$/.exec(principal)?.[1];
    if (name !== undefined) return [name];
    if (!isIntrinsic(provider) || principal.includes(':saml-provider/') || !allows(statement, 'sts:AssumeRoleWithWebIdentity')) return [];
    const tested = statement.conditions.map((test) => /^(.+[.}].*):(aud|sub)$/i.exec(test.key)?.[1]).filter((issuer) => issuer !== undefined);
    return tested.length === 0 ? [principal] : tested;
  });
}

/** Whether a statement says whose tokens of an issuer are let in: their audience, and their subject or another claim. */
function namesSubject(statement: TrustStatement, issuer: string): boolean {
  const claims = claimsOf(statement, issuer);
  return claims.includes('aud') && claims.some((claim) => claim !== 'aud');
}

/** The claims of an issuer's tokens that a statement pins. */
function claimsOf(statement: TrustStatement, issuer: string): string[] {
  return [...valuesOfClaims(statement, issuer).keys()];
}

/** The claims of an issuer's tokens that a statement pins, in lower case, with what they must be. */
export function valuesOfClaims({ conditions }: Conditions, issuer: string): Map<string, string[]> {
  const prefix = `${issuer}:`.toLowerCase();
  return new Map(conditions
    .filter((test) => test.key.toLowerCase().startsWith(prefix) && isPin(test, issuer))
    .map((test) => [test.key.slice(prefix.length).toLowerCase(), branches(test.value).map(templateText)]));
}

/** Whether a statement says what a key of an issuer's must be, and not that it may be anything. */
export function pins({ conditions }: Conditions, key: string, issuer: string): boolean {
  return conditions.some((test) => test.key.toLowerCase() === key.toLowerCase() && isPin(test, issuer));
}

function isPin(test: ConditionTest, issuer: string): boolean {
  return isPositive(test) && COMPARES.test(test.operator) && !holdsVariable(test.value) && !isOpenTest(test, issuer);
}

function isOpenTest(test: ConditionTest, issuer: string): boolean {
  return /Like$/i.test(test.operator) && branches(test.value).some((value) => isOpenClaim(issuer, test.key, templateText(value)));
}

const FEDERATED_ACTIONS = ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML', 'sts:TagSession', 'sts:SetSourceIdentity'];

function statementProblems(statement: TrustStatement): string[] {
  const problems = new Array<string>();
  for (const issuer of oidcIssuers(statement)) {
    const required = requiredKeys(issuer);
    if (required === undefined || required.some((key) => pins(statement, key, issuer))) continue;
    problems.push(`The trust policy lets in every customer of the shared issuer ${quote(issuer)}, and IAM refuses it: it does not test ${quote(required[0])}. Add that condition, or use a principal of this library.`);
  }
  for (const provider of (statement.principals.Federated ?? []).map(templateText)) {
    const required = allows(statement, 'sts:AssumeRoleWithWebIdentity') ? keysOfApp(provider) : undefined;
    if (required === undefined || required.some((key) => pins(statement, key, provider))) continue;
    problems.push(`The trust policy lets in the users of everyone who has an app at ${quote(provider)}: it does not test ${quote(required[0])}. Add that condition, or use a principal of this library.`);
  }
  const isFederated = statement.principals.Federated !== undefined && Object.keys(statement.principals).length === 1;
  if (isFederated && !FEDERATED_ACTIONS.some((action) => allows(statement, action))) {
    problems.push(`The trust policy lets ${quote(templateText(statement.principals.Federated[0]))} assume the role with ${quote(statement.actions.join(', '))}, which a federated caller never uses. The action is sts:AssumeRoleWithWebIdentity or sts:AssumeRoleWithSAML.`);
  }
  if (statement.hasNotPrincipal) {
    problems.push('The trust policy uses NotPrincipal with Allow, which lets in everyone else in the world. Name who may assume the role in Principal.');
  }
  const everyone = Object.values(statement.principals).flat().some(isEveryone);
  if (everyone && !statement.conditions.some((test) => isPositive(test) && namesCallers(test))) {
    problems.push('The trust policy lets everyone in the world assume the role (Principal: *). Name the account, role or service, or narrow it with a condition such as StringEquals aws:PrincipalOrgID.');
  } else if (statement.principals['*']?.includes('*')) {
    problems.push('The trust policy has a Principal that is * alone, which IAM refuses in the trust of a role, whatever the conditions. Write { AWS: * }, or name the accounts.');
  }
  if (statement.conditionsMayVanish) {
    problems.push('A condition of the trust policy can be absent once deployed (AWS::NoValue, an empty value, or Fn::If on the external ID), and without it the role is open. Give the condition a value in every case.');
  }
  for (const test of statement.conditions) {
    const isOfSameKey = (other: ConditionTest) => other.key.toLowerCase() === test.key.toLowerCase();
    const excludes = NEGATED.test(test.operator) && statement.conditions.some((other) => isOfSameKey(other) && isPositive(other));
    if (test.ifExists) {
      problems.push(`The trust policy tests ${quote(test.key)} with ${test.operator}IfExists, which lets in every request that lacks the key. Use ${test.operator}.`);
    } else if (NEGATED.test(test.operator) && !excludes) {
      problems.push(`The trust policy tests ${quote(test.key)} with ${test.operator} alone, which lets in every request that lacks the key. Test what the key must be, or refuse with a Deny statement.`);
    } else if (/^Null$/i.test(test.operator) && asList(test.value).some((value) => String(value) !== 'false')) {
      problems.push(`The trust policy demands that ${quote(test.key)} is absent (Null: true), which a caller can bring about at will. Test what the key must be.`);
    } else if (/^ForAllValues$/i.test(test.quantifier ?? '') && !demandsPresence(statement, test.key)) {
      problems.push(`The trust policy tests ${quote(test.key)} with ForAllValues:${test.operator}, which lets in every request that lacks the key. ${MULTIVALUED_TRUST_KEYS.test(test.key) ? 'Add the condition Null with the value false for the same key.' : `The key has one value: use ${test.operator}.`}`);
    }
  }
  return problems;
}

/** Whether every value of a test stands for callers that are known; an intrinsic stands for what only the template's owner sets. */
export function namesCallers(test: ConditionTest): boolean {
  const known = CALLER_KEYS.find(([key]) => key.test(test.key))?.[1];
  const shape = /Arn$/i.test(test.key) && /^String/i.test(test.operator) && known !== undefined ? ARN_AS_TEXT : known;
  return shape !== undefined && COMPARES.test(test.operator) && !holdsVariable(test.value)
    && branches(test.value).map((value) => withoutReferences(templateText(value))).every((value) => shape.test(value));
}

/** Whether a value holds a policy variable, which the request fills in: those of the role's own account apart. */
export function holdsVariable(value: any): boolean {
  return /\$\{!?(?!aws:Resource(Account|OrgID)\})[^{}:]+:[^:{}]/i.test(templateText(value));
}

/** A text with `X` for each reference, also for one within another. */
function withoutReferences(text: string): string {
  const replaced = text.replace(/\$\{[^{}]*\}/g, 'X');
  return replaced === text ? text : withoutReferences(replaced);
}

/** Whether a principal is everyone, also where a function writes it. */
function isEveryone(principal: any): boolean {
  return templateText(principal) === '*';
}

/** What to call an account that a principal lets in beside the role's own; undefined where it lets in none. */
function otherAccount(principal: any, ownAccount: string | undefined): string | undefined {
  if (isEveryone(principal)) return 'other accounts';
  const account = accountIn(principal);
  if (account !== undefined) return account === ownAccount ? undefined : `account ${account}`;
  // From a mapping or a parameter of the template.
  const later = /^arn:(?:\$\{[^}]*\}|[^:$]*):(?:iam|sts)::(\$\{.+\}):/.exec(templateText(principal))?.[1];
  return later === undefined || later === '${AWS::AccountId}' ? undefined : `account ${later}`;
}

/** The account that a principal lets in as a whole: `111111111111` and its root are the same. */
function wholeAccount(principal: any): string | undefined {
  return /^(\d{12}|arn:.*:root)$/.test(templateText(principal)) ? accountIn(principal) : undefined;
}

/** `ForAllValues` on a key that has several values, beside a demand that the key is there. */
function demandsPresence(statement: TrustStatement, key: string): boolean {
  const isDemand = (test: ConditionTest) => /^Null$/i.test(test.operator) && test.key.toLowerCase() === key.toLowerCase();
  return MULTIVALUED_TRUST_KEYS.test(key)
    && statement.conditions.some((test) => isDemand(test) && asList(test.value).every((value) => String(value) === 'false'));
}

/** Whether a test can be met by a request alone that has its key. */
export function isPositive(test: ConditionTest): boolean {
  return !NEGATED.test(test.operator) && !/^Null$/i.test(test.operator) && !test.ifExists && !/^ForAllValues$/i.test(test.quantifier ?? '');
}

function tests(statement: TrustStatement, key: RegExp): boolean {
  return statement.conditions.some((test) => key.test(test.key));
}

/** Whether a statement's actions, which may hold wildcards and have no case, cover an action. */
export function allows(statement: TrustStatement, action: string): boolean {
  return statement.actions.some((pattern) => isOfForm(pattern, action));
}

function parsePrincipals(principal: any): Record<string, any[]> {
  const kinds: Record<string, any[]> = {};
  for (const branch of branches(principal)) {
    // What nobody can look into may be anyone.
    const entries: [string, any][] = typeof branch === 'string' ? [[branch, branch]] : isIntrinsic(branch) ? [['*', branch]] : Object.entries<any>(branch);
    for (const [kind, values] of entries) kinds[kind] = [...kinds[kind] ?? [], ...branches(values)];
  }
  return kinds;
}

/** The tests of a condition block, one by one. */
function parseConditions(condition: any): ConditionTest[] {
  return entriesOf(condition).flatMap(([operator, keys]) => {
    const [, quantifier, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([^]*?)(IfExists)?$/i.exec(operator)!;
    return entriesOf(keys).map(([key, value]) => ({ quantifier, operator: name, ifExists: ifExists !== undefined, key, value }));
  });
}

function entriesOf(block: any): [string, any][] {
  return branches(block).filter(isObject).flatMap((branch) => Object.entries<any>(branch));
}

function conditionMayVanish(condition: any): boolean {
  if (condition === undefined || condition === null) return false;
  if (isIntrinsic(condition) || Object.values<any>(condition).some(isIntrinsic)) return mayVanish(condition);
  // A token that became nothing leaves the operator alone.
  if (Object.values<any>(condition).some((keys) => Object.keys(keys ?? {}).length === 0)) return true;
  return Object.values<any>(condition).flatMap((keys) => Object.entries<any>(keys)).some(([key, value]) =>
    /^sts:ExternalId$/i.test(key) ? mayVanish(value) || asList(value).includes('') : canBeNothing(value));
}

/** Whether all values can be absent at once, or one can be empty. */
function canBeNothing(value: any): boolean {
  const values = asList<any>(value);
  const alternatives = (item: any): any[] => isConditional(item) ? item['Fn::If'].slice(1).flatMap(asList).flatMap(alternatives) : [item];
  const isAbsent = (item: any) => item?.Ref === 'AWS::NoValue';
  return values.flatMap(alternatives).includes('') || (values.length > 0 && values.every((item) => alternatives(item).some(isAbsent)));
}

/** The elements of a list or a single one, of a conditional both branches, without `AWS::NoValue`. */
export function branches(value: any): any[] {
  if (value === undefined || value === null || value.Ref === 'AWS::NoValue') return [];
  if (Array.isArray(value)) return value.flatMap(branches);
  return isConditional(value) ? value['Fn::If'].slice(1).flatMap(branches) : [value];
}

function isConditional(value: any): boolean {
  return isIntrinsic(value) && Array.isArray(value['Fn::If']);
}

function isObject(value: any): boolean {
  return typeof value === 'object' && value !== null && !isIntrinsic(value);
}

/** The documents that may be the policy, those that are text as JSON. */
function documentsIn(document: any): any[] {
  return branches(document).map((branch) => readPolicyText(branch) ?? branch);
}

/** Whether every branch of a document is one with statements that stand in the template. */
function isReadable(document: any): boolean {
  const documents = documentsIn(document);
  return documents.length > 0 && documents.every((branch) => {
    const statements = isObject(branch) ? branches(branch.Statement) : [];
    return statements.length > 0 && statements.every(isObject);
  });
}
