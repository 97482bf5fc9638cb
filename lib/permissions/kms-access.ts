import type { aws_kms as kms } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { Access } from './access';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/** For which data a key is used. */
export interface KmsAccessOptions {
  /**
   * What the application sends as encryption context: each of these pairs must be in every request (`kms:EncryptionContext:<key>`).
   *
   * Others may be there too. KMS compares the values with regard to case, the keys without. Only symmetric keys take a context.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
   * @default - whatever the context
   */
  readonly encryptionContext?: { readonly [key: string]: string };
}

/**
 * The use of a KMS key by the application itself: of a key made in the app (L2 or L1), or imported.
 *
 * What a service does with the key of a resource comes with the access to the resource, and not from here. An alias is an error: IAM does
 * not follow it to its key. A key of several regions is used in its own region only; give the access to each replica.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export class KmsAccess {
  /**
   * Encrypt: `kms:Encrypt` for up to 4 KB in KMS itself, and `kms:GenerateDataKey` for all else, which is encrypted outside with a data key.
   *
   * @param key made in the app at any level, or imported
   * @param options for which data
   */
  public static encrypt(key: kms.IKeyRef, options: KmsAccessOptions = {}): Access {
    return keyAccess(key, ENCRYPT, options);
  }

  /**
   * Decrypt what KMS encrypted, data keys among them: `kms:Decrypt`.
   *
   * @param key made in the app at any level, or imported
   * @param options for which data
   */
  public static decrypt(key: kms.IKeyRef, options: KmsAccessOptions = {}): Access {
    return keyAccess(key, DECRYPT, options);
  }

  /**
   * Encrypt and decrypt: `kms:Encrypt`, `kms:GenerateDataKey` and `kms:Decrypt`.
   *
   * @param key made in the app at any level, or imported
   * @param options for which data
   */
  public static encryptDecrypt(key: kms.IKeyRef, options: KmsAccessOptions = {}): Access {
    return keyAccess(key, [...ENCRYPT, ...DECRYPT], options);
  }

  /**
   * Sign with an asymmetric key: `kms:Sign`.
   *
   * @param key made in the app at any level, or imported
   */
  public static sign(key: kms.IKeyRef): Access {
    return keyAccess(key, ['kms:Sign']);
  }

  /**
   * Verify signatures of an asymmetric key in KMS: `kms:Verify`.
   *
   * @param key made in the app at any level, or imported
   */
  public static verify(key: kms.IKeyRef): Access {
    return keyAccess(key, ['kms:Verify']);
  }

  /**
   * Read the public half of an asymmetric key, to verify or encrypt outside of KMS: `kms:GetPublicKey`.
   *
   * @param key made in the app at any level, or imported
   */
  public static readPublicKey(key: kms.IKeyRef): Access {
    return keyAccess(key, ['kms:GetPublicKey']);
  }

  /**
   * Make message authentication codes with an HMAC key: `kms:GenerateMac`.
   *
   * @param key made in the app at any level, or imported
   */
  public static generateMac(key: kms.IKeyRef): Access {
    return keyAccess(key, ['kms:GenerateMac']);
  }

  /**
   * Verify message authentication codes of an HMAC key: `kms:VerifyMac`.
   *
   * @param key made in the app at any level, or imported
   */
  public static verifyMac(key: kms.IKeyRef): Access {
    return keyAccess(key, ['kms:VerifyMac']);
  }

  private constructor() {}
}

const ENCRYPT = ['kms:Encrypt', 'kms:GenerateDataKey'];
const DECRYPT = ['kms:Decrypt'];

function keyAccess(key: kms.IKeyRef, actions: readonly string[], { encryptionContext }: KmsAccessOptions = {}): Access {
  const target = keyTarget(key);
  const conditions = encryptionContext === undefined ? undefined : contextConditions(encryptionContext);
  return Access._from(() => [allowOn(target, actions, { conditions })]);
}

function keyTarget(key: kms.IKeyRef): AccessTarget {
  const { keyArn } = key.keyRef;
  if ('aliasName' in key || readable(keyArn).includes(':alias/')) {
    throw new InvalidInputError(`The key is named by an alias, which IAM does not follow: got ${quote(readable(keyArn))}. Give the key itself, such as kms.Key.fromKeyArn(…).`);
  }
  return accessTarget(key, keyArn, 'key', 'key policy');
}

function contextConditions(context: Readonly<Record<string, string>>): ConditionBlock {
  const pairs = Object.entries(context);
  checkNotEmpty(pairs, 'The encryption context', 'Give at least one pair, or leave it out for data of any context.');
  pairs.forEach(([key, value]) => checkPair(key, value));
  const folded = pairs.map(([key]) => key.toLowerCase());
  const twice = pairs.find((_, i) => folded.indexOf(folded[i]) !== i);
  if (twice !== undefined) {
    throw new InvalidInputError(`The encryption context has a key twice, as IAM compares them without case: got ${quote(twice[0])}. Name it once.`);
  }
  return { StringEquals: Object.fromEntries(pairs.map(([key, value]) => [`kms:EncryptionContext:${key}`, value])) };
}

function checkPair(key: string, value: string): void {
  if (Token.isUnresolved(key)) {
    throw new InvalidInputError(`A key of the encryption context is not known before the template is deployed: got ${quote(readable(key))}. It becomes a part of a condition key, in which CloudFormation puts in no value. Write the key as it is.`);
  }
  checkLiteral(key, 'A key of the encryption context', 'Write it as it is.');
  checkLiteral(value, `The value of ${quote(key)} in the encryption context`, 'Write it as it is, or use AccessCondition.of() for a pattern.');
}
