import { failureOf, lines, policyOf, roleTrusting } from './templates';
import { AccessAssertions } from '../../lib/testing/access-assertions';
import { Caller } from '../../lib/testing/caller';

const ACCOUNT = '111122223333';
const THEIRS = '444455556666';
const OPTIONS = { account: ACCOUNT };

const trusting = (Principal: any, more: object = {}, options: object = OPTIONS) => roleTrusting([{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }], {}, options);

describe('AWS accounts, roles and users', () => {
  const theirs = trusting({ AWS: `arn:aws:iam::${THEIRS}:root` });

  test('of an account that is trusted may assume the role', () => {
    theirs.isAssumableBy(Caller.account(THEIRS)).isAssumableBy(Caller.role(`arn:aws:iam::${THEIRS}:role/ci/Deploy`))
      .isAssumableBy(Caller.user(`arn:aws:iam::${THEIRS}:user/jane`)).isAssumableBy(Caller.session(`arn:aws:sts::${THEIRS}:assumed-role/Deploy/jane`));
  });

  test('of others may not', () => {
    theirs.isNotAssumableBy(Caller.account('777788889999')).isNotAssumableBy(Caller.role('arn:aws:iam::777788889999:role/Deploy'))
      .isNotAssumableBy(Caller.user('arn:aws:iam::777788889999:user/jane')).isNotAssumableBy(Caller.ownAccount()).isNotAssumableBy(Caller.anyone());
  });

  test('that are not trusted say so', () => {
    expect(failureOf(() => theirs.isAssumableBy(Caller.account('777788889999')))).toBe(lines(`
      Role 'Role' should be assumable by account 777788889999.
      Answer: deny, as no statement of a trust policy allows it.

      Nearest:
      - statement 1 of the trust policy, at Role/Properties/AssumeRolePolicyDocument/Statement/0
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"sts:AssumeRole"}
          Principal
            request:   arn:aws:iam::777788889999:root, arn:aws:\${iam or sts}::777788889999:\${whoever}
            statement: {"AWS":"arn:aws:iam::444455556666:root"}
    `));
  });

  test('that are trusted say so', () => {
    expect(failureOf(() => theirs.isNotAssumableBy(Caller.account(THEIRS)))).toBe(lines(`
      Role 'Role' should not be assumable by account 444455556666.
      Answer: allow, as statement 1 of the trust policy allows it.

      - statement 1 of the trust policy, at Role/Properties/AssumeRolePolicyDocument/Statement/0
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"sts:AssumeRole"}
    `));
  });

  test('are each one of an account, those too that are named', () => {
    const named = trusting({ AWS: `arn:aws:iam::${THEIRS}:role/Deploy` });
    named.isAssumableBy(Caller.role(`arn:aws:iam::${THEIRS}:role/Deploy`)).isNotAssumableBy(Caller.role(`arn:aws:iam::${THEIRS}:role/Other`));
    expect(failureOf(() => named.isNotAssumableBy(Caller.account(THEIRS)))).toContain('Principal (nobody can tell)');
    expect(failureOf(() => named.isAssumableBy(Caller.account(THEIRS)))).toContain('Answer: cannot tell');
  });

  test('are those of the template too', () => {
    const role = (Principal: any) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policyOf({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }) } });
    const access = AccessAssertions.fromTemplate({
      Resources: {
        First: role({ Service: 'ec2.amazonaws.com' }), Second: role({ Service: 'ec2.amazonaws.com' }), Third: role({ AWS: { 'Fn::GetAtt': ['First', 'Arn'] } }),
      },
    });
    access.role('Third').isAssumableBy(Caller.role('${First.Arn}')).isNotAssumableBy(Caller.role('${Second.Arn}')).isNotAssumableBy(Caller.anyone());
  });

  test('are who a parameter says', () => {
    const template = {
      Parameters: { Vendor: { Type: 'String' }, VendorRole: { Type: 'String' } },
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: policyOf(
              { Effect: 'Allow', Principal: { AWS: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${Vendor}:root' }, { Ref: 'VendorRole' }] }, Action: 'sts:AssumeRole' },
            ),
          },
        },
      },
    };
    AccessAssertions.fromTemplate(template).role('Role').isAssumableBy(Caller.account('${Vendor}')).isAssumableBy(Caller.role('${VendorRole}'));
    const known = AccessAssertions.fromTemplate(template, { parameters: { Vendor: THEIRS, VendorRole: 'arn:aws:iam::777788889999:role/X' } }).role('Role');
    known.isAssumableBy(Caller.account(THEIRS)).isNotAssumableBy(Caller.anyone());
    expect(failureOf(() => AccessAssertions.fromTemplate(template).role('Role').isNotAssumableBy(Caller.account(THEIRS))))
      .toMatch(/To get an answer: give 'Vendor' and 'VendorRole' a value in 'parameters' of AccessAssertions\.$/);
  });

  test('are everyone', () => {
    const open = trusting({ AWS: '*' });
    expect(failureOf(() => open.isNotAssumableBy(Caller.anyone()))).toContain('Answer: allow, as statement 1 of the trust policy allows it.');
    trusting({ AWS: '*' }, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }).isNotAssumableBy(Caller.anyone())
      .isAssumableBy(Caller.account(THEIRS), { organizationId: 'o-a1b2c3d4e5' }).isNotAssumableBy(Caller.account(THEIRS), { organizationId: 'o-other' });
  });

  test('that the template names are no stranger', () => {
    trusting({ AWS: ['999999999990', '999999999991'] }).isNotAssumableBy(Caller.anyone());
  });

  test.each<[string, () => Caller, string]>([
    ['an account', () => Caller.account('1111'), "The account is none: got '1111'. Write its 12 digits."],
    ['a role', () => Caller.role('Deploy'), "The role is no ARN of one: got 'Deploy'. Write it as 'arn:aws:iam::111111111111:role/Deploy'."],
    ['a session', () => Caller.session(`arn:aws:iam::${ACCOUNT}:role/Deploy`), `The session is no ARN of one: got 'arn:aws:iam::${ACCOUNT}:role/Deploy'. Write it as 'arn:aws:sts::111111111111:assumed-role/Deploy/jane'.`],
    ['a user', () => Caller.user('jane'), "The user is no ARN of one: got 'jane'. Write it as 'arn:aws:iam::111111111111:user/jane'."],
    ['a service', () => Caller.service('ec2'), "The service is no principal of one: got 'ec2'. Write it as 'ecs-tasks.amazonaws.com'."],
    ['a misspelt service', () => Caller.service('ecs-task.amazonaws.com'), "The service is not known: got 'ecs-task.amazonaws.com'. Did you mean 'ecs-tasks.amazonaws.com'?"],
  ])('%s that is none is an error', (_, make, message) => {
    expect(failureOf(make)).toBe(message);
  });
});

describe('what the caller says', () => {
  const caller = Caller.account(THEIRS);

  test('has the external ID', () => {
    const role = trusting({ AWS: THEIRS }, { Condition: { StringEquals: { 'sts:ExternalId': '7f3c2a9e' } } });
    role.isAssumableBy(caller, { externalId: '7f3c2a9e' }).isNotAssumableBy(caller).isNotAssumableBy(caller, { externalId: 'other' });
    expect(failureOf(() => role.isAssumableBy(caller, { externalId: 'other', mfa: true }))).toBe(lines(`
      Role 'Role' should be assumable by account 444455556666, with external ID 'other', MFA.
      Answer: deny, as no statement of a trust policy allows it.

      Nearest:
      - statement 1 of the trust policy, at Role/Properties/AssumeRolePolicyDocument/Statement/0
          {"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"7f3c2a9e"}}}
          Condition StringEquals sts:ExternalId
            request:   other
            statement: 7f3c2a9e
    `));
  });

  test('has the second factor, the address and the name of the session', () => {
    const conditions = { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, StringLike: { 'sts:RoleSessionName': 'acme-*' } };
    const role = trusting({ AWS: THEIRS }, { Condition: conditions });
    role.isAssumableBy(caller, { mfa: true, sourceIp: '203.0.113.7', sessionName: 'acme-1' }).isNotAssumableBy(caller, { sourceIp: '203.0.113.7', sessionName: 'acme-1' })
      .isNotAssumableBy(caller, { mfa: true, sourceIp: '198.51.100.1', sessionName: 'acme-1' }).isNotAssumableBy(caller, { mfa: true, sourceIp: '203.0.113.7', sessionName: 'other' })
      .isNotAssumableBy(Caller.role(`arn:aws:iam::${THEIRS}:role/Deploy`), { sourceIp: '203.0.113.7', sessionName: 'acme-1' });
    expect(failureOf(() => role.isAssumableBy(caller, { mfa: true, sourceIp: '203.0.113.7' })))
      .toMatch(/To get an answer: say in 'context' what the request has as 'sts:RoleSessionName', \[\] for nothing\.$/);
  });

  test('has tags and a source identity, which the trust must let', () => {
    const said = { sessionTags: { team: 'blue' }, transitiveTagKeys: ['team'], sourceIdentity: 'jane' };
    const both = trusting({ AWS: THEIRS }, {
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Condition: { 'StringEquals': { 'aws:RequestTag/team': 'blue', 'sts:SourceIdentity': 'jane' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'], 'sts:TransitiveTagKeys': ['team'] } },
    });
    both.isAssumableBy(caller, said).isNotAssumableBy(caller, { ...said, sessionTags: { team: 'red' } }).isNotAssumableBy(caller, { ...said, sessionTags: { team: 'blue', more: 'x' } });
    expect(failureOf(() => trusting({ AWS: THEIRS }).isAssumableBy(caller, said))).toMatch(
      /^Role 'Role' should be assumable by account 444455556666, with session tag team 'blue', source identity 'jane'\.\nAnswer: deny for sts:TagSession, as no statement of a trust policy allows it\./,
    );
  });

  test('can be anything else', () => {
    const role = trusting({ AWS: THEIRS }, { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } });
    role.isAssumableBy(caller, { context: { 'aws:PrincipalTag/team': ['blue'] } }).isNotAssumableBy(caller, { context: { 'aws:PrincipalTag/team': ['red'] } })
      .isNotAssumableBy(caller, { context: { 'aws:PrincipalTag/team': [] } }).isNotAssumableBy(caller, { anyOtherContext: false });
    expect(failureOf(() => role.isNotAssumableBy(caller))).toContain("'aws:PrincipalTag/team', [] for nothing");
    const externalId = trusting({ AWS: THEIRS }, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }).isNotAssumableBy(caller);
    expect(failureOf(() => externalId.isNotAssumableBy(caller, { anyOtherContext: true }))).toContain("'sts:ExternalId', [] for nothing");
  });

  test('can be what the template says', () => {
    const role = roleTrusting([{ Effect: 'Allow', Principal: { AWS: THEIRS }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'Id' } } } }], {
      sections: { Parameters: { Id: { Type: 'String' } } },
    });
    role.isAssumableBy(caller, { externalId: '${Id}' }).isNotAssumableBy(caller);
    expect(failureOf(() => role.isNotAssumableBy(caller, { externalId: 'x' }))).toMatch(/To get an answer: give 'Id' a value in 'parameters' of AccessAssertions\.$/);
  });
});

describe('services', () => {
  const ecs = Caller.service('ecs-tasks.amazonaws.com', { sourceAccount: ACCOUNT, sourceArn: `arn:aws:ecs:us-east-1:${ACCOUNT}:task/x` });
  const pinned = trusting({ Service: 'ecs-tasks.amazonaws.com' }, {
    Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:ecs:*:${AWS::AccountId}:*' } } },
  });

  test('come for a resource', () => {
    pinned.isAssumableBy(ecs).isNotAssumableBy(Caller.service('ecs-tasks.amazonaws.com', { sourceAccount: THEIRS, sourceArn: `arn:aws:ecs:us-east-1:${THEIRS}:task/x` }))
      .isNotAssumableBy(Caller.service('ecs-tasks.amazonaws.com', { sourceAccount: ACCOUNT }), { context: { 'aws:SourceArn': [] } }).isNotAssumableBy(Caller.service('ec2.amazonaws.com'));
  });

  test('come for a resource that must be said', () => {
    expect(failureOf(() => pinned.isAssumableBy(Caller.service('ecs-tasks.amazonaws.com'))))
      .toMatch(/To get an answer: say for whose resource the service comes, in the options of Caller\.service\(\)\.$/);
    expect(failureOf(() => pinned.isAssumableBy(Caller.service('ecs-tasks.amazonaws.com', { sourceAccount: THEIRS }))))
      .toMatch(/^Role 'Role' should be assumable by service 'ecs-tasks\.amazonaws\.com', aws:SourceAccount '444455556666'\./);
  });

  test('come from a region, where the trust names that of one', () => {
    const regional = trusting({ Service: ['states.eu-west-1.amazonaws.com', 'ecs.application-autoscaling.amazonaws.com'] });
    regional.isAssumableBy(Caller.service('states.eu-west-1.amazonaws.com')).isNotAssumableBy(Caller.service('states.us-east-1.amazonaws.com'))
      .isNotAssumableBy(Caller.service('ecs.amazonaws.com')).cannotBePassedTo('ecs.amazonaws.com');
    expect(failureOf(() => regional.isNotAssumableBy(Caller.service('states.amazonaws.com')))).toContain('states.${the region of the service}.amazonaws.com');
    expect(failureOf(() => regional.isAssumableBy(Caller.service('states.amazonaws.com')))).toContain('Answer: cannot tell');
    expect(failureOf(() => regional.cannotBePassedTo('states.amazonaws.com'))).toContain('Answer: cannot tell');
  });

  test('come for an organization', () => {
    trusting({ Service: 'states.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } } })
      .isAssumableBy(Caller.service('states.amazonaws.com', { sourceOrganizationId: 'o-a1b2c3d4e5' })).isNotAssumableBy(Caller.service('states.amazonaws.com', { sourceOrganizationId: 'o-other' }));
  });

  test('are those of the partition', () => {
    trusting({ Service: { 'Fn::Sub': 'ec2.${AWS::URLSuffix}' } }, {}, { region: 'cn-north-1' }).isAssumableBy(Caller.service('ec2.amazonaws.com.cn'))
      .isNotAssumableBy(Caller.service('ec2.amazonaws.com'));
    trusting({ Service: { 'Fn::Sub': 'ec2.${AWS::URLSuffix}' } }).isAssumableBy(Caller.service('ec2.amazonaws.com'));
  });
});

describe('federated callers', () => {
  const ISSUER = 'token.actions.githubusercontent.com';
  const github = trusting({ Federated: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${ISSUER}` } }, {
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: 'repo:acme/app:ref:refs/heads/main' } },
  });

  test('have claims', () => {
    const claims = { sub: 'repo:acme/app:ref:refs/heads/main', aud: 'sts.amazonaws.com' };
    github.isAssumableBy(Caller.webIdentity(ISSUER, claims)).isAssumableBy(Caller.webIdentity(`https://${ISSUER}`, claims))
      .isAssumableBy(Caller.webIdentity(`arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`, claims))
      .isNotAssumableBy(Caller.webIdentity(ISSUER, { ...claims, sub: 'repo:acme/other:ref:refs/heads/main' })).isNotAssumableBy(Caller.webIdentity(ISSUER, { ...claims, aud: 'x' }))
      .isNotAssumableBy(Caller.webIdentity('gitlab.com', claims));
    expect(failureOf(() => github.isAssumableBy(Caller.webIdentity(ISSUER, { ...claims, sub: 'repo:acme/app:pull_request' })))).toBe(lines(`
      Role 'Role' should be assumable by web identity of 'token.actions.githubusercontent.com', sub 'repo:acme/app:pull_request', aud 'sts.amazonaws.com'.
      Answer: deny, as no statement of a trust policy allows it.

      Nearest:
      - statement 1 of the trust policy, at Role/Properties/AssumeRolePolicyDocument/Statement/0
          {"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":"repo:acme/app:ref:refs/heads/main"}}}
          Condition StringEquals token.actions.githubusercontent.com:sub
            request:   repo:acme/app:pull_request
            statement: repo:acme/app:ref:refs/heads/main
    `));
  });

  test('have claims with several values in the context', () => {
    trusting({ Federated: 'cognito-identity.amazonaws.com' }, {
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { 'StringEquals': { 'cognito-identity.amazonaws.com:aud': 'us-east-1:1' }, 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' } },
    }).isAssumableBy(Caller.webIdentity('cognito-identity.amazonaws.com', { aud: 'us-east-1:1' }, undefined), { context: { 'cognito-identity.amazonaws.com:amr': ['authenticated', 'x'] } })
      .isNotAssumableBy(Caller.webIdentity('cognito-identity.amazonaws.com', { aud: 'us-east-1:1', amr: 'unauthenticated' }));
  });

  test('are pods, of an issuer that is known, or that is only known once deployed', () => {
    const trust = (issuer: string) => `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${issuer}"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"${issuer}:aud":"sts.amazonaws.com","${issuer}:sub":"system:serviceaccount:jobs:worker"}}}]}`;
    const template = (document: any) => ({ Resources: { Cluster: { Type: 'AWS::EKS::Cluster' }, Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document } } } });
    const issuer = { 'Fn::Select': [1, { 'Fn::Split': ['https://', { 'Fn::GetAtt': ['Cluster', 'OpenIdConnectIssuerUrl'] }] }] };
    const late = AccessAssertions.fromTemplate(template({ 'Fn::Sub': [trust('${Issuer}'), { Issuer: issuer }] })).role('Role');
    late.isAssumableBy(Caller.kubernetesServiceAccount('${Cluster.OpenIdConnectIssuerUrl}', 'jobs', 'worker'))
      .isNotAssumableBy(Caller.kubernetesServiceAccount('${Cluster.OpenIdConnectIssuerUrl}', 'jobs', 'other'))
      .isNotAssumableBy(Caller.anyone());
    const known = AccessAssertions.fromTemplate(template({ 'Fn::Sub': trust('oidc.example.com/id/1') })).role('Role');
    known.isAssumableBy(Caller.kubernetesServiceAccount('https://oidc.example.com/id/1', 'jobs', 'worker')).isNotAssumableBy(Caller.kubernetesServiceAccount('https://oidc.example.com/id/2', 'jobs', 'worker'));
  });

  test('have an issuer that is said', () => {
    trusting({ Federated: { Ref: 'Role' } }, { Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { 'example.com:sub': 'x' } } })
      .isAssumableBy(Caller.webIdentity('${Role}', { sub: 'x' }, 'example.com')).isNotAssumableBy(Caller.webIdentity('${Role}', { sub: 'y' }, 'example.com'));
  });

  test('have an assertion', () => {
    const provider = `arn:aws:iam::${ACCOUNT}:saml-provider/Corp`;
    trusting({ Federated: provider }, { Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'], Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml', 'SAML:sub_type': 'persistent' } } })
      .isAssumableBy(Caller.saml(provider, { aud: 'https://signin.aws.amazon.com/saml', sub_type: 'persistent' }), { sessionTags: { team: 'blue' } })
      .isNotAssumableBy(Caller.saml(provider, { 'aud': 'https://signin.aws.amazon.com/saml', 'saml:sub_type': 'transient' }))
      .isNotAssumableBy(Caller.saml(`arn:aws:iam::${ACCOUNT}:saml-provider/Other`, { aud: 'https://signin.aws.amazon.com/saml', sub_type: 'persistent' }))
      .isNotAssumableBy(Caller.webIdentity('example.com', {}));
  });
});

describe('certificates', () => {
  const anchor = `arn:aws:rolesanywhere:us-east-1:${ACCOUNT}:trust-anchor/11111111-1111-4111-8111-111111111111`;
  const actions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
  const conditions = {
    ArnEquals: { 'aws:SourceArn': anchor },
    StringEquals: {
      'aws:PrincipalTag/x509Subject/CN': 'backup-1',
      'aws:PrincipalTag/x509Subject/OU': 'Ops/Storage',
      'aws:PrincipalTag/x509Issuer/CN': 'Acme CA',
      'aws:PrincipalTag/x509SAN/DNS': 'backup-1.example.com',
      'aws:PrincipalTag/x509SAN/URI': 'spiffe://example.com/b',
      'aws:PrincipalTag/x509SAN/Name/CN': 'b',
      'sts:SourceIdentity': 'CN=backup-1',
      'sts:RoleSessionName': '0a',
    },
  };
  const role = trusting({ Service: 'rolesanywhere.amazonaws.com' }, { Action: actions, Condition: conditions });
  const certificate = {
    subject: { CN: 'backup-1', OU: 'Ops/Storage' }, issuer: { CN: 'Acme CA' }, dns: 'backup-1.example.com', uri: 'spiffe://example.com/b', directoryName: { CN: 'b' }, serialNumber: '0a',
  };

  test('get the role by their attributes', () => {
    role.isAssumableBy(Caller.certificate(anchor, certificate)).isNotAssumableBy(Caller.certificate(anchor, { subject: { CN: 'backup-1' } }))
      .isNotAssumableBy(Caller.certificate(anchor, { ...certificate, subject: { CN: 'backup-2', OU: 'Ops/Storage' } }))
      .isNotAssumableBy(Caller.certificate(anchor.replace(/1$/, '2'), certificate)).isNotAssumableBy(Caller.certificate(anchor.replace('us-east-1', 'us-west-2'), certificate));
  });

  test('need all three actions', () => {
    const two = trusting({ Service: 'rolesanywhere.amazonaws.com' }, { Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { ArnEquals: { 'aws:SourceArn': anchor } } });
    expect(failureOf(() => two.isAssumableBy(Caller.certificate(anchor, { subject: { CN: 'backup-1' } })))).toMatch(
      /^Role 'Role' should be assumable by certificate of 'arn:[^']+', CN 'backup-1'\.\nAnswer: deny for sts:SetSourceIdentity, as no statement of a trust policy allows it\./,
    );
  });

  test('are of an anchor of the template', () => {
    const trust = { Effect: 'Allow', Principal: { Service: 'rolesanywhere.amazonaws.com' }, Action: actions, Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Anchor', 'TrustAnchorArn'] } } } };
    const resources = { Anchor: { Type: 'AWS::RolesAnywhere::TrustAnchor', Properties: { Name: 'a' } }, Other: { Type: 'AWS::RolesAnywhere::TrustAnchor', Properties: { Name: 'b' } } };
    roleTrusting([trust], { resources }).isAssumableBy(Caller.certificate('${Anchor.TrustAnchorArn}', { subject: { CN: 'x' } }))
      .isNotAssumableBy(Caller.certificate('${Other.TrustAnchorArn}', { subject: { CN: 'x' } })).isNotAssumableBy(Caller.certificate(anchor, { subject: { CN: 'x' } }));
  });
});
