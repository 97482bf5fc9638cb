import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, Fn, Stack, Tags, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CertificateRevocationListProps } from '../../lib';
import { CertificateBundle, CertificateRevocationList, RevocationData, TrustAnchor, TrustAnchorSource } from '../../lib';
import { InvalidInputError } from '../../lib/private/errors';
import { newStack, onlyResource, templateOf, warningsOf } from '../helpers';
import type { TestCa } from './certificates';
import { derOf, encode, makeCa, makeMlDsaCa, partsOf, pem, x509 } from './certificates';

const NOW = new Date('2026-06-01T00:00:00Z');
const DAY = 86_400_000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);
const ARN = 'arn:aws:rolesanywhere:eu-central-1:111111111111:trust-anchor/61f50cd4-45b9-4259-b049-d0a53682fa4b';
const FIX = 'Give the list of the certificate authority in PEM, as its file begins: -----BEGIN X509 CRL-----.';

let ca: TestCa;
let crl: string;

beforeAll(async () => {
  ca = await makeCa({ subject: { O: 'Acme', CN: 'On-premises CA' } });
  crl = await ca.crl({ revoked: ['0a', 'ff01'] });
});

afterEach(() => jest.useRealTimers());

/** A trust anchor of one or two authorities. */
function anchor(scope: Construct, id: string, ...cas: TestCa[]): TrustAnchor {
  const bundle = CertificateBundle.fromPem((cas.length > 0 ? cas : [ca]).map((one) => one.pem).join(''));
  return new TrustAnchor(scope, id, { source: TrustAnchorSource.certificateBundle(bundle) });
}

/** A list of the authority of an anchor of its own. */
function listIn(stack: Stack, props: Partial<CertificateRevocationListProps> = {}): CertificateRevocationList {
  return new CertificateRevocationList(stack, 'Crl', { trustAnchor: props.trustAnchor ?? anchor(stack, 'Anchor'), crl: RevocationData.fromPem(crl), ...props });
}

/** Read on a day. */
function on(date: Date, text: string): RevocationData {
  jest.useFakeTimers({ now: date });
  return RevocationData.fromPem(text);
}

describe('a list', () => {
  test('says what it is', () => {
    const data = RevocationData.fromPem(crl);
    expect(data.issuer).toBe('O=Acme, CN=On-premises CA');
    expect(data.revokedCount).toBe(2);
    expect(data.thisUpdate).toBe('2026-01-01T00:00:00.000Z');
    expect(data.nextUpdate).toBe('2066-01-01T00:00:00.000Z');
    expect(data._findings).toEqual([]);
  });

  test('may revoke nothing', async () => expect(RevocationData.fromPem(await ca.crl()).revokedCount).toBe(0));

  test('is normalized', () => {
    const { pem: text } = RevocationData.fromPem(`# revoked\r\n${crl.replace(/X509 CRL/g, 'CRL').replace(/\n/g, '\r\n')}`);
    expect(text).toBe(crl);
  });

  test('is read from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'crl-'));
    writeFileSync(join(folder, 'crl.pem'), crl);
    expect(RevocationData.fromFile(join(folder, 'crl.pem')).pem).toBe(crl);
    writeFileSync(join(folder, 'crl.der'), derOf(crl));
    expect(() => RevocationData.fromFile(join(folder, 'crl.der'))).toThrow(
      'is binary, not PEM: got the DER bytes of a certificate revocation list. Convert it: openssl crl -inform der -in <file> -out <file>.pem.');
    rmSync(folder, { recursive: true });
    expect(() => RevocationData.fromFile('no-such.pem')).toThrow("The certificate revocation list 'no-such.pem' is not there to be read: there is no such file.");
  });

  test.each([
    ['a certificate', () => ca.pem, `holds a certificate ('CERTIFICATE'). ${FIX}`],
    ['a certificate in its lines', () => ca.pem.replace(/CERTIFICATE/g, 'X509 CRL'), `holds a certificate in a block that is labelled 'X509 CRL'. ${FIX}`],
    ['two lists', () => crl + crl, 'holds several lists: got 2. A CertificateRevocationList takes one; make one for each.'],
    ['nothing', () => '', `is empty. ${FIX}`],
    ['a token', () => Aws.STACK_NAME, 'is a token, which cannot be read when the app is synthesized.'],
    ['half of one', () => pem('X509 CRL', derOf(crl).subarray(0, 90)), 'is damaged: it cannot be read, it is cut off: a length goes beyond its end. Copy the whole file.'],
  ])('is not %s', (_, text, message) => {
    expect(() => RevocationData.fromPem(text())).toThrow(InvalidInputError);
    expect(() => RevocationData.fromPem(text())).toThrow(`The certificate revocation list ${message}`);
  });

  test.each([
    ['a delta', new x509.Extension('2.5.29.27', true, Buffer.from('020101', 'hex')),
      "is a delta, which has only what changed since another list: got one of 'O=Acme, CN=On-premises CA'. Give the complete list."],
    ['indirect', distribution('8401ff'),
      "is indirect, with certificates that others have issued: got one of 'O=Acme, CN=On-premises CA'. Give the list that the certificate authority itself signs."],
    ['of attribute certificates', distribution('8501ff'),
      "is of attribute certificates, with which nobody signs in: got one of 'O=Acme, CN=On-premises CA'. Give the list of the public key certificates."],
    ['of authorities alone', distribution('8201ff'),
      "is of the certificates of authorities alone, and those of workloads stay good: got one of 'O=Acme, CN=On-premises CA'. Give the list of the certificates that the authority issues to workloads."],
    ['of some reasons alone', distribution('83020640'),
      "is of certificates that are revoked for some reasons alone: got one of 'O=Acme, CN=On-premises CA'. Give the list for all reasons."],
    ['of some reasons alone, in whole bytes', distribution('83020060'),
      "is of certificates that are revoked for some reasons alone: got one of 'O=Acme, CN=On-premises CA'. Give the list for all reasons."],
  ])('is not %s', async (_, extension, message) => {
    const text = await ca.crl({ extensions: [extension] });
    expect(() => RevocationData.fromPem(text)).toThrow(new InvalidInputError(`The certificate revocation list ${message}`));
  });

  test.each(['8101ff', '840100', ''])('may say what else it is of: %s', async (fields) => {
    const number = new x509.Extension('2.5.29.20', false, Buffer.from('020101', 'hex'));
    expect(RevocationData.fromPem(await ca.crl({ extensions: [number, distribution(fields)] })).revokedCount).toBe(0);
  });

  test('is not longer than the service takes', async () => {
    const filled = (bytes: number) => ca.crl({ revoked: ['0a'], extensions: [new x509.Extension('1.2.3', false, Buffer.alloc(bytes))] });
    const text = await filled(225_000);
    expect(() => RevocationData.fromPem(text)).toThrow(
      /^The certificate revocation list is too long: got 30\d{4} bytes, with 1 revoked certificates\. IAM Roles Anywhere takes 300000; the authority may leave out those that have expired\.$/);
    expect(RevocationData.fromPem(await filled(220_000)).revokedCount).toBe(1);
  });
});

describe('the next update', () => {
  test.each([
    [7, undefined],
    [6.5, 'is due in 6 days, on 2026-06-07'],
    [1, 'is due in 1 day, on 2026-06-02'],
    [0.1, 'is due in 0 days, on 2026-06-01'],
  ])('in %d days', async (days, when) => {
    const text = await ca.crl({ nextUpdate: inDays(days) });
    expect(on(NOW, text)._findings).toEqual(when === undefined ? [] : [{
      id: 'cdk-keyless-roles:revocationListExpiring',
      message: `The next update of the revocation list of 'O=Acme, CN=On-premises CA' ${when}. IAM Roles Anywhere fetches none by itself: put the new list into the file and deploy before then.`,
    }]);
  });

  test('that was due is an error', async () => {
    const text = await ca.crl({ nextUpdate: inDays(-1) });
    expect(() => on(NOW, text)).toThrow(new InvalidInputError(
      "The certificate revocation list is out of date: got one of 'O=Acme, CN=On-premises CA', whose next update was due on 2026-05-31. Give the newest list."));
  });

  test('that became due since the list was read is told of', async () => {
    const data = on(NOW, await ca.crl({ nextUpdate: inDays(20) }));
    jest.setSystemTime(inDays(30));
    expect(data._findings).toEqual([expect.objectContaining({ message: expect.stringContaining('was due, on 2026-06-21') })]);
  });

  test('that is not said is a warning', async () => {
    const data = RevocationData.fromPem(await ca.crl({ nextUpdate: null }));
    expect(data.nextUpdate).toBeUndefined();
    expect(data._findings).toEqual([{
      id: 'cdk-keyless-roles:revocationListDoubtful',
      message: "The revocation list of 'O=Acme, CN=On-premises CA' may not be heeded: it does not say when the next one comes, as RFC 5280 demands. Try whether a revoked certificate is refused, or have the list made anew.",
    }]);
  });

  test('a list of tomorrow is an error', async () => {
    const text = await ca.crl({ thisUpdate: inDays(1) });
    expect(() => on(NOW, text)).toThrow(new InvalidInputError(
      "The certificate revocation list is not valid yet: got one of 'O=Acme, CN=On-premises CA', made at 2026-06-02T00:00:00.000Z. Check the clocks of this machine and of the authority."));
  });
});

describe('the construct', () => {
  test('writes the list, for the trust anchor by its ARN, enabled', () => {
    const stack = newStack();
    listIn(stack);
    expect(onlyResource(stack, 'AWS::RolesAnywhere::CRL')).toEqual({
      Name: expect.stringMatching(/^Stack-Crl-[0-9A-F]{8}$/),
      CrlData: crl,
      Enabled: true,
      TrustAnchorArn: { 'Fn::GetAtt': [expect.stringMatching(/^Anchor/), 'TrustAnchorArn'] },
    });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('takes a name, and may be off', () => {
    const stack = newStack();
    listIn(stack, { crlName: 'Stolen laptops_1', enabled: false });
    expect(onlyResource(stack, 'AWS::RolesAnywhere::CRL')).toMatchObject({ Name: 'Stolen laptops_1', Enabled: false });
  });

  test('has attributes', () => {
    const stack = newStack();
    const list = listIn(stack);
    const id = { 'Fn::GetAtt': [stack.getLogicalId(list.node.defaultChild as rolesanywhere.CfnCRL), 'CrlId'] };
    expect(stack.resolve([list.crlId, list.crlRef.crlId])).toEqual([id, id]);
    expect(stack.resolve(list.crlArn)).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':rolesanywhere:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':crl/', id]],
    });
  });

  test.each([
    ['', "The name of the certificate revocation list is empty: got ''."],
    ['a.b', "The name of the certificate revocation list has a character that IAM Roles Anywhere refuses: got '.' in 'a.b'."],
    ['a'.repeat(256), 'The name of the certificate revocation list is too long: got 256 characters'],
  ])('refuses the name %j', (crlName, message) => {
    expect(() => listIn(newStack(), { crlName })).toThrow(message);
  });

  test('is created after the list before it', () => {
    const stack = newStack();
    const trustAnchor = anchor(stack, 'Anchor');
    ['First', 'Second'].forEach((id) => new CertificateRevocationList(stack, id, { trustAnchor, crl: RevocationData.fromPem(crl) }));
    const resources = Object.entries<any>(templateOf(stack).Resources).filter(([, { Type }]) => Type === 'AWS::RolesAnywhere::CRL');
    const [[first, { DependsOn: none }], [, { DependsOn: one }]] = resources;
    expect([none, one]).toEqual([undefined, [first]]);
  });

  test('refuses tags that the service refuses', () => {
    const stack = newStack();
    Tags.of(listIn(stack)).add('owner', 'a,b');
    expect(() => templateOf(stack)).toThrow("The value of the tag 'owner' has a character that IAM Roles Anywhere refuses");
  });

  test('tells what the list has to be told of', async () => {
    const text = await ca.crl({ nextUpdate: inDays(2) });
    const stack = newStack();
    listIn(stack, { crl: on(NOW, text) });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('is due in 2 days')]);
  });
});

describe('who signed the list', () => {
  const refuses = (trustAnchor: (stack: Stack) => TrustAnchor, text: string, message: string) => {
    const stack = newStack();
    expect(() => listIn(stack, { trustAnchor: trustAnchor(stack), crl: RevocationData.fromPem(text) })).toThrow(new InvalidInputError(message));
  };

  test.each(['rsa2048', 'ec256', 'ec384', 'rsaPss2048', 'ed25519'] as const)('is the authority of the anchor: %s', async (algorithm) => {
    const own = await makeCa({ algorithm });
    const stack = newStack();
    listIn(stack, { trustAnchor: anchor(stack, 'Anchor', own), crl: RevocationData.fromPem(await own.crl()) });
    expect(warningsOf(stack).filter((text) => text.includes('revocation'))).toEqual([]);
  });

  test('is one of its two authorities', async () => {
    const other = await makeCa({ name: 'Other CA' });
    const stack = newStack();
    expect(listIn(stack, { trustAnchor: anchor(stack, 'Anchor', other, ca) })).toBeInstanceOf(CertificateRevocationList);
  });

  test('is either of two authorities of one name', async () => {
    const renewed = await ca.renewed();
    const text = await renewed.crl();
    const stack = newStack();
    expect(listIn(stack, { trustAnchor: anchor(stack, 'Anchor', ca, renewed), crl: RevocationData.fromPem(text) })).toBeInstanceOf(CertificateRevocationList);
  });

  test('has the name in another type of string, or case', async () => {
    const text = await ca.crl({ issuer: { O: 'ACME', CN: 'on-premises  CA' } });
    const stack = newStack();
    expect(listIn(stack, { crl: RevocationData.fromPem(text) })).toBeInstanceOf(CertificateRevocationList);
  });

  test('is not another authority', async () => {
    const [other, third] = [await makeCa({ name: 'Other CA' }), await makeCa({ name: 'Third CA' })];
    refuses((stack) => anchor(stack, 'Anchor', other, third), crl, "The certificate revocation list is of another authority than the trust anchor: got one of 'O=Acme, CN=On-premises CA', and the trust anchor has 'CN=Other CA' and 'CN=Third CA'. Give the list that this authority signs, or 'signer' where it is of one below it.");
  });

  test('is not another key of the same name', async () => {
    const message = "The certificate revocation list is not signed by the authority of the trust anchor: got one of 'O=Acme, CN=On-premises CA', by another key of the same name, or damaged. Give the list that this authority signs.";
    for (const algorithm of ['ec256', 'ec384', 'rsa2048', 'ed25519'] as const) {
      const renewed = await ca.renewed({ algorithm });
      refuses((stack) => anchor(stack, 'Anchor', renewed), crl, message);
    }
    const damaged = derOf(crl);
    damaged[damaged.length - 1] = damaged[damaged.length - 1] === 1 ? 2 : 1;
    refuses((stack) => anchor(stack, 'Anchor'), pem('X509 CRL', damaged), message);
  });

  test('is told by the name alone where this Node does not know the key', async () => {
    const der = await makeMlDsaCa();
    const pq = CertificateBundle.fromPem(pem('CERTIFICATE', der));
    const sameName = await makeCa({ name: 'Post-quantum CA' });
    const algorithm = encode(0x30, Buffer.from('0609608648016503040312', 'hex'));
    const [signed] = partsOf(derOf(await sameName.crl()));
    const text = pem('X509 CRL', encode(0x30, signed, algorithm, encode(0x03, Buffer.alloc(3310))));
    const stack = newStack();
    const trustAnchor = new TrustAnchor(stack, 'Anchor', { source: TrustAnchorSource.certificateBundle(pq) });
    const make = () => listIn(stack, { trustAnchor, crl: RevocationData.fromPem(text) });
    // Node 24 knows the key, and then that the signature of zeros is not by it.
    if (Number(process.versions.node.split('.')[0]) < 24) expect(make()).toBeInstanceOf(CertificateRevocationList);
    else expect(make).toThrow(InvalidInputError);
  });

  test('may sign lists, or it is a warning', async () => {
    const own = await makeCa({ keyUsage: x509.KeyUsageFlags.keyCertSign });
    const stack = newStack();
    listIn(stack, { trustAnchor: anchor(stack, 'Anchor', own), crl: RevocationData.fromPem(await own.crl()) });
    expect(warningsOf(stack)).toEqual(["The revocation list of 'CN=Test CA' may not be heeded: the certificate of the authority does not have the key usage CRL Sign, as RFC 5280 demands. Try whether a revoked certificate is refused, or have the list made anew."]);
  });

  test('may be one below the authority, which is a warning', async () => {
    const issuing = await ca.intermediate({ name: 'Issuing CA' });
    const data = RevocationData.fromPem(await issuing.crl());
    const signer = CertificateBundle.fromPem(issuing.pem);
    const warning = "The revocation list of 'CN=Issuing CA' may not be heeded: it is of an authority below that of the trust anchor, of which AWS does not say whether it is asked. Try whether a revoked certificate is refused, or have the list made anew.";
    const [stack, other] = [newStack(), newStack()];
    listIn(stack, { crl: data, signer });
    listIn(other, { crl: data, signer, trustAnchor: TrustAnchor.fromTrustAnchorArn(other, 'Anchor', ARN) });
    expect([warningsOf(stack), warningsOf(other)]).toEqual([[warning], [warning]]);
    expect(() => listIn(newStack(), { crl: data })).toThrow("got one of 'CN=Issuing CA', and the trust anchor has 'O=Acme, CN=On-premises CA'.");
    expect(() => listIn(newStack(), { signer })).toThrow("The certificate revocation list is of another authority than the signer: got one of 'O=Acme, CN=On-premises CA', and the signer has 'CN=Issuing CA'.");

    const far = await issuing.intermediate({ name: 'Far CA' });
    const strangers = [far, await (await ca.renewed()).intermediate({ name: 'Issuing CA' })];
    for (const stranger of strangers) {
      const given = { signer: CertificateBundle.fromPem(stranger.pem), crl: data };
      expect(() => listIn(newStack(), given)).toThrow('The signer of the certificate revocation list is not right below the authority of the trust anchor: got ');
    }
    expect(() => listIn(newStack(), { signer: CertificateBundle.fromPem(far.pem) })).toThrow("got 'CN=Far CA', issued by 'CN=Issuing CA', and the trust anchor has 'O=Acme, CN=On-premises CA'. Give the certificate that this authority issued, or make the signer the trust anchor.");
  });

  test('with a weak signature is a warning', async () => {
    const stack = newStack();
    listIn(stack, { crl: RevocationData.fromPem(await ca.crl({ hash: 'SHA-1' })) });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('may not be heeded: its signature is weak (ECDSA with SHA-1).')]);
  });
});

describe('a trust anchor whose certificates are not known', () => {
  test.each([
    ['imported by its ARN', (stack: Stack) => TrustAnchor.fromTrustAnchorArn(stack, 'Anchor', ARN), ARN],
    ['made at level 1', (stack: Stack) => new rolesanywhere.CfnTrustAnchor(stack, 'Anchor', {
      name: 'anchor',
      source: { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: 'x' } },
    }), { 'Fn::GetAtt': ['Anchor', 'TrustAnchorArn'] }],
    ['of Private CA', (stack: Stack) => new TrustAnchor(stack, 'Anchor', {
      source: TrustAnchorSource.privateCaArn('arn:aws:acm-pca:eu-central-1:111111111111:certificate-authority/61f50cd4-45b9-4259-b049-d0a53682fa4b'),
    }), { 'Fn::GetAtt': [expect.stringMatching(/^Anchor/), 'TrustAnchorArn'] }],
  ])('takes any list: %s', (_, trustAnchor, arn) => {
    const stack = newStack();
    listIn(stack, { trustAnchor: trustAnchor(stack) });
    expect(onlyResource(stack, 'AWS::RolesAnywhere::CRL').TrustAnchorArn).toEqual(arn);
  });

  test.each([
    ['region', { account: '111111111111', region: 'us-east-1' }, "got 'eu-central-1', where the stack is in 'us-east-1'"],
    ['account', { account: '222222222222', region: 'eu-central-1' }, "got '111111111111', where the stack is in '222222222222'"],
  ])('is in the same %s', (key, env, message) => {
    const stack = new Stack(new App(), 'Stack', { env });
    const trustAnchor = TrustAnchor.fromTrustAnchorArn(stack, 'Anchor', ARN);
    expect(() => listIn(stack, { trustAnchor })).toThrow(new InvalidInputError(
      `The trust anchor 'Stack/Anchor' is in another ${key} than 'Stack/Crl': ${message}. IAM Roles Anywhere works within one ${key}: make or name one there.`));
  });
});

describe('a trust anchor has two lists,', () => {
  const add = (scope: Construct, id: string, trustAnchor: rolesanywhere.ITrustAnchorRef) =>
    new CertificateRevocationList(scope, id, { trustAnchor, crl: RevocationData.fromPem(crl) });

  test('and another one its own', () => {
    const stack = newStack();
    for (const name of ['A', 'B']) {
      const trustAnchor = anchor(stack, name);
      add(stack, `${name}1`, trustAnchor);
      add(stack, `${name}2`, trustAnchor);
    }
    expect(() => templateOf(stack)).not.toThrow();
  });

  test('and a third is an error, said once', () => {
    const stack = newStack();
    const trustAnchor = anchor(stack, 'Anchor');
    ['One', 'Two', 'Three'].forEach((id) => add(stack, id, trustAnchor));
    expect(stack.node.findAll().flatMap((node) => node.node.validate())).toEqual([
      "The trust anchor has too many certificate revocation lists: got 3, 'Stack/One', 'Stack/Two' and 'Stack/Three'. IAM Roles Anywhere takes 2; put the new list into the file of the one that it replaces.",
    ]);
  });

  test('over all stacks, and at level 1', () => {
    const app = new App();
    const [stack, other] = [new Stack(app, 'Stack'), new Stack(app, 'Other')];
    const trustAnchor = anchor(stack, 'Anchor');
    add(stack, 'One', trustAnchor);
    add(other, 'Two', trustAnchor);
    expect(app.node.findAll().flatMap((node) => node.node.validate())).toEqual([]);
    new rolesanywhere.CfnCRL(stack, 'Three', { name: 'three', crlData: crl, trustAnchorArn: trustAnchor.trustAnchorArn });
    expect(app.node.findAll().flatMap((node) => node.node.validate())).toEqual([expect.stringContaining("got 3, 'Stack/One', 'Stack/Three' and 'Other/Two'")]);
  });

  test('also an imported one', () => {
    const stack = newStack();
    const arns = [ARN, ARN, ARN, Fn.importValue('Anchor'), Fn.importValue('Anchor')];
    arns.forEach((arn, i) => add(stack, `Crl${i}`, TrustAnchor.fromTrustAnchorArn(stack, `Anchor${i}`, arn)));
    new rolesanywhere.CfnCRL(stack, 'NoAnchor', { name: 'none', crlData: crl });
    expect(stack.node.findAll().flatMap((node) => node.node.validate())).toEqual([expect.stringContaining("got 3, 'Stack/Crl0', 'Stack/Crl1' and 'Stack/Crl2'")]);
  });
});

/** An issuing distribution point. */
function distribution(fields: string): x509.Extension {
  return new x509.Extension('2.5.29.28', true, encode(0x30, Buffer.from(fields, 'hex')));
}
