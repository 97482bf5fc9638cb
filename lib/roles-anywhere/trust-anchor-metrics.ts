import { Duration, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import type { aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';

/** @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/monitoring-cloudwatch.html */
const NAMESPACE = 'AWS/RolesAnywhere';
const OPERATION = 'CreateSession';

/** The days that are left to the certificate of an anchor that expires first. */
export function daysToExpiry(trustAnchor: rolesanywhere.ITrustAnchorRef, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: NAMESPACE,
    metricName: 'DaysToExpiry',
    dimensionsMap: { TrustAnchorArn: trustAnchor.trustAnchorRef.trustAnchorArn },
    statistic: cloudwatch.Stats.MINIMUM,
    // It comes once a day.
    period: Duration.days(1),
    ...options,
  }).attachTo(trustAnchor);
}

/** How often credentials were given through an anchor. */
export function createSessionSuccess(trustAnchor: rolesanywhere.ITrustAnchorRef, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: NAMESPACE,
    metricName: 'Success',
    dimensionsMap: { Operation: OPERATION, TrustAnchorArn: trustAnchor.trustAnchorRef.trustAnchorArn },
    statistic: cloudwatch.Stats.SUM,
    ...options,
  }).attachTo(trustAnchor);
}

/**
 * How often credentials were not given, in all of an account and region.
 *
 * The metric has the kind of error as its dimension and no anchor, and no page says which kinds there are: so it is a query over them all.
 */
export function allCreateSessionFailures(options?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `SELECT SUM(Failure) FROM "${NAMESPACE}" WHERE Operation = '${OPERATION}'`,
    usingMetrics: {},
    label: 'Failures of CreateSession',
    ...options,
  });
}
