import type { CfnParameter, CfnResource, IFragmentConcatenator, IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { CfnElement, CfnResource as CfnResourceClass, DefaultTokenResolver, Intrinsic, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isParameter } from './parameters';

/** A value as it will stand in the template, and what it refers to. */
export interface Resolved {
  /** Plain JSON: strings, lists, objects and intrinsic functions. */
  readonly value: any;
  /** The value holds something that only CDK can write: a reference to a resource, or to an element of another stack. */
  readonly refersToResources: boolean;
  /** The parameters that it refers to. */
  readonly parameters: CfnParameter[];
}

/** What a value with tokens becomes in the template of the scope's stack. */
export function resolve(scope: IConstruct, value: any): Resolved {
  const early = withPseudoParameters(scope, value);
  if (early !== undefined) return { value: early, refersToResources: namesResources(early, () => []), parameters: [] };

  const resolver = new ReferenceCollector(Stack.of(scope));
  const resolved = Tokenization.resolve(value, { scope, resolver, preparing: false });
  const names = () => resolver.parameters.map((parameter) => Stack.of(scope).resolve(parameter.logicalId));
  return {
    value: resolved,
    refersToResources: resolver.refersToResources || namesResources(resolved, names),
    parameters: resolver.parameters,
  };
}

/** What is known of a value before the app is complete, and the parameters that it refers to, also inside of functions. */
export type Early = Pick<Resolved, 'value' | 'parameters'>;

/**
 * A value before the app is complete.
 *
 * A lazy value is passed over, as an empty text: CDK keeps the first value that it makes, so asking for it now would freeze it.
 */
export function resolveEarly(scope: IConstruct, value: any): Early {
  const early = withPseudoParameters(scope, value);
  if (early !== undefined) return { value: early, parameters: [] };
  const resolver = new EarlyCollector(Stack.of(scope));
  return { value: Tokenization.resolve(value, { scope, resolver, preparing: false }), parameters: resolver.parameters };
}

/**
 * A value whose tokens, if any, are pseudo parameters in text; undefined for any other.
 *
 * Most values of policies are of this kind, and CDK's way of resolving them takes several times as long as the rest of placing them.
 */
function withPseudoParameters(scope: IConstruct, value: any): any {
  if (typeof value === 'string') {
    if (!Token.isUnresolved(value)) return value;
    const fragments = Tokenization.reverseString(value);
    if (!fragments.tokens.every((token) => pseudoParameter(scope, token) !== undefined)) return undefined;
    return fragments.mapTokens({ mapToken: (token) => pseudoParameter(scope, token) }).join(JOIN);
  }
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Token.isUnresolved(value) ? undefined : value;
  if (typeof value !== 'object' || value === null || Tokenization.isResolvable(value)) return undefined;
  if (Array.isArray(value)) {
    if (value.some((item) => typeof item === 'string' && item.startsWith(LIST_TOKEN))) return undefined;
    const items = value.map((item) => withPseudoParameters(scope, item));
    return items.includes(undefined) ? undefined : items;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => [key, withPseudoParameters(scope, item)]);
  return entries.some(([key, item]) => item === undefined || Token.isUnresolved(key)) ? undefined : Object.fromEntries(entries);
}

/** `{ Ref: 'AWS::…' }` for a token that stands for a pseudo parameter, whatever the stack; undefined for any other. */
function pseudoParameter(scope: IConstruct, token: IResolvable): object | undefined {
  if (!PSEUDO_PARAMETERS.has(token)) {
    const isOther = Reference.isReference(token) || isLazy(token) || !(token instanceof Intrinsic);
    const resolved = isOther ? undefined : Tokenization.resolve(token, { scope, resolver: new EarlyCollector(Stack.of(scope)), preparing: false });
    PSEUDO_PARAMETERS.set(token, typeof resolved?.Ref === 'string' && resolved.Ref.startsWith('AWS::') && isIntrinsic(resolved) ? resolved : undefined);
  }
  return PSEUDO_PARAMETERS.get(token);
}

/** A token is what it is for good, so each is looked at once. */
const PSEUDO_PARAMETERS = new WeakMap<IResolvable, object | undefined>();

/** The beginning of a text in which CDK keeps a list. */
const LIST_TOKEN = '#{Token[';

/** Whether a token makes its value when it is asked for it. */
export function isLazy(token: IResolvable): boolean {
  return (token as { toJSON?: () => unknown }).toJSON?.() === '<unresolved-lazy>';
}

/** Whether plain JSON names a resource of the template by its logical id, as hand-written intrinsics do. */
function namesResources(value: any, parameters: () => string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => namesResources(item, parameters));
  if (!isIntrinsic(value)) return Object.values(value).some((item) => namesResources(item, parameters));
  if ('Fn::GetAtt' in value) return true;
  if ('Ref' in value) return !String(value.Ref).startsWith('AWS::') && !parameters().includes(value.Ref);
  const [text] = [value['Fn::Sub']].flat();
  if (typeof text === 'string' && [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].some(([, name]) => !name.startsWith('AWS::'))) return true;
  return Object.values(value).some((item) => namesResources(item, parameters));
}

/**
 * JSON as it stands in the template, with nothing in it that CDK would have to find or write.
 *
 * CDK walks through all of a template each time it resolves it, which is four times; this it takes as it is.
 */
export class ResolvedJson implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly json: object) {}

  public resolve(context: IResolveContext): any {
    // What a post-processor returns is not walked through. It is a copy, as escape hatches write into what comes out.
    if (!context.preparing) context.registerPostProcessor({ postProcess: () => copy(this.json) });
    return {};
  }

  public toString(): string {
    return Token.asString(this);
  }

  public toJSON(): any {
    return this.json;
  }
}

/** A copy of plain JSON; `structuredClone` takes several times as long. */
function copy(value: any): any {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const copied: Record<string, any> = {};
  for (const key of Object.keys(value)) copied[key] = copy(value[key]);
  return copied;
}

/** Whether a JSON value is one intrinsic function (`Ref`, `Fn::…`), not data. */
export function isIntrinsic(value: any): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

/** Whether a JSON value holds `AWS::NoValue` anywhere, with which CloudFormation leaves out what it stands for. */
export function holdsNoValue(value: any): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value.Ref === 'AWS::NoValue' || Object.values(value).some(holdsNoValue);
}

/** The texts that functions of CloudFormation may put into their result as they are: those of the branches of `Fn::If`, the parts of `Fn::Join`. */
export function textsInFunctions(value: any): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsInFunctions);
  if (!isIntrinsic(value)) return [];
  const [[name, argument]] = Object.entries<any>(value);
  switch (name) {
    case 'Fn::If': return textsInFunctions([argument].flat().slice(1));
    case 'Fn::Join': return textsInFunctions(argument);
    case 'Fn::Select': return textsInFunctions([argument].flat().slice(1));
    case 'Fn::Split': return textsInFunctions([argument].flat().slice(1));
    case 'Fn::Sub': {
      const [text, variables = {}] = [argument].flat();
      // `${!` stands for `${` itself.
      const literal = String(text).replace(/\$\{[^!}][^}]*\}/g, '').replace(/\$\{!/g, '${');
      return [literal, ...textsInFunctions(Object.values(variables))];
    }
    default: return [];
  }
}

/** Whether a JSON value holds `AWS::NoValue` or a conditional anywhere, so that a part of it may not exist once deployed. */
export function mayVanish(value: any): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(mayVanish);
  return value.Ref === 'AWS::NoValue' || 'Fn::If' in value || Object.values(value).some(mayVanish);
}

/**
 * Lengths of what intrinsics become, for sizes of policies: the least that can be, to tell what never fits, and a length that
 * is rarely exceeded, to place policies so that they fit.
 */
const LENGTHS = new Map([
  ['AWS::Partition', { least: 3, usual: 10 }],
  ['AWS::Region', { least: 9, usual: 14 }],
  ['AWS::AccountId', { least: 12, usual: 12 }],
  ['AWS::URLSuffix', { least: 10, usual: 16 }],
  ['AWS::StackName', { least: 1, usual: 128 }],
  ['AWS::StackId', { least: 60, usual: 220 }],
  ['AWS::NoValue', { least: 0, usual: 0 }],
]);
const ANYTHING_ELSE = { least: 1, usual: 120 };

/** The length of a JSON value without white space, as IAM counts it. */
export function size(value: any, count: 'least' | 'usual'): number {
  // An empty document is not written.
  if (value === undefined) return 0;
  if (Array.isArray(value)) return 2 + Math.max(0, value.length - 1) + value.reduce((sum, item) => sum + size(item, count), 0);
  if (isIntrinsic(value)) return 2 + intrinsicLength(value, count);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    return 2 + Math.max(0, entries.length - 1) + entries.reduce((sum, [key, item]) => sum + JSON.stringify(key).length + 1 + size(item, count), 0);
  }
  return JSON.stringify(value).length;
}

function intrinsicLength(value: any, count: 'least' | 'usual'): number {
  const [[name, argument]] = Object.entries<any>(value);
  if (name === 'Ref') return (LENGTHS.get(argument) ?? ANYTHING_ELSE)[count];
  if (name === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) {
    const [separator, parts] = argument;
    const length = (part: any) => typeof part === 'string' || isIntrinsic(part) ? innerLength(part, count) : ANYTHING_ELSE[count];
    return parts.reduce((sum: number, part: any) => sum + length(part), 0) + String(separator).length * Math.max(0, parts.length - 1);
  }
  if (name === 'Fn::If' && Array.isArray(argument)) {
    const branches = argument.slice(1).map((branch) => innerLength(branch, count));
    return count === 'least' ? Math.min(...branches) : Math.max(...branches);
  }
  if (name === 'Fn::Sub' && count === 'usual') return Math.max(ANYTHING_ELSE.usual, innerLength([argument].flat()[0], count));
  return ANYTHING_ELSE[count];
}

/** The length of a value without the quotes or brackets around it. */
function innerLength(value: any, count: 'least' | 'usual'): number {
  return isIntrinsic(value) ? intrinsicLength(value, count) : Math.max(0, size(value, count) - 2);
}

/** Resolves as CDK does, and remembers the references on the way. */
class ReferenceCollector extends DefaultTokenResolver {
  public readonly parameters = new Array<CfnParameter>();
  public refersToResources = false;

  constructor(private readonly stack: Stack) {
    super(JOIN);
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (Reference.isReference(token)) {
      const { target } = token;
      if (isParameter(target)) this.parameters.push(target);
      const isForeign = Stack.of(target) !== this.stack;
      if (isForeign || isResource(target)) this.refersToResources = true;
      // CDK turns it into an import later. Until then two stacks may have elements of the same logical id, which must not look alike.
      if (isForeign) return { 'Fn::ImportValue': `${target.node.path}.${token.displayName}` };
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

function isResource(target: IConstruct): target is CfnResource {
  return CfnElement.isCfnElement(target) && CfnResourceClass.isCfnResource(target);
}

/** Collects before the app is complete. */
class EarlyCollector extends ReferenceCollector {
  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (isLazy(token)) return '';
    try {
      return super.resolveToken(token, context, postProcessor);
    } catch {
      // A token that has no value yet, such as the name that CDK makes up for a resource, holds no parameter either.
      return '';
    }
  }
}

/** Text and tokens side by side become `Fn::Join`, in the shape that CDK writes. */
class JoinFragments implements IFragmentConcatenator {
  public join(left: any, right: any): any {
    if (left === undefined) return right ?? '';
    if (right === undefined) return left;
    const parts = [...joinParts(left), ...joinParts(right)].reduce<any[]>((joined, part) => {
      const last = joined[joined.length - 1];
      if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
      else if (part !== '') joined.push(part);
      return joined;
    }, []);
    if (parts.length === 0) return '';
    return parts.length === 1 ? parts[0] : { 'Fn::Join': ['', parts] };
  }
}

const JOIN = new JoinFragments();

function joinParts(value: any): any[] {
  const join = isIntrinsic(value) ? value['Fn::Join'] : undefined;
  if (Array.isArray(join) && join[0] === '' && Array.isArray(join[1])) return join[1];
  return [typeof value === 'object' ? value : String(value)];
}
