import { shown } from '../../../lib/private/evaluation/text';
import type { Policy } from '../../../lib/private/template/policies';
import type { Deployment } from '../../../lib/private/template/template';
import { Template } from '../../../lib/private/template/template';

const ref = (name: string) => ({ Ref: name });
const NOTHING = ref('AWS::NoValue');
const IS_PROD = { IsProd: { 'Fn::Equals': [ref('Stage'), 'prod'] } };
const allow = (action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const TRUST = { Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };

function read(resources: object, deployment?: Deployment): Template {
  return Template.read({ Parameters: { Stage: { Type: 'String' }, Name: { Type: 'String' } }, Conditions: IS_PROD, Resources: resources }, deployment);
}

const role = (properties: object = {}) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ...properties } });
const actionsOf = (policies: readonly Policy[]) => policies.flatMap(({ statements }) => statements.map(({ actions = [], when, unreadable }) =>
  unreadable ?? [actions.map(shown).join(), ...when === '' ? [] : [when]].join(' if ')));

describe('reading', () => {
  const YAML = `
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  Both: !And [!Condition IsProd, !Not [!Condition IsProd]]
Resources:
  Yes:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Join ['-', [!Select [0, !Split ['/', a/b]], !FindInMap [M, K, V]]]
      Path: !Sub
        - /\${Team}/
        - Team: !If [IsProd, prod, !Ref 'AWS::NoValue']
      PermissionsBoundary: !ImportValue Boundary
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Action: sts:AssumeRole
            Principal:
              AWS: [!Sub 'arn:\${AWS::Partition}:iam::111122223333:root', 012345678901, !GetAtt Other.Arn, !Frobnicate x]
`;

  test('YAML with its short forms', () => {
    const [{ resource, name, path, boundaries, trust }] = Template.read(YAML).roles;
    expect({ id: resource.logicalId, name: shown(name!), path: shown(path), boundaries: boundaries.map(shown) })
      .toEqual({ id: 'Yes', name: 'a-${FindInMap(M, K, V)}', path: '/prod/', boundaries: ['${ImportValue(Boundary)}'] });
    expect(trust!.statements[0].version).toBe('2012-10-17');
    expect(trust!.statements[0].principals!.AWS.map(shown)).toEqual(['arn:${AWS::Partition}:iam::111122223333:root', '012345678901', '${Other.Arn}', '${Frobnicate()}']);
  });

  test('JSON as text, with a mark of its byte order', () => {
    expect(Template.read(`\uFEFF${JSON.stringify({ Resources: { Role: role() } })}`).roles).toHaveLength(1);
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'This is no CloudFormation template: got nothing. Give the template as an object, or as text in JSON or YAML.'],
    ['a list', [], 'This is no CloudFormation template: got a list. Give the template as an object, or as text in JSON or YAML.'],
    ['a number', 5, 'This is no CloudFormation template: got a number. Give the template as an object, or as text in JSON or YAML.'],
    ['a path', 'template.json', 'This is no CloudFormation template: got text. Give the template as an object, or as text in JSON or YAML.'],
    ['an empty text', '', 'This is no CloudFormation template: got nothing. Give the template as an object, or as text in JSON or YAML.'],
    ['no Resources', {}, 'This is no CloudFormation template: it has no Resources. Give the whole template, with its section Resources.'],
    ['Resources that are a list', { Resources: [] }, 'This is no CloudFormation template: it has Resources that are a list. Give the whole template, with its section Resources.'],
    ['JSON that is cut off', '{"Resources": {"Role": {', 'It may be cut off: give all of its text.'],
    ['YAML that is cut off', 'Resources:\n  Role: [', 'The template is neither JSON nor YAML: '],
    ['YAML of two documents', 'Resources: {}\n---\nResources: {}', 'The template is neither JSON nor YAML: '],
    ['YAML that explodes', 'a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nResources: {a: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]}', 'The template is neither JSON nor YAML: Excessive alias count'],
    ['YAML that leads back to itself', 'a: &a [*a]\nResources: {}', 'This is no CloudFormation template: it cannot be written as JSON'],
    ['YAML that is nested without end', `Resources: ${'['.repeat(50_000)}`, 'The template is neither JSON nor YAML: '],
  ])('%s is an error', (_, source, message) => {
    expect(() => Template.read(source)).toThrow(expect.objectContaining({ name: 'InvalidInputError', message: expect.stringContaining(message) }));
  });

  test('an object that leads back to itself is an error', () => {
    const source: any = { Resources: {} };
    source.Resources.Role = source;
    expect(() => Template.read(source)).toThrow('This is no CloudFormation template: it cannot be written as JSON (Converting circular structure to JSON). Give plain data.');
  });

  test('what is nested without end is what nobody knows', () => {
    const deep = `{"Resources":{"Role":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{"Statement":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}}}`;
    expect(actionsOf([Template.read(deep).roles[0].trust!])).toEqual(['what is no statement']);
    const source = `{"Resources":{"Role":{"Type":"AWS::IAM::Role","Properties":{"Policies":[${'{"Fn::If":["C",'.repeat(5_000)}{}${',{"Ref":"AWS::NoValue"}]}'.repeat(5_000)}]}}}}`;
    expect(actionsOf(Template.read(source).identityPolicies)).toEqual(['If(NestedTooDeep())']);
    const object = Array.from({ length: 20_000 }).reduce((inner) => ({ 'Fn::If': ['C', inner, NOTHING] }), {});
    expect(() => read({ Role: role({ Policies: [object] }) })).toThrow('it cannot be written as JSON');
  });

  test('a template is a copy of what it is read from', () => {
    const source = { Resources: { Role: role({ Policies: [{ PolicyDocument: allow('a:b') }] }) as any } };
    const template = Template.read(source);
    source.Resources.Role.Properties.Policies = [];
    expect(actionsOf(template.identityPolicies)).toEqual(['a:b']);
  });

  test('sections that are of a wrong form are as if they were not there', () => {
    const template = Template.read({ Parameters: [], Conditions: 'x', Mappings: 5, Resources: { A: 'x', B: [], C: { Type: 5, Properties: 'x', Metadata: [], Condition: {} }, __proto__: {} } });
    expect(template.resources).toEqual([{ logicalId: 'C', type: '', properties: {}, metadata: {} }]);
    expect([...template.parameters, ...template.identities, ...template.identityPolicies, ...template.otherPolicies]).toEqual([]);
  });

  test('what is known of a resource and of a parameter', () => {
    const template = read({
      Role: { ...role(), Metadata: { 'aws:cdk:path': 'App/Role/Resource' }, Condition: 'IsProd' },
      User: { Type: 'AWS::IAM::User' },
    }, { constructPaths: { User: 'App/User/Resource' } });
    expect(template.resource('Role')).toMatchObject({ logicalId: 'Role', type: 'AWS::IAM::Role', constructPath: 'App/Role/Resource', condition: 'IsProd' });
    expect(template.resource('User')?.constructPath).toBe('App/User/Resource');
    expect(template.resource('toString')).toBeUndefined();
    expect(template.ofType('AWS::IAM::User', 'AWS::IAM::Group').map(({ logicalId }) => logicalId)).toEqual(['User']);
    expect(template.parameter('Stage')).toEqual({ name: 'Stage', type: 'String', declaration: { Type: 'String' } });
    expect([template.isParameter('Stage'), template.isParameter('Role')]).toEqual([true, false]);
  });

  test.each([
    ['us-east-1', 'aws'], ['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['us-iso-east-1', 'aws-iso'], ['us-isob-east-1', 'aws-iso-b'],
    ['us-isof-south-1', 'aws-iso-f'], ['eu-isoe-west-1', 'aws-iso-e'], ['eusc-de-east-1', 'aws-eusc'],
  ])('the partition of %s is %s', (region, partition) => {
    expect(read({}, { region }).texts(ref('AWS::Partition'))).toEqual([partition]);
    expect(read({}, { region, partition: 'aws-new' }).texts(ref('AWS::Partition'))).toEqual(['aws-new']);
  });
});

describe('policies of roles, users and groups', () => {
  test.each<[string, object, object]>([
    ['in the role', role({ Policies: [{ PolicyName: 'p', PolicyDocument: allow('a:b') }] }), {}],
    ['as a policy that names the role by reference', role(), { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: allow('a:b'), Roles: [ref('Role')] } } }],
    ['as a policy that names the role by its name', role({ RoleName: 'reader' }), { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: allow('a:b'), Roles: ['reader'] } } }],
    ['as a policy that names the role as the role itself does', role({ RoleName: { 'Fn::Sub': 'x-${Name}' } }),
      { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: allow('a:b'), Roles: [{ 'Fn::Join': ['', ['x-', ref('Name')]] }] } } }],
    ['as AWS::IAM::RolePolicy', role(), { P: { Type: 'AWS::IAM::RolePolicy', Properties: { PolicyDocument: allow('a:b'), RoleName: ref('Role') } } }],
    ['as a managed policy that names the role', role(), { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow('a:b'), Roles: [ref('Role')] } } }],
    ['as a managed policy that the role names', role({ ManagedPolicyArns: [ref('P')] }), { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow('a:b') } } }],
    ['as a managed policy that each names', role({ ManagedPolicyArns: [ref('P')] }), { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow('a:b'), Roles: [ref('Role')] } } }],
    ['as a managed policy that the role names by its ARN', role({ ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/x/readers' }] }),
      { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'readers', Path: '/x/', PolicyDocument: allow('a:b') } } }],
  ])('%s', (_, one, more) => {
    const template = read({ Role: one, Other: role(), ...more });
    expect(template.roles.map(({ policies }) => actionsOf(policies))).toEqual([['a:b'], []]);
    expect(template.roles[0].managedPolicyArns).toEqual([]);
    // Every reading of it is one and the same.
    expect(template.identityPolicies).toEqual([template.roles[0].policies[0]]);
    expect(template.identityPolicies).toBe(template.identityPolicies);
  });

  test('of users and groups', () => {
    const template = read({
      User: { Type: 'AWS::IAM::User', Properties: { Policies: [{ PolicyDocument: allow('a:inline') }] } },
      Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'team' } },
      Shared: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'shared', PolicyDocument: allow('a:shared'), Users: [ref('User')], Groups: ['team'] } },
      OfUser: { Type: 'AWS::IAM::UserPolicy', Properties: { PolicyDocument: allow('a:user'), UserName: ref('User') } },
      OfGroup: { Type: 'AWS::IAM::GroupPolicy', Properties: { PolicyDocument: allow('a:group'), GroupName: 'team' } },
    });
    expect(template.identities.map(({ kind, policies }) => [kind, actionsOf(policies)])).toEqual([['user', ['a:inline', 'a:shared', 'a:user']], ['group', ['a:shared', 'a:group']]]);
    expect(actionsOf(template.identityPolicies)).toEqual(['a:inline', 'a:shared', 'a:user', 'a:group']);
    expect(template.identities[0].policies[1]).toBe(template.identities[1].policies[0]);
  });

  test('that are attached to nobody of the template, and those of permission sets', () => {
    const template = read({
      Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow('a:managed') } },
      Inline: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'i', PolicyDocument: allow('a:inline'), Roles: ['elsewhere'] } },
      Set: { Type: 'AWS::SSO::PermissionSet', Properties: { InlinePolicy: JSON.stringify(allow('a:set')) } },
    });
    expect(template.identities).toEqual([]);
    expect(actionsOf(template.identityPolicies)).toEqual(['a:managed', 'a:inline', 'a:set']);
    expect(template.managedPolicies.map(({ resource }) => resource.logicalId)).toEqual(['Managed']);
    expect(template.identityPolicies.map(({ name }) => name)).toEqual([undefined, 'i', undefined]);
  });

  test('that stand there on a condition', () => {
    const inline = (action: string) => ({ PolicyName: action, PolicyDocument: allow(action) });
    const template = read({
      Elements: role({ Policies: [inline('a:1'), { 'Fn::If': ['IsProd', inline('a:2'), NOTHING] }, { 'Fn::If': ['IsProd', inline('a:3'), inline('a:4')] }] }),
      List: role({ Policies: { 'Fn::If': ['IsProd', [inline('a:5')], NOTHING] } }),
      Documents: role({ Policies: [{ PolicyName: 'x', PolicyDocument: { 'Fn::If': ['IsProd', allow('a:6'), allow('a:7')] } }] }),
      Resource: { ...role({ Policies: [{ 'Fn::If': ['IsProd', inline('a:8'), inline('a:9')] }] }), Condition: 'IsProd' },
    });
    const [prod, notProd] = ['the parameter Stage is \'prod\'', 'the parameter Stage is not \'prod\''];
    expect(template.roles.map(({ policies }) => actionsOf(policies))).toEqual([
      ['a:1', `a:2 if ${prod}`, `a:3 if ${prod}`, `a:4 if ${notProd}`],
      [`a:5 if ${prod}`],
      [`a:6 if ${prod}`, `a:7 if ${notProd}`],
      ['a:8'],
    ]);
    expect(template.roles[0].policies.map(({ location }) => location)).toEqual([0, 1, 2, 2].map((index) => `Properties/Policies/${index}/PolicyDocument`));
  });

  test('that nobody can look into', () => {
    const template = read({
      Role: role({ Policies: [ref('Name'), { PolicyName: 'no document' }, 'x', 5, null, NOTHING, { 'Fn::If': ['IsProd'] }, { 'PolicyName': 'x', 'Fn::Transform': {} }] }),
      List: role({ Policies: { 'Fn::ImportValue': 'x' } }),
      Text: role({ Policies: 'x' }),
    });
    expect(template.roles.map(({ policies }) => actionsOf(policies))).toEqual([
      ['a text that is no JSON', 'a policy without statements', 'If(IsProd)', 'a policy without statements'], ['ImportValue(x)'], [],
    ]);
  });

  test('managed policies of elsewhere', () => {
    const arns = ['arn:aws:iam::aws:policy/ReadOnlyAccess', { 'Fn::If': ['IsProd', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' }, NOTHING] }, { 'Fn::ImportValue': 'x' }];
    expect(read({ Role: role({ ManagedPolicyArns: arns }) }).roles[0].managedPolicyArns.map(shown))
      .toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess', '${ImportValue(x)}']);
    expect(read({ Role: role({ ManagedPolicyArns: ref('Name') }) }).roles[0].managedPolicyArns.map(shown)).toEqual(['${Name}']);
  });
});

describe('boundaries', () => {
  const Limit = { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'limit', PolicyDocument: allow('a:b') } };
  const of = (boundary: any, more: object = {}) => {
    const Role = { ...role(boundary === undefined ? {} : { PermissionsBoundary: boundary }), ...more };
    const [{ boundaries, mayLackBoundary, boundaryPolicies }] = read({ Role, Limit }).roles;
    return [boundaries.map(shown), mayLackBoundary, actionsOf(boundaryPolicies)];
  };
  const ARN = 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/limit';

  test.each<[string, any, unknown[]]>([
    ['none', undefined, [[], true, []]],
    ['by reference', ref('Limit'), [[ARN], false, ['a:b']]],
    ['by its ARN', { 'Fn::Sub': ARN }, [[ARN], false, ['a:b']]],
    ['of elsewhere', 'arn:aws:iam::111122223333:policy/other', [['arn:aws:iam::111122223333:policy/other'], false, []]],
    ['in one case alone', { 'Fn::If': ['IsProd', ref('Limit'), NOTHING] }, [[ARN], true, ['a:b']]],
    ['in another way in each case', { 'Fn::If': ['IsProd', ref('Limit'), 'arn:aws:iam::111122223333:policy/other'] }, [[ARN, 'arn:aws:iam::111122223333:policy/other'], false, ['a:b']]],
    ['that somebody enters', ref('Name'), [['${Name}'], false, []]],
    ['that another stack exports', { 'Fn::ImportValue': 'x' }, [['${ImportValue(x)}'], false, []]],
    ['that is empty', '', [[''], true, []]],
  ])('%s', (_, boundary, expected) => {
    expect(of(boundary)).toEqual(expected);
  });

  test('a role that is made on the same condition never lacks it', () => {
    expect(of({ 'Fn::If': ['IsProd', ref('Limit'), NOTHING] }, { Condition: 'IsProd' })).toEqual([[ARN], false, ['a:b']]);
  });
});

test('names, paths and instance profiles', () => {
  const template = read({
    Named: role({ RoleName: 'reader', Path: '/team/' }),
    Unnamed: role(),
    One: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref('Unnamed')] } },
    Two: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: 'reader' } },
  });
  expect(template.roles.map(({ name, path, instanceProfiles }) => [name, path, instanceProfiles])).toEqual([['reader', '/team/', ['Two']], [undefined, '/', ['One']]]);
});

describe('policies of other resources', () => {
  const policiesOf = (Type: string, Properties: object, more: object = {}) => read({ It: { Type, Properties, ...more } }).otherPolicies
    .map((policy) => ({ use: policy.use, location: policy.location, targets: policy.targets.map(shown), actions: actionsOf([policy]) }));

  test.each<[string, object, object[]]>([
    ['AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument: allow('a:b') }, [{ use: 'resource', location: 'Properties/PolicyDocument', targets: ['b'], actions: ['a:b'] }]],
    ['AWS::SQS::QueuePolicy', { Queues: ['q', ref('R')], PolicyDocument: allow('a:b') }, [{ use: 'resource', location: 'Properties/PolicyDocument', targets: ['q', '${R}'], actions: ['a:b'] }]],
    ['AWS::KMS::Key', { KeyPolicy: allow('a:b') }, [{ use: 'resource', location: 'Properties/KeyPolicy', targets: [], actions: ['a:b'] }]],
    ['AWS::EC2::VPCEndpoint', { PolicyDocument: JSON.stringify(allow('a:b')) }, [{ use: 'endpoint', location: 'Properties/PolicyDocument', targets: [], actions: ['a:b'] }]],
    ['AWS::RolesAnywhere::Profile', { SessionPolicy: JSON.stringify(allow('a:b')) }, [{ use: 'session', location: 'Properties/SessionPolicy', targets: [], actions: ['a:b'] }]],
    ['AWS::Events::EventBusPolicy', { EventBusName: 'bus', StatementId: 's', Statement: allow('a:b').Statement[0] },
      [{ use: 'resource', location: 'Properties/Statement', targets: ['bus'], actions: ['a:b'] }]],
    ['AWS::DynamoDB::GlobalTable', { Replicas: [{ ResourcePolicy: { PolicyDocument: allow('a:1') } }, { ReplicaStreamSpecification: { ResourcePolicy: { PolicyDocument: allow('a:2') } } }] }, [
      { use: 'resource', location: 'Properties/Replicas/0/ResourcePolicy/PolicyDocument', targets: [], actions: ['a:1'] },
      { use: 'resource', location: 'Properties/Replicas/1/ReplicaStreamSpecification/ResourcePolicy/PolicyDocument', targets: [], actions: ['a:2'] },
    ]],
    ['AWS::DynamoDB::Table', { ResourcePolicy: { 'Fn::If': ['IsProd', { PolicyDocument: allow('a:1') }, NOTHING] } },
      [{ use: 'resource', location: 'Properties/ResourcePolicy/PolicyDocument', targets: [], actions: ['a:1 if the parameter Stage is \'prod\''] }]],
    ['AWS::DynamoDB::Table', { ResourcePolicy: { 'Fn::ImportValue': 'x' } }, [{ use: 'resource', location: 'Properties/ResourcePolicy', targets: [], actions: ['ImportValue(x)'] }]],
    ['AWS::DynamoDB::Table', { ResourcePolicy: 'x' }, []],
    ['AWS::S3::BucketPolicy', {}, []],
    ['AWS::Organizations::Policy', { Type: 'SERVICE_CONTROL_POLICY', Content: allow('a:b') }, [{ use: 'organization', location: 'Properties/Content', targets: [], actions: ['a:b'] }]],
    ['AWS::Organizations::Policy', { Type: ref('Name'), Content: allow('a:b') }, [{ use: 'organization', location: 'Properties/Content', targets: [], actions: ['a:b'] }]],
    ['AWS::Organizations::Policy', { Type: 'TAG_POLICY', Content: { tags: {} } }, []],
    ['Custom::Thing', { PolicyDocument: allow('a:b') }, []],
    ['constructor', { PolicyDocument: allow('a:b') }, []],
  ])('%s %j', (type, properties, expected) => {
    expect(policiesOf(type, properties)).toEqual(expected);
  });

  test('a permission of an event bus in its older form', () => {
    const statementOf = (properties: object) => read({ It: { Type: 'AWS::Events::EventBusPolicy', Properties: properties } }).otherPolicies[0].statements[0];
    expect(statementOf({ StatementId: 'All', Action: 'events:PutEvents', Principal: '*' }))
      .toMatchObject({ effect: 'Allow', sid: 'All', principals: { '*': ['*'] }, actions: ['events:PutEvents'], tests: [] });
    expect(statementOf({ Action: 'events:PutEvents', Principal: '*', Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-a1b2c3d4e5' } }).tests)
      .toEqual([{ operator: 'StringEquals', ifExists: false, key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] }]);
    expect(statementOf({ Action: 'events:PutEvents', Principal: ref('Name'), Condition: 'x' }))
      .toMatchObject({ principals: { AWS: [{ parts: [{ unknown: 'Name' }] }] }, unreadable: 'a Condition that nobody can look into' });
  });

  test('a resource that is made on a condition', () => {
    expect(policiesOf('AWS::KMS::Key', { KeyPolicy: { 'Fn::If': ['IsProd', allow('a:1'), allow('a:2')] } }, { Condition: 'IsProd' })[0].actions).toEqual(['a:1']);
  });
});

describe('loops', () => {
  const of = (values: any, more: object = {}) => Template.read({
    Parameters: { Names: { Type: 'CommaDelimitedList' } },
    Resources: {
      'First': role(),
      'Fn::ForEach::Roles': ['Name', values, { '${Name}Role': role({ RoleName: { 'Fn::Sub': 'x-${Name}' }, Path: { Ref: 'Name' } }), ...more }],
    },
  }).roles.map(({ resource, name, path }) => [resource.logicalId, name === undefined ? '' : shown(name), shown(path)]);

  test('a resource for each value', () => {
    expect(of(['a', 'b'])).toEqual([['First', '', '/'], ['aRole', 'x-a', 'a'], ['bRole', 'x-b', 'b']]);
  });

  test('one where nobody knows the values', () => {
    expect(of(ref('Names'))).toEqual([['First', '', '/'], ['${Name}Role', 'x-${Name}', '${Name}']]);
  });

  test('a loop in a loop', () => {
    const inner = { 'Fn::ForEach::Inner': ['Other', ['x', '1.2'], { '${Name}&{Other}': role({ RoleName: '${Name}-${Other}' }) }] };
    expect(of(['a'], inner)).toEqual([['First', '', '/'], ['aRole', 'x-a', 'a'], ['ax', 'a-x', '/'], ['a12', 'a-1.2', '/']]);
  });

  test('what is no loop, and one without end', () => {
    expect(Template.read({ Resources: { 'Fn::ForEach::A': 'x', 'Fn::ForEach::B': ['N', ['a'], []], 'Fn::ForEach::C': [{}, ['a'], {}], 'Role': role() } }).roles).toHaveLength(1);
    const names = Array.from({ length: 2_000 }, (_, index) => `n${index}`);
    const unrolled = of(names);
    expect(unrolled).toHaveLength(1_002);
    // What is left of a loop that is too long is there once.
    expect(unrolled[1_001]).toEqual(['${Name}Role', 'x-${Name}', '${Name}']);
    const empty = (level: number): object => ({ [`Fn::ForEach::L${level}`]: [`V${level}`, names, level === 0 ? {} : empty(level - 1)] });
    expect(Template.read({ Resources: empty(5) }).resources).toEqual([]);
  });
});

test('five hundred resources of IAM are read in no time', () => {
  const resources: Record<string, object> = {};
  for (let index = 0; index < 250; index += 1) {
    resources[`Role${index}`] = role({ RoleName: `role-${index}`, ManagedPolicyArns: [ref(`Policy${(index + 1) % 250}`), 'arn:aws:iam::aws:policy/ReadOnlyAccess'] });
    resources[`Policy${index}`] = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow('a:b'), Roles: [ref(`Role${index}`), `role-${(index + 2) % 250}`] } };
  }
  const before = Date.now();
  const template = read(resources);
  expect(template.roles.every(({ policies }) => policies.length === 3)).toBe(true);
  expect(template.identityPolicies).toHaveLength(250);
  expect(Date.now() - before).toBeLessThan(1_000);
});
