import { admitsGuests, ofPools } from './cognito';
import { foundIn, lets } from './federation';
import type { Rule } from '../../rule';

export const cognitoNoAmr: Rule = {
  id: 'cognito-no-amr',
  title: 'A role lets in guests and signed-in users of an identity pool alike.',
  why: 'Without a test of amr, whoever opens the application gets what is meant for users who have signed in.',
  fix: 'Test cognito-identity.amazonaws.com:amr with ForAnyValue:StringLike: authenticated, or unauthenticated for a role of guests.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
  find: (template) => ofPools(template).filter(({ users, isForSingle }) => users.length === 0 && !isForSingle).map((of) => {
    const isWithoutGuests = admitsGuests(of, template) === false;
    return isWithoutGuests
      ? foundIn(of, 'info', `does not test '${of.provider.issuer}:amr', so guests get the role once the identity pool '${of.pool}' admits any`, of.pool)
      : foundIn(of, 'error', `${lets(of)} in guests and signed-in users of the identity pool '${of.pool}': it does not test '${of.provider.issuer}:amr'`, of.pool);
  }),
};
