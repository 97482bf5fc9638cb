import { CfnParameter, aws_iam as iam } from 'aws-cdk-lib';
import { CloudWatchAccess } from '../../lib';
import { newStack, permissionsOf } from '../helpers';

test.each([
  [['Shop/Orders'], 'Shop/Orders'],
  [['CWAgent', 'Shop: #1'], ['CWAgent', 'Shop: #1']],
])('metrics of %j', (namespaces, expected) => {
  const stack = newStack();
  CloudWatchAccess.putMetrics(...namespaces).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  expect(permissionsOf(stack)).toEqual([
    { Action: 'cloudwatch:PutMetricData', Condition: { StringEquals: { 'cloudwatch:namespace': expected } }, Effect: 'Allow', Resource: '*' },
  ]);
});

test('a namespace that is a token', () => {
  const stack = newStack();
  const [statement] = CloudWatchAccess.putMetrics(new CfnParameter(stack, 'Namespace', { allowedPattern: '^[A-Za-z]+$' }).valueAsString).toStatements();
  expect(stack.resolve(statement.conditions)).toEqual({ StringEquals: { 'cloudwatch:namespace': { Ref: 'Namespace' } } });
});

describe('errors', () => {
  const FIX = 'Allowed: 1 to 255 letters, digits, blanks and . - _ / # :, the first no colon.';
  test.each([
    ['AWS/EC2', 'The namespace is one of AWS\'s own services, whose metrics no application writes: got \'AWS/EC2\'. Take a namespace of your own.'],
    ['Shop/*', `The namespace holds a wildcard ('*' or '?'), which would match more than was named: got 'Shop/*'. ${FIX}`],
    ['', `The namespace is empty: got ''. ${FIX}`],
    [':Shop', `The namespace is none that CloudWatch takes: got 5 characters, ':Shop'. ${FIX}`],
    ['Shöp', `The namespace is none that CloudWatch takes: got 4 characters, 'Shöp'. ${FIX}`],
    ['a'.repeat(256), `The namespace is none that CloudWatch takes: got 256 characters, '${'a'.repeat(80)}…'. ${FIX}`],
    [7 as any, `The namespace is not text: got '7'. ${FIX}`],
  ])('namespace %j', (namespace, message) => {
    expect(() => CloudWatchAccess.putMetrics('Shop', namespace)).toThrow(new Error(message));
  });

  test('no namespace', () => {
    expect(() => CloudWatchAccess.putMetrics()).toThrow(new Error('The list of namespaces is empty. Name at least one, such as \'Shop/Orders\'.'));
  });
});
