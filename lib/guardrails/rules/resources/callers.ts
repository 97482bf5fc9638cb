import type { Text } from '../../../private/evaluation/text';
import { shown, withMarks } from '../../../private/evaluation/text';
import type { Policy } from '../../../private/template/policies';
import type { Statement, Test } from '../../../private/template/statement';
import { judged } from '../../../private/template/trust-statement';
import { holdsVariable } from '../../../private/trust-policy';
import { isForEveryone } from '../../principals';
import { covers, isFor, isNegated, isPositive, testsOf } from '../../statements';
import { namesSource } from '../services/common';
import { namesCallers } from '../trust/trust-statements';

/** A network of fewer bits is so wide that it names nobody: of IPv6, a provider has one of 32 bits. */
const FEWEST_BITS = 8;
const FEWEST_BITS_OF_V6 = 20;

/** So many of the widest networks together are those of everybody. */
const MOST_NETWORKS = 16;

/** What stands in a text for what is known once deployed. */
const KNOWN_LATER = 'X';

/** Text that is known and more than wildcards. */
const isNamed = (value: string) => value !== '' && !/^[*?]+$/.test(value);

/** Text of which all is known, or known once deployed. */
const isExact = (value: string) => value !== '' && !/[*?]/.test(value);

/** A network is named unless it is that of everybody. */
function isNetwork(value: string): boolean {
  return isExact(value) && partOfAll(value) <= 1;
}

/** How large a network is, where one that is just named is 1. */
function partOfAll(network: string): number {
  const [address, bits = KNOWN_LATER] = network.split('/');
  return bits === KNOWN_LATER ? 0 : 2 ** ((address.includes(':') ? FEWEST_BITS_OF_V6 : FEWEST_BITS) - Number(bits));
}

/** Whether the networks of a test together are those of most of the world. */
function areEverywhere({ key, values }: Test): boolean {
  return /^aws:SourceIp$/i.test(key) && values.reduce((sum, value) => sum + partOfAll(withMarks(value, KNOWN_LATER)), 0) > MOST_NETWORKS;
}

/** Whether an ARN, or a pattern of one, is of resources that are known; the name of a bucket is nobody else's, whatever stands for its account. */
function isSource(value: string): boolean {
  return namesSource(value) || /^arn:[^:]*:s3:\*?:\*?:[^*?:/]+(\/|$)/.test(value);
}

/**
 * Keys by which a policy of a resource says who its callers are, or where they come from, and what their values must look like, beside those
 * that say it in the trust of a role.
 */
const CALLERS: readonly [key: RegExp, isKnown: (value: string) => boolean][] = [
  // The key of AWS services in the policies that SNS makes. @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
  [/^aws:SourceOwner$/i, isExact],
  [/^aws:SourceArn$/i, isSource],
  [/^aws:(SourceVpce?|SourceVpcArn)$/i, isExact],
  [/^aws:Vpce(Account|OrgID|OrgPaths)$/i, isExact],
  [/^aws:SourceIp$/i, isNetwork],
  // The beginning is the unique id of a user or role, or an account.
  [/^aws:userid$/i, (value) => /^(A[A-Z0-9]{15,}|\d{12}|X)/.test(value)],
  [/^kms:CallerAccount$/i, isExact],
  // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
  [/^s3:DataAccessPointAccount$/i, isExact],
  [/^s3:DataAccessPointArn$/i, (value) => /^arn:[^:]*:s3:[^:]*:[^:*?]+:/.test(value)],
  // Mount targets are in networks. @see https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
  [/^elasticfilesystem:AccessedViaMountTarget$/i, (value) => value === 'true'],
  [/^elasticfilesystem:AccessPointArn$/i, isNamed],
  [/^vpc-lattice(-svcs)?:SourceVpc(OwnerAccount)?$/i, isExact],
];

/** Where messages may go, which limits who asks for them. */
const DESTINATION = /^sns:Endpoint$/i;

/** Keys of whom a service acts for. */
const SOURCES: readonly [key: RegExp, isKnown: (value: string) => boolean][] = [
  [/^aws:Source(Account|OrgID|Owner)$/i, isExact],
  [/^aws:SourceOrgPaths$/i, (value) => /^[^*?]+\//.test(value)],
  [/^aws:SourceArn$/i, isSource],
  [/^aws:SourceVpce?$/i, isExact],
  [/^kms:(CallerAccount|EncryptionContext:.+)$/i, isNamed],
  // What SES sends in policies of before. @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html
  [/^aws:Referer$/i, (value) => /^(\d{12}|X)$/.test(value)],
];

/** Operators that say what a key is, not how much; networks have their own. */
const COMPARES = /^(String|Arn)(Not)?(Equals|EqualsIgnoreCase|Like)$|^(Not)?IpAddress$|^Bool$/i;

function isOfKnown(test: Test, keys: typeof CALLERS): boolean {
  const isKnown = keys.find(([key]) => key.test(test.key))?.[1];
  const isClosed = (value: Text) => isKnown!(withMarks(value, KNOWN_LATER)) && !holdsVariable(judged(value));
  return isKnown !== undefined && COMPARES.test(test.operator) && test.values.length > 0 && test.values.every(isClosed) && !areEverywhere(test);
}

/** Whether a test is met by callers alone that are known, by who they are or where they come from. */
function isOfCallers(test: Test): boolean {
  return isPositive(test) && (namesCallers(test) || isOfKnown(test, CALLERS));
}

/** Whether a statement for everyone has a condition that only callers meet who are known. */
export function limitsCallers(statement: Statement): boolean {
  if (statement.tests.some(isOfCallers)) return true;
  const isSubscription = (statement.actions ?? []).every((action) => /^sns:(Subscribe|Receive)$/i.test(shown(action)));
  return statement.actions !== undefined && isSubscription && testsOf(statement, DESTINATION).some((test) => isPositive(test)
    && test.values.length > 0 && test.values.every((value) => isDestination(withMarks(value, KNOWN_LATER))));
}

/** Whether a text is one destination, or a pattern with the domain of its owner, or its account. */
function isDestination(value: string): boolean {
  return isExact(value) || namesSource(value) || /^[^@]*@(\*\.)?[^*?@]+\.[^*?@.]+$|^[a-z]+:\/\/(\*\.)?[^*?/]+\.[^*?/]+\//i.test(value);
}

/** Whether a statement says for whom a service may come. */
export function limitsSource(statement: Statement): boolean {
  return statement.tests.some((test) => isPositive(test) && isOfKnown(test, SOURCES));
}

/** Whether the policy refuses everybody but callers that are known what a statement of it allows. */
export function refusesOtherCallers(policy: Policy, allow: Statement): boolean {
  return refuses(policy, allow, 'false', (test) => namesCallers(test) || isOfKnown(test, CALLERS));
}

/** Whether the policy refuses services that come for others what a statement of it allows. */
export function refusesOtherSources(policy: Policy, allow: Statement): boolean {
  return refuses(policy, allow, 'true', (test) => isOfKnown(test, SOURCES));
}

/**
 * Whether a Deny for everyone is left out for those alone that are known.
 *
 * @param isService what `aws:PrincipalIsAWSService` may be tested for: the Deny is for those whom the question is about
 */
function refuses(policy: Policy, allow: Statement, isService: 'true' | 'false', isKnown: (test: Test) => boolean): boolean {
  const aside = ({ key, operator, values }: Test) => (/^aws:PrincipalIsAWSService$/i.test(key) && /^Bool$/i.test(operator) && values.every((value) => value === isService))
    // Only services say for whom they come.
    || (isService === 'true' && /^Null$/i.test(operator) && /^aws:Source(Arn|Account|OrgID|OrgPaths)$/i.test(key) && values.every((value) => value === 'false'));
  const isOfStrangers = (test: Test) => isNegated(test) && !/^ForAnyValue$/i.test(test.quantifier ?? '')
    && isKnown({ ...test, operator: test.operator.replace(/Not/i, ''), ifExists: false, quantifier: undefined });
  return deniesOf(policy).some((deny) => {
    const tests = deny.tests.filter((test) => !aside(test));
    return tests.length > 0 && tests.every(isOfStrangers) && (deny.when === '' || deny.when === allow.when) && isAtLeastAsWide(deny, allow);
  });
}

/** A policy of a resource has no room for as many statements that deny; those beyond are passed over. */
const MOST_DENIES = 200;

function deniesOf(policy: Policy): readonly Statement[] {
  const known = DENIES.get(policy) ?? policy.statements.filter((one) => one.effect === 'Deny' && one.unreadable === undefined && isForEveryone(one))
    .slice(0, MOST_DENIES);
  DENIES.set(policy, known);
  return known;
}

const DENIES = new WeakMap<Policy, readonly Statement[]>();

/** Whether a Deny is for all actions and resources of an Allow. */
function isAtLeastAsWide(deny: Statement, allow: Statement): boolean {
  if (allow.actions === undefined || deny.notResources !== undefined || allow.notResources !== undefined) return deny.actions?.includes('*') ?? false;
  const isForResource = (resource: Text) => (deny.resources ?? ['*']).some((pattern) => covers(shown(pattern), shown(resource)) || shown(pattern) === shown(resource));
  return allow.actions.every((action) => isFor(deny, shown(action))) && (allow.resources ?? []).every(isForResource);
}
