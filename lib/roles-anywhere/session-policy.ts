import type { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Access } from '../permissions/access';
import type { Restriction } from '../permissions/restriction';
import { InvalidInputError } from '../private/errors';
import { checkNotEmpty } from '../private/names';
import { smallestStatements } from '../private/redundancy';
import { parseStatement, renderStatement } from '../private/statement';

/**
 * The most that a session may do, of what its role may: a session policy gives nothing by itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 *
 * @example
 * declare const backups: s3.Bucket;
 * const sessionPolicy = SessionPolicy.allow(S3Access.writeObjects(backups, { prefix: 'servers/' }));
 */
export class SessionPolicy {
  /**
   * Nothing but this, as far as the role may do it.
   *
   * @param accesses one or more
   */
  public static allow(...accesses: Access[]): SessionPolicy {
    checkNotEmpty(accesses, 'The list of accesses of the session policy', 'Give at least one, such as S3Access.readObjects(bucket), or use SessionPolicy.allowAllBut().');
    return new SessionPolicy(() => accesses.flatMap((access) => access.toStatements()).map((statement) => statement.toJSON()));
  }

  /**
   * All that the role may do but this.
   *
   * It allows every action on every resource and refuses what is given: refusals alone would leave nothing that a session may do.
   *
   * @param restrictions one or more
   */
  public static allowAllBut(...restrictions: Restriction[]): SessionPolicy {
    return new SessionPolicy(() => [{ Effect: 'Allow', Action: '*', Resource: '*' }]).restrict(...restrictions);
  }

  /**
   * A document as it is. Without an Allow in it sessions could do nothing, which is an error.
   *
   * @param document statements without principals
   */
  public static fromDocument(document: iam.PolicyDocument): SessionPolicy {
    return new SessionPolicy(() => [], document);
  }

  readonly #statements: () => object[];
  readonly #document?: iam.PolicyDocument;

  private constructor(statements: () => object[], document?: iam.PolicyDocument) {
    this.#statements = statements;
    this.#document = document;
  }

  /**
   * The same policy, which refuses this too.
   *
   * @param restrictions one or more
   */
  public restrict(...restrictions: Restriction[]): SessionPolicy {
    checkNotEmpty(restrictions, 'The list of restrictions of the session policy', 'Give at least one, such as Restriction.denyActions([\'s3:DeleteObject\']), or leave it out.');
    if (this.#document !== undefined) {
      throw new InvalidInputError('A session policy from a document cannot be restricted, as it stays what it is. Add the statements to the document.');
    }
    const refused = () => restrictions.flatMap((restriction) => restriction.toStatements()).map((statement) => statement.toJSON());
    return new SessionPolicy(() => [...this.#statements(), ...refused()]);
  }

  /** The document with its tokens, for a resource of the scope's stack. @internal */
  public _document(scope: IConstruct): any {
    if (this.#document !== undefined) return this.#document.toJSON() ?? { Version: '2012-10-17', Statement: [] };
    // It stands as a whole in one text, wherever its statements refer to.
    const statements = this.#statements().map((json) => ({ ...parseStatement(scope, json), refersToResources: true }));
    return { Version: '2012-10-17', Statement: smallestStatements(statements).map((statement) => renderStatement(statement, 'given')) };
  }

  /** What IAM would refuse of it. @internal */
  public _problems(): string[] {
    return this.#document?.validateForIdentityPolicy() ?? [];
  }
}
