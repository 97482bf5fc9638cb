import { foundIn, lets, webIdentities } from './federation';
import { GOOGLE, isOfOneOrganization } from './google';
import { valuesOfClaims } from '../../../private/trust-policy';
import type { Rule } from '../../rule';

/** A service account's id, which is its own client: such tokens are of that service account alone. */
const SERVICE_ACCOUNT = /^\d+$/;

export const googleNoSub: Rule = {
  id: 'google-no-sub',
  title: 'A role lets in everybody who has a Google account.',
  why: 'Everybody has a Google account or can make one, and a service account of anybody\'s gets tokens for the audience that it asks for (oaud).',
  fix: 'Test accounts.google.com:sub with the ids of the users or service accounts. Acknowledge it where the role is for the public that signs in to one application.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
  find: (template) => webIdentities(template, 'app').filter(({ provider }) => provider.issuer?.toLowerCase() === GOOGLE).flatMap((of) => {
    const claims = valuesOfClaims(of.trust, of.provider.issuer!);
    if (claims.has('sub') || isOfOneOrganization(of)) return [];
    const clients = claims.get('aud');
    if (clients?.every((client) => SERVICE_ACCOUNT.test(client))) return [];
    if (clients !== undefined) {
      return [foundIn(of, 'error', `${lets(of)} in everybody with a Google account who signs in through '${clients[0]}': it does not test '${GOOGLE}:sub'`)];
    }
    const asked = claims.get('oaud');
    return asked === undefined ? []
      : [foundIn(of, 'fatal', `${lets(of)} in the service accounts of all customers of Google: '${asked[0]}' is an audience that any of them may ask for`)];
  }),
};
