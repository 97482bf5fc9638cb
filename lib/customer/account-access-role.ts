import { CfnOutput, Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CustomerStack } from './customer-stack';
import type { RoleNaming } from '../permissions/role-naming';
import { InvalidInputError, quote } from '../private/errors';
import { checkLogicalName } from '../private/logical-names';
import { renderedTrust } from '../private/rendered-trust';
import { demandsExternalId, parseTrust } from '../private/trust-policy';
import type { ApplicationRoleOptions } from '../roles/application-role';
import { ApplicationRole } from '../roles/application-role';
import type { ThirdPartyPrincipal } from '../trust/third-party-principal';

/** The properties of an `AccountAccessRole`. */
export interface AccountAccessRoleProps extends ApplicationRoleOptions {
  /** Who may assume the role, with the external ID that it demands. */
  readonly thirdParty: ThirdPartyPrincipal;

  /**
   * How the role gets its name and path; `roleName` and `path` may not be given beside it.
   *
   * Make the seller's side from the same value: `CustomerRole.withNaming(naming)`.
   *
   * @default RoleNaming.generated()
   */
  readonly naming?: RoleNaming;

  /**
   * The key of the output with the role's ARN, which customers see and which later versions of the template must keep: letters and digits.
   *
   * @default 'RoleArn'
   */
  readonly roleArnOutput?: string;

  /**
   * The key of the output with the external ID, which customers see and which later versions of the template must keep: letters and digits.
   *
   * With several external IDs, the second one has a 2 at the end of its key, and so on. Without one there is no output.
   *
   * @default 'RoleExternalId'
   */
  readonly externalIdOutput?: string;
}

/**
 * The role that a customer makes in his account for somebody else: a vendor, a partner, a seller in AWS Marketplace.
 *
 * It demands the external ID, keeps sessions to an hour, and hands back what the third party must know as outputs: the role's ARN and the
 * external ID. Make it in a `CustomerStack`, which customers can deploy as it is.
 *
 * @resource AWS::IAM::Role
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 *
 * @example
 * declare const stack: CustomerStack;
 * new AccountAccessRole(stack, 'AcmeAccess', {
 *   naming: RoleNaming.exactly('my-user-role'),
 *   thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.parameter(stack, 'ExternalId') }),
 *   permissions: [S3Access.listObjects(s3.Bucket.fromBucketName(stack, 'Reports', 'acme-reports'))],
 * });
 */
export class AccountAccessRole extends ApplicationRole {

  constructor(scope: Construct, id: string, props: AccountAccessRoleProps) {
    const { thirdParty, naming, roleArnOutput = 'RoleArn', externalIdOutput = 'RoleExternalId', ...options } = props;
    super(scope, id, { ...options, ...nameAndPath(options, naming), assumedBy: thirdParty });

    this.output(roleArnOutput, 'roleArnOutput', this.roleArn, 'The ARN of the role that was made. Hand it to the vendor together with the external ID.');
    [...new Set(thirdParty._externalIds.flatMap((externalId) => externalId._values))].forEach((value, i) => {
      const key = i === 0 ? externalIdOutput : `${externalIdOutput}${i + 1}`;
      this.output(key, 'externalIdOutput', value, 'The external ID that the role demands. Hand it to the vendor together with the ARN of the role.');
    });
    this.node.addValidation({ validate: () => this.openStatements(thirdParty) });
  }

  private output(key: string, prop: string, value: string, description: string): void {
    checkLogicalName(key, `The key of an output ('${prop}')`);
    const stack = Stack.of(this);
    const taken = stack.node.findAll().find((node) => node instanceof CfnOutput && stack.resolve(node.logicalId) === key);
    if (taken) {
      throw new InvalidInputError(`The output ${quote(key)} is already there, from ${quote(taken.node.path)}. Give this role another key with '${prop}'.`);
    }
    new CfnOutput(this, `Output${key}`, { value, description }).overrideLogicalId(key);
  }

  /** Statements that were added later, or wrapped, may lack what the third party must show. */
  private openStatements(thirdParty: ThirdPartyPrincipal): string[] {
    const trust = renderedTrust(this);
    if (trust === undefined) {
      return this.stack instanceof CustomerStack
        ? ['The role is not made, as iam.Role.customizeRoles() uses one that exists in its place, which no customer has. Make the customer stack in an app of its own.'] : [];
    }
    const asked = new iam.PolicyDocument();
    thirdParty._withoutExternalId?.addToAssumeRolePolicy(asked);
    const open = (document: any) => parseTrust(document).filter((statement) => statement.effect === 'Allow' && !demandsExternalId(statement));
    const meant = new Set(open(this.stack.resolve(asked)).map((statement) => JSON.stringify(statement)));
    return open(trust)
      .filter((statement) => !meant.has(JSON.stringify(statement)))
      .map((statement) => `A statement of the trust policy lets callers in without an external ID: ${statement.actions.join(', ')} for ${Object.keys(statement.principals).join(', ')}. Make a role of its own for them, or a ThirdPartyPrincipal with ExternalId.none(reason).`);
  }
}

function nameAndPath(options: ApplicationRoleOptions, naming: RoleNaming | undefined): { roleName?: string; path?: string } {
  const { roleName, path } = options;
  if (naming === undefined) return { roleName, path };
  if (roleName !== undefined) {
    throw new InvalidInputError(`Both 'naming' and 'roleName' are given: got ${quote(roleName)}. Use RoleNaming.exactly(${quote(roleName)}) alone.`);
  }
  if (path !== undefined && naming._path !== undefined) {
    throw new InvalidInputError(`Both 'naming' and 'path' give the role a path: got ${quote(naming._path)} and ${quote(path)}. Leave 'path' out.`);
  }
  return { roleName: naming._roleName, path: path ?? naming._path };
}
