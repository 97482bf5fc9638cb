import { Access } from './access';

/**
 * Access to AWS X-Ray, whose actions are on no resource.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSXRayDaemonWriteAccess.html
 */
export class XRayAccess {
  /**
   * Write traces, as the X-Ray daemon, the SDKs and the collector of OpenTelemetry do: `xray:PutTraceSegments` and
   * `xray:PutTelemetryRecords`, and, to learn which requests to trace, `xray:GetSamplingRules`, `xray:GetSamplingTargets` and
   * `xray:GetSamplingStatisticSummaries`.
   *
   * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon.html
   */
  public static write(): Access {
    return Access._from(() => [{ effect: 'Allow', actions: WRITE, resources: ['*'] }]);
  }

  private constructor() {}
}

/** Those of the managed policy `AWSXRayDaemonWriteAccess`. */
const WRITE = [
  'xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries',
];
