import { aws_iam as iam } from 'aws-cdk-lib';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';

/**
 * An AWS service that runs an application and hands it the credentials of a role.
 *
 * It fits wherever CDK takes a principal: as `assumedBy` of any role, or inside of a `CompositePrincipal`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 *
 * @example
 * new ApplicationRole(this, 'AppRole', { assumedBy: WorkloadPrincipal.ec2Instance() });
 */
export class WorkloadPrincipal extends PinnedPrincipal {
  /**
   * Applications on EC2 instances: the role goes into an instance profile, and `InstanceRole` makes both.
   *
   * The trust has no condition: EC2 is not documented to send `aws:SourceAccount` or `aws:SourceArn` here, and with them the role
   * could not be assumed.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
   */
  public static ec2Instance(): WorkloadPrincipal {
    return new WorkloadPrincipal({
      label: 'WorkloadPrincipal.ec2Instance()',
      callers: [{ principal: new iam.ServicePrincipal('ec2.amazonaws.com'), conditions: {} }],
    });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): WorkloadPrincipal {
    return new WorkloadPrincipal(pinned);
  }
}
