import { calledAt, holdersOf, lets, locationAt } from './holders';
import { byGrantee, isNarrowedBy } from './narrowing';
import { ActionSet } from './permissions';
import { shown } from '../../../private/evaluation/text';
import type { Statement } from '../../../private/template/statement';
import type { Rule } from '../../rule';
import { pins, subjectOf, testsOf, whenever } from '../../statements';
import { isEveryAction } from '../actions/covered-actions';

const CREATE_GRANT = 'kms:CreateGrant';
const ACTIONS = new ActionSet([CREATE_GRANT]);

const FOR_SERVICES = 'kms:GrantIsForAWSResource';

export const kmsGrantOpen: Rule = {
  id: 'kms-grant-open',
  title: 'Anybody can be given the use of a key by a grant.',
  why: 'A grant lets whom it names use a key, in any account, and stands in no policy: who may make grants for anybody hands the key out, and nobody who reads the policies sees it.',
  fix: 'Allow kms:CreateGrant with the condition Bool kms:GrantIsForAWSResource true, or name the grantees with kms:GranteePrincipal.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
  find: (template) => holdersOf(template).flatMap((holder) => {
    const permissions = ACTIONS.of(holder);
    const isRefusedToOthers = permissions.conditionalDenies(CREATE_GRANT).some(isForServicesAlone('false'));
    if (isRefusedToOthers) return [];
    return permissions.allows(CREATE_GRANT).filter(({ statement }) => !isNarrowed(statement) && permissions.reachOf(statement, CREATE_GRANT) !== 'none')
      .map((placed) => {
        const { policy, statement } = placed;
        // A service makes grants of its own, whoever calls it.
        const isViaService = pins(statement, 'kms:ViaService');
        return {
          at: policy.resource,
          level: isViaService ? 'info' as const : 'warning' as const,
          subject: subjectOf(statement, CREATE_GRANT),
          message: `${calledAt(placed, policy.resource)} ${lets(statement)} its holder give ${isViaService ? 'a service\'s callers' : 'anybody'} the use of a key: no condition of kms:CreateGrant says that the grant is for a service of AWS, or for whom${whenever(statement)}.`,
          ...locationAt(placed, policy.resource),
        };
      });
  }),
};

function isNarrowed(statement: Statement): boolean {
  return (statement.actions ?? []).some(isEveryAction) || isForServicesAlone('true')(statement) || isNarrowedBy(statement, byGrantee);
}

/** Whether a statement is for grants for services alone, or for all others. */
function isForServicesAlone(value: 'true' | 'false'): (statement: Statement) => boolean {
  return (statement) => testsOf(statement, FOR_SERVICES).some((test) => /^Bool$/i.test(test.operator) && (value === 'false' || !test.ifExists)
    && test.values.every((one) => shown(one).toLowerCase() === value));
}
