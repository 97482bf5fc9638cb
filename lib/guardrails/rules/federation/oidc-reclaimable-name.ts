import { foundIn, webIdentities } from './federation';
import { isOfOneEnterprise, ownerClaims } from '../../../private/issuer';
import { valuesOfClaims } from '../../../private/trust-policy';
import type { Rule } from '../../rule';

/** A subject with the id of the owner or the repository: `repo:acme@1234567/shop@7654321:…`, `repository_id:7654321:…`. */
const WITH_ID = /^repo:[^/@*?]+@\d+\/|(^|:)(repository|repository_owner|enterprise)_id:/;

export const oidcReclaimableName: Rule = {
  id: 'oidc-reclaimable-name',
  title: 'A role knows a repository or project by its name alone.',
  why: 'A name that is given up or renamed can be taken by somebody else, whose pipelines then get the role. An id never passes to others.',
  fix: 'Test the id too: repository_id and repository_owner_id of GitHub, or its subjects with ids; project_id of GitLab; pipeline_id of Buildkite.',
  level: 'info',
  page: 'https://docs.github.com/actions/reference/security/oidc',
  find: (template) => webIdentities(template, 'oidc').flatMap((of) => {
    const { issuer } = of.provider;
    const ids = issuer === undefined || isOfOneEnterprise(issuer) ? undefined : ownerClaims(issuer)?.ids;
    if (issuer === undefined || ids === undefined) return [];
    const claims = valuesOfClaims(of.trust, issuer);
    if (ids.some((id) => claims.has(id))) return [];
    return (claims.get('sub') ?? []).filter((subject) => !WITH_ID.test(subject)).map((subject) => {
      const named = /^[^:]+:[^:]+(:(project|pipeline):[^:*?]+)?/.exec(subject)?.[0] ?? subject;
      return foundIn(of, 'info', `knows the caller '${named}' ${named.includes('${') ? 'maybe ' : ''}by name alone, which somebody else may take once it is given up`, named);
    });
  }),
};
