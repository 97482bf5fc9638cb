import type { KubernetesServiceAccount } from './kubernetes-service-account';
import { subjectsOf } from './kubernetes-service-account';
import type { OidcPrincipalOptions } from './oidc-principal';
import { oidcCallers } from './oidc-principal';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { checkNotEmpty } from '../private/names';

/** Which service accounts of a cluster are let in. */
export interface KubernetesServiceAccountPrincipalProps extends OidcPrincipalOptions {
  /**
   * The issuer of the cluster's tokens, as the flag `--service-account-issuer` of its API server has it; it must be reachable for AWS.
   *
   * It may be a token that stands for an attribute of a resource of the app; not a parameter.
   */
  readonly issuer: string;

  /** The service accounts; one or more. */
  readonly serviceAccounts: KubernetesServiceAccount[];

  /**
   * The audiences that the pods ask their tokens for.
   *
   * @default ['sts.amazonaws.com']
   */
  readonly audiences?: string[];
}

/**
 * Pods of a Kubernetes cluster, EKS or not, that show the token of their service account.
 *
 * For EKS, `EksServiceAccountPrincipal` and `EksPodPrincipal` say the same in its own terms.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 *
 * @example
 * new ApplicationRole(this, 'AppRole', {
 *   assumedBy: KubernetesServiceAccountPrincipal.of({
 *     issuer: 'https://oidc.clusters.example.com/main',
 *     serviceAccounts: [KubernetesServiceAccount.of('orders', 'worker')],
 *   }),
 * });
 */
export class KubernetesServiceAccountPrincipal extends PinnedPrincipal {
  /**
   * These service accounts.
   *
   * @param props all that is pinned
   */
  public static of(props: KubernetesServiceAccountPrincipalProps): KubernetesServiceAccountPrincipal {
    return new KubernetesServiceAccountPrincipal(serviceAccountCallers('KubernetesServiceAccountPrincipal', props));
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): KubernetesServiceAccountPrincipal {
    return new KubernetesServiceAccountPrincipal(pinned);
  }
}

/** The service accounts of a cluster by their tokens. */
export function serviceAccountCallers(label: string, props: KubernetesServiceAccountPrincipalProps): PinnedCallers {
  const { serviceAccounts, audiences = ['sts.amazonaws.com'], ...rest } = props;
  checkNotEmpty(serviceAccounts, 'The list of service accounts', 'Give at least one, such as KubernetesServiceAccount.of(\'orders\', \'worker\').');
  return { label, ...oidcCallers(label, subjectsOf(serviceAccounts).map((subject) => ({ ...rest, audiences, subject }))) };
}
