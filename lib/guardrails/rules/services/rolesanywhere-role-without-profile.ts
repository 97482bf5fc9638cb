import { anywhereStatements, profilesOf } from './rolesanywhere';
import { roleNamed } from '../../principals';
import type { Rule } from '../../rule';

export const rolesAnywhereRoleWithoutProfile: Rule = {
  id: 'rolesanywhere-role-without-profile',
  title: 'A role for IAM Roles Anywhere is in no profile of the template.',
  why: 'A certificate gets a role through a profile that names it; a profile elsewhere may, and may map or limit its sessions in a way that this template does not show.',
  fix: 'Add the role to RoleArns of a profile of IAM Roles Anywhere, or make sure that one elsewhere names it.',
  level: 'info',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html',
  find: (template) => {
    const profiles = profilesOf(template);
    // A list or an ARN that is known once deployed may name any role.
    const isOpen = profiles.some(({ resource }) => template.texts(resource.properties.RoleArns)
      .some((arn) => typeof arn !== 'string' && arn.parts.length === 1 && roleNamed(template, arn) === undefined));
    const given = new Set(profiles.flatMap(({ roles }) => roles));
    return isOpen ? [] : template.roles.filter((role) => !given.has(role) && anywhereStatements(role).length > 0).map((role) => ({
      at: role.resource,
      message: 'the role trusts IAM Roles Anywhere, and no profile of the template names it.',
      location: 'Properties/AssumeRolePolicyDocument',
    }));
  },
};
