import type { Federated } from './federation';
import { comparedWith, foundIn, lets, webIdentities } from './federation';
import { isOfOneEnterprise, isOpenClaim, isOwnerAlone, namesOwner, ownerClaims, requiredKeys } from '../../../private/issuer';
import type { Template } from '../../../private/template/template';
import { holdsVariable, valuesOfClaims } from '../../../private/trust-policy';
import type { Found, Level, Rule } from '../../rule';

/** What is wrong with a subject. */
interface Verdict {
  readonly level: Level;
  /** Follows `lets in`. */
  readonly whom: string;
}

export const oidcSubjectOpen: Rule = {
  id: 'oidc-subject-open',
  title: 'A role lets in more subjects of an issuer than it names.',
  why: 'A wildcard stands for any text. Where it begins before the name of the owner ends, anybody can make an account of a fitting name and assume the role; where it begins after it, everything of the owner gets in.',
  fix: 'Write the subject out from the owner to the branch or environment, such as repo:OWNER/REPOSITORY:ref:refs/heads/main, and leave wildcards to the end.',
  level: 'fatal',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
  find: (template) => webIdentities(template, 'oidc').flatMap((of) => {
    const { issuer } = of.provider;
    return issuer === undefined ? [] : judge(of, issuer, template);
  }),
};

function judge(of: Federated, issuer: string, template: Template): Found[] {
  const claims = valuesOfClaims(of.trust, issuer);
  const { owner = [], project = [] } = ownerClaims(issuer) ?? {};
  // Whoever calls a workflow is for reusable-workflow-open to judge.
  if ([...project, 'job_workflow_ref'].some((claim) => claims.has(claim))) return [];
  const isOwnerPinned = owner.some((claim) => claims.has(claim));
  const isShared = requiredKeys(issuer)?.includes(`${issuer}:sub`) ?? false;
  const pinned = claims.has('sub') ? new Set(claims.get('sub')) : undefined;
  return ['sub', ...pinned === undefined ? ['job_workflow_ref'] : []].map((claim) => `${issuer}:${claim}`).flatMap((key) =>
    comparedWith(of, key).filter(({ value }) => pinned?.has(value) ?? true).flatMap(({ value, isPattern }) => {
      const own = isPattern ? verdictOnOwn(issuer, value, [...claims.keys()]) : undefined;
      const written = isShared ? verdictOnShared(issuer, key, value, isPattern, template) : own;
      const verdict = holdsVariable(value) ? { level: 'error' as const, whom: 'whoever has a token, which says this of itself' } : written;
      const isSettled = verdict === undefined || (isOwnerPinned && verdict.level !== 'warning');
      return isSettled ? [] : [foundIn(of, verdict.level, `${lets(of)} in ${verdict.whom}: '${value}' is what it demands of '${key}'`, value)];
    }));
}

/** Of an issuer that many customers share. */
function verdictOnShared(issuer: string, key: string, value: string, isPattern: boolean, template: Template): Verdict | undefined {
  const verdictOn = (pattern: string): Verdict | undefined => {
    const open = isPattern && isOpenClaim(issuer, key, pattern) ? verdictOnOpen(issuer, key, pattern) : undefined;
    return open ?? (isPattern && isOwnerAlone(pattern) ? { level: 'warning', whom: 'everything of one owner' } : undefined);
  };
  const written = verdictOn(value);
  if (written !== undefined) return written;
  const byDefault = withDefaults(value, template);
  const later = byDefault === value ? undefined : verdictOn(byDefault);
  if (later !== undefined) {
    return { level: later.level === 'fatal' ? 'error' : later.level, whom: `${later.whom}, with the defaults of the parameters ('${byDefault}')` };
  }
  // Who leaves the owner out of the subjects of his tokens can have this one.
  const isOfAnyone = !/(^|:)job_workflow_ref:/.test(value) && !namesOwner(issuer, new Map([['sub', [value]]])) && !isOfOneEnterprise(issuer);
  return isOfAnyone ? { level: 'error', whom: `anybody who has an account at '${issuer}', as no owner is named` } : undefined;
}

function verdictOnOpen(issuer: string, key: string, value: string): Verdict | undefined {
  if (isOfOneEnterprise(issuer)) return { level: 'warning', whom: 'everything of one enterprise' };
  if (/^repo:[^*?/@]+@[*?]/.test(value)) return { level: 'error', whom: 'whoever takes the name of the owner once it is given up' };
  // What is known once deployed may name the owner, and does unless a wildcard follows at once.
  const mayNameOwner = ['x/x', 'x:x:x'].some((known) => !isOpenClaim(issuer, key, value.replace(/\$\{[^}]*\}/g, known)));
  if (mayNameOwner) return /\}[*?]/.test(value) ? { level: 'warning', whom: 'anybody whose name begins like what is put in once deployed' } : undefined;
  return { level: 'fatal', whom: `anybody who has an account at '${issuer}'` };
}

/** Of an issuer that is one customer's own. */
function verdictOnOwn(issuer: string, pattern: string, claims: readonly string[]): Verdict | undefined {
  if (/^[*?]+$/.test(pattern)) {
    return claims.some((claim) => claim !== 'aud') ? undefined : { level: 'error', whom: `whoever has a token of '${issuer}'` };
  }
  const [, namespace, name] = /^system:serviceaccount:([^:]*)(?::([^]*))?$/.exec(pattern) ?? [];
  if (/^system:[^:]*[*?]/.test(pattern) || (namespace !== undefined && /^[*?]/.test(namespace))) {
    return name === undefined || /^[*?]+$/.test(name)
      ? { level: 'error', whom: 'every service account of the cluster' }
      : { level: 'warning', whom: 'service accounts of that name in every namespace of the cluster' };
  }
  return /^(repo|project_path):[^/]*[*?]/.test(pattern) ? { level: 'warning', whom: `repositories of every owner at '${issuer}'` } : undefined;
}

/** A text with the defaults of its parameters in it. */
function withDefaults(value: string, template: Template): string {
  return value.replace(/\$\{([A-Za-z0-9]+)\}/g, (written, name) => {
    const given = template.parameter(name)?.declaration.Default;
    return typeof given === 'string' ? given : written;
  });
}
