import { failureOf, roleTrusting } from './templates';
import { Caller } from '../../lib/testing/caller';
import type { RoleAssertions } from '../../lib/testing/role-assertions';

const ACCOUNT = '111122223333';
const THEIRS = '444455556666';
const ISSUER = 'token.actions.githubusercontent.com';
const ANCHOR = `arn:aws:rolesanywhere:us-east-1:${ACCOUNT}:trust-anchor/1`;
const ROLE = `arn:aws:iam::${THEIRS}:role/Deploy`;

const trusting = (Principal: any, Condition?: any, Action: any = 'sts:AssumeRole', options: object = { account: ACCOUNT }) =>
  roleTrusting([{ Effect: 'Allow', Principal, Action, ...(Condition !== undefined && { Condition }) }], {}, options);
const unless = (Principal: any, Condition: any, Action: any = 'sts:AssumeRole') => roleTrusting([
  { Effect: 'Allow', Principal, Action }, { Effect: 'Deny', Principal: '*', Action: 'sts:*', Condition },
], {}, { account: ACCOUNT });
const github = (Condition: any) => trusting({ Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` }, Condition, 'sts:AssumeRoleWithWebIdentity');
const machines = (Condition: any) => trusting({ Service: 'rolesanywhere.amazonaws.com' }, { ArnEquals: { 'aws:SourceArn': ANCHOR }, ...Condition }, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']);
const notKeptOut = (role: RoleAssertions, caller: Caller) => expect(failureOf(() => role.isNotAssumableBy(caller))).toMatch(/\nAnswer: (allow|cannot tell)/);
const notLetIn = (role: RoleAssertions, caller: Caller) => expect(failureOf(() => role.isAssumableBy(caller))).toMatch(/\nAnswer: (deny|cannot tell)/);

describe('anyone', () => {
  test.each<[string, any]>([
    ['his tags', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } }],
    ['a second factor', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }],
    ['any organization', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }],
    ['a path of any organization', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/r-*/*' } }],
    ['some of all accounts', { StringLike: { 'aws:PrincipalAccount': '1*' } }],
    ['a name in any account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Deploy' } }],
    ['what kind he is', { StringEquals: { 'aws:PrincipalType': 'User' } }],
    ['the name of a user', { StringEquals: { 'aws:username': 'jane' } }],
    ['an external ID, which stands in the template', { StringEquals: { 'sts:ExternalId': 'x' } }],
    ['a source identity', { StringLike: { 'sts:SourceIdentity': '*' } }],
  ])('is not kept out by %s', (_, condition) => notKeptOut(trusting({ AWS: '*' }, condition), Caller.anyone()));

  test.each<[string, any]>([
    ['one organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    ['a path of one organization', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } }],
    ['one account', { StringEquals: { 'aws:PrincipalAccount': THEIRS } }],
    ['the account of the role', { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } }],
    ['one role', { ArnLike: { 'aws:PrincipalArn': ROLE } }],
  ])('is kept out by %s', (_, condition) => {
    trusting({ AWS: '*' }, condition).isNotAssumableBy(Caller.anyone());
    trusting({ AWS: '*' }, condition, 'sts:AssumeRole', {}).isNotAssumableBy(Caller.anyone());
  });

  test('has what he likes, says the message', () => {
    expect(failureOf(() => trusting({ AWS: '*' }, { StringEquals: { 'aws:PrincipalTag/team': 'blue', 'sts:ExternalId': 'x' } }).isNotAssumableBy(Caller.anyone())))
      .toMatch(/\n\nWhoever he is has what he likes as 'aws:PrincipalTag\/team' and 'sts:ExternalId': test who he is, as by 'aws:PrincipalOrgID'\.$/);
    expect(failureOf(() => trusting({ AWS: '*' }, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }).isNotAssumableBy(Caller.anyone())))
      .toMatch(/To get an answer: say in 'context' what the request has as 'aws:SourceVpce', \[\] for nothing\.$/);
  });

  test('says what a test has him say', () => {
    trusting({ AWS: '*' }, { StringEquals: { 'sts:ExternalId': 'x' } }).isNotAssumableBy(Caller.anyone(), { externalId: 'y' });
  });

  test('gets in only if all do', () => {
    notLetIn(unless({ AWS: '*' }, { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), Caller.anyone());
    trusting({ AWS: '*' }).isAssumableBy(Caller.anyone());
  });
});

describe('somebody in an account', () => {
  test.each<[string, any]>([
    ['a session', { AWS: `arn:aws:sts::${THEIRS}:assumed-role/Deploy/jane` }],
    ['a federated user', { AWS: `arn:aws:sts::${THEIRS}:federated-user/jane` }],
  ])('can be %s that is named', (_, principal) => {
    notKeptOut(trusting(principal), Caller.account(THEIRS));
    trusting(principal).isNotAssumableBy(Caller.account('777788889999'));
  });

  test.each<[string, any]>([
    ['tags', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } }],
    ['a kind', { StringEquals: { 'aws:PrincipalType': 'User' } }],
    ['a name', { StringEquals: { 'aws:username': 'jane' } }],
    ['a way through a network', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }],
    ['an ARN of a federated user', { ArnLike: { 'aws:PrincipalArn': `arn:aws:sts::${THEIRS}:federated-user/*` } }],
    ['a source identity of before', { StringEquals: { 'aws:SourceIdentity': 'jane' } }],
  ])('may have %s', (_, condition) => notKeptOut(trusting({ AWS: THEIRS }, condition), Caller.account(THEIRS)));

  test('can be a user or a session, which differ', () => {
    for (const role of [
      trusting({ AWS: THEIRS }, { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }), trusting({ AWS: THEIRS }, { Null: { 'aws:username': 'true' } }),
      unless({ AWS: THEIRS }, { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
    ]) notLetIn(role, Caller.account(THEIRS));
    expect(failureOf(() => unless({ AWS: THEIRS }, { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }).isAssumableBy(Caller.account(THEIRS))))
      .toContain('\nSo it is if he is a session of a role.\nBut if he is a user: allow, as');
  });

  test('says nothing of himself', () => {
    trusting({ AWS: THEIRS }, { StringEquals: { 'sts:ExternalId': 'x' } }).isNotAssumableBy(Caller.account(THEIRS));
    trusting({ AWS: THEIRS }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }).isNotAssumableBy(Caller.account(THEIRS)).isAssumableBy(Caller.account(THEIRS), { mfa: true });
  });
});

describe('users, roles and sessions', () => {
  const own = { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' };

  test('of an account that is not known have their names', () => {
    const user = Caller.user('arn:aws:iam::${AWS::AccountId}:user/jane');
    notKeptOut(trusting({ AWS: own }, { StringEquals: { 'aws:username': 'jane' } }, undefined, {}), user);
    const session = Caller.session('arn:aws:sts::${AWS::AccountId}:assumed-role/Deploy/jane');
    notKeptOut(trusting({ AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Deploy' } }, undefined, undefined, {}), session);
    trusting({ AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Other' } }, undefined, undefined, {}).isNotAssumableBy(session);
  });

  test.each<[string, any]>([
    ['tags', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } }],
    ['a source identity', { StringEquals: { 'aws:SourceIdentity': 'jane' } }],
    ['a network', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }],
    ['a function', { ArnLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:*' } }],
  ])('may have %s', (_, condition) => notKeptOut(trusting({ AWS: THEIRS }, condition), Caller.role(ROLE)));

  test('have no name of a user if they are none', () => {
    trusting({ AWS: THEIRS }, { StringEquals: { 'aws:username': 'jane' } }).isNotAssumableBy(Caller.role(ROLE));
  });

  test.each<[string, any]>([
    ['a time', { DateGreaterThan: { 'aws:CurrentTime': '2024-01-01T00:00:00Z' } }],
    ['sessions of before', { DateLessThan: { 'aws:TokenIssueTime': '2024-01-01T00:00:00Z' } }],
    ['calls of nobody else', { Bool: { 'aws:ViaAWSService': 'false' } }],
    ['tags', { StringEquals: { 'aws:PrincipalTag/team': 'red' } }],
  ])('can be kept out by %s', (_, condition) => notLetIn(unless({ AWS: THEIRS }, condition), Caller.role(ROLE)));
});

describe('the tags of the role itself', () => {
  const role = (effect: string) => roleTrusting([
    { Effect: 'Allow', Principal: { AWS: THEIRS }, Action: 'sts:AssumeRole', ...(effect === 'Allow' && { Condition: { StringEquals: { 'aws:ResourceTag/open': 'true' } } }) },
    ...effect === 'Allow' ? [] : [{ Effect: 'Deny', Principal: '*', Action: 'sts:*', Condition: { StringEquals: { 'iam:ResourceTag/open': 'true' } } }],
  ], { role: { Tags: [{ Key: 'open', Value: 'true' }] } });

  test('let in and keep out', () => {
    role('Allow').isAssumableBy(Caller.role(ROLE));
    role('Deny').isNotAssumableBy(Caller.role(ROLE));
  });
});

describe('services', () => {
  const service = 'states.amazonaws.com';
  const machine = (account: string) => `arn:aws:states:eu-west-1:${account}:stateMachine:m`;

  test('send more than a test says', () => {
    notKeptOut(trusting({ Service: service }, { ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:prod*' } }), Caller.service(service, { sourceAccount: THEIRS }));
    notKeptOut(trusting({ Service: service }, { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::data' } }), Caller.service(service, { sourceAccount: THEIRS }));
    notKeptOut(trusting({ Service: service }, { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }), Caller.service(service, { sourceAccount: THEIRS }));
    notKeptOut(trusting({ Service: service }, { StringEquals: { 'aws:SourceAccount': [ACCOUNT, THEIRS] } }), Caller.service(service, { sourceArn: machine(THEIRS) }));
    expect(failureOf(() => trusting({ Service: service }, { ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:*' } }).isNotAssumableBy(Caller.service(service, { sourceAccount: THEIRS }))))
      .toMatch(/\nSo it is if it sends aws:SourceArn too\.\n[^]*To get an answer: say for whose resource the service comes, in the options of Caller\.service\(\)\.$/);
  });

  test('are of another account by either', () => {
    trusting({ Service: service }, { StringEquals: { 'aws:SourceAccount': ACCOUNT } }).isNotAssumableBy(Caller.service(service, { sourceArn: machine(THEIRS) }));
    trusting({ Service: service }, { ArnLike: { 'aws:SourceArn': `arn:aws:states:*:${ACCOUNT}:*` } }).isNotAssumableBy(Caller.service(service, { sourceAccount: THEIRS }));
  });

  test('get in only if they do whatever they send', () => {
    notLetIn(trusting({ Service: service }, { StringEquals: { 'aws:SourceAccount': ACCOUNT } }), Caller.service(service, { sourceArn: machine(ACCOUNT) }));
    trusting({ Service: service }, { StringEquals: { 'aws:SourceAccount': ACCOUNT } }).isAssumableBy(Caller.service(service, { sourceAccount: ACCOUNT }));
    notLetIn(unless({ Service: service }, { DateGreaterThan: { 'aws:CurrentTime': '2024-01-01T00:00:00Z' } }), Caller.service(service));
  });

  test('of one region are those of all regions too', () => {
    notKeptOut(trusting({ Service: service }), Caller.service('states.eu-west-1.amazonaws.com'));
    notKeptOut(trusting({ Service: { 'Fn::Sub': 'states.${AWS::Region}.amazonaws.com' } }), Caller.service(service));
    trusting({ Service: { 'Fn::Sub': 'states.${AWS::Region}.amazonaws.com' } }).isNotAssumableBy(Caller.service('sns.amazonaws.com'));
  });

  test('that give their sessions tags need the right to, and give them all', () => {
    const pods = Caller.service('pods.eks.amazonaws.com');
    notLetIn(trusting({ Service: 'pods.eks.amazonaws.com' }), pods);
    notLetIn(trusting({ Service: 'rolesanywhere.amazonaws.com' }), Caller.service('rolesanywhere.amazonaws.com'));
    const both = ['sts:AssumeRole', 'sts:TagSession'];
    trusting({ Service: 'pods.eks.amazonaws.com' }, undefined, both).isAssumableBy(pods);
    notLetIn(trusting({ Service: 'pods.eks.amazonaws.com' }, { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['kubernetes-namespace'] } }, both), pods);
    const jobs = trusting({ Service: 'pods.eks.amazonaws.com' }, { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'jobs' } }, both);
    notKeptOut(jobs, pods);
    jobs.isAssumableBy(pods, { sessionTags: { 'kubernetes-namespace': 'jobs' } }).isNotAssumableBy(pods, { sessionTags: { 'kubernetes-namespace': 'web' } })
      .isNotAssumableBy(pods, { sessionTags: { 'kubernetes-pod-name': 'x' } });
  });
});

describe('federated callers', () => {
  const AUD = { [`${ISSUER}:aud`]: 'sts.amazonaws.com' };

  test.each<[string, any, Record<string, string>]>([
    ['an audience', { StringEquals: AUD, StringLike: { [`${ISSUER}:sub`]: 'repo:*' } }, { sub: 'repo:evil/x:pull_request' }],
    ['a subject', { StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'repo:acme/app:pull_request' } }, { aud: 'sts.amazonaws.com' }],
    ['an id', { StringEquals: { ...AUD, [`${ISSUER}:repository_id`]: '1' } }, { aud: 'sts.amazonaws.com', sub: 'repo:acme/app:pull_request' }],
    ['a claim that is not misspelt', { StringEquals: { [`${ISSUER}:sub`]: 'x' } }, { subject: 'x' }],
  ])('have %s too', (_, condition, claims) => notKeptOut(github(condition), Caller.webIdentity(ISSUER, claims)));

  test('are kept out by what the test says of them', () => {
    github({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'repo:acme/app:pull_request' } }).isNotAssumableBy(Caller.webIdentity(ISSUER, { sub: 'repo:evil/x:pull_request' }));
  });

  test('are kept out by a time and an address', () => {
    const provider = { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` };
    for (const condition of [{ DateGreaterThan: { 'aws:CurrentTime': '2024-01-01T00:00:00Z' } }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }]) {
      notLetIn(unless(provider, condition, 'sts:AssumeRoleWithWebIdentity'), Caller.webIdentity(ISSUER, { sub: 'x', aud: 'y' }));
    }
  });

  test('have an assertion that says more', () => {
    const provider = `arn:aws:iam::${ACCOUNT}:saml-provider/Okta`;
    const role = trusting({ Federated: provider }, { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }, 'sts:AssumeRoleWithSAML');
    notKeptOut(role, Caller.saml(provider, { sub: 'jane' }));
    role.isAssumableBy(Caller.saml(provider, { 'saml:aud': 'https://signin.aws.amazon.com/saml' }));
  });

  test.each<[string, () => Caller, string]>([
    ['a host in capitals', () => Caller.webIdentity('Token.actions.githubusercontent.com', {}), "The provider is none: got 'Token.actions.githubusercontent.com'. Write the host and path of its issuer in small letters, such as 'token.actions.githubusercontent.com', or the ARN of the provider."],
    ['an ARN of something else', () => Caller.webIdentity(`arn:aws:iam::${ACCOUNT}:saml-provider/Okta`, {}), "The provider is none: got 'arn:aws:iam::111122223333:saml-provider/Okta'. Write"],
    ['an issuer without TLS', () => Caller.kubernetesServiceAccount('http://example.com', 'a', 'b'), "The provider is none: got 'http://example.com'. Write"],
    ['the name of a SAML provider', () => Caller.saml('Okta', {}), "The SAML provider is no ARN of one: got 'Okta'. Write it as 'arn:aws:iam::111111111111:saml-provider/Okta'."],
    ['the id of a trust anchor', () => Caller.certificate('1f', { subject: {} }), "The trust anchor is no ARN of one: got '1f'. Write it as 'arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/1f…'."],
    ['the long name of an attribute', () => Caller.certificate(ANCHOR, { subject: { commonName: 'a' } }), "The attribute has another name in session tags: got 'commonName'. Write 'CN'."],
    ['an account of a source', () => Caller.service('sns.amazonaws.com', { sourceAccount: '1' }), "The account of the resource is none: got '1'. Write its 12 digits."],
  ])('%s is an error', (_, make, message) => expect(failureOf(make)).toContain(message));

  test('can have an issuer with or without its scheme', () => {
    github({ StringEquals: AUD }).isAssumableBy(Caller.webIdentity(`HTTPS://${ISSUER}`, { aud: 'sts.amazonaws.com' }));
  });
});

describe('certificates', () => {
  const ofIssuer = machines({ StringEquals: { 'aws:PrincipalTag/x509Issuer/CN': 'CA', 'aws:PrincipalTag/x509Subject/CN': 'a' } });

  test('have an issuer, whether a test says so or not', () => {
    notKeptOut(ofIssuer, Caller.certificate(ANCHOR, { subject: { CN: 'a' } }));
    ofIssuer.isNotAssumableBy(Caller.certificate(ANCHOR, { subject: { CN: 'b' } })).isNotAssumableBy(Caller.certificate(ANCHOR, { subject: { CN: 'a' }, issuer: { CN: 'Other' } }));
    const closed = machines({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['x509Subject/CN'] } });
    notLetIn(closed, Caller.certificate(ANCHOR, { subject: { CN: 'a' } }));
  });

  test('have no other attributes than those that a test says', () => {
    machines({ StringEquals: { 'aws:PrincipalTag/x509SAN/DNS': 'a.example.com' } }).isNotAssumableBy(Caller.certificate(ANCHOR, { subject: { CN: 'a' } }));
  });
});
