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
  readonly types: TypeRow[];
  readonly actions: ActionRow[];
}

type TypeRow = [name: string, arn: string, keys: number[]];
type ActionRow = [names: string, level: keyof typeof LEVELS, targets: TargetRow[], keys: number[]];
type TargetRow = [type: number, required: 0 | 1, keys: number[]];

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
  return new FileService(prefix, JSON.parse(readFileSync(path, 'utf-8')));
}

/**
 * What a file says of a service. Objects are made when they are asked for, as making all of them takes several times as long as reading the
 * file; each is made once, as they are told apart by identity.
 */
class FileService implements Service {
  public readonly title: string;
  readonly #file: ServiceFile;
  #conditionKeys?: ConditionKey[];
  #kinds?: ResourceKind[];
  #kindsByName?: Map<string, ResourceKind>;
  #actions?: ServiceAction[];
  #actionsByName?: Map<string, ServiceAction>;

  constructor(public readonly prefix: string, file: ServiceFile) {
    this.title = file.name;
    this.#file = file;
  }

  public get conditionKeys(): ConditionKey[] {
    return this.#conditionKeys ??= this.#file.keys.map(([name, type]) => ({ name, type }));
  }

  public get kinds(): ResourceKind[] {
    return this.#kinds ??= this.#file.types.map((row) => new FileKind(this, row));
  }

  public get actions(): ServiceAction[] {
    return this.#actions ??= this.#file.actions.flatMap((row) => {
      const shared = new FileActions(this, row);
      return row[0].split(' ').map((name) => new FileAction(name, shared));
    });
  }

  public kind(name: string): ResourceKind | undefined {
    return (this.#kindsByName ??= byName(this.kinds)).get(name.toLowerCase());
  }

  public action(name: string): ServiceAction | undefined {
    return (this.#actionsByName ??= byName(this.actions)).get(name.toLowerCase());
  }

  public keysAt(places: readonly number[]): ConditionKey[] {
    return places.map((place) => this.conditionKeys[place]);
  }
}

class FileKind implements ResourceKind {
  public readonly name: string;
  public readonly arn: string;

  constructor(private readonly of: FileService, private readonly row: TypeRow) {
    [this.name, this.arn] = row;
  }

  public get service(): string {
    return this.of.prefix;
  }

  public get conditionKeys(): ConditionKey[] {
    return this.of.keysAt(this.row[2]);
  }
}

/** What actions that are alike but for their names share. */
class FileActions {
  #targets?: ActionTarget[];

  constructor(private readonly of: FileService, private readonly row: ActionRow) {}

  public get service(): string {
    return this.of.prefix;
  }

  public get level(): Level {
    return LEVELS[this.row[1]];
  }

  public get targets(): ActionTarget[] {
    return this.#targets ??= this.row[2].map((row) => new FileTarget(this.of, row));
  }

  public get conditionKeys(): ConditionKey[] {
    return this.of.keysAt(this.row[3]);
  }
}

class FileAction implements ServiceAction {
  constructor(public readonly name: string, private readonly shared: FileActions) {}

  public get service(): string {
    return this.shared.service;
  }

  public get level(): Level {
    return this.shared.level;
  }

  public get targets(): ActionTarget[] {
    return this.shared.targets;
  }

  public get conditionKeys(): ConditionKey[] {
    return this.shared.conditionKeys;
  }
}

class FileTarget implements ActionTarget {
  public readonly kind: ResourceKind;

  constructor(private readonly of: FileService, private readonly row: TargetRow) {
    this.kind = of.kinds[row[0]];
  }

  public get isRequired(): boolean {
    return this.row[1] === 1;
  }

  public get conditionKeys(): ConditionKey[] {
    return this.of.keysAt(this.row[2]);
  }
}

function byName<T extends { readonly name: string }>(all: readonly T[]): Map<string, T> {
  return new Map(all.map((one) => [one.name.toLowerCase(), one]));
}
