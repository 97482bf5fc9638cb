import { assuming, fromOutside, isFederated, policiesOf } from './session';
import { list, quote } from '../../../private/errors';
import type { Identity } from '../../../private/template/identities';
import type { TrustStatement } from '../../../private/trust-policy';
import { allows, branches, closes } from '../../../private/trust-policy';
import type { Rule } from '../../rule';
import { called, subjectOf, whenever } from '../../statements';

export const tagsessionOpen: Rule = {
  id: 'tagsession-open',
  title: 'A caller may set the session tags by which the policies of a role decide.',
  why: 'The policies of the role test aws:PrincipalTag, and a session tag that the caller chooses counts as a tag of the role: he says himself what he may do.',
  fix: 'List the keys that he may set with ForAllValues:StringEquals aws:TagKeys and Null aws:TagKeys false, and their values with aws:RequestTag, or take sts:TagSession out.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html',
  find: (template) => template.roles.flatMap((role) => {
    const statements = fromOutside(role);
    const tagging = statements.filter(({ trust }) => allows(trust, 'sts:TagSession'));
    if (tagging.length === 0) return [];
    const tags = tagsTested(role);
    const isClosed = ({ trust }: { trust: TrustStatement }) => closesTags(trust, tags);
    const sessions = assuming(statements);
    if (tags.length === 0 || (sessions.length > 0 && sessions.every(isClosed))) return [];
    return tagging.filter((one) => !isClosed(one)).map((one) => {
      const whose = isFederated(one) ? 'has the identity provider set any session tag' : 'lets the caller set any session tag';
      return {
        at: role.resource,
        subject: subjectOf(one.statement),
        location: one.statement.location,
        // Whoever may write the attributes of users at the provider sets them.
        level: isFederated(one) || one.statement.unreadable !== undefined ? 'warning' as const : 'error' as const,
        message: `${called(one.statement)} of the trust policy ${whose}, and policies of the role decide by ${list(tags.map(quote))}${whenever(one.statement)}.`,
      };
    });
  }),
};

/** The tags of callers that policies of a role test, or put into a resource or a value. */
function tagsTested(role: Identity): string[] {
  const texts = policiesOf(role).flatMap(({ statements }) => statements.map(({ json }) => JSON.stringify(json)));
  const keys = texts.flatMap((text) => [...text.matchAll(/aws:PrincipalTag\/([^"},\\]+)/gi)].map((match) => match[1].trim()));
  return [...new Map(keys.map((key) => [key.toLowerCase(), key])).values()];
}

/** Whether a statement says which tags can be set: by their keys, or by the values of all that matter. */
function closesTags(trust: TrustStatement, tags: readonly string[]): boolean {
  const isNone = trust.conditions.some(({ operator, key, value }) => /^Null$/i.test(operator) && /^aws:TagKeys$/i.test(key) && branches(value).every((one) => one === 'true'));
  if (isNone || closes(trust, /^aws:TagKeys$/i)) return true;
  const keys = tags.map((tag) => `aws:requesttag/${tag.toLowerCase()}`);
  return keys.every((key) => closes({ conditions: trust.conditions.filter((test) => test.key.toLowerCase() === key) }, /./));
}
