import { descriptionOf, isKey, keyAskedBy } from './key-names';
import { quote } from '../../../private/errors';
import type { Parameter, Template } from '../../../private/template/template';
import { mayBeEmpty } from '../../parameters';
import type { Found, Rule } from '../../rule';

export const accessKeyParameter: Rule = {
  id: 'access-key-parameter',
  title: 'A parameter asks for an access key.',
  why: 'Whoever deploys the template must make an access key and hand it over; from then on it is a copy that nobody rotates.',
  fix: 'Take the ARN of a role instead, or make the role in the template.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/best-practices.html#creds',
  find: (template) => template.parameters.filter(takesText).flatMap((parameter) => judge(parameter, template) ?? []),
};

/** Whether anything can be put into the parameter: a choice among values, a number or the name of something that exists is no key. */
function takesText({ type, declaration }: Parameter): boolean {
  return (type === 'String' || isRead({ type })) && declaration.AllowedValues === undefined;
}

function isRead({ type }: Pick<Parameter, 'type'>): boolean {
  return type === 'AWS::SSM::Parameter::Value<String>';
}

function judge(parameter: Parameter, template: Template): Found | undefined {
  const { name, declaration } = parameter;
  const at = { at: { parameter: name }, location: `Parameters/${name}` };
  const asked = keyAskedBy(parameter);
  if (asked === undefined) {
    return isAskedForIn(descriptionOf(declaration))
      ? { ...at, level: 'warning', message: `the parameter may ask for an access key: its description is ${quote(declaration.Description)}.` }
      : undefined;
  }
  const part = asked.part === 'id' ? 'the ID of an access key' : 'the secret part of an access key';
  if (typeof declaration.Default === 'string' && isKey(declaration.Default, asked.part)) {
    return { ...at, level: 'fatal', message: `the parameter asks for ${part}, and has one as its default, in plain text.` };
  }
  if (asked.isReference || isRead(parameter)) return { ...at, level: 'warning', message: `the parameter asks where ${part} is kept.` };
  if (!asked.isAws) return { ...at, level: 'warning', message: `the parameter asks for what may be ${part} of AWS.` };
  if (mayBeEmpty(name, template)) return { ...at, level: 'warning', message: `the parameter asks for ${part}; it may be left empty.` };
  return { ...at, message: `the parameter asks for ${part}.` };
}

const ASKED_FOR = /\b(AWS|IAM|Amazon)\b[^.]{0,40}\b(access key( id)?|secret key|secret access key)\b/i;
const OTHERWISE = /\b(arn|age|days?|rotat\w*|expir\w*|name|whether|enable\w*|disable\w*|without|instead|never|not|don't|no|kms|status|creat\w*)\b/i;

/** Whether a description asks for an access key, and says nothing of its age, its name, or that there should be none. */
function isAskedForIn(description: string): boolean {
  return ASKED_FOR.test(description) && !OTHERWISE.test(description);
}
