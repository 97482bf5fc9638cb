import { Arn, Aspects, Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApplicationRole } from './application-role';
import { forgetAttachedToRoles, instanceProfilesOf } from './attached-to-roles';
import { UnknownRole } from './unknown-role';
import { InvalidInputError, quote } from '../private/errors';
import { checkInstanceProfileName, checkPath } from '../private/names';
import { renderedTrust } from '../private/rendered-trust';
import { templateText } from '../private/template-text';
import { allows, parseTrust } from '../private/trust-policy';
import { WarningId, warn } from '../private/warnings';

/** The properties of an `ApplicationInstanceProfile`. */
export interface ApplicationInstanceProfileProps {
  /** The one role of the instances: made in the app or imported. A role of the app that does not trust EC2 is an error. */
  readonly role: iam.IRole;

  /**
   * The name of the instance profile: 1 to 128 letters, digits and `_ + = , . @ -`.
   *
   * @default - CloudFormation makes one up
   */
  readonly instanceProfileName?: string;

  /**
   * The path of the instance profile, starting and ending with `/`, up to 512 characters.
   *
   * @default '/'
   */
  readonly path?: string;
}

/**
 * One instance profile for all instances that share a role.
 *
 * `InstanceRole` makes its own; this one is for a role that comes from elsewhere, and for instance profiles that exist already: imported
 * with CDK's own class, a profile without its role is ignored by `ec2.Instance`, which makes a new role instead.
 *
 * @resource AWS::IAM::InstanceProfile
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
 *
 * @example
 * const profile = new ApplicationInstanceProfile(this, 'FleetProfile', {
 *   role: iam.Role.fromRoleName(this, 'FleetRole', 'fleet'),
 * });
 */
export class ApplicationInstanceProfile extends iam.InstanceProfile {
  /**
   * An instance profile that exists, by its name.
   *
   * Instances use it as it is. Its role is not known: giving permissions to it is an error; `fromInstanceProfileAttributes` takes the role.
   */
  public static fromInstanceProfileName(scope: Construct, id: string, instanceProfileName: string): iam.IInstanceProfile {
    checkInstanceProfileName(instanceProfileName);
    return ApplicationInstanceProfile.fromInstanceProfileArn(scope, id, Stack.of(scope).formatArn({
      service: 'iam',
      region: '',
      resource: 'instance-profile',
      resourceName: instanceProfileName,
    }));
  }

  /**
   * An instance profile that exists, by its ARN.
   *
   * Instances use it as it is. Its role is not known: giving permissions to it is an error; `fromInstanceProfileAttributes` takes the role.
   */
  public static fromInstanceProfileArn(scope: Construct, id: string, instanceProfileArn: string): iam.IInstanceProfile {
    return ApplicationInstanceProfile.fromInstanceProfileAttributes(scope, id, { instanceProfileArn });
  }

  /** An instance profile that exists, with its role if that is known: then permissions can be given to it. */
  public static fromInstanceProfileAttributes(scope: Construct, id: string, attrs: iam.InstanceProfileAttributes): iam.IInstanceProfile {
    const { instanceProfileArn } = attrs;
    if (!Token.isUnresolved(instanceProfileArn) && !/^arn:[^:]+:iam::\d{12}:instance-profile\/.+$/.test(instanceProfileArn)) {
      throw new InvalidInputError(`The ARN of the instance profile is not one: got ${quote(instanceProfileArn)}. Write 'arn:<partition>:iam::<account>:instance-profile/<name>'.`);
    }
    const imported = iam.InstanceProfile.fromInstanceProfileAttributes(scope, id, {
      instanceProfileArn,
      role: attrs.role ?? new UnknownRole(scope, `${id}Role`, quote(Arn.extractResourceName(instanceProfileArn, 'instance-profile'))),
    });
    return imported;
  }

  constructor(scope: Construct, id: string, props: ApplicationInstanceProfileProps) {
    if (props.instanceProfileName !== undefined) checkInstanceProfileName(props.instanceProfileName);
    if (props.path !== undefined) checkPath(props.path, 'The path of the instance profile');
    super(scope, id, props);
    this.node.addValidation({ validate: () => this.problems(props.role) });
    // An ApplicationRole does it anyway.
    if (!(props.role instanceof ApplicationRole)) Aspects.of(this).add({ visit: () => forgetAttachedToRoles(this.stack) });
  }

  private problems(role: iam.IRole): string[] {
    const trust = renderedTrust(role);
    if (trust === undefined) return [];
    this.warnOfOtherProfiles(role);

    const trusted = parseTrust(trust).filter((statement) => statement.effect === 'Allow' && allows(statement, 'sts:AssumeRole'));
    const services = trusted.flatMap((statement) => statement.principals.Service ?? []).map(templateText);
    if (services.some((service) => /^ec2\.amazonaws\.com(\.cn)?$/.test(service))) return [];
    return [`The role ${quote(role.node.path)} of the instance profile does not trust EC2, so no instance could use it: it trusts ${services.length > 0 ? services.join(', ') : 'no service'}. Make it with 'assumedBy: WorkloadPrincipal.ec2Instance()', or use InstanceRole.`];
  }

  /** `ec2.Instance` and `ec2.LaunchTemplate` make a profile of their own for each `role` that they are given. */
  private warnOfOtherProfiles(role: iam.IRole): void {
    const others = instanceProfilesOf(role, this.stack).filter((profile) => profile.node.scope !== this);
    if (others.length === 0) return;
    warn(this, {
      id: WarningId.INSTANCE_PROFILE_DUPLICATE,
      message: `The role ${quote(role.node.path)} is in ${others.length + 1} instance profiles, as ${others.map((profile) => quote(profile.node.scope!.node.path)).join(', ')} got it as 'role'. Give the instance profile as 'instanceProfile' instead, so that all share one.`,
    });
  }
}
