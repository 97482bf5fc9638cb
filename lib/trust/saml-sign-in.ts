import type { IResolvable, IResolveContext } from 'aws-cdk-lib';
import { Aws, CfnMapping, Stack, Token, region_info } from 'aws-cdk-lib';
import { InvalidInputError, list, quote } from '../private/errors';

/** The id of the mapping from partitions to sign-in URLs, and its second key. */
const MAPPING_ID = 'SamlSignIn';
const URL_KEY = 'Url';

/**
 * The URL at which the AWS Management Console takes SAML assertions, in the partition of the stack that uses it.
 *
 * A principal has no scope, so the partition is known when the role that holds it is written: from the stack's region, or else by a mapping
 * in the template.
 */
class SamlSignInUrl implements IResolvable {
  public readonly creationStack: string[] = [];

  public resolve(context: IResolveContext): any {
    const stack = Stack.of(context.scope);
    const { partition, samlSignOnUrl } = region_info.RegionInfo.get(Token.isUnresolved(stack.region) ? '' : stack.region);
    if (partition === undefined) return signInMapping(stack).findInMap(Aws.PARTITION, URL_KEY);
    // CDK has an empty one where it knows none.
    if (!samlSignOnUrl) {
      throw new InvalidInputError(`The sign-in URL of the partition ${quote(partition)} is not known: got a stack in ${quote(stack.region)}. Give the whole URLs as 'audiences'.`);
    }
    return samlSignOnUrl;
  }

  public toString(): string {
    return Token.asString(this);
  }
}

/** One for all principals, so that two of the same kind are the same. */
const SIGN_IN_URL = new SamlSignInUrl();

/**
 * The URLs of the console to which assertions are sent: the partition's own, and those of single regions.
 *
 * @param providerId the id of the provider, where each provider has URLs of its own
 */
export function signInUrls(regions: readonly string[], providerId: string | undefined): string[] {
  const partitions = new Set(regions.map(partitionOf));
  if (partitions.size > 1) {
    throw new InvalidInputError(`The sign-in regions are in several partitions: got ${list(regions.map(quote))}. A role is in one of them: give only its regions.`);
  }
  const urls = [SIGN_IN_URL.toString(), ...regions.flatMap(regionalUrl)];
  return [...new Set(urls)].map((url) => providerId === undefined ? url : `${url}/acs/${providerId}`);
}

/**
 * The URL of a region; none where the region uses the one of its partition.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/signin-service.html
 */
function regionalUrl(region: string): string[] {
  if (region === 'us-gov-west-1') return [];
  return [`https://${region}.signin.${REGIONAL_DOMAINS[partitionOf(region)]}/saml`];
}

const REGIONAL_DOMAINS: Record<string, string> = { 'aws': 'aws.amazon.com', 'aws-us-gov': 'amazonaws-us-gov.com' };

function partitionOf(region: string): string {
  if (Token.isUnresolved(region)) {
    throw new InvalidInputError('A sign-in region is not known before the template is deployed: got a token. Write the region as it is, such as \'us-west-2\'.');
  }
  // A region that is newer than CDK: other partitions have names of another shape.
  const partition = region_info.RegionInfo.get(region).partition ?? (/^(?!cn-)[a-z]{2}-[a-z]+-\d+$/.test(region) ? 'aws' : '');
  if (partition in REGIONAL_DOMAINS) return partition;
  const problem = partition === '' ? 'A sign-in region is not a region of AWS' : `AWS documents no sign-in URL of a single region in the partition ${quote(partition)}`;
  throw new InvalidInputError(`${problem}: got ${quote(region)}. Write a region such as 'us-west-2', or give the whole URLs as 'audiences'.`);
}

/** The sign-in URLs of all partitions that CDK knows, once for each stack. */
function signInMapping(stack: Stack): CfnMapping {
  const known = MAPPINGS.get(stack);
  if (known) return known;

  const urls = region_info.RegionInfo.regions.flatMap(({ partition, samlSignOnUrl }): [string, object][] =>
    partition === undefined || !samlSignOnUrl ? [] : [[partition, { [URL_KEY]: samlSignOnUrl }]]);
  const name = (count: number) => `${MAPPING_ID}${count === 1 ? '' : count}`;
  let count = 1;
  while (stack.node.tryFindChild(name(count))) count++;
  const mapping = new CfnMapping(stack, name(count), { mapping: Object.fromEntries(urls) });
  MAPPINGS.set(stack, mapping);
  return mapping;
}

const MAPPINGS = new WeakMap<Stack, CfnMapping>();
