import {
  aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_efs as efs, aws_elasticache as elasticache, aws_memorydb as memorydb,
  aws_opensearchserverless as opensearchserverless, aws_opensearchservice as opensearch, aws_rds as rds, aws_s3 as s3,
} from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { Catalogue } from './catalogue';
import { DynamoDbAccess, EfsAccess, ElastiCacheAccess, MemoryDbAccess, OpenSearchAccess, RdsAccess, S3Access } from '../../../lib/index';

const bucketIn = (stack: Stack) => new s3.Bucket(stack, 'Bucket');
const tableIn = (stack: Stack) => new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });
const vpcIn = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 2, subnetConfiguration: [{ name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
const fileSystemIn = (stack: Stack) => new efs.FileSystem(stack, 'Files', { vpc: vpcIn(stack), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
const clusterIn = (stack: Stack) => new rds.DatabaseCluster(stack, 'Cluster', {
  engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
  writer: rds.ClusterInstance.serverlessV2('Writer'),
  vpc: vpcIn(stack),
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
});
const cacheUserIn = (stack: Stack) => new elasticache.CfnUser(stack, 'User', { userId: 'app', userName: 'app', engine: 'valkey', authenticationMode: { Type: 'iam' } });
const domainIn = (stack: Stack) => new opensearch.Domain(stack, 'Domain', { version: opensearch.EngineVersion.OPENSEARCH_2_17 });

/** Files, objects, tables and databases. */
export const STORAGE: Catalogue = {
  'S3Access.readObjects': (stack) => {
    const bucket = bucketIn(stack);
    return { access: S3Access.readObjects(bucket), cdk: { name: 'bucket.grantRead', grant: (role) => bucket.grantRead(role) } };
  },
  'S3Access.writeObjects': (stack) => {
    const bucket = bucketIn(stack);
    return { access: S3Access.writeObjects(bucket), cdk: { name: 'bucket.grantWrite', grant: (role) => bucket.grantWrite(role) } };
  },
  'S3Access.readWriteObjects': (stack) => {
    const bucket = bucketIn(stack);
    return { access: S3Access.readWriteObjects(bucket), cdk: { name: 'bucket.grantReadWrite', grant: (role) => bucket.grantReadWrite(role) } };
  },
  'S3Access.deleteObjects': (stack) => {
    const bucket = bucketIn(stack);
    return { access: S3Access.deleteObjects(bucket), cdk: { name: 'bucket.grantDelete', grant: (role) => bucket.grantDelete(role) } };
  },
  'S3Access.listObjects': (stack) => ({ access: S3Access.listObjects(bucketIn(stack)) }),
  'S3Access.readObjectVersions': (stack) => ({ access: S3Access.readObjectVersions(bucketIn(stack)) }),
  'S3Access.deleteObjectVersions': (stack) => ({ access: S3Access.deleteObjectVersions(bucketIn(stack)) }),
  'S3Access.listObjectVersions': (stack) => ({ access: S3Access.listObjectVersions(bucketIn(stack)) }),
  'S3Access.manageMultipartUploads': (stack) => ({ access: S3Access.manageMultipartUploads(bucketIn(stack)) }),
  'S3Access.listMultipartUploads': (stack) => ({ access: S3Access.listMultipartUploads(bucketIn(stack)) }),
  'DynamoDbAccess.read': (stack) => {
    const table = tableIn(stack);
    return { access: DynamoDbAccess.read(table), cdk: { name: 'table.grantReadData', grant: (role) => table.grantReadData(role) } };
  },
  'DynamoDbAccess.write': (stack) => {
    const table = tableIn(stack);
    return { access: DynamoDbAccess.write(table), cdk: { name: 'table.grantWriteData', grant: (role) => table.grantWriteData(role) } };
  },
  'DynamoDbAccess.readWrite': (stack) => {
    const table = tableIn(stack);
    return { access: DynamoDbAccess.readWrite(table), cdk: { name: 'table.grantReadWriteData', grant: (role) => table.grantReadWriteData(role) } };
  },
  'DynamoDbAccess.readWithPartiQl': (stack) => ({ access: DynamoDbAccess.readWithPartiQl(tableIn(stack), { indexes: ['byOwner'] }) }),
  'DynamoDbAccess.writeWithPartiQl': (stack) => ({ access: DynamoDbAccess.writeWithPartiQl(tableIn(stack)) }),
  'DynamoDbAccess.readStream': (stack) => {
    const table = tableIn(stack);
    return { access: DynamoDbAccess.readStream(table), cdk: { name: 'table.grantStreamRead', grant: (role) => table.grantStreamRead(role) } };
  },
  'EfsAccess.mountReadOnly': (stack) => {
    const files = fileSystemIn(stack);
    return { access: EfsAccess.mountReadOnly(files), cdk: { name: 'fileSystem.grantRead', grant: (role) => files.grantRead(role) } };
  },
  'EfsAccess.mountReadWrite': (stack) => {
    const files = fileSystemIn(stack);
    return { access: EfsAccess.mountReadWrite(files), cdk: { name: 'fileSystem.grantReadWrite', grant: (role) => files.grantReadWrite(role) } };
  },
  'EfsAccess.mountAsRoot': (stack) => {
    const files = fileSystemIn(stack);
    return { access: EfsAccess.mountAsRoot(files), cdk: { name: 'fileSystem.grantRootAccess', grant: (role) => files.grantRootAccess(role) } };
  },
  'RdsAccess.connectToInstance': (stack) => {
    const instance = new rds.DatabaseInstance(stack, 'Instance', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
      vpc: vpcIn(stack),
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    });
    return { access: RdsAccess.connectToInstance(instance, 'app'), cdk: { name: 'instance.grantConnect', grant: (role) => instance.grantConnect(role, 'app') } };
  },
  'RdsAccess.connectToCluster': (stack) => {
    const cluster = clusterIn(stack);
    return { access: RdsAccess.connectToCluster(cluster, 'app'), cdk: { name: 'cluster.grantConnect', grant: (role) => cluster.grantConnect(role, 'app') } };
  },
  'RdsAccess.connectToProxy': (stack) => {
    const cluster = clusterIn(stack);
    const proxy = cluster.addProxy('Proxy', { secrets: [cluster.secret!], vpc: cluster.vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    return { access: RdsAccess.connectToProxy(proxy, 'app'), cdk: { name: 'proxy.grantConnect', grant: (role) => proxy.grantConnect(role, 'app') } };
  },
  'RdsAccess.connectToResourceId': () => ({ access: RdsAccess.connectToResourceId('db-ABCDEFGHIJKL01234', 'app') }),
  'ElastiCacheAccess.connectToReplicationGroup': (stack) => ({
    access: ElastiCacheAccess.connectToReplicationGroup(new elasticache.CfnReplicationGroup(stack, 'Cache', { replicationGroupDescription: 'Sessions' }), cacheUserIn(stack)),
  }),
  'ElastiCacheAccess.connectToServerlessCache': (stack) => ({
    access: ElastiCacheAccess.connectToServerlessCache(new elasticache.CfnServerlessCache(stack, 'Cache', { engine: 'valkey', serverlessCacheName: 'sessions' }), cacheUserIn(stack)),
  }),
  'MemoryDbAccess.connect': (stack) => ({
    access: MemoryDbAccess.connect(
      new memorydb.CfnCluster(stack, 'Cluster', { aclName: 'app', clusterName: 'sessions', nodeType: 'db.t4g.small' }),
      new memorydb.CfnUser(stack, 'User', { userName: 'app' }),
    ),
  }),
  'OpenSearchAccess.read': (stack) => {
    const domain = domainIn(stack);
    return { access: OpenSearchAccess.read(domain), cdk: { name: 'domain.grantRead', grant: (role) => domain.grantRead(role) } };
  },
  'OpenSearchAccess.search': (stack) => ({ access: OpenSearchAccess.search(domainIn(stack), 'orders') }),
  'OpenSearchAccess.write': (stack) => {
    const domain = domainIn(stack);
    return { access: OpenSearchAccess.write(domain), cdk: { name: 'domain.grantWrite', grant: (role) => domain.grantWrite(role) } };
  },
  'OpenSearchAccess.readWrite': (stack) => {
    const domain = domainIn(stack);
    return { access: OpenSearchAccess.readWrite(domain), cdk: { name: 'domain.grantReadWrite', grant: (role) => domain.grantReadWrite(role) } };
  },
  'OpenSearchAccess.callCollection': (stack) => ({ access: OpenSearchAccess.callCollection(new opensearchserverless.CfnCollection(stack, 'Collection', { name: 'orders' })) }),
};
