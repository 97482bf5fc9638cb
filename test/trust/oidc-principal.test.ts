import { App, Aws, CfnDynamicReference, CfnDynamicReferenceService, CfnParameter, Fn, Lazy, Stack, Token, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import { ApplicationRole, CustomerStack, ExternalId, OidcIdentityProvider, OidcPrincipal, OidcPrincipalProps, SessionTag, StringMatch, ThirdPartyPrincipal } from '../../lib';
import { parseTrust } from '../../lib/private/trust-policy';
import { newStack, onlyResource, templateOf, trustOf, warningsOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';
import { describeTrustCases } from './trust-cases';

const SERVICE: OidcPrincipalProps = {
  issuer: 'https://oidc.example.com/tenant',
  audiences: ['sts.amazonaws.com'],
  subject: StringMatch.exactly('service:billing'),
};
const ALL = {
  ...SERVICE,
  audiences: ['sts.amazonaws.com', 'billing'],
  subject: StringMatch.like('service:billing:*', 'service:invoices:*'),
  claims: { environment: StringMatch.exactly('production'), project_id: StringMatch.exactly('4711') },
  roleSessionName: StringMatch.like('billing-*'),
  sourceIdentity: StringMatch.exactly('billing'),
  sessionTags: [SessionTag.of('team', StringMatch.exactly('blue', 'green')), SessionTag.anyValue('ticket').transitive()],
};

describePrincipalContract('OidcPrincipal.of()', () => OidcPrincipal.of(SERVICE), {
  statements: [{
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { 'oidc.example.com/tenant:aud': 'sts.amazonaws.com', 'oidc.example.com/tenant:sub': 'service:billing' } },
    Effect: 'Allow',
    Principal: { Federated: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/oidc.example.com/tenant' },
  }],
  fragment: { StringEquals: { 'oidc.example.com/tenant:aud': 'sts.amazonaws.com', 'oidc.example.com/tenant:sub': 'service:billing' } },
});

describeTrustCases('oidc-principal', {
  'OidcPrincipal.of': () => OidcPrincipal.of(SERVICE),
  'OidcPrincipal.of, with everything': () => OidcPrincipal.of(ALL),
});

test('a provider of the app is named, so that it is made before the role', () => {
  const stack = newStack();
  const provider = new iam.OidcProviderNative(stack, 'Provider', { url: SERVICE.issuer, clientIds: ['sts.amazonaws.com'] });
  new iam.Role(stack, 'Role', { assumedBy: OidcPrincipal.of({ ...SERVICE, provider }) });
  expect(trustOf(stack)[0].Principal).toEqual({ Federated: { Ref: 'Provider2281708E' } });
});

const GITHUB = 'https://token.actions.githubusercontent.com';
test.each(['repo:acme/*', 'repo:acme/shop:*', 'repository_owner_id:1234:*', 'repository_owner:acme:environment:*'])('the subject %s of GitHub names its owner', (pattern) => {
  expect(() => OidcPrincipal.of({ ...SERVICE, issuer: GITHUB, subject: StringMatch.like(pattern) })).not.toThrow();
});

test.each<[string, string[], { [claim: string]: StringMatch }]>([
  ['in each subject', ['environment:production:repository_id:1234', 'repo:acme/shop:environment:production'], {}],
  ['by a claim', ['environment:production'], { repository_owner_id: StringMatch.exactly('1234') }],
  ['by a claim in other letters', ['job_workflow_ref:acme/pipelines/.github/workflows/deploy.yml@refs/heads/main'], { Repository_Id: StringMatch.exactly('1234') }],
  ['once deployed', [Aws.STACK_NAME], {}],
])('a subject of one\'s own at GitHub names its owner %s', (_, subjects, claims) => {
  expect(() => OidcPrincipal.of({ ...SERVICE, issuer: GITHUB, subject: StringMatch.exactly(...subjects), claims })).not.toThrow();
});

test.each<[string, string[], { [claim: string]: StringMatch }]>([
  ['an environment', ['environment:production'], {}],
  ['a reusable workflow', ['job_workflow_ref:acme/pipelines/.github/workflows/deploy.yml@refs/heads/main'], {}],
  ['a reusable workflow as a claim too', ['ref:refs/heads/main'], { job_workflow_ref: StringMatch.exactly('acme/pipelines/.github/workflows/deploy.yml@refs/heads/main') }],
  ['an owner in one of two', ['repo:acme/shop:ref:refs/heads/main', 'environment:production'], {}],
  ['an environment of any owner', ['environment:production'], { repository_owner_id: StringMatch.like('*') }],
])('a subject at GitHub that everybody can have is an error: %s', (_, subjects, claims) => {
  expect(() => OidcPrincipal.of({ ...SERVICE, issuer: GITHUB, subject: StringMatch.exactly(...subjects), claims })).toThrow(
    new Error(`The subject does not say whose repository it is, and anybody's tokens of GitHub can have it: got '${subjects.join(', ').slice(0, 80)}${subjects.join(', ').length > 80 ? '…' : ''}'. Begin it with 'repo:' and the owner, add the claim 'repository_owner_id', or use GitHubActionsPrincipal.`));
});

describe('a provider for another issuer is an error', () => {
  const of = (provider: iam.IOIDCProviderRef) => () => OidcPrincipal.of({ ...SERVICE, provider });
  test('of the app', () => {
    expect(of(OidcIdentityProvider.shared(newStack(), 'https://gitlab.com', 'a'))).toThrow(new Error("The identity provider is for another issuer: got 'https://gitlab.com' for 'https://oidc.example.com/tenant'. Take OidcIdentityProvider.shared() of the same issuer."));
    expect(of(OidcIdentityProvider.shared(newStack(), SERVICE.issuer, 'a'))).not.toThrow();
  });

  test('imported', () => {
    expect(of(OidcIdentityProvider.fromIssuer(newStack(), 'Provider', 'https://gitlab.com'))).toThrow(new Error("The identity provider is for another issuer: got 'gitlab.com' for 'oidc.example.com/tenant'. Take the one of the same issuer."));
    expect(of(OidcIdentityProvider.fromIssuer(newStack(), 'Provider', SERVICE.issuer))).not.toThrow();
    expect(of(iam.OidcProviderNative.fromOidcProviderArn(newStack(), 'Provider', Aws.STACK_ID))).not.toThrow();
  });
});

test('a token passes as a value', () => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: OidcPrincipal.of({ ...SERVICE, audiences: [Aws.ACCOUNT_ID], subject: StringMatch.exactly(Aws.STACK_NAME) }) });
  expect(trustOf(stack)[0].Condition).toEqual({ StringEquals: { 'oidc.example.com/tenant:aud': { Ref: 'AWS::AccountId' }, 'oidc.example.com/tenant:sub': { Ref: 'AWS::StackName' } } });
});

test.each<[string, any, string]>([
  ['an issuer with http', { issuer: 'http://oidc.example.com' }, "The issuer is not reached by https: got 'http://oidc.example.com'. IAM takes https:// alone."],
  ['an issuer without a scheme', { issuer: 'oidc.example.com' }, "The issuer is not a URL: got 'oidc.example.com'. Write it as the 'iss' claim of its tokens has it, such as 'https://oidc.example.com'."],
  ['an issuer with a port', { issuer: 'https://oidc.example.com:8443/x' }, "The issuer has a port, which IAM refuses: got 'https://oidc.example.com:8443/x'. Use an issuer at port 443 and leave it out."],
  ['an issuer with a slash at the end', { issuer: 'https://oidc.example.com/' }, "The issuer ends with '/', which would be part of every condition key: got 'https://oidc.example.com/'. Write 'https://oidc.example.com'."],
  ['an issuer with a query', { issuer: 'https://oidc.example.com/x?y=z' }, "The issuer holds a wildcard ('*' or '?'), which would match more than was named: got 'https://oidc.example.com/x?y=z'. Write the URL as the 'iss' claim of its tokens has it."],
  ['an issuer with a user', { issuer: 'https://me@oidc.example.com' }, "The issuer has a query, a fragment or a user: got 'https://me@oidc.example.com'. Leave it out."],
  ['an issuer in capitals', { issuer: 'https://OIDC.example.com' }, "The issuer is not a URL that IAM takes: got 'https://OIDC.example.com'. Write a host name in lower case and a path, such as 'https://oidc.example.com/tenant'."],
  ['an issuer that is too long', { issuer: `https://oidc.example.com/${'x'.repeat(240)}` }, `The issuer is too long: got 265 characters, 'https://oidc.example.com/${'x'.repeat(55)}…'. Allowed: up to 255.`],
  ['no audience', { audiences: [] }, "The list of audiences is empty. Give at least one, as the 'aud' claim of the tokens has it."],
  ['an empty audience', { audiences: [''] }, "The audience is empty: got ''. Write it as the 'aud' claim of the tokens has it."],
  ['any audience', { audiences: ['*'] }, "The audience holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Write it as the 'aud' claim of the tokens has it."],
  ['a long audience', { audiences: ['x'.repeat(256)] }, `The audience is too long: got 256 characters, '${'x'.repeat(80)}…'. Allowed: 1 to 255.`],
  ['any subject', { subject: StringMatch.like('*') }, "The subject may be anyone who has a token of the issuer: got '*'. Say who it must be, with the part before the first wildcard naming whose it is."],
  ['a subject of some length', { subject: StringMatch.like('service:x', '??*') }, "The subject may be anyone who has a token of the issuer: got '??*'. Say who it must be, with the part before the first wildcard naming whose it is."],
  ...['*:ref:refs/heads/main', 'repo:*', 'repo:acme*', 'repo:acme*/shop:*', '?epo:acme/shop:*'].map((pattern): [string, any, string] => [
    `the subject ${pattern} of GitHub`, { issuer: 'https://token.actions.githubusercontent.com', subject: StringMatch.like(pattern) },
    `The subject may be anyone who has a token of the issuer: got '${pattern}'. Say who it must be, with the part before the first wildcard naming whose it is.`,
  ]),
  ...[
    ['https://token.actions.githubusercontent.com', 'repository_owner:acme*'], ['https://oidc.codefresh.io', 'account:*'], ['https://oidc.codefresh.io', 'account:1234*'], ['https://scalr.io', 'acc*'],
  ].map(([issuer, pattern]): [string, any, string] => [
    `the subject ${pattern} of ${issuer}`, { issuer, subject: StringMatch.like(pattern) },
    `The subject may be anyone who has a token of the issuer: got '${pattern}'. Say who it must be, with the part before the first wildcard naming whose it is.`,
  ]),
  ['a subject that the request says', { subject: StringMatch.policyVariable('aws:username') }, "The claim 'sub' is compared with a policy variable, which a request with a token does not have, or fills in as it likes: got '${aws:username}'. Write the value or pattern that it must have."],
  ['a claim that the request says', { claims: { project_id: StringMatch.policyVariable('aws:PrincipalTag/project') } }, "The claim 'project_id' is compared with a policy variable, which a request with a token does not have, or fills in as it likes: got '${aws:PrincipalTag/project}'. Write the value or pattern that it must have."],
  ['the subject of any organization', { issuer: 'https://app.terraform.io', subject: StringMatch.like('organization:acme*:project:x') }, "The subject may be anyone who has a token of the issuer: got 'organization:acme*:project:x'. Say who it must be, with the part before the first wildcard naming whose it is."],
  ['the subject of any group', { issuer: 'https://gitlab.com', subject: StringMatch.like('project_path:acme*') }, "The subject may be anyone who has a token of the issuer: got 'project_path:acme*'. Say who it must be, with the part before the first wildcard naming whose it is."],
  ['the subject among the claims', { claims: { sub: StringMatch.exactly('x') } }, "The claim 'sub' is given among the other claims. It has a property of its own: 'subject'."],
  ['a claim with a blank', { claims: { 'project id': StringMatch.exactly('x') } }, "The name of a claim has characters that no condition key has: got 'project id'. Write it as IAM documents it after the issuer, such as 'repository_id'."],
  ['a claim that is known later', { claims: { [Aws.REGION]: StringMatch.exactly('x') } }, "The name of a claim is not known before the template is deployed: got '{token}'. It becomes a part of a condition key, in which CloudFormation puts in no value. Write the name as it is."],
])('%s is an error', (_, props, message) => {
  expect(() => OidcPrincipal.of({ ...SERVICE, ...props })).toThrow(new Error(message));
});

test('an issuer from a parameter is an error', () => {
  const issuer = new CfnParameter(newStack(), 'Issuer').valueAsString;
  expect(() => OidcPrincipal.of({ ...SERVICE, issuer })).toThrow(new Error("The issuer comes from parameter 'Issuer', and whoever deploys could name an issuer of his own: got '{Ref}'. Write the URL as it is, or take it from a resource of the app."));
  expect(() => OidcPrincipal.of({ ...SERVICE, issuer: `https://${issuer}` })).toThrow(/^The issuer comes from parameter 'Issuer'/);
});

describe('an issuer that is known once its cluster is deployed', () => {
  let stack: Stack;
  let cluster: eks.CfnCluster;
  beforeEach(() => {
    stack = newStack();
    cluster = new eks.CfnCluster(stack, 'Cluster', { roleArn: 'role', resourcesVpcConfig: { subnetIds: ['subnet'] } });
  });
  const pod = () => OidcPrincipal.of({ ...SERVICE, issuer: cluster.attrOpenIdConnectIssuerUrl });
  const VARIABLES = { Value1: { 'Fn::Select': [1, { 'Fn::Split': ['https://', { 'Fn::GetAtt': ['Cluster', 'OpenIdConnectIssuerUrl'] }] }] } };
  const STATEMENT = '{"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"${Value1}:aud":"sts.amazonaws.com","${Value1}:sub":"service:billing"}},"Effect":"Allow","Principal":{"Federated":"arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/${Value1}"}}';
  const documentOf = (construct: Stack) => onlyResource(construct, 'AWS::IAM::Role').AssumeRolePolicyDocument;
  const expected = (...statements: string[]) => ({ 'Fn::Sub': [`{"Statement":[${statements.join(',')}],"Version":"2012-10-17"}`, VARIABLES] });

  test.each([['a plain role', iam.Role], ['an ApplicationRole', ApplicationRole]])('makes the trust of %s a text', (_, kind) => {
    new kind(stack, 'Role', { assumedBy: pod() });
    expect(documentOf(stack)).toEqual(expected(STATEMENT));
    expect(warningsOf(stack)).toEqual([]);
  });

  test('keeps what is added: conditions, session tags, other callers, statements', () => {
    const role = new ApplicationRole(stack, 'Role', {
      assumedBy: new iam.CompositePrincipal(
        pod().withConditions({ StringLike: { 'sts:RoleSessionName': '${aws:username}"' } }).withSessionTags(),
        new iam.AccountPrincipal('222222222222'),
      ),
      externalIds: ['7f3c2a9e-4b1d-4c8a'],
    });
    role.assumeRolePolicy!.addStatements(new iam.PolicyStatement({ effect: iam.Effect.DENY, principals: [new iam.AccountPrincipal('333333333333')], actions: ['sts:AssumeRole'] }));
    expect(parseTrust(documentOf(stack)).map(({ effect, actions, conditions }) => [effect, actions.join(), conditions.map(({ key, value }) => `${key} = ${value}`).sort()])).toEqual([
      ['Allow', 'sts:AssumeRoleWithWebIdentity,sts:TagSession', [
        '${Cluster.OpenIdConnectIssuerUrl}[1]:aud = sts.amazonaws.com', '${Cluster.OpenIdConnectIssuerUrl}[1]:sub = service:billing', 'sts:RoleSessionName = ${aws:username}"',
      ]],
      ['Allow', 'sts:AssumeRole', ['sts:ExternalId = 7f3c2a9e-4b1d-4c8a']],
      ['Deny', 'sts:AssumeRole', []],
    ]);
  });

  test('of two clusters makes one text', () => {
    const other = new eks.CfnCluster(stack, 'Other', { roleArn: 'role', resourcesVpcConfig: { subnetIds: ['subnet'] } });
    new ApplicationRole(stack, 'Role', { assumedBy: new iam.CompositePrincipal(pod(), OidcPrincipal.of({ ...SERVICE, issuer: other.attrOpenIdConnectIssuerUrl })) });
    const [text, variables] = documentOf(stack)['Fn::Sub'];
    expect(Object.keys(variables)).toEqual(['Value1', 'Value2']);
    expect(JSON.parse(text).Statement.map((statement: any) => Object.keys(statement.Condition.StringEquals))).toEqual([['${Value1}:aud', '${Value1}:sub'], ['${Value2}:aud', '${Value2}:sub']]);
  });

  test('says the same once', () => {
    new ApplicationRole(stack, 'Role', { assumedBy: new iam.CompositePrincipal(pod(), pod().withSessionTags(), pod()) });
    expect(parseTrust(documentOf(stack)).map(({ actions }) => actions)).toEqual([['sts:AssumeRoleWithWebIdentity'], ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']]);
    expect(parseTrust(documentOf(stack))[0].conditions).toHaveLength(2);
  });

  test('refuses a dynamic reference, whose value could add statements', () => {
    const reference = Token.asString(new CfnDynamicReference(CfnDynamicReferenceService.SSM, '/issuer'));
    const message = "The trust policy is written as text, as a condition key of it is known only once deployed, and whoever sets what the dynamic reference '{{resolve:ssm:/issuer}}' reads could add statements to it. Write the value as it is, or make a role of its own for this caller.";
    new iam.Role(stack, 'Role', { assumedBy: new iam.CompositePrincipal(pod(), new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'aws:PrincipalTag/x': reference } })) });
    expect(() => templateOf(stack)).toThrow(message);
    const other = newStack();
    new iam.Role(other, 'Role', { assumedBy: OidcPrincipal.of({ ...SERVICE, issuer: reference }) });
    expect(() => templateOf(other)).toThrow(message);
  });

  test('crosses stacks', () => {
    const other = new Stack(stack.node.root as App, 'Other');
    new ApplicationRole(other, 'Role', { assumedBy: pod() });
    expect(documentOf(other)['Fn::Sub'][1]).toEqual({ Value1: { 'Fn::Select': [1, { 'Fn::Split': ['https://', { 'Fn::ImportValue': 'Stack:ExportsOutputFnGetAttClusterOpenIdConnectIssuerUrlCFFEA5EA' }] }] } });
  });

  test('may have its scheme apart', () => {
    new iam.Role(stack, 'Role', { assumedBy: OidcPrincipal.of({ ...SERVICE, issuer: `https://${Fn.select(2, Fn.split('/', cluster.attrOpenIdConnectIssuerUrl))}/id/X` }) });
    expect(documentOf(stack)['Fn::Sub'][0]).toContain('"${Value1}/id/X:sub":"service:billing"');
  });

  test('makes no other role a text', () => {
    new iam.Role(stack, 'Role', { assumedBy: pod() });
    new iam.Role(stack, 'Plain', { assumedBy: OidcPrincipal.of(SERVICE) });
    const documents = Object.values<any>(templateOf(stack).Resources).filter(({ Type }) => Type === 'AWS::IAM::Role').map((role) => Object.keys(role.Properties.AssumeRolePolicyDocument));
    expect(documents).toEqual([['Fn::Sub'], ['Statement', 'Version']]);
  });

  test('fits no statement of one\'s own', () => {
    expect(() => pod().policyFragment).toThrow(new Error("OidcPrincipal tests a condition key that is known only once deployed, which a statement cannot hold. Use it as 'assumedBy' of a role, whose trust policy is then written as text."));
  });

  test.each<[string, (of: Stack) => iam.IPrincipal]>([
    ['an external ID', (of) => ThirdPartyPrincipal.account('222222222222', { externalId: ExternalId.parameter(of, 'Id') })],
    ['a condition', (of) => new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'aws:PrincipalTag/x': new CfnParameter(of, 'Id').valueAsString } })],
    ['a function', (of) => new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'aws:PrincipalTag/x': Fn.join('-', ['x', new CfnParameter(of, 'Id').valueAsString]) } })],
    ['a text of one\'s own', (of) => {
      new CfnParameter(of, 'Id');
      return new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'aws:PrincipalTag/x': Fn.sub('x-${Id}') } });
    }],
    ['a reference of one\'s own', (of) => {
      new CfnParameter(of, 'Id');
      return new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'aws:PrincipalTag/x': Fn.ref('Id') } });
    }],
    ['another stack', (of) => new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'aws:PrincipalTag/x': new CfnParameter(new Stack(of.node.root as App, 'Other'), 'Id').valueAsString } })],
  ])('refuses a parameter that could add statements: in %s', (_, other) => {
    new iam.Role(stack, 'Role', { assumedBy: new iam.CompositePrincipal(pod(), other(stack)) });
    expect(() => templateOf(stack)).toThrow("The trust policy is written as text, as a condition key of it is known only once deployed, and whoever sets parameter 'Id' could add statements to it. Write the value as it is, or make a role of its own for this caller.");
  });

  test.each<[string, any, string]>([
    ['a condition of the template', Fn.conditionIf('C', 'a', 'b'), 'Fn::If cannot stand in it: got \'{"Fn::If":["C","a","b"]}\''],
    ['nothing', { Ref: 'AWS::NoValue' }, 'Ref cannot stand in it: got \'${AWS::NoValue}\''],
    ['a list', Lazy.any({ produce: () => ({ 'Fn::Split': [',', Aws.STACK_NAME] }) }), 'Fn::Split cannot stand in it: got \'${AWS::StackName}\''],
  ])('refuses what is no text: %s', (_, value, message) => {
    const other = new iam.AccountPrincipal('222222222222').withConditions({ StringEquals: { 'aws:PrincipalTag/x': Lazy.any({ produce: () => value }) } });
    new iam.Role(stack, 'Role', { assumedBy: new iam.CompositePrincipal(pod(), other) });
    expect(() => templateOf(stack)).toThrow(`The trust policy is written as text, as a condition key of it is known only once deployed, and ${message}. Write the value as it is, or make a role of its own for this caller.`);
  });

  test('is judged in a customer\'s template too', () => {
    const customer = new CustomerStack(new App(), 'Customer', { description: 'A cluster of the customer' });
    cluster = new eks.CfnCluster(customer, 'Cluster', { roleArn: 'role', resourcesVpcConfig: { subnetIds: ['subnet'] } });
    new ApplicationRole(customer, 'Role', { assumedBy: pod() });
    expect(parseTrust(documentOf(customer))).toHaveLength(1);
  });
});
