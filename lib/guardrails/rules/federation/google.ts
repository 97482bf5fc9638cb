import type { Federated } from './federation';
import { isPositive } from '../../../private/trust-policy';

export const GOOGLE = 'accounts.google.com';

/** Whether the tokens must be of one organization of Google's, which numbers them. */
export function isOfOneOrganization({ trust }: Federated): boolean {
  return trust.conditions.some((test) => test.key.toLowerCase() === `${GOOGLE}:google/organization_number`
    && /^NumericEquals$/i.test(test.operator) && isPositive(test));
}
