import type { Duration, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { InvalidInputError, quote } from '../private/errors';
import { EXPIRY_NOTICE_DEFAULT_DAYS, EXPIRY_NOTICE_MAX_DAYS, EXPIRY_NOTICE_MIN_DAYS } from '../private/limits';

/** What IAM Roles Anywhere tells of. */
export enum ExpiringCertificate {
  /** A certificate of the certificate authority: with it all certificates of the trust anchor stop working. */
  CA = 'CA_CERTIFICATE_EXPIRY',

  /** A certificate that a workload has used for credentials. */
  END_ENTITY = 'END_ENTITY_CERTIFICATE_EXPIRY',
}

/**
 * From when on IAM Roles Anywhere tells of certificates that expire: in CloudWatch (that of the authority alone), EventBridge and Health.
 *
 * Without settings it tells of both kinds 45 days before.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/customize-notification-settings.html
 */
export class TrustAnchorNotification {
  /**
   * Tells of the certificates of the authority.
   *
   * @param notice how long before it expires, 1 to 360 whole days
   */
  public static caCertificateExpiry(notice: Duration): TrustAnchorNotification {
    return new TrustAnchorNotification(ExpiringCertificate.CA, daysOf(notice, 'The notice of an expiring CA certificate'));
  }

  /**
   * Tells of the certificates that workloads use.
   *
   * @param notice how long before they expire, 1 to 360 whole days
   */
  public static endEntityCertificateExpiry(notice: Duration): TrustAnchorNotification {
    return new TrustAnchorNotification(ExpiringCertificate.END_ENTITY, daysOf(notice, 'The notice of an expiring end-entity certificate'));
  }

  /**
   * Tells of none of the kind.
   *
   * @param certificate which certificates
   */
  public static off(certificate: ExpiringCertificate): TrustAnchorNotification {
    return new TrustAnchorNotification(certificate, undefined);
  }

  private constructor(
    /** @internal */
    public readonly _event: ExpiringCertificate,
    /** In days; undefined where nothing is told. @internal */
    public readonly _days?: number,
  ) {}

  /** @internal */
  public _render(): rolesanywhere.CfnTrustAnchor.NotificationSettingProperty {
    return { event: this._event, channel: 'ALL', enabled: this._days !== undefined, threshold: this._days };
  }
}

/** How many days before AWS tells that a certificate of the authority expires; undefined if never. */
export function noticeOf(notifications: readonly TrustAnchorNotification[] = []): number | undefined {
  const own = notifications.find((notification) => notification._event === ExpiringCertificate.CA);
  return own === undefined ? EXPIRY_NOTICE_DEFAULT_DAYS : own._days;
}

/** A length of time in whole days, in the range that IAM Roles Anywhere takes; a token passes. */
export function daysOf(notice: Duration, what: string): number {
  const days = notice.toDays({ integral: false });
  if (Token.isUnresolved(days)) return days;
  if (!Number.isInteger(days) || days < EXPIRY_NOTICE_MIN_DAYS || days > EXPIRY_NOTICE_MAX_DAYS) {
    throw new InvalidInputError(`${what} is not one that IAM Roles Anywhere takes: got ${quote(notice.toHumanString())}. Allowed: ${EXPIRY_NOTICE_MIN_DAYS} to ${EXPIRY_NOTICE_MAX_DAYS} whole days, such as Duration.days(45).`);
  }
  return days;
}
