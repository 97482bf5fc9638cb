import type { Resource } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Found, Level } from '../../rule';

/** A finding at a resource. */
export interface FoundAt extends Found {
  readonly at: Resource;
}

const ORDER: readonly Level[] = ['fatal', 'error', 'warning', 'info'];

/**
 * Findings, of which those of one resource and subject become one, with the level of the worst.
 *
 * @param level that of the rule
 */
export function merged(found: readonly FoundAt[], level: Level): Found[] {
  const rank = (one: Found) => ORDER.indexOf(one.level ?? level);
  const bySubject = new Map<string, { worst: Found; readonly messages: Set<string> }>();
  for (const one of found) {
    const key = `${one.at.logicalId}\n${one.subject ?? ''}`;
    const before = bySubject.get(key);
    if (before === undefined) {
      bySubject.set(key, { worst: one, messages: new Set([one.message]) });
      continue;
    }
    before.messages.add(one.message);
    if (rank(one) < rank(before.worst)) before.worst = one;
  }
  return [...bySubject.values()].map(({ worst, messages }) => {
    const others = messages.size - 1;
    return others === 0 ? worst : { ...worst, message: `${worst.message} The resource has ${others} more of the kind.` };
  });
}

/** What tells a finding apart: the Sid of its statement, if there is one, and what of the statement it is about. */
export function subjectOf(statement: Statement, what: string): string {
  return statement.sid === undefined ? what : `${statement.sid} ${what}`;
}
