import { App, CfnParameter, Stack, Token, aws_iam as iam, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import type { CertificateAttributes } from '../../lib';
import { ApplicationRole, CertificateMatch, RolesAnywherePrincipal, StringMatch, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, templateOf, trustOf, warningsOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';
import { describeTrustCases } from './trust-cases';

const ANCHOR_ARN = 'arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/11111111-1111-4111-8111-111111111111';
const NEXT_ARN = 'arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/22222222-2222-4222-8222-222222222222';
const PRINCIPAL = { Service: 'rolesanywhere.amazonaws.com' };
const ACTIONS = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];
const SOURCE = { ArnEquals: { 'aws:SourceArn': ANCHOR_ARN } };
const tag = (name: string) => `aws:PrincipalTag/${name}`;

const named = (...names: string[]) => CertificateMatch.of({ subject: { commonName: StringMatch.exactly(...names) } });
const ALICE = named('Alice');
const anchor = (scope: Stack, arn = ANCHOR_ARN) => rolesanywhere.CfnTrustAnchor.fromTrustAnchorArn(scope, arn, arn);
const inUnit = (name: string, unit: string) => CertificateMatch.of({
  subject: { commonName: StringMatch.exactly(name), organizationalUnit: StringMatch.exactly(unit) },
});
const SESSION_NAME = StringMatch.policyVariable('aws:PrincipalTag/x509Subject/CN');

describePrincipalContract('RolesAnywherePrincipal.of()', (stack) => RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }), {
  statements: [{ Action: ACTIONS, Condition: { ...SOURCE, StringEquals: { [tag('x509Subject/CN')]: 'Alice' } }, Effect: 'Allow', Principal: PRINCIPAL }],
  fragment: { ...SOURCE, StringEquals: { [tag('x509Subject/CN')]: 'Alice' } },
});

describePrincipalContract('RolesAnywherePrincipal.of() with the name of the session', (stack) => RolesAnywherePrincipal.of({
  trustAnchors: [anchor(stack)], certificate: ALICE, roleSessionName: SESSION_NAME,
}), {
  statements: [
    {
      Action: 'sts:AssumeRole',
      Condition: { ...SOURCE, StringEquals: { [tag('x509Subject/CN')]: 'Alice', 'sts:RoleSessionName': '${aws:PrincipalTag/x509Subject/CN}' } },
      Effect: 'Allow',
      Principal: PRINCIPAL,
    },
    { Action: ['sts:SetSourceIdentity', 'sts:TagSession'], Condition: { ...SOURCE, StringEquals: { [tag('x509Subject/CN')]: 'Alice' } }, Effect: 'Allow', Principal: PRINCIPAL },
  ],
  fragment: { ...SOURCE, StringEquals: { [tag('x509Subject/CN')]: 'Alice', 'sts:RoleSessionName': '${aws:PrincipalTag/x509Subject/CN}' } },
});

describePrincipalContract('RolesAnywherePrincipal.anyOf()', (stack) => RolesAnywherePrincipal.anyOf(
  RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE, requireSourceIdentity: true }),
  RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack, NEXT_ARN)], certificate: named('Bob') }),
), {
  statements: [
    {
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
      Condition: { ...SOURCE, StringEquals: { [tag('x509Subject/CN')]: 'Alice', 'sts:SourceIdentity': 'CN=Alice' } },
      Effect: 'Allow',
      Principal: PRINCIPAL,
    },
    { Action: 'sts:TagSession', Condition: { ...SOURCE, StringEquals: { [tag('x509Subject/CN')]: 'Alice' } }, Effect: 'Allow', Principal: PRINCIPAL },
    { Action: ACTIONS, Condition: { ArnEquals: { 'aws:SourceArn': NEXT_ARN }, StringEquals: { [tag('x509Subject/CN')]: 'Bob' } }, Effect: 'Allow', Principal: PRINCIPAL },
  ],
});

describeTrustCases('roles-anywhere', {
  'RolesAnywherePrincipal.of, with a common name': (stack) => RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }),
  'RolesAnywherePrincipal.of, with all kinds of attributes and two trust anchors': (stack) => RolesAnywherePrincipal.of({
    trustAnchors: [anchor(stack), anchor(stack, NEXT_ARN)],
    certificate: CertificateMatch.of({
      subject: { commonName: StringMatch.exactly('backup-1', 'backup-2'), organizationalUnit: StringMatch.like('Storage/*') },
      issuer: { organization: StringMatch.exactly('Example') },
      subjectAlternativeName: {
        dns: StringMatch.exactly('backup-1.example.com'),
        uri: StringMatch.like('spiffe://example.com/*'),
        directoryName: { commonName: StringMatch.exactly('backup-1') },
      },
    }),
  }),
  'RolesAnywherePrincipal.of, with two matches': (stack) => RolesAnywherePrincipal.of({
    trustAnchors: [anchor(stack)], certificate: CertificateMatch.anyOf(inUnit('backup-1', 'Storage'), inUnit('build-1', 'CI')),
  }),
  'RolesAnywherePrincipal.anyOf': (stack) => RolesAnywherePrincipal.anyOf(
    RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }),
    RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack, NEXT_ARN)], certificate: named('Bob') }),
  ),
  'RolesAnywherePrincipal.of, with the source identity': (stack) => RolesAnywherePrincipal.of({
    trustAnchors: [anchor(stack)], certificate: named('a'.repeat(59)), requireSourceIdentity: true,
  }),
  'RolesAnywherePrincipal.of, with the session called as the certificate': (stack) => RolesAnywherePrincipal.of({
    trustAnchors: [anchor(stack)], certificate: CertificateMatch.of({ issuer: { commonName: StringMatch.exactly('Nodes CA') } }), roleSessionName: SESSION_NAME,
  }),
  'RolesAnywherePrincipal.of, with every certificate': (stack) => RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)] }),
});

test('makes the documented trust', () => {
  const stack = newStack();
  const arn = 'arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/TA_ID';
  new iam.Role(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack, arn)], certificate: ALICE }) });
  expect(trustOf(stack).map(normalized)).toEqual([normalized({
    Effect: 'Allow',
    Principal: PRINCIPAL,
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    Condition: { StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'Alice' }, ArnEquals: { 'aws:SourceArn': [arn] } },
  })]);
});

test.each(['sts:RoleSessionName', 'STS:rolesessionname'])('tests the name of the session where AWS has it alone, also if it is added: %s', (key) => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }).withConditions({ StringLike: { [key]: 'node-*' } }) });
  expect(trustOf(stack).map(({ Action, Condition }) => [Action, Condition.StringLike])).toEqual([
    ['sts:AssumeRole', { [key]: 'node-*' }],
    [['sts:TagSession', 'sts:SetSourceIdentity'], undefined],
  ]);
});

test('names a trust anchor of the app, once', () => {
  const stack = newStack();
  const own = new rolesanywhere.CfnTrustAnchor(stack, 'Anchor', { name: 'a', source: { sourceType: 'AWS_ACM_PCA', sourceData: { acmPcaArn: 'arn' } } });
  new iam.Role(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [own, own], certificate: ALICE }) });
  expect(trustOf(stack)[0].Condition.ArnEquals).toEqual({ 'aws:SourceArn': { 'Fn::GetAtt': ['Anchor', 'TrustAnchorArn'] } });
});

describe('the attributes of a certificate', () => {
  const conditionsOf = (certificate: CertificateMatch) => {
    const stack = newStack();
    new iam.Role(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate }) });
    return trustOf(stack).map(({ Condition: { ArnEquals: _, ...rest } }) => rest);
  };
  const VALUE = StringMatch.exactly('x');
  const PLACE = { locality: VALUE, state: VALUE, country: VALUE };
  const ALL = { commonName: VALUE, organization: VALUE, organizationalUnit: VALUE, ...PLACE, otherAttributes: { UID: VALUE } };

  test.each<[string, CertificateAttributes, string[]]>([
    ['the subject', { subject: ALL }, ['CN', 'O', 'OU', 'L', 'ST', 'C', 'UID'].map((name) => `x509Subject/${name}`)],
    ['the issuer', { issuer: ALL }, ['CN', 'O', 'OU', 'L', 'ST', 'C', 'UID'].map((name) => `x509Issuer/${name}`)],
    ['the directory name', { subjectAlternativeName: { directoryName: ALL } }, ['CN', 'O', 'OU', 'L', 'ST', 'C', 'UID'].map((name) => `x509SAN/Name/${name}`)],
    ['DNS name and URI', { subjectAlternativeName: { dns: VALUE, uri: VALUE } }, ['x509SAN/DNS', 'x509SAN/URI']],
    ['attributes that are left undefined', { subject: { commonName: VALUE, organization: undefined }, issuer: undefined }, ['x509Subject/CN']],
  ])('are keys of conditions: %s', (_, attributes, tags) => {
    const [{ StringEquals }] = conditionsOf(CertificateMatch.of(attributes));
    expect(StringEquals).toEqual(Object.fromEntries(tags.map((name) => [tag(name), 'x'])));
  });

  test('of several matches stand in statements of their own, also within each other', () => {
    const both = CertificateMatch.anyOf(CertificateMatch.anyOf(inUnit('a', 'A'), inUnit('b', 'B')), ALICE);
    expect(conditionsOf(both)).toEqual([
      { StringEquals: { [tag('x509Subject/CN')]: 'a', [tag('x509Subject/OU')]: 'A' } },
      { StringEquals: { [tag('x509Subject/CN')]: 'b', [tag('x509Subject/OU')]: 'B' } },
      { StringEquals: { [tag('x509Subject/CN')]: 'Alice' } },
    ]);
  });

  test('may be the most that a certificate has', () => {
    const parts = ['a'.repeat(64), 'b'.repeat(64)].join('/');
    expect(() => CertificateMatch.of({
      subject: { commonName: StringMatch.exactly('a'.repeat(64)), organization: StringMatch.exactly('ö'.repeat(256)) },
      issuer: { commonName: StringMatch.exactly(parts) },
      subjectAlternativeName: { dns: StringMatch.like(`${'?'.repeat(256)}*`) },
    })).not.toThrow();
  });

  test('may come from a parameter without wildcards', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Name', { allowedPattern: '^[A-Za-z0-9-]{1,64}$' });
    expect(() => named(parameter.valueAsString)).not.toThrow();
    expect(() => named(new CfnParameter(stack, 'Open').valueAsString)).toThrow("The value comes from parameter 'Open', which has no 'allowedPattern'");
  });

  const NEVER = 'Demand what the certificate says, or test another attribute.';
  test.each<[string, () => unknown, string]>([
    ['no attribute', () => CertificateMatch.of({}), 'CertificateMatch.of() is empty. Name at least one attribute, such as { subject: { commonName: StringMatch.exactly(\'backup-1\') } }.'],
    ['a name without attributes', () => CertificateMatch.of({ subject: {}, subjectAlternativeName: { directoryName: {} } }), 'CertificateMatch.of() is empty.'],
    ['no match', () => CertificateMatch.anyOf(), 'CertificateMatch.anyOf() is empty. Give at least one match.'],
    ['a common name of 65 characters', () => named('a'.repeat(65)),
      `The attribute 'x509Subject/CN' of the certificate can never be what is demanded, as it is longer than the 64 characters of a common name: got '${'a'.repeat(65)}'. ${NEVER}`],
    ['two common names that are too long together', () => named(`${'a'.repeat(40)}/${'b'.repeat(40)}`), 'is longer than the 64 characters of a common name'],
    ['a long common name of the issuer', () => CertificateMatch.of({ issuer: { commonName: StringMatch.exactly('a'.repeat(65)) } }), "The attribute 'x509Issuer/CN' of the certificate can never be what is demanded, as it is longer than the 64"],
    ['a long common name of the directory name', () => CertificateMatch.of({ subjectAlternativeName: { directoryName: { commonName: StringMatch.like(`*${'a'.repeat(65)}`) } } }), "The attribute 'x509SAN/Name/CN' of the certificate can never be"],
    ['a pattern that is longer than a common name', () => CertificateMatch.of({ subject: { commonName: StringMatch.like('?'.repeat(65)) } }), 'is longer than the 64 characters of a common name'],
    ['a unit of 257 characters', () => CertificateMatch.of({ subject: { organizationalUnit: StringMatch.exactly('a'.repeat(257)) } }), 'as it is longer than the 256 characters of a session tag: got'],
    ['a comma', () => CertificateMatch.of({ issuer: { organization: StringMatch.exactly('Example, Inc.') } }),
      `The attribute 'x509Issuer/O' of the certificate can never be what is demanded, as it holds ',', which no session tag can hold, so that IAM Roles Anywhere makes no tag of such a certificate's attribute: got 'Example, Inc.'. ${NEVER}`],
    ['an ampersand in a pattern', () => CertificateMatch.of({ subject: { organization: StringMatch.like('A&B*') } }), "as it holds '&', which no session tag can hold"],
    ['a wildcard DNS name', () => CertificateMatch.of({ subjectAlternativeName: { dns: StringMatch.exactly('*.example.com') } }), "The value holds a wildcard ('*' or '?'), which would match more than was named: got '*.example.com'."],
    ['a query in a URI', () => CertificateMatch.of({ subjectAlternativeName: { uri: StringMatch.exactly('https://example.com/#a') } }), "as it holds '#', which no session tag can hold"],
    ['a policy variable', () => CertificateMatch.of({ subject: { commonName: StringMatch.policyVariable('aws:PrincipalTag/x509SAN/DNS') } }), "The attribute 'x509Subject/CN' of the certificate is compared with what the request says elsewhere, which names no certificate: got '${aws:PrincipalTag/x509SAN/DNS}'. Say what it must be with StringMatch.exactly() or StringMatch.like()."],
    ['text', () => CertificateMatch.of({ subject: { commonName: 'Alice' as any } }), "The attribute 'x509Subject/CN' of the certificate is not a StringMatch: got 'Alice'. Write StringMatch.exactly() around it."],
    ['an attribute that has a property', () => CertificateMatch.of({ subject: { otherAttributes: { cn: VALUE } } }), "The attribute 'cn' is given under 'otherAttributes', though it has a property of its own. Give it as 'commonName'."],
    ['an attribute without a name', () => CertificateMatch.of({ subject: { otherAttributes: { '': VALUE } } }), "The name of a certificate's attribute is none: got ''. Write what IAM Roles Anywhere calls it in tags, such as 'UID'."],
    ['an attribute that is a pattern', () => CertificateMatch.of({ subject: { otherAttributes: { '*': VALUE } } }), "The name of a certificate's attribute is none: got '*'."],
    ['an attribute that is known later', () => CertificateMatch.of({ subject: { otherAttributes: { [Token.asString({ Ref: 'X' })]: VALUE } } }), "The name of a certificate's attribute is none: got '{token}'."],
  ])('are refused: %s', (_, make, text) => {
    expect(make).toThrow(text);
  });
});

describe('the source identity', () => {
  const identityOf = (commonName: StringMatch) => {
    const stack = newStack();
    const certificate = CertificateMatch.of({ subject: { commonName } });
    new iam.Role(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate, requireSourceIdentity: true }) });
    const { StringEquals, StringLike } = trustOf(stack)[0].Condition;
    return { ...StringEquals, ...StringLike }['sts:SourceIdentity'];
  };

  test.each<[string, StringMatch, string | string[]]>([
    ['of a common name', StringMatch.exactly('Alice'), 'CN=Alice'],
    ['of the longest that takes a prefix', StringMatch.exactly('a'.repeat(61)), `CN=${'a'.repeat(61)}`],
    ['of one that is too long for a prefix', StringMatch.exactly('a'.repeat(62)), 'a'.repeat(62)],
    ['of several', StringMatch.exactly('Alice', 'b'.repeat(64)), ['CN=Alice', 'b'.repeat(64)]],
    ['of a pattern of any length', StringMatch.like('web-*'), ['CN=web-*', 'web-*']],
    ['of a pattern of one length', StringMatch.like('web-??'), 'CN=web-??'],
    ['of a pattern that is long at least', StringMatch.like(`${'?'.repeat(62)}*`), `${'?'.repeat(62)}*`],
  ])('is what AWS makes %s', (_, match, expected) => {
    expect(identityOf(match)).toEqual(expected);
  });

  test('of a name from a parameter is either', () => {
    const stack = newStack();
    const { valueAsString } = new CfnParameter(stack, 'Name', { allowedPattern: '^[a-z]+$' });
    new iam.Role(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: named(valueAsString), requireSourceIdentity: true }) });
    expect(normalized(trustOf(stack)[0].Condition.StringEquals['sts:SourceIdentity'])).toEqual(['${Name}', 'CN=${Name}']);
  });

  test.each<[string, CertificateMatch | undefined]>([
    ['no certificate', undefined],
    ['another attribute', CertificateMatch.of({ issuer: { commonName: StringMatch.exactly('CA') } })],
    ['one match without it', CertificateMatch.anyOf(ALICE, CertificateMatch.of({ subject: { organization: StringMatch.exactly('O') } }))],
  ])('is not demanded without the common name: %s', (_, certificate) => {
    const stack = newStack();
    expect(() => RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate, requireSourceIdentity: true })).toThrow(
      'The source identity is demanded without the common name of the subject, from which IAM Roles Anywhere makes it. Give \'certificate\' the common name in each match, or leave \'requireSourceIdentity\' out.');
  });
});

describe('trust anchors', () => {
  const of = (...trustAnchors: rolesanywhere.ITrustAnchorRef[]) => () => RolesAnywherePrincipal.of({ trustAnchors, certificate: ALICE });
  const stack = new Stack(new App(), 'Stack');
  const withArn = (trustAnchorArn: string) => ({ node: stack.node, env: stack.env, trustAnchorRef: { trustAnchorArn, trustAnchorId: 'id' } }) as unknown as rolesanywhere.ITrustAnchorRef;

  test.each<[string, () => unknown, string]>([
    ['none', of(), 'The list of trust anchors is empty. Name at least one: without it every trust anchor of the account could be used.'],
    ['two accounts', of(anchor(stack), anchor(stack, ANCHOR_ARN.replace('111122223333', '444455556666'))),
      'The trust anchors are of several accounts: got \'111122223333, 444455556666\'. IAM Roles Anywhere gives roles of the anchor\'s own account alone: make a role in each account.'],
    ['a pattern', of(withArn('arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/*')), "The ARN of the trust anchor holds a wildcard ('*' or '?'), which would match more than was named"],
    ['the ARN of a profile', of(withArn('arn:aws:rolesanywhere:us-east-1:111122223333:profile/1')), "The ARN of the trust anchor is none: got 'arn:aws:rolesanywhere:us-east-1:111122223333:profile/1'. Write it as 'arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/…'."],
    ['a parameter', of(withArn(new CfnParameter(stack, 'Arn').valueAsString)), "The ARN of the trust anchor comes from parameter 'Arn', which has no 'allowedPattern'"],
  ])('are refused: %s', (_, make, text) => {
    expect(make).toThrow(text);
  });
});

test.each<[string, StringMatch, string]>([
  ['too long', StringMatch.exactly('a'.repeat(65)), 'The role session name is not one that STS takes: got'],
  ['with characters that STS refuses', StringMatch.exactly('a b'), "The role session name is not one that STS takes: got 'a b'. Allowed: 2 to 64 letters, digits and _ + = , . @ -."],
])('the name of the session is refused: %s', (_, roleSessionName, text) => {
  const stack = newStack();
  expect(() => RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], roleSessionName })).toThrow(text);
});

test('the name of the session may be a pattern', () => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], roleSessionName: StringMatch.like('node-*') }) });
  expect(trustOf(stack)[0].Condition.StringLike).toEqual({ 'sts:RoleSessionName': 'node-*' });
});

const ANY = 'Every certificate of the trust anchor gets the role, whoever it was made for, as the trust policy tests no attribute of the certificate. Say which with CertificateMatch, or acknowledge this where the authority signs for this purpose alone.';

describe('an ApplicationRole', () => {
  const problemsOf = (stack: Stack) => {
    try {
      templateOf(stack);
      return [];
    } catch (error: any) {
      return String(error.message).split('\n').map((line) => line.trim()).filter((line) => line.startsWith('[')).map((line) => line.replace(/^\[[^\]]+\] /, ''));
    }
  };
  const trusting = (stack: Stack, ...statements: object[]) => {
    const role = new ApplicationRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('rolesanywhere.amazonaws.com') });
    (role.node.defaultChild as iam.CfnRole).assumeRolePolicyDocument = { Version: '2012-10-17', Statement: statements };
  };
  const statement = (Condition?: object, Action: string | string[] = ACTIONS) => ({ Effect: 'Allow', Principal: PRINCIPAL, Action, Condition });
  const CN = { StringEquals: { [tag('x509Subject/CN')]: 'Alice' } };

  test.each<[string, (stack: Stack) => void, string[]]>([
    ['a certificate that is named', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }) }), []],
    ['every certificate', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)] }) }), [ANY]],
    ['any common name', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: CertificateMatch.of({ subject: { commonName: StringMatch.like('*') } }) }) }), [ANY]],
    ['the session name alone', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], roleSessionName: SESSION_NAME }) }), [ANY]],
    ['one match of two that takes any', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: CertificateMatch.anyOf(ALICE, CertificateMatch.of({ subject: { country: StringMatch.like('??', '*') } })) }) }), [ANY]],
    ['a hand-written trust', (stack) => trusting(stack, statement({ ...SOURCE, ...CN })), []],
    ['a hand-written trust with the source identity', (stack) => trusting(stack, statement({ ...SOURCE, StringEquals: { 'sts:SourceIdentity': 'CN=Alice' } })), []],
    ['a hand-written trust without any attribute', (stack) => trusting(stack, statement(SOURCE)), [ANY]],
    ['a hand-written trust in two statements, as documented for nodes of EKS', (stack) => trusting(stack,
      statement(SOURCE, ['sts:TagSession', 'sts:SetSourceIdentity']),
      statement({ ...SOURCE, StringEquals: { 'sts:RoleSessionName': '${aws:PrincipalTag/x509Subject/CN}' } }, 'sts:AssumeRole')), [ANY]],
  ])('warns of what lets in too much: %s', (_, make, warnings) => {
    const stack = newStack();
    make(stack);
    expect(problemsOf(stack)).toEqual([]);
    expect(warningsOf(stack)).toEqual(warnings);
  });

  const OPEN = 'The trust policy lets in the certificates of every trust anchor of the account, whoever made it: a statement for \'rolesanywhere.amazonaws.com\' does not test aws:SourceArn. Name the trust anchors (ArnEquals aws:SourceArn), or use RolesAnywherePrincipal.';
  const incomplete = (actions: string) => `The trust policy lets IAM Roles Anywhere in without ${actions}, and no certificate gets a role without all of sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity. Add what is missing, or use RolesAnywherePrincipal.`;
  const NEGATED = 'The trust policy tests \'aws:PrincipalTag/x509Subject/CN\' with StringNotEquals alone, which lets in every request that lacks the key. Test what the key must be, or refuse with a Deny statement.';
  test.each<[string, (stack: Stack) => void, string[]]>([
    ['the service alone', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('rolesanywhere.amazonaws.com') }), [incomplete('sts:TagSession and sts:SetSourceIdentity'), OPEN]],
    ['the service as any other', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.service('rolesanywhere.amazonaws.com') }), [incomplete('sts:TagSession and sts:SetSourceIdentity'), OPEN]],
    ['no trust anchor', (stack) => trusting(stack, statement(CN)), [OPEN]],
    ['no trust anchor in one of two statements', (stack) => trusting(stack, statement({ ...SOURCE, ...CN }), statement(CN)), [OPEN]],
    ['all trust anchors of the account', (stack) => trusting(stack, statement({ ...CN, ArnLike: { 'aws:SourceArn': 'arn:aws:rolesanywhere:*:111122223333:trust-anchor/*' } })), [OPEN]],
    ['the account of the trust anchor alone', (stack) => trusting(stack, statement({ StringEquals: { ...CN.StringEquals, 'aws:SourceAccount': '111122223333' } })), [OPEN]],
    ['no session tags', (stack) => trusting(stack, statement({ ...SOURCE, ...CN }, ['sts:AssumeRole', 'sts:SetSourceIdentity'])), [incomplete('sts:TagSession')]],
    ['no role', (stack) => trusting(stack, statement({ ...SOURCE, ...CN }, ['sts:TagSession', 'sts:SetSourceIdentity'])), [incomplete('sts:AssumeRole')]],
    ['a negated condition', (stack) => trusting(stack, statement({ ...SOURCE, StringNotEquals: { [tag('x509Subject/CN')]: 'Alice' } })), [NEGATED]],
    ['a negated condition that is added', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: CertificateMatch.of({ issuer: { commonName: StringMatch.exactly('CA') } }) }).withConditions({ StringNotEquals: { [tag('x509Subject/CN')]: 'Alice' } }) }), [NEGATED]],
    ['a condition that holds where there is no attribute', (stack) => trusting(stack, statement({ ...SOURCE, StringEqualsIfExists: CN.StringEquals })), ["The trust policy tests 'aws:PrincipalTag/x509Subject/CN' with StringEqualsIfExists, which lets in every request that lacks the key. Use StringEquals."]],
  ])('refuses %s', (_, make, expected) => {
    const stack = newStack();
    make(stack);
    expect(problemsOf(stack).sort()).toEqual([...expected].sort());
  });

  test('refuses a trust anchor of another account', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '444455556666', region: 'eu-west-1' } });
    new ApplicationRole(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }) });
    expect(problemsOf(stack)).toEqual(["The trust policy names a trust anchor of another account, and IAM Roles Anywhere gives roles of the anchor's own account alone: got account '111122223333', where the role is in '444455556666'. Make the trust anchor and its profile in the account of the role."]);
  });

  test('takes a trust anchor of another region, as roles are global', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    new ApplicationRole(stack, 'Role', { assumedBy: RolesAnywherePrincipal.of({ trustAnchors: [anchor(stack)], certificate: ALICE }) });
    expect(problemsOf(stack)).toEqual([]);
  });
});
