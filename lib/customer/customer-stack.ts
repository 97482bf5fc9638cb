import { readFileSync, rmSync } from 'fs';
import { join } from 'path';
import type { ISynthesisSession } from 'aws-cdk-lib';
import { Aws, BootstraplessSynthesizer, PermissionsBoundary, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { customerTemplateProblems } from '../private/customer-template';
import { InvalidInputError, quote } from '../private/errors';
import { TEMPLATE_DESCRIPTION_MAX_BYTES } from '../private/limits';
import { checkReadable } from '../private/names';

/** The properties of a `CustomerStack`. */
export interface CustomerStackProps {
  /**
   * What customers read about the template, up to 1,024 bytes.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The name of the stack in the app.
   *
   * @default - made up from the construct's path
   */
  readonly stackName?: string;

  /**
   * The one tenant for which this template is rendered: then a fixed external ID may stand in it.
   *
   * @default - a template for all customers, in which a fixed external ID is an error
   */
  readonly tenant?: string;
}

/**
 * A template that customers deploy in their own accounts, in any partition and region, by hand or by a link.
 *
 * It needs no bootstrapping and has no assets, and it is an error at synthesis if the template
 *
 * - imports from or exports to other stacks, holds a custom resource, or names a partition;
 * - lets in whomever a parameter names: a link can fill in every parameter;
 * - has a fixed external ID, unless it is rendered for one named tenant.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html
 *
 * @example
 * const stack = new CustomerStack(app, 'AcmeAccess', { description: 'Lets Acme work on the reports of this account.' });
 */
export class CustomerStack extends Stack {
  constructor(scope: Construct, id: string, props: CustomerStackProps = {}) {
    if (props.tenant !== undefined) checkReadable(props.tenant, 'The tenant of the customer stack');
    checkDescription(props.description);
    super(scope, id, {
      description: props.description,
      stackName: props.stackName,
      // An account or region of the surrounding stage must not get into the template.
      env: { account: Aws.ACCOUNT_ID, region: Aws.REGION },
      synthesizer: new CustomerTemplateSynthesizer(props.tenant),
      // No boundary: one of the surrounding app or stage does not exist in a customer's account.
      permissionsBoundary: PermissionsBoundary.fromArn(''),
      analyticsReporting: false,
    });
    // The CLI turns it on for all stacks; customers have no use for paths of the app.
    this.node.setContext('aws:cdk:enable-path-metadata', false);
  }
}

/** Judges the template once it is written: what customers get is what counts. */
class CustomerTemplateSynthesizer extends BootstraplessSynthesizer {
  constructor(private readonly tenant: string | undefined) {
    super();
  }

  public synthesize(session: ISynthesisSession): void {
    super.synthesize(session);
    const file = join(session.assembly.outdir, this.boundStack.templateFile);
    const problems = customerTemplateProblems(JSON.parse(readFileSync(file, 'utf-8')), this.tenant);
    if (problems.length === 0) return;
    // Nobody shall publish it by mistake.
    rmSync(file);
    throw new InvalidInputError(`The customer stack ${quote(this.boundStack.node.path)} cannot be published. ${problems.join(' ')}`);
  }
}

function checkDescription(description: string | undefined): void {
  if (description === undefined || Buffer.byteLength(description) <= TEMPLATE_DESCRIPTION_MAX_BYTES) return;
  throw new InvalidInputError(`The description of the template is too long: got ${Buffer.byteLength(description)} bytes, ${quote(description)}. Allowed: up to ${TEMPLATE_DESCRIPTION_MAX_BYTES}.`);
}
