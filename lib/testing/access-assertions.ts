import type { Stack } from 'aws-cdk-lib';
import { findRole } from './find-role';
import { RoleAssertions } from './role-assertions';
import { TestedTemplate } from './tested-template';

/** What is known of how and where a template is deployed. */
export interface AccessAssertionsOptions {
  /**
   * The account, 12 digits.
   *
   * @default - that of the stack, if it is known; else any, the same wherever the template says `AWS::AccountId`
   */
  readonly account?: string;

  /**
   * The region, such as `eu-central-1`, which says the partition too.
   *
   * @default - that of the stack, if it is known; else any, in the partition of the ARNs that are asked for, or `aws`
   */
  readonly region?: string;

  /**
   * Values of the template's parameters by their names.
   *
   * @default - any values
   */
  readonly parameters?: { [name: string]: string };

  /**
   * What managed policies say that are not in the template, by their ARNs: the JSON of each, or an `iam.PolicyDocument`. An ARN that is a
   * parameter is written as `${Parameter}`.
   *
   * @default - nobody can tell; policies of AWS can allow more, and but for the few that hold a Deny take nothing away
   */
  readonly managedPolicies?: { [arn: string]: any };
}

/**
 * Assertions for your own tests: what the roles of a stack may do and who may assume them, asked of the synthesized template as IAM
 * evaluates it.
 *
 * A method throws where an answer is another one than expected, so that it works in any test framework, and in any language.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @example
 * declare const stack: Stack;
 * declare const bucket: s3.Bucket;
 * AccessAssertions.fromStack(stack).role('AppRole')
 *   .allows('s3:GetObject', bucket.arnForObjects('reports/2026.csv'))
 *   .denies('s3:DeleteObject')
 *   .isAssumableBy(Caller.service('ec2.amazonaws.com'))
 *   .isNotAssumableBy(Caller.anyone());
 */
export class AccessAssertions {
  /**
   * Assertions on the template of a stack, which may be nested in another one. The app is synthesized, as `assertions.Template` does: add
   * nothing to it afterwards.
   *
   * @param stack the stack
   * @param options what the stack does not know: values of parameters, its account and region
   */
  public static fromStack(stack: Stack, options: AccessAssertionsOptions = {}): AccessAssertions {
    return new AccessAssertions(TestedTemplate.ofStack(stack, options));
  }

  /**
   * Assertions on any CloudFormation template.
   *
   * @param template an object, or text in JSON or YAML
   * @param options its parameters, account and region, as far as they matter
   */
  public static fromTemplate(template: any, options: AccessAssertionsOptions = {}): AccessAssertions {
    return new AccessAssertions(TestedTemplate.ofTemplate(template, options));
  }

  readonly #tested: TestedTemplate;

  private constructor(tested: TestedTemplate) {
    this.#tested = tested;
  }

  /**
   * A role of the template; an error that lists those there are if it has no such role, or several.
   *
   * @param id its construct path, in full or within the stack; its logical id; or its name
   */
  public role(id: string): RoleAssertions {
    return RoleAssertions._of(this.#tested, findRole(id, this.#tested));
  }

  /** All roles of the template, without those of stacks that are nested in it, for what must hold of each. */
  public allRoles(): RoleAssertions[] {
    return this.#tested.template.roles.map((role) => RoleAssertions._of(this.#tested, role));
  }
}
