import { readRoles } from '../../lib/private/policy-model';

const NO_VALUE = { Ref: 'AWS::NoValue' };

describe('the roles of a template', () => {
  test.each([
    ['no resources', {}],
    ['other resources', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }],
  ])('are none in %s', (_, template) => {
    expect(readRoles(template)).toEqual([]);
  });

  test('have nothing that the template does not give them', () => {
    expect(readRoles({ Resources: { Role: { Type: 'AWS::IAM::Role' } } })).toEqual([
      { logicalId: 'Role', name: undefined, description: undefined, trust: [], permissions: [], managedPolicies: [], instanceProfiles: [] },
    ]);
  });

  test('are read with everything that the template gives them', () => {
    const [role] = readRoles(aTemplate({
      RoleName: { 'Fn::Join': ['-', ['acme', { Ref: 'AWS::Region' }]] },
      Description: 'Reads.',
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }] },
      Policies: [{ PolicyName: 'P', PolicyDocument: documentOf('s:Inline') }],
      ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/ReadOnlyAccess']] }],
    }, {
      Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
    }));

    expect(role).toEqual({
      logicalId: 'Role',
      name: 'acme-${AWS::Region}',
      description: 'Reads.',
      trust: [expect.objectContaining({ effect: 'Allow', actions: ['sts:AssumeRole'], principals: { Service: ['ec2.amazonaws.com'] } })],
      permissions: [{ effect: 'Allow', actionKey: 'Action', actions: ['s:Inline'], resourceKey: 'Resource', resources: ['r'], conditions: [] }],
      managedPolicies: ['arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess'],
      instanceProfiles: ['Profile'],
    });
  });

  test('are each read with their own', () => {
    const other = { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: documentOf('s:Other') }] } };
    const roles = readRoles(aTemplate({ Policies: [{ PolicyDocument: documentOf('s:Inline') }] }, { Other: other }));

    expect(roles.map(({ logicalId, permissions }) => [logicalId, permissions.flatMap((p) => p.actions)])).toEqual([['Role', ['s:Inline']], ['Other', ['s:Other']]]);
  });
});

describe('what a role may do', () => {
  const policy = (type: string, elements: any) => ({ Type: type, Properties: { PolicyDocument: documentOf('s:Get'), ...elements } });

  test.each<[string, any]>([
    ['in the role', aTemplate({ Policies: [{ PolicyName: 'P', PolicyDocument: documentOf('s:Get') }] })],
    ['in the role, by a condition', aTemplate({ Policies: [{ 'Fn::If': ['C', { PolicyName: 'P', PolicyDocument: documentOf('s:Get') }, NO_VALUE] }] })],
    ['in the role, by a condition on a statement', aTemplate({ Policies: [{ PolicyName: 'P', PolicyDocument: { Statement: [{ 'Fn::If': ['C', documentOf('s:Get').Statement[0], NO_VALUE] }] } }] })],
    ['in a policy of its own', aTemplate({}, { Policy: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'Role' }] }) })],
    ['in a policy of one role', aTemplate({}, { Policy: policy('AWS::IAM::RolePolicy', { RoleName: { Ref: 'Role' } }) })],
    ['in a managed policy', aTemplate({}, { Policy: policy('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Role' }] }) })],
    ['in a managed policy that the role names', aTemplate({ ManagedPolicyArns: [{ Ref: 'Policy' }] }, { Policy: policy('AWS::IAM::ManagedPolicy', {}) })],
    ['in a managed policy that names the role and is named by it', aTemplate({ ManagedPolicyArns: [{ Ref: 'Policy' }] }, { Policy: policy('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Role' }] }) })],
    ['in a policy that has the name of the role', aTemplate({ RoleName: 'acme' }, { Policy: policy('AWS::IAM::Policy', { Roles: ['acme'] }) })],
    ['in a policy that makes up the name of the role', aTemplate({ RoleName: { 'Fn::Sub': 'a-${AWS::Region}' } }, { Policy: policy('AWS::IAM::Policy', { Roles: [{ 'Fn::Sub': 'a-${AWS::Region}' }] }) })],
  ])('stands %s', (_, template) => {
    expect(readRoles(template)[0].permissions.map((p) => p.actions)).toEqual([['s:Get']]);
  });

  test.each<[string, any]>([
    ['another role', aTemplate({}, { Policy: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'Other' }] }) })],
    ['a role of another name', aTemplate({ RoleName: 'acme' }, { Policy: policy('AWS::IAM::Policy', { Roles: ['other'] }) })],
    ['a group', aTemplate({}, { Policy: policy('AWS::IAM::Policy', { Groups: ['g'] }) })],
    ['nobody', aTemplate({}, { Policy: policy('AWS::IAM::ManagedPolicy', {}) })],
    ['a bucket', aTemplate({}, { Policy: policy('AWS::S3::BucketPolicy', { Bucket: 'b' }) })],
  ])('is not what a policy says of %s', (_, template) => {
    expect(readRoles(template)[0].permissions).toEqual([]);
  });

  test('is in the order of the template, the role first', () => {
    const template = aTemplate({ Policies: [{ PolicyDocument: documentOf('s:1') }, { PolicyDocument: documentOf('s:2') }], ManagedPolicyArns: [{ Ref: 'C' }] }, {
      A: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: documentOf('s:3') } },
      B: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: documentOf('s:4') } },
      C: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: documentOf('s:5') } },
    });

    expect(readRoles(template)[0].permissions.flatMap((p) => p.actions)).toEqual(['s:1', 's:2', 's:3', 's:4', 's:5']);
  });

  test('is text, one line for each condition', () => {
    const statement = {
      Effect: 'Deny',
      NotAction: ['s:Get', 's:Put'],
      NotResource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }],
      Condition: {
        'StringEquals': { 'aws:RequestedRegion': [{ Ref: 'AWS::Region' }, 'eu-west-1'], 'a': 'b' },
        'BoolIfExists': { 'aws:SecureTransport': false },
        'ForAllValues:StringLike': { 'aws:TagKeys': ['c'] },
      },
    };

    expect(readRoles(aTemplate({ Policies: [{ PolicyDocument: { Statement: statement } }] }))[0].permissions).toEqual([{
      effect: 'Deny',
      actionKey: 'NotAction',
      actions: ['s:Get', 's:Put'],
      resourceKey: 'NotResource',
      resources: ['${Bucket.Arn}', '${Bucket.Arn}/*'],
      conditions: ['StringEquals aws:RequestedRegion ${AWS::Region}, eu-west-1', 'StringEquals a b', 'BoolIfExists aws:SecureTransport false', 'ForAllValues:StringLike aws:TagKeys c'],
    }]);
  });

  test('is not known of a managed policy outside of the template, which is named', () => {
    const template = aTemplate({ ManagedPolicyArns: ['arn:x', { Ref: 'Policy' }] }, { Policy: policy('AWS::IAM::ManagedPolicy', {}) });

    expect(readRoles(template)[0].managedPolicies).toEqual(['arn:x']);
  });
});

describe('the instance profiles of a role', () => {
  test.each<[string, any, string[]]>([
    ['its own', { Roles: [{ Ref: 'Role' }] }, ['Profile']],
    ['one that has its name', { Roles: ['acme'] }, ['Profile']],
    ['one that has its name among others', { Roles: [{ Ref: 'Other' }, 'acme'] }, ['Profile']],
    ['that of another role', { Roles: [{ Ref: 'Other' }] }, []],
  ])('are known: %s', (_, properties, profiles) => {
    expect(readRoles(aTemplate({ RoleName: 'acme' }, { Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: properties } }))[0].instanceProfiles).toEqual(profiles);
  });
});

/** A template of one role, and of what is beside it. */
function aTemplate(properties: any, resources: any = {}): any {
  return { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: properties }, ...resources } };
}

function documentOf(action: string): any {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: 'r' }] };
}
