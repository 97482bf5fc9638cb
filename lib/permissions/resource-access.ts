import { Token } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import type { AccessStatement } from './access';
import type { ConditionBlock } from '../private/conditions';
import { quote } from '../private/errors';
import { checkLiteral } from '../private/literal';

/** What an access is on. */
export interface AccessTarget {
  readonly arn: string;
  readonly owner: AccessStatement['owner'];
}

/**
 * The resource of an access, whose ARN names one resource and no pattern.
 *
 * @param kind what the resource is called in errors, such as `bucket`
 * @param policy what the policy is called by which the resource lets in other accounts; undefined if it has none
 */
export function accessTarget(resource: IConstruct & IEnvironmentAware, arn: string, kind: string, policy?: string): AccessTarget {
  checkLiteral(arn, `The ARN of the ${kind}`, `Give one ${kind}, by its name.`);
  return { arn, owner: { account: accountOf(arn) ?? resource.env.account, resource: `the ${kind} ${quote(resource.node.path)}`, policy } };
}

/** The account in an ARN, which CDK does not read out of every import; undefined where the ARN has none, or a later one. */
function accountOf(arn: string): string | undefined {
  return Token.isUnresolved(arn) ? undefined : arn.split(':')[4] || undefined;
}

/** Lets actions on a resource, or on what its ARN is the beginning of. */
export function allowOn({ arn, owner }: AccessTarget, actions: readonly string[], { below = [''], conditions }: AllowOptions = {}): AccessStatement {
  return { effect: 'Allow', actions, resources: below.map((suffix) => `${arn}${suffix}`), conditions, owner };
}

interface AllowOptions {
  /** What follows the ARN, such as `/*` for all that is below it. */
  readonly below?: readonly string[];
  readonly conditions?: ConditionBlock;
}
