import type { Verdict } from './demands';
import { worstOf } from './demands';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Rule } from '../../rule';

export const requiredName: Rule = {
  id: 'required-name',
  title: 'A role has a name that the platform does not allow.',
  why: 'Permissions, alarms and inventories that go by the name of a role do not see it.',
  fix: 'Give the role a name that matches the pattern, or none: then CloudFormation makes one up.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names',
  find: (template, { requiredNamePattern: demanded }) => demanded === undefined ? [] : template.roles.flatMap(({ resource }) => {
    // What the user gives may remember where it has matched.
    const pattern = new RegExp(demanded.source, demanded.flags.replace(/[gy]/g, ''));
    const unmet = worstOf(template, resource, resource.properties.RoleName, (value) => judge(value, pattern));
    if (unmet?.value === undefined) return [];
    const { verdict, value, when } = unmet;
    const is = verdict === 'no' ? `has the name ${quote(shown(value))}${when}` : `may have a name that is not allowed, as it has ${quote(shown(value))}${when}`;
    return [{
      at: resource,
      message: `the role ${is}, and the platform demands one that matches ${quote(demanded.source)}.`,
      location: 'Properties/RoleName',
      ...(verdict === 'may' && { level: 'warning' as const }),
    }];
  }),
};

/** What these may stand for in the name of a role; of what else is in it nothing is known. */
const EXAMPLES: Readonly<Record<string, string>> = { 'AWS::AccountId': '111122223333', 'AWS::Region': 'us-east-1', 'AWS::Partition': 'aws' };

function judge(name: Text | undefined, pattern: RegExp): Verdict {
  if (name === undefined) return 'yes';
  if (typeof name === 'string') return pattern.test(name) ? 'yes' : 'no';
  const example = name.parts.map((part) => typeof part === 'string' ? part : EXAMPLES[part.unknown]);
  return example.every((part) => part !== undefined) && pattern.test(example.join('')) ? 'yes' : 'may';
}
