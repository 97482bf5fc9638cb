import type { aws_iam as iam } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { Access } from './access';
import type { CustomerRole } from './customer-role';
import { accessTarget } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { EXTERNAL_ID_MAX_LENGTH, EXTERNAL_ID_MIN_LENGTH } from '../private/limits';
import { checkLiteral } from '../private/literal';

/** How a role is assumed. */
export interface AssumeRoleAccessOptions {
  /**
   * The external ID that the application must send (`sts:ExternalId`).
   *
   * It keeps the application from assuming the role without the ID that the role demands, and from trying others.
   *
   * @default - whatever the trust policy of the role demands
   */
  readonly externalId?: string;

  /**
   * The name that the application must give the session (`sts:RoleSessionName`), which CloudTrail shows.
   *
   * @default - any name
   */
  readonly sessionName?: string;
}

/**
 * Access to other roles, in customers' accounts or in the application's own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
 *
 * @example
 * declare const host: InstanceRole;
 * host.allow(AssumeRoleAccess.to(CustomerRole.named('my-user-role').inAnyAccount()));
 */
export class AssumeRoleAccess {
  /**
   * Assume these roles: `sts:AssumeRole` on exactly them.
   *
   * A session of a role that was assumed by another role lasts an hour at most.
   *
   * @param role which roles, by name, path and account
   */
  public static to(role: CustomerRole): Access {
    const { resources, conditions, denies, findings } = role._target;
    return Access._from(() => [
      { effect: 'Allow', actions: ASSUME_ROLE, resources, conditions },
      ...denies.map((deny) => ({ effect: 'Deny' as const, actions: ASSUME_ROLE, ...deny })),
    ], findings);
  }

  /**
   * Assume a role of one's own: `sts:AssumeRole` on exactly it.
   *
   * The trust policy of the role must let the application's role in, whichever accounts they are in; `TrustedAccountPrincipal` does. For the
   * roles that customers made, use `to()`, which knows them by name. A session of a role that was assumed by another role lasts an hour at most.
   *
   * @param role made in the app at any level, or imported
   * @param options how it is assumed
   */
  public static toRole(role: iam.IRoleRef, options: AssumeRoleAccessOptions = {}): Access {
    const { arn } = accessTarget(role, role.roleRef.roleArn, 'role');
    const conditions = conditionsOf(options);
    return Access._from(() => [{ effect: 'Allow', actions: ASSUME_ROLE, resources: [arn], conditions }]);
  }

  private constructor() {}
}

const ASSUME_ROLE = ['sts:AssumeRole'];

function conditionsOf({ externalId, sessionName }: AssumeRoleAccessOptions): ConditionBlock | undefined {
  if (externalId !== undefined) checkText(externalId, 'The external ID', /^[\w+=,.@:/-]*$/, EXTERNAL_ID_MIN_LENGTH, EXTERNAL_ID_MAX_LENGTH, '_ + = , . @ : / -');
  if (sessionName !== undefined) checkText(sessionName, 'The name of the session', /^[\w+=,.@-]*$/, SESSION_NAME_MIN_LENGTH, SESSION_NAME_MAX_LENGTH, '_ + = , . @ -');
  if (externalId === undefined && sessionName === undefined) return undefined;
  return {
    StringEquals: {
      ...externalId === undefined ? {} : { 'sts:ExternalId': externalId },
      ...sessionName === undefined ? {} : { 'sts:RoleSessionName': sessionName },
    },
  };
}

/** The name of a role session. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_NAME_MIN_LENGTH = 2;
const SESSION_NAME_MAX_LENGTH = 64;

function checkText(text: string, what: string, characters: RegExp, min: number, max: number, signs: string): void {
  const fix = `Allowed: ${min} to ${max} letters, digits and ${signs}.`;
  checkLiteral(text, what, fix);
  if (Token.isUnresolved(text) || (characters.test(text) && text.length >= min && text.length <= max)) return;
  throw new InvalidInputError(`${what} is none that STS takes: got ${text.length} characters, ${quote(text)}. ${fix}`);
}
