import type { aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkSameEnvironment } from '../private/same-environment';
import type { ApplicationRoleOptions } from '../roles/application-role';
import { ApplicationRole } from '../roles/application-role';
import type { RolesAnywhereOptions } from '../trust/roles-anywhere-principal';
import { RolesAnywherePrincipal } from '../trust/roles-anywhere-principal';

/** The properties of a `RolesAnywhereRole`: whose certificates are let in, and the permissions. */
export interface RolesAnywhereRoleProps extends ApplicationRoleOptions, RolesAnywhereOptions {}

/**
 * The role of servers, CI runners and devices outside of AWS that show a certificate.
 *
 * It is used through a profile: `RolesAnywhereProfile`. `RolesAnywherePrincipal` makes the same trust for other roles.
 *
 * @resource AWS::IAM::Role
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 *
 * @example
 * declare const trustAnchor: TrustAnchor;
 * declare const backups: s3.Bucket;
 * new RolesAnywhereRole(this, 'BackupRole', {
 *   trustAnchors: [trustAnchor],
 *   certificate: CertificateMatch.of({ subject: { commonName: StringMatch.exactly('backup-1') } }),
 *   permissions: [S3Access.writeObjects(backups, { prefix: 'servers/' })],
 * });
 */
export class RolesAnywhereRole extends ApplicationRole {
  /** The trust anchors whose certificates are let in. */
  public readonly trustAnchors: rolesanywhere.ITrustAnchorRef[];

  constructor(scope: Construct, id: string, props: RolesAnywhereRoleProps) {
    const { trustAnchors, certificate, requireSourceIdentity, roleSessionName, ...options } = props;
    super(scope, id, {
      ...options,
      assumedBy: RolesAnywherePrincipal.of({ trustAnchors, certificate, requireSourceIdentity, roleSessionName }),
    });
    this.trustAnchors = [...trustAnchors];
    // Of an anchor of another stack the trust does not show the account.
    trustAnchors.filter(({ trustAnchorRef }) => Token.isUnresolved(trustAnchorRef.trustAnchorArn))
      .forEach((anchor) => checkSameEnvironment(anchor, this, 'The trust anchor', ['account']));
  }
}
