import type { aws_cognito as cognito } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn } from './resource-access';

/**
 * Administration of the users of an Amazon Cognito user pool: made in the app (L2 or L1), or imported by id or ARN.
 *
 * What users do themselves (sign up and in, change their password) needs no IAM permission. Each method is on the whole pool, as Cognito limits
 * nobody to some of the users. What lets the application become any user is in methods of its own.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 */
export class CognitoAccess {
  /**
   * Read users and their groups: `cognito-idp:AdminGetUser`, `cognito-idp:ListUsers`, `cognito-idp:AdminListGroupsForUser` and
   * `cognito-idp:ListUsersInGroup`.
   *
   * @param userPool made in the app at any level, or imported
   */
  public static readUsers(userPool: cognito.IUserPoolRef): Access {
    return poolAccess(userPool, ['AdminGetUser', 'ListUsers', 'AdminListGroupsForUser', 'ListUsersInGroup']);
  }

  /**
   * Invite, block, sign out and delete users: `cognito-idp:AdminCreateUser`, `cognito-idp:AdminEnableUser`, `cognito-idp:AdminDisableUser`,
   * `cognito-idp:AdminUserGlobalSignOut` and `cognito-idp:AdminDeleteUser`.
   *
   * Whoever creates a user chooses his attributes, a verified address included, and can take the address away from the user who had it
   * (`ForceAliasCreation`): an application should know its users by their id (`sub`), not by their address.
   *
   * @param userPool made in the app at any level, or imported
   */
  public static manageUsers(userPool: cognito.IUserPoolRef): Access {
    return poolAccess(userPool, ['AdminCreateUser', 'AdminEnableUser', 'AdminDisableUser', 'AdminUserGlobalSignOut', 'AdminDeleteUser']);
  }

  /**
   * Put users into groups and take them out: `cognito-idp:AdminAddUserToGroup` and `cognito-idp:AdminRemoveUserFromGroup`.
   *
   * It is for every group of the pool, those of administrators included, and a group may bring an IAM role.
   *
   * @param userPool made in the app at any level, or imported
   */
  public static manageGroupMembers(userPool: cognito.IUserPoolRef): Access {
    return poolAccess(userPool, ['AdminAddUserToGroup', 'AdminRemoveUserFromGroup']);
  }

  /**
   * Sign users in for them, with what they prove themselves by: `cognito-idp:AdminInitiateAuth` and
   * `cognito-idp:AdminRespondToAuthChallenge`.
   *
   * The application sees their passwords and holds their tokens.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
   * @param userPool made in the app at any level, or imported
   */
  public static signInUsers(userPool: cognito.IUserPoolRef): Access {
    return poolAccess(userPool, ['AdminInitiateAuth', 'AdminRespondToAuthChallenge']);
  }

  /**
   * Set the password of any user: `cognito-idp:AdminSetUserPassword`. Whoever has it can sign in as any user who has no second factor.
   *
   * @param userPool made in the app at any level, or imported
   */
  public static overwriteAnyPassword(userPool: cognito.IUserPoolRef): Access {
    return poolAccess(userPool, ['AdminSetUserPassword']);
  }

  /**
   * Change any attribute of any user: `cognito-idp:AdminUpdateUserAttributes`.
   *
   * Whoever has it can give a user an address of his own, marked as verified, and have the password of the user reset; and whatever an
   * application reads out of attributes, such as a tenant, is his to choose.
   *
   * @param userPool made in the app at any level, or imported
   */
  public static changeAnyAttribute(userPool: cognito.IUserPoolRef): Access {
    return poolAccess(userPool, ['AdminUpdateUserAttributes']);
  }

  private constructor() {}
}

function poolAccess(userPool: cognito.IUserPoolRef, actions: readonly string[]): Access {
  const target = accessTarget(userPool, userPool.userPoolRef.userPoolArn, 'user pool');
  return Access._from(() => [allowOn(target, actions.map((action) => `cognito-idp:${action}`))]);
}
