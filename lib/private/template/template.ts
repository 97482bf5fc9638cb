import { withoutLoops } from './for-each';
import type { Identities, Identity } from './identities';
import { readIdentities } from './identities';
import type { Policy, Resource } from './policies';
import { Reader, resourcePolicies } from './policies';
import { readTemplate } from './read';
import { withServerlessRoles } from './serverless';
import type { Declarations } from './values';
import { Values, textOf } from './values';
import { World } from './world';
import type { Text } from '../evaluation/text';

/** What is known of where and how a template is deployed. */
export interface Deployment {
  /** @default not known */
  readonly account?: string;
  /** @default not known */
  readonly region?: string;
  /** @default that of the region, if it is known */
  readonly partition?: string;
  /** Values of parameters; the others can have any. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Paths of constructs by the logical ids of their resources, where the template does not have them in its metadata. */
  readonly constructPaths?: Readonly<Record<string, string>>;
}

/** A parameter of a template. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  /** As the template declares it. */
  readonly declaration: Readonly<Record<string, any>>;
}

/**
 * A CloudFormation template: what is in it of roles, policies and who may assume or use what, read once, in all ways in which it can be
 * deployed.
 *
 * Where a part of a template is of a form that it cannot have, that part is read as if it were not there or as what nobody can tell; the
 * template as a whole is an error only if it is no template at all.
 */
export class Template {
  /**
   * Reads a template.
   *
   * @param source an object, or JSON or YAML as text
   * @throws InvalidInputError if it is no template
   */
  public static read(source: any, deployment: Deployment = {}): Template {
    return new Template(readTemplate(source), deployment);
  }

  /** In the template's order. */
  public readonly resources: readonly Resource[];
  public readonly parameters: readonly Parameter[];
  public readonly values: Values;
  /** What is known of every deployment. */
  public readonly world: World;
  public readonly reader: Reader;
  private readonly resourcesById: ReadonlyMap<string, Resource>;
  private read?: Identities;
  private others?: Policy[];

  private constructor(public readonly json: Readonly<Record<string, any>>, public readonly deployment: Deployment) {
    const { resources, madeOf } = withServerlessRoles(objects(withoutLoops(json.Resources)), json);
    const declared: Declarations = {
      parameters: objects(json.Parameters),
      conditions: record(json.Conditions),
      mappings: objects(json.Mappings),
      resources,
    };
    this.values = new Values(declared);
    this.world = new World(new Map(), new Map(Object.entries({ ...pseudoParameters(deployment), ...deployment.parameters })));
    this.reader = new Reader(this.values, this.world);
    this.parameters = Object.keys(declared.parameters)
      .map((name) => ({ name, type: textOf(declared.parameters[name].Type ?? 'String'), declaration: declared.parameters[name] }));
    this.resources = Object.keys(resources).map((logicalId) => resourceOf(logicalId, resources[logicalId], deployment, madeOf.get(logicalId)));
    this.resourcesById = new Map(this.resources.map((resource) => [resource.logicalId, resource]));
  }

  /** Resources of some types. */
  public ofType(...types: string[]): Resource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The resource of a logical id. */
  public resource(logicalId: string): Resource | undefined {
    return this.resourcesById.get(logicalId);
  }

  public parameter(name: string): Parameter | undefined {
    return this.parameters.find((parameter) => parameter.name === name);
  }

  /**
   * All values that a property can have, without the functions of CloudFormation; a list as its elements.
   *
   * @param of the resource that has the property: what it is where the resource is not made does not count
   */
  public all(raw: any, of?: Resource): any[] {
    return this.reader.all(raw, of);
  }

  /** All texts that a property can be, or the elements of a list. */
  public texts(raw: any, of?: Resource): Text[] {
    return this.reader.texts(raw, of);
  }

  /** Roles, users and groups. */
  public get identities(): readonly Identity[] {
    return this.readOnce.identities;
  }

  public get roles(): readonly Identity[] {
    return this.identities.filter(({ kind }) => kind === 'role');
  }

  /** The managed policies that the template makes, attached or not. */
  public get managedPolicies(): readonly Policy[] {
    return this.readOnce.managedPolicies;
  }

  /** Each policy of roles, users and groups, and of permission sets, that stands in the template once, attached or not; a boundary too. */
  public get identityPolicies(): readonly Policy[] {
    return this.readOnce.policies;
  }

  /** Policies of resources, endpoints and sessions. */
  public get otherPolicies(): readonly Policy[] {
    return this.others ??= this.resources.flatMap((resource) => resourcePolicies(resource, this.reader));
  }

  /** Whether a name is one of the template's parameters. */
  public isParameter(name: string): boolean {
    return this.values.isParameter(name);
  }

  private get readOnce(): Identities {
    return this.read ??= readIdentities(this.resources, this.reader);
  }
}

function resourceOf(logicalId: string, declared: any, { constructPaths = {} }: Deployment, madeOf: string | undefined): Resource {
  const metadata = record(declared.Metadata);
  const standing = madeOf ?? logicalId;
  const path = Object.hasOwn(constructPaths, standing) ? constructPaths[standing] : metadata['aws:cdk:path'];
  return {
    logicalId,
    ...(madeOf !== undefined && { madeOf }),
    type: typeof declared.Type === 'string' ? declared.Type : '',
    properties: record(declared.Properties),
    metadata,
    ...(typeof path === 'string' && { constructPath: path }),
    ...(typeof declared.Condition === 'string' && { condition: declared.Condition }),
  };
}

function pseudoParameters({ account, region, partition = partitionOf(region) }: Deployment): Record<string, string> {
  const known = { 'AWS::AccountId': account, 'AWS::Region': region, 'AWS::Partition': partition };
  return Object.fromEntries(Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The partition of a region by its name. */
function partitionOf(region: string | undefined): string | undefined {
  if (region === undefined) return undefined;
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('us-iso-')) return 'aws-iso';
  if (region.startsWith('us-isob-')) return 'aws-iso-b';
  if (region.startsWith('us-isof-')) return 'aws-iso-f';
  if (region.startsWith('eu-isoe-')) return 'aws-iso-e';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
}

/** An object, or none. */
function record(value: any): Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The entries of an object that are objects. */
function objects(value: any): Record<string, any> {
  return Object.fromEntries(Object.entries(record(value)).filter(([, item]) => typeof item === 'object' && item !== null && !Array.isArray(item)));
}
