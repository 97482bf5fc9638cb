import { mayLetIn } from './common';
import { anywhereStatements } from './rolesanywhere';
import { list } from '../../../private/errors';
import { ROLES_ANYWHERE_ACTIONS } from '../../../private/roles-anywhere-trust';
import type { Rule } from '../../rule';

const SERVICE = 'rolesanywhere.amazonaws.com';

export const rolesAnywhereActions: Rule = {
  id: 'rolesanywhere-actions',
  title: 'A trust lets IAM Roles Anywhere in without all of its three actions.',
  why: 'IAM Roles Anywhere assumes a role, tags the session and sets its source identity in one request: without one of the actions no certificate gets the role.',
  fix: 'Allow sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity, in one statement or in several.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html',
  find: (template) => template.roles.filter((role) => anywhereStatements(role).length > 0).flatMap((role) => {
    const missing = ROLES_ANYWHERE_ACTIONS.filter((action) => !mayLetIn(role, [SERVICE], action));
    return missing.length === 0 ? [] : [{
      at: role.resource,
      message: `the trust policy lets IAM Roles Anywhere in without ${list(missing)}, so that no certificate gets the role.`,
      location: 'Properties/AssumeRolePolicyDocument',
    }];
  }),
};
