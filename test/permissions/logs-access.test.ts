import type { Stack } from 'aws-cdk-lib';
import { App, CfnParameter, Fn, Stack as CdkStack, aws_iam as iam, aws_logs as logs } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, LogsAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const OWN = 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:';
const LITERAL = 'arn:aws:logs:eu-west-1:111111111111:log-group:/app';

describe('log groups of every kind', () => {
  test.each<[string, (stack: Stack) => logs.ILogGroupRef, string]>([
    ['made in the app', (stack) => new logs.LogGroup(stack, 'Group'), `${OWN}\${GroupC77FDACD}`],
    ['made as L1', (stack) => new logs.CfnLogGroup(stack, 'Group'), `${OWN}\${Group}`],
    ['imported by name', (stack) => logs.LogGroup.fromLogGroupName(stack, 'Group', '/app'), `${OWN}/app`],
    ['imported by ARN', (stack) => logs.LogGroup.fromLogGroupArn(stack, 'Group', LITERAL), LITERAL],
    ['imported by the ARN with its end', (stack) => logs.LogGroup.fromLogGroupArn(stack, 'Group', `${LITERAL}:*`), LITERAL],
    ['imported as L1', (stack) => logs.CfnLogGroup.fromLogGroupArn(stack, 'Group', LITERAL), LITERAL],
    ['imported as L1 by the ARN with its end', (stack) => logs.CfnLogGroup.fromLogGroupArn(stack, 'Group', `${LITERAL}:*`), LITERAL],
    ['imported as L1 by name', (stack) => logs.CfnLogGroup.fromLogGroupName(stack, 'Group', '/app'), `${OWN}/app`],
    ['named by a parameter', (stack) => logs.LogGroup.fromLogGroupName(stack, 'Group', new CfnParameter(stack, 'Name', { allowedPattern: '^[a-z/]+$' }).valueAsString), `${OWN}\${Name}`],
  ])('%s', (_, make, arn) => {
    const stack = newStack();
    const group = make(stack);
    expect(granted(stack, LogsAccess.write(group))).toEqual([
      { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: `${arn}:log-stream:*` },
    ]);
    expect(statements(stack, LogsAccess.read(group))).toEqual([
      { Action: 'logs:GetLogEvents', Effect: 'Allow', Resource: `${arn}:log-stream:*` },
      { Action: 'logs:FilterLogEvents', Effect: 'Allow', Resource: `${arn}:*` },
    ]);
    expect(statements(stack, LogsAccess.query(group))).toEqual([
      { Action: ['logs:GetQueryResults', 'logs:StartQuery'], Effect: 'Allow', Resource: `${arn}:*` },
    ]);
  });

  test('imported by an ARN of another stack, which may end as it likes', () => {
    const stack = newStack();
    const [statement] = LogsAccess.write(logs.LogGroup.fromLogGroupArn(stack, 'Group', Fn.importValue('Arn'))).toStatements();
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', { 'Fn::ImportValue': 'Arn' }] }] });
    expect(stack.resolve(statement.resources)).toEqual([
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:', part(3), ':', part(4), ':log-group:', part(6), ':log-stream:*']] },
    ]);
  });

  test('on a role of CDK\'s', () => {
    const stack = newStack();
    LogsAccess.write(logs.LogGroup.fromLogGroupArn(stack, 'Group', LITERAL)).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(permissionsOf(stack)).toEqual([{ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: `${LITERAL}:log-stream:*` }]);
  });
});

test('log streams with a prefix', () => {
  const stack = newStack();
  expect(granted(stack, LogsAccess.write(new logs.LogGroup(stack, 'Group'), { streamPrefix: 'web/' }))[0].Resource).toBe(`${OWN}\${GroupC77FDACD}:log-stream:web/*`);
});

describe('errors', () => {
  const NAME = 'Allowed: 1 to 512 letters, digits and _ - / . #.';
  const PREFIX = 'Write the beginning of the names of the log streams as it is, such as \'web/\'; what follows it is included.';
  test.each([
    ['/app/*', `The name of the log group holds a wildcard ('*' or '?'), which would match more than was named: got '/app/*'. ${NAME}`],
    ['app group', `The name of the log group is none that CloudWatch Logs takes: got 'app group'. ${NAME}`],
  ])('log group %j', (name, message) => {
    const group = logs.LogGroup.fromLogGroupName(newStack(), 'Group', name);
    expect(() => LogsAccess.write(group)).toThrow(new Error(message));
    expect(() => LogsAccess.read(group)).toThrow(new Error(message));
    expect(() => LogsAccess.query(group)).toThrow(new Error(message));
  });

  test.each([
    ['web', 'The prefix of the log streams does not end with \'/\', so it would also cover its neighbours: got \'web\'. Write \'web/\'.'],
    ['', `The prefix of the log streams is empty: got ''. ${PREFIX}`],
    ['*/', `The prefix of the log streams holds a wildcard ('*' or '?'), which would match more than was named: got '*/'. ${PREFIX}`],
    ['a:b/', `The prefix of the log streams holds a colon, which no log stream has in its name: got 'a:b/'. ${PREFIX}`],
  ])('prefix %j', (streamPrefix, message) => {
    expect(() => LogsAccess.write(new logs.LogGroup(newStack(), 'Group'), { streamPrefix })).toThrow(new Error(message));
  });

  test('an ARN of something else', () => {
    const group = logs.LogGroup.fromLogGroupArn(newStack(), 'Group', 'arn:aws:s3:::app');
    expect(() => LogsAccess.write(group)).toThrow(new Error(`The name of the log group is not text: got 'undefined'. ${NAME}`));
  });

  test('a log group of another account', () => {
    const stack = new CdkStack(new App(), 'Stack', { env: { account: '222222222222', region: 'eu-west-1' } });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => LogsAccess.read(logs.LogGroup.fromLogGroupArn(stack, 'Group', LITERAL)).grantTo(role)).toThrow(/has no policy that could let in another one/);
  });
});

function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}

function statements(stack: Stack, access: Access): any[] {
  return access.toStatements().map((statement) => normalized(stack.resolve(statement.toStatementJson())));
}
