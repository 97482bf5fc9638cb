import type { OidcPrincipalOptions } from './oidc-principal';
import { oidcCallers } from './oidc-principal';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { StringMatch } from './string-match';
import { checkSubjectPart } from '../private/ci-names';
import { InvalidInputError } from '../private/errors';
import { checkNotEmpty } from '../private/names';

/** What more a job must show. */
export interface CircleCiOptions extends OidcPrincipalOptions {
  /**
   * The audiences of the token.
   *
   * @default - the id of the organization
   */
  readonly audiences?: string[];
}

/**
 * Jobs of CircleCI.
 *
 * The issuer is the organization's own, and the project is pinned in the subject and as a claim. The branch is in neither.
 *
 * @see https://circleci.com/docs/openid-connect-tokens/
 *
 * @example
 * new ApplicationRole(this, 'Deploy', {
 *   assumedBy: CircleCiPrincipal.project('0f0e6bd4-2c8a-4c5d-9a43-0a1f0b4d5c6e', '3f2a7c10-6f0d-4a8e-8f35-9b1d2c3e4f50'),
 * });
 */
export class CircleCiPrincipal extends PinnedPrincipal {
  /**
   * Jobs of a project, whoever started them.
   *
   * @param organizationId the UUID of the organization
   * @param projectId the UUID of the project
   * @param options what more the job must show
   */
  public static project(organizationId: string, projectId: string, options: CircleCiOptions = {}): CircleCiPrincipal {
    checkUuid(organizationId, 'The id of the organization');
    checkUuid(projectId, 'The id of the project');
    const { audiences = [organizationId], claims = {}, ...rest } = options;
    if (PROJECT_CLAIM in claims) throw new InvalidInputError(`The claim '${PROJECT_CLAIM}' is that of the project: got it in 'claims' too. Leave it out.`);
    return new CircleCiPrincipal({
      label: LABEL,
      ...oidcCallers(LABEL, [{
        ...rest,
        issuer: `https://oidc.circleci.com/org/${organizationId}`,
        audiences,
        subject: StringMatch.like(`org/${organizationId}/project/${projectId}/user/*`),
        claims: { ...claims, [PROJECT_CLAIM]: StringMatch.exactly(projectId) },
      }]),
    });
  }

  /**
   * Several of them.
   *
   * @param principals one or more
   */
  public static anyOf(...principals: CircleCiPrincipal[]): CircleCiPrincipal {
    checkNotEmpty(principals, 'CircleCiPrincipal.anyOf()', 'Give at least one principal.');
    return new CircleCiPrincipal({
      ...principals[0]._pinned,
      callers: principals.flatMap((principal) => principal._pinned.callers),
      findings: principals.flatMap((principal) => principal._findings),
    });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): CircleCiPrincipal {
    return new CircleCiPrincipal(pinned);
  }
}

const LABEL = 'CircleCiPrincipal';
const PROJECT_CLAIM = 'oidc.circleci.com/project-id';

function checkUuid(id: string, what: string): void {
  checkSubjectPart(id, what, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case, as the settings of CircleCI show it');
}
