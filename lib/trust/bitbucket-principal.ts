import type { OidcPrincipalOptions } from './oidc-principal';
import { oidcCallers } from './oidc-principal';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { StringMatch } from './string-match';
import { checkSubjectPart } from '../private/ci-names';
import { checkNotEmpty } from '../private/names';

/**
 * A repository of Bitbucket Cloud by the ids that stay its own; the page "OpenID Connect" of the repository's settings shows all of them.
 *
 * @see https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/
 */
export interface BitbucketRepository {
  /** The workspace as in its URL, such as `acme`. */
  readonly workspace: string;

  /** The UUID of the workspace, without braces. */
  readonly workspaceId: string;

  /** The UUID of the repository, without braces. */
  readonly repositoryId: string;
}

/** What more a pipeline must show. */
export interface BitbucketOptions extends OidcPrincipalOptions {
  /**
   * The audiences of the token.
   *
   * @default - `ari:cloud:bitbucket::workspace/` and the UUID of the workspace
   */
  readonly audiences?: string[];
}

/**
 * Pipelines of Bitbucket Cloud.
 *
 * @see https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/
 *
 * @example
 * new ApplicationRole(this, 'Deploy', {
 *   assumedBy: BitbucketPrincipal.deployment({
 *     workspace: 'acme',
 *     workspaceId: '0f0e6bd4-2c8a-4c5d-9a43-0a1f0b4d5c6e',
 *     repositoryId: '3f2a7c10-6f0d-4a8e-8f35-9b1d2c3e4f50',
 *   }, '6d5c4b3a-1f2e-4d3c-8b7a-0f9e8d7c6b5a'),
 * });
 */
export class BitbucketPrincipal extends PinnedPrincipal {
  /**
   * Steps of a deployment environment.
   *
   * @param repository the repository
   * @param environmentId the UUID of the environment, without braces
   * @param options what more the pipeline must show
   */
  public static deployment(repository: BitbucketRepository, environmentId: string, options: BitbucketOptions = {}): BitbucketPrincipal {
    checkUuid(environmentId, 'The id of the environment');
    return ofRepository(repository, `{${repository.repositoryId}}:{${environmentId}}:*`, options);
  }

  /**
   * Every step of the repository's pipelines, of any branch: tokens of Bitbucket do not say the branch in their subject.
   *
   * @param repository the repository
   * @param options what more the pipeline must show
   */
  public static anyStepOf(repository: BitbucketRepository, options: BitbucketOptions = {}): BitbucketPrincipal {
    return ofRepository(repository, `{${repository.repositoryId}}:*`, options);
  }

  /**
   * Several of them.
   *
   * @param principals one or more
   */
  public static anyOf(...principals: BitbucketPrincipal[]): BitbucketPrincipal {
    checkNotEmpty(principals, 'BitbucketPrincipal.anyOf()', 'Give at least one principal.');
    return new BitbucketPrincipal({
      ...principals[0]._pinned,
      callers: principals.flatMap((principal) => principal._pinned.callers),
      findings: principals.flatMap((principal) => principal._findings),
    });
  }

  /** @internal */
  public static _of(pinned: PinnedCallers): BitbucketPrincipal {
    return new BitbucketPrincipal(pinned);
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): BitbucketPrincipal {
    return new BitbucketPrincipal(pinned);
  }
}

const LABEL = 'BitbucketPrincipal';

function ofRepository(repository: BitbucketRepository, subject: string, options: BitbucketOptions): BitbucketPrincipal {
  const { workspace, workspaceId, repositoryId } = repository;
  checkSubjectPart(workspace, 'The workspace', /^[A-Za-z0-9_.-]+$/, 'letters, digits and _ . -, as in the URL of the workspace');
  checkUuid(workspaceId, 'The id of the workspace');
  checkUuid(repositoryId, 'The id of the repository');
  const { audiences = [`ari:cloud:bitbucket::workspace/${workspaceId}`], ...rest } = options;
  const issuer = `https://api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc`;
  return BitbucketPrincipal._of({ label: LABEL, ...oidcCallers(LABEL, [{ ...rest, issuer, audiences, subject: StringMatch.like(subject) }]) });
}

function checkUuid(id: string, what: string): void {
  checkSubjectPart(id, what, /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'a UUID without braces');
}
