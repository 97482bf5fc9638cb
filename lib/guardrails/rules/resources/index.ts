import { kmsAnyAccount } from './kms-any-account';
import { resourcePolicyForeignAccount } from './resource-policy-foreign-account';
import { resourcePolicyOpen } from './resource-policy-open';
import type { Rule } from '../../rule';

export const RESOURCES: readonly Rule[] = [
  resourcePolicyOpen,
  kmsAnyAccount,
  resourcePolicyForeignAccount,
];
