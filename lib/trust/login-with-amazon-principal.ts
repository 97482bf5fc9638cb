import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import type { WebIdentityOptions } from './web-identity';
import { ASSUME_ROLE_WITH_WEB_IDENTITY, checkIdentifier, checkUserIds, webIdentity } from './web-identity';
import { quote } from '../private/errors';
import { readable } from '../private/text';
import { WarningId } from '../private/warnings';

/**
 * Users who signed in to an application with their Amazon account (Login with Amazon).
 *
 * The trust demands the application (`www.amazon.com:app_id`) and its users (`www.amazon.com:user_id`) together. AWS advises to put a
 * Cognito identity pool between such users and a role; see `CognitoAuthenticatedPrincipal`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 *
 * @example
 * new ApplicationRole(this, 'Operators', {
 *   assumedBy: LoginWithAmazonPrincipal.users('amzn1.application.0123456789abcdef0123456789abcdef', ['amzn1.account.AEXAMPLE1234567890']),
 * });
 */
export class LoginWithAmazonPrincipal extends PinnedPrincipal {
  /**
   * These users of an application.
   *
   * @param appId the application's id, as Login with Amazon says it of a token (`app_id`)
   * @param userIds one or more ids of users, such as `amzn1.account.AEXAMPLE1234567890`
   * @param options what they must say of the session
   */
  public static users(appId: string, userIds: string[], options: WebIdentityOptions = {}): LoginWithAmazonPrincipal {
    checkApp(appId);
    checkUserIds(userIds, PROVIDER, 'Write the \'user_id\' of each user\'s profile, such as \'amzn1.account.AEXAMPLE1234567890\'.');
    return new LoginWithAmazonPrincipal({
      label: LABEL,
      assumeRoleAction: ASSUME_ROLE_WITH_WEB_IDENTITY,
      callers: [webIdentity(ISSUER, { app_id: [appId], user_id: userIds }, options, LABEL)],
    });
  }

  /**
   * Everyone with an Amazon account who signs in to an application. The role warns of it.
   *
   * @param appId the application's id, as Login with Amazon says it of a token (`app_id`)
   * @param options what they must say of the session
   */
  public static anyUserOfApp(appId: string, options: WebIdentityOptions = {}): LoginWithAmazonPrincipal {
    checkApp(appId);
    return new LoginWithAmazonPrincipal({
      label: LABEL,
      assumeRoleAction: ASSUME_ROLE_WITH_WEB_IDENTITY,
      callers: [webIdentity(ISSUER, { app_id: [appId] }, options, LABEL)],
      findings: [{
        id: WarningId.ANY_USER_OF_CLIENT,
        message: `Everyone with an Amazon account who signs in to the application ${quote(readable(appId))} may assume the role. Name the users with LoginWithAmazonPrincipal.users(), or keep the role to what the public may do.`,
      }],
    });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): LoginWithAmazonPrincipal {
    return new LoginWithAmazonPrincipal(pinned);
  }
}

const LABEL = 'LoginWithAmazonPrincipal';
const PROVIDER = 'Login with Amazon';
const ISSUER = 'www.amazon.com';

function checkApp(appId: string): void {
  checkIdentifier(appId, 'The id of the Login with Amazon application', 'Write the application\'s id as it is, such as \'amzn1.application.0123456789abcdef0123456789abcdef\'.');
}
