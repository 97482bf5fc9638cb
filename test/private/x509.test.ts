import { X509Certificate } from 'crypto';
import { readOne } from '../../lib/private/der';
import { isSignedBy, keyTypeOf, signatureAlgorithm } from '../../lib/private/signature';
import { comparableName, day, isDamaged, isIssuedBy, nameText, plain, quoteName, readCertificate, readRevocationList } from '../../lib/private/x509';
import { derOf, encode, makeCa, makeMlDsaCa, partsOf, x509 } from '../roles-anywhere/certificates';

const oid = (text: string) => Buffer.from(new x509.Extension(text, false, Buffer.alloc(0)).rawData).subarray(2, -2);
const algorithmOf = (text: string, ...parameters: Buffer[]) => signatureAlgorithm(readOne(encode(0x30, oid(text), ...parameters)));

describe('a certificate', () => {
  test('says what Node reads of it', async () => {
    for (const algorithm of ['rsa2048', 'ec256', 'ed25519'] as const) {
      const { der } = await makeCa({ algorithm, subject: { C: 'DE', O: 'Acme, Inc.', OU: ['A', 'B'], CN: 'Root + "CA"' } });
      const [own, node] = [readCertificate(der), new X509Certificate(der)];
      expect(nameText(own.subject)).toBe(node.subject.replace(/\n/g, ', '));
      expect(own.serialNumber).toBe(node.serialNumber.toLowerCase());
      expect(new Date(own.validTo)).toEqual(new Date(node.validTo));
      expect(new Date(own.validFrom)).toEqual(new Date(node.validFrom));
      expect(own.publicKey).toEqual(node.publicKey.export({ type: 'spki', format: 'der' }));
      expect(own.isCa).toBe(node.ca);
    }
  });

  test('says what Node does not', async () => {
    const ca = await makeCa();
    const server = await ca.issue();
    expect(readCertificate(ca.der).keyUsage).toEqual({ digitalSignature: false, certificateSign: true, crlSign: true });
    expect(readCertificate(server.der).keyUsage).toEqual({ digitalSignature: true, certificateSign: false, crlSign: false });
    expect(readCertificate((await ca.issue({ isCa: null, keyUsage: null })).der)).toMatchObject({ isCa: undefined, keyUsage: undefined });
  });

  test.each([['01', '01'], ['0123', '0123'], ['ff', 'ff'], ['80ff', '80ff']])('has the serial number %s', async (serialNumber, shown) => {
    expect(readCertificate((await makeCa({ serialNumber })).der).serialNumber).toBe(shown);
  });

  test('has relative names with several attributes', async () => {
    const { der } = await makeCa({ subject: [{ O: 'Acme' }, { CN: 'Root', OU: ['A', 'B'] }] });
    expect(nameText(readCertificate(der).subject)).toBe('O=Acme, CN=Root+OU=A+OU=B');
  });

  test('is issued by the one whose key signed it', async () => {
    const [ca, other] = [await makeCa(), await makeCa()];
    const server = readCertificate((await ca.issue()).der);
    expect(isIssuedBy(server, readCertificate(ca.der))).toBe(true);
    expect(isIssuedBy(server, readCertificate(other.der))).toBe(false);
    expect(isIssuedBy(server, readCertificate((await makeCa({ algorithm: 'rsa2048' })).der))).toBe(false);
    expect([isDamaged(server), isDamaged(readCertificate(ca.der))]).toEqual([false, false]);
  });

  test('of ML-DSA is read', async () => {
    const pq = readCertificate(await makeMlDsaCa());
    expect(pq).toMatchObject({ keyType: 'ML-DSA-65', isCa: true, signatureAlgorithm: { name: 'ML-DSA-65', isWeak: false, isListed: true } });
  });

  test('of another shape is refused', async () => {
    const { der } = await makeCa();
    const crl = derOf(await (await makeCa()).crl());
    expect(() => readCertificate(crl)).toThrow('built in another way');
    expect(() => readRevocationList(der)).toThrow('built in another way');
    expect(() => readCertificate(Buffer.alloc(0))).toThrow('cut off');
  });

  test('whose parts only Node reads must be readable too', async () => {
    const [signed, ...rest] = partsOf((await makeCa()).der);
    const fields = partsOf(signed);
    // A version that does not exist is passed over by the reader.
    fields[0] = encode(0xA0, Buffer.from('0500', 'hex'));
    expect(() => readCertificate(encode(0x30, encode(0x30, ...fields), ...rest))).toThrow('it is damaged');
  });
});

describe('a name', () => {
  const name = async (subject: any) => readCertificate((await makeCa({ subject })).der).subject;

  test('shows attributes without a short name, and values that are no text', async () => {
    const ca = await makeCa({ subject: { 'CN': 'CA', '1.2.3.4': 'x' } });
    expect(nameText(readCertificate(ca.der).subject)).toBe('CN=CA, 1.2.3.4=x');
    // In a list, as Node does not read such a certificate.
    const [signed, ...rest] = partsOf(derOf(await ca.crl()));
    const fields = partsOf(signed);
    fields[2] = encode(0x30, encode(0x31, encode(0x30, oid('2.5.4.3'), Buffer.from('020105', 'hex'))));
    expect(nameText(readRevocationList(encode(0x30, encode(0x30, ...fields), ...rest)).issuer)).toBe('CN=#020105');
  });

  test('is the same in another case, with other blanks', async () => {
    expect(comparableName(await name({ CN: 'Acme  CA' }))).toBe(comparableName(await name({ CN: ' acme ca' })));
    expect(comparableName(await name({ CN: 'ﬁne' }))).toBe(comparableName(await name({ CN: 'fine' })));
  });

  test.each([
    [{ CN: 'a' }, { CN: 'b' }],
    [{ CN: 'a' }, { O: 'a' }],
    [{ O: 'a', CN: 'b' }, { CN: 'b', O: 'a' }],
    [[{ O: 'a', CN: 'b' }], { O: 'a', CN: 'b' }],
    [{ CN: 'a, CN=b' }, { CN: ['a', 'b'] }],
  ])('%j is not %j', async (one, other) => {
    expect(comparableName(await name(one))).not.toBe(comparableName(await name(other)));
  });

  test('is shown in errors on one line, cut where it is long', async () => {
    expect(quoteName(await name({ CN: `a\nb${'c'.repeat(200)}` }))).toMatch(/^'CN=a\\u\{a\}bc+\.\.\.'$/);
  });
});

test.each<[string, string, number | undefined]>([
  ['abc', 'abc', undefined],
  ['grün', 'grün', undefined],
  ['a\u00ADb', 'a\\u{ad}b', undefined],
  ['😀\u202E', '\\u{1f600}\\u{202e}', undefined],
  ['abcdef', 'abcd...', 4],
])('%j as plain text', (text, shown, length) => expect(plain(text, length)).toBe(shown));

test('a day is of UTC', () => expect(day(Date.parse('2026-06-01T23:59:59Z'))).toBe('2026-06-01'));

describe('a signature algorithm', () => {
  test.each([
    ['1.2.840.113549.1.1.4', 'RSA with MD5', true, true],
    ['1.2.840.113549.1.1.5', 'RSA with SHA-1', true, true],
    ['1.2.840.113549.1.1.14', 'RSA with SHA-224', true, true],
    ['1.2.840.113549.1.1.11', 'RSA with SHA-256', false, true],
    ['1.2.840.113549.1.1.16', 'RSA with SHA-512/256', false, true],
    ['1.2.840.10045.4.1', 'ECDSA with SHA-1', true, true],
    ['1.2.840.10045.4.3.4', 'ECDSA with SHA-512', false, true],
    ['2.16.840.1.101.3.4.3.10', 'ECDSA with SHA3-256', false, false],
    ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44', false, true],
    ['2.16.840.1.101.3.4.3.2', 'DSA with SHA-256', false, false],
    ['1.3.101.113', 'Ed448', false, false],
    ['1.2.3.4', '1.2.3.4', false, false],
  ])('%s is %s', (text, name, isWeak, isListed) => expect(algorithmOf(text)).toMatchObject({ name, isWeak, isListed }));

  const pss = (...fields: Buffer[]) => algorithmOf('1.2.840.113549.1.1.10', encode(0x30, ...fields));
  const hash = (text: string) => encode(0xA0, encode(0x30, oid(text)));

  test('of RSA-PSS has its hash in parameters, SHA-1 without them', () => {
    expect(pss()).toMatchObject({ name: 'RSA-PSS with SHA-1', saltLength: 20, isWeak: true, isListed: false });
    expect(algorithmOf('1.2.840.113549.1.1.10')).toMatchObject({ name: 'RSA-PSS with SHA-1', isWeak: true });
    const salt = encode(0xA2, Buffer.from('020130', 'hex'));
    expect(pss(hash('2.16.840.1.101.3.4.2.2'), salt)).toMatchObject({ name: 'RSA-PSS with SHA-384', saltLength: 48 });
    expect(pss(hash('1.2.3'))).toMatchObject({ name: 'RSA-PSS with 1.2.3', isWeak: false });
  });

  test('that Node does not know leaves open who signed', async () => {
    const { certificate } = await makeCa({ algorithm: 'rsa2048' });
    const key = Buffer.from(certificate.publicKey.rawData);
    const nothing = Buffer.alloc(256);
    expect(isSignedBy(nothing, algorithmOf('1.2.3.4'), nothing, key)).toBeUndefined();
    expect(isSignedBy(nothing, pss(hash('1.2.3')), nothing, key)).toBeUndefined();
    expect(isSignedBy(nothing, algorithmOf('1.2.840.113549.1.1.11'), nothing, encode(0x30))).toBeUndefined();
    expect(isSignedBy(nothing, algorithmOf('1.2.840.113549.1.1.16'), nothing, key)).toBe(false);
    expect(isSignedBy(nothing, algorithmOf('2.16.840.1.101.3.4.3.14'), nothing, key)).toBe(false);
  });
});

describe('a type of key', () => {
  const key = (algorithm: Buffer[], bits: Buffer = Buffer.alloc(1)) =>
    keyTypeOf(encode(0x30, encode(0x30, ...algorithm), encode(0x03, Buffer.alloc(1), bits)));
  const EC = '1.2.840.10045.2.1';

  test.each([
    ['EC P-521', [EC, '1.3.132.0.35']],
    ['EC secp256k1', [EC, '1.3.132.0.10']],
    ['EC 1.2.3', [EC, '1.2.3']],
    ['EC with parameters of its own', [EC]],
    ['ML-DSA-87', ['2.16.840.1.101.3.4.3.19']],
    ['DSA', ['1.2.840.10040.4.1']],
    ['1.2.3', ['1.2.3']],
  ])('%s', (name, oids) => expect(key(oids.map(oid))).toBe(name));

  test.each([['00ff', 8], ['01ff', 9], ['00', 0]])('RSA with the modulus %s has %d bits', (modulus, bits) => {
    expect(key([oid('1.2.840.113549.1.1.1')], encode(0x30, encode(0x02, Buffer.from(modulus, 'hex'))))).toBe(`RSA ${bits}`);
  });
});
