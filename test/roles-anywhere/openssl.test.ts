import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CertificateBundle, CertificateRevocationList, RevocationData, TrustAnchor, TrustAnchorSource } from '../../lib';
import { newStack, warningsOf } from '../helpers';

/** What people have in their files is mostly made by openssl; where it is not on the PATH, these tests are shown as skipped. */
const hasOpenssl = /^OpenSSL [3-9]/.test(spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '');
const describeWithOpenssl = hasOpenssl ? describe : describe.skip;

const CONFIG = `
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca]
default_ca = here
[here]
database = index.txt
default_md = sha256
default_crl_days = 3650
crl_extensions = list
[list]
authorityKeyIdentifier = keyid
`;

const KEYS = {
  'RSA 3072': ['rsa:3072'],
  'EC P-384': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
};

describeWithOpenssl.each(Object.entries(KEYS))('an authority of openssl: %s', (keyType, newKey) => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, OPENSSL_CONF: path('openssl.cnf') } });
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
  };
  const root = ['-x509', '-extensions', 'authority', '-days', '3650', '-nodes', '-subj', '/C=DE/O=Acme/CN=On-premises CA'];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'openssl-'));
    writeFileSync(path('openssl.cnf'), CONFIG);
    writeFileSync(path('index.txt'), 'R\t360101000000Z\t260101000000Z\t0A\tunknown\t/CN=stolen\n');
    openssl('req', ...root, '-newkey', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem');
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test('is a bundle', () => {
    const bundle = CertificateBundle.fromFile(path('ca.pem'));
    const signature = `${keyType.startsWith('EC') ? 'ECDSA' : 'RSA'} with SHA-256`;
    expect(bundle.certificates()).toEqual([expect.objectContaining({ subject: 'C=DE, O=Acme, CN=On-premises CA', keyType, signatureAlgorithm: signature })]);
    expect(bundle._findings).toEqual([]);
    expect(bundle.pem).toBe(readFileSync(path('ca.pem'), 'utf8'));
  });

  test.each([
    ['with its text', ['x509', '-in', 'ca.pem', '-text', '-out', 'out.pem']],
    ['out of PKCS#7', ['pkcs7', '-in', 'ca.p7', '-print_certs', '-out', 'out.pem']],
    ['out of PKCS#12, with bag attributes', ['pkcs12', '-in', 'ca.p12', '-nokeys', '-passin', 'pass:', '-out', 'out.pem']],
    ['out of DER', ['x509', '-inform', 'der', '-in', 'ca.der', '-out', 'out.pem']],
    ['out of a form of its own', ['x509', '-in', 'trusted.pem', '-out', 'out.pem']],
  ])('is the same bundle %s', (_, command) => {
    convert();
    openssl(...command);
    expect(CertificateBundle.fromFile(path('out.pem')).pem).toBe(readFileSync(path('ca.pem'), 'utf8'));
  });

  test.each([
    ['ca.der', 'is binary, not PEM: got the DER bytes of a certificate. Convert it: openssl x509 -inform der -in <file>'],
    ['ca.p7', "holds a PKCS#7 file ('PKCS7'). Take the certificates out: openssl pkcs7 -print_certs"],
    ['ca.p7.der', 'got the DER bytes of a PKCS#7 file. Take the certificates out: openssl pkcs7 -inform der -print_certs'],
    ['ca.p12', 'got the DER bytes of a PKCS#12 file. Take the certificates out: openssl pkcs12 -nokeys'],
    ['trusted.pem', 'holds a certificate in a form that OpenSSL alone reads'],
    ['ca.key', 'holds a private key'],
    ['ca.key.old', 'holds a private key'],
    ['ca.key.der', 'got the DER bytes of a private key'],
    ['ca.key.encrypted.der', 'got the DER bytes of a private key'],
    ['ca.pub', "holds a public key ('PUBLIC KEY')"],
    ['ca.pub.der', 'got the DER bytes of a public key'],
    ['request.pem', "holds a certificate signing request ('CERTIFICATE REQUEST')"],
    ['request.der', 'got the DER bytes of a certificate signing request'],
    ['sha1.pem', 'a signature that is too weak: got'],
    ['plain.pem', '(it has no basic constraints)'],
  ])('is refused as %s', (name, message) => {
    convert();
    expect(() => CertificateBundle.fromFile(path(name))).toThrow(message);
  });

  test('signs a list', () => {
    openssl('ca', '-gencrl', '-keyfile', 'ca.key', '-cert', 'ca.pem', '-out', 'crl.pem');
    const crl = RevocationData.fromFile(path('crl.pem'));
    expect([crl.issuer, crl.revokedCount, crl._findings]).toEqual(['C=DE, O=Acme, CN=On-premises CA', 1, []]);
    expect(crl.pem).toBe(readFileSync(path('crl.pem'), 'utf8'));
    const stack = newStack();
    const source = TrustAnchorSource.certificateBundle(CertificateBundle.fromFile(path('ca.pem')));
    new CertificateRevocationList(stack, 'Crl', { trustAnchor: new TrustAnchor(stack, 'Anchor', { source }), crl });
    expect(warningsOf(stack)).toEqual([]);
  });

  let isConverted = false;
  /** All that people confuse with a bundle. */
  function convert(): void {
    if (isConverted) return;
    isConverted = true;
    openssl('x509', '-in', 'ca.pem', '-outform', 'der', '-out', 'ca.der');
    openssl('x509', '-in', 'ca.pem', '-trustout', '-addtrust', 'clientAuth', '-out', 'trusted.pem');
    openssl('crl2pkcs7', '-nocrl', '-certfile', 'ca.pem', '-out', 'ca.p7');
    openssl('crl2pkcs7', '-nocrl', '-certfile', 'ca.pem', '-outform', 'der', '-out', 'ca.p7.der');
    openssl('pkcs12', '-export', '-in', 'ca.pem', '-inkey', 'ca.key', '-passout', 'pass:', '-out', 'ca.p12');
    openssl('pkey', '-in', 'ca.key', '-traditional', '-out', 'ca.key.old');
    openssl('pkey', '-in', 'ca.key', '-outform', 'der', '-out', 'ca.key.der');
    openssl('pkcs8', '-topk8', '-in', 'ca.key', '-passout', 'pass:abcd', '-outform', 'der', '-out', 'ca.key.encrypted.der');
    openssl('pkey', '-in', 'ca.key', '-pubout', '-out', 'ca.pub');
    openssl('pkey', '-in', 'ca.key', '-pubout', '-outform', 'der', '-out', 'ca.pub.der');
    openssl('req', '-new', '-key', 'ca.key', '-subj', '/CN=server', '-out', 'request.pem');
    openssl('req', '-new', '-key', 'ca.key', '-subj', '/CN=server', '-outform', 'der', '-out', 'request.der');
    openssl('req', ...root, '-sha1', '-key', 'ca.key', '-out', 'sha1.pem');
    openssl('x509', '-req', '-in', 'request.pem', '-key', 'ca.key', '-days', '1', '-out', 'plain.pem');
  }
});
