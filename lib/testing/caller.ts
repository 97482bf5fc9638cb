import { Token } from 'aws-cdk-lib';
import { checkAccount } from './accounts';
import { ACCOUNT_SEGMENT, RESOURCE_SEGMENT, accountIn, concatenated, nameIn, segmentsOf } from './arns';
import type { DeployedTemplate } from './deployment';
import { unknownKeys } from './request';
import { actionsOfService, checkService, sourcesOf, tagKeysOf } from './services';
import { readable } from './settled';
import type { TestedTemplate } from './tested-template';
import type { CertificateNames, DistinguishedName } from '../private/certificate-tags';
import { sessionTags, sourceIdentity } from '../private/certificate-tags';
import { quote } from '../private/errors';
import type { KeyValues } from '../private/evaluation/context';
import type { PrincipalNames } from '../private/evaluation/principals';
import type { Text, Unknown } from '../private/evaluation/text';
import { joined } from '../private/evaluation/text';

/** For whose resource a service comes. */
export interface ServiceCallerOptions {
  /**
   * The ARN of the resource (`aws:SourceArn`), as the service sends it.
   *
   * @default - not known; with `sourceAccount` that of a resource of the account, or none
   */
  readonly sourceArn?: string;

  /**
   * The account of the resource (`aws:SourceAccount`), 12 digits or `Aws.ACCOUNT_ID`.
   *
   * @default - not known; with `sourceArn` that of the ARN, or none
   */
  readonly sourceAccount?: string;

  /**
   * The organization of that account (`aws:SourceOrgID`).
   *
   * @default - not known
   */
  readonly sourceOrganizationId?: string;
}

/**
 * What the certificate of a machine says, by the attributes as IAM Roles Anywhere names them in session tags.
 *
 * Of an attribute that a certificate has several times, give the values with a `/` between them, as they become one tag.
 */
export interface CertificateCallerOptions {
  /** The owner, such as `{ CN: 'backup-1', O: 'Acme' }`. */
  readonly subject: { [attribute: string]: string };

  /**
   * The authority that signed it.
   *
   * @default - not known
   */
  readonly issuer?: { [attribute: string]: string };

  /**
   * The first DNS name.
   *
   * @default - none
   */
  readonly dns?: string;

  /**
   * The first URI.
   *
   * @default - none
   */
  readonly uri?: string;

  /**
   * The attributes of the first directory name.
   *
   * @default - none
   */
  readonly directoryName?: { [attribute: string]: string };

  /**
   * The serial number in hexadecimal digits, after which the session is called unless the client gives it another name.
   *
   * @default '01'
   */
  readonly serialNumber?: string;
}

/**
 * Somebody who asks for a role.
 *
 * Texts may be tokens, and may name what is in the template: `${Anchor.TrustAnchorArn}`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 *
 * @example
 * declare const access: AccessAssertions;
 * access.role('AppRole')
 *   .isAssumableBy(Caller.service('ecs-tasks.amazonaws.com', { sourceAccount: Aws.ACCOUNT_ID }))
 *   .isNotAssumableBy(Caller.anyone());
 */
export class Caller {
  /**
   * Any user, role or session of an account: an assertion holds if it does for each of them, those too that a trust names one by one, or by
   * their tags.
   *
   * @param accountId 12 digits
   */
  public static account(accountId: string): Caller {
    checkAccount(accountId, 'The account');
    return new Caller([accountId], ([account]) => `account ${account}`, ({ text, deployed }) => someoneIn(text(accountId, 'The account'), deployed));
  }

  /** Any user, role or session of the account of the role itself, those too that its trust names one by one. */
  public static ownAccount(): Caller {
    return new Caller([], () => 'somebody in the account of the role', ({ deployed }) => someoneIn(deployed.account, deployed));
  }

  /**
   * A session of a role, without multi-factor authentication unless the request says that there was some.
   *
   * @param roleArn its ARN, with its path
   */
  public static role(roleArn: string): Caller {
    checkArn(roleArn, 'role', /:iam::[^:]*:role\/./, "Write it as 'arn:aws:iam::111111111111:role/Deploy'.");
    return new Caller([roleArn], ([arn]) => `role '${arn}'`, ({ text }) => {
      const arn = text(roleArn, 'The role');
      return ofAws([arn, ...sessionsOf(arn)], OF_SESSION);
    });
  }

  /**
   * One session of a role.
   *
   * @param sessionArn its ARN, such as `arn:aws:sts::111111111111:assumed-role/Deploy/jane`
   */
  public static session(sessionArn: string): Caller {
    checkArn(sessionArn, 'session', /:sts::[^:]*:assumed-role\/[^/]+\/./, "Write it as 'arn:aws:sts::111111111111:assumed-role/Deploy/jane'.");
    return new Caller([sessionArn], ([arn]) => `session '${arn}'`, ({ text }) => ofAws([text(sessionArn, 'The session')], OF_SESSION));
  }

  /**
   * A user with an access key, without multi-factor authentication unless the request says that there was some.
   *
   * @param userArn its ARN, with its path
   */
  public static user(userArn: string): Caller {
    checkArn(userArn, 'user', /:iam::[^:]*:user\/./, "Write it as 'arn:aws:iam::111111111111:user/jane'.");
    return new Caller([userArn], ([arn]) => `user '${arn}'`, ({ text }) => ofAws([text(userArn, 'The user')], { 'aws:PrincipalType': 'User' }));
  }

  /**
   * Anybody in an AWS account that has nothing to do with the role: in no organization or in one that nobody has named, of whatever name, with
   * whatever tags, and saying whatever he likes unless the request says what. For who comes with a token of a provider ask `webIdentity`.
   */
  public static anyone(): Caller {
    return new Caller([], () => 'anyone', ({ deployed }) => ({
      ...ofAws([whoeverIn({ parts: [{ unknown: 'another account', isMadeUp: true }] }, deployed)], {}),
      ways: {
        'he is in no organization': { 'aws:PrincipalOrgID': [], 'aws:PrincipalOrgPaths': [] },
        'he is in another organization': {
          'aws:PrincipalOrgID': { parts: [ANOTHER_ORGANIZATION] }, 'aws:PrincipalOrgPaths': { parts: [ANOTHER_ORGANIZATION, '/', { unknown: 'its path' }] },
        },
      },
    }), true);
  }

  /**
   * A service of AWS.
   *
   * @param service its principal, such as `ecs-tasks.amazonaws.com`
   * @param options for whose resource it comes
   */
  public static service(service: string, options: ServiceCallerOptions = {}): Caller {
    if (!Token.isUnresolved(service) && !service.includes('${')) checkService(service);
    if (options.sourceAccount !== undefined) checkAccount(options.sourceAccount, 'The account of the resource');
    const keys = { 'aws:SourceArn': options.sourceArn, 'aws:SourceAccount': options.sourceAccount, 'aws:SourceOrgID': options.sourceOrganizationId };
    const given = Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const words = ([name, ...values]: string[]) => `service '${name}'${given.map(([key], index) => `, ${key} '${values[index]}'`).join('')}`;
    return new Caller([service, ...given.map(([, value]) => value)], words, ({ text, deployed }) => {
      const source = Object.fromEntries(given.map(([key, value]) => [key, text(value, `The value of ${key}`)]));
      const caller = ofService(text(service, 'The service'), given.length === 0 ? SOURCE_UNKNOWN : source);
      return { ...caller, ways: waysToSend(source, deployed) };
    });
  }

  /**
   * An application with a token of an OpenID Connect provider (`sts:AssumeRoleWithWebIdentity`).
   *
   * @param provider the host and path of the issuer, such as `token.actions.githubusercontent.com`, whose provider is in the account of the
   * role; or the ARN of a provider; or one that AWS knows, such as `accounts.google.com`
   * @param claims what the token says, such as `{ sub: 'repo:acme/app:ref:refs/heads/main', aud: 'sts.amazonaws.com' }`; a claim with several
   * values goes into the context of the request
   * @param issuer what stands before the claims in condition keys: what follows `oidc-provider/` in the ARN, unless it is given
   */
  public static webIdentity(provider: string, claims: { [claim: string]: string }, issuer?: string): Caller {
    checkProvider(provider);
    return new Caller([provider, ...Object.values(claims)], inWords('web identity', claims), (scope) => {
      const named = scope.text(provider, 'The provider');
      const host = typeof named === 'string' ? withoutScheme(named) : named;
      const isItself = typeof host !== 'string' || host.startsWith('arn:') || KNOWN_PROVIDER.test(host);
      const before = issuer === undefined ? issuerOf(host) : readable(scope.text(issuer, 'The issuer'));
      return ofWebIdentity(isItself ? host : providerOf(host, scope), before, claims, scope);
    });
  }

  /**
   * A pod with the token of its service account (`sts:AssumeRoleWithWebIdentity`): of EKS (IRSA), or of any cluster with an issuer of its own.
   *
   * @param issuer the URL of the issuer, such as `attrOpenIdConnectIssuerUrl` of a cluster, whose provider is in the account of the role
   * @param namespace the namespace of the service account
   * @param serviceAccount its name
   */
  public static kubernetesServiceAccount(issuer: string, namespace: string, serviceAccount: string): Caller {
    checkProvider(issuer);
    const claims = { sub: `system:serviceaccount:${namespace}:${serviceAccount}`, aud: 'sts.amazonaws.com' };
    return new Caller([issuer, ...Object.values(claims)], inWords('web identity', claims), (scope) => {
      const url = scope.raw(issuer, 'The issuer');
      const host = typeof url === 'string' ? withoutScheme(url) : scope.deployed.text({ 'Fn::Select': ['1', { 'Fn::Split': ['https://', url] }] });
      return ofWebIdentity(providerOf(host, scope), readable(host), claims, scope);
    });
  }

  /**
   * Somebody with an assertion of a SAML provider (`sts:AssumeRoleWithSAML`).
   *
   * @param providerArn the ARN of the provider
   * @param attributes what the assertion says, by the names of the condition keys without `saml:`, such as
   * `{ aud: 'https://signin.aws.amazon.com/saml', sub: 'jane', sub_type: 'persistent' }`
   */
  public static saml(providerArn: string, attributes: { [name: string]: string }): Caller {
    checkArn(providerArn, 'SAML provider', /:iam::[^:]*:saml-provider\/./, "Write it as 'arn:aws:iam::111111111111:saml-provider/Okta'.");
    return new Caller([providerArn, ...Object.values(attributes)], inWords('SAML identity', attributes), ({ text }) => {
      const federated = text(providerArn, 'The provider');
      return {
        principal: { Federated: federated },
        actions: ['sts:AssumeRoleWithSAML'],
        mayHave: NOTHING,
        context: {
          'aws:FederatedProvider': federated,
          ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`saml:${name.replace(/^saml:/i, '')}`, text(value, `The attribute '${name}'`)])),
        },
      };
    });
  }

  /**
   * A machine with a certificate (IAM Roles Anywhere), through a profile that maps attributes as a new one does.
   *
   * It asks for the three actions at once, with the session tags and the source identity that AWS makes of the certificate.
   *
   * @param trustAnchorArn the ARN of the trust anchor
   * @param options what the certificate says
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
   */
  public static certificate(trustAnchorArn: string, options: CertificateCallerOptions): Caller {
    checkArn(trustAnchorArn, 'trust anchor', /:rolesanywhere:.*:trust-anchor\/./, "Write it as 'arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/1f…'.");
    Object.keys({ ...options.subject, ...options.issuer, ...options.directoryName }).forEach(checkAttribute);
    return new Caller([trustAnchorArn, ...Object.values(options.subject)], inWords('certificate', options.subject), ({ text }) => {
      const anchor = text(trustAnchorArn, 'The trust anchor');
      const names = namesOf(options);
      const tags = sessionTags(names);
      const account = accountIn(anchor);
      return {
        ...ofService('rolesanywhere.amazonaws.com', {
          'aws:SourceArn': anchor,
          ...(account !== undefined && { 'aws:SourceAccount': account }),
          ...(options.issuer !== undefined && { 'aws:TagKeys': Object.keys(tags) }),
          'sts:SourceIdentity': sourceIdentity(names),
          'sts:RoleSessionName': names.serialNumber,
          ...Object.fromEntries(Object.entries(tags).flatMap(([tag, value]) => [[`aws:PrincipalTag/${tag}`, value], [`aws:RequestTag/${tag}`, value]])),
        }),
        mayHave: options.issuer === undefined ? OF_ISSUER : NOTHING,
        hasNoOther: OF_CERTIFICATE,
      };
    });
  }

  /** What the test has written. @internal */
  public readonly _texts: readonly string[];
  /** For people, with the texts as they are shown. @internal */
  public readonly _inWords: (texts: string[]) => string;
  /** @internal */
  public readonly _request: (scope: CallerScope) => CallerRequest;
  /** Whether nothing is known of him. @internal */
  public readonly _isStranger: boolean;

  private constructor(
    texts: readonly string[], words: (texts: string[]) => string, request: (scope: CallerScope) => CallerRequest, isStranger: boolean = false,
  ) {
    this._texts = texts;
    this._inWords = words;
    this._request = request;
    this._isStranger = isStranger;
  }
}

/** What a caller is made of in one way in which the template is deployed. */
export interface CallerScope {
  readonly deployed: DeployedTemplate;
  /** A text as it would stand in the template. */
  readonly raw: (given: string, what: string) => any;
  /** What the evaluator makes of it. */
  readonly text: (given: string, what: string) => Text;
}

/** Who asks, how, and with which condition keys. */
export interface CallerRequest {
  readonly principal: PrincipalNames;
  readonly actions: readonly string[];
  readonly context: Readonly<Record<string, KeyValues>>;
  /** The ways in which he can come, by what he is or does then, with the condition keys of each: what is asserted must hold for all. */
  readonly ways?: Readonly<Record<string, Readonly<Record<string, KeyValues>>>>;
  /** Condition keys, in small letters, that he has with values which the test does not say. */
  readonly mayHave: RegExp;
  /** Condition keys, in small letters, of which he has those alone that are in the context. */
  readonly hasNoOther?: RegExp;
}

/** How texts of a test become those of the evaluator. */
export function scopeOf(deployed: DeployedTemplate, tested: TestedTemplate): CallerScope {
  const raw: CallerScope['raw'] = (given, what) => tested.raw(given, what);
  return { deployed, raw, text: (given, what) => deployed.text(raw(given, what)) };
}

const SOURCE_UNKNOWN: Record<string, KeyValues> = Object.fromEntries(
  ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths'].map((key) => [key, { unknown: key }]),
);

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity */
const KNOWN_PROVIDER = /^(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|cognito-identity(-us-gov)?(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?)$/;

const WHOEVER: Unknown = { unknown: 'whoever' };
const SESSION_NAME: Unknown = { unknown: 'the name of the session' };
const ANOTHER_ORGANIZATION: Unknown = { unknown: 'another organization', isMadeUp: true };

const NOTHING = /(?!)/;
/** What a role or a user has of himself. */
const OF_IDENTITY = /^aws:(principaltag\/.*|sourceidentity|viaawsservice)$/;
/** What a service that gives tags gives. */
const OF_TAGS = /^(aws:(principaltag\/.*|requesttag\/.*|tagkeys)|sts:(sourceidentity|transitivetagkeys))$/;
const OF_ISSUER = /^aws:((principal|request)tag\/x509issuer\/.*|tagkeys)$/;
const OF_CERTIFICATE = /^aws:(principal|request)tag\//;

const OF_SESSION: Record<string, KeyValues> = {
  'aws:PrincipalType': 'AssumedRole', 'aws:MultiFactorAuthPresent': 'false', 'aws:TokenIssueTime': { unknown: 'aws:TokenIssueTime' }, 'aws:username': [],
};

function someoneIn(account: Text, deployed: DeployedTemplate): CallerRequest {
  return {
    ...ofAws([whoeverIn(account, deployed)], {}),
    ways: {
      'he is a user': { 'aws:PrincipalType': { unknown: 'aws:PrincipalType' }, 'aws:username': { unknown: 'aws:username' } },
      'he is a session of a role': OF_SESSION,
    },
  };
}

/** Users and roles have an ARN of IAM; one session that a trust names, of STS. */
function whoeverIn(account: Text, deployed: DeployedTemplate): Text {
  return concatenated('arn:', deployed.text({ Ref: 'AWS::Partition' }), ':', { parts: [{ unknown: 'iam or sts', isInSegment: true }] }, '::', account, ':', { parts: [WHOEVER] });
}

function ofAws(names: Text[], context: Readonly<Record<string, KeyValues>>): CallerRequest {
  return { principal: { AWS: names }, actions: ['sts:AssumeRole'], context: { ...unknownKeys('identity'), ...context }, mayHave: OF_IDENTITY };
}

function ofService(service: Text, context: Readonly<Record<string, KeyValues>>): CallerRequest {
  return {
    principal: { Service: service },
    actions: actionsOfService(service),
    context: { ...(typeof service === 'string' && { 'aws:PrincipalServiceName': service }), ...context },
    mayHave: tagKeysOf(service).length > 0 ? OF_TAGS : NOTHING,
  };
}

/** What a service can send for a resource of which the test says the ARN or the account alone. */
function waysToSend({ 'aws:SourceArn': arn, 'aws:SourceAccount': account }: Readonly<Record<string, Text>>, deployed: DeployedTemplate): CallerRequest['ways'] {
  const ofArn = arn === undefined || account !== undefined ? undefined : accountIn(arn);
  if (ofArn !== undefined) return { 'it sends no aws:SourceAccount': { 'aws:SourceAccount': [] }, 'it sends aws:SourceAccount too': { 'aws:SourceAccount': ofArn } };
  if (account === undefined || arn !== undefined) return undefined;
  const [ofAccount, ofNone] = sourcesOf(account, deployed);
  return {
    'it sends no aws:SourceArn': { 'aws:SourceArn': [] },
    'it sends aws:SourceArn too': { 'aws:SourceArn': ofAccount },
    'it sends aws:SourceArn too, without an account': { 'aws:SourceArn': ofNone },
  };
}

/** The sessions of a role, of which the name is not known; none for a role of whose ARN too little is known. */
function sessionsOf(roleArn: Text): Text[] {
  const segments = segmentsOf(roleArn);
  if (segments.length <= RESOURCE_SEGMENT) return [];
  return [joined(['arn:', ...segments[1], ':sts::', ...segments[ACCOUNT_SEGMENT], ':assumed-role/', ...nameIn(roleArn), '/', SESSION_NAME])];
}

function checkProvider(provider: string): void {
  const isHost = /^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?(\/\S*)?$/;
  if (Token.isUnresolved(provider) || provider.includes('${') || /^arn:.*:oidc-provider\/./.test(provider) || isHost.test(withoutScheme(provider))) return;
  throw new Error(`The provider is none: got ${quote(provider)}. Write the host and path of its issuer in small letters, such as 'token.actions.githubusercontent.com', or the ARN of the provider.`);
}

/** Names that attributes have elsewhere than in session tags. */
const IN_TAGS: ReadonlyMap<string, string> = new Map([
  ['commonname', 'CN'], ['organization', 'O'], ['organizationname', 'O'], ['organizationalunit', 'OU'], ['organizationalunitname', 'OU'],
  ['country', 'C'], ['countryname', 'C'], ['state', 'ST'], ['stateorprovincename', 'ST'], ['locality', 'L'], ['localityname', 'L'],
  ['domaincomponent', 'DC'],
]);

function checkAttribute(name: string): void {
  const right = IN_TAGS.get(name.toLowerCase());
  if (right !== undefined) throw new Error(`The attribute has another name in session tags: got ${quote(name)}. Write ${quote(right)}.`);
}

function checkArn(arn: string, what: string, form: RegExp, fix: string): void {
  if (Token.isUnresolved(arn) || arn.includes('${') || (arn.startsWith('arn:') && form.test(arn))) return;
  throw new Error(`The ${what} is no ARN of one: got ${quote(arn)}. ${fix}`);
}

/**
 * Somebody with a token.
 *
 * @param before what stands before the claims in condition keys
 */
function ofWebIdentity(provider: Text, before: string, claims: Readonly<Record<string, string>>, { text }: CallerScope): CallerRequest {
  return {
    principal: { Federated: provider },
    actions: ['sts:AssumeRoleWithWebIdentity'],
    mayHave: NOTHING,
    context: {
      'aws:FederatedProvider': provider,
      ...Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${before}:${claim}`, text(value, `The claim '${claim}'`)])),
    },
  };
}

/** The identity provider of an issuer in the account of the role. */
function providerOf(host: Text, { deployed }: CallerScope): Text {
  return deployed.text({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', deployed.account, ':oidc-provider/', host]] });
}

function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//i, '');
}

/** What follows `oidc-provider/` in the ARN of a provider, or the issuer itself. */
function issuerOf(provider: Text): string {
  const text = readable(provider);
  const [, issuer] = /:oidc-provider\/(.*)$/s.exec(text) ?? [];
  return issuer ?? text;
}

function namesOf({ subject, issuer = {}, dns, uri, directoryName, serialNumber = '01' }: CertificateCallerOptions): CertificateNames {
  const name = (attributes: Record<string, string>): DistinguishedName => Object.entries(attributes);
  return {
    subject: name(subject),
    issuer: name(issuer),
    serialNumber,
    ...(dns !== undefined && { dns: [dns] }),
    ...(uri !== undefined && { uri: [uri] }),
    ...(directoryName !== undefined && { directoryNames: [name(directoryName)] }),
  };
}

/** `certificate of 'arn:…', CN 'backup-1'`. */
function inWords(kind: string, said: Readonly<Record<string, string>>): (texts: string[]) => string {
  return ([by, ...values]) => `${kind} of '${by}'${Object.keys(said).map((name, index) => `, ${name} '${values[index]}'`).join('')}`;
}
