import { Token, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkNotEmpty } from '../private/names';
import type { Finding } from '../private/warnings';

/** A statement of an access, before anything of CDK is made of it. */
export interface AccessStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: ConditionBlock;
  /** Whose the resource is, where that is known: access from another account needs a policy on the resource too. */
  readonly owner?: { readonly account: string; readonly resource: string; readonly policy: string };
}

/**
 * What an application may do: exact actions on exact resources.
 *
 * It fits wherever CDK takes a grantee: `grantTo` gives it to any role, Lambda function, user pool role or group, `permissions` of our
 * roles takes it at once, and `toStatements` hands out the statements for everything else. The same access twice is one statement.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
 *
 * @example
 * declare const worker: lambda.Function;
 * declare const uploads: s3.Bucket;
 * S3Access.readObjects(uploads, { prefix: 'incoming/' }).grantTo(worker);
 */
export class Access {
  /**
   * Several accesses as one.
   *
   * @param accesses one or more
   */
  public static of(...accesses: Access[]): Access {
    checkNotEmpty(accesses, 'Access.of()', 'Give at least one access, such as S3Access.readObjects(bucket).');
    return new Access(() => accesses.flatMap((access) => access._statements()), accesses.flatMap((access) => access._findings));
  }

  /** @internal */
  public static _from(produce: () => AccessStatement[], findings: readonly Finding[] = []): Access {
    return new Access(produce, findings);
  }

  readonly #produce: () => AccessStatement[];
  /** What the role that holds this access must warn of. @internal */
  public readonly _findings: readonly Finding[];

  private constructor(produce: () => AccessStatement[], findings: readonly Finding[]) {
    this.#produce = produce;
    this._findings = findings;
  }

  /**
   * Gives the access to a role, or to anything that has one.
   *
   * It is an error if the permissions would not arrive: where CDK drops them without a word (a role imported as immutable, a Lambda
   * function imported without its role, a role of another account) or where there is no policy to put them in.
   *
   * @param grantee a role, a Lambda function, a group, …
   */
  public grantTo(grantee: iam.IGrantable): iam.Grant {
    const statements = this._statementsFor(grantee);

    // What limits the access must be there before the access is.
    for (const statement of statements.filter((s) => s.effect === 'Deny')) {
      const { statementAdded } = grantee.grantPrincipal.addToPrincipalPolicy(toPolicyStatement(statement));
      if (!statementAdded) throw new InvalidInputError(noPolicy(grantee));
    }
    return statements.filter((s) => s.effect === 'Allow').map((statement) => {
      const grant = iam.Grant.addToPrincipal({
        grantee,
        actions: [...statement.actions],
        resourceArns: [...statement.resources],
        conditions: statement.conditions,
      });
      if (!grant.success) throw new InvalidInputError(noPolicy(grantee));
      return grant;
    }).reduce((all, grant) => all.combine(grant));
  }

  /**
   * The statements, made anew at each call: for session policies, L1 roles and everything else that is no grantee.
   */
  public toStatements(): iam.PolicyStatement[] {
    return this._statements().map(toPolicyStatement);
  }

  /** @internal */
  public _statements(): AccessStatement[] {
    return this.#produce();
  }

  /** The statements, if they would be of use to the grantee. @internal */
  public _statementsFor(grantee: iam.IGrantable): AccessStatement[] {
    const statements = this._statements();
    const problem = granteeProblem(grantee) ?? ownerProblem(grantee, statements);
    if (problem) throw new InvalidInputError(problem);
    watchImportedRole(grantee);
    return statements;
  }
}

function toPolicyStatement(statement: AccessStatement): iam.PolicyStatement {
  return new iam.PolicyStatement({
    effect: statement.effect === 'Deny' ? iam.Effect.DENY : iam.Effect.ALLOW,
    actions: [...statement.actions],
    resources: [...statement.resources],
    conditions: statement.conditions,
  });
}

/** CDK reports success for grantees that drop what they are given. */
function granteeProblem(grantee: iam.IGrantable): string | undefined {
  const principal = grantee.grantPrincipal as iam.IPrincipal | undefined;
  if (principal === undefined) {
    return `The access cannot be given to ${nameOf(grantee)}: it has no policy that CDK could add to. Put the statements of toStatements() into its policy, or import it with iam.Role.fromRoleArn().`;
  }
  const innermost = unwrapped(principal);
  if (innermost instanceof iam.UnknownPrincipal) {
    return `The access cannot be given to ${nameOf(grantee)}: it was imported without its role, and CDK would drop the permissions. Give 'role' to the import.`;
  }
  if (injectionId(innermost) === 'aws-cdk-lib.aws-iam.ImmutableRole') {
    return `The access cannot be given to ${nameOf(grantee)}: the role is immutable here (imported with 'mutable: false', taken from withoutPolicyUpdates(), or of another account), and CDK would drop the permissions. Give the access to the role where it is made, or import it as mutable in a stack of its own account.`;
  }
  return undefined;
}

/** The name by which CDK itself knows a class that it does not export. */
function injectionId(value: object): string | undefined {
  return (value.constructor as { PROPERTY_INJECTION_ID?: string }).PROPERTY_INJECTION_ID;
}

/** `PrincipalWithConditions`, `SessionTagsPrincipal` and other adapters pass on what they are given. */
function unwrapped(principal: iam.IPrincipal): iam.IPrincipal {
  const { wrapped } = principal as { wrapped?: iam.IPrincipal };
  return wrapped === undefined ? principal : unwrapped(wrapped);
}

/**
 * CDK gives the policy of an imported role the same name in every stack, so that each deployment would replace what another stack granted.
 */
function watchImportedRole(grantee: iam.IGrantable): void {
  const role = unwrapped(grantee.grantPrincipal);
  if (!Construct.isConstruct(role) || WATCHED.has(role) || injectionId(role) !== 'aws-cdk-lib.aws-iam.ImportedRole') return;
  WATCHED.add(role);
  role.node.addValidation({ validate: () => importedRoleProblems(role) });
}

/** Imported roles that have their check already. */
const WATCHED = new WeakSet<object>();

function importedRoleProblems(role: IConstruct): string[] {
  const own = role.node.findAll().find(iam.CfnPolicy.isCfnPolicy);
  if (own === undefined) return [];
  const identity = (policy: iam.CfnPolicy) => JSON.stringify(policy.stack.resolve([policy.policyName, policy.roles]));
  const others = role.node.root.node.findAll().filter(iam.CfnPolicy.isCfnPolicy)
    .filter((policy) => policy !== own && policy.stack !== own.stack && identity(policy) === identity(own));
  return others.length === 0 ? [] : [
    `The policy ${quote(own.stack.resolve(own.policyName))} of the imported role is also written by ${others.map((policy) => quote(policy.stack.node.path)).join(', ')}, and each deployment would replace the other's permissions. Set the feature flag '@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName', or give the imports a 'defaultPolicyName' of their own.`,
  ];
}

/** Another account's resource needs a policy of its own that names the role: half of a permission is none. */
function ownerProblem(grantee: iam.IGrantable, statements: readonly AccessStatement[]): string | undefined {
  const account = grantee.grantPrincipal.principalAccount;
  if (account === undefined || Token.isUnresolved(account)) return undefined;
  const owner = statements.map((statement) => statement.owner).find((o) => o && !Token.isUnresolved(o.account) && o.account !== account);
  return owner && `The access cannot be given to ${nameOf(grantee)} of account ${account}: ${owner.resource} is in account ${owner.account}, which must let the role in by a ${owner.policy} too. Add the role to that policy and put the statements of toStatements() on the role with addToPrincipalPolicy(), or let the other account make a role that this one assumes.`;
}

function noPolicy(grantee: iam.IGrantable): string {
  return `The access cannot be given to ${nameOf(grantee)}: it has no policy of its own to add to. Give it to the role that the application uses.`;
}

function nameOf(grantee: iam.IGrantable): string {
  return Construct.isConstruct(grantee) ? quote(grantee.node.path) : quote(String(grantee));
}
