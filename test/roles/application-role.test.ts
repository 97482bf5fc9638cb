import { readFileSync } from 'fs';
import { App, AspectPriority, Aspects, Aws, CfnParameter, CfnResource, Duration, Fn, Lazy, PhysicalName, Stack, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_sqs as sqs } from 'aws-cdk-lib';
import type { IPropertyInjector } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import { Access, AccessLevel, ApplicationRole, PolicyPlacement, Restriction, S3Access, TrustedAccountPrincipal, WorkloadPrincipal } from '../../lib';
import type { ApplicationRoleProps } from '../../lib';
import { newStack, normalized, onlyResource, permissionsOf, templateOf, trustOf, warningsOf } from '../helpers';

const EC2 = WorkloadPrincipal.ec2Instance();

describe('ApplicationRole', () => {
  test('with required props only', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    expect(templateOf(stack).Resources).toEqual({
      Role1ABCC5F0: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }],
            Version: '2012-10-17',
          },
        },
      },
    });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('with every prop', () => {
    const stack = newStack();
    const props: Required<ApplicationRoleProps> = {
      assumedBy: new iam.AccountPrincipal('222222222222'),
      permissions: [S3Access.readObjects(bucketOf(stack))],
      restrictions: [Restriction.denyActions(['s3:DeleteBucket'])],
      policyPlacement: PolicyPlacement.INLINE_ONLY,
      logicalId: 'AppRole',
      description: 'The application, "quoted" – in short: app'.replace('–', '-'),
      externalIds: ['3f0c8e52-9d6a-4f41-8b55-0d6c4b1f7a21'],
      managedPolicies: [iam.ManagedPolicy.fromManagedPolicyName(stack, 'Managed', 'existing')],
      inlinePolicies: { Own: new iam.PolicyDocument({ statements: [statement('sqs:SendMessage', 'arn:of:a:queue')] }) },
      path: '/acme/',
      permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
      roleName: 'app',
      maxSessionDuration: Duration.hours(2),
    };
    new ApplicationRole(stack, 'Role', props);
    const { Resources } = templateOf(stack);
    expect(Object.keys(Resources)).toEqual(['AppRole']);
    expect(normalized(Resources.AppRole.Properties)).toEqual(normalized({
      AssumeRolePolicyDocument: {
        Statement: [{
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': '3f0c8e52-9d6a-4f41-8b55-0d6c4b1f7a21' } },
          Effect: 'Allow',
          Principal: { AWS: 'arn:${AWS::Partition}:iam::222222222222:root' },
        }],
        Version: '2012-10-17',
      },
      Description: 'The application, "quoted" - in short: app',
      ManagedPolicyArns: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/existing'],
      MaxSessionDuration: 7200,
      Path: '/acme/',
      PermissionsBoundary: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/boundary',
      Policies: [
        { PolicyName: 'Own', PolicyDocument: { Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: 'arn:of:a:queue' }], Version: '2012-10-17' } },
        { PolicyName: 'Permissions', PolicyDocument: { Statement: [{ Action: 's3:DeleteBucket', Effect: 'Deny', Resource: '*' }, { Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:${AWS::Partition}:s3:::my-app-bucket/*' }], Version: '2012-10-17' } },
      ],
      RoleName: 'app',
    }));
  });

  test('does not change the props that it is given', () => {
    const stack = newStack();
    const props = { assumedBy: new iam.AccountRootPrincipal(), externalIds: ['3f0c8e52-9d6a-4f41-8b55-0d6c4b1f7a21'], managedPolicies: [], inlinePolicies: {}, permissions: [S3Access.readObjects(bucketOf(stack))] };
    const before = { ...props, externalIds: [...props.externalIds], permissions: [...props.permissions] };
    const role = new ApplicationRole(stack, 'Role', props);
    role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Managed', 'existing'));
    expect(props).toEqual(before);
  });

  test('is an iam.Role wherever CDK takes one', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    new lambda.Function(stack, 'Function', { role, code: lambda.Code.fromInline('exports.handler = () => {};'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
    new sqs.Queue(stack, 'Queue').grantSendMessages(role);
    expect(permissionsOf(stack)).toEqual([{ Action: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'], Effect: 'Allow', Resource: { 'Fn::GetAtt': ['Queue4A7E3555', 'Arn'] } }]);
    expect(iam.Role.isRole(role)).toBe(true);
  });

  test('allow returns the role', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    expect(role.allow(S3Access.readObjects(bucketOf(stack)))).toBe(role);
  });
});

describe('placement', () => {
  test('what refers to nothing of the app is in the role itself', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Name', { allowedPattern: '^[a-z]+$' });
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    role.addToPolicy(statement('s3:GetObject', `arn:${Aws.PARTITION}:s3:::${parameter.valueAsString}/*`));
    role.addToPolicy(statement('sqs:SendMessage', Stack.of(role).formatArn({ service: 'sqs', resource: 'queue' })));
    expect(typesOf(stack)).toEqual(['AWS::IAM::Role']);
    expect(permissionsOf(stack)).toHaveLength(2);
  });

  test('what refers to a resource is in a policy of its own', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(new s3.Bucket(stack, 'Bucket'))] });
    role.allow(S3Access.readObjects(bucketOf(stack)));
    const { Resources } = templateOf(stack);
    expect(Resources.Role1ABCC5F0.Properties.Policies).toHaveLength(1);
    expect(Resources.RoleResourcePermissions4C1BAC4A).toEqual({
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'ResourcePermissions',
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Action: 's3:GetObject', Effect: 'Allow', Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }, '/*']] } }] },
        Roles: [{ Ref: 'Role1ABCC5F0' }],
      },
    });
  });

  test('a condition that is added to a granted statement later counts', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    const grant = new sqs.Queue(stack, 'Queue').grantPurge(role);
    grant.principalStatement!.addCondition('Bool', { 'aws:SecureTransport': 'true' });
    expect(permissionsOf(stack)[0].Condition).toEqual({ Bool: { 'aws:SecureTransport': 'true' } });
  });

  test('a key whose policy names the role, and a bucket that the key encrypts, are no cycle', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    const key = new kms.Key(stack, 'Key', { policy: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['kms:*'], resources: ['*'], principals: [role] })] }) });
    role.allow(S3Access.readWriteObjects(new s3.Bucket(stack, 'Bucket', { encryptionKey: key })));
    // The assertion library refuses templates with cycles.
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('two roles, of which one trusts the other and is assumed by it, are no cycle', () => {
    const stack = newStack();
    const caller = new ApplicationRole(stack, 'Caller', { assumedBy: EC2 });
    const target = new ApplicationRole(stack, 'Target', { assumedBy: new iam.ArnPrincipal(caller.roleArn) });
    caller.addToPolicy(statement('sts:AssumeRole', target.roleArn));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('a resource of another stack is imported', () => {
    const app = new App();
    const bucket = new s3.Bucket(new Stack(app, 'Other'), 'Bucket');
    const stack = new Stack(app, 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.listObjects(bucket)] });
    expect(permissionsOf(stack)[0].Resource).toEqual({ 'Fn::ImportValue': 'Other:ExportsOutputFnGetAttBucket83908E77Arn063C8555' });
  });

  test('resources of two stacks with the same logical id stay two', () => {
    const app = new App();
    const buckets = ['First', 'Second'].map((id) => new s3.Bucket(new Stack(app, id), 'Bucket'));
    const stack = new Stack(app, 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: buckets.map((bucket) => S3Access.listObjects(bucket)) });
    expect(permissionsOf(stack).flatMap((s) => s.Resource)).toEqual(['First', 'Second'].map((id) => ({ 'Fn::ImportValue': `${id}:ExportsOutputFnGetAttBucket83908E77Arn063C8555` })));
  });

  test('a list of resources that is known at deployment alone stays a list', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    const parameter = new CfnParameter(stack, 'Arns', { type: 'CommaDelimitedList' });
    const other = Fn.split(',', new s3.Bucket(stack, 'Bucket').bucketArn);
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: parameter.valueAsList }));
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: other }));
    role.addToPolicy(statement('s3:ListBucket', 'arn:of:a:bucket'));
    expect(permissionsOf(stack).map((s) => s.Resource)).toEqual(['arn:of:a:bucket', { Ref: 'Arns' }, { 'Fn::Split': [',', { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }] }]);
  });

  test('a parameter of another stack is imported', () => {
    const app = new App();
    const other = new Stack(app, 'Other');
    const parameter = new CfnParameter(other, 'Name');
    const stack = new Stack(app, 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: EC2 }).addToPolicy(statement('s3:ListBucket', `arn:${Aws.PARTITION}:s3:::${parameter.valueAsString}`));
    expect(JSON.stringify(permissionsOf(stack))).toContain('Fn::ImportValue');
  });

  test('a Deny stands before every Allow', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack))] });
    role.addToPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:DeleteBucket'], resources: ['*'] }));
    expect(permissionsOf(stack).map((s) => s.Effect)).toEqual(['Deny', 'Allow']);
  });

  test('a role without statements has no policy', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, inlinePolicies: { Own: new iam.PolicyDocument({ statements: [statement('s3:ListBucket', '*')] }) } });
    expect(onlyResource(stack, 'AWS::IAM::Role').Policies.map((policy: any) => policy.PolicyName)).toEqual(['Own']);
  });

  test('a policy of the user\'s with our name is not replaced', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', {
      assumedBy: EC2,
      permissions: [S3Access.readObjects(bucketOf(stack))],
      inlinePolicies: { Permissions: new iam.PolicyDocument({ statements: [statement('s3:ListBucket', '*')] }) },
    });
    expect(onlyResource(stack, 'AWS::IAM::Role').Policies.map((policy: any) => policy.PolicyName)).toEqual(['Permissions', 'Permissions2']);
  });

  test('what aspects of others add is placed too, whenever they come', () => {
    for (const priority of [AspectPriority.MUTATING, AspectPriority.DEFAULT, AspectPriority.READONLY]) {
      const stack = newStack();
      const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack))] });
      const bucket = new s3.Bucket(stack, 'Bucket');
      Aspects.of(stack).add({
        visit: (node) => {
          if (node === role) {
            role.addToPolicy(statement('sqs:SendMessage', 'arn:of:a:queue'));
            bucket.grantDelete(role);
          }
        },
      }, { priority });
      expect(permissionsOf(stack).map((s) => s.Action)).toEqual(['s3:GetObject', 'sqs:SendMessage', 's3:DeleteObject*']);
    }
  });

  test('an app can be synthesized again after more was added', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack))] });
    app.synth();
    role.allow(S3Access.deleteObjects(s3.Bucket.fromBucketName(stack, 'Again', 'my-app-bucket')));
    const [again] = app.synth({ force: true }).stacks[0].template.Resources.Role1ABCC5F0.Properties.Policies;
    expect(again.PolicyDocument.Statement[0].Action).toEqual(['s3:DeleteObject', 's3:GetObject']);
  });
});

describe('policyPlacement', () => {
  const roleWith = (policyPlacement: PolicyPlacement, more: Partial<ApplicationRoleProps> = {}) => new ApplicationRole(newStack(), 'Role', { assumedBy: EC2, policyPlacement, ...more });
  /** So many statements that nothing can merge, each of about 100 characters. */
  const addMany = (role: ApplicationRole, count: number) => {
    for (let i = 0; i < count; i++) role.addToPolicy(statement(`s3:Get${i}`, `arn:aws:s3:::bucket-${i}/${'x'.repeat(30)}`));
  };
  const bucketArn = { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] };

  test('MANAGED writes everything into a managed policy', () => {
    const role = roleWith(PolicyPlacement.MANAGED, { restrictions: [Restriction.denyActions(['s3:DeleteBucket'])] });
    role.allow(S3Access.listObjects(bucketOf(role.stack)), S3Access.listObjects(new s3.Bucket(role.stack, 'Bucket')));
    const { Resources } = templateOf(role);
    expect(Resources.Role1ABCC5F0.Properties.Policies).toBeUndefined();
    expect(normalized(Resources.RolePermissions1DA61169E)).toEqual(normalized({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Action: 's3:DeleteBucket', Effect: 'Deny', Resource: '*' },
            { Action: 's3:ListBucket', Effect: 'Allow', Resource: ['arn:${AWS::Partition}:s3:::my-app-bucket', bucketArn] },
          ],
        },
        Roles: [{ Ref: 'Role1ABCC5F0' }],
      },
    }));
    expect(typesOf(role.stack)).toEqual(['AWS::IAM::ManagedPolicy', 'AWS::IAM::Role', 'AWS::S3::Bucket']);
  });

  test('MANAGED needs as many policies as there are full ones', () => {
    const role = roleWith(PolicyPlacement.MANAGED);
    addMany(role, 100);
    const policies = Object.entries<any>(templateOf(role).Resources).filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy');
    expect(policies.map(([id]) => id)).toEqual([expect.stringMatching(/^RolePermissions1[0-9A-F]{8}$/), expect.stringMatching(/^RolePermissions2[0-9A-F]{8}$/)]);
    for (const [, { Properties }] of policies) expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThanOrEqual(6144);
    expect(new Set(permissionsOf(role).map((s) => s.Action)).size).toBe(100);
  });

  test('MANAGED attaches what limits before what allows, on the path of the role', () => {
    const role = roleWith(PolicyPlacement.MANAGED, { path: '/teams/blue/', restrictions: [Restriction.denyActions(['s3:DeleteBucket'])] });
    addMany(role, 100);
    const policies = Object.entries<any>(templateOf(role).Resources).filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy');
    const [[withDeny, first], [, second], ...others] = policies;
    expect(others).toEqual([]);
    expect(first.Properties.PolicyDocument.Statement.map((s: any) => s.Effect)).toContain('Deny');
    expect([first.Properties.Path, second.Properties.Path]).toEqual(['/teams/blue/', '/teams/blue/']);
    expect([first.DependsOn, second.DependsOn]).toEqual([undefined, [withDeny]]);
  });

  test('what overflows waits for a policy in the role that limits', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, restrictions: [Restriction.denyActions(['s3:DeleteBucket'], [bucket.bucketArn])] });
    addMany(role, 200);
    const { Resources } = templateOf(stack);
    const [limit, ...rest] = Object.keys(Resources).filter((id) => /^Role(Resource|More)Permissions/.test(id));
    expect([limit, ...rest]).toEqual([expect.stringMatching(/^RoleResourcePermissions/), expect.stringMatching(/^RoleMorePermissions1/), expect.stringMatching(/^RoleMorePermissions2/)]);
    expect([limit, ...rest].map((id) => Resources[id].DependsOn)).toEqual([undefined, [limit], [limit]]);
  });

  test('nothing waits for a policy that is gone', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, restrictions: [Restriction.denyActions(['s3:DeleteBucket'], [bucket.bucketArn])] });
    addMany(role, 200);
    let isDone = false;
    const visit = (node: IConstruct) => {
      if (node !== bucket || isDone) return;
      isDone = true;
      role.restrict(Restriction.denyActions(['s3:DeleteBucket']));
    };
    Aspects.of(stack).add({ visit }, { priority: AspectPriority.READONLY });
    const { Resources } = templateOf(stack);
    expect(Object.keys(Resources).filter((id) => id.startsWith('RoleResourcePermissions'))).toEqual([]);
    expect(Object.values<any>(Resources).map(({ DependsOn }) => DependsOn)).not.toContainEqual([expect.stringMatching(/^RoleResourcePermissions/)]);
  });

  test('MANAGED leaves policies that are given as such', () => {
    const role = roleWith(PolicyPlacement.MANAGED, { inlinePolicies: { Own: new iam.PolicyDocument({ statements: [statement('sqs:SendMessage', 'arn:of:a:queue')] }) } });
    role.attachInlinePolicy(new iam.Policy(role.stack, 'Attached', { statements: [statement('sqs:SendMessage', 'arn:of:b:queue')] }));
    role.addToPolicy(statement('s3:GetObject', 'arn:aws:s3:::a/b'));
    expect(typesOf(role.stack)).toEqual(['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role']);
    expect(onlyResource(role, 'AWS::IAM::Role').Policies.map((policy: any) => policy.PolicyName)).toEqual(['Own']);
    expect(onlyResource(role, 'AWS::IAM::ManagedPolicy').PolicyDocument.Statement).toEqual([{ Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:aws:s3:::a/b' }]);
  });

  test('MANAGED makes no policy without statements', () => {
    expect(typesOf(roleWith(PolicyPlacement.MANAGED).stack)).toEqual(['AWS::IAM::Role']);
  });

  test('MANAGED is no cycle with a key whose policy names the role', () => {
    const role = roleWith(PolicyPlacement.MANAGED);
    const key = new kms.Key(role.stack, 'Key', { policy: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['kms:*'], resources: ['*'], principals: [role] })] }) });
    role.allow(S3Access.readWriteObjects(new s3.Bucket(role.stack, 'Bucket', { encryptionKey: key })));
    // The assertion library refuses templates with cycles.
    expect(() => Template.fromStack(role.stack)).not.toThrow();
  });

  test('MANAGED is what those who depend on the role wait for', () => {
    const role = roleWith(PolicyPlacement.MANAGED, { restrictions: [Restriction.denyActions(['s3:DeleteBucket'])] });
    const waiting = new CfnResource(role.stack, 'Waiting', { type: 'AWS::CloudFormation::WaitConditionHandle' });
    waiting.node.addDependency(role);
    expect(templateOf(role).Resources.Waiting.DependsOn).toEqual(['RolePermissions1DA61169E', 'Role1ABCC5F0']);
  });

  test.each([PolicyPlacement.MANAGED, PolicyPlacement.INLINE_ONLY, PolicyPlacement.INLINE_FIRST])('%s takes what aspects of others add, whenever they come', (policyPlacement) => {
    for (const priority of [AspectPriority.MUTATING, AspectPriority.DEFAULT, AspectPriority.READONLY]) {
      const role = roleWith(policyPlacement);
      const bucket = new s3.Bucket(role.stack, 'Bucket');
      Aspects.of(role.stack).add({
        visit: (node) => {
          if (node !== role) return;
          role.addToPolicy(statement('sqs:SendMessage', 'arn:of:a:queue'));
          bucket.grantDelete(role);
        },
      }, { priority });
      expect(permissionsOf(role).map((s) => s.Action).sort()).toEqual(['s3:DeleteObject*', 'sqs:SendMessage']);
      expect(typesOf(role.stack).includes('AWS::IAM::ManagedPolicy')).toBe(policyPlacement === PolicyPlacement.MANAGED);
    }
  });

  test('INLINE_ONLY makes no managed policy, and is an error where one is needed', () => {
    const fitting = roleWith(PolicyPlacement.INLINE_ONLY);
    addMany(fitting, 90);
    expect(typesOf(fitting.stack)).toEqual(['AWS::IAM::Role']);

    const large = roleWith(PolicyPlacement.INLINE_ONLY);
    addMany(large, 110);
    expect(() => templateOf(large)).toThrow(/The inline policies of the role are too large: at least 1\d{4} characters without white space in its permissions\. IAM allows 10240 for all of them together\. Leave 'policyPlacement' out, and what exceeds that goes into managed policies\./);
  });

  test('INLINE_ONLY counts what refers to resources, and policies of the user\'s own', () => {
    const [fitting, large] = [4000, 8000].map((characters) => {
      const role = roleWith(PolicyPlacement.INLINE_ONLY, { inlinePolicies: { Own: documentOf(4000) } });
      role.addToPolicy(statement('s3:GetObject', `${new s3.Bucket(role.stack, 'Bucket').bucketArn}/${'x'.repeat(characters)}`));
      return role;
    });
    expect(typesOf(fitting.stack)).toEqual(['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::S3::Bucket']);
    expect(() => templateOf(large)).toThrow(/too large: at least 12\d{3} characters without white space in Own and its permissions\. IAM allows 10240/);
  });

  test('INLINE_ONLY does not stop what might fit once lengths are known', () => {
    const role = roleWith(PolicyPlacement.INLINE_ONLY);
    for (let i = 0; i < 90; i++) role.addToPolicy(statement(`s3:Get${i}`, `arn:aws:s3:::${Aws.STACK_NAME}-${i}/*`));
    expect(typesOf(role.stack)).toEqual(['AWS::IAM::Role']);
  });

  test('INLINE_FIRST is the default', () => {
    const [given, left] = [roleWith(PolicyPlacement.INLINE_FIRST), new ApplicationRole(newStack(), 'Role', { assumedBy: EC2 })];
    [given, left].forEach((role) => addMany(role, 200));
    expect(templateOf(given)).toEqual(templateOf(left));
    expect(typesOf(given.stack)).toEqual(['AWS::IAM::ManagedPolicy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role']);
    expect(Object.keys(templateOf(given).Resources).slice(1)).toEqual([expect.stringMatching(/^RoleMorePermissions1/), expect.stringMatching(/^RoleMorePermissions2/)]);
  });

  test.each([PolicyPlacement.MANAGED, PolicyPlacement.INLINE_FIRST])('%s has no policy left that is needed no more', (policyPlacement) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, policyPlacement });
    const actions = Array.from({ length: 300 }, (_, i) => `s3:Get${i}`);
    actions.forEach((action, i) => role.addToPolicy(statement(action, `arn:aws:s3:::bucket-${i}/${'x'.repeat(30)}`)));
    app.synth();
    role.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
    const { Resources } = app.synth({ force: true }).stacks[0].template;
    const all = { Version: '2012-10-17', Statement: [{ Action: [...actions].sort(), Effect: 'Allow', Resource: '*' }] };
    const documents = Object.values<any>(Resources).flatMap(({ Properties }) =>
      Properties.PolicyDocument ?? Properties.Policies?.map((policy: any) => policy.PolicyDocument) ?? []);
    expect(documents).toEqual([all]);
  });

  test('is of no account where iam.Role.customizeRoles keeps the role from being made', () => {
    for (const policyPlacement of [PolicyPlacement.MANAGED, PolicyPlacement.INLINE_ONLY]) {
      const app = new App();
      iam.Role.customizeRoles(app, { usePrecreatedRoles: { 'Stack/Role': 'existing' } });
      const stack = new Stack(app, 'Stack');
      new ApplicationRole(stack, 'Role', { assumedBy: EC2, policyPlacement, permissions: [S3Access.readObjects(bucketOf(stack))] });
      expect(JSON.stringify(app.synth().getStackByName('Stack').template.Resources ?? {})).not.toMatch(/AWS::IAM::(Role|ManagedPolicy)/);
    }
  });

  test('counts where iam.Role.customizeRoles has the role still made', () => {
    const app = new App();
    iam.Role.customizeRoles(app, { preventSynthesis: false });
    const stack = new Stack(app, 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, policyPlacement: PolicyPlacement.MANAGED, permissions: [S3Access.readObjects(bucketOf(stack))] });
    expect(onlyResource(stack, 'AWS::IAM::ManagedPolicy').PolicyDocument.Statement).toHaveLength(1);
  });
});

test('a permission that another one includes is written once', () => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', {
    assumedBy: EC2,
    permissions: [
      S3Access.readObjects(bucketOf(stack)),
      Access.actions(['sqs:SendMessage'], [new sqs.Queue(stack, 'Queue').queueArn]),
      Access.accountWide(['sqs:SendMessage', 's3:GetObject'], { reason: 'Test', levels: [AccessLevel.READ, AccessLevel.WRITE] }),
    ],
  });
  expect(typesOf(stack)).toEqual(['AWS::IAM::Role', 'AWS::SQS::Queue']);
  expect(permissionsOf(stack)).toEqual([{ Action: ['s3:GetObject', 'sqs:SendMessage'], Effect: 'Allow', Resource: '*' }]);
});

describe('limits', () => {
  test('what does not fit into the role goes into managed policies, each within its limit', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    // 400 statements that nothing can merge, 40,000 characters in all.
    for (let i = 0; i < 400; i++) role.addToPolicy(statement(`s3:Get${i}`, `arn:aws:s3:::bucket-${i}/${'x'.repeat(30)}`));
    const { Resources } = templateOf(stack);
    const documents = Object.values<any>(Resources).filter((r) => r.Type === 'AWS::IAM::ManagedPolicy').map((r) => r.Properties.PolicyDocument);
    expect(documents.length).toBeGreaterThan(4);
    for (const document of documents) expect(JSON.stringify(document).length).toBeLessThanOrEqual(6144);
    expect(JSON.stringify(Resources.Role1ABCC5F0.Properties.Policies[0].PolicyDocument).length).toBeLessThanOrEqual(10240);
    expect(new Set(permissionsOf(stack).map((s) => s.Action)).size).toBe(400);
  });

  test('one statement that is too large is cut', () => {
    const stack = newStack();
    const resources = Array.from({ length: 600 }, (_, i) => `arn:aws:s3:::bucket-${i}/*`);
    new ApplicationRole(stack, 'Role', { assumedBy: EC2 }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources }));
    expect(permissionsOf(stack).flatMap((s) => s.Resource).sort()).toEqual([...resources].sort());
    for (const resource of Object.values<any>(templateOf(stack).Resources).filter((r) => r.Type === 'AWS::IAM::ManagedPolicy')) {
      expect(JSON.stringify(resource.Properties.PolicyDocument).length).toBeLessThanOrEqual(6144);
    }
  });

  test('a statement that cannot be cut is an error', () => {
    const stack = newStack();
    const notResources = Array.from({ length: 600 }, (_, i) => `arn:aws:s3:::bucket-${i}/*`);
    new ApplicationRole(stack, 'Role', { assumedBy: EC2 }).addToPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:GetObject'], notResources }));
    expect(() => templateOf(stack)).toThrow(/One statement is too large for any policy: \d+ characters for Action 's3:GetObject'\. A managed policy holds 6144 characters/);
  });

  test('inline policies of the user\'s own and attached ones count', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, inlinePolicies: { Own: documentOf(5000) } });
    role.attachInlinePolicy(new iam.Policy(stack, 'Attached', { document: documentOf(5000) }));
    role.addToPolicy(statement('s3:GetObject', `arn:aws:s3:::${'x'.repeat(300)}`));
    expect(typesOf(stack)).toEqual(['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::Role']);
  });

  test('inline policies of the user\'s own that are too large are an error', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, inlinePolicies: { First: documentOf(6000), Second: documentOf(6000) } });
    expect(() => templateOf(stack)).toThrow(/The inline policies of the role are too large: at least 12\d\d\d characters without white space in First, Second\. IAM allows 10240 for all of them together\. Put the statements into 'permissions' or managed policies\./);
  });

  test('a managed policy of the app that is too large is an error', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, managedPolicies: [new iam.ManagedPolicy(stack, 'Large', { document: documentOf(7000) })] });
    expect(() => templateOf(stack)).toThrow(/The managed policy 'Stack\/Large' is too large: at least 7\d\d\d characters without white space\. IAM allows 6144 in one managed policy\./);
  });

  test.each([
    [10, undefined],
    [11, "The role has 11 managed policies, and IAM allows 10 by default. Raise the quota 'Managed policies attached to an IAM role' in every account that deploys this, or put statements together."],
    [25, "The role has 25 managed policies, and IAM allows 10 by default. Raise the quota 'Managed policies attached to an IAM role' in every account that deploys this, or put statements together."],
  ])('%i managed policies warn: %s', (count, warning) => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, managedPolicies: managedPolicies(stack, count) });
    expect(warningsOf(stack)).toEqual(warning === undefined ? [] : [warning]);
  });

  test('managed policies that attach themselves count, and are measured', () => {
    const attaching = (count: number, characters: number) => {
      const stack = newStack();
      const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
      for (let i = 0; i < count; i++) new iam.ManagedPolicy(stack, `Policy${i}`, { roles: [role], document: documentOf(characters) });
      return stack;
    };
    expect(warningsOf(attaching(10, 10))).toEqual([]);
    expect(warningsOf(attaching(11, 10))).toEqual([expect.stringMatching(/^The role has 11 managed policies/)]);
    expect(() => templateOf(attaching(26, 10))).toThrow(/The role has too many managed policies: 26\./);
    expect(() => templateOf(attaching(1, 7000))).toThrow(/The managed policy 'Stack\/Policy0' is too large: at least 7\d\d\d characters/);
  });

  test('a managed policy that is given and attaches itself counts once', () => {
    const stack = newStack();
    const policies = Array.from({ length: 10 }, (_, i) => new iam.ManagedPolicy(stack, `Policy${i}`, { document: documentOf(10) }));
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, managedPolicies: policies });
    policies.forEach((policy) => policy.attachToRole(role));
    expect(warningsOf(stack)).toEqual([]);
  });

  test('more managed policies than any quota are an error', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, managedPolicies: managedPolicies(stack, 25) });
    role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyName(stack, 'OneMore', 'one-more'));
    expect(() => templateOf(stack)).toThrow('The role has too many managed policies: 26. IAM allows 10, and 25 at most with a raised quota. Put statements together, or make several roles.');
  });

  test('a trust policy over the default quota warns, one over every quota is an error', () => {
    const trusting = (count: number) => {
      const stack = newStack();
      const accounts = Array.from({ length: count }, (_, i) => new iam.AccountPrincipal(String(100000000000 + i)));
      new ApplicationRole(stack, 'Role', { assumedBy: new iam.CompositePrincipal(...accounts) });
      return stack;
    };
    expect(warningsOf(trusting(10))).toEqual([]);
    expect(warningsOf(trusting(24))).toEqual([expect.stringMatching(/^The trust policy is large: about \d+ characters without white space, and IAM allows 2048 by default; raise the quota L-C07B4B0D/)]);
    expect(warningsOf(trusting(50))).toEqual([expect.stringContaining('even a raised quota is usually 4096')]);
    expect(() => templateOf(trusting(100))).toThrow(/The trust policy is too large: at least \d+ characters without white space\. IAM allows 2048, and no raised quota gives more than 8192\./);
  });
});

/** A principal whose one statement lets in an account and a service. */
class TwoKinds extends iam.PrincipalBase {
  public readonly policyFragment = new iam.PrincipalPolicyFragment({ AWS: ['222222222222'], Service: ['ec2.amazonaws.com'] });

  public dedupeString(): undefined {
    return undefined;
  }
}

describe('externalIds', () => {
  const ID = '3f0c8e52-9d6a-4f41-8b55-0d6c4b1f7a21';

  test('are on accounts and roles, not on services', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', {
      assumedBy: new iam.CompositePrincipal(new iam.AccountPrincipal('222222222222'), new iam.ServicePrincipal('ec2.amazonaws.com'), new iam.ArnPrincipal('arn:aws:iam::333333333333:role/x')),
      externalIds: [ID, 'KJHgf87Tzr54-wq_z'],
    });
    const condition = { StringEquals: { 'sts:ExternalId': [ID, 'KJHgf87Tzr54-wq_z'] } };
    expect(trustOf(stack).map((s) => s.Condition)).toEqual([condition, undefined, condition]);
  });

  test.each<[string, iam.IPrincipal, string[], RegExp]>([
    ['a service alone', EC2, [ID], /^'externalIds' is given, but no AWS account, role or user may assume the role, and nobody else can send an external ID: got .* Leave 'externalIds' out\.$/],
    ['a principal that demands its own', new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'sts:ExternalId': 'another-external-id' } }), [ID], /^'externalIds' is given, but the principal already demands an external ID of its own\. Leave 'externalIds' out\.$/],
    ['an external ID that is too short', new iam.AccountPrincipal('222222222222'), ['x'], /^The external ID is too short: got 'x'\./],
    ['callers of two kinds in one statement', new TwoKinds(), [ID], /^'externalIds' is given, but one statement of the trust policy is for callers of several kinds \(AWS and Service\), of which only AWS accounts can send an external ID\. Make a statement for each kind\.$/],
    ['an empty list', new iam.AccountPrincipal('222222222222'), [], /^The list 'externalIds' is empty\. Give at least one, or leave it out\.$/],
  ])('for %s are an error', (_, assumedBy, externalIds, message) => {
    expect(() => new ApplicationRole(newStack(), 'Role', { assumedBy, externalIds })).toThrow(message);
  });

  test('that can be guessed warn', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: new iam.AccountPrincipal('222222222222'), externalIds: ['myapp'] });
    expect(warningsOf(stack)).toEqual([expect.stringContaining("The external ID 'myapp' can be guessed")]);
  });
});

describe('the trust policy is judged as a whole, whoever added to it', () => {
  test.each<[string, iam.PolicyStatementProps, RegExp]>([
    ['everyone', { principals: [new iam.AnyPrincipal()] }, /lets everyone in the world assume the role/],
    ['everyone, as CDK writes a star', { principals: [new iam.StarPrincipal()] }, /lets everyone in the world assume the role/],
    ['everyone else', { notPrincipals: [new iam.AccountPrincipal('222222222222')] }, /uses NotPrincipal with Allow/],
    ['IfExists', { principals: [new iam.AccountPrincipal('222222222222')], conditions: { StringEqualsIfExists: { 'sts:ExternalId': 'x' } } }, /tests 'sts:ExternalId' with StringEqualsIfExists, which lets in every request that lacks the key\. Use StringEquals\./],
    ['a negated operator', { principals: [new iam.AccountPrincipal('222222222222')], conditions: { StringNotEquals: { 'aws:PrincipalTag/team': 'red' } } }, /with StringNotEquals alone/],
    ['Null: true', { principals: [new iam.AccountPrincipal('222222222222')], conditions: { Null: { 'sts:ExternalId': 'true' } } }, /demands that 'sts:ExternalId' is absent/],
    ['ForAllValues', { principals: [new iam.AccountPrincipal('222222222222')], conditions: { 'ForAllValues:StringEquals': { 'sts:ExternalId': ['x'] } } }, /with ForAllValues:StringEquals/],
  ])('%s', (_, props, message) => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], ...props }));
    expect(() => templateOf(stack)).toThrow(message);
  });

  test('an organization narrows everyone', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: new iam.OrganizationPrincipal('o-a1b2c3d4e5') });
    expect(() => templateOf(stack)).not.toThrow();
  });

  test('an escape hatch that opens it', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    (role.node.defaultChild as iam.CfnRole).assumeRolePolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] };
    expect(() => templateOf(stack)).toThrow(/lets everyone in the world/);
  });

  test('an override that opens it', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    (role.node.defaultChild as iam.CfnRole).addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Principal', '*');
    expect(() => templateOf(stack)).toThrow(/lets everyone in the world/);
  });

  test('a condition that vanishes with a parameter', () => {
    const stack = newStack();
    const id = Fn.conditionIf('HasId', 'x', Aws.NO_VALUE).toString();
    new ApplicationRole(stack, 'Role', { assumedBy: new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'sts:ExternalId': id } }) });
    expect(() => templateOf(stack)).toThrow(/A condition of the trust policy can be absent once deployed/);
  });

  test('a service and a foreign account in one role warn', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: new iam.CompositePrincipal(EC2, new iam.AccountPrincipal('222222222222')) });
    expect(warningsOf(stack)).toEqual(["The role can be assumed by the service 'ec2.amazonaws.com' and by account 222222222222: whoever may pass it to the service gets what was meant for the other account. Make two roles."]);
  });

  test('session tags without a list of keys warn', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: new iam.AccountPrincipal('222222222222').withSessionTags() });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('A caller may set any session tag')]);
  });
});

describe('customizeRoles', () => {
  test('keeps the role from being made, and its permissions reach the report', () => {
    const app = new App();
    iam.Role.customizeRoles(app);
    const stack = new Stack(app, 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, logicalId: 'AppRole', permissions: [S3Access.readObjects(bucketOf(stack))] });
    const assembly = app.synth();
    expect(assembly.getStackByName('Stack').template.Resources).toBeUndefined();
    const report = readFileSync(`${assembly.directory}/iam-policy-report.json`, 'utf-8');
    expect(report).toContain('s3:GetObject');
  });

  test('gives the permissions to the existing role', () => {
    const app = new App();
    iam.Role.customizeRoles(app, { usePrecreatedRoles: { 'Stack/Role': 'existing' } });
    const stack = new Stack(app, 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack))] });
    expect(JSON.stringify(app.synth().getStackByName('Stack').template.Resources ?? {})).not.toContain('AWS::IAM::Role');
  });

  test('with the role still being made', () => {
    const app = new App();
    iam.Role.customizeRoles(app, { preventSynthesis: false });
    const stack = new Stack(app, 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack))] });
    expect(permissionsOf(stack).map((s) => s.Action)).toEqual(['s3:GetObject']);
  });
});

describe('bad input', () => {
  const NAME = 'Allowed: 1 to 64 letters, digits and _ + = , . @ -.';
  const PATH = "Write '/' or a path such as '/acme/': it starts and ends with '/', and has at most 512 characters.";
  test.each<[Partial<ApplicationRoleProps>, string]>([
    [{ roleName: 'app*' }, `The name of the role holds a wildcard ('*' or '?'), which would match more than was named: got 'app*'. ${NAME}`],
    [{ roleName: 'x'.repeat(65) }, `The name of the role is too long: got 65 characters, '${'x'.repeat(65)}'. ${NAME}`],
    [{ roleName: 'app role' }, `The name of the role has characters that IAM refuses: got 'app role'. ${NAME}`],
    [{ roleName: 'app\u200B' }, `The name of the role holds a control or invisible character: got 'app\\u{200b}'. ${NAME}`],
    [{ path: 'acme' }, `The path of the role is not one that IAM takes: got 'acme'. ${PATH}`],
    [{ path: '/' + 'x'.repeat(511) + '/' }, `The path of the role is not one that IAM takes: got '/${'x'.repeat(79)}…'. ${PATH}`],
    [{ description: 'Zugriff — kurz' }, "The description of the role has a character that IAM refuses: got '\\u{2014}' in 'Zugriff \\u{2014} kurz'. Allowed: Latin-1 letters and signs; write a plain hyphen for a dash and straight quotes for curly ones."],
    [{ description: 'x'.repeat(1001) }, `The description of the role is too long: got 1001 characters, '${'x'.repeat(80)}…'. Allowed: up to 1000.`],
    [{ logicalId: 'App-Role' }, "The logical id of the role is not a name that CloudFormation takes: got 'App-Role'. Allowed: 1 to 255 letters and digits, such as 'ExternalId'."],
    [{ permissions: [] }, 'The list of permissions is empty. Give at least one access, such as S3Access.readObjects(bucket), or leave the list out.'],
  ])('%j', (props, message) => {
    expect(() => new ApplicationRole(newStack(), 'Role', { assumedBy: EC2, ...props })).toThrow(new Error(message));
  });

  test('a caller that CDK cannot give the permission to assume it', () => {
    const role = new ApplicationRole(new Stack(), 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction() });
    expect(() => role.grantAssumeRole(TrustedAccountPrincipal.account('111111111111'))).toThrow(new Error(
      "The permission to assume 'Default/Role' cannot be given to a caller without a policy to add it to, such as an account, a service or a federated user. Name who may assume the role in 'assumedBy'.",
    ));
    expect(role.grantAssumeRole(new iam.User(role.stack, 'User')).success).toBe(true);
  });

  test('allow without an access', () => {
    expect(() => new ApplicationRole(newStack(), 'Role', { assumedBy: EC2 }).allow()).toThrow(/^The list of permissions is empty\./);
  });

  test('a statement without resources, as CDK finds it', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: EC2 }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'] }));
    expect(() => templateOf(stack)).toThrow(/A PolicyStatement used in an identity-based policy must specify at least one resource/);
  });

  test('unusual characters in a path warn', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, path: '/a:b/' });
    expect(warningsOf(stack)).toEqual(["The path '/a:b/' has characters that the API of IAM takes and its quotas page does not list. Use letters, digits and + = , . @ - _ between the slashes."]);
  });

  test('tokens pass wherever a string can be', () => {
    const stack = newStack();
    const token = () => Lazy.string({ produce: () => 'later' });
    const name = new CfnParameter(stack, 'Name', { allowedPattern: '^[A-Za-z]+$' }).valueAsString;
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, roleName: name, path: `/${token()}/`, description: token() });
    expect(onlyResource(stack, 'AWS::IAM::Role')).toMatchObject({ RoleName: { Ref: 'Name' }, Path: '/later/', Description: 'later' });
  });
});

test('the same access twice is one statement', () => {
  const stack = newStack();
  const access = S3Access.readObjects(bucketOf(stack));
  new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [access, access, Access.of(access, access)] }).allow(access);
  expect(permissionsOf(stack)).toHaveLength(1);
});

test('what depends on the role waits for its permissions', () => {
  const stack = newStack();
  const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(new s3.Bucket(stack, 'Bucket'))] });
  const waiting = new CfnResource(stack, 'Waiting', { type: 'AWS::CloudFormation::WaitConditionHandle' });
  waiting.node.addDependency(role);
  expect(templateOf(stack).Resources.Waiting.DependsOn).toEqual(['Role1ABCC5F0', 'RoleResourcePermissions4C1BAC4A']);
});

function bucketOf(stack: Stack): s3.IBucket {
  return s3.Bucket.fromBucketName(stack, 'MyAppBucket', 'my-app-bucket');
}

function statement(action: string, resource: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [action], resources: [resource] });
}

/** A document of a little more than so many characters. */
function documentOf(characters: number): iam.PolicyDocument {
  return new iam.PolicyDocument({ statements: [statement('s3:GetObject', `arn:aws:s3:::${'x'.repeat(characters)}`)] });
}

function managedPolicies(stack: Stack, count: number): iam.IManagedPolicy[] {
  return Array.from({ length: count }, (_, i) => iam.ManagedPolicy.fromManagedPolicyName(stack, `Managed${i}`, `managed-${i}`));
}

function typesOf(stack: Stack): string[] {
  return Object.values<any>(templateOf(stack).Resources).map((resource) => resource.Type).sort();
}

describe('policies of others on the role are not replaced, and ours are not either', () => {
  const deny = { policyName: 'Guard', policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } };

  test.each(['Permissions', 'ResourcePermissions'])('an attached policy named %s', (policyName) => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack)), S3Access.listObjects(new s3.Bucket(stack, 'Bucket'))] });
    new iam.Policy(stack, 'Policy', { policyName, roles: [role], statements: [statement('sqs:SendMessage', 'arn:of:a:queue')] });
    const names = Object.values<any>(templateOf(stack).Resources)
      .flatMap(({ Properties: properties = {} }) => [...(properties.Policies ?? []), properties])
      .flatMap((policy) => policy.PolicyName ?? []);
    expect(new Set(names).size).toBe(3);
    expect(names).toContain(policyName);
  });

  test('an inline policy named as our policy of its own', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', {
      assumedBy: EC2,
      permissions: [S3Access.listObjects(new s3.Bucket(stack, 'Bucket'))],
      inlinePolicies: { ResourcePermissions: new iam.PolicyDocument({ statements: [statement('sqs:SendMessage', 'arn:of:a:queue')] }) },
    });
    expect(onlyResource(stack, 'AWS::IAM::Policy').PolicyName).toBe('ResourcePermissions2');
  });

  test('an escape hatch', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack))] });
    (role.node.defaultChild as iam.CfnRole).policies = [deny];
    expect(onlyResource(stack, 'AWS::IAM::Role').Policies.map((policy: any) => policy.PolicyName)).toEqual(['Guard', 'Permissions']);
  });

  test('an escape hatch that nobody can look into is an error', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack))] });
    (role.node.defaultChild as iam.CfnRole).policies = Lazy.any({ produce: () => [deny] });
    expect(() => templateOf(stack)).toThrow('The inline policies of the role are a value that is known later, to which nothing can be added. Give them as \'inlinePolicies\'.');
  });

  test('a property injector', () => {
    const injector: IPropertyInjector = {
      constructUniqueId: iam.Role.PROPERTY_INJECTION_ID,
      inject: (props) => ({ ...props, inlinePolicies: { Guard: iam.PolicyDocument.fromJson(deny.policyDocument) } }),
    };
    const stack = new Stack(new App({ propertyInjectors: [injector] }), 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack))] });
    expect(onlyResource(stack, 'AWS::IAM::Role').Policies.map((policy: any) => policy.PolicyName)).toEqual(['Guard', 'Permissions']);
  });

  test('an attached policy that grows after ours were placed counts', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2 });
    role.addToPolicy(statement('s3:GetObject', `arn:aws:s3:::${'x'.repeat(6000)}`));
    const policy = new iam.Policy(stack, 'Policy', { roles: [role], statements: [statement('sqs:SendMessage', 'arn:of:a:queue')] });
    const grow = (node: IConstruct) => { if (node === policy) policy.addStatements(statement('s3:PutObject', `arn:aws:s3:::${'y'.repeat(6000)}`)); };
    Aspects.of(policy).add({ visit: grow }, { priority: AspectPriority.READONLY - 1 });
    expect(() => templateOf(stack)).toThrow(/The inline policies of the role are too large: at least 12\d\d\d characters without white space in Policy and its permissions\./);
  });

  test('an empty attached policy is no crash', () => {
    const stack = newStack();
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, permissions: [S3Access.readObjects(bucketOf(stack))] });
    new iam.Policy(stack, 'Policy', { roles: [role] });
    expect(typesOf(stack)).toEqual(['AWS::IAM::Role']);
  });
});

test('a statement that changes after it was placed is an error, not lost', () => {
  const stack = newStack();
  const added = statement('s3:GetObject', 'arn:aws:s3:::a');
  new ApplicationRole(stack, 'Role', { assumedBy: EC2 }).addToPolicy(added);
  const late = new CfnResource(stack, 'Late', { type: 'AWS::CloudFormation::WaitConditionHandle' });
  Aspects.of(late).add({ visit: () => added.addResources('arn:aws:s3:::b') }, { priority: AspectPriority.READONLY - 1 });
  expect(() => templateOf(stack)).toThrow(/can no longer be modified|frozen/i);
});

test('a list of another stack\'s resources that is made later is imported', () => {
  const app = new App();
  const buckets = ['First', 'Second'].map((id) => new s3.Bucket(new Stack(app, id), 'Bucket'));
  const stack = new Stack(app, 'Stack');
  const resources = Lazy.list({ produce: () => buckets.map((bucket) => bucket.bucketArn) });
  new ApplicationRole(stack, 'Role', { assumedBy: EC2 }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources }));
  expect(permissionsOf(stack)[0].Resource).toEqual(['First', 'Second'].map((id) => ({ 'Fn::ImportValue': `${id}:ExportsOutputFnGetAttBucket83908E77Arn063C8555` })));
});

test('a name that CDK makes up for another environment is taken', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const role = new ApplicationRole(stack, 'Role', { assumedBy: EC2, roleName: PhysicalName.GENERATE_IF_NEEDED });
  const other = new Stack(app, 'Other', { env: { account: '111111111111', region: 'us-east-1' } });
  const bucket = new s3.Bucket(other, 'Bucket');
  bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [role] }));
  expect(onlyResource(role, 'AWS::IAM::Role').RoleName).toMatch(/^stackstackrole/);
});
