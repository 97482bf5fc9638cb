import { unmetThroughProfiles } from './rolesanywhere';
import type { Rule } from '../../rule';

export const rolesAnywhereSessionName: Rule = {
  id: 'rolesanywhere-session-name',
  title: 'The trust of a role demands a session name that its profile does not take.',
  why: 'A profile without AcceptRoleSessionName refuses clients that name their session, and calls every session after the serial number of the certificate: nobody meets the trust.',
  fix: 'Set AcceptRoleSessionName of the profile to true, or take the condition on sts:RoleSessionName out.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html',
  find: (template) => unmetThroughProfiles(template, 'session name'),
};
