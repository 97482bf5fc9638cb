import { isIP } from 'net';
import type { Duration, aws_ec2 as ec2 } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral, checkPresent, parametersIn } from '../private/literal';
import { checkAccountId, checkNotEmpty, checkOrganizationId } from '../private/names';
import { checkLiteralParameter } from '../private/parameters';
import { readable, unreadableBecause, withTokensAs } from '../private/text';

/**
 * How the value of a condition key is compared.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export enum ConditionOperator {
  /** The same text. */
  STRING_EQUALS = 'StringEquals',
  /** Another text, or none at all. */
  STRING_NOT_EQUALS = 'StringNotEquals',
  /** The same text in any case. */
  STRING_EQUALS_IGNORE_CASE = 'StringEqualsIgnoreCase',
  /** Another text in any case, or none at all. */
  STRING_NOT_EQUALS_IGNORE_CASE = 'StringNotEqualsIgnoreCase',
  /** Text of a form: `*` stands for any characters, `?` for one. */
  STRING_LIKE = 'StringLike',
  /** Text of another form, or none at all. */
  STRING_NOT_LIKE = 'StringNotLike',
  /** The same number. */
  NUMERIC_EQUALS = 'NumericEquals',
  /** Another number, or none at all. */
  NUMERIC_NOT_EQUALS = 'NumericNotEquals',
  /** A smaller number. */
  NUMERIC_LESS_THAN = 'NumericLessThan',
  /** A smaller number or the same. */
  NUMERIC_LESS_THAN_EQUALS = 'NumericLessThanEquals',
  /** A greater number. */
  NUMERIC_GREATER_THAN = 'NumericGreaterThan',
  /** A greater number or the same. */
  NUMERIC_GREATER_THAN_EQUALS = 'NumericGreaterThanEquals',
  /** The same time, as ISO 8601. */
  DATE_EQUALS = 'DateEquals',
  /** Another time, as ISO 8601, or none at all. */
  DATE_NOT_EQUALS = 'DateNotEquals',
  /** An earlier time, as ISO 8601. */
  DATE_LESS_THAN = 'DateLessThan',
  /** An earlier time or the same, as ISO 8601. */
  DATE_LESS_THAN_EQUALS = 'DateLessThanEquals',
  /** A later time, as ISO 8601. */
  DATE_GREATER_THAN = 'DateGreaterThan',
  /** A later time or the same, as ISO 8601. */
  DATE_GREATER_THAN_EQUALS = 'DateGreaterThanEquals',
  /** `true` or `false`. */
  BOOL = 'Bool',
  /** An address in a range. */
  IP_ADDRESS = 'IpAddress',
  /** An address outside of a range, or none at all. */
  NOT_IP_ADDRESS = 'NotIpAddress',
  /** The same bytes, as Base64. */
  BINARY_EQUALS = 'BinaryEquals',
  /** An ARN, in whose parts `*` and `?` may stand. */
  ARN_LIKE = 'ArnLike',
  /** Another ARN, or none at all. */
  ARN_NOT_LIKE = 'ArnNotLike',
  /** `true` for a request without the key, `false` for one with it. */
  NULL = 'Null',
}

/** What a condition looks at, which says where else it may be put. */
type Subject = 'time' | 'principal' | 'network' | 'factor' | 'request';

/**
 * Under which circumstances an access holds: `access.when(condition)`.
 *
 * Several conditions must all hold; several values of one are alternatives.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 *
 * @example
 * declare const uploads: s3.Bucket;
 * S3Access.readObjects(uploads).when(AccessCondition.sourceIp('203.0.113.0/24'));
 */
export class AccessCondition {
  /**
   * The call comes from one of these addresses of the Internet (`aws:SourceIp`).
   *
   * Calls through a VPC endpoint have no such address: use `sourceVpc()` for them. A range that is none, that is larger than any network
   * or from which no call comes over the Internet (private ones and the like) is an error.
   *
   * @param ranges such as `203.0.113.0/24`
   */
  public static sourceIp(...ranges: string[]): AccessCondition {
    checkNotEmpty(ranges, 'AccessCondition.sourceIp()', 'Give at least one range, such as \'203.0.113.0/24\'.');
    ranges.forEach(checkRange);
    return new AccessCondition('network', { IpAddress: { 'aws:SourceIp': one(ranges) } });
  }

  /**
   * The call comes through a VPC endpoint of this VPC (`aws:SourceVpc`).
   *
   * @param vpc made in the app at any level, or imported
   */
  public static sourceVpc(vpc: ec2.IVPCRef): AccessCondition {
    return new AccessCondition('network', { StringEquals: { 'aws:SourceVpc': vpc.vpcRef.vpcId } });
  }

  /**
   * The call comes through one of these VPC endpoints (`aws:SourceVpce`).
   *
   * @param endpoints made in the app at any level, or imported
   */
  public static sourceVpcEndpoint(...endpoints: ec2.IVPCEndpointRef[]): AccessCondition {
    checkNotEmpty(endpoints, 'AccessCondition.sourceVpcEndpoint()', 'Give at least one endpoint.');
    return new AccessCondition('network', { StringEquals: { 'aws:SourceVpce': one(endpoints.map((endpoint) => endpoint.vpcEndpointRef.vpcEndpointId)) } });
  }

  /**
   * The call comes between two points of time (`aws:CurrentTime`), the second one excluded.
   *
   * @param start the first moment
   * @param end the moment after the last one
   */
  public static between(start: Date, end: Date): AccessCondition {
    const [first, last] = [timeOf(start, 'start'), timeOf(end, 'end')];
    if (last <= first) {
      throw new InvalidInputError(`The end of the time is not after its start, so it never comes: got ${quote(first)} to ${quote(last)}. Give the earlier one first.`);
    }
    return new AccessCondition('time', { DateGreaterThanEquals: { 'aws:CurrentTime': first }, DateLessThan: { 'aws:CurrentTime': last } });
  }

  /**
   * The call comes before a point of time (`aws:CurrentTime`).
   *
   * @param end the moment after the last one
   */
  public static before(end: Date): AccessCondition {
    return new AccessCondition('time', { DateLessThan: { 'aws:CurrentTime': timeOf(end, 'end') } });
  }

  /**
   * The caller is a person who has signed in with a second factor (`aws:MultiFactorAuthPresent`).
   *
   * Applications never have: for the role of a workload it is an error.
   *
   * @param maxAge how long ago the factor may have been given; without it as long as the session lasts
   */
  public static mfa(maxAge?: Duration): AccessCondition {
    const age = maxAge?.toSeconds();
    if (age !== undefined && !Token.isUnresolved(age) && age <= 0) {
      throw new InvalidInputError(`The age of the second factor is never that small: got ${quote(maxAge!.toHumanString())}. Give a time such as Duration.hours(1).`);
    }
    return new AccessCondition('factor', {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      ...age === undefined ? {} : { NumericLessThan: { 'aws:MultiFactorAuthAge': String(age) } },
    });
  }

  /**
   * The resource has a tag with one of these values (`aws:ResourceTag`).
   *
   * It is an error together with actions that change tags, by which the caller could give himself the tag, and with actions whose
   * service does not tell the tags of its resources.
   *
   * @param key the key of the tag
   * @param values one or more
   */
  public static resourceTag(key: string, ...values: string[]): AccessCondition {
    return tagCondition('aws:ResourceTag', key, values);
  }

  /**
   * The role, or its session, has a tag with one of these values (`aws:PrincipalTag`).
   *
   * @param key the key of the tag
   * @param values one or more
   */
  public static principalTag(key: string, ...values: string[]): AccessCondition {
    return tagCondition('aws:PrincipalTag', key, values);
  }

  /**
   * The call brings a tag with one of these values (`aws:RequestTag`).
   *
   * @param key the key of the tag
   * @param values one or more
   */
  public static requestTag(key: string, ...values: string[]): AccessCondition {
    return tagCondition('aws:RequestTag', key, values);
  }

  /**
   * The call brings tags, and none with other keys than these (`aws:TagKeys`).
   *
   * @param keys one or more
   */
  public static onlyTagKeys(...keys: string[]): AccessCondition {
    checkNotEmpty(keys, 'AccessCondition.onlyTagKeys()', 'Give at least one key.');
    keys.forEach(checkTagKey);
    return new AccessCondition('request', { 'ForAllValues:StringEquals': { 'aws:TagKeys': [...keys] }, 'Null': { 'aws:TagKeys': 'false' } });
  }

  /** The call is encrypted (`aws:SecureTransport`). */
  public static secureTransport(): AccessCondition {
    return new AccessCondition('request', { Bool: { 'aws:SecureTransport': 'true' } });
  }

  /**
   * The resource is in one of these accounts (`aws:ResourceAccount`).
   *
   * @param accounts 12 digits each
   */
  public static resourceAccount(...accounts: string[]): AccessCondition {
    checkNotEmpty(accounts, 'AccessCondition.resourceAccount()', 'Give at least one account.');
    accounts.forEach((account) => checkAccountId(account, 'The account of the resource'));
    return new AccessCondition('request', { StringEquals: { 'aws:ResourceAccount': one(accounts) } });
  }

  /**
   * The resource is in an account of this organization (`aws:ResourceOrgID`).
   *
   * @param organizationId the id of the organization, such as `o-a1b2c3d4e5`
   */
  public static resourceOrganization(organizationId: string): AccessCondition {
    checkOrganizationId(organizationId, 'The organization of the resource');
    return new AccessCondition('request', { StringEquals: { 'aws:ResourceOrgID': organizationId } });
  }

  /**
   * The call goes to one of these regions (`aws:RequestedRegion`).
   *
   * @param regions such as `eu-west-1`
   */
  public static requestedRegion(...regions: string[]): AccessCondition {
    checkNotEmpty(regions, 'AccessCondition.requestedRegion()', 'Give at least one region.');
    for (const region of regions) {
      checkLiteral(region, 'The region', 'Write it as \'eu-west-1\'.');
      if (!Token.isUnresolved(region) && !/^[a-z]+(-[a-z]+)+-\d+$/.test(region)) {
        throw new InvalidInputError(`The region is none: got ${quote(region)}. Write it as 'eu-west-1'.`);
      }
    }
    return new AccessCondition('request', { StringEquals: { 'aws:RequestedRegion': one(regions) } });
  }

  /**
   * A service makes the call with the rights of the caller, and is one of these (`aws:CalledVia`).
   *
   * @param services principals of services, such as `athena.amazonaws.com`
   */
  public static calledVia(...services: string[]): AccessCondition {
    checkNotEmpty(services, 'AccessCondition.calledVia()', 'Give at least one service, such as \'athena.amazonaws.com\'.');
    for (const service of services) {
      checkLiteral(service, 'The service', 'Write its principal, such as \'athena.amazonaws.com\'.');
      if (!Token.isUnresolved(service) && !/^[a-z0-9.-]+\.amazonaws\.com$/.test(service)) {
        throw new InvalidInputError(`The service is not the principal of one: got ${quote(service)}. Write it as 'athena.amazonaws.com'.`);
      }
    }
    return new AccessCondition('request', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': one(services) } });
  }

  /**
   * Any condition key, of AWS or of one service.
   *
   * It is an error if an action of the access does not have the key, if the operator does not fit its type, or if a value is none that the
   * operator compares. A wildcard is one with `STRING_LIKE` and `ARN_LIKE` alone.
   *
   * @param operator how it is compared
   * @param key such as `s3:x-amz-server-side-encryption`
   * @param values one or more, of which one must match
   */
  public static of(operator: ConditionOperator, key: string, ...values: string[]): AccessCondition {
    return new AccessCondition(subjectOf(key), { [operator]: { [key]: one(checkedValues(operator, key, values)) } });
  }

  /**
   * A condition key with several values in a request, of which at least one must match (`ForAnyValue`).
   *
   * @param operator how each is compared
   * @param key such as `ses:Recipients`
   * @param values one or more
   */
  public static anyValue(operator: ConditionOperator, key: string, ...values: string[]): AccessCondition {
    checkQuantified(operator);
    return new AccessCondition(subjectOf(key), { [`ForAnyValue:${operator}`]: { [key]: one(checkedValues(operator, key, values)) } });
  }

  /**
   * A condition key with several values in a request, all of which must match (`ForAllValues`), and of which there must be one (`Null`).
   *
   * It is an error for a key that has one value.
   *
   * @param operator how each is compared
   * @param key such as `ses:Recipients`
   * @param values one or more
   */
  public static allValues(operator: ConditionOperator, key: string, ...values: string[]): AccessCondition {
    checkQuantified(operator);
    return new AccessCondition(subjectOf(key), { [`ForAllValues:${operator}`]: { [key]: checkedValues(operator, key, values) }, Null: { [key]: 'false' } });
  }

  /** @internal */
  public readonly _block: ConditionBlock;
  readonly #subject: Subject;

  private constructor(subject: Subject, block: ConditionBlock) {
    this.#subject = subject;
    this._block = block;
  }

  /** It says the same of the call that a service makes to the key of the resource. @internal */
  public get _holdsForKey(): boolean {
    return this.#subject === 'time' || this.#subject === 'principal';
  }
}

/** One value or a list, as IAM reads both. */
function one(values: readonly string[]): string | string[] {
  return values.length === 1 ? values[0] : [...values];
}

/** Whose key it is: what tests the network or a second factor of the caller is not there when a service calls on its behalf. */
function subjectOf(key: string): Subject {
  if (/^aws:(CurrentTime|EpochTime)$/i.test(key)) return 'time';
  if (/^aws:(Principal.+|userid|username|SourceIdentity)$/i.test(key)) return 'principal';
  if (/^aws:(SourceIp|VpcSourceIp|SourceVpc|SourceVpce|SourceVpcArn|Vpce.+)$/i.test(key)) return 'network';
  return /^aws:MultiFactorAuth/i.test(key) ? 'factor' : 'request';
}

function tagCondition(kind: string, key: string, values: readonly string[]): AccessCondition {
  checkTagKey(key);
  checkNotEmpty(values, `The list of values of the tag ${quote(key)}`, 'Give at least one.');
  values.forEach((value) => checkLiteral(value, `The value of the tag ${quote(key)}`, 'Write it as it is, or use AccessCondition.of() for a pattern.'));
  return AccessCondition.of(ConditionOperator.STRING_EQUALS, `${kind}/${key}`, ...values);
}

/** The length of the key of a tag. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const TAG_KEY_MAX_LENGTH = 128;

function checkTagKey(key: string): void {
  if (Token.isUnresolved(key)) {
    throw new InvalidInputError(`The key of a tag is not known before the template is deployed: got ${quote(readable(key))}. It becomes a part of a condition key, in which CloudFormation puts in no value. Write the key as it is.`);
  }
  checkLiteral(key, 'The key of a tag', 'Write it as it is.');
  if (key.length > TAG_KEY_MAX_LENGTH || !/^[\p{L}\p{Z}\p{N}_.:/=+@-]+$/u.test(key)) {
    throw new InvalidInputError(`The key of a tag is none that AWS takes: got ${key.length} characters, ${quote(key)}. Allowed: 1 to ${TAG_KEY_MAX_LENGTH} letters, digits, blanks and _ . : / = + - @.`);
  }
}

function timeOf(time: Date, what: string): string {
  if (!(time instanceof Date) || Number.isNaN(time.getTime())) {
    throw new InvalidInputError(`The ${what} of the time is no point of time: got ${quote(String(time))}. Give a date, such as new Date('2027-01-01T00:00:00Z').`);
  }
  const text = time.toISOString().replace(/\.\d+Z$/, 'Z');
  if (!/^\d{4}-/.test(text)) {
    throw new InvalidInputError(`The ${what} of the time is in a year that ISO 8601 does not write with four digits: got ${quote(text)}. Give a time from the year 0 to 9999.`);
  }
  return text;
}

/**
 * Ranges from which no call comes over the Internet: private ones, those of carriers, tests, groups and this machine, and what is reserved.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry/iana-ipv6-special-registry.xhtml
 */
const NOT_PUBLIC = [
  /^(0|10|127)\./, /^172\.(1[6-9]|2\d|3[01])\./, /^192\.168\./, /^169\.254\./, /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./, /^198\.1[89]\./, /^(22[4-9]|2[34]\d|25[0-5])\./,
  /^f[cd][0-9a-f]{2}:/i, /^fe[89ab][0-9a-f]:/i, /^ff[0-9a-f]{2}:/i, /^::1?$/,
];

/** The largest networks that anyone has: a range beyond them is a mistake, or two of them that cover every address. */
const SHORTEST_PREFIX = { 4: 8, 6: 12 };
const LONGEST_PREFIX = { 4: 32, 6: 128 };

/** Reads a range of addresses: its address, its version and the length of its prefix; an error if it is none. */
function readRange(range: string, what: string): { readonly address: string; readonly version: 4 | 6; readonly bits: number } {
  const [address, prefix, ...rest] = range.split('/');
  const version = isIP(address) as 0 | 4 | 6;
  // A name of a network card behind an address is known to one machine alone.
  const isRange = version !== 0 && !address.includes('%') && rest.length === 0 && (prefix === undefined || /^(0|[1-9]\d{0,2})$/.test(prefix));
  const bits = version === 0 ? 0 : Number(prefix ?? LONGEST_PREFIX[version]);
  if (!isRange || bits > LONGEST_PREFIX[version]) {
    throw new InvalidInputError(`${what} is none: got ${quote(range)}. Write it as '203.0.113.0/24' or '2001:db8::/32'.`);
  }
  return { address, version, bits };
}

function checkRange(range: string): void {
  const what = 'The range of addresses';
  checkPresent(range, what, 'Write it as \'203.0.113.0/24\' or \'2001:db8::/32\'.');
  if (Token.isUnresolved(range)) return;
  const { address, version, bits } = readRange(range, what);
  if (bits === 0) throw new InvalidInputError(`${what} covers every address: got ${quote(range)}. Name the addresses from which the calls come.`);
  if (/^::ffff:/i.test(address)) {
    throw new InvalidInputError(`${what} is one of IPv4 in the form of IPv6, which is never compared with an address of IPv4: got ${quote(range)}. Write it as '203.0.113.0/24'.`);
  }
  if (bits < SHORTEST_PREFIX[version]) {
    throw new InvalidInputError(`${what} is larger than any network: got ${quote(range)}. Allowed are prefixes from /${SHORTEST_PREFIX[version]}. Name the addresses from which the calls come.`);
  }
  if (NOT_PUBLIC.some((shape) => shape.test(address))) {
    throw new InvalidInputError(`${what} is private or reserved, and no call reaches AWS from it over the Internet: got ${quote(range)}. Name the public addresses, or use AccessCondition.sourceVpc() for calls through VPC endpoints.`);
  }
}

/** The names of all operators, which other languages than TypeScript cannot miss. */
const OPERATORS: readonly string[] = Object.values(ConditionOperator);

function checkQuantified(operator: ConditionOperator): void {
  if (operator !== ConditionOperator.NULL) return;
  throw new InvalidInputError(`The operator ${quote(operator)} asks whether a key is there at all, not for its values. Use AccessCondition.of().`);
}

function checkedValues(operator: ConditionOperator, key: string, values: readonly string[]): string[] {
  if (!OPERATORS.includes(operator)) {
    throw new InvalidInputError(`The operator is none that a condition may have: got ${quote(String(operator))}. Use one of ConditionOperator.`);
  }
  checkKey(key);
  checkNotEmpty(values, `The list of values of ${quote(key)}`, 'Give at least one.');
  values.forEach((value) => checkValue(operator, key, value));
  const [, second] = new Set(values);
  if (second !== undefined && TRUTH.includes(operator)) {
    throw new InvalidInputError(`The values of ${quote(key)} are alternatives of which one always holds: got 'true' and 'false'. Give one of them.`);
  }
  return [...values];
}

/** Operators that compare with `true` or `false`. */
const TRUTH = [ConditionOperator.BOOL, ConditionOperator.NULL];

/** The key of a tag may have blanks in it. */
function checkKey(key: string): void {
  if (typeof key === 'string' && !Token.isUnresolved(key) && /^[A-Za-z0-9-]+:[^\s*?"\\$]+(\/[^*?"\\$]+)?$/.test(key) && unreadableBecause(key) === undefined) return;
  throw new InvalidInputError(`The condition key is not one: got ${quote(typeof key === 'string' ? readable(key) : key)}. Write it as 's3:prefix' or 'aws:SourceVpc'.`);
}

function checkValue(operator: ConditionOperator, key: string, value: string): void {
  const what = `The value of ${quote(key)}`;
  if (typeof value !== 'string') throw new InvalidInputError(`${what} is not text: got ${quote(value)}. Write it in quotes.`);
  checkPresent(value, what, 'Write it as it is.');
  const reason = value === '' ? 'is empty' : unreadableBecause(withTokensAs(value, () => '{'));
  if (reason) throw new InvalidInputError(`${what} ${reason}: got ${quote(readable(value))}. Write it as it is.`);
  const isPattern = /(Like|Arn)/.test(operator);
  if (isPattern) parametersIn(value).forEach((parameter) => checkLiteralParameter(parameter, what));
  if (/^String/.test(operator) && !isPattern && /[*?]/.test(withTokensAs(value, () => '').replace(/\$\{[*?$]\}/g, ''))) {
    throw new InvalidInputError(`${what} holds a wildcard, which ${operator} compares as it is: got ${quote(readable(value))}. Use ConditionOperator.STRING_LIKE.`);
  }
  // What is known later, or is a policy variable, is left to whoever makes it.
  if (Token.isUnresolved(value) || value.includes('${')) return;
  if (/IpAddress$/.test(operator)) {
    if (operator === ConditionOperator.IP_ADDRESS && /^aws:SourceIp$/i.test(key)) checkRange(value);
    else readRange(value, what);
    return;
  }
  if (TRUTH.includes(operator) && !/^(true|false)$/.test(value)) {
    throw new InvalidInputError(`${what} is neither 'true' nor 'false': got ${quote(value)}. ${operator} takes no other.`);
  }
  const [, allowed] = VALUES.find(([shape, , isOne]) => shape.test(operator) && !isOne(value)) ?? [];
  if (allowed !== undefined) throw new InvalidInputError(`${what} is none that ${operator} compares: got ${quote(value)}. Write ${allowed}.`);
}

/** What the operators compare, and how it is written. */
const VALUES: [operators: RegExp, allowed: string, isOne: (value: string) => boolean][] = [
  [/^Numeric/, 'a number such as \'10\'', (value) => /^-?\d+(\.\d+)?$/.test(value)],
  // Or the seconds since 1970.
  [/^Date/, 'a time of ISO 8601 such as \'2027-01-01T00:00:00Z\'', (value) => /^\d+$/.test(value) || (ISO_TIME.test(value) && !Number.isNaN(Date.parse(value)))],
  [/^Arn/, 'an ARN, in whose parts wildcards may stand, or \'*\'', (value) => value === '*' || /^arn:([^:]*:){4}./.test(value)],
  [/^Binary/, 'it in Base64', (value) => /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)],
];
const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
