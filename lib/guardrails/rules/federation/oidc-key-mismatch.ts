import { federated, foundIn } from './federation';
import type { Rule } from '../../rule';

export const oidcKeyMismatch: Rule = {
  id: 'oidc-key-mismatch',
  title: 'A role trusts one issuer and tests a claim of another.',
  why: 'The tokens of the issuer do not have the claim, so nobody can assume the role; and once the test is taken out to make it work, it may be open.',
  fix: 'Begin the condition keys with the issuer of the provider as its ARN has it, such as token.actions.githubusercontent.com:sub, and make one statement for each provider.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
  find: (template) => federated(template).flatMap((of) => {
    const { foreignClaim: key, provider } = of;
    return key === undefined ? [] : [foundIn(of, 'warning', `trusts '${provider.name}' and demands '${key}', which its tokens do not have`, key)];
  }),
};
