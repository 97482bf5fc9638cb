import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { AspectPriority, Aspects, CfnResource, DefaultTokenResolver, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Dependable } from 'constructs';
import { isLazy } from '../private/intrinsics';

/** What was given to `createOneByOne`, by stack and type, in the order of construction. */
const QUEUES = new WeakMap<Stack, Map<string, CfnResource[]>>();

/**
 * Lets CloudFormation create the resources of one type in a stack one after another, as the service takes one such request a second.
 *
 * The links are made when the app is synthesized, between those that are in the tree then. Types are not linked with each other, so that a
 * profile or a list may refer to an anchor that is made later; and nothing waits for what waits for it already.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/quotas.html
 * @param resource a trust anchor, a profile or a certificate revocation list that this library makes
 */
export function createOneByOne(resource: CfnResource): void {
  const queue = queueOf(resource);
  queue.push(resource);
  Aspects.of(resource).add({
    visit: (node: IConstruct) => {
      if (node === resource) link(resource, queue);
    },
  }, { priority: AspectPriority.READONLY });
}

function link(resource: CfnResource, queue: readonly CfnResource[]): void {
  const before = queue.slice(0, queue.indexOf(resource)).reverse()
    .find((other) => isInTree(other) && !waitsFor(other, resource));
  if (before) resource.addResourceDependency(before);
}

function queueOf(resource: CfnResource): CfnResource[] {
  const stack = Stack.of(resource);
  const byType = QUEUES.get(stack) ?? new Map<string, CfnResource[]>();
  QUEUES.set(stack, byType);
  const queue = byType.get(resource.cfnResourceType) ?? [];
  byType.set(resource.cfnResourceType, queue);
  return queue;
}

/** A construct that was taken out of the tree still knows its scope. */
function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}

/** Whether a resource depends on another of its stack, by itself or through others. */
function waitsFor(resource: CfnResource, other: CfnResource): boolean {
  const seen = new Set<CfnResource>([resource]);
  // A set goes on to what is added while it is walked through.
  for (const next of seen) {
    if (next === other) return true;
    dependenciesOf(next).forEach((dependency) => seen.add(dependency));
  }
  return false;
}

function dependenciesOf(resource: CfnResource): CfnResource[] {
  const stack = Stack.of(resource);
  return [resource, ...nestedIn(resource)].flatMap((own) => {
    const explicit = own.obtainDependencies().filter(isResource);
    const { scopes } = own.node;
    const ofScopes = scopes.slice(scopes.indexOf(stack) + 1)
      .flatMap((scope) => scope.node.dependencies)
      .flatMap((dependency) => Dependable.of(dependency).dependencyRoots)
      .flatMap((root) => root.node.findAll())
      .filter(isResource);
    return [...explicit, ...ofScopes, ...referencesOf(own)];
  }).map((other) => standsFor(other, stack)).filter((other) => other !== undefined && other !== resource) as CfnResource[];
}

/** What a nested stack holds waits and is waited for as a whole: by the resource that it is in the stack above. */
function standsFor(resource: CfnResource, stack: Stack): CfnResource | undefined {
  const own = Stack.of(resource);
  if (own === stack) return resource;
  return own.nestedStackResource === undefined ? undefined : standsFor(own.nestedStackResource as CfnResource, stack);
}

/** The resources of the nested stack that a resource is. */
function nestedIn(resource: CfnResource): CfnResource[] {
  if (resource.cfnResourceType !== 'AWS::CloudFormation::Stack') return [];
  const nested = Stack.of(resource).node.findAll().filter(Stack.isStack).find((stack) => stack.nestedStackResource === resource);
  return nested === undefined ? [] : nested.node.findAll().filter(isResource);
}

/** What the properties of a resource refer to; looked up once, as they hardly change after the aspects. */
const REFERENCES = new WeakMap<CfnResource, CfnResource[]>();

function referencesOf(resource: CfnResource): CfnResource[] {
  const known = REFERENCES.get(resource);
  if (known) return known;
  const stack = Stack.of(resource);
  const finder = new ReferenceFinder();
  // Escape hatches among them, which no public member shows.
  const { cfnProperties, rawOverrides } = resource as unknown as { cfnProperties: object; rawOverrides?: object };
  const names = namesIn(Tokenization.resolve([cfnProperties, rawOverrides], { scope: resource, resolver: finder, preparing: false }));
  const named = names.size === 0 ? [] : stack.node.findAll().filter(isResource).filter((other) => names.has(stack.resolve(other.logicalId)));
  const found = [...[...finder.targets].filter(isResource), ...named];
  REFERENCES.set(resource, found);
  return found;
}

/** Looks for references, and passes over lazy values: CDK keeps the first value that they make, so asking now would freeze them. */
class ReferenceFinder extends DefaultTokenResolver {
  public readonly targets = new Set<IConstruct>();

  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (Reference.isReference(token)) {
      this.targets.add(token.target);
      return '';
    }
    if (isLazy(token)) return '';
    try {
      return super.resolveToken(token, context, postProcessor);
    } catch {
      return '';
    }
  }
}

/** The logical ids in functions of CloudFormation that were written by hand. */
function namesIn(value: any): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const own = [value.Ref, [value['Fn::GetAtt']].flat()[0], ...substituted([value['Fn::Sub']].flat()[0])].filter((name) => typeof name === 'string');
  return new Set([...own.map((name) => name.split('.')[0]), ...Object.values(value).flatMap((item) => [...namesIn(item)])]);
}

function substituted(text: unknown): string[] {
  return typeof text === 'string' ? [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name) : [];
}

function isResource(construct: unknown): construct is CfnResource {
  return CfnResource.isCfnResource(construct as IConstruct);
}
