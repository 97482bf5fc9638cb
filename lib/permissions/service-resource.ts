import { Aws, Token } from 'aws-cdk-lib';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkLiteral, parametersIn } from '../private/literal';
import { checkAccountId } from '../private/names';
import { checkLiteralParameter } from '../private/parameters';
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
   * It is an error if the service or the type is unknown, if there are more or fewer names than the ARN has, or if a name holds a wildcard.
   *
   * @param service what the actions of the service begin with, such as `dynamodb`
   * @param resourceType the name of the type in the service authorization reference, such as `table`
   * @param names what stands for each variable of the ARN after the account, in their order
   * @param options where the resource is
   */
  public static arn(service: string, resourceType: string, names: string[], options: ServiceResourceOptions = {}): string {
    const fix = 'Write the name as it is, or use ServiceResource.arnLike() for a pattern.';
    names.forEach((name) => checkLiteral(name, 'The name of the resource', fix));
    if (options.region !== undefined) checkLiteral(options.region, 'The region of the resource', fix);
    if (options.account !== undefined) checkAccountId(options.account, 'The account of the resource');
    return arnOf(service, resourceType, names, options);
  }

  /**
   * The ARN of all resources whose names have a form: `*` stands for any characters and `?` for one.
   *
   * @param service what the actions of the service begin with, such as `dynamodb`
   * @param resourceType the name of the type in the service authorization reference, such as `table`
   * @param patterns what stands for each variable of the ARN after the account, in their order
   * @param options where the resources are
   */
  public static arnLike(service: string, resourceType: string, patterns: string[], options: ServiceResourceOptions = {}): string {
    patterns.forEach((pattern) => checkPattern(pattern));
    if (options.region !== undefined) checkPattern(options.region);
    if (options.account !== undefined && options.account !== '*') checkAccountId(options.account, 'The account of the resources');
    return arnOf(service, resourceType, patterns, options);
  }

  private constructor() {}
}

function arnOf(service: string, resourceType: string, names: readonly string[], { region, account }: ServiceResourceOptions): string {
  const { arn } = kindNamed(service, resourceType);
  const variables = [...arn.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name).filter((name) => name !== 'Region' && name !== 'Account');
  if (variables.length !== names.length) {
    const wanted = variables.length === 0 ? 'none' : list(variables.map((name) => quote(name)));
    throw new InvalidInputError(`The ARN of the resource type ${quote(`${service}:${resourceType}`)} has another number of names: got ${names.length}, ${quote(names.map(readable).join(', '))}. It is 'arn:\${Partition}:${arn}', so give ${wanted}.`);
  }
  for (const [given, variable, what] of [[region, '${Region}', 'region'], [account, '${Account}', 'account']] as const) {
    if (given === undefined || arn.includes(variable)) continue;
    throw new InvalidInputError(`The ARN of the resource type ${quote(`${service}:${resourceType}`)} has no ${what}: got ${quote(readable(given))}. Leave it out.`);
  }
  const rest = [...names];
  const filled = arn.replace(/\$\{([^}]*)\}/g, (_, name) => {
    if (name === 'Region') return region ?? Aws.REGION;
    return name === 'Account' ? account ?? Aws.ACCOUNT_ID : rest.shift()!;
  });
  return `arn:${Aws.PARTITION}:${filled}`;
}

function checkPattern(pattern: string): void {
  parametersIn(pattern).forEach((parameter) => checkLiteralParameter(parameter, 'The pattern of the resource'));
  const literals = Token.isUnresolved(pattern) ? withTokensAs(pattern, () => '{') : pattern;
  const reason = pattern === '' ? 'is empty' : unreadableBecause(literals);
  if (reason) throw new InvalidInputError(`The pattern of the resource ${reason}: got ${quote(readable(pattern))}. Write it as it is, with * for any characters and ? for one.`);
}
