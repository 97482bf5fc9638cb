import { calledAt, holdersOf, lets, levelIn, locationAt } from './holders';
import type { Narrowing } from './narrowing';
import { byOwner, byTag, isNarrowedBy } from './narrowing';
import type { Permissions } from './permissions';
import { ActionSet } from './permissions';
import { isAsWide } from './reach';
import type { Found, Rule } from '../../rule';
import type { Placed } from '../../statements';
import { subjectOf, whenever } from '../../statements';
import { isEveryAction } from '../actions/covered-actions';

const ASSUME_ROLE = 'sts:AssumeRole';
const ACTIONS = new ActionSet([ASSUME_ROLE]);

export const assumeroleOpen: Rule = {
  id: 'assumerole-open',
  title: 'Every role that trusts the account can be assumed.',
  why: 'A role that trusts the account as a whole leaves it to the account who may assume it; who may call sts:AssumeRole on every role has the rights of all such roles, in every account that trusts this one.',
  fix: 'Name the roles in Resource, or test aws:ResourceOrgID, aws:ResourceAccount or iam:ResourceTag of the role with StringEquals.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html',
  find: (template) => holdersOf(template).flatMap((holder) => {
    const permissions = ACTIONS.of(holder);
    return permissions.allows(ASSUME_ROLE).filter(({ statement }) => !(statement.actions ?? []).some(isEveryAction))
      .flatMap((placed) => judge(placed, permissions));
  }),
};

const narrows: Narrowing = (test) => byOwner(test) || byTag(test);

/** A role of one name in every account, as third parties have it, is not every role. */
function judge(placed: Placed, permissions: Permissions): Found[] {
  const { policy, statement } = placed;
  const reach = permissions.reachOf(statement, ASSUME_ROLE);
  if (!isAsWide(reach, 'account') || isNarrowedBy(statement, narrows) || permissions.isFenced(ASSUME_ROLE, narrows)) return [];
  const isEverywhere = reach === 'everywhere';
  return [{
    at: policy.resource,
    level: levelIn(isEverywhere ? 'error' : 'warning', statement),
    subject: subjectOf(statement, ASSUME_ROLE, ...isEverywhere ? [] : ['of one account']),
    message: `${calledAt(placed, policy.resource)} ${lets(statement)} its holder assume every role ${isEverywhere ? 'of every account' : 'of an account'} that lets the holder's account in${whenever(statement)}.`,
    ...locationAt(placed, policy.resource),
  }];
}
