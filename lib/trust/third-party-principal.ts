import type { CfnParameter } from 'aws-cdk-lib';
import { CfnMapping, Stack } from 'aws-cdk-lib';
import type { AccountCallerOptions } from './account-callers';
import { accountCaller, checkLiteralAccount, ofOrganization, ofRole } from './account-callers';
import type { ExternalId } from './external-id';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import type { ConditionBlock } from '../private/conditions';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkNotEmpty } from '../private/names';

/** What a third party must show. */
export interface ThirdPartyOptions extends AccountCallerOptions {
  /**
   * The external ID that the third party sends with every request.
   *
   * `ExternalId.none(reason)` if it cannot send one.
   */
  readonly externalId: ExternalId;

  /**
   * The id of the AWS organization in which the caller must be, such as `o-a1b2c3d4e5` (`aws:PrincipalOrgID`).
   *
   * @default - any organization or none
   */
  readonly organizationId?: string;
}

/** What one role of a third party must show. */
export interface ThirdPartyRoleOptions extends ThirdPartyOptions {
  /**
   * The path of the third party's role, such as `/service/`.
   *
   * @default '/'
   */
  readonly rolePath?: string;
}

/** What a third party with several sites must show. */
export interface ThirdPartySiteOptions extends ThirdPartyOptions {
  /**
   * The name of the one role that may call, the same at every site.
   *
   * @default - whoever the third party's account lets
   */
  readonly roleName?: string;

  /**
   * The path of that role, such as `/service/`.
   *
   * @default '/'
   */
  readonly rolePath?: string;
}

/**
 * Somebody else's AWS account that works in this one: a vendor, a partner, a seller in AWS Marketplace.
 *
 * The account is written into the template, never taken from a parameter, since a link to a template can fill in any parameter. The
 * external ID is demanded of every request, in one statement for each pair of account and external ID.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 *
 * @example
 * new AccountAccessRole(this, 'AcmeAccess', {
 *   thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.parameter(this, 'ExternalId') }),
 *   permissions: [S3Access.listObjects(s3.Bucket.fromBucketName(this, 'Reports', 'acme-reports'))],
 * });
 */
export class ThirdPartyPrincipal extends PinnedPrincipal {
  /**
   * Whoever the third party's account lets: its administrators decide which of its roles may call.
   *
   * @param account 12 digits
   * @param options what the third party must show
   */
  public static account(account: string, options: ThirdPartyOptions): ThirdPartyPrincipal {
    checkLiteralAccount(account, ACCOUNT, BY_SITE);
    return ThirdPartyPrincipal.demanding(options, account, ofOrganization(options?.organizationId, ORGANIZATION));
  }

  /**
   * One role of the third party.
   *
   * The trust names the account and demands the role's ARN (`aws:PrincipalArn`), so it outlives a role that is deleted and made anew,
   * and deploys before the role exists.
   *
   * @param account 12 digits
   * @param roleName the name of the role, without a path
   * @param options what the role must show
   */
  public static role(account: string, roleName: string, options: ThirdPartyRoleOptions): ThirdPartyPrincipal {
    checkLiteralAccount(account, ACCOUNT, BY_SITE);
    return ThirdPartyPrincipal.demanding(options, account, {
      ...ofOrganization(options?.organizationId, ORGANIZATION),
      ...ofRole(account, roleName, options?.rolePath, WHOSE),
    });
  }

  /**
   * A third party with an account for each of its sites: the customer picks the site, the template holds the accounts.
   *
   * @param siteParameter the parameter with which the customer picks; what it allows becomes the names of the sites, or must be among them
   * @param accounts the name of each site with the third party's account there
   * @param options what the third party must show
   */
  public static bySite(siteParameter: CfnParameter, accounts: Record<string, string>, options: ThirdPartySiteOptions): ThirdPartyPrincipal {
    if (options?.rolePath !== undefined && options.roleName === undefined) {
      throw new InvalidInputError(`The path of the third party's role is given without its name, so every role of the account could call: got ${quote(options.rolePath)}. Give 'roleName' too, or leave 'rolePath' out.`);
    }
    checkSites(siteParameter, accounts);
    if (siteParameter.allowedValues === undefined) siteParameter.allowedValues = Object.keys(accounts);

    const account = siteMapping(siteParameter, accounts).findInMap(siteParameter.valueAsString, ACCOUNT_KEY);
    return ThirdPartyPrincipal.demanding(options, account, {
      ...ofOrganization(options?.organizationId, ORGANIZATION),
      ...options?.roleName === undefined ? {} : ofRole(account, options.roleName, options.rolePath, WHOSE),
    });
  }

  /**
   * Several third parties, or several accounts of one: each with its own external ID.
   *
   * @param thirdParties one or more
   */
  public static anyOf(...thirdParties: ThirdPartyPrincipal[]): ThirdPartyPrincipal {
    checkNotEmpty(thirdParties, 'ThirdPartyPrincipal.anyOf()', 'Give at least one third party.');
    return new ThirdPartyPrincipal({
      label: LABEL,
      callers: thirdParties.flatMap((thirdParty) => thirdParty._pinned.callers),
      findings: thirdParties.flatMap((thirdParty) => thirdParty._findings),
    }, thirdParties.flatMap((thirdParty) => thirdParty._externalIds));
  }

  /** One statement for each external ID, since an ID belongs to its account alone. */
  private static demanding(options: ThirdPartyOptions, account: string, conditions: ConditionBlock): ThirdPartyPrincipal {
    // Plain JavaScript lets both be left out.
    const { externalId } = options ?? {};
    if (externalId === undefined || externalId === null) {
      throw new InvalidInputError('ThirdPartyPrincipal has no external ID, so whoever gets the third party to use this role\'s ARN would be let in. Give \'externalId\', such as ExternalId.parameter(this, \'ExternalId\').');
    }
    if (!Array.isArray(externalId._values)) {
      throw new InvalidInputError(`The external ID of ThirdPartyPrincipal is not an ExternalId: got ${quote(externalId)}. Write ExternalId.of() around it, or take ExternalId.parameter(this, 'ExternalId').`);
    }
    const demands = externalId._values.length === 0 ? [{}] : externalId._values.map((value) => ({ StringEquals: { 'sts:ExternalId': value } }));
    const callers = demands.map((demand) => accountCaller(account, mergeConditions(conditions, demand, LABEL), options, LABEL));
    return new ThirdPartyPrincipal({ label: LABEL, callers, findings: externalId._findings }, [externalId]);
  }

  /** The external IDs, to be handed back to the third party. @internal */
  public readonly _externalIds: readonly ExternalId[];

  private constructor(pinned: PinnedCallers, externalIds: readonly ExternalId[]) {
    super(pinned);
    this._externalIds = externalIds;
  }

  /** Those callers that were let off the external ID (`ExternalId.none`); undefined if there are none. @internal */
  public get _withoutExternalId(): ThirdPartyPrincipal | undefined {
    const callers = this._pinned.callers.filter((caller) => !('sts:ExternalId' in (caller.conditions.StringEquals ?? {})));
    return callers.length === 0 ? undefined : this._copy({ ...this._pinned, callers });
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): ThirdPartyPrincipal {
    return new ThirdPartyPrincipal(pinned, this._externalIds);
  }
}

const LABEL = 'ThirdPartyPrincipal';
const BY_SITE = ', or use ThirdPartyPrincipal.bySite() for one account for each site';
const WHOSE = 'the third party\'s';
const ACCOUNT = 'The third party\'s account';
const ORGANIZATION = 'The third party\'s organization';

/** The second key of a mapping of sites. */
const ACCOUNT_KEY = 'AccountId';

function checkSites(siteParameter: CfnParameter, accounts: Record<string, string>): void {
  const what = `The site parameter ${quote(siteParameter.node.id)}`;
  const sites = Object.keys(accounts);
  checkNotEmpty(sites, 'The list of sites and accounts', 'Give at least one site with its account.');
  for (const [site, account] of Object.entries(accounts)) {
    if (!/^[A-Za-z0-9.-]+$/.test(site)) {
      throw new InvalidInputError(`The name of a site is not one that a mapping takes: got ${quote(site)}. Allowed: letters, digits, hyphens and dots.`);
    }
    checkLiteralAccount(account, ACCOUNT, BY_SITE);
  }
  if (siteParameter.type !== 'String') {
    throw new InvalidInputError(`${what} is of type ${quote(siteParameter.type)}. Make it 'String'.`);
  }
  const offered = [...siteParameter.allowedValues ?? [], ...siteParameter.default === undefined ? [] : [siteParameter.default]];
  const unknown = offered.map(String).filter((site) => !sites.includes(site));
  if (unknown.length > 0) {
    throw new InvalidInputError(`${what} allows a site without an account: got ${list(unknown.map(quote))}. Known sites are ${list(sites.map(quote))}. Give each site its account.`);
  }
}

/** The accounts beside the parameter; a second principal for the same parameter gets a mapping of its own. */
function siteMapping(siteParameter: CfnParameter, accounts: Record<string, string>): CfnMapping {
  const stack = Stack.of(siteParameter);
  const name = (count: number) => `${siteParameter.node.id}Accounts${count === 1 ? '' : count}`;
  let count = 1;
  while (stack.node.tryFindChild(name(count))) count++;
  return new CfnMapping(stack, name(count), {
    mapping: Object.fromEntries(Object.entries(accounts).map(([site, account]) => [site, { [ACCOUNT_KEY]: account }])),
  });
}
