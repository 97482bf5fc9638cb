import { App, CfnParameter, Stack, aws_elasticache as elasticache } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, ElastiCacheAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const PLACE = 'arn:${AWS::Partition}:elasticache:${AWS::Region}:${AWS::AccountId}';

test.each<[string, (stack: Stack) => Access, string]>([
  ['a replication group', (stack) => ElastiCacheAccess.connectToReplicationGroup(new elasticache.CfnReplicationGroup(stack, 'Cache', { replicationGroupDescription: 'Sessions' }), user(stack)), `${PLACE}:replicationgroup:\${Cache}`],
  ['an imported replication group', (stack) => ElastiCacheAccess.connectToReplicationGroup(elasticache.CfnReplicationGroup.fromReplicationGroupId(stack, 'Cache', 'sessions'), user(stack)), `${PLACE}:replicationgroup:sessions`],
  ['a serverless cache', (stack) => ElastiCacheAccess.connectToServerlessCache(new elasticache.CfnServerlessCache(stack, 'Cache', { engine: 'valkey', serverlessCacheName: 'sessions' }), user(stack)), '${Cache.ARN}'],
  ['an imported serverless cache', (stack) => ElastiCacheAccess.connectToServerlessCache(elasticache.CfnServerlessCache.fromServerlessCacheName(stack, 'Cache', 'sessions'), user(stack)), `${PLACE}:serverlesscache:sessions`],
])('connecting to %s is on the cache and the user, in one statement', (_, make, arn) => {
  const stack = newStack();
  expect(granted(stack, make(stack))).toEqual([{ Action: 'elasticache:Connect', Effect: 'Allow', Resource: ['${User.Arn}', arn].sort() }]);
});

describe('bad input', () => {
  test('an id with capital letters', () => {
    const stack = newStack();
    const group = elasticache.CfnReplicationGroup.fromReplicationGroupId(stack, 'Cache', 'Sessions');
    expect(() => ElastiCacheAccess.connectToReplicationGroup(group, user(stack))).toThrow(
      new Error("The id of the replication group has capital letters, which ElastiCache does not keep and IAM would not match: got 'Sessions'. Write 'sessions'."));
  });

  test.each<[string, (stack: Stack) => Access, RegExp]>([
    ['a group that is a wildcard', (stack) => ElastiCacheAccess.connectToReplicationGroup(elasticache.CfnReplicationGroup.fromReplicationGroupId(stack, 'Cache', '*'), user(stack)), /^The ARN of the replication group holds a wildcard/],
    ['a cache that is a wildcard', (stack) => ElastiCacheAccess.connectToServerlessCache(elasticache.CfnServerlessCache.fromServerlessCacheName(stack, 'Cache', '*'), user(stack)), /^The ARN of the serverless cache holds a wildcard/],
    ['a group from a parameter', (stack) => ElastiCacheAccess.connectToReplicationGroup(elasticache.CfnReplicationGroup.fromReplicationGroupId(stack, 'Cache', new CfnParameter(stack, 'Id').valueAsString), user(stack)), /^The ARN of the replication group comes from parameter 'Id'/],
  ])('%s', (_, make, message) => {
    expect(() => make(newStack())).toThrow(message);
  });

  test('a cache of another account, which no policy opens', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    const foreign = elasticache.CfnServerlessCache.fromServerlessCacheArn(stack, 'Cache', 'arn:aws:elasticache:us-east-1:222222222222:serverlesscache:sessions');
    expect(() => granted(stack, ElastiCacheAccess.connectToServerlessCache(foreign, user(stack)))).toThrow(/is in account 222222222222, and has no policy that could let in another one/);
  });
});

function user(stack: Stack): elasticache.CfnUser {
  return new elasticache.CfnUser(stack, 'User', { userId: 'app', userName: 'app', engine: 'valkey', authenticationMode: { Type: 'iam' } });
}

function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}
