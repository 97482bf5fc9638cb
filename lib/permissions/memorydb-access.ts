import type { aws_memorydb as memorydb } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget } from './resource-access';

/**
 * Connecting to a MemoryDB cluster as one of its users, with a token of IAM instead of a password: Valkey, or Redis OSS 7 and later.
 *
 * The user must have the authentication mode `iam`, and be in the access control list of the cluster. What the user may do there is the
 * matter of its access string.
 *
 * @see https://docs.aws.amazon.com/memorydb/latest/devguide/auth-iam.html
 */
export class MemoryDbAccess {
  /**
   * Connect to the cluster: `memorydb:Connect` on the cluster and the user, both of which IAM needs in one statement.
   *
   * @param cluster made in the app, or imported by its name or ARN
   * @param user made in the app, or imported by its name or ARN
   */
  public static connect(cluster: memorydb.IClusterRef, user: memorydb.IUserRef): Access {
    const { arn, owner } = accessTarget(cluster, cluster.clusterRef.clusterArn, 'cluster');
    const { arn: userArn } = accessTarget(user, user.userRef.userArn, 'user');
    return Access._from(() => [{ effect: 'Allow', actions: ['memorydb:Connect'], resources: [arn, userArn], owner }]);
  }

  private constructor() {}
}
