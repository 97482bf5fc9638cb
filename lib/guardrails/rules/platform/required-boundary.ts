import type { Verdict } from './demands';
import { worstOf } from './demands';
import { list, quote } from '../../../private/errors';
import { valueOf } from '../../../private/evaluation/patterns';
import { areSame } from '../../../private/evaluation/principals';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Rule } from '../../rule';

export const requiredBoundary: Rule = {
  id: 'required-boundary',
  title: 'A role or user lacks the permissions boundary that the platform demands.',
  why: 'Without the boundary nothing limits what its policies can give it, now or when somebody adds one.',
  fix: 'Set the boundary for everything at once: iam.PermissionsBoundary.of(app).apply(policy), which reaches the roles of custom resources too.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  find: (template, { requiredBoundaries: demanded }) => demanded.length === 0 ? [] : template.identities.filter(({ kind }) => kind !== 'group')
    .flatMap(({ kind, resource }) => {
      const unmet = worstOf(template, resource, resource.properties.PermissionsBoundary, (value) => judge(value, demanded));
      if (unmet === undefined) return [];
      const { verdict, value, when, isSometimes } = unmet;
      const wanted = `and the platform demands ${list(demanded.map((name) => quote(name)))}`;
      const has = value === undefined
        ? isSometimes ? `may lack a permissions boundary, as it has none${when}` : 'has no permissions boundary'
        : verdict === 'no' ? `has the permissions boundary ${quote(shown(value))}${when}` : `may lack the permissions boundary, as it has what ${quote(shown(value))} stands for${when}`;
      return [{ at: resource, message: `the ${kind} ${has}, ${wanted}.`, location: 'Properties/PermissionsBoundary' }];
    }),
};

function judge(value: Text | undefined, demanded: readonly string[]): Verdict {
  if (value === undefined) return 'no';
  const verdicts = demanded.map((one) => one.includes(':') ? isArn(value, one) : isNamed(value, one));
  return verdicts.find((verdict) => verdict === 'yes') ?? verdicts.find((verdict) => verdict === 'may') ?? 'no';
}

/** Parts of an ARN that are those of where the template is deployed, which is where the demand is from. */
const OWN_PARTS = ['AWS::Partition', 'AWS::AccountId'];

function isArn(value: Text, arn: string): Verdict {
  const truth = areSame(valueOf(value), valueOf(arn));
  if (truth !== 'unknown') return truth ? 'yes' : 'no';
  return typeof value !== 'string' && value.parts.every((part) => typeof part === 'string' || OWN_PARTS.includes(part.unknown)) ? 'yes' : 'may';
}

function isNamed(value: Text, name: string): Verdict {
  const last = typeof value === 'string' ? value : value.parts[value.parts.length - 1];
  if (typeof last !== 'string') return 'may';
  if (last === name || last.endsWith(`/${name}`)) return typeof value === 'string' || last !== name ? 'yes' : 'may';
  return name.endsWith(last) ? 'may' : 'no';
}
