import { createHash } from 'crypto';
import { valueOf } from '../evaluation/patterns';
import { areSame } from '../evaluation/principals';
import type { Text, Unknown } from '../evaluation/text';
import { isText, isUnknown, joined, shown } from '../evaluation/text';
import { isIntrinsic } from '../intrinsics';
import { matchesEmpty } from '../parameter-pattern';
import { readDocument } from './document';
import { arnOrName } from './resource-names';
import { concatenated, jsonText, withDynamicReferences, withSplitReferences } from './texts';
import type { Option, World } from './world';

/**
 * A value of a template without its functions: a text, known or known in part; a list; an object; `{ unknown }` for what nothing is known of;
 * undefined for what is not there (`AWS::NoValue`). Numbers and truths are text.
 */
export type TemplateValue = any;

/** What a template declares beside its resources, and its resources by name. */
export interface Declarations {
  readonly parameters: Readonly<Record<string, any>>;
  readonly conditions: Readonly<Record<string, any>>;
  readonly mappings: Readonly<Record<string, any>>;
  readonly resources: Readonly<Record<string, any>>;
}

/** More rows of a mapping than these are not gone through one by one. */
const MOST_ROWS = 40;

/** More values of a parameter than these are not gone through one by one. */
const MOST_ALLOWED_VALUES = 8;

/** A pattern, an account, an action, an effect, the name of a managed policy. */
const OF_POLICIES = /[*?]|\d{12}|^[a-z0-9-]+:[A-Za-z]+$|^(Allow|Deny)$|Access$/;

/** Deeper than CloudFormation and IAM let anything be. */
const MOST_LEVELS = 100;


/** More of a name says nothing more; what is left out is told apart by a mark. */
const LONGEST_NAME = 200;
const LENGTH_OF_MARK = 8;

const NO_VALUE = 'AWS::NoValue';

/** Pseudo parameters in which there is never a colon, a slash or a hyphen that would end what stands before them. */
const WITHOUT_SEPARATORS = ['AWS::AccountId', 'AWS::Partition', 'AWS::Region', 'AWS::URLSuffix'];

/** What CloudFormation makes of the values of a template, as far as that is known before it is deployed. */
export class Values {
  private level = 0;
  private readonly beingRead = new Set<string>();

  constructor(private readonly declared: Declarations) {}

  /** Whether a name is one of the template's parameters. */
  public isParameter(name: string): boolean {
    return Object.hasOwn(this.declared.parameters, name);
  }

  /** A value of the template in a world; throws `Undecided` where the world does not say enough. */
  public resolve(value: any, world: World): TemplateValue {
    if (this.level >= MOST_LEVELS) return { unknown: 'what is nested too deep' };
    this.level += 1;
    try {
      return this.resolveHere(value, world);
    } finally {
      this.level -= 1;
    }
  }

  /** Whether a condition of the template holds in a world. */
  public holds(name: string, world: World): boolean {
    const expression = Object.hasOwn(this.declared.conditions, name) ? this.declared.conditions[name] : undefined;
    const question = `condition ${name}`;
    if (expression === undefined || this.beingRead.has(question)) return this.open(question, `the condition ${name}`, world);
    const found = world.truths.get(name);
    if (found !== undefined) return found;
    this.beingRead.add(question);
    try {
      return world.truths.set(name, this.isTrue(expression, name, world));
    } finally {
      this.beingRead.delete(question);
    }
  }

  private isTrue(expression: any, name: string, world: World): boolean {
    const [kind, argument] = onlyEntry(expression);
    const operands = Array.isArray(argument) ? argument : [];
    switch (operands.length === 0 && kind !== 'Condition' ? '' : kind) {
      case 'Fn::And': return operands.every((operand) => this.isTrue(operand, name, world));
      case 'Fn::Or': return operands.some((operand) => this.isTrue(operand, name, world));
      case 'Fn::Not': return !this.isTrue(operands[0], name, world);
      case 'Condition': return this.holds(textOf(argument), world);
      case 'Fn::Equals': return this.isEqual(this.resolve(operands[0], world), this.resolve(operands[1], world), world);
      default: return this.open(`condition ${name}`, `the condition ${name}`, world);
    }
  }

  private isEqual(one: TemplateValue, other: TemplateValue, world: World): boolean {
    if (!isText(one) || !isText(other)) return this.open(`${describe(one)} = ${describe(other)}`, `${describe(one)} equals ${describe(other)}`, world);
    const isSame = areSame(valueOf(one), valueOf(other));
    if (isSame !== 'unknown') return isSame;
    for (const [parameter, value] of [[bareName(one), other], [bareName(other), one]]) {
      if (typeof parameter === 'string' && typeof value === 'string') return this.isParameterEqual(parameter, value, world);
    }
    return this.open(`${shown(one)} = ${shown(other)}`, `${shown(one)} equals ${shown(other)}`, world);
  }

  private isParameterEqual(name: string, value: string, world: World): boolean {
    if (!this.canBe(name, value)) return false;
    const allowed = this.allowedValues(name);
    if (allowed !== undefined && allowed.length <= MOST_ALLOWED_VALUES) {
      return world.choose(`parameter ${name}`, allowed.map((one) => is(name, one))).parameter?.value === value;
    }
    const yes = is(name, value);
    const no = { label: `${theParameter(name)} is not '${value}'`, isNot: { name, value } };
    return world.choose(`${name} = ${value}`, [yes, no]).parameter !== undefined;
  }

  /** What a parameter can be, if the template lists it. */
  private allowedValues(name: string): string[] | undefined {
    const { AllowedValues: allowed, ...declaration } = this.declaration(name) ?? {};
    return Array.isArray(allowed) && allowed.length > 0 && !isReadElsewhere(declaration) ? allowed.map(textOf) : undefined;
  }

  /** Whether the declaration of a parameter lets it have a value; what is no parameter can be anything. */
  private canBe(name: string, value: string): boolean {
    const declaration = this.declaration(name);
    if (declaration === undefined || isReadElsewhere(declaration)) return true;
    const { AllowedPattern: pattern, MinLength: least, MaxLength: most } = declaration;
    if (value.length < Number(textOf(least ?? 0)) || value.length > Number(textOf(most ?? Infinity))) return false;
    if (value === '' && typeof pattern === 'string' && matchesEmpty(pattern) === false) return false;
    return this.allowedValues(name)?.includes(value) ?? true;
  }

  private declaration(name: string): any {
    return Object.hasOwn(this.declared.parameters, name) ? this.declared.parameters[name] : undefined;
  }

  /** What nobody can tell: both ways are possible. */
  private open(question: string, subject: string, world: World): boolean {
    const isSo = { label: `${subject} is true` };
    return world.choose(question, [isSo, { label: `${subject} is false` }]).label === isSo.label;
  }

  private resolveHere(value: any, world: World): TemplateValue {
    if (typeof value === 'string') return withDynamicReferences(value);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (Array.isArray(value)) return value.flatMap((item) => this.item(item, world));
    if (!isObject(value)) return value === undefined || value === null ? undefined : { unknown: String(value) };
    if (isIntrinsic(value)) return this.call(value, world);
    const entries = Object.keys(value).map((key): [string, TemplateValue] => [key, this.resolve(value[key], world)]);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }

  /** An element of a list: what a function makes may be nothing, or several elements. */
  private item(item: any, world: World): TemplateValue[] {
    const resolved = this.resolve(item, world);
    if (resolved === undefined) return [];
    return Array.isArray(resolved) && isIntrinsic(item) ? resolved : [resolved];
  }

  private call(call: any, world: World): TemplateValue {
    const [name, argument] = onlyEntry(call);
    const operands = Array.isArray(argument) ? argument : [argument];
    switch (name) {
      case 'Ref': return typeof argument === 'string' ? this.reference(argument, world) : unknown(call);
      case 'Fn::GetAtt': return this.attribute(operands.map(textOf).join('.'), world);
      case 'Fn::Sub': return this.substituted(operands, world) ?? unknown(call);
      case 'Fn::Join': return this.joined(operands, world) ?? unknown(call);
      case 'Fn::If': return this.branch(operands, world, call);
      case 'Fn::FindInMap': return this.row(operands, world) ?? unknown(call);
      case 'Fn::Select': return this.selected(operands, world) ?? unknown(call);
      case 'Fn::Split': return this.split(operands, world) ?? unknown(call);
      case 'Fn::ToJsonString': return jsonText(this.resolve(argument, world)) ?? unknown(call);
      default: return unknown(call);
    }
  }

  private reference(name: string, world: World): TemplateValue {
    if (name === NO_VALUE) return undefined;
    const given = world.valueOf(name);
    if (Object.hasOwn(this.declared.parameters, name)) return this.parameter(name, given ?? this.listedValue(name, world));
    if (given !== undefined) return given;
    return Object.hasOwn(this.declared.resources, name) ? this.resource(name, undefined, world) : { parts: [{ unknown: name }] };
  }

  private parameter(name: string, given: string | undefined): TemplateValue {
    const declaration = this.declared.parameters[name];
    const isList = /^CommaDelimitedList$|List</.test(textOf(declaration.Type));
    if (given === undefined || isReadElsewhere(declaration)) return isList ? { unknown: name } : { parts: [{ unknown: name }] };
    return isList ? given.split(',').map((item) => item.trim()) : given;
  }

  /** A value that the template lists for a parameter, where what is listed says more in a policy than a name does. */
  private listedValue(name: string, world: World): string | undefined {
    const allowed = this.allowedValues(name)?.filter((value) => !world.excludes(name, value)) ?? [];
    if (allowed.length > MOST_ROWS || !allowed.some((value) => OF_POLICIES.test(value))) return undefined;
    return world.choose(`parameter ${name}`, allowed.map((value) => is(name, value))).parameter?.value;
  }

  private attribute(path: string, world: World): TemplateValue {
    const [name, ...attribute] = path.split('.');
    if (!Object.hasOwn(this.declared.resources, name)) return { parts: [{ unknown: path }] };
    return this.cfnJson(name, attribute, world) ?? this.resource(name, attribute.join('.'), world);
  }

  /** What CDK's `CfnJson` makes of its text: CDK has it write the condition keys of clusters, whose issuers are known once deployed. */
  private cfnJson(logicalId: string, attribute: string[], world: World): TemplateValue {
    const { Type: type, Properties: properties } = this.declared.resources[logicalId];
    const question = `resource ${logicalId}`;
    if (type !== 'Custom::AWSCDKCfnJson' || attribute.join('.') !== 'Value' || this.beingRead.has(question)) return undefined;
    this.beingRead.add(question);
    try {
      const { json } = readDocument(this.resolve(properties?.Value, world));
      return isUnknown(json) ? undefined : json;
    } finally {
      this.beingRead.delete(question);
    }
  }

  /** A reference to a resource: its ARN or its name, as far as the template tells, under one name for one thing. */
  private resource(logicalId: string, attribute: string | undefined, world: World): Text {
    const itself: Text = { parts: [{ unknown: attribute === undefined ? logicalId : `${logicalId}.${attribute}` }] };
    const { Type: type, Properties: properties = {} } = this.declared.resources[logicalId] ?? {};
    const question = `resource ${logicalId}`;
    if (typeof type !== 'string' || this.beingRead.has(question)) return itself;
    const name = `${logicalId}.${attribute ?? ''}`;
    const found = world.texts.get(name);
    if (found !== undefined) return found;
    const property = (key: string): Text | undefined => {
      const value = isObject(properties) ? this.resolve(properties[key], world) : undefined;
      return isText(value) ? value : undefined;
    };
    this.beingRead.add(question);
    try {
      return world.texts.set(name, arnOrName({ logicalId, type, property }, attribute, world) ?? itself);
    } finally {
      this.beingRead.delete(question);
    }
  }

  private substituted(operands: any[], world: World): Text | undefined {
    const [text, variables = {}] = operands;
    if (typeof text !== 'string' || !isObject(variables)) return undefined;
    const parts = text.split(/(\$\{[^${}]*\})/).map((part): TemplateValue => {
      const name = /^\$\{([^}]*)\}$/.exec(part)?.[1].trim();
      if (name === undefined) return withDynamicReferences(part);
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (Object.hasOwn(variables, name)) return this.resolve(variables[name], world);
      return name.includes('.') ? this.attribute(name, world) : this.reference(name, world);
    });
    return withSplitReferences(concatenated(parts));
  }

  private joined(operands: any[], world: World): Text | undefined {
    const [separator, list] = [operands[0], this.resolve(operands[1], world)];
    if (typeof separator !== 'string' || !Array.isArray(list)) return undefined;
    return withSplitReferences(concatenated(list.flatMap((item, index) => index === 0 ? [item] : [separator, item])));
  }

  private branch(operands: any[], world: World, call: any): TemplateValue {
    const [name, yes, no] = operands;
    if (typeof name !== 'string' || operands.length !== 3) return unknown(call);
    return this.resolve(this.holds(name, world) ? yes : no, world);
  }

  private row(operands: any[], world: World): TemplateValue {
    const [name, first, second] = operands.slice(0, 3).map((operand) => this.resolve(operand, world));
    const mapping = typeof name === 'string' && Object.hasOwn(this.declared.mappings, name) ? this.declared.mappings[name] : undefined;
    if (!isObject(mapping)) return undefined;
    const fallback = isObject(operands[3]) ? operands[3].DefaultValue : undefined;
    const row = this.chosenKey(mapping, first, world, fallback !== undefined);
    const value = row === undefined ? undefined : this.chosenKey(row, second, world, fallback !== undefined);
    return value === undefined && fallback === undefined ? undefined : this.resolve(value ?? fallback, world);
  }

  /** The value of a key of a mapping: of a key that is known once deployed, one after the other, and none where there is a default for that. */
  private chosenKey(rows: any, key: TemplateValue, world: World, hasDefault: boolean): any {
    if (!isObject(rows)) return undefined;
    if (typeof key === 'string') return Object.hasOwn(rows, key) ? rows[key] : undefined;
    const name = bareName(key);
    const keys = Object.keys(rows).filter((one) => name === undefined || (this.canBe(name, one) && !world.excludes(name, one)));
    if (!isText(key) || keys.length === 0 || keys.length > MOST_ROWS) return undefined;
    const mayBeOther = hasDefault && !(name !== undefined && this.allowedValues(name)?.every((value) => Object.hasOwn(rows, value)));
    if (!mayBeOther && keys.every((other) => JSON.stringify(rows[other]) === JSON.stringify(rows[keys[0]]))) return rows[keys[0]];
    const options: Option[] = keys.map((value) => name === undefined ? { label: `${shown(key)} is '${value}'` } : is(name, value));
    const others = mayBeOther ? [{ label: `${shown(key)} is none of ${keys.join(', ')}` }] : [];
    const { label } = world.choose(`${shown(key)} among ${keys.join()}`, [...options, ...others]);
    return rows[keys[options.findIndex((option) => option.label === label)]];
  }

  private selected(operands: any[], world: World): TemplateValue {
    const [index, list] = operands.map((operand) => this.resolve(operand, world));
    return Array.isArray(list) && typeof index === 'string' && /^\d+$/.test(index) ? list[Number(index)] : undefined;
  }

  /** The parts of a text, if what is not known of it cannot hold the separator. */
  private split(operands: any[], world: World): TemplateValue {
    const [separator, text] = operands.map((operand) => this.resolve(operand, world));
    if (typeof separator !== 'string' || separator === '' || !isText(text)) return undefined;
    const pieces = typeof text === 'string' ? [text] : text.parts;
    const isSafe = (piece: string | Unknown) => typeof piece === 'string' || (separator !== '-' && WITHOUT_SEPARATORS.includes(piece.unknown));
    if (!pieces.every(isSafe)) return undefined;
    const items: (string | Unknown)[][] = [[]];
    for (const piece of pieces) {
      const [head, ...tail] = typeof piece === 'string' ? piece.split(separator) : [piece];
      items[items.length - 1].push(head);
      for (const item of tail) items.push([item]);
    }
    return items.map((parts) => joined(parts));
  }
}

/** A value of a template for people, without its functions. */
function describe(value: TemplateValue): string {
  return isText(value) || isUnknown(value) ? shown(value) : JSON.stringify(value);
}

/** The name of a text of which nothing but a name is known. */
export function bareName(text: TemplateValue): string | undefined {
  if (isUnknown(text)) return text.unknown;
  if (!isText(text) || typeof text === 'string' || text.parts.length !== 1) return undefined;
  const [part] = text.parts;
  return typeof part === 'string' ? undefined : part.unknown;
}

function unknown(call: any): Unknown {
  const name = inShort(call);
  // Two values of one name are the same.
  const mark = () => createHash('sha256').update(name).digest('hex').slice(0, LENGTH_OF_MARK);
  return { unknown: name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}… ${mark()}` };
}

/** A function of CloudFormation in one line, `Select(4, Split(-, Ref(AWS::StackId)))`: two that are not the same are never written alike. */
function inShort(value: any): string {
  if (typeof value === 'string') return /[(),"]/.test(value) ? JSON.stringify(value) : value;
  if (Array.isArray(value)) return value.map(inShort).join(', ');
  if (!isIntrinsic(value)) return textOf(value);
  const [name, argument] = onlyEntry(value);
  if (name === 'Fn::GetAtt') return `GetAtt(${[argument].flat().map(textOf).join('.')})`;
  return `${name.replace('Fn::', '')}(${inShort(argument)})`;
}

/** A value of plain JSON as text. `String` would fail for an object with an entry of the name `toString`. */
export function textOf(value: any): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** The first entry of an object. */
function onlyEntry(value: any): [name: string, argument: any] {
  return (isObject(value) ? Object.entries<any>(value)[0] : undefined) ?? ['', undefined];
}

/** Whether the value of a parameter is the name of what CloudFormation reads in the parameter store. */
function isReadElsewhere(declaration: any): boolean {
  return textOf(declaration.Type).startsWith('AWS::SSM::Parameter::Value');
}

function is(parameter: string, value: string) {
  return { label: `${theParameter(parameter)} is '${value}'`, parameter: { name: parameter, value } };
}

function theParameter(name: string): string {
  return name.startsWith('AWS::') ? name : `the parameter ${name}`;
}

function isObject(value: unknown): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
