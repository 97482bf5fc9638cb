import type { aws_iam as iam } from 'aws-cdk-lib';
import type { AccessStatement } from './access';
import { toPolicyStatement } from './access';
import type { AccessCondition } from './access-condition';
import { checkConditionKeys } from './condition-keys';
import { grantProblem, holderOf, noPolicy, watch } from './grantee';
import { kindsOf } from './service-access';
import { checkArn } from '../private/arn-check';
import { covers, readableShape } from '../private/arn-shape';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkNotEmpty } from '../private/names';
import { actionsNamed } from '../private/service-actions';
import { describeKinds } from '../private/service-kinds';
import { readable } from '../private/text';
import type { Finding } from '../private/warnings';
import { warn } from '../private/warnings';

/**
 * What an application may not do, whatever else lets it (`Deny`): a fence around permissions that others give.
 *
 * It grants nothing. Wildcards are let in actions, as more is refused, not allowed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @example
 * declare const role: ApplicationRole;
 * role.restrict(
 *   Restriction.denyAllExcept(['s3:*', 'dynamodb:*']),
 *   Restriction.denyActions(['s3:DeleteObject']).when(AccessCondition.of(ConditionOperator.STRING_NOT_EQUALS, 'aws:RequestedRegion', 'eu-west-1')),
 * );
 */
export class Restriction {
  /**
   * These actions are refused.
   *
   * It is an error if an action is unknown (with the nearest names), and if nothing would be refused: an action that is on none of the
   * resources, a resource that none of the actions is on.
   *
   * @param actions such as `s3:DeleteObject` or `iam:*`; `*` for all, which asks for conditions
   * @param resources the ARNs on which they are refused; every resource if none is given
   */
  public static denyActions(actions: string[], resources: string[] = []): Restriction {
    checkActions(actions);
    checkResources(actions, resources);
    return new Restriction([{ effect: 'Deny', actions: [...actions], resources: resources.length === 0 ? ['*'] : [...resources] }], []);
  }

  /**
   * All actions but these are refused, on every resource.
   *
   * It is an error if an action is unknown (with the nearest names).
   *
   * @param actions such as `s3:GetObject` or `dynamodb:*`
   */
  public static denyAllExcept(actions: string[]): Restriction {
    checkActions(actions);
    if (actions.includes(EVERYTHING)) {
      throw new InvalidInputError('All actions but every one are none, so nothing would be refused: got \'*\'. Name what the application may do.');
    }
    return new Restriction([{ effect: 'Deny', actions: [], notActions: [...actions], resources: ['*'] }], []);
  }

  readonly #statements: readonly AccessStatement[];
  readonly #findings: readonly Finding[];

  private constructor(statements: readonly AccessStatement[], findings: readonly Finding[]) {
    this.#statements = statements;
    this.#findings = findings;
  }

  /**
   * The same restriction where all of these conditions hold, beside those that it has.
   *
   * A request without the key is refused if the condition is negated (`STRING_NOT_EQUALS`, …), and let if it is not.
   *
   * @param conditions one or more
   */
  public when(...conditions: AccessCondition[]): Restriction {
    checkNotEmpty(conditions, 'The list of conditions', 'Give at least one.');
    const findings = conditions.flatMap(({ _block }) => this.#statements.flatMap((statement) => checkConditionKeys(statement, _block)));
    return new Restriction(this.#statements.map((statement) => ({
      ...statement,
      conditions: conditions.reduce((merged, { _block }) => mergeConditions(merged, _block, 'the restriction'), statement.conditions ?? {}),
    })), [...this.#findings, ...findings]);
  }

  /**
   * Restricts a role, or anything that has one. It is an error if the statements would not arrive.
   *
   * @param grantee a role, a Lambda function, a group, …
   */
  public applyTo(grantee: iam.IGrantable): void {
    for (const statement of this._statementsFor(grantee)) {
      const { statementAdded } = grantee.grantPrincipal.addToPrincipalPolicy(toPolicyStatement(statement));
      if (!statementAdded) throw new InvalidInputError(noPolicy(grantee));
    }
  }

  /** The statements, made anew at each call: for session policies, L1 roles and everything else that is no grantee. */
  public toStatements(): iam.PolicyStatement[] {
    return this.#statements.map(toPolicyStatement);
  }

  /** The statements, if they would arrive at the grantee. @internal */
  public _statementsFor(grantee: iam.IGrantable): readonly AccessStatement[] {
    const problem = grantProblem(grantee, this.#statements);
    if (problem) throw new InvalidInputError(problem);
    watch(grantee, this.#statements);
    const holder = holderOf(grantee);
    if (holder !== undefined) this.#findings.forEach((finding) => warn(holder, finding));
    return this.#statements;
  }
}

/** Every action, or every resource. */
const EVERYTHING = '*';

function checkActions(actions: readonly string[]): void {
  checkNotEmpty(actions, 'The list of actions', 'Name at least one, such as \'s3:DeleteObject\'.');
  actions.filter((action) => action !== EVERYTHING).forEach(actionsNamed);
}

/** A Deny that no request meets is no fence, and nobody would notice. */
function checkResources(actions: readonly string[], resources: readonly string[]): void {
  if (resources.includes(EVERYTHING)) {
    throw new InvalidInputError('The resource is every one: got \'*\'. Leave the list of resources out, and the actions are refused on all of them.');
  }
  const shapes = resources.map((arn) => checkArn(arn, 'The resource'));
  if (resources.length === 0 || actions.includes(EVERYTHING)) return;
  const named = actions.map(actionsNamed).map((name) => ({ written: name.written, kinds: kindsOf(name) }));
  // What is known later may be of any type.
  const known = shapes.filter((shape) => shape !== undefined);
  for (const { written, kinds } of named) {
    if (kinds.length === 0) {
      throw new InvalidInputError(`The action ${quote(written)} cannot be limited to a resource, so a restriction on some of them would refuse nothing: got ${quote(resources.map(readable).join(', '))}. Leave the resources out.`);
    }
    if (known.length < shapes.length || known.some((shape) => kinds.some((kind) => covers(shape, kind)))) continue;
    throw new InvalidInputError(`The action ${quote(written)} is on none of the resources, so nothing would be refused: got ${list(known.map((shape) => quote(readableShape(shape))))}. It is on ${describeKinds(kinds)}.`);
  }
  const idle = known.find((shape) => !named.some(({ kinds }) => kinds.some((kind) => covers(shape, kind))));
  if (idle !== undefined) {
    throw new InvalidInputError(`None of the actions is on the resource ${quote(readableShape(idle))}, so nothing would be refused on it: got ${list(named.map(({ written }) => quote(written)))}. Leave the resource out, or name actions on it.`);
  }
}
