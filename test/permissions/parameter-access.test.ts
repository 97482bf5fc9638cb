import type { Stack } from 'aws-cdk-lib';
import { CfnParameter, Lazy, aws_iam as iam, aws_kms as kms, aws_ssm as ssm } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, ParameterAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const ROOT = 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter';
const READ = ['ssm:GetParameter', 'ssm:GetParameters'];

describe('parameters of every kind', () => {
  test.each<[string, (stack: Stack) => ssm.IParameterRef, string]>([
    ['made in the app', (stack) => new ssm.StringParameter(stack, 'Parameter', { stringValue: 'x' }), `${ROOT}/\${Parameter9E1B4FBA}`],
    ['made with a path', (stack) => new ssm.StringParameter(stack, 'Parameter', { stringValue: 'x', parameterName: '/app/color' }), `${ROOT}\${Parameter9E1B4FBA}`],
    ['made as L1', (stack) => new ssm.CfnParameter(stack, 'Parameter', { type: 'String', value: 'x' }), '${Parameter.Arn}'],
    ['imported by name with a path', (stack) => ssm.StringParameter.fromStringParameterName(stack, 'Parameter', '/app/color'), `${ROOT}/app/color`],
    ['imported by a name without a slash', (stack) => ssm.StringParameter.fromStringParameterName(stack, 'Parameter', 'color'), `${ROOT}/color`],
    ['imported by ARN', (stack) => ssm.StringParameter.fromStringParameterArn(stack, 'Parameter', 'arn:aws:ssm:us-east-1:111111111111:parameter/app/color'),
      'arn:aws:ssm:us-east-1:111111111111:parameter/app/color'],
    ['a list', (stack) => ssm.StringListParameter.fromStringListParameterName(stack, 'Parameter', '/app/colors'), `${ROOT}/app/colors`],
    ['a secure one', (stack) => ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/app/secret' }), `${ROOT}/app/secret`],
  ])('%s', (_, make, arn) => {
    const stack = newStack();
    const parameter = make(stack);
    expect(granted(stack, ParameterAccess.read(parameter))).toEqual([{ Action: READ, Effect: 'Allow', Resource: arn }]);
    expect(statements(stack, ParameterAccess.write(parameter))).toEqual([{ Action: 'ssm:PutParameter', Effect: 'Allow', Resource: arn }]);
  });

  test('on a role of CDK\'s', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    ParameterAccess.read(new ssm.CfnParameter(stack, 'Parameter', { type: 'String', value: 'x' })).grantTo(role);
    expect(permissionsOf(stack)).toEqual([{ Action: READ, Effect: 'Allow', Resource: { 'Fn::GetAtt': ['Parameter', 'Arn'] } }]);
  });
});

describe('a path', () => {
  test('is read at once or one by one', () => {
    const stack = newStack();
    expect(granted(stack, ParameterAccess.readPath('/shop/orders/'))).toEqual([
      { Action: READ, Effect: 'Allow', Resource: `${ROOT}/shop/orders/*` },
      { Action: 'ssm:GetParametersByPath', Effect: 'Allow', Resource: [`${ROOT}/shop/orders`, `${ROOT}/shop/orders/*`] },
    ]);
  });

  test('with tokens', () => {
    const stack = newStack();
    const stage = new CfnParameter(stack, 'Stage', { allowedPattern: '^[a-z]+$' });
    expect(statements(stack, ParameterAccess.readPath(`/${stage.valueAsString}/`))[1].Resource).toBe(`${ROOT}/\${Stage}/*`);
  });
});

describe('customer managed keys', () => {
  const VIA = { 'kms:ViaService': 'ssm.${AWS::Region}.amazonaws.com' };

  test('of a secure parameter', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/app/secret', encryptionKey });
    const onKey = {
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:EncryptionContext:PARAMETER_ARN': `${ROOT}/app/secret`, ...VIA } },
      Effect: 'Allow',
      Resource: '${Key961B73FD.Arn}',
    };
    expect(statements(stack, ParameterAccess.read(parameter))[1]).toEqual(onKey);
    expect(statements(stack, ParameterAccess.write(parameter))[1]).toEqual({ ...onKey, Action: ['kms:Encrypt', 'kms:GenerateDataKey'] });
  });

  test('given for a parameter', () => {
    const stack = newStack();
    const parameter = ssm.StringParameter.fromStringParameterName(stack, 'Parameter', '/app/secret');
    expect(statements(stack, ParameterAccess.read(parameter, { encryptionKey: new kms.Key(stack, 'Key') }))[1].Resource).toBe('${Key961B73FD.Arn}');
  });

  test('given for a path', () => {
    const stack = newStack();
    expect(statements(stack, ParameterAccess.readPath('/app/', { encryptionKey: new kms.Key(stack, 'Key') }))[2]).toEqual({
      Action: 'kms:Decrypt',
      Condition: { StringEquals: VIA, StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': `${ROOT}/app/*` } },
      Effect: 'Allow',
      Resource: '${Key961B73FD.Arn}',
    });
  });

  test('by an alias', () => {
    const alias = kms.Alias.fromAliasName(newStack(), 'Alias', 'alias/app');
    expect(() => ParameterAccess.readPath('/app/', { encryptionKey: alias }).toStatements()).toThrow(/^The key of the parameters 'Stack\/Alias' is named by an alias, which IAM does not follow/);
  });
});

describe('errors', () => {
  const FIX = 'Write it from the root down, such as \'/app/\'; all below it is included.';
  test.each([
    ['/app', 'The path of the parameters does not end with \'/\', so it would also cover its neighbours: got \'/app\'. Write \'/app/\', or use ParameterAccess.read() for a single parameter.'],
    ['app/', `The path of the parameters does not start with '/': got 'app/'. ${FIX}`],
    ['/', 'The path of the parameters is the root, so every parameter of the account could be read: got \'/\'. Name the path of the application, such as \'/app/\'.'],
    ['', `The path of the parameters is empty: got ''. ${FIX}`],
    ['/app/*/', `The path of the parameters holds a wildcard ('*' or '?'), which would match more than was named: got '/app/*/'. ${FIX}`],
    ['/${aws:username}/', `The path of the parameters holds '\${', which starts a policy variable: got '/\${aws:username}/'. ${FIX}`],
    ['/app//x/', 'The path of the parameters is none that Parameter Store takes: got \'/app//x/\'. Allowed between single slashes: letters, digits and _ . -.'],
    ['/a b/', 'The path of the parameters is none that Parameter Store takes: got \'/a b/\'. Allowed between single slashes: letters, digits and _ . -.'],
    ['/aws/service/', 'The path of the parameters is one of AWS\'s own, whose ARN has another form: got \'/aws/service/\'. Use SecretAccess.read() for a secret, or write the ARN: Access.actions([\'ssm:GetParameter\'], [\'arn:…:parameter/aws/service/\']).'],
    [undefined as any, `The path of the parameters is not text: got 'undefined'. ${FIX}`],
  ])('path %j', (path, message) => {
    expect(() => ParameterAccess.readPath(path)).toThrow(new Error(message));
  });

  test('a path whose slashes are known only later', () => {
    expect(() => ParameterAccess.readPath(Lazy.string({ produce: () => '/app/' }))).toThrow(/^The path of the parameters does not start with '\/'/);
  });

  test.each([
    ['/aws/reference/secretsmanager/db', /^The parameter is one of AWS's own, whose ARN has another form: got '\/aws\/reference\/secretsmanager\/db'. Use SecretAccess.read\(\) for a secret/],
    ['/app/*', /^The ARN of the parameter holds a wildcard/],
  ])('parameter %s', (name, message) => {
    expect(() => ParameterAccess.read(ssm.StringParameter.fromStringParameterName(newStack(), 'Parameter', name))).toThrow(message);
  });

  test('an ARN with two slashes', () => {
    const parameter = ssm.StringParameter.fromStringParameterArn(newStack(), 'Parameter', 'arn:aws:ssm:us-east-1:111111111111:parameter//app');
    expect(() => ParameterAccess.read(parameter)).toThrow(new Error(
      'The ARN of the parameter has two slashes before its name: got \'arn:aws:ssm:us-east-1:111111111111:parameter//app\'. The slash that begins the name is the one that follows \'parameter\': write it once.'));
  });
});

function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}

function statements(stack: Stack, access: Access): any[] {
  return access.toStatements().map((statement) => normalized(stack.resolve(statement.toStatementJson())));
}
