import { aws_iam as iam } from 'aws-cdk-lib';
import type { ConditionBlock } from '../private/conditions';
import { fingerprint, mergeConditions } from '../private/conditions';
import { InvalidInputError } from '../private/errors';
import { hasLateKey, withLateKeys } from '../private/late-keys';
import type { Finding } from '../private/warnings';

/** One caller that may assume the role, and what the request must show: these belong together and become one statement. */
export interface PinnedCaller {
  /** The caller without any condition. */
  readonly principal: iam.PrincipalBase;
  /** What must hold of the request, all of it. */
  readonly conditions: ConditionBlock;
  /** What the caller may do beyond assuming the role, under the same conditions: `sts:TagSession`, `sts:SetSourceIdentity`. */
  readonly moreActions?: readonly string[];
  /** Condition keys that AWS fills in for these actions alone: the other actions stand in a statement of their own, without them. */
  readonly keysOfActions?: Readonly<Record<string, readonly string[]>>;
}

/** Who a principal lets in. */
export interface PinnedCallers {
  /** What the principal is called in errors. */
  readonly label: string;
  /** With which the callers assume the role; `sts:AssumeRole` by default. */
  readonly assumeRoleAction?: string;
  /** One or more. */
  readonly callers: readonly PinnedCaller[];
  /** What the role that holds the principal must warn of. */
  readonly findings?: readonly Finding[];
}

/**
 * A principal that cannot lose its conditions.
 *
 * CDK's own wrappers add actions and conditions to every statement, let a later condition replace an earlier one, and read only
 * `policyFragment` in resource policies. So the conditions are in both forms here, and the methods that wrap return this kind again.
 *
 * @internal
 */
export abstract class PinnedPrincipal extends iam.PrincipalBase {
  public readonly principalAccount: string | undefined;
  public readonly assumeRoleAction: string;
  readonly #pinned: PinnedCallers;

  /** @internal */
  protected constructor(pinned: PinnedCallers) {
    super();
    this.#pinned = pinned;
    this.assumeRoleAction = pinned.assumeRoleAction ?? 'sts:AssumeRole';
    const accounts = new Set(pinned.callers.map((caller) => caller.principal.principalAccount));
    this.principalAccount = accounts.size === 1 ? [...accounts][0] : undefined;
  }

  /** What the role that holds this principal must warn of. @internal */
  public get _findings(): readonly Finding[] {
    return this.#pinned.findings ?? [];
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    const { callers } = this.#pinned;
    if (callers.some((caller) => hasLateKey(caller.conditions))) {
      throw new InvalidInputError(`${this.#pinned.label} tests a condition key that is known only once deployed, which a statement cannot hold. Use it as 'assumedBy' of a role, whose trust policy is then written as text.`);
    }
    const conditions = oneConditionFor(callers);
    if (conditions === undefined) {
      throw new InvalidInputError(`${this.#pinned.label} stands for several callers with conditions of their own, which one statement cannot say: it would let each caller in with the condition of another. Use it as 'assumedBy' of a role, or write one statement for each caller.`);
    }
    const principals: Record<string, string[]> = {};
    for (const caller of callers) {
      for (const [kind, values] of Object.entries<string[]>(caller.principal.policyFragment.principalJson)) {
        principals[kind] = [...new Set([...principals[kind] ?? [], ...values])];
      }
    }
    return new iam.PrincipalPolicyFragment(principals, conditions);
  }

  public addToAssumeRolePolicy(document: iam.PolicyDocument): void {
    const { callers, label } = this.#pinned;
    const together = oneConditionFor(callers) ?? {};
    for (const { principal, actions, conditions: own } of callers.flatMap((caller) => statementsOf(caller, this.assumeRoleAction))) {
      const conditions = withLateKeys(document, own);
      const statement = new iam.PolicyStatement({ actions, principals: [principal], conditions });
      document.addStatements(statement);
      // Wrappers of CDK's, and `externalIds` of a plain role, add to the statement on its way, and replace what tests the same key.
      mergeConditions(conditions, withoutThose(statement.conditions as ConditionBlock, together), label);
    }
  }

  /**
   * This principal with more conditions, all of which must hold too.
   *
   * A condition that tests the same key with the same operator as one of the principal's own is an error: it would replace it.
   */
  public withConditions(conditions: iam.Conditions): iam.PrincipalBase {
    const { callers, label } = this.#pinned;
    return this._copy({
      ...this.#pinned,
      callers: callers.map((caller) => ({ ...caller, conditions: mergeConditions(caller.conditions, conditions as ConditionBlock, label) })),
    });
  }

  /** This principal, which may pass session tags too (`sts:TagSession`), under the same conditions. */
  public withSessionTags(): iam.PrincipalBase {
    return this._copy({
      ...this.#pinned,
      callers: this.#pinned.callers.map((caller) => ({ ...caller, moreActions: [...new Set([...caller.moreActions ?? [], 'sts:TagSession'])] })),
    });
  }

  public dedupeString(): string | undefined {
    const callers = this.#pinned.callers.map((caller) => [caller.principal.dedupeString(), caller.conditions, caller.moreActions]);
    return `${this.#pinned.label}:${fingerprint(callers)}`;
  }

  /** @internal */
  protected get _pinned(): PinnedCallers {
    return this.#pinned;
  }

  /** A principal of the same class that lets in these callers. @internal */
  protected abstract _copy(pinned: PinnedCallers): PinnedPrincipal;
}

/** Refuses a wrapper of CDK's whose conditions would replace those of a principal of ours inside of it. */
export function checkWrapped(principal: iam.IPrincipal): void {
  if ('principals' in principal) (principal as iam.CompositePrincipal).principals.forEach(checkWrapped);
  if (!('wrapped' in principal)) return;
  const { wrapped, additionalConditions = {} } = principal as unknown as { wrapped: iam.IPrincipal; additionalConditions?: iam.Conditions };
  pinnedIn(wrapped).forEach((pinned) => pinned.withConditions(additionalConditions));
  checkWrapped(wrapped);
}

function pinnedIn(principal: iam.IPrincipal): PinnedPrincipal[] {
  if (principal instanceof PinnedPrincipal) return [principal];
  if ('wrapped' in principal) return pinnedIn(principal.wrapped as iam.IPrincipal);
  return 'principals' in principal ? (principal as iam.CompositePrincipal).principals.flatMap(pinnedIn) : [];
}

/** The findings of any principal: our own, or those inside of a composite. */
export function findingsOf(principal: iam.IPrincipal): readonly Finding[] {
  if ('_findings' in principal) return principal._findings as readonly Finding[];
  if ('wrapped' in principal) return findingsOf(principal.wrapped as iam.IPrincipal);
  return 'principals' in principal ? (principal as iam.CompositePrincipal).principals.flatMap(findingsOf) : [];
}

/** One statement for those of a caller's actions that have the same condition keys. */
function statementsOf({ principal, conditions, moreActions = [], keysOfActions }: PinnedCaller, assumeRoleAction: string) {
  const actions = [assumeRoleAction, ...moreActions];
  if (keysOfActions === undefined) return [{ principal, actions, conditions }];
  const own = (action: string): ConditionBlock => onlyKeys(conditions, (key) =>
    Object.entries(keysOfActions).every(([known, itsActions]) => known.toLowerCase() !== key.toLowerCase() || itsActions.includes(action)));
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    const kind = fingerprint(own(action));
    groups.set(kind, [...groups.get(kind) ?? [], action]);
  }
  return [...groups.values()].map((group) => ({ principal, actions: group, conditions: own(group[0]) }));
}

function onlyKeys(conditions: ConditionBlock, isKept: (key: string) => boolean): ConditionBlock {
  return Object.fromEntries(Object.entries(conditions)
    .map(([operator, keys]): [string, Record<string, any>] => [operator, Object.fromEntries(Object.entries(keys).filter(([key]) => isKept(key)))])
    .filter(([, keys]) => Object.keys(keys).length > 0));
}

/** The one condition block that says the same as the callers' own; undefined where it would let in more. */
function oneConditionFor(callers: readonly PinnedCaller[]): ConditionBlock | undefined {
  const [first, ...others] = callers;
  if (others.every((caller) => same(caller.conditions, first.conditions))) return first.conditions;

  // One caller with several values of one key, such as two external IDs during a rotation.
  const oneCaller = others.every((caller) => same(caller.principal.dedupeString(), first.principal.dedupeString()));
  const tests = callers.map((caller) => flatten(caller.conditions));
  const sameKeys = tests.every((own) => same([...own.keys()], [...tests[0].keys()]));
  const differing = [...tests[0].keys()].filter((key) => !tests.every((own) => same(own.get(key), tests[0].get(key))));
  if (!oneCaller || !sameKeys || differing.length !== 1) return undefined;

  const [operator, key] = JSON.parse(differing[0]) as [string, string];
  const values = [...new Set(tests.flatMap((own) => own.get(differing[0])))];
  return { ...first.conditions, [operator]: { ...first.conditions[operator], [key]: values } };
}

/** The tests of a condition block that another one does not have: wrappers of CDK's repeat those of `policyFragment`. */
function withoutThose(conditions: ConditionBlock, others: ConditionBlock): ConditionBlock {
  return Object.fromEntries(Object.entries(conditions).map(([operator, keys]) =>
    [operator, Object.fromEntries(Object.entries(keys).filter(([key, value]) => !same(value, others[operator]?.[key])))]));
}

/** The values of a condition block by operator and key. */
function flatten(conditions: ConditionBlock): Map<string, any> {
  return new Map(Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]): [string, any] => [JSON.stringify([operator, key]), value])));
}

function same(a: unknown, b: unknown): boolean {
  return fingerprint(a) === fingerprint(b);
}
