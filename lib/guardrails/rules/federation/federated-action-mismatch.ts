import { WITH_SAML, WITH_WEB_IDENTITY, federated, foundIn } from './federation';
import type { Provider } from './federation';
import { list } from '../../../private/errors';
import { allows } from '../../../private/trust-policy';
import type { Rule } from '../../rule';

const ACTIONS: Record<Provider['kind'], string[]> = {
  oidc: [WITH_WEB_IDENTITY], app: [WITH_WEB_IDENTITY], saml: [WITH_SAML], unknown: [WITH_WEB_IDENTITY, WITH_SAML],
};

export const federatedActionMismatch: Rule = {
  id: 'federated-action-mismatch',
  title: 'A role trusts an identity provider with an action that its users never call.',
  why: 'Users of OpenID Connect call sts:AssumeRoleWithWebIdentity and those of SAML sts:AssumeRoleWithSAML, so the statement lets nobody in. FederatedPrincipal of the CDK has sts:AssumeRole unless it is given another action.',
  fix: 'Allow the action that belongs to the provider; with the CDK use WebIdentityPrincipal or SamlPrincipal.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
  find: (template) => federated(template).flatMap((of) => {
    const { provider, trust } = of;
    const right = ACTIONS[provider.kind];
    // What tags sessions and names who they are of is a statement of its own often.
    const others = trust.actions.filter((action) => !/^sts:(TagSession|SetSourceIdentity|SetContext)$/i.test(action));
    if (others.length === 0 || others.some((action) => action.includes('${')) || right.some((action) => allows(trust, action))) return [];
    return [foundIn(of, 'error', `trusts '${provider.name}' with ${list(others)}, and its users call ${right.join(' or ')}`, provider.name)];
  }),
};
