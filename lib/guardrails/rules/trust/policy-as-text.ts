import { isWrittenAsText, policyCalled } from './policy-texts';
import { quote } from '../../../private/errors';
import { readPattern } from '../../../private/parameter-pattern';
import { isCheckedType } from '../../../private/parameters';
import type { Policy } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import { isRead, parametersOf } from '../../parameters';
import type { Found, Rule } from '../../rule';
import { allPolicies } from '../../statements';

export const policyAsText: Rule = {
  id: 'policy-as-text',
  title: 'A policy is text into which a value is put that can change it.',
  why: 'A quote in the value ends a text of the policy, and what follows it is a statement: whoever sets the value writes the policy.',
  fix: 'Write the policy as JSON, or give the parameter an AllowedPattern that admits neither quotes nor backslashes.',
  level: 'fatal',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  find: (template) => allPolicies(template).flatMap((policy) => [...entering(policy, template), ...unparsed(policy, template)]),
};

function entering(policy: Policy, template: Template): Found[] {
  // What Fn::ToJsonString writes is escaped by CloudFormation, as far as its documentation goes.
  const isWritten = policy.raw?.['Fn::ToJsonString'] !== undefined;
  return policy.enters.flatMap((name): Found[] => {
    const found = (subject: string, because: string, level: Found['level']): Found => ({
      at: policy.resource,
      subject,
      message: `${policyCalled(policy)} is text into which ${because}.`,
      location: policy.location,
      level: isWritten ? 'info' : level,
    });
    if (name.startsWith('{{resolve:')) return [found(name, `the dynamic reference ${quote(name)} is put, and whoever sets what it reads could add statements`, 'error')];
    return parametersOf(name, template).flatMap((parameter) => {
      if (isRead(parameter, template)) return [found(parameter, `the parameter ${quote(parameter)} is put, and whoever sets what it reads in Parameter Store could add statements`, 'error')];
      const because = admitsQuotes(parameter, template);
      return because === undefined ? [] : [found(parameter, `the parameter ${quote(parameter)} is put, which ${because}: whoever sets it could add statements`, undefined)];
    });
  });
}

/** What ends a text of JSON, or takes the meaning from the quote that ends it. */
const ENDS_TEXT = ['"', '\\'];

/** Why a parameter may hold a quote, as the end of "which …"; undefined if it cannot. */
function admitsQuotes(name: string, template: Template): string | undefined {
  const { declaration, type } = template.parameter(name)!;
  const { AllowedValues: values, AllowedPattern: pattern } = declaration;
  if (isCheckedType(type)) return undefined;
  if (Array.isArray(values) && values.length > 0) {
    const wrong = values.map(String).find((value) => ENDS_TEXT.some((end) => value.includes(end)));
    return wrong === undefined ? undefined : `has the allowed value ${quote(wrong)}`;
  }
  if (typeof pattern !== 'string') return 'has no AllowedPattern';
  const { admits, unclear } = readPattern(pattern, ENDS_TEXT);
  if (unclear !== undefined) return `has an AllowedPattern that cannot be checked for quotes, ${quote(pattern)}`;
  return admits.length === 0 ? undefined : `has an AllowedPattern that admits ${quote(admits[0])}, ${quote(pattern)}`;
}

function unparsed(policy: Policy, template: Template): Found[] {
  const [broken] = policy.statements.filter(({ unreadable }) => unreadable !== undefined);
  if (broken === undefined || !isWrittenAsText(policy, template)) return [];
  return [{
    at: policy.resource,
    subject: policy.location,
    message: `${policyCalled(policy)} is text, and nobody can tell what it allows, because it is or holds ${broken.unreadable}.`,
    location: policy.location,
    level: 'warning',
  }];
}
