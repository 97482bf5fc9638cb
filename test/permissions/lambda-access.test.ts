import { CfnParameter, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { AccessCondition, LambdaAccess } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const IMPORTED = 'arn:aws:lambda:eu-west-1:111111111111:function:orders';

describe.each<[string, (stack: Stack) => lambda.IFunctionRef, string]>([
  ['made in the app', made, '${Function76856677.Arn}'],
  ['made as L1', (stack) => new lambda.CfnFunction(stack, 'Function', { code: {}, role: 'arn' }), '${Function.Arn}'],
  ['imported by name', (stack) => lambda.Function.fromFunctionName(stack, 'Function', 'orders'), 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:orders'],
  ['imported by ARN', imported, IMPORTED],
])('a function %s', (_, make, arn) => {
  test('invoke', () => {
    const stack = newStack();
    expect(granted(stack, LambdaAccess.invoke(make(stack)))).toEqual([{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: arn }]);
  });

  test('invoke with qualifiers', () => {
    const stack = newStack();
    const version = new CfnParameter(stack, 'Version', { allowedPattern: '^[0-9]+$' }).valueAsString;
    const [{ Resource }] = granted(stack, LambdaAccess.invoke(make(stack), { qualifiers: ['live', '$LATEST', version] }));
    expect(Resource).toEqual([`${arn}:$LATEST`, `${arn}:\${Version}`, `${arn}:live`]);
  });

  test('invokeAnyVersion', () => {
    const stack = newStack();
    expect(granted(stack, LambdaAccess.invokeAnyVersion(make(stack)))).toEqual([{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: [arn, `${arn}:*`] }]);
  });

  test('invokeUrl', () => {
    const stack = newStack();
    expect(granted(stack, LambdaAccess.invokeUrl(make(stack), { qualifiers: ['live'] }))).toEqual([
      { Action: 'lambda:InvokeFunctionUrl', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } }, Effect: 'Allow', Resource: `${arn}:live` },
      { Action: 'lambda:InvokeFunction', Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }, Effect: 'Allow', Resource: `${arn}:live` },
    ]);
  });
});

test.each<[string, (stack: Stack) => lambda.IFunctionRef, RegExp]>([
  ['an alias', (stack) => made(stack).addAlias('live'), /^\$\{FunctionAliaslive\w+\}$/],
  ['a version', (stack) => made(stack).currentVersion, /^\$\{FunctionCurrentVersion\w+\}$/],
  ['the latest version', (stack) => made(stack).latestVersion, /^\$\{Function76856677\.Arn\}:\$LATEST$/],
  ['an imported alias', alias, /^arn:aws:lambda:eu-west-1:111111111111:function:orders:live$/],
])('invoke %s, and no other', (_, make, arn) => {
  const stack = newStack();
  expect(granted(stack, LambdaAccess.invoke(make(stack)))).toEqual([{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: expect.stringMatching(arn) }]);
});

test('the URL of a function without qualifiers', () => {
  const stack = newStack();
  expect(granted(stack, LambdaAccess.invokeUrl(imported(stack))).map(({ Resource }) => Resource)).toEqual([IMPORTED, IMPORTED]);
});

test('tags of a function can be demanded of its versions too', () => {
  const stack = newStack();
  const access = LambdaAccess.invokeAnyVersion(made(stack)).when(AccessCondition.resourceTag('team', 'orders'));
  expect(granted(stack, access)[0].Condition).toEqual({ StringEquals: { 'aws:ResourceTag/team': 'orders' } });
});

const QUALIFIED = 'Give the function itself, or the alias to LambdaAccess.invoke() alone.';
const QUALIFIERS = "Allowed: '$LATEST', a number, or 1 to 128 letters, digits and _ -.";

test.each<[string, (stack: Stack) => Access, string]>([
  ['versions of an alias', (stack) => LambdaAccess.invokeAnyVersion(alias(stack)), `The function is an alias or a version already, which has no others of its own: got 'Stack/Alias'. ${QUALIFIED}`],
  ['qualifiers of a version', (stack) => LambdaAccess.invoke(made(stack).latestVersion, { qualifiers: ['live'] }), `The function is an alias or a version already, which has no others of its own: got 'Stack/Function/$LATEST'. ${QUALIFIED}`],
  ['qualifiers of a qualified ARN', (stack) => LambdaAccess.invoke(lambda.Function.fromFunctionArn(stack, 'Function', `${IMPORTED}:live`), { qualifiers: ['live'] }), `The function is an alias or a version already, which has no others of its own: got 'Stack/Function'. ${QUALIFIED}`],
  ['versions of a qualified name', (stack) => LambdaAccess.invokeAnyVersion(lambda.Function.fromFunctionName(stack, 'Function', 'orders:live')), `The function is an alias or a version already, which has no others of its own: got 'Stack/Function'. ${QUALIFIED}`],
  ['an empty list', (stack) => LambdaAccess.invoke(made(stack), { qualifiers: [] }), "The list 'qualifiers' is empty. Name at least one version or alias, or leave it out."],
  ['a wildcard', (stack) => LambdaAccess.invoke(made(stack), { qualifiers: ['*'] }), `The version or alias of the function holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${QUALIFIERS}`],
  ['no qualifier', (stack) => LambdaAccess.invokeUrl(made(stack), { qualifiers: ['a:b'] }), `The version or alias of the function is not one that Lambda takes: got 'a:b'. ${QUALIFIERS}`],
  ['a pattern', (stack) => LambdaAccess.invoke(lambda.Function.fromFunctionArn(stack, 'Function', 'arn:aws:lambda:eu-west-1:111111111111:function:*')), "The ARN of the function holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:aws:lambda:eu-west-1:111111111111:function:*'. Give one function, by its name."],
])('%s is an error', (_, make, message) => {
  expect(() => make(newStack())).toThrow(new Error(message));
});

function made(stack: Stack): lambda.Function {
  return new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_LATEST, handler: 'index.handler', code: lambda.Code.fromInline('.') });
}

function imported(stack: Stack): lambda.IFunction {
  return lambda.Function.fromFunctionArn(stack, 'Function', IMPORTED);
}

function alias(stack: Stack): lambda.IAlias {
  const aliasVersion = lambda.Version.fromVersionArn(stack, 'Version', `${IMPORTED}:1`);
  return lambda.Alias.fromAliasAttributes(stack, 'Alias', { aliasName: 'live', aliasVersion });
}

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack).map(normalized);
}
