import type { Text } from '../private/evaluation/text';
import { unknownParts } from '../private/evaluation/text';
import { matchesEmpty, readPattern } from '../private/parameter-pattern';
import type { Template } from '../private/template/template';

/** Functions of which a parameter picks what the template or the account has, and does not say what it is. */
const PICKS = /\b(?:FindInMap|ImportValue)\([^()]*(?:\([^()]*\)[^()]*)*\)/g;

/** How CDK names the parameters by which a stack hands its nested stacks what it knows; it says nothing of them but that they are text. */
const HANDED_DOWN = /^referenceto[A-Z0-9]/;

/** The parameters that say what a text is, as a part of it or of a function in it. */
export function parametersBehind(text: Text, template: Template): string[] {
  return [...new Set(unknownParts(text).flatMap(({ unknown }) => parametersOf(unknown, template)))];
}

/** The parameters in the name of what is not known: the name itself, or one within a function. */
export function parametersOf(name: string, template: Template): string[] {
  if (template.isParameter(name)) return [name];
  const words = name.includes('(') ? name.replace(PICKS, '').match(/(?<![.\w])[A-Za-z0-9]+/g) ?? [] : [];
  return [...new Set(words.filter((word) => template.isParameter(word)))];
}

/** Whether whoever deploys says what the parameter is: AWS reads those of Parameter Store, and a parent stack sets what it hands down. */
export function isSettable(name: string, template: Template): boolean {
  const isHandedDown = HANDED_DOWN.test(name) && Object.keys(template.parameter(name)?.declaration ?? {}).join() === 'Type';
  return !isHandedDown && !isRead(name, template);
}

/** Whether the parameter is the name of what CloudFormation reads in Parameter Store. */
export function isRead(name: string, template: Template): boolean {
  return template.parameter(name)?.type.startsWith('AWS::SSM::Parameter::Value') ?? false;
}

/** Whether the template says that a parameter may be empty: by its default, its pattern or its list of values. */
export function mayBeEmpty(name: string, template: Template): boolean {
  const { AllowedValues: values, AllowedPattern: pattern, MinLength: least, Default: preset } = template.parameter(name)?.declaration ?? {};
  if (isRead(name, template) || Number(least) > 0) return false;
  if (Array.isArray(values)) return values.includes('');
  const isEmptyMatched = typeof pattern === 'string' ? matchesEmpty(pattern) : undefined;
  return isEmptyMatched ?? preset === '';
}

/** Whether a parameter may hold what stands for any text where it is compared as a pattern. */
export function admitsWildcards(name: string, template: Template): boolean {
  const { AllowedPattern: pattern, AllowedValues: values } = template.parameter(name)?.declaration ?? {};
  if (Array.isArray(values)) return values.some((value) => /[*?]/.test(String(value)));
  if (typeof pattern !== 'string') return true;
  const { admits, unclear } = readPattern(pattern, ['*', '?']);
  return admits.length > 0 || unclear !== undefined;
}
