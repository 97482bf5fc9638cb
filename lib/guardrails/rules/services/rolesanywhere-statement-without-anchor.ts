import type { AnywhereStatement } from './rolesanywhere';
import { allAnywhereStatements } from './rolesanywhere';
import { list, quote } from '../../../private/errors';
import { shown } from '../../../private/evaluation/text';
import { ROLES_ANYWHERE_ACTIONS, pinsAnchor, pinsCertificate } from '../../../private/roles-anywhere-trust';
import type { Level, Rule } from '../../rule';
import { called, pins, subjectOf, testsOf, whenever } from '../../statements';

const LEVEL = 'warning';

export const rolesAnywhereStatementWithoutAnchor: Rule = {
  id: 'rolesanywhere-statement-without-anchor',
  title: 'A statement for IAM Roles Anywhere does not name the trust anchor.',
  why: 'Every trust anchor of an account can be used with every role that trusts IAM Roles Anywhere, so whoever may make a trust anchor gets the role with certificates of his own; each statement stands alone.',
  fix: 'Test aws:SourceArn with ArnEquals in each statement, with the ARNs of the trust anchors.',
  level: LEVEL,
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html',
  find: (template) => allAnywhereStatements(template).filter(({ trust }) => !trust.conditions.some(pinsAnchor)).map((one) => ({
    at: one.role.resource,
    subject: subjectOf(one.statement, one.actions[0]),
    message: `${called(one.statement)} of the trust policy, for ${list(one.actions)}, ${problemOf(one)}${whenever(one.statement)}.`,
    location: one.statement.location,
    level: levelOf(one),
  })),
};

/** A trust anchor and its roles are of one account: to name it keeps out nobody, and AWS names it as the least. */
function namesAccount({ statement }: AnywhereStatement): boolean {
  return pins(statement, 'aws:SourceAccount');
}

function levelOf(one: AnywhereStatement): Level {
  return one.actions.includes(ROLES_ANYWHERE_ACTIONS[0]) && !namesAccount(one) ? LEVEL : 'info';
}

function problemOf(one: AnywhereStatement): string {
  const values = testsOf(one.statement, 'aws:SourceArn').flatMap((test) => test.values);
  const callers = one.trust.conditions.some(pinsCertificate) ? 'the certificates that it describes' : 'all certificates';
  const open = values.length === 0 ? '' : `, as what it says of aws:SourceArn does not name one (${values.map((value) => quote(shown(value))).join(', ')})`;
  if (namesAccount(one)) return `names the account of the trust anchor alone, in which whoever may make one is let in${open}`;
  return `by itself lets in ${callers} of every trust anchor${open}`;
}
