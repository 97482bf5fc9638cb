import type { ConditionKey, ServiceAction } from './service-authorization';

/**
 * Keys that AWS fills in for every service, or for none: of tags in the request and of the resource each action says itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const GLOBAL_KEYS = [
  'AssumedRoot', 'CalledVia', 'CalledViaAWSMCP', 'CalledViaFirst', 'CalledViaLast', 'ChatbotSourceArn', 'CurrentTime',
  'Ec2InstanceSourcePrivateIPv4', 'Ec2InstanceSourceVpc', 'EpochTime', 'FederatedProvider', 'IsMcpServiceAction', 'MultiFactorAuthAge',
  'MultiFactorAuthPresent', 'PrincipalAccount', 'PrincipalArn', 'PrincipalIsAWSService', 'PrincipalOrgID', 'PrincipalOrgPaths',
  'PrincipalServiceName', 'PrincipalServiceNamesList', 'PrincipalType', 'Referer', 'RequestedRegion', 'ResourceAccount', 'ResourceOrgID',
  'ResourceOrgPaths', 'SecureTransport', 'SignInSessionArn', 'SourceAccount', 'SourceArn', 'SourceIdentity', 'SourceIp', 'SourceOrgID',
  'SourceOrgPaths', 'SourceVpc', 'SourceVpcArn', 'SourceVpce', 'TokenIssueTime', 'UserAgent', 'userid', 'username', 'ViaAWSMCPService',
  'ViaAWSService', 'VpcSourceIp', 'VpceAccount', 'VpceOrgID', 'VpceOrgPaths',
].map((name) => `aws:${name}`);

const GLOBAL_KEYS_IN_SMALL_LETTERS: ReadonlySet<string> = new Set(GLOBAL_KEYS.map((key) => key.toLowerCase()));

/** Whether a key is one that AWS documents for all services. */
export function isGlobalKey(key: string): boolean {
  return isPrincipalTag(key) || GLOBAL_KEYS_IN_SMALL_LETTERS.has(key.toLowerCase());
}

function isPrincipalTag(key: string): boolean {
  return /^aws:PrincipalTag\/./i.test(key);
}

/** A key of tags that does not say of which tag. */
export const TAG_KEY_WITHOUT_TAG = /^aws:(RequestTag|ResourceTag|PrincipalTag)\/?$/i;

/** Keys of tags that are AWS's own, of which each action says whether it has them. */
export const OWN_TAG_KEYS = /^aws:(RequestTag|ResourceTag)\/|^aws:TagKeys$/i;

/** Keys of tags: `aws:ResourceTag/<key>`, `s3:BucketTag/<key>`, `rds:cluster-tag/<key>`; and those of them that are not the resource's. */
const TAG_KEYS = /^[^:]+:[^/]*tags?\//i;
const OTHER_TAG_KEYS = /:(RequestTag|RequestObjectTag|CreatedResourceTag|PrincipalTag|SearchTag|req-tag)\//i;

/** Whether a key is of a tag of the resource, which whoever may change tags meets at will. */
export function isResourceTagKey(key: string): boolean {
  return TAG_KEYS.test(key) && !OTHER_TAG_KEYS.test(key);
}

/**
 * Keys of the session with which an instance, a function, a build or a job calls, which no action lists.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-role-session-properties
 */
export const CREDENTIAL_KEYS = new RegExp(`^(${[
  'ec2:RoleDelivery', 'ec2:SourceInstanceArn', 'lambda:SourceFunctionArn', 'aws:Ec2Instance\\w+', 'ssm:SourceInstanceArn',
  'glue:RoleAssumedBy', 'glue:CredentialIssuingService', 'codebuild:BuildArn', 'codebuild:ProjectArn', 'identitystore:UserId',
].join('|')})$`, 'i');

/** `s3:ExistingObjectTag/<key>`, `aws:ResourceTag/${TagKey}`, `ssm:resourceTag/tag-key` and `glacier:ResourceTag/` stand for every key of a tag. */
export function isKey(known: string, key: string): boolean {
  const place = known.search(/[<$]|(?<=\/)(tag-key)?$/);
  const [name, given] = [known.toLowerCase(), key.toLowerCase()];
  return place < 0 ? name === given : given.startsWith(name.slice(0, place)) && given.length > place;
}

/** The keys of an action, whatever it is on. */
export function keysOf(action: ServiceAction): ConditionKey[] {
  return [...action.conditionKeys, ...action.targets.flatMap(({ kind, conditionKeys }) => [...conditionKeys, ...kind.conditionKeys])];
}
