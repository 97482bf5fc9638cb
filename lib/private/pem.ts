import { readFileSync, statSync } from 'fs';
import { Token } from 'aws-cdk-lib';
import { DerReader, Tag, contextTag, readOid } from './der';
import { InvalidInputError, quote } from './errors';
import { readCertificate, readRevocationList } from './x509';

/** What a text or file of one kind is expected to hold, for errors. */
export interface Expected {
  /** At the start of a sentence: `The certificate bundle`. */
  readonly what: string;
  /** What to give instead, a sentence. */
  readonly fix: string;
  readonly labels: readonly string[];
}

/** The text of PEM with the name under which errors speak of it. */
export interface PemText {
  readonly text: string;
  readonly name: string;
}

/** No certificate is so long, and no list that the service takes: what is longer is refused unread. */
const MAX_CHARACTERS = 1_000_000;
const LINE = 64;

/** Reads a file of PEM. */
export function readPemFile(path: string, { what, fix }: Expected): PemText {
  if (typeof path !== 'string' || Token.isUnresolved(path)) {
    throw new InvalidInputError(`${what} must be a file that is there when the app is synthesized: got ${quote(typeof path === 'string' ? 'a token' : path)}. Give its path.`);
  }
  // What may be a key is not repeated.
  if (path.includes('-----BEGIN ') || BARE_BASE64.test(path)) throw new InvalidInputError(`${what} is given as text in place of the path of a file. Use fromPem() for text.`);
  const name = `${what} ${quote(path)}`;
  const bytes = readBytes(path, name);
  if (startsWith(bytes, UTF_16)) throw new InvalidInputError(`${name} is text in UTF-16, which the service does not read. Save it as UTF-8 or ASCII.`);
  const text = bytes.toString('latin1').replace(UTF_8_MARK, '');
  if (!text.includes(BEGIN)) throw withoutArmour(name, text, fix);
  return { text, name };
}

/** Checks that a text may be PEM. */
export function checkPemText(text: string, { what, fix }: Expected): PemText {
  if (typeof text !== 'string') throw new InvalidInputError(`${what} is not text: got ${quote(typeof text)}. ${fix}`);
  if (Token.isUnresolved(text)) {
    throw new InvalidInputError(`${what} is a token, which cannot be read when the app is synthesized. Give the text itself, or use fromFile().`);
  }
  if (text.length > MAX_CHARACTERS) throw tooLong(what, text.length);
  if (!text.includes(BEGIN)) throw withoutArmour(what, text, fix);
  return { text, name: what };
}

/** The bytes of each block of a text; whatever stands around them is a comment, and a block of another kind than expected is an error. */
export function readBlocks({ text, name }: PemText, { fix, labels }: Expected): Buffer[] {
  // Named first, whatever else is wrong.
  if (PRIVATE_KEY_LINE.test(text)) throw secret(name, PRIVATE_KEY, fix);
  const blocks = new Array<Buffer>();
  let at = text.indexOf(BEGIN);
  while (at >= 0) {
    const from = at + BEGIN.length;
    const until = text.indexOf(DASHES, from);
    const label = text.slice(from, Math.min(until < 0 ? Infinity : until, from + LABEL_MAX_LENGTH));
    const bodyFrom = until + DASHES.length;
    const end = text.indexOf(END, from);
    const next = text.indexOf(BEGIN, from);
    checkLabel(label, labels, name, fix);
    if (until < 0 || end < bodyFrom || (next >= 0 && next < end)) {
      throw new InvalidInputError(`${name} is cut off: block ${blocks.length + 1} has no line '-----END ${label}-----'. Copy the whole file.`);
    }
    if (!text.startsWith(`${label}${DASHES}`, end + END.length)) {
      throw new InvalidInputError(`${name} is mixed up: block ${blocks.length + 1} begins as ${quote(label)} and ends as another. Copy the whole file.`);
    }
    const bytes = decode(text.slice(bodyFrom, end), name, blocks.length + 1);
    checkContent(bytes, label, name, fix);
    blocks.push(bytes);
    at = next;
  }
  if (text.split(END).length - 1 > blocks.length) throw new InvalidInputError(`${name} is cut off: it has more ends of blocks than beginnings. Copy the whole file.`);
  return blocks;
}

/** Bytes as PEM: LF after each line, lines of 64 characters. */
export function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [`${BEGIN}${label}${DASHES}`, ...lines, `${END}${label}${DASHES}`, ''].join('\n');
}

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
const LABEL_MAX_LENGTH = 64;
const PRIVATE_KEY_LINE = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/;
/** As DER of some length begins in base64; no path of a file does. */
const BARE_BASE64 = /^MI[A-Za-z0-9+/=\s]{60,}$/;
const UTF_8_MARK = /^\u00EF\u00BB\u00BF/;
const UTF_16 = [[0xFF, 0xFE], [0xFE, 0xFF], [0x2D, 0x00, 0x2D, 0x00], [0x00, 0x2D, 0x00, 0x2D]];
const JAVA_KEY_STORE = [[0xFE, 0xED, 0xFE, 0xED], [0xCE, 0xCE, 0xCE, 0xCE]];

function readBytes(path: string, name: string): Buffer {
  try {
    const { size } = onlyFile(path, name);
    if (size > MAX_CHARACTERS) throw tooLong(name, size);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? 'no path'})`;
    throw new InvalidInputError(`${name} is not there to be read: ${reason}. A relative path starts at ${quote(process.cwd())}; path.join(__dirname, …) starts at the program.`);
  }
}

/** A device or pipe might never end. */
function onlyFile(path: string, name: string): { size: number } {
  const stats = statSync(path);
  if (!stats.isFile()) throw new InvalidInputError(`${name} is not a file. Give the path of a file.`);
  return stats;
}

function tooLong(name: string, length: number): InvalidInputError {
  return new InvalidInputError(`${name} is too long to be one: got ${length} characters. Allowed: up to ${MAX_CHARACTERS}.`);
}

/** Says what is given in place of PEM. Nothing of the text itself stands in the error: it may be a key. */
function withoutArmour(name: string, text: string, fix: string): InvalidInputError {
  const bytes = Buffer.from(text, 'latin1');
  const kind = kindOf(bytes);
  if (kind !== undefined) return new InvalidInputError(`${name} is binary, not PEM: got the DER bytes of ${kind.name}. ${kind.fromDer ?? fix}`);
  const [reason, advice = fix] = otherKind(text, bytes);
  return new InvalidInputError(`${name} ${reason}. ${advice}`);
}

function otherKind(text: string, bytes: Buffer): readonly [string, string?] {
  const trimmed = text.trim();
  if (trimmed === '') return ['is empty'];
  if (startsWith(bytes, JAVA_KEY_STORE)) return ['is a Java key store, not PEM', 'Export the certificate: keytool -exportcert -rfc.'];
  if (/^(ssh-|ecdsa-sha2-|sk-)/.test(trimmed)) return ['is a public key of SSH, not PEM'];
  if (/^arn:/.test(trimmed)) return ['is an ARN, not PEM', 'Use TrustAnchorSource.privateCa() for a certificate authority of AWS Private CA, or give the text of the file.'];
  if (!trimmed.includes('\n') && /\.(pem|crt|cer|crl|der|p7b|p12|pfx|key|csr)$/i.test(trimmed)) return ['is the path of a file in place of its text', 'Use fromFile() for a path.'];
  const kind = isBase64(trimmed) ? kindOf(Buffer.from(trimmed, 'base64')) : undefined;
  if (kind !== undefined) return [`is base64 without the lines around it, of ${kind.name}`, kind.isSecret ? undefined : `Put '-----BEGIN ${kind.label}-----' before it and '-----END ${kind.label}-----' after it.`];
  if (/[\u0000-\u0008\u000E-\u001F]/.test(text)) return ['is binary, not PEM'];
  return [`is not PEM: it has no line that begins with '${BEGIN}'`];
}

/** Something that is kept in DER. */
interface Kind {
  /** In a sentence. */
  readonly name: string;
  readonly label: string;
  readonly isSecret?: boolean;
  /** How PEM is made of it, a sentence. */
  readonly fromDer?: string;
}

const CERTIFICATE: Kind = { name: 'a certificate', label: 'CERTIFICATE', fromDer: 'Convert it: openssl x509 -inform der -in <file> -out <file>.pem.' };
const CRL: Kind = { name: 'a certificate revocation list', label: 'X509 CRL', fromDer: 'Convert it: openssl crl -inform der -in <file> -out <file>.pem.' };
const REQUEST: Kind = { name: 'a certificate signing request', label: 'CERTIFICATE REQUEST' };
const PRIVATE_KEY: Kind = { name: 'a private key', label: 'PRIVATE KEY', isSecret: true };
const PUBLIC_KEY: Kind = { name: 'a public key', label: 'PUBLIC KEY' };
const PKCS_7: Kind = { name: 'a PKCS#7 file', label: 'PKCS7', fromDer: 'Take the certificates out: openssl pkcs7 -inform der -print_certs -in <file> -out <file>.pem.' };
const PKCS_12: Kind = { name: 'a PKCS#12 file', label: 'PKCS12', isSecret: true, fromDer: 'Take the certificates out: openssl pkcs12 -nokeys -in <file> -out <file>.pem.' };

/** What bytes of DER are; undefined for none that is known. */
function kindOf(der: Buffer): Kind | undefined {
  return attempt(() => readCertificate(der) && CERTIFICATE) ?? attempt(() => readRevocationList(der) && CRL) ?? attempt(() => kindByShape(der));
}

function kindByShape(der: Buffer): Kind | undefined {
  const parts = new DerReader(der).enter();
  const first = parts.next();
  const second = parts.isAtEnd ? undefined : parts.next();
  switch (first.tag) {
    case Tag.OID: return PKCS_OF[readOid(first)];
    case Tag.INTEGER: return kindOfVersion(first.content, second?.tag);
    case Tag.SEQUENCE: return kindOfBody(new DerReader(first.content), second?.tag, parts.isAtEnd);
    default: return undefined;
  }
}

const PKCS_OF: Record<string, Kind> = { '1.2.840.113549.1.7.2': PKCS_7, '1.2.840.113549.1.7.3': PKCS_7 };
const PKCS_12_VERSION = 3;

/** A file that begins with a number: the version of a key or of PKCS#12, or the modulus of a public key. */
function kindOfVersion(version: Buffer, second: number | undefined): Kind | undefined {
  if (version.length > 1) return second === Tag.INTEGER ? PUBLIC_KEY : undefined;
  if (version[0] === PKCS_12_VERSION && second === Tag.SEQUENCE) return PKCS_12;
  return second === undefined ? undefined : PRIVATE_KEY;
}

/** A file that begins with a sequence: what is signed, or the algorithm of a key. */
function kindOfBody(body: DerReader, second: number | undefined, isAll: boolean): Kind | undefined {
  const field = body.next();
  if (field.tag === Tag.OID) return second === Tag.BIT_STRING ? PUBLIC_KEY : second === Tag.OCTET_STRING ? PRIVATE_KEY : undefined;
  if (field.tag !== Tag.INTEGER || second !== Tag.SEQUENCE || isAll) return undefined;
  [Tag.SEQUENCE, Tag.SEQUENCE].forEach((tag) => body.next(tag));
  return body.isAtEnd || body.next().tag === contextTag(0) ? REQUEST : undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function secret(name: string, held: Kind, fix: string): InvalidInputError {
  return new InvalidInputError(`${name} holds ${held.name}, which must not leave the machine that uses it. Take it out of the file and of the repository. ${fix}`);
}

function checkLabel(label: string, labels: readonly string[], name: string, fix: string): void {
  if (labels.includes(label)) return;
  // What stands there in place of a label may be a part of a key.
  if (!/^[A-Z0-9 ]{1,40}$/.test(label)) throw new InvalidInputError(`${name} is damaged: a line that begins with '${BEGIN}' does not name a block. Copy the whole file.`);
  const held = KIND_OF_LABEL[label];
  if (held?.isSecret) throw secret(name, held, fix);
  if (held === undefined) throw new InvalidInputError(`${name} holds a block that does not belong there: got ${quote(label)}. ${fix}`);
  throw new InvalidInputError(`${name} holds ${held.name} (${quote(label)}). ${held.fromPem ?? fix}`);
}

const KIND_OF_LABEL: Record<string, Kind & { readonly fromPem?: string }> = {
  'CERTIFICATE': CERTIFICATE,
  'X509 CERTIFICATE': CERTIFICATE,
  'TRUSTED CERTIFICATE': {
    name: 'a certificate in a form that OpenSSL alone reads',
    label: 'TRUSTED CERTIFICATE',
    fromPem: 'Convert it: openssl x509 -in <file> -out <file>.pem.',
  },
  'X509 CRL': CRL,
  'CRL': CRL,
  'CERTIFICATE REQUEST': REQUEST,
  'NEW CERTIFICATE REQUEST': REQUEST,
  'PUBLIC KEY': PUBLIC_KEY,
  'RSA PUBLIC KEY': PUBLIC_KEY,
  'PKCS7': { ...PKCS_7, fromPem: 'Take the certificates out: openssl pkcs7 -print_certs -in <file> -out <file>.pem.' },
  'CMS': { ...PKCS_7, fromPem: 'Take the certificates out: openssl pkcs7 -print_certs -in <file> -out <file>.pem.' },
  'PKCS12': PKCS_12,
};

/** A block whose label lies about what it holds. */
function checkContent(bytes: Buffer, label: string, name: string, fix: string): void {
  const kind = kindOf(bytes);
  if (kind === undefined || kind.label === KIND_OF_LABEL[label]?.label) return;
  if (kind.isSecret) throw secret(name, kind, fix);
  throw new InvalidInputError(`${name} holds ${kind.name} in a block that is labelled ${quote(label)}. ${fix}`);
}

function decode(body: string, name: string, number: number): Buffer {
  const base64 = body.replace(/\s+/g, '');
  if (base64 === '') throw new InvalidInputError(`${name} is empty: block ${number} has nothing between its lines. Copy the whole file.`);
  if (!isBase64(base64)) {
    const hint = base64.includes('\\n') ? 'it holds \\n as two characters, where a line should end' : 'it holds what is not base64, or a part is missing';
    throw new InvalidInputError(`${name} is damaged: block ${number} cannot be read, ${hint}. Copy the whole file.`);
  }
  return Buffer.from(base64, 'base64');
}

/** Base64 of whole groups of four. */
function isBase64(text: string): boolean {
  const base64 = text.replace(/\s+/g, '');
  return base64.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(base64);
}

function startsWith(bytes: Buffer, signatures: readonly (readonly number[])[]): boolean {
  return signatures.some((signature) => signature.every((byte, i) => bytes[i] === byte));
}
