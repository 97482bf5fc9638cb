import { EXTERNAL_ID_PAGE } from './pages';
import type { DemandedId } from './trust-statements';
import { demandedIds, isForServices, isPattern } from './trust-statements';
import { quote } from '../../../private/errors';
import { shown } from '../../../private/evaluation/text';
import { guessableBecause } from '../../../private/external-ids';
import { judged } from '../../../private/template/trust-statement';
import { holdsVariable } from '../../../private/trust-policy';
import type { Rule } from '../../rule';
import { called, whenever } from '../../statements';

export const externalIdGuessable: Rule = {
  id: 'external-id-guessable',
  title: 'The external ID of a role can be guessed.',
  why: 'Whoever can make the third party send a value of his choice reaches the role once he has guessed the external ID.',
  fix: 'Have the third party mint a random value for each of its customers, such as a UUID.',
  level: 'warning',
  page: EXTERNAL_ID_PAGE,
  find: (template) => demandedIds(template).flatMap((demanded) => {
    const because = weakBecause(demanded);
    return because === undefined ? [] : [{
      at: demanded.role.resource,
      subject: shown(demanded.value),
      message: `the external ID ${quote(shown(demanded.value))} of ${called(demanded.statement)} of the trust policy can be guessed: it ${because}${whenever(demanded.statement)}.`,
      location: demanded.statement.location,
      ...(isForServices(demanded.statement) && { level: 'info' as const }),
    }];
  }),
};

/** Of what is known once deployed nobody can say how it is made. */
function weakBecause({ test, value }: DemandedId): string | undefined {
  if (isPattern(test, value)) return 'is a pattern, which many values match';
  if (holdsVariable(judged(value))) return 'is what the request says of itself';
  return typeof value === 'string' ? guessableBecause(value) : undefined;
}
