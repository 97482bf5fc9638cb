import { actionsOf } from './covered-actions';
import { ResourceFit } from './resource-fit';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { ServiceAction } from '../../../private/service-authorization';
import type { Statement } from '../../../private/template/statement';
import type { Found, Level, Rule } from '../../rule';
import { allStatements, called, named, subjectOf, whenever } from '../../statements';

/** What CDK's grants give beside what works on the resource: on a table what is on its streams, and what is on all of a type. */
const OF_GRANTS = new RegExp(`^(${[
  'dynamodb:Get(Records|ShardIterator)', 'kinesis:(ListStreams|DescribeStreamConsumer|SubscribeToShard)', 'ssm:DescribeParameters',
  'states:(ListStateMachines|SendTask(Success|Failure|Heartbeat))', 'codebuild:BatchGetReports',
].join('|')})$`);

export const actionResourceMismatch: Rule = {
  id: 'action-resource-mismatch',
  title: 'An action is on a resource of a type that it never works on.',
  why: 'IAM compares the resource of a request with the ARN of the policy: an Allow for the wrong type of resource gives nothing, and a Deny denies nothing.',
  fix: 'Give the action the ARN of a resource of its own type, such as that of the objects of a bucket, or \'*\' if it works on none.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  find: (template) => {
    const fit = new ResourceFit(template);
    return allStatements(template).flatMap(({ policy, statement }) => {
      const { actions = [], resources = [] } = statement;
      const mismatched = resources.length === 0 ? [] : actions.filter((text) => isMismatched(text, resources, fit));
      const isAll = mismatched.length === actions.length;
      return mismatched.filter((text) => statement.effect === 'Deny' || !OF_GRANTS.test(shown(text))).map((text): Found => ({
        at: policy.resource,
        subject: subjectOf(statement, shown(text)),
        message: `${called(statement)} ${statement.effect === 'Deny' ? 'denies' : 'allows'} ${quote(shown(text))} on ${named(resources, 1)}, on which it never works: ${worksOn(actionsOf(text)!)}${whenever(statement)}.`,
        location: statement.location,
        level: levelOf(statement, text, isAll),
      }));
    });
  },
};

/** Whether none of the actions that a text stands for can be on one of the resources. */
function isMismatched(text: Text, resources: readonly Text[], fit: ResourceFit): boolean {
  const actions = actionsOf(text) ?? [];
  return actions.length > 0 && !resources.some((resource) => fit.fits(actions, resource));
}

/**
 * A Deny of which nothing is left is a hole. An Allow with other actions that work is what many grants are, CDK's too; and of an action that
 * AWS lists no resource for some services take one all the same.
 */
function levelOf({ effect }: Statement, text: Text, isAll: boolean): Level {
  const isOnNone = actionsOf(text)!.every(({ targets }) => targets.length === 0);
  if (isOnNone || (effect !== 'Deny' && !isAll)) return 'info';
  return effect === 'Deny' && isAll ? 'error' : 'warning';
}

function worksOn(actions: readonly ServiceAction[]): string {
  const arns = [...new Set(actions.flatMap(({ targets }) => targets.map(({ kind }) => `arn:\${Partition}:${kind.arn}`)))];
  if (arns.length === 0) return 'it is on no resource that can be named, and needs \'*\'';
  return `it is on ${named(arns)}`;
}
