import { App, CfnParameter, Duration, Stack, aws_autoscaling as autoscaling, aws_ec2 as ec2, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { ApplicationInstanceProfile, ApplicationRole, InstanceRole, PolicyPlacement, Restriction, S3Access, WorkloadPrincipal } from '../../lib';
import type { InstanceRoleProps } from '../../lib';
import { newStack, normalized, onlyResource, permissionsOf, templateOf, trustOf, warningsOf } from '../helpers';

const REQUIRE_IMDSV2 = {
  Action: '*',
  Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } },
  Effect: 'Deny',
  Resource: '*',
  Sid: 'RequireAllEc2RolesToUseV2',
};

describe('InstanceRole', () => {
  test('without props', () => {
    const stack = newStack();
    new InstanceRole(stack, 'Role');
    expect(trustOf(stack)).toEqual([{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }]);
    expect(permissionsOf(stack)).toEqual([REQUIRE_IMDSV2]);
    expect(onlyResource(stack, 'AWS::IAM::InstanceProfile')).toEqual({ Roles: [{ Ref: 'Role1ABCC5F0' }] });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('with every prop', () => {
    const stack = newStack();
    const props: Required<InstanceRoleProps> = {
      instanceProfileName: 'fleet',
      requireImdsv2: false,
      restrictToVpc: true,
      sessionManager: true,
      permissions: [S3Access.readObjects(s3.Bucket.fromBucketName(stack, 'Bucket', 'my-app-bucket'))],
      restrictions: [Restriction.denyActions(['s3:DeleteBucket'])],
      policyPlacement: PolicyPlacement.INLINE_ONLY,
      logicalId: 'FleetRole',
      description: 'The fleet',
      managedPolicies: [iam.ManagedPolicy.fromManagedPolicyName(stack, 'Managed', 'existing')],
      inlinePolicies: { Own: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:of:a:queue'] })] }) },
      path: '/acme/',
      permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
      roleName: 'fleet',
      maxSessionDuration: Duration.hours(2),
    };
    new InstanceRole(stack, 'Role', props);
    const { Resources } = templateOf(stack);
    expect(Resources.RoleInstanceProfile12B4EF66).toEqual({ Type: 'AWS::IAM::InstanceProfile', Properties: { InstanceProfileName: 'fleet', Path: '/acme/', Roles: [{ Ref: 'FleetRole' }] } });
    expect(Resources.FleetRole.Properties).toMatchObject({ Description: 'The fleet', MaxSessionDuration: 7200, Path: '/acme/', RoleName: 'fleet' });
    expect(normalized(Resources.FleetRole.Properties.ManagedPolicyArns)).toBe('arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/existing');
    expect(normalized(Resources.FleetRole.Properties.PermissionsBoundary)).toBe('arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/boundary');
    expect(permissionsOf(stack).map((s) => s.Sid ?? s.Action)).toEqual([
      'sqs:SendMessage',
      'RequireSameVPC',
      's3:DeleteBucket',
      's3:GetObject',
      'ssm:UpdateInstanceInformation',
      ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'],
    ]);
  });

  test('binds the credentials to the VPC of the instance', () => {
    const stack = newStack();
    new InstanceRole(stack, 'Role', { requireImdsv2: false, restrictToVpc: true });
    expect(permissionsOf(stack)).toEqual([{
      Sid: 'RequireSameVPC',
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:SourceVpc': '${aws:Ec2InstanceSourceVpc}' },
        Null: { 'ec2:SourceInstanceARN': 'false' },
        BoolIfExists: { 'aws:ViaAWSService': 'false' },
      },
    }]);
  });

  test('gives Session Manager five actions, the one that has a resource on instances alone', () => {
    const stack = newStack();
    new InstanceRole(stack, 'Role', { requireImdsv2: false, sessionManager: true });
    expect(permissionsOf(stack).map(normalized)).toEqual([
      { Action: 'ssm:UpdateInstanceInformation', Effect: 'Allow', Resource: 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*' },
      { Action: ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'], Effect: 'Allow', Resource: '*' },
    ]);
  });

  test.each([
    [{ instanceProfileName: 'a b' }, "The name of the instance profile is not one that IAM takes: got 3 characters, 'a b'. Allowed: 1 to 128 letters, digits and _ + = , . @ -."],
    [{ instanceProfileName: 'x'.repeat(129) }, `The name of the instance profile is not one that IAM takes: got 129 characters, '${'x'.repeat(80)}…'. Allowed: 1 to 128 letters, digits and _ + = , . @ -.`],
  ])('refuses %j', (props, message) => {
    expect(() => new InstanceRole(newStack(), 'Role', props)).toThrow(new Error(message));
  });
});

describe('what runs the application shares one instance profile', () => {
  test('instances', () => {
    const { stack, vpc } = network();
    const role = new InstanceRole(stack, 'Role');
    for (const id of ['First', 'Second', 'Third']) instance(stack, id, vpc, { instanceProfile: role.instanceProfile });
    expect(count(stack, 'AWS::IAM::InstanceProfile')).toBe(1);
    expect(count(stack, 'AWS::IAM::Role')).toBe(1);
    const profiles = resourcesOf(stack, 'AWS::EC2::Instance').map((resource) => resource.Properties.IamInstanceProfile);
    expect(profiles).toEqual([1, 2, 3].map(() => ({ Ref: 'RoleInstanceProfile12B4EF66' })));
    expect(warningsOf(stack)).toEqual([]);
  });

  test('a launch template, and an Auto Scaling group through it', () => {
    const { stack, vpc } = network();
    const role = new InstanceRole(stack, 'Role');
    const launchTemplate = new ec2.LaunchTemplate(stack, 'Template', {
      instanceType: new ec2.InstanceType('t4g.small'),
      machineImage: IMAGE,
      instanceProfile: role.instanceProfile,
      securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }),
    });
    const group = new autoscaling.AutoScalingGroup(stack, 'Fleet', { vpc, launchTemplate });
    S3Access.readObjects(s3.Bucket.fromBucketName(stack, 'Bucket', 'my-app-bucket')).grantTo(group);
    expect(count(stack, 'AWS::IAM::InstanceProfile')).toBe(1);
    expect(onlyResource(stack, 'AWS::EC2::LaunchTemplate').LaunchTemplateData.IamInstanceProfile).toEqual({ Arn: { 'Fn::GetAtt': ['RoleInstanceProfile12B4EF66', 'Arn'] } });
    expect(permissionsOf(stack).map((s) => s.Action)).toContain('s3:GetObject');
  });

  test('instances, a launch template and a fleet with several instance types', () => {
    const { stack, vpc } = network();
    const role = new InstanceRole(stack, 'Role');
    instance(stack, 'Instance', vpc, { instanceProfile: role.instanceProfile });
    const launchTemplate = new ec2.LaunchTemplate(stack, 'Template', {
      instanceType: new ec2.InstanceType('t4g.small'),
      machineImage: IMAGE,
      instanceProfile: role.instanceProfile,
      securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }),
    });
    new autoscaling.AutoScalingGroup(stack, 'Fleet', {
      vpc,
      mixedInstancesPolicy: { launchTemplate, launchTemplateOverrides: [{ instanceType: new ec2.InstanceType('t4g.medium') }] },
    });
    expect(count(stack, 'AWS::IAM::InstanceProfile')).toBe(1);
    expect(count(stack, 'AWS::IAM::Role')).toBe(1);
  });

  test('instances that are given the role instead make profiles of their own: the role warns', () => {
    const { stack, vpc } = network();
    const role = new InstanceRole(stack, 'Role');
    for (const id of ['First', 'Second']) instance(stack, id, vpc, { role });
    expect(count(stack, 'AWS::IAM::InstanceProfile')).toBe(3);
    expect(warningsOf(stack)).toEqual(["The role 'Stack/Role' is in 3 instance profiles, as 'Stack/First', 'Stack/Second' got it as 'role'. Give the instance profile as 'instanceProfile' instead, so that all share one."]);
  });
});

describe('ApplicationInstanceProfile', () => {
  test('with required props only', () => {
    const stack = newStack();
    new ApplicationInstanceProfile(stack, 'Profile', { role: new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance() }) });
    expect(onlyResource(stack, 'AWS::IAM::InstanceProfile')).toEqual({ Roles: [{ Ref: 'Role1ABCC5F0' }] });
  });

  test('with every prop', () => {
    const stack = newStack();
    new ApplicationInstanceProfile(stack, 'Profile', { role: iam.Role.fromRoleName(stack, 'Role', 'existing'), instanceProfileName: 'fleet', path: '/acme/' });
    expect(onlyResource(stack, 'AWS::IAM::InstanceProfile')).toEqual({ InstanceProfileName: 'fleet', Path: '/acme/', Roles: ['existing'] });
  });

  test.each<[string, iam.IPrincipal, string]>([
    ['a Lambda function', new iam.ServicePrincipal('lambda.amazonaws.com'), 'lambda.amazonaws.com'],
    ['an account', new iam.AccountPrincipal('222222222222'), 'no service'],
  ])('refuses a role for %s, which no instance could use', (_, assumedBy, trusted) => {
    const stack = newStack();
    new ApplicationInstanceProfile(stack, 'Profile', { role: new iam.Role(stack, 'Role', { assumedBy }) });
    expect(() => templateOf(stack)).toThrow(`The role 'Stack/Role' of the instance profile does not trust EC2, so no instance could use it: it trusts ${trusted}. Make it with 'assumedBy: WorkloadPrincipal.ec2Instance()', or use InstanceRole.`);
  });

  test('takes a role that trusts EC2 beside others', () => {
    const stack = newStack();
    const assumedBy = new iam.CompositePrincipal(new iam.ServicePrincipal('lambda.amazonaws.com'), new iam.ServicePrincipal('ec2.amazonaws.com'));
    new ApplicationInstanceProfile(stack, 'Profile', { role: new iam.Role(stack, 'Role', { assumedBy }) });
    expect(() => templateOf(stack)).not.toThrow();
  });

  test.each([
    [{ instanceProfileName: 'a/b' }, /^The name of the instance profile is not one that IAM takes: got 3 characters, 'a\/b'\./],
    [{ path: 'nopath' }, /^The path of the instance profile is not one that IAM takes: got 'nopath'\./],
  ])('refuses %j', (props, message) => {
    const stack = newStack();
    expect(() => new ApplicationInstanceProfile(stack, 'Profile', { role: iam.Role.fromRoleName(stack, 'Role', 'existing'), ...props })).toThrow(message);
  });
});

describe('an imported instance profile', () => {
  const ARN = 'arn:aws:iam::111111111111:instance-profile/acme/fleet';

  test.each<[string, (stack: Stack) => iam.IInstanceProfile]>([
    ['by name', (stack) => ApplicationInstanceProfile.fromInstanceProfileName(stack, 'Profile', 'fleet')],
    ['by ARN', (stack) => ApplicationInstanceProfile.fromInstanceProfileArn(stack, 'Profile', ARN)],
    ['with its role', (stack) => ApplicationInstanceProfile.fromInstanceProfileAttributes(stack, 'Profile', { instanceProfileArn: ARN, role: iam.Role.fromRoleName(stack, 'Role', 'existing') })],
  ])('%s is what the instance uses: no role and no profile is made', (_, make) => {
    const { stack, vpc } = network();
    const instanceProfile = make(stack);
    instance(stack, 'Instance', vpc, { instanceProfile });
    new ec2.LaunchTemplate(stack, 'Template', { machineImage: IMAGE, instanceProfile });
    expect(count(stack, 'AWS::IAM::InstanceProfile')).toBe(0);
    expect(count(stack, 'AWS::IAM::Role')).toBe(0);
    expect(onlyResource(stack, 'AWS::EC2::Instance').IamInstanceProfile).toBe('fleet');
  });

  test('by a name that is a parameter', () => {
    const { stack, vpc } = network();
    instance(stack, 'Instance', vpc, { instanceProfile: ApplicationInstanceProfile.fromInstanceProfileName(stack, 'Profile', new CfnParameter(stack, 'Name').valueAsString) });
    expect(count(stack, 'AWS::IAM::Role')).toBe(0);
  });

  test('with CDK\'s own class is ignored: this is what is put right here', () => {
    const { stack, vpc } = network();
    instance(stack, 'Instance', vpc, { instanceProfile: iam.InstanceProfile.fromInstanceProfileName(stack, 'Profile', 'fleet') });
    expect(count(stack, 'AWS::IAM::Role')).toBe(1);
  });

  test('whose role is known gets permissions', () => {
    const { stack, vpc } = network();
    const role = iam.Role.fromRoleName(stack, 'Role', 'existing');
    const host = instance(stack, 'Instance', vpc, { instanceProfile: ApplicationInstanceProfile.fromInstanceProfileAttributes(stack, 'Profile', { instanceProfileArn: ARN, role }) });
    S3Access.readObjects(s3.Bucket.fromBucketName(stack, 'Bucket', 'my-app-bucket')).grantTo(host);
    expect(onlyResource(stack, 'AWS::IAM::Policy').Roles).toEqual(['existing']);
  });

  test('whose role is not known refuses permissions, instead of dropping them', () => {
    const { stack, vpc } = network();
    const host = instance(stack, 'Instance', vpc, { instanceProfile: ApplicationInstanceProfile.fromInstanceProfileArn(stack, 'Profile', ARN) });
    const message = "The role of the imported instance profile 'acme/fleet' is not known, so nothing can be given to it. Import the profile with ApplicationInstanceProfile.fromInstanceProfileAttributes() and its 'role'.";
    const bucket = new s3.Bucket(stack, 'Bucket');
    const policy = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Managed', 'existing');
    const attempts: [string, () => unknown][] = [
      ['grant', () => bucket.grantRead(host)],
      ['access', () => S3Access.readObjects(bucket).grantTo(host)],
      ['statement', () => host.addToRolePolicy(new iam.PolicyStatement())],
      ['addToPolicy', () => (host.role as iam.Role).addToPolicy(new iam.PolicyStatement())],
      ['managed policy', () => host.role.addManagedPolicy(policy)],
      ['inline policy', () => host.role.attachInlinePolicy(new iam.Policy(stack, 'Inline'))],
      ['ARN', () => host.role.roleArn],
      ['name', () => host.role.roleName],
      ['reference', () => host.role.roleRef],
      ['principal', () => host.role.policyFragment],
      ['grantOnRole', () => host.role.grant(new iam.AccountRootPrincipal(), 'iam:PassRole')],
      ['grantPassRole', () => host.role.grantPassRole(new iam.AccountRootPrincipal())],
      ['grantAssumeRole', () => host.role.grantAssumeRole(new iam.AccountRootPrincipal())],
    ];
    for (const [, attempt] of attempts) expect(attempt).toThrow(new Error(message));
    expect(permissionsOf(stack)).toEqual([]);
  });

  test.each([
    ['not an ARN', "The ARN of the instance profile is not one: got 'not an ARN'. Write 'arn:<partition>:iam::<account>:instance-profile/<name>'."],
    ['arn:aws:iam::111111111111:role/fleet', "The ARN of the instance profile is not one: got 'arn:aws:iam::111111111111:role/fleet'. Write 'arn:<partition>:iam::<account>:instance-profile/<name>'."],
  ])('by %p is an error', (arn, message) => {
    expect(() => ApplicationInstanceProfile.fromInstanceProfileArn(newStack(), 'Profile', arn)).toThrow(new Error(message));
  });

  test('by a name that is none is an error', () => {
    expect(() => ApplicationInstanceProfile.fromInstanceProfileName(newStack(), 'Profile', 'a b')).toThrow(/^The name of the instance profile is not one that IAM takes/);
  });
});

const IMAGE = ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' });

function network(): { stack: Stack; vpc: ec2.IVpc } {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1' } });
  return { stack, vpc: new ec2.Vpc(stack, 'Vpc', { natGateways: 0, restrictDefaultSecurityGroup: false, subnetConfiguration: [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }] }) };
}

function instance(stack: Stack, id: string, vpc: ec2.IVpc, props: Pick<ec2.InstanceProps, 'role' | 'instanceProfile'>): ec2.Instance {
  return new ec2.Instance(stack, id, { vpc, instanceType: new ec2.InstanceType('t4g.small'), machineImage: IMAGE, ...props });
}

function resourcesOf(stack: Stack, type: string): any[] {
  return Object.values<any>(templateOf(stack).Resources).filter((resource) => resource.Type === type);
}

function count(stack: Stack, type: string): number {
  return resourcesOf(stack, type).length;
}
