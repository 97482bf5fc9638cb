import type { AskedAction } from './actions';
import { isOnNoResource } from './actions';
import { REGION_SEGMENT, RESOURCE_SEGMENT, accountIn, segmentsOf } from './arns';
import type { Case, Sources } from './ask';
import type { DeployedPolicy, DeployedRole, DeployedTemplate } from './deployment';
import { policiesOf, trustOf } from './resource-side';
import { ANYTHING, readable } from './settled';
import type { TestedTemplate } from './tested-template';
import { isResourceTagKey } from '../private/condition-keys';
import type { KeyValues } from '../private/evaluation/context';
import type { Text, Unknown } from '../private/evaluation/text';
import { joined } from '../private/evaluation/text';

/** What a request of a role has, besides its action and its resource. */
export interface AccessRequestOptions {
  /**
   * Condition keys with their values, such as `{ 'aws:SourceIp': ['203.0.113.7'] }`; `[]` for a key that the request has not.
   *
   * The request has of itself what AWS adds to each: who asks (`aws:PrincipalArn`, `aws:PrincipalAccount`, and `aws:PrincipalTag/…` for the
   * tags of the role), and the account of the resource; in `allows` also that it comes by TLS and from the role itself. What AWS adds with a
   * value that nobody knows before, such as `aws:SourceIp`, `aws:CurrentTime` or `aws:PrincipalOrgID`, is not known unless it is given, nor are
   * the tags of the resource.
   *
   * @default - no more than AWS adds
   */
  readonly context?: { [key: string]: string[] };

  /**
   * The account of the resource, 12 digits.
   *
   * @default - that in the ARN; where it has none, as that of a bucket, that of the stack that makes it, else the account of the role
   */
  readonly resourceAccount?: string;

  /**
   * Take it for granted that the policy of the resource lets the account of the role in, so that the role's own policies decide.
   *
   * Where AWS asks the side of the resource too, that is for resources of other accounts and for roles to assume, and the template does not
   * have its policy, nobody can tell without this.
   *
   * @default false
   */
  readonly resourceTrustsAccount?: boolean;

  /**
   * Whether condition keys that are not given may be there, with any value: then the assertion holds whatever the request has.
   *
   * @default - false in `allows`, true in `denies`
   */
  readonly anyOtherContext?: boolean;

  /**
   * Ask for the action as it is written, without a look at the service authorization reference: for one that is newer than this library.
   *
   * @default false - a misspelt action is an error, and so is one that is never on such a resource
   */
  readonly asWritten?: boolean;
}

/** What a test says of a request. */
export interface RequestGiven extends AccessRequestOptions {
  /** Whether the answer must be the same whatever else a request has. */
  readonly isAny: boolean;
}

/** Keys that AWS adds to each request, with a value that only the request itself tells. */
const ALWAYS_THERE: readonly string[] = [
  'aws:CurrentTime', 'aws:EpochTime', 'aws:RequestedRegion', 'aws:ResourceOrgID', 'aws:ResourceOrgPaths', 'aws:SourceIp', 'aws:UserAgent',
];

/** Of requests with credentials of IAM, besides. */
const OF_IDENTITIES: readonly string[] = ['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:userid'];

/** Of requests with credentials of a role, besides. */
const OF_SESSIONS: readonly string[] = ['aws:MultiFactorAuthPresent', 'aws:TokenIssueTime'];

const ROLE_ACTIONS: readonly string[] = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];

/** What is not known of any request, of one with credentials of IAM, or of a role, until a test says it. */
export function unknownKeys(of: 'any' | 'identity' | 'session'): Record<string, KeyValues> {
  const keys = [...ALWAYS_THERE, ...of === 'any' ? [] : OF_IDENTITIES, ...of === 'session' ? OF_SESSIONS : []];
  return Object.fromEntries(keys.map((key) => [key, { unknown: key }]));
}

/** The condition keys that a test gives: what they hold, or nothing. */
export function givenKeys(context: AccessRequestOptions['context'], deployed: DeployedTemplate, tested: TestedTemplate): Record<string, KeyValues> {
  return Object.fromEntries(Object.entries(context ?? {}).map(([key, values]) => [
    readable(deployed.text(tested.raw(key, 'The condition key'))),
    [values].flat().map((value) => deployed.text(tested.raw(value, `The value of ${key}`))),
  ]));
}

/** Keys in any case, of which those given last count. */
export function merged(...keys: Readonly<Record<string, KeyValues>>[]): Record<string, KeyValues> {
  return Object.fromEntries(keys.flatMap((some) => Object.entries(some).map(([key, values]) => [key.toLowerCase(), values])));
}

/** The resource that a question names, in which `*` and `?` can be anything; undefined for any resource. */
export function resourceAsked(text: Text | undefined): Text {
  if (text === undefined) return { parts: [ANYTHING] };
  const parts = typeof text === 'string' ? [text] : text.parts;
  return joined(parts.flatMap((part): (string | Unknown)[] => typeof part !== 'string' ? [part] : part.split(/([*?])/)
    .filter((piece) => piece !== '').map((piece) => piece === '*' || piece === '?' ? ANYTHING : piece)));
}

/** What requests of a session of a role for actions on a resource are answered by: the request and all policies, one case for an action. */
export function roleCases(
  role: DeployedRole, actions: readonly AskedAction[], asked: Text, given: RequestGiven, deployed: DeployedTemplate, tested: TestedTemplate,
): Case[] {
  const { arn, identity, boundary } = role;
  const principal = { AWS: [arn, sessionOf(role, deployed)] };
  const own = { identity, ...(boundary !== undefined && { boundary: [boundary] }) };
  const kept = givenKeys(given.context, deployed, tested);
  const keys = merged(unknownKeys('session'), ownKeys(role, given));
  const { tags } = role;
  const isOpen = (key: string) => isResourceTagKey(key) || (tags.mayHaveMore && PRINCIPAL_TAG.test(key));
  const sides = new Map<string, Sources>();
  return actions.map((action): Case => {
    const resource = isOnNoResource(action) ? '*' : asked;
    const account = given.resourceAccount === undefined ? accountOfResource(resource, role, deployed)
      : deployed.text(tested.raw(given.resourceAccount, 'The account of the resource'));
    const isRole = ROLE_ACTIONS.some((one) => one.toLowerCase() === action.name.toLowerCase());
    const side = `${resource === '*'} ${isRole}`;
    if (!sides.has(side)) {
      sides.set(side, { ...own, ...isRole ? roleSide(role, resource, given, deployed) : resourceSide(role, actions, resource, given, deployed) });
    }
    return {
      sources: sides.get(side)!,
      request: {
        principal,
        actions: [action.name],
        resource,
        otherKeys: given.isAny ? 'unknown' : (key) => isOpen(key) ? 'unknown' : 'absent',
        ...(account !== undefined && { resourceAccount: account }),
        context: merged(keys, keysOfResource(resource, account), kept),
      },
    };
  });
}

/** Any session of a role. */
export function sessionOf({ name, account }: DeployedRole, deployed: DeployedTemplate): Text {
  return deployed.text({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sts::', account, ':assumed-role/', name, '/', { parts: [{ unknown: 'the name of the session' }] }]] });
}

function ownKeys({ tags, mayBeTagged, account }: DeployedRole, { isAny }: RequestGiven): Record<string, KeyValues> {
  return {
    'aws:PrincipalType': 'AssumedRole',
    'kms:CallerAccount': account,
    ...(!isAny && { 'aws:SecureTransport': 'true', 'aws:ViaAWSService': 'false' }),
    // Users and services have these.
    ...Object.fromEntries(['aws:username', 'aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths'].map((key) => [key, []])),
    // A session can have a tag of its own in the place of the role's.
    ...(!(isAny && mayBeTagged) && Object.fromEntries(Object.entries(tags.values).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]))),
  };
}

const PRINCIPAL_TAG = /^aws:principaltag\//;

function keysOfResource(resource: Text, account: Text | undefined): Record<string, KeyValues> {
  const segments = segmentsOf(resource);
  const region = segments.length > RESOURCE_SEGMENT ? joined(segments[REGION_SEGMENT]) : '';
  return {
    ...(account !== undefined && { 'aws:ResourceAccount': account, 's3:ResourceAccount': account }),
    ...(region !== '' && { 'aws:RequestedRegion': region }),
  };
}

/** The account of a resource: that of its ARN, or the role's for what has none or stands in the template. */
function accountOfResource(resource: Text, role: DeployedRole, deployed: DeployedTemplate): Text | undefined {
  const account = accountIn(resource);
  if (account !== undefined) return account;
  if (segmentsOf(resource).length > RESOURCE_SEGMENT || resource === '*') return role.account;
  const isOwn = (part: string | Unknown) => typeof part === 'string' || part === ANYTHING || part.unknown.startsWith('ImportValue(')
    || deployed.template.resource(part.unknown.split('.')[0]) !== undefined;
  return typeof resource !== 'string' && resource.parts.every(isOwn) ? role.account : undefined;
}

/** What the side of the resource says. */
function resourceSide(role: DeployedRole, actions: readonly AskedAction[], resource: Text, given: RequestGiven, deployed: DeployedTemplate): Sources {
  const found = policiesOf(resource, actions.map(({ name }) => name), deployed);
  if (found.length > 0) return { resource: found };
  return given.resourceTrustsAccount ? { resource: [lettingIn(role, { Resource: '*' })] } : {};
}

/** What the trust policy of a role says that is to be assumed. */
function roleSide(role: DeployedRole, resource: Text, given: RequestGiven, deployed: DeployedTemplate): Sources {
  return { trust: [trustOf(resource, deployed) ?? (given.resourceTrustsAccount ? lettingIn(role, {}) : NOT_THERE)] };
}

const NOT_THERE: DeployedPolicy = { title: 'the trust policy of that role (not in the template)', json: { unknown: 'a trust policy' }, locations: [], isUnknown: true };

/** A policy that leaves all to the account of the role, as a test says. */
function lettingIn({ account }: DeployedRole, more: object): DeployedPolicy {
  const statement = { Effect: 'Allow', Principal: { AWS: account }, Action: '*', ...more };
  return { title: 'a policy of the resource that lets the account in', json: { Version: '2012-10-17', Statement: [statement] }, locations: [] };
}
