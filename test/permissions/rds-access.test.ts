import { App, Aws, CfnParameter, Stack, aws_ec2 as ec2, aws_rds as rds } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, RdsAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const PLACE = 'arn:${AWS::Partition}:rds-db:${AWS::Region}:${AWS::AccountId}:dbuser';
const PROXY_ARN = 'arn:aws:rds:eu-west-1:222222222222:db-proxy:prx-0123456789abcdef0';

describe('the user is one of', () => {
  test.each<[string, (stack: Stack) => Access, string]>([
    ['an L2 instance', (stack) => RdsAccess.connectToInstance(instance(stack), 'app'), `${PLACE}:\${InstanceC1063A87.DbiResourceId}/app`],
    ['an L1 instance', (stack) => RdsAccess.connectToInstance(new rds.CfnDBInstance(stack, 'Instance'), 'app'), `${PLACE}:\${Instance.DbiResourceId}/app`],
    ['an imported instance', (stack) => RdsAccess.connectToInstance(importedInstance(stack, 'db-ABCDEFGHIJKL01234'), 'app'), `${PLACE}:db-ABCDEFGHIJKL01234/app`],
    ['an L2 cluster', (stack) => RdsAccess.connectToCluster(cluster(stack), 'app'), `${PLACE}:\${ClusterEB0386A7.DBClusterResourceId}/app`],
    ['an L1 cluster', (stack) => RdsAccess.connectToCluster(new rds.CfnDBCluster(stack, 'Cluster'), 'app'), `${PLACE}:\${Cluster.DBClusterResourceId}/app`],
    ['an imported cluster', (stack) => RdsAccess.connectToCluster(
      rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Cluster', { clusterIdentifier: 'c', clusterResourceIdentifier: 'cluster-ABCDEFGHIJKL01234' }), 'app'), `${PLACE}:cluster-ABCDEFGHIJKL01234/app`],
    ['an imported proxy', (stack) => RdsAccess.connectToProxy(importedProxy(stack, PROXY_ARN), 'app'), 'arn:${AWS::Partition}:rds-db:eu-west-1:222222222222:dbuser:prx-0123456789abcdef0/app'],
    ['an imported proxy with tokens in its ARN', (stack) => RdsAccess.connectToProxy(importedProxy(stack, `arn:${Aws.PARTITION}:rds:${Aws.REGION}:${Aws.ACCOUNT_ID}:db-proxy:prx-01`), 'app'), `${PLACE}:prx-01/app`],
    ['a resource id', () => RdsAccess.connectToResourceId('cluster-ABCDEFGHIJKL01234', 'app'), `${PLACE}:cluster-ABCDEFGHIJKL01234/app`],
    ['a name with signs', () => RdsAccess.connectToResourceId('prx-01', 'App_1.x-y$@z+'), `${PLACE}:prx-01/App_1.x-y$@z+`],
  ])('%s', (_, make, arn) => {
    const stack = newStack();
    expect(granted(stack, make(stack))).toEqual([{ Action: 'rds-db:connect', Effect: 'Allow', Resource: arn }]);
  });

  test('an L1 proxy, whose id is in its ARN alone', () => {
    const stack = newStack();
    const [statement] = RdsAccess.connectToProxy(l1Proxy(stack), 'app').toStatements();
    expect(stack.resolve(statement.resources[0])['Fn::Join'][1]).toContainEqual({ 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Proxy', 'DBProxyArn'] }] }] });
  });

  test('a parameter that admits no wildcard', () => {
    const stack = newStack();
    const user = new CfnParameter(stack, 'User', { allowedPattern: '^[a-z]+$' }).valueAsString;
    expect(granted(stack, RdsAccess.connectToResourceId('db-1', user))[0].Resource).toBe(`${PLACE}:db-1/\${User}`);
  });
});

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html */
const DOCUMENTED = { Effect: 'Allow', Action: 'rds-db:connect', Resource: 'arn:aws:rds-db:us-east-2:111122223333:dbuser:db-ABCDEFGHIJKL01234/db_user' };

test('is what RDS documents', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'us-east-2' } });
  const access = RdsAccess.connectToInstance(importedInstance(stack, 'db-ABCDEFGHIJKL01234'), 'db_user');
  const ours = JSON.stringify(access.toStatements().map((statement) => normalized(stack.resolve(statement.toStatementJson())))).replaceAll('${AWS::Partition}', 'aws');
  expect(JSON.parse(ours)).toEqual([normalized(DOCUMENTED)]);
});

describe('bad input', () => {
  const USER = 'Write the name as the database has it, in letters, digits and _ . $ @ + -.';
  test.each([
    ['*', `The database user holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${USER}`],
    ['app?', `The database user holds a wildcard ('*' or '?'), which would match more than was named: got 'app?'. ${USER}`],
    ['', `The database user is empty: got ''. ${USER}`],
    ['a/b', `The database user has a character that the ARN of a database user does not take: got 'a/b'. ${USER}`],
    ['a b', `The database user has a character that the ARN of a database user does not take: got 'a b'. ${USER}`],
    ['${aws:username}', `The database user holds '\${', which starts a policy variable: got '\${aws:username}'. ${USER}`],
    [undefined, `The database user is not text: got 'undefined'. ${USER}`],
  ])('user %j', (user, message) => {
    expect(() => RdsAccess.connectToResourceId('db-1', user as string)).toThrow(new Error(message));
    const stack = newStack();
    expect(() => RdsAccess.connectToInstance(new rds.CfnDBInstance(stack, 'Instance'), user as string)).toThrow(new Error(message));
  });

  const ID = "Write the resource id, such as 'db-ABCDEFGHIJKL01234', 'cluster-…' or 'prx-…', which the configuration of the database shows.";
  test.each([
    ['orders', `The resource id of the database is not one of RDS: got 'orders'. ${ID}`],
    ['arn:aws:rds:us-east-1:111111111111:db:orders', `The resource id of the database is not one of RDS: got 'arn:aws:rds:us-east-1:111111111111:db:orders'. ${ID}`],
    ['db-*', `The resource id of the database holds a wildcard ('*' or '?'), which would match more than was named: got 'db-*'. ${ID}`],
  ])('resource id %j', (id, message) => {
    expect(() => RdsAccess.connectToResourceId(id, 'app')).toThrow(new Error(message));
    expect(() => RdsAccess.connectToInstance(importedInstance(newStack(), id), 'app')).toThrow(new Error(message));
  });

  test('an instance that is imported without its resource id', () => {
    expect(() => RdsAccess.connectToInstance(importedInstance(newStack()), 'app')).toThrow(
      new Error("The resource id of the database instance 'Stack/Instance' is not known. Give 'instanceResourceId' to the import, or use RdsAccess.connectToResourceId('db-…', user)."));
  });

  test('an instance of a cluster', () => {
    expect(() => RdsAccess.connectToInstance(new rds.CfnDBInstance(newStack(), 'Instance', { dbClusterIdentifier: 'c' }), 'app')).toThrow(
      new Error("The database instance 'Stack/Instance' is one of a cluster, where the resource id of the cluster counts. Use RdsAccess.connectToCluster() with the cluster."));
  });

  test('a cluster that is imported without its resource id', () => {
    expect(() => RdsAccess.connectToCluster(rds.DatabaseCluster.fromDatabaseClusterAttributes(newStack(), 'Cluster', { clusterIdentifier: 'c' }), 'app')).toThrow(
      new Error("The resource id of the database cluster 'Stack/Cluster' is not known. Give 'clusterResourceIdentifier' to the import, or use RdsAccess.connectToResourceId('cluster-…', user)."));
  });

  const ARN = "Write the ARN of the proxy, such as 'arn:aws:rds:us-east-1:111111111111:db-proxy:prx-0123456789abcdef0'.";
  test.each([
    ['arn:aws:rds:us-east-1:111111111111:db:orders', `The ARN of the database proxy is not one of a proxy: got 'arn:aws:rds:us-east-1:111111111111:db:orders'. ${ARN}`],
    ['prx-01', `The ARN of the database proxy is not one of a proxy: got 'prx-01'. ${ARN}`],
    ['arn:aws:rds:us-east-1:111111111111:db-proxy:*', `The ARN of the database proxy holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:aws:rds:us-east-1:111111111111:db-proxy:*'. ${ARN}`],
  ])('proxy %j', (arn, message) => {
    expect(() => RdsAccess.connectToProxy(importedProxy(newStack(), arn), 'app')).toThrow(new Error(message));
  });

  test('a proxy of another account, which no policy opens', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    expect(() => granted(stack, RdsAccess.connectToProxy(importedProxy(stack, PROXY_ARN), 'app'))).toThrow(/is in account 222222222222, and has no policy that could let in another one/);
  });
});

const VPC = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

function vpcOf(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'Data', subnetType: VPC.subnetType }] });
}

function instance(stack: Stack): rds.DatabaseInstance {
  return new rds.DatabaseInstance(stack, 'Instance', {
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
    vpc: vpcOf(stack),
    vpcSubnets: VPC,
    iamAuthentication: true,
  });
}

function cluster(stack: Stack): rds.DatabaseCluster {
  return new rds.DatabaseCluster(stack, 'Cluster', {
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
    writer: rds.ClusterInstance.serverlessV2('Writer'),
    vpc: vpcOf(stack),
    vpcSubnets: VPC,
    iamAuthentication: true,
  });
}

function importedInstance(stack: Stack, instanceResourceId?: string): rds.IDatabaseInstance {
  return rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Instance', {
    instanceIdentifier: 'orders', instanceEndpointAddress: 'orders.example.com', port: 5432, securityGroups: [], instanceResourceId,
  });
}

function l1Proxy(stack: Stack): rds.CfnDBProxy {
  return new rds.CfnDBProxy(stack, 'Proxy', { dbProxyName: 'proxy', engineFamily: 'MYSQL', roleArn: 'arn:aws:iam::111111111111:role/proxy', vpcSubnetIds: ['subnet-1', 'subnet-2'], auth: [] });
}

function importedProxy(stack: Stack, dbProxyArn: string): rds.IDatabaseProxy {
  return rds.DatabaseProxy.fromDatabaseProxyAttributes(stack, 'Proxy', { dbProxyArn, dbProxyName: 'proxy', endpoint: 'proxy.example.com', securityGroups: [] });
}

function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}
