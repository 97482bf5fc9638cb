import { assumeroleOpen } from './assumerole-open';
import { attachPolicyOpen } from './attach-policy-open';
import { boundaryHoles } from './boundary-holes';
import { existingPassrole } from './existing-passrole';
import { kmsGrantOpen } from './kms-grant-open';
import { managedPolicyData } from './managed-policy-data';
import { passroleOpen } from './passrole-open';
import { privilegeEscalation } from './privilege-escalation';
import { tagThenUse } from './tag-then-use';
import type { Rule } from '../../rule';

export const ESCALATION: readonly Rule[] = [
  privilegeEscalation,
  boundaryHoles,
  attachPolicyOpen,
  passroleOpen,
  assumeroleOpen,
  existingPassrole,
  tagThenUse,
  kmsGrantOpen,
  managedPolicyData,
];
