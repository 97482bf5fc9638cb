import type { KeyObject } from 'crypto';
import { constants, createPublicKey, verify } from 'crypto';
import type { DerValue } from './der';
import { DerReader, Tag, contextTag, readBits, readOid } from './der';

/** How something is signed. */
export interface SignatureAlgorithm {
  /** Such as `ECDSA with SHA-256`; the OID where it is not known. */
  readonly name: string;
  /** Undefined where the algorithm has its own. */
  readonly hash?: string;
  readonly family?: Family;
  /** In bytes, of RSA-PSS. */
  readonly saltLength?: number;
  /** MD5, SHA-1 and what else is weaker than SHA-256. */
  readonly isWeak: boolean;
  /** AWS names it as one that it takes. */
  readonly isListed: boolean;
}

type Family = 'RSA' | 'RSA-PSS' | 'ECDSA' | 'DSA' | 'EdDSA' | 'ML-DSA';

/** Key types of Node by what they sign with. */
const KEYS_OF: Record<Family, RegExp> = {
  'RSA': /^rsa$/,
  'RSA-PSS': /^rsa(-pss)?$/,
  'ECDSA': /^ec$/,
  'DSA': /^dsa$/,
  'EdDSA': /^ed(25519|448)$/,
  'ML-DSA': /^ml-dsa-/,
};

/** https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication.html */
const LISTED: readonly Family[] = ['RSA', 'ECDSA', 'ML-DSA'];
const WEAK_HASHES = ['MD2', 'MD4', 'MD5', 'SHA-1', 'SHA-224', 'SHA-512/224', 'SHA3-224'];

const RSA_PSS = '1.2.840.113549.1.1.10';

/** Families and hashes by OID. @see https://www.rfc-editor.org/rfc/rfc8017 @see https://csrc.nist.gov/projects/computer-security-objects-register/algorithm-registration */
const SIGNATURES: Record<string, readonly [Family, string?]> = {
  '1.2.840.113549.1.1.2': ['RSA', 'MD2'],
  '1.2.840.113549.1.1.3': ['RSA', 'MD4'],
  '1.2.840.113549.1.1.4': ['RSA', 'MD5'],
  '1.2.840.113549.1.1.5': ['RSA', 'SHA-1'],
  '1.3.14.3.2.29': ['RSA', 'SHA-1'],
  '1.2.840.113549.1.1.14': ['RSA', 'SHA-224'],
  '1.2.840.113549.1.1.11': ['RSA', 'SHA-256'],
  '1.2.840.113549.1.1.12': ['RSA', 'SHA-384'],
  '1.2.840.113549.1.1.13': ['RSA', 'SHA-512'],
  '1.2.840.113549.1.1.15': ['RSA', 'SHA-512/224'],
  '1.2.840.113549.1.1.16': ['RSA', 'SHA-512/256'],
  '1.2.840.10045.4.1': ['ECDSA', 'SHA-1'],
  '1.2.840.10045.4.3.1': ['ECDSA', 'SHA-224'],
  '1.2.840.10045.4.3.2': ['ECDSA', 'SHA-256'],
  '1.2.840.10045.4.3.3': ['ECDSA', 'SHA-384'],
  '1.2.840.10045.4.3.4': ['ECDSA', 'SHA-512'],
  '1.2.840.10040.4.3': ['DSA', 'SHA-1'],
  '2.16.840.1.101.3.4.3.1': ['DSA', 'SHA-224'],
  '2.16.840.1.101.3.4.3.2': ['DSA', 'SHA-256'],
  '2.16.840.1.101.3.4.3.9': ['ECDSA', 'SHA3-224'],
  '2.16.840.1.101.3.4.3.10': ['ECDSA', 'SHA3-256'],
  '2.16.840.1.101.3.4.3.11': ['ECDSA', 'SHA3-384'],
  '2.16.840.1.101.3.4.3.12': ['ECDSA', 'SHA3-512'],
  '2.16.840.1.101.3.4.3.13': ['RSA', 'SHA3-224'],
  '2.16.840.1.101.3.4.3.14': ['RSA', 'SHA3-256'],
  '2.16.840.1.101.3.4.3.15': ['RSA', 'SHA3-384'],
  '2.16.840.1.101.3.4.3.16': ['RSA', 'SHA3-512'],
  '2.16.840.1.101.3.4.3.17': ['ML-DSA'],
  '2.16.840.1.101.3.4.3.18': ['ML-DSA'],
  '2.16.840.1.101.3.4.3.19': ['ML-DSA'],
  '1.3.101.112': ['EdDSA'],
  '1.3.101.113': ['EdDSA'],
};

const HASHES: Record<string, string> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.5': 'SHA-512/224',
  '2.16.840.1.101.3.4.2.6': 'SHA-512/256',
};

/** Reads an AlgorithmIdentifier. */
export function signatureAlgorithm({ content }: DerValue): SignatureAlgorithm {
  const parts = new DerReader(content);
  const oid = readOid(parts.next(Tag.OID));
  if (oid === RSA_PSS) return pssAlgorithm(parts.optional(Tag.SEQUENCE));
  const known = SIGNATURES[oid];
  if (known === undefined) return { name: oid, isWeak: false, isListed: false };
  const [family, hash] = known;
  return {
    name: hash === undefined ? KEY_TYPES[oid] : `${family} with ${hash}`,
    family,
    hash,
    isWeak: hash !== undefined && WEAK_HASHES.includes(hash),
    isListed: LISTED.includes(family) && hash?.startsWith('SHA3') !== true,
  };
}

/** What parameters of RSA-PSS leave out is SHA-1 and 20 bytes of salt. @see https://www.rfc-editor.org/rfc/rfc4055 */
function pssAlgorithm(parameters: DerValue | undefined): SignatureAlgorithm {
  const fields = parameters === undefined ? [] : new DerReader(parameters.content).rest();
  const field = (number: number) => fields.find(({ tag }) => tag === contextTag(number));
  const [hashField, saltField] = [field(0), field(2)];
  const hashOid = hashField && readOid(new DerReader(hashField.content).enter().next(Tag.OID));
  const hash = hashOid === undefined ? 'SHA-1' : HASHES[hashOid] ?? hashOid;
  const salt = saltField && new DerReader(saltField.content).next(Tag.INTEGER).content;
  return {
    name: `RSA-PSS with ${hash}`,
    family: 'RSA-PSS',
    hash,
    saltLength: salt === undefined ? PSS_SALT_LENGTH : Number(`0x0${salt.toString('hex')}`),
    isWeak: WEAK_HASHES.includes(hash),
    isListed: false,
  };
}

const PSS_SALT_LENGTH = 20;

/** Whether a signature is right; undefined where this Node cannot tell: its OpenSSL does not know the key or the algorithm. */
export function isSignedBy(signed: Buffer, algorithm: SignatureAlgorithm, signature: Buffer, publicKey: Buffer): boolean | undefined {
  const { family, hash, saltLength } = algorithm;
  const key = keyObject(publicKey);
  if (key === undefined || family === undefined) return undefined;
  if (!KEYS_OF[family].test(key.asymmetricKeyType!)) return false;
  const options = family === 'RSA-PSS' ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } : key;
  try {
    return verify(hash === undefined ? null : nodeName(hash), signed, options, signature);
  } catch {
    return undefined;
  }
}

/** `SHA-512/256` is `sha512-256` to OpenSSL. */
function nodeName(hash: string): string {
  return hash.toLowerCase().replace('sha-', 'sha').replace('/', '-');
}

function keyObject(publicKey: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** What kind of key a SubjectPublicKeyInfo holds, such as `RSA 2048` or `EC P-256`; the OID where it is not known. */
export function keyTypeOf(publicKey: Buffer): string {
  const parts = new DerReader(publicKey).enter();
  const algorithm = parts.enter();
  const oid = readOid(algorithm.next(Tag.OID));
  const bits = readBits(parts.next(Tag.BIT_STRING));
  switch (KEY_TYPES[oid]) {
    case 'RSA':
    case 'RSA-PSS': return `${KEY_TYPES[oid]} ${modulusBits(bits)}`;
    case 'EC': {
      const curve = algorithm.optional(Tag.OID);
      return `EC ${curve === undefined ? 'with parameters of its own' : CURVES[readOid(curve)] ?? readOid(curve)}`;
    }
    default: return KEY_TYPES[oid] ?? oid;
  }
}

/** Whether AWS names the type of key as one that it takes. */
export function isListedKey(keyType: string): boolean {
  return /^(RSA|EC) |^ML-DSA-(44|65|87)$/.test(keyType);
}

const KEY_TYPES: Record<string, string> = {
  '1.2.840.113549.1.1.1': 'RSA',
  [RSA_PSS]: 'RSA-PSS',
  '1.2.840.10045.2.1': 'EC',
  '1.2.840.10040.4.1': 'DSA',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};

const CURVES: Record<string, string> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.132.0.10': 'secp256k1',
};

const BITS_OF_BYTE = 8;

function modulusBits(key: Buffer): number {
  const { content } = new DerReader(key).enter().next(Tag.INTEGER);
  const first = content.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (content.length - first - 1) * BITS_OF_BYTE + content[first].toString(2).length;
}
