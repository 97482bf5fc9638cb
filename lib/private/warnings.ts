import { Annotations, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The ids of all warnings. They are public API: users acknowledge them by id, so they never change, and the README lists them. */
export enum WarningId {
  EXTERNAL_ID_GUESSABLE = 'cdk-keyless-roles:externalIdGuessable',
  EXTERNAL_ID_BYPASSED = 'cdk-keyless-roles:externalIdBypassed',
  EXTERNAL_ID_NONE = 'cdk-keyless-roles:externalIdNone',
  ANY_ROLE_NAME = 'cdk-keyless-roles:anyRoleName',
  TRUST_POLICY_SIZE = 'cdk-keyless-roles:trustPolicySize',
  TRUST_MIXED = 'cdk-keyless-roles:trustMixed',
  SESSION_TAGS_OPEN = 'cdk-keyless-roles:sessionTagsOpen',
  SOURCE_IDENTITY_OPEN = 'cdk-keyless-roles:sourceIdentityOpen',
  TRUST_EVERYONE = 'cdk-keyless-roles:trustEveryone',
  OIDC_SUBJECT_OPEN = 'cdk-keyless-roles:oidcSubjectOpen',
  SERVICE_UNKNOWN = 'cdk-keyless-roles:serviceUnknown',
  SERVICE_SOURCE_OPEN = 'cdk-keyless-roles:serviceSourceOpen',
  POD_IDENTITY_UNTAGGED = 'cdk-keyless-roles:podIdentityUntagged',
  OIDC_NAME_ONLY = 'cdk-keyless-roles:oidcNameOnly',
  MANAGED_POLICY_COUNT = 'cdk-keyless-roles:managedPolicyCount',
  SESSION_DURATION_CHAINED = 'cdk-keyless-roles:sessionDurationChained',
  ROLE_PATH_CHARACTERS = 'cdk-keyless-roles:rolePathCharacters',
  ANY_USER_OF_CLIENT = 'cdk-keyless-roles:anyUserOfClient',
  COGNITO_ROLE_CHOICE = 'cdk-keyless-roles:cognitoRoleChoice',
  ACTION_PATTERN = 'cdk-keyless-roles:actionPattern',
  ACCESS_AS_WRITTEN = 'cdk-keyless-roles:accessAsWritten',
  CONDITION_NEVER_FILLED = 'cdk-keyless-roles:conditionNeverFilled',
  SECRETS_READ = 'cdk-keyless-roles:secretsRead',
  BUCKET_OWNER_UNKNOWN = 'cdk-keyless-roles:bucketOwnerUnknown',
  OPENSEARCH_INDEX_OPEN = 'cdk-keyless-roles:openSearchIndexOpen',
  INSTANCE_PROFILE_DUPLICATE = 'cdk-keyless-roles:instanceProfileDuplicate',
  TOPIC_POLICY_UNKNOWN = 'cdk-keyless-roles:topicPolicyUnknown',
  ANY_CERTIFICATE = 'cdk-keyless-roles:anyCertificate',
  CERTIFICATE_EXPIRING = 'cdk-keyless-roles:certificateExpiring',
  CERTIFICATE_UNLISTED = 'cdk-keyless-roles:certificateUnlisted',
  REVOCATION_LIST_EXPIRING = 'cdk-keyless-roles:revocationListExpiring',
  REVOCATION_LIST_DOUBTFUL = 'cdk-keyless-roles:revocationListDoubtful',
}

/** Something that a principal or an access wants to be told of wherever a role holds it: neither of them has a scope to warn at. */
export interface Finding {
  readonly id: WarningId;
  readonly message: string;
  /** It is worth to know and may well be meant, so that it fails no `cdk synth --strict`. */
  readonly isInfo?: boolean;
}

/**
 * Shows advice at a construct; users silence it with `Validations.of(construct).acknowledge({ id: 'annotation::…', reason })`, and an
 * info, which CDK knows of in its annotations alone, with `Annotations.of(construct).acknowledgeInfo(id)`.
 */
export function warn(scope: IConstruct, finding: Finding): void {
  if (finding.isInfo) {
    Annotations.of(scope).addInfoV2(finding.id, finding.message);
    return;
  }
  Validations.of(scope).addWarning(finding.id, finding.message);
}
