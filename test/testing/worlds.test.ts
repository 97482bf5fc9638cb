import { Aws } from 'aws-cdk-lib';
import { failureOf, lines, policyOf, roleTrusting, roleWith, templateWith } from './templates';
import { AccessAssertions } from '../../lib/testing/access-assertions';
import { Caller } from '../../lib/testing/caller';

const READ = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
const OBJECT = 'arn:aws:s3:::data/k';
const NONE = { Ref: 'AWS::NoValue' };

const sections = {
  Parameters: { Site: { Type: 'String', AllowedValues: ['eu', 'us', 'cn'], Default: 'eu' }, Boundary: { Type: 'String', Default: '' } },
  Conditions: {
    IsEu: { 'Fn::Equals': [{ Ref: 'Site' }, 'eu'] },
    HasBoundary: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Boundary' }, ''] }] },
    Never: { 'Fn::Equals': ['a', 'b'] },
  },
};

test('an answer must be the same however the template is deployed', () => {
  roleWith([{ 'Fn::If': ['IsEu', READ, { ...READ, Resource: 'arn:aws:s3:::*' }] }], { sections }).allows('s3:GetObject', OBJECT);
  const role = roleWith([{ 'Fn::If': ['IsEu', READ, NONE] }], { sections });
  expect(failureOf(() => role.allows('s3:GetObject', OBJECT))).toBe(lines(`
    Role 'Role' should allow s3:GetObject on 'arn:aws:s3:::data/k'.
    Answer: deny, as no statement of an identity policy allows it.
    So it is if the parameter Site is 'us'.
    And if the parameter Site is 'cn': deny, as no statement of an identity policy allows it.
    But if the parameter Site is 'eu': allow, as statement 'Read' of inline policy 'App' allows it.
  `));
  expect(failureOf(() => role.denies('s3:GetObject', OBJECT))).toContain("So it is if the parameter Site is 'eu'.\nBut if the parameter Site is 'us': deny, as");
});

test('a parameter that has a value leaves nothing open', () => {
  const template = templateWith([{ 'Fn::If': ['IsEu', READ, NONE] }], { sections });
  AccessAssertions.fromTemplate(template, { parameters: { Site: 'eu' } }).role('Role').allows('s3:GetObject', OBJECT);
  AccessAssertions.fromTemplate(template, { parameters: { Site: 'us' } }).role('Role').denies('s3:GetObject', OBJECT);
});

test('the number of a statement is that of the template', () => {
  const role = roleWith([{ 'Fn::If': ['IsEu', { ...READ, Action: 's3:PutObject' }, NONE] }, { ...READ, Sid: undefined }], { sections });
  expect(failureOf(() => role.denies('s3:GetObject', OBJECT))).toContain('- statement 2 of inline policy \'App\', at Role/Properties/Policies/0/PolicyDocument/Statement/1\n');
});

test('conditions that do not matter for a question are not gone into', () => {
  const others = Array.from({ length: 12 }, (_, index) => ({ 'Fn::If': [`C${index}`, { ...READ, Action: `s3:Put${index}` }, NONE] }));
  const conditions = Object.fromEntries(others.map((_, index) => [`C${index}`, { 'Fn::Equals': [{ Ref: `P${index}` }, 'x'] }]));
  const parameters = Object.fromEntries(others.map((_, index) => [`P${index}`, { Type: 'String' }]));
  const role = roleWith([...others, READ], { sections: { Parameters: parameters, Conditions: conditions } });
  role.allows('s3:GetObject', OBJECT).denies('s3:DeleteObject', OBJECT);
  expect(failureOf(() => role.allows('s3:DeleteObject', OBJECT))).toContain('Answer: deny, as no statement of an identity policy allows it.');
  expect(failureOf(() => role.allows('s3:*Object', OBJECT))).toContain('Answer: deny for s3:DeleteObject');
});

test('too many conditions that matter have no answer', () => {
  const statements = Array.from({ length: 12 }, (_, index) => ({ 'Fn::If': [`C${index}`, { ...READ, Resource: `arn:aws:s3:::${index}/*` }, NONE] }));
  const role = roleWith(statements);
  expect(failureOf(() => role.allows('s3:GetObject', OBJECT))).toBe(lines(`
    Role 'Role' should allow s3:GetObject on 'arn:aws:s3:::data/k'.
    Answer: cannot tell, as the answer depends on too many conditions of the template.
  `));
  expect(failureOf(() => role.allowsOnly(['s3:*']))).toBe(lines(`
    Role 'Role' should allow only s3:*.
    Answer: cannot tell, as the policies depend on too many conditions of the template.
  `));
});

test('policies are there only if they are made', () => {
  const attached = (type: string, properties: object) => ({ P: { Type: type, Condition: 'IsEu', Properties: { PolicyDocument: policyOf(READ), ...properties } } });
  for (const resources of [
    attached('AWS::IAM::Policy', { PolicyName: 'P', Roles: [{ Ref: 'Role' }] }),
    attached('AWS::IAM::RolePolicy', { PolicyName: 'P', RoleName: { Ref: 'Role' } }),
    attached('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Role' }] }),
  ]) {
    const template = templateWith([], { sections, resources });
    AccessAssertions.fromTemplate(template, { parameters: { Site: 'eu' } }).role('Role').allows('s3:GetObject', OBJECT);
    AccessAssertions.fromTemplate(template, { parameters: { Site: 'us' } }).role('Role').denies('s3:GetObject', OBJECT);
    expect(failureOf(() => AccessAssertions.fromTemplate(template).role('Role').allows('s3:GetObject', OBJECT))).toContain("So it is if the parameter Site is 'us'.");
  }
});

test('inline policies are there only in their case', () => {
  const policy = { PolicyName: 'P', PolicyDocument: policyOf(READ) };
  for (const Policies of [[{ 'Fn::If': ['IsEu', policy, NONE] }], { 'Fn::If': ['IsEu', [policy], NONE] }, [{ ...policy, PolicyDocument: policyOf({ 'Fn::If': ['IsEu', READ, NONE] }) }]]) {
    const template = templateWith([], { sections, role: { Policies } });
    AccessAssertions.fromTemplate(template, { parameters: { Site: 'eu' } }).role('Role').allows('s3:GetObject', OBJECT);
    AccessAssertions.fromTemplate(template, { parameters: { Site: 'us' } }).role('Role').denies('s3:GetObject', OBJECT);
  }
});

test('a policy that names another role is not of this one', () => {
  const other = (RoleName?: any) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName, AssumeRolePolicyDocument: policyOf() } });
  const resources = {
    Other: other({ Ref: 'Site' }),
    ByReference: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', Roles: [{ Ref: 'Other' }], PolicyDocument: policyOf(READ) } },
    ByName: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', Roles: ['another'], PolicyDocument: policyOf({ ...READ, Action: 's3:PutObject' }) } },
  };
  roleWith([], { sections, resources }).denies('s3:GetObject', OBJECT).denies('s3:PutObject', OBJECT);
});

test('a policy can name the role in a way that nobody can tell', () => {
  const resources = { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', Roles: [{ Ref: 'Site' }], PolicyDocument: policyOf(READ) } } };
  const role = roleWith([], { sections, resources, role: { RoleName: 'app' } });
  expect(failureOf(() => role.denies('s3:GetObject', OBJECT))).toContain('So it is if the policy P is attached to Role.\nBut if it is not so that the policy P is attached to Role: deny');
  roleWith([READ], { sections, resources, role: { RoleName: 'app' } }).allows('s3:GetObject', OBJECT);
  const list = { P: { ...resources.P, Properties: { ...resources.P.Properties, Roles: { 'Fn::Split': [',', { Ref: 'Site' }] } } } };
  expect(failureOf(() => roleWith([], { sections, resources: list }).denies('s3:GetObject', OBJECT))).toContain('So it is if the policy P is attached to Role.');
});

test('a policy that names what could be the role, by a lookup or in another case, may be its own', () => {
  const named = (name: any) => ({ Look: { Type: 'Custom::Lookup' }, P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', Roles: [name], PolicyDocument: policyOf(READ) } } });
  for (const name of [{ Ref: 'Look' }, { 'Fn::GetAtt': ['Look', 'Name'] }, 'App']) {
    expect(failureOf(() => roleWith([], { resources: named(name), role: { RoleName: 'app' } }).denies('s3:GetObject', OBJECT))).toContain('So it is if the policy P is attached to Role.');
  }
});

test('of several inline policies of one name nobody can tell which one is left', () => {
  const attached = (statement: any, more: object = {}) => ({ Type: 'AWS::IAM::Policy', ...more, Properties: { PolicyName: 'P', Roles: [{ Ref: 'Role' }], PolicyDocument: policyOf(statement) } });
  const deny = { ...READ, Effect: 'Deny' };
  const role = roleWith([], { resources: { A: attached(READ), B: attached(deny) } });
  expect(failureOf(() => role.denies('s3:GetObject', OBJECT))).toContain("Answer: cannot tell, as statement 1 of policy 'P' (one of several of that name) may allow it.");
  const unrelated = roleWith([READ], { resources: { A: attached(deny), B: attached({ ...READ, Action: 'sqs:SendMessage' }) } });
  expect(failureOf(() => unrelated.denies('s3:GetObject', OBJECT))).toContain('Answer: cannot tell');
  const inline = { Policies: [{ PolicyName: 'P', PolicyDocument: policyOf(deny) }] };
  expect(failureOf(() => roleWith([], { role: inline, resources: { A: attached(READ) } }).denies('s3:GetObject', OBJECT))).toContain('Answer: cannot tell');
  const either = { A: attached(READ, { Condition: 'IsEu' }), B: attached({ ...READ, Resource: '*' }, { Condition: 'IsNotEu' }) };
  const IsNotEu = { 'Fn::Not': [{ Condition: 'IsEu' }] };
  roleWith([], { sections: { ...sections, Conditions: { ...sections.Conditions, IsNotEu } }, resources: either }).allows('s3:GetObject', OBJECT);
});

test.each<[string, any]>([
  ['a policy', { Policies: [{ PolicyName: 'P', PolicyDocument: { ...policyOf(), 'Fn::Transform': { Name: 'AWS::Include' } } }] }],
  ['what holds a policy', { Policies: [{ 'PolicyName': 'P', 'PolicyDocument': policyOf(), 'Fn::Transform': { Name: 'AWS::Include' } }] }],
  ['a statement for something else', { Policies: [{ PolicyName: 'P', PolicyDocument: policyOf({ ...READ, 'Action': 's3:PutObject', 'Fn::Transform': {} }) }] }],
  ['the role', { 'Fn::Transform': { Name: 'AWS::Include' } }],
  ['the role, by a loop', { 'Fn::ForEach::Each': ['A', ['x'], {}] }],
])('what is added to %s nobody can tell', (_, role) => {
  const one = roleWith([], { role });
  expect(failureOf(() => one.denies('s3:GetObject', OBJECT))).toContain('Answer: cannot tell');
  expect(failureOf(() => one.allowsOnly([]))).toContain('what nobody can tell');
});

test('what is added to a trust, or to what attaches a policy, nobody can tell', () => {
  const added = { 'Fn::Transform': { Name: 'AWS::Include' } };
  for (const role of [added, { AssumeRolePolicyDocument: { ...policyOf(), ...added } }]) {
    expect(failureOf(() => roleWith([], { role }).isNotAssumableBy(Caller.anyone()))).toContain('Answer: cannot tell');
  }
  const resources = { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', PolicyDocument: policyOf(), ...added } } };
  expect(failureOf(() => roleWith([], { resources }).denies('s3:GetObject', OBJECT))).toContain('So it is if the policy P is attached to Role.');
});

describe('a trust that is text', () => {
  const trust = (name: string) => ({ 'Fn::Sub': `{"Version":"2012-10-17","Statement":[{"Sid":"\${${name}}","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}` });
  const Parameters = { Free: { Type: 'String' }, Word: { Type: 'String', AllowedPattern: '^[a-z]+$' }, One: { Type: 'String', AllowedValues: ['a'] }, Number: { Type: 'Number' } };
  const role = (document: any, options: object = {}) =>
    roleWith([], { sections: { Parameters }, role: { AssumeRolePolicyDocument: document } }, options);

  test('can be added to by a parameter that may hold a quote', () => {
    expect(failureOf(() => role(trust('Free')).isNotAssumableBy(Caller.anyone()))).toContain('"${a text to which Free could add statements}"');
    for (const name of ['Word', 'One', 'Number']) role(trust(name)).isNotAssumableBy(Caller.anyone());
    role(trust('Free'), { parameters: { Free: 'x' } }).isNotAssumableBy(Caller.anyone());
  });

  test('with a name twice in one object can be either', () => {
    const twice = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}]}';
    expect(failureOf(() => role(twice).isNotAssumableBy(Caller.anyone()))).toContain('Answer: cannot tell');
  });
});

test('a trust is asked in each case', () => {
  const trust = (Condition: any) => ({ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole', Condition });
  const role = roleTrusting([trust({ 'Fn::If': ['IsEu', { StringEquals: { 'sts:ExternalId': 'x' } }, NONE] })], { sections });
  role.isAssumableBy(Caller.account('444455556666'), { externalId: 'x' });
  expect(failureOf(() => role.isNotAssumableBy(Caller.account('444455556666')))).toContain("So it is if the parameter Site is 'us'.");
});

test('a question is asked where there is something to ask', () => {
  const template = templateWith([{ ...READ, Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } }], { sections, resources: { Bucket: { Type: 'AWS::S3::Bucket', Condition: 'IsEu' } } });
  AccessAssertions.fromTemplate(template).role('Role').allows('s3:GetObject', '${Bucket.Arn}/k');
  const message = lines(`
    Role 'Role' should deny s3:GetObject on 'arn:aws:s3:::\${Bucket}/k'.
    Answer: cannot tell, as the role, or what the question names, is never made with these parameters.
  `);
  expect(failureOf(() => AccessAssertions.fromTemplate(template, { parameters: { Site: 'us' } }).role('Role').denies('s3:GetObject', '${Bucket.Arn}/k'))).toBe(message);
});

test('a role that is never made has no answers', () => {
  const template = templateWith([READ], { sections });
  template.Resources.Role.Condition = 'Never';
  const role = AccessAssertions.fromTemplate(template).role('Role');
  const never = 'Answer: cannot tell, as the role, or what the question names, is never made with these parameters.';
  for (const assert of [
    () => role.allows('s3:GetObject', OBJECT), () => role.denies('s3:GetObject', OBJECT), () => role.allowsOnly([]), () => role.isAssumableBy(Caller.anyone()),
    () => role.isNotAssumableBy(Caller.anyone()), () => role.canBePassedTo('lambda.amazonaws.com'), () => role.cannotBePassedTo('lambda.amazonaws.com'),
  ]) expect(failureOf(assert)).toContain(never);
});

describe('boundaries', () => {
  const limit = (...statements: any[]) => ({ Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policyOf(...statements) } } });
  const everything = { ...READ, Action: 's3:*', Resource: '*' };

  test('of the template limit', () => {
    const role = roleWith([everything], { resources: limit({ ...READ, Sid: 'Limit' }), role: { PermissionsBoundary: { Ref: 'Limit' } } });
    role.allows('s3:GetObject', OBJECT).denies('s3:PutObject', OBJECT).denies('s3:GetObject', 'arn:aws:s3:::other/k');
    expect(failureOf(() => role.allows('s3:PutObject', OBJECT))).toBe(lines(`
      Role 'Role' should allow s3:PutObject on 'arn:aws:s3:::data/k'.
      Answer: deny, as no statement of the permissions boundary allows it.

      Nearest:
      - statement 'Limit' of the permissions boundary 'Limit', at Limit/Properties/PolicyDocument/Statement/0
          {"Sid":"Limit","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}
          Action
            request:   s3:PutObject
            statement: s3:GetObject
    `));
  });

  test('of others limit in a way that nobody can tell', () => {
    const boundary = 'arn:aws:iam::111122223333:policy/Limit';
    const role = roleWith([everything], { role: { PermissionsBoundary: boundary } });
    role.denies('sqs:SendMessage');
    expect(failureOf(() => role.allows('s3:GetObject', OBJECT))).toBe(lines(`
      Role 'Role' should allow s3:GetObject on 'arn:aws:s3:::data/k'.
      Answer: cannot tell, as the permissions boundary 'arn:aws:iam::111122223333:policy/Limit' (not in the template) may allow it.

      - the permissions boundary 'arn:aws:iam::111122223333:policy/Limit' (not in the template)

      To get an answer: give what it says in 'managedPolicies' of AccessAssertions.
    `));
    roleWith([everything], { role: { PermissionsBoundary: boundary } }, { managedPolicies: { [boundary]: policyOf(READ) } }).allows('s3:GetObject', OBJECT).denies('s3:PutObject', OBJECT);
  });

  test('that are a parameter limit where there is one', () => {
    const role = { PermissionsBoundary: { 'Fn::If': ['HasBoundary', { Ref: 'Boundary' }, NONE] } };
    expect(failureOf(() => roleWith([READ], { sections, role }).allows('s3:GetObject', OBJECT))).toContain(
      "Answer: cannot tell, as the permissions boundary '${Boundary}' (not in the template) may allow it.\nSo it is if the parameter Boundary is not ''.\nBut if the parameter Boundary is '': allow",
    );
    roleWith([READ], { sections, role }, { parameters: { Boundary: '' } }).allows('s3:GetObject', OBJECT);
    roleWith([READ], { sections, role }, { managedPolicies: { '${Boundary}': JSON.stringify(policyOf(READ)) } }).allows('s3:GetObject', OBJECT);
  });
});

describe('managed policies', () => {
  const withManaged = (arn: any, statements: any[] = [READ], options: object = {}) =>
    roleWith(statements, { sections, role: { ManagedPolicyArns: [arn] } }, options);
  const aws = (name: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` });

  test('of the template are as any other', () => {
    const PolicyDocument = policyOf({ ...READ, Action: 's3:PutObject' });
    const resources = { Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } } };
    roleWith([], { resources, role: { ManagedPolicyArns: [{ Ref: 'Managed' }] } }).allows('s3:PutObject', OBJECT).denies('s3:GetObject', OBJECT);
  });

  test('of AWS can add, and take nothing away', () => {
    const role = withManaged(aws('ReadOnlyAccess'));
    role.allows('s3:GetObject', OBJECT);
    expect(failureOf(() => role.denies('s3:PutObject', OBJECT))).toBe(lines(`
      Role 'Role' should deny s3:PutObject on 'arn:aws:s3:::data/k'.
      Answer: cannot tell, as managed policy 'arn:aws:iam::aws:policy/ReadOnlyAccess' (not in the template) may allow it.

      - managed policy 'arn:aws:iam::aws:policy/ReadOnlyAccess' (not in the template)

      To get an answer: give what it says in 'managedPolicies' of AccessAssertions.
    `));
  });

  test('of AWS for applications are for some services', () => {
    const role = withManaged(aws('service-role/AWSLambdaBasicExecutionRole'));
    role.denies('s3:PutObject', OBJECT).allowsOnly(['s3:GetObject', 'logs:*']);
    expect(failureOf(() => role.denies('logs:PutLogEvents'))).toContain('Answer: cannot tell');
  });

  test.each(['AWSDenyAll', 'AWSCompromisedKeyQuarantineV3', 'service-role/AWSTransformApplicationDeploymentPolicy'])('of AWS that hold a Deny can take away: %s', (name) => {
    expect(failureOf(() => withManaged(aws(name)).allows('s3:GetObject', OBJECT))).toContain(`Answer: cannot tell, as managed policy 'arn:aws:iam::aws:policy/${name}' (not in the template) may deny it.`);
  });

  test.each<[string, any]>([
    ['of the account', 'arn:aws:iam::111122223333:policy/Fence'],
    ['of a parameter', { Ref: 'Boundary' }],
    ['of another stack', { 'Fn::ImportValue': 'Fence' }],
    ['of a list', { 'Fn::Split': [',', { Ref: 'Boundary' }] }],
  ])('%s can add and take away', (_, arn) => {
    expect(failureOf(() => withManaged(arn).allows('s3:GetObject', OBJECT))).toContain('Answer: cannot tell');
    expect(failureOf(() => withManaged(arn).denies('s3:PutObject', OBJECT))).toContain('Answer: cannot tell');
    withManaged(arn, [{ ...READ, Effect: 'Deny' }]).denies('s3:GetObject', OBJECT);
  });

  test('of one ARN are those that are made', () => {
    const Conditions = { ...sections.Conditions, IsNotEu: { 'Fn::Not': [{ Condition: 'IsEu' }] } };
    const managed = (Condition: string, statement: any) => ({ Type: 'AWS::IAM::ManagedPolicy', Condition, Properties: { ManagedPolicyName: 'P', PolicyDocument: policyOf(statement) } });
    const resources = { A: managed('IsEu', READ), B: managed('IsNotEu', { ...READ, Effect: 'Deny' }) };
    const arn = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/P' };
    for (const role of [{ ManagedPolicyArns: [arn] }, { PermissionsBoundary: arn }]) {
      expect(failureOf(() => roleWith([READ], { sections: { ...sections, Conditions }, resources, role }).allows('s3:GetObject', OBJECT)))
        .toContain("So it is if the parameter Site is 'us'.");
    }
  });

  test('that hold tokens belong to a stack', () => {
    const arn = 'arn:aws:iam::111122223333:policy/Fence';
    const managedPolicies = { [arn]: policyOf({ ...READ, Condition: { StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID } } }) };
    expect(failureOf(() => withManaged(arn, [READ], { managedPolicies }).allows('s3:GetObject', OBJECT)))
      .toBe(`The managed policy '${arn}' holds what is known only once deployed: use AccessAssertions.fromStack(), or give it as JSON.`);
  });

  test('are what the test says', () => {
    const arn = 'arn:aws:iam::111122223333:policy/Fence';
    const role = withManaged(arn, [READ], { managedPolicies: { [arn]: policyOf({ ...READ, Action: 's3:PutObject' }) } });
    role.allows('s3:PutObject', OBJECT).denies('s3:DeleteObject', OBJECT).allowsOnly(['s3:GetObject', 's3:PutObject']);
    expect(failureOf(() => role.denies('s3:PutObject', OBJECT))).toContain(`- statement 'Read' of managed policy '${arn}', at managedPolicies/Statement/0`);
  });
});
