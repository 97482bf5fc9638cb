import type { Catalogue } from './catalogue';
import { AssumeRoleAccess } from '../../../lib/permissions/assume-role-access';
import { CustomerRole } from '../../../lib/permissions/customer-role';

/** Secrets, settings, keys, logs and everything else that an application needs to run. */
export const OPERATIONS: Catalogue = {
  'AssumeRoleAccess.to': () => ({ access: AssumeRoleAccess.to(CustomerRole.named('my-user-role').inAccount('111111111111')) }),
};
