import { lambdaPermissionOpen } from './lambda-permission-open';
import { podIdentityNoClusterTag } from './pod-identity-no-cluster-tag';
import { podIdentityTagsOff } from './pod-identity-tags-off';
import { podIdentityTrust } from './pod-identity-trust';
import { roleServiceMismatch } from './role-service-mismatch';
import { rolesAnywhereActions } from './rolesanywhere-actions';
import { rolesAnywhereAnchorElsewhere } from './rolesanywhere-anchor-elsewhere';
import { rolesAnywhereCertificateOpen } from './rolesanywhere-certificate-open';
import { rolesAnywhereCrl } from './rolesanywhere-crl';
import { rolesAnywhereDuration } from './rolesanywhere-duration';
import { rolesAnywhereMapping } from './rolesanywhere-mapping';
import { rolesAnywhereNegated } from './rolesanywhere-negated';
import { rolesAnywhereProfileTrust } from './rolesanywhere-profile-trust';
import { rolesAnywhereRoleWithoutProfile } from './rolesanywhere-role-without-profile';
import { rolesAnywhereSessionName } from './rolesanywhere-session-name';
import { rolesAnywhereStatementWithoutAnchor } from './rolesanywhere-statement-without-anchor';
import { serviceTrustOpen } from './service-trust-open';
import { serviceUnknown } from './service-unknown';
import { sessionPolicyDisjoint } from './session-policy-disjoint';
import { targetRoleNoExternalId } from './target-role-no-external-id';
import { trustMixed } from './trust-mixed';
import type { Rule } from '../../rule';

export const SERVICES: readonly Rule[] = [
  serviceTrustOpen,
  trustMixed,
  serviceUnknown,
  roleServiceMismatch,
  rolesAnywhereStatementWithoutAnchor,
  rolesAnywhereActions,
  rolesAnywhereCertificateOpen,
  rolesAnywhereNegated,
  rolesAnywhereMapping,
  rolesAnywhereSessionName,
  rolesAnywhereAnchorElsewhere,
  rolesAnywhereProfileTrust,
  rolesAnywhereRoleWithoutProfile,
  rolesAnywhereDuration,
  rolesAnywhereCrl,
  sessionPolicyDisjoint,
  podIdentityNoClusterTag,
  podIdentityTagsOff,
  podIdentityTrust,
  targetRoleNoExternalId,
  lambdaPermissionOpen,
];
