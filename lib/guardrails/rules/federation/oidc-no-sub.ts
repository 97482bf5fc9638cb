import { comparedWith, foundIn, lets, webIdentities } from './federation';
import { requiredKeys } from '../../../private/issuer';
import { valuesOfClaims } from '../../../private/trust-policy';
import type { Rule } from '../../rule';

/** Whose tokens every program in a cluster can get. */
const OF_CLUSTER = /^oidc[.-]eks\.|\$\{/;

export const oidcNoSub: Rule = {
  id: 'oidc-no-sub',
  title: 'A role trusts the tokens of an OpenID Connect issuer without asking for their subject.',
  why: 'Every user, pipeline or pod that gets a token of the issuer can assume the role: whoever may run anything at all there has its permissions.',
  fix: 'Test the claim sub of the issuer, such as system:serviceaccount:NAMESPACE:NAME, or another claim that says who the caller is.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
  find: (template) => webIdentities(template, 'oidc', 'unknown').flatMap((of) => {
    const { issuer, name } = of.provider;
    if (issuer === undefined) return [foundIn(of, of.provider.kind === 'oidc' ? 'error' : 'warning', `${lets(of)} in whoever has a token of '${name}': it tests no claim of it`)];
    // Where the subject alone says whose a token is, the other rules on it say more.
    if (requiredKeys(issuer)?.some((key) => /:sub$/i.test(key)) || comparedWith(of, `${issuer}:sub`).length > 0) return [];
    const claims = valuesOfClaims(of.trust, issuer);
    if ([...claims.keys()].some((claim) => claim !== 'aud') || isNamedBySession(issuer)) return [];
    // An audience may be a client to which the issuer gives tokens for some users alone; that of a cluster is the same for all.
    const level = claims.has('aud') && !OF_CLUSTER.test(issuer) && requiredKeys(issuer) === undefined ? 'warning' : 'error';
    const tested = claims.has('aud') ? 'the audience alone' : 'no claim';
    return [foundIn(of, level, `${lets(of)} in whoever has a token of '${issuer}': it tests ${tested}, and no subject`)];
  }),
};

/** Of an issuer that names its customers in the name of the session. */
function isNamedBySession(issuer: string): boolean {
  return requiredKeys(issuer)?.every((key) => /^sts:/i.test(key)) ?? false;
}
