import { Aws, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { PinnedCaller, PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import type { SessionOptions } from './session-options';
import { withSession } from './session-options';
import type { StringMatch } from './string-match';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkAudience, checkIssuer, isOpenClaim, issuerName } from '../private/issuer';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/** What more the caller of an OpenID Connect issuer must show, and where its identity provider is. */
export interface OidcPrincipalOptions extends SessionOptions {
  /**
   * More claims that must hold, by the name that IAM has for them after the issuer, such as `repository_id`.
   *
   * IAM knows no other claims than those that it documents for the issuer.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
   * @default - none
   */
  readonly claims?: { [claim: string]: StringMatch };

  /**
   * The identity provider in IAM.
   *
   * An account has one for each issuer, so it is found by the issuer's URL; see `OidcIdentityProvider` to make it.
   *
   * @default - the account's provider for the issuer
   */
  readonly provider?: iam.IOIDCProviderRef;
}

/** Which tokens of an OpenID Connect issuer are let in. */
export interface OidcPrincipalProps extends OidcPrincipalOptions {
  /**
   * The issuer's URL, as the `iss` claim of its tokens has it: `https://`, no port, no slash at the end.
   *
   * It may be a token that stands for an attribute of a resource of the app, such as the issuer of a cluster; not a parameter.
   */
  readonly issuer: string;

  /** The audiences (`aud` claim) that a token may be for, 1 to 255 characters each; one or more. */
  readonly audiences: string[];

  /** Who a token must be for (`sub` claim). */
  readonly subject: StringMatch;
}

/**
 * Whoever shows a token of an OpenID Connect issuer: issuer, audience and subject are pinned.
 *
 * For the common issuers there are principals that know their subjects: `GitHubActionsPrincipal`, `GitLabPrincipal`,
 * `EksServiceAccountPrincipal` and others.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 *
 * @example
 * new ApplicationRole(this, 'AppRole', {
 *   assumedBy: OidcPrincipal.of({
 *     issuer: 'https://oidc.example.com/tenant',
 *     audiences: ['sts.amazonaws.com'],
 *     subject: StringMatch.exactly('service:billing'),
 *   }),
 * });
 */
export class OidcPrincipal extends PinnedPrincipal {
  /**
   * The callers whose token has this issuer, one of the audiences, and the subject.
   *
   * @param props all that is pinned
   */
  public static of(props: OidcPrincipalProps): OidcPrincipal {
    return new OidcPrincipal({ label: 'OidcPrincipal', ...oidcCallers('OidcPrincipal', [props]) });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): OidcPrincipal {
    return new OidcPrincipal(pinned);
  }
}

/** The callers of one or more sets of claims, one statement for each, as the claims of a set belong together. */
export function oidcCallers(label: string, sets: readonly OidcPrincipalProps[]): { assumeRoleAction: string; callers: PinnedCaller[] } {
  return { assumeRoleAction: WEB_IDENTITY, callers: sets.map((props) => oidcCaller(label, props)) };
}

function oidcCaller(label: string, props: OidcPrincipalProps): PinnedCaller {
  const { issuer, audiences, subject, claims = {}, provider } = props;
  checkIssuer(issuer);
  checkNotEmpty(audiences, 'The list of audiences', 'Give at least one, as the \'aud\' claim of the tokens has it.');
  audiences.forEach(checkAudience);
  const name = issuerName(issuer);
  const open = subject._operator === 'StringLike' ? subject._values.find((value) => isOpenClaim(name, value)) : undefined;
  if (open !== undefined) {
    throw new InvalidInputError(`The subject may be anyone who has a token of the issuer: got ${quote(open)}. Say who it must be, with the part before the first wildcard naming whose it is.`);
  }
  const all = { sub: subject, ...checkedClaims(claims) };
  const conditions = Object.entries(all).map(([claim, match]) => match._on(`${name}:${claim}`)).reduce(
    (merged, block) => mergeConditions(merged, block, label),
    { StringEquals: { [`${name}:aud`]: audiences.length === 1 ? audiences[0] : [...audiences] } },
  );
  const arn = provider?.oidcProviderRef.oidcProviderArn ?? `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/${name}`;
  return withSession({ principal: new iam.FederatedPrincipal(arn, {}, WEB_IDENTITY), conditions }, props, label);
}

const WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';

function checkedClaims(claims: { [claim: string]: StringMatch }): { [claim: string]: StringMatch } {
  for (const claim of Object.keys(claims)) {
    if (Token.isUnresolved(claim)) {
      throw new InvalidInputError(`The name of a claim is not known before the template is deployed: got ${quote(readable(claim))}. It becomes a part of a condition key, in which CloudFormation puts in no value. Write the name as it is.`);
    }
    if (claim === 'sub' || claim === 'aud') {
      throw new InvalidInputError(`The claim ${quote(claim)} is given among the other claims. It has a property of its own: '${claim === 'sub' ? 'subject' : 'audiences'}'.`);
    }
    if (!/^[A-Za-z0-9_.:/-]+$/.test(claim)) {
      throw new InvalidInputError(`The name of a claim has characters that no condition key has: got ${quote(claim)}. Write it as IAM documents it after the issuer, such as 'repository_id'.`);
    }
  }
  return claims;
}
