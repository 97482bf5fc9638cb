import type { Rule } from './rule';
import { ACTIONS } from './rules/actions/index';
import { ESCALATION } from './rules/escalation/index';
import { FEDERATION } from './rules/federation/index';
import { KEYS } from './rules/keys/index';
import { PLATFORM } from './rules/platform/index';
import { RESOURCES } from './rules/resources/index';
import { SERVICES } from './rules/services/index';
import { TRUST } from './rules/trust/index';

/** All rules, in the order of the report. Files are named, not folders: with compiled files beside the sources a folder could be either. */
export const RULES: readonly Rule[] = [...KEYS, ...TRUST, ...FEDERATION, ...SERVICES, ...ACTIONS, ...ESCALATION, ...RESOURCES, ...PLATFORM];
