import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApplicationInstanceProfile } from './application-instance-profile';
import type { ApplicationRoleOptions } from './application-role';
import { ApplicationRole } from './application-role';
import { WorkloadPrincipal } from '../trust/workload-principal';

/** The properties of an `InstanceRole`. */
export interface InstanceRoleProps extends ApplicationRoleOptions {
  /**
   * The name of the instance profile: 1 to 128 letters, digits and `_ + = , . @ -`.
   *
   * @default - CloudFormation makes one up
   */
  readonly instanceProfileName?: string;

  /**
   * Refuse every request with credentials that an instance got by IMDSv1, which a server-side request forgery can reach.
   *
   * It works whatever the instances' own metadata options are; an application that gets its credentials by IMDSv1 loses access.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
   * @default true
   */
  readonly requireImdsv2?: boolean;

  /**
   * Refuse every request with the instances' credentials that does not come through a VPC endpoint of the VPC that the instance is in.
   *
   * Stolen credentials are then of no use elsewhere. Every AWS service that the application calls needs a VPC endpoint in that VPC:
   * without one its requests are refused too. Calls that one service makes to another on behalf of the application are let through.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2instancesourcevpc
   * @default false
   */
  readonly restrictToVpc?: boolean;

  /**
   * Let administrators log in to the instances with Session Manager.
   *
   * Gives the five actions that this needs, not the managed policy `AmazonSSMManagedInstanceCore`, which also reads every parameter of
   * the account.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
   * @default false
   */
  readonly sessionManager?: boolean;
}

/**
 * The role of an application on EC2 instances, with the one instance profile that all of them share.
 *
 * Give `instanceProfile` to `ec2.Instance`, to `ec2.LaunchTemplate`, and through it to `autoscaling.AutoScalingGroup`. Given as `role`,
 * each of them makes a profile of its own, which the role warns of.
 *
 * @resource AWS::IAM::Role
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 *
 * @example
 * declare const vpc: ec2.IVpc;
 * declare const orders: dynamodb.Table;
 * const role = new InstanceRole(this, 'AppRole', {
 *   permissions: [DynamoDbAccess.readWrite(orders)],
 * });
 * new ec2.Instance(this, 'App', {
 *   vpc,
 *   instanceType: new ec2.InstanceType('t4g.small'),
 *   machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
 *   instanceProfile: role.instanceProfile,
 * });
 */
export class InstanceRole extends ApplicationRole {
  /** The instance profile with this role, for all instances that run the application. */
  public readonly instanceProfile: iam.IInstanceProfile;

  constructor(scope: Construct, id: string, props: InstanceRoleProps = {}) {
    const { instanceProfileName, requireImdsv2 = true, restrictToVpc = false, sessionManager = false, ...options } = props;
    super(scope, id, { ...options, assumedBy: WorkloadPrincipal.ec2Instance() });

    if (requireImdsv2) this.addToPrincipalPolicy(requireImdsv2Statement());
    if (restrictToVpc) this.addToPrincipalPolicy(requireOwnVpcStatement());
    if (sessionManager) sessionManagerStatements().forEach((statement) => this.addToPrincipalPolicy(statement));

    this.instanceProfile = new ApplicationInstanceProfile(this, 'InstanceProfile', { role: this, instanceProfileName, path: props.path });
  }
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-instance-metadata-requireIMDSv2 */
function requireImdsv2Statement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'RequireAllEc2RolesToUseV2',
    effect: iam.Effect.DENY,
    actions: ['*'],
    resources: ['*'],
    conditions: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } },
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2instancesourcevpc */
function requireOwnVpcStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'RequireSameVPC',
    effect: iam.Effect.DENY,
    actions: ['*'],
    resources: ['*'],
    conditions: {
      StringNotEquals: { 'aws:SourceVpc': '${aws:Ec2InstanceSourceVpc}' },
      Null: { 'ec2:SourceInstanceARN': 'false' },
      BoolIfExists: { 'aws:ViaAWSService': 'false' },
    },
  });
}

/** The actions on `*` have no resource type; the other one is on the instances of this account. */
function sessionManagerStatements(): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'],
      resources: ['*'],
    }),
    new iam.PolicyStatement({
      actions: ['ssm:UpdateInstanceInformation'],
      resources: [`arn:${Aws.PARTITION}:ec2:${Aws.REGION}:${Aws.ACCOUNT_ID}:instance/*`],
    }),
  ];
}
