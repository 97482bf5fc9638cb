import { Token } from 'aws-cdk-lib';
import type { aws_cognito as cognito } from 'aws-cdk-lib';
import type { PinnedCaller, PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import type { SessionTag } from './session-options';
import { withSession } from './session-options';
import { ASSUME_ROLE_WITH_WEB_IDENTITY, webIdentity } from './web-identity';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { COGNITO_ID_MAX_LENGTH } from '../private/limits';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';

/** Which guests of an identity pool may call. */
export interface CognitoGuestOptions {
  /**
   * The ids of single identities of the pool (`sub`), each a region and a UUID: `us-east-1:12345678-abcd-abcd-abcd-1234567890ab`.
   *
   * @default - every identity of its kind
   */
  readonly identityIds?: string[];

  /**
   * What Cognito is called in the trust, where it is not the name that its region has: `cognito-identity.amazonaws.com`, or in AWS
   * GovCloud (US) `cognito-identity-us-gov.amazonaws.com` (West) and `cognito-identity.us-gov-east-1.amazonaws.com` (East).
   *
   * Needed for a pool whose region is not known when the app is synthesized and is in AWS GovCloud (US), and wherever AWS names another
   * one. With a wrong name the role cannot be assumed.
   *
   * @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
   * @default - by the pool's region
   */
  readonly issuer?: string;
}

/** Which signed-in users of an identity pool may call, and what is known of their sessions. */
export interface CognitoAuthenticatedOptions extends CognitoGuestOptions {
  /**
   * The session tags that Cognito must pass (attributes for access control): these and no others. It adds the action `sts:TagSession`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/using-afac-with-cognito-identity-pools.html
   * @default - none can be passed
   */
  readonly sessionTags?: SessionTag[];
}

/**
 * Users of an application who have signed in, through a Cognito identity pool.
 *
 * Guests of the same pool are kept out: they are `CognitoGuestPrincipal`. With the pool's classic flow the application itself picks any
 * of the roles that trust the pool, so a role warns if there is another one for the same users, unless the pool has that flow turned off.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
 *
 * @example
 * declare const identityPool: cognito.CfnIdentityPool;
 * new ApplicationRole(this, 'SignedIn', { assumedBy: CognitoAuthenticatedPrincipal.identityPool(identityPool) });
 */
export class CognitoAuthenticatedPrincipal extends PinnedPrincipal {
  /**
   * The signed-in users of an identity pool.
   *
   * @param pool the identity pool
   * @param options which of them, and what is known of their sessions
   */
  public static identityPool(pool: cognito.IIdentityPoolRef, options: CognitoAuthenticatedOptions = {}): CognitoAuthenticatedPrincipal {
    return CognitoAuthenticatedPrincipal.of(pool.identityPoolRef.identityPoolId, pool.env.region, options);
  }

  /**
   * The signed-in users of an identity pool that is known by its id.
   *
   * @param poolId a region and a UUID, such as `us-east-1:12345678-abcd-abcd-abcd-1234567890ab`
   * @param options which of them, and what is known of their sessions
   */
  public static identityPoolId(poolId: string, options: CognitoAuthenticatedOptions = {}): CognitoAuthenticatedPrincipal {
    return CognitoAuthenticatedPrincipal.of(poolId, '', options);
  }

  private static of(poolId: string, region: string, options: CognitoAuthenticatedOptions): CognitoAuthenticatedPrincipal {
    const label = 'CognitoAuthenticatedPrincipal';
    const user = withSession(caller(poolId, region, 'authenticated', options, label), { sessionTags: options.sessionTags }, label);
    return new CognitoAuthenticatedPrincipal({ label, assumeRoleAction: ASSUME_ROLE_WITH_WEB_IDENTITY, callers: [user] });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): CognitoAuthenticatedPrincipal {
    return new CognitoAuthenticatedPrincipal(pinned);
  }
}

/**
 * Anyone who uses an application without signing in, through a Cognito identity pool that admits guests.
 *
 * That is the public: give such a role only what everyone in the world may do. Signed-in users are `CognitoAuthenticatedPrincipal`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
 *
 * @example
 * declare const identityPool: cognito.CfnIdentityPool;
 * new ApplicationRole(this, 'Guest', { assumedBy: CognitoGuestPrincipal.identityPool(identityPool) });
 */
export class CognitoGuestPrincipal extends PinnedPrincipal {
  /**
   * The guests of an identity pool.
   *
   * @param pool the identity pool
   * @param options which of them
   */
  public static identityPool(pool: cognito.IIdentityPoolRef, options: CognitoGuestOptions = {}): CognitoGuestPrincipal {
    return CognitoGuestPrincipal.of(pool.identityPoolRef.identityPoolId, pool.env.region, options);
  }

  /**
   * The guests of an identity pool that is known by its id.
   *
   * @param poolId a region and a UUID, such as `us-east-1:12345678-abcd-abcd-abcd-1234567890ab`
   * @param options which of them
   */
  public static identityPoolId(poolId: string, options: CognitoGuestOptions = {}): CognitoGuestPrincipal {
    return CognitoGuestPrincipal.of(poolId, '', options);
  }

  private static of(poolId: string, region: string, options: CognitoGuestOptions): CognitoGuestPrincipal {
    const label = 'CognitoGuestPrincipal';
    const guest = caller(poolId, region, 'unauthenticated', options, label);
    return new CognitoGuestPrincipal({ label, assumeRoleAction: ASSUME_ROLE_WITH_WEB_IDENTITY, callers: [guest] });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): CognitoGuestPrincipal {
    return new CognitoGuestPrincipal(pinned);
  }
}

/**
 * Where Cognito has another name in trust policies than `cognito-identity.amazonaws.com`.
 *
 * AWS documents none for the regions in China.
 *
 * @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
 */
const ISSUERS = new Map([
  ['us-gov-west-1', 'cognito-identity-us-gov.amazonaws.com'],
  ['us-gov-east-1', 'cognito-identity.us-gov-east-1.amazonaws.com'],
]);
const ISSUER = 'cognito-identity.amazonaws.com';

/** @param region where the pool is, if its id does not say so */
function caller(poolId: string, region: string, amr: string, options: CognitoGuestOptions, label: string): PinnedCaller {
  checkCognitoId(poolId, 'The id of the identity pool');
  const { identityIds } = options;
  if (identityIds !== undefined) {
    checkNotEmpty(identityIds, 'The list of identities', 'Give at least one, or leave it out for every identity of the pool.');
    identityIds.forEach((identityId) => checkCognitoId(identityId, 'The id of the identity'));
  }
  const issuer = options.issuer ?? ISSUERS.get(Token.isUnresolved(poolId) ? region : poolId.split(':')[0]) ?? ISSUER;
  checkIssuer(issuer);
  const user = webIdentity(issuer, { aud: [poolId], ...identityIds === undefined ? {} : { sub: identityIds } }, {}, label);
  return { ...user, conditions: mergeConditions(user.conditions, { 'ForAnyValue:StringLike': { [`${issuer}:amr`]: amr } }, label) };
}

/**
 * Checks the id of a pool or identity.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_IdentityPool.html
 */
function checkCognitoId(id: string, what: string): void {
  const fix = 'Write its region and UUID as Cognito shows them, such as \'us-east-1:12345678-abcd-abcd-abcd-1234567890ab\'.';
  if (Token.isUnresolved(id)) {
    checkLiteral(id, what, fix);
  } else if (id.length > COGNITO_ID_MAX_LENGTH || !/^[\w-]+:[0-9a-f-]+$/.test(id)) {
    throw new InvalidInputError(`${what} is not one that Cognito gives out: got ${quote(id)}. ${fix}`);
  }
}

function checkIssuer(issuer: string): void {
  if (!Token.isUnresolved(issuer) && /^cognito-identity[a-z0-9-]*(\.[a-z0-9-]+)+$/.test(issuer)) return;
  const problem = Token.isUnresolved(issuer)
    ? 'is not known before the template is deployed: got a token. It becomes a part of condition keys, in which CloudFormation puts in no value'
    : `is not a name of Cognito: got ${quote(issuer)}`;
  throw new InvalidInputError(`The issuer ${problem}. Write it as it is, such as 'cognito-identity.amazonaws.com'.`);
}
