import type { Statement } from '../../../lib/private/template/statement';
import { Template } from '../../../lib/private/template/template';

const NO_VALUE = { Ref: 'AWS::NoValue' };

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
    expect(statementsOf(template).map(({ actions }) => actions)).toEqual([['s:Get']]);
  });

  test.each<[string, any]>([
    ['another role', aTemplate({}, { Policy: policy('AWS::IAM::Policy', { Roles: [{ Ref: 'Other' }] }) })],
    ['a role of another name', aTemplate({ RoleName: 'acme' }, { Policy: policy('AWS::IAM::Policy', { Roles: ['other'] }) })],
    ['a group', aTemplate({}, { Policy: policy('AWS::IAM::Policy', { Groups: ['g'] }) })],
    ['nobody', aTemplate({}, { Policy: policy('AWS::IAM::ManagedPolicy', {}) })],
    ['a bucket', aTemplate({}, { Policy: policy('AWS::S3::BucketPolicy', { Bucket: 'b' }) })],
  ])('is not what a policy says of %s', (_, template) => {
    expect(statementsOf(template)).toEqual([]);
  });

  test('is in the order of the template, the role first', () => {
    const template = aTemplate({ Policies: [{ PolicyDocument: documentOf('s:1') }, { PolicyDocument: documentOf('s:2') }], ManagedPolicyArns: [{ Ref: 'C' }] }, {
      A: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: documentOf('s:3') } },
      B: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: documentOf('s:4') } },
      C: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: documentOf('s:5') } },
    });

    expect(statementsOf(template).flatMap(({ actions }) => actions)).toEqual(['s:1', 's:2', 's:3', 's:4', 's:5']);
  });

  test('is not known of a managed policy outside of the template, which is named', () => {
    const template = aTemplate({ ManagedPolicyArns: ['arn:x', { Ref: 'Policy' }] }, { Policy: policy('AWS::IAM::ManagedPolicy', {}) });

    expect(Template.read(template).roles[0].managedPolicyArns).toEqual(['arn:x']);
  });
});

describe('the instance profiles of a role', () => {
  test.each<[string, any, string[]]>([
    ['its own', { Roles: [{ Ref: 'Role' }] }, ['Profile']],
    ['one that has its name', { Roles: ['acme'] }, ['Profile']],
    ['one that has its name among others', { Roles: [{ Ref: 'Other' }, 'acme'] }, ['Profile']],
    ['that of another role', { Roles: [{ Ref: 'Other' }] }, []],
  ])('are known: %s', (_, properties, profiles) => {
    const template = aTemplate({ RoleName: 'acme' }, { Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: properties } });
    expect(Template.read(template).roles[0].instanceProfiles).toEqual(profiles);
  });
});

/** A template of one role, and of what is beside it. */
function aTemplate(properties: any, resources: any = {}): any {
  return { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: properties }, ...resources } };
}

function documentOf(action: string): any {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: 'r' }] };
}

function statementsOf(template: any): Statement[] {
  return Template.read(template).roles[0].policies.flatMap(({ statements }) => statements);
}
