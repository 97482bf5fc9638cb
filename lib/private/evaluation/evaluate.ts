import type { KeyValues, OtherKeys } from './context';
import { Context } from './context';
import type { Truth } from './logic';
import { every } from './logic';
import type { Value } from './patterns';
import { piecesOf, valueOf, withoutCase } from './patterns';
import type { Caller, Grade, PrincipalNames } from './principals';
import { accountOf, areSame, callerOf } from './principals';
import type { CompiledStatement, ElementName, PolicyKind, Question, StatementPlace, Unmet } from './statements';
import { compilePolicy, meets, names, onlyUnmet, unmetIn } from './statements';
import type { Text } from './text';

export type Answer = 'allow' | 'deny' | 'cannot tell';

/** What is asked. */
export interface EvaluationRequest {
  readonly principal: PrincipalNames;
  /** All of them must be allowed, such as `sts:AssumeRole` and `sts:TagSession` of one call. */
  readonly actions: readonly Text[];
  /** @default * */
  readonly resource?: Text;
  /** @default the account in the resource's ARN, or the caller's where a known ARN has none, as that of a bucket */
  readonly resourceAccount?: Text;
  /** Condition keys by name. What every request of the caller has is added: `aws:PrincipalArn`, `aws:PrincipalAccount`, a user's `aws:username`. */
  readonly context?: Readonly<Record<string, KeyValues>>;
  /** Whether a key that is not given is absent or may be there. @default absent */
  readonly otherKeys?: OtherKeys;
}

/** IAM policies as JSON, in which texts may be known in part, and whatever is not known is an `Unknown`. */
export interface PolicyDocuments {
  /** All policies of the caller. @default none */
  readonly identity?: readonly any[];
  /** @default the caller has none, which limits nothing */
  readonly boundary?: readonly any[];
  /** Of the caller's session, inline or managed. @default the session has none, which limits nothing */
  readonly session?: readonly any[];
  /** Of the resource. @default none in the caller's own account; not known in another */
  readonly resource?: readonly any[];
  /** Of the role that is to be assumed, in the place of `resource`. */
  readonly trust?: readonly any[];
}

/** An Allow that all but one element of a request met. */
export interface NearMiss {
  readonly place: StatementPlace;
  readonly element: ElementName;
  /** Of a Condition, the operator and the key. */
  readonly detail?: string;
}

/** An answer with its reason. */
export interface Decision {
  readonly answer: Answer;
  /** One sentence. */
  readonly reason: string;
  /** The statement that allows, denies, or may do so; undefined where it is that no statement allows. */
  readonly statement?: StatementPlace;
  /** For another answer than allow. */
  readonly nearMisses: readonly NearMiss[];
}

/** What keeps a statement from being met by a request. */
export interface StatementMisses {
  readonly place: StatementPlace;
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  /** Empty for a statement that is met. */
  readonly unmet: readonly Unmet[];
}

/** Policies that are read once and asked many times. */
export type CompiledPolicies = Readonly<Partial<Record<PolicyKind, readonly CompiledStatement[]>>>;

/** What the statements of one kind say to a request. */
interface Finding {
  readonly truth: Truth;
  readonly statement?: StatementPlace;
}

const KINDS: readonly PolicyKind[] = ['identity', 'boundary', 'session', 'resource', 'trust'];
const GRADES: readonly Grade[] = ['session', 'entity', 'everyone', 'account'];
const NOTHING: Finding = { truth: false };
const LIMITLESS: Finding = { truth: true };

const TITLES: Record<PolicyKind, string> = {
  identity: 'identity policy', boundary: 'permissions boundary', session: 'session policy', resource: 'resource policy', trust: 'trust policy',
};

/** The least that an ARN has. */
const COLONS_OF_ARN = 5;

const FEDERATED_ACTIONS: readonly Value[] = ['sts:assumerolewithsaml', 'sts:assumerolewithwebidentity'];
const DIRECT_ACTION = 'sts:assumerole';

/** Reads policies for `decide`. */
export function compilePolicies(documents: PolicyDocuments): CompiledPolicies {
  const given = KINDS.filter((kind) => documents[kind] !== undefined);
  return Object.fromEntries(given.map((kind) => [kind, documents[kind]!.flatMap((document, index) => compilePolicy(document, kind, index))]));
}

/** Whether the policies allow a request. What deployment alone can tell is never taken for an Allow. */
export function decide(policies: CompiledPolicies, request: EvaluationRequest): Decision {
  const asked = askedBy(policies, request);
  const resourceAccount = request.resourceAccount === undefined ? accountIn(asked.resource, asked.caller) : valueOf(request.resourceAccount);
  let worst: Decision | undefined;
  for (const action of request.actions) {
    const question = { ...asked, action: withoutCase(valueOf(action)) };
    const decision = decideAction(policies, question, resourceAccount);
    if (decision.answer === 'deny') return decision;
    if (worst === undefined || worst.answer === 'allow') worst = decision;
  }
  return worst ?? { answer: 'cannot tell', reason: 'no action was asked for', nearMisses: [] };
}

/** How far each statement is from a request for one action, for people: `decide` says what follows from it. */
export function missesOf(policies: CompiledPolicies, request: EvaluationRequest, action: Text): StatementMisses[] {
  const question = { ...askedBy(policies, request), action: withoutCase(valueOf(action)) };
  return KINDS.flatMap((kind) => policies[kind] ?? []).map((statement) => ({
    place: statement.place, effect: statement.effect, unmet: unmetIn(statement, question),
  }));
}

/** A request but for its action. */
function askedBy(policies: CompiledPolicies, request: EvaluationRequest): Omit<Question, 'action'> {
  const caller = callerOf(request.principal);
  return { caller, resource: valueOf(request.resource ?? '*'), context: contextOf(request, caller), hasBoundary: policies.boundary !== undefined };
}

/** The account of a resource by its ARN, or the caller's where the ARN has none; undefined if the ARN is not known. */
function accountIn(resource: Value, caller: Caller): Value | undefined {
  const isArn = typeof resource === 'string' || piecesOf(resource).filter((piece) => piece === ':').length >= COLONS_OF_ARN;
  return accountOf(resource) ?? (isArn ? caller.account : undefined);
}

/** The keys of the request, with those that every request of such a caller has. */
function contextOf({ context = {}, otherKeys = 'absent' }: EvaluationRequest, caller: Caller): Context {
  const keys = new Context(context, otherKeys);
  if (caller.kind === 'Service') keys.addDefault('aws:principalisawsservice', 'true');
  if (caller.kind !== 'AWS') return keys;
  keys.addDefault('aws:principalisawsservice', 'false');
  keys.addDefault('aws:principalarn', caller.arn);
  keys.addDefault('aws:principalaccount', caller.account);
  if (caller.isUser) keys.addDefault('aws:username', typeof caller.arn === 'string' ? caller.arn.split('/').pop() : undefined);
  return keys;
}

function decideAction(policies: CompiledPolicies, question: Question, resourceAccount: Value | undefined): Decision {
  const denied = deniedBy(policies, question);
  if (denied.truth === true) return because('deny', `${described(denied.statement)} denies it`, denied.statement, policies, question);
  if (isWrongCall(policies, question)) return because('deny', 'such a caller makes another call to assume a role', undefined, policies, question);

  const allowed = allowedBy(policies, question, resourceAccount);
  if (allowed.truth === false) return because('deny', allowed.reason ?? 'no statement allows it', undefined, policies, question);
  if (allowed.truth === true && denied.truth === false) {
    return { answer: 'allow', reason: `${described(allowed.statement)} allows it`, statement: allowed.statement, nearMisses: [] };
  }
  const statement = allowed.truth === true ? denied.statement : allowed.statement;
  const doubt = statement === undefined ? undefined : `${described(statement)} may ${allowed.truth === true ? 'deny' : 'allow'} it`;
  return because('cannot tell', doubt ?? allowed.reason ?? 'what allows it is not known', statement, policies, question);
}

function because(answer: Answer, reason: string, statement: StatementPlace | undefined, policies: CompiledPolicies, question: Question): Decision {
  return { answer, reason, ...(statement !== undefined && { statement }), nearMisses: nearMissesIn(policies, question) };
}

/** A statement for people, with its policy by its number. */
export function described(place: StatementPlace | undefined): string {
  if (place === undefined) return 'a statement';
  const name = place.sid === undefined ? `statement ${place.statement + 1}` : `statement '${place.sid}'`;
  return `${name} of ${TITLES[place.kind]} ${place.policy + 1}`;
}

/** Allows that fail by one element, as far as that is known. */
function nearMissesIn(policies: CompiledPolicies, question: Question): NearMiss[] {
  return KINDS.flatMap((kind) => policies[kind] ?? []).filter(({ effect }) => effect !== 'Deny').flatMap((statement) => {
    if (statement.effect === 'unknown') return [{ place: statement.place, element: 'Effect' as const }];
    const unmet = onlyUnmet(statement, question);
    return unmet === undefined ? [] : [{ place: statement.place, ...unmet }];
  });
}

/** An explicit Deny in any policy refuses. */
function deniedBy(policies: CompiledPolicies, question: Question): Finding {
  let finding = NOTHING;
  for (const kind of KINDS) {
    for (const statement of policies[kind] ?? []) {
      if (statement.effect === 'Allow') continue;
      const truth = every([meets, names], (test) => test(statement, question));
      if (truth === false) continue;
      if (truth === true && statement.effect === 'Deny') return { truth, statement: statement.place };
      finding = finding.truth === 'unknown' ? finding : { truth: 'unknown', statement: statement.place };
    }
  }
  return finding;
}

/** A federated caller has calls of his own, and only he. */
function isWrongCall({ trust }: CompiledPolicies, { caller, action }: Question): boolean {
  if (trust === undefined) return false;
  if (caller.kind !== 'Federated') return FEDERATED_ACTIONS.includes(action);
  const provider = caller.names.find((name) => typeof name === 'string') as string | undefined;
  const own = provider?.includes(':saml-provider/') ? FEDERATED_ACTIONS[0] : FEDERATED_ACTIONS[1];
  return action === DIRECT_ACTION || (provider !== undefined && FEDERATED_ACTIONS.includes(action) && action !== own);
}

type Permission = Finding & { readonly reason?: string };

function allowedBy(policies: CompiledPolicies, question: Question, resourceAccount: Value | undefined): Permission {
  const { caller } = question;
  const kind = policies.trust === undefined ? 'resource' : 'trust';
  const grants = grantsOf(policies[kind] ?? [], question);
  if (caller.kind !== 'AWS') return orElse(GRADES.map((grade) => grants[grade] ?? NOTHING), `no statement of a ${TITLES[kind]} allows it`);

  const own = ownSide(policies, question);
  const isOwnAccount = caller.account === undefined || resourceAccount === undefined ? 'unknown' : areSame(caller.account, resourceAccount);
  const inOwnAccount = () => withinAccount(own, grants, caller, needsResourcePolicy(policies, question), kind);
  const inOtherAccount = () => acrossAccounts(own, grants, policies[kind] !== undefined, kind);
  if (isOwnAccount === true) return inOwnAccount();
  if (isOwnAccount === false) return inOtherAccount();
  const [one, other] = [inOwnAccount(), inOtherAccount()];
  if (one.truth === other.truth) return one;
  return { truth: 'unknown', reason: 'the account of the caller or of the resource is not known' };
}

/** What the policies of the caller himself allow: his identity policies, as far as boundary and session let them. */
interface OwnSide {
  readonly identity: Finding;
  readonly limits: readonly Permission[];
}

function ownSide(policies: CompiledPolicies, question: Question): OwnSide {
  const limit = (kind: PolicyKind): Permission => policies[kind] === undefined ? LIMITLESS
    : { ...allowedIn(policies[kind], question), reason: `no statement of the ${TITLES[kind]} allows it` };
  return { identity: allowedIn(policies.identity ?? [], question), limits: [limit('boundary'), limit('session')] };
}

function withinAccount(own: OwnSide, grants: Partial<Record<Grade, Finding>>, caller: Caller, isPolicyNeeded: boolean, kind: PolicyKind): Permission {
  const [session, entity, everyone, account] = GRADES.map((grade) => grants[grade] ?? NOTHING);
  const identity: Permission = { ...own.identity, reason: 'no statement of an identity policy allows it' };
  const atMost = (permission: Permission) => both(permission, ...own.limits);
  // Of a grant to everyone AWS does not say whether a boundary limits it, nor whether the trust of a role then needs an identity policy.
  const surely = kind === 'trust' ? both(everyone, identity, ...own.limits) : atMost(everyone);
  const toEveryone = surely.truth === false && everyone.truth !== false ? { ...everyone, truth: 'unknown' as const } : surely;
  const ways = [
    session,
    caller.isUser ? entity : atMost(entity),
    toEveryone,
    both(account, identity, ...own.limits),
    isPolicyNeeded ? NOTHING : both(identity, ...own.limits),
  ];
  const isGranted = GRADES.some((grade) => grants[grade] !== undefined);
  // Who is granted it himself lacks no policy of his own, but is limited.
  const lacking = entity.truth === true ? own.limits : [identity, ...own.limits];
  const reason = isPolicyNeeded && !isGranted ? `no statement of a ${TITLES[kind]} allows it` : both(...lacking).reason;
  return orElse(ways, reason);
}

function acrossAccounts(own: OwnSide, grants: Partial<Record<Grade, Finding>>, isPolicyGiven: boolean, kind: PolicyKind): Permission {
  const place = kind === 'trust' ? '' : ' of the other account';
  const granted: Permission = isPolicyGiven
    ? orElse(GRADES.map((grade) => grants[grade] ?? NOTHING), `no statement of a ${TITLES[kind]}${place} allows it`)
    : { truth: 'unknown', reason: 'the policy of the resource, which is in another account, is not known' };
  return both(granted, { ...own.identity, reason: 'no statement of an identity policy allows it' }, ...own.limits);
}

/** Whether an identity policy alone allows nothing: to assume a role its trust must, to use a key its policy. */
function needsResourcePolicy({ trust, resource }: CompiledPolicies, { action }: Question): boolean {
  return trust !== undefined || (resource !== undefined && typeof action === 'string' && action.startsWith('kms:'));
}

/** All of them; where they are not, the first that is not allowed says why. */
function both(...permissions: Permission[]): Permission {
  const refused = permissions.find(({ truth }) => truth === false);
  return refused ?? permissions.find(({ truth }) => truth === 'unknown') ?? permissions[0];
}

/** One of them is enough. */
function orElse(permissions: readonly Permission[], reason: string | undefined): Permission {
  const allowed = permissions.find(({ truth }) => truth === true) ?? permissions.find(({ truth }) => truth === 'unknown');
  return allowed ?? { truth: false, reason };
}

function allowedIn(statements: readonly CompiledStatement[], question: Question): Finding {
  let finding = NOTHING;
  for (const statement of statements) {
    if (statement.effect === 'Deny') continue;
    const truth = meets(statement, question);
    if (truth === true && statement.effect === 'Allow') return { truth, statement: statement.place };
    if (truth !== false && finding.truth === false) finding = { truth: 'unknown', statement: statement.place };
  }
  return finding;
}

/** What the policies of a resource allow, by how they name the caller. */
function grantsOf(statements: readonly CompiledStatement[], question: Question): Partial<Record<Grade, Finding>> {
  const grants: Partial<Record<Grade, Finding>> = {};
  for (const statement of statements) {
    if (statement.effect === 'Deny') continue;
    const met = meets(statement, question);
    if (met === false) continue;
    const isDoubtful = met === 'unknown' || statement.effect === 'unknown';
    for (const [named, truth] of Object.entries(statement.naming!(question)) as [Grade, Truth][]) {
      if (truth === false) continue;
      // A condition on the caller's ARN beside `*` names him as the ARN of his session would.
      const grade = named === 'everyone' && statement.testsCaller && statement.place.kind === 'resource' ? 'session' : named;
      const found: Truth = isDoubtful ? 'unknown' : truth;
      if (grants[grade]?.truth !== true) grants[grade] = { truth: found, statement: statement.place };
    }
  }
  return grants;
}
