import { Token } from 'aws-cdk-lib';
import type { OidcPrincipalOptions } from './oidc-principal';
import { oidcCallers } from './oidc-principal';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { StringMatch } from './string-match';
import { checkNumericId, checkRefName, checkRefPattern } from '../private/ci-names';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { WarningId } from '../private/warnings';

/**
 * A project of GitLab whose pipelines may assume a role.
 *
 * @see https://docs.gitlab.com/ci/cloud_services/aws/
 */
export class GitLabProject {
  /**
   * A project on GitLab.com, by its path and by the id that stays its own.
   *
   * @param path the project with its groups, such as `acme/shop`
   * @param projectId the id, as the project's page shows it
   */
  public static of(path: string, projectId: string): GitLabProject {
    checkProjectPath(path);
    checkNumericId(projectId, 'The id of the project', 'as the page of the project shows it');
    return new GitLabProject(GITLAB, path, projectId);
  }

  /**
   * A project on GitLab.com by its path alone.
   *
   * The role warns (`cdk-keyless-roles:oidcNameOnly`): whoever takes the path later is let in.
   *
   * @param path the project with its groups, such as `acme/shop`
   */
  public static byNameOnly(path: string): GitLabProject {
    checkProjectPath(path);
    return new GitLabProject(GITLAB, path);
  }

  /**
   * A project on a GitLab server of one's own, of whose tokens IAM knows no ids.
   *
   * @param url of the server, such as `https://gitlab.example.com`; AWS must reach it
   * @param path the project with its groups
   */
  public static onServer(url: string, path: string): GitLabProject {
    checkProjectPath(path);
    return new GitLabProject(url, path);
  }

  /** @internal */
  public readonly _issuer: string;
  /** @internal */
  public readonly _path: string;
  /** @internal */
  public readonly _id?: string;

  private constructor(issuer: string, path: string, id?: string) {
    this._issuer = issuer;
    this._path = path;
    this._id = id;
  }
}

/** What more a pipeline must show. */
export interface GitLabOptions extends OidcPrincipalOptions {
  /**
   * The audiences that the job asks its token for (`aud` of `id_tokens`).
   *
   * @default - the URL of the server, such as `https://gitlab.com`
   */
  readonly audiences?: string[];
}

/**
 * Pipelines of GitLab.
 *
 * @see https://docs.gitlab.com/ci/cloud_services/aws/
 *
 * @example
 * new ApplicationRole(this, 'Deploy', {
 *   assumedBy: GitLabPrincipal.branch(GitLabProject.of('acme/shop', '4711'), 'main'),
 * });
 */
export class GitLabPrincipal extends PinnedPrincipal {
  /**
   * Pipelines of a branch.
   *
   * @param project the project
   * @param branch the name of the branch
   * @param options what more the pipeline must show
   */
  public static branch(project: GitLabProject, branch: string, options: GitLabOptions = {}): GitLabPrincipal {
    checkRefName(branch, 'The branch');
    return ofRef(project, StringMatch.exactly(subjectOf(project, 'branch', branch)), options);
  }

  /**
   * Pipelines of branches of a pattern.
   *
   * @param project the project
   * @param pattern such as `release/*`; it begins with a part of the name
   * @param options what more the pipeline must show
   */
  public static branchLike(project: GitLabProject, pattern: string, options: GitLabOptions = {}): GitLabPrincipal {
    checkRefPattern(pattern, 'The pattern of the branch');
    return ofRef(project, StringMatch.like(subjectOf(project, 'branch', pattern)), options);
  }

  /**
   * Pipelines of a tag.
   *
   * @param project the project
   * @param tag the name of the tag
   * @param options what more the pipeline must show
   */
  public static tag(project: GitLabProject, tag: string, options: GitLabOptions = {}): GitLabPrincipal {
    checkRefName(tag, 'The tag');
    return ofRef(project, StringMatch.exactly(subjectOf(project, 'tag', tag)), options);
  }

  /**
   * Pipelines of tags of a pattern.
   *
   * @param project the project
   * @param pattern such as `v*`; it begins with a part of the name
   * @param options what more the pipeline must show
   */
  public static tagLike(project: GitLabProject, pattern: string, options: GitLabOptions = {}): GitLabPrincipal {
    checkRefPattern(pattern, 'The pattern of the tag');
    return ofRef(project, StringMatch.like(subjectOf(project, 'tag', pattern)), options);
  }

  /**
   * Several of them.
   *
   * @param principals one or more
   */
  public static anyOf(...principals: GitLabPrincipal[]): GitLabPrincipal {
    checkNotEmpty(principals, 'GitLabPrincipal.anyOf()', 'Give at least one principal.');
    return new GitLabPrincipal({
      ...principals[0]._pinned,
      callers: principals.flatMap((principal) => principal._pinned.callers),
      findings: principals.flatMap((principal) => principal._findings),
    });
  }

  /** @internal */
  public static _of(pinned: PinnedCallers): GitLabPrincipal {
    return new GitLabPrincipal(pinned);
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): GitLabPrincipal {
    return new GitLabPrincipal(pinned);
  }
}

const GITLAB = 'https://gitlab.com';
const LABEL = 'GitLabPrincipal';

function subjectOf(project: GitLabProject, kind: 'branch' | 'tag', ref: string): string {
  return `project_path:${project._path}:ref_type:${kind}:ref:${ref}`;
}

function ofRef(project: GitLabProject, subject: StringMatch, options: GitLabOptions): GitLabPrincipal {
  const { audiences = [project._issuer], claims = {}, ...rest } = options;
  const byId: { [claim: string]: StringMatch } = project._id === undefined ? {} : { project_id: StringMatch.exactly(project._id) };
  if (project._id !== undefined && 'project_id' in claims) {
    throw new InvalidInputError('The claim \'project_id\' is that of the project: got it in \'claims\' too. Leave it out.');
  }
  return GitLabPrincipal._of({
    label: LABEL,
    ...oidcCallers(LABEL, [{ ...rest, issuer: project._issuer, audiences, subject, claims: { ...byId, ...claims } }]),
    findings: project._id !== undefined || project._issuer !== GITLAB ? [] : [{
      id: WarningId.OIDC_NAME_ONLY,
      message: `The project '${project._path}' is known by its name alone: whoever gets the name once it is given up can assume the role. Use GitLabProject.of() with the id of the project.`,
    }],
  });
}

function checkProjectPath(path: string): void {
  const fix = 'Write it with its groups, such as \'acme/shop\'.';
  checkLiteral(path, 'The path of the project', fix);
  if (Token.isUnresolved(path) || /^[\w.-]+(\/[\w.-]+)+$/.test(path)) return;
  throw new InvalidInputError(`The path of the project is not one: got ${quote(path)}. ${fix}`);
}
