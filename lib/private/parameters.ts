import type { CfnParameter, Stack } from 'aws-cdk-lib';
import { CfnElement, Token } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';
import { readPattern } from './parameter-pattern';
import { INVISIBLE_SAMPLES, notLiteralBecause } from './text';

/** What a parameter must not let through where its value is text in a policy. */
const FORBIDDEN = ['*', '?', '$', ...INVISIBLE_SAMPLES];

/** Types whose values CloudFormation checks itself: numbers, and ids of things that exist. */
const CHECKED_TYPES = /^(Number|AWS::(EC2|Route53)::.+::Id)$/;

/** Whether CloudFormation refuses every value of a parameter of a type that is not a number or the id of a thing. */
export function isCheckedType(type: string): boolean {
  return CHECKED_TYPES.test(type);
}

/** Whether a construct is a CloudFormation parameter; by shape, as an app can hold two copies of aws-cdk-lib. */
export function isParameter(target: unknown): target is CfnParameter {
  return CfnElement.isCfnElement(target) && 'allowedPattern' in target && 'noEcho' in target;
}

/** The parameters of a stack that someone sets: not those by which CDK hands what the parent knows to a nested stack. */
export function settableParameters(stack: Stack): CfnParameter[] {
  const isHandedDown = ({ node }: CfnParameter) => stack.nestedStackParent !== undefined && node.scope === stack && node.id.startsWith('reference-to-');
  return stack.node.findAll().filter(isParameter).filter((parameter) => !isHandedDown(parameter));
}

/** Whether each value that a parameter lets in begins with a slash, as far as its values or its pattern show. */
export function beginsWithSlash({ allowedValues, allowedPattern = '' }: CfnParameter): boolean {
  return allowedValues?.length ? allowedValues.every((value) => String(value).startsWith('/')) : /^\^?\\?\/(?![?*{])[^|]*$/.test(allowedPattern);
}

/** Whether each value that a parameter lets in ends with a slash, as far as its values or its pattern show. */
export function endsWithSlash({ allowedValues, allowedPattern = '' }: CfnParameter): boolean {
  return allowedValues?.length ? allowedValues.every((value) => String(value).endsWith('/')) : /^[^|]*\/\$?$/.test(allowedPattern);
}

/** Whether whoever deploys may leave a parameter empty; of one whose pattern has been found to be harmless. */
export function admitsNothing({ type, allowedValues, minLength, allowedPattern }: CfnParameter): boolean {
  if (isCheckedType(type) || allowedValues?.length || (minLength !== undefined && minLength > 0)) return false;
  return allowedPattern === undefined || new RegExp(`^(?:${allowedPattern})$`).test('');
}

/**
 * Refuses a parameter whose value could act as a pattern in a policy.
 *
 * @param what names the value in the user's words, at the start of a sentence
 */
export function checkLiteralParameter(parameter: CfnParameter, what: string): void {
  const from = `${what} comes from parameter ${quote(parameter.node.id)}`;
  const example = 'such as \'^[A-Za-z0-9._-]+$\'';
  if (isCheckedType(parameter.type)) return;
  if (parameter.allowedValues?.length) {
    const wrong = parameter.allowedValues.map(String).find((value) => !Token.isUnresolved(value) && notLiteralBecause(value));
    if (wrong === undefined) return;
    throw new InvalidInputError(`${from}, whose allowed value ${quote(wrong)} ${notLiteralBecause(wrong)}. Take that value out of 'allowedValues'.`);
  }
  if (parameter.type.startsWith('AWS::SSM::Parameter::Value<')) {
    throw new InvalidInputError(`${what} is taken from Parameter Store when the template is deployed, where nobody checks it for wildcards: got parameter ${quote(parameter.node.id)}. Look it up at synthesis, with ssm.StringParameter.valueFromLookup(), or write it as it is.`);
  }
  if (parameter.allowedPattern === undefined) {
    throw new InvalidInputError(`${from}, which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, ${example}.`);
  }
  const pattern = quote(parameter.allowedPattern);
  const verdict = readPattern(parameter.allowedPattern, FORBIDDEN);
  if (verdict.unclear !== undefined) {
    throw new InvalidInputError(`${from}, whose 'allowedPattern' ${pattern} cannot be checked for wildcards because of ${quote(verdict.unclear)}. Use plain characters and classes, ${example}.`);
  }
  if (verdict.admits.length > 0) {
    throw new InvalidInputError(`${from}, whose 'allowedPattern' ${pattern} admits ${quote(verdict.admits[0])}: whoever deploys could widen the policy. Name the allowed characters, ${example}.`);
  }
}
