import { Fn, Token } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';
import { OIDC_CLIENT_ID_MAX_LENGTH, OIDC_URL_MAX_LENGTH } from './limits';
import { checkLiteral, parametersIn } from './literal';
import { readable } from './text';

/**
 * The shared issuers whose tokens say in one claim alone whose they are: IAM refuses a trust that does not test it.
 *
 * The claim of each, by the issuer without `https://`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const TENANCY_CLAIMS: ReadonlyMap<string, string> = new Map([
  ['token.actions.githubusercontent.com', 'sub'],
  ['oidc-configuration.audit-log.githubusercontent.com', 'sub'],
  ['vstoken.actions.githubusercontent.com', 'sub'],
  ['gitlab.com', 'sub'],
  ['app.terraform.io', 'sub'],
  ['agent.buildkite.com', 'sub'],
  ['oidc.codefresh.io', 'sub'],
  ['studio.datachain.ai/api', 'sub'],
  ['scalr.io', 'sub'],
  ['tokens.cloud.shisho.dev', 'sub'],
  ['proidc.upbound.io', 'sub'],
  ['api.pulumi.com/oidc', 'aud'],
  ['sandboxes.cloud', 'aud'],
  ['oidc.vercel.com', 'aud'],
]);

/**
 * The condition keys of a shared issuer of which a trust must test one; undefined for an issuer that is one customer's own.
 *
 * @param issuer the issuer as it stands in condition keys; GitHub has issuers of enterprises below its own
 */
export function requiredKeys(issuer: string): string[] | undefined {
  // The issuers of Microsoft end with a slash, which IAM keeps.
  const name = issuer.toLowerCase().replace(/\/$/, '');
  if (name === AZURE_SENTINEL) return ['sts:RoleSessionName'];
  const [, claim] = [...TENANCY_CLAIMS].find(([shared]) => name === shared || name.startsWith(`${shared}/`)) ?? [];
  if (claim === undefined) return undefined;
  // Some of IAM's own texts take this claim of GitHub's too, so it is no error.
  return [claim, ...name.startsWith(GITHUB) ? ['job_workflow_ref'] : []].map((required) => `${issuer}:${required}`);
}

/**
 * The condition keys of which a trust must test one for a provider that IAM knows by itself: anyone may have an app, or an identity pool,
 * whose users it vouches for. The first is the one to write; undefined for any other provider.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export function keysOfApp(provider: string): string[] | undefined {
  const [, ...claims] = APP_CLAIMS.find(([name]) => name.test(provider)) ?? [];
  return claims.length === 0 ? undefined : claims.map((claim) => `${provider}:${claim}`);
}

/**
 * Whether claims of GitHub's tokens say whose repository they are of; true for any other issuer.
 *
 * Everybody may call a public reusable workflow, have an environment of any name, and leave the owner out of the subjects of his tokens.
 *
 * @param claims the values of the claims that are tested, by their names in lower case
 */
export function namesOwner(issuer: string, claims: ReadonlyMap<string, readonly string[]>): boolean {
  if (!issuer.toLowerCase().startsWith(GITHUB)) return true;
  const subjects = claims.get('sub') ?? [];
  const isInSubject = subjects.length > 0 && subjects.every((subject) => GITHUB_OWNER_IN_SUBJECT.test(subject));
  return isInSubject || GITHUB_OWNER_CLAIMS.some((claim) => claims.has(claim));
}

const APP_CLAIMS: [provider: RegExp, ...claims: string[]][] = [
  [/^cognito-identity[a-z0-9.-]*\.amazonaws\.com$/i, 'aud'],
  [/^www\.amazon\.com$/i, 'app_id', 'user_id'],
  [/^graph\.facebook\.com$/i, 'app_id', 'id'],
  [/^accounts\.google\.com$/i, 'aud', 'oaud', 'sub'],
];

const GITHUB = 'token.actions.githubusercontent.com';

/** Claims beside the subject that say whose a token of a shared issuer is. */
export interface OwnerClaims {
  /** Of the owner alone. */
  readonly owner: readonly string[];
  /** Of one repository, project or pipeline. */
  readonly project: readonly string[];
  /** Those among them that are ids, which nobody can take over as he can a name. */
  readonly ids: readonly string[];
}

/**
 * @see https://docs.github.com/actions/reference/security/oidc
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const OWNER_CLAIMS: ReadonlyMap<string, OwnerClaims> = new Map([
  [GITHUB, {
    owner: ['repository_owner', 'repository_owner_id', 'enterprise', 'enterprise_id'],
    project: ['repository', 'repository_id'],
    ids: ['repository_id', 'repository_owner_id', 'enterprise_id'],
  }],
  ['gitlab.com', { owner: ['namespace_id'], project: ['project_id'], ids: ['namespace_id', 'project_id'] }],
  ['agent.buildkite.com', {
    owner: ['organization_id', 'organization_slug', 'cluster_id'], project: ['pipeline_id'], ids: ['organization_id', 'cluster_id', 'pipeline_id'],
  }],
]);

/** The claims beside the subject that say whose a token of an issuer is; undefined where IAM knows none. */
export function ownerClaims(issuer: string): OwnerClaims | undefined {
  const name = issuer.toLowerCase();
  return OWNER_CLAIMS.get(isOfOneEnterprise(name) ? GITHUB : name);
}

/** Whether an issuer of GitHub's is that of one enterprise, whose tokens nobody else has. */
export function isOfOneEnterprise(issuer: string): boolean {
  return issuer.toLowerCase().startsWith(`${GITHUB}/`);
}

const GITHUB_OWNER_CLAIMS = [...OWNER_CLAIMS.get(GITHUB)!.owner, ...OWNER_CLAIMS.get(GITHUB)!.project];

/** One of these claims within a subject, or what is known only once deployed. */
const GITHUB_OWNER_IN_SUBJECT = new RegExp(`(^|:)(repo|${GITHUB_OWNER_CLAIMS.join('|')}):.|\\$\\{`);

/** The tenant from which Microsoft Sentinel reads logs of all its customers. */
const AZURE_SENTINEL = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d';

/** The beginning of a subject that names whose the token is: a kind and a name, as `account:1234:`, or as these issuers write it. */
const OWNER_NAMED: [RegExp, RegExp][] = [
  [/^repo:/, /^repo:[^*?/]+\//],
  [/^project_path:/, /^project_path:[^*?/]+\//],
  [/^/, /^[^*?:/]+[:/][^*?:/]+[:/]/],
];

/** Patterns that name the owner and leave open which of his repositories, projects or pipelines. */
const OWNER_ALONE: RegExp[] = [
  /^repo:[^*?/]+\/[*?]+(:|$)/,
  /^project_path:[^*?:]+\/[*?]+(:|$)/,
  /^(organization|account):[^*?:]+:(?!.*(project|workspace|pipeline|environment):[^*?:])/,
];

/** Whether a pattern for a subject names an owner alone, so that all that he has is let in. */
export function isOwnerAlone(pattern: string): boolean {
  return /[*?]/.test(pattern) && OWNER_ALONE.some((kind) => kind.test(pattern));
}

/**
 * Whether a pattern for a claim lets in tokens whoever they are for: of a shared issuer all patterns whose wildcard stands before the end of
 * the owner's name, and of an id of an app all patterns.
 *
 * @param key the claim as a condition key: with the issuer before it
 */
export function isOpenClaim(issuer: string, key: string, pattern: string): boolean {
  if (/^[*?]+$/.test(pattern)) return true;
  if (!/[*?]/.test(pattern)) return false;
  const isOneOf = (keys: string[] | undefined) => keys?.some((name) => name.toLowerCase() === key.toLowerCase()) ?? false;
  const required = requiredKeys(issuer);
  const owners = ownerClaims(issuer);
  if (isOneOf(keysOfApp(issuer))) return true;
  if (required === undefined) return false;
  // The name of a repository has that of its owner before it; every other claim of an owner is one word.
  if (/:repository$/i.test(key)) return !/^[^*?/]+\//.test(pattern);
  if (isOneOf([...owners?.owner ?? [], ...owners?.project ?? []].map((claim) => `${issuer}:${claim}`))) return true;
  if (!isOneOf(required)) return /^[*?]/.test(pattern);
  if (/:job_workflow_ref$/i.test(key)) return !/^[^*?/]+\//.test(pattern);
  // An audience, and the name of a session, is one word.
  return !/:sub$/i.test(key) || !OWNER_NAMED.find(([kind]) => kind.test(pattern))![1].test(pattern);
}

/** Checks the URL of an issuer, as the `iss` claim of its tokens has it. */
export function checkIssuer(issuer: string): void {
  const what = 'The issuer';
  if (Token.isUnresolved(issuer)) {
    const [parameter] = parametersIn(issuer);
    if (parameter !== undefined) {
      throw new InvalidInputError(`${what} comes from parameter ${quote(parameter.node.id)}, and whoever deploys could name an issuer of his own: got ${quote(readable(issuer))}. Write the URL as it is, or take it from a resource of the app.`);
    }
    return;
  }
  const got = `got ${quote(issuer)}`;
  if (/^http:/i.test(issuer)) throw new InvalidInputError(`${what} is not reached by https: ${got}. IAM takes https:// alone.`);
  if (!issuer.startsWith('https://')) {
    throw new InvalidInputError(`${what} is not a URL: ${got}. Write it as the 'iss' claim of its tokens has it, such as ${quote(`https://${issuer.replace(/^[a-z]*:?\/\//i, '')}`)}.`);
  }
  checkLiteral(issuer, what, 'Write the URL as the \'iss\' claim of its tokens has it.');
  const rest = issuer.slice('https://'.length);
  if (rest.endsWith('/')) throw new InvalidInputError(`${what} ends with '/', which would be part of every condition key: ${got}. Write ${quote(issuer.replace(/\/+$/, ''))}.`);
  const [, port] = /^[^/]*:(\d*)/.exec(rest) ?? [];
  if (port !== undefined) throw new InvalidInputError(`${what} has a port, which IAM refuses: ${got}. Use an issuer at port 443 and leave it out.`);
  if (/[?#@]/.test(rest)) throw new InvalidInputError(`${what} has a query, a fragment or a user: ${got}. Leave it out.`);
  if (issuer.length > OIDC_URL_MAX_LENGTH) throw new InvalidInputError(`${what} is too long: got ${issuer.length} characters, ${quote(issuer)}. Allowed: up to ${OIDC_URL_MAX_LENGTH}.`);
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[A-Za-z0-9._~%+-]+)*$/.test(rest)) {
    throw new InvalidInputError(`${what} is not a URL that IAM takes: ${got}. Write a host name in lower case and a path, such as 'https://oidc.example.com/tenant'.`);
  }
}

/** The issuer without `https://`, as it stands in condition keys and in the ARN of its provider. */
export function issuerName(issuer: string): string {
  if (!Token.isUnresolved(issuer)) return issuer.slice('https://'.length);
  // What the app makes is a URL in one attribute of a resource.
  return issuer.startsWith('https://') ? issuer.slice('https://'.length) : Fn.select(1, Fn.split('https://', issuer));
}

/** Checks an audience, as the `aud` claim of tokens has it; a token passes. */
export function checkAudience(audience: string): void {
  checkLiteral(audience, 'The audience', 'Write it as the \'aud\' claim of the tokens has it.');
  if (!Token.isUnresolved(audience) && audience.length > OIDC_CLIENT_ID_MAX_LENGTH) {
    throw new InvalidInputError(`The audience is too long: got ${audience.length} characters, ${quote(audience)}. Allowed: 1 to ${OIDC_CLIENT_ID_MAX_LENGTH}.`);
  }
}
