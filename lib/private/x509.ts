import { X509Certificate } from 'crypto';
import type { DerValue } from './der';
import { DerError, DerReader, Tag, contextTag, hasBit, readBits, readOid, readOne, readText, readTime } from './der';
import type { SignatureAlgorithm } from './signature';
import { isSignedBy, keyTypeOf, signatureAlgorithm } from './signature';

/**
 * Certificates and revocation lists, as far as Node's own `X509Certificate` does not tell: its key usage is the extended one, it has no
 * signature algorithm before Node 24, no values of a name, and no revocation lists at all.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280
 */

/** One attribute of a name. */
export interface NameAttribute {
  readonly oid: string;
  /** Its short name, such as `CN`, or the OID where it has none. */
  readonly type: string;
  /** Its text; `#` and hexadecimal digits for what is no text. */
  readonly value: string;
}

/** A distinguished name: its relative names in the order of the certificate, most with one attribute. */
export type DistinguishedName = readonly (readonly NameAttribute[])[];

/** What a certificate says. */
export interface CertificateFields {
  readonly der: Buffer;
  /** What is signed. */
  readonly signed: Buffer;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Buffer;
  /** Hexadecimal as AWS writes it in session names: lower case, an even count of digits. */
  readonly serialNumber: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** In milliseconds. */
  readonly validFrom: number;
  readonly validTo: number;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  readonly keyType: string;
  /** Undefined without basic constraints. */
  readonly isCa: boolean | undefined;
  /** Undefined without the extension. */
  readonly keyUsage: KeyUsage | undefined;
  /** Nobody else is said to have signed it. */
  readonly isSelfSigned: boolean;
}

/** Key usages that matter here. */
export interface KeyUsage {
  readonly digitalSignature: boolean;
  readonly certificateSign: boolean;
  readonly crlSign: boolean;
}

/** What a revocation list says. */
export interface RevocationListFields {
  readonly der: Buffer;
  readonly signed: Buffer;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Buffer;
  readonly issuer: DistinguishedName;
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
  /** How many certificates are revoked. */
  readonly revoked: number;
  /** Only what has changed since another list. */
  readonly isDelta: boolean;
  /** Of certificates that others have issued. */
  readonly isIndirect: boolean;
  /** Of attribute certificates, which no one signs in with. */
  readonly isOfAttributes: boolean;
  /** Of certificates of authorities alone. */
  readonly isOfAuthorities: boolean;
  /** Of certificates that are revoked for some of the reasons alone. */
  readonly isOfSomeReasons: boolean;
}

const EXTENSION = {
  SUBJECT_KEY_ID: '2.5.29.14',
  KEY_USAGE: '2.5.29.15',
  BASIC_CONSTRAINTS: '2.5.29.19',
  DELTA_CRL: '2.5.29.27',
  ISSUING_DISTRIBUTION_POINT: '2.5.29.28',
  AUTHORITY_KEY_ID: '2.5.29.35',
};

/** Bits of the key usage. */
const DIGITAL_SIGNATURE = 0;
const KEY_CERT_SIGN = 5;
const CRL_SIGN = 6;

/** Reads a certificate; throws a `DerError` for anything else. */
export function readCertificate(der: Buffer): CertificateFields {
  const { signed, algorithm, signature } = readSigned(der);
  const fields = new DerReader(signed.content);
  fields.optional(contextTag(0));
  const serialNumber = serialText(fields.next(Tag.INTEGER));
  fields.next(Tag.SEQUENCE);
  const issuer = readName(fields.next(Tag.SEQUENCE));
  const validity = fields.enter();
  const [validFrom, validTo] = [readTime(validity.next()), readTime(validity.next())];
  const subject = readName(fields.next(Tag.SEQUENCE));
  const publicKey = fields.next(Tag.SEQUENCE).raw;
  [1, 2].forEach((number) => fields.optional(contextTag(number, false)));
  const extensions = readExtensions(fields.optional(contextTag(3)));
  checkWithNode(der);
  return {
    der,
    signed: signed.raw,
    signatureAlgorithm: signatureAlgorithm(algorithm),
    signature,
    serialNumber,
    subject,
    issuer,
    validFrom,
    validTo,
    publicKey,
    keyType: keyTypeOf(publicKey),
    isCa: readIsCa(extensions.get(EXTENSION.BASIC_CONSTRAINTS)),
    keyUsage: readKeyUsage(extensions.get(EXTENSION.KEY_USAGE)),
    isSelfSigned: comparableName(subject) === comparableName(issuer) && isOwnKey(extensions),
  };
}

/** Whether something is signed by the key of a certificate; undefined where this Node cannot tell. */
export function isIssuedBy(issued: CertificateFields | RevocationListFields, { publicKey }: CertificateFields): boolean | undefined {
  return isSignedBy(issued.signed, issued.signatureAlgorithm, issued.signature, publicKey);
}

/** Whether some bytes of a certificate have changed, as far as that can be seen: its signature does not fit its own key. */
export function isDamaged(certificate: CertificateFields): boolean {
  return certificate.isSelfSigned && isIssuedBy(certificate, certificate) === false;
}

/** Reads a revocation list; throws a `DerError` for anything else. */
export function readRevocationList(der: Buffer): RevocationListFields {
  const { signed, algorithm, signature } = readSigned(der);
  const fields = new DerReader(signed.content);
  fields.optional(Tag.INTEGER);
  fields.next(Tag.SEQUENCE);
  const issuer = readName(fields.next(Tag.SEQUENCE));
  const thisUpdate = readTime(fields.next());
  const next = fields.optional(Tag.UTC_TIME) ?? fields.optional(Tag.GENERALIZED_TIME);
  const entries = fields.optional(Tag.SEQUENCE);
  const extensions = readExtensions(fields.optional(contextTag(0)));
  const scope = readScope(extensions.get(EXTENSION.ISSUING_DISTRIBUTION_POINT));
  return {
    der,
    signed: signed.raw,
    signatureAlgorithm: signatureAlgorithm(algorithm),
    signature,
    issuer,
    thisUpdate,
    nextUpdate: next && readTime(next),
    revoked: entries === undefined ? 0 : new DerReader(entries.content).rest(Tag.SEQUENCE).length,
    isDelta: extensions.has(EXTENSION.DELTA_CRL),
    isIndirect: scope.has(INDIRECT_CRL),
    isOfAttributes: scope.has(ONLY_ATTRIBUTE_CERTIFICATES),
    isOfAuthorities: scope.has(ONLY_CA_CERTIFICATES),
    isOfSomeReasons: scope.has(ONLY_SOME_REASONS),
  };
}

/**
 * A name on one line: `C=DE, O=Acme, CN=On-premises CA`.
 *
 * Written as an escape is every character that cannot be seen, and what CDK or CloudFormation would replace where the name stands in a
 * template: tokens and dynamic references.
 */
export function nameText(name: DistinguishedName): string {
  return name.map((rdn) => rdn.map(({ type, value }) => `${type}=${value.replace(/[\\,+"]/g, '\\$&')}`).join('+')).join(', ')
    .replace(UNREADABLE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}

const UNREADABLE = /[$\{](?=\{)|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A text for errors and descriptions: Latin-1 alone, which IAM takes in descriptions, not longer than a line, and with nothing in it that
 * ends one or hides. Names in certificates are made by whoever asks for one.
 */
export function plain(text: string, maxLength: number = PLAIN_MAX_LENGTH): string {
  const shown = text.length > maxLength ? `${text.slice(0, maxLength)}...` : text;
  return shown.replace(/[^\u0020-\u007E\u00A1-\u00AC\u00AE-\u00FF]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}

const PLAIN_MAX_LENGTH = 120;

/** A name in quotes, for errors. */
export function quoteName(name: DistinguishedName): string {
  return `'${plain(nameText(name))}'`;
}

/** A day, as descriptions and errors have it; the year is at most one of four digits. */
export function day(time: number): string {
  return new Date(time).toISOString().slice(0, '2026-01-01'.length);
}

/** A name in the form in which it is compared: without regard to case, blanks and the type of its strings. */
export function comparableName(name: DistinguishedName): string {
  return JSON.stringify(name.map((rdn) => rdn.map(({ oid, value }) => [oid, value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')]).sort()));
}

/** The parts that a certificate, a request and a revocation list have in common. */
function readSigned(der: Buffer): { signed: DerValue; algorithm: DerValue; signature: Buffer } {
  const parts = new DerReader(readOne(der, Tag.SEQUENCE).content);
  return { signed: parts.next(Tag.SEQUENCE), algorithm: parts.next(Tag.SEQUENCE), signature: readBits(parts.next(Tag.BIT_STRING)) };
}

/** What the reader above passes over must be readable as well. */
function checkWithNode(der: Buffer): void {
  try {
    new X509Certificate(der);
  } catch {
    throw new DerError('it is damaged');
  }
}

/** The serial number without the zero that keeps it from being negative. */
function serialText({ content }: DerValue): string {
  const hex = content.toString('hex');
  return hex.length > 2 && hex.startsWith('00') ? hex.slice(2) : hex;
}

function readName({ content }: DerValue): DistinguishedName {
  return new DerReader(content).rest(Tag.SET).map((rdn) => new DerReader(rdn.content).rest(Tag.SEQUENCE).map(readAttribute));
}

function readAttribute({ content }: DerValue): NameAttribute {
  const parts = new DerReader(content);
  const oid = readOid(parts.next(Tag.OID));
  const value = parts.next();
  return { oid, type: ATTRIBUTE_TYPES[oid] ?? oid, value: readText(value) ?? `#${value.raw.toString('hex')}` };
}

/** The short names of RFC 4514 and of OpenSSL. */
const ATTRIBUTE_TYPES: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/** The value of each extension by its OID. */
function readExtensions(field: DerValue | undefined): Map<string, Buffer> {
  const extensions = new Map<string, Buffer>();
  if (field === undefined) return extensions;
  for (const { content } of new DerReader(readOne(field.content, Tag.SEQUENCE).content).rest(Tag.SEQUENCE)) {
    const parts = new DerReader(content);
    const oid = readOid(parts.next(Tag.OID));
    parts.optional(Tag.BOOLEAN);
    // RFC 5280 forbids it, and readers differ in which of them they heed.
    if (extensions.has(oid)) throw new DerError('it has an extension twice');
    extensions.set(oid, parts.next(Tag.OCTET_STRING).content);
  }
  return extensions;
}

function readIsCa(extension: Buffer | undefined): boolean | undefined {
  if (extension === undefined) return undefined;
  const flag = new DerReader(readOne(extension, Tag.SEQUENCE).content).optional(Tag.BOOLEAN);
  return flag !== undefined && flag.content[0] !== 0;
}

/** Whether the key that signed is that of the certificate itself: an authority that changes its key signs the new one with the old one. */
function isOwnKey(extensions: Map<string, Buffer>): boolean {
  const [own, signer] = [extensions.get(EXTENSION.SUBJECT_KEY_ID), extensions.get(EXTENSION.AUTHORITY_KEY_ID)];
  const ownId = own && readOne(own, Tag.OCTET_STRING).content;
  const signerId = signer && new DerReader(readOne(signer, Tag.SEQUENCE).content).optional(contextTag(0, false))?.content;
  return ownId === undefined || signerId === undefined || ownId.equals(signerId);
}

function readKeyUsage(extension: Buffer | undefined): KeyUsage | undefined {
  if (extension === undefined) return undefined;
  const bits = readOne(extension, Tag.BIT_STRING);
  return { digitalSignature: hasBit(bits, DIGITAL_SIGNATURE), certificateSign: hasBit(bits, KEY_CERT_SIGN), crlSign: hasBit(bits, CRL_SIGN) };
}

/** The numbers of the fields of an issuing distribution point by which a list is not of all certificates of its authority. */
function readScope(extension: Buffer | undefined): Set<number> {
  if (extension === undefined) return new Set();
  const fields = new DerReader(readOne(extension, Tag.SEQUENCE).content).rest();
  const isSet = (flag: number, content: Buffer) => flag === ONLY_SOME_REASONS || content[0] !== 0;
  return new Set(FLAGS.filter((flag) => fields.some(({ tag, content }) => tag === contextTag(flag, false) && isSet(flag, content))));
}

const ONLY_CA_CERTIFICATES = 2;
/** A string of bits, which is there or not; its first byte is how many bits of the last are none. */
const ONLY_SOME_REASONS = 3;
const INDIRECT_CRL = 4;
const ONLY_ATTRIBUTE_CERTIFICATES = 5;
const FLAGS = [ONLY_CA_CERTIFICATES, ONLY_SOME_REASONS, INDIRECT_CRL, ONLY_ATTRIBUTE_CERTIFICATES];
