import { InvalidInputError, quote } from './errors';
import { INLINE_POLICIES_MAX_SIZE, MANAGED_POLICY_MAX_SIZE } from './limits';
import type { Statement } from './statement';
import { cutStatement, mergeStatements, sortStatements, statementSize } from './statement';
import { templateText } from './template-text';

/** Where a role's statements go. */
export interface Placement {
  /** In the role resource itself: nothing else has to be made. */
  readonly inline: Statement[];
  /** In a policy resource of its own, embedded in the role: these refer to resources of the app. */
  readonly embedded: Statement[];
  /** In customer managed policies: what does not fit into the role. */
  readonly managed: Statement[][];
}

/** `{"Version":"2012-10-17","Statement":[]}` around the statements of a policy. */
const DOCUMENT_SIZE = 39;

/** The comma between two statements. */
const SEPARATOR_SIZE = 1;

/**
 * Finds a place for every statement, within IAM's limits.
 *
 * A Deny goes first: it must hold before anything that it limits. The rest is sorted, so that the order in which constructs add their
 * statements changes nothing.
 *
 * @param spent what the role's other inline policies take of the limit for all of them together
 */
export function placeStatements(statements: readonly Statement[], spent: number): Placement {
  const placement: Placement = { inline: [], embedded: [], managed: [] };
  let left = INLINE_POLICIES_MAX_SIZE - spent;
  const overflow = new Array<Statement>();

  for (const statement of withUniqueSids(sortStatements(mergeStatements(statements)))) {
    const place = statement.refersToResources ? placement.embedded : placement.inline;
    const needed = statementSize(statement, 'usual') + (place.length === 0 ? DOCUMENT_SIZE : SEPARATOR_SIZE);
    if (needed <= left) {
      place.push(statement);
      left -= needed;
    } else {
      overflow.push(...cutToFit(statement));
    }
  }
  placement.managed.push(...pack(overflow));
  return placement;
}

/** Fills one policy after another: the first that has room takes the statement. */
function pack(statements: readonly Statement[]): Statement[][] {
  const policies = new Array<{ statements: Statement[]; size: number }>();
  for (const statement of statements) {
    const needed = SEPARATOR_SIZE + statementSize(statement, 'usual');
    const policy = policies.find((candidate) => candidate.size + needed <= MANAGED_POLICY_MAX_SIZE);
    if (policy) {
      policy.statements.push(statement);
      policy.size += needed;
    } else {
      policies.push({ statements: [statement], size: DOCUMENT_SIZE + needed - SEPARATOR_SIZE });
    }
  }
  return policies.map((policy) => policy.statements);
}

function cutToFit(statement: Statement): Statement[] {
  if (DOCUMENT_SIZE + statementSize(statement, 'usual') <= MANAGED_POLICY_MAX_SIZE) return [statement];
  const halves = cutStatement(statement);
  if (halves) return halves.flatMap(cutToFit);
  // Lengths that are only estimated must not stop a deployment that would work.
  const least = DOCUMENT_SIZE + statementSize(statement, 'least');
  if (least <= MANAGED_POLICY_MAX_SIZE) return [statement];
  throw new InvalidInputError(`One statement is too large for any policy: ${least} characters for ${statement.actionKey} ${quote(templateText(statement.actions[0]))}. A managed policy holds ${MANAGED_POLICY_MAX_SIZE} characters, and this statement cannot be cut into smaller ones. Shorten its conditions, or name Action and Resource instead of NotAction and NotResource.`);
}

/** A policy that holds one Sid twice is refused by IAM; what the second statement does is kept. */
function withUniqueSids(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.map((statement) => {
    const { sid, ...unnamed } = statement;
    if (sid === undefined || !seen.has(sid)) {
      if (sid !== undefined) seen.add(sid);
      return statement;
    }
    return unnamed;
  });
}
