import { Aws, Token, aws_iam as iam } from 'aws-cdk-lib';
import { OidcIdentityProvider } from './oidc-identity-provider';
import type { PinnedCaller, PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import type { SessionOptions } from './session-options';
import { withSession } from './session-options';
import type { StringMatch } from './string-match';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkAudience, checkIssuer, isOpenClaim, issuerName, namesOwner } from '../private/issuer';
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
   * An account has one for each issuer, so it is found by the issuer's URL; see `OidcIdentityProvider` to make it. One that is known to be
   * for another issuer is an error.
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

  /**
   * Who a token must be for (`sub` claim).
   *
   * Of an issuer that many share, the part before the first wildcard must name whose the token is: `repo:acme/*`. A subject of GitHub's
   * without an owner needs a claim that has one, such as `repository_owner_id`, as anybody's tokens can have that subject.
   */
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
  const all = { sub: subject, ...checkedClaims(claims) };
  for (const [claim, match] of Object.entries(all)) checkNoVariable(claim, match);
  const open = subject._operator === 'StringLike' ? subject._values.find((value) => isOpenClaim(name, `${name}:sub`, value)) : undefined;
  if (open !== undefined) {
    throw new InvalidInputError(`The subject may be anyone who has a token of the issuer: got ${quote(open)}. Say who it must be, with the part before the first wildcard naming whose it is.`);
  }
  const pinned = new Map(Object.entries(all).filter(([, match]) => match._open === undefined)
    .map(([claim, match]) => [claim.toLowerCase(), match._values]));
  if (!namesOwner(name, pinned)) {
    throw new InvalidInputError(`The subject does not say whose repository it is, and anybody's tokens of GitHub can have it: got ${quote(readable(subject._values.join(', ')))}. Begin it with 'repo:' and the owner, add the claim 'repository_owner_id', or use GitHubActionsPrincipal.`);
  }
  const conditions = Object.entries(all).map(([claim, match]) => match._on(`${name}:${claim}`)).reduce(
    (merged, block) => mergeConditions(merged, block, label),
    { StringEquals: { [`${name}:aud`]: audiences.length === 1 ? audiences[0] : [...audiences] } },
  );
  if (provider !== undefined) checkProvider(provider, issuer, name);
  const arn = provider?.oidcProviderRef.oidcProviderArn ?? `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/${name}`;
  return withSession({ principal: new iam.FederatedPrincipal(arn, {}, WEB_IDENTITY), conditions }, props, label);
}

const WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';

/** What a request says of itself is no claim of a token. */
function checkNoVariable(claim: string, match: StringMatch): void {
  const variable = match._values.find((value) => !Token.isUnresolved(value) && value.startsWith('${'));
  if (variable === undefined) return;
  throw new InvalidInputError(`The claim ${quote(claim)} is compared with a policy variable, which a request with a token does not have, or fills in as it likes: got ${quote(variable)}. Write the value or pattern that it must have.`);
}

/** Tokens of one issuer are never accepted by the provider of another. */
function checkProvider(provider: iam.IOIDCProviderRef, issuer: string, name: string): void {
  const other = provider instanceof OidcIdentityProvider ? provider._issuer : undefined;
  if (other !== undefined && other !== issuer) {
    throw new InvalidInputError(`The identity provider is for another issuer: got ${quote(readable(other))} for ${quote(readable(issuer))}. Take OidcIdentityProvider.shared() of the same issuer.`);
  }
  const named = /:oidc-provider\/(.+)$/.exec(other === undefined ? provider.oidcProviderRef.oidcProviderArn : '')?.[1];
  if (named === undefined || named === name || Token.isUnresolved(named) || Token.isUnresolved(name)) return;
  throw new InvalidInputError(`The identity provider is for another issuer: got ${quote(named)} for ${quote(name)}. Take the one of the same issuer.`);
}

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
