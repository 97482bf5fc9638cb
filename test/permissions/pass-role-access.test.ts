import type { Stack } from 'aws-cdk-lib';
import { App, Lazy, Stack as CdkStack, aws_iam as iam } from 'aws-cdk-lib';
import { ApplicationRole, PassRoleAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf, warningsOf } from '../helpers';

const TASKS = 'ecs-tasks.amazonaws.com';
const ARN = 'arn:aws:iam::111111111111:role/app/task';

test.each<[string, (stack: Stack) => iam.IRoleRef, string]>([
  ['made in the app', (stack) => new iam.Role(stack, 'Task', { assumedBy: new iam.ServicePrincipal(TASKS) }), '${Task79114B6B.Arn}'],
  ['of ours', (stack) => new ApplicationRole(stack, 'Task', { assumedBy: WorkloadPrincipal.ecsTask() }), '${Task79114B6B.Arn}'],
  ['made as L1', (stack) => new iam.CfnRole(stack, 'Task', { assumeRolePolicyDocument: {} }), '${Task.Arn}'],
  ['imported by name', (stack) => iam.Role.fromRoleName(stack, 'Task', 'task'), 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/task'],
  ['imported by ARN', (stack) => iam.Role.fromRoleArn(stack, 'Task', ARN), ARN],
])('a role %s', (_, make, arn) => {
  const stack = newStack();
  PassRoleAccess.forService(make(stack), TASKS).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  expect(permissionsOf(stack).map(normalized)).toEqual([
    { Action: 'iam:PassRole', Condition: { StringEquals: { 'iam:PassedToService': TASKS } }, Effect: 'Allow', Resource: arn },
  ]);
});

test.each(['ec2.amazonaws.com', 'application-autoscaling.amazonaws.com', 'elasticmapreduce.amazonaws.com'])('%s goes by two names', (service) => {
  const [{ conditions }] = PassRoleAccess.forService(task(newStack()), service).toStatements();
  expect(conditions).toEqual({ StringEquals: { 'iam:PassedToService': [service, `${service}.cn`] } });
});

test.each([
  [['arn:aws:ec2:us-east-1:111111111111:instance/*'], 'arn:aws:ec2:us-east-1:111111111111:instance/*'],
  [['arn:aws:ec2:us-east-1:111111111111:instance/i-1', 'arn:aws:ec2:us-east-1:111111111111:instance/i-2'],
    ['arn:aws:ec2:us-east-1:111111111111:instance/i-1', 'arn:aws:ec2:us-east-1:111111111111:instance/i-2']],
])('for the resources %j alone', (associatedResources, expected) => {
  const [{ conditions }] = PassRoleAccess.forService(task(newStack()), TASKS, { associatedResources }).toStatements();
  expect(conditions).toEqual({ StringEquals: { 'iam:PassedToService': TASKS }, ArnLike: { 'iam:AssociatedResourceArn': expected } });
});

describe('a service that is not known', () => {
  test('makes the role warn', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [PassRoleAccess.forService(task(stack), 'quantum-teleport.amazonaws.com')] });
    expect(warningsOf(stack)).toEqual([
      'The service \'quantum-teleport.amazonaws.com\' is not among those known to this library, and a role is passed to it. Where it is misspelt nothing can be passed: check its spelling, or say \'asWritten: true\'.',
    ]);
  });

  test('is taken as written', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', {
      assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [PassRoleAccess.forService(task(stack), 'ecs-task.amazonaws.com', { asWritten: true })],
    });
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('errors', () => {
  test.each<[any, string]>([
    ['ecs-task.amazonaws.com', 'The service is not known: got \'ecs-task.amazonaws.com\'. Did you mean \'ecs-tasks.amazonaws.com\'? If it is a new one, say \'asWritten: true\'.'],
    ['lambda', 'The service is not named by its principal: got \'lambda\'. Write it as \'lambda.amazonaws.com\'.'],
    ['*', 'The service is not named by its principal: got \'*\'. Write it as \'ecs-tasks.amazonaws.com\'.'],
    [undefined, 'The service is not named by its principal: got \'undefined\'. Write it as \'undefined.amazonaws.com\'.'],
    ['ec2.amazonaws.com.cn', 'The service has the suffix of one partition: got \'ec2.amazonaws.com.cn\'. Write \'ec2.amazonaws.com\', which is right in every partition.'],
    [Lazy.string({ produce: () => TASKS }), 'The service is not known before the template is deployed: got \'{token}\'. Write its principal as it is, such as \'ecs-tasks.amazonaws.com\'.'],
  ])('service %j', (service, message) => {
    expect(() => PassRoleAccess.forService(task(newStack()), service)).toThrow(new Error(message));
  });

  test.each([
    [[], 'The list \'associatedResources\' is empty. Name at least one ARN, or leave it out for any resource of the service.'],
    [['*'], 'The associated resource is every resource: got \'*\'. Leave \'associatedResources\' out for any resource of the service.'],
    [['i-1'], 'The ARN of the associated resource is no ARN: got \'i-1\'. An ARN is arn:partition:service:region:account:resource.'],
  ])('associated resources %j', (associatedResources, message) => {
    expect(() => PassRoleAccess.forService(task(newStack()), TASKS, { associatedResources })).toThrow(new Error(message));
  });

  test('a pattern of roles', () => {
    const role = iam.Role.fromRoleArn(newStack(), 'Task', 'arn:aws:iam::111111111111:role/app/*');
    expect(() => PassRoleAccess.forService(role, TASKS)).toThrow(/^The ARN of the role holds a wildcard .* Give one role, by its name.$/);
  });

  test('a role of another account', () => {
    const stack = new CdkStack(new App(), 'Stack', { env: { account: '222222222222', region: 'us-east-1' } });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => PassRoleAccess.forService(iam.Role.fromRoleArn(stack, 'Task', ARN), TASKS).grantTo(role)).toThrow(/has no policy that could let in another one/);
  });
});

function task(stack: Stack): iam.IRole {
  return iam.Role.fromRoleArn(stack, 'Task', ARN);
}
