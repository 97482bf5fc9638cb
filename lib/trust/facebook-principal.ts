import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import type { WebIdentityOptions } from './web-identity';
import { ASSUME_ROLE_WITH_WEB_IDENTITY, checkIdentifier, checkUserIds, webIdentity } from './web-identity';
import { quote } from '../private/errors';
import { readable } from '../private/text';
import { WarningId } from '../private/warnings';

/**
 * Users who signed in to an application with their Facebook account.
 *
 * The trust demands the application (`graph.facebook.com:app_id`) and its users (`graph.facebook.com:id`) together. AWS advises to put a
 * Cognito identity pool between such users and a role; see `CognitoAuthenticatedPrincipal`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 *
 * @example
 * new ApplicationRole(this, 'Operators', { assumedBy: FacebookPrincipal.users('111222333444555', ['10158031234567890']) });
 */
export class FacebookPrincipal extends PinnedPrincipal {
  /**
   * These users of an application.
   *
   * @param appId the application's id, such as `111222333444555`
   * @param userIds one or more ids that users have in this application, digits
   * @param options what they must say of the session
   */
  public static users(appId: string, userIds: string[], options: WebIdentityOptions = {}): FacebookPrincipal {
    checkApp(appId);
    checkUserIds(userIds, PROVIDER, 'Write the \'id\' that Facebook gives each user in this application, such as \'10158031234567890\'.');
    return new FacebookPrincipal({
      label: LABEL,
      assumeRoleAction: ASSUME_ROLE_WITH_WEB_IDENTITY,
      callers: [webIdentity(ISSUER, { app_id: [appId], id: userIds }, options, LABEL)],
    });
  }

  /**
   * Everyone with a Facebook account who signs in to an application. The role warns of it.
   *
   * @param appId the application's id, such as `111222333444555`
   * @param options what they must say of the session
   */
  public static anyUserOfApp(appId: string, options: WebIdentityOptions = {}): FacebookPrincipal {
    checkApp(appId);
    return new FacebookPrincipal({
      label: LABEL,
      assumeRoleAction: ASSUME_ROLE_WITH_WEB_IDENTITY,
      callers: [webIdentity(ISSUER, { app_id: [appId] }, options, LABEL)],
      findings: [{
        id: WarningId.ANY_USER_OF_CLIENT,
        message: `Everyone with a Facebook account who signs in to the application ${quote(readable(appId))} may assume the role. Name the users with FacebookPrincipal.users(), or keep the role to what the public may do.`,
      }],
    });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): FacebookPrincipal {
    return new FacebookPrincipal(pinned);
  }
}

const LABEL = 'FacebookPrincipal';
const PROVIDER = 'Facebook';
const ISSUER = 'graph.facebook.com';

function checkApp(appId: string): void {
  checkIdentifier(appId, 'The id of the Facebook application', 'Write the application\'s id as it is, such as \'111222333444555\'.');
}
