import 'reflect-metadata';
import { webcrypto } from 'crypto';
import * as x509 from '@peculiar/x509';
import { DerReader } from '../../lib/private/der';

/**
 * Makes certificate authorities, certificates and revocation lists for tests, in memory:
 *
 * ```ts
 * const ca = await makeCa({ name: 'On-premises CA' });
 * const server = await ca.issue({ subject: { CN: 'backup-1', OU: ['Security', 'Research'] }, san: { dns: ['backup-1.example.com'] } });
 * CertificateBundle.fromPem(ca.pem);
 * const crl = await ca.crl({ revoked: [server.serialNumber] });
 * ```
 *
 * All are valid from 2026 to 2066 unless a test says otherwise, so that no test depends on the day. Make them in `beforeAll`, before fake
 * timers are on: these hold up what is asynchronous.
 */

/** For extensions; it wants the polyfill above. */
export { x509 };

/** Kinds of keys. */
export type KeyKind = 'rsa2048' | 'rsa3072' | 'rsa1024' | 'rsaPss2048' | 'ec256' | 'ec384' | 'ec521' | 'ed25519';

/** A distinguished name: a common name; attributes in their order, several values in RDNs of their own; or one element for each RDN. */
export type TestName = string | Record<string, string | string[]> | Record<string, string | string[]>[];

/** Alternative names, in the order dns, uri, ip, email, directory names. */
export interface TestSan {
  readonly dns?: string[];
  readonly uri?: string[];
  readonly ip?: string[];
  readonly email?: string[];
  readonly directoryName?: TestName[];
}

export interface TestCertificateOptions {
  readonly subject?: TestName;
  readonly algorithm?: KeyKind;
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  readonly validFrom?: Date;
  readonly validTo?: Date;
  /** Hexadecimal. */
  readonly serialNumber?: string;
  readonly san?: TestSan;
  /** CA of the basic constraints, which are left out with `null`. */
  readonly isCa?: boolean | null;
  /** Left out with `null`. */
  readonly keyUsage?: number | null;
  /** Beside those that the toolkit makes. */
  readonly extensions?: x509.Extension[];
}

export interface TestCaOptions extends TestCertificateOptions {
  /** The common name; `subject` goes before it. */
  readonly name?: string;
}

export interface TestCrlOptions {
  /** Hexadecimal serial numbers. */
  readonly revoked?: string[];
  readonly issuer?: TestName;
  readonly thisUpdate?: Date;
  /** Left out with `null`. */
  readonly nextUpdate?: Date | null;
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  readonly extensions?: x509.Extension[];
}

const VALID_FROM = new Date('2026-01-01T00:00:00Z');
const VALID_TO = new Date('2066-01-01T00:00:00Z');

const KEYS: Record<KeyKind, webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams | webcrypto.Algorithm> = {
  rsa1024: rsa('RSASSA-PKCS1-v1_5', 1024),
  rsa2048: rsa('RSASSA-PKCS1-v1_5', 2048),
  rsa3072: rsa('RSASSA-PKCS1-v1_5', 3072),
  rsaPss2048: rsa('RSA-PSS', 2048),
  ec256: { name: 'ECDSA', namedCurve: 'P-256' },
  ec384: { name: 'ECDSA', namedCurve: 'P-384' },
  ec521: { name: 'ECDSA', namedCurve: 'P-521' },
  ed25519: { name: 'Ed25519' },
};

/** A certificate and its key. */
export class TestCertificate {
  public readonly pem: string;
  public readonly der: Buffer;
  /** Hexadecimal. */
  public readonly serialNumber: string;

  constructor(public readonly certificate: x509.X509Certificate, public readonly keys: webcrypto.CryptoKeyPair) {
    this.pem = certificate.toString('pem');
    this.der = Buffer.from(certificate.rawData);
    this.serialNumber = certificate.serialNumber;
  }

  /** The private key, PKCS#8. */
  public async privateKeyPem(): Promise<string> {
    return pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', this.keys.privateKey));
  }

  public async publicKeyPem(): Promise<string> {
    return pem('PUBLIC KEY', await webcrypto.subtle.exportKey('spki', this.keys.publicKey));
  }
}

/** A certificate that signs others. */
export class TestCa extends TestCertificate {
  /** A certificate of a server: not a CA, with the key usage Digital Signature. */
  public async issue(options: TestCertificateOptions = {}): Promise<TestCertificate> {
    return this.sign(await newKeys(options.algorithm), { subject: 'server', isCa: false, keyUsage: x509.KeyUsageFlags.digitalSignature, ...options });
  }

  /** A CA below this one. */
  public async intermediate({ name = 'Intermediate CA', ...options }: TestCaOptions = {}): Promise<TestCa> {
    const { certificate, keys } = await this.sign(await newKeys(options.algorithm), { ...CA, subject: name, ...options });
    return new TestCa(certificate, keys);
  }

  /** The same name in a certificate of its own, with a new key: what a CA renewed looks like. */
  public async renewed(options: TestCaOptions = {}): Promise<TestCa> {
    return makeCa({ subject: this.certificate.subjectName.toJSON() as Record<string, string[]>[], ...options });
  }

  /** A list of what is revoked. */
  public async crl(options: TestCrlOptions = {}): Promise<string> {
    const { revoked = [], issuer, thisUpdate = VALID_FROM, nextUpdate = VALID_TO, hash, extensions } = options;
    const crl = await x509.X509CrlGenerator.create({
      issuer: issuer === undefined ? this.certificate.subjectName : nameOf(issuer),
      thisUpdate,
      nextUpdate: nextUpdate ?? undefined,
      entries: revoked.map((serialNumber) => ({ serialNumber, revocationDate: thisUpdate })),
      extensions,
      signingAlgorithm: signing(this.keys.privateKey, hash) as any,
      signingKey: this.keys.privateKey as any,
    }, webcrypto as any);
    return pem('X509 CRL', crl.rawData);
  }

  private async sign(keys: webcrypto.CryptoKeyPair, options: TestCertificateOptions): Promise<TestCertificate> {
    return certify(keys, { ...options, issuer: this.certificate.subjectName, signingKey: this.keys.privateKey });
  }
}

const CA = {
  isCa: true,
  // eslint-disable-next-line no-bitwise
  keyUsage: x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
} as const;

/** A root, signed by itself. */
export async function makeCa({ name = 'Test CA', ...options }: TestCaOptions = {}): Promise<TestCa> {
  const keys = await newKeys(options.algorithm, options.hash);
  const subject = options.subject ?? name;
  const { certificate } = await certify(keys, { ...CA, ...options, subject, issuer: nameOf(subject), signingKey: keys.privateKey });
  return new TestCa(certificate, keys);
}

/** A request for a certificate. */
export async function makeRequest(subject: TestName = 'server'): Promise<string> {
  const keys = await newKeys();
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: nameOf(subject),
    keys: keys as any,
    signingAlgorithm: signing(keys.privateKey) as any,
  }, webcrypto as any);
  return request.toString('pem');
}

/** A root with a key of ML-DSA-65, which no Node of today makes: the key and the signature are zeros. */
export async function makeMlDsaCa(): Promise<Buffer> {
  const { der } = await makeCa({ name: 'Post-quantum CA' });
  const [signed] = partsOf(der);
  const fields = partsOf(signed);
  const algorithm = encode(0x30, Buffer.from('060960864801650304' + '0312', 'hex'));
  fields[2] = algorithm;
  fields[6] = encode(0x30, algorithm, encode(0x03, Buffer.alloc(1953)));
  return encode(0x30, encode(0x30, ...fields), algorithm, encode(0x03, Buffer.alloc(3310)));
}

/** One value of DER. */
export function encode(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length = content.length < 0x80 ? [content.length] : [0x83, ...[65_536, 256, 1].map((unit) => Math.floor(content.length / unit) % 256)];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** What is inside of a value of DER. */
export function partsOf(der: Buffer): Buffer[] {
  return new DerReader(new DerReader(der).next().content).rest().map(({ raw }) => raw);
}

/** Bytes in an armour. */
export function pem(label: string, der: ArrayBuffer | Uint8Array): string {
  const base64 = Buffer.from(der as Uint8Array).toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
}

/** The bytes of the first block. */
export function derOf(text: string): Buffer {
  return Buffer.from(/-----BEGIN [^-]+-----([^-]+)-----END/.exec(text)![1], 'base64');
}

/** WebCrypto holds keys of RSA to one hash. */
async function newKeys(algorithm: KeyKind = 'ec256', hash: string = 'SHA-256'): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ ...KEYS[algorithm], hash } as any, true, ['sign', 'verify']) as Promise<any>;
}

async function certify(
  keys: webcrypto.CryptoKeyPair,
  options: TestCertificateOptions & { issuer: x509.Name; signingKey: webcrypto.CryptoKey },
): Promise<TestCertificate> {
  const { subject = '', isCa = null, keyUsage = null, san, hash, extensions = [], validFrom = VALID_FROM, validTo = VALID_TO } = options;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: nameOf(subject),
    issuer: options.issuer,
    serialNumber: options.serialNumber,
    notBefore: validFrom,
    notAfter: validTo,
    publicKey: keys.publicKey as any,
    signingKey: options.signingKey as any,
    signingAlgorithm: signing(options.signingKey, hash) as any,
    extensions: [
      ...isCa === null ? [] : [new x509.BasicConstraintsExtension(isCa, undefined, true)],
      ...keyUsage === null ? [] : [new x509.KeyUsagesExtension(keyUsage, true)],
      ...san === undefined ? [] : [new x509.SubjectAlternativeNameExtension(alternativeNames(san))],
      ...extensions,
    ],
  }, webcrypto as any);
  return new TestCertificate(certificate, keys);
}

/** How a key signs. */
function signing(key: webcrypto.CryptoKey, hash: string = 'SHA-256'): object {
  return { ...key.algorithm, hash, ...key.algorithm.name === 'RSA-PSS' ? { saltLength: 32 } : {} };
}

/** Written as they are: the library would read quotes and `#` in a text as syntax. */
function nameOf(name: TestName): x509.Name {
  return new x509.Name(jsonName(name));
}

function jsonName(name: TestName): x509.JsonNameParams {
  if (typeof name === 'string') return name === '' ? [] : jsonName({ CN: name });
  if (!Array.isArray(name)) return jsonName(Object.entries(name).flatMap(([key, value]) => [value].flat().map((one) => ({ [key]: one }))));
  return name.map((rdn) => Object.fromEntries(Object.entries(rdn).map(([key, value]) => [key, [value].flat().map(attributeValue)])));
}

function attributeValue(value: string): x509.JsonAttributeObject {
  return /^[A-Za-z0-9 '()+,./:=?-]*$/.test(value) ? { printableString: value } : { utf8String: value };
}

function alternativeNames({ dns = [], uri = [], ip = [], email = [], directoryName = [] }: TestSan): x509.JsonGeneralNames {
  return [
    ...dns.map((value) => ({ type: 'dns' as const, value })),
    ...uri.map((value) => ({ type: 'url' as const, value })),
    ...ip.map((value) => ({ type: 'ip' as const, value })),
    ...email.map((value) => ({ type: 'email' as const, value })),
    ...directoryName.map((name) => ({ type: 'dn' as const, value: jsonName(name) as any })),
  ];
}

function rsa(name: string, modulusLength: number): webcrypto.RsaHashedKeyGenParams {
  return { name, modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
}
