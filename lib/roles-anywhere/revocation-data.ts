import { DAY, now } from '../private/clock';
import { DerError } from '../private/der';
import { InvalidInputError } from '../private/errors';
import { REVOCATION_LIST_MAX_BYTES } from '../private/limits';
import type { Expected, PemText } from '../private/pem';
import { checkPemText, readBlocks, readPemFile, toPem } from '../private/pem';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';
import type { RevocationListFields } from '../private/x509';
import { day, nameText, quoteName, readRevocationList } from '../private/x509';

/**
 * A list of revoked certificates as a certificate authority signs it (CRL), read and checked when the app is synthesized.
 *
 * It is PEM with one list, of up to 300,000 bytes, complete and of the authority's own certificates, whose next update is not past. Anything
 * else is an error that says what was given: a list of changes (delta) or of other authorities (indirect), one of some
 * kinds of certificates or reasons alone, a certificate, binary DER.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html#revocation
 */
export class RevocationData {
  /**
   * Reads a file.
   *
   * @param path of a PEM file; a relative one starts at the working directory, so `path.join(__dirname, 'revoked.pem')` is safer
   */
  public static fromFile(path: string): RevocationData {
    return new RevocationData(readPemFile(path, EXPECTED));
  }

  /**
   * Reads text.
   *
   * @param text one list in PEM; it cannot be a token
   */
  public static fromPem(text: string): RevocationData {
    return new RevocationData(checkPemText(text, EXPECTED));
  }

  /** @internal */
  public readonly _list: RevocationListFields;

  private constructor(source: PemText) {
    const { name } = source;
    const blocks = readBlocks(source, EXPECTED);
    if (blocks.length > 1) {
      throw new InvalidInputError(`${name} holds several lists: got ${blocks.length}. A CertificateRevocationList takes one; make one for each.`);
    }
    this._list = read(blocks[0], name);
    check(this._list, name);
    const size = this.pem.length;
    if (size > REVOCATION_LIST_MAX_BYTES) {
      throw new InvalidInputError(`${name} is too long: got ${size} bytes, with ${this._list.revoked} revoked certificates. IAM Roles Anywhere takes ${REVOCATION_LIST_MAX_BYTES}; the authority may leave out those that have expired.`);
    }
  }

  /** The list in PEM, as it goes into the template: nothing around it, LF at the end of each line. */
  public get pem(): string {
    return toPem('X509 CRL', this._list.der);
  }

  /** The authority that signed it, on one line: `C=DE, O=Acme, CN=On-premises CA`. */
  public get issuer(): string {
    return nameText(this._list.issuer);
  }

  /** How many certificates it revokes. */
  public get revokedCount(): number {
    return this._list.revoked;
  }

  /** When it was made, in UTC: `2026-01-01T00:00:00.000Z`. */
  public get thisUpdate(): string {
    return new Date(this._list.thisUpdate).toISOString();
  }

  /** When the authority makes the next one at the latest, in UTC; undefined where it does not say so. */
  public get nextUpdate(): string | undefined {
    return this._list.nextUpdate === undefined ? undefined : new Date(this._list.nextUpdate).toISOString();
  }

  /** What a construct with this list warns of today. @internal */
  public get _findings(): Finding[] {
    const { nextUpdate, signatureAlgorithm } = this._list;
    return [
      ...expiring(this._list),
      ...nextUpdate === undefined ? [this._doubt('it does not say when the next one comes, as RFC 5280 demands')] : [],
      ...signatureAlgorithm.isWeak ? [this._doubt(`its signature is weak (${signatureAlgorithm.name})`)] : [],
    ];
  }

  /** What may keep the service from heeding the list; AWS does not say. @internal */
  public _doubt(reason: string): Finding {
    return {
      id: WarningId.REVOCATION_LIST_DOUBTFUL,
      message: `The revocation list of ${quoteName(this._list.issuer)} may not be heeded: ${reason}. Try whether a revoked certificate is refused, or have the list made anew.`,
    };
  }
}

const EXPECTED: Expected = {
  what: 'The certificate revocation list',
  fix: 'Give the list of the certificate authority in PEM, as its file begins: -----BEGIN X509 CRL-----.',
  labels: ['X509 CRL', 'CRL'],
};

/** Most authorities make a list a week or a month. */
const EXPIRING_DAYS = 7;

function read(der: Buffer, name: string): RevocationListFields {
  try {
    return readRevocationList(der);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    throw new InvalidInputError(`${name} is damaged: it cannot be read, ${error.message}. Copy the whole file.`);
  }
}

/** What revokes nothing, or not all. */
function check(crl: RevocationListFields, name: string): void {
  const { issuer, thisUpdate, nextUpdate, isDelta, isIndirect, isOfAttributes, isOfAuthorities, isOfSomeReasons } = crl;
  const who = quoteName(issuer);
  if (isDelta) throw new InvalidInputError(`${name} is a delta, which has only what changed since another list: got one of ${who}. Give the complete list.`);
  if (isIndirect) throw new InvalidInputError(`${name} is indirect, with certificates that others have issued: got one of ${who}. Give the list that the certificate authority itself signs.`);
  if (isOfAttributes) throw new InvalidInputError(`${name} is of attribute certificates, with which nobody signs in: got one of ${who}. Give the list of the public key certificates.`);
  if (isOfAuthorities) throw new InvalidInputError(`${name} is of the certificates of authorities alone, and those of workloads stay good: got one of ${who}. Give the list of the certificates that the authority issues to workloads.`);
  if (isOfSomeReasons) throw new InvalidInputError(`${name} is of certificates that are revoked for some reasons alone: got one of ${who}. Give the list for all reasons.`);
  if (nextUpdate !== undefined && nextUpdate < now()) {
    throw new InvalidInputError(`${name} is out of date: got one of ${who}, whose next update was due on ${day(nextUpdate)}. Give the newest list.`);
  }
  if (thisUpdate > now()) {
    throw new InvalidInputError(`${name} is not valid yet: got one of ${who}, made at ${new Date(thisUpdate).toISOString()}. Check the clocks of this machine and of the authority.`);
  }
}

function expiring({ issuer, nextUpdate }: RevocationListFields): Finding[] {
  if (nextUpdate === undefined) return [];
  const days = Math.floor((nextUpdate - now()) / DAY);
  if (days >= EXPIRING_DAYS) return [];
  const when = days < 0 ? 'was due' : `is due in ${days} ${days === 1 ? 'day' : 'days'}`;
  return [{
    id: WarningId.REVOCATION_LIST_EXPIRING,
    message: `The next update of the revocation list of ${quoteName(issuer)} ${when}, on ${day(nextUpdate)}. IAM Roles Anywhere fetches none by itself: put the new list into the file and deploy before then.`,
  }];
}
