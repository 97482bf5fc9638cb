import { Aws, Token } from 'aws-cdk-lib';
import { arnShape, formsOf, kindsOfShape, readableShape, StatedArn } from '../private/arn-shape';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkLiteral, parametersIn } from '../private/literal';
import { checkAccountId } from '../private/names';
import { checkLiteralParameter } from '../private/parameters';
import type { ResourceKind } from '../private/service-authorization';
import { serviceOf } from '../private/service-authorization';
import { kindNamed } from '../private/service-kinds';
import { readable, unreadableBecause, withTokensAs } from '../private/text';

/** Where a resource is. */
export interface ServiceResourceOptions {
  /**
   * The region of the resource; `*` for any with `arnLike()`.
   *
   * @default - the region of the stack
   */
  readonly region?: string;

  /**
   * The account of the resource, 12 digits; `*` for any with `arnLike()`.
   *
   * @default - the account of the stack
   */
  readonly account?: string;
}

/**
 * ARNs of resources of any AWS service, from their names, in the partition in which the template is deployed.
 *
 * An access that is given such an ARN knows its type: of a type of `rds-data` it gives actions of `rds-data`, though the ARN names `rds`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * @example
 * const byDate = ServiceResource.arn('dynamodb', 'index', ['orders', 'by-date']);
 * Access.actions(['dynamodb:Query'], [byDate]);
 */
export class ServiceResource {
  /**
   * The ARN of one resource.
   *
   * It is an error if the service or the type is unknown, if there are more or fewer names than the ARN has, if a name holds a wildcard or
   * makes the ARN one of another type, or if AWS documents several ARNs for the type, or one with a wildcard in it.
   *
   * @param service what the actions of the service begin with, such as `dynamodb`
   * @param resourceType the name of the type in the service authorization reference, such as `table`
   * @param names what stands for each variable of the ARN but region and account, in their order
   * @param options where the resource is
   */
  public static arn(service: string, resourceType: string, names: string[], options: ServiceResourceOptions = {}): string {
    const fix = 'Write the name as it is, or use ServiceResource.arnLike() for a pattern.';
    names.forEach((name) => checkLiteral(name, 'The name of the resource', fix));
    if (options.region !== undefined) {
      checkLiteral(options.region, 'The region of the resource', fix);
      checkRegionForm(options.region, 'The region of the resource', /^[a-z0-9-]+$/);
    }
    if (options.account !== undefined) checkAccountId(options.account, 'The account of the resource');
    const kind = kindNamed(service, resourceType);
    checkOne(kind);
    return arnOf(kind, names, options);
  }

  /**
   * The ARN of all resources whose names have a form: `*` stands for any characters and `?` for one.
   *
   * It is an error if the service or the type is unknown, if there are more or fewer patterns than the ARN has names, or if AWS documents
   * several ARNs for the type.
   *
   * @param service what the actions of the service begin with, such as `dynamodb`
   * @param resourceType the name of the type in the service authorization reference, such as `table`
   * @param patterns what stands for each variable of the ARN but region and account, in their order
   * @param options where the resources are
   */
  public static arnLike(service: string, resourceType: string, patterns: string[], options: ServiceResourceOptions = {}): string {
    patterns.forEach((pattern) => checkPattern(pattern));
    if (options.region !== undefined) {
      checkPattern(options.region);
      checkRegionForm(options.region, 'The region of the resources', /^[a-z0-9*?-]+$/);
    }
    if (options.account !== undefined && options.account !== '*') checkAccountId(options.account, 'The account of the resources');
    return arnOf(kindNamed(service, resourceType), patterns, options);
  }

  private constructor() {}
}

function arnOf(kind: ResourceKind, names: readonly string[], { region, account }: ServiceResourceOptions): string {
  const type = `The ARN of the resource type ${quote(`${kind.service}:${kind.name}`)}`;
  const [form, ...others] = formsOf(kind);
  if (others.length > 0) {
    throw new InvalidInputError(`${type} has several forms: 'arn:\${Partition}:${kind.arn}'. Write the ARN that you mean.`);
  }
  const [service, regionPart, accountPart, ...resource] = form.split(':');
  const named = [service, resource.join(':')];
  const variables = named.flatMap((part) => [...part.matchAll(VARIABLE)].map(([, name]) => name));
  if (variables.length !== names.length) {
    const wanted = variables.length === 0 ? 'none' : list(variables.map((name) => quote(name)));
    throw new InvalidInputError(`${type} has another number of names: got ${names.length}, ${quote(names.map(readable).join(', '))}. It is 'arn:\${Partition}:${form}', so give ${wanted}.`);
  }
  const place = (part: string, what: string, given: string | undefined, own: string): string => {
    if (part.includes('${')) return given ?? own;
    if (given !== undefined) throw new InvalidInputError(`${type} has no ${what}: got ${quote(readable(given))}. Leave it out.`);
    return part;
  };
  const places = [place(regionPart, 'region', region, Aws.REGION), place(accountPart, 'account', account, Aws.ACCOUNT_ID)];
  const rest = [...names];
  const [filledService, filledResource] = named.map((part) => part.replace(VARIABLE, () => rest.shift()!));
  const arn = ['arn', Aws.PARTITION, filledService, ...places, filledResource].join(':');
  checkKind(arn, kind, type);
  return new StatedArn(arn, kind).toString();
}

/** A name with a separator in it can make the ARN one of another type, such as that of an object of the name of a bucket. */
function checkKind(arn: string, kind: ResourceKind, type: string): void {
  const shape = arnShape(arn)!;
  const found = kindsOfShape(shape, serviceOf(kind.service)!.kinds);
  if (found.includes(kind)) return;
  throw new InvalidInputError(`${type} becomes that of another type with such a name: got ${quote(readableShape(shape))}, which is one of ${list(found.map(({ name }) => quote(name)))}. Leave the separator out of the name, or name the type that is meant.`);
}

/** A colon in the region would put what follows into the place of the account. */
function checkRegionForm(region: string, what: string, shape: RegExp): void {
  if (Token.isUnresolved(region) || shape.test(region)) return;
  throw new InvalidInputError(`${what} is none: got ${quote(region)}. Write it as 'eu-west-1'.`);
}

/** A name in the form of an ARN. */
const VARIABLE = /\$\{([^}]*)\}/g;

/** Some types have a wildcard in their ARN, as where AWS documents no name. */
function checkOne(kind: ResourceKind): void {
  if (!kind.arn.includes('*')) return;
  throw new InvalidInputError(`The ARN of the resource type ${quote(`${kind.service}:${kind.name}`)} holds a wildcard: 'arn:\${Partition}:${kind.arn}'. Use ServiceResource.arnLike(), or write the ARN of the one resource.`);
}

function checkPattern(pattern: string): void {
  parametersIn(pattern).forEach((parameter) => checkLiteralParameter(parameter, 'The pattern of the resource'));
  const literals = Token.isUnresolved(pattern) ? withTokensAs(pattern, () => '{') : pattern;
  const reason = pattern === '' ? 'is empty' : unreadableBecause(literals);
  if (reason) throw new InvalidInputError(`The pattern of the resource ${reason}: got ${quote(readable(pattern))}. Write it as it is, with * for any characters and ? for one.`);
}
