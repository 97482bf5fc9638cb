import { mayLetIn } from './common';
import type { RoleUse } from './role-uses';
import { ROLE_USES } from './role-uses';
import { isText } from '../../../private/evaluation/text';
import type { Text } from '../../../private/evaluation/text';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import { roleNamed } from '../../principals';
import type { Found, Rule } from '../../rule';

export const roleServiceMismatch: Rule = {
  id: 'role-service-mismatch',
  title: 'A role is given to a service that it does not trust.',
  why: 'The service cannot assume the role, so that the resource is refused or does not work; and a role that is then widened to make it work is open to more than one caller.',
  fix: 'Name the service in Principal of the role\'s trust, or give the resource a role that is made for its service.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html',
  find: (template) => template.resources.flatMap((resource) =>
    Object.hasOwn(ROLE_USES, resource.type) ? ROLE_USES[resource.type].flatMap((use) => problemsOf(resource, use, template)) : []),
};

function problemsOf(at: Resource, { path, services }: RoleUse, template: Template): Found[] {
  const [first, ...rest] = path.split('.');
  const location = `Properties/${path.replace(/\.\*?\.?/g, '/')}`;
  return template.all(at.properties[first]).flatMap((value) => textsAt(value, rest)).flatMap((text): Found[] => {
    const role = roleNamed(template, text);
    if (role === undefined || mayLetIn(role, services, 'sts:AssumeRole')) return [];
    const { logicalId } = role.resource;
    return [{
      at,
      subject: `${path} ${logicalId}`,
      message: `the role '${logicalId}' is its ${path}, and its trust policy does not let '${services[0]}' assume it.`,
      location,
    }];
  });
}

/** The texts at a path of a value without functions. */
function textsAt(value: any, path: readonly string[]): Text[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, path));
  const [key, ...rest] = path;
  if (key === undefined) return isText(value) ? [value] : [];
  if (typeof value !== 'object' || value === null || isText(value)) return [];
  if (key === '*') return Object.values(value).flatMap((item) => textsAt(item, rest));
  return Object.hasOwn(value, key) ? textsAt(value[key], rest) : [];
}
