import type { CfnParameter, CfnResource, IFragmentConcatenator, IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { CfnElement, CfnResource as CfnResourceClass, DefaultTokenResolver, Reference, Stack, Tokenization } from 'aws-cdk-lib';
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
  const resolver = new ReferenceCollector(Stack.of(scope));
  const resolved = Tokenization.resolve(value, { scope, resolver, preparing: false });
  const names = () => resolver.parameters.map((parameter) => Stack.of(scope).resolve(parameter.logicalId));
  return {
    value: resolved,
    refersToResources: resolver.refersToResources || namesResources(resolved, names),
    parameters: resolver.parameters,
  };
}

/**
 * The parameters that a value refers to, also inside of functions.
 *
 * A lazy value is passed over: CDK keeps the first value that it makes, so asking for it now would freeze it.
 */
export function parametersOf(scope: IConstruct, value: any): CfnParameter[] {
  const resolver = new EarlyCollector(Stack.of(scope));
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return resolver.parameters;
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

/** Whether a JSON value is one intrinsic function (`Ref`, `Fn::…`), not data. */
export function isIntrinsic(value: any): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
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
    super(new JoinFragments());
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
    const isLazy = (token as { toJSON?: () => unknown }).toJSON?.() === '<unresolved-lazy>';
    return isLazy ? '' : super.resolveToken(token, context, postProcessor);
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

function joinParts(value: any): any[] {
  const join = isIntrinsic(value) ? value['Fn::Join'] : undefined;
  if (Array.isArray(join) && join[0] === '' && Array.isArray(join[1])) return join[1];
  return [typeof value === 'object' ? value : String(value)];
}
