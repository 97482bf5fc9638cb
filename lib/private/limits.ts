/**
 * The limits of IAM, STS and CloudFormation that are checked, in characters or counts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */

/** ExternalId of an AssumeRole request. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const EXTERNAL_ID_MIN_LENGTH = 2;
export const EXTERNAL_ID_MAX_LENGTH = 1224;

/** What a parameter for an external ID demands unless the seller says otherwise: too long to try out. */
export const EXTERNAL_ID_PARAMETER_MIN_LENGTH = 16;

/** RoleName of the IAM API. */
export const ROLE_NAME_MAX_LENGTH = 64;

/** Path of the IAM API. */
export const PATH_MAX_LENGTH = 512;

/** Description of a role of the IAM API. */
export const DESCRIPTION_MAX_LENGTH = 1000;

/** InstanceProfileName of the IAM API. */
export const INSTANCE_PROFILE_NAME_MAX_LENGTH = 128;

/** All inline policies of one role together, without white space; AWS::IAM::Policy resources are inline policies too. */
export const INLINE_POLICIES_MAX_SIZE = 10_240;

/** The same of one user and of one group. */
export const INLINE_POLICIES_OF_USER_MAX_SIZE = 2_048;
export const INLINE_POLICIES_OF_GROUP_MAX_SIZE = 5_120;

/** One customer managed policy, without white space. */
export const MANAGED_POLICY_MAX_SIZE = 6_144;

/** Managed policies of one role: the default quota, and the most that a quota increase gives (March 2026). */
export const MANAGED_POLICIES_DEFAULT = 10;
export const MANAGED_POLICIES_MAX = 25;

/** Managed policies of one user at most, and of one group, which no quota increase raises; the default quota of users is that of roles. */
export const MANAGED_POLICIES_OF_USER_MAX = 20;
export const MANAGED_POLICIES_OF_GROUP_MAX = 10;

/**
 * A trust policy: the default quota, the maximum on the quotas page of March 2026, and the largest maximum that any source names.
 * Only the last is an error, since accounts with a raised quota must not be blocked.
 */
export const TRUST_POLICY_DEFAULT_SIZE = 2_048;
export const TRUST_POLICY_RAISED_SIZE = 4_096;
export const TRUST_POLICY_MAX_SIZE = 8_192;

/** The longest session of a chained role, in seconds. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
export const CHAINED_SESSION_MAX_SECONDS = 3_600;

/** Bucket names. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME_MIN_LENGTH = 3;
export const BUCKET_NAME_MAX_LENGTH = 63;

/** Object keys, in bytes of UTF-8. */
export const OBJECT_KEY_MAX_BYTES = 1024;

/** Names of parameters, resources and outputs. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const LOGICAL_NAME_MAX_LENGTH = 255;

/** The description of a template, in bytes. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const TEMPLATE_DESCRIPTION_MAX_BYTES = 1024;

/** Session tags of one request, and the length of a key. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
export const SESSION_TAGS_MAX = 50;
export const SESSION_TAG_KEY_MAX_LENGTH = 128;

/** Url of an OpenID Connect provider of the IAM API. */
export const OIDC_URL_MAX_LENGTH = 255;
export const OIDC_CLIENT_ID_MAX_LENGTH = 255;
export const OIDC_CLIENT_IDS_MAX = 100;

/** IdentityPoolId and IdentityId of Cognito. @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_IdentityPool.html */
export const COGNITO_ID_MAX_LENGTH = 55;

/** Names of indexes of OpenSearch. @see https://docs.opensearch.org/latest/api-reference/index-apis/create-index/ */
export const INDEX_NAME_MAX_BYTES = 255;

/** Names and tags of IAM Roles Anywhere. @see https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateTrustAnchor.html */
export const ROLES_ANYWHERE_NAME_MAX_LENGTH = 255;
export const ROLES_ANYWHERE_TAGS_MAX = 200;
export const ROLES_ANYWHERE_TAG_KEY_MAX_LENGTH = 128;
export const ROLES_ANYWHERE_TAG_VALUE_MAX_LENGTH = 256;

/** Days before a certificate expires at which IAM Roles Anywhere begins to tell. @see https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_NotificationSetting.html */
export const EXPIRY_NOTICE_MIN_DAYS = 1;
export const EXPIRY_NOTICE_MAX_DAYS = 360;
/** What applies where nothing is set. @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/customize-notification-settings.html */
export const EXPIRY_NOTICE_DEFAULT_DAYS = 45;

/** AlarmDescription of CloudWatch. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_DESCRIPTION_MAX_LENGTH = 1024;

/** Certificates and revocation lists of a trust anchor, quotas that cannot be raised. @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/quotas.html */
export const TRUST_ANCHOR_CERTIFICATES_MAX = 2;
export const REVOCATION_LISTS_MAX = 2;

/** X509CertificateData and CrlData of the Roles Anywhere API, as PEM. @see https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ImportCrl.html */
export const CERTIFICATE_BUNDLE_MAX_LENGTH = 16_000;
export const REVOCATION_LIST_MAX_BYTES = 300_000;

/** Sessions of IAM Roles Anywhere, in seconds; the default is that of a profile that does not say. @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html */
export const ROLES_ANYWHERE_SESSION_MIN_SECONDS = 900;
export const ROLES_ANYWHERE_SESSION_MAX_SECONDS = 43_200;
export const ROLES_ANYWHERE_SESSION_DEFAULT_SECONDS = 3_600;

/** Ports that need no privilege, and the hops that the header of IPv4 can hold. */
export const PORT_MIN = 1_024;
export const PORT_MAX = 65_535;
export const HOP_LIMIT_MAX = 255;

/** Profiles of IAM Roles Anywhere. @see https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateProfile.html */
export const PROFILE_ROLES_MAX = 250;
export const MAPPING_SPECIFIER_MAX_LENGTH = 60;

/** Session policies: managed ones, and the characters of the inline one and their ARNs. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const SESSION_MANAGED_POLICIES_MAX = 10;
export const SESSION_POLICIES_MAX_SIZE = 2_048;

/** How long the sessions of a role can be at most, in seconds, unless it says otherwise. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const ROLE_SESSION_DEFAULT_SECONDS = 3_600;
