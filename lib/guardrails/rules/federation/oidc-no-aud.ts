import type { Provider } from './federation';
import { foundIn, webIdentities } from './federation';
import { requiredKeys } from '../../../private/issuer';
import type { Template } from '../../../private/template/template';
import { valuesOfClaims } from '../../../private/trust-policy';
import type { Rule } from '../../rule';

export const oidcNoAud: Rule = {
  id: 'oidc-no-aud',
  title: 'A role trusts the tokens of an OpenID Connect issuer without asking for their audience.',
  why: 'A token that was made for another application of the same issuer, and that its receiver keeps or leaks, gets the role too.',
  fix: 'Test the claim aud of the issuer, such as sts.amazonaws.com.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
  find: (template) => webIdentities(template, 'oidc').flatMap((of) => {
    const { provider, trust } = of;
    const { issuer, name } = provider;
    // What IAM demands anyhow is for oidc-shared-issuer to say.
    if (issuer !== undefined && requiredKeys(issuer)?.some((key) => /:aud$|^sts:/i.test(key))) return [];
    if (issuer !== undefined && valuesOfClaims(trust, issuer).has('aud')) return [];
    if (hasOneClient(provider, template)) return [];
    return [foundIn(of, 'warning', `tests no audience of the tokens of '${name}', so any that the provider takes will do`)];
  }),
};

/** Whether the provider itself takes tokens for one audience alone. */
function hasOneClient({ resource }: Provider, template: Template): boolean {
  const clients = resource?.properties.ClientIdList ?? resource?.properties.ClientIDList;
  return clients !== undefined && template.texts(clients).length === 1 && !template.reader.isSometimesAbsent(clients);
}
