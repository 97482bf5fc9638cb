import type { aws_iam as iam } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn } from './resource-access';
import { checkArn } from '../private/arn-check';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkNotEmpty } from '../private/names';
import { isKnownService, servicesLike } from '../private/service-principals';
import { readable } from '../private/text';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/** For what a role is passed to a service. */
export interface PassRoleAccessOptions {
  /**
   * Only for resources with these ARNs, `*` and `?` in them let (`iam:AssociatedResourceArn`, `ArnLike`).
   *
   * Not every service says for which resource it takes the role; where one does not, nothing could be passed to it.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#available-keys-for-iam
   * @default - for any resource of the service
   */
  readonly associatedResources?: string[];

  /**
   * The name of the service is taken though this library does not know it.
   *
   * @default false
   */
  readonly asWritten?: boolean;
}

/**
 * The permission to hand a role over to an AWS service, which then acts with it: to run a task, to make a function, to start an instance.
 *
 * Whoever has it gets what the role may do, by way of the service. So it is always on one role and for one service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export class PassRoleAccess {
  /**
   * Pass the role to a service: `iam:PassRole` on the role, for this service alone (`iam:PassedToService`).
   *
   * It is an error if the service is not written as a principal, such as `ecs-tasks.amazonaws.com`, if it looks like a misspelt one, or if the
   * role's ARN holds a wildcard. A service that is not known makes the role warn (`cdk-keyless-roles:serviceUnknown`). The action that takes the
   * role, such as running a task, is another access. For several services, make an access for each.
   *
   * @param role made in the app at any level, or imported; of the same account
   * @param service the service that gets the role, by its principal
   * @param options for what the role is passed
   *
   * @example
   * declare const taskRole: iam.Role;
   * declare const scheduler: InstanceRole;
   * scheduler.allow(PassRoleAccess.forService(taskRole, 'ecs-tasks.amazonaws.com'));
   */
  public static forService(role: iam.IRoleRef, service: string, options: PassRoleAccessOptions = {}): Access {
    const findings = checkService(service, options);
    const target = accessTarget(role, role.roleRef.roleArn, 'role');
    const conditions: ConditionBlock = {
      StringEquals: { 'iam:PassedToService': namesOf(service) },
      ...associatedWith(options.associatedResources),
    };
    return Access._from(() => [allowOn(target, ['iam:PassRole'], { conditions })], findings);
  }

  private constructor() {}
}

/**
 * Services that go by the name of the partition in China, as the managed policies of AWS have it.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECS_FullAccess.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEMRFullAccessPolicy_v2.html
 */
const NAMED_BY_PARTITION = ['application-autoscaling.amazonaws.com', 'ec2.amazonaws.com', 'elasticmapreduce.amazonaws.com'];

function namesOf(service: string): string | string[] {
  return NAMED_BY_PARTITION.includes(service) ? [service, `${service}.cn`] : service;
}

function associatedWith(arns: string[] | undefined): ConditionBlock {
  if (arns === undefined) return {};
  checkNotEmpty(arns, 'The list \'associatedResources\'', 'Name at least one ARN, or leave it out for any resource of the service.');
  for (const arn of arns) {
    if (arn === '*') throw new InvalidInputError('The associated resource is every resource: got \'*\'. Leave \'associatedResources\' out for any resource of the service.');
    checkArn(arn, 'The ARN of the associated resource');
  }
  return { ArnLike: { 'iam:AssociatedResourceArn': arns.length === 1 ? arns[0] : arns } };
}

function checkService(service: string, { asWritten }: PassRoleAccessOptions): Finding[] {
  if (Token.isUnresolved(service)) {
    throw new InvalidInputError(`The service is not known before the template is deployed: got ${quote(readable(service))}. Write its principal as it is, such as 'ecs-tasks.amazonaws.com'.`);
  }
  if (typeof service === 'string' && /\.amazonaws\.com\.cn$/.test(service)) {
    throw new InvalidInputError(`The service has the suffix of one partition: got ${quote(service)}. Write ${quote(service.slice(0, -'.cn'.length))}, which is right in every partition.`);
  }
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/.test(service)) {
    const name = String(service).toLowerCase().replace(/\.(amazonaws|aws)\..*$/, '').replace(/[^a-z0-9.-]/g, '');
    throw new InvalidInputError(`The service is not named by its principal: got ${quote(service)}. Write it as ${quote(`${name === '' ? 'ecs-tasks' : name}.amazonaws.com`)}.`);
  }
  if (isKnownService(service) || asWritten === true) return [];
  const near = servicesLike(service);
  if (near.length > 0) {
    throw new InvalidInputError(`The service is not known: got ${quote(service)}. Did you mean ${list(near.map(quote)).replace(/ and (?='[^']*'$)/, ' or ')}? If it is a new one, say 'asWritten: true'.`);
  }
  return [{ id: WarningId.SERVICE_UNKNOWN, message: `The service '${service}' is not among those known to this library, and a role is passed to it. Where it is misspelt nothing can be passed: check its spelling, or say 'asWritten: true'.` }];
}
