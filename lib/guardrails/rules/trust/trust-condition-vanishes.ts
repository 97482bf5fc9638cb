import { lostKeys } from './trust-statements';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { mayBeEmpty } from '../../parameters';
import type { Found, Rule } from '../../rule';
import { called, parametersIn, subjectOf, trustAllows, whenever } from '../../statements';

export const trustConditionVanishes: Rule = {
  id: 'trust-condition-vanishes',
  title: 'A condition of a role\'s trust can be absent or empty once deployed.',
  why: 'A condition that AWS::NoValue takes away demands nothing, and no caller meets one whose value is empty: the role is open to those whom the condition was to keep out, or to nobody.',
  fix: 'Give the condition a value in every case: a parameter without an empty default whose AllowedPattern refuses an empty text, and no Fn::If around it.',
  level: 'fatal',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html',
  find: (template) => trustAllows(template).flatMap(({ role, policy, statement }) => (lostKeys(policy).get(statement) ?? []).map((key): Found => ({
    at: role.resource,
    subject: subjectOf(statement, key),
    message: `${called(statement)} of the trust policy loses its condition on ${quote(key)}${whenever(statement)}.`,
    location: statement.location,
  }))).concat(trustAllows(template).flatMap(({ role, statement }) => emptyValues(statement, template).map(({ key, because }): Found => ({
    at: role.resource,
    subject: subjectOf(statement, key),
    message: `${called(statement)} of the trust policy compares ${quote(key)} with an empty text${because}${whenever(statement)}.`,
    location: statement.location,
  })))),
};

function emptyValues(statement: Statement, template: Template): { key: string; because: string }[] {
  return statement.tests.flatMap(({ key, values }) => values.flatMap((value) => {
    if (value === '') return [{ key, because: '' }];
    const names = emptied(value, statement, template);
    return names.length === 0 ? [] : [{ key, because: ` if the parameter ${names.map(quote).join(' and ')} is empty, as it may be` }];
  }));
}

/** The parameters that make a text empty, if all of it comes from parameters that may be empty. */
function emptied(value: Text, statement: Statement, template: Template): string[] {
  const names = parametersIn(value, template);
  const isAll = typeof value !== 'string' && names.length === value.parts.length;
  // Where a condition of the template asks whether it is empty, the statement says in which case it is there.
  const mayBe = (name: string) => mayBeEmpty(name, template) && !statement.when.includes(`the parameter ${name} is not ''`);
  return isAll && names.every(mayBe) ? names : [];
}
