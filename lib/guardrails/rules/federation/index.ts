import { cognitoGuestWrites } from './cognito-guest-writes';
import { cognitoNoAmr } from './cognito-no-amr';
import { cognitoRoleChoice } from './cognito-role-choice';
import { federatedActionMismatch } from './federated-action-mismatch';
import { googleNoSub } from './google-no-sub';
import { mfaLogic } from './mfa-logic';
import { mfaNeverMet } from './mfa-never-met';
import { oidcKeyMismatch } from './oidc-key-mismatch';
import { oidcNoAud } from './oidc-no-aud';
import { oidcNoSub } from './oidc-no-sub';
import { oidcReclaimableName } from './oidc-reclaimable-name';
import { oidcSharedIssuer } from './oidc-shared-issuer';
import { oidcSubjectOpen } from './oidc-subject-open';
import { reusableWorkflowOpen } from './reusable-workflow-open';
import { samlNoAud } from './saml-no-aud';
import { sourceIdentityOpen } from './source-identity-open';
import { tagsessionOpen } from './tagsession-open';
import { webIdentityNoApp } from './web-identity-no-app';
import type { Rule } from '../../rule';

export const FEDERATION: readonly Rule[] = [
  oidcSharedIssuer, oidcNoSub, oidcSubjectOpen, oidcNoAud, oidcKeyMismatch, oidcReclaimableName, reusableWorkflowOpen,
  webIdentityNoApp, googleNoSub, cognitoNoAmr, cognitoGuestWrites, cognitoRoleChoice, samlNoAud, federatedActionMismatch,
  tagsessionOpen, sourceIdentityOpen, mfaLogic, mfaNeverMet,
];
