import { shown } from '../../../private/evaluation/text';
import type { Statement, Test } from '../../../private/template/statement';
import { demandsKey, isMetWithoutKey, isNull, subjectOf, testsOf } from '../../statements';

const PRESENT = /^aws:MultiFactorAuthPresent$/i;

/** What tells a statement apart in the policy that it is in: an Allow and a Deny are often for the same action. */
export function nameOf(statement: Statement): string {
  return statement.sid ?? subjectOf(statement, statement.effect, shown((statement.actions ?? statement.notActions)?.[0] ?? 'nothing'));
}

/** The tests of a second factor in a statement. */
export function mfaTests(statement: Statement): Test[] {
  return testsOf(statement, /^aws:MultiFactorAuth(Present|Age)$/i);
}

/** Whether a test is after requests with a second factor; `false` for those without. */
export function wantsFactor({ key, operator, values }: Test): boolean | undefined {
  if (PRESENT.test(key)) {
    const wanted = values.map((value) => typeof value === 'string' ? value.toLowerCase() : '');
    if (wanted.length !== 1 || !/^(Bool|String(Not)?Equals(IgnoreCase)?)$/i.test(operator)) return undefined;
    return wanted[0] === 'true' || wanted[0] === 'false' ? (wanted[0] === 'true') !== /Not/i.test(operator) : undefined;
  }
  if (/^NumericLessThan(Equals)?$/i.test(operator)) return true;
  return /^NumericGreaterThan(Equals)?$/i.test(operator) ? false : undefined;
}

/** Whether a statement can be met with a second factor alone. */
export function demandsFactor(statement: Statement): boolean {
  // That the request says something of a second factor at all, those with a long-term key do not.
  return mfaTests(statement).some((test) => demandsKey(test) && (isNull(test) || wantsFactor(test) === true));
}

/** Whether a Deny is for requests that say nothing of a second factor. */
export function deniesWithout(statement: Statement): boolean {
  return statement.effect === 'Deny' && mfaTests(statement).some((test) =>
    isMetWithoutKey(test) && (isNull(test) || wantsFactor(test) === false));
}
