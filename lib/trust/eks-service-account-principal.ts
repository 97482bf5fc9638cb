import type { KubernetesServiceAccountPrincipalProps } from './kubernetes-service-account-principal';
import { serviceAccountCallers } from './kubernetes-service-account-principal';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';

/**
 * Pods of an EKS cluster, by the token of their service account (IRSA).
 *
 * The issuer may be written as it is, or come from a cluster of the app: then it is known only once deployed, and the trust policy is
 * written as text, with no custom resource. The account needs an identity provider for the issuer, see `OidcIdentityProvider`.
 * `EksPodPrincipal` needs none, and serves any number of clusters with one role.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 *
 * @example
 * declare const cluster: eks.CfnCluster;
 * new ApplicationRole(this, 'AppRole', {
 *   assumedBy: EksServiceAccountPrincipal.of({
 *     issuer: cluster.attrOpenIdConnectIssuerUrl,
 *     serviceAccounts: [KubernetesServiceAccount.of('orders', 'worker')],
 *   }),
 * });
 */
export class EksServiceAccountPrincipal extends PinnedPrincipal {
  /**
   * These service accounts.
   *
   * @param props all that is pinned; `issuer` is `clusterOpenIdConnectIssuerUrl` of an `eks.Cluster`, `attrOpenIdConnectIssuerUrl` of an
   * `eks.CfnCluster`, or a URL such as `https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E`
   */
  public static of(props: KubernetesServiceAccountPrincipalProps): EksServiceAccountPrincipal {
    return new EksServiceAccountPrincipal(serviceAccountCallers('EksServiceAccountPrincipal', props));
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): EksServiceAccountPrincipal {
    return new EksServiceAccountPrincipal(pinned);
  }
}
