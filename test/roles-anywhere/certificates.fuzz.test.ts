import { Token } from 'aws-cdk-lib';
import fc from 'fast-check';
import { derOf, encode, makeCa, makeRequest, pem } from './certificates';
import { CertificateBundle, RevocationData } from '../../lib';
import { InvalidInputError } from '../../lib/private/errors';

/** Whatever is given as PEM is read, or refused with the library's own error on one short line, and that at once. */
const RUNS = { numRuns: 250, seed: 5 };
const MILLISECONDS = 1_000;
const LINE = 1_000;

const READERS = [
  (text: string) => {
    const bundle = CertificateBundle.fromPem(text);
    return [bundle.pem, bundle._findings, bundle.certificates()];
  },
  (text: string) => {
    const data = RevocationData.fromPem(text);
    return [data.pem, data._findings, data.issuer, data.nextUpdate];
  },
];

/** What is wrong with each kind of file: most are the other one's, so that both readers see all. */
let files: string[];

beforeAll(async () => {
  const [ec, rsa] = [await makeCa({ subject: { C: 'DE', O: 'Acme', CN: 'EC' } }), await makeCa({ algorithm: 'rsa2048' })];
  files = [
    ec.pem, rsa.pem, (await ec.intermediate()).pem, (await ec.issue({ san: { dns: ['a.example.com'] } })).pem,
    await ec.crl({ revoked: ['0a', '0b'] }), await rsa.crl(),
    await ec.privateKeyPem(), await ec.publicKeyPem(), await makeRequest(),
  ];
});

function isReadOrRefused(text: string): void {
  for (const read of READERS) {
    const start = performance.now();
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      expect(error.message).toMatch(/^The certificate (bundle|revocation list) [^\n\r]+\.$/);
      expect(error.message.length).toBeLessThan(LINE);
    }
    expect(performance.now() - start).toBeLessThan(MILLISECONDS);
  }
}

const file = () => fc.constantFrom(...files);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const at = (length: number, part: number) => Math.min(length - 1, Math.floor(length * part));

/** A file with the bytes of its first block changed. */
const changed = (change: (der: Buffer, part: number, byte: number) => Buffer) => fc.property(file(), fraction, fc.nat(255), (text, part, byte) => {
  const label = /-----BEGIN ([^-]+)-----/.exec(text)![1];
  isReadOrRefused(pem(label, change(derOf(text), part, byte)));
});

test.each<[string, () => fc.IProperty<any>]>([
  ['any text', () => fc.property(fc.string({ unit: 'binary', maxLength: 300 }), isReadOrRefused)],
  ['any bytes', () => fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => isReadOrRefused(Buffer.from(bytes).toString('latin1')))],
  ['a sequence of any bytes', () => fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    const der = encode(0x30, Buffer.from(bytes));
    isReadOrRefused(der.toString('latin1'));
    ['CERTIFICATE', 'X509 CRL'].forEach((label) => isReadOrRefused(pem(label, der)));
  })],
  ['pieces of PEM in any order', () => {
    const piece = fc.constantFrom('-----BEGIN ', '-----END ', '-----', '-', 'CERTIFICATE', 'X509 CRL', 'PRIVATE KEY', '\n', '\r', ' ', 'MIIB', '=', '\u0000', '\uFEFF', '${a}');
    return fc.property(fc.array(fc.oneof(piece, file()), { maxLength: 12 }), (pieces) => isReadOrRefused(pieces.join('')));
  }],
  ['a file that is cut off', () => fc.property(file(), fraction, fraction, (text, from, to) => isReadOrRefused(text.slice(at(text.length, from), at(text.length, to))))],
  ['files one after another', () => fc.property(fc.array(file(), { maxLength: 5 }), fc.string(), (texts, between) => isReadOrRefused(texts.join(between)))],
  ['a wrong label', () => fc.property(file(), fc.oneof(fc.constantFrom('CERTIFICATE', 'X509 CRL', 'PKCS7', 'TRUSTED CERTIFICATE'), fc.string()), (text, label) => {
    isReadOrRefused(text.replace(/(BEGIN|END) [^-]+/g, (_, word) => `${word} ${label}`));
  })],
  ['a character that is another', () => fc.property(file(), fraction, fc.string({ unit: 'binary', maxLength: 2 }), (text, part, other) => {
    const i = at(text.length, part);
    isReadOrRefused(text.slice(0, i) + other + text.slice(i + 1));
  })],
  ['a byte that is another', () => changed((der, part, byte) => {
    der[at(der.length, part)] = byte;
    return der;
  })],
  ['a length or tag among the first bytes that lies', () => changed((der, part, byte) => {
    der[at(40, part)] = byte;
    return der;
  })],
  ['bytes that are missing', () => changed((der, part) => der.subarray(0, at(der.length, part)))],
  ['bytes that are missing in the middle', () => changed((der, part, byte) => Buffer.concat([der.subarray(0, at(der.length, part)), der.subarray(at(der.length, part) + byte)]))],
  ['bytes that come twice', () => changed((der, part, byte) => Buffer.concat([der.subarray(0, at(der.length, part) + byte), der.subarray(at(der.length, part))]))],
])('%s is read, or refused', (_, property) => {
  fc.assert(property(), RUNS);
}, 60_000);

test('any name can be said in a template and in an error', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), fc.constantFrom('${Token[TOKEN.1]}', '{{resolve:ssm:a}}', '${{${{', '#{'));
  await fc.assert(fc.asyncProperty(text, async (name) => {
    const ca = await makeCa({ name });
    const [{ subject, issuer, description }] = CertificateBundle.fromPem(ca.pem).certificates();
    expect(description).toMatch(/^[\u0020-\u007E\u00A1-\u00FF]{10,300}$/);
    for (const said of [subject, issuer, description]) {
      expect(Token.isUnresolved(said)).toBe(false);
      expect(said).not.toMatch(/\$\{|\{\{|[\u0000-\u001F]/);
    }
    isReadOrRefused((await ca.issue({ subject: name })).pem);
  }), { ...RUNS, numRuns: 100 });
}, 60_000);

test.each<[string, () => string]>([
  ['a long text', () => 'A'.repeat(50_000_000)],
  ['long base64', () => 'MIIB'.repeat(200_000)],
  ['a long block', () => `-----BEGIN CERTIFICATE-----\n${'MIIB'.repeat(240_000)}\n-----END CERTIFICATE-----`],
  ['blanks', () => ' '.repeat(999_999)],
  ['beginnings', () => '-----BEGIN CERTIFICATE-----\n'.repeat(35_000)],
  ['ends', () => '-----END CERTIFICATE-----\n'.repeat(35_000)],
  ['beginnings of nothing', () => '-----BEGIN '.repeat(90_000)],
  ['dashes', () => '-'.repeat(999_999)],
  ['small blocks', () => '-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----\n'.repeat(16_000)],
  ['sequences in sequences', () => pem('CERTIFICATE', nested(5_000))],
  ['sequences in sequences, binary', () => nested(5_000).toString('latin1')],
  ['sequences without an end', () => Buffer.from('3080'.repeat(200_000), 'hex').toString('latin1')],
  ['a name of many parts', () => {
    const part = encode(0x31, encode(0x30, Buffer.from('0603550403', 'hex'), encode(0x0C, Buffer.from('a'))));
    const name = encode(0x30, ...Array.from({ length: 40_000 }, () => part));
    const time = encode(0x17, Buffer.from('260101000000Z'));
    return pem('X509 CRL', encode(0x30, encode(0x30, encode(0x30), name, time), encode(0x30, Buffer.from('0603550403', 'hex')), encode(0x03, Buffer.alloc(9))));
  }],
])('what is large or deep is refused at once: %s', (_, text) => {
  const given = text();
  for (const read of READERS) {
    const start = performance.now();
    expect(() => read(given)).toThrow(InvalidInputError);
    expect(performance.now() - start).toBeLessThan(3 * MILLISECONDS);
  }
}, 30_000);

function nested(depth: number): Buffer {
  let der: Buffer = Buffer.alloc(0);
  for (let i = 0; i < depth; i++) der = encode(0x30, der);
  return der;
}
