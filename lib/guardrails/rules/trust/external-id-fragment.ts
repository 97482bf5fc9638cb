import { EXTERNAL_ID_PAGE } from './pages';
import { demandedIds } from './trust-statements';
import { quote } from '../../../private/errors';
import { shown, unknownParts } from '../../../private/evaluation/text';
import { parametersBehind } from '../../parameters';
import type { Found, Rule } from '../../rule';
import { called, whenever } from '../../statements';

/** One of the five groups of the UUID in the ARN of a stack. */
const FRAGMENT = /^Select\(\d+, Split\(-, [^]*AWS::StackId/;

/** The UUID, or the whole ARN. */
const STACK_ID = /AWS::StackId/;

export const externalIdFragment: Rule = {
  id: 'external-id-fragment',
  title: 'The external ID of a role is made of the id of the stack alone.',
  why: 'The UUID of a stack is made of the time and the address of a machine: its last group alone is the same for many stacks, and none of it is secret or minted by the third party.',
  fix: 'Put a value before it that the third party has minted for the customer, and take the whole UUID: Fn::Join with "-" of a parameter and of Fn::Select 2 of Fn::Split "/" of AWS::StackId.',
  level: 'warning',
  page: EXTERNAL_ID_PAGE,
  find: (template) => demandedIds(template).flatMap(({ role, statement, value }): Found[] => {
    const names = unknownParts(value).map(({ unknown }) => unknown);
    const isFragment = names.some((name) => FRAGMENT.test(name));
    const isMinted = parametersBehind(value, template).length > 0;
    if (!isFragment && (isMinted || !names.some((name) => STACK_ID.test(name)))) return [];
    const what = isFragment ? 'takes a part of the UUID of the stack, which can be that of another stack too' : 'is the id of the stack, which the third party has not minted';
    return [{
      at: role.resource,
      subject: shown(value),
      message: `the external ID ${quote(shown(value))} of ${called(statement)} of the trust policy ${what}${whenever(statement)}.`,
      location: statement.location,
      ...((isMinted || !isFragment) && { level: 'info' as const }),
    }];
  }),
};
