import { App, CfnParameter, Fn, Lazy, Stack, Token, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { Access, AccessCondition, ApplicationRole, ConditionOperator, Restriction, S3Access, WorkloadPrincipal } from '../../lib';
import { newStack, permissionsOf, templateOf, warningsOf } from '../helpers';

const OBJECTS = 'arn:aws:s3:::acme-uploads/*';
const READ_OBJECTS = () => Access.actions(['s3:GetObject'], [OBJECTS]);

describe('what is no grantee is an error', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['an object', {}, 'Object'],
    ['an object without a principal', { grantPrincipal: null }, 'Object'],
    ['an object with something else as principal', { grantPrincipal: {} }, 'Object'],
  ])('%s', (_, grantee, name) => {
    const message = new RegExp(`^The access cannot be given to '${name}': it has no policy that CDK could add to\\. Put the statements of toStatements\\(\\) into its policy`);
    expect(() => READ_OBJECTS().grantTo(grantee as iam.IGrantable)).toThrow(message);
    expect(() => Restriction.denyActions(['s3:DeleteObject']).applyTo(grantee as iam.IGrantable)).toThrow(message);
  });

  test('a principal of CDK that stands for nobody', () => {
    expect(() => READ_OBJECTS().grantTo(new iam.UnknownPrincipal({ resource: newStack() })))
      .toThrow("The access cannot be given to 'UnknownPrincipal': it was imported without its role, and CDK would drop the permissions. Give 'role' to the import.");
  });
});

describe('a policy of CDK', () => {
  test('that is attached to nothing is an error, as CDK leaves it out', () => {
    const stack = newStack();
    const policy = new iam.Policy(stack, 'Policy');
    READ_OBJECTS().grantTo(policy);
    Restriction.denyActions(['s3:DeleteObject']).applyTo(policy);
    expect(() => templateOf(stack)).toThrow(/\[Stack\/Policy\] The policy was given permissions or restrictions and is attached to nothing, so CDK leaves it out of the template\. Attach it to a role, user or group, with attachToRole\(\) and the like\.$/);
  });

  test('may be attached later', () => {
    const stack = newStack();
    const policy = new iam.Policy(stack, 'Policy');
    READ_OBJECTS().grantTo(policy);
    policy.attachToUser(new iam.User(stack, 'User'));
    expect(() => templateOf(stack)).not.toThrow();
  });
});

describe('a parameter that a text names by hand', () => {
  const grant: [string, (stack: Stack, access: Access) => void][] = [
    ['an ApplicationRole', (stack, access) => void new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] })],
    ['a user', (stack, access) => void access.grantTo(new iam.User(stack, 'User'))],
    ['a role in an adapter', (stack, access) => void access.grantTo(new iam.PrincipalWithConditions(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }), {}))],
  ];
  const texts: [string, () => Access][] = [
    ['in Fn.sub', () => Access.actions(['s3:GetObject'], [Fn.sub('arn:${AWS::Partition}:s3:::${Name}/*')])],
    ['in a variable of Fn.sub', () => Access.actions(['s3:GetObject'], [Fn.sub('arn:${AWS::Partition}:s3:::${X}/*', { X: Fn.ref('Name') })])],
    ['in Fn.ref', () => Access.actions(['s3:GetObject'], [`arn:aws:s3:::${Fn.ref('Name')}/*`])],
    ['in JSON', () => Access.actions(['s3:GetObject'], [Token.asString({ 'Fn::Join': ['', ['arn:aws:s3:::', { Ref: 'Name' }, '/*']] })])],
    ['in a condition', () => READ_OBJECTS().when(AccessCondition.of(ConditionOperator.STRING_LIKE, 'aws:userid', Fn.ref('Name')))],
  ];
  const messageOf = (stack: Stack) => {
    try {
      templateOf(stack);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each(grant.flatMap(([to, give]) => texts.map(([where, access]): [string, string, typeof give, typeof access] => [where, to, give, access])))('%s, given to %s, is checked', (_, __, give, access) => {
    const stack = newStack();
    give(stack, access());
    const parameter = new CfnParameter(stack, 'Name');
    expect(messageOf(stack)).toMatch(/A resource or a condition of the permissions comes from parameter 'Name', which has no 'allowedPattern': whoever deploys could enter '\*'\. Give the parameter/);
    parameter.allowedPattern = '^[a-z]+$';
    expect(messageOf(stack)).toBeUndefined();
  });

  test.each<[string, () => Access]>([
    ['of a variable of the same name', () => Access.actions(['s3:GetObject'], [Fn.sub('arn:${AWS::Partition}:s3:::${Name}/*', { Name: 'acme' })])],
    ['of a resource', () => Access.actions(['s3:GetObject'], [Fn.sub('arn:${AWS::Partition}:s3:::${Bucket}/*')])],
    ['where nothing is a pattern', () => READ_OBJECTS().when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 'aws:SourceVpc', Fn.ref('Name')))],
  ])('is not meant by the name %s', (_, access) => {
    const stack = newStack();
    access().grantTo(new iam.User(stack, 'User'));
    new CfnParameter(stack, 'Name');
    expect(messageOf(stack)).toBeUndefined();
  });

  test('is one of the own stack', () => {
    const app = new App();
    new CfnParameter(new Stack(app, 'Other'), 'Name');
    const stack = new Stack(app, 'Stack');
    Access.actions(['s3:GetObject'], [Fn.sub('arn:${AWS::Partition}:s3:::${Name}/*')]).grantTo(new iam.User(stack, 'User'));
    expect(messageOf(stack)).toBeUndefined();
  });
});

describe('an adapter around a role passes on', () => {
  const wrapped = (stack: Stack) => new iam.PrincipalWithConditions(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }), {});

  test('warnings and reasons', () => {
    const stack = newStack();
    const role = wrapped(stack);
    Access.asWritten(['s3:NewAction'], [OBJECTS]).grantTo(role);
    Access.accountWide(['ec2:DescribeInstances'], { reason: 'The inventory lists them.' }).grantTo(role);
    Restriction.denyActions(['s3:*']).when(AccessCondition.of(ConditionOperator.STRING_NOT_EQUALS, 'aws:SourceAccount', '111122223333')).applyTo(role);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^Actions are granted as written/), expect.stringMatching(/^The condition key 'aws:SourceAccount' is there only/)]);
    const metadata = stack.node.findChild('Role').node.metadata.filter(({ type }) => type === 'cdk-keyless-roles:accountWide');
    expect(metadata.map(({ data }) => data)).toEqual(['The inventory lists them.']);
  });

  test('the partition of its stack', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1' } });
    expect(() => Access.actions(['s3:GetObject'], ['arn:aws-cn:s3:::acme/*']).grantTo(wrapped(stack))).toThrow(/is in the partition 'aws': got the resource 'arn:aws-cn:s3:::acme\/\*' of another one/);
  });
});

test('a resource of another partition is an error, also where a function makes its ARN', () => {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1' } });
  const user = new iam.User(stack, 'User');
  expect(() => Access.actions(['s3:GetObject'], [Fn.join(':', ['arn', 'aws-cn', 's3', '', '', 'acme/*'])]).grantTo(user))
    .toThrow("The access cannot be given to 'Stack/User', which is in the partition 'aws': got the resource 'arn:aws-cn:s3:::acme/*' of another one. Write Aws.PARTITION in its place.");
  expect(() => Access.actions(['s3:GetObject'], [Fn.join(':', ['arn', 'aws', 's3', '', '', 'acme/*'])]).grantTo(user)).not.toThrow();
});

test.each<[string, (stack: Stack) => iam.IGrantable]>([
  ['a plain role', (stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') })],
  ['an application role', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance() })],
])('a condition whose value is made late, and is none, is an error on %s', (_, make) => {
  const stack = newStack();
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'my-app-bucket');
  S3Access.readObjects(bucket).when(AccessCondition.requestedRegion(Lazy.string({ produce: () => undefined }))).grantTo(make(stack));
  expect(() => templateOf(stack)).toThrow("The condition StringEquals on 'aws:RequestedRegion' of the role 'Stack/Role' has no value once it is written, so the statement would hold without it. Give it a value, or leave it out.");
});

test('a condition whose value is made late is what it is', () => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'my-app-bucket');
  S3Access.readObjects(bucket).when(AccessCondition.requestedRegion(Lazy.string({ produce: () => 'eu-west-1' }))).grantTo(role);
  expect(permissionsOf(stack).map((statement) => statement.Condition)).toEqual([{ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }]);
});
