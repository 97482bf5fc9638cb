import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import type { AccountCallerOptions } from './account-callers';
import { accountCaller, checkLiteralAccount, ofOrganization, ofRole, withOptions } from './account-callers';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { InvalidInputError } from '../private/errors';
import { checkNotEmpty } from '../private/names';

/** What callers of an account of one's own must show. */
export interface TrustedAccountOptions extends AccountCallerOptions {
  /**
   * The id of the AWS organization in which the caller must be, such as `o-a1b2c3d4e5` (`aws:PrincipalOrgID`).
   *
   * With it the trust ends when the account leaves the organization.
   *
   * @default - any organization or none
   */
  readonly organizationId?: string;
}

/** What one role of an account of one's own must show. */
export interface TrustedRoleOptions extends TrustedAccountOptions {
  /**
   * The path of the role, such as `/service/`.
   *
   * @default '/'
   */
  readonly rolePath?: string;
}

/**
 * AWS accounts of one's own: applications and people of another account of the same owner.
 *
 * They need no external ID, as nobody else uses them; for the account of a vendor, a partner or a customer use `ThirdPartyPrincipal`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 *
 * @example
 * new ApplicationRole(this, 'Operators', {
 *   assumedBy: TrustedAccountPrincipal.account('222222222222', { organizationId: 'o-a1b2c3d4e5', maxMfaAge: Duration.hours(1) }),
 * });
 */
export class TrustedAccountPrincipal extends PinnedPrincipal {
  /**
   * Whoever the account lets: its administrators decide which of its roles and users may call.
   *
   * @param account 12 digits
   * @param options what the caller must show
   */
  public static account(account: string, options: TrustedAccountOptions = {}): TrustedAccountPrincipal {
    checkLiteralAccount(account, ACCOUNT, OWN);
    return TrustedAccountPrincipal.of([accountCaller(account, ofOrganization(options.organizationId, ORGANIZATION), options, LABEL)]);
  }

  /**
   * Whoever the role's own account lets, such as its users who operate an application.
   *
   * @param options what the caller must show
   */
  public static ownAccount(options: TrustedAccountOptions = {}): TrustedAccountPrincipal {
    return TrustedAccountPrincipal.of([accountCaller(Aws.ACCOUNT_ID, ofOrganization(options.organizationId, ORGANIZATION), options, LABEL)]);
  }

  /**
   * One role of the account.
   *
   * The trust names the account and demands the role's ARN (`aws:PrincipalArn`), so it outlives a role that is deleted and made anew,
   * and deploys before the role exists.
   *
   * @param account 12 digits
   * @param roleName the name of the role, without a path
   * @param options what the role must show
   */
  public static role(account: string, roleName: string, options: TrustedRoleOptions = {}): TrustedAccountPrincipal {
    checkLiteralAccount(account, ACCOUNT, OWN);
    const conditions = { ...ofOrganization(options.organizationId, ORGANIZATION), ...ofRole(account, roleName, options.rolePath, 'the trusted') };
    return TrustedAccountPrincipal.of([accountCaller(account, conditions, options, LABEL)]);
  }

  /**
   * Every account of an AWS organization, also those that join it later; `organizationPaths` narrows it to units.
   *
   * @param organizationId such as `o-a1b2c3d4e5`
   * @param options what the caller must show
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
   */
  public static organization(organizationId: string, options: AccountCallerOptions = {}): TrustedAccountPrincipal {
    // The one condition that keeps everyone else out: JavaScript lets it be left out.
    if (organizationId === undefined) {
      throw new InvalidInputError(`${ORGANIZATION} is not given, and without it every AWS account would be let in: got 'undefined'. Write its id, such as 'o-a1b2c3d4e5'.`);
    }
    const conditions = ofOrganization(organizationId, ORGANIZATION);
    return TrustedAccountPrincipal.of([withOptions({ principal: new iam.ArnPrincipal('*'), conditions }, options, LABEL)]);
  }

  /**
   * Several accounts or roles: each with its own demands.
   *
   * @param trusted one or more
   */
  public static anyOf(...trusted: TrustedAccountPrincipal[]): TrustedAccountPrincipal {
    checkNotEmpty(trusted, 'TrustedAccountPrincipal.anyOf()', 'Give at least one account.');
    return TrustedAccountPrincipal.of(trusted.flatMap((one) => one._pinned.callers));
  }

  private static of(callers: PinnedCallers['callers']): TrustedAccountPrincipal {
    return new TrustedAccountPrincipal({ label: LABEL, callers });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): TrustedAccountPrincipal {
    return new TrustedAccountPrincipal(pinned);
  }
}

const LABEL = 'TrustedAccountPrincipal';
const ACCOUNT = 'The trusted account';
const OWN = ', or use TrustedAccountPrincipal.ownAccount() for the account of the role';
const ORGANIZATION = 'The trusted organization';
