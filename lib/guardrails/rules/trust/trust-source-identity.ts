import { quote } from '../../../private/errors';
import type { Statement } from '../../../private/template/statement';
import { trustStatementOf } from '../../../private/template/trust-statement';
import { closes, comesFromOutside } from '../../../private/trust-policy';
import type { Rule } from '../../rule';
import { called, isFor, merged, subjectOf, whenever } from '../../statements';

const SOURCE_IDENTITY = /^sts:SourceIdentity$/i;

export const trustSourceIdentity: Rule = {
  id: 'trust-source-identity',
  title: 'A caller may set any source identity.',
  why: 'The source identity stays with a session through all roles that it assumes next and stands in every log: where the trust does not say what it must be, it is the word of the caller, also against policies that test aws:SourceIdentity.',
  fix: 'Test sts:SourceIdentity with StringEquals or StringLike, or take sts:SetSourceIdentity out of the statement.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html',
  find: (template) => merged('warning', template.roles.flatMap(({ resource, trust }) => {
    const isRefused = trust!.statements.some(({ effect, tests }) => effect === 'Deny' && tests.some(({ key }) => SOURCE_IDENTITY.test(key)));
    return trust!.statements.filter((statement) => !isRefused && isOpen(statement)).map((statement) => ({
      at: resource,
      subject: subjectOf(statement),
      message: `${called(statement)} of the trust policy allows ${quote('sts:SetSourceIdentity')} and does not say what the source identity must be${whenever(statement)}.`,
      location: statement.location,
    }));
  })),
};

function isOpen(statement: Statement): boolean {
  if (statement.effect !== 'Allow' || !isFor(statement, 'sts:SetSourceIdentity')) return false;
  const trust = trustStatementOf(statement);
  return comesFromOutside(trust) && !closes(trust, SOURCE_IDENTITY);
}
