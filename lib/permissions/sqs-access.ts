import type { CfnResource, aws_sqs as sqs } from 'aws-cdk-lib';
import { Access } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn } from './resource-access';

/**
 * Access to the messages of an SQS queue: made in the app (L2 or L1), or imported by ARN.
 *
 * A queue that is encrypted with a customer managed key brings the use of the key, limited to calls through SQS (`kms:ViaService`).
 * Emptying a queue, moving the messages of a dead-letter queue back and the queue's settings are not part of it: name their actions with
 * `Access.actions()`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export class SqsAccess {
  /**
   * Send messages: `sqs:SendMessage`, which batches need too.
   *
   * With a key of the customer's it brings `kms:GenerateDataKey`, and `kms:Decrypt`, with which SQS checks the key. An application that
   * knows the queue by its name instead of its URL needs `findUrl()` too.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   * @param queue made in the app at any level, or imported
   * @param options the key
   */
  public static send(queue: sqs.IQueueRef, options: EncryptedResourceOptions = {}): Access {
    return messageAccess(queue, options, ['sqs:SendMessage'], ['kms:GenerateDataKey', 'kms:Decrypt']);
  }

  /**
   * Receive messages and work them off: `sqs:ReceiveMessage`, `sqs:DeleteMessage` once done, `sqs:ChangeMessageVisibility` to take more
   * time or to give a message back, and `sqs:GetQueueAttributes`, which pollers ask for the number of messages, Lambda's among them.
   * Batches need no action of their own.
   *
   * With a key of the customer's it brings `kms:Decrypt`. An application that knows the queue by its name instead of its URL needs
   * `findUrl()` too.
   *
   * For a Lambda function use `addEventSourceMapping()`: `SqsEventSource` of aws-cdk-lib adds wider permissions of its own, and the use of
   * the key in whatever way.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   * @param queue made in the app at any level, or imported
   * @param options the key
   */
  public static consume(queue: sqs.IQueueRef, options: EncryptedResourceOptions = {}): Access {
    return messageAccess(queue, options, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'], ['kms:Decrypt']);
  }

  /**
   * Find the URL of a queue by its name: `sqs:GetQueueUrl`. Not needed where the application is given the URL.
   *
   * @param queue made in the app at any level, or imported
   */
  public static findUrl(queue: sqs.IQueueRef): Access {
    const target = queueTarget(queue);
    return Access._from(() => [allowOn(target, ['sqs:GetQueueUrl'])]);
  }

  private constructor() {}
}

function messageAccess(queue: sqs.IQueueRef, options: EncryptedResourceOptions, actions: readonly string[], keyActions: readonly string[]): Access {
  const target = queueTarget(queue);
  return Access._from(() => [
    allowOn(target, actions),
    ...keyStatements({ resource: queue, kind: 'queue', service: 'sqs', encryptionKey: options.encryptionKey, keyIdOf }, keyActions),
  ]);
}

function queueTarget(queue: sqs.IQueueRef): AccessTarget {
  return accessTarget(queue, queue.queueRef.queueArn, 'queue', 'queue policy');
}

/** The key's id in an `AWS::SQS::Queue`. */
function keyIdOf(resource: CfnResource): unknown {
  return (resource as { kmsMasterKeyId?: unknown }).kmsMasterKeyId;
}
