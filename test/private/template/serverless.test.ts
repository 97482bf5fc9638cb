import { shown } from '../../../lib/private/evaluation/text';
import type { Identity } from '../../../lib/private/template/identities';
import { Template } from '../../../lib/private/template/template';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const TRANSFORM = 'AWS::Serverless-2016-10-31';
const BASIC = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

describe('the role that SAM makes', () => {
  test.each<[string, string, any]>([
    ['a function', 'lambda.amazonaws.com', { Type: 'AWS::Serverless::Function' }],
    ['a state machine', 'states.amazonaws.com', { Type: 'AWS::Serverless::StateMachine' }],
  ])('of %s lets its service in, and stands there for it', (_, service, resource) => {
    const [role, ...others] = read({ Own: { ...resource, Condition: 'C', Metadata: { 'aws:cdk:path': 'Stack/Own' } } }).roles;

    expect(others).toEqual([]);
    expect(role.resource).toMatchObject({ logicalId: 'OwnRole', madeOf: 'Own', condition: 'C', constructPath: 'Stack/Own' });
    expect(role.trust!.statements).toMatchObject([{ effect: 'Allow', principals: { Service: [service] }, actions: ['sts:AssumeRole'], when: '' }]);
    expect(role).toMatchObject({ path: '/', boundaries: [], mayLackBoundary: true });
  });

  test('has the trust, the boundary, the path and the tags of the function', () => {
    const role = roleOf({
      AssumeRolePolicyDocument: documentOf('s:Own'), PermissionsBoundary: 'arn:b', RolePath: '/p/', Tags: { team: 'orders' },
    });

    expect(role.trust!.statements).toMatchObject([{ actions: ['s:Own'], location: 'Properties/AssumeRolePolicyDocument/Statement/0' }]);
    expect(role).toMatchObject({ path: '/p/', boundaries: ['arn:b'], mayLackBoundary: false });
    expect(role.resource.properties.Tags).toEqual([{ Key: 'team', Value: 'orders' }]);
  });

  test.each<[string, any, string[]]>([
    ['one document', documentOf('s:1'), ['s:1 Properties/Policies/0/Statement/0']],
    ['documents among others', ['Name', { S3ReadPolicy: {} }, documentOf('s:1'), NO_VALUE, documentOf('s:2')], ['s:1 Properties/Policies/2/Statement/0', 's:2 Properties/Policies/4/Statement/0']],
    ['documents by a condition', [{ 'Fn::If': ['C', documentOf('s:1'), NO_VALUE] }], ['s:1 Properties/Policies/0/Statement/0']],
    ['a list by a condition', { 'Fn::If': ['C', [documentOf('s:1')], [documentOf('s:2')]] }, ['s:1 Properties/Policies/0/Statement/0', 's:2 Properties/Policies/0/Statement/0']],
    ['none', undefined, []],
  ])('has the policies that stand in the template, where they stand: %s', (_, policies, expected) => {
    const statements = roleOf({ Policies: policies }).policies.flatMap((policy) => policy.statements);
    expect(statements.map(({ actions, location }) => `${String(actions)} ${location}`)).toEqual(expected);
  });

  test('has what a macro makes of a policy, which nobody can read', () => {
    const [policy] = roleOf({ Policies: [{ 'Fn::Transform': { Name: 'Own' } }] }).policies;
    expect(policy.statements).toMatchObject([{ effect: 'unknown' }]);
  });

  test.each<[string, any, string[]]>([
    ['by name', 'AWSXrayWriteOnlyAccess', ['arn:${AWS::Partition}:iam::aws:policy/AWSXrayWriteOnlyAccess']],
    ['by ARN', ['arn:x'], ['arn:x']],
    ['by a reference', [{ Ref: 'Given' }], ['${Given}']],
    ['by a condition', [{ 'Fn::If': ['C', 'One', NO_VALUE] }], ['arn:${AWS::Partition}:iam::aws:policy/One']],
    ['a policy template, which nobody can look into', [{ SQSPollerPolicy: { QueueName: 'q' } }], ['${SamPolicyTemplate(SQSPollerPolicy)}']],
    ['none', [documentOf('s:1'), NO_VALUE], []],
  ])('has managed policies: %s', (_, policies, expected) => {
    expect(roleOf({ Policies: policies }).managedPolicyArns.map(shown)).toEqual([BASIC, ...expected]);
  });

  test('has what Globals give to all functions', () => {
    const globals = {
      PermissionsBoundary: 'arn:all', Tags: { all: '1', both: '2' }, AssumeRolePolicyDocument: documentOf('s:All'), RolePath: '/all/',
    };
    const template = read({
      Own: { Type: 'AWS::Serverless::Function', Properties: { Tags: { both: '3' }, AssumeRolePolicyDocument: documentOf('s:Own'), RolePath: '/own/' } },
      Other: { Type: 'AWS::Serverless::Function' },
      Machine: { Type: 'AWS::Serverless::StateMachine' },
    }, { Globals: { Function: globals } });
    const [own, other, machine] = template.roles;

    expect(own.trust!.statements.flatMap(({ actions }) => actions)).toEqual(['s:Own', 's:All']);
    expect(own.resource.properties.Tags).toEqual([{ Key: 'both', Value: '3' }, { Key: 'all', Value: '1' }]);
    expect([own, other, machine].map(({ boundaries, path }) => [boundaries, path])).toEqual([[['arn:all'], '/own/'], [['arn:all'], '/all/'], [[], '/']]);
  });

  test('is what others attach policies to by its name, and is given to the function', () => {
    const template = read({
      Own: { Type: 'AWS::Serverless::Function' },
      Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'OwnRole' }], PolicyDocument: documentOf('s:1') } },
    });

    expect(template.roles[0].policies.map(({ resource }) => resource.logicalId)).toEqual(['Policy']);
    expect(template.texts(template.resource('Own')!.properties.Role).map(shown)).toEqual(['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${OwnRole}']);
  });

  test('is there where the function is given one in some deployments alone', () => {
    const template = read({ Own: { Type: 'AWS::Serverless::Function', Properties: { Role: { 'Fn::If': ['C', 'arn:r', NO_VALUE] } } } });

    expect(template.roles.map(({ resource }) => resource.logicalId)).toEqual(['OwnRole']);
    expect(template.texts(template.resource('Own')!.properties.Role).map(shown)).toEqual(['arn:r', 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${OwnRole}']);
  });

  test.each<[string, any, any]>([
    ['a function that is given one', { Own: { Type: 'AWS::Serverless::Function', Properties: { Role: 'arn:r' } } }, {}],
    ['a function where all are given one', { Own: { Type: 'AWS::Serverless::Function' } }, { Globals: { Function: { Role: 'arn:r' } } }],
    ['another resource', { Own: { Type: 'AWS::Serverless::Api' }, toString: { Type: 'toString' } }, {}],
    ['a function without the macro', { Own: { Type: 'AWS::Serverless::Function' } }, { Transform: ['AWS::Include', null] }],
  ])('is not there for %s', (_, resources, others) => {
    expect(read(resources, others).roles).toEqual([]);
  });

  test('is not hidden by a resource of its name', () => {
    const template = read({ Own: { Type: 'AWS::Serverless::Function', Properties: { PermissionsBoundary: 'arn:b' } }, OwnRole: { Type: 'AWS::IAM::Role' } });
    expect(template.roles.map(({ resource, boundaries }) => [resource.logicalId, boundaries])).toEqual([['OwnRole of SAM', ['arn:b']], ['OwnRole', []]]);
  });

  test.each<[string, unknown]>([['in a list', ['AWS::LanguageExtensions', TRANSFORM]], ['by its name', { Name: TRANSFORM }]])('is there for the macro %s', (_, transform) => {
    expect(read({ Own: { Type: 'AWS::Serverless::Function' } }, { Transform: transform }).roles).toHaveLength(1);
  });
});

function read(resources: any, others: any = {}): Template {
  return Template.read({ Transform: TRANSFORM, Resources: resources, ...others });
}

/** The role of a function with some properties. */
function roleOf(properties: any): Identity {
  return read({ Own: { Type: 'AWS::Serverless::Function', Properties: properties } }).roles[0];
}

function documentOf(action: string): any {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: 'r' }] };
}
