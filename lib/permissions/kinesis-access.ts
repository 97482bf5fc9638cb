import type { CfnResource, aws_kinesis as kinesis } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { Access } from './access';
import type { AccessStatement } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn } from './resource-access';

/**
 * Access to the records of a Kinesis data stream: made in the app (L2 or L1), or imported by ARN.
 *
 * A stream that is encrypted with a customer managed key brings the use of the key, limited to calls through Kinesis (`kms:ViaService`).
 * The libraries of AWS for producers and consumers ask for more, such as a table for their leases.
 *
 * @see https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html
 */
export class KinesisAccess {
  /**
   * Write records: `kinesis:PutRecord` and `kinesis:PutRecords`.
   *
   * With a key of the customer's it brings `kms:GenerateDataKey`.
   *
   * @see https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
   * @param stream made in the app at any level, or imported
   * @param options the key
   */
  public static write(stream: kinesis.IStreamRef, options: EncryptedResourceOptions = {}): Access {
    const target = streamTarget(stream);
    return Access._from(() => [allowOn(target, ['kinesis:PutRecord', 'kinesis:PutRecords']), ...keyOf(stream, options, 'kms:GenerateDataKey')]);
  }

  /**
   * Read records: `kinesis:ListShards`, `kinesis:GetShardIterator` and `kinesis:GetRecords`, and `kinesis:DescribeStreamSummary`, which
   * tells readers whether the stream is there and how many shards are open.
   *
   * With a key of the customer's it brings `kms:Decrypt`. What an event source mapping of Lambda needs beside it, CDK gives the function
   * with `addEventSource()`.
   *
   * @see https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
   * @param stream made in the app at any level, or imported
   * @param options the key
   */
  public static read(stream: kinesis.IStreamRef, options: EncryptedResourceOptions = {}): Access {
    const target = streamTarget(stream);
    return Access._from(() => [
      allowOn(target, ['kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:DescribeStreamSummary']),
      ...keyOf(stream, options, 'kms:Decrypt'),
    ]);
  }

  /**
   * Have records pushed to a registered consumer (enhanced fan-out): `kinesis:SubscribeToShard` on the consumer, and
   * `kinesis:ListShards` on the stream, to know the shards.
   *
   * With a key of the customer's it brings `kms:Decrypt`.
   *
   * @see https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html
   * @param consumer made in the app at any level, or imported
   * @param stream the stream that it reads
   * @param options the key
   */
  public static subscribe(consumer: kinesis.IStreamConsumerRef, stream: kinesis.IStreamRef, options: EncryptedResourceOptions = {}): Access {
    const consumerTarget = accessTarget(consumer, consumer.streamConsumerRef.consumerArn, 'consumer', 'resource policy of the consumer');
    const target = streamTarget(stream);
    return Access._from(() => [
      allowOn(consumerTarget, ['kinesis:SubscribeToShard']),
      allowOn(target, ['kinesis:ListShards']),
      ...keyOf(stream, options, 'kms:Decrypt'),
    ]);
  }

  private constructor() {}
}

function streamTarget(stream: kinesis.IStreamRef): AccessTarget {
  return accessTarget(stream, stream.streamRef.streamArn, 'stream', 'resource policy of the stream');
}

function keyOf(stream: kinesis.IStreamRef, { encryptionKey }: EncryptedResourceOptions, action: string): AccessStatement[] {
  return keyStatements({ resource: stream, kind: 'stream', service: 'kinesis', encryptionKey, keyIdOf }, [action]);
}

/** The key's id in an `AWS::Kinesis::Stream`; CDK's default is a token, which is the key of AWS's in every region that has one. */
function keyIdOf(resource: CfnResource): unknown {
  const { streamEncryption } = resource as { streamEncryption?: kinesis.CfnStream.StreamEncryptionProperty };
  if (!Token.isUnresolved(streamEncryption)) return streamEncryption?.keyId;
  const keyIds = keyIdsIn(resource.stack.resolve(streamEncryption));
  return keyIds.length === 1 ? keyIds[0] : streamEncryption;
}

/** What stands as `KeyId` anywhere in a resolved value. */
function keyIdsIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => name === 'KeyId' ? [item] : keyIdsIn(item));
}
