import { X509Certificate } from 'crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { rootCertificates } from 'tls';
import { Aws, Lazy, Token } from 'aws-cdk-lib';
import type { TestCa, TestCertificate } from './certificates';
import { encode, makeCa, makeMlDsaCa, makeRequest, pem, x509 } from './certificates';
import { CertificateBundle } from '../../lib';
import { InvalidInputError } from '../../lib/private/errors';

const FIX = 'Give the certificate of the certificate authority in PEM, as its file begins: -----BEGIN CERTIFICATE-----.';
const NOW = new Date('2026-06-01T00:00:00Z');
const DAY = 86_400_000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);

let ca: TestCa;
let second: TestCa;
let server: TestCertificate;
let folder: string;

beforeAll(async () => {
  ca = await makeCa({ subject: { C: 'DE', O: 'Acme', CN: 'On-premises CA' }, serialNumber: '00c0ffee' });
  second = await makeCa({ name: 'Second CA' });
  server = await ca.issue({ subject: 'backup-1' });
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
});

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => jest.useRealTimers());

function fileOf(content: string | Buffer, name = 'ca.pem'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Read on a day. */
function on(date: Date, text: string): CertificateBundle {
  jest.useFakeTimers({ now: date });
  return CertificateBundle.fromPem(text);
}

describe('a bundle', () => {
  test('says who its certificates are', () => {
    const fingerprint = new X509Certificate(ca.pem).fingerprint256;
    expect(CertificateBundle.fromPem(ca.pem).certificates()).toEqual([{
      subject: 'C=DE, O=Acme, CN=On-premises CA',
      issuer: 'C=DE, O=Acme, CN=On-premises CA',
      serialNumber: 'c0ffee',
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: '2066-01-01T00:00:00.000Z',
      keyType: 'EC P-256',
      signatureAlgorithm: 'ECDSA with SHA-256',
      fingerprint,
      description: 'C=DE, O=Acme, CN=On-premises CA (EC P-256, serial c0ffee, valid from 2026-01-01 to 2066-01-01)',
    }]);
  });

  test('has one certificate or two, in their order', () => {
    const subjects = CertificateBundle.fromPem(second.pem + ca.pem).certificates().map(({ subject }) => subject);
    expect(subjects).toEqual(['CN=Second CA', 'C=DE, O=Acme, CN=On-premises CA']);
  });

  test('takes an intermediate', async () => {
    const [{ subject, issuer }] = CertificateBundle.fromPem((await ca.intermediate({ name: 'Issuing CA' })).pem).certificates();
    expect([subject, issuer]).toEqual(['CN=Issuing CA', 'C=DE, O=Acme, CN=On-premises CA']);
  });

  test.each([
    ['rsa2048', 'RSA 2048', 'RSA with SHA-256'],
    ['rsa3072', 'RSA 3072', 'RSA with SHA-256'],
    ['ec384', 'EC P-384', 'ECDSA with SHA-256'],
    ['ec521', 'EC P-521', 'ECDSA with SHA-256'],
  ] as const)('takes a key that AWS lists: %s', async (algorithm, keyType, signatureAlgorithm) => {
    const bundle = CertificateBundle.fromPem((await makeCa({ algorithm })).pem);
    expect(bundle.certificates()).toEqual([expect.objectContaining({ keyType, signatureAlgorithm })]);
    expect(bundle._findings).toEqual([]);
  });

  test('takes ML-DSA, whose key this Node may not know', async () => {
    const bundle = CertificateBundle.fromPem(pem('CERTIFICATE', await makeMlDsaCa()));
    expect(bundle.certificates()).toEqual([expect.objectContaining({ keyType: 'ML-DSA-65', signatureAlgorithm: 'ML-DSA-65' })]);
    expect(bundle._findings).toEqual([]);
  });

  test.each([
    ['ed25519', 'Ed25519, signed by Ed25519'],
    ['rsaPss2048', 'RSA 2048, signed by RSA-PSS with SHA-256'],
  ] as const)('warns of what AWS does not list: %s', async (algorithm, shown) => {
    expect(CertificateBundle.fromPem((await makeCa({ algorithm })).pem)._findings).toEqual([{
      id: 'cdk-keyless-roles:certificateUnlisted',
      message: `The certificate 'CN=Test CA' has a key or signature that AWS does not list as one that it takes: ${shown}. It lists RSA (PKCS#1 v1.5), ECDSA and ML-DSA: try it in a test account, or have it issued anew.`,
    }]);
  });

  test('does not need the key usage CRL Sign', async () => {
    expect(CertificateBundle.fromPem((await makeCa({ keyUsage: x509.KeyUsageFlags.keyCertSign })).pem).certificates()).toHaveLength(1);
  });
});

describe('the text in the template', () => {
  const plain = () => CertificateBundle.fromPem(ca.pem).pem;

  test('is PEM with LF, and reads as the same certificate', () => {
    expect(plain()).toMatch(/^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n-----END CERTIFICATE-----\n$/);
    expect(new X509Certificate(plain()).raw).toEqual(ca.der);
  });

  test.each([
    ['CR LF', (text: string) => text.replace(/\n/g, '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['comments and bag attributes', (text: string) => `Bag Attributes\n    friendlyName: \u202E ca \nsubject=CN = x\n${text}\n# end`],
    ['blanks in place of lines', (text: string) => text.trim().replace(/\n/g, ' ')],
    ['indented lines', (text: string) => text.replace(/\n(?=.)/g, '\n    ')],
    ['no newline at the end', (text: string) => text.trimEnd()],
    ['the old label', (text: string) => text.replace(/ CERTIFICATE/g, ' X509 CERTIFICATE')],
    ['the same certificate twice', (text: string) => text + text],
  ])('is the same with %s', (_, written) => {
    expect(CertificateBundle.fromPem(written(ca.pem)).pem).toBe(plain());
    expect(CertificateBundle.fromFile(fileOf(written(ca.pem))).pem).toBe(plain());
  });

  test('does not depend on the day', () => {
    expect(on(inDays(0), ca.pem).pem).toBe(on(inDays(12_000), ca.pem).pem);
    expect(on(inDays(0), ca.pem).certificates()).toEqual(on(inDays(12_000), ca.pem).certificates());
  });
});

describe('the validity', () => {
  test.each([
    [90, undefined],
    [89, 'expires in 89 days, on 2026-08-29'],
    [1, 'expires in 1 day, on 2026-06-02'],
    [0.5, 'expires in 0 days, on 2026-06-01'],
  ])('%d days before the end', async (days, when) => {
    const { pem: text } = await makeCa({ validTo: inDays(days) });
    expect(on(NOW, text)._findings).toEqual(when === undefined ? [] : [{
      id: 'cdk-keyless-roles:certificateExpiring',
      message: `The certificate 'CN=Test CA' ${when}: from then on, no server gets credentials with a certificate of it. Put the one that replaces it beside it into the bundle, which takes 2, and take this one out once all servers have new certificates.`,
    }]);
  });

  test('is looked at when the trust anchor asks', async () => {
    const { pem: text } = await makeCa({ validTo: inDays(100) });
    const bundle = on(NOW, text);
    expect(bundle._findings).toEqual([]);
    jest.setSystemTime(inDays(200));
    expect(bundle._findings).toEqual([expect.objectContaining({ message: expect.stringContaining('has expired, on 2026-09-09') })]);
  });

  test('refuses a certificate that has expired', async () => {
    const { pem: text } = await makeCa({ validTo: inDays(-1) });
    expect(() => on(NOW, ca.pem + text)).toThrow(new InvalidInputError(
      "The certificate bundle holds a certificate that has expired: got 'CN=Test CA', valid to 2026-05-31. Give the one that replaces it."));
  });

  test('refuses a certificate that is not valid yet', async () => {
    const { pem: text } = await makeCa({ validFrom: inDays(1) });
    expect(() => on(NOW, text)).toThrow(new InvalidInputError(
      "The certificate bundle holds a certificate that is not valid yet: got 'CN=Test CA', valid from 2026-06-02T00:00:00.000Z. Add it from then on, or have it issued anew."));
  });
});

describe('a certificate that is no authority of one\'s own is refused:', () => {
  const refused = (text: string, message: string) => expect(() => CertificateBundle.fromPem(text)).toThrow(new InvalidInputError(message));

  test('one of a server', () => {
    refused(server.pem, "The certificate bundle holds a certificate that is not one of a certificate authority: got 'CN=backup-1' (CA:false). Give the certificate of the authority that issued it, 'C=DE, O=Acme, CN=On-premises CA'.");
  });

  test('a chain with that of the server in front', () => {
    expect(() => CertificateBundle.fromPem(server.pem + ca.pem)).toThrow("got 'CN=backup-1' (CA:false)");
  });

  test('one without basic constraints', async () => {
    expect(() => CertificateBundle.fromPem('')).toThrow(InvalidInputError);
    const { pem: text } = await makeCa({ isCa: null });
    expect(() => CertificateBundle.fromPem(text)).toThrow("got 'CN=Test CA' (it has no basic constraints). Give the certificate of the authority that issued it");
  });

  test('one that says two things of whether it is an authority', async () => {
    const constraints = ['3000', '30030101ff'].map((hex) => new x509.Extension('2.5.29.19', true, Buffer.from(hex, 'hex')));
    const { pem: text } = await makeCa({ isCa: null, extensions: constraints });
    refused(text, 'The certificate bundle is damaged: certificate 1 cannot be read, it has an extension twice. Copy the whole file.');
  });

  test('one that may not sign others', async () => {
    const { pem: text } = await makeCa({ keyUsage: x509.KeyUsageFlags.cRLSign });
    refused(text, "The certificate bundle holds a certificate that does not say that it may sign others: got 'CN=Test CA', whose key usage lacks it. Have it issued anew with the key usages Certificate Sign and CRL Sign.");
  });

  test('one that says nothing of what it may', async () => {
    const { pem: text } = await makeCa({ keyUsage: null });
    expect(() => CertificateBundle.fromPem(text)).toThrow("got 'CN=Test CA', without a key usage.");
  });

  test.each(['rsa2048', 'ec256', 'rsaPss2048'] as const)('one that is signed with SHA-1: %s', async (algorithm) => {
    const { pem: text } = await makeCa({ algorithm, hash: 'SHA-1' });
    const family = { rsa2048: 'RSA', ec256: 'ECDSA', rsaPss2048: 'RSA-PSS' }[algorithm];
    refused(text, `The certificate bundle holds a certificate with a signature that is too weak: got ${family} with SHA-1 for 'CN=Test CA'. Allowed: SHA-256 or stronger; have it issued anew.`);
  });

  test('a publicly trusted root', () => {
    const root = rootCertificates.find((text) => new X509Certificate(text).subject.includes('CN=ISRG Root X1'))!;
    refused(root, "The certificate bundle holds a certificate authority that is publicly trusted, which AWS refuses, as it issues certificates to anybody: got 'C=US, O=Internet Security Research Group, CN=ISRG Root X1'. Give the certificate of an authority of your own.");
  });

  test('every publicly trusted root that Node knows', () => {
    for (const text of rootCertificates) expect(() => CertificateBundle.fromPem(text)).toThrow(/publicly trusted/);
  });

  test('one that a publicly trusted root has signed', async () => {
    const intermediate = await ca.intermediate();
    jest.doMock('tls', () => ({ rootCertificates: [second.pem, ca.pem] }));
    jest.isolateModules(() => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { CertificateBundle: Isolated } = require('../../lib/roles-anywhere/certificate-bundle');
      expect(() => Isolated.fromPem(intermediate.pem)).toThrow("as it issues certificates to anybody: got 'CN=Intermediate CA', issued by 'C=DE, O=Acme, CN=On-premises CA'.");
    });
    jest.dontMock('tls');
  });

  test('more than two', async () => {
    const third = await makeCa({ name: 'Third CA' });
    refused(ca.pem + second.pem + third.pem, 'The certificate bundle has too many certificates: got 3. A trust anchor takes 2: the one of the authority that issues, or it and the one that replaces it. Servers send intermediate certificates along.');
  });

  test('one that is too long', async () => {
    const { pem: text } = await makeCa({ subject: { CN: 'Test CA', OU: Array.from({ length: 200 }, (_, i) => `${i}`.repeat(20)) } });
    expect(() => CertificateBundle.fromPem(text)).toThrow(/^The certificate bundle is too long: got \d+ characters\. A trust anchor takes 16000\.$/);
  });

  test('one whose bytes have changed', () => {
    const der = Buffer.from(ca.der);
    der[der.length - 5] = der[der.length - 5] === 1 ? 2 : 1;
    refused(pem('CERTIFICATE', der), "The certificate bundle is damaged: the signature of 'C=DE, O=Acme, CN=On-premises CA' does not fit its key. Copy the whole file.");
  });
});

test('an authority that signs its new key with the old one is taken', async () => {
  const keyId = (id: string) => new x509.SubjectKeyIdentifierExtension(id);
  const old = await makeCa({ name: 'Test CA', extensions: [keyId('01')] });
  const rolled = await old.intermediate({ name: 'Test CA', extensions: [keyId('02'), new x509.AuthorityKeyIdentifierExtension('01')] });
  expect(CertificateBundle.fromPem(old.pem + rolled.pem).certificates()).toHaveLength(2);
});

describe('what is no certificate is named:', () => {
  const BEGIN = '-----BEGIN ';
  const SECRET = 'which must not leave the machine that uses it. Take it out of the file and of the repository.';
  const given: [string, () => string, string][] = [
    ['nothing', () => '', 'is empty.'],
    ['blanks', () => ' \n\t', 'is empty.'],
    ['some text', () => 'hello', `is not PEM: it has no line that begins with '${BEGIN}'.`],
    ['an ARN', () => 'arn:x', 'is an ARN, not PEM. Use TrustAnchorSource.privateCa()'],
    ['a path', () => 'certs/ca.pem', 'is the path of a file in place of its text. Use fromFile() for a path.'],
    ['a key of SSH', () => 'ssh-ed25519 AAAA', 'is a public key of SSH, not PEM.'],
    ['base64 of a certificate', () => ca.der.toString('base64'), "is base64 without the lines around it, of a certificate. Put '-----BEGIN CERTIFICATE-----' before it and '-----END CERTIFICATE-----' after it."],
    ['binary text', () => '\u0000\u0001', 'is binary, not PEM.'],
    ['DER', () => ca.der.toString('latin1'), 'is binary, not PEM: got the DER bytes of a certificate. Convert it: openssl x509 -inform der -in <file> -out <file>.pem.'],
    ['PKCS#7', () => encode(0x30, Buffer.from('06092a864886f70d010702', 'hex'), encode(0xA0)).toString('latin1'), 'is binary, not PEM: got the DER bytes of a PKCS#7 file. Take the certificates out: openssl pkcs7 -inform der'],
    ['PKCS#12', () => encode(0x30, Buffer.from('020103', 'hex'), encode(0x30)).toString('latin1'), 'is binary, not PEM: got the DER bytes of a PKCS#12 file. Take the certificates out: openssl pkcs12 -nokeys'],
    ['PKCS#7 in PEM', () => pem('PKCS7', Buffer.from('3000', 'hex')), "holds a PKCS#7 file ('PKCS7'). Take the certificates out: openssl pkcs7 -print_certs -in <file> -out <file>.pem."],
    ['a certificate of OpenSSL', () => pem('TRUSTED CERTIFICATE', ca.der), "holds a certificate in a form that OpenSSL alone reads ('TRUSTED CERTIFICATE'). Convert it:"],
    ['another block', () => pem('DH PARAMETERS', Buffer.from('3000', 'hex')), "holds a block that does not belong there: got 'DH PARAMETERS'."],
    ['an encrypted key', () => pem('ENCRYPTED PRIVATE KEY', Buffer.from('3000', 'hex')), `holds a private key, ${SECRET}`],
    ['an encrypted key of old', () => '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----', `holds a private key, ${SECRET}`],
    ['an unknown DER', () => pem('CERTIFICATE', Buffer.from('3000', 'hex')), 'is damaged: certificate 1 cannot be read, it is cut off. Copy the whole file.'],
    ['no content', () => '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----', 'is empty: block 1 has nothing between its lines. Copy the whole file.'],
    ['an end that is missing', () => ca.pem.slice(0, 300), "is cut off: block 1 has no line '-----END CERTIFICATE-----'. Copy the whole file."],
    ['an end that is missing in between', () => ca.pem.slice(0, 300) + ca.pem, "is cut off: block 1 has no line '-----END CERTIFICATE-----'. Copy the whole file."],
    ['a beginning that is missing', () => ca.pem + ca.pem.slice(30), 'is cut off: it has more ends of blocks than beginnings. Copy the whole file.'],
    ['another end', () => ca.pem.replace('-----END CERTIFICATE', '-----END X509 CRL'), "is mixed up: block 1 begins as 'CERTIFICATE' and ends as another. Copy the whole file."],
    ['a label that is none', () => '-----BEGIN MIIEvQIBADANBgk-----', `is damaged: a line that begins with '${BEGIN}' does not name a block. Copy the whole file.`],
    ['\\n as text', () => ca.pem.replace(/\n/g, '\\n'), 'is damaged: block 1 cannot be read, it holds \\n as two characters, where a line should end. Copy the whole file.'],
    ['a missing part', () => ca.pem.replace(/\nM./, '\nM'), 'is damaged: block 1 cannot be read, it holds what is not base64, or a part is missing. Copy the whole file.'],
    ['bytes cut off', () => pem('CERTIFICATE', ca.der.subarray(0, 200)), 'is damaged: certificate 1 cannot be read, it is cut off: a length goes beyond its end. Copy the whole file.'],
    ['bytes that follow', () => pem('CERTIFICATE', Buffer.concat([ca.der, Buffer.from([0])])), 'is damaged: certificate 1 cannot be read, more bytes follow its end. Copy the whole file.'],
  ];

  test.each(given)('%s', (_, text, message) => {
    expect(() => CertificateBundle.fromPem(text())).toThrow(InvalidInputError);
    expect(() => CertificateBundle.fromPem(text())).toThrow(`The certificate bundle ${message}`);
  });

  test('a revocation list', async () => {
    const crl = await ca.crl();
    expect(() => CertificateBundle.fromPem(crl)).toThrow(new InvalidInputError(`The certificate bundle holds a certificate revocation list ('X509 CRL'). ${FIX}`));
    expect(() => CertificateBundle.fromPem(crl.replace(/X509 CRL/g, 'CERTIFICATE'))).toThrow(
      new InvalidInputError(`The certificate bundle holds a certificate revocation list in a block that is labelled 'CERTIFICATE'. ${FIX}`));
  });

  test('a request', async () => {
    const request = await makeRequest();
    expect(() => CertificateBundle.fromPem(request)).toThrow(new InvalidInputError(`The certificate bundle holds a certificate signing request ('CERTIFICATE REQUEST'). ${FIX}`));
    expect(() => CertificateBundle.fromPem(request.replace(/ REQUEST/g, ''))).toThrow("holds a certificate signing request in a block that is labelled 'CERTIFICATE'.");
  });

  test('a public key', async () => {
    const key = await ca.publicKeyPem();
    expect(() => CertificateBundle.fromPem(key)).toThrow(new InvalidInputError(`The certificate bundle holds a public key ('PUBLIC KEY'). ${FIX}`));
    expect(() => CertificateBundle.fromPem(key.replace(/PUBLIC KEY/g, 'CERTIFICATE'))).toThrow("holds a public key in a block that is labelled 'CERTIFICATE'.");
  });

  test('a private key, wherever it stands, of which nothing is repeated', async () => {
    const key = await ca.privateKeyPem();
    const body = key.split('\n')[1];
    const message = `The certificate bundle holds a private key, ${SECRET} ${FIX}`;
    const texts = [key, ca.pem + key, key + ca.pem, key.replace(/PRIVATE KEY/g, 'EC PRIVATE KEY'), key.replace(/PRIVATE KEY/g, 'CERTIFICATE'), key.slice(0, 80)];
    for (const text of texts) expect(() => CertificateBundle.fromPem(text)).toThrow(new InvalidInputError(message));

    const der = Buffer.from(body + key.split('\n').slice(2, -2).join(''), 'base64');
    const unlabelled = [der.toString('latin1'), der.toString('base64'), key.replace('-----BEGIN PRIVATE KEY-----', '-----BEGIN ')];
    for (const text of unlabelled) expect(() => CertificateBundle.fromPem(text)).toThrow(InvalidInputError);
    for (const text of unlabelled) expect(() => CertificateBundle.fromPem(text)).not.toThrow(body.slice(0, 16));
    expect(() => CertificateBundle.fromPem(unlabelled[0])).toThrow(`is binary, not PEM: got the DER bytes of a private key. ${FIX}`);
    expect(() => CertificateBundle.fromPem(unlabelled[1])).toThrow(`is base64 without the lines around it, of a private key. ${FIX}`);
  });

  test('a token', () => {
    expect(() => CertificateBundle.fromPem(Aws.STACK_NAME)).toThrow('The certificate bundle is a token, which cannot be read when the app is synthesized. Give the text itself, or use fromFile().');
    expect(() => CertificateBundle.fromFile(Aws.STACK_NAME)).toThrow("The certificate bundle must be a file that is there when the app is synthesized: got 'a token'. Give its path.");
  });

  test('no text at all', () => {
    expect(() => CertificateBundle.fromPem(undefined as any)).toThrow(`The certificate bundle is not text: got 'undefined'. ${FIX}`);
    expect(() => CertificateBundle.fromFile(undefined as any)).toThrow("must be a file that is there when the app is synthesized: got 'undefined'.");
    expect(() => CertificateBundle.fromPem(ca.der as any)).toThrow("is not text: got 'object'.");
  });
});

describe('a file', () => {
  const refused = (path: string, message: string) => expect(() => CertificateBundle.fromFile(path)).toThrow(message);

  test('is read', () => {
    expect(CertificateBundle.fromFile(fileOf(ca.pem)).certificates()).toEqual(CertificateBundle.fromPem(ca.pem).certificates());
  });

  test('is named in errors', () => {
    const path = fileOf(server.pem);
    refused(path, `The certificate bundle '${path.length > 80 ? `${path.slice(0, 80)}…` : path}' holds a certificate that is not one of a certificate authority`);
  });

  test('that is not there', () => {
    refused('no-such.pem', `The certificate bundle 'no-such.pem' is not there to be read: there is no such file. A relative path starts at '${process.cwd()}'; path.join(__dirname, …) starts at the program.`);
    refused('a\u0000b', "The certificate bundle 'a\\u0000b' is not there to be read: it cannot be read (ERR_INVALID_ARG_VALUE).");
  });

  test('that is a folder', () => refused(folder, 'is not a file. Give the path of a file.'));
  test('that is a device without end', () => refused('/dev/zero', "The certificate bundle '/dev/zero' is not a file. Give the path of a file."));
  test('given as its text', () => refused(ca.pem, 'The certificate bundle is given as text in place of the path of a file. Use fromPem() for text.'));
  test('given as a key without its lines, which is not repeated', async () => {
    const key = ca.der.toString('base64');
    expect(() => CertificateBundle.fromFile(key)).toThrow(new InvalidInputError('The certificate bundle is given as text in place of the path of a file. Use fromPem() for text.'));
  });
  test('in DER', () => refused(fileOf(ca.der, 'ca.der'), 'is binary, not PEM: got the DER bytes of a certificate. Convert it: openssl x509 -inform der'));
  test('in UTF-16', () => refused(fileOf(Buffer.from(`\uFEFF${ca.pem}`, 'utf16le')), 'is text in UTF-16, which the service does not read. Save it as UTF-8 or ASCII.'));
  test('of Java', () => refused(fileOf(Buffer.from('feedfeed00000002', 'hex')), 'is a Java key store, not PEM. Export the certificate: keytool -exportcert -rfc.'));
  test('that is empty', () => refused(fileOf(''), `is empty. ${FIX}`));

  test('that is huge is not read', () => {
    refused(fileOf(Buffer.alloc(1_000_001)), 'is too long to be one: got 1000001 characters. Allowed: up to 1000000.');
  });
});

describe('names that try to mislead', () => {
  const hostile = 'x\u202E\u0000\n\r\u2028${AWS::AccountId} {{resolve:ssm:a}} "\'<b>, CN=On-premises CA';

  test('do not break what is said of a certificate', async () => {
    const { pem: text } = await makeCa({ subject: { CN: hostile } });
    const [{ subject, description }] = CertificateBundle.fromPem(text).certificates();
    expect(subject).toBe('CN=x\\u{202e}\\u{0}\\u{a}\\u{d}\\u{2028}\\u{24}{AWS::AccountId} \\u{7b}{resolve:ssm:a}} \\"\'<b>\\, CN=On-premises CA');
    expect(description).toMatch(/^[\u0020-\u007E\u00A1-\u00FF]+$/);
  });

  test('are no token of CDK', async () => {
    const token = Lazy.string({ produce: () => 'replaced' });
    const [{ subject, issuer, description }] = CertificateBundle.fromPem((await makeCa({ name: token })).pem).certificates();
    expect([subject, issuer, description].map((text) => Token.isUnresolved(text))).toEqual([false, false, false]);
  });

  test('do not break an error', async () => {
    const { pem: text } = await ca.issue({ subject: { CN: hostile.repeat(20) } });
    const message = messageOf(() => CertificateBundle.fromPem(text));
    expect(message).toMatch(/^[\u0020-\u007E]+$/);
    expect(message.length).toBeLessThan(500);
  });

  test.each([
    ['Ключи', 'CN=Ключи', 'CN=\\u{41a}\\u{43b}\\u{44e}\\u{447}\\u{438} ('],
    ['Grün', 'CN=Grün', 'CN=Grün ('],
    ['😀', 'CN=😀', 'CN=\\u{1f600} ('],
  ])('and those in other letters: %s', async (name, subject, described) => {
    const [summary] = CertificateBundle.fromPem((await makeCa({ name })).pem).certificates();
    expect(summary.subject).toBe(subject);
    expect(summary.description.startsWith(described)).toBe(true);
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
