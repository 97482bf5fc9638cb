import { waysOf } from './common';
import type { Found, Rule } from '../../rule';

export const rolesAnywhereCrl: Rule = {
  id: 'rolesanywhere-crl',
  title: 'A revocation list of IAM Roles Anywhere revokes nothing.',
  why: 'A list that belongs to no trust anchor is refused by the API, and one that is off is not looked at: certificates that were revoked keep their access.',
  fix: 'Set TrustAnchorArn to the trust anchor, and Enabled to true.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ImportCrl.html',
  find: (template) => template.ofType('AWS::RolesAnywhere::CRL').flatMap((at) => {
    const { TrustAnchorArn: anchor, Enabled: enabled } = at.properties;
    return waysOf(template, { anchor, enabled }).flatMap(({ value, when }): Found[] => [
      ...value.anchor === undefined || value.anchor === ''
        ? [{ at, subject: 'TrustAnchorArn', message: `the revocation list belongs to no trust anchor${when}.`, location: 'Properties/TrustAnchorArn' }] : [],
      ...value.enabled === 'false'
        ? [{ at, subject: 'Enabled', message: `the revocation list is off${when}.`, location: 'Properties/Enabled', level: 'warning' as const }] : [],
      ...value.enabled === undefined
        ? [{ at, subject: 'Enabled', message: `the revocation list does not say whether it is on, and AWS does not document what then holds${when}.`, location: 'Properties/Enabled', level: 'info' as const }] : [],
    ]);
  }),
};
