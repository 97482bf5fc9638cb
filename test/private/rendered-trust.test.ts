import { App, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { renderedTrust } from '../../lib/private/rendered-trust';

describe('the trust policy of a role as it will stand in the template', () => {
  test.each<[string, (role: iam.Role, resource: iam.CfnRole) => void]>([
    ['as it was made', () => {}],
    ['with a statement that was added', (role) => role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({ actions: ['sts:TagSession'], principals: [new iam.AccountPrincipal('111111111111')] }))],
    ['with another document in place of it', (_, resource) => {
      resource.assumeRolePolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' }] };
    }],
    ['with another document by an override of the property', (_, resource) => resource.addPropertyOverride('AssumeRolePolicyDocument', { Statement: [{ Effect: 'Allow', Principal: '*' }] })],
    ['with a statement that was changed by an override', (_, resource) => resource.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Principal', '*')],
    ['with a condition that was taken away by an override', (_, resource) => resource.addPropertyDeletionOverride('AssumeRolePolicyDocument.Statement.0.Condition')],
    ['with an override of the resource', (_, resource) => resource.addOverride('Properties.AssumeRolePolicyDocument.Statement.0.Effect', 'Deny')],
    ['with an override of something else', (_, resource) => resource.addPropertyOverride('Description', 'x')],
    ['with an override of something outside of the properties', (_, resource) => resource.addOverride('Metadata.a', 'b')],
    ['without any document, by an override', (_, resource) => resource.addPropertyDeletionOverride('AssumeRolePolicyDocument')],
    ['without any properties, by an override', (_, resource) => resource.addDeletionOverride('Properties')],
  ])('is read: %s', (_, change) => {
    const role = aRole();
    change(role, role.node.defaultChild as iam.CfnRole);

    expect(renderedTrust(role)).toEqual(Object.values<any>(Template.fromStack(role.stack).findResources('AWS::IAM::Role'))[0].Properties?.AssumeRolePolicyDocument);
  });

  test('is read although it can only be resolved', () => {
    const role = aRole();
    const resource = role.node.defaultChild as any;
    resource.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Principal', '*');
    // A later aws-cdk-lib need not have it.
    Object.defineProperty(resource, '_toCloudFormation', { value: undefined });

    expect(renderedTrust(role).Statement[0].Principal).toHaveProperty('AWS');
  });

  test('is not known for a role that was imported', () => {
    expect(renderedTrust(iam.Role.fromRoleName(aStack(), 'Imported', 'acme'))).toBeUndefined();
  });

  test.each<[string, (role: iam.Role) => void]>([
    ['something else', (role) => new iam.CfnGroup(role, 'Resource')],
    ['a construct', (role) => new Construct(role, 'Resource')],
    ['not there', () => {}],
  ])('is not known for a role whose resource is %s', (_, makeOther) => {
    const role = aRole();
    role.node.tryRemoveChild('Resource');
    makeOther(role);

    expect(renderedTrust(role)).toBeUndefined();
  });

  test('is not known where no resource is made', () => {
    const stack = aStack();
    iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Role': 'acme' } });

    expect(renderedTrust(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }))).toBeUndefined();
  });
});

function aStack(): Stack {
  return new Stack(new App(), 'Stack');
}

function aRole(): iam.Role {
  return new iam.Role(aStack(), 'Role', { assumedBy: new iam.AccountPrincipal('111111111111').withConditions({ StringEquals: { 'sts:ExternalId': 'a' } }) });
}
