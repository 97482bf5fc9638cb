import type { aws_kinesisfirehose as firehose } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn } from './resource-access';

/**
 * Access to a delivery stream of Amazon Data Firehose: made in the app (L2 or L1), or imported by name or ARN.
 *
 * A customer managed key is used by Firehose itself, so the application needs no permission for it.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
export class FirehoseAccess {
  /**
   * Put records into the stream: `firehose:PutRecord` and `firehose:PutRecordBatch`.
   *
   * @param deliveryStream made in the app at any level, or imported
   */
  public static put(deliveryStream: firehose.IDeliveryStreamRef): Access {
    const target = accessTarget(deliveryStream, deliveryStream.deliveryStreamRef.deliveryStreamArn, 'delivery stream');
    return Access._from(() => [allowOn(target, ['firehose:PutRecord', 'firehose:PutRecordBatch'])]);
  }

  private constructor() {}
}
