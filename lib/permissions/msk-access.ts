import type { aws_msk as msk } from 'aws-cdk-lib';
import { Aws, Fn, Token } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { Access } from './access';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn, environmentOf, partsOfArn } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { checkBeginning, checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/** Which topics of a cluster. */
export interface MskTopicOptions {
  /**
   * The names of the topics.
   *
   * @default - none but those of `topicPrefix`; one of the two must be given
   */
  readonly topics?: string[];

  /**
   * The beginning of the names of topics: `orders.` covers `orders.eu`.
   *
   * @default - none but `topics`; one of the two must be given
   */
  readonly topicPrefix?: string;
}

/** Which topics are read, and in which consumer groups. */
export interface MskReadOptions extends MskTopicOptions {
  /**
   * The names of the consumer groups.
   *
   * @default - none but those of `groupPrefix`; one of the two must be given
   */
  readonly groups?: string[];

  /**
   * The beginning of the names of consumer groups: `billing-` covers `billing-1`.
   *
   * @default - none but `groups`; one of the two must be given
   */
  readonly groupPrefix?: string;
}

/** Which topics are written, and in which transactions. */
export interface MskWriteOptions extends MskTopicOptions {
  /**
   * The transactional ids, for producers that write in transactions.
   *
   * @default - none
   */
  readonly transactionalIds?: string[];

  /**
   * The beginning of transactional ids, which Kafka Streams makes up: `billing-` covers `billing-1_0`.
   *
   * @default - none
   */
  readonly transactionalIdPrefix?: string;
}

/**
 * Access to the topics of an MSK cluster that authorizes with IAM: made in the app, or with a construct of another library.
 *
 * Topics, groups and transactional ids are named with the cluster's own UUID, which is read out of its ARN.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 *
 * @example
 * declare const cluster: msk.CfnCluster;
 * MskAccess.read(cluster, { topics: ['orders'], groups: ['billing'] });
 */
export class MskAccess {
  /**
   * Read topics as a member of consumer groups: `kafka-cluster:Connect` on the cluster, `kafka-cluster:ReadData` and
   * `kafka-cluster:DescribeTopic` on the topics, `kafka-cluster:AlterGroup` (to join) and `kafka-cluster:DescribeGroup` on the groups,
   * which reading demands.
   *
   * @param cluster a cluster of brokers
   * @param options which topics and groups
   */
  public static read(cluster: msk.IClusterRef, options: MskReadOptions): Access {
    return readAccess(clusterTarget(cluster, cluster.clusterRef.clusterArn), options);
  }

  /**
   * Write topics: `kafka-cluster:Connect` and `kafka-cluster:WriteDataIdempotently` on the cluster, which producers do unless told
   * otherwise, `kafka-cluster:WriteData` and `kafka-cluster:DescribeTopic` on the topics.
   *
   * With transactional ids also `kafka-cluster:AlterTransactionalId` and `kafka-cluster:DescribeTransactionalId` on these.
   *
   * @param cluster a cluster of brokers
   * @param options which topics and transactional ids
   */
  public static write(cluster: msk.IClusterRef, options: MskWriteOptions): Access {
    return writeAccess(clusterTarget(cluster, cluster.clusterRef.clusterArn), options);
  }

  /**
   * Read topics of a serverless cluster as a member of consumer groups: `kafka-cluster:Connect` on the cluster,
   * `kafka-cluster:ReadData` and `kafka-cluster:DescribeTopic` on the topics, `kafka-cluster:AlterGroup` (to join) and
   * `kafka-cluster:DescribeGroup` on the groups, which reading demands.
   *
   * @param cluster a serverless cluster
   * @param options which topics and groups
   */
  public static readServerless(cluster: msk.IServerlessClusterRef, options: MskReadOptions): Access {
    return readAccess(clusterTarget(cluster, cluster.serverlessClusterRef.serverlessClusterArn), options);
  }

  /**
   * Write topics of a serverless cluster: `kafka-cluster:Connect` and `kafka-cluster:WriteDataIdempotently` on the cluster, which
   * producers do unless told otherwise, `kafka-cluster:WriteData` and `kafka-cluster:DescribeTopic` on the topics.
   *
   * With transactional ids also `kafka-cluster:AlterTransactionalId` and `kafka-cluster:DescribeTransactionalId` on these.
   *
   * @param cluster a serverless cluster
   * @param options which topics and transactional ids
   */
  public static writeServerless(cluster: msk.IServerlessClusterRef, options: MskWriteOptions): Access {
    return writeAccess(clusterTarget(cluster, cluster.serverlessClusterRef.serverlessClusterArn), options);
  }

  private constructor() {}
}

/** A cluster, and how the ARNs of what it holds begin. */
interface ClusterTarget extends AccessTarget {
  readonly prefix: string;
  /** Its own name and UUID, which stand behind the type in all of these ARNs. */
  readonly name: string;
}

/** What a cluster is called in the last part of its ARN: by its name and a UUID. */
const CLUSTER = /^cluster(\/[^/]+\/[^/]+)$/;

function clusterTarget(cluster: IConstruct & IEnvironmentAware, arn: string): ClusterTarget {
  const target = accessTarget(cluster, arn, 'cluster', 'cluster policy');
  const parts = partsOfArn(arn);
  if (parts === undefined && Token.isUnresolved(arn)) {
    const { region, account } = environmentOf(cluster);
    const [name, uuid] = [1, 2].map((i) => Fn.select(i, Fn.split('/', arn)));
    return { ...target, prefix: `arn:${Aws.PARTITION}:kafka:${region}:${account}`, name: `/${name}/${uuid}` };
  }
  const [, , service, , , ...resource] = parts ?? [];
  const name = CLUSTER.exec(resource.join(':'))?.[1];
  if (service !== 'kafka' || name === undefined) {
    throw new InvalidInputError(`The ARN of the cluster is not one of an MSK cluster: got ${quote(readable(arn))}. Write it as 'arn:aws:kafka:us-east-1:111111111111:cluster/orders/…', with the UUID at its end.`);
  }
  return { ...target, prefix: parts!.slice(0, -1).join(':'), name };
}

function readAccess(cluster: ClusterTarget, { topics, topicPrefix, groups, groupPrefix }: MskReadOptions): Access {
  const onTopics = named(TOPICS, topics, topicPrefix);
  const onGroups = named(GROUPS, groups, groupPrefix);
  return Access._from(() => [
    allowOn(cluster, ['kafka-cluster:Connect']),
    allowOn(partOf(cluster, 'topic'), ['kafka-cluster:ReadData', 'kafka-cluster:DescribeTopic'], { below: onTopics }),
    allowOn(partOf(cluster, 'group'), ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'], { below: onGroups }),
  ]);
}

function writeAccess(cluster: ClusterTarget, { topics, topicPrefix, transactionalIds, transactionalIdPrefix }: MskWriteOptions): Access {
  const onTopics = named(TOPICS, topics, topicPrefix);
  const isTransactional = transactionalIds !== undefined || transactionalIdPrefix !== undefined;
  const onIds = isTransactional ? named(TRANSACTIONAL_IDS, transactionalIds, transactionalIdPrefix) : undefined;
  return Access._from(() => [
    allowOn(cluster, ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently']),
    allowOn(partOf(cluster, 'topic'), ['kafka-cluster:WriteData', 'kafka-cluster:DescribeTopic'], { below: onTopics }),
    ...onIds === undefined ? [] : [
      allowOn(partOf(cluster, 'transactional-id'), ['kafka-cluster:AlterTransactionalId', 'kafka-cluster:DescribeTransactionalId'], { below: onIds }),
    ],
  ]);
}

/** The beginning of the ARNs of what a cluster holds: its own, `cluster/name/uuid`, with another type. */
function partOf({ prefix, name, owner }: ClusterTarget, type: string): AccessTarget {
  return { arn: `${prefix}:${type}${name}`, owner };
}

/** What is named in a cluster. */
interface Named {
  readonly list: string;
  readonly prefix: string;
  readonly what: string;
  /** What Kafka takes; undefined for any text. */
  readonly shape?: RegExp;
  readonly allowed: string;
}

/** @see https://github.com/apache/kafka/blob/trunk/clients/src/main/java/org/apache/kafka/common/internals/Topic.java */
const TOPICS: Named = {
  list: 'topics',
  prefix: 'topicPrefix',
  what: 'topic',
  shape: /^[A-Za-z0-9._-]{1,249}$/,
  allowed: 'Allowed: 1 to 249 letters, digits and . _ -.',
};
const GROUPS: Named = { list: 'groups', prefix: 'groupPrefix', what: 'consumer group', allowed: 'Write it as the application does.' };
const TRANSACTIONAL_IDS: Named = {
  list: 'transactionalIds',
  prefix: 'transactionalIdPrefix',
  what: 'transactional id',
  allowed: 'Write it as the application does.',
};

/** What follows the cluster in the ARNs: each name, and all that begin with the prefix. */
function named({ list, prefix: prefixOption, what, shape, allowed }: Named, names: readonly string[] | undefined, prefix?: string): string[] {
  if (names === undefined && prefix === undefined) {
    throw new InvalidInputError(`No ${what} is named. Name them in '${list}', or give the beginning of their names as '${prefixOption}'.`);
  }
  if (names !== undefined) checkNotEmpty(names, `The list '${list}'`, `Name at least one ${what}, or leave it out and give '${prefixOption}'.`);
  names?.forEach((name) => checkName(name, `The name of the ${what}`, checkLiteral));
  if (prefix !== undefined) checkName(prefix, `The beginning of the name of the ${what}`, checkBeginning);
  return [...(names ?? []).map((name) => `/${name}`), ...prefix === undefined ? [] : [`/${prefix}*`]];

  function checkName(text: string, subject: string, checkText: typeof checkLiteral): void {
    checkText(text, subject, allowed);
    if (!Token.isUnresolved(text) && shape?.test(text) === false) {
      throw new InvalidInputError(`${subject} is not one that Kafka takes: got ${quote(text)}. ${allowed}`);
    }
  }
}
