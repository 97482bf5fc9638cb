import { Token, aws_iam as iam } from 'aws-cdk-lib';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { signInUrls } from './saml-sign-in';
import type { SessionOptions } from './session-options';
import { withSession } from './session-options';
import type { StringMatch } from './string-match';
import type { ConditionBlock } from '../private/conditions';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { nearest } from '../private/nearest';
import { readable } from '../private/text';

/** To whom an assertion must be addressed, and what it must say of the session. */
export interface SamlAudienceOptions extends SessionOptions {
  /**
   * Regions whose sign-in URLs are accepted too, such as `us-west-2` for `https://us-west-2.signin.aws.amazon.com/saml`.
   *
   * They let users in while the URL of the partition is out of service. AWS documents such URLs in its commercial regions and in AWS GovCloud
   * (US).
   *
   * @see https://docs.aws.amazon.com/general/latest/gr/signin-service.html
   * @default - none
   */
  readonly signInRegions?: string[];

  /**
   * The id of the SAML provider in the sign-in URLs that belong to it alone (`…/saml/acs/ID`), which a provider with encrypted assertions
   * must use. Only those URLs are accepted then.
   *
   * `CfnSAMLProvider` has it as `attrSamlProviderUuid`.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
   * @default - the URLs that all providers share
   */
  readonly identityProviderId?: string;

  /**
   * The whole URLs to one of which an assertion must be addressed (the `Recipient` of its `SubjectConfirmationData`), in place of those
   * that are known. Needed in partitions whose sign-in URL is not known.
   *
   * @default - the sign-in URL of the stack's partition
   */
  readonly audiences?: string[];
}

/** Which users of a SAML provider may sign in to the console. */
export interface SamlConsoleOptions extends SamlAudienceOptions {
  /**
   * What the assertion must say of the user, by condition key: `saml:sub`, `saml:mail`, `saml:edupersonaffiliation`, …
   *
   * A key with several values in one assertion is met if one of them fits.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
   * @default - every user to whom the identity provider gives the role
   */
  readonly attributes?: { [key: string]: StringMatch };
}

/** Which users of a SAML provider may get credentials. */
export interface SamlProgrammaticOptions extends SamlAudienceOptions {
  /**
   * What the assertion must say of the user, by condition key: `saml:sub`, `saml:mail`, `saml:edupersonaffiliation`, …
   *
   * A key with several values in one assertion is met if one of them fits. At least one key must tell users of the provider apart.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
   */
  readonly attributes: { [key: string]: StringMatch };
}

/**
 * Users whom an organization's identity provider signs in with SAML 2.0.
 *
 * The trust demands that the assertion is addressed to the sign-in URL of AWS (`SAML:aud`), which differs between partitions: in a stack
 * whose region is known the URL is written out, in any other the template looks it up when it is deployed.
 *
 * IAM cannot tell the console from the API: whoever holds an assertion can use it for both.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html
 *
 * @example
 * declare const provider: iam.SamlProvider;
 * new ApplicationRole(this, 'Staff', {
 *   assumedBy: SamlFederationPrincipal.consoleAndProgrammatic(provider, {
 *     attributes: { 'saml:edupersonaffiliation': StringMatch.exactly('staff') },
 *   }),
 * });
 */
export class SamlFederationPrincipal extends PinnedPrincipal {
  /**
   * Users who sign in to the AWS Management Console, or get credentials with the same assertion.
   *
   * Without attributes the identity provider alone decides which of its users get the role.
   *
   * @param provider the SAML provider in IAM, such as an `iam.SamlProvider`
   * @param options which users, and what their assertion must say
   */
  public static consoleAndProgrammatic(provider: iam.ISAMLProviderRef, options: SamlConsoleOptions = {}): SamlFederationPrincipal {
    return SamlFederationPrincipal.demanding(provider, options, options.attributes);
  }

  /**
   * Users who get credentials with the API or the AWS CLI.
   *
   * At least one attribute must say which users these are. The assertion must be addressed to the sign-in URL too, as AWS demands it of
   * every assertion.
   *
   * @param provider the SAML provider in IAM, such as an `iam.SamlProvider`
   * @param options which users, and what their assertion must say
   */
  public static programmatic(provider: iam.ISAMLProviderRef, options: SamlProgrammaticOptions): SamlFederationPrincipal {
    const tellsUsersApart = ([key, match]: [string, StringMatch]) => !PROVIDER_KEYS.includes(key.toLowerCase()) && match._open === undefined;
    if (!Object.entries(options.attributes).some(tellsUsersApart)) {
      const got = Object.keys(options.attributes).map(quote).join(', ');
      throw new InvalidInputError(`Every user of the SAML provider could get credentials: got ${got === '' ? 'no attributes' : `attributes that all of them meet, ${got}`}. Say which users may, such as { 'saml:edupersonaffiliation': StringMatch.exactly('staff') }.`);
    }
    return SamlFederationPrincipal.demanding(provider, options, options.attributes);
  }

  private static demanding(
    provider: iam.ISAMLProviderRef, options: SamlAudienceOptions, attributes: Record<string, StringMatch> = {},
  ): SamlFederationPrincipal {
    const audiences = audiencesOf(options);
    const caller = {
      principal: new iam.FederatedPrincipal(provider.samlProviderRef.samlProviderArn, {}, ASSUME_ROLE_WITH_SAML),
      conditions: mergeConditions({ StringEquals: { 'SAML:aud': audiences.length === 1 ? audiences[0] : audiences } }, attributeConditions(attributes), LABEL),
    };
    return new SamlFederationPrincipal({ label: LABEL, assumeRoleAction: ASSUME_ROLE_WITH_SAML, callers: [withSession(caller, options, LABEL)] });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): SamlFederationPrincipal {
    return new SamlFederationPrincipal(pinned);
  }
}

const LABEL = 'SamlFederationPrincipal';
const ASSUME_ROLE_WITH_SAML = 'sts:AssumeRoleWithSAML';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml */
const SINGLE_VALUED_KEYS = [
  'saml:doc', 'saml:edupersonorgdn', 'saml:edupersonprimaryaffiliation', 'saml:edupersonprimaryorgunitdn', 'saml:edupersonprincipalname',
  'saml:iss', 'saml:namequalifier', 'saml:sub', 'saml:sub_type',
];
const MULTI_VALUED_KEYS = [
  'saml:cn', 'saml:commonName', 'saml:edupersonaffiliation', 'saml:edupersonassurance', 'saml:edupersonentitlement', 'saml:edupersonnickname',
  'saml:edupersonorgunitdn', 'saml:edupersonscopedaffiliation', 'saml:edupersontargetedid', 'saml:eduorghomepageuri',
  'saml:eduorgidentityauthnpolicyuri', 'saml:eduorglegalname', 'saml:eduorgsuperioruri', 'saml:eduorgwhitepagesuri', 'saml:givenName',
  'saml:mail', 'saml:name', 'saml:organizationStatus', 'saml:primaryGroupSID', 'saml:surname', 'saml:uid', 'saml:x500UniqueIdentifier',
];

/** Keys that are the same for all users of a provider, or of many. */
const PROVIDER_KEYS = ['saml:doc', 'saml:iss', 'saml:namequalifier', 'saml:sub_type'];

function attributeConditions(attributes: Record<string, StringMatch>): ConditionBlock {
  return Object.entries(attributes).reduce((conditions, [name, match]) => {
    const key = attributeKey(name);
    const variable = match._values.find((value) => !Token.isUnresolved(value) && value.includes('${'));
    if (variable !== undefined) {
      throw new InvalidInputError(`The SAML attribute ${quote(key)} is compared with what the assertion itself says: got ${quote(variable)}. Write the value or pattern that it must have.`);
    }
    const quantifier = MULTI_VALUED_KEYS.includes(key) ? 'ForAnyValue:' : '';
    const test = Object.fromEntries(Object.entries(match._on(key)).map(([operator, keys]) => [`${quantifier}${operator}`, keys]));
    return mergeConditions(conditions, test, LABEL);
  }, {} as ConditionBlock);
}

/** The key of an attribute, as the documentation writes it. */
function attributeKey(name: string): string {
  if (Token.isUnresolved(name)) {
    throw new InvalidInputError(`The key of a SAML attribute is not known before the template is deployed: got ${quote(readable(name))}. CloudFormation puts no value into a condition key. Write it as it is, such as 'saml:sub'.`);
  }
  if (name.toLowerCase() === 'saml:aud') {
    throw new InvalidInputError(`The audience is not an attribute of the user: got ${quote(name)}. Give the URLs as 'audiences', or leave it out for the sign-in URL of AWS.`);
  }
  const keys = [...SINGLE_VALUED_KEYS, ...MULTI_VALUED_KEYS];
  const known = keys.find((key) => key.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known;
  throw new InvalidInputError(`The SAML attribute is not one that IAM knows in a trust policy: got ${quote(name)}. The nearest is ${quote(nearest(name.includes(':') ? name : `saml:${name}`, keys))}; AWS lists them as the available keys for SAML-based federation.`);
}

function audiencesOf({ audiences, signInRegions, identityProviderId }: SamlAudienceOptions): string[] {
  if (audiences === undefined) {
    if (signInRegions !== undefined) checkNotEmpty(signInRegions, 'The list of sign-in regions', 'Give at least one, or leave it out.');
    if (identityProviderId !== undefined) checkProviderId(identityProviderId);
    return signInUrls(signInRegions ?? [], identityProviderId);
  }
  const beside = signInRegions !== undefined ? 'signInRegions' : identityProviderId !== undefined ? 'identityProviderId' : undefined;
  if (beside !== undefined) {
    throw new InvalidInputError(`'audiences' are whole URLs, which '${beside}' cannot change: got both. Leave '${beside}' out, or 'audiences'.`);
  }
  const fix = 'Write a whole URL, such as \'https://signin.aws.amazon.com/saml\'.';
  checkNotEmpty(audiences, 'The list of audiences', 'Give at least one URL, or leave it out for the sign-in URL of AWS.');
  for (const audience of audiences) {
    checkLiteral(audience, 'The audience', fix);
    if (!Token.isUnresolved(audience) && !/^https:\/\/\S+$/.test(audience)) throw new InvalidInputError(`The audience is not a URL: got ${quote(audience)}. ${fix}`);
  }
  return [...new Set(audiences)];
}

function checkProviderId(id: string): void {
  const fix = 'Write the last part of the provider\'s sign-in URL in the console of IAM, such as \'SAMLSPEXAMPLE1234567\'.';
  checkLiteral(id, 'The id of the SAML provider', fix);
  if (!Token.isUnresolved(id) && !/^[\w-]+$/.test(id)) throw new InvalidInputError(`The id of the SAML provider is not the end of a URL: got ${quote(id)}. ${fix}`);
}
