import type { aws_rds as rds } from 'aws-cdk-lib';
import { Aws, Fn, Token } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { Access } from './access';
import { accessTarget, allowOn, environmentOf, l1Of } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { readable } from '../private/text';

/**
 * Connecting to a database of RDS or Aurora as one of its users, with a token of IAM instead of a password.
 *
 * The database must have IAM authentication turned on, and the user must be one that signs in with it (`rds_iam` in PostgreSQL,
 * `AWSAuthenticationPlugin` in MySQL and MariaDB). A connection needs a user of the same account as the database: from another account a
 * role of the database's account is assumed first.
 *
 * What is let is one action, `rds-db:connect`, on one user of one database, whose resource id stays the same when it is renamed.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export class RdsAccess {
  /**
   * Connect to a DB instance: `rds-db:connect` on the user of the instance (`db-…`).
   *
   * It is an error if the instance is one of a cluster, whose own id counts, and if it is imported without `instanceResourceId`.
   *
   * @param instance made in the app at any level, or imported with its resource id
   * @param user the database user, in the case that the database has it in
   */
  public static connectToInstance(instance: rds.IDBInstanceRef, user: string): Access {
    return connect(instance, 'database instance', instanceResourceId(instance), user);
  }

  /**
   * Connect to an Aurora or Multi-AZ DB cluster: `rds-db:connect` on the user of the cluster (`cluster-…`), at any of its endpoints.
   *
   * It is an error if the cluster is imported without `clusterResourceIdentifier`.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
   * @param cluster made in the app at any level, or imported with its resource id
   * @param user the database user, in the case that the database has it in
   */
  public static connectToCluster(cluster: rds.IDBClusterRef, user: string): Access {
    return connect(cluster, 'database cluster', clusterResourceId(cluster), user);
  }

  /**
   * Connect to an RDS proxy: `rds-db:connect` on the user of the proxy (`prx-…`), at any of its endpoints.
   *
   * The application needs no access to the database behind the proxy, nor to its secret.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html
   * @param proxy made in the app at any level, or imported
   * @param user the database user, in the case that the database has it in
   */
  public static connectToProxy(proxy: rds.IDBProxyRef, user: string): Access {
    const { id, region, account } = proxyParts(proxy);
    return connect(proxy, 'database proxy', id, user, { region, account });
  }

  /**
   * Connect to an instance, cluster or proxy that the app knows by its resource id alone: `rds-db:connect` on its user, in the region and
   * the account of the role.
   *
   * @param resourceId such as `db-ABCDEFGHIJKL01234`, `cluster-…` or `prx-…`: the resource id, which the configuration shows, not the name
   * @param user the database user, in the case that the database has it in
   */
  public static connectToResourceId(resourceId: string, user: string): Access {
    const arn = userArn({ region: Aws.REGION, account: Aws.ACCOUNT_ID }, checkResourceId(resourceId), user);
    return Access._from(() => [{ effect: 'Allow', actions: [CONNECT], resources: [arn] }]);
  }

  private constructor() {}
}

const CONNECT = 'rds-db:connect';

interface Place {
  readonly region: string;
  readonly account: string;
}

function connect(
  database: IConstruct & IEnvironmentAware, kind: string, resourceId: string, user: string, place: Place = environmentOf(database),
): Access {
  const target = accessTarget(database, userArn(place, resourceId, user), kind);
  return Access._from(() => [allowOn(target, [CONNECT])]);
}

function userArn({ region, account }: Place, resourceId: string, user: string): string {
  return `arn:${Aws.PARTITION}:rds-db:${region}:${account}:dbuser:${resourceId}/${checkUser(user)}`;
}

function checkUser(user: string): string {
  const what = 'The database user';
  const fix = 'Write the name as the database has it, in letters, digits and _ . $ @ + -.';
  checkLiteral(user, what, fix);
  if (!Token.isUnresolved(user) && !/^[\w.$@+-]+$/.test(user)) {
    throw new InvalidInputError(`${what} has a character that the ARN of a database user does not take: got ${quote(user)}. ${fix}`);
  }
  return user;
}

function checkResourceId(resourceId: string): string {
  const what = 'The resource id of the database';
  const fix = 'Write the resource id, such as \'db-ABCDEFGHIJKL01234\', \'cluster-…\' or \'prx-…\', which the configuration of the database shows.';
  checkLiteral(resourceId, what, fix);
  if (!Token.isUnresolved(resourceId) && !/^(db|cluster|prx)-[A-Za-z0-9]+$/.test(resourceId)) {
    throw new InvalidInputError(`${what} is not one of RDS: got ${quote(resourceId)}. ${fix}`);
  }
  return resourceId;
}

function instanceResourceId(instance: rds.IDBInstanceRef): string {
  const l1 = l1Of(instance) as Partial<rds.CfnDBInstance> | undefined;
  if (l1?.dbClusterIdentifier !== undefined) {
    throw new InvalidInputError(`The database instance ${quote(instance.node.path)} is one of a cluster, where the resource id of the cluster counts. Use RdsAccess.connectToCluster() with the cluster.`);
  }
  const id = (instance as { instanceResourceId?: string }).instanceResourceId ?? l1?.attrDbiResourceId;
  if (id === undefined) {
    throw new InvalidInputError(`The resource id of the database instance ${quote(instance.node.path)} is not known. Give 'instanceResourceId' to the import, or use RdsAccess.connectToResourceId('db-…', user).`);
  }
  return checkResourceId(id);
}

function clusterResourceId(cluster: rds.IDBClusterRef): string {
  const id = idOfL2(cluster) ?? (l1Of(cluster) as Partial<rds.CfnDBCluster> | undefined)?.attrDbClusterResourceId;
  if (id === undefined) {
    throw new InvalidInputError(`The resource id of the database cluster ${quote(cluster.node.path)} is not known. Give 'clusterResourceIdentifier' to the import, or use RdsAccess.connectToResourceId('cluster-…', user).`);
  }
  return checkResourceId(id);
}

/** The resource id of an L2 cluster; an import without it refuses to be asked. */
function idOfL2(cluster: rds.IDBClusterRef): string | undefined {
  try {
    return (cluster as { clusterResourceIdentifier?: string }).clusterResourceIdentifier;
  } catch {
    return undefined;
  }
}

/** How many parts the ARN of a proxy has, `arn:partition:rds:region:account:db-proxy:prx-…`, and which one is its id. */
const PROXY_ARN_PARTS = 7;
const PROXY_ID_PART = PROXY_ARN_PARTS - 1;

/** What the ARN of a proxy says: only there is its id. */
function proxyParts(proxy: rds.IDBProxyRef): Place & { readonly id: string } {
  const arn = proxy.dbProxyRef.dbProxyArn;
  const fix = 'Write the ARN of the proxy, such as \'arn:aws:rds:us-east-1:111111111111:db-proxy:prx-0123456789abcdef0\'.';
  checkLiteral(arn, 'The ARN of the database proxy', fix);
  const parts = arn.split(':');
  // An attribute of CloudFormation is one token, which falls into its parts once deployed.
  if (parts.length === 1 && Token.isUnresolved(arn)) return { ...environmentOf(proxy), id: Fn.select(PROXY_ID_PART, Fn.split(':', arn)) };
  if (parts.length !== PROXY_ARN_PARTS || parts[PROXY_ID_PART - 1] !== 'db-proxy') {
    throw new InvalidInputError(`The ARN of the database proxy is not one of a proxy: got ${quote(readable(arn))}. ${fix}`);
  }
  const [, , , region, account, , id] = parts;
  return { region, account, id: checkResourceId(id) };
}
