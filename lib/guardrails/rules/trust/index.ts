import { externalIdFragment } from './external-id-fragment';
import { externalIdGuessable } from './external-id-guessable';
import { externalIdParameter } from './external-id-parameter';
import { externalIdShared } from './external-id-shared';
import { policyAsText } from './policy-as-text';
import { policyUnreadable } from './policy-unreadable';
import { principalFromParameter } from './principal-from-parameter';
import { trustConditionVanishes } from './trust-condition-vanishes';
import { trustEveryone } from './trust-everyone';
import { trustForAllValues } from './trust-for-all-values';
import { trustForeignAccount } from './trust-foreign-account';
import { trustSourceIdentity } from './trust-source-identity';
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
  trustForAllValues,
  trustWeakestStatement,
  trustSourceIdentity,
  policyAsText,
  policyUnreadable,
];
