import { Token } from 'aws-cdk-lib';
import { Access } from './access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/**
 * Access to the metrics of CloudWatch.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
export class CloudWatchAccess {
  /**
   * Write metrics of these namespaces: `cloudwatch:PutMetricData`, which is on no resource and is limited by the namespace
   * (`cloudwatch:namespace`).
   *
   * Metrics that are written as log lines (embedded metric format) need access to the log group alone.
   *
   * @param namespaces one or more, such as `Shop/Orders`; none of AWS, which begin with `AWS/`
   */
  public static putMetrics(...namespaces: string[]): Access {
    checkNotEmpty(namespaces, 'The list of namespaces', 'Name at least one, such as \'Shop/Orders\'.');
    namespaces.forEach(checkNamespace);
    const [namespace, ...others] = namespaces;
    const conditions = { StringEquals: { 'cloudwatch:namespace': others.length === 0 ? namespace : namespaces } };
    return Access._from(() => [{ effect: 'Allow', actions: ['cloudwatch:PutMetricData'], resources: ['*'], conditions }]);
  }

  private constructor() {}
}

/** The length of a namespace. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const NAMESPACE_MAX_LENGTH = 255;

function checkNamespace(namespace: string): void {
  const fix = `Allowed: 1 to ${NAMESPACE_MAX_LENGTH} letters, digits, blanks and . - _ / # :, the first no colon.`;
  checkLiteral(namespace, 'The namespace', fix);
  if (/^AWS\//.test(readable(namespace))) {
    throw new InvalidInputError(`The namespace is one of AWS's own services, whose metrics no application writes: got ${quote(readable(namespace))}. Take a namespace of your own.`);
  }
  if (!Token.isUnresolved(namespace) && (namespace.length > NAMESPACE_MAX_LENGTH || !/^[A-Za-z0-9 ._/#-][A-Za-z0-9 ._/#:-]*$/.test(namespace))) {
    throw new InvalidInputError(`The namespace is none that CloudWatch takes: got ${namespace.length} characters, ${quote(namespace)}. ${fix}`);
  }
}
