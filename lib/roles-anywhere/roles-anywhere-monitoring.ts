import type { aws_rolesanywhere as rolesanywhere, aws_sns as sns } from 'aws-cdk-lib';
import {
  ArnFormat, Aws, Duration, Stack, Token,
  aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as cloudwatchActions, aws_events as events, aws_events_targets as eventsTargets,
  aws_iam as iam,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { TrustAnchor } from './trust-anchor';
import { allCreateSessionFailures, daysToExpiry } from './trust-anchor-metrics';
import { daysOf } from './trust-anchor-notification';
import { InvalidInputError, quote } from '../private/errors';
import { ALARM_DESCRIPTION_MAX_LENGTH } from '../private/limits';
import { checkNotEmpty } from '../private/names';
import { checkSameEnvironment } from '../private/same-environment';
import { WarningId, warn } from '../private/warnings';

/** Who is told what of IAM Roles Anywhere, and when. */
export interface RolesAnywhereMonitoringOptions {
  /**
   * The topic that is told of everything.
   *
   * Its policy gets what CloudWatch and EventBridge need to publish to it, and so does a customer managed key; EventBridge sends nothing
   * that a condition on it could test. An imported topic must allow both already, which is a warning.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
   * @default - `alarmActions` and `eventTargets` are told
   */
  readonly topic?: sns.ITopic;

  /**
   * What else the alarms do.
   *
   * @default - they tell the topic
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * What else gets the events of certificates that expire.
   *
   * @default - the topic gets them
   */
  readonly eventTargets?: events.IRuleTarget[];

  /**
   * How long before a certificate of the authority expires the alarm is raised, 1 to 360 whole days.
   *
   * AWS counts the days from the notice of the trust anchor on, 45 days unless its `notifications` say otherwise: an earlier alarm is an error.
   *
   * @default - 30 days, or the notice of the trust anchor if that is shorter
   */
  readonly expiryNotice?: Duration;

  /**
   * How many times in five minutes credentials are not given before the alarm is raised.
   *
   * @default 1
   */
  readonly failures?: number;
}

/** The properties of a `RolesAnywhereMonitoring`. */
export interface RolesAnywhereMonitoringProps extends RolesAnywhereMonitoringOptions {
  /** The trust anchors, all of the account and region of the stack. */
  readonly trustAnchors: rolesanywhere.ITrustAnchorRef[];
}

/**
 * Tells of what ends the access of workloads outside of AWS: certificates that expire and credentials that are not given.
 *
 * - An alarm for each trust anchor is raised some days before a certificate of its authority expires. It ends when the certificate is
 *   replaced; AWS stops to count on the day of expiry too.
 * - An alarm is raised when credentials are not given. AWS counts failures for the account and region, not for a trust anchor.
 * - A rule passes on the events of certificates that expire, each day: those of authorities, and those that workloads have used. As
 *   the latter name no trust anchor, the events of the whole account and region are passed on.
 *
 * Hence one for all trust anchors of an account and region is enough.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/monitoring-events.html
 *
 * @example
 * declare const anchors: TrustAnchor[];
 * declare const operations: sns.Topic;
 * new RolesAnywhereMonitoring(this, 'Certificates', { trustAnchors: anchors, topic: operations });
 */
export class RolesAnywhereMonitoring extends Construct {
  /** The alarms on the certificates of the authorities, in the order of the trust anchors. */
  public readonly expiryAlarms: cloudwatch.Alarm[];

  /** The alarm on credentials that are not given. */
  public readonly failureAlarm: cloudwatch.Alarm;

  /** The rule that passes on the events of certificates that expire. */
  public readonly expirationRule: events.Rule;

  constructor(scope: Construct, id: string, props: RolesAnywhereMonitoringProps) {
    super(scope, id);
    checkTold(props);
    const { topic, failures = 1 } = props;
    checkNotEmpty(props.trustAnchors, 'The list of trust anchors', 'Give those whose certificates are to be watched.');
    if (!Token.isUnresolved(failures) && (!Number.isInteger(failures) || failures < 1)) {
      throw new InvalidInputError(`The number of failures is not one that an alarm can count: got ${quote(failures)}. Write a whole number from 1 on.`);
    }
    if (topic) this.checkRegion(topic);
    const trustAnchors = [...new Set(props.trustAnchors)];
    trustAnchors.forEach((trustAnchor) => checkSameEnvironment(trustAnchor, this, 'The trust anchor', ['account', 'region']));

    this.expiryAlarms = trustAnchors.map((trustAnchor) => this.expiryAlarm(trustAnchor, props.expiryNotice));
    this.failureAlarm = new cloudwatch.Alarm(this, 'Failures', {
      alarmDescription: 'IAM Roles Anywhere did not give credentials for a certificate. AWS CloudTrail has the reason, in the events of CreateSession.',
      metric: allCreateSessionFailures(),
      threshold: failures,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    this.expirationRule = new events.Rule(this, 'Expiration', {
      description: 'Certificates of IAM Roles Anywhere that expire soon',
      eventPattern: { source: ['aws.rolesanywhere'], detailType: ['Roles Anywhere Certificate Expiration State Change'] },
    });

    const alarms = [...this.expiryAlarms, this.failureAlarm];
    alarms.forEach((alarm) => alarm.addAlarmAction(...topic ? [new cloudwatchActions.SnsAction(topic)] : [], ...props.alarmActions ?? []));
    [...topic ? [new eventsTargets.SnsTopic(topic)] : [], ...props.eventTargets ?? []].forEach((target) => this.expirationRule.addTarget(target));
    if (topic) this.allowAlarms(topic);
  }

  /** Alarms and rules tell topics of their own region alone. */
  private checkRegion(topic: sns.ITopic): void {
    const [theirs, ours] = [topic.env.region, Stack.of(this).region];
    if (theirs === ours || Token.isUnresolved(theirs) || Token.isUnresolved(ours)) return;
    throw new InvalidInputError(`The topic ${quote(topic.node.path)} is in another region than what tells it: got ${quote(theirs)}, where the stack is in ${quote(ours)}. Give a topic of that region.`);
  }

  private expiryAlarm(trustAnchor: rolesanywhere.ITrustAnchorRef, notice: Duration | undefined): cloudwatch.Alarm {
    const days = noticeDays(trustAnchor, notice);
    const when = Token.isUnresolved(days) ? 'soon' : `in ${days} days or less`;
    return new cloudwatch.Alarm(this, `DaysToExpiry${trustAnchor.node.addr}`, {
      alarmDescription: `A certificate of the trust anchor '${trustAnchor.node.path}' expires ${when}. After that no certificate of the authority gets credentials.${authoritiesOf(trustAnchor)}`
        .slice(0, ALARM_DESCRIPTION_MAX_LENGTH),
      metric: daysToExpiry(trustAnchor),
      threshold: days,
      // The number comes once a day, not to the minute: a day without one is no end of the alarm.
      evaluationPeriods: 2,
      datapointsToAlarm: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      // None comes once the certificate is replaced.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }

  /**
   * Lets alarms publish to the topic, as they could by the policy that SNS gives to a topic without one: the statement for EventBridge, which
   * its target adds, takes the place of that policy.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
   */
  private allowAlarms(topic: sns.ITopic): void {
    const principals = [new iam.ServicePrincipal('cloudwatch.amazonaws.com')];
    const added = topic.addToResourcePolicy(new iam.PolicyStatement({
      principals,
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'cloudwatch', resource: 'alarm', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME }) } },
    })).statementAdded;
    const keyIsOpen = topic.masterKey?.addToResourcePolicy(new iam.PolicyStatement({
      principals,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    })).statementAdded ?? true;
    if (added && keyIsOpen) return;
    const what = added ? `The key of the topic ${quote(topic.node.path)}` : `The topic ${quote(topic.node.path)}`;
    const action = added ? 'kms:Decrypt and kms:GenerateDataKey*' : 'sns:Publish';
    warn(this, {
      id: WarningId.TOPIC_POLICY_UNKNOWN,
      message: `${what} is imported, so that nothing can be added to its policy. See that it allows ${action} to cloudwatch.amazonaws.com and events.amazonaws.com, or nobody is told.`,
    });
  }
}

/** Silence must not come from a list that was forgotten. */
function checkTold(options: RolesAnywhereMonitoringOptions): void {
  if (options.topic !== undefined) return;
  const fix = 'Give a topic, which is told of everything';
  if ((options.alarmActions ?? []).length === 0) {
    throw new InvalidInputError(`Nobody would be told of an alarm, as neither 'topic' nor 'alarmActions' is given. ${fix}, or actions for the alarms.`);
  }
  if ((options.eventTargets ?? []).length === 0) {
    throw new InvalidInputError(`Nobody would be told of the certificates of workloads, for which there are events alone, as neither 'topic' nor 'eventTargets' is given. ${fix}, or targets for the events.`);
  }
}

/** What an alarm that is raised unless told otherwise leaves to act. */
const USUAL_NOTICE_DAYS = 30;

function noticeDays(trustAnchor: rolesanywhere.ITrustAnchorRef, notice: Duration | undefined): number {
  const days = notice && daysOf(notice, 'The notice of the alarm');
  if (!isOurs(trustAnchor)) return days ?? USUAL_NOTICE_DAYS;
  const told = trustAnchor._caNoticeDays;
  const who = `The trust anchor ${quote(trustAnchor.node.path)}`;
  if (told === undefined) {
    throw new InvalidInputError(`${who} does not tell of CA certificates that expire, so that no alarm on them could be raised: got TrustAnchorNotification.off(). Leave it out.`);
  }
  if (days === undefined) return Token.isUnresolved(told) ? USUAL_NOTICE_DAYS : Math.min(USUAL_NOTICE_DAYS, told);
  if (!Token.isUnresolved(told) && !Token.isUnresolved(days) && days > told) {
    throw new InvalidInputError(`${who} tells of CA certificates that expire ${told} days before, so that the alarm could not be raised earlier: got ${quote(`${days} days`)}. Write notifications: [TrustAnchorNotification.caCertificateExpiry(Duration.days(${days}))] for the trust anchor, or a shorter 'expiryNotice'.`);
  }
  return days;
}

/** Who is to act, where it is known. */
function authoritiesOf(trustAnchor: rolesanywhere.ITrustAnchorRef): string {
  const certificates = isOurs(trustAnchor) ? trustAnchor._bundle?.certificates() ?? [] : [];
  return certificates.map(({ description }) => ` ${description}.`).join('');
}

/** An imported trust anchor, or one of level 1, does not say when it tells. */
function isOurs(trustAnchor: rolesanywhere.ITrustAnchorRef): trustAnchor is TrustAnchor {
  return '_caNoticeDays' in trustAnchor;
}
