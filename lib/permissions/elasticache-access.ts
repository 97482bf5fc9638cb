import type { aws_elasticache as elasticache } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import { Access } from './access';
import type { AccessTarget } from './resource-access';
import { accessTarget, environmentOf } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';

/**
 * Connecting to an ElastiCache cache as one of its users, with a token of IAM instead of a password: Valkey or Redis OSS 7 and later, with
 * encryption in transit.
 *
 * The user must have the authentication mode `iam` and the same text as id and as name, and be in a user group of the cache. What the
 * user may do there is the matter of its access string. IAM needs both, the cache and the user, in one statement. A user outside the app
 * is named with `Access.actions(['elasticache:Connect'], [cacheArn, userArn])`.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export class ElastiCacheAccess {
  /**
   * Connect to a replication group, that is a cluster whose nodes one chooses: `elasticache:Connect` on the group and the user.
   *
   * @param group made in the app, or imported by its id
   * @param user made in the app
   */
  public static connectToReplicationGroup(group: elasticache.IReplicationGroupRef, user: elasticache.IUserRef): Access {
    const { replicationGroupId } = group.replicationGroupRef;
    if (!Token.isUnresolved(replicationGroupId) && /[A-Z]/.test(replicationGroupId)) {
      throw new InvalidInputError(`The id of the replication group has capital letters, which ElastiCache does not keep and IAM would not match: got ${quote(replicationGroupId)}. Write ${quote(replicationGroupId.toLowerCase())}.`);
    }
    const { region, account } = environmentOf(group);
    const arn = `arn:${Aws.PARTITION}:elasticache:${region}:${account}:replicationgroup:${replicationGroupId}`;
    return connect(accessTarget(group, arn, 'replication group'), user);
  }

  /**
   * Connect to a serverless cache: `elasticache:Connect` on the cache and the user.
   *
   * @param cache made in the app, or imported by its name or ARN
   * @param user made in the app
   */
  public static connectToServerlessCache(cache: elasticache.IServerlessCacheRef, user: elasticache.IUserRef): Access {
    return connect(accessTarget(cache, cache.serverlessCacheRef.serverlessCacheArn, 'serverless cache'), user);
  }

  private constructor() {}
}

function connect({ arn, owner }: AccessTarget, user: elasticache.IUserRef): Access {
  const { arn: userArn } = accessTarget(user, user.userRef.userArn, 'user');
  return Access._from(() => [{ effect: 'Allow', actions: ['elasticache:Connect'], resources: [arn, userArn], owner }]);
}
