import type { Verdict } from './demands';
import { beginningOf, worstOf } from './demands';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Rule } from '../../rule';

export const requiredPath: Rule = {
  id: 'required-path',
  title: 'A role is outside of the path that the platform demands.',
  why: 'Permissions and boundaries that are written for the path do not reach the role.',
  fix: 'Give the role the path, or one below it; a role that CDK makes by itself gets it from an aspect that sets the path of every CfnRole.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names',
  find: (template, { requiredPath: demanded = '' }) => demanded === '' || demanded === '/' ? [] : template.roles.flatMap(({ resource }) => {
    const unmet = worstOf(template, resource, resource.properties.Path, (value) => judge(value ?? '/', demanded));
    if (unmet === undefined) return [];
    const { verdict, value = '/', when } = unmet;
    const is = verdict === 'no' ? `has the path ${quote(shown(value))}${when}` : `may have another path, as it has ${quote(shown(value))}${when}`;
    return [{ at: resource, message: `the role ${is}, and the platform demands one that begins with ${quote(demanded)}.`, location: resource.madeOf === undefined ? 'Properties/Path' : 'Properties/RolePath' }];
  }),
};

function judge(path: Text, demanded: string): Verdict {
  const beginning = beginningOf(path);
  if (beginning.startsWith(demanded)) return 'yes';
  return typeof path !== 'string' && demanded.startsWith(beginning) ? 'may' : 'no';
}
