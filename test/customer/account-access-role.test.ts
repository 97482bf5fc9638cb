import { App, CfnOutput, Duration, Lazy, Stack, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { AccountAccessRole, CustomerStack, ExternalId, PolicyPlacement, Restriction, RoleNaming, S3Access, ThirdPartyPrincipal } from '../../lib';
import type { AccountAccessRoleProps } from '../../lib';
import { newStack, normalized, onlyResource, templateOf, trustOf, warningsOf } from '../helpers';

const FIRST = '3f0c8e52-9d6a-4f41-8b55-0d6c4b1f7a21';
const SECOND = 'b5a1d7c4-2e90-4a3b-9f16-7c8d2e4a6b90';
const ACME = ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(FIRST) });

describe('AccountAccessRole', () => {
  test('with required props only', () => {
    const stack = new CustomerStack(new App(), 'Stack');
    new AccountAccessRole(stack, 'Access', { thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.parameter(stack, 'ExternalId') }) });
    const template = templateOf(stack);
    expect(template.Resources).toEqual({
      Access9901B1FF: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{
              Action: 'sts:AssumeRole',
              Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
              Effect: 'Allow',
              Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:root']] } },
            }],
            Version: '2012-10-17',
          },
        },
      },
    });
    expect(template.Outputs).toEqual({
      RoleArn: { Description: 'The ARN of the role that was made. Hand it to the vendor together with the external ID.', Value: { 'Fn::GetAtt': ['Access9901B1FF', 'Arn'] } },
      RoleExternalId: { Description: 'The external ID that the role demands. Hand it to the vendor together with the ARN of the role.', Value: { Ref: 'ExternalId' } },
    });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('with every prop', () => {
    const stack = newStack();
    const props: Required<Omit<AccountAccessRoleProps, 'roleName' | 'path'>> = {
      thirdParty: ACME,
      naming: RoleNaming.exactly('my-user-role').atPath('/acme/'),
      roleArnOutput: 'AcmeRole',
      externalIdOutput: 'AcmeExternalId',
      permissions: [S3Access.listObjects(s3.Bucket.fromBucketName(stack, 'Bucket', 'my-app-bucket'))],
      restrictions: [Restriction.denyActions(['s3:DeleteBucket'])],
      policyPlacement: PolicyPlacement.INLINE_ONLY,
      logicalId: 'AcmeAccessRole',
      description: 'For Acme',
      managedPolicies: [iam.ManagedPolicy.fromManagedPolicyName(stack, 'Managed', 'existing')],
      inlinePolicies: { Own: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:of:a:queue'] })] }) },
      permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
      maxSessionDuration: Duration.hours(1),
    };
    new AccountAccessRole(stack, 'Access', props);
    const template = templateOf(stack);
    expect(Object.keys(template.Resources)).toEqual(['AcmeAccessRole']);
    expect(template.Resources.AcmeAccessRole.Properties).toMatchObject({ RoleName: 'my-user-role', Path: '/acme/', Description: 'For Acme', MaxSessionDuration: 3600 });
    expect(normalized(template.Resources.AcmeAccessRole.Properties.ManagedPolicyArns)).toContain('policy/existing');
    expect(normalized(template.Resources.AcmeAccessRole.Properties.PermissionsBoundary)).toContain('policy/boundary');
    expect(template.Resources.AcmeAccessRole.Properties.Policies.map((policy: any) => policy.PolicyName)).toEqual(['Own', 'Permissions']);
    expect(Object.keys(template.Outputs)).toEqual(['AcmeRole', 'AcmeExternalId']);
  });

  test.each<[string, (stack: Stack) => RoleNaming, any, string | undefined]>([
    ['generated', () => RoleNaming.generated(), undefined, undefined],
    ['generated at a path', () => RoleNaming.generated().atPath('/acme/'), undefined, '/acme/'],
    ['exactly', () => RoleNaming.exactly('my-user-role'), 'my-user-role', undefined],
    ['prefixed', () => RoleNaming.prefixed('Acme-'), { 'Fn::Join': ['', ['Acme-', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]] }, undefined],
    ['by a parameter', (stack) => RoleNaming.parameter(stack, 'RoleName').atPath('/acme/'), { Ref: 'RoleName' }, '/acme/'],
  ])('is named %s', (_, make, name, path) => {
    const stack = newStack();
    new AccountAccessRole(stack, 'Access', { thirdParty: ACME, naming: make(stack) });
    const { RoleName, Path } = onlyResource(stack, 'AWS::IAM::Role');
    expect(RoleName).toEqual(name);
    expect(Path).toBe(path);
  });

  test('takes roleName and path as every role does', () => {
    const stack = newStack();
    new AccountAccessRole(stack, 'Access', { thirdParty: ACME, roleName: 'my-user-role', path: '/acme/' });
    expect(onlyResource(stack, 'AWS::IAM::Role')).toMatchObject({ RoleName: 'my-user-role', Path: '/acme/' });
  });

  test('hands back every external ID during a rotation', () => {
    const stack = newStack();
    new AccountAccessRole(stack, 'Access', { thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.anyOf(ExternalId.of(FIRST), ExternalId.of(SECOND)) }) });
    const { Outputs } = templateOf(stack);
    expect([Outputs.RoleExternalId.Value, Outputs.RoleExternalId2.Value]).toEqual([FIRST, SECOND]);
    expect(trustOf(stack).map((s) => s.Condition.StringEquals['sts:ExternalId'])).toEqual([FIRST, SECOND]);
  });

  test('without an external ID warns, and has no output for it', () => {
    const stack = newStack();
    new AccountAccessRole(stack, 'Access', { thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.none('It cannot send one.') }) });
    expect(Object.keys(templateOf(stack).Outputs)).toEqual(['RoleArn']);
    expect(warningsOf(stack)).toEqual([expect.stringContaining('Reason given: It cannot send one.')]);
  });

  test('without an external ID for one vendor, still demands one of everybody else', () => {
    const thirdParty = ThirdPartyPrincipal.anyOf(ACME, ThirdPartyPrincipal.account('222222222222', { externalId: ExternalId.none('It cannot send one.') }));
    expect(() => templateOf(new AccountAccessRole(newStack(), 'Access', { thirdParty }))).not.toThrow();

    const role = new AccountAccessRole(newStack(), 'Access', { thirdParty });
    role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.AccountPrincipal('333333333333')] }));
    expect(() => templateOf(role)).toThrow(/lets callers in without an external ID/);
  });

  test('whose external ID comes to nothing is an error', () => {
    for (const organizationId of [undefined, 'o-a1b2c3d4e5']) {
      const externalId = ExternalId.of(Lazy.string({ produce: () => undefined as any }));
      const stack = newStack();
      new AccountAccessRole(stack, 'Access', { thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId, organizationId }), externalIdOutput: 'Id' });
      expect(() => templateOf(stack)).toThrow(/lets callers in without an external ID/);
    }
  });

  test('with sessions of more than an hour warns', () => {
    const stack = newStack();
    new AccountAccessRole(stack, 'Access', { thirdParty: ACME, maxSessionDuration: Duration.hours(2) });
    expect(warningsOf(stack)).toEqual(["Sessions may last 2 hours, but who comes with a role of his own gets an hour at most (role chaining), and longer sessions outlive a revoked trust. Leave 'maxSessionDuration' out."]);
  });

  test('two in one stack have outputs of their own', () => {
    const stack = newStack();
    new AccountAccessRole(stack, 'First', { thirdParty: ACME });
    expect(() => new AccountAccessRole(stack, 'Second', { thirdParty: ACME })).toThrow(
      new Error("The output 'RoleArn' is already there, from 'Stack/First/OutputRoleArn'. Give this role another key with 'roleArnOutput'."));
    new AccountAccessRole(stack, 'Third', { thirdParty: ACME, roleArnOutput: 'ThirdRoleArn', externalIdOutput: 'ThirdExternalId' });
    expect(Object.keys(templateOf(stack).Outputs)).toEqual(['RoleArn', 'RoleExternalId', 'ThirdRoleArn', 'ThirdExternalId']);
  });

  test('an output of the user\'s is not replaced', () => {
    const stack = newStack();
    new CfnOutput(stack, 'RoleExternalId', { value: 'mine' });
    expect(() => new AccountAccessRole(stack, 'Access', { thirdParty: ACME })).toThrow(/^The output 'RoleExternalId' is already there, from 'Stack\/RoleExternalId'\. Give this role another key with 'externalIdOutput'\.$/);
  });

  test.each<[string, iam.PolicyStatement]>([
    ['another account', new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.AccountPrincipal('222222222222')] })],
    ['the same account', new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.AccountPrincipal('111111111111')] })],
    ['a service', new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.ServicePrincipal('ec2.amazonaws.com')] })],
    ['session tags alone', new iam.PolicyStatement({ actions: ['sts:TagSession'], principals: [new iam.AccountPrincipal('111111111111')] })],
    ['an external ID that may be absent', new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.AccountPrincipal('222222222222')], conditions: { StringLike: { 'sts:ExternalId': '*' } } })],
  ])('a statement that was added for %s, without an external ID, is an error', (_, statement) => {
    const stack = newStack();
    new AccountAccessRole(stack, 'Access', { thirdParty: ACME }).assumeRolePolicy!.addStatements(statement);
    expect(() => templateOf(stack)).toThrow(/A statement of the trust policy lets callers in without an external ID: sts:(AssumeRole|TagSession) for (AWS|Service)\. Make a role of its own for them/);
  });

  test.each<[string, Partial<AccountAccessRoleProps>, string]>([
    ['naming and roleName', { naming: RoleNaming.exactly('a'), roleName: 'b' }, "Both 'naming' and 'roleName' are given: got 'b'. Use RoleNaming.exactly('b') alone."],
    ['generated naming and roleName', { naming: RoleNaming.generated(), roleName: 'b' }, "Both 'naming' and 'roleName' are given: got 'b'. Use RoleNaming.exactly('b') alone."],
    ['two paths', { naming: RoleNaming.generated().atPath('/a/'), path: '/b/' }, "Both 'naming' and 'path' give the role a path: got '/a/' and '/b/'. Leave 'path' out."],
    ['an output key with a hyphen', { roleArnOutput: 'Role-Arn' }, "The key of an output ('roleArnOutput') is not a name that CloudFormation takes: got 'Role-Arn'. Allowed: 1 to 255 letters and digits, such as 'ExternalId'."],
    ['no permissions', { permissions: [] }, 'The list of permissions is empty. Give at least one access, such as S3Access.readObjects(bucket), or leave the list out.'],
  ])('%s is an error', (_, props, message) => {
    expect(() => new AccountAccessRole(newStack(), 'Access', { thirdParty: ACME, ...props })).toThrow(new Error(message));
  });
});
