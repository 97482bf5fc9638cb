import type { ArnShape } from '../../../private/arn-shape';
import { formsOf, kindsOfShape, mayCover, shapeOfText } from '../../../private/arn-shape';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { ResourceKind, ServiceAction } from '../../../private/service-authorization';
import { serviceOf } from '../../../private/service-authorization';
import type { Template } from '../../../private/template/template';

/** IAM has no longer ARNs. */
const MOST_CHARACTERS = 2048;

/** The parts of an ARN: `arn`, the partition, service, region and account, and what comes behind them. */
const ARN_PARTS = 6;

/**
 * Types whose ARNs the service asks for where its reference lists another one: what reads the streams of a log group is authorized on
 * `log-group:NAME:log-stream:`.
 */
const ALSO: Readonly<Record<string, string>> = { 'logs:log-group': 'logs:log-stream' };

/** Services of which there are two generations under one name, with actions of one name for resources of both; the data has one of them. */
const TWO_GENERATIONS = /^elasticloadbalancing$/;

/** What actions are on. */
interface Targets {
  readonly kinds: readonly ResourceKind[];
  /** Whether one of the actions is on no resource. */
  readonly isOnNone: boolean;
}

/** Which actions can be on which resources of a template's policies. */
export class ResourceFit {
  private readonly names: ReadonlySet<string>;
  private readonly logGroups: ReadonlySet<string>;
  private readonly targets = new Map<readonly ServiceAction[], Targets>();
  private readonly kinds = new Map<string, ReadonlySet<ResourceKind>>();

  constructor(template: Template) {
    // What a nested stack or a custom resource gives may be anything.
    this.names = new Set(template.resources.filter(({ type }) => /^AWS::(?!CloudFormation::)/.test(type)).map(({ logicalId }) => logicalId));
    this.logGroups = new Set(template.ofType('AWS::Logs::LogGroup').map(({ logicalId }) => logicalId));
  }

  /** Whether one of the actions of a service may be on a resource; false only if surely none is. */
  public fits(actions: readonly ServiceAction[], resource: Text): boolean {
    const shape = shapeOfText(resource);
    const parts = shape?.text.split(':') ?? [];
    // Beginnings of ARNs and what is none, as `execute-api:/*`, which services complete.
    if (shape === undefined || shape.text.length > MOST_CHARACTERS || parts[0] !== 'arn' || parts.length < ARN_PARTS) return true;
    const [{ service }] = actions;
    if (TWO_GENERATIONS.test(service) || (service === 'logs' && this.isLogGroup(resource))) return true;
    const all = this.targetsOf(actions);
    if (all.isOnNone && this.mayBeAll(resource)) return true;
    const named = /[*?]/.test(parts[1]) ? '*' : parts[2];
    const kinds = all.kinds.filter((kind) => isOfService(kind, named));
    if (kinds.length === 0) return false;
    const fitting = this.kindsOf(service, resource, shape);
    return kinds.some((kind) => fitting.has(kind) || fitting.has(alsoOf(kind)))
      || kinds.some((kind) => mayCover(resource, kind, (name) => this.isName(name)));
  }

  /**
   * Whether an ARN may cover what a service asks for where an action is on no resource: its type with no name, as in `user/` of
   * `iam:ListUsers`, which is documented nowhere.
   */
  private mayBeAll(resource: Text): boolean {
    const end = typeof resource === 'string' ? resource : resource.parts[resource.parts.length - 1];
    return typeof end === 'string' ? /[:/]\*+$/.test(end) : !this.isName(end.unknown);
  }

  private targetsOf(actions: readonly ServiceAction[]): Targets {
    const known = this.targets.get(actions);
    if (known !== undefined) return known;
    const found = {
      kinds: [...new Set(actions.flatMap(({ targets }) => targets.map(({ kind }) => kind)))],
      isOnNone: actions.some(({ targets }) => targets.length === 0),
    };
    this.targets.set(actions, found);
    return found;
  }

  private kindsOf(service: string, resource: Text, shape: ArnShape): ReadonlySet<ResourceKind> {
    const key = `${service} ${shown(resource)}`;
    const known = this.kinds.get(key);
    if (known !== undefined) return known;
    const found = new Set(kindsOfShape(shape, serviceOf(service)!.kinds));
    this.kinds.set(key, found);
    return found;
  }

  /** The ARN of a log group has its streams in it, `:*`, as CloudFormation gives it. */
  private isLogGroup(resource: Text): boolean {
    const [name, end] = typeof resource === 'string' ? [] : resource.parts.slice(-2);
    return typeof name === 'object' && this.logGroups.has(name.unknown) && end === ':*';
  }

  private isName(unknown: string): boolean {
    return unknown.startsWith('AWS::') || this.names.has(unknown);
  }
}

/** Whether the ARN of a type may name a service, which may be known later or have wildcards. */
function isOfService(kind: ResourceKind, service: string): boolean {
  return !/^[a-z0-9-]+$/.test(service) || formsOf(kind).some((form) => form.startsWith(`${service}:`) || form.startsWith('${'));
}

function alsoOf(kind: ResourceKind): ResourceKind {
  const name = ALSO[`${kind.service}:${kind.name}`];
  return (name && serviceOf(kind.service)?.kind(name.slice(kind.service.length + 1))) || kind;
}
