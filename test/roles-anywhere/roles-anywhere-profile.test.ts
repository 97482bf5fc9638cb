import { App, Aws, CfnParameter, Duration, Stack, Tags, aws_iam as iam, aws_rolesanywhere as rolesanywhere, aws_s3 as s3 } from 'aws-cdk-lib';
import type { CertificateAttributes, RolesAnywhereOptions, RolesAnywhereProfileProps } from '../../lib';
import { Access, AccessCondition, ApplicationRole, AttributeMapping, CertificateMatch, ConditionOperator, CredentialSource, Restriction, RolesAnywherePrincipal, RolesAnywhereProfile, RolesAnywhereRole, S3Access, ServiceResource, SessionPolicy, StringMatch } from '../../lib';
import { newStack, normalized, onlyResource, permissionsOf, templateOf, trustOf, warningsOf } from '../helpers';

const ANCHOR_ARN = 'arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/11111111-1111-4111-8111-111111111111';
const PROFILE_ARN = 'arn:aws:rolesanywhere:us-east-1:111122223333:profile/33333333-3333-4333-8333-333333333333';
const HERE = { account: '111122223333', region: 'us-east-1' };
const ALICE = CertificateMatch.of({ subject: { commonName: StringMatch.exactly('Alice') } });

function anchor(scope: Stack, arn = ANCHOR_ARN): rolesanywhere.ITrustAnchorRef {
  const [id] = arn.split('/').slice(-1);
  const known = scope.node.tryFindChild(`${id}${arn.split(':')[3]}`) as unknown as rolesanywhere.ITrustAnchorRef | undefined;
  return known ?? rolesanywhere.CfnTrustAnchor.fromTrustAnchorArn(scope, `${id}${arn.split(':')[3]}`, arn);
}
const profileOf = (stack: Stack) => onlyResource(stack, 'AWS::RolesAnywhere::Profile');
const namedBy = (attributes: CertificateAttributes) => CertificateMatch.of(attributes);
const value = (text: string) => StringMatch.exactly(text);

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});

function roleOf(options: Partial<RolesAnywhereOptions> = {}, id = 'Role', more: { maxSessionDuration?: Duration } = {}): RolesAnywhereRole {
  return new RolesAnywhereRole(stack, id, { trustAnchors: [anchor(stack)], certificate: ALICE, ...options, ...more });
}

function profile(props: Partial<RolesAnywhereProfileProps> = {}, id = 'Profile'): RolesAnywhereProfile {
  return new RolesAnywhereProfile(stack, id, { roles: props.roles ?? [roleOf()], ...props });
}

/** What keeps the stack from being synthesized. */
function problemsOf(): string[] {
  try {
    templateOf(stack);
    return [];
  } catch (error: any) {
    return String(error.message).split('\n').map((line) => line.trim()).filter((line) => line.startsWith('[')).map((line) => line.replace(/^\[[^\]]+\] /, ''));
  }
}

describe('a profile', () => {
  test('with what it needs alone', () => {
    const made = profile();
    expect(profileOf(stack)).toEqual({
      AcceptRoleSessionName: false,
      DurationSeconds: 3600,
      Enabled: true,
      Name: 'Stack-Profile-0DFDF7B1',
      RoleArns: [{ 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] }],
    });
    expect(stack.resolve([made.profileArn, made.profileId, made.profileRef])).toEqual([
      { 'Fn::GetAtt': ['Profile6F32097C', 'ProfileArn'] },
      { 'Fn::GetAtt': ['Profile6F32097C', 'ProfileId'] },
      { profileArn: { 'Fn::GetAtt': ['Profile6F32097C', 'ProfileArn'] }, profileId: { 'Fn::GetAtt': ['Profile6F32097C', 'ProfileId'] } },
    ]);
  });

  test('with every prop', () => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    const made = profile({
      roles: [roleOf({}, 'Role', { maxSessionDuration: Duration.hours(12) }), iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/backup')],
      profileName: 'backup servers_1',
      enabled: false,
      sessionDuration: Duration.hours(12),
      sessionPolicy: SessionPolicy.allow(S3Access.writeObjects(bucket, { prefix: 'servers/' })),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
      attributeMappings: [AttributeMapping.subject('CN', 'OU'), AttributeMapping.issuer('O'), AttributeMapping.subjectAlternativeName('DNS', 'Name')],
      acceptRoleSessionName: true,
    });
    Tags.of(made).add('team', 'storage');
    const { SessionPolicy: policy, ManagedPolicyArns, ...rest } = profileOf(stack);
    expect(rest).toEqual({
      AcceptRoleSessionName: true,
      AttributeMappings: [
        { CertificateField: 'x509Subject', MappingRules: [{ Specifier: 'CN' }, { Specifier: 'OU' }] },
        { CertificateField: 'x509Issuer', MappingRules: [{ Specifier: 'O' }] },
        { CertificateField: 'x509SAN', MappingRules: [{ Specifier: 'DNS' }, { Specifier: 'Name/*' }] },
      ],
      DurationSeconds: 43200,
      Enabled: false,
      Name: 'backup servers_1',
      RoleArns: [{ 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] }, 'arn:aws:iam::111122223333:role/backup'],
      Tags: [{ Key: 'team', Value: 'storage' }],
    });
    expect(normalized(ManagedPolicyArns)).toEqual('arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess');
    expect(normalized(policy)).toBe('{"Version":"2012-10-17","Statement":[{"Action":"s3:PutObject","Effect":"Allow","Resource":"${Bucket83908E77.Arn}/servers/*"}]}');
  });

  test('that maps one field maps the others as AWS does', () => {
    profile({ attributeMappings: [AttributeMapping.subject('*')] });
    expect(profileOf(stack).AttributeMappings).toEqual([
      { CertificateField: 'x509Subject', MappingRules: [{ Specifier: '*' }] },
      { CertificateField: 'x509Issuer', MappingRules: [{ Specifier: '*' }] },
      { CertificateField: 'x509SAN', MappingRules: [{ Specifier: 'DNS' }, { Specifier: 'URI' }, { Specifier: 'Name/*' }] },
    ]);
  });

  test('has up to 250 roles', () => {
    profile({ roles: Array.from({ length: 250 }, (_, i) => iam.Role.fromRoleName(stack, `R${i}`, `role-${i}`)) });
    expect(profileOf(stack).RoleArns).toHaveLength(250);
  });

  test('may take its duration from a parameter', () => {
    const { valueAsNumber } = new CfnParameter(stack, 'Seconds', { type: 'Number', minValue: 900, maxValue: 43200 });
    const role = roleOf();
    (role.node.defaultChild as iam.CfnRole).maxSessionDuration = valueAsNumber;
    profile({ roles: [role], sessionDuration: Duration.seconds(valueAsNumber) });
    expect(profileOf(stack).DurationSeconds).toEqual({ Ref: 'Seconds' });
  });

  test('is made after the one before it', () => {
    const roles = [roleOf()];
    profile({ roles }, 'First');
    profile({ roles }, 'Second');
    const profiles = Object.values<any>(templateOf(stack).Resources).filter(({ Type }) => Type === 'AWS::RolesAnywhere::Profile');
    expect(profiles.map(({ DependsOn }) => DependsOn)).toEqual([undefined, [expect.stringMatching(/^First/)]]);
  });

  test.each<[string, () => unknown, string]>([
    ['no role', () => profile({ roles: [] }), 'The list of roles of the profile is empty. Name at least one, such as a RolesAnywhereRole.'],
    ['251 roles', () => profile({ roles: Array.from({ length: 251 }, (_, i) => iam.Role.fromRoleName(stack, `R${i}`, `role-${i}`)) }),
      'The profile has too many roles: got 251. IAM Roles Anywhere takes up to 250 in one profile. Make several profiles.'],
    ['a role twice', () => {
      const role = roleOf();
      profile({ roles: [role, role.node.defaultChild as iam.CfnRole] });
    }, "The role 'Stack/Role/Resource' is given to the profile twice. Give it once."],
    ['a name with a dot', () => profile({ profileName: 'a.b' }), "The name of the profile has a character that IAM Roles Anywhere refuses: got '.' in 'a.b'. Allowed: 1 to 255 letters, digits, blanks, hyphens and underscores."],
    ['a minute', () => profile({ sessionDuration: Duration.seconds(60) }), "The duration of sessions is not one that IAM Roles Anywhere takes: got '1 minute'. Allowed: 15 minutes to 12 hours (900 to 43200 whole seconds)."],
    ['a part of a second', () => profile({ sessionDuration: Duration.millis(900_500) }), 'The duration of sessions is not one that IAM Roles Anywhere takes: got'],
    ['13 hours', () => profile({ sessionDuration: Duration.hours(13) }), "got '13 hours'"],
    ['11 managed policies', () => profile({ managedPolicies: Array.from({ length: 11 }, (_, i) => iam.ManagedPolicy.fromAwsManagedPolicyName(`P${i}`)) }),
      'The profile has too many managed session policies: got 11. STS takes up to 10. Put statements together.'],
    ['no mapping in the list', () => profile({ attributeMappings: [] }), 'The list of attribute mappings is empty. Give at least one, or leave it out for what AWS maps by default.'],
    ['a field mapped twice', () => profile({ attributeMappings: [AttributeMapping.subject('CN'), AttributeMapping.subject('OU')] }), "The mapping of 'x509Subject' is given twice. Give one mapping all attributes of the field."],
  ])('is refused: %s', (_, make, text) => {
    expect(make).toThrow(text);
  });

  test('of another account than its role is refused', () => {
    stack = new Stack(new App(), 'Stack', { env: HERE });
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/backup');
    expect(() => profile({ roles: [role] })).toThrow("The role 'Stack/Role' is in another account than 'Stack/Profile': got '444455556666', where the stack is in '111122223333'.");
  });

  test('with tags that AWS refuses is refused', () => {
    Tags.of(profile()).add('team', 'a,b');
    expect(problemsOf()).toEqual(["The value of the tag 'team' has a character that IAM Roles Anywhere refuses: got ',' in 'a,b'. Allowed: 0 to 256 letters, digits, blanks and _ . : / = + @ -."]);
  });
});

describe('an imported profile', () => {
  test('is known by its ARN', () => {
    const imported = RolesAnywhereProfile.fromProfileArn(stack, 'Profile', PROFILE_ARN);
    expect(imported.profileRef).toEqual({ profileArn: PROFILE_ARN, profileId: '33333333-3333-4333-8333-333333333333' });
    expect(imported.env).toEqual(HERE);
  });

  test('may have an ARN that is known later', () => {
    const { valueAsString } = new CfnParameter(stack, 'Arn');
    expect(() => RolesAnywhereProfile.fromProfileArn(stack, 'Profile', valueAsString)).not.toThrow();
  });

  test.each(['backup', ANCHOR_ARN, `${PROFILE_ARN}/x`, PROFILE_ARN.replace('111122223333', '')])('is refused with another text: %s', (arn) => {
    expect(() => RolesAnywhereProfile.fromProfileArn(stack, 'Profile', arn)).toThrow(/^The ARN of the profile is none: got '.+'\. Write it as 'arn:aws:rolesanywhere:us-east-1:111111111111:profile\/…'\.$/);
  });
});

describe('the mapping of attributes', () => {
  test.each<[string, () => unknown, string]>([
    ['nothing of the subject', () => AttributeMapping.subject(), "The mapping of x509Subject is empty. Name at least one, such as 'CN', or leave the mapping out for all."],
    ['nothing of the alternative names', () => AttributeMapping.subjectAlternativeName(), "such as 'DNS', or leave the mapping out"],
    ['a sentence', () => AttributeMapping.issuer('common name'), "The mapping of x509Issuer names no attribute: got 'common name'. Allowed: * alone, and attributes such as CN, OU, O, L, ST, C or an OID."],
    ['an empty text', () => AttributeMapping.issuer(''), "got ''"],
    ['what is no text', () => AttributeMapping.subject(1 as any), "got '1'"],
    ['what is known later', () => AttributeMapping.subject(new CfnParameter(stack, 'P').valueAsString), "got '{Ref}'"],
    ['a pattern', () => AttributeMapping.subject('C*'), "got 'C*'"],
    ['all alternative names', () => AttributeMapping.subjectAlternativeName('*'),
      "The mapping of x509SAN names no attribute: got '*'. Allowed: DNS, URI, Name/* and Name/<attribute>, such as Name/CN. What * is of DNS names, URIs or alternative names as a whole is not defined."],
    ['all DNS names', () => AttributeMapping.subjectAlternativeName('DNS/*'), 'is not defined.'],
    ['the IP address', () => AttributeMapping.subjectAlternativeName('IP'), "got 'IP'. Allowed: DNS, URI, Name/* and Name/<attribute>, such as Name/CN."],
    ['an attribute that is too long', () => AttributeMapping.subject('A'.repeat(61)), 'The mapping of x509Subject names an attribute that is too long: got 61 characters'],
    ['an attribute twice', () => AttributeMapping.subject('CN', 'cn'), "The mapping of x509Subject names 'cn' twice. Name it once."],
    ['an attribute and all', () => AttributeMapping.subject('*', 'CN'), "The mapping of x509Subject names 'CN' beside '*', which maps it already. Leave one of them out."],
    ['an attribute of a directory name and all', () => AttributeMapping.subjectAlternativeName('DNS', 'Name/CN', 'Name/'), "The mapping of x509SAN names 'Name/CN' beside 'Name/*', which maps it already."],
  ])('is refused: %s', (_, make, text) => {
    expect(make).toThrow(text);
  });

  test.each<[string, () => AttributeMapping, string[]]>([
    ['an OID', () => AttributeMapping.subject('2.5.4.3'), ['2.5.4.3']],
    ['the longest attribute', () => AttributeMapping.issuer('A'.repeat(60)), ['A'.repeat(60)]],
    ['a directory name in its three forms', () => AttributeMapping.subjectAlternativeName('Name/', 'DNS', 'URI'), ['Name/*', 'DNS', 'URI']],
  ])('may be %s', (_, make, specifiers) => {
    expect(make()._specifiers).toEqual(specifiers);
  });
});

describe('the session policy', () => {
  const policyText = () => normalized(profileOf(stack).SessionPolicy);
  const transport = () => Restriction.denyActions(['*']).when(AccessCondition.of(ConditionOperator.BOOL, 'aws:SecureTransport', 'false'));

  test('has what accesses give, in as few statements as say it', () => {
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'backups');
    profile({ sessionPolicy: SessionPolicy.allow(S3Access.readObjects(bucket, { prefix: 'a/' }), S3Access.readObjects(bucket, { prefix: 'b/' })).restrict(transport()) });
    const text = policyText();
    expect(text).not.toMatch(/\s/);
    expect(JSON.parse(text)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Effect: 'Deny', Resource: '*' },
        { Action: 's3:GetObject', Effect: 'Allow', Resource: ['arn:${AWS::Partition}:s3:::backups/a/*', 'arn:${AWS::Partition}:s3:::backups/b/*'] },
      ],
    });
  });

  test('can allow all but something', () => {
    profile({ sessionPolicy: SessionPolicy.allowAllBut(transport()) });
    expect(JSON.parse(policyText()).Statement.map(({ Effect, Action }: any) => [Effect, Action])).toEqual([['Deny', '*'], ['Allow', '*']]);
  });

  test('can be a document, which others may still add to', () => {
    const document = new iam.PolicyDocument();
    profile({ sessionPolicy: SessionPolicy.fromDocument(document) });
    document.addStatements(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    expect(JSON.parse(policyText()).Statement).toEqual([{ Action: 's3:GetObject', Effect: 'Allow', Resource: '*' }]);
  });

  const NOTHING = 'The session policy allows nothing, so a session could do nothing at all: it limits what the role may do and gives nothing by itself. Use SessionPolicy.allowAllBut() to refuse some of it.';
  const statement = (props: iam.PolicyStatementProps) => new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'], ...props })] });
  test.each<[string, () => SessionPolicy, string[]]>([
    ['an empty document', () => SessionPolicy.fromDocument(new iam.PolicyDocument()), [NOTHING]],
    ['a document that refuses alone', () => SessionPolicy.fromDocument(statement({ effect: iam.Effect.DENY })), [NOTHING]],
    ['a document with a principal', () => SessionPolicy.fromDocument(statement({ principals: [new iam.AccountRootPrincipal()] })), ['A PolicyStatement used in an identity-based policy cannot specify any IAM principals.']],
  ])('is refused: %s', (_, make, expected) => {
    profile({ sessionPolicy: make() });
    expect(problemsOf()).toEqual(expected);
  });

  test('may refuse alone what managed policies allow', () => {
    profile({ sessionPolicy: SessionPolicy.fromDocument(statement({ effect: iam.Effect.DENY })), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] });
    expect(problemsOf()).toEqual([]);
  });

  test.each<[string, () => unknown, string]>([
    ['no access', () => SessionPolicy.allow(), 'The list of accesses of the session policy is empty. Give at least one, such as S3Access.readObjects(bucket), or use SessionPolicy.allowAllBut().'],
    ['no restriction', () => SessionPolicy.allowAllBut(), "The list of restrictions of the session policy is empty. Give at least one, such as Restriction.denyActions(['s3:DeleteObject']), or leave it out."],
    ['a restriction of a document', () => SessionPolicy.fromDocument(new iam.PolicyDocument()).restrict(transport()), 'A session policy from a document cannot be restricted, as it stays what it is. Add the statements to the document.'],
  ])('is refused at once: %s', (_, make, text) => {
    expect(make).toThrow(text);
  });

  test('of 3,000 characters is refused', () => {
    profile({ sessionPolicy: SessionPolicy.allow(Access.actions(['s3:GetObject'], [`arn:aws:s3:::backups/${'a'.repeat(2_900)}`])) });
    expect(problemsOf()).toEqual(['The session policies are too large: at least 3016 characters in the document. STS takes 2048. Put what is common to all sessions into the role, or use managed policies.']);
  });

  test('counts the ARNs of managed policies, and both up to the last character', () => {
    const arn = 'arn:aws:iam::111122223333:policy/backup';
    const withKey = (length: number) => SessionPolicy.allow(Access.actions(['s3:GetObject'], [`arn:aws:s3:::backups/${'a'.repeat(length)}`]));
    const room = 2_048 - 116 - arn.length;
    const managedPolicies = [iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', arn)];
    profile({ sessionPolicy: withKey(room), managedPolicies });
    expect(problemsOf()).toEqual([]);

    stack = newStack();
    profile({ sessionPolicy: withKey(room + 1), managedPolicies });
    expect(problemsOf()).toEqual(['The session policies are too large: at least 2049 characters in the document and the ARNs of the managed policies. STS takes 2048. Put what is common to all sessions into the role, or use managed policies.']);
  });

  test('may be managed policies alone', () => {
    profile({ managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] });
    expect(problemsOf()).toEqual([]);
  });
});

describe('a role in a profile', () => {
  const plain = (assumedBy: iam.IPrincipal, props: Partial<iam.RoleProps> = {}) => new iam.Role(stack, 'Role', { assumedBy, ...props });

  test.each<[string, () => iam.IRoleRef]>([
    ['a role of another service', () => plain(new iam.ServicePrincipal('ec2.amazonaws.com'))],
    ['an ApplicationRole of another service', () => new ApplicationRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') })],
    ['an L1 role', () => new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: { Statement: [{ Effect: 'Deny', Principal: { Service: 'rolesanywhere.amazonaws.com' }, Action: 'sts:AssumeRole' }] } })],
  ])('must trust IAM Roles Anywhere: %s', (_, make) => {
    profile({ roles: [make()] });
    expect(problemsOf()).toEqual(["The role 'Stack/Role' does not trust IAM Roles Anywhere, so the profile 'Stack/Profile' gives it to nobody. Make it as a RolesAnywhereRole, or with RolesAnywherePrincipal."]);
  });

  test.each<[string, () => iam.IRoleRef]>([
    ['an imported role', () => iam.Role.fromRoleName(stack, 'Role', 'backup')],
    ['a plain role with our principal', () => plain(RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }))],
    ['a role with other callers too', () => plain(new iam.CompositePrincipal(new iam.AccountRootPrincipal(), RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE })))],
    ['a role with an exclusion beside what it demands', () => plain(RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: namedBy({ subject: { commonName: StringMatch.like('web-*') } }) })
      .withConditions({ StringNotEquals: { 'aws:PrincipalTag/x509Subject/CN': 'web-9' } }))],
    ['a plain role with longer sessions', () => plain(RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }), { maxSessionDuration: Duration.hours(2) })],
  ])('is taken: %s', (_, make) => {
    profile({ roles: [make()] });
    expect(problemsOf()).toEqual([]);
    expect(warningsOf(stack)).toEqual([]);
  });

  const trusting = (Condition: object | undefined, Service: any) => new iam.CfnRole(stack, 'Role', {
    assumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service }, Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], Condition }] },
  });
  const MAY_VANISH = { 'Fn::If': ['IsPinned', ANCHOR_ARN, { Ref: 'AWS::NoValue' }] };
  const SERVICE = 'rolesanywhere.amazonaws.com';
  test.each<[string, object | undefined, any]>([
    ['whose value may be missing', { ArnEquals: { 'aws:SourceArn': MAY_VANISH } }, SERVICE],
    ['whose value is missing', { ArnEquals: { 'aws:SourceArn': { Ref: 'AWS::NoValue' } } }, SERVICE],
    ['without values', { ArnEquals: { 'aws:SourceArn': [] } }, SERVICE],
    ['that may be missing as a whole', { 'Fn::If': ['IsPinned', { ArnEquals: { 'aws:SourceArn': ANCHOR_ARN } }, { Ref: 'AWS::NoValue' }] }, SERVICE],
    ['that is missing, for the service as a function writes it', undefined, { 'Fn::Sub': 'rolesanywhere.${AWS::URLSuffix}' }],
  ])('must name the trust anchors with a condition, and not with one %s', (_, condition, service) => {
    profile({ roles: [trusting(condition, service)] });
    expect(problemsOf()).toEqual([expect.stringContaining('The trust policy lets in the certificates of every trust anchor of the account')]);
  });

  test('of CDK\'s own is looked at by the profile', () => {
    profile({ roles: [plain(new iam.ServicePrincipal('rolesanywhere.amazonaws.com'))] });
    expect(problemsOf()).toEqual([
      "The role 'Stack/Role': The trust policy lets IAM Roles Anywhere in without sts:TagSession and sts:SetSourceIdentity, and no certificate gets a role without all of sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity. Add what is missing, or use RolesAnywherePrincipal.",
      "The role 'Stack/Role': The trust policy lets in the certificates of every trust anchor of the account, whoever made it: a statement for 'rolesanywhere.amazonaws.com' does not test aws:SourceArn. Name the trust anchors (ArnEquals aws:SourceArn), or use RolesAnywherePrincipal.",
    ]);
  });

  test('of CDK\'s own that takes every certificate is warned of by the profile', () => {
    profile({ roles: [plain(RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)] }))] });
    expect(problemsOf()).toEqual([]);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^The role 'Stack\/Role': Every certificate of the trust anchor gets the role/)]);
  });

  test('of ours that takes every certificate is warned of once', () => {
    profile({ roles: [roleOf({ certificate: undefined })] });
    expect(problemsOf()).toEqual([]);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^Every certificate of the trust anchor gets the role/)]);
  });

  const TOO_LONG = (role: number, seconds: number) => `The role 'Stack/Role' gives sessions of ${role} seconds at most, and the profile 'Stack/Profile' is for ${seconds}: they would all fail. Shorten 'sessionDuration', or raise 'maxSessionDuration' of the role.`;
  test.each<[string, () => iam.IRoleRef, string[]]>([
    ['a role that says nothing of it', () => roleOf(), [TOO_LONG(3600, 7200)]],
    ['a role with shorter ones', () => roleOf({}, 'Role', { maxSessionDuration: Duration.minutes(90) }), [TOO_LONG(5400, 7200)]],
    ['a role with as long ones', () => roleOf({}, 'Role', { maxSessionDuration: Duration.hours(2) }), []],
    ['an imported role', () => iam.Role.fromRoleName(stack, 'Role', 'backup'), []],
    ['a role whose duration is overridden', () => {
      const role = roleOf();
      (role.node.defaultChild as iam.CfnRole).addPropertyOverride('MaxSessionDuration', 7000);
      return role;
    }, [TOO_LONG(7000, 7200)]],
    ['a role that does not trust the service either', () => plain(new iam.ServicePrincipal('ec2.amazonaws.com')), [TOO_LONG(3600, 7200), expect.stringContaining('does not trust IAM Roles Anywhere')]],
  ])('is not for shorter sessions than the profile: %s', (_, make, expected) => {
    profile({ roles: [make()], sessionDuration: Duration.hours(2) });
    expect(problemsOf()).toEqual(expected);
  });

  const NEVER = (whole: boolean, attribute: string) =>
    `${whole ? 'The trust' : 'A part of the trust'} of the role 'Stack/Role' can never be met with the profile 'Stack/Profile': it demands the attribute '${attribute}' of the certificate, which the attribute mapping of the profile leaves out. Map it with AttributeMapping, or test another attribute.`;
  test.each<[string, CertificateMatch, AttributeMapping[], string[]]>([
    ['the common name of the subject', ALICE, [AttributeMapping.subject('OU')], [NEVER(true, 'x509Subject/CN')]],
    ['the organization of the issuer', namedBy({ issuer: { organization: value('O') } }), [AttributeMapping.issuer('CN', 'OU')], [NEVER(true, 'x509Issuer/O')]],
    ['a pattern', namedBy({ subject: { locality: StringMatch.like('*'), commonName: value('a') } }), [AttributeMapping.subject('CN')], [NEVER(true, 'x509Subject/L')]],
    ['the DNS name', namedBy({ subjectAlternativeName: { dns: value('a.example.com') } }), [AttributeMapping.subjectAlternativeName('URI', 'Name/*')], [NEVER(true, 'x509SAN/DNS')]],
    ['the directory name', namedBy({ subjectAlternativeName: { directoryName: { commonName: value('a') } } }), [AttributeMapping.subjectAlternativeName('DNS', 'Name/O')], [NEVER(true, 'x509SAN/Name/CN')]],
    ['one match of two', CertificateMatch.anyOf(ALICE, namedBy({ subject: { organizationalUnit: value('CI') } })), [AttributeMapping.subject('CN')], [NEVER(false, 'x509Subject/OU')]],
    ['nothing that is tested', ALICE, [AttributeMapping.subject('CN'), AttributeMapping.issuer('CN'), AttributeMapping.subjectAlternativeName('DNS')], []],
    ['a field that is mapped as by default', namedBy({ issuer: { commonName: value('CA') }, subjectAlternativeName: { uri: value('a') } }), [AttributeMapping.subject('CN')], []],
    ['all of a name', namedBy({ subject: { organization: value('O') }, subjectAlternativeName: { directoryName: { organization: value('O') } } }), [AttributeMapping.subject('*'), AttributeMapping.subjectAlternativeName('Name')], []],
    ['a name in other letters', ALICE, [AttributeMapping.subject('cn')], []],
    ['an OID, of which AWS does not say what tag it makes', ALICE, [AttributeMapping.subject('2.5.4.3')], []],
  ])('is checked against the mapping of the profile, which leaves out %s', (_, certificate, attributeMappings, expected) => {
    profile({ roles: [roleOf({ certificate })], attributeMappings });
    expect(problemsOf()).toEqual(expected);
  });

  test('whose parts are for two profiles is in order', () => {
    const roles = [roleOf({ certificate: CertificateMatch.anyOf(ALICE, namedBy({ subject: { organizationalUnit: value('CI') } })) })];
    profile({ roles, attributeMappings: [AttributeMapping.subject('CN')] }, 'Names');
    profile({ roles, attributeMappings: [AttributeMapping.subject('OU')] }, 'Units');
    expect(problemsOf()).toEqual([]);
  });

  const NAME = StringMatch.policyVariable('aws:PrincipalTag/x509Subject/CN');
  const CALLED = (name: string) => `The trust of the role 'Stack/Role' can never be met with the profile 'Stack/Profile': it demands that the session is called '${name}', and the profile takes no name from the client: every session is called after the serial number of its certificate. Set 'acceptRoleSessionName', or take the condition out.`;
  test.each<[string, Partial<RolesAnywhereOptions>, Partial<RolesAnywhereProfileProps>, string[]]>([
    ['the common name', { roleSessionName: NAME }, {}, [CALLED('${aws:PrincipalTag/x509Subject/CN}')]],
    ['a name', { roleSessionName: value('backup') }, {}, [CALLED('backup')]],
    ['a pattern of names', { roleSessionName: StringMatch.like('backup-*') }, {}, [CALLED('backup-*')]],
    ['a name where the profile takes one', { roleSessionName: NAME }, { acceptRoleSessionName: true }, []],
    ['a serial number', { roleSessionName: value('1f71c5114a119fc0') }, {}, []],
    ['the common name, which is not mapped', { roleSessionName: NAME, certificate: namedBy({ issuer: { commonName: value('CA') } }) }, { acceptRoleSessionName: true, attributeMappings: [AttributeMapping.subject('OU')] }, [NEVER(true, 'x509Subject/CN')]],
  ])('that demands the name of the session: %s', (_, options, props, expected) => {
    profile({ roles: [roleOf(options)], ...props });
    expect(problemsOf()).toEqual(expected);
  });

  test('whose trust anchors are of another region cannot be had', () => {
    stack = new Stack(new App(), 'Stack', { env: { ...HERE, region: 'eu-west-1' } });
    profile({ roles: [roleOf()] });
    expect(problemsOf()).toEqual([expect.stringMatching(/^The trust of the role 'Stack\/Role' can never be met with the profile 'Stack\/Profile': it names trust anchors of another region alone, which cannot be used with the profile in 'eu-west-1': got 'arn:aws:rolesanywhere:us-east-1:.+'\. Name an anchor of the account and region of the profile, or make the profile there\.$/)]);
  });

  test('whose trust anchors are made in another region cannot be had', () => {
    const app = new App();
    const europe = new Stack(app, 'Europe', { env: { ...HERE, region: 'eu-west-1' }, crossRegionReferences: true });
    const made = (scope: Stack) => new rolesanywhere.CfnTrustAnchor(scope, 'Anchor', { name: 'anchor', source: { sourceType: 'AWS_ACM_PCA', sourceData: { acmPcaArn: 'arn:of:an:authority' } } });
    stack = new Stack(app, 'Stack', { env: HERE, crossRegionReferences: true });
    const trustAnchors = [made(europe)];
    const role = roleOf({ trustAnchors });
    profile({ roles: [role] });
    profile({ roles: [roleOf({ trustAnchors: [...trustAnchors, made(stack)] }, 'Both')] }, 'OfBoth');
    expect(problemsOf()).toEqual(["The role 'Stack/Role' can be had with trust anchors of 'eu-west-1' alone, which cannot be used with the profile 'Stack/Profile' in 'us-east-1'. Give the role a trust anchor of that region, or make the profile where its trust anchors are."]);
  });

  test('whose trust anchors are of several regions can be had in each', () => {
    stack = new Stack(new App(), 'Stack', { env: { ...HERE, region: 'eu-west-1' } });
    const europe = anchor(stack, ANCHOR_ARN.replace('us-east-1', 'eu-west-1'));
    profile({ roles: [roleOf({ trustAnchors: [anchor(stack), europe] })] });
    expect(problemsOf()).toEqual([]);
  });

  test('whose trust anchors of each region have statements of their own can be had in each', () => {
    stack = new Stack(new App(), 'Stack', { env: { ...HERE, region: 'eu-west-1' } });
    const europe = anchor(stack, ANCHOR_ARN.replace('us-east-1', 'eu-west-1'));
    const assumedBy = RolesAnywherePrincipal.anyOf(
      RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }),
      RolesAnywherePrincipal.of({ trustAnchors: [europe], certificate: ALICE }),
    );
    profile({ roles: [new ApplicationRole(stack, 'Role', { assumedBy })] });
    expect(problemsOf()).toEqual([]);
  });

  test.each<[string, any, string[]]>([
    ['from a parameter', { Ref: 'Anchor' }, []],
    ['put together of references', { 'Fn::Sub': 'arn:${AWS::Partition}:rolesanywhere:${AWS::Region}:${AWS::AccountId}:trust-anchor/${AnchorId}' }, []],
    ['in any region', ANCHOR_ARN.replace('us-east-1', '*'), []],
    ['of which one is known later', [ANCHOR_ARN, { Ref: 'Anchor' }], []],
    ['of which none is here', [ANCHOR_ARN, ANCHOR_ARN.replace('us-east-1', 'us-west-2')], [expect.stringContaining('names trust anchors of another region alone')]],
  ])('whose trust anchors are known in part is judged by what is known: %s', (_, arn, expected) => {
    stack = new Stack(new App(), 'Stack', { env: { ...HERE, region: 'eu-west-1' } });
    const assumeRolePolicyDocument = {
      Statement: [{
        Effect: 'Allow',
        Principal: { Service: ['rolesanywhere.amazonaws.com', 'ec2.amazonaws.com'] },
        Action: 'sts:*',
        Condition: { ArnLike: { 'aws:SourceArn': arn }, StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'Alice' } },
      }],
    };
    profile({ roles: [new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument })] });
    expect(problemsOf()).toEqual(expected);
  });

  test('that demands in a second statement what is not mapped cannot be had', () => {
    const role = roleOf();
    const pinned = { ArnEquals: { 'aws:SourceArn': ANCHOR_ARN } };
    const Principal = { Service: 'rolesanywhere.amazonaws.com' };
    const allow = (Action: string | string[], Condition: object) => ({ Effect: 'Allow', Principal, Action, Condition });
    (role.node.defaultChild as iam.CfnRole).assumeRolePolicyDocument = {
      Statement: [
        allow(['sts:AssumeRole', 'sts:SetSourceIdentity'], { ...pinned, StringEquals: { 'sts:SourceIdentity': 'CN=Alice' } }),
        allow('sts:TagSession', { ...pinned, Null: { 'aws:PrincipalTag/x509Issuer/CN': 'false' } }),
      ],
    };
    profile({ roles: [role], attributeMappings: [AttributeMapping.issuer('O')] });
    expect(problemsOf()).toEqual([NEVER(true, 'x509Issuer/CN')]);
  });
});

describe('credentials of a role', () => {
  const SOURCE = CredentialSource.files({ certificate: '/etc/backup/tls.crt', privateKey: '/etc/backup/tls.key' });

  test('are had with the trust anchor that the role trusts', () => {
    const role = roleOf({}, 'Role', { maxSessionDuration: Duration.hours(2) });
    const { command } = profile({ roles: [role], sessionDuration: Duration.hours(2), acceptRoleSessionName: true }).credentialProcess(role, { source: SOURCE, roleSessionName: 'backup-1' });
    const text = normalized(stack.resolve(command));
    expect(text).toContain(`--trust-anchor-arn ${ANCHOR_ARN}`);
    expect(text).toContain('--profile-arn "${Profile6F32097C.ProfileArn}"');
    expect(text).toContain('--role-arn "${Role1ABCC5F0.Arn}"');
    expect(text).toContain('--session-duration 7200');
    expect(text).toContain('--region "${AWS::Region}"');
    expect(text).toContain('--role-session-name backup-1');
  });

  test('are had with the trust anchor that is given', () => {
    const role = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/backup');
    const { command } = profile({ roles: [role] }).credentialProcess(role, { source: SOURCE, trustAnchor: anchor(stack) });
    expect(normalized(stack.resolve(command))).toContain(`--trust-anchor-arn ${ANCHOR_ARN}`);
  });

  const SECOND = ANCHOR_ARN.replace('11111111-1111', '22222222-2222');
  test.each<[string, () => unknown, string]>([
    ['a role of another profile', () => profile({ roles: [roleOf()] }).credentialProcess(roleOf({}, 'Other'), { source: SOURCE }),
      "The role 'Stack/Other' is not one of the profile 'Stack/Profile', which could not give it to anybody. Add it to the roles of the profile."],
    ['a role with two trust anchors', () => {
      const role = roleOf({ trustAnchors: [anchor(stack), anchor(stack, SECOND)] });
      profile({ roles: [role] }).credentialProcess(role, { source: SOURCE });
    }, "The trust anchor is not known: the role 'Stack/Role' trusts 2 of them. Give 'trustAnchor', the one whose authority issued the certificate."],
    ['a role of another kind', () => {
      const role = iam.Role.fromRoleName(stack, 'Role', 'backup');
      profile({ roles: [role] }).credentialProcess(role, { source: SOURCE });
    }, "The trust anchor is not known: the role 'Stack/Role' does not say which it trusts."],
    ['a trust anchor that the role does not trust', () => {
      const role = roleOf();
      profile({ roles: [role] }).credentialProcess(role, { source: SOURCE, trustAnchor: anchor(stack, SECOND) });
    }, "is not one that the role 'Stack/Role' trusts. Add it to the trust anchors of the role, or give one of them."],
    ['a trust anchor of another region', () => {
      stack = new Stack(new App(), 'Stack', { env: { ...HERE, region: 'eu-west-1' } });
      const role = roleOf();
      profile({ roles: [role] }).credentialProcess(role, { source: SOURCE });
    }, "is in another region than 'Stack/Profile': got 'us-east-1', where the stack is in 'eu-west-1'."],
  ])('are not had: %s', (_, make, text) => {
    expect(make).toThrow(text);
  });
});

/** What published samples of AWS mean, made with our constructs, and where ours keeps more out. */
describe('the meaning of published samples', () => {
  test('an external PKI: subject, issuer and alternative name, and a session policy that leaves something to do', () => {
    const parameter = (id: string) => new CfnParameter(stack, id, { allowedPattern: '^[A-Za-z0-9 .-]{1,64}$' }).valueAsString;
    const role = new RolesAnywhereRole(stack, 'Role', {
      trustAnchors: [anchor(stack)],
      certificate: CertificateMatch.of({
        subject: { commonName: value(parameter('WorkloadSubjectCN')) },
        issuer: { commonName: value(parameter('WorkloadIssuerCN')) },
        subjectAlternativeName: { directoryName: { commonName: value(parameter('WorkloadSANCN')) } },
      }),
      permissions: [
        Access.actions(['s3:GetObject'], [ServiceResource.arnLike('s3', 'object', [`${Aws.STACK_NAME}-*`, '*'])]),
        Access.actions(['s3:GetBucketLocation', 's3:ListBucket'], [ServiceResource.arnLike('s3', 'bucket', [`${Aws.STACK_NAME}-*`])]),
        Access.actions(['sts:GetCallerIdentity']),
      ],
    });
    const region = AccessCondition.of(ConditionOperator.STRING_NOT_EQUALS, 'aws:RequestedRegion', stack.region);
    new RolesAnywhereProfile(stack, 'Profile', {
      roles: [role],
      sessionPolicy: SessionPolicy.allowAllBut(
        Restriction.denyActions(['*']).when(AccessCondition.of(ConditionOperator.BOOL, 'aws:SecureTransport', 'false')),
        Restriction.denyAllExcept(['iam:*', 'sts:*', 'rolesanywhere:*']).when(region),
      ),
    });
    expect(problemsOf()).toEqual([]);
    expect(trustOf(stack).map(normalized)).toEqual([{
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
      Condition: {
        ArnEquals: { 'aws:SourceArn': ANCHOR_ARN },
        StringEquals: {
          'aws:PrincipalTag/x509Issuer/CN': '${WorkloadIssuerCN}',
          'aws:PrincipalTag/x509SAN/Name/CN': '${WorkloadSANCN}',
          'aws:PrincipalTag/x509Subject/CN': '${WorkloadSubjectCN}',
        },
      },
      Effect: 'Allow',
      Principal: { Service: 'rolesanywhere.amazonaws.com' },
    }]);
    const { Statement } = JSON.parse(normalized(profileOf(stack).SessionPolicy));
    // Theirs refuses alone, so that its sessions may do nothing; ours allows what is not refused.
    expect(Statement).toEqual([
      { Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Effect: 'Deny', Resource: '*' },
      { Condition: { StringNotEquals: { 'aws:RequestedRegion': '${AWS::Region}' } }, Effect: 'Deny', NotAction: ['iam:*', 'rolesanywhere:*', 'sts:*'], Resource: '*' },
      { Action: '*', Effect: 'Allow', Resource: '*' },
    ]);
    // Theirs takes names with any characters from whoever deploys: a wildcard in them is harmless with StringEquals alone.
    expect(profileOf(stack)).toMatchObject({ Enabled: true, DurationSeconds: 3600 });
    expect(profileOf(stack).AttributeMappings).toBeUndefined();
    // Theirs has each action on buckets and objects alike, in the partition 'aws' alone.
    expect(permissionsOf(stack).map(normalized)).toEqual([
      { Action: ['s3:GetBucketLocation', 's3:ListBucket'], Effect: 'Allow', Resource: 'arn:${AWS::Partition}:s3:::${AWS::StackName}-*' },
      { Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:${AWS::Partition}:s3:::${AWS::StackName}-*/*' },
      { Action: 'sts:GetCallerIdentity', Effect: 'Allow', Resource: '*' },
    ]);
  });

  test.each(['x509Subject/CN', 'x509SAN/Name/CN'])('nodes of EKS: the session is called as %s of the certificate, from the one trust anchor in every statement', (attribute) => {
    const role = new RolesAnywhereRole(stack, 'Role', {
      trustAnchors: [anchor(stack)],
      roleSessionName: StringMatch.policyVariable(`aws:PrincipalTag/${attribute}`),
      permissions: [Access.accountWide(['eks:DescribeCluster'], { reason: 'Nodes look up their cluster' })],
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonEC2ContainerRegistryPullOnly')],
    });
    new RolesAnywhereProfile(stack, 'Profile', { roles: [role], acceptRoleSessionName: true });
    expect(problemsOf()).toEqual([]);
    const PINNED = { ArnEquals: { 'aws:SourceArn': ANCHOR_ARN } };
    expect(trustOf(stack).map(normalized)).toEqual([
      // Theirs does not test the trust anchor here, so that any anchor of the account can bring a certificate with any name.
      {
        Action: 'sts:AssumeRole',
        Condition: { ...PINNED, StringEquals: { 'sts:RoleSessionName': `\${aws:PrincipalTag/${attribute}}` } },
        Effect: 'Allow',
        Principal: { Service: 'rolesanywhere.amazonaws.com' },
      },
      { Action: ['sts:SetSourceIdentity', 'sts:TagSession'], Condition: PINNED, Effect: 'Allow', Principal: { Service: 'rolesanywhere.amazonaws.com' } },
    ]);
    expect(profileOf(stack)).toMatchObject({ Enabled: true, AcceptRoleSessionName: true });
    expect(profileOf(stack).AttributeMappings).toBeUndefined();
    expect(permissionsOf(stack)).toEqual([{ Action: 'eks:DescribeCluster', Effect: 'Allow', Resource: '*' }]);
    expect(normalized(onlyResource(stack, 'AWS::IAM::Role').ManagedPolicyArns)).toBe('arn:${AWS::Partition}:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly');
    // Theirs says nothing of it.
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^Every certificate of the trust anchor gets the role/)]);
  });
});
