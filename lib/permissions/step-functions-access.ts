import type { CfnResource, aws_stepfunctions as stepfunctions } from 'aws-cdk-lib';
import { Aws, Fn, Token } from 'aws-cdk-lib';
import { Access } from './access';
import type { AccessStatement } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn, environmentOf, partsOfArn } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/** Which versions of a state machine. */
export interface StepFunctionsStartOptions {
  /**
   * Only these versions and aliases, by number or name, such as `live` (`states:StateMachineQualifier`): the application must name one of
   * them in each call.
   *
   * @default - the state machine, whichever version or alias is named, or none
   */
  readonly qualifiers?: string[];
}

/** Which versions of a state machine, and how it is encrypted. */
export interface StepFunctionsStartSyncOptions extends StepFunctionsStartOptions, EncryptedResourceOptions {}

/**
 * Access to a state machine of Step Functions and to its executions: made in the app (L2 or L1), or imported by name or ARN.
 *
 * Step Functions authorizes calls to a version or an alias with the ARN of the state machine, so that is the one to give. What answers
 * with data of a state machine that is encrypted with a customer managed key brings the use of the key, limited to calls through Step
 * Functions (`kms:ViaService`) for that state machine.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
export class StepFunctionsAccess {
  /**
   * Start executions: `states:StartExecution`.
   *
   * @param stateMachine made in the app at any level, or imported
   * @param options which versions
   */
  public static start(stateMachine: stepfunctions.IStateMachineRef, options: StepFunctionsStartOptions = {}): Access {
    const target = machineTarget(stateMachine);
    const conditions = qualifierConditions(options);
    return Access._from(() => [allowOn(target, ['states:StartExecution'], { conditions })]);
  }

  /**
   * Start executions of an express state machine and wait for their output: `states:StartSyncExecution`.
   *
   * With a key of the customer's it brings `kms:Decrypt`.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
   * @param stateMachine made in the app at any level, or imported
   * @param options which versions, and the key
   */
  public static startSync(stateMachine: stepfunctions.IStateMachineRef, options: StepFunctionsStartSyncOptions = {}): Access {
    const target = machineTarget(stateMachine);
    const conditions = qualifierConditions(options);
    return Access._from(() => [allowOn(target, ['states:StartSyncExecution'], { conditions }), ...keyOf(stateMachine, options)]);
  }

  /**
   * Follow executions of a standard state machine: `states:ListExecutions` on the state machine, `states:DescribeExecution` and
   * `states:GetExecutionHistory` on its executions. They answer with what went into the executions and came out.
   *
   * With a key of the customer's it brings `kms:Decrypt`.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
   * @param stateMachine made in the app at any level, or imported
   * @param options the key
   */
  public static readExecutions(stateMachine: stepfunctions.IStateMachineRef, options: EncryptedResourceOptions = {}): Access {
    const target = machineTarget(stateMachine);
    const executions = executionTarget(stateMachine);
    return Access._from(() => [
      allowOn(target, ['states:ListExecutions']),
      allowOn(executions, ['states:DescribeExecution', 'states:GetExecutionHistory'], { below: [':*'] }),
      ...keyOf(stateMachine, options),
    ]);
  }

  /**
   * Stop executions of a standard state machine: `states:StopExecution` on its executions.
   *
   * @param stateMachine made in the app at any level, or imported
   */
  public static stopExecutions(stateMachine: stepfunctions.IStateMachineRef): Access {
    const executions = executionTarget(stateMachine);
    return Access._from(() => [allowOn(executions, ['states:StopExecution'], { below: [':*'] })]);
  }

  /**
   * Answer tasks that wait for it, as a worker does: `states:SendTaskSuccess`, `states:SendTaskFailure` and `states:SendTaskHeartbeat`.
   *
   * AWS lets them be limited to no resource: what limits them is the token of the task, which Step Functions gives to whom it gives the
   * task.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
   */
  public static sendTaskResults(): Access {
    return Access._from(() => [{ effect: 'Allow', actions: ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'], resources: ['*'] }]);
  }

  private constructor() {}
}

/** How many parts the ARN of a state machine has; that of a version or an alias has one more. */
const MACHINE_ARN_PARTS = 7;

function machineTarget(stateMachine: stepfunctions.IStateMachineRef): AccessTarget {
  const { stateMachineArn } = stateMachine.stateMachineRef;
  const target = accessTarget(stateMachine, stateMachineArn, 'state machine');
  const parts = partsOfArn(stateMachineArn);
  const got = `got ${quote(readable(stateMachineArn))}`;
  if (parts === undefined ? !Token.isUnresolved(stateMachineArn) : parts[2] !== 'states' || parts[5] !== 'stateMachine') {
    throw new InvalidInputError(`The ARN of the state machine is not one of a state machine: ${got}. Write it as 'arn:aws:states:us-east-1:111111111111:stateMachine:orders'.`);
  }
  if (parts !== undefined && parts.length > MACHINE_ARN_PARTS) {
    throw new InvalidInputError(`The state machine is a version or an alias of one, for which Step Functions does not ask: ${got}. Give the state machine, and the version or alias as 'qualifiers'.`);
  }
  return target;
}

/** The beginning of the ARNs of the executions, without their names. */
function executionTarget(stateMachine: stepfunctions.IStateMachineRef): AccessTarget {
  const { arn, owner } = machineTarget(stateMachine);
  const { region, account } = environmentOf(stateMachine);
  const name = MACHINE_ARN_PARTS - 1;
  const [partition, , ownRegion, ownAccount, , ownName] = partsOfArn(arn)?.slice(1) ?? [Aws.PARTITION, '', region, account, '', Fn.select(name, Fn.split(':', arn))];
  return { arn: `arn:${partition}:states:${ownRegion}:${ownAccount}:execution:${ownName}`, owner };
}

/** Versions by number, aliases by name. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
const QUALIFIER = /^[A-Za-z0-9_.-]{1,80}$/;

function qualifierConditions({ qualifiers }: StepFunctionsStartOptions): ConditionBlock | undefined {
  if (qualifiers === undefined) return undefined;
  checkNotEmpty(qualifiers, 'The list \'qualifiers\'', 'Name at least one version or alias, or leave it out.');
  const fix = 'Allowed: a number, or 1 to 80 letters, digits and _ . -.';
  for (const qualifier of qualifiers) {
    checkLiteral(qualifier, 'The version or alias of the state machine', fix);
    if (!Token.isUnresolved(qualifier) && !QUALIFIER.test(qualifier)) {
      throw new InvalidInputError(`The version or alias of the state machine is not one that Step Functions takes: got ${quote(qualifier)}. ${fix}`);
    }
  }
  return { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [...qualifiers] } };
}

function keyOf(stateMachine: stepfunctions.IStateMachineRef, { encryptionKey }: EncryptedResourceOptions): AccessStatement[] {
  const context = { 'aws:states:stateMachineArn': stateMachine.stateMachineRef.stateMachineArn };
  return keyStatements({ resource: stateMachine, kind: 'state machine', service: 'states', encryptionKey, keyIdOf, context }, ['kms:Decrypt']);
}

/** The key's id in an `AWS::StepFunctions::StateMachine`. */
function keyIdOf(resource: CfnResource): unknown {
  const { encryptionConfiguration } = resource as { encryptionConfiguration?: stepfunctions.CfnStateMachine.EncryptionConfigurationProperty };
  return Token.isUnresolved(encryptionConfiguration) ? encryptionConfiguration : encryptionConfiguration?.kmsKeyId;
}
