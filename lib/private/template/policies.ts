import type { PolicyUse } from './policy-properties';
import { POLICY_PROPERTIES } from './policy-properties';
import type { Statement, Statements } from './statement';
import { readStatements } from './statement';
import type { Values } from './values';
import type { Reading, World } from './world';
import { readings } from './world';
import { isText } from '../evaluation/text';
import type { Text } from '../evaluation/text';
import { isIntrinsic } from '../intrinsics';

/** A resource as it stands in the template. */
export interface Resource {
  readonly logicalId: string;
  /** The logical id of the resource that stands in the template for it, if a macro makes it; places in it are places in that one. */
  readonly madeOf?: string;
  readonly type: string;
  /** As they stand in the template, with the functions of CloudFormation; empty where the template has none. */
  readonly properties: Readonly<Record<string, any>>;
  readonly metadata: Readonly<Record<string, any>>;
  /** The path of the construct that made it, where the template or the app tells. */
  readonly constructPath?: string;
  /** The condition on which it is made. */
  readonly condition?: string;
}

/** A policy with all its statements. */
export interface Policy extends Statements {
  readonly use: 'trust' | 'inline' | 'managed' | PolicyUse;
  /** The resource that it stands in. */
  readonly resource: Resource;
  /** Where it stands in the resource: `Properties/Policies/0/PolicyDocument`. */
  readonly location: string;
  /** Its name, where the template gives one. */
  readonly name?: Text;
  /** As it stands in the template. */
  readonly raw: any;
  /** What it is attached to, as the template says it; empty for the resource itself. */
  readonly targets: readonly Text[];
}

/** A condition of the template under which something is there, and whether it must hold. */
export interface Under {
  readonly condition: string;
  readonly holds: boolean;
}

/** What is known of a policy beside its document. */
interface PolicyDetails {
  readonly name?: Text;
  readonly targets?: readonly Text[];
  /** Where functions of CloudFormation leave the policy out. */
  readonly under?: readonly Under[];
}

/** Reads values as the template has them, in all ways in which it can be deployed. */
export class Reader {
  private readonly worldsByCondition = new Map<string, readonly World[]>();

  constructor(public readonly values: Values, public readonly world: World) {}

  /**
   * All that a value can be, lists as their elements, each once; what has too many readings is nothing that is known.
   *
   * @param of the resource that has the value: what it is where the resource is not made does not count
   */
  public all(raw: any, of?: Resource): any[] {
    const found = this.readings(raw, of);
    if (found === undefined) return [{ unknown: 'what depends on too many conditions' }];
    const byJson = new Map<string, any>();
    for (const value of found.flatMap((reading) => [reading.value].flat())) {
      if (value !== undefined) byJson.set(JSON.stringify(value), value);
    }
    return [...byJson.values()];
  }

  /** Whether a value is not there in some way in which the template can be deployed. */
  public isSometimesAbsent(raw: any, of?: Resource): boolean {
    const found = this.readings(raw, of);
    return found === undefined || found.some(({ value }) => value === undefined || value === '');
  }

  /** All texts that a value can be. */
  public texts(raw: any, of?: Resource): Text[] {
    return this.all(raw, of).map((value) => isText(value) ? value : { parts: [{ unknown: value?.unknown ?? 'what is no text' }] });
  }

  /** A value in each way in which the template can be deployed; undefined if there are too many of them. */
  public readings(raw: any, of?: Resource): Reading<any>[] | undefined {
    return readings(this.worldsOf(of), (world) => this.values.resolve(raw, world));
  }

  /** The elements of a list as they stand in the template, also where `Fn::If` leaves them out, with the index of each. */
  public elements(raw: any): { raw: any; index: number }[] {
    if (raw === undefined || raw === null) return [];
    return [raw].flat().map((element, index) => ({ raw: element, index }));
  }

  public policy(resource: Resource, use: Policy['use'], raw: any, location: string, { name, targets = [], under = [] }: PolicyDetails = {}): Policy {
    let read: Statements | undefined;
    const statements = () => {
      const worlds = this.worldsOf(resource, under);
      const when = under.length === 0 ? '' : worlds.map(({ description }) => description).join(' or ');
      return read ??= readStatements({ raw, location, worlds, when }, this.values);
    };
    return {
      use,
      resource,
      location,
      raw,
      name,
      targets,
      get statements(): readonly Statement[] { return statements().statements; },
      get enters(): readonly string[] { return statements().enters; },
    };
  }

  /** The worlds in which a resource is made; where its condition leaves one alone, that the condition holds goes without saying. */
  private worldsOf(resource: Resource | undefined, under: readonly Under[] = []): readonly World[] {
    const condition = resource?.condition;
    if (condition === undefined && under.length === 0) return [this.world];
    const key = JSON.stringify([condition, under]);
    const known = this.worldsByCondition.get(key);
    if (known !== undefined) return known;
    const made = condition === undefined ? [this.world] : this.worldsUnder([this.world], [{ condition, holds: true }]);
    const found = this.worldsUnder(made.length === 1 ? [made[0].asGiven()] : made, under);
    this.worldsByCondition.set(key, found);
    return found;
  }

  private worldsUnder(worlds: readonly World[], under: readonly Under[]): readonly World[] {
    const found = readings(worlds, (world) => under.every(({ condition, holds }) => this.values.holds(condition, world) === holds));
    return found?.filter(({ value }) => value).map(({ world }) => world) ?? worlds;
  }
}

/** The policies of a resource that are not IAM's. */
export function resourcePolicies(resource: Resource, reader: Reader): Policy[] {
  const own = Object.hasOwn(POLICY_PROPERTIES, resource.type) ? POLICY_PROPERTIES[resource.type] : [];
  const properties = inOneForm(resource);
  return own.flatMap(({ path, use, target, isStatement, ifOneOf }) => {
    if (ifOneOf !== undefined && !reader.texts(properties[ifOneOf.property], resource).every((text) => typeof text !== 'string' || ifOneOf.values.includes(text))) return [];
    const targets = target === undefined ? [] : reader.texts(properties[target], resource);
    return places(properties, path, 'Properties').map(({ value, location, under }) =>
      reader.policy(resource, use, isStatement ? { Version: '2012-10-17', Statement: [value] } : value, location, { targets, under }));
  });
}

/** The properties of a resource; a permission of an event bus in its older form, in properties of their own, as the statement that it is. */
function inOneForm({ type, properties }: Resource): Readonly<Record<string, any>> {
  if (type !== 'AWS::Events::EventBusPolicy' || 'Statement' in properties || !('Action' in properties)) return properties;
  const { Action, Principal, Condition, StatementId } = properties;
  return {
    ...properties,
    Statement: {
      Sid: StatementId,
      Effect: 'Allow',
      Principal: Principal === '*' ? '*' : { AWS: Principal },
      Action,
      ...(Condition !== undefined && {
        Condition: typeof Condition?.Type === 'string' && typeof Condition.Key === 'string' ? { [Condition.Type]: { [Condition.Key]: Condition.Value } } : Condition,
      }),
    },
  };
}

/** A value of the template, and the conditions under which it is there. */
interface Place {
  readonly value: any;
  readonly location: string;
  readonly under: readonly Under[];
}

/** The values at a path, `*` for each element of a list; where a function stands in its way, the function. */
function places(value: any, path: readonly string[], location: string, under: readonly Under[] = []): Place[] {
  if (value === undefined || value === null) return [];
  const [key, ...rest] = path;
  if (key === undefined) return [{ value, location, under }];
  const branches = branchesOf(value);
  if (branches !== undefined) return branches.flatMap((branch) => places(branch.value, path, location, [...under, branch.under]));
  if (isIntrinsic(value)) return value.Ref === 'AWS::NoValue' ? [] : [{ value, location, under }];
  if (key !== '*') return typeof value === 'object' && Object.hasOwn(value, key) ? places(value[key], rest, `${location}/${key}`, under) : [];
  return [value].flat().flatMap((item, index) => places(item, rest, `${location}/${index}`, under));
}

/** The two values of an `Fn::If`; undefined for what is none. */
export function branchesOf(value: any): { value: any; under: Under }[] | undefined {
  const [condition, yes, no, ...more] = isIntrinsic(value) && Array.isArray(value['Fn::If']) ? value['Fn::If'] : [];
  if (typeof condition !== 'string' || no === undefined || more.length > 0) return undefined;
  return [{ value: yes, under: { condition, holds: true } }, { value: no, under: { condition, holds: false } }];
}
