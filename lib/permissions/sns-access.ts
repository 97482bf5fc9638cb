import type { CfnResource, aws_sns as sns } from 'aws-cdk-lib';
import { Access } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import { accessTarget, allowOn } from './resource-access';

/**
 * Access to an SNS topic: made in the app (L2 or L1), or imported by ARN.
 *
 * A topic that is encrypted with a customer managed key brings the use of the key, limited to calls through SNS (`kms:ViaService`).
 * Text messages to telephone numbers are not part of it: SNS takes no resource for them, so that nobody could say to whom or from which
 * number they go.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */
export class SnsAccess {
  /**
   * Publish messages to the topic: `sns:Publish`, which batches need too.
   *
   * With a key of the customer's it brings `kms:GenerateDataKey` and `kms:Decrypt`.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   * @param topic made in the app at any level, or imported
   * @param options the key
   */
  public static publish(topic: sns.ITopicRef, options: EncryptedResourceOptions = {}): Access {
    const target = accessTarget(topic, topic.topicRef.topicArn, 'topic', 'topic policy');
    return Access._from(() => [
      allowOn(target, ['sns:Publish']),
      ...keyStatements({ resource: topic, kind: 'topic', service: 'sns', encryptionKey: options.encryptionKey, keyIdOf }, ['kms:GenerateDataKey', 'kms:Decrypt']),
    ]);
  }

  private constructor() {}
}

/** The key's id in an `AWS::SNS::Topic`. */
function keyIdOf(resource: CfnResource): unknown {
  return (resource as { kmsMasterKeyId?: unknown }).kmsMasterKeyId;
}
