import { cognitoAmrMissing } from './cognito-amr-missing';
import { cognitoGuestWrites } from './cognito-guest-writes';
import { cognitoRoleChoice } from './cognito-role-choice';
import { federatedActionMismatch } from './federated-action-mismatch';
import { googleNoSub } from './google-no-sub';
import { mfaLogic } from './mfa-logic';
import { mfaNeverMet } from './mfa-never-met';
import { oidcAudienceMissing } from './oidc-audience-missing';
import { oidcKeyMismatch } from './oidc-key-mismatch';
import { oidcReclaimableName } from './oidc-reclaimable-name';
import { oidcSharedIssuer } from './oidc-shared-issuer';
import { oidcSubjectMissing } from './oidc-subject-missing';
import { oidcSubjectOpen } from './oidc-subject-open';
import { reusableWorkflowOpen } from './reusable-workflow-open';
import { samlNoAud } from './saml-no-aud';
import { sourceIdentityOpen } from './source-identity-open';
import { tagsessionOpen } from './tagsession-open';
import { webIdentityApp } from './web-identity-app';
import type { Rule } from '../../rule';

export const FEDERATION: readonly Rule[] = [
  oidcSharedIssuer, oidcSubjectMissing, oidcSubjectOpen, oidcAudienceMissing, oidcKeyMismatch, oidcReclaimableName, reusableWorkflowOpen,
  webIdentityApp, googleNoSub, cognitoAmrMissing, cognitoGuestWrites, cognitoRoleChoice, samlNoAud, federatedActionMismatch,
  tagsessionOpen, sourceIdentityOpen, mfaLogic, mfaNeverMet,
];
