import type { Assumed } from './session';
import { assuming, fromOutside, isFederated, policiesOf } from './session';
import { allows, closes } from '../../../private/trust-policy';
import type { Rule } from '../../rule';
import { called, isNegated, subjectOf, whenever } from '../../statements';

const SOURCE_IDENTITY = /^sts:SourceIdentity$/i;

export const sourceIdentityOpen: Rule = {
  id: 'source-identity-open',
  title: 'A caller says himself who he is, and the logs believe him.',
  why: 'The source identity stays with a session through all roles that it assumes and stands in CloudTrail. Where the trust does not say what it must be, it is the word of the caller.',
  fix: 'Test sts:SourceIdentity, such as with StringLike *@example.com or StringEquals ${aws:username}, or take sts:SetSourceIdentity out.',
  level: 'info',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html',
  find: (template) => template.roles.flatMap((role) => {
    const isRefused = role.trust!.statements.some(({ effect, tests }) => effect === 'Deny' && tests.some((test) => SOURCE_IDENTITY.test(test.key) && isNegated(test)));
    const statements = fromOutside(role);
    const isClosed = ({ trust }: Assumed) => closes(trust, SOURCE_IDENTITY);
    const open = statements.filter((one) => allows(one.trust, 'sts:SetSourceIdentity') && !isFederated(one) && !isClosed(one));
    const sessions = assuming(statements);
    if (open.length === 0 || isRefused || (sessions.length > 0 && sessions.every(isClosed))) return [];
    const decides = policiesOf(role).some((policy) => policy.statements.some(({ json }) => /(aws|sts):SourceIdentity/i.test(JSON.stringify(json))));
    return open.map((one) => ({
      at: role.resource,
      subject: subjectOf(one.statement),
      location: one.statement.location,
      level: decides ? 'warning' as const : 'info' as const,
      message: `${called(one.statement)} of the trust policy lets the caller set any source identity${decides ? ', and policies of the role decide by it' : ''}${whenever(one.statement)}.`,
    }));
  }),
};
