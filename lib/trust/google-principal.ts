import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import type { WebIdentityOptions } from './web-identity';
import { ASSUME_ROLE_WITH_WEB_IDENTITY, checkIdentifier, checkUserIds, webIdentity } from './web-identity';
import { InvalidInputError, quote } from '../private/errors';
import { readable } from '../private/text';
import { WarningId } from '../private/warnings';

/** What a user with a token of Google must show beside it. */
export interface GoogleOptions extends WebIdentityOptions {
  /**
   * The client ID that the token was made for (`accounts.google.com:oaud`), where an application asked for it through another client.
   *
   * Whoever gets a token of Google chooses it, so it never stands for who he is.
   *
   * @default - any
   */
  readonly originalAudience?: string;
}

/**
 * Users who signed in to an application with their Google account.
 *
 * The trust demands the client (`accounts.google.com:aud`, which is the token's `azp` where it has one, else its `aud`) and its users
 * (`accounts.google.com:sub`) together. AWS advises to put a Cognito identity pool between such users and a role; see
 * `CognitoAuthenticatedPrincipal`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 *
 * @example
 * new ApplicationRole(this, 'Operators', {
 *   assumedBy: GooglePrincipal.users('666777888999-abcdef.apps.googleusercontent.com', ['110169484474386276334']),
 * });
 */
export class GooglePrincipal extends PinnedPrincipal {
  /**
   * These users of a client.
   *
   * @param clientId the OAuth 2.0 client ID, such as `666777888999-abcdef.apps.googleusercontent.com`
   * @param userIds one or more ids of users (the `sub` of their tokens), such as `110169484474386276334`; an e-mail address is an error
   * @param options what they must show beside it
   */
  public static users(clientId: string, userIds: string[], options: GoogleOptions = {}): GooglePrincipal {
    checkClient(clientId, 'The Google client ID');
    const fix = 'Write the \'sub\' of each user\'s token, such as \'110169484474386276334\'.';
    checkUserIds(userIds, PROVIDER, fix);
    const address = userIds.find((userId) => userId.includes('@'));
    if (address !== undefined) {
      throw new InvalidInputError(`The id of the Google user is an e-mail address, which can pass to somebody else: got ${quote(readable(address))}. ${fix}`);
    }
    return new GooglePrincipal({
      label: LABEL,
      assumeRoleAction: ASSUME_ROLE_WITH_WEB_IDENTITY,
      callers: [webIdentity(ISSUER, { aud: [clientId], ...originalAudience(options), sub: userIds }, options, LABEL)],
    });
  }

  /**
   * Everyone with a Google account who signs in through a client. The role warns of it.
   *
   * @param clientId the OAuth 2.0 client ID, such as `666777888999-abcdef.apps.googleusercontent.com`
   * @param options what they must show beside it
   */
  public static anyUserOfClient(clientId: string, options: GoogleOptions = {}): GooglePrincipal {
    checkClient(clientId, 'The Google client ID');
    return new GooglePrincipal({
      label: LABEL,
      assumeRoleAction: ASSUME_ROLE_WITH_WEB_IDENTITY,
      callers: [webIdentity(ISSUER, { aud: [clientId], ...originalAudience(options) }, options, LABEL)],
      findings: [{
        id: WarningId.ANY_USER_OF_CLIENT,
        message: `Everyone with a Google account who signs in through the client ${quote(readable(clientId))} may assume the role. Name the users with GooglePrincipal.users(), or keep the role to what the public may do.`,
      }],
    });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): GooglePrincipal {
    return new GooglePrincipal(pinned);
  }
}

const LABEL = 'GooglePrincipal';
const PROVIDER = 'Google';
const ISSUER = 'accounts.google.com';

function originalAudience(options: GoogleOptions): Record<string, string[]> {
  if (options.originalAudience === undefined) return {};
  checkClient(options.originalAudience, 'The original audience');
  return { oaud: [options.originalAudience] };
}

function checkClient(clientId: string, what: string): void {
  checkIdentifier(clientId, what, 'Write the client ID as it is, such as \'666777888999-abcdef.apps.googleusercontent.com\'.');
}
