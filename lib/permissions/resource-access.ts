import type { CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
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
  return { arn, owner: { account: accountOf(arn) ?? environmentOf(resource).account, resource: `the ${kind} ${quote(resource.node.path)}`, policy } };
}

/**
 * The account and region of a resource: those of its stack where CDK leaves them empty, as it does for a bucket imported by
 * `CfnBucket.fromBucketName()`, whose ARN has neither.
 */
export function environmentOf(resource: IConstruct & IEnvironmentAware): { readonly account: string; readonly region: string } {
  const { env: { account, region } } = resource;
  const stack = Stack.of(resource);
  return { account: account || stack.account, region: region || stack.region };
}

/** The L1 resource of a construct of any level: itself, or what an L2 has made; undefined for an imported one. */
export function l1Of(construct: IConstruct): CfnResource | undefined {
  return ('cfnResourceType' in construct ? construct : construct.node.defaultChild) as CfnResource | undefined;
}

/** How many parts every ARN has; what follows the fifth colon may have more. */
const ARN_PARTS = 6;

/** The parts of an ARN, in some of which tokens may stand; undefined for an ARN that falls into parts only once deployed. */
export function partsOfArn(arn: string): string[] | undefined {
  const parts = arn.split(':');
  return parts.length < ARN_PARTS ? undefined : parts;
}

/** The account in an ARN, which CDK does not read out of every import; undefined where the ARN has none, or a later one. */
function accountOf(arn: string): string | undefined {
  return /^arn:[^:]+:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
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
