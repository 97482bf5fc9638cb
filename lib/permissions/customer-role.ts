import { Aws } from 'aws-cdk-lib';
import type { RoleNaming } from './role-naming';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { ROLE_NAME_MAX_LENGTH } from '../private/limits';
import { checkLiteral } from '../private/literal';
import { checkAccountId, checkNotEmpty, checkPath, checkRoleName } from '../private/names';
import { readable, withTokensAs } from '../private/text';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/**
 * The roles that customers made for an application, as the application's own side knows them: by name, path and account.
 *
 * It says which roles the application may assume; give it to `AssumeRoleAccess.to`. Start with the name, end with the account:
 * `CustomerRole.named('my-user-role').inAnyAccount()`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export class CustomerRole {
  /**
   * The role of this name.
   *
   * @param name 1 to 64 letters, digits and `_ + = , . @ -`; a wildcard is an error
   */
  public static named(name: string): CustomerRoleName {
    if (/[*?]/.test(withTokensAs(name, () => ''))) {
      throw new InvalidInputError(`The name of the customer's role holds a wildcard, so the application could assume roles that were never meant for it: got ${quote(readable(name))}. Use CustomerRole.namePrefix() for all names that begin alike, or CustomerRole.anyName(reason).`);
    }
    checkRoleName(name, 'The name of the customer\'s role');
    return CustomerRoleName._of({ pattern: name });
  }

  /**
   * All roles whose name begins so, for customers who choose the rest.
   *
   * @param namePrefix 1 to 63 letters, digits and `_ + = , . @ -`, such as `Acme-`
   */
  public static namePrefix(namePrefix: string): CustomerRoleName {
    checkRoleName(namePrefix, 'The beginning of the name of the customer\'s role', ROLE_NAME_MAX_LENGTH - 1);
    return CustomerRoleName._of({ pattern: `${namePrefix}*` });
  }

  /**
   * Roles of any name: every role that lets the application in, also one that was never meant for it.
   *
   * The application's role warns of it, with the reason.
   *
   * @param reason why the name cannot be known, for those who review the role
   */
  public static anyName(reason: string): CustomerRoleName {
    if (reason.trim() === '') {
      throw new InvalidInputError('CustomerRole.anyName() got an empty reason. Say why neither the name nor its beginning can be known, for those who review the role.');
    }
    return CustomerRoleName._of({
      pattern: '*',
      findings: [{
        id: WarningId.ANY_ROLE_NAME,
        message: `The role may assume every role that lets it in, whatever its name. Reason given: ${reason}`,
      }],
    });
  }

  /**
   * The roles that a template with this naming makes, so that both sides always fit together.
   *
   * A name that only the customer or CloudFormation knows is an error: then the seller's side has nothing to go by.
   *
   * @param naming the same value that names the role in the customer's template
   */
  public static withNaming(naming: RoleNaming): CustomerRoleName {
    const path = naming._path ?? '/';
    if (naming._exactly !== undefined) return CustomerRole.named(naming._exactly).atPath(path);
    if (naming._prefix !== undefined) return CustomerRole.namePrefix(naming._prefix).atPath(path);
    throw new InvalidInputError('The naming says nothing about the beginning of the role name: the customer or CloudFormation makes it up. Give RoleNaming.parameter() a \'namePrefix\', use RoleNaming.exactly() or RoleNaming.prefixed(), or say CustomerRole.anyName(reason).');
  }

  /** @internal */
  public static _of(props: CustomerRoleTarget): CustomerRole {
    return new CustomerRole(props);
  }

  /** @internal */
  public readonly _target: CustomerRoleTarget;

  private constructor(target: CustomerRoleTarget) {
    this._target = target;
  }
}

/** The name and path of roles in customers' accounts; say next in which accounts. */
export class CustomerRoleName {
  /** @internal */
  public static _of(props: RoleNameProps): CustomerRoleName {
    return new CustomerRoleName(props);
  }

  readonly #props: RoleNameProps;

  private constructor(props: RoleNameProps) {
    this.#props = props;
  }

  /**
   * Only at this path; without it, only roles without a path.
   *
   * @param path starts and ends with `/`, such as `/acme/`
   */
  public atPath(path: string): CustomerRoleName {
    checkPath(path, 'The path of the customer\'s role');
    return new CustomerRoleName({ ...this.#props, paths: [path] });
  }

  /** At every path, for customers who choose one. */
  public atAnyPath(): CustomerRoleName {
    return new CustomerRoleName({ ...this.#props, paths: ['/', '/*/'] });
  }

  /**
   * In these accounts.
   *
   * @param accounts one or more, 12 digits each
   */
  public inAccount(...accounts: string[]): CustomerRole {
    checkNotEmpty(accounts, 'The list of accounts', 'Name at least one, or say inAnyAccount().');
    accounts.forEach((account) => {
      checkAccountId(account, 'The customer\'s account');
      checkLiteral(account, 'The customer\'s account', 'Write 12 digits.');
    });
    return this.target({ resources: accounts.flatMap((account) => this.arns(account)) });
  }

  /**
   * In any account: for an application whose customers are not known when it is deployed.
   *
   * The roles of that name in the application's own account stay out of reach, and so does every role if the request carries no
   * external ID: both by a Deny.
   */
  public inAnyAccount(): CustomerRole {
    return this.target({
      resources: this.arns('*'),
      denies: [
        { resources: this.arns(Aws.ACCOUNT_ID) },
        { resources: this.arns('*'), conditions: { Null: { 'sts:ExternalId': 'true' } } },
      ],
    });
  }

  /** In the application's own account. */
  public inOwnAccount(): CustomerRole {
    return this.target({ resources: this.arns(Aws.ACCOUNT_ID) });
  }

  /**
   * In every account of the organization in which the application's account is (`aws:ResourceOrgID`).
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid
   */
  public inOwnOrganization(): CustomerRole {
    return this.target({ resources: this.arns('*'), conditions: { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } } });
  }

  private arns(account: string): string[] {
    return (this.#props.paths ?? ['/']).map((path) => `arn:${Aws.PARTITION}:iam::${account}:role${path}${this.#props.pattern}`);
  }

  private target(target: Omit<CustomerRoleTarget, 'findings' | 'denies'> & Partial<CustomerRoleTarget>): CustomerRole {
    return CustomerRole._of({ denies: [], ...target, findings: this.#props.findings ?? [] });
  }
}

interface RoleNameProps {
  /** The name, with `*` where the rest is open. */
  readonly pattern: string;
  readonly paths?: string[];
  readonly findings?: Finding[];
}

/** What may be assumed, and what of it may not. */
export interface CustomerRoleTarget {
  readonly resources: string[];
  readonly conditions?: ConditionBlock;
  readonly denies: { readonly resources: string[]; readonly conditions?: ConditionBlock }[];
  readonly findings: Finding[];
}
