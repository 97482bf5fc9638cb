import type { CfnResource } from 'aws-cdk-lib';
import { AspectPriority, Aspects, CfnResource as CfnResourceClass, Duration, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { forgetAttachedToRoles, managedPoliciesOf } from './attached-to-roles';
import { cognitoRoleChoice, forgetCognitoRoles } from './cognito-role-choice';
import { ExternalIdOnAccounts } from './external-id-on-accounts';
import { PolicyPlacement } from './policy-placement';
import { RolePolicies, managedPolicyProblems } from './role-policies';
import type { Access } from '../permissions/access';
import type { Restriction } from '../permissions/restriction';
import { InvalidInputError, quote } from '../private/errors';
import { CHAINED_SESSION_MAX_SECONDS, MANAGED_POLICIES_DEFAULT, MANAGED_POLICIES_MAX } from '../private/limits';
import { checkLogicalName } from '../private/logical-names';
import { checkDescription, checkNotEmpty, checkPath, checkRoleName, hasUnusualPathCharacters } from '../private/names';
import { settableParameters } from '../private/parameters';
import { readPolicyText } from '../private/policy-text';
import { renderedTrust } from '../private/rendered-trust';
import { reviewRolesAnywhere } from '../private/roles-anywhere-trust';
import { isForRoles, reviewTrust } from '../private/trust-policy';
import { WarningId, warn } from '../private/warnings';
import { checkWrapped, findingsOf } from '../trust/pinned-principal';

/** What all roles of this library take: the properties of an `iam.Role` but for those that say who may assume it, and the permissions. */
export interface ApplicationRoleOptions {
  /**
   * What the application may do.
   *
   * An empty list is an error: leave it out for a role that gets its permissions later.
   *
   * @default - nothing, until `allow` or a grant
   */
  readonly permissions?: Access[];

  /**
   * What the application may not do, whoever gives it permissions.
   *
   * @default - nothing is refused
   */
  readonly restrictions?: Restriction[];

  /**
   * Whether permissions and restrictions are written into the role, or into managed policies beside it.
   *
   * Policies that are given as such (`inlinePolicies`, `managedPolicies`, `attachInlinePolicy`) stay what they are.
   *
   * @default PolicyPlacement.INLINE_FIRST - one resource, and what is too much for it in managed policies
   */
  readonly policyPlacement?: PolicyPlacement;

  /**
   * The logical id of the role in the template: letters and digits.
   *
   * Set it in templates that others deploy: a role with a fixed name cannot be updated once its logical id changes.
   *
   * @default - made up from the construct's path
   */
  readonly logicalId?: string;

  /**
   * What the role is for, up to 1,000 characters of Latin-1.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Managed policies by reference, of AWS or of your own: up to 10 in an account with the default quota.
   *
   * @default - none
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

  /**
   * Policies in the role itself, by name; all inline policies together may have 10,240 characters.
   *
   * @default - none
   */
  readonly inlinePolicies?: { [name: string]: iam.PolicyDocument };

  /**
   * The path of the role, starting and ending with `/`, up to 512 characters.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * The most that the role can ever be allowed to do, whatever its policies say.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * The name of the role: 1 to 64 letters, digits and `_ + = , . @ -`.
   *
   * @default - CloudFormation makes one up
   */
  readonly roleName?: string;

  /**
   * How long a session can be at most, 1 to 12 hours.
   *
   * @default Duration.hours(1)
   */
  readonly maxSessionDuration?: Duration;
}

/**
 * The properties of an `ApplicationRole`: all of `iam.RoleProps` and the application's permissions.
 *
 * `externalIds` are put on the statements for AWS accounts, roles and users alone, as services and federated callers cannot send one; it
 * is an error if no statement can take them. For another company's account use `ThirdPartyPrincipal`, which demands one in any case.
 */
export interface ApplicationRoleProps extends ApplicationRoleOptions, iam.RoleProps {}

/**
 * The role of an application: who may assume it, and what it may do.
 *
 * It is an `iam.Role` and goes wherever CDK takes one; grants of CDK's own constructs (`bucket.grantRead(role)`) work too. Beyond that it
 *
 * - finds a place for every statement: in the role itself, in a policy of its own where a statement refers to a resource of the app (so
 *   that a key policy which names the role is no cycle), and in customer managed policies what exceeds the limits of the role, or all of
 *   them (`policyPlacement`);
 * - writes the smallest statements that say the same: merged, sorted, each permission once, and in as few policies as fit;
 * - checks what CDK does not: names, path and description, the number of managed policies, the sizes of policies, and the trust policy
 *   as a whole, whoever added to it.
 *
 * @resource AWS::IAM::Role
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 *
 * @example
 * declare const orders: dynamodb.Table;
 * new ApplicationRole(this, 'AppRole', {
 *   assumedBy: WorkloadPrincipal.ec2Instance(),
 *   permissions: [DynamoDbAccess.readWrite(orders)],
 * });
 */
export class ApplicationRole extends iam.Role {
  /** Undefined where `iam.Role.customizeRoles` keeps the role from being made. */
  readonly #policies?: RolePolicies;
  readonly #managedPolicies: iam.IManagedPolicy[];

  constructor(scope: Construct, id: string, props: ApplicationRoleProps) {
    const { permissions, restrictions, policyPlacement = PolicyPlacement.INLINE_FIRST, logicalId, externalIds, ...roleProps } = props;
    checkProps(props);
    checkWrapped(props.assumedBy);
    const assumedBy = externalIds === undefined ? props.assumedBy : new ExternalIdOnAccounts(props.assumedBy, externalIds);
    super(scope, id, { ...roleProps, assumedBy });
    this.#managedPolicies = [...props.managedPolicies ?? []];

    const resource = this.resource();
    if (logicalId !== undefined) resource?.overrideLogicalId(logicalId);
    if (resource) {
      this.#policies = new RolePolicies(this, resource, policyPlacement);
      Aspects.of(this).add({ visit: (node: IConstruct) => this.place(node) }, { priority: AspectPriority.MUTATING });
    }
    this.node.addValidation({ validate: () => this.problems() });

    findingsOf(assumedBy).forEach((finding) => warn(this, finding));
    if (props.path !== undefined && hasUnusualPathCharacters(props.path)) {
      warn(this, { id: WarningId.ROLE_PATH_CHARACTERS, message: `The path '${props.path}' has characters that the API of IAM takes and its quotas page does not list. Use letters, digits and + = , . @ - _ between the slashes.` });
    }
    if (restrictions !== undefined) this.restrict(...restrictions);
    if (permissions !== undefined) this.allow(...permissions);
  }

  /**
   * Lets the application do more.
   *
   * @param accesses one or more
   * @returns this role
   */
  public allow(...accesses: Access[]): this {
    checkNotEmpty(accesses, 'The list of permissions', 'Give at least one access, such as S3Access.readObjects(bucket), or leave the list out.');
    for (const access of accesses) {
      // Straight to the policies: a grant would make objects of CDK that are taken apart again.
      if (this.#policies === undefined || this.isPrecreated()) access.grantTo(this);
      else this.#policies.addAccess(access._statementsFor(this));
    }
    return this;
  }

  /**
   * Lets the application do less, whoever gives it permissions.
   *
   * @param restrictions one or more
   * @returns this role
   */
  public restrict(...restrictions: Restriction[]): this {
    checkNotEmpty(restrictions, 'The list of restrictions', 'Give at least one, such as Restriction.denyActions([\'s3:DeleteObject\']), or leave the list out.');
    for (const restriction of restrictions) {
      if (this.#policies === undefined || this.isPrecreated()) restriction.applyTo(this);
      else this.#policies.addAccess(restriction._statementsFor(this));
    }
    return this;
  }

  /**
   * Lets a role, user or group of the app assume this role, as far as its own policy goes: who is let in is said by `assumedBy`.
   *
   * It is an error for a caller without a policy to add to, for which CDK would do nothing.
   *
   * @param identity a role, user or group
   */
  public grantAssumeRole(identity: iam.IPrincipal): iam.Grant {
    const grant = super.grantAssumeRole(identity);
    if (!grant.success) {
      throw new InvalidInputError(`The permission to assume ${quote(this.node.path)} cannot be given to a caller without a policy to add it to, such as an account, a service or a federated user. Name who may assume the role in 'assumedBy'.`);
    }
    return grant;
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    // CDK's report and an existing role get the statement too, even where the role is made beside them.
    if (this.#policies === undefined || this.isPrecreated()) super.addToPrincipalPolicy(statement);
    this.#policies?.add(statement);
    return { statementAdded: true, policyDependable: this };
  }

  public addManagedPolicy(policy: iam.IManagedPolicy): void {
    if (!this.#managedPolicies.some((known) => known.managedPolicyArn === policy.managedPolicyArn)) this.#managedPolicies.push(policy);
    super.addManagedPolicy(policy);
  }

  public attachInlinePolicy(policy: iam.Policy): void {
    this.#policies?.noteAttached(policy);
    super.attachInlinePolicy(policy);
  }

  private place(node: IConstruct): void {
    if (node !== this) return;
    forgetAttachedToRoles(this.stack);
    forgetCognitoRoles(this);
    this.#policies?.place();
  }

  /** What can only be judged once everybody has added to the role. */
  private problems(): string[] {
    const problems = this.#policies?.problems() ?? [];
    // By reference, of the app or not, and those that attach themselves: ours among them.
    const byReference = this.#managedPolicies.map(resourceOf);
    const attached = this.resource() ? managedPoliciesOf(this, this.stack) : [];
    const managed = new Set<IConstruct>([...byReference, ...attached]).size;
    if (managed > MANAGED_POLICIES_MAX) {
      problems.push(`The role has too many managed policies: ${managed}. IAM allows ${MANAGED_POLICIES_DEFAULT}, and ${MANAGED_POLICIES_MAX} at most with a raised quota. Put statements together, or make several roles.`);
    } else if (managed > MANAGED_POLICIES_DEFAULT) {
      warn(this, { id: WarningId.MANAGED_POLICY_COUNT, message: `The role has ${managed} managed policies, and IAM allows ${MANAGED_POLICIES_DEFAULT} by default. Raise the quota 'Managed policies attached to an IAM role' in every account that deploys this, or put statements together.` });
    }
    const ofTheApp = [...new Set([...byReference, ...attached])].filter(iam.CfnManagedPolicy.isCfnManagedPolicy);
    return [...problems, ...managedPolicyProblems(this, ofTheApp), ...this.trustProblems()];
  }

  private trustProblems(): string[] {
    const trust = renderedTrust(this);
    if (trust === undefined) return [];
    const { account } = this.stack;
    const parameters = readPolicyText(trust) === undefined ? undefined : this.parameterNames();
    const ownAccount = Token.isUnresolved(account) ? undefined : account;
    const reports = [reviewTrust(trust, ownAccount, parameters), reviewRolesAnywhere(trust, ownAccount)];
    [...reports.flatMap(({ advice }) => advice), ...cognitoRoleChoice(this, trust)].forEach((finding) => warn(this, finding));
    this.warnOfLongSessions(trust);
    return reports.flatMap(({ problems }) => problems);
  }

  /** Who comes with a role of his own chains roles, and such a session ends after an hour. */
  private warnOfLongSessions(trust: any): void {
    const seconds = this.resource()?.maxSessionDuration;
    if (seconds === undefined || Token.isUnresolved(seconds) || seconds <= CHAINED_SESSION_MAX_SECONDS || !isForRoles(trust)) return;
    warn(this, {
      id: WarningId.SESSION_DURATION_CHAINED,
      message: `Sessions may last ${Duration.seconds(seconds).toHumanString()}, but who comes with a role of his own gets an hour at most (role chaining), and longer sessions outlive a revoked trust. Leave 'maxSessionDuration' out.`,
    });
  }

  private parameterNames(): ReadonlySet<string> {
    return new Set(settableParameters(this.stack).map((parameter): string => this.stack.resolve(parameter.logicalId)));
  }

  private resource(): iam.CfnRole | undefined {
    const child = this.node.defaultChild;
    return child !== undefined && isResource(child) ? child as iam.CfnRole : undefined;
  }

  /** With `customizeRoles` CDK puts a stand-in for an existing role beside or in place of the resource. */
  private isPrecreated(): boolean {
    return this.node.tryFindChild(`PrecreatedRole${this.node.id}`) !== undefined;
  }
}

function checkProps(props: ApplicationRoleProps): void {
  if (props.roleName !== undefined) checkRoleName(props.roleName, 'The name of the role');
  if (props.path !== undefined) checkPath(props.path, 'The path of the role');
  if (props.description !== undefined) checkDescription(props.description);
  if (props.logicalId !== undefined) checkLogicalName(props.logicalId, 'The logical id of the role');
  if (props.externalIds !== undefined) {
    checkNotEmpty(props.externalIds, 'The list \'externalIds\'', 'Give at least one, or leave it out.');
  }
  if (props.permissions !== undefined) {
    checkNotEmpty(props.permissions, 'The list of permissions', 'Give at least one access, such as S3Access.readObjects(bucket), or leave the list out.');
  }
}

/** The resource of a managed policy, or itself: AWS's own by name are in no tree, and CDK throws for whoever asks for theirs. */
function resourceOf(policy: iam.IManagedPolicy): IConstruct {
  try {
    return policy.node.defaultChild ?? policy;
  } catch {
    return policy;
  }
}

function isResource(child: IConstruct): child is CfnResource {
  return CfnResourceClass.isCfnResource(child);
}

