import { createHash } from 'crypto';
import { DAY, now } from '../private/clock';
import { DerError } from '../private/der';
import { InvalidInputError } from '../private/errors';
import { CERTIFICATE_BUNDLE_MAX_LENGTH, TRUST_ANCHOR_CERTIFICATES_MAX } from '../private/limits';
import type { Expected, PemText } from '../private/pem';
import { checkPemText, readBlocks, readPemFile, toPem } from '../private/pem';
import { publicRootOf } from '../private/public-roots';
import { isListedKey } from '../private/signature';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';
import type { CertificateFields } from '../private/x509';
import { day, isDamaged, nameText, plain, quoteName, readCertificate } from '../private/x509';

/** Who a certificate is. */
export interface CertificateSummary {
  /**
   * The subject on one line, in the order of the certificate: `C=DE, O=Acme, CN=On-premises CA`.
   *
   * Characters that cannot be seen, and what CDK or CloudFormation would replace in a template, are written as escapes by their code.
   */
  readonly subject: string;

  /** The issuer, in the same form; the subject again for a root. */
  readonly issuer: string;

  /** The serial number in hexadecimal digits, lower case. */
  readonly serialNumber: string;

  /** When it starts to be valid, in UTC: `2026-01-01T00:00:00.000Z`. */
  readonly validFrom: string;

  /** When it ends to be valid, in UTC. */
  readonly validTo: string;

  /** What kind of key it has, such as `EC P-256`, `RSA 2048` or `ML-DSA-65`. */
  readonly keyType: string;

  /** How it is signed, such as `ECDSA with SHA-256`. */
  readonly signatureAlgorithm: string;

  /** Its SHA-256 fingerprint, as `openssl x509 -noout -fingerprint -sha256` shows it. */
  readonly fingerprint: string;

  /** All of it that a person needs, in one line that any description in AWS takes: Latin-1 letters and signs, at most some 300 of them. */
  readonly description: string;
}

/**
 * The certificates of a certificate authority outside of AWS, read and checked when the app is synthesized.
 *
 * It is PEM with one or two certificates: two while the authority is renewed. Each is the certificate of an authority (CA:true, key usage
 * Certificate Sign), root or intermediate, valid now, and signed with SHA-256 or better. One that expires within 90 days is a warning of
 * the trust anchor (`cdk-keyless-roles:certificateExpiring`), and so is a key or signature that AWS does not list as one that it takes
 * (`cdk-keyless-roles:certificateUnlisted`). Anything else is an error that says what was given: the certificate of a server, a private
 * key, binary DER, a publicly trusted root.
 *
 * Into the template go the certificates alone, without comments, each once.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 *
 * @example
 * declare const renewed: string;
 * const bundle = CertificateBundle.fromPem(renewed);
 * new TrustAnchor(this, 'OnPremises', { source: TrustAnchorSource.certificateBundle(bundle) });
 * new CfnOutput(this, 'Authority', { value: bundle.certificates()[0].description });
 */
export class CertificateBundle {
  /**
   * Reads a file.
   *
   * @param path of a PEM file; a relative one starts at the working directory, so `path.join(__dirname, 'ca.pem')` is safer
   */
  public static fromFile(path: string): CertificateBundle {
    return new CertificateBundle(readPemFile(path, EXPECTED));
  }

  /**
   * Reads text.
   *
   * @param text one or two certificates in PEM; it cannot be a token
   */
  public static fromPem(text: string): CertificateBundle {
    return new CertificateBundle(checkPemText(text, EXPECTED));
  }

  /** One or two. @internal */
  public readonly _certificates: readonly CertificateFields[];

  private constructor(source: PemText) {
    const { name } = source;
    const found = distinct(readBlocks(source, EXPECTED)).map((der, i) => read(der, name, i + 1));
    found.forEach((certificate) => check(certificate, name));
    if (found.length > TRUST_ANCHOR_CERTIFICATES_MAX) {
      throw new InvalidInputError(`${name} has too many certificates: got ${found.length}. A trust anchor takes ${TRUST_ANCHOR_CERTIFICATES_MAX}: the one of the authority that issues, or it and the one that replaces it. Servers send intermediate certificates along.`);
    }
    this._certificates = found;
    if (this.pem.length > CERTIFICATE_BUNDLE_MAX_LENGTH) {
      throw new InvalidInputError(`${name} is too long: got ${this.pem.length} characters. A trust anchor takes ${CERTIFICATE_BUNDLE_MAX_LENGTH}.`);
    }
  }

  /** The certificates in PEM, as they go into the template: nothing around them, LF at the end of each line. */
  public get pem(): string {
    return this._certificates.map(({ der }) => toPem('CERTIFICATE', der)).join('');
  }

  /** Who the certificates are, in the order of the bundle. */
  public certificates(): CertificateSummary[] {
    return this._certificates.map(summary);
  }

  /** What a trust anchor with this bundle warns of today. @internal */
  public get _findings(): Finding[] {
    return this._certificates.flatMap((certificate) => [...expiring(certificate), ...unlisted(certificate)]);
  }
}

const EXPECTED: Expected = {
  what: 'The certificate bundle',
  fix: 'Give the certificate of the certificate authority in PEM, as its file begins: -----BEGIN CERTIFICATE-----.',
  labels: ['CERTIFICATE', 'X509 CERTIFICATE'],
};

/** An authority is renewed in weeks rather than days: servers need new certificates. */
const EXPIRING_DAYS = 90;
const NAME_MAX_LENGTH = 160;

function distinct(certificates: readonly Buffer[]): Buffer[] {
  return certificates.filter((der, i) => certificates.findIndex((other) => other.equals(der)) === i);
}

function read(der: Buffer, name: string, number: number): CertificateFields {
  try {
    return readCertificate(der);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    throw new InvalidInputError(`${name} is damaged: certificate ${number} cannot be read, ${error.message}. Copy the whole file.`);
  }
}

/** What a trust anchor cannot work with. */
function check(certificate: CertificateFields, name: string): void {
  const { subject, issuer, isCa, keyUsage, signatureAlgorithm, validFrom, validTo } = certificate;
  const who = quoteName(subject);
  if (isDamaged(certificate)) throw new InvalidInputError(`${name} is damaged: the signature of ${who} does not fit its key. Copy the whole file.`);
  if (!isCa) {
    const reason = isCa === undefined ? 'it has no basic constraints' : 'CA:false';
    throw new InvalidInputError(`${name} holds a certificate that is not one of a certificate authority: got ${who} (${reason}). Give the certificate of the authority that issued it, ${quoteName(issuer)}.`);
  }
  const root = publicRootOf(certificate);
  if (root !== undefined) {
    const reason = root.publicKey.equals(certificate.publicKey) ? '' : `, issued by ${quoteName(root.subject)}`;
    throw new InvalidInputError(`${name} holds a certificate authority that is publicly trusted, which AWS refuses, as it issues certificates to anybody: got ${who}${reason}. Give the certificate of an authority of your own.`);
  }
  if (signatureAlgorithm.isWeak) {
    throw new InvalidInputError(`${name} holds a certificate with a signature that is too weak: got ${signatureAlgorithm.name} for ${who}. Allowed: SHA-256 or stronger; have it issued anew.`);
  }
  if (!keyUsage?.certificateSign) {
    const reason = keyUsage === undefined ? 'without a key usage' : 'whose key usage lacks it';
    throw new InvalidInputError(`${name} holds a certificate that does not say that it may sign others: got ${who}, ${reason}. Have it issued anew with the key usages Certificate Sign and CRL Sign.`);
  }
  if (validTo < now()) {
    throw new InvalidInputError(`${name} holds a certificate that has expired: got ${who}, valid to ${day(validTo)}. Give the one that replaces it.`);
  }
  if (validFrom > now()) {
    throw new InvalidInputError(`${name} holds a certificate that is not valid yet: got ${who}, valid from ${new Date(validFrom).toISOString()}. Add it from then on, or have it issued anew.`);
  }
}

function summary({ der, subject, issuer, serialNumber, validFrom, validTo, keyType, signatureAlgorithm }: CertificateFields): CertificateSummary {
  const name = nameText(subject);
  const fingerprint = createHash('sha256').update(der).digest('hex').toUpperCase().replace(/..(?=.)/g, '$&:');
  return {
    subject: name,
    issuer: nameText(issuer),
    serialNumber,
    validFrom: new Date(validFrom).toISOString(),
    validTo: new Date(validTo).toISOString(),
    keyType,
    signatureAlgorithm: signatureAlgorithm.name,
    fingerprint,
    description: `${plain(name, NAME_MAX_LENGTH)} (${plain(keyType)}, serial ${plain(serialNumber, SERIAL_MAX_LENGTH)}, valid from ${day(validFrom)} to ${day(validTo)})`,
  };
}

/** Twenty bytes, as RFC 5280 has it. */
const SERIAL_MAX_LENGTH = 40;

function expiring({ subject, validTo }: CertificateFields): Finding[] {
  const days = Math.floor((validTo - now()) / DAY);
  if (days >= EXPIRING_DAYS) return [];
  const when = days < 0 ? 'has expired' : `expires in ${days} ${days === 1 ? 'day' : 'days'}`;
  return [{
    id: WarningId.CERTIFICATE_EXPIRING,
    message: `The certificate ${quoteName(subject)} ${when}, on ${day(validTo)}: from then on, no server gets credentials with a certificate of it. Put the one that replaces it beside it into the bundle, which takes ${TRUST_ANCHOR_CERTIFICATES_MAX}, and take this one out once all servers have new certificates.`,
  }];
}

function unlisted({ subject, keyType, signatureAlgorithm }: CertificateFields): Finding[] {
  if (isListedKey(keyType) && signatureAlgorithm.isListed) return [];
  return [{
    id: WarningId.CERTIFICATE_UNLISTED,
    message: `The certificate ${quoteName(subject)} has a key or signature that AWS does not list as one that it takes: ${plain(keyType)}, signed by ${plain(signatureAlgorithm.name)}. It lists RSA (PKCS#1 v1.5), ECDSA and ML-DSA: try it in a test account, or have it issued anew.`,
  }];
}
