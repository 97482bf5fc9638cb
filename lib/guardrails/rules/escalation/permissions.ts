import type { Holder } from './holders';
import type { Narrowing } from './narrowing';
import type { Reach } from './reach';
import { coversText, isAsWide, isOnAll, mayReach, reachOf } from './reach';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Placed } from '../../statements';
import { covers, isNegated } from '../../statements';

/** A statement with those actions of a set that it is for. */
interface Entry extends Placed {
  readonly actions: readonly string[];
}

/** Actions that a rule asks for. Each policy is gone through once, whoever holds it. */
export class ActionSet {
  private readonly byName: ReadonlyMap<string, readonly string[]>;
  private readonly byPattern = new Map<string, readonly string[]>();
  private readonly byPolicy = new WeakMap<Policy, readonly Entry[]>();

  constructor(private readonly names: readonly string[]) {
    this.byName = new Map(names.map((name) => [name.toLowerCase(), [name]]));
  }

  /** What a holder may do of these. */
  public of(holder: Holder): Permissions {
    const byAction = new Map<string, Placed[]>();
    for (const { actions, policy, statement } of holder.policies.flatMap((one) => this.entriesOf(one))) {
      for (const action of actions) {
        const known = byAction.get(action);
        if (known === undefined) byAction.set(action, [{ policy, statement }]);
        else known.push({ policy, statement });
      }
    }
    return new Permissions(byAction);
  }

  private entriesOf(policy: Policy): readonly Entry[] {
    const known = this.byPolicy.get(policy);
    if (known !== undefined) return known;
    const entries = policy.statements.map((statement) => ({ policy, statement, actions: this.actionsOf(statement) }))
      .filter(({ actions }) => actions.length > 0);
    this.byPolicy.set(policy, entries);
    return entries;
  }

  private actionsOf({ actions = [], notActions }: Statement): readonly string[] {
    if (notActions === undefined) return [...new Set(actions.flatMap((pattern) => this.covered(pattern)))];
    const out = new Set(notActions.flatMap((pattern) => this.covered(pattern)));
    return this.names.filter((name) => !out.has(name));
  }

  private covered(pattern: Text): readonly string[] {
    if (typeof pattern !== 'string') return [];
    if (!/[*?]/.test(pattern)) return this.byName.get(pattern.toLowerCase()) ?? [];
    const known = this.byPattern.get(pattern);
    if (known !== undefined) return known;
    const start = pattern.split(/[*?]/)[0].toLowerCase();
    const found = this.names.filter((name) => name.toLowerCase().startsWith(start) && covers(pattern, name));
    if (this.byPattern.size >= MOST_PATTERNS) this.byPattern.clear();
    this.byPattern.set(pattern, found);
    return found;
  }
}

const MOST_PATTERNS = 10_000;

/** What a holder may do of some actions. What is asked twice is worked out once. */
export class Permissions {
  private readonly allowed = new Map<string, readonly Placed[]>();
  private readonly conditional = new Map<string, readonly Statement[]>();
  private readonly fences = new Map<string, readonly Reach[]>();

  constructor(private readonly byAction: ReadonlyMap<string, readonly Placed[]>) {}

  /** The Allows of an action, without those of which a Deny leaves nothing for certain. */
  public allows(action: string): readonly Placed[] {
    return remembered(this.allowed, action, () => {
      const allows = (this.byAction.get(action) ?? []).filter(({ statement: { effect } }) => effect === 'Allow');
      const isRefused = allows.length === 0 ? () => false : refusal(this.certainDenies(action), action);
      return allows.filter(({ statement }) => !isRefused(statement));
    });
  }

  /** Whether an action is allowed on anything that it is for. */
  public has(action: string): boolean {
    return this.allows(action).some(({ statement }) => mayReach(statement, action));
  }

  /** The Denies of an action that hold in every request and every deployment. */
  public certainDenies(action: string): Statement[] {
    return this.denies(action).filter(({ tests, notActions = [] }) => tests.length === 0 && notActions.every((pattern) => typeof pattern === 'string'));
  }

  /** The Denies of an action on everything that hold in every deployment, but not in every request. */
  public conditionalDenies(action: string): readonly Statement[] {
    return remembered(this.conditional, action, () => this.denies(action)
      .filter((deny) => deny.tests.length > 0 && deny.notResources === undefined && isOnAll(deny, action)));
  }

  /** Whether Denies refuse an action wherever a key does not say what it should: `StringNotEquals` of the key, on everything. */
  public isFenced(action: string, narrows: Narrowing): boolean {
    return this.conditionalDenies(action).some(({ tests }) => tests.every((test) => isNegated(test) && narrows(test)));
  }

  /** How far an Allow of an action reaches, where Denies of all other resources fence it in. */
  public reachOf(statement: Statement, action: string, kinds?: readonly string[]): Reach {
    const reach = reachOf(statement, action, kinds);
    const fences = remembered(this.fences, `${action} ${kinds?.join()}`, () => this.certainDenies(action).map(({ notResources }) => notResources)
      .flatMap((resources) => resources === undefined ? [] : [reachOf({ ...statement, resources, notResources: undefined }, action, kinds)]));
    return fences.find((fence) => isAsWide(reach, fence)) ?? reach;
  }

  private denies(action: string): Statement[] {
    return (this.byAction.get(action) ?? []).map(({ statement }) => statement)
      .filter(({ effect, when, unreadable }) => effect === 'Deny' && when === '' && unreadable === undefined);
  }
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** More patterns of Denies than these are not compared one by one with what is allowed. */
const MOST_DENIED = 50;

/** Whether Denies leave nothing of an Allow. */
function refusal(denies: readonly Statement[], action: string): (allow: Statement) => boolean {
  const onNamed = denies.filter(({ notResources }) => notResources === undefined);
  if (onNamed.some((deny) => isOnAll(deny, action))) return () => true;
  const denied = onNamed.flatMap(({ resources = [] }) => resources);
  const exact = new Set(denied.map(shown));
  const patterns = denied.filter((resource) => /[*?]/.test(shown(resource))).slice(0, MOST_DENIED);
  return ({ resources = [] }) => resources.length > 0
    && resources.every((resource) => exact.has(shown(resource)) || patterns.some((pattern) => coversText(pattern, resource)));
}
