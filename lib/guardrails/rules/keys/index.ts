import { accessKey } from './access-key';
import { accessKeyInEnvironment } from './access-key-in-environment';
import { accessKeyLiteral } from './access-key-literal';
import { accessKeyOutput } from './access-key-output';
import { accessKeyParameter } from './access-key-parameter';
import { hopLimit } from './hop-limit';
import { iamUser } from './iam-user';
import { imdsv1Reachable } from './imdsv1-reachable';
import { instanceRoleTrust } from './instance-role-trust';
import type { Rule } from '../../rule';

export const KEYS: readonly Rule[] = [
  accessKey,
  iamUser,
  accessKeyLiteral,
  accessKeyInEnvironment,
  accessKeyOutput,
  accessKeyParameter,
  instanceRoleTrust,
  imdsv1Reachable,
  hopLimit,
];
