import { policyCount } from './policy-count';
import { policySize } from './policy-size';
import { requiredBoundary } from './required-boundary';
import { requiredName } from './required-name';
import { requiredPath } from './required-path';
import { requiredTag } from './required-tag';
import type { Rule } from '../../rule';

export const PLATFORM: readonly Rule[] = [
  requiredBoundary,
  requiredPath,
  requiredName,
  requiredTag,
  policySize,
  policyCount,
];
