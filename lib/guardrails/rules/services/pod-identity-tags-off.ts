import type { Association } from './pods';
import { POD_ACTIONS, associationsOf, demandedTags, podStatements } from './pods';
import { list } from '../../../private/errors';
import type { Identity } from '../../../private/template/identities';
import type { Statement } from '../../../private/template/statement';
import { principalsOf } from '../../principals';
import type { Found, Rule } from '../../rule';
import { isFor } from '../../statements';

export const podIdentityTagsOff: Rule = {
  id: 'pod-identity-tags-off',
  title: 'An association of EKS Pod Identity sends no session tags, and the trust of its role demands them.',
  why: 'Without session tags the conditions on them are not met, and no pod gets the role; taking them out of the trust instead would open it to the pods of every cluster.',
  fix: 'Leave DisableSessionTags out, or give the association a role of its own.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html',
  find: (template) => associationsOf(template).filter(({ tags }) => tags !== 'on').flatMap((association) => [
    ...association.roles.flatMap((role) => problemOf(association, role, podStatements(role))),
    ...association.targets.flatMap((role) => problemOf(association, role, roleStatements(role))),
  ]),
};

/** The statements of a target role that let another role assume it. */
function roleStatements(role: Identity): Statement[] {
  return role.trust!.statements
    .filter((statement) => statement.effect === 'Allow' && isFor(statement, POD_ACTIONS[0]) && principalsOf(statement, 'AWS', '*').length > 0);
}

function problemOf({ resource, tags }: Association, role: Identity, statements: readonly Statement[]): Found[] {
  const demanded = statements.map(demandedTags);
  if (demanded.length === 0 || demanded.some((keys) => keys.length === 0)) return [];
  const { logicalId } = role.resource;
  return [{
    at: resource,
    subject: logicalId,
    message: `the trust policy of the role '${logicalId}' demands ${list([...new Set(demanded.flat())])}, which the association does not send${tags === 'mixed' ? ' where DisableSessionTags is true' : ''}.`,
    location: 'Properties/DisableSessionTags',
  }];
}
