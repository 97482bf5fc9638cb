import { externalIdFragment } from './external-id-fragment';
import { externalIdGuessable } from './external-id-guessable';
import { externalIdParameter } from './external-id-parameter';
import { externalIdShared } from './external-id-shared';
import { forAllValuesInAllow } from './for-all-values-in-allow';
import { policyAsText } from './policy-as-text';
import { policyUnreadable } from './policy-unreadable';
import { principalFromParameter } from './principal-from-parameter';
import { trustConditionVanishes } from './trust-condition-vanishes';
import { trustEveryone } from './trust-everyone';
import { trustForeignAccount } from './trust-foreign-account';
import { trustWeakOperator } from './trust-weak-operator';
import { trustWeakestStatement } from './trust-weakest-statement';
import type { Rule } from '../../rule';

export const TRUST: readonly Rule[] = [
  trustEveryone,
  principalFromParameter,
  trustForeignAccount,
  externalIdGuessable,
  externalIdShared,
  externalIdParameter,
  externalIdFragment,
  trustConditionVanishes,
  trustWeakOperator,
  forAllValuesInAllow,
  trustWeakestStatement,
  policyAsText,
  policyUnreadable,
];
