import { Aws, CfnParameter, aws_iam as iam, aws_kms as kms, aws_stepfunctions as stepfunctions } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { StepFunctionsAccess } from '../../lib';
import type { Access } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const IMPORTED = 'arn:aws:states:eu-west-1:111111111111:stateMachine:orders';
const executionsOf = (reference: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':states:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':execution:', { 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: reference }] }] }, ':*']] });

describe.each<[string, (stack: Stack) => stepfunctions.IStateMachineRef, any, any]>([
  ['made in the app', made, { Ref: 'Machine6FC8AE80' }, executionsOf('Machine6FC8AE80')],
  ['made as L1', (stack) => l1(stack), { Ref: 'Machine' }, executionsOf('Machine')],
  ['imported', imported, IMPORTED, 'arn:aws:states:eu-west-1:111111111111:execution:orders:*'],
])('a state machine %s', (_, make, machine, executions) => {
  test.each([['start', 'states:StartExecution'], ['startSync', 'states:StartSyncExecution']] as const)('%s', (method, action) => {
    const stack = newStack();
    expect(granted(stack, StepFunctionsAccess[method](make(stack)))).toEqual([{ Action: action, Effect: 'Allow', Resource: machine }]);
  });

  test('readExecutions', () => {
    const stack = newStack();
    expect(granted(stack, StepFunctionsAccess.readExecutions(make(stack)))).toEqual([
      { Action: 'states:ListExecutions', Effect: 'Allow', Resource: machine },
      { Action: ['states:DescribeExecution', 'states:GetExecutionHistory'], Effect: 'Allow', Resource: executions },
    ]);
  });

  test('stopExecutions', () => {
    const stack = newStack();
    expect(granted(stack, StepFunctionsAccess.stopExecutions(make(stack)))).toEqual([{ Action: 'states:StopExecution', Effect: 'Allow', Resource: executions }]);
  });
});

test('the executions of a state machine that is imported by name have it in their ARN', () => {
  const stack = newStack();
  const machine = stepfunctions.StateMachine.fromStateMachineName(stack, 'Machine', 'orders');
  const [{ Resource }] = granted(stack, StepFunctionsAccess.stopExecutions(machine));
  expect(normalized(Resource)).toBe('arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:orders:*');
});

test('the results of tasks are on no resource', () => {
  const stack = newStack();
  expect(granted(stack, StepFunctionsAccess.sendTaskResults())).toEqual([{ Action: ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'], Effect: 'Allow', Resource: '*' }]);
});

test.each(['start', 'startSync'] as const)('%s with qualifiers', (method) => {
  const stack = newStack();
  const version = new CfnParameter(stack, 'Version', { allowedPattern: '^[0-9]+$' }).valueAsString;
  const [statement] = granted(stack, StepFunctionsAccess[method](imported(stack), { qualifiers: ['live', version] }));
  expect(statement.Condition).toEqual({ 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live', { Ref: 'Version' }] } });
});

describe('customer managed keys', () => {
  test.each<[string, (machine: stepfunctions.IStateMachineRef) => Access]>([
    ['startSync', (machine) => StepFunctionsAccess.startSync(machine)],
    ['readExecutions', (machine) => StepFunctionsAccess.readExecutions(machine)],
  ])('%s brings the key\'s action through Step Functions and for the state machine alone', (_, access) => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    const found = granted(stack, access(made(stack, new stepfunctions.CustomerManagedEncryptionConfiguration(key)))).map(normalized);
    expect(found).toContainEqual({
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': '${Machine6FC8AE80}', 'kms:ViaService': 'states.${AWS::Region}.amazonaws.com' } },
      Effect: 'Allow',
      Resource: '${Key961B73FD.Arn}',
    });
  });

  test('is found in an L1 state machine, or given', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    const machine = l1(stack, { encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: key.keyId } });
    const accesses = [
      StepFunctionsAccess.readExecutions(machine),
      StepFunctionsAccess.startSync(imported(stack), { encryptionKey: key }),
      StepFunctionsAccess.readExecutions(imported(stack), { encryptionKey: key }),
    ];
    for (const access of accesses) {
      expect(access.toStatements().map(({ resources }) => stack.resolve(resources))).toContainEqual([{ 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }]);
    }
  });

  test('start and stopExecutions need none', () => {
    const stack = newStack();
    const machine = made(stack, new stepfunctions.CustomerManagedEncryptionConfiguration(new kms.Key(stack, 'Key')));
    expect(StepFunctionsAccess.start(machine).toStatements()).toHaveLength(1);
    expect(StepFunctionsAccess.stopExecutions(machine).toStatements()).toHaveLength(1);
  });
});

test.each<[string, (stack: Stack) => Access, string]>([
  ['an alias', (stack) => StepFunctionsAccess.start(stepfunctions.StateMachine.fromStateMachineArn(stack, 'Machine', `${IMPORTED}:live`)), `The state machine is a version or an alias of one, for which Step Functions does not ask: got '${IMPORTED}:live'. Give the state machine, and the version or alias as 'qualifiers'.`],
  ['an alias in an ARN with a token', (stack) => StepFunctionsAccess.start(stepfunctions.StateMachine.fromStateMachineArn(stack, 'Machine', `arn:${Aws.PARTITION}:states:eu-west-1:111111111111:stateMachine:orders:live`)), "The state machine is a version or an alias of one, for which Step Functions does not ask: got 'arn:{token}:states:eu-west-1:111111111111:stateMachine:orders:live'. Give the state machine, and the version or alias as 'qualifiers'."],
  ['an execution', (stack) => StepFunctionsAccess.stopExecutions(stepfunctions.StateMachine.fromStateMachineArn(stack, 'Machine', 'arn:aws:states:eu-west-1:111111111111:execution:orders')), "The ARN of the state machine is not one of a state machine: got 'arn:aws:states:eu-west-1:111111111111:execution:orders'. Write it as 'arn:aws:states:us-east-1:111111111111:stateMachine:orders'."],
  ['a pattern', (stack) => StepFunctionsAccess.stopExecutions(stepfunctions.StateMachine.fromStateMachineArn(stack, 'Machine', 'arn:aws:states:eu-west-1:111111111111:stateMachine:*')), "The ARN of the state machine holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:aws:states:eu-west-1:111111111111:stateMachine:*'. Give one state machine, by its name."],
  ['an empty list', (stack) => StepFunctionsAccess.start(imported(stack), { qualifiers: [] }), "The list 'qualifiers' is empty. Name at least one version or alias, or leave it out."],
  ['a wildcard', (stack) => StepFunctionsAccess.start(imported(stack), { qualifiers: ['*'] }), "The version or alias of the state machine holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Allowed: a number, or 1 to 80 letters, digits and _ . -."],
  ['no qualifier', (stack) => StepFunctionsAccess.start(imported(stack), { qualifiers: ['a b'] }), "The version or alias of the state machine is not one that Step Functions takes: got 'a b'. Allowed: a number, or 1 to 80 letters, digits and _ . -."],
])('%s is an error', (_, make, message) => {
  expect(() => make(newStack())).toThrow(new Error(message));
});

function made(stack: Stack, encryptionConfiguration?: stepfunctions.EncryptionConfiguration): stepfunctions.StateMachine {
  return new stepfunctions.StateMachine(stack, 'Machine', { definitionBody: stepfunctions.DefinitionBody.fromString('{}'), encryptionConfiguration });
}

function l1(stack: Stack, props: Partial<stepfunctions.CfnStateMachineProps> = {}): stepfunctions.CfnStateMachine {
  return new stepfunctions.CfnStateMachine(stack, 'Machine', { roleArn: 'arn', ...props });
}

function imported(stack: Stack): stepfunctions.IStateMachine {
  return stepfunctions.StateMachine.fromStateMachineArn(stack, `Imported${stack.node.children.length}`, IMPORTED);
}

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack);
}
