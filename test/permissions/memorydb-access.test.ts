import { App, CfnParameter, Stack, aws_memorydb as memorydb } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, MemoryDbAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const PLACE = 'arn:${AWS::Partition}:memorydb:${AWS::Region}:${AWS::AccountId}';

test.each<[string, (stack: Stack) => [memorydb.IClusterRef, memorydb.IUserRef], string[]]>([
  ['made in the app', (stack) => [
    new memorydb.CfnCluster(stack, 'Cluster', { aclName: 'app', clusterName: 'sessions', nodeType: 'db.t4g.small' }),
    new memorydb.CfnUser(stack, 'User', { userName: 'app' }),
  ], ['${Cluster.ARN}', '${User.Arn}']],
  ['imported by name', (stack) => [
    memorydb.CfnCluster.fromClusterName(stack, 'Cluster', 'sessions'),
    memorydb.CfnUser.fromUserName(stack, 'User', 'app'),
  ], [`${PLACE}:cluster/sessions`, `${PLACE}:user/app`]],
])('connecting is on a cluster and a user %s, in one statement', (_, make, resources) => {
  const stack = newStack();
  expect(granted(stack, MemoryDbAccess.connect(...make(stack)))).toEqual([{ Action: 'memorydb:Connect', Effect: 'Allow', Resource: resources }]);
});

test.each<[string, (stack: Stack) => [memorydb.IClusterRef, memorydb.IUserRef], RegExp]>([
  ['a cluster that is a wildcard', (stack) => [memorydb.CfnCluster.fromClusterName(stack, 'Cluster', '*'), memorydb.CfnUser.fromUserName(stack, 'User', 'app')], /^The ARN of the cluster holds a wildcard/],
  ['a user that is a wildcard', (stack) => [memorydb.CfnCluster.fromClusterName(stack, 'Cluster', 'sessions'), memorydb.CfnUser.fromUserName(stack, 'User', 'a*')], /^The ARN of the user holds a wildcard/],
  ['a user from a parameter', (stack) => [
    memorydb.CfnCluster.fromClusterName(stack, 'Cluster', 'sessions'), memorydb.CfnUser.fromUserName(stack, 'User', new CfnParameter(stack, 'Name').valueAsString),
  ], /^The ARN of the user comes from parameter 'Name'/],
])('%s is an error', (_, make, message) => {
  expect(() => MemoryDbAccess.connect(...make(newStack()))).toThrow(message);
});

test('a cluster of another account is an error, as no policy opens it', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  const foreign = memorydb.CfnCluster.fromClusterArn(stack, 'Cluster', 'arn:aws:memorydb:us-east-1:222222222222:cluster/sessions');
  expect(() => granted(stack, MemoryDbAccess.connect(foreign, memorydb.CfnUser.fromUserName(stack, 'User', 'app')))).toThrow(/is in account 222222222222, and has no policy that could let in another one/);
});

function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}
