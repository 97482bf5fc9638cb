import { actionResourceMismatch } from './action-resource-mismatch';
import { actionUnknown } from './action-unknown';
import { actionWildcard } from './action-wildcard';
import { bucketNameWildcard } from './bucket-name-wildcard';
import { conditionKeyNeverSent } from './condition-key-never-sent';
import { conditionKeyUnknown } from './condition-key-unknown';
import { literalPartition } from './literal-partition';
import { notInAllow } from './not-in-allow';
import { prefixWithoutSlash } from './prefix-without-slash';
import { resourceWildcard } from './resource-wildcard';
import { sourceIpMistake } from './source-ip-mistake';
import { variablesWithoutVersion } from './variables-without-version';
import { wildcardInExact } from './wildcard-in-exact';
import type { Rule } from '../../rule';

export const ACTIONS: readonly Rule[] = [
  actionWildcard,
  resourceWildcard,
  bucketNameWildcard,
  notInAllow,
  actionUnknown,
  actionResourceMismatch,
  conditionKeyUnknown,
  conditionKeyNeverSent,
  wildcardInExact,
  variablesWithoutVersion,
  prefixWithoutSlash,
  sourceIpMistake,
  literalPartition,
];
