import type { CfnResource, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { Access } from './access';
import { keyStatements } from './encryption';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError } from '../private/errors';
import { checkBucketName, checkFolderPrefix, checkKeyText } from '../private/names';

/** Which objects of a bucket, and how they are encrypted. */
export interface S3AccessOptions {
  /**
   * Only the objects in this folder: the beginning of their keys, ending in `/`, such as `invoices/2026/`.
   *
   * @default - all objects
   */
  readonly prefix?: string;

  /**
   * Only the objects whose key begins so, wherever the name goes on: `log-` covers `log-1` and `log-archive/2`.
   *
   * Use `prefix` for a folder; only one of the two can be given.
   *
   * @default - all objects
   */
  readonly namePrefix?: string;

  /**
   * The key that encrypts the objects, where it is not the one that the bucket construct names.
   *
   * The access to the objects brings the use of the key through S3.
   *
   * @default - the bucket's own key, if it has one
   */
  readonly encryptionKey?: kms.IKeyRef;
}

/**
 * Access to the objects of an S3 bucket: made in the app (L2 or L1), or imported by name or ARN.
 *
 * Actions on objects are on the objects, actions on the bucket on the bucket. A bucket that is encrypted with a customer managed key
 * brings the use of the key, limited to calls through S3 (`kms:ViaService`). A bucket name that S3 does not give out, a prefix with a
 * wildcard, a leading slash or no slash at its end is an error.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export class S3Access {
  /**
   * Read objects: `s3:GetObject`. A missing object answers 403 instead of 404 unless `listObjects` is given too.
   *
   * @param bucket made in the app at any level, or imported
   * @param options which objects, and their key
   */
  public static readObjects(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    return objectAccess(bucket, options, ['s3:GetObject'], ['kms:Decrypt']);
  }

  /**
   * Write objects, new ones and over existing ones: `s3:PutObject`, which multipart uploads need too.
   *
   * With a key of the customer's it brings `kms:Decrypt` beside `kms:GenerateDataKey`, which S3 needs to join the parts of an upload.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
   * @param bucket made in the app at any level, or imported
   * @param options which objects, and their key
   */
  public static writeObjects(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    return objectAccess(bucket, options, ['s3:PutObject'], ['kms:GenerateDataKey', 'kms:Decrypt']);
  }

  /**
   * Read and write objects: `s3:GetObject` and `s3:PutObject`.
   *
   * @param bucket made in the app at any level, or imported
   * @param options which objects, and their key
   */
  public static readWriteObjects(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    return objectAccess(bucket, options, ['s3:GetObject', 's3:PutObject'], ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  /**
   * Delete objects: `s3:DeleteObject`. In a bucket with versions it hides the object; the versions stay.
   *
   * @param bucket made in the app at any level, or imported
   * @param options which objects, and their key
   */
  public static deleteObjects(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    return objectAccess(bucket, options, ['s3:DeleteObject'], []);
  }

  /**
   * List the objects: `s3:ListBucket` on the bucket.
   *
   * With a prefix, the application must send the prefix, or a longer one, in every request (`s3:prefix`).
   *
   * @param bucket made in the app at any level, or imported
   * @param options which objects, and their key
   */
  public static listObjects(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    const target = bucketTarget(bucket);
    const beginning = checkBeginning(options);
    const conditions: ConditionBlock | undefined = beginning === '' ? undefined : { StringLike: { 's3:prefix': `${beginning}*` } };
    return Access._from(() => [allowOn(target, ['s3:ListBucket'], { conditions })]);
  }

  private constructor() {}
}

function objectAccess(bucket: s3.IBucketRef, options: S3AccessOptions, actions: readonly string[], keyActions: readonly string[]): Access {
  const target = bucketTarget(bucket);
  const objects = `/${checkBeginning(options)}*`;
  return Access._from(() => [
    allowOn(target, actions, { below: [objects] }),
    ...keyActions.length === 0 ? [] : keyStatements({ resource: bucket, kind: 'bucket', service: 's3', encryptionKey: options.encryptionKey, keyIdOf }, keyActions),
  ]);
}

function bucketTarget(bucket: s3.IBucketRef): AccessTarget {
  const { bucketArn, bucketName } = bucket.bucketRef;
  checkBucketName(bucketName);
  return accessTarget(bucket, bucketArn, 'bucket', 'bucket policy');
}

/** The beginning of the keys that are meant; all keys begin with nothing. */
function checkBeginning({ prefix, namePrefix }: S3AccessOptions): string {
  if (prefix !== undefined && namePrefix !== undefined) {
    throw new InvalidInputError('Both \'prefix\' and \'namePrefix\' are given, which name different objects. Give \'prefix\' for a folder, \'namePrefix\' for the beginning of names.');
  }
  if (prefix !== undefined) checkFolderPrefix(prefix);
  if (namePrefix !== undefined) checkKeyText(namePrefix, 'The name prefix');
  return prefix ?? namePrefix ?? '';
}

/** The key's id in an `AWS::S3::Bucket`; a configuration that is a token may hold one. */
function keyIdOf(resource: CfnResource): unknown {
  const { bucketEncryption } = resource as { bucketEncryption?: s3.CfnBucket.BucketEncryptionProperty };
  const rules = bucketEncryption?.serverSideEncryptionConfiguration;
  if (Token.isUnresolved(bucketEncryption) || Token.isUnresolved(rules)) return bucketEncryption;
  return (rules as s3.CfnBucket.ServerSideEncryptionRuleProperty[] | undefined)
    ?.map((rule) => rule.serverSideEncryptionByDefault as s3.CfnBucket.ServerSideEncryptionByDefaultProperty | undefined)
    .map((byDefault) => Token.isUnresolved(byDefault) ? byDefault : byDefault?.kmsMasterKeyId)
    .find((keyId) => keyId !== undefined);
}
