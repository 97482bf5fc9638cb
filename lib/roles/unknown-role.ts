import type { RemovalPolicy, aws_iam as iam } from 'aws-cdk-lib';
import { Resource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { InvalidInputError } from '../private/errors';

/**
 * The role of an instance profile that was imported without it.
 *
 * `ec2.Instance` uses an imported profile only if it has a role. This one stands in for it, and says so to whoever wants to give it
 * permissions, instead of dropping them.
 */
export class UnknownRole extends Resource implements iam.IRole {
  public readonly assumeRoleAction: string = 'sts:AssumeRole';
  public readonly grantPrincipal: iam.IPrincipal = this;
  public readonly principalAccount: string | undefined = this.env.account;
  readonly #profile: string;

  constructor(scope: Construct, id: string, profile: string) {
    super(scope, id);
    this.#profile = profile;
  }

  public get roleArn(): string {
    throw this.unknown();
  }

  public get roleName(): string {
    throw this.unknown();
  }

  public get roleRef(): iam.RoleReference {
    throw this.unknown();
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    throw this.unknown();
  }

  public addToPolicy(_statement: iam.PolicyStatement): boolean {
    throw this.unknown();
  }

  public addToPrincipalPolicy(_statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    throw this.unknown();
  }

  public attachInlinePolicy(_policy: iam.Policy): void {
    throw this.unknown();
  }

  public addManagedPolicy(_policy: iam.IManagedPolicy): void {
    throw this.unknown();
  }

  public grant(_grantee: iam.IPrincipal, ..._actions: string[]): iam.Grant {
    throw this.unknown();
  }

  public grantPassRole(_grantee: iam.IPrincipal): iam.Grant {
    throw this.unknown();
  }

  public grantAssumeRole(_grantee: iam.IPrincipal): iam.Grant {
    throw this.unknown();
  }

  /** Nothing is made here that could be kept. */
  public applyRemovalPolicy(_policy: RemovalPolicy): void {}

  private unknown(): InvalidInputError {
    return new InvalidInputError(`The role of the imported instance profile ${this.#profile} is not known, so nothing can be given to it. Import the profile with ApplicationInstanceProfile.fromInstanceProfileAttributes() and its 'role'.`);
  }
}
