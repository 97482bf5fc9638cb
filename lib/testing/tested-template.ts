import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import { checkAccount } from './accounts';
import type { StackTemplate } from './app-texts';
import { AppTexts, parametersOfNested } from './app-texts';
import type { DeployedPolicy } from './deployment';
import { Settled, readable } from './settled';
import { quote } from '../private/errors';
import type { Text } from '../private/evaluation/text';
import { resolve } from '../private/intrinsics';
import { nearestFew } from '../private/nearest';
import { oneOf } from '../private/service-actions';
import type { Deployment } from '../private/template/template';
import { Template } from '../private/template/template';
import { readable as readableTokens } from '../private/text';

/** What a test has said of the template. */
export interface Given {
  readonly account?: string;
  readonly region?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly managedPolicies?: Readonly<Record<string, any>>;
}

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/;

/** How many names an error offers. */
const MOST_OFFERED = 5;

/** A template, and what the texts of questions about it mean. */
export class TestedTemplate {
  /** The template of a stack, which is synthesized with its app. */
  public static ofStack(stack: Stack, given: Given): TestedTemplate {
    const known = { account: literal(stack.account), region: literal(stack.region) };
    for (const part of ['account', 'region'] as const) {
      if (known[part] !== undefined && given[part] !== undefined && known[part] !== given[part]) {
        throw new Error(`The stack ${quote(stack.node.path)} is of the ${part} ${quote(known[part])}: got ${quote(given[part])}. Leave the option '${part}' out.`);
      }
    }
    const read = readers(given);
    const { template } = read(stack);
    const texts = new AppTexts(stack, read);
    return new TestedTemplate(template, template.deployment, given, stack, texts);
  }

  /** A template as an object or as text. */
  public static ofTemplate(source: any, given: Given): TestedTemplate {
    const deployment = deploymentOf(given);
    return new TestedTemplate(Template.read(source, deployment), deployment, given);
  }

  private readonly ofPartitions = new Map<string, Template>();
  private everything?: string;

  private constructor(
    public readonly template: Template,
    private readonly deployment: Deployment,
    public readonly given: Given,
    public readonly stack?: Stack,
    private readonly app?: AppTexts,
  ) {
    if (given.account !== undefined) checkAccount(given.account, 'The account of the template');
    if (given.region !== undefined && !REGION.test(given.region)) {
      throw new Error(`The region is none: got ${quote(given.region)}. Write it as 'eu-central-1'.`);
    }
    Object.entries(given.parameters ?? {}).forEach(([name, value]) => this.checkParameter(name, value));
  }

  /** What other templates of the app say of a name in this one. */
  public readonly outside = (name: string): Text | undefined => this.app?.textOf(name);

  /** The policies in other templates of the app that name a role of this one, by its logical id. */
  public attachedElsewhere(role: string): DeployedPolicy[] {
    return this.app?.attachedTo(role) ?? [];
  }

  /** The account of what a question names, if it stands in another template of the app, of another account. */
  public accountOf(raw: any): string | undefined {
    return this.app?.accountOf(raw);
  }

  /** The tags that CloudFormation gives to all resources of the stack, besides their own. */
  public get stackTags(): Record<string, string> {
    const stacks = new Array<Stack>();
    for (let stack = this.stack; stack !== undefined; stack = stack.nestedStackParent) stacks.unshift(stack);
    return Object.assign({}, ...stacks.map(({ tags }) => tags.tagValues()));
  }

  /** The template as it is in the partition that the ARNs of a question are of, where neither the region nor the stack says which. */
  public inPartitionOf(asked: readonly (string | undefined)[]): Template {
    const partition = asked.map((text) => /^arn:([a-z][a-z-]*):/.exec(text ?? '')?.[1]).find((found) => found !== undefined);
    if (partition === undefined || this.deployment.region !== undefined) return this.template;
    if (!this.ofPartitions.has(partition)) this.ofPartitions.set(partition, Template.read(this.template.json, { ...this.deployment, partition }));
    return this.ofPartitions.get(partition)!;
  }

  /**
   * A text of a question, as it would stand in the template: tokens become functions of CloudFormation, and so does `${Bucket.Arn}` in it.
   *
   * @param what the text for an error, at the start of a sentence: `The resource`
   */
  public raw(text: string, what: string): any {
    if (typeof text !== 'string') throw new Error(`${what} is not text: got ${quote(text)}.`);
    if (Token.isUnresolved(text)) return this.resolved(text, what);
    const names = [...text.matchAll(/\$\{([^!][^}]*)\}/g)].map(([, name]) => name.trim());
    if (names.length === 0) return text.includes('${!') ? { 'Fn::Sub': text } : text;
    names.forEach((name) => this.checkName(name, text, what));
    const [whole, logicalId, attribute] = /^\$\{([^.}]+)(?:\.([^}]+))?\}$/.exec(text) ?? [];
    if (whole === undefined) return { 'Fn::Sub': text };
    return attribute === undefined ? { Ref: logicalId.trim() } : { 'Fn::GetAtt': [logicalId.trim(), attribute.trim()] };
  }

  /** A text of a question for people: tokens and names as the template has them. */
  public shown(text: string, what: string): string {
    const raw = this.raw(text, what);
    return typeof raw === 'string' ? raw : this.template.texts(raw).map((one) => readable(new Settled(this.template, this.template.world, this.outside).text(one))).join(' or ');
  }

  /** Whether a text stands anywhere in the template, or in what the test says of other policies. */
  public mentions(text: string): boolean {
    this.everything ??= JSON.stringify([this.template.json, this.given.managedPolicies]).toLowerCase();
    return this.everything.includes(JSON.stringify(text.toLowerCase()).slice(1, -1));
  }

  private checkParameter(name: string, value: string): void {
    const parameter = this.template.parameter(name);
    if (parameter === undefined) throw new Error(`The template has no parameter ${quote(name)}.${didYouMean(name, this.template.parameters.map((one) => one.name))}`);
    const { AllowedValues: allowed } = parameter.declaration;
    if (!Array.isArray(allowed) || allowed.map(String).includes(String(value))) return;
    throw new Error(`The parameter ${quote(name)} cannot have that value: got ${quote(value)}. It can be ${oneOf(allowed.map((one) => quote(one)))}.`);
  }

  private resolved(text: string, what: string): any {
    if (this.stack === undefined) {
      throw new Error(`${what} is known only once deployed: got ${quote(readableTokens(text))}. Use AccessAssertions.fromStack(), or write '\${LogicalId.Arn}'.`);
    }
    // What is in other stacks stands under its path.
    return resolve(this.stack, text).value;
  }

  private checkName(name: string, text: string, what: string): void {
    const [logicalId] = name.split('.');
    if (name.startsWith('AWS::') || this.template.isParameter(name) || this.template.resource(logicalId) !== undefined) return;
    const known = [...this.template.resources.map((resource) => resource.logicalId), ...this.template.parameters.map((parameter) => parameter.name)];
    throw new Error(`${what} names what is not in the template: got ${quote(text)}. In '\${…}' stands a logical id with an attribute, a parameter, or a pseudo parameter; write '\${!…}' for the characters themselves.${didYouMean(logicalId, known)}`);
  }
}

/** ` Did you mean 'a' or 'b'?`, or nothing. */
function didYouMean(name: string, known: readonly string[]): string {
  const near = nearestFew(name, known, MOST_OFFERED);
  return near.length === 0 ? '' : ` Did you mean ${near.map((one) => quote(one)).join(' or ')}?`;
}

/** Reads the templates of an app, each once, with what is known of its stack. */
function readers(given: Given): (stack: Stack) => StackTemplate {
  const templates = new Map<Stack, StackTemplate>();
  return (stack) => {
    if (!templates.has(stack)) {
      // Only the first one is the one whose parameters the test knows.
      const isFirst = templates.size === 0;
      const source = sourceOf(stack);
      const known = { account: literal(stack.account) ?? given.account, region: literal(stack.region) ?? given.region };
      const fromParent = Object.entries(parametersOfNested(stack) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
      const parameters = { ...Object.fromEntries(fromParent), ...isFirst ? given.parameters : {} };
      templates.set(stack, { stack, template: Template.read(source, { ...deploymentOf({ ...known, parameters }), constructPaths: pathsIn(stack) }) });
    }
    return templates.get(stack)!;
  };
}

function deploymentOf({ account, region, parameters }: Given): Deployment {
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }), ...(parameters !== undefined && { parameters }) };
}

/** The paths of the constructs of a stack by logical ids: the template has them only where the toolkit makes it. */
function pathsIn(stack: Stack): Record<string, string> {
  const resources = stack.node.findAll().filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct))
    .filter((resource) => Stack.of(resource) === stack);
  return Object.fromEntries(resources.map((construct) => [stack.resolve(construct.logicalId), construct.node.path]));
}

/** What a stack's template says, once everything in the app has added to it. */
function sourceOf(stack: Stack): any {
  const stage = Stage.of(stack);
  if (stage === undefined) throw new Error(`The stack ${quote(stack.node.path)} is in no app: make it in an App or a Stage.`);
  // CDK writes no section for a stack that has nothing yet.
  return { Resources: {}, ...JSON.parse(readFileSync(join(stage.synth().directory, stack.templateFile), 'utf8')) };
}

/** A text that is no token. */
function literal(text: string): string | undefined {
  return Token.isUnresolved(text) ? undefined : text;
}

/** What `Ref`, `Fn::GetAtt` and `Fn::Sub` name in a value of a template, without their attributes. */
export function namesIn(value: any): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries<any>(value).flatMap(([key, item]) => {
    if (key === 'Ref') return [String(item)];
    if (key === 'Fn::GetAtt') return [String([item].flat()[0]).split('.')[0]];
    const inText = key === 'Fn::Sub' ? [...String([item].flat()[0]).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name.trim().split('.')[0]) : [];
    return [...inText, ...namesIn(item)];
  });
}
