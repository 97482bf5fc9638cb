import 'reflect-metadata';
import { X509Certificate } from 'crypto';
import * as x509 from '@peculiar/x509';
import { aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { TestCa, TestCertificate, TestCertificateOptions } from './certificates';
import { makeCa } from './certificates';
import { CertificateMatch, RolesAnywhereProfile, RolesAnywhereRole, StringMatch } from '../../lib';
import type { CertificateNames, DistinguishedName, TagMapping } from '../../lib/private/certificate-tags';
import { DEFAULT_TAG_MAPPING, mayBeMapped, neverTaggedBecause, sessionTags, sourceIdentity } from '../../lib/private/certificate-tags';
import { AttributeMapping, tagMapping } from '../../lib/roles-anywhere/attribute-mapping';
import { newStack, normalized, templateOf } from '../helpers';
import { answer } from '../trust/trust-cases';

const ANCHOR = 'arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/11111111-1111-4111-8111-111111111111';
const OTHER_ANCHOR = 'arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/22222222-2222-4222-8222-222222222222';

let ca: TestCa;
let servers: TestCa;
let stranger: TestCa;
beforeAll(async () => {
  ca = await makeCa({ subject: { C: 'DE', O: 'Example', CN: 'Example Root CA' } });
  servers = await ca.intermediate({ name: 'Example Servers CA' });
  stranger = await makeCa({ subject: { C: 'DE', O: 'Example', CN: 'Example Root CA' } });
});

/** What a certificate says, read from its bytes. */
function namesOf({ certificate }: TestCertificate): CertificateNames {
  const alternatives = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  const ofType = (type: string) => alternatives.filter((name) => name.type === type).map(({ value }) => value);
  return {
    subject: distinguishedName(certificate.subjectName),
    issuer: distinguishedName(certificate.issuerName),
    dns: ofType('dns'),
    uri: ofType('url'),
    directoryNames: ofType('dn').map((name) => distinguishedName(new x509.Name(name))),
    serialNumber: certificate.serialNumber,
  };
}

function distinguishedName(name: x509.Name): DistinguishedName {
  const texts = (values: any[]) => values.map((value) => typeof value === 'string' ? value : String(Object.values(value)[0]));
  const attributes = name.toJSON().flatMap((rdn) => Object.entries(rdn));
  return attributes.flatMap(([attribute, values]) => texts(values).map((value) => [attribute, value] as const));
}

describe('the session tags of a certificate', () => {
  const tagsOf = async (options: TestCertificateOptions, mapping?: TagMapping) => sessionTags(namesOf(await ca.issue(options)), mapping);
  const ISSUER = { 'x509Issuer/C': 'DE', 'x509Issuer/CN': 'Example Root CA', 'x509Issuer/O': 'Example' };

  test('are those that AWS documents for its example', async () => {
    const amazon = await makeCa({ subject: { C: 'US', O: 'Amazon', OU: 'IAM', ST: 'Washington', CN: 'RolesAnywhere', L: 'Seattle' } });
    const alice = await amazon.issue({ subject: 'Alice', san: { dns: ['example.com'], uri: ['spiffe://example.com/workload/alice'], directoryName: [{ CN: 'Alice' }] } });
    expect(sessionTags(namesOf(alice))).toEqual({
      'x509Subject/CN': 'Alice',
      'x509Issuer/C': 'US',
      'x509Issuer/O': 'Amazon',
      'x509Issuer/OU': 'IAM',
      'x509Issuer/ST': 'Washington',
      'x509Issuer/L': 'Seattle',
      'x509Issuer/CN': 'RolesAnywhere',
      'x509SAN/DNS': 'example.com',
      'x509SAN/URI': 'spiffe://example.com/workload/alice',
      'x509SAN/Name/CN': 'Alice',
    });
  });

  test.each<[string, TestCertificateOptions, Record<string, string>]>([
    ['several values of an attribute in their order', { subject: { CN: 'alice', OU: ['Security', 'Engineering', 'Research'] } }, { 'x509Subject/CN': 'alice', 'x509Subject/OU': 'Security/Engineering/Research' }],
    ['several values within one RDN', { subject: [{ CN: 'alice', OU: ['Security', 'Engineering'] }] }, { 'x509Subject/CN': 'alice', 'x509Subject/OU': 'Security/Engineering' }],
    ['the first alternative name of each kind', { subject: 'a', san: { dns: ['one.example.com', 'two.example.com'], uri: ['https://one', 'https://two'], directoryName: [{ CN: 'one' }, { CN: 'two', O: 'Two' }] } },
      { 'x509Subject/CN': 'a', 'x509SAN/DNS': 'one.example.com', 'x509SAN/URI': 'https://one', 'x509SAN/Name/CN': 'one' }],
    ['no alternative names of other kinds', { subject: 'a', san: { ip: ['192.0.2.1'], email: ['a@example.com'] } }, { 'x509Subject/CN': 'a' }],
    ['no value that STS would not take', { subject: { CN: 'a', O: 'Example, Inc.', OU: ['R&D', 'Storage'] }, san: { dns: ['*.example.com', 'a.example.com'] } }, { 'x509Subject/CN': 'a' }],
    ['letters of other languages', { subject: { CN: 'Zürich 1', L: '東京' } }, { 'x509Subject/CN': 'Zürich 1', 'x509Subject/L': '東京' }],
    ['no value of more than 256 characters', { subject: { CN: 'a', OU: Array.from({ length: 5 }, () => 'b'.repeat(60)) } }, { 'x509Subject/CN': 'a' }],
  ])('hold %s', async (_, options, expected) => {
    expect(await tagsOf(options)).toEqual({ ...ISSUER, ...expected });
  });

  const FULL: TestCertificateOptions = { subject: { CN: 'a', O: 'o', OU: 'u' }, san: { dns: ['a.example.com'], uri: ['https://a'], directoryName: [{ CN: 'd', O: 'e' }] } };
  test.each<[string, AttributeMapping[], string[]]>([
    ['of the subject alone that are mapped', [AttributeMapping.subject('CN', 'OU'), AttributeMapping.issuer('O'), AttributeMapping.subjectAlternativeName('DNS')], ['x509Issuer/O', 'x509SAN/DNS', 'x509Subject/CN', 'x509Subject/OU']],
    ['of all of a name', [AttributeMapping.subject('O'), AttributeMapping.issuer('*'), AttributeMapping.subjectAlternativeName('Name')], ['x509Issuer/C', 'x509Issuer/CN', 'x509Issuer/O', 'x509SAN/Name/CN', 'x509SAN/Name/O', 'x509Subject/O']],
    ['of one attribute of the directory name', [AttributeMapping.subject('ST'), AttributeMapping.issuer('ST'), AttributeMapping.subjectAlternativeName('Name/O')], ['x509SAN/Name/O']],
  ])('are %s', async (_, mappings, expected) => {
    expect(Object.keys(await tagsOf(FULL, tagMapping(mappings))).sort()).toEqual(expected);
  });

  test('are in a mapping if they are made by it, and not if they are not', async () => {
    const mapping = tagMapping([AttributeMapping.subject('CN'), AttributeMapping.subjectAlternativeName('Name/CN')]);
    const all = Object.keys(await tagsOf(FULL));
    const made = Object.keys(await tagsOf(FULL, mapping));
    expect(all.filter((tag) => mayBeMapped(tag, mapping)).sort()).toEqual(made.sort());
    expect(made).not.toEqual(all);
    expect(all.every((tag) => mayBeMapped(tag, DEFAULT_TAG_MAPPING))).toBe(true);
  });

  test.each(['x509Other/CN', 'x509Subject', 'team', 'x509SAN/IP', 'x509SAN/Other/CN'])('are no others: %s', (tag) => {
    expect(mayBeMapped(tag, DEFAULT_TAG_MAPPING)).toBe(false);
  });

  test.each<[string, TestCertificateOptions]>([
    ['a comma', { subject: { CN: 'a', O: 'Example, Inc.' } }],
    ['a wildcard', { subject: 'a', san: { dns: ['*.example.com'] } }],
    ['an ampersand among several values', { subject: { CN: 'a', OU: ['R&D', 'Storage'] } }],
    ['too many characters', { subject: { CN: 'a', OU: Array.from({ length: 5 }, () => 'b'.repeat(60)) } }],
    ['nothing odd', FULL],
  ])('are refused as conditions exactly where there is none: %s', async (_, options) => {
    const names = namesOf(await ca.issue(options));
    const values: [string, string][] = [
      ...[...new Set(names.subject.map(([attribute]) => attribute))].map((attribute): [string, string] =>
        [`x509Subject/${attribute}`, names.subject.filter(([own]) => own === attribute).map(([, value]) => value).join('/')]),
      ...(names.dns ?? []).slice(0, 1).map((value): [string, string] => ['x509SAN/DNS', value]),
    ];
    const tags = sessionTags(names);
    for (const [tag, value] of values) expect([tag, neverTaggedBecause(tag, value) === undefined]).toEqual([tag, tag in tags]);
  });
});

describe('the source identity of a certificate', () => {
  test.each<[string, TestCertificateOptions, string]>([
    ['its common name', { subject: { O: 'Example', CN: 'Alice' } }, 'CN=Alice'],
    ['a common name of 61 characters', { subject: 'a'.repeat(61) }, `CN=${'a'.repeat(61)}`],
    ['a common name of 62 characters without a prefix', { subject: 'a'.repeat(62) }, 'a'.repeat(62)],
    ['its serial number where it has no common name', { subject: { O: 'Example' }, serialNumber: '4567' }, 'ID=4567'],
  ])('is %s', async (_, options, expected) => {
    expect(sourceIdentity(namesOf(await ca.issue(options)))).toBe(expected);
  });

  test('has an even number of digits', () => {
    expect(sourceIdentity({ subject: [['O', 'Example']], issuer: [], serialNumber: '123' })).toBe('ID=0123');
    expect(sessionTags({ subject: [['O', 'Example']], issuer: [], serialNumber: '123' })).toEqual({ 'x509Subject/O': 'Example' });
  });
});

/** A deployed trust, and what the profile does. */
interface Deployed {
  readonly statements: any[];
  readonly mapping: TagMapping;
  readonly acceptsRoleSessionName: boolean;
}

/** What CreateSession answers: the certificate must lead to the authority of the anchor, and the trust of the role must let it in. */
function createSession(
  deployed: Deployed, certificate: TestCertificate, chain: TestCa[], [anchorArn, root]: [string, TestCa], roleSessionName?: string,
): string {
  if (roleSessionName !== undefined && !deployed.acceptsRoleSessionName) return 'deny';
  const path = [certificate, ...chain, root].map(({ pem }) => new X509Certificate(pem));
  const leadsToAnchor = path.slice(1).every((issuer, i) => path[i].checkIssued(issuer) && path[i].verify(issuer.publicKey));
  if (!leadsToAnchor) return 'deny';
  const names = namesOf(certificate);
  const tags = Object.entries(sessionTags(names, deployed.mapping)).map(([tag, value]) => [`aws:PrincipalTag/${tag}`, value]);
  return answer(deployed.statements, {
    actions: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    principal: { Service: 'rolesanywhere.amazonaws.com' },
    context: {
      ...Object.fromEntries(tags),
      'aws:SourceArn': anchorArn,
      'sts:SourceIdentity': sourceIdentity(names),
      'sts:RoleSessionName': roleSessionName ?? names.serialNumber,
    },
  });
}

describe('who gets in', () => {
  const anchors = (stack: Stack) => [rolesanywhere.CfnTrustAnchor.fromTrustAnchorArn(stack, 'Anchor', ANCHOR)];
  const server = (name: string) => CertificateMatch.of({
    subject: { commonName: StringMatch.exactly(name), organizationalUnit: StringMatch.exactly('Storage') },
    issuer: { commonName: StringMatch.exactly('Example Servers CA') },
  });
  const SERVER = { subject: { CN: 'backup-1', OU: 'Storage' } };

  interface DeployOptions {
    readonly attributeMappings?: AttributeMapping[];
    readonly requireSourceIdentity?: boolean;
    readonly roleSessionName?: StringMatch;
  }

  function deploy(certificate: CertificateMatch | undefined, options: DeployOptions = {}): Deployed {
    const stack = newStack();
    const { attributeMappings, ...rest } = options;
    const role = new RolesAnywhereRole(stack, 'Role', { trustAnchors: anchors(stack), certificate, ...rest });
    const acceptsRoleSessionName = rest.roleSessionName !== undefined;
    new RolesAnywhereProfile(stack, 'Profile', { roles: [role], attributeMappings, acceptRoleSessionName: acceptsRoleSessionName });
    const resources = Object.values<any>(templateOf(stack).Resources);
    const propertiesOf = (type: string) => resources.find(({ Type }) => Type === type).Properties;
    const mappings = propertiesOf('AWS::RolesAnywhere::Profile').AttributeMappings as any[] | undefined;
    const mapping = mappings?.map(({ CertificateField, MappingRules }) => [CertificateField, MappingRules.map(({ Specifier }: any) => Specifier)]);
    return {
      statements: [normalized(propertiesOf('AWS::IAM::Role').AssumeRolePolicyDocument.Statement)].flat(),
      mapping: mapping === undefined ? DEFAULT_TAG_MAPPING : Object.fromEntries(mapping),
      acceptsRoleSessionName,
    };
  }

  test.each<[string, () => Promise<TestCertificate>, () => TestCa[], () => [string, TestCa], string]>([
    ['the right certificate', () => servers.issue(SERVER), () => [servers], () => [ANCHOR, ca], 'allow'],
    ['the right certificate, renewed with another key and serial number', () => servers.issue({ ...SERVER, algorithm: 'rsa2048' }), () => [servers], () => [ANCHOR, ca], 'allow'],
    ['a certificate with another common name', () => servers.issue({ subject: { CN: 'backup-2', OU: 'Storage' } }), () => [servers], () => [ANCHOR, ca], 'deny'],
    ['a certificate of another unit', () => servers.issue({ subject: { CN: 'backup-1', OU: 'Sales' } }), () => [servers], () => [ANCHOR, ca], 'deny'],
    ['a certificate of two units', () => servers.issue({ subject: { CN: 'backup-1', OU: ['Sales', 'Storage'] } }), () => [servers], () => [ANCHOR, ca], 'deny'],
    ['a certificate of no unit', () => servers.issue({ subject: { CN: 'backup-1' } }), () => [servers], () => [ANCHOR, ca], 'deny'],
    ['a certificate with the name among its alternative names alone', () => servers.issue({ subject: { OU: 'Storage' }, san: { dns: ['backup-1'], directoryName: [{ CN: 'backup-1' }] } }), () => [servers], () => [ANCHOR, ca], 'deny'],
    ['a certificate of the root itself', () => ca.issue(SERVER), () => [], () => [ANCHOR, ca], 'deny'],
    ['the certificate of another authority of the same name, with the anchor of the right one', () => stranger.issue(SERVER), () => [], () => [ANCHOR, ca], 'deny'],
    ['the right certificate with another anchor of the same authority', () => servers.issue(SERVER), () => [servers], () => [OTHER_ANCHOR, ca], 'deny'],
  ])('with name, unit and issuer: %s', async (_, issue, chain, anchor, expected) => {
    expect(createSession(deploy(server('backup-1')), await issue(), chain(), anchor())).toBe(expected);
  });

  test('not another authority\'s, with names and authorities below it called alike', async () => {
    const twin = await stranger.intermediate({ name: 'Example Servers CA' });
    const certificate = await twin.issue(SERVER);
    const deployed = deploy(server('backup-1'));
    expect(createSession(deployed, certificate, [twin], [OTHER_ANCHOR, stranger])).toBe('deny');
    expect(createSession(deployed, certificate, [twin], [ANCHOR, ca])).toBe('deny');
  });

  test('nobody whose attribute is not mapped, which the profile refuses before', async () => {
    const attributeMappings = [AttributeMapping.subject('CN')];
    expect(() => deploy(server('backup-1'), { attributeMappings })).toThrow("it demands the attribute 'x509Subject/OU' of the certificate, which the attribute mapping of the profile leaves out.");

    const certificate = await servers.issue(SERVER);
    expect(createSession({ ...deploy(server('backup-1')), mapping: tagMapping(attributeMappings) }, certificate, [servers], [ANCHOR, ca])).toBe('deny');
    expect(createSession(deploy(server('backup-1'), { attributeMappings: [AttributeMapping.subject('CN', 'OU')] }), certificate, [servers], [ANCHOR, ca])).toBe('allow');
  });

  test('of several matches each, and nobody with a part of both', async () => {
    const deployed = deploy(CertificateMatch.anyOf(server('backup-1'), CertificateMatch.of({
      subject: { commonName: StringMatch.exactly('build-1'), organizationalUnit: StringMatch.exactly('CI') },
    })));
    const asked = async (CN: string, OU: string) => createSession(deployed, await servers.issue({ subject: { CN, OU } }), [servers], [ANCHOR, ca]);
    expect([await asked('backup-1', 'Storage'), await asked('build-1', 'CI')]).toEqual(['allow', 'allow']);
    expect([await asked('backup-1', 'CI'), await asked('build-1', 'Storage')]).toEqual(['deny', 'deny']);
  });

  test('not who has the source identity of another by a long name', async () => {
    const name = 'a'.repeat(59);
    const deployed = deploy(CertificateMatch.of({ subject: { commonName: StringMatch.exactly(name) } }), { requireSourceIdentity: true });
    const right = await ca.issue({ subject: name });
    const wrong = await ca.issue({ subject: `CN=${name}` });
    expect(sourceIdentity(namesOf(wrong))).toBe(sourceIdentity(namesOf(right)));
    expect(createSession(deployed, right, [], [ANCHOR, ca])).toBe('allow');
    expect(createSession(deployed, wrong, [], [ANCHOR, ca])).toBe('deny');
  });

  test('under the name of the certificate alone, where the session must be called so', async () => {
    const deployed = deploy(CertificateMatch.of({ issuer: { organization: StringMatch.exactly('Example') } }), { roleSessionName: StringMatch.policyVariable('aws:PrincipalTag/x509Subject/CN') });
    const node = await ca.issue({ subject: 'node-1' });
    expect(createSession(deployed, node, [], [ANCHOR, ca], 'node-1')).toBe('allow');
    expect(createSession(deployed, node, [], [ANCHOR, ca], 'node-2')).toBe('deny');
    expect(createSession(deployed, node, [], [ANCHOR, ca])).toBe('deny');
  });

  test('everybody with a certificate of the anchor where no attribute is tested, and nobody else', async () => {
    const deployed = deploy(undefined);
    expect(createSession(deployed, await ca.issue({ subject: 'anybody' }), [], [ANCHOR, ca])).toBe('allow');
    expect(createSession(deployed, await stranger.issue({ subject: 'anybody' }), [], [OTHER_ANCHOR, stranger])).toBe('deny');
  });
});
