import type { Text } from '../../../private/evaluation/text';
import { shown, unknownParts } from '../../../private/evaluation/text';
import { keysOfApp } from '../../../private/issuer';
import type { Resource } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { judged, trustStatementOf } from '../../../private/template/trust-statement';
import type { ConditionTest, TrustStatement } from '../../../private/trust-policy';
import { COMPARES, allows, branches, isPositive } from '../../../private/trust-policy';
import { principalsOf } from '../../principals';
import type { Found, Level } from '../../rule';
import type { PlacedTrust } from '../../statements';
import { called, whenever } from '../../statements';

export const WITH_WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';
export const WITH_SAML = 'sts:AssumeRoleWithSAML';

/** Who vouches for callers that come from outside of AWS. */
export interface Provider {
  /** `app`: one that IAM knows by itself. */
  readonly kind: 'oidc' | 'saml' | 'app' | 'unknown';
  /** As it stands before the claims in condition keys; undefined where nothing tells. */
  readonly issuer?: string;
  /** For people: the issuer, or how the template refers to the provider. */
  readonly name: string;
  /** The resource of the template that makes it. */
  readonly resource?: Resource;
}

/** A statement of a trust, for one of the providers that it names. */
export interface Federated extends PlacedTrust {
  readonly provider: Provider;
  /** As it is judged, with what the Denies of the trust demand of everybody. */
  readonly trust: TrustStatement;
  /** Whether all that decides can be read: what cannot may keep callers out, or let nobody in at all. */
  readonly isSure: boolean;
  /** A claim of another issuer that it demands, which no token of the provider has. */
  readonly foreignClaim?: string;
}

const OIDC_TYPES = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'];
const SAML_TYPES = ['AWS::IAM::SAMLProvider'];

/** A trust has no room for as many statements that deny; those beyond are passed over. */
const MOST_DENIES = 50;

const READ = new WeakMap<Template, Federated[]>();

/** What the trusts of a template say of federated callers: each Allow once for each of its providers. */
export function federated(template: Template): readonly Federated[] {
  const known = READ.get(template);
  if (known !== undefined) return known;
  const found = readFederated(template);
  READ.set(template, found);
  return found;
}

/** Those by which tokens become sessions. What demands a claim of another issuer lets nobody in, which is for one rule alone to say. */
export function webIdentities(template: Template, ...kinds: Provider['kind'][]): Federated[] {
  return federated(template).filter((of) => kinds.includes(of.provider.kind) && of.foreignClaim === undefined && mayCall(of, WITH_WEB_IDENTITY));
}

/** Whether callers can use an action, also where only deployment tells which one it is. */
export function mayCall({ trust }: Federated, action: string): boolean {
  return allows(trust, action) || trust.actions.some(isUnknownAction);
}

function isUnknownAction(action: string): boolean {
  return action.includes('${');
}

function readFederated(template: Template): Federated[] {
  const makers = new Map(template.ofType(...OIDC_TYPES, ...SAML_TYPES).flatMap((resource) =>
    [resource.logicalId, ...template.texts({ Ref: resource.logicalId }).map(shown)].map((name): [string, Resource] => [name, resource])));
  return template.roles.flatMap((role) => {
    const statements = role.trust!.statements.filter((statement) => principalsOf(statement, 'Federated').length > 0 && statement.effect === 'Allow');
    if (statements.length === 0) return [];
    const denies = role.trust!.statements.filter(isSureDeny).slice(0, MOST_DENIES).map(trustStatementOf);
    return statements.flatMap((statement) => {
      const own = trustStatementOf(statement);
      const isSure = statement.unreadable === undefined && !own.actions.some(isUnknownAction);
      const trust = { ...own, conditions: [...own.conditions, ...denies.flatMap((deny) => demandsOf(deny, own))] };
      const providers = principalsOf(statement, 'Federated').flatMap((principal) => providersOf(principal, trust, template, makers));
      const byName = new Map(providers.map((provider) => [`${provider.kind} ${provider.name}`, provider]));
      return [...byName.values()].map((provider) => ({
        role, policy: role.trust!, statement, provider, trust: asForTokens(trust, provider), isSure, foreignClaim: foreignClaim(trust, provider),
      }));
    });
  });
}

/** Whether a statement denies what it names, however the template is deployed. */
function isSureDeny({ effect, actions, unreadable, when }: Statement): boolean {
  return effect === 'Deny' && actions !== undefined && unreadable === undefined && when === '';
}

/** Some claims are in each token of a provider, so what a test says of tokens without them is of no matter. */
function asForTokens(trust: TrustStatement, { issuer }: Provider): TrustStatement {
  if (issuer === undefined) return trust;
  const inEach = ['aud', 'sub', 'amr'].map((claim) => `${issuer}:${claim}`.toLowerCase());
  return {
    ...trust,
    conditions: trust.conditions.map((test) => !inEach.includes(test.key.toLowerCase()) ? test
      : { ...test, ifExists: false, quantifier: /^ForAllValues$/i.test(test.quantifier ?? '') ? undefined : test.quantifier }),
  };
}

function foreignClaim({ conditions }: TrustStatement, { issuer }: Provider): string | undefined {
  if (issuer === undefined || issuer.includes('${')) return undefined;
  const own = `${issuer}:`.toLowerCase();
  return conditions.find((test) => {
    const of = test.key.toLowerCase().startsWith(own) ? undefined : issuerOfClaim(test.key);
    return of !== undefined && !of.includes('${') && isPositive(test);
  })?.key;
}

/** What a Deny of all who are not so demands of a statement's callers: `StringNotLike` in it is as good as `StringLike` in an Allow. */
function demandsOf(deny: TrustStatement, allow: TrustStatement): ConditionTest[] {
  const [test, ...others] = deny.conditions;
  const operator = test?.operator.replace(/^(String|Arn)Not/i, '$1');
  if (test === undefined || others.length > 0 || operator === test.operator || test.quantifier !== undefined) return [];
  const isForAll = Object.values(deny.principals).flat().includes('*')
    || allow.principals.Federated.every((principal) => deny.principals.Federated?.includes(principal));
  return isForAll && allows(deny, /^saml:/i.test(test.key) ? WITH_SAML : WITH_WEB_IDENTITY) ? [{ ...test, operator, ifExists: false }] : [];
}

/** What a text of `Federated` can name: several where the URL of a provider depends on how the template is deployed, or only claims tell. */
function providersOf(principal: Text, trust: TrustStatement, template: Template, makers: ReadonlyMap<string, Resource>): Provider[] {
  const name = judged(principal).replaceAll('${AWS::URLSuffix}', 'amazonaws.com');
  const resource = makerOf(principal, makers);
  if (name.includes(':saml-provider/') || SAML_TYPES.includes(resource?.type ?? '')) return [{ kind: 'saml', name: resource?.logicalId ?? name, resource }];
  const urls = resource === undefined ? [] : template.texts(resource.properties.Url).map((url) => judged(url).replace(/^https:\/\//i, ''));
  const written = /:oidc-provider\/([^]+)$/.exec(name)?.[1] ?? (keysOfApp(name) && name);
  const issuers = urls.length > 0 ? urls : written === undefined ? [] : [written];
  const known = issuers.filter((issuer) => !issuer.includes('${'));
  if (known.length > 0 && known.length === issuers.length) return known.map((issuer) => oidcProvider(issuer, resource));
  const tested = [...new Set(trust.conditions.flatMap(({ key }) => issuerOfClaim(key) ?? []))];
  if (tested.length > 0) return tested.map((issuer) => oidcProvider(issuer, resource));
  return [{ kind: issuers.length > 0 || resource !== undefined ? 'oidc' : kindByActions(trust), name: resource?.logicalId ?? name, resource }];
}

/** The issuer of whose tokens a condition key is a claim: a host and a path, or what is known once deployed. No service of AWS has a dot in its keys. */
function issuerOfClaim(key: string): string | undefined {
  const issuer = key.slice(0, Math.max(0, key.lastIndexOf(':')));
  return /^([^:/]*\.|\$\{)/.test(issuer) ? issuer : undefined;
}

/** The resource that makes a provider, where the template has its ARN or refers to a part of it. */
function makerOf(principal: Text, makers: ReadonlyMap<string, Resource>): Resource | undefined {
  const names = [shown(principal), ...unknownParts(principal).map(({ unknown }) => unknown.split('.')[0])];
  return names.map((name) => makers.get(name)).find((resource) => resource !== undefined);
}

function oidcProvider(issuer: string, resource: Resource | undefined): Provider {
  return { kind: keysOfApp(issuer) === undefined ? 'oidc' : 'app', issuer, name: issuer, resource };
}

/** What a provider must be of which nothing is known, by what its callers may do. */
function kindByActions(trust: TrustStatement): Provider['kind'] {
  const [isWeb, isSaml] = [allows(trust, WITH_WEB_IDENTITY), allows(trust, WITH_SAML)];
  if (isWeb === isSaml) return trust.conditions.some(({ key }) => /^saml:/i.test(key)) ? 'saml' : 'unknown';
  return isWeb ? 'oidc' : 'saml';
}

/** What tests of a key compare it with, whether or not that narrows anything. */
export function comparedWith({ trust }: Federated, key: string): { value: string; isPattern: boolean }[] {
  return trust.conditions.filter((test) => test.key.toLowerCase() === key.toLowerCase() && COMPARES.test(test.operator))
    .flatMap((test) => branches(test.value).map((value) => ({ value: String(value), isPattern: /Like$/i.test(test.operator) })));
}

/** What a statement does to callers. */
export function lets({ isSure }: Federated): 'lets' | 'may let' {
  return isSure ? 'lets' : 'may let';
}

/**
 * A finding on a statement.
 *
 * @param message what follows the name of the statement, without the full stop
 */
export function foundIn(of: Federated, level: Level, message: string, subject?: string): Found {
  const { role, statement, provider, isSure } = of;
  return {
    at: role.resource,
    subject: subject ?? statement.sid ?? provider.name,
    location: statement.location,
    message: `${called(statement)} of the trust policy ${message}${isSure ? '' : ' (a part of it is known only once deployed)'}${whenever(statement)}.`,
    level: isSure || level === 'info' ? level : 'warning',
  };
}
