import { failureOf, lines, policyOf, roleWith } from './templates';

const READ = { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:List*'], Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'] };

test('all that a role may do is in the list, whatever its form', () => {
  const role = roleWith([READ]);
  expect(role.allowsOnly(['s3:GetObject', 's3:List*'])).toBe(role);
  role.allowsOnly(['s3:*']).allowsOnly(['*']).allowsOnly(['S3:getobject', 's3:L*', 'sqs:SendMessage']);
  roleWith([]).allowsOnly([]);
  roleWith([{ ...READ, Action: 's3:*' }]).allowsOnly(['s3:*']);
  roleWith([{ ...READ, Action: 's3:GetBucketAc?' }]).allowsOnly(['s3:GetBucketAcl']);
  roleWith([{ ...READ, Action: 'new:Fly*' }]).allowsOnly(['new:*']);
});

test('what is not in the list is said, with its statements', () => {
  const write = { Sid: 'Write', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
  expect(failureOf(() => roleWith([READ, write]).allowsOnly(['s3:GetObject', 's3:ListBucket']))).toBe(lines(`
    Role 'Role' should allow only s3:GetObject, s3:ListBucket.
    It also allows:
    - s3:ListAccessGrants, s3:ListAccessGrantsInstances, s3:ListAccessGrantsLocations, s3:ListAccessPoints, s3:ListAccessPointsForObjectLambda, s3:ListAllMyBuckets, s3:ListBucketMultipartUploads, s3:ListBucketVersions, s3:ListCallerAccessGrants, s3:ListJobs and 7 more, by statement 'Read' of inline policy 'App', at Role/Properties/Policies/0/PolicyDocument/Statement/0
        {"Sid":"Read","Effect":"Allow","Action":["s3:GetObject","s3:List*"],"Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}
    - sqs:SendMessage, by statement 'Write' of inline policy 'App', at Role/Properties/Policies/0/PolicyDocument/Statement/1
        {"Sid":"Write","Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}
  `));
  expect(failureOf(() => roleWith([{ ...READ, Action: 'new:Fly*' }]).allowsOnly([]))).toContain('Role \'Role\' should allow only nothing.\nIt also allows:\n- new:Fly*, by');
});

test('a condition or a resource is no reason to leave an action out', () => {
  expect(failureOf(() => roleWith([{ ...READ, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }]).allowsOnly(['s3:List*']))).toContain('- s3:GetObject, by');
});

test.each<[string, any, string]>([
  ['a NotAction', { Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' }, '- all actions but iam:*, sts:*, by statement 1'],
  ['every action', { Effect: 'Allow', Action: '*', Resource: '*' }, '- a2c:GetContainerizationJobDetails, a2c:GetDeploymentJobDetails,'],
  ['every service', { Effect: 'Allow', Action: '*:*', Resource: '*' }, '- a2c:GetContainerizationJobDetails,'],
  ['an action that is known once deployed', { Effect: 'Allow', Action: { Ref: 'P' }, Resource: '*' }, '- actions that nobody can tell, by statement 1'],
  ['a statement that is known once deployed', { 'Fn::Transform': {} }, '- what nobody can tell, by statement 1'],
  ['an effect that is known once deployed', { Effect: { Ref: 'P' }, Action: 's3:GetObject', Resource: '*' }, '- what nobody can tell, by statement 1'],
  ['a statement that IAM does not take', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Conditions: {} }, '- what nobody can tell, by statement 1'],
])('%s is more than a list', (_, statement, message) => {
  expect(failureOf(() => roleWith([statement], { sections: { Parameters: { P: { Type: 'String' } } } }).allowsOnly(['s3:GetObject']))).toContain(message);
});

describe('a Deny', () => {
  const everything = { Effect: 'Allow', Action: 's3:*', Resource: '*' };

  test('on every resource takes away', () => {
    roleWith([everything, { Effect: 'Deny', NotAction: 's3:Get*', Resource: '*' }]).allowsOnly(['s3:Get*']);
    roleWith([READ, { Effect: 'Deny', Action: 's3:list*', Resource: ['arn:aws:s3:::x', '*'] }]).allowsOnly(['s3:GetObject']);
  });

  test.each<[string, any]>([
    ['with a condition', { Effect: 'Deny', Action: 's3:List*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    ['on some resources', { Effect: 'Deny', Action: 's3:List*', Resource: 'arn:aws:s3:::data' }],
    ['on all but some resources', { Effect: 'Deny', Action: 's3:List*', NotResource: 'arn:aws:s3:::data' }],
    ['of actions that nobody can tell', { Effect: 'Deny', Action: { Ref: 'P' }, Resource: '*' }],
    ['of all but actions that nobody can tell', { Effect: 'Deny', NotAction: { Ref: 'P' }, Resource: '*' }],
    ['that IAM does not take', { Effect: 'Deny', Action: 's3:List*', Resource: '*', NotResource: '*' }],
  ])('%s takes nothing away', (_, statement) => {
    expect(failureOf(() => roleWith([READ, statement]).allowsOnly(['s3:GetObject']))).toContain('s3:ListAllMyBuckets');
  });
});

describe('actions that nobody knows', () => {
  const Limit = (...statements: any[]) => ({ role: { PermissionsBoundary: { Ref: 'Limit' } }, resources: { Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policyOf(...statements) } } } });
  const allow = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });
  const denyAllBut = (NotAction: string) => ({ Effect: 'Deny', NotAction, Resource: '*' });

  test('are not refused by a Deny of all but some of them', () => {
    expect(failureOf(() => roleWith([allow('new:Fly*'), denyAllBut('new:FlyHome')]).allowsOnly([]))).toContain('- new:Fly*, new:FlyHome, by');
    expect(failureOf(() => roleWith([allow('s3:*'), denyAllBut('s3:BrandNew')]).allowsOnly([]))).toContain('- s3:BrandNew, by');
    roleWith([allow('new:Fly*'), denyAllBut('new:Swim')]).allowsOnly([]);
  });

  test('are let through by a boundary for some of them', () => {
    expect(failureOf(() => roleWith([allow('new:Fly*')], Limit(allow('new:FlyHome'))).allowsOnly([]))).toContain('- new:Fly*, new:FlyHome, by');
    expect(failureOf(() => roleWith([allow('s3:*')], Limit(allow('s3:BrandNew'))).allowsOnly([]))).toContain('- s3:BrandNew, by');
    roleWith([allow('new:Fly*')], Limit(allow('new:Swim'))).allowsOnly([]);
  });
});

test('where all is in the list, so is all but some', () => {
  const all = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
  roleWith([all]).allowsOnly(['*']);
  expect(failureOf(() => roleWith([all]).allowsOnly(['*'], ['arn:aws:s3:::data/*']))).toContain('- all actions but iam:*, by');
});

describe('a boundary', () => {
  const limited = (statements: any[]) => roleWith([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }], {
    role: { PermissionsBoundary: { Ref: 'Limit' } }, resources: { Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policyOf(...statements) } } },
  });

  test('of the template limits', () => {
    limited([{ Effect: 'Allow', Action: ['s3:GetObject', 'sqs:*'], Resource: 'arn:aws:s3:::data/*' }]).allowsOnly(['s3:GetObject']);
    limited([{ Effect: 'Allow', NotAction: ['s3:P*', 's3:D*', 's3:L*', 's3:C*', 's3:R*', 's3:A*', 's3:U*', 's3:B*', 's3:I*', 's3:T*', 's3:O*', 's3:S*'], Resource: '*' }]).allowsOnly(['s3:Get*']);
    limited([{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', NotAction: 's3:GetObject', Resource: '*' }]).allowsOnly(['s3:GetObject']);
  });

  test('limits nothing as far as nobody can tell', () => {
    expect(failureOf(() => limited([{ Effect: 'Allow', Action: { Ref: 'P' }, Resource: '*' }]).allowsOnly(['s3:GetObject']))).toContain('- s3:AbortMultipartUpload,');
    expect(failureOf(() => limited([{ 'Fn::Transform': {} }]).allowsOnly(['s3:GetObject']))).toContain('- s3:AbortMultipartUpload,');
    expect(failureOf(() => roleWith([READ], { role: { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/X' } }).allowsOnly(['s3:GetObject']))).toContain('s3:ListAllMyBuckets');
  });
});

describe('resources', () => {
  const resources = { Bucket: { Type: 'AWS::S3::Bucket' }, Other: { Type: 'AWS::S3::Bucket' } };
  const onBucket = { ...READ, Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }] };

  test('are those of the list, or a part of them', () => {
    roleWith([READ]).allowsOnly(['s3:*'], ['arn:aws:s3:::data', 'arn:aws:s3:::data/*']).allowsOnly(['s3:*'], ['arn:aws:s3:::data*']).allowsOnly(['s3:*'], ['*']);
    roleWith([onBucket], { resources }).allowsOnly(['s3:*'], ['${Bucket.Arn}', '${Bucket.Arn}/*']);
  });

  test('that are others are said', () => {
    const read = { ...onBucket, Action: ['s3:GetObject', 's3:GetObjectAcl', 's3:GetBucketAcl'] };
    expect(failureOf(() => roleWith([read], { resources }).allowsOnly(['s3:Get*'], ['${Other.Arn}/*', '${Bucket.Arn}', '${Bucket.Arn}/a/*']))).toBe(lines(`
      Role 'Role' should allow only s3:Get* on 'arn:aws:s3:::\${Other}/*', 'arn:aws:s3:::\${Bucket}', 'arn:aws:s3:::\${Bucket}/a/*'.
      It also allows:
      - s3:GetBucketAcl, s3:GetObject, s3:GetObjectAcl on other resources, by statement 'Read' of inline policy 'App', at Role/Properties/Policies/0/PolicyDocument/Statement/0
          {"Sid":"Read","Effect":"Allow","Action":["s3:GetObject","s3:GetObjectAcl","s3:GetBucketAcl"],"Resource":["arn:aws:s3:::\${Bucket}","arn:aws:s3:::\${Bucket}/*"]}
    `));
    expect(failureOf(() => roleWith([{ ...READ, Resource: 'arn:aws:s3:::dat*' }]).allowsOnly(['s3:*'], ['arn:aws:s3:::data*']))).toContain('on other resources');
    expect(failureOf(() => roleWith([{ ...READ, Resource: 'arn:aws:s3:::data/*' }]).allowsOnly(['s3:*'], []))).toContain("Role 'Role' should allow only s3:* on nothing.");
  });

  test('are those of actions that can be limited', () => {
    roleWith([{ Effect: 'Allow', Action: ['s3:ListAllMyBuckets', 'ec2:DescribeInstances'], Resource: '*' }]).allowsOnly(['s3:*', 'ec2:*'], ['arn:aws:s3:::data']);
  });

  test.each<[string, any]>([
    ['all but some', { NotResource: 'arn:aws:s3:::x', Resource: undefined }],
    ['a list that is known once deployed', { Resource: { 'Fn::Split': [',', { Ref: 'P' }] } }],
    ['one that is known once deployed', { Resource: { Ref: 'P' } }],
  ])('that are %s are others', (_, more) => {
    const statement = Object.fromEntries(Object.entries({ ...READ, ...more }).filter(([, value]) => value !== undefined));
    expect(failureOf(() => roleWith([statement], { sections: { Parameters: { P: { Type: 'String' } } } }).allowsOnly(['s3:*'], ['arn:aws:s3:::data*']))).toContain('on other resources');
  });
});

describe('what others give to the role by name', () => {
  const itself = { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } };
  const key = (Principal: any, more: object = {}) => ({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policyOf({ Effect: 'Allow', Principal, Action: 'kms:Decrypt', Resource: '*', ...more }) } } });

  test('counts', () => {
    expect(failureOf(() => roleWith([], { resources: key(itself) }).allowsOnly([]))).toBe(lines(`
      Role 'Role' should allow only nothing.
      It also allows:
      - kms:Decrypt, by statement 1 of the policy of Key, at Key/Properties/KeyPolicy/Statement/0
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::\${AWS::AccountId}:role/\${Role}"},"Action":"kms:Decrypt","Resource":"*"}
    `));
    roleWith([], { resources: key(itself) }).allowsOnly(['kms:Decrypt'], ['${Key.Arn}']);
    expect(failureOf(() => roleWith([], { resources: key(itself) }).allowsOnly(['kms:Decrypt'], ['arn:aws:s3:::data']))).toContain('kms:Decrypt on other resources');
    expect(failureOf(() => roleWith([], { resources: key('*') }).allowsOnly([]))).toContain('- kms:Decrypt, by');
    expect(failureOf(() => roleWith([], { resources: key({ Ref: 'X' }) }).allowsOnly([]))).toContain('- kms:Decrypt, by');
  });

  test('counts as far as a boundary and a Deny let it', () => {
    const Limit = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policyOf({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) } };
    const role = { PermissionsBoundary: { Ref: 'Limit' } };
    roleWith([], { role, resources: { ...key(itself), Limit } }).allowsOnly([]);
    expect(failureOf(() => roleWith([], { role, resources: { ...key('*'), Limit } }).allowsOnly([]))).toContain('- kms:Decrypt, by');
    roleWith([{ Effect: 'Deny', Action: 'kms:*', Resource: '*' }], { resources: key('*') }).allowsOnly([]);
  });

  test('is not what they give to the account, to others, or refuse', () => {
    roleWith([], { resources: key({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }) }).allowsOnly([]);
    roleWith([], { resources: key({ Service: 'logs.amazonaws.com' }) }).allowsOnly([]);
    roleWith([], { resources: key('*', { Effect: 'Deny' }) }).allowsOnly([]);
  });

  test('is a role to assume too, and what all but some may do', () => {
    const Target = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policyOf({ Effect: 'Allow', Principal: itself, Action: 'sts:AssumeRole' }) } };
    expect(failureOf(() => roleWith([], { resources: { Target } }).allowsOnly([]))).toContain('- sts:AssumeRole, by statement 1 of the trust policy of Target');
    roleWith([], { resources: { Target } }).allowsOnly(['sts:AssumeRole'], ['${Target.Arn}']);
    const { Principal: _, ...open } = { ...key('*').Key.Properties.KeyPolicy.Statement[0], NotPrincipal: { AWS: 'arn:aws:iam::444455556666:root' } };
    expect(failureOf(() => roleWith([], { resources: { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policyOf(open) } } } }).allowsOnly([]))).toContain('- kms:Decrypt, by');
  });

  test('is nobody knows what, in a policy that cannot be read', () => {
    expect(failureOf(() => roleWith([], { resources: { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { 'Fn::Transform': {} } } } } }).allowsOnly([]))).toContain('- what nobody can tell, by');
  });
});

test('policies that are not in the template allow what nobody can tell', () => {
  const role = (arn: string) => roleWith([READ], { role: { ManagedPolicyArns: [arn] } });
  expect(failureOf(() => role('arn:aws:iam::aws:policy/ReadOnlyAccess').allowsOnly(['s3:*']))).toBe(lines(`
    Role 'Role' should allow only s3:*.
    It also allows:
    - what nobody can tell, by managed policy 'arn:aws:iam::aws:policy/ReadOnlyAccess' (not in the template): give what it says in 'managedPolicies' of AccessAssertions
  `));
  expect(failureOf(() => role('arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole').allowsOnly(['s3:*', 'logs:*']))).toContain('- what nobody can tell of ec2, logs, by');
});

test('a case in which the role may do more is said', () => {
  const sections = { Conditions: { More: { 'Fn::Equals': [{ Ref: 'P' }, 'yes'] } }, Parameters: { P: { Type: 'String' } } };
  const role = roleWith([{ 'Fn::If': ['More', { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }, { Ref: 'AWS::NoValue' }] }], { sections });
  expect(failureOf(() => role.allowsOnly(['s3:GetObject']))).toContain("It also allows, if the parameter P is 'yes':\n- s3:PutObject, by");
});

test.each(['GetObject', 's3:Get Object', undefined])('%p is no action', (action: any) => {
  expect(failureOf(() => roleWith([READ]).allowsOnly([action]))).toBe(`The action is not one: got '${action}'. Write the service and the action, such as 's3:GetObject' or 's3:Get*'.`);
});
