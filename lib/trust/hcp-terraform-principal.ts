import type { OidcPrincipalOptions } from './oidc-principal';
import { oidcCallers } from './oidc-principal';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { StringMatch } from './string-match';
import { checkSubjectPart } from '../private/ci-names';
import { checkNotEmpty } from '../private/names';

/**
 * A workspace of HCP Terraform or of Terraform Enterprise.
 *
 * IAM knows no ids of its tokens, so it is known by its names: do not give up the name of an organization that roles trust.
 */
export interface HcpTerraformWorkspace {
  /** The organization, such as `acme`. */
  readonly organization: string;

  /** The project, such as `Shop`. */
  readonly project: string;

  /** The workspace, such as `shop-production`. */
  readonly workspace: string;

  /**
   * The server, such as `https://terraform.example.com`; AWS must reach it.
   *
   * @default 'https://app.terraform.io'
   */
  readonly issuer?: string;
}

/** What more a run must show. */
export interface HcpTerraformOptions extends OidcPrincipalOptions {
  /**
   * The audiences of the token (`TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE`).
   *
   * @default ['aws.workload.identity']
   */
  readonly audiences?: string[];
}

/**
 * Runs of HCP Terraform, once known as Terraform Cloud.
 *
 * Plans run code of whoever may open a pull request, so planning and applying are told apart: give planning a role that only reads.
 *
 * @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
 *
 * @example
 * new ApplicationRole(this, 'Apply', {
 *   assumedBy: HcpTerraformPrincipal.apply({ organization: 'acme', project: 'Shop', workspace: 'shop-production' }),
 * });
 */
export class HcpTerraformPrincipal extends PinnedPrincipal {
  /**
   * Planning.
   *
   * @param workspace the workspace
   * @param options what more the run must show
   */
  public static plan(workspace: HcpTerraformWorkspace, options: HcpTerraformOptions = {}): HcpTerraformPrincipal {
    return ofPhases(workspace, ['plan'], options);
  }

  /**
   * Applying.
   *
   * @param workspace the workspace
   * @param options what more the run must show
   */
  public static apply(workspace: HcpTerraformWorkspace, options: HcpTerraformOptions = {}): HcpTerraformPrincipal {
    return ofPhases(workspace, ['apply'], options);
  }

  /**
   * Planning and applying with the same role.
   *
   * @param workspace the workspace
   * @param options what more the run must show
   */
  public static planAndApply(workspace: HcpTerraformWorkspace, options: HcpTerraformOptions = {}): HcpTerraformPrincipal {
    return ofPhases(workspace, ['plan', 'apply'], options);
  }

  /**
   * Several of them.
   *
   * @param principals one or more
   */
  public static anyOf(...principals: HcpTerraformPrincipal[]): HcpTerraformPrincipal {
    checkNotEmpty(principals, 'HcpTerraformPrincipal.anyOf()', 'Give at least one principal.');
    return new HcpTerraformPrincipal({
      ...principals[0]._pinned,
      callers: principals.flatMap((principal) => principal._pinned.callers),
      findings: principals.flatMap((principal) => principal._findings),
    });
  }

  /** @internal */
  public static _of(pinned: PinnedCallers): HcpTerraformPrincipal {
    return new HcpTerraformPrincipal(pinned);
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): HcpTerraformPrincipal {
    return new HcpTerraformPrincipal(pinned);
  }
}

const LABEL = 'HcpTerraformPrincipal';

function ofPhases(where: HcpTerraformWorkspace, phases: string[], options: HcpTerraformOptions): HcpTerraformPrincipal {
  const { organization, project, workspace, issuer = 'https://app.terraform.io' } = where;
  checkSubjectPart(organization, 'The organization', /^[\w-]+$/, 'letters, digits, _ and -');
  checkSubjectPart(project, 'The project', /^[\w -]+$/, 'letters, digits, blanks within, _ and -');
  checkSubjectPart(workspace, 'The workspace', /^[\w-]+$/, 'letters, digits, _ and -');
  const { audiences = ['aws.workload.identity'], ...rest } = options;
  const subjects = phases.map((phase) => `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:${phase}`);
  const subject = StringMatch.exactly(...subjects);
  return HcpTerraformPrincipal._of({ label: LABEL, ...oidcCallers(LABEL, [{ ...rest, issuer, audiences, subject }]) });
}
