import { WITH_SAML, federated, foundIn, lets, mayCall } from './federation';
import { valuesOfClaims } from '../../../private/trust-policy';
import type { Rule } from '../../rule';

/** Attributes that are the same for all users of a provider, or of many. */
const OF_PROVIDER = ['aud', 'doc', 'iss', 'namequalifier', 'sub_type'];

export const samlNoAud: Rule = {
  id: 'saml-no-aud',
  title: 'A role takes every assertion of a SAML provider.',
  why: 'An assertion that the provider made for another service, and that its receiver keeps or leaks, gets the role too; so does every user to whom the provider gives one.',
  fix: 'Test SAML:aud with the sign-in URL of AWS, such as https://signin.aws.amazon.com/saml; for credentials without the console test an attribute of the users too.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html',
  find: (template) => federated(template).filter((of) => of.provider.kind === 'saml' && mayCall(of, WITH_SAML)).flatMap((of) => {
    const attributes = valuesOfClaims(of.trust, 'saml');
    // Roles for programs alone are known by an attribute instead.
    if (attributes.has('aud') || [...attributes.keys()].some((attribute) => !OF_PROVIDER.includes(attribute))) return [];
    return [foundIn(of, 'warning', `${lets(of)} in every assertion of '${of.provider.name}': it tests neither SAML:aud nor an attribute of the users`)];
  }),
};
