import { unmetThroughProfiles } from './rolesanywhere';
import type { Rule } from '../../rule';

export const rolesAnywhereAnchorElsewhere: Rule = {
  id: 'rolesanywhere-anchor-elsewhere',
  title: 'The trust of a role names trust anchors that cannot be used with its profile.',
  why: 'A profile and a trust anchor work together in one account and region alone: with anchors of another one, nobody gets the role through the profile.',
  fix: 'Name a trust anchor of the account and region of the profile, or make the profile where the trust anchor is.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html',
  find: (template) => unmetThroughProfiles(template, 'anchor'),
};
