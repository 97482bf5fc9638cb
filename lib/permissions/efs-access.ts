import type { aws_efs as efs } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { checkLiteral } from '../private/literal';

/** On which way a file system is mounted. */
export interface EfsAccessOptions {
  /**
   * Only through this access point of the file system, which sets the user and the folder (`elasticfilesystem:AccessPointArn`).
   *
   * @see https://docs.aws.amazon.com/efs/latest/ug/access-points-iam-policy.html
   * @default - through any access point, or none
   */
  readonly accessPoint?: efs.IAccessPointRef;

  /**
   * Only over an encrypted connection (`aws:SecureTransport`).
   *
   * The EFS mount helper, Amazon ECS and AWS Batch encrypt the connection whenever IAM authorizes. Of AWS Lambda it is not documented
   * what it tells EFS: turn it off there if the function cannot mount.
   *
   * @see https://docs.aws.amazon.com/efs/latest/ug/mounting-IAM-option.html
   * @default true
   */
  readonly requireTls?: boolean;
}

/**
 * Mounting an EFS file system with IAM authorization: made in the app (L2 or L1), or imported by id or ARN.
 *
 * The encryption of the files is the file system's own: the application needs no key for it.
 *
 * IAM keeps nobody out of a file system that has no file system policy: whoever reaches a mount target over the network has full access
 * then. Make the file system with `allowAnonymousAccess: false`, or a policy of your own.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
export class EfsAccess {
  /**
   * Mount the file system and read it: `elasticfilesystem:ClientMount`.
   *
   * @param fileSystem made in the app at any level, or imported
   * @param options on which way
   */
  public static mountReadOnly(fileSystem: efs.IFileSystemRef, options: EfsAccessOptions = {}): Access {
    return clientAccess(fileSystem, options, [MOUNT]);
  }

  /**
   * Mount the file system, read and write it: `elasticfilesystem:ClientMount` and `elasticfilesystem:ClientWrite`.
   *
   * The root user of the client has no more rights than others, as EFS takes it for an anonymous one.
   *
   * @param fileSystem made in the app at any level, or imported
   * @param options on which way
   */
  public static mountReadWrite(fileSystem: efs.IFileSystemRef, options: EfsAccessOptions = {}): Access {
    return clientAccess(fileSystem, options, [MOUNT, WRITE]);
  }

  /**
   * Mount the file system, read and write it, and be its root user, who may do everything to every file: `elasticfilesystem:ClientMount`,
   * `elasticfilesystem:ClientWrite` and `elasticfilesystem:ClientRootAccess`.
   *
   * @param fileSystem made in the app at any level, or imported
   * @param options on which way
   */
  public static mountAsRoot(fileSystem: efs.IFileSystemRef, options: EfsAccessOptions = {}): Access {
    return clientAccess(fileSystem, options, [MOUNT, WRITE, 'elasticfilesystem:ClientRootAccess']);
  }

  private constructor() {}
}

const MOUNT = 'elasticfilesystem:ClientMount';
const WRITE = 'elasticfilesystem:ClientWrite';

function clientAccess(fileSystem: efs.IFileSystemRef, { accessPoint, requireTls }: EfsAccessOptions, actions: readonly string[]): Access {
  const target = accessTarget(fileSystem, fileSystem.fileSystemRef.fileSystemArn, 'file system', 'file system policy');
  const accessPointArn = accessPoint?.accessPointRef.accessPointArn;
  if (accessPointArn !== undefined) checkLiteral(accessPointArn, 'The ARN of the access point', 'Give one access point, by its id.');
  const conditions: ConditionBlock = {
    ...requireTls === false ? {} : { Bool: { 'aws:SecureTransport': 'true' } },
    ...accessPointArn === undefined ? {} : { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPointArn } },
  };
  const hasConditions = Object.keys(conditions).length > 0;
  return Access._from(() => [allowOn(target, actions, { conditions: hasConditions ? conditions : undefined })]);
}
