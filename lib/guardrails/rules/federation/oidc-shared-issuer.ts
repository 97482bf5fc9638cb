import { comparedWith, foundIn, lets, webIdentities } from './federation';
import { isOfOneEnterprise, ownerClaims, requiredKeys } from '../../../private/issuer';
import { pins, valuesOfClaims } from '../../../private/trust-policy';
import type { Rule } from '../../rule';

export const oidcSharedIssuer: Rule = {
  id: 'oidc-shared-issuer',
  title: 'A role trusts an issuer that many customers share, and does not say which of them.',
  why: 'The tokens of such an issuer say in one claim alone whose they are. Without a test of that claim every customer of the issuer can assume the role, and IAM refuses to create it.',
  fix: 'Test the claim that the message names, with the owner in its value.',
  level: 'fatal',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html',
  find: (template) => webIdentities(template, 'oidc').flatMap((of) => {
    const { issuer } = of.provider;
    const required = issuer === undefined ? undefined : requiredKeys(issuer);
    if (issuer === undefined || required === undefined || required.some((key) => pins(of.trust, key, issuer))) return [];
    // A subject that is tested and lets in too many is for oidc-subject-open to judge.
    if (required.some((key) => /:(sub|job_workflow_ref)$/i.test(key) && comparedWith(of, key).length > 0)) return [];
    const claims = valuesOfClaims(of.trust, issuer);
    const { owner = [], project = [] } = ownerClaims(issuer) ?? {};
    const pinned = [...owner, ...project].find((claim) => claims.has(claim));
    if (pinned !== undefined) {
      return [foundIn(of, 'warning', `does not test '${required[0]}', which IAM demands of this issuer; the callers are known by '${pinned}'`)];
    }
    const whom = isOfOneEnterprise(issuer) ? 'everyone in the enterprise' : 'every customer';
    const open = comparedWith(of, required[0]);
    const lack = open.length > 0 ? `the pattern '${open[0].value}' for '${required[0]}' names none of them` : `it does not test '${required[0]}'`;
    // A name of a session is no claim: some services of the issuer are told apart by their audience.
    const level = isOfOneEnterprise(issuer) || required[0].startsWith('sts:') ? 'error' : 'fatal';
    return [foundIn(of, level, `${lets(of)} in ${whom} of '${issuer}': ${lack}`)];
  }),
};
