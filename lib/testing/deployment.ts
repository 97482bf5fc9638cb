import { Token } from 'aws-cdk-lib';
import { onlyAllows, servicesOf } from './aws-managed-policies';
import { concernOf, functionBeside } from './concern';
import { Settled, readable } from './settled';
import type { TestedTemplate } from './tested-template';
import { quote } from '../private/errors';
import type { KeyValues } from '../private/evaluation/context';
import { valueOf, withoutCase } from '../private/evaluation/patterns';
import { areSame } from '../private/evaluation/principals';
import type { Text } from '../private/evaluation/text';
import { isText, isUnknown } from '../private/evaluation/text';
import { isIntrinsic } from '../private/intrinsics';
import { readPattern } from '../private/parameter-pattern';
import { isCheckedType } from '../private/parameters';
import { readDocument } from '../private/template/document';
import type { Identity } from '../private/template/identities';
import type { Resource } from '../private/template/policies';
import type { Template } from '../private/template/template';
import type { World } from '../private/template/world';

/** A policy as it is when the template is deployed in one way. */
export interface DeployedPolicy {
  /** For people: `inline policy 'Read'`. */
  readonly title: string;
  /** As the evaluator reads it. */
  readonly json: any;
  /** Where each of its statements stands: `AppRole/Properties/Policies/0/PolicyDocument/Statement/0`. */
  readonly locations: readonly string[];
  /** Whether nothing is known of what it says, as it is not in the template. */
  readonly isUnknown?: boolean;
  /** Of a policy of which nothing else is known: the services whose actions it allows. */
  readonly services?: readonly string[];
}

/** A role as it is when the template is deployed in one way; each part is read when it is asked for, as each can depend on more of the world. */
export interface DeployedRole {
  readonly arn: Text;
  readonly name: Text;
  readonly account: Text;
  readonly tags: RoleTags;
  /** Whether its trust may let sessions have tags, which count more than its own. */
  readonly mayBeTagged: boolean;
  readonly trust: DeployedPolicy;
  readonly identity: readonly DeployedPolicy[];
  /** Undefined for a role without a boundary. */
  readonly boundary?: DeployedPolicy;
}

/** The tags of a role, and whether it may have others of which nobody knows the keys. */
export interface RoleTags {
  readonly values: Readonly<Record<string, KeyValues>>;
  readonly mayHaveMore: boolean;
}

/** Whether a policy, as it stands in the template, can matter for a question. */
export type Concern = (document: any) => boolean;

/** One way in which a template is deployed. Whatever depends on more than its world says throws `Undecided`. */
export class DeployedTemplate {
  private readonly settled: Settled;

  /**
   * @param concerns which policies can matter; others are taken for not there, so that nothing is asked of the world for them
   */
  constructor(
    private readonly tested: TestedTemplate,
    public readonly template: Template,
    public readonly world: World,
    private readonly concerns: Concern,
  ) {
    this.settled = new Settled(template, world, tested.outside);
  }

  /** A value of the template, or a text of a question as `TestedTemplate.raw` makes it. */
  public value(raw: any): any {
    return this.settled.value(this.template.values.resolve(raw, this.world));
  }

  /** A value that is one text. */
  public text(raw: any): Text {
    const value = this.value(raw);
    if (isText(value)) return value;
    return { parts: [isUnknown(value) ? value : { unknown: 'what is no text' }] };
  }

  public get account(): Text {
    return this.text({ Ref: 'AWS::AccountId' });
  }

  /** Whether a resource is made. */
  public isMade({ condition }: Resource): boolean {
    return condition === undefined || this.template.values.holds(condition, this.world);
  }

  /** A role with its policies; undefined where it is not made. */
  public role({ resource }: Identity): DeployedRole | undefined {
    if (!this.isMade(resource)) return undefined;
    const { logicalId, properties } = resource;
    const added = functionBeside(properties);
    const read = {
      arn: () => this.text({ 'Fn::GetAtt': [logicalId, 'Arn'] }),
      name: () => this.text({ Ref: logicalId }),
      tags: () => this.tags(properties.Tags, added !== undefined),
      trust: () => this.policy('the trust policy', properties.AssumeRolePolicyDocument, `${logicalId}/Properties/AssumeRolePolicyDocument`),
      identity: () => [
        ...this.inline(resource, read.ofSeveral()), ...this.attached(logicalId, read.name(), read.ofSeveral()),
        ...this.listed(properties.ManagedPolicyArns),
        ...this.tested.attachedElsewhere(logicalId).filter(({ json }) => this.concerns(json)),
      ],
      boundary: () => this.boundary(properties.PermissionsBoundary),
      ofSeveral: () => this.namesOfSeveral(resource),
    };
    // What is added to the properties can be any of them.
    const unclear = added === undefined ? undefined : unclearPolicy('the properties of the role', `what ${added} makes of them`, `${logicalId}/Properties`);
    return {
      account: this.account,
      mayBeTagged: added !== undefined || TAGGING(properties.AssumeRolePolicyDocument),
      get arn() { return read.arn(); },
      get name() { return read.name(); },
      get tags() { return read.tags(); },
      get trust() { return unclear ?? read.trust(); },
      get identity() { return unclear === undefined ? read.identity() : [...read.identity(), unclear]; },
      get boundary() { return unclear ?? read.boundary(); },
    };
  }

  /** A policy that stands in the template. */
  public policy(title: string, raw: any, location: string): DeployedPolicy {
    const added = isPlain(raw) ? functionBeside(raw) : undefined;
    if (added !== undefined) return unclearPolicy(title, `what ${added} makes of it`, location);
    // Statements that stand one by one in the template keep their numbers, also where one before them is left out.
    const list = isPlain(raw) ? raw.Statement : undefined;
    if (Array.isArray(list) || isPlain(list)) {
      const statements = [list].flat().flatMap((element, index) => !this.concerns(element) ? [] : [this.value(element)].flat()
        .filter((item) => item !== undefined).map((json) => ({ json, location: `${location}/Statement/${index}` })));
      const version = this.value(raw.Version);
      return {
        title,
        json: { ...(version !== undefined && { Version: version }), Statement: statements.map(({ json }) => json) },
        locations: statements.map((statement) => statement.location),
      };
    }
    const document = readDocument(this.template.values.resolve(raw, this.world) ?? { unknown: 'a policy that is not there' });
    const parameter = document.enters.find((name) => this.mayEndText(name));
    if (parameter !== undefined) return unclearPolicy(title, `a text to which ${parameter} could add statements`, location);
    if (document.repeated !== undefined) return unclearPolicy(title, `a text with ${document.repeated} twice in one object`, location);
    const json = this.settled.value(document.json);
    const count = isUnknown(json) ? 0 : [json.Statement].flat().length;
    return { title, json, locations: Array.from({ length: count }, (_, index) => `${location}/Statement/${index}`) };
  }

  /** Whether what is put into a text of JSON may hold a quote, after which it says what it likes. */
  private mayEndText(name: string): boolean {
    const parameter = this.template.parameter(name);
    if (parameter === undefined || this.tested.outside(name) !== undefined) return name.startsWith('{{resolve:');
    const { type, declaration: { AllowedValues: values, AllowedPattern: pattern } } = parameter;
    if (isCheckedType(type)) return false;
    if (Array.isArray(values)) return values.some((value) => ENDS_TEXT.some((end) => String(value).includes(end)));
    const { admits, unclear } = typeof pattern === 'string' ? readPattern(pattern, ENDS_TEXT) : { admits: ENDS_TEXT, unclear: undefined };
    return admits.length > 0 || unclear !== undefined;
  }

  /** Whether two texts are surely the same, or may be, which is then a thing that the world says. */
  private isSame(one: Text, other: Text, question: string): boolean {
    const same = areSame(valueOf(one), valueOf(other));
    // AWS has no two names that differ in case alone, and does not say whether it finds one by the other.
    const isDoubtful = same === 'unknown' || (same === false && areSame(withoutCase(valueOf(one)), withoutCase(valueOf(other))) === true);
    return isDoubtful ? this.is(question) : same === true;
  }

  /** What the template leaves open for good: both ways are gone through. */
  private is(statement: string): boolean {
    const yes = { label: statement };
    return this.world.choose(statement, [yes, { label: `it is not so that ${statement}` }]).label === yes.label;
  }

  private boundary(raw: any): DeployedPolicy | undefined {
    const arn = this.value(raw);
    return arn === undefined || arn === '' ? undefined : this.managed(arn, 'the permissions boundary', 'the boundary');
  }

  /** The tags of a role, and those of its stack, which CloudFormation gives it too. */
  private tags(raw: any, mayHaveMore: boolean): RoleTags {
    const tags = this.value(raw) ?? [];
    const list: any[] = Array.isArray(tags) ? tags : [{}];
    const textOf = (value: string) => this.text(this.tested.raw(value, 'The value of the tag'));
    const ofStack = Object.entries(this.tested.stackTags).map(([key, value]): [string, KeyValues] => [key, textOf(value)]);
    const own = list.filter((tag) => typeof tag?.Key === 'string')
      .map((tag): [string, KeyValues] => [tag.Key, isText(tag.Value) ? tag.Value : { unknown: tag.Key }]);
    return { values: Object.fromEntries([...ofStack, ...own]), mayHaveMore: mayHaveMore || own.length < list.length };
  }

  private inline({ logicalId, properties }: Resource, ofSeveral: readonly string[]): DeployedPolicy[] {
    const { Policies } = properties;
    const all: any[] = [isIntrinsic(Policies) ? this.value(Policies) : Policies].flat().filter((raw) => raw !== undefined);
    return all.flatMap((raw, index) => {
      const location = `${logicalId}/Properties/Policies/${index}/PolicyDocument`;
      if (!this.concerns(raw)) return [];
      if (ofSeveral.includes(raw?.PolicyName)) return [replacedPolicy(this.inlineTitle(raw.PolicyName), location)];
      if (isPlain(raw)) return [this.ofProperties(this.inlineTitle(raw.PolicyName), raw, location)];
      return [this.value(raw)].flat().filter((policy) => policy !== undefined)
        .map((policy) => this.policy(this.inlineTitle(policy?.PolicyName), isUnknown(policy) ? policy : policy?.PolicyDocument, location));
    });
  }

  /** The policy in an object that has it as its `PolicyDocument`. */
  private ofProperties(title: string, properties: Readonly<Record<string, any>>, location: string): DeployedPolicy {
    const added = functionBeside(properties);
    return added === undefined ? this.policy(title, properties.PolicyDocument, location) : unclearPolicy(title, `what ${added} makes of it`, location);
  }

  private inlineTitle(name: any): string {
    return `inline policy '${readable(this.text(name))}'`;
  }

  /** Policies that name the role, each of them a resource of its own. */
  private attached(role: string, name: Text, ofSeveral: readonly string[]): DeployedPolicy[] {
    return this.template.ofType(...ATTACHED, 'AWS::IAM::ManagedPolicy').flatMap((resource) => {
      const { logicalId, properties } = resource;
      if (!this.concerns(properties) || !this.isMade(resource)) return [];
      const named = [resource.type === 'AWS::IAM::RolePolicy' ? properties.RoleName : properties.Roles].flat();
      const question = `the policy ${logicalId} is attached to ${role}`;
      const mayBeNamed = functionBeside(properties) !== undefined;
      if (!named.some((raw) => this.isNameOf(raw, name, role, question)) && !(mayBeNamed && this.is(question))) return [];
      const isReplaced = ATTACHED.includes(resource.type) && ofSeveral.includes(properties.PolicyName);
      return [isReplaced ? replacedPolicy(`policy '${properties.PolicyName}'`, `${logicalId}/Properties/PolicyDocument`) : this.ofResource(resource)];
    });
  }

  /** Names that several inline policies of a role have, of which the one that is made last replaces the others. */
  private namesOfSeveral({ logicalId, properties }: Resource): string[] {
    const isOf = (raw: any) => raw?.Ref === logicalId || (typeof raw === 'string' && raw === properties.RoleName);
    const attached = this.template.ofType(...ATTACHED).filter(({ properties: { Roles, RoleName } }) => [Roles ?? RoleName].flat().some(isOf));
    const named = [
      ...[properties.Policies].flat().map((raw) => ({ name: raw?.PolicyName, isMade: () => true })),
      ...attached.map((resource) => ({ name: resource.properties.PolicyName, isMade: () => this.isMade(resource) })),
    ];
    const isOfSeveral = (name: string, all: typeof named) => all.filter((one) => one.name === name).length > 1;
    // Whether they are made is asked only where it matters.
    return [...new Set(named.map(({ name }) => name))].filter((name) => typeof name === 'string' && isOfSeveral(name, named)
      && isOfSeveral(name, named.filter((one) => one.name === name && one.isMade())));
  }

  /** Whether a value, which can be a list, names a role. */
  private isNameOf(raw: any, name: Text, role: string, question: string): boolean {
    // A reference to another role is that one, whatever it is called.
    if (typeof raw?.Ref === 'string' && this.template.resource(raw.Ref)?.type === 'AWS::IAM::Role') return raw.Ref === role;
    return [this.value(raw)].flat().some((one) => isText(one) ? this.isSame(one, name, question) : isUnknown(one) && this.is(question));
  }

  private ofResource(resource: Resource): DeployedPolicy {
    const { logicalId, type, properties } = resource;
    const given = this.value(type === 'AWS::IAM::ManagedPolicy' ? properties.ManagedPolicyName : properties.PolicyName);
    const kind = type === 'AWS::IAM::ManagedPolicy' ? 'managed policy' : 'policy';
    const name = isText(given) ? readable(given) : logicalId;
    return this.ofProperties(`${kind} '${name}'`, properties, `${logicalId}/Properties/PolicyDocument`);
  }

  /** The managed policies that the role lists. */
  private listed(raw: any): DeployedPolicy[] {
    const arns = this.value(raw);
    if (arns === undefined) return [];
    return [arns].flat().flatMap((arn) => {
      const own = this.managedPolicyOf(arn);
      return own !== undefined && !this.concerns(own.properties) ? [] : [this.managed(arn, 'managed policy', 'a managed policy')];
    });
  }

  private managed(arn: any, kind: string, what: string): DeployedPolicy {
    const own = this.managedPolicyOf(arn);
    if (own !== undefined) return { ...this.ofResource(own), title: `${kind} '${own.logicalId}'` };
    const title = `${kind} '${isText(arn) || isUnknown(arn) ? readable(arn) : what}'`;
    const given = this.givenPolicy(arn);
    if (given !== undefined) return this.policy(title, given, 'managedPolicies');
    const services = typeof arn === 'string' ? servicesOf(arn) : undefined;
    const content = { json: contentOf(arn, what, services), locations: [], isUnknown: true };
    return { title: `${title} (not in the template)`, ...content, ...(services !== undefined && { services }) };
  }

  /** The resource that makes a managed policy, if it is in the template. */
  private managedPolicyOf(arn: any): Resource | undefined {
    if (!isText(arn)) return undefined;
    return this.template.ofType('AWS::IAM::ManagedPolicy').find((resource) => isSurelySame(this.text({ Ref: resource.logicalId }), arn) && this.isMade(resource));
  }

  /** What a test says of a managed policy that is not in the template. */
  private givenPolicy(arn: any): any {
    if (!isText(arn)) return undefined;
    const { given: { managedPolicies = {} }, stack } = this.tested;
    const found = Object.keys(managedPolicies).find((key) => isSurelySame(this.text(this.tested.raw(key, 'The ARN of the managed policy')), arn));
    if (found === undefined) return undefined;
    const document = managedPolicies[found];
    if (typeof document === 'string') return document;
    if (stack !== undefined) return stack.resolve(document);
    const json = JSON.stringify(document);
    if (Token.isUnresolved(json)) throw new Error(`The managed policy ${quote(found)} holds what is known only once deployed: use AccessAssertions.fromStack(), or give it as JSON.`);
    return JSON.parse(json);
  }
}

const TAGGING = concernOf(['sts:TagSession']);

/** What ends a text of JSON, or takes the meaning from the quote that ends it. */
const ENDS_TEXT = ['"', '\\'];

/** Resources that are each an inline policy. */
const ATTACHED: readonly string[] = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy'];

function replacedPolicy(title: string, location: string): DeployedPolicy {
  return unclearPolicy(`${title} (one of several of that name)`, 'the one that is made last', location);
}

/** A policy of which nobody can tell what it says. */
function unclearPolicy(title: string, unknown: string, location: string): DeployedPolicy {
  return { title, json: { unknown }, locations: [location] };
}

/** What is known of a managed policy that is not in the template. */
function contentOf(arn: any, what: string, services: readonly string[] | undefined): any {
  if (typeof arn !== 'string' || !onlyAllows(arn)) return { unknown: what };
  const Action = services === undefined ? { unknown: what } : services.map((service) => ({ parts: [`${service}:`, { unknown: what }] }));
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: { unknown: what } }] };
}

function isSurelySame(one: Text, other: Text): boolean {
  return areSame(valueOf(one), valueOf(other)) === true;
}

/** An object that is no function of CloudFormation. */
function isPlain(raw: any): raw is Record<string, any> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !isIntrinsic(raw) && !isUnknown(raw);
}
