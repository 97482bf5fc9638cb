import type { OidcPrincipalOptions } from './oidc-principal';
import { oidcCallers } from './oidc-principal';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { StringMatch } from './string-match';
import { checkRefName, checkSubjectPart } from '../private/ci-names';
import { InvalidInputError } from '../private/errors';
import { checkNotEmpty } from '../private/names';
import { WarningId } from '../private/warnings';

/** A pipeline of Buildkite by its names and by the ids that stay its own. */
export interface BuildkitePipeline {
  /** The organization as in its URL, such as `acme`. */
  readonly organization: string;

  /** The pipeline as in its URL, such as `shop`. */
  readonly pipeline: string;

  /**
   * The UUID of the pipeline (`pipeline_id`).
   *
   * @default - the pipeline is known by its names alone, and the role warns (`cdk-keyless-roles:oidcNameOnly`)
   */
  readonly pipelineId?: string;
}

/** What more a step must show. */
export interface BuildkiteOptions extends OidcPrincipalOptions {
  /**
   * The audiences that the step asks its token for.
   *
   * @default ['sts.amazonaws.com']
   */
  readonly audiences?: string[];
}

/**
 * Steps of Buildkite pipelines.
 *
 * @see https://buildkite.com/docs/pipelines/security/oidc/aws
 *
 * @example
 * new ApplicationRole(this, 'Deploy', {
 *   assumedBy: BuildkitePrincipal.branch(
 *     { organization: 'acme', pipeline: 'shop', pipelineId: '0184990a-477b-4fa8-9968-496074483cee' }, 'main',
 *   ),
 * });
 */
export class BuildkitePrincipal extends PinnedPrincipal {
  /**
   * Steps of builds of a branch.
   *
   * @param pipeline the pipeline
   * @param branch the name of the branch
   * @param options what more the step must show
   */
  public static branch(pipeline: BuildkitePipeline, branch: string, options: BuildkiteOptions = {}): BuildkitePrincipal {
    checkRefName(branch, 'The branch');
    return ofRef(pipeline, `refs/heads/${branch}`, options);
  }

  /**
   * Steps of builds of a tag.
   *
   * @param pipeline the pipeline
   * @param tag the name of the tag
   * @param options what more the step must show
   */
  public static tag(pipeline: BuildkitePipeline, tag: string, options: BuildkiteOptions = {}): BuildkitePrincipal {
    checkRefName(tag, 'The tag');
    return ofRef(pipeline, `refs/tags/${tag}`, options);
  }

  /**
   * Several of them.
   *
   * @param principals one or more
   */
  public static anyOf(...principals: BuildkitePrincipal[]): BuildkitePrincipal {
    checkNotEmpty(principals, 'BuildkitePrincipal.anyOf()', 'Give at least one principal.');
    return new BuildkitePrincipal({
      ...principals[0]._pinned,
      callers: principals.flatMap((principal) => principal._pinned.callers),
      findings: principals.flatMap((principal) => principal._findings),
    });
  }

  /** @internal */
  public static _of(pinned: PinnedCallers): BuildkitePrincipal {
    return new BuildkitePrincipal(pinned);
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): BuildkitePrincipal {
    return new BuildkitePrincipal(pinned);
  }
}

const LABEL = 'BuildkitePrincipal';

function ofRef(pipeline: BuildkitePipeline, ref: string, options: BuildkiteOptions): BuildkitePrincipal {
  checkSlug(pipeline.organization, 'The organization');
  checkSlug(pipeline.pipeline, 'The pipeline');
  const { pipelineId } = pipeline;
  if (pipelineId !== undefined) checkSubjectPart(pipelineId, 'The id of the pipeline', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case');
  const { audiences = ['sts.amazonaws.com'], claims = {}, ...rest } = options;
  if (pipelineId !== undefined && 'pipeline_id' in claims) {
    throw new InvalidInputError('The claim \'pipeline_id\' is that of the pipeline: got it in \'claims\' too. Leave it out.');
  }
  const byId: { [claim: string]: StringMatch } = pipelineId === undefined ? {} : { pipeline_id: StringMatch.exactly(pipelineId) };
  return BuildkitePrincipal._of({
    label: LABEL,
    ...oidcCallers(LABEL, [{
      ...rest,
      issuer: 'https://agent.buildkite.com',
      audiences,
      subject: StringMatch.like(`organization:${pipeline.organization}:pipeline:${pipeline.pipeline}:ref:${ref}:commit:*`),
      claims: { ...claims, ...byId },
    }]),
    findings: pipelineId !== undefined ? [] : [{
      id: WarningId.OIDC_NAME_ONLY,
      message: `The pipeline '${pipeline.organization}/${pipeline.pipeline}' is known by its name alone: whoever gets the name once it is given up can assume the role. Give its 'pipelineId'.`,
    }],
  });
}

function checkSlug(name: string, what: string): void {
  checkSubjectPart(name, what, /^[A-Za-z0-9-]+$/, 'letters, digits and hyphens, as in its URL');
}
