import type { aws_iam as iam, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import { Access } from '../permissions/access';

/**
 * Permissions on a trust anchor itself, for tools that look after it. They let nobody get credentials through it: that is what the trust
 * of a role says (`RolesAnywherePrincipal`).
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementrolesanywhere.html
 */
export class TrustAnchorGrants {
  /**
   * The permissions on a trust anchor.
   *
   * @param trustAnchor made in the app at any level, or imported
   */
  public static fromTrustAnchor(trustAnchor: rolesanywhere.ITrustAnchorRef): TrustAnchorGrants {
    return new TrustAnchorGrants(trustAnchor);
  }

  private constructor(private readonly trustAnchor: rolesanywhere.ITrustAnchorRef) {}

  /**
   * Read the trust anchor, its certificates and settings: `rolesanywhere:GetTrustAnchor`.
   *
   * @param grantee a role, a function, or whatever CDK gives permissions to
   */
  public read(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ['rolesanywhere:GetTrustAnchor']);
  }

  /**
   * Any actions on the trust anchor, by name.
   *
   * Updating, enabling or creating trust anchors decides which certificates are taken in the whole account.
   *
   * @param grantee a role, a function, or whatever CDK gives permissions to
   * @param actions such as `rolesanywhere:DisableTrustAnchor`; one that is not on trust anchors is an error
   */
  public actions(grantee: iam.IGrantable, actions: string[]): iam.Grant {
    return Access.actions(actions, [this.trustAnchor.trustAnchorRef.trustAnchorArn]).grantTo(grantee);
  }
}
