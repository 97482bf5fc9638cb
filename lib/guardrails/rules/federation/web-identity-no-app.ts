import { foundIn, lets, webIdentities } from './federation';
import { isOfOneOrganization } from './google';
import { keysOfApp } from '../../../private/issuer';
import { pins } from '../../../private/trust-policy';
import type { Rule } from '../../rule';

export const webIdentityNoApp: Rule = {
  id: 'web-identity-no-app',
  title: 'A role lets in the users of every application of an identity provider.',
  why: 'Anybody can register an application at Amazon, Facebook or Google, or make an identity pool in his own account, and assume the role with a token of it.',
  fix: 'Test which application the token is from: the claim aud of Cognito and Google, app_id of Amazon and Facebook.',
  level: 'fatal',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
  find: (template) => webIdentities(template, 'app').flatMap((of) => {
    const { issuer } = of.provider;
    const keys = issuer === undefined ? undefined : keysOfApp(issuer);
    if (issuer === undefined || keys === undefined || keys.some((key) => pins(of.trust, key, issuer)) || isOfOneOrganization(of)) return [];
    const whose = keys[0].endsWith(':aud') && issuer.startsWith('cognito') ? 'identity pool' : 'application';
    return [foundIn(of, 'fatal', `${lets(of)} in the users of every ${whose} of '${issuer}': it does not say of which, with '${keys[0]}'`)];
  }),
};
