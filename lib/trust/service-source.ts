import { Aws, Token, Tokenization } from 'aws-cdk-lib';
import { arnShape } from '../private/arn-shape';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty, checkOrganizationId } from '../private/names';
import { readable, withTokensAs } from '../private/text';

/**
 * For whose resource a service may assume the role: what keeps a service from being talked into using a role for somebody else
 * (confused deputy).
 *
 * A service that does not send the key can then never assume the role, and AWS documents service by service which does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 *
 * @example
 * new ApplicationRole(this, 'AppRole', {
 *   assumedBy: WorkloadPrincipal.service('transfer.amazonaws.com', { source: ServiceSource.ownAccount() }),
 * });
 */
export class ServiceSource {
  /** A resource of the role's own account (`aws:SourceAccount`). */
  public static ownAccount(): ServiceSource {
    return new ServiceSource({ StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } });
  }

  /**
   * A resource of an account of the organization (`aws:SourceOrgID`).
   *
   * @param organizationId such as `o-a1b2c3d4e5`
   */
  public static organization(organizationId: string): ServiceSource {
    checkOrganizationId(organizationId, 'The organization of the source');
    return new ServiceSource({ StringEquals: { 'aws:SourceOrgID': organizationId } });
  }

  /**
   * These resources (`aws:SourceArn`), of whatever account their ARNs name.
   *
   * Where an ARN names none, as that of a bucket, they must be of the role's own account too (`aws:SourceAccount`): whoever takes the
   * name of a bucket that is given up would get in.
   *
   * @param arns one or more; a wildcard is an error
   */
  public static resources(...arns: string[]): ServiceSource {
    checkNotEmpty(arns, 'ServiceSource.resources()', 'Give at least one ARN.');
    for (const arn of arns) {
      checkLiteral(arn, 'The ARN of the source', 'Write the ARN as it is, or use ServiceSource.resourcesLike() for a pattern.');
      checkArn(arn);
    }
    return new ServiceSource({ ...ownAccountFor(arns), ArnEquals: { 'aws:SourceArn': arns.length === 1 ? arns[0] : [...arns] } });
  }

  /**
   * Resources by a pattern of their ARN (`aws:SourceArn`), in which `*` stands for any characters between two colons.
   *
   * @param patterns one or more, such as `arn:aws:ecs:*:111111111111:*`; the account must be named, and where such ARNs have none the
   * resources must be of the role's own account
   */
  public static resourcesLike(...patterns: string[]): ServiceSource {
    checkNotEmpty(patterns, 'ServiceSource.resourcesLike()', 'Give at least one pattern.');
    for (const pattern of patterns) {
      checkLiteral(pattern.replace(/[*?]/g, '.'), 'The pattern of the source', 'Write an ARN with * for any characters and ? for one.');
      checkArn(pattern);
    }
    return new ServiceSource({ ...ownAccountFor(patterns), ArnLike: { 'aws:SourceArn': patterns.length === 1 ? patterns[0] : [...patterns] } });
  }

  /**
   * Any resource of anybody: for a service that sends nothing of it, although it is documented to.
   *
   * The role warns (`cdk-keyless-roles:serviceSourceOpen`) where AWS documents what the service sends.
   */
  public static any(): ServiceSource {
    return new ServiceSource({});
  }

  /** @internal */
  public readonly _conditions: ConditionBlock;

  private constructor(conditions: ConditionBlock) {
    this._conditions = conditions;
  }
}

/** The condition that stands in for the account that an ARN does not name. */
function ownAccountFor(arns: readonly string[]): ConditionBlock {
  const isWithoutAccount = (arn: string) => arnShape(arn)?.text.split(':')[4] === '';
  return arns.some(isWithoutAccount) ? { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } : {};
}

/** An ARN names its account, or belongs to a service whose ARNs have none. */
function checkArn(arn: string): void {
  // What is one token is an ARN that somebody else has put together.
  if (Token.isUnresolved(arn) && Tokenization.reverseString(arn).length === 1) return;
  const [prefix, , service, , account, ...resource] = withTokensAs(arn, () => 'x').split(':');
  if (prefix !== 'arn' || resource.length === 0) {
    throw new InvalidInputError(`The ARN of the source is not one: got ${quote(readable(arn))}. Write it as 'arn:aws:states:us-east-1:111111111111:stateMachine:orders'.`);
  }
  if (/[*?]/.test(account) || /[*?]/.test(service)) {
    throw new InvalidInputError(`The ARN of the source names no ${/[*?]/.test(account) ? 'account' : 'service'}, so anybody's resource would do: got ${quote(readable(arn))}. Write it as it is.`);
  }
}
