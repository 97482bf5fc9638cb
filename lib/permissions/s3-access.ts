import type { CfnResource, aws_s3 as s3 } from 'aws-cdk-lib';
import { Stack, Token } from 'aws-cdk-lib';
import { Access } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn, environmentOf } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkAccountId, checkBucketName, checkFolderPrefix, checkKeyText } from '../private/names';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/** Which objects of a bucket, on which way, and how they are encrypted. */
export interface S3AccessOptions extends EncryptedResourceOptions {
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
   * Only through this access point of the bucket: requests to the bucket itself are not let.
   *
   * S3 asks whether the access point lets the request, and whether the bucket does: the access is on the objects of the access point, and
   * on those of the bucket for requests through the access point alone (`s3:DataAccessPointArn`). The second half is not needed where
   * the bucket policy hands all access on to the access points, and does no harm there.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
   * @default - directly
   */
  readonly accessPoint?: s3.IAccessPointRef;

  /**
   * The id of the account that the bucket must be in, 12 digits or `Aws.ACCOUNT_ID` for the account of the role (`aws:ResourceAccount`).
   *
   * The name of a deleted bucket is free for anyone to take, and whoever takes it gets what the application writes. For a bucket that is
   * imported by its literal name without an account of its own, the role says so without this option
   * (`cdk-keyless-roles:bucketOwnerUnknown`). The use of the key, and the access point, name their account in their ARN.
   *
   * @default - any account
   */
  readonly expectedOwner?: string;
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
    return listAccess(bucket, options, 's3:ListBucket');
  }

  /**
   * Read objects by the id of a version, older ones and the newest: `s3:GetObjectVersion`.
   *
   * A request that names no version needs `readObjects`.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   * @param bucket made in the app at any level, or imported
   * @param options which objects, and their key
   */
  public static readObjectVersions(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    return objectAccess(bucket, options, ['s3:GetObjectVersion'], ['kms:Decrypt']);
  }

  /**
   * Delete versions of objects for good, and the markers that hide objects: `s3:DeleteObjectVersion`.
   *
   * @param bucket made in the app at any level, or imported
   * @param options which objects, and their key
   */
  public static deleteObjectVersions(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    return objectAccess(bucket, options, ['s3:DeleteObjectVersion'], []);
  }

  /**
   * List the versions of the objects: `s3:ListBucketVersions` on the bucket.
   *
   * With a prefix, the application must send the prefix, or a longer one, in every request (`s3:prefix`).
   *
   * @param bucket made in the app at any level, or imported
   * @param options which objects, and their key
   */
  public static listObjectVersions(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    return listAccess(bucket, options, 's3:ListBucketVersions');
  }

  /**
   * Stop multipart uploads, which frees what their parts take, and list the parts of one to go on with it: `s3:AbortMultipartUpload` and
   * `s3:ListMultipartUploadParts`.
   *
   * Beginning, feeding and completing one is part of `writeObjects`, finding out which there are of `listMultipartUploads`. With a key of
   * the customer's it brings `kms:Decrypt`, which S3 needs to list parts.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
   * @param bucket made in the app at any level, or imported
   * @param options which objects, and their key
   */
  public static manageMultipartUploads(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    return objectAccess(bucket, options, ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], ['kms:Decrypt']);
  }

  /**
   * List the multipart uploads in progress: `s3:ListBucketMultipartUploads` on the bucket.
   *
   * It shows the keys of the whole bucket: S3 has no condition on the prefix for it (`s3:prefix`), and the action is not documented for
   * access points. So `prefix`, `namePrefix` and `accessPoint` are an error.
   *
   * @param bucket made in the app at any level, or imported
   * @param options the owner of the bucket
   */
  public static listMultipartUploads(bucket: s3.IBucketRef, options: S3AccessOptions = {}): Access {
    const narrowing = (['prefix', 'namePrefix', 'accessPoint'] as const).find((option) => options[option] !== undefined);
    if (narrowing !== undefined) {
      throw new InvalidInputError(`The multipart uploads of a bucket cannot be listed for a part of it: got ${quote(narrowing)}, which S3 does not compare for 's3:ListBucketMultipartUploads'. Leave it out if the application may see the keys of all uploads.`);
    }
    return listAccess(bucket, options, 's3:ListBucketMultipartUploads');
  }

  private constructor() {}
}

/** A way to the objects: directly, or through an access point. */
interface Way {
  readonly target: AccessTarget;
  /** What stands between the ARN and the keys. */
  readonly folder: string;
  readonly conditions?: ConditionBlock;
}

function objectAccess(bucket: s3.IBucketRef, options: S3AccessOptions, actions: readonly string[], keyActions: readonly string[]): Access {
  const ways = waysTo(bucket, options);
  const objects = `/${checkBeginning(options)}*`;
  return Access._from(() => [
    ...ways.map(({ target, folder, conditions }) => allowOn(target, actions, { below: [`${folder}${objects}`], conditions })),
    ...keyActions.length === 0 ? [] : keyStatements({ resource: bucket, kind: 'bucket', service: 's3', encryptionKey: options.encryptionKey, keyIdOf }, keyActions),
  ], ownerFindings(bucket, options));
}

function listAccess(bucket: s3.IBucketRef, options: S3AccessOptions, action: string): Access {
  const ways = waysTo(bucket, options);
  const beginning = checkBeginning(options);
  const prefix: ConditionBlock = beginning === '' ? {} : { StringLike: { 's3:prefix': `${beginning}*` } };
  return Access._from(
    () => ways.map(({ target, conditions }) => allowOn(target, [action], { conditions: conditionsOrNone({ ...conditions, ...prefix }) })),
    ownerFindings(bucket, options),
  );
}

function waysTo(bucket: s3.IBucketRef, { accessPoint, expectedOwner }: S3AccessOptions): Way[] {
  const { bucketArn, bucketName } = bucket.bucketRef;
  checkBucketName(bucketName);
  if (expectedOwner !== undefined) checkOwner(expectedOwner);
  const accessPointArn = accessPoint?.accessPointRef.accessPointArn;
  const tests = {
    ...expectedOwner === undefined ? {} : { 'aws:ResourceAccount': expectedOwner },
    ...accessPointArn === undefined ? {} : { 's3:DataAccessPointArn': accessPointArn },
  };
  const direct: Way = {
    target: accessTarget(bucket, bucketArn, 'bucket', 'bucket policy'),
    folder: '',
    conditions: Object.keys(tests).length === 0 ? undefined : { StringEquals: tests },
  };
  if (accessPoint === undefined) return [direct];
  return [{ target: accessTarget(accessPoint, accessPointArn!, 'access point', 'policy of the access point'), folder: '/object' }, direct];
}

function checkOwner(account: string): void {
  const what = 'The expected owner of the bucket';
  checkAccountId(account, what);
  checkLiteral(account, what, 'Write the 12 digits of the account.');
}

/** The name of a bucket is nobody's for ever: where it stands in the app as it is, and nothing else says whose bucket is meant. */
function ownerFindings(bucket: s3.IBucketRef, { accessPoint, expectedOwner }: S3AccessOptions): Finding[] {
  const { bucketName } = bucket.bucketRef;
  const isKnown = expectedOwner !== undefined || accessPoint !== undefined || environmentOf(bucket).account !== Stack.of(bucket).account;
  if (isKnown || Token.isUnresolved(bucketName)) return [];
  return [{
    id: WarningId.BUCKET_OWNER_UNKNOWN,
    message: `Nobody checks whose the bucket ${quote(bucketName)} is: once it is deleted, anyone can take its name, and gets what the application writes. Give 'expectedOwner' the id of its account, or Aws.ACCOUNT_ID for the account of the role.`,
    isInfo: true,
  }];
}

function conditionsOrNone(conditions: ConditionBlock): ConditionBlock | undefined {
  return Object.keys(conditions).length === 0 ? undefined : conditions;
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
