import { Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { AccessLevel } from './access-level';
import { arnOfResource } from './resource-arn';
import type { Granted } from './service-access';
import { actionsAccountWide, actionsAsWritten, actionsOn, levelsOn } from './service-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkNotEmpty } from '../private/names';
import { partitionOf } from '../private/partition';
import { readable } from '../private/text';
import type { Finding } from '../private/warnings';
import { warn } from '../private/warnings';

/** A statement of an access, before anything of CDK is made of it. */
export interface AccessStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: ConditionBlock;
  /** Whose the resource is, where that is known: access from another account needs a policy on the resource too. */
  readonly owner?: { readonly account: string; readonly resource: string; readonly policy: string };
}

/** Why and how far an access is for a whole account. */
export interface AccountWideOptions {
  /** Why the application needs it, for whoever reviews the role: a sentence that is put beside the role in the cloud assembly. */
  readonly reason: string;

  /**
   * The levels whose actions are let.
   *
   * @default [AccessLevel.LIST, AccessLevel.READ]
   */
  readonly levels?: AccessLevel[];
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
    return new Access(
      () => accesses.flatMap((access) => access._statements()),
      accesses.flatMap((access) => access._findings),
      accesses.flatMap((access) => access._reasons),
    );
  }

  /**
   * Actions by their names on the resources that they fit, each checked against the service authorization reference.
   *
   * An action goes on those of the resources that are of a type it works on, actions that work on no type of resource go on `*` in a
   * statement of their own. It is an error if an action is unknown (with the nearest names), if a resource fits none of the actions or an
   * action none of the resources, if an ARN is malformed, or if it cannot be known what an ARN is of (`ResourceType` says it).
   *
   * A wildcard in an action must match at least one and makes the role warn (`cdk-keyless-roles:actionPattern`), as AWS adds actions to
   * it. ARNs may hold wildcards.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
   * @param actions such as `s3:GetObject`
   * @param resources the ARNs; none for actions that cannot be limited to a resource
   */
  public static actions(actions: string[], resources: string[] = []): Access {
    return Access.granted(actionsOn(actions, resources));
  }

  /**
   * Actions that are newer than the data of this library, which nobody checks.
   *
   * The role warns of it (`cdk-keyless-roles:accessAsWritten`).
   *
   * @param actions such as `s3:GetObject`
   * @param resources the ARNs, or `*`
   */
  public static asWritten(actions: string[], resources: string[]): Access {
    return Access.granted(actionsAsWritten(actions, resources));
  }

  /**
   * Actions on every resource of the account: for what reads a whole account, such as a security product.
   *
   * Actions of the levels List and Read are let, others are an error unless `levels` has theirs. A wildcard in an action is let if it
   * covers no action that answers with stored data or credentials, such as `s3:GetObject`: these are named one by one. Every action is
   * checked as `actions()` does.
   *
   * @param actions such as `ec2:DescribeInstances`
   * @param options why, and of which levels
   */
  public static accountWide(actions: string[], options: AccountWideOptions): Access {
    const { reason, levels = [AccessLevel.LIST, AccessLevel.READ] } = options;
    return Access.granted(actionsAccountWide(actions, reason, levels), reason);
  }

  /**
   * Every action of some access levels that works on a resource: exactly those, of any AWS service, as of the day of the data.
   *
   * Of the level Write some actions are left out that can lead to more rights than the role has, or send data elsewhere, such as
   * `lambda:UpdateFunctionCode` and `s3:PutReplicationConfiguration`: name them with `actions()`. Actions that work on no type of resource,
   * such as `sqs:ListQueues`, are not part of it either. Reading secrets, parameters or code of functions makes the role warn
   * (`cdk-keyless-roles:secretsRead`).
   *
   * What a resource is part of or has in it is a resource of its own: a bucket's objects are reached with `toArn(bucket.arnForObjects('*'))`.
   *
   * @param resource made in the app at any level, or imported
   * @param levels one or more
   */
  public static toResource(resource: IConstruct, ...levels: AccessLevel[]): Access {
    return Access.granted(levelsOn(arnOfResource(resource), `The resource ${quote(resource.node.path)}`, levels));
  }

  /**
   * Every action of some access levels that works on the resources of an ARN, as `toResource()` gives them.
   *
   * What the ARN is of is read from it, also where parts of it are tokens; it is an error where that cannot be (`ResourceType` says it).
   *
   * @param arn with tokens, with wildcards, or without
   * @param levels one or more
   *
   * @example
   * declare const orders: dynamodb.Table;
   * Access.toArn(`${orders.tableArn}/index/*`, AccessLevel.READ);
   */
  public static toArn(arn: string, ...levels: AccessLevel[]): Access {
    return Access.granted(levelsOn(arn, 'The resource', levels));
  }

  /** @internal */
  public static _from(produce: () => AccessStatement[], findings: readonly Finding[] = []): Access {
    return new Access(produce, findings, []);
  }

  private static granted({ statements, findings }: Granted, ...reasons: string[]): Access {
    return new Access(() => statements, findings, reasons);
  }

  readonly #produce: () => AccessStatement[];
  /** What the role that holds this access must warn of. @internal */
  public readonly _findings: readonly Finding[];
  /** Why it is for a whole account. @internal */
  public readonly _reasons: readonly string[];

  private constructor(produce: () => AccessStatement[], findings: readonly Finding[], reasons: readonly string[]) {
    this.#produce = produce;
    this._findings = findings;
    this._reasons = reasons;
  }

  /**
   * The same access without some of its actions.
   *
   * It is an error to leave out an action that the access does not give.
   *
   * @param actions such as `dynamodb:DeleteTable`
   */
  public without(...actions: string[]): Access {
    checkNotEmpty(actions, 'The list of actions to leave out', 'Name at least one, such as \'dynamodb:DeleteTable\'.');
    const isLeftOut = (action: string) => actions.some((name) => name.toLowerCase() === action.toLowerCase());
    const given = this._statements().flatMap((statement) => statement.actions);
    const absent = actions.find((name) => !given.some((action) => action.toLowerCase() === name.toLowerCase()));
    if (absent !== undefined) {
      throw new InvalidInputError(`The action ${quote(absent)} is left out of an access that does not give it. It gives ${list([...new Set(given)].map((action) => quote(action)))}.`);
    }
    if (given.every(isLeftOut)) throw new InvalidInputError('Every action is left out of an access, so nothing of it remains. Leave the access out.');
    return new Access(() => this._statements()
      .map((statement) => statement.effect === 'Deny' ? statement : { ...statement, actions: statement.actions.filter((action) => !isLeftOut(action)) })
      .filter((statement) => statement.actions.length > 0), this._findings, this._reasons);
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
    const problem = granteeProblem(grantee) ?? ownerProblem(grantee, statements) ?? partitionProblem(grantee, statements);
    if (problem) throw new InvalidInputError(problem);
    watchImportedRole(grantee);
    if (Construct.isConstruct(grantee)) {
      this._findings.forEach((finding) => warn(grantee, finding));
      this._reasons.forEach((reason) => grantee.node.addMetadata('cdk-keyless-roles:accountWide', reason));
    }
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

/** In a stack whose region is known the partition is too, and no other one's resources can be reached from it. */
function partitionProblem(grantee: iam.IGrantable, statements: readonly AccessStatement[]): string | undefined {
  if (!Construct.isConstruct(grantee)) return undefined;
  const { region } = Stack.of(grantee);
  const partition = Token.isUnresolved(region) ? undefined : partitionOf(region);
  if (partition === undefined) return undefined;
  const foreign = statements.flatMap((statement) => statement.resources).find((arn) => {
    const named = /^arn:([a-z-]+):/.exec(arn)?.[1];
    return named !== undefined && named !== partition;
  });
  return foreign && `The access cannot be given to ${nameOf(grantee)}, which is in the partition ${quote(partition)}: got the resource ${quote(readable(foreign))} of another one. Write Aws.PARTITION in its place.`;
}

function noPolicy(grantee: iam.IGrantable): string {
  return `The access cannot be given to ${nameOf(grantee)}: it has no policy of its own to add to. Give it to the role that the application uses.`;
}

function nameOf(grantee: iam.IGrantable): string {
  return Construct.isConstruct(grantee) ? quote(grantee.node.path) : quote(String(grantee));
}
