import type { Case } from './ask';
import type { Caller, CallerRequest } from './caller';
import { scopeOf } from './caller';
import type { DeployedRole, DeployedTemplate, RoleTags } from './deployment';
import { givenKeys, merged, unknownKeys } from './request';
import { namesOfService } from './services';
import { withOwnAccountApart } from './settled';
import type { TestedTemplate } from './tested-template';
import { isResourceTagKey } from '../private/condition-keys';
import type { KeyValues, OtherKeys } from '../private/evaluation/context';
import type { Answer } from '../private/evaluation/evaluate';
import type { Text } from '../private/evaluation/text';

/** What somebody says when he asks for a role. */
export interface AssumeRoleRequestOptions {
  /**
   * The external ID (`sts:ExternalId`).
   *
   * @default - none
   */
  readonly externalId?: string;

  /**
   * The name of the session (`sts:RoleSessionName`).
   *
   * @default - not known
   */
  readonly sessionName?: string;

  /**
   * Session tags, with which the request asks for `sts:TagSession` too.
   *
   * @default - none
   */
  readonly sessionTags?: { [key: string]: string };

  /**
   * The keys of those session tags that go on to the next role (`sts:TransitiveTagKeys`).
   *
   * @default - none
   */
  readonly transitiveTagKeys?: string[];

  /**
   * The source identity (`sts:SourceIdentity`), with which the request asks for `sts:SetSourceIdentity` too.
   *
   * @default - none
   */
  readonly sourceIdentity?: string;

  /**
   * Whether the caller has shown a second factor (`aws:MultiFactorAuthPresent`).
   *
   * @default false; of `Caller.anyone()` not known
   */
  readonly mfa?: boolean;

  /**
   * The organization of an AWS caller (`aws:PrincipalOrgID`), such as `o-a1b2c3d4e5`.
   *
   * @default - not known
   */
  readonly organizationId?: string;

  /**
   * The address from which the caller comes (`aws:SourceIp`).
   *
   * @default - not known
   */
  readonly sourceIp?: string;

  /**
   * Other condition keys with their values, which count more than what the caller and the other options say; `[]` for a key that the request
   * has not.
   *
   * @default - no more
   */
  readonly context?: { [key: string]: string[] };

  /**
   * Whether condition keys that are not given may be there, with any value: then the assertion holds whatever the request has.
   *
   * @default - in `isNotAssumableBy` true, but for what the options above would say; in `isAssumableBy` false, but for the tags of an AWS caller
   */
  readonly anyOtherContext?: boolean;
}

/** What a trust policy can be asked for. */
export const TRUST_ACTIONS = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'];

/** A caller whose own side allows everything, so that the trust alone decides. */
const EVERYTHING = {
  title: 'the policies of the caller', json: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, locations: [],
};

/** A request, and in which of the ways in which the caller can come. */
export interface AssumeCase extends Case {
  readonly way: string;
}

/** The requests of somebody for a role, which its trust policy answers: one in each way in which he can come. */
export function assumeCases(
  role: DeployedRole, caller: Caller, options: AssumeRoleRequestOptions, wanted: Answer, deployed: DeployedTemplate, tested: TestedTemplate,
): AssumeCase[] {
  const request = caller._request(scopeOf(deployed, tested));
  const ways = Object.entries(request.ways ?? { '': {} });
  const tags = tested.mentions(':ResourceTag/') ? role.tags : NO_TAGS;
  // A stranger says what he likes.
  const otherKeys = caller._isStranger && options.anyOtherContext === undefined ? 'unknown' : otherKeysOf(request, options, wanted, tags);
  return ways.map(([way, keys]) => {
    const asked = [saidKeys(options, deployed, tested), givenKeys(options.context, deployed, tested)];
    const context = merged(resourceTags(tags), request.context, keys, ...asked);
    const one = assumeCase(role, { ...request, context }, otherKeys, options);
    return { ...caller._isStranger ? withStranger(one) : one, way };
  });
}

const NO_TAGS: RoleTags = { values: {}, mayHaveMore: false };

/** The tags of the role, which is the resource of the request. */
function resourceTags({ values }: RoleTags): Record<string, KeyValues> {
  const keys = (key: string) => [`aws:ResourceTag/${key}`, `iam:ResourceTag/${key}`];
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => keys(key).map((name) => [name, value])));
}

/** What a caller says, which he does not say unless the test does. */
const SAID = /^(aws:(requesttag\/.*|tagkeys|multifactorauth(present|age))|sts:(externalid|transitivetagkeys|sourceidentity))$/;

/** Whether a key that the test does not give may be there: what must not be let in may have anything that he can have. */
function otherKeysOf(caller: CallerRequest, options: AssumeRoleRequestOptions, wanted: Answer, tags: RoleTags): OtherKeys {
  const { anyOtherContext, sessionTags } = options;
  const { mayHave, hasNoOther = SAID } = caller;
  if (anyOtherContext !== undefined) return anyOtherContext ? 'unknown' : 'absent';
  return (key) => {
    if (tags.mayHaveMore && isResourceTagKey(key)) return 'unknown';
    if (mayHave.test(key)) return sessionTags !== undefined && /^aws:requesttag\//.test(key) ? 'absent' : 'unknown';
    return wanted === 'deny' && !SAID.test(key) && !hasNoOther.test(key) ? 'unknown' : 'absent';
  };
}

function assumeCase(role: DeployedRole, caller: CallerRequest, otherKeys: OtherKeys, options: AssumeRoleRequestOptions): Case {
  const { principal, actions, context } = caller;
  const isTagging = Object.keys(options.sessionTags ?? {}).length > 0;
  const more = [...isTagging ? ['sts:TagSession'] : [], ...options.sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']];
  const { trust } = role;
  const isService = typeof principal === 'object' && principal.Service !== undefined;
  const request: Case['request'] = {
    principal: isService ? { Service: namesOfService(principal.Service as Text, trust.json) } : principal,
    actions: [...new Set([...actions, ...more])],
    resource: role.arn,
    otherKeys,
    context: merged(unknownKeys('any'), {
      'sts:RoleSessionName': { unknown: 'the name of the session' }, 'aws:SecureTransport': 'true', 'aws:ResourceAccount': role.account,
    }, context),
  };
  return { request, sources: { trust: [trust], identity: [EVERYTHING] } };
}

/** The request of somebody whose account is surely not that of the template. */
function withStranger({ request, sources: { trust = [], ...sources } }: Case): Case {
  const apart = trust.map((policy) => ({ ...policy, json: withOwnAccountApart(policy.json) }));
  return { request: withOwnAccountApart(request), sources: { ...sources, trust: apart } };
}

/** Who asks, and with what, for people. */
export function callInWords(caller: Caller, options: AssumeRoleRequestOptions, tested: TestedTemplate): string {
  const name = caller._inWords(caller._texts.map((text) => tested.shown(text, 'The caller')));
  const said: Record<string, string | undefined> = {
    'external ID': options.externalId,
    'session name': options.sessionName,
    ...Object.fromEntries(Object.entries(options.sessionTags ?? {}).map(([key, value]) => [`session tag ${key}`, value])),
    'source identity': options.sourceIdentity,
    'organization': options.organizationId,
    'address': options.sourceIp,
  };
  const words = Object.entries(said).flatMap(([what, value]) => value === undefined ? [] : [`${what} '${tested.shown(value, `The ${what}`)}'`]);
  const all = [...words, ...options.mfa === true ? ['MFA'] : []];
  return all.length === 0 ? name : `${name}, with ${all.join(', ')}`;
}

/** The condition keys of what a caller says. */
function saidKeys(options: AssumeRoleRequestOptions, deployed: DeployedTemplate, tested: TestedTemplate): Record<string, KeyValues> {
  const { text } = scopeOf(deployed, tested);
  const keys: Record<string, string | undefined> = {
    'sts:ExternalId': options.externalId,
    'sts:RoleSessionName': options.sessionName,
    'sts:SourceIdentity': options.sourceIdentity,
    'aws:PrincipalOrgID': options.organizationId,
    'aws:SourceIp': options.sourceIp,
    ...(options.mfa === true && { 'aws:MultiFactorAuthPresent': 'true' }),
    ...Object.fromEntries(Object.entries(options.sessionTags ?? {}).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
  const tagKeys = Object.keys(options.sessionTags ?? {});
  return {
    ...Object.fromEntries(Object.entries(keys).flatMap(([key, value]): [string, Text][] => value === undefined ? [] : [[key, text(value, `The value of ${key}`)]])),
    ...(tagKeys.length > 0 && { 'aws:TagKeys': tagKeys }),
    ...(options.transitiveTagKeys !== undefined && { 'sts:TransitiveTagKeys': options.transitiveTagKeys }),
  };
}
