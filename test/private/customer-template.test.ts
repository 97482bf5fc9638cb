import { customerTemplateProblems } from '../../lib/private/customer-template';

const VENDOR = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:root']] };
const NO_VALUE = { Ref: 'AWS::NoValue' };

describe('a template that customers can deploy', () => {
  test.each<[string, any]>([
    ['nothing', {}],
    ['an external ID that the customer enters', aRole(allow({ Condition: externalId({ Ref: 'ExternalId' }) }))],
    ['an external ID of the tenant and the stack', aRole(allow({ Condition: externalId({ 'Fn::Join': ['-', ['acme-4711', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]] }) }))],
    ['an external ID beside the demand that there is one', aRole(allow({ Condition: { ...externalId({ Ref: 'ExternalId' }), Null: { 'sts:ExternalId': 'false' } } }))],
    ['a Deny of those without an external ID', aRole([allow({ Condition: externalId({ Ref: 'ExternalId' }) }), { Effect: 'Deny', Action: 'sts:AssumeRole', Principal: '*', Condition: { Null: { 'sts:ExternalId': 'true' } } }])],
    ['an external ID beside the demand that there is one, in other letters', aRole(allow({ Condition: { ...externalId({ Ref: 'ExternalId' }), null: { 'STS:externalid': 'false' } } }))],
    ['no external ID', aRole(allow({}))],
    ['values that are not there', { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: null } } } }],
    ['an account picked from a table by a parameter', aRole(allow({ Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { 'Fn::FindInMap': ['Sites', { Ref: 'Site' }, 'AccountId'] }, ':root']] } } }))],
    ['one of two accounts', aRole(allow({ Principal: { AWS: { 'Fn::If': ['IsEurope', '111111111111', '222222222222'] } } }))],
    ['an account in a substitution', aRole(allow({ Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111111111111:root' } } }))],
    ['an account in a substitution with names of its own', aRole(allow({ Principal: { AWS: { 'Fn::Sub': ['arn:${P}:iam::${Account}:root', { P: { Ref: 'AWS::Partition' }, Account: '111111111111' }] } } }))],
    ['an escaped name in a substitution', aRole(allow({ Condition: { StringLike: { 'aws:PrincipalArn': { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111111111111:role/${!Account}' } } } }))],
    ['a parameter in a condition on something else', aRole(allow({ Condition: { StringEquals: { 'aws:RequestedRegion': { Ref: 'Account' } } } }))],
    ['a service', aRole(allow({ Principal: { Service: 'ec2.amazonaws.com' } }))],
    ['a role without a trust policy', { Resources: { Role: { Type: 'AWS::IAM::Role' } } }],
    ['outputs', { Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } } }],
    ['a managed policy of AWS in any partition', aRole(allow({}), { ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/SecurityAudit']] }] })],
    ['ARNs in a table with a row for each partition', { Mappings: { Keys: { 'aws': { Arn: 'arn:aws:kms:::key/a' }, 'aws-us-gov': { Arn: 'arn:aws-us-gov:kms:::key/b' } } } }],
    ['an ARN in any partition by a pattern', { Parameters: { Boundary: { Type: 'String', AllowedPattern: '^arn:aws[a-z-]*:iam::\\d{12}:policy/.+$' } } }],
    ['text that only looks like an ARN', { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'barn:aws:x' } } } }],
    ['a name that only looks like a custom resource', { Resources: { Custom: { Type: 'AWS::SNS::Topic' }, Other: { Type: 'Acme::Custom::Thing' } } }],
  ])('has no problem: %s', (_, template) => {
    expect(problemsOf(template)).toEqual([]);
  });

  // Descriptions cannot hold functions, and nothing is done with them.
  test.each<[string, any]>([
    ['of the template', { Description: 'Gives access to arn:aws:s3:::acme-reports.' }],
    ['of a parameter', { Parameters: { Boundary: { Type: 'String', Description: 'The ARN of a policy, such as arn:aws:iam::123456789012:policy/Boundary.' } } }],
    ['of what a parameter demands', { Parameters: { Boundary: { Type: 'String', ConstraintDescription: 'An ARN such as arn:aws:iam::123456789012:policy/Boundary' } } }],
    ['of an output', { Outputs: { RoleArn: { Value: 'x', Description: 'Looks like arn:aws:iam::123456789012:role/x.' } } }],
    ['of a role', aRole(allow({}), { Description: 'Reads arn:aws:s3:::acme-reports' })],
    ['of a group of parameters', { Metadata: { 'AWS::CloudFormation::Interface': { ParameterLabels: { Boundary: { default: 'Boundary (arn:aws:iam::123456789012:policy/x)' } } } } }],
  ])('has no problem with an ARN in the description %s', (_, template) => {
    expect(problemsOf(template)).toEqual([]);
  });
});

describe('a template that needs the app around it', () => {
  const imports = (name: string) => `The template imports '${name}' (Fn::ImportValue), which no customer's account exports. Use a parameter, or a literal.`;
  const exports = (key: string) => `The output '${key}' is exported to another stack of the app, which is not in the customer's account. Use nothing of this stack in other stacks.`;
  const custom = (id: string, type: string) => `The template has a custom resource, '${id}' of type '${type}', whose code would run in every customer's account. Use resources of CloudFormation.`;

  test.each<[string, any, string[]]>([
    ['imports a value', { Resources: { A: { Type: 'T', Properties: { P: { 'Fn::ImportValue': 'Other:Role' } } } } }, [imports('Other:Role')]],
    ['imports a value whose name is known later', { Resources: { A: { Type: 'T', Properties: { P: { 'Fn::ImportValue': { 'Fn::Sub': '${Stack}-Role' } } } } } }, [imports('${Stack}-Role')]],
    ['imports several values', { Outputs: { A: { Value: { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'a' }, { 'Fn::ImportValue': 'b' }]] } } } }, [imports('a'), imports('b')]],
    ['imports a value by an imported name', { Outputs: { A: { Value: { 'Fn::ImportValue': { 'Fn::ImportValue': 'a' } } } } }, [imports('{"Fn::ImportValue":"a"}'), imports('a')]],
    ['exports a value', { Outputs: { A: { Value: 'x', Export: { Name: 'y' } }, B: { Value: 'x' } } }, [exports('A')]],
    ['has a custom resource of a type of its own', { Resources: { Thing: { Type: 'Custom::Thing' } } }, [custom('Thing', 'Custom::Thing')]],
    ['has a custom resource', { Resources: { Thing: { Type: 'AWS::CloudFormation::CustomResource' } } }, [custom('Thing', 'AWS::CloudFormation::CustomResource')]],
    ['has several problems', { Resources: { A: { Type: 'Custom::A' }, B: { Type: 'Custom::B' } }, Outputs: { C: { Value: { 'Fn::ImportValue': 'c' }, Export: { Name: 'C' } } } },
      [imports('c'), exports('C'), custom('A', 'Custom::A'), custom('B', 'Custom::B')]],
  ])('is refused if it %s', (_, template, problems) => {
    expect(problemsOf(template)).toEqual(problems);
  });
});

describe('a template that works in one partition only', () => {
  test.each<[string, string, string]>([
    ['a policy of AWS', 'arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ['a resource in China', 'arn:aws-cn:s3:::reports', 'arn:aws-cn:s3:::reports'],
    ['a resource of the government', 'arn:aws-us-gov:s3:::reports', 'arn:aws-us-gov:s3:::reports'],
    ['a resource in an isolated region', 'arn:aws-iso-b:s3:::reports', 'arn:aws-iso-b:s3:::reports'],
    ['a resource in the middle of a text', '{"Resource":"arn:aws:s3:::reports"}', '{"Resource":"arn:aws:s3:::reports"}'],
    ['a very long text', `arn:aws:s3:::${'x'.repeat(100)}`, `arn:aws:s3:::${'x'.repeat(67)}…`],
  ])('is refused for %s', (_, text, shown) => {
    const problem = `The template names a partition, so it works in no other one: '${shown}'. Write Aws.PARTITION in place of it, or use formatArn().`;

    expect(problemsOf(aRole(allow({}), { ManagedPolicyArns: [text] }))).toEqual([problem]);
    expect(problemsOf({ Outputs: { A: { Value: { 'Fn::Join': ['', [text, { Ref: 'A' }]] } } } })).toEqual([problem]);
    expect(problemsOf({ Parameters: { A: { Type: 'String', Default: text } } })).toEqual([problem]);
  });

  test('is refused for a principal, too', () => {
    expect(problemsOf(aRole(allow({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } })))).toEqual([
      "The template names a partition, so it works in no other one: 'arn:aws:iam::111111111111:root'. Write Aws.PARTITION in place of it, or use formatArn().",
    ]);
  });

  test('is refused for an ARN that is put together', () => {
    expect(problemsOf({ Outputs: { A: { Value: { 'Fn::Join': [':', ['arn', 'aws', 's3', '', '', { Ref: 'Bucket' }]] } } } })).toEqual([
      "The template names a partition, so it works in no other one: 'arn:aws:s3:::${Bucket}'. Write Aws.PARTITION in place of it, or use formatArn().",
    ]);
  });

  test('is told by its first text', () => {
    expect(problemsOf({ Outputs: { A: { Value: 'arn:aws:s3:::a' }, B: { Value: 'arn:aws:s3:::b' } } })).toHaveLength(1);
  });
});

describe('a fixed external ID', () => {
  const fixed = (value: string) => `The role 'Role' demands the fixed external ID '${value}', which all customers of the template would share: no protection. Use ExternalId.parameter() or ExternalId.tenantAndStackId(), or give the stack its 'tenant' if the template is rendered for one.`;

  test.each<[string, any, string]>([
    ['alone', externalId('acme-4711'), 'acme-4711'],
    ['in other letters', { stringequals: { 'STS:ExternalID': 'acme-4711' } }, 'acme-4711'],
    ['beside one that is entered', externalId([{ Ref: 'ExternalId' }, 'acme-4711']), 'acme-4711'],
    ['by a pattern', { StringLike: { 'sts:ExternalId': '*' } }, '*'],
    ['by one of two sides of a condition', externalId({ 'Fn::If': ['C', { Ref: 'ExternalId' }, 'acme-4711'] }), 'acme-4711'],
    ['by a condition in a condition', externalId({ 'Fn::If': ['C', { Ref: 'ExternalId' }, { 'Fn::If': ['D', 'acme-4711', NO_VALUE] }] }), 'acme-4711'],
    ['in a condition of its own', { 'Fn::If': ['C', externalId('acme-4711'), NO_VALUE] }, 'acme-4711'],
    ['in a substitution of nothing', externalId({ 'Fn::Sub': 'acme-4711' }), 'acme-4711'],
  ])('is refused in a template for everyone: %s', (_, condition, shown) => {
    expect(problemsOf(aRole(allow({ Condition: condition })))[0]).toEqual(fixed(shown));
  });

  test.each<[string, any]>([
    ['a pseudo parameter', { Ref: 'AWS::AccountId' }],
    ['text with a pseudo parameter', { 'Fn::Sub': 'acme-${AWS::Region}' }],
    ['a row of a table', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Partition' }, 'Id'] }],
  ])('that others know is refused, too: %s', (_, value) => {
    expect(problemsOf(aRole(allow({ Condition: externalId(value) })))).toEqual([expect.stringMatching(/^The role 'Role' demands the external ID '.*', which is the same for many customers or known to others: no protection\./)]);
  });

  test.each<[string, any]>([
    ['the stack', { 'Fn::Join': ['-', ['acme', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]] }],
    ['a parameter', { 'Fn::Sub': 'acme-${ExternalId}' }],
    ['a resource', { 'Fn::GetAtt': ['Role', 'RoleId'] }],
  ])('is none if it has its own value by %s', (_, value) => {
    expect(problemsOf(aRole(allow({ Condition: externalId(value) })))).toEqual([]);
  });

  test.each<[string, any, string]>([
    ['a default', { Default: '' }, 'has a default, which would be one external ID for all customers'],
    ['a list of values', { AllowedValues: ['a'] }, 'has a list of allowed values, which all customers share'],
    ['no length', { MinLength: 0 }, 'may be left empty'],
    ['no pattern', { AllowedPattern: undefined }, 'has no pattern that is sure to refuse an empty value'],
    ['a pattern for nothing', { AllowedPattern: '.*' }, 'has no pattern that is sure to refuse an empty value'],
  ])('comes from no parameter with %s', (_, elements, open) => {
    const template = aRole(allow({ Condition: externalId({ Ref: 'ExternalId' }) }));
    Object.assign(template.Parameters.ExternalId, elements);

    expect(problemsOf(template)).toEqual([
      `The role 'Role' takes its external ID from the parameter 'ExternalId', which ${open}. Use ExternalId.parameter() or ExternalId.fromParameter(), and do not change the parameter afterwards.`,
    ]);
  });

  test('is refused in every statement', () => {
    expect(problemsOf(aRole([allow({ Condition: externalId({ Ref: 'ExternalId' }) }), allow({ Condition: externalId('acme-4711') })]))).toEqual([fixed('acme-4711')]);
  });

  test('is refused in the trust policy that is there on one side of a condition', () => {
    const trust = { 'Fn::If': ['C', { Statement: [allow({ Condition: externalId('acme-4711') })] }, { Statement: [allow({ Condition: externalId({ Ref: 'ExternalId' }) })] }] };

    expect(problemsOf({ ...withTrust(trust), Parameters: aRole([]).Parameters })).toEqual([fixed('acme-4711')]);
  });

  test('is what a template for one tenant may have', () => {
    expect(customerTemplateProblems(aRole(allow({ Condition: externalId('acme-4711') })), 'Acme')).toEqual([]);
  });
});

describe('a role that is open, of whatever class', () => {
  const EVERYONE = "The role 'Role' cannot be trusted. The trust policy lets everyone in the world assume the role (Principal: *). Name the account, role or service, or narrow it with a condition such as StringEquals aws:PrincipalOrgID.";
  const OPEN = allow({ Principal: '*' });

  test.each<[string, any]>([
    ['alone', { Statement: OPEN }],
    ['among others', { Statement: [allow({}), OPEN] }],
    ['on one side of a condition', { 'Fn::If': ['C', { Statement: allow({}) }, { Statement: OPEN }] }],
  ])('is refused: %s', (_, trust) => {
    expect(problemsOf(withTrust(trust))).toEqual([EVERYONE]);
  });

  test('is refused as text, which cannot be read', () => {
    expect(problemsOf(withTrust({ 'Fn::Sub': '{"Statement":"*"}' }))).toEqual([
      "The role 'Role' cannot be trusted. The trust policy cannot be checked: got '{\"Statement\":\"*\"}', which is not a document with statements. Write the statements out, or give the role its principal with 'assumedBy'.",
    ]);
  });
});

describe('a caller that a parameter names', () => {
  const open = (parameter: string) => `The role 'Role' lets in whomever the parameter '${parameter}' names, and a link to the template can fill it in for the customer. Write the account into the template, or use ThirdPartyPrincipal.bySite().`;

  test.each<[string, any]>([
    ['as the principal', { Principal: { AWS: { Ref: 'Account' } } }],
    ['as all there is of the principal', { Principal: { Ref: 'Account' } }],
    ['as all there is of the principal, on one side of a condition', { Principal: { 'Fn::If': ['C', { AWS: VENDOR }, { Ref: 'Account' }] } }],
    ['as one of several principals', { Principal: { AWS: [VENDOR, { Ref: 'Account' }] } }],
    ['in the ARN of the principal', { Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'Account' }, ':root']] } } }],
    ['in a substitution', { Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${Account}:root' } } }],
    ['in a substitution with names of its own', { Principal: { AWS: { 'Fn::Sub': ['arn:${P}:iam::${Account}:root', { P: { Ref: 'AWS::Partition' } }] } } }],
    ['by a name of the substitution', { Principal: { AWS: { 'Fn::Sub': ['arn:${P}:iam::${A}:root', { P: { Ref: 'AWS::Partition' }, A: { Ref: 'Account' } }] } } }],
    ['by a choice from a list', { Principal: { AWS: { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Account' }] }] } } }],
    ['on one side of a condition', { Principal: { AWS: { 'Fn::If': ['C', VENDOR, { Ref: 'Account' }] } } }],
    ['in a map on one side of a condition', { Principal: { 'Fn::If': ['C', { AWS: { Ref: 'Account' } }, { AWS: VENDOR }] } }],
    ['as a service', { Principal: { Service: { Ref: 'Account' } } }],
    ['as a provider', { Action: 'sts:AssumeRoleWithSAML', Principal: { Federated: { Ref: 'Account' } } }],
    ['as an ARN in a condition', { Condition: { ArnLike: { 'aws:PrincipalArn': { Ref: 'Account' } } } }],
    ['as an account in a condition', { Condition: { StringEquals: { 'AWS:principalaccount': { Ref: 'Account' } } } }],
    ['as the source in a condition', { Condition: { ArnLike: { 'aws:SourceArn': { Ref: 'Account' } } } }],
    ['as an organization in a condition', { Condition: { StringEquals: { 'aws:PrincipalOrgID': ['o-a', { Ref: 'Account' }] } } }],
    ['as a part of an organization in a condition', { Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': { 'Fn::Join': ['', [{ Ref: 'Account' }, '/*']] } } } }],
    ['where a table has no row', { Principal: { AWS: { 'Fn::FindInMap': ['Sites', { Ref: 'Site' }, 'AccountId', { DefaultValue: { Ref: 'Account' } }] } } }],
  ])('is refused: %s', (_, elements) => {
    expect(problemsOf(aRole(allow(elements)))).toEqual([open('Account')]);
  });

  test('is refused in a trust policy that is text', () => {
    const trust = { 'Fn::Sub': '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"${Account}"}}]}' };

    expect(problemsOf({ Parameters: { Account: {} }, ...withTrust(trust) })).toContain(open('Account'));
  });

  test('is told by the first of several', () => {
    expect(problemsOf(aRole([allow({ Principal: { AWS: { Ref: 'Site' } } }), allow({ Principal: { AWS: { Ref: 'Account' } } })]))).toEqual([open('Site')]);
  });

  test('is refused for one tenant, too', () => {
    expect(customerTemplateProblems(aRole(allow({ Principal: { AWS: { Ref: 'Account' } } })), 'Acme')).toEqual([open('Account')]);
  });

  test('is looked for in every role', () => {
    const [one, other] = ['Account', 'Site'].map((parameter) => aRole(allow({ Principal: { AWS: { Ref: parameter } } })));
    const template = { ...one, Resources: { Role: one.Resources.Role, Topic: { Type: 'AWS::SNS::Topic' }, OtherRole: other.Resources.Role } };

    expect(problemsOf(template)).toEqual([open('Account'), open('Site').replace("'Role'", "'OtherRole'")]);
  });

  test('is none where a resource has the name', () => {
    const { Parameters: _, ...template } = aRole(allow({ Principal: { AWS: { Ref: 'Account' } } }));

    expect(problemsOf(template)).toEqual([]);
  });
});

/** A template of one role, with the parameters that the cases name. */
function aRole(statements: any, properties: Record<string, any> = {}): any {
  return {
    Parameters: { ExternalId: { Type: 'String', MinLength: 16, AllowedPattern: '^[\\w-]+$' }, Account: { Type: 'String' }, Site: { Type: 'String' } },
    Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: statements }, ...properties } } },
  };
}

function withTrust(document: any): any {
  return { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document } } } };
}

function allow(elements: Record<string, any>): any {
  return { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: VENDOR }, ...elements };
}

function externalId(value: any): any {
  return { StringEquals: { 'sts:ExternalId': value } };
}

function problemsOf(template: any): string[] {
  return customerTemplateProblems(template, undefined);
}
