import { App, Aws, CfnMapping, CfnOutput, CfnParameter, NestedStack, Stack, Stage, aws_iam as iam, region_info } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { SamlConsoleOptions } from '../../lib';
import { ApplicationRole, SamlFederationPrincipal, StringMatch } from '../../lib';
import { newStack, normalized, onlyResource, templateOf, trustOf, warningsOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';

const ARN = 'arn:aws:iam::111122223333:saml-provider/ExampleCorp';
const LOOKUP = { 'Fn::FindInMap': ['SamlSignIn', { Ref: 'AWS::Partition' }, 'Url'] };
const MAPPING = {
  'aws': { Url: 'https://signin.aws.amazon.com/saml' },
  'aws-cn': { Url: 'https://signin.amazonaws.cn/saml' },
  'aws-iso': { Url: 'https://signin.c2shome.ic.gov/saml' },
  'aws-iso-b': { Url: 'https://signin.sc2shome.sgov.gov/saml' },
  'aws-us-gov': { Url: 'https://signin.amazonaws-us-gov.com/saml' },
};
const STAFF = { 'saml:edupersonaffiliation': StringMatch.exactly('staff') };

const provider = (stack: Stack) => stack.node.tryFindChild('Provider') as iam.ISamlProvider | undefined ?? iam.SamlProvider.fromSamlProviderArn(stack, 'Provider', ARN);
const console = (stack: Stack, options?: SamlConsoleOptions) => SamlFederationPrincipal.consoleAndProgrammatic(provider(stack), options);
const stackIn = (region: string) => new Stack(new App(), 'Stack', { env: { region } });

const inAnyPartition = { StringEquals: { 'SAML:aud': '${SamlSignIn.${AWS::Partition}.Url}' } };
describePrincipalContract('SamlFederationPrincipal.consoleAndProgrammatic()', (stack) => console(stack), {
  statements: [{ Action: 'sts:AssumeRoleWithSAML', Condition: inAnyPartition, Effect: 'Allow', Principal: { Federated: ARN } }],
  fragment: inAnyPartition,
});
const forStaff = { 'ForAnyValue:StringEquals': { 'saml:edupersonaffiliation': 'staff' }, ...inAnyPartition };
describePrincipalContract('SamlFederationPrincipal.programmatic()', (stack) => SamlFederationPrincipal.programmatic(provider(stack), { attributes: STAFF }), {
  statements: [{ Action: 'sts:AssumeRoleWithSAML', Condition: forStaff, Effect: 'Allow', Principal: { Federated: ARN } }],
  fragment: forStaff,
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html
test('makes the documented trust', () => {
  const stack = stackIn('us-east-1');
  new iam.Role(stack, 'Role', { assumedBy: console(stack) });
  expect(onlyResource(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Federated: ARN },
      Action: 'sts:AssumeRoleWithSAML',
      Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
    }],
  });
  expect(templateOf(stack).Mappings).toBeUndefined();
});

test('takes a provider of the stack, as L2 or L1', () => {
  const stack = stackIn('us-east-1');
  const l2 = new iam.SamlProvider(stack, 'L2', { metadataDocument: iam.SamlMetadataDocument.fromXml('<xml/>') });
  const l1 = new iam.CfnSAMLProvider(stack, 'L1', { samlMetadataDocument: '<xml/>' });
  new iam.Role(stack, 'Role', {
    assumedBy: new iam.CompositePrincipal(
      SamlFederationPrincipal.consoleAndProgrammatic(l2),
      SamlFederationPrincipal.consoleAndProgrammatic(l1, { identityProviderId: l1.attrSamlProviderUuid }),
    ),
  });
  expect(normalized(trustOf(stack))).toEqual(normalized([
    { Action: 'sts:AssumeRoleWithSAML', Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }, Effect: 'Allow', Principal: { Federated: `\${${stack.resolve(l2.samlProviderArn).Ref}}` } },
    { Action: 'sts:AssumeRoleWithSAML', Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml/acs/${L1.SamlProviderUUID}' } }, Effect: 'Allow', Principal: { Federated: '${L1}' } },
  ]));
});

describe('the audience', () => {
  const audienceIn = (stack: Stack, options?: SamlConsoleOptions) => {
    new ApplicationRole(stack, 'Role', { assumedBy: console(stack, options) });
    return trustOf(stack)[0].Condition.StringEquals['SAML:aud'];
  };

  test.each([
    ['eu-central-1', 'https://signin.aws.amazon.com/saml'],
    ['cn-north-1', 'https://signin.amazonaws.cn/saml'],
    ['us-gov-west-1', 'https://signin.amazonaws-us-gov.com/saml'],
    ['us-iso-east-1', 'https://signin.c2shome.ic.gov/saml'],
    ['us-isob-east-1', 'https://signin.sc2shome.sgov.gov/saml'],
  ])('in %s is %s, without a mapping', (region, url) => {
    const stack = stackIn(region);
    expect(audienceIn(stack)).toBe(url);
    expect(templateOf(stack).Mappings).toBeUndefined();
  });

  test('is looked up where the region is not known', () => {
    const stack = newStack();
    expect(audienceIn(stack)).toEqual(LOOKUP);
    expect(templateOf(stack).Mappings).toEqual({ SamlSignIn: MAPPING });
  });

  test('is looked up in a region that is newer than CDK', () => {
    expect(audienceIn(stackIn('ap-south-9'))).toEqual(LOOKUP);
  });

  test('in a partition whose URL is not known is an error', () => {
    const stack = stackIn('eusc-de-east-1');
    new iam.Role(stack, 'Role', { assumedBy: console(stack) });
    expect(() => templateOf(stack)).toThrow(/The sign-in URL of the partition 'aws-eusc' is not known: got a stack in 'eusc-de-east-1'\. Give the whole URLs as 'audiences'\./);
  });

  test('in such a partition can be given', () => {
    expect(audienceIn(stackIn('eusc-de-east-1'), { audiences: ['https://signin.amazonaws-eusc.eu/saml'] })).toBe('https://signin.amazonaws-eusc.eu/saml');
  });

  test('of single regions is accepted beside it', () => {
    expect(audienceIn(stackIn('us-east-1'), { signInRegions: ['us-west-2', 'us-east-1', 'us-west-2', 'ap-south-9'] })).toEqual([
      'https://signin.aws.amazon.com/saml',
      'https://us-west-2.signin.aws.amazon.com/saml',
      'https://us-east-1.signin.aws.amazon.com/saml',
      'https://ap-south-9.signin.aws.amazon.com/saml',
    ]);
    expect(audienceIn(newStack(), { signInRegions: ['us-west-2'] })).toEqual([LOOKUP, 'https://us-west-2.signin.aws.amazon.com/saml']);
  });

  test('of regions of AWS GovCloud (US), one of which has no URL of its own', () => {
    expect(audienceIn(stackIn('us-gov-east-1'), { signInRegions: ['us-gov-west-1', 'us-gov-east-1'] })).toEqual([
      'https://signin.amazonaws-us-gov.com/saml',
      'https://us-gov-east-1.signin.amazonaws-us-gov.com/saml',
    ]);
  });

  test('of one provider replaces what all of them share', () => {
    expect(audienceIn(newStack(), { identityProviderId: 'SAMLSPEXAMPLE1234567', signInRegions: ['us-west-2'] })).toEqual([
      { 'Fn::Join': ['', [LOOKUP, '/acs/SAMLSPEXAMPLE1234567']] },
      'https://us-west-2.signin.aws.amazon.com/saml/acs/SAMLSPEXAMPLE1234567',
    ]);
  });

  test('can be a parameter with a pattern', () => {
    const stack = newStack();
    const url = new CfnParameter(stack, 'SignInUrl', { allowedPattern: '^https://[a-z0-9./-]+$' }).valueAsString;
    expect(audienceIn(stack, { audiences: [url] })).toEqual({ Ref: 'SignInUrl' });
  });

  test('has every partition that CDK knows', () => {
    const known = region_info.RegionInfo.regions.filter((region) => region.samlSignOnUrl).map((region) => region.partition);
    expect(Object.keys(MAPPING).sort()).toEqual([...new Set(known)].sort());
  });
});

describe('the mapping', () => {
  test('is one for all roles of a stack', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'First', { assumedBy: console(stack) });
    new ApplicationRole(stack, 'Second', { assumedBy: console(stack, { signInRegions: ['us-west-2'] }) });
    new iam.Role(stack, 'Third', { assumedBy: new iam.CompositePrincipal(new iam.ServicePrincipal('lambda.amazonaws.com'), console(stack)) });
    expect(templateOf(stack).Mappings).toEqual({ SamlSignIn: MAPPING });
    expect(JSON.stringify(templateOf(stack)).match(/"Fn::FindInMap":\["SamlSignIn"/g)).toHaveLength(3);
  });

  test('is in each stack of its own, nested ones too', () => {
    const app = new App();
    const parent = new Stack(app, 'Parent');
    const nested = new NestedStack(parent, 'Nested');
    const principal = console(parent);
    new ApplicationRole(parent, 'Role', { assumedBy: principal });
    new ApplicationRole(nested, 'Role', { assumedBy: principal });
    const other = new Stack(app, 'Other', { env: { region: 'cn-north-1' } });
    new ApplicationRole(other, 'Role', { assumedBy: principal });
    for (const stack of [parent, nested]) {
      expect(templateOf(stack).Mappings).toEqual({ SamlSignIn: MAPPING });
      expect(trustOf(stack)[0].Condition.StringEquals['SAML:aud']).toEqual(LOOKUP);
    }
    expect(trustOf(other)[0].Condition.StringEquals['SAML:aud']).toBe('https://signin.amazonaws.cn/saml');
  });

  test('is in the template that the app writes, also of a stage', () => {
    const app = new App();
    const stage = new Stage(app, 'Stage');
    const stack = new Stack(stage, 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: console(stack) });
    const { template } = app.synth().getNestedAssembly('assembly-Stage').getStackArtifact(stack.artifactId);
    expect(template.Mappings).toEqual({ SamlSignIn: MAPPING });
    expect(Object.values<any>(template.Resources)[0].Properties.AssumeRolePolicyDocument.Statement[0].Condition).toEqual({ StringEquals: { 'SAML:aud': LOOKUP } });
  });

  test('evades a construct that has its name', () => {
    const stack = newStack();
    new CfnMapping(stack, 'SamlSignIn', { mapping: { a: { b: 'c' } } });
    new iam.Role(stack, 'Role', { assumedBy: console(stack) });
    const template = Template.fromStack(stack).toJSON();
    expect(template.Mappings).toEqual({ SamlSignIn: { a: { b: 'c' } }, SamlSignIn2: MAPPING });
  });

  test('is made for a template that is written twice, once', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new ApplicationRole(stack, 'Role', { assumedBy: console(stack) });
    const first = app.synth().getStackByName('Stack').template;
    expect(app.synth({ force: true }).getStackByName('Stack').template).toEqual(first);
  });

  test('comes with a value that is resolved before the app is written', () => {
    const stack = newStack();
    const principal = console(stack);
    expect(stack.resolve(principal.policyFragment.conditions)).toEqual({ StringEquals: { 'SAML:aud': LOOKUP } });
    new CfnOutput(stack, 'Audience', { value: (principal.policyFragment.conditions as any).StringEquals['SAML:aud'] });
    new iam.Role(stack, 'Role', { assumedBy: principal });
    expect(Object.keys(templateOf(stack).Mappings)).toEqual(['SamlSignIn']);
  });
});

test('two principals that say the same are the same, and others are not', () => {
  const stack = newStack();
  const samlProvider = provider(stack);
  const make = (options?: SamlConsoleOptions) => SamlFederationPrincipal.consoleAndProgrammatic(samlProvider, options).dedupeString();
  expect(make()).toBe(make());
  expect(make({ signInRegions: ['us-west-2'] })).not.toBe(make());
  expect(make({ attributes: STAFF })).not.toBe(make());
});

test('no warning comes with it', () => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy: console(stack) });
  expect(warningsOf(stack)).toEqual([]);
});

test('attributes are written as documented, and tested one by one or any of several', () => {
  const stack = stackIn('us-east-1');
  new iam.Role(stack, 'Role', {
    assumedBy: console(stack, {
      attributes: { 'SAML:SUB': StringMatch.like('*@example.com'), 'saml:primarygroupsid': StringMatch.exactly('S-1', 'S-2'), 'saml:cn': StringMatch.like('team-*') },
    }),
  });
  expect(trustOf(stack)[0].Condition).toEqual({
    'StringEquals': { 'SAML:aud': 'https://signin.aws.amazon.com/saml' },
    'StringLike': { 'saml:sub': '*@example.com' },
    'ForAnyValue:StringEquals': { 'saml:primaryGroupSID': ['S-1', 'S-2'] },
    'ForAnyValue:StringLike': { 'saml:cn': 'team-*' },
  });
});

describe('bad input', () => {
  const samlProvider = provider(newStack());
  const token = new CfnParameter(newStack(), 'Parameter').valueAsString;
  const open = 'Every user of the SAML provider could get credentials';
  const example = "Say which users may, such as { 'saml:edupersonaffiliation': StringMatch.exactly('staff') }.";

  test.each<[Record<string, StringMatch>, string]>([
    [{}, `${open}: got no attributes. ${example}`],
    [{ 'saml:mail': StringMatch.like('*') }, `${open}: got attributes that all of them meet, 'saml:mail'. ${example}`],
    [{ 'saml:iss': StringMatch.exactly('https://idp.example.com'), 'SAML:doc': StringMatch.exactly('111122223333/ExampleCorp') },
      `${open}: got attributes that all of them meet, 'saml:iss', 'SAML:doc'. ${example}`],
  ])('programmatic with %j', (attributes, message) => {
    expect(() => SamlFederationPrincipal.programmatic(samlProvider, { attributes })).toThrow(new Error(message));
  });

  test.each<[SamlConsoleOptions, string]>([
    [{ attributes: { 'saml:edupersonafiliation': StringMatch.exactly('staff') } },
      "The SAML attribute is not one that IAM knows in a trust policy: got 'saml:edupersonafiliation'. The nearest is 'saml:edupersonaffiliation'; AWS lists them as the available keys for SAML-based federation."],
    [{ attributes: { mail: StringMatch.exactly('jane@example.com') } },
      "The SAML attribute is not one that IAM knows in a trust policy: got 'mail'. The nearest is 'saml:mail'; AWS lists them as the available keys for SAML-based federation."],
    [{ attributes: { 'SAML:aud': StringMatch.exactly('https://signin.aws.amazon.com/saml') } },
      "The audience is not an attribute of the user: got 'SAML:aud'. Give the URLs as 'audiences', or leave it out for the sign-in URL of AWS."],
    [{ attributes: { 'saml:sub': StringMatch.policyVariable('saml:sub') } },
      "The SAML attribute 'saml:sub' is compared with what the assertion itself says: got '${saml:sub}'. Write the value or pattern that it must have."],
    [{ attributes: { [token]: StringMatch.exactly('x') } },
      "The key of a SAML attribute is not known before the template is deployed: got '{Ref}'. CloudFormation puts no value into a condition key. Write it as it is, such as 'saml:sub'."],
    [{ attributes: { 'saml:sub': StringMatch.exactly('jane'), 'SAML:sub': StringMatch.exactly('joe') } },
      "The condition StringEquals on 'saml:sub' is already set by SamlFederationPrincipal, and a second one would replace it: got '\"joe\"' beside '\"jane\"'. Leave it out, or make another principal."],
    [{ signInRegions: [] }, 'The list of sign-in regions is empty. Give at least one, or leave it out.'],
    [{ signInRegions: ['virginia'] }, "A sign-in region is not a region of AWS: got 'virginia'. Write a region such as 'us-west-2', or give the whole URLs as 'audiences'."],
    [{ signInRegions: ['us-west-2/x'] }, "A sign-in region is not a region of AWS: got 'us-west-2/x'. Write a region such as 'us-west-2', or give the whole URLs as 'audiences'."],
    [{ signInRegions: ['cn-north-1'] }, "AWS documents no sign-in URL of a single region in the partition 'aws-cn': got 'cn-north-1'. Write a region such as 'us-west-2', or give the whole URLs as 'audiences'."],
    [{ signInRegions: [Aws.REGION] }, "A sign-in region is not known before the template is deployed: got a token. Write the region as it is, such as 'us-west-2'."],
    [{ signInRegions: ['us-west-2', 'us-gov-west-1'] }, "The sign-in regions are in several partitions: got 'us-west-2' and 'us-gov-west-1'. A role is in one of them: give only its regions."],
    [{ identityProviderId: '' }, "The id of the SAML provider is empty: got ''. Write the last part of the provider's sign-in URL in the console of IAM, such as 'SAMLSPEXAMPLE1234567'."],
    [{ identityProviderId: 'a/b' }, "The id of the SAML provider is not the end of a URL: got 'a/b'. Write the last part of the provider's sign-in URL in the console of IAM, such as 'SAMLSPEXAMPLE1234567'."],
    [{ audiences: [] }, 'The list of audiences is empty. Give at least one URL, or leave it out for the sign-in URL of AWS.'],
    [{ audiences: ['urn:amazon:webservices'] }, "The audience is not a URL: got 'urn:amazon:webservices'. Write a whole URL, such as 'https://signin.aws.amazon.com/saml'."],
    [{ audiences: ['https://*.signin.aws.amazon.com/saml'] },
      "The audience holds a wildcard ('*' or '?'), which would match more than was named: got 'https://*.signin.aws.amazon.com/saml'. Write a whole URL, such as 'https://signin.aws.amazon.com/saml'."],
    [{ audiences: ['https://a.example/saml'], signInRegions: ['us-west-2'] }, "'audiences' are whole URLs, which 'signInRegions' cannot change: got both. Leave 'signInRegions' out, or 'audiences'."],
    [{ audiences: ['https://a.example/saml'], identityProviderId: 'X' }, "'audiences' are whole URLs, which 'identityProviderId' cannot change: got both. Leave 'identityProviderId' out, or 'audiences'."],
  ])('%j', (options, message) => {
    expect(() => SamlFederationPrincipal.consoleAndProgrammatic(samlProvider, options)).toThrow(new Error(message));
  });
});
