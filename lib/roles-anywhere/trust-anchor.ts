import type { IResource, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import { Arn, ArnFormat, Lazy, Names, Resource, Stack, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CertificateBundle, CertificateSummary } from './certificate-bundle';
import { createOneByOne } from './creation-order';
import type { RolesAnywhereMonitoringOptions } from './roles-anywhere-monitoring';
import { RolesAnywhereMonitoring } from './roles-anywhere-monitoring';
import { TrustAnchorGrants } from './trust-anchor-grants';
import { allCreateSessionFailures, createSessionSuccess, daysToExpiry } from './trust-anchor-metrics';
import type { TrustAnchorNotification } from './trust-anchor-notification';
import { noticeOf } from './trust-anchor-notification';
import type { TrustAnchorSource } from './trust-anchor-source';
import { InvalidInputError, quote } from '../private/errors';
import { ROLES_ANYWHERE_NAME_MAX_LENGTH } from '../private/limits';
import { checkNotEmpty } from '../private/names';
import { checkRolesAnywhereArn, checkRolesAnywhereId, checkRolesAnywhereName, tagProblems } from '../private/roles-anywhere-names';
import { warn } from '../private/warnings';

/** Under what the certificates of a bundle are described in the template: a trust anchor has no description, and a tag takes no comma. */
const CERTIFICATES_METADATA = 'cdk-keyless-roles:certificates';

/** A trust anchor of IAM Roles Anywhere, made in the app or imported. */
export interface ITrustAnchor extends IResource, rolesanywhere.ITrustAnchorRef {
  /**
   * The ARN of the trust anchor.
   *
   * @attribute
   */
  readonly trustAnchorArn: string;

  /**
   * The id of the trust anchor, a UUID.
   *
   * @attribute
   */
  readonly trustAnchorId: string;

  /** Permissions on the trust anchor itself. */
  readonly grants: TrustAnchorGrants;

  /**
   * How many days are left until a certificate of the authority expires, by default the least of a day.
   *
   * It is there from the notice of the trust anchor on (45 days before, unless `notifications` say otherwise) until the day of expiry.
   *
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/monitoring-cloudwatch.html
   * @param options what differs from the default
   */
  metricDaysToExpiry(options?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * How often credentials were given for a certificate of the authority, by default the sum of five minutes.
   *
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/monitoring-cloudwatch.html
   * @param options what differs from the default
   */
  metricCreateSessionSuccess(options?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Tells of certificates that expire and of credentials that were not given: an outage that comes on a known day.
   *
   * For several trust anchors of a stack make one `RolesAnywhereMonitoring`, as some of it is about the whole account.
   *
   * @param options who is told, and when
   */
  monitor(options: RolesAnywhereMonitoringOptions): RolesAnywhereMonitoring;
}

/** The properties of a `TrustAnchor`. */
export interface TrustAnchorProps {
  /** The certificate authority whose certificates are taken. */
  readonly source: TrustAnchorSource;

  /**
   * The name: 1 to 255 letters, digits, blanks, hyphens and underscores.
   *
   * @default - made up from the construct's path
   */
  readonly trustAnchorName?: string;

  /**
   * Whether certificates of the authority are taken. It is always written, as AWS does not say what holds without it.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * From when on AWS tells of certificates that expire: at most one for each kind of certificate.
   *
   * @default - AWS tells of both kinds, 45 days before
   */
  readonly notifications?: TrustAnchorNotification[];
}

abstract class TrustAnchorBase extends Resource implements ITrustAnchor {
  public abstract readonly trustAnchorArn: string;
  public abstract readonly trustAnchorId: string;

  /** What CDK's own classes know of the trust anchor. */
  public get trustAnchorRef(): rolesanywhere.TrustAnchorReference {
    return { trustAnchorArn: this.trustAnchorArn, trustAnchorId: this.trustAnchorId };
  }

  /** Permissions on the trust anchor itself. */
  public get grants(): TrustAnchorGrants {
    return TrustAnchorGrants.fromTrustAnchor(this);
  }

  /**
   * How many days are left until a certificate of the authority expires, by default the least of a day.
   *
   * It is there from the notice of the trust anchor on (45 days before, unless `notifications` say otherwise) until the day of expiry.
   *
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/monitoring-cloudwatch.html
   * @param options what differs from the default
   */
  public metricDaysToExpiry(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return daysToExpiry(this, options);
  }

  /**
   * How often credentials were given for a certificate of the authority, by default the sum of five minutes.
   *
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/monitoring-cloudwatch.html
   * @param options what differs from the default
   */
  public metricCreateSessionSuccess(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return createSessionSuccess(this, options);
  }

  /**
   * Tells of certificates that expire and of credentials that were not given: an outage that comes on a known day.
   *
   * For several trust anchors of a stack make one `RolesAnywhereMonitoring`, as some of it is about the whole account.
   *
   * @param options who is told, and when
   */
  public monitor(options: RolesAnywhereMonitoringOptions): RolesAnywhereMonitoring {
    return new RolesAnywhereMonitoring(this, 'Monitoring', { ...options, trustAnchors: [this] });
  }
}

/**
 * A certificate authority whose certificates get credentials of the account: a trust anchor of IAM Roles Anywhere.
 *
 * Any role of the account that lets IAM Roles Anywhere in can be had through any of its trust anchors, unless the trust of the role names
 * one: `RolesAnywherePrincipal` always does.
 *
 * Certificates go into the template as they are, with who they are in the resource's metadata, so that a diff shows whose they are. A
 * certificate that expires soon is a warning. CloudFormation makes the trust anchors of a stack one after another, as IAM Roles Anywhere
 * takes one request a second.
 *
 * @resource AWS::RolesAnywhere::TrustAnchor
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 *
 * @example
 * declare const operations: sns.Topic;
 * const anchor = new TrustAnchor(this, 'OnPremises', {
 *   source: TrustAnchorSource.certificateBundle(CertificateBundle.fromFile('ca.pem')),
 *   notifications: [TrustAnchorNotification.caCertificateExpiry(Duration.days(90))],
 * });
 * anchor.monitor({ topic: operations });
 */
export class TrustAnchor extends TrustAnchorBase {
  /**
   * A trust anchor that exists, by its ARN.
   *
   * @param scope where the construct goes
   * @param id the id of the construct
   * @param trustAnchorArn `arn:<partition>:rolesanywhere:<region>:<account>:trust-anchor/<id>`
   */
  public static fromTrustAnchorArn(scope: Construct, id: string, trustAnchorArn: string): ITrustAnchor {
    checkRolesAnywhereArn(trustAnchorArn, 'trust-anchor', 'The ARN of the trust anchor');
    return new ImportedTrustAnchor(scope, id, trustAnchorArn);
  }

  /**
   * A trust anchor that exists in the account and region of the stack, by its id.
   *
   * @param scope where the construct goes
   * @param id the id of the construct
   * @param trustAnchorId a UUID
   */
  public static fromTrustAnchorId(scope: Construct, id: string, trustAnchorId: string): ITrustAnchor {
    checkRolesAnywhereId(trustAnchorId, 'The id of the trust anchor');
    return new ImportedTrustAnchor(scope, id, Stack.of(scope).formatArn({ service: 'rolesanywhere', resource: 'trust-anchor', resourceName: trustAnchorId }));
  }

  /**
   * How often credentials were not given, through any trust anchor of the account and region: failures do not name theirs.
   *
   * It is a query of CloudWatch Metrics Insights, which an alarm can watch; one reaches back three hours.
   *
   * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/monitoring-cloudwatch.html
   * @param options what differs from the default, a sum of five minutes
   */
  public static metricAllCreateSessionFailures(options?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
    return allCreateSessionFailures(options);
  }

  /**
   * The ARN of the trust anchor.
   *
   * @attribute
   */
  public readonly trustAnchorArn: string;

  /**
   * The id of the trust anchor, a UUID.
   *
   * @attribute
   */
  public readonly trustAnchorId: string;

  /**
   * The certificates, where they are known.
   *
   * @internal
   */
  public readonly _bundle?: CertificateBundle;

  /**
   * How many days before AWS begins to tell that a certificate of the authority expires; undefined if never.
   *
   * @internal
   */
  public readonly _caNoticeDays?: number;

  constructor(scope: Construct, id: string, props: TrustAnchorProps) {
    const { source, trustAnchorName, enabled = true, notifications } = props;
    if (trustAnchorName !== undefined) checkRolesAnywhereName(trustAnchorName, 'The name of the trust anchor');
    if (notifications !== undefined) checkNotifications(notifications);
    super(scope, id, {
      physicalName: trustAnchorName ?? Lazy.string({ produce: () => Names.uniqueResourceName(this, { maxLength: ROLES_ANYWHERE_NAME_MAX_LENGTH, separator: '-' }) }),
    });
    this._bundle = source._bundle;
    this._caNoticeDays = noticeOf(notifications);

    const resource = new rolesanywhere.CfnTrustAnchor(this, 'Resource', {
      name: this.physicalName,
      source: source._render(this),
      enabled,
      notificationSettings: notifications?.map((notification) => notification._render()),
    });
    if (this._bundle) resource.addMetadata(CERTIFICATES_METADATA, this._bundle.certificates().map(whoItIs));
    createOneByOne(resource);
    this.trustAnchorArn = resource.attrTrustAnchorArn;
    this.trustAnchorId = resource.attrTrustAnchorId;
    this.node.addValidation({ validate: () => tagProblems(resource) });
    this._bundle?._findings.forEach((finding) => warn(this, finding));
  }
}

/** What a reviewer compares with what the authority says of itself. */
function whoItIs({ subject, issuer, serialNumber, validFrom, validTo, keyType, fingerprint }: CertificateSummary): object {
  return { subject, issuer, serialNumber, validFrom, validTo, keyType, fingerprint };
}

class ImportedTrustAnchor extends TrustAnchorBase {
  public readonly trustAnchorArn: string;
  public readonly trustAnchorId: string;

  constructor(scope: Construct, id: string, trustAnchorArn: string) {
    super(scope, id, { environmentFromArn: trustAnchorArn });
    this.trustAnchorArn = trustAnchorArn;
    this.trustAnchorId = Arn.split(trustAnchorArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
  }
}

function checkNotifications(notifications: readonly TrustAnchorNotification[]): void {
  checkNotEmpty(notifications, 'The list of notifications', 'Give at least one, or leave it out: AWS tells of both kinds of certificate then, 45 days before.');
  const events = notifications.map((notification) => notification._event);
  const twice = events.find((event, i) => events.indexOf(event) !== i);
  if (twice !== undefined) {
    throw new InvalidInputError(`The notifications of the trust anchor say twice when to tell of one kind of certificate: got ${quote(twice)}. Give at most one for each kind.`);
  }
}
