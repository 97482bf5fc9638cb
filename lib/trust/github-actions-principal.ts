import { Token } from 'aws-cdk-lib';
import type { OidcPrincipalOptions } from './oidc-principal';
import { oidcCallers } from './oidc-principal';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { StringMatch } from './string-match';
import { checkNumericId, checkRefName, checkRefPattern, checkSubjectPart } from '../private/ci-names';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { WarningId } from '../private/warnings';

/**
 * Where workflows of GitHub run.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export class GitHubIssuer {
  /** GitHub.com. */
  public static gitHubCom(): GitHubIssuer {
    return new GitHubIssuer('https://token.actions.githubusercontent.com', true);
  }

  /**
   * GitHub.com, for an enterprise with an issuer of its own.
   *
   * @param slug the enterprise as in its URL, such as `octo-corp`
   */
  public static enterprise(slug: string): GitHubIssuer {
    checkSubjectPart(slug, 'The enterprise', /^[A-Za-z0-9-]+$/, 'letters, digits and hyphens, as in the URL of the enterprise');
    return new GitHubIssuer(`https://token.actions.githubusercontent.com/${slug}`, true);
  }

  /**
   * GitHub Enterprise Cloud with data residency.
   *
   * @param subdomain what stands before `.ghe.com`
   */
  public static gheCom(subdomain: string): GitHubIssuer {
    checkSubjectPart(subdomain, 'The subdomain', /^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens, without .ghe.com');
    return new GitHubIssuer(`https://token.actions.${subdomain}.ghe.com`, true);
  }

  /**
   * GitHub Enterprise Server, whose tokens have neither ids in the subject nor claims that IAM knows.
   *
   * @param host the host name, such as `github.example.com`
   */
  public static enterpriseServer(host: string): GitHubIssuer {
    checkSubjectPart(host, 'The host', /^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host name in lower case, such as \'github.example.com\'');
    return new GitHubIssuer(`https://${host}/_services/token`, false);
  }

  /** @internal */
  public readonly _url: string;
  /** Its tokens say the ids of owner and repository. @internal */
  public readonly _hasIds: boolean;

  private constructor(url: string, hasIds: boolean) {
    this._url = url;
    this._hasIds = hasIds;
  }
}

/** A repository by its names and by the ids that stay its own. */
export interface GitHubRepositoryProps {
  /** The user or organization, such as `acme`. */
  readonly owner: string;

  /** The id of the owner: `gh api users/OWNER --jq .id`. */
  readonly ownerId: string;

  /** The repository without its owner, such as `shop`. */
  readonly name: string;

  /** The id of the repository: `gh api repos/OWNER/NAME --jq .id`. */
  readonly repositoryId: string;

  /**
   * Where its workflows run.
   *
   * @default GitHubIssuer.gitHubCom()
   */
  readonly issuer?: GitHubIssuer;
}

/**
 * A repository on GitHub whose workflows may assume a role.
 *
 * Names can be given up and taken by others, ids cannot: both are pinned. Tokens of repositories that were made, renamed or transferred
 * after 15 July 2026 have the ids in their subject, those of older ones do not; both are let in, together with the ids as claims.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export class GitHubRepository {
  /**
   * A repository by names and ids.
   *
   * @param props names and ids
   */
  public static of(props: GitHubRepositoryProps): GitHubRepository {
    const { owner, ownerId, name, repositoryId, issuer = GitHubIssuer.gitHubCom() } = props;
    if (!issuer._hasIds) {
      throw new InvalidInputError('The tokens of GitHub Enterprise Server have no ids that IAM could test. Use GitHubRepository.byNameOnly().');
    }
    checkOwner(owner);
    checkRepositoryName(name);
    checkNumericId(ownerId, 'The id of the owner', 'as \'gh api users/OWNER --jq .id\' prints it');
    checkNumericId(repositoryId, 'The id of the repository', 'as \'gh api repos/OWNER/NAME --jq .id\' prints it');
    return new GitHubRepository(issuer, owner, name, { ownerId, repositoryId });
  }

  /**
   * A repository by its names alone; on GitHub Enterprise Server there is nothing else.
   *
   * On GitHub.com the role warns (`cdk-keyless-roles:oidcNameOnly`): whoever takes the names later is let in, and repositories made,
   * renamed or transferred after 15 July 2026 are not, as their subject has the ids.
   *
   * @param owner the user or organization
   * @param name the repository without its owner
   * @param issuer where its workflows run; GitHub.com by default
   */
  public static byNameOnly(owner: string, name: string, issuer?: GitHubIssuer): GitHubRepository {
    checkOwner(owner);
    checkRepositoryName(name);
    return new GitHubRepository(issuer ?? GitHubIssuer.gitHubCom(), owner, name);
  }

  /** @internal */
  public readonly _issuer: GitHubIssuer;
  /** @internal */
  public readonly _label: string;
  /** @internal */
  public readonly _ids?: { readonly ownerId: string; readonly repositoryId: string };
  readonly #owner: string;
  readonly #name: string;

  private constructor(issuer: GitHubIssuer, owner: string, name: string, ids?: { ownerId: string; repositoryId: string }) {
    this._issuer = issuer;
    this._label = `${owner}/${name}`;
    this._ids = ids;
    this.#owner = owner;
    this.#name = name;
  }

  /** The subjects of its tokens for a context such as `ref:refs/heads/main`. @internal */
  public _subjects(context: string): string[] {
    const byName = `repo:${this.#owner}/${this.#name}:${context}`;
    return this._ids === undefined ? [byName] : [`repo:${this.#owner}@${this._ids.ownerId}/${this.#name}@${this._ids.repositoryId}:${context}`, byName];
  }

  /** The claims that hold the ids. @internal */
  public get _claims(): { [claim: string]: StringMatch } {
    return this._ids === undefined ? {} : {
      repository_id: StringMatch.exactly(this._ids.repositoryId),
      repository_owner_id: StringMatch.exactly(this._ids.ownerId),
    };
  }
}

/** What more a workflow must show. */
export interface GitHubActionsOptions extends OidcPrincipalOptions {
  /**
   * The audiences that the workflow asks its token for; the workflow chooses it, so it keeps nobody out.
   *
   * @default ['sts.amazonaws.com']
   */
  readonly audiences?: string[];
}

/** What more a workflow of an environment must show. */
export interface GitHubEnvironmentOptions extends GitHubActionsOptions {
  /**
   * The branch on which the workflow must run: the subject of an environment says no branch.
   *
   * @default - any branch that the environment's own rules let
   */
  readonly branch?: string;
}

/**
 * Workflows of GitHub Actions.
 *
 * @see https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 *
 * @example
 * const shop = GitHubRepository.of({ owner: 'acme', ownerId: '1234567', name: 'shop', repositoryId: '7654321' });
 * new ApplicationRole(this, 'Deploy', {
 *   assumedBy: GitHubActionsPrincipal.environment(shop, 'production', { branch: 'main' }),
 * });
 */
export class GitHubActionsPrincipal extends PinnedPrincipal {
  /**
   * Workflows that run on a branch, in no environment.
   *
   * @param repository the repository
   * @param branch the name of the branch
   * @param options what more the workflow must show
   */
  public static branch(repository: GitHubRepository, branch: string, options: GitHubActionsOptions = {}): GitHubActionsPrincipal {
    checkRefName(branch, 'The branch');
    return ofContext(repository, `ref:refs/heads/${branch}`, options);
  }

  /**
   * Workflows that run on branches of a pattern, in no environment.
   *
   * @param repository the repository
   * @param pattern such as `release/*`; it begins with a part of the name
   * @param options what more the workflow must show
   */
  public static branchLike(repository: GitHubRepository, pattern: string, options: GitHubActionsOptions = {}): GitHubActionsPrincipal {
    checkRefPattern(pattern, 'The pattern of the branch');
    return ofContext(repository, `ref:refs/heads/${pattern}`, options, 'like');
  }

  /**
   * Workflows that run on a tag, in no environment.
   *
   * @param repository the repository
   * @param tag the name of the tag
   * @param options what more the workflow must show
   */
  public static tag(repository: GitHubRepository, tag: string, options: GitHubActionsOptions = {}): GitHubActionsPrincipal {
    checkRefName(tag, 'The tag');
    return ofContext(repository, `ref:refs/tags/${tag}`, options);
  }

  /**
   * Workflows that run on tags of a pattern, in no environment.
   *
   * @param repository the repository
   * @param pattern such as `v*`; it begins with a part of the name
   * @param options what more the workflow must show
   */
  public static tagLike(repository: GitHubRepository, pattern: string, options: GitHubActionsOptions = {}): GitHubActionsPrincipal {
    checkRefPattern(pattern, 'The pattern of the tag');
    return ofContext(repository, `ref:refs/tags/${pattern}`, options, 'like');
  }

  /**
   * Workflows of a deployment environment.
   *
   * Which branches may deploy to it is ruled by the environment in GitHub, or by the option `branch`.
   *
   * @param repository the repository
   * @param environment the name of the environment, such as `production`
   * @param options what more the workflow must show
   */
  public static environment(repository: GitHubRepository, environment: string, options: GitHubEnvironmentOptions = {}): GitHubActionsPrincipal {
    checkLiteral(environment, 'The environment', 'Write its name as it is.');
    const { branch, ...rest } = options;
    if (branch === undefined) return ofContext(repository, `environment:${encoded(environment)}`, rest);
    checkRefName(branch, 'The branch');
    needClaims(repository, 'the branch of an environment');
    return ofContext(repository, `environment:${encoded(environment)}`, { ...rest, claims: { ...rest.claims, ref: StringMatch.exactly(`refs/heads/${branch}`) } });
  }

  /**
   * Workflows for pull requests, also of forks where the repository gives them tokens: for reading alone.
   *
   * @param repository the repository
   * @param options what more the workflow must show
   */
  public static pullRequest(repository: GitHubRepository, options: GitHubActionsOptions = {}): GitHubActionsPrincipal {
    return ofContext(repository, 'pull_request', options);
  }

  /**
   * Workflows of a repository that run a certain reusable workflow, on any branch and in any environment.
   *
   * @param repository the repository that calls, with its ids
   * @param workflow the workflow with its commit, branch or tag, such as `acme/pipelines/.github/workflows/deploy.yml@refs/tags/v1`
   * @param options what more the workflow must show
   */
  public static reusableWorkflow(repository: GitHubRepository, workflow: string, options: GitHubActionsOptions = {}): GitHubActionsPrincipal {
    needClaims(repository, 'a reusable workflow');
    checkLiteral(workflow, 'The reusable workflow', WORKFLOW_FIX);
    if (!Token.isUnresolved(workflow) && !/^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w./-]+\.ya?ml@\S+$/.test(workflow)) {
      throw new InvalidInputError(`The reusable workflow is not named in full: got ${quote(workflow)}. ${WORKFLOW_FIX}`);
    }
    return ofContext(repository, '*', { ...options, claims: { ...options.claims, job_workflow_ref: StringMatch.exactly(workflow) } }, 'like');
  }

  /**
   * Several of them.
   *
   * @param principals one or more
   */
  public static anyOf(...principals: GitHubActionsPrincipal[]): GitHubActionsPrincipal {
    checkNotEmpty(principals, 'GitHubActionsPrincipal.anyOf()', 'Give at least one principal.');
    const [first] = principals;
    return first._copy({
      ...first._pinned,
      callers: principals.flatMap((principal) => principal._pinned.callers),
      findings: principals.flatMap((principal) => principal._findings),
    });
  }

  /** @internal */
  public static _of(pinned: PinnedCallers): GitHubActionsPrincipal {
    return new GitHubActionsPrincipal(pinned);
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): GitHubActionsPrincipal {
    return new GitHubActionsPrincipal(pinned);
  }
}

const LABEL = 'GitHubActionsPrincipal';
const WORKFLOW_FIX = 'Write it as \'acme/pipelines/.github/workflows/deploy.yml@refs/tags/v1\'.';

function ofContext(repository: GitHubRepository, context: string, options: GitHubActionsOptions, match: 'exactly' | 'like' = 'exactly'): GitHubActionsPrincipal {
  const { audiences = ['sts.amazonaws.com'], claims = {}, ...rest } = options;
  const own = Object.keys(repository._claims).find((claim) => claim in claims);
  if (own !== undefined) throw new InvalidInputError(`The claim ${quote(own)} is that of the repository: got it in 'claims' too. Leave it out.`);
  const subject = StringMatch[match](...repository._subjects(context));
  return GitHubActionsPrincipal._of({
    label: LABEL,
    ...oidcCallers(LABEL, [{ ...rest, issuer: repository._issuer._url, audiences, subject, claims: { ...repository._claims, ...claims } }]),
    findings: repository._ids !== undefined || !repository._issuer._hasIds ? [] : [{
      id: WarningId.OIDC_NAME_ONLY,
      message: `The repository '${repository._label}' is known by its name alone: whoever gets the name once it is given up can assume the role, and tokens with ids in their subject cannot. Use GitHubRepository.of() with the ids of owner and repository.`,
    }],
  });
}

/** A colon within a value would begin the next part of the subject. */
function encoded(value: string): string {
  return Token.isUnresolved(value) ? value : value.replaceAll(':', '%3A');
}

function needClaims(repository: GitHubRepository, what: string): void {
  if (repository._ids !== undefined) return;
  throw new InvalidInputError(`The role would be for ${what}, which needs a repository with its ids: got ${quote(repository._label)} by its name alone. Use GitHubRepository.of().`);
}

function checkOwner(owner: string): void {
  checkSubjectPart(owner, 'The owner of the repository', /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/, 'up to 39 letters, digits, hyphens and underscores');
}

function checkRepositoryName(name: string): void {
  if (!Token.isUnresolved(name) && name.includes('/')) {
    throw new InvalidInputError(`The repository is given with its owner: got ${quote(name)}. Write ${quote(name.split('/')[1])}, and ${quote(name.split('/')[0])} as its owner.`);
  }
  checkSubjectPart(name, 'The repository', /^[A-Za-z0-9._-]{1,100}$/, 'up to 100 letters, digits and . _ -');
}
