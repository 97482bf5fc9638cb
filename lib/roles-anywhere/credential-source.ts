import { Token } from 'aws-cdk-lib';
import type { CommandFlag } from '../private/command-line';
import { checkCommandText } from '../private/command-line';
import { InvalidInputError, quote } from '../private/errors';
import { MachinePaths } from '../private/machine-paths';
import { readable, withTokensAs } from '../private/text';

/** A certificate and its private key in files. */
export interface CertificateFiles {
  /** The full path of the certificate: PEM or DER. */
  readonly certificate: string;

  /**
   * The full path of the private key.
   *
   * An encrypted key is asked for its password at a terminal: the password cannot be given here, as a command line and a template are
   * no place for secrets.
   */
  readonly privateKey: string;

  /**
   * The full path of the certificates between this one and the trust anchor's, up to five.
   *
   * @default - the trust anchor's authority issued the certificate itself
   */
  readonly intermediates?: string;
}

/** A certificate and its private key in a PKCS#11 token: a smart card or a hardware security module. */
export interface Pkcs11Objects {
  /**
   * The certificate: a `pkcs11:` URI, such as `pkcs11:token=RA;object=server`, or the full path of a file where the token holds the key alone.
   *
   * A URI with a PIN is an error: command lines are seen by everybody on the machine. The helper asks for the PIN at a terminal.
   */
  readonly certificate: string;

  /**
   * The private key: a `pkcs11:` URI without a PIN.
   *
   * @default - the one that belongs to the certificate in the token
   */
  readonly privateKey?: string;

  /**
   * The library of the token: a full path, or a name that the system finds.
   *
   * @default - p11-kit, which knows the tokens of the system
   */
  readonly library?: string;

  /**
   * Whether the token's PIN is also the one that the key asks for each time it signs (`CKA_ALWAYS_AUTHENTICATE`).
   *
   * @default false
   */
  readonly reusePin?: boolean;

  /**
   * The full path of the certificates between this one and the trust anchor's, up to five.
   *
   * @default - the token holds them, or there are none
   */
  readonly intermediates?: string;
}

/** A certificate in a file and its private key wrapped by a TPM 2.0. */
export interface TpmKeyFile {
  /** The full path of the certificate: PEM or DER. */
  readonly certificate: string;

  /** The full path of the key: PEM with `BEGIN TSS2 PRIVATE KEY`, which says itself whether it has a password. */
  readonly privateKey: string;

  /**
   * The full path of the certificates between this one and the trust anchor's, up to five.
   *
   * @default - the trust anchor's authority issued the certificate itself
   */
  readonly intermediates?: string;
}

/** A certificate in a file and its private key loaded in a TPM 2.0. */
export interface TpmHandle {
  /** The full path of the certificate: PEM or DER. */
  readonly certificate: string;

  /** The persistent handle of the key: `0x81000000` to `0x81FFFFFF`. */
  readonly handle: string;

  /**
   * Whether the key has a password, for which the helper then asks at a terminal. It cannot be given here.
   *
   * @default false
   */
  readonly hasPassword?: boolean;

  /**
   * The full path of the certificates between this one and the trust anchor's, up to five.
   *
   * @default - the trust anchor's authority issued the certificate itself
   */
  readonly intermediates?: string;
}

/** Which certificate of a store: what is given must all match, and at least one must be given. */
export interface CertificateSelector {
  /**
   * The subject, as RFC 2253 writes it: `CN=server,OU=Backup`.
   *
   * @default - any
   */
  readonly subject?: string;

  /**
   * The issuer, as RFC 2253 writes it.
   *
   * @default - any
   */
  readonly issuer?: string;

  /**
   * The serial number in hexadecimal digits, without colons.
   *
   * @default - any
   */
  readonly serialNumber?: string;
}

/** How a certificate is chosen in the macOS Keychain. */
export interface KeychainOptions {
  /**
   * Whether the certificate that expires last is taken where several match, as after a renewal.
   *
   * @default false - several are an error of the helper
   */
  readonly useLatestExpiring?: boolean;
}

/** How a certificate is chosen in the certificate store of Windows. */
export interface WindowsStoreOptions extends KeychainOptions {
  /**
   * The store of the current user.
   *
   * @default MY
   */
  readonly storeName?: string;
}

/**
 * Where a workload outside of AWS has its certificate and its private key.
 *
 * Flags of the credential helper that exclude each other are never together. Passwords and PINs cannot be given: the helper takes them
 * on its command line alone, or asks for them at a terminal.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/credential-helper.html
 *
 * @example
 * CredentialSource.files({ certificate: '/etc/backup/tls.crt', privateKey: '/etc/backup/tls.key' });
 */
export abstract class CredentialSource {
  /**
   * Files, which the helper reads anew each time it signs, so that a renewed certificate is taken without a restart.
   *
   * @param files where they are, all on a machine with paths of one kind (`/…` or `C:\…`)
   */
  public static files(files: CertificateFiles): CredentialSource {
    const paths = new MachinePaths();
    return new FlagSource('files', paths, [
      { name: 'certificate', value: paths.check(files.certificate, 'The certificate') },
      { name: 'private-key', value: paths.check(files.privateKey, 'The private key') },
      ...intermediates(files.intermediates, paths),
    ]);
  }

  /**
   * A PKCS#11 token, which holds the key and maybe the certificate.
   *
   * @param objects which of the token's; no PIN
   */
  public static pkcs11(objects: Pkcs11Objects): CredentialSource {
    const paths = new MachinePaths();
    const { certificate, privateKey, library } = objects;
    if (!isUri(certificate) && privateKey === undefined) {
      throw new InvalidInputError(`The certificate is in a file, and no key of the PKCS#11 token is named: got ${quote(readable(certificate))}. Give 'privateKey' the 'pkcs11:' URI of the key, or use CredentialSource.files().`);
    }
    if (privateKey !== undefined && !isUri(privateKey)) {
      throw new InvalidInputError(`The private key is not in a PKCS#11 token: got ${quote(readable(privateKey))}. Write its 'pkcs11:' URI, or use CredentialSource.files().`);
    }
    return new FlagSource('pkcs11', paths, [
      { name: 'certificate', value: isUri(certificate) ? checkUri(certificate, 'The certificate') : paths.check(certificate, 'The certificate') },
      ...privateKey === undefined ? [] : [{ name: 'private-key', value: checkUri(privateKey, 'The private key') }],
      ...library === undefined ? [] : [{ name: 'pkcs11-lib', value: paths.checkProgram(library, 'The PKCS#11 library') }],
      ...objects.reusePin ? [{ name: 'reuse-pin' }] : [],
      ...intermediates(objects.intermediates, paths),
    ]);
  }

  /**
   * A key that a TPM 2.0 has wrapped, in a file.
   *
   * @param key where it is, and its certificate
   */
  public static tpmKeyFile(key: TpmKeyFile): CredentialSource {
    const paths = new MachinePaths();
    return new FlagSource('tpm', paths, [
      { name: 'certificate', value: paths.check(key.certificate, 'The certificate') },
      { name: 'private-key', value: paths.check(key.privateKey, 'The private key') },
      ...intermediates(key.intermediates, paths),
    ]);
  }

  /**
   * A key that is loaded in a TPM 2.0.
   *
   * Without a password, everybody who may use the TPM may use the key.
   *
   * @param key its handle, and its certificate
   */
  public static tpmHandle(key: TpmHandle): CredentialSource {
    const paths = new MachinePaths();
    if (!Token.isUnresolved(key.handle) && !/^0x81[0-9A-Fa-f]{6}$/.test(key.handle)) {
      throw new InvalidInputError(`The handle is not that of a key that stays in a TPM: got ${quote(key.handle)}. Write it as 'tpm2_evictcontrol' shows it, from '0x81000000' to '0x81FFFFFF'.`);
    }
    checkCommandText(key.handle, 'The handle', 'Write it as \'0x81000001\'.');
    return new FlagSource('tpm', paths, [
      { name: 'certificate', value: paths.check(key.certificate, 'The certificate') },
      { name: 'private-key', value: `handle:${key.handle}` },
      ...key.hasPassword ? [] : [{ name: 'no-tpm-key-password' }],
      ...intermediates(key.intermediates, paths),
    ], key.hasPassword ?? false);
  }

  /**
   * The certificate store of Windows, whose keys need not leave it (CNG or CryptoAPI).
   *
   * @param selector which certificate
   * @param options the store, and what happens where several match
   */
  public static windowsStore(selector: CertificateSelector, options: WindowsStoreOptions = {}): CredentialSource {
    const { storeName } = options;
    if (storeName !== undefined) checkCommandText(storeName, 'The name of the certificate store', 'Write the name as Windows has it, such as \'MY\'.');
    return new FlagSource('store', new MachinePaths('windows'), [
      { name: 'cert-selector', value: selectorText(selector) },
      ...storeName === undefined ? [] : [{ name: 'system-store-name', value: storeName }],
      ...latestExpiring(options),
    ]);
  }

  /**
   * The Keychain of macOS.
   *
   * @param selector which certificate
   * @param options what happens where several match
   */
  public static macOsKeychain(selector: CertificateSelector, options: KeychainOptions = {}): CredentialSource {
    return new FlagSource('store', new MachinePaths('posix'), [{ name: 'cert-selector', value: selectorText(selector) }, ...latestExpiring(options)]);
  }

  /** What the helper is told of it. @internal */
  public abstract readonly _flags: readonly CommandFlag[];
  /** @internal */
  public abstract readonly _kind: CredentialSourceKind;
  /** The helper must ask for a password, which only a person can answer. @internal */
  public abstract readonly _asksForPassword: boolean;
  /** The machine that has the paths; undefined where none tells. @internal */
  public abstract readonly _platform: 'posix' | 'windows' | undefined;
}

/** What a unit of systemd must let the helper do. */
export type CredentialSourceKind = 'files' | 'pkcs11' | 'tpm' | 'store';

class FlagSource extends CredentialSource {
  public readonly _platform: 'posix' | 'windows' | undefined;

  constructor(
    public readonly _kind: CredentialSourceKind,
    paths: MachinePaths,
    public readonly _flags: readonly CommandFlag[],
    public readonly _asksForPassword: boolean = false,
  ) {
    super();
    this._platform = paths.platform;
  }
}

function intermediates(path: string | undefined, paths: MachinePaths): CommandFlag[] {
  return path === undefined ? [] : [{ name: 'intermediates', value: paths.check(path, 'The file of intermediate certificates') }];
}

function latestExpiring({ useLatestExpiring }: KeychainOptions): CommandFlag[] {
  return useLatestExpiring ? [{ name: 'use-latest-expiring-certificate' }] : [];
}

function isUri(text: string): boolean {
  return typeof text === 'string' && /^pkcs11:/i.test(text);
}

/** @see https://www.rfc-editor.org/rfc/rfc7512 */
function checkUri(uri: string, what: string): string {
  const pin = /[?&;](pin-(?:value|source))=/i.exec(uri)?.[1].toLowerCase();
  if (pin === 'pin-value') {
    // The PIN is not repeated: errors are logged.
    throw new InvalidInputError(`${what} has a PIN in its 'pkcs11:' URI ('pin-value'), which everybody on the machine would see in the list of processes. Leave it out: the helper asks for it at a terminal.`);
  }
  if (pin === 'pin-source') {
    throw new InvalidInputError(`${what} names a file with the PIN in its 'pkcs11:' URI ('pin-source'), which the helper does not read. Leave it out: the helper asks for the PIN at a terminal.`);
  }
  const fix = 'Write it as \'pkcs11:token=RA;object=server\', with every other character in percent-encoding, such as \'%20\' for a blank.';
  checkCommandText(uri, what, fix);
  const literals = withTokensAs(uri, () => 'x');
  if (!/^pkcs11:([\w.~:[\]@!$'()*+,=&;/?|-]|%[0-9A-Fa-f]{2})*$/.test(literals)) {
    throw new InvalidInputError(`${what} is not a 'pkcs11:' URI: got ${quote(readable(uri))}. ${fix}`);
  }
  return uri;
}

function selectorText({ subject, issuer, serialNumber }: CertificateSelector): string {
  if (subject === undefined && issuer === undefined && serialNumber === undefined) {
    throw new InvalidInputError('The selector of the certificate is empty, so any certificate of the store would do. Give at least one of \'subject\', \'issuer\' and \'serialNumber\'.');
  }
  if (subject !== undefined) checkDistinguishedName(subject, 'The subject of the certificate');
  if (issuer !== undefined) checkDistinguishedName(issuer, 'The issuer of the certificate');
  if (serialNumber !== undefined) checkSerialNumber(serialNumber);
  return [
    ...subject === undefined ? [] : [`Key=x509Subject,Value=${subject}`],
    ...issuer === undefined ? [] : [`Key=x509Issuer,Value=${issuer}`],
    ...serialNumber === undefined ? [] : [`Key=x509Serial,Value=${serialNumber}`],
  ].join(' ');
}

function checkDistinguishedName(name: string, what: string): void {
  const fix = 'Write it as RFC 2253 does, such as \'CN=server,OU=Backup\'.';
  checkCommandText(name, what, fix);
  const literals = withTokensAs(name, () => 'x');
  if (literals.includes('Key=')) {
    throw new InvalidInputError(`${what} holds 'Key=', at which the helper would begin the next part of the selector: got ${quote(readable(name))}. Select the certificate by its serial number.`);
  }
  if (!Token.isUnresolved(name) && !name.includes('=')) throw new InvalidInputError(`${what} is not a distinguished name: got ${quote(name)}. ${fix}`);
}

function checkSerialNumber(serialNumber: string): void {
  const fix = 'Write it in hexadecimal digits, without colons and \'0x\'.';
  checkCommandText(serialNumber, 'The serial number of the certificate', fix);
  if (Token.isUnresolved(serialNumber) || /^[0-9A-Fa-f]+$/.test(serialNumber)) return;
  throw new InvalidInputError(`The serial number of the certificate is not one: got ${quote(serialNumber)}. ${fix}`);
}
