import { mayLetIn } from './common';
import { profilesOf } from './rolesanywhere';
import type { Rule } from '../../rule';

export const rolesAnywhereProfileTrust: Rule = {
  id: 'rolesanywhere-profile-trust',
  title: 'A profile of IAM Roles Anywhere names a role that does not trust IAM Roles Anywhere.',
  why: 'Nobody gets the role through the profile; and a role that is for somebody else is open to certificates as soon as its trust is widened to make it work.',
  fix: 'Allow rolesanywhere.amazonaws.com the actions sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity in the trust of the role, with conditions on the trust anchor and the certificate, or take the role out.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html',
  find: (template) => profilesOf(template).flatMap(({ resource, roles }) =>
    roles.filter((role) => !mayLetIn(role, ['rolesanywhere.amazonaws.com'], 'sts:AssumeRole')).map(({ resource: { logicalId } }) => ({
      at: resource,
      subject: logicalId,
      message: `the role '${logicalId}' of the profile does not trust 'rolesanywhere.amazonaws.com', so that no certificate gets it.`,
      location: 'Properties/RoleArns',
    }))),
};
