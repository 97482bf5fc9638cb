import type { aws_eks as eks } from 'aws-cdk-lib';
import { Token, aws_iam as iam } from 'aws-cdk-lib';
import type { KubernetesServiceAccount } from './kubernetes-service-account';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { StringMatch } from './string-match';
import type { ConditionBlock } from '../private/conditions';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { WarningId } from '../private/warnings';

/**
 * Pods of EKS clusters, by a Pod Identity association.
 *
 * EKS says in session tags for which cluster, namespace and service account it asks, and the trust demands all three, since every cluster
 * may have a namespace of that name. The role must be in the account of the cluster. `PodIdentityAssociation` makes the association.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 *
 * @example
 * declare const cluster: eks.ICluster;
 * const worker = KubernetesServiceAccount.of('orders', 'worker');
 * const role = new ApplicationRole(this, 'AppRole', { assumedBy: EksPodPrincipal.ofCluster(cluster, worker) });
 * new PodIdentityAssociation(this, 'AppPods', { cluster, serviceAccount: worker, role });
 */
export class EksPodPrincipal extends PinnedPrincipal {
  /**
   * Pods of a cluster.
   *
   * @param cluster the cluster, of the app or imported
   * @param serviceAccounts one or more
   */
  public static ofCluster(cluster: eks.IClusterRef, ...serviceAccounts: KubernetesServiceAccount[]): EksPodPrincipal {
    return EksPodPrincipal.ofClusterArn(cluster.clusterRef.clusterArn, ...serviceAccounts);
  }

  /**
   * Pods of a cluster by its ARN.
   *
   * @param clusterArn such as `arn:aws:eks:us-east-1:111111111111:cluster/main`
   * @param serviceAccounts one or more
   */
  public static ofClusterArn(clusterArn: string, ...serviceAccounts: KubernetesServiceAccount[]): EksPodPrincipal {
    checkLiteral(clusterArn, 'The ARN of the cluster', 'Write it as \'arn:aws:eks:us-east-1:111111111111:cluster/main\'.');
    if (!Token.isUnresolved(clusterArn) && !/^arn:[a-z-]+:eks:[a-z0-9-]+:\d{12}:cluster\/[A-Za-z0-9_-]+$/.test(clusterArn)) {
      throw new InvalidInputError(`The ARN of the cluster is none: got ${quote(clusterArn)}. Write it as 'arn:aws:eks:us-east-1:111111111111:cluster/main'.`);
    }
    checkNotEmpty(serviceAccounts, 'The list of service accounts', 'Give at least one, such as KubernetesServiceAccount.of(\'orders\', \'worker\').');
    return new EksPodPrincipal({ label: LABEL, callers: serviceAccounts.map((account) => caller(tagsOf(clusterArn, account))) });
  }

  /**
   * Whatever pods of the account an association gives the role to, as associations without session tags do not say whose they are.
   *
   * The role warns (`cdk-keyless-roles:podIdentityUntagged`): whoever may make associations may give it to any pod.
   *
   * @param reason why the tags are off, for whoever reads the code
   */
  public static withoutSessionTags(reason: string): EksPodPrincipal {
    checkNotEmpty([...reason.trim()], 'The reason', 'Say why the association has no session tags.');
    return new EksPodPrincipal({
      label: LABEL,
      callers: [{ principal: new iam.ServicePrincipal(SERVICE), conditions: {}, moreActions: ['sts:TagSession'] }],
      findings: [{
        id: WarningId.POD_IDENTITY_UNTAGGED,
        message: `Any pod to which an association of the account gives the role gets it, as associations without session tags do not say whose pod it is (reason given: ${reason.trim()}). Use EksPodPrincipal.ofCluster() with session tags on.`,
      }],
    });
  }

  /**
   * Several of them, such as the pods of two clusters.
   *
   * @param principals one or more
   */
  public static anyOf(...principals: EksPodPrincipal[]): EksPodPrincipal {
    checkNotEmpty(principals, 'EksPodPrincipal.anyOf()', 'Give at least one principal.');
    return new EksPodPrincipal({
      label: LABEL,
      callers: principals.flatMap((principal) => principal._pinned.callers),
      findings: principals.flatMap((principal) => principal._findings),
    });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): EksPodPrincipal {
    return new EksPodPrincipal(pinned);
  }
}

const LABEL = 'EksPodPrincipal';
const SERVICE = 'pods.eks.amazonaws.com';

function caller(conditions: ConditionBlock) {
  return { principal: new iam.ServicePrincipal(SERVICE), conditions, moreActions: ['sts:TagSession'] };
}

function tagsOf(clusterArn: string, account: KubernetesServiceAccount): ConditionBlock {
  return [
    StringMatch.exactly(clusterArn)._on('aws:RequestTag/eks-cluster-arn'),
    StringMatch.exactly(account._namespace)._on('aws:RequestTag/kubernetes-namespace'),
    account._name._on('aws:RequestTag/kubernetes-service-account'),
  ].reduce((merged, block) => mergeConditions(merged, block, LABEL), {});
}
