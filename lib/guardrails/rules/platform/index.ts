import { policyCount } from './policy-count';
import { policySize } from './policy-size';
import { requiredBoundary } from './required-boundary';
import { requiredName } from './required-name';
import { requiredPath } from './required-path';
import { requiredTags } from './required-tags';
import type { Rule } from '../../rule';

export const PLATFORM: readonly Rule[] = [
  requiredBoundary,
  requiredPath,
  requiredName,
  requiredTags,
  policySize,
  policyCount,
];
