import type { Value } from '../private/evaluation/patterns';
import type { Text, Unknown } from '../private/evaluation/text';
import { isText, isUnknown, joined, shown } from '../private/evaluation/text';
import { kindOfCloudFormation } from '../private/service-authorization';
import type { Resource } from '../private/template/policies';
import type { Template } from '../private/template/template';
import type { World } from '../private/template/world';

/** A part of the resource of a question that can be any text. */
export const ANYTHING: Unknown = { unknown: '\uE002' };

/** The partition that is asked about where neither the stack nor the question says one. */
const DEFAULT_PARTITION = 'aws';

/** The suffixes of the endpoints of a partition, where it is in names of services. */
const URL_SUFFIXES: Readonly<Record<string, string>> = { 'aws': 'amazonaws.com', 'aws-us-gov': 'amazonaws.com', 'aws-cn': 'amazonaws.com.cn' };

/** Variables of ARNs that are not the name of a resource. */
const PLACES: readonly string[] = ['Partition', 'Region', 'Account'];

/** What two stacks of an app have in common, as far as they do not know it. */
const SHARED: readonly string[] = ['AWS::AccountId', 'AWS::Region', 'AWS::URLSuffix'];

/** Types of which AWS makes up the id in the ARN also where they have a name. */
const WITH_ID: readonly string[] = [
  'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::AppSync::GraphQLApi', 'AWS::CloudFront::Distribution', 'AWS::Cognito::UserPool',
  'AWS::EC2::Instance', 'AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet', 'AWS::EC2::VPC', 'AWS::EC2::VPCEndpoint',
  'AWS::EFS::AccessPoint', 'AWS::EFS::FileSystem', 'AWS::KMS::Key', 'AWS::RolesAnywhere::Profile', 'AWS::RolesAnywhere::TrustAnchor',
];

/** Its ids begin with a region and a colon. */
const WITH_COLON = 'AWS::Cognito::IdentityPool';

const IAM_TYPES: readonly string[] = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::InstanceProfile', 'AWS::IAM::ManagedPolicy'];

/** Properties that name a resource, or by which it is told apart. */
const NAMING_PROPERTY = /(?<!^Display)(Name|Identifier)(Prefix)?$|^(Id|Alias)$/;

/**
 * Puts in what is known, or must be different, of texts that are known once deployed.
 *
 * The partition is the one that is asked about. And the names that AWS makes up for two resources are never the same, nor the same as a name
 * that somebody has written: without that nobody could tell one bucket of a template from another one.
 */
export class Settled {
  private readonly partition: string;

  /**
   * @param outside what other templates of the app say of a name
   * @param prefix what tells the names of this template apart from those of the others
   */
  constructor(
    private readonly template: Template,
    world: World,
    private readonly outside: (name: string) => Text | undefined = () => undefined,
    private readonly prefix: string = '',
  ) {
    this.partition = world.valueOf('AWS::Partition') ?? DEFAULT_PARTITION;
  }

  /** A value of the template, with all texts in it. */
  public value(value: any): any {
    if (isText(value)) return this.text(value);
    // What a function of CloudFormation makes that nobody looks into can still be what another template says.
    if (isUnknown(value)) return this.outside(value.unknown) ?? value;
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.keys(value).map((key) => [key, this.value(value[key])]));
  }

  public text(text: Text): Text {
    return typeof text === 'string' ? text : joined(text.parts.flatMap((part) => typeof part === 'string' ? [part] : this.part(part)));
  }

  private part(part: Unknown): readonly (string | Unknown)[] {
    if (part.unknown === 'AWS::Partition') return [this.partition];
    if (part.unknown === 'AWS::URLSuffix') return [URL_SUFFIXES[this.partition] ?? part];
    const madeUp = this.madeUp(part.unknown);
    if (madeUp !== undefined) return [{ unknown: this.prefix + madeUp, isMadeUp: true }];
    const outside = this.outside(part.unknown);
    if (outside !== undefined) return typeof outside === 'string' ? [outside] : outside.parts;
    // Another stack has a name and parameters of its own; where it is deployed, if it does not say so itself, this one is too.
    return [SHARED.includes(part.unknown) ? part : { ...part, unknown: this.prefix + part.unknown }];
  }

  /** What stands for the name of a resource, if CloudFormation makes it up. */
  private madeUp(name: string): string | undefined {
    const [logicalId, ...rest] = name.split('.');
    const resource = this.template.resource(logicalId);
    if (resource === undefined) return undefined;
    if (!WITH_ID.includes(resource.type) && isNamed(resource)) return undefined;
    const variable = rest.join('.');
    if (IAM_TYPES.includes(resource.type)) return variable === '' ? logicalId : undefined;
    const kind = kindOfCloudFormation(resource.type);
    if (kind === undefined || resource.type === WITH_COLON) return undefined;
    const variables = [...kind.kind.arn.matchAll(/\$\{([^}]*)\}/g)].map(([, found]) => found).filter((found) => !PLACES.includes(found));
    // In an ARN of several parts, the others are names of what the resource belongs to.
    const type = resource.type.slice(resource.type.lastIndexOf(':') + 1);
    const isItself = variable === '' || (variables.length === 1 ? variables[0] === variable : [`${type}Name`, `${type}Id`].includes(variable));
    if (!isItself) return undefined;
    return variables.length === 1 ? logicalId : name;
  }
}

/** Whether the template may say what a resource is called: by a property of its own, or in one as `DatabaseInput` of `AWS::Glue::Database`. */
function isNamed({ type, properties }: Resource): boolean {
  const short = type.slice(type.lastIndexOf(':') + 1);
  const own = [short, `${short}Id`, `${short}Alias`];
  const inner = ['Name', 'Id', `${short}Name`];
  return Object.entries(properties).some(([name, value]) => NAMING_PROPERTY.test(name) || own.includes(name) || name.startsWith('Fn::')
    || (typeof value === 'object' && value !== null && inner.some((one) => Object.hasOwn(value, one))));
}

/** A value in which the account of the template, where it is not known, is another one than any that is written. */
export function withOwnAccountApart(value: any): any {
  if (Array.isArray(value)) return value.map(withOwnAccountApart);
  if (typeof value !== 'object' || value === null) return value;
  if (value.unknown === 'AWS::AccountId') return { ...value, isMadeUp: true };
  return Object.fromEntries(Object.keys(value).map((key) => [key, withOwnAccountApart(value[key])]));
}

/** A text for people. */
export function readable(text: Text | Unknown): string {
  return readableText(shown(text));
}

/** A text of the evaluator for people. */
export function readableValue(value: Value): string {
  return typeof value === 'string' ? readableText(value) : readable({ parts: Array.from(value) });
}

/** Texts in which what can be anything is written as `*`. */
export function readableText(text: string): string {
  return text.replace(/\$\{\uE002\}/g, '*');
}
