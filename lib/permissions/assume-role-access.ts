import { Access } from './access';
import type { CustomerRole } from './customer-role';

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

  private constructor() {}
}

const ASSUME_ROLE = ['sts:AssumeRole'];
