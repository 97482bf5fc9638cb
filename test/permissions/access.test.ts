import { App, Stack, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3 } from 'aws-cdk-lib';
import { Access, AccessLevel, ApplicationRole, AssumeRoleAccess, CustomerRole, S3Access, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf, templateOf } from '../helpers';

const ACCESS = Access.of(S3Access.readObjects(bucketOf(newStack())), AssumeRoleAccess.to(CustomerRole.named('my-user-role').inAnyAccount()));
const STATEMENTS = [
  { Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:${AWS::Partition}:s3:::my-app-bucket/*' },
  { Action: 'sts:AssumeRole', Effect: 'Allow', Resource: 'arn:${AWS::Partition}:iam::*:role/my-user-role' },
  { Action: 'sts:AssumeRole', Effect: 'Deny', Resource: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/my-user-role' },
  { Action: 'sts:AssumeRole', Condition: { Null: { 'sts:ExternalId': 'true' } }, Effect: 'Deny', Resource: 'arn:${AWS::Partition}:iam::*:role/my-user-role' },
];

describe('grantTo gives everything, also the Deny, to', () => {
  test.each<[string, (stack: Stack) => iam.IGrantable]>([
    ['an ApplicationRole', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance() })],
    ['a plain role', (stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') })],
    ['a Lambda function', (stack) => new lambda.Function(stack, 'Function', { code: lambda.Code.fromInline('exports.handler = () => {};'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X })],
    ['a group', (stack) => new iam.Group(stack, 'Group')],
    ['a managed policy', (stack) => new iam.ManagedPolicy(stack, 'Policy')],
    ['an imported role', (stack) => iam.Role.fromRoleName(stack, 'Role', 'existing')],
  ])('%s', (_, make) => {
    const stack = newStack();
    const grant = ACCESS.grantTo(make(stack));
    expect(grant.success).toBe(true);
    expect(sorted(permissionsOf(stack))).toEqual(sorted(STATEMENTS));
  });
});

test('a grant can be waited for', () => {
  const stack = newStack();
  const role = new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance() });
  const waiting = new s3.Bucket(stack, 'Waiting');
  S3Access.readObjects(new s3.Bucket(stack, 'Bucket')).grantTo(role).applyBefore(waiting);
  const { Resources } = templateOf(stack);
  const [policy] = Object.keys(Resources).filter((id) => Resources[id].Type === 'AWS::IAM::Policy');
  expect(Resources[stack.resolve((waiting.node.defaultChild as s3.CfnBucket).logicalId)].DependsOn).toContain(policy);
});

test('toStatements makes new statements at each call, for L1 roles and session policies', () => {
  const stack = newStack();
  const [first] = ACCESS.toStatements();
  expect(ACCESS.toStatements()[0]).not.toBe(first);
  expect(ACCESS.toStatements().map((statement) => normalized(stack.resolve(statement.toStatementJson())))).toEqual(STATEMENTS);
});

test('an access holds no state: granting it twice gives the same', () => {
  const stack = newStack();
  const role = new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance() });
  ACCESS.grantTo(role);
  ACCESS.grantTo(role);
  role.allow(ACCESS, ACCESS);
  expect(sorted(permissionsOf(stack))).toEqual(sorted(STATEMENTS));
});

describe('an access that would not arrive is an error', () => {
  const immutable = "the role is immutable here (imported with 'mutable: false', taken from withoutPolicyUpdates(), or of another account), and CDK would drop the permissions. Give the access to the role where it is made, or import it as mutable in a stack of its own account.";

  test.each<[string, (stack: Stack) => any, string]>([
    ['a role imported as immutable', (stack) => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/existing', { mutable: false }), `The access cannot be given to 'Stack/Role': ${immutable}`],
    ['a role that was closed', (stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }).withoutPolicyUpdates(), `The access cannot be given to 'Stack/ImmutableRoleRole': ${immutable}`],
    ['an imported Lambda function without its role', (stack) => lambda.Function.fromFunctionArn(stack, 'Function', 'arn:aws:lambda:eu-west-1:111111111111:function:existing'), "The access cannot be given to 'Stack/Function': it was imported without its role, and CDK would drop the permissions. Give 'role' to the import."],
    ['a service', () => new iam.ServicePrincipal('ec2.amazonaws.com'), "The access cannot be given to 'ServicePrincipal(ec2.amazonaws.com)': it has no policy of its own to add to. Give it to the role that the application uses."],
    ['an L1 role', (stack) => new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: {} }), "The access cannot be given to 'Stack/Role': it has no policy that CDK could add to. Put the statements of toStatements() into its policy, or import it with iam.Role.fromRoleArn()."],
  ])('%s', (_, make, message) => {
    const stack = newStack();
    const grantee = make(stack);
    expect(() => ACCESS.grantTo(grantee)).toThrow(new Error(message));
  });

  test('a service gets no Allow either', () => {
    expect(() => S3Access.readObjects(bucketOf(newStack())).grantTo(new iam.AccountPrincipal('111111111111'))).toThrow(/it has no policy of its own to add to/);
  });

  test('a role of another account that is known', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::222222222222:role/existing');
    expect(() => ACCESS.grantTo(role)).toThrow(`The access cannot be given to 'Stack/Role': ${immutable}`);
  });

  test('a bucket of another account, which must let the role in too', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    const role = new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance() });
    const foreign = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'my-app-bucket', account: '222222222222' });
    expect(() => role.allow(S3Access.readObjects(foreign))).toThrow(
      new Error("The access cannot be given to 'Stack/Role' of account 111111111111: the bucket 'Stack/Bucket' is in account 222222222222, which must let the role in by a bucket policy too. Add the role to that policy and put the statements of toStatements() on the role with addToPrincipalPolicy(), or let the other account make a role that this one assumes."));
    expect(S3Access.readObjects(foreign).toStatements()).toHaveLength(1);
  });
});

test('Access.of needs at least one access', () => {
  expect(() => Access.of()).toThrow(new Error('Access.of() is empty. Give at least one access, such as S3Access.readObjects(bucket).'));
});

function bucketOf(stack: Stack): s3.IBucket {
  return s3.Bucket.fromBucketName(stack, 'MyAppBucket', 'my-app-bucket');
}

function sorted(statements: any[]): any[] {
  return statements.map(normalized).sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
}

describe('an imported role', () => {
  const grantInTwoStacks = (app: App, options: iam.FromRoleNameOptions[] = [{}, {}]) => {
    for (const [i, id] of ['First', 'Second'].entries()) {
      const stack = new Stack(app, id);
      S3Access.readObjects(bucketOf(stack)).grantTo(iam.Role.fromRoleName(stack, 'Role', 'shared', options[i]));
    }
  };

  test('that gets permissions in two stacks is an error, as each deployment would replace the other\'s', () => {
    const app = new App();
    grantInTwoStacks(app);
    expect(() => app.synth()).toThrow(/The policy 'RolePolicy72E7D967' of the imported role is also written by 'Second', and each deployment would replace the other's permissions\./);
  });

  test.each<[string, () => void]>([
    ['with CDK\'s flag', () => {
      const app = new App({ context: { '@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName': true } });
      grantInTwoStacks(app);
      app.synth();
    }],
    ['with names of their own', () => {
      const app = new App();
      grantInTwoStacks(app, [{ defaultPolicyName: 'First' }, { defaultPolicyName: 'Second' }]);
      app.synth();
    }],
    ['in one stack', () => {
      const stack = newStack();
      const role = iam.Role.fromRoleName(stack, 'Role', 'shared');
      for (const access of [ACCESS, ACCESS]) access.grantTo(role);
      templateOf(stack);
    }],
  ])('%s is none', (_, act) => {
    expect(act).not.toThrow();
  });
});

test.each<[string, (stack: Stack) => iam.IGrantable]>([
  ['an immutable role with conditions', (stack) => new iam.PrincipalWithConditions(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/existing', { mutable: false }), {})],
  ['an immutable role with session tags', (stack) => new iam.SessionTagsPrincipal(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/existing', { mutable: false }))],
  ['an unknown principal with conditions', (stack) => new iam.PrincipalWithConditions(new iam.UnknownPrincipal({ resource: stack }), {})],
])('%s gets nothing either', (_, make) => {
  const stack = newStack();
  expect(() => ACCESS.grantTo(make(stack))).toThrow(/^The access cannot be given to .*CDK would drop the permissions/);
});

describe('what others ask for by access level', () => {
  const statementsOf = (access: Access) => access.toStatements().map((statement) => newStack().resolve(statement.toStatementJson()));

  test('reading one parameter', () => {
    const parameter = 'arn:aws:ssm:us-east-1:123456789012:parameter/myparameter';
    const [{ Action: actions, Resource: resource }, ...others] = statementsOf(Access.toArn(parameter, AccessLevel.READ));
    expect([resource, others]).toEqual([parameter, []]);
    expect(actions).toEqual(expect.arrayContaining(['ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:GetParameters', 'ssm:GetParametersByPath']));
    expect(actions).not.toContain('ssm:PutParameter');
  });

  test('an action that has no resource', () => {
    expect(statementsOf(Access.actions(['secretsmanager:ListSecrets']))).toEqual([{ Action: 'secretsmanager:ListSecrets', Effect: 'Allow', Resource: '*' }]);
  });

  test('actions without limits to resources, for a reason', () => {
    const actions = ['s3:GetObject', 's3:PutObject', 'ssm:GetParameter', 'ssm:GetParameters'];
    const access = Access.accountWide(actions, { reason: 'The migration moves every object.', levels: [AccessLevel.READ, AccessLevel.WRITE] });
    expect(statementsOf(access)).toEqual([{ Action: actions, Effect: 'Allow', Resource: '*' }]);
  });
});

test.each<[string, Access, string]>([
  ['of a whole account', Access.accountWide(['sqs:List*', 'sqs:ListQueues'], { reason: 'The inventory shows every queue.' }), 'sqs:ListQueues'],
  ['on a resource', Access.actions(['sqs:*Message', 'sqs:SendMessage'], ['arn:aws:sqs:eu-west-1:111111111111:jobs']), 'sqs:SendMessage'],
  ['of another access', Access.of(
    Access.toArn('arn:aws:secretsmanager:eu-west-1:111111111111:secret:key-AbCdEf', AccessLevel.READ),
    Access.accountWide(['secretsmanager:Get*', 'secretsmanager:GetSecretValue'], { reason: 'The audit reads every secret.' }),
  ), 'secretsmanager:GetSecretValue'],
])('what is left out must not be covered by a pattern %s', (_, access, action) => {
  expect(() => access.without(action)).toThrow(new RegExp(`^The action '${action}' is left out, and '[^']+\\*[^']*' covers it still\\. Name the actions one by one, or refuse it with Restriction\\.denyActions\\(\\)\\.$`));
});

test('a pattern can be left out as it is written', () => {
  const access = Access.actions(['sqs:*Message', 'sqs:SendMessage'], ['arn:aws:sqs:eu-west-1:111111111111:jobs']).without('sqs:*Message');
  expect(access.toStatements().flatMap(({ actions }) => actions)).toEqual(['sqs:SendMessage']);
});
