import type { aws_iam as iam } from 'aws-cdk-lib';
import { Resource, aws_eks as eks } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { InvalidInputError, quote } from '../private/errors';
import { renderedTrust } from '../private/rendered-trust';
import { templateText } from '../private/template-text';
import type { TrustStatement } from '../private/trust-policy';
import { allows, branches, parseTrust } from '../private/trust-policy';
import type { KubernetesServiceAccount } from '../trust/kubernetes-service-account';

/** Which pods get which role. */
export interface PodIdentityAssociationProps {
  /** The cluster; it needs the add-on `eks-pod-identity-agent`. */
  readonly cluster: eks.IClusterRef;

  /** The one service account whose pods get the role. */
  readonly serviceAccount: KubernetesServiceAccount;

  /** The role, in the account of the cluster; its trust is an `EksPodPrincipal` for the same cluster and service account. */
  readonly role: iam.IRoleRef;

  /**
   * A second role, usually in another account, which EKS assumes with the first one: the pods get its permissions.
   *
   * The first role needs `AssumeRoleAccess` to it. Its trust demands the association's `externalId` of the first role; as that is known
   * once the association is made, a role of the same app is given here by `iam.Role.fromRoleArn`.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html
   * @default - none
   */
  readonly targetRole?: iam.IRoleRef;

  /**
   * Whether EKS says in session tags for which cluster, namespace and service account it asks, which the trust of the role can test.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
   * @default true
   */
  readonly sessionTags?: boolean;
}

/**
 * Gives a role to the pods of a service account: EKS Pod Identity.
 *
 * It is an error if the trust of a role of the app does not let these pods in: another namespace, service account or cluster, session
 * tags that the association does not send, or no trust of EKS Pod Identity at all.
 *
 * @resource AWS::EKS::PodIdentityAssociation
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 *
 * @example
 * declare const cluster: eks.ICluster;
 * const worker = KubernetesServiceAccount.of('orders', 'worker');
 * const role = new ApplicationRole(this, 'AppRole', { assumedBy: EksPodPrincipal.ofCluster(cluster, worker) });
 * new PodIdentityAssociation(this, 'AppPods', { cluster, serviceAccount: worker, role });
 */
export class PodIdentityAssociation extends Resource {
  /**
   * The ARN of the association.
   *
   * @attribute
   */
  public readonly podIdentityAssociationArn: string;

  /**
   * The id of the association.
   *
   * @attribute
   */
  public readonly podIdentityAssociationId: string;

  /**
   * The external ID with which EKS assumes the target role, to be demanded by the trust of that role.
   *
   * @attribute
   */
  public readonly podIdentityAssociationExternalId: string;

  readonly #props: PodIdentityAssociationProps;

  constructor(scope: Construct, id: string, props: PodIdentityAssociationProps) {
    super(scope, id);
    const { cluster, serviceAccount, role, targetRole, sessionTags = true } = props;
    if (!serviceAccount._isOne) {
      throw new InvalidInputError(`The association is for several service accounts: got ${quote(serviceAccount._subject)}. EKS takes one; make an association for each.`);
    }
    this.#props = props;
    const resource = new eks.CfnPodIdentityAssociation(this, 'Resource', {
      clusterName: cluster.clusterRef.clusterName,
      namespace: serviceAccount._namespace,
      serviceAccount: serviceAccount._name._values[0],
      roleArn: role.roleRef.roleArn,
      targetRoleArn: targetRole?.roleRef.roleArn,
      disableSessionTags: !sessionTags,
    });
    this.podIdentityAssociationArn = resource.attrAssociationArn;
    this.podIdentityAssociationId = resource.attrAssociationId;
    this.podIdentityAssociationExternalId = resource.attrExternalId;
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** What keeps the pods out, where the role is one of the app. */
  private problems(): string[] {
    const { role, serviceAccount, cluster, sessionTags = true } = this.#props;
    const trust = renderedTrust(role);
    if (trust === undefined) return [];
    const ours = parseTrust(trust).filter(isForPods);
    const who = `The role ${quote(role.node.path)}`;
    if (ours.length === 0) {
      return [`${who} does not let EKS Pod Identity in: its trust has no statement that allows sts:AssumeRole and sts:TagSession to 'pods.eks.amazonaws.com'. Make it with EksPodPrincipal.ofCluster().`];
    }
    if (!sessionTags) {
      return ours.some((statement) => requestTags(statement).length === 0) ? []
        : [`${who} demands session tags, which the association does not send ('sessionTags: false'): its pods could never get it. Leave 'sessionTags' out, or make the role with EksPodPrincipal.withoutSessionTags().`];
    }
    const sent: Record<string, any> = this.stack.resolve({
      'eks-cluster-arn': cluster.clusterRef.clusterArn,
      'eks-cluster-name': cluster.clusterRef.clusterName,
      'kubernetes-namespace': serviceAccount._namespace,
      'kubernetes-service-account': serviceAccount._name._values[0],
    });
    if (ours.some((statement) => requestTags(statement).every((test) => mayPass(test, sent)))) return [];
    const wrong = ours.flatMap(requestTags).find((test) => !mayPass(test, sent))!;
    return [`${who} is for other pods: its trust demands that the session tag ${quote(wrong.tag)} is ${quote(templateText(wrong.value))}, and the association sends ${quote(templateText(sent[wrong.tag]))}. Use the same cluster and KubernetesServiceAccount for both.`];
  }
}

/** A test of a session tag. */
interface TagTest {
  readonly tag: string;
  readonly operator: string;
  readonly value: any;
}

function isForPods(statement: TrustStatement): boolean {
  return statement.effect === 'Allow' && allows(statement, 'sts:AssumeRole') && allows(statement, 'sts:TagSession')
    && (statement.principals.Service ?? []).includes('pods.eks.amazonaws.com');
}

function requestTags(statement: TrustStatement): TagTest[] {
  return statement.conditions.flatMap(({ key, operator, value }) => {
    const tag = /^aws:RequestTag\/(.+)$/i.exec(key)?.[1].toLowerCase();
    return tag === undefined ? [] : [{ tag, operator, value }];
  });
}

/** Whether a test can be met by what is sent: what is known once deployed may be the same, and other tags are not looked at. */
function mayPass({ tag, operator, value }: TagTest, sent: Record<string, any>): boolean {
  const own = sent[tag];
  // That a tag is there, or what it is not, says nothing of another pod.
  if (own === undefined || !/^(StringEquals|StringLike)$/i.test(operator)) return true;
  return branches(value).some((wanted) => {
    if (JSON.stringify(wanted) === JSON.stringify(own)) return true;
    if (typeof wanted !== 'string' || typeof own !== 'string') return !isSameKind(wanted, own);
    if (!/^StringLike$/i.test(operator)) return false;
    const escaped = wanted.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]');
    return new RegExp(`^${escaped}$`).test(own);
  });
}

/** Attributes of two resources are not the same. */
function isSameKind(a: any, b: any): boolean {
  return typeof a === 'object' && typeof b === 'object' && 'Fn::GetAtt' in a && 'Fn::GetAtt' in b;
}
