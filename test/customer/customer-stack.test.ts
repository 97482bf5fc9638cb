import { existsSync } from 'fs';
import { join } from 'path';
import { App, CfnMapping, CfnParameter, CfnResource, CustomResource, PermissionsBoundary, Stack, Stage, Tags, aws_iam as iam, aws_s3 as s3, aws_s3_assets as assets } from 'aws-cdk-lib';
import { AccountAccessRole, CustomerStack, ExternalId, S3Access, ThirdPartyPrincipal } from '../../lib';
import { templateOf } from '../helpers';

const ID = '3f0c8e52-9d6a-4f41-8b55-0d6c4b1f7a21';

describe('CustomerStack', () => {
  test('without props holds nothing that customers do not need', () => {
    const stack = published((s) => access(s));
    expect(Object.keys(templateOf(stack))).toEqual(['Parameters', 'Resources', 'Outputs']);
    expect(Object.keys(templateOf(stack).Parameters)).toEqual(['ExternalId']);
    expect(JSON.stringify(templateOf(stack))).not.toContain('aws:cdk');
  });

  test('with every prop', () => {
    const app = new App();
    const stack = new CustomerStack(app, 'Stack', { description: 'For Acme', stackName: 'acme-access', tenant: 'Globex' });
    new AccountAccessRole(stack, 'Access', { thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(ID) }) });
    expect(stack.stackName).toBe('acme-access');
    expect(templateOf(stack).Description).toBe('For Acme');
  });

  test('knows no account and no region, even in a stage that has them', () => {
    const stage = new Stage(new App(), 'Stage', { env: { account: '222222222222', region: 'eu-west-1' } });
    const stack = new CustomerStack(stage, 'Stack');
    access(stack);
    const text = JSON.stringify(stage.synth().getStackArtifact(stack.artifactId).template);
    expect(text).not.toContain('222222222222');
    expect(text).not.toContain('eu-west-1');
  });

  test('keeps the paths of the app out, also when the CLI asks for them', () => {
    const app = new App({ context: { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:version-reporting': true } });
    const stack = new CustomerStack(app, 'Stack');
    access(stack);
    const template = app.synth().getStackByName(stack.stackName).template;
    expect(Object.keys(template.Resources)).toHaveLength(1);
    expect(JSON.stringify(template)).not.toContain('Metadata');
  });
});

describe('a template that customers cannot deploy, or not safely, is an error', () => {
  test.each<[string, (stack: CustomerStack, other: Stack) => void, RegExp]>([
    ['it uses a resource of another stack', (stack, other) => {
      const role = access(stack);
      role.allow(S3Access.listObjects(new s3.Bucket(other, 'Bucket')));
    }, /The template imports 'Other:ExportsOutput.*' \(Fn::ImportValue\), which no customer's account exports\. Use a parameter, or a literal\./],
    ['another stack uses a resource of it', (stack, other) => {
      const role = access(stack);
      new iam.CfnManagedPolicy(other, 'Policy', { policyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role.roleArn }] } });
    }, /The output 'ExportsOutput.*' is exported to another stack of the app, which is not in the customer's account\. Use nothing of this stack in other stacks\./],
    ['it has a custom resource', (stack) => {
      access(stack);
      new CustomResource(stack, 'Hook', { serviceToken: 'of-some-function', resourceType: 'Custom::Hook' });
    }, /The template has a custom resource, 'Hook' of type 'Custom::Hook', whose code would run in every customer's account\. Use resources of CloudFormation\./],
    ['it names a partition', (stack) => {
      access(stack).addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::my-app-bucket/*'] }));
    }, /The template names a partition, so it works in no other one: 'arn:aws:s3:::my-app-bucket\/\*'\. Write Aws\.PARTITION in place of it, or use formatArn\(\)\./],
    ['all customers would share one external ID', (stack) => {
      new AccountAccessRole(stack, 'Access', { thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(ID) }) });
    }, /The role 'Access9901B1FF' demands the fixed external ID '3f0c8e52-9d6a-4f41-8b55-0d6c4b1f7a21', which all customers of the template would share: no protection\. Use ExternalId\.parameter\(\) or ExternalId\.tenantAndStackId\(\), or give the stack its 'tenant' if the template is rendered for one\./],
    ['a parameter says who is let in', (stack) => {
      const account = new CfnParameter(stack, 'Vendor').valueAsString;
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal(account) });
    }, /The role 'Role1ABCC5F0' lets in whomever the parameter 'Vendor' names, and a link to the template can fill it in for the customer\. Write the account into the template, or use ThirdPartyPrincipal\.bySite\(\)\./],
    ['a parameter says which role is let in', (stack) => {
      const arn = new CfnParameter(stack, 'VendorRole').valueAsString;
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('111111111111').withConditions({ ArnEquals: { 'aws:PrincipalArn': arn } }) });
    }, /lets in whomever the parameter 'VendorRole' names/],
    ['a parameter says which user is let in', (stack) => {
      const id = new CfnParameter(stack, 'UserId').valueAsString;
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('111111111111').withConditions({ StringEquals: { 'aws:userid': id } }) });
    }, /lets in whomever the parameter 'UserId' names/],
  ])('%s', (_, build, message) => {
    const app = new App();
    const stack = new CustomerStack(app, 'Stack');
    build(stack, new Stack(app, 'Other'));
    expect(() => app.synth()).toThrow(message);
    expect(() => app.synth()).toThrow(/^The customer stack 'Stack' cannot be published\. /);
  });

  test('it needs an asset', () => {
    const stack = new CustomerStack(new App(), 'Stack');
    expect(() => new assets.Asset(stack, 'Asset', { path: __dirname })).toThrow(/Cannot add assets to a Stack/);
  });
});

test('a site that the customer picks is no principal from a parameter', () => {
  const stack = new CustomerStack(new App(), 'Stack');
  new AccountAccessRole(stack, 'Access', {
    thirdParty: ThirdPartyPrincipal.bySite(new CfnParameter(stack, 'Site'), { eu: '111111111111', gov: '222222222222' }, { externalId: ExternalId.parameter(stack, 'ExternalId'), roleName: 'AcmeHost' }),
  });
  expect(() => templateOf(stack)).not.toThrow();
});

test('resources that are no roles are left alone', () => {
  const stack = published((s) => {
    access(s);
    new CfnResource(s, 'Handle', { type: 'AWS::CloudFormation::WaitConditionHandle' });
  });
  expect(() => templateOf(stack)).not.toThrow();
});

test.each([
  [{ description: 'x'.repeat(1025) }, `The description of the template is too long: got 1025 bytes, '${'x'.repeat(80)}…'. Allowed: up to 1024.`],
  [{ tenant: '' }, "The tenant of the customer stack is empty: got ''. Write it in visible characters."],
  [{ tenant: 'Glo\u200Bbex' }, "The tenant of the customer stack holds a control or invisible character: got 'Glo\\u{200b}bex'. Write it in visible characters."],
])('%j is an error', (props, message) => {
  expect(() => new CustomerStack(new App(), 'Stack', props)).toThrow(new Error(message));
});

function published(build: (stack: CustomerStack) => void): CustomerStack {
  const stack = new CustomerStack(new App(), 'Stack');
  build(stack);
  return stack;
}

function access(stack: CustomerStack): AccountAccessRole {
  return new AccountAccessRole(stack, 'Access', { thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.parameter(stack, 'ExternalId') }) });
}

test('a plain role that lets everyone in is an error, too', () => {
  const app = new App();
  new iam.Role(new CustomerStack(app, 'Stack'), 'Role', { assumedBy: new iam.AnyPrincipal() });
  expect(() => app.synth()).toThrow(/The role 'Role1ABCC5F0' cannot be trusted\. The trust policy lets everyone in the world assume the role/);
});

test('a template that was refused is not left on disk', () => {
  const app = new App();
  new iam.Role(new CustomerStack(app, 'Stack'), 'Role', { assumedBy: new iam.AnyPrincipal() });
  expect(() => app.synth()).toThrow();
  expect(existsSync(join(app.outdir, 'Stack.template.json'))).toBe(false);
});

test('the boundary of the seller\'s app does not get into the template', () => {
  for (const app of [new App({ context: { '@aws-cdk/core:permissionsBoundary': { name: 'corp-boundary' } } }), new App()]) {
    const stage = new Stage(app, 'Stage', { permissionsBoundary: PermissionsBoundary.fromName('corp-boundary') });
    const stack = new CustomerStack(stage, 'Stack');
    access(stack);
    expect(JSON.stringify(stage.synth().getStackArtifact(stack.artifactId).template)).not.toContain('oundary');
  }
});

test('tags, and mappings by partition, may name a partition', () => {
  const stack = new CustomerStack(new App(), 'Stack');
  access(stack);
  Tags.of(stack).add('owner', 'arn:aws:iam::111111111111:role/x');
  new CfnMapping(stack, 'Buckets', { mapping: { 'aws': { Arn: 'arn:aws:s3:::a' }, 'aws-cn': { Arn: 'arn:aws-cn:s3:::a' } } });
  expect(() => templateOf(stack)).not.toThrow();
});

test('a role that customizeRoles keeps from being made is an error', () => {
  const app = new App();
  iam.Role.customizeRoles(app, { usePrecreatedRoles: { 'Stack/Access': 'existing' } });
  access(new CustomerStack(app, 'Stack'));
  expect(() => app.synth()).toThrow(/The role is not made, as iam\.Role\.customizeRoles\(\) uses one that exists in its place, which no customer has\./);
});
