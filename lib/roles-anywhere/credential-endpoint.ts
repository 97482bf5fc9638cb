import { Token } from 'aws-cdk-lib';
import { checkCommandText } from '../private/command-line';
import { InvalidInputError, list, quote } from '../private/errors';
import { partitionOf } from '../private/partition';
import { readable, withTokensAs } from '../private/text';

/** Where IAM Roles Anywhere has endpoints with validated cryptography. @see https://docs.aws.amazon.com/general/latest/gr/rolesanywhere.html */
const FIPS_REGIONS = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1'];

/** Partitions whose dual-stack endpoints are below `api.aws`. */
const DUAL_STACK_PARTITIONS = ['aws', 'aws-us-gov'];

/**
 * Where the credential helper asks for credentials.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/rolesanywhere.html
 */
export abstract class CredentialEndpoint {
  /** The endpoint of the region with FIPS 140 validated cryptography; a region without one is an error. */
  public static fips(): CredentialEndpoint {
    return new RegionalEndpoint((region) => {
      if (!Token.isUnresolved(region) && !FIPS_REGIONS.includes(region)) {
        throw new InvalidInputError(`IAM Roles Anywhere has no FIPS endpoint in the region: got ${quote(region)}. There is one in ${list(FIPS_REGIONS)}.`);
      }
      return `https://rolesanywhere-fips.${region}.amazonaws.com`;
    });
  }

  /** The endpoint of the region with an IPv6 and an IPv4 address. */
  public static dualStack(): CredentialEndpoint {
    return new RegionalEndpoint((region) => {
      const partition = Token.isUnresolved(region) ? undefined : partitionOf(region);
      if (partition !== undefined && !DUAL_STACK_PARTITIONS.includes(partition)) {
        throw new InvalidInputError(`No dual-stack endpoint of IAM Roles Anywhere is documented for the region: got ${quote(region)}. Use the usual endpoint, or CredentialEndpoint.url() if you know one.`);
      }
      return `https://rolesanywhere.${region}.api.aws`;
    });
  }

  /**
   * An endpoint by its URL, such as that of an interface VPC endpoint.
   *
   * @param url it begins with `https://` and has no path
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/vpc-interface-endpoints.html
   */
  public static url(url: string): CredentialEndpoint {
    const fix = 'Write it as \'https://vpce-0123.rolesanywhere.us-east-1.vpce.amazonaws.com\'.';
    checkCommandText(url, 'The endpoint', fix);
    const isUrl = /^https:\/\/[a-z0-9.-]+(:\d+)?$/i.test(withTokensAs(url, () => 'x'));
    if (!isUrl && !withTokensAs(url, () => '\u0000').startsWith('\u0000')) {
      throw new InvalidInputError(`The endpoint is not the URL of a host with encryption: got ${quote(readable(url))}. ${fix}`);
    }
    return new RegionalEndpoint(() => url);
  }

  /** @internal */
  public abstract _url(region: string): string;
}

class RegionalEndpoint extends CredentialEndpoint {
  constructor(private readonly urlIn: (region: string) => string) {
    super();
  }

  public _url(region: string): string {
    return this.urlIn(region);
  }
}
