import { foundIn, lets, webIdentities } from './federation';
import { isOfOneEnterprise, namesOwner } from '../../../private/issuer';
import { valuesOfClaims } from '../../../private/trust-policy';
import type { Rule } from '../../rule';

export const reusableWorkflowOpen: Rule = {
  id: 'reusable-workflow-open',
  title: 'A role trusts a reusable workflow of GitHub whoever calls it.',
  why: 'Anybody may call a reusable workflow of a public repository from a repository of his own, with inputs of his choice, and gets the role with it.',
  fix: 'Test whose repository calls, with repository_owner_id or a subject that begins with repo:OWNER/. Acknowledge it where the repository of the workflow is private and stays so.',
  level: 'error',
  page: 'https://docs.github.com/actions/reference/security/oidc',
  find: (template) => webIdentities(template, 'oidc').flatMap((of) => {
    const { issuer } = of.provider;
    if (issuer === undefined) return [];
    const claims = valuesOfClaims(of.trust, issuer);
    if (namesOwner(issuer, claims)) return [];
    const subjects = (claims.get('sub') ?? []).flatMap((subject) => /(?:^|:)job_workflow_ref:([^]+)$/.exec(subject)?.[1] ?? []);
    return [...claims.get('job_workflow_ref') ?? [], ...subjects].map((workflow) =>
      foundIn(of, isOfOneEnterprise(issuer) ? 'warning' : 'error', `${lets(of)} in every repository that calls the workflow '${workflow}': no claim says whose repository that is`, workflow));
  }),
};
