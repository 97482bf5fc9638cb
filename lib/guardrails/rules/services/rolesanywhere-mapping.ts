import { anywhereStatements, profiledRoles, unmetThroughProfiles } from './rolesanywhere';
import { unmappedTag } from '../../../private/roles-anywhere-trust';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';
import { called, whenever } from '../../statements';

export const rolesAnywhereMapping: Rule = {
  id: 'rolesanywhere-mapping',
  title: 'A profile leaves out an attribute of certificates that the trust of its role tests.',
  why: 'What a profile does not map becomes no session tag: an Allow that demands the tag is never met, so that nobody gets the role, and a Deny that tests it refuses nobody.',
  fix: 'Add the attribute to AttributeMappings of the profile, or test one that it maps.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping-and-trust-policy.html',
  find: (template) => [...unmetThroughProfiles(template, 'mapping'), ...idleDenies(template)],
};

/** Denies that refuse no certificate through a profile, as the tag that they test is never there. */
function idleDenies(template: Template): Found[] {
  return profiledRoles(template).flatMap(({ profile, role, use }) => anywhereStatements(role, 'Deny').flatMap(({ statement, trust }): Found[] => {
    const [tag] = trust.conditions.flatMap((test) => unmappedTag(test, use.mapping) ?? []);
    const { logicalId } = role.resource;
    return tag === undefined ? [] : [{
      at: profile,
      subject: `${logicalId} Deny ${tag}`,
      message: `${called(statement)} of the trust policy of the role '${logicalId}' refuses nobody who comes through the profile: it is a Deny on the attribute '${tag}' of the certificate, which the attribute mapping of the profile leaves out${whenever(statement)}${use.when}.`,
    }];
  }));
}
