import { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AccessCondition } from './access-condition';
import { AccessLevel } from './access-level';
import { checkConditionKeys, taggingAction, testsResourceTags } from './condition-keys';
import { grantProblem, holderOf, noPolicy, watch, watchConditions } from './grantee';
import { arnOfResource } from './resource-arn';
import type { Granted } from './service-access';
import { actionsAccountWide, actionsAsWritten, actionsOn, levelsOn } from './service-access';
import type { ConditionBlock } from '../private/conditions';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkNotEmpty } from '../private/names';
import { actionShape } from '../private/service-actions';
import type { Finding } from '../private/warnings';
import { warn } from '../private/warnings';

/** A statement of an access, before anything of CDK is made of it. */
export interface AccessStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** All actions but these, in a Deny; `actions` is empty then. */
  readonly notActions?: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: ConditionBlock;
  /** It lets the service that owns the resource use the resource's key: the call to the key is the service's, not the application's. */
  readonly isForKey?: boolean;
  /** Nobody knows its actions. */
  readonly isUnchecked?: boolean;
  /** Whose the resource is, where that is known: access from another account needs a policy on the resource too, which some have not. */
  readonly owner?: { readonly account: string; readonly resource: string; readonly policy?: string };
}

/** What the role that holds an access must warn of, when it gives these of its actions: `without()` may have left out some. */
export type Advice = (isGiven: (action: string) => boolean) => readonly Finding[];

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
    checkTags(accesses.flatMap((access) => access._statements()));
    return new Access(
      () => accesses.flatMap((access) => access._statements()),
      (isGiven) => accesses.flatMap((access) => access.#advice(isGiven)),
      accesses.flatMap((access) => access._reasons),
    );
  }

  /**
   * Actions by their names on the resources that they fit, each checked against the service authorization reference.
   *
   * An action goes on those of the resources that are of a type it works on, actions that work on no type of resource go on `*` in a
   * statement of their own: where they have a condition key, such as `ec2:Region` of `ec2:DescribeInstances`, limit them with `when()`. It
   * is an error if an action is unknown (with the nearest names), if a resource fits none of the actions or an action none of the
   * resources, if an ARN is malformed, or if it cannot be known what an ARN is of (`ResourceType` says it).
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
   * covers no action that answers with stored data or credentials, such as `s3:GetObject`, and, where `levels` has Write, none that can
   * lead to more rights or send data elsewhere, such as `iam:PassRole`: each of these is named, alone or beside the wildcard. Every action
   * is checked as `actions()` does.
   *
   * Where a wildcard is wanted without these, name them beside it and refuse them with a `Restriction`: a Deny holds against every pattern.
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
   * The use of a key that encrypts it does not come along, as it does with the classes of services: add `KmsAccess`.
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
   * An ARN that is written down is of the service that it names: `arn:…:rds:…:cluster:orders` gives actions of `rds`. Those of another
   * service on it, such as `rds-data`, are had with `ServiceResource.arn('rds-data', 'cluster', …)` or with
   * `ResourceType.of('rds-data', 'cluster').arn(…)`.
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
    return new Access(produce, adviceOn(produce, findings), []);
  }

  private static granted({ statements, advice }: Granted, ...reasons: string[]): Access {
    return new Access(() => statements, advice, reasons);
  }

  readonly #produce: () => AccessStatement[];
  readonly #advice: Advice;
  /** Why it is for a whole account. @internal */
  public readonly _reasons: readonly string[];

  private constructor(produce: () => AccessStatement[], advice: Advice, reasons: readonly string[]) {
    this.#produce = produce;
    this.#advice = advice;
    this._reasons = reasons;
  }

  /**
   * The same access under conditions, all of which must hold, beside those that it has.
   *
   * The use of an encrypted resource's key, which is a call of the resource's service, gets the conditions on time and principal alone:
   * on network, second factor or tags of the resource it would never hold. It is an error if an action does not have the condition key (with
   * those that it has), if a condition contradicts one that is there, and if tags of the resource are tested where tags may be changed.
   *
   * @param conditions one or more
   */
  public when(...conditions: AccessCondition[]): Access {
    checkNotEmpty(conditions, 'The list of conditions', 'Give at least one, such as AccessCondition.sourceIp(\'203.0.113.0/24\').');
    const limited = (statement: AccessStatement) => conditions
      .filter((condition) => !statement.isForKey || condition._holdsForKey)
      .reduce((merged, { _block }) => mergeConditions(merged, _block, 'the access'), statement.conditions ?? {});
    const checked = this._statements().filter(({ effect, isForKey }) => effect === 'Allow' && !isForKey);
    const findings = distinct(conditions.flatMap(({ _block }) => checked.flatMap((statement) => checkConditionKeys(statement, _block))));
    const onConditions = adviceOn(this.#produce, findings);
    const made = new Access(() => this._statements().map((statement) => {
      const block = statement.effect === 'Allow' ? limited(statement) : statement.conditions;
      return { ...statement, conditions: block && Object.keys(block).length > 0 ? block : undefined };
    }), (isGiven) => [...this.#advice(isGiven), ...onConditions(isGiven)], this._reasons);
    checkTags(made._statements());
    return made;
  }

  /**
   * The same access without some of its actions, and without the warnings about them.
   *
   * It is an error to leave out an action that the access does not give, or that a pattern in it covers still.
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
    const remaining = this._statements().filter(({ effect }) => effect === 'Allow').flatMap((statement) => statement.actions).filter((action) => !isLeftOut(action));
    for (const name of actions) {
      const cover = remaining.find((action) => actionShape(action).test(name));
      if (cover === undefined) continue;
      throw new InvalidInputError(`The action ${quote(name)} is left out, and ${quote(cover)} covers it still. Name the actions one by one, or refuse it with Restriction.denyActions().`);
    }
    return new Access(() => this._statements()
      .map((statement) => statement.effect === 'Deny' ? statement : { ...statement, actions: statement.actions.filter((action) => !isLeftOut(action)) })
      .filter((statement) => statement.actions.length > 0),
    (isGiven) => this.#advice((action) => !isLeftOut(action) && isGiven(action)), this._reasons);
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
    watchConditions(grantee, statements);

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
    const problem = grantProblem(grantee, statements);
    if (problem) throw new InvalidInputError(problem);
    watch(grantee, statements);
    const holder = holderOf(grantee);
    if (holder !== undefined) {
      this.#advice(() => true).forEach((finding) => warn(holder, finding));
      this._reasons.forEach((reason) => holder.node.addMetadata('cdk-keyless-roles:accountWide', reason));
    }
    return statements;
  }
}

/** Whoever may change the tags of a resource meets each condition on them. */
function checkTags(statements: readonly AccessStatement[]): void {
  if (!statements.some(({ conditions }) => conditions !== undefined && testsResourceTags(conditions))) return;
  const tagging = taggingAction(statements);
  if (tagging === undefined) return;
  throw new InvalidInputError(`The access tests tags of the resource and lets ${quote(tagging)} change them, so whoever has it could give himself the tag. Take the action into another role, or leave it out with without().`);
}

/** Advice on an access as a whole, for as long as anything of it is given. */
function adviceOn(produce: () => AccessStatement[], findings: readonly Finding[]): Advice {
  return (isGiven) => findings.length > 0 && produce().some(({ actions }) => actions.some(isGiven)) ? findings : [];
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()];
}

/** A statement as CDK has it. */
export function toPolicyStatement(statement: AccessStatement): iam.PolicyStatement {
  return new iam.PolicyStatement({
    effect: statement.effect === 'Deny' ? iam.Effect.DENY : iam.Effect.ALLOW,
    ...statement.notActions === undefined ? { actions: [...statement.actions] } : { notActions: [...statement.notActions] },
    resources: [...statement.resources],
    conditions: statement.conditions,
  });
}
