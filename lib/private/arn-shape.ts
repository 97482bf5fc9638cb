import type { CfnResource, IFragmentConcatenator, IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { CfnElement, CfnResource as CfnResourceClass, DefaultTokenResolver, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { Text } from './evaluation/text';
import { isIntrinsic } from './intrinsics';
import type { ResourceKind } from './service-authorization';
import { kindOfCloudFormation, serviceOf, servicesOfArn } from './service-authorization';

/** Stands in the text of an ARN for what is known only once deployed: some characters, of which none is a wildcard. */
const LATER = '\u0001';

/** What is known of an ARN before it is deployed. */
export interface ArnShape {
  /** `arn:partition:service:region:account:resource`, with a mark for each part that is known later. */
  readonly text: string;
  /** What the ARN is one of, where the resource that has it tells. */
  readonly kind?: ResourceKind;
}

/** The ARN as far as it is known; undefined where nothing is, as for a parameter or what another stack exports. */
export function arnShape(arn: string): ArnShape | undefined {
  if (!Token.isUnresolved(arn)) return { text: arn };
  scratch ??= new Stack();
  const resolver = new ShapeResolver();
  const resolved = Tokenization.resolve(arn, { scope: scratch, resolver, preparing: false });
  const text = textOf(resolved);
  return text === undefined || mayBecomeArn(text) ? undefined : { text, kind: resolver.wholeKind(text) };
}

/** An ARN of a policy in a template, as far as it is known; undefined where nothing is. */
export function shapeOfText(text: Text): ArnShape | undefined {
  const known = typeof text === 'string' ? text : text.parts.map((part) => typeof part === 'string' ? part : LATER).join('');
  return mayBecomeArn(known) ? undefined : { text: known };
}

/** Whether what follows the text's first part, which is known later, decides whether it is an ARN. */
function mayBecomeArn(text: string): boolean {
  const known = text.split(LATER)[0];
  return known !== text && known.length < ARN_PREFIX.length && ARN_PREFIX.startsWith(known);
}

const ARN_PREFIX = 'arn:';

/** An ARN of which the user says what it is one of. */
export class StatedArn implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly arn: string, public readonly kind: ResourceKind) {}

  public resolve(): string {
    return this.arn;
  }

  public toString(): string {
    return Token.asString(this);
  }
}

/** Where tokens are read that have no stack yet. Nothing is ever put into it. */
let scratch: Stack | undefined;

/** An ARN for people: what is known later as `…`. */
export function readableShape(shape: ArnShape): string {
  return withLaterAs(shape.text, '…');
}

/** A part of an ARN without what is known later. */
export function withoutLater(part: string): string {
  return withLaterAs(part, '');
}

/** A part of an ARN with something else for each part that is known later. */
export function withLaterAs(part: string, shown: string): string {
  return part.split(LATER).join(shown);
}

/** The service that an ARN names; undefined where it is known later. */
function serviceOfShape(shape: ArnShape): string | undefined {
  const service = shape.text.split(':')[2];
  return service === undefined || service.includes(LATER) ? undefined : service;
}

/**
 * The resource types whose actions an ARN fits: those that it may be one of, and those that it is a part of for the service.
 *
 * @param kinds the resource types to choose from
 */
export function kindsOfShape(shape: ArnShape, kinds: readonly ResourceKind[]): ResourceKind[] {
  const found = ownKindsOfShape(shape, kinds);
  const wholes = found.map(({ service, name }) => WHOLES[`${service}:${name}`]).filter((name) => name !== undefined);
  return wholes.length === 0 ? found : [...found, ...kinds.filter((kind) => wholes.includes(`${kind.service}:${kind.name}`) && !found.includes(kind))];
}

/**
 * Types whose ARNs are those of another one with something behind: Lambda authorizes the actions of a function on the ARN with the version or
 * alias that a call names, though the reference lists them for the function alone.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
 */
const WHOLES: Readonly<Record<string, string | undefined>> = { 'lambda:function alias': 'lambda:function', 'lambda:function version': 'lambda:function' };

/** Whether an ARN may be that of a resource of a type, or has wildcards that cover one, also beside those of the type that it is most like. */
export function covers(shape: ArnShape, kind: ResourceKind): boolean {
  if (shape.kind !== undefined) return kindsOfShape(shape, serviceOf(kind.service)!.kinds).includes(kind);
  const given = splitArn(withoutVariables(shape.text));
  return matches(kind, given) !== undefined || overlaps(kind, given);
}

/** What an ARN may be one of: the resource types with the most text in common with it, of the service that it names. */
function ownKindsOfShape(shape: ArnShape, kinds: readonly ResourceKind[]): ResourceKind[] {
  const own = shape.kind && kinds.filter((kind) => formOf(kind) === formOf(shape.kind!));
  if (own !== undefined && own.length > 0) return own;
  const given = splitArn(withoutVariables(shape.text));
  const literal = best(kinds.map((kind) => ({ kind, score: matches(kind, given) })));
  return literal.length > 0 ? literal : kinds.filter((kind) => overlaps(kind, given));
}

/** The ARN of a type without the names of its variables, which services give as they like, or put a wildcard in their place. */
export function formOf(kind: ResourceKind): string {
  return kind.arn.replace(VARIABLE, '${}');
}

/** The forms of the ARN of a type in the reference, each after its partition: some types have two. */
export function formsOf(kind: ResourceKind): string[] {
  return kind.arn.split(', arn:${Partition}:');
}

/**
 * Forms that are documented elsewhere: a model whose region Bedrock leaves open, in its guide to global cross-Region inference, and a route
 * of a WebSocket API, which has no method.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 */
const FURTHER_FORMS: Readonly<Record<string, string[]>> = {
  'bedrock:foundation-model': ['bedrock:::foundation-model/${ResourceId}'],
  'execute-api:execute-api-general': ['execute-api:${Region}:${Account}:${ApiId}/${Stage}/${RouteKey}'],
};

function allFormsOf(kind: ResourceKind): string[] {
  return [...formsOf(kind), ...FURTHER_FORMS[`${kind.service}:${kind.name}`] ?? []];
}

/** What the ARN of a type has in place of a name. */
const VARIABLE = /\$\{[^}]*\}|\*/g;

/** The resource types that an ARN may be one of: of the service that it names, or else of all services whose actions take it. */
export function kindsOfArn(shape: ArnShape): ResourceKind[] {
  if (shape.kind !== undefined) return [shape.kind];
  const named = serviceOfShape(shape);
  if (named === undefined) return [];
  const kindsIn = (service: string) => ownKindsOfShape(shape, serviceOf(service)!.kinds);
  const services = servicesOfArn(named);
  const own = services.includes(named) ? kindsIn(named) : [];
  return own.length > 0 ? own : services.filter((service) => service !== named).flatMap(kindsIn);
}

function best(scored: { kind: ResourceKind; score: number | undefined }[]): ResourceKind[] {
  const highest = Math.max(...scored.map(({ score }) => score ?? -1));
  return highest < 0 ? [] : scored.filter(({ score }) => score === highest).map(({ kind }) => kind);
}

/** A form of the ARN of a type, made ready for comparisons. */
interface Form {
  readonly parts: ArnParts;
  readonly resource: RegExp;
  /** How many characters it has that are no names. */
  readonly length: number;
}

/** The forms of the types that have been compared. */
const FORMS = new WeakMap<ResourceKind, Form[]>();

function comparableForms(kind: ResourceKind): Form[] {
  const known = FORMS.get(kind);
  if (known !== undefined) return known;
  const made = allFormsOf(kind).map((form): Form => {
    const parts = splitArn(`arn::${form}`);
    const escaped = parts.resource.split(/\$\{[^}]*\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return { parts, resource: new RegExp(`^${escaped.join('.+')}$`, 's'), length: parts.resource.replace(VARIABLE, '').length };
  });
  FORMS.set(kind, made);
  return made;
}

/** How many characters of a resource type's ARN the ARN has; undefined if it has another form. */
function matches(kind: ResourceKind, given: ArnParts): number | undefined {
  const lengths = comparableForms(kind)
    .filter(({ parts, resource }) => sameHead(parts, given) && resource.test(given.resource))
    .map(({ length }) => length);
  return lengths.length === 0 ? undefined : Math.max(...lengths);
}

/** Whether some resource of the type has an ARN that the pattern covers. */
function overlaps(kind: ResourceKind, given: ArnParts): boolean {
  return comparableForms(kind)
    .some(({ parts }) => sameHead(parts, given) && intersect(parts.resource.replace(VARIABLE, '*'), withLaterAs(given.resource, '*')));
}

/** Variables of IAM stand for text that has neither colons nor wildcards: `${aws:username}`, and `${*}` for a star itself. */
function withoutVariables(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, LATER);
}

interface ArnParts {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

function splitArn(text: string): ArnParts {
  const [, , service = '', region = '', account = '', ...resource] = text.split(':');
  return { service, region, account, resource: resource.join(':') };
}

/** Service, region and account fit: a part that a type has must be there, one that it has not must not. */
function sameHead(pattern: ArnParts, parts: ArnParts): boolean {
  return (parts.service.includes(LATER) || pattern.service.includes('${') || pattern.service === parts.service)
    && fitsPart(pattern.region, parts.region) && fitsPart(pattern.account, parts.account);
}

function fitsPart(wanted: string, given: string): boolean {
  if (wanted === '*' || given === '*') return true;
  if (wanted === '' || given === '') return wanted === given;
  return wanted.includes('${') || intersect(wanted, withLaterAs(given, '*'));
}

/** Whether two patterns (`*` for any characters, `?` for one) have a text in common. */
function intersect(a: string, b: string): boolean {
  return haveCommonText(spansOf(a), spansOf(b));
}

/** A character of a pattern, or what stands for one or for any number of them. */
interface Span {
  readonly char?: string;
  readonly isMany?: boolean;
  /** Characters that it does not stand for. */
  readonly without?: string;
}

const ANY: Span = {};
const ANY_TEXT: Span = { isMany: true };
/** A name in an ARN of a policy, which neither begins the next part nor ends in it. */
const NAME: Span = { isMany: true, without: ':/' };
const PARTITION = NAME;

function spansOf(pattern: string): Span[] {
  return [...pattern].map((char) => char === '*' ? ANY_TEXT : char === '?' ? ANY : { char });
}

/** A text of a policy: variables of IAM stand for names, except those for a character that is a wildcard otherwise. */
function spansOfPolicy(text: string): Span[] {
  return text.split(/(\$\{[^}]*\})/).flatMap((piece, index): Span[] => {
    if (index % 2 === 0) return spansOf(piece);
    const [char] = /^[*?$]$/.exec(piece.slice('${'.length, -1)) ?? [];
    return char === undefined ? [NAME] : [{ char }];
  });
}

/**
 * Whether the ARNs that a text of a template stands for, wildcards and all, can be those of resources of a type. A wildcard in any part
 * covers the parts behind it too.
 *
 * @param isName whether what is not known of the text is a name, under what the text calls it
 */
export function mayCover(text: Text, kind: ResourceKind, isName: (unknown: string) => boolean): boolean {
  const parts = typeof text === 'string' ? [text] : text.parts;
  const given = parts.flatMap((part) => typeof part === 'string' ? spansOfPolicy(part) : [isName(part.unknown) ? NAME : ANY_TEXT]);
  return formsAsSpans(kind).some((form) => haveCommonText(form, given));
}

/** The forms of the types that have been compared as a whole. */
const SPANS = new WeakMap<ResourceKind, Span[][]>();

function formsAsSpans(kind: ResourceKind): Span[][] {
  const known = SPANS.get(kind);
  if (known !== undefined) return known;
  const all = serviceOf(kind.service)!.kinds.flatMap(allFormsOf).map(withoutNames);
  const made = allFormsOf(kind).map((form) => {
    const [first, ...rest] = withoutNames(form).split('${}');
    let before = first;
    return [...spansOf('arn:'), PARTITION, ...spansOf(`:${first}`), ...rest.flatMap((text): Span[] => {
      before += '${}';
      // A name ends where another form goes on: that of a bucket at the slash behind which there are objects.
      const ends = all.filter((other) => other.startsWith(before)).map((other) => other.charAt(before.length)).filter((char) => char !== '$');
      before += text;
      return [{ isMany: true, without: ends.join('') }, ...spansOf(text)];
    })];
  });
  SPANS.set(kind, made);
  return made;
}

function withoutNames(form: string): string {
  return form.replace(/\$\{[^}]*\}/g, '${}');
}

function haveCommonText(a: readonly Span[], b: readonly Span[]): boolean {
  // Which places of `b` a text can have led to that has led to a place of `a`, one row for each place of `a`.
  let row = new Array<boolean>(b.length + 1).fill(false);
  row[0] = true;
  for (let i = 0; i <= a.length; i++) {
    const next = new Array<boolean>(b.length + 1).fill(false);
    for (let j = 0; j <= b.length; j++) {
      if (!row[j]) continue;
      // What stands for any number of characters may stand for none.
      if (a[i]?.isMany) next[j] = true;
      if (b[j]?.isMany) row[j + 1] = true;
      if (i < a.length && j < b.length && haveCommonCharacter(a[i], b[j])) {
        (a[i].isMany ? row : next)[b[j].isMany ? j : j + 1] = true;
      }
    }
    if (i === a.length) return row[b.length];
    row = next;
  }
  return false;
}

function haveCommonCharacter(a: Span, b: Span): boolean {
  if (a.char !== undefined && b.char !== undefined) return a.char === b.char;
  const [char, other] = a.char === undefined ? [b.char, a] : [a.char, b];
  return char === undefined || !other.without?.includes(char);
}

/** What the tokens of an ARN tell of it. */
class ShapeResolver extends DefaultTokenResolver {
  private readonly kinds = new Array<{ kind: ResourceKind; text: string }>();

  constructor() {
    super(TEXT);
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (Reference.isReference(token)) return this.arnOf(token) ?? LATER;
    if (token instanceof StatedArn) return this.found(token.kind, arnShape(token.resolve())?.text);
    // CDK keeps the first value that such a token makes, so asking for it now would freeze it.
    if (isCachedLazy(token)) return LATER;
    try {
      return super.resolveToken(token, context, postProcessor);
    } catch {
      // A value that cannot be made yet.
      return LATER;
    }
  }

  /** The type of the resource whose ARN this is, with nothing before or behind it. */
  public wholeKind(text: string): ResourceKind | undefined {
    return this.kinds.find((found) => found.text === text)?.kind;
  }

  private arnOf({ target, displayName }: Reference): string | undefined {
    if (!CfnElement.isCfnElement(target) || !isResource(target)) return undefined;
    const made = kindOfCloudFormation(target.cfnResourceType);
    const kind = made && kindOfAttribute(made, displayName);
    return kind && this.found(kind);
  }

  private found(kind: ResourceKind, text: string = `arn:${LATER}:${kind.arn.replace(/\$\{[^}]*\}/g, LATER)}`): string {
    this.kinds.push({ kind, text });
    return text;
  }
}

/** The type of the resource whose ARN an attribute is: the resource itself, or a part of it as `StreamArn` of a table. */
function kindOfAttribute({ kind, arn }: { kind: ResourceKind; arn?: string }, attribute: string): ResourceKind | undefined {
  if (attribute === arn || /^arn$/i.test(attribute)) return kind;
  const named = /^(.+)Arn$/i.exec(attribute)?.[1];
  if (named === undefined) return undefined;
  // `TopicArn` of a topic, where `Ref` is the ARN too.
  return serviceOf(kind.service)?.kind(named) ?? (arn === 'Ref' || attribute === arn ? kind : undefined);
}

function isCachedLazy(token: IResolvable): boolean {
  const { toJSON, cache } = token as { toJSON?: () => unknown; cache?: boolean };
  return toJSON?.call(token) === '<unresolved-lazy>' && cache !== false;
}

function isResource(target: CfnElement): target is CfnResource {
  return CfnResourceClass.isCfnResource(target);
}

/** Text of a resolved value: functions as far as their parts are known. */
function textOf(value: any): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!isIntrinsic(value)) return undefined;
  if ('Ref' in value) return LATER;
  const [separator, parts] = Array.isArray(value['Fn::Join']) ? value['Fn::Join'] : [];
  if (typeof separator === 'string' && Array.isArray(parts)) return parts.map((part) => textOf(part) ?? LATER).join(separator);
  const [text, variables = {}] = [value['Fn::Sub'] ?? []].flat();
  if (typeof text === 'string') {
    return text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal, name) => literal ? `\${${name}}` : textOf(variables[name]) ?? LATER);
  }
  return LATER;
}

class ConcatenateText implements IFragmentConcatenator {
  public join(left: any, right: any): any {
    return `${left === undefined ? '' : textOf(left) ?? LATER}${right === undefined ? '' : textOf(right) ?? LATER}`;
  }
}

const TEXT = new ConcatenateText();
