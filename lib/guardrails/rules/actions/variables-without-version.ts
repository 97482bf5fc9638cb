import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { knownParts } from '../../../private/evaluation/text';
import type { Statement } from '../../../private/template/statement';
import type { Found, Rule } from '../../rule';
import { allStatements, called, subjectOf, whenever } from '../../statements';

/** The version of the policy language that has variables. */
const WITH_VARIABLES = '2012-10-17';

export const variablesWithoutVersion: Rule = {
  id: 'variables-without-version',
  title: 'A policy uses a policy variable under a Version that knows none.',
  why: 'Without the Version 2012-10-17 a variable is taken as it is written: no resource and no request is called so, so an Allow gives nothing and a Deny denies nothing.',
  fix: 'Set the Version of the policy to 2012-10-17.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html',
  find: (template) => allStatements(template).filter(({ statement }) => statement.version !== WITH_VARIABLES)
    .flatMap(({ policy, statement }) => variablesIn(statement).map((variable): Found => ({
      at: policy.resource,
      subject: subjectOf(statement, variable),
      message: `${called(statement)} ${statement.effect === 'Deny' ? 'denies' : 'allows'} by the variable ${quote(variable)}, which is no variable as the policy has ${versionOf(statement)}${whenever(statement)}.`,
      location: statement.location,
      level: statement.effect === 'Deny' ? 'error' : 'warning',
    }))),
};

function variablesIn({ resources = [], notResources = [], tests }: Statement): string[] {
  const texts = [...resources, ...notResources, ...tests.flatMap(({ values }) => values)];
  return [...new Set(texts.flatMap(variablesOf))];
}

/** The beginnings of variables: what CloudFormation puts into one may be its end. */
function variablesOf(text: Text): string[] {
  return knownParts(text).flatMap((part) => part.match(/\$\{[^}]*\}?/g) ?? []);
}

function versionOf({ version }: Statement): string {
  return version === undefined ? 'no Version' : `the Version ${quote(version)}`;
}
