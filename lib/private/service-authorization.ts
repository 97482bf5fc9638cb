import { existsSync, readFileSync, readdirSync } from 'fs';
import { join } from 'path';

/** How sensitive an action is. An action that AWS lists under two levels has the more sensitive one. */
export type Level = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

/** A condition key that a service documents, such as `s3:prefix` or `aws:RequestTag/${TagKey}`. */
export interface ConditionKey {
  readonly name: string;
  /** `String`, `Bool`, `Numeric`, `Date`, `ARN`, `IPAddress`, or `ArrayOf…` where a request holds several values. */
  readonly type: string;
}

/** A type of resource that actions of a service are on. */
export interface ResourceKind {
  readonly service: string;
  readonly name: string;
  /** The ARN after its partition, such as `s3:::${BucketName}`. */
  readonly arn: string;
  readonly conditionKeys: readonly ConditionKey[];
}

/** A type of resource that an action can be limited to. */
export interface ActionTarget {
  readonly kind: ResourceKind;
  /** The action needs a resource of the type in each request. */
  readonly isRequired: boolean;
  /** What the action has for resources of the type alone; the keys of the type where this is empty. */
  readonly conditionKeys: readonly ConditionKey[];
}

/** An action of a service. */
export interface ServiceAction {
  readonly service: string;
  readonly name: string;
  readonly level: Level;
  /** Empty for an action that cannot be limited to a resource. */
  readonly targets: readonly ActionTarget[];
  /** What the action has for each of its resources. */
  readonly conditionKeys: readonly ConditionKey[];
}

/** What the service authorization reference says of one service. */
export interface Service {
  /** What the service's actions begin with, such as `s3`. */
  readonly prefix: string;
  readonly title: string;
  readonly kinds: readonly ResourceKind[];
  readonly actions: readonly ServiceAction[];
  readonly conditionKeys: readonly ConditionKey[];
  action(name: string): ServiceAction | undefined;
  kind(name: string): ResourceKind | undefined;
}

/** The form of the files, which `npm run update:service-authorization` writes. */
interface ServiceFile {
  readonly name: string;
  readonly keys: [name: string, type: string][];
  readonly types: [name: string, arn: string, keys: number[]][];
  readonly actions: [names: string, level: keyof typeof LEVELS, targets: [type: number, required: 0 | 1, keys: number[]][], keys: number[]][];
}

const LEVELS = { L: 'List', R: 'Read', W: 'Write', T: 'Tagging', P: 'Permissions management' } as const;

const FOLDER = join(__dirname, 'service-authorization');

/** Services that have been asked for. */
const READ = new Map<string, Service | undefined>();

/** A service by what its actions begin with, in any case; undefined if the data has none of the name. */
export function serviceOf(prefix: string): Service | undefined {
  const name = prefix.toLowerCase();
  if (!READ.has(name)) READ.set(name, readService(name));
  return READ.get(name);
}

/** What the actions of all services begin with. */
export function servicePrefixes(): string[] {
  return readdirSync(join(FOLDER, 'services')).map((file) => file.replace(/\.json$/, ''));
}

/** The services whose actions take ARNs that name this service: itself first. */
export function servicesOfArn(named: string): string[] {
  const others = (arnServices ??= readTable<string[]>('arn-services.json'))[named] ?? [];
  return serviceOf(named) === undefined ? others : [named, ...others];
}

let arnServices: Record<string, string[]> | undefined;

/** What resources of a CloudFormation type are. */
export interface CloudFormationKind {
  readonly kind: ResourceKind;
  /** What is its ARN: the name of an attribute, `Ref`, or the text of the ARN after its partition around `${Ref}`; undefined if only the user can tell. */
  readonly arn?: string;
}

/** What a CloudFormation type makes; undefined where the data does not tell. */
export function kindOfCloudFormation(type: string): CloudFormationKind | undefined {
  const found = (cloudFormationTypes ??= readTable<[kind: string, arn?: string]>('cloudformation-types.json'))[type];
  if (found === undefined) return undefined;
  const [named, arn] = found;
  const service = named.slice(0, named.indexOf(':'));
  const kind = serviceOf(service)?.kind(named.slice(service.length + 1));
  return kind && { kind, arn };
}

let cloudFormationTypes: Record<string, [kind: string, arn?: string]> | undefined;

/** Where the data comes from, and of which day it is (`2026-09-26`). */
export function dataSource(): { readonly name: string; readonly version: string; readonly updatedOn: string } {
  return JSON.parse(readFileSync(join(FOLDER, 'source.json'), 'utf-8'));
}

function readTable<T>(file: string): Record<string, T> {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf-8'));
}

function readService(prefix: string): Service | undefined {
  // The name becomes a part of a path.
  const path = /^[a-z0-9-]+$/.test(prefix) ? join(FOLDER, 'services', `${prefix}.json`) : undefined;
  if (path === undefined || !existsSync(path)) return undefined;
  const file: ServiceFile = JSON.parse(readFileSync(path, 'utf-8'));

  const conditionKeys = file.keys.map(([name, type]): ConditionKey => ({ name, type }));
  const keysAt = (places: number[]) => places.map((place) => conditionKeys[place]);
  const kinds = file.types.map(([name, arn, keys]): ResourceKind => ({ service: prefix, name, arn, conditionKeys: keysAt(keys) }));
  const actions = file.actions.flatMap(([names, level, targets, keys]): ServiceAction[] => {
    const shared = {
      service: prefix,
      level: LEVELS[level],
      targets: targets.map(([type, required, own]): ActionTarget => ({ kind: kinds[type], isRequired: required === 1, conditionKeys: keysAt(own) })),
      conditionKeys: keysAt(keys),
    };
    return names.split(' ').map((name) => ({ ...shared, name }));
  });
  const actionsByName = new Map(actions.map((action) => [action.name.toLowerCase(), action]));
  const kindsByName = new Map(kinds.map((kind) => [kind.name.toLowerCase(), kind]));
  return {
    prefix,
    title: file.name,
    kinds,
    actions,
    conditionKeys,
    action: (name) => actionsByName.get(name.toLowerCase()),
    kind: (name) => kindsByName.get(name.toLowerCase()),
  };
}
