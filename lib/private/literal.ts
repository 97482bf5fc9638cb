import type { CfnParameter } from 'aws-cdk-lib';
import { PhysicalName, Stack, Token } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';
import type { Early } from './intrinsics';
import { holdsNoValue, resolveEarly, textsInFunctions } from './intrinsics';
import { admitsNothing, checkLiteralParameter } from './parameters';
import { notLiteralBecause, patternBecause, readable, unreadableBecause, withTokensAs } from './text';

/**
 * Refuses text that would act as a pattern in a policy, and parameters that could bring such text at deployment.
 * Other tokens pass: what they stand for is made by AWS or by CloudFormation, not typed in by someone.
 *
 * @param what names the value in the user's words, at the start of a sentence
 * @param fix what to do instead, a sentence
 */
export function checkLiteral(text: string, what: string, fix: string): void {
  if (LITERALS.has(text)) return;
  checkPresent(text, what, fix);
  if (!Token.isUnresolved(text)) {
    const reason = notLiteralBecause(text);
    if (reason) throw new InvalidInputError(`${what} ${reason}: got ${quote(text)}. ${fix}`);
    return;
  }
  const { value, parameters } = early(text);
  parameters.forEach((parameter) => checkLiteralParameter(parameter, what));
  // A token may go on with a brace after a dollar sign, and stands where a blank would not be at the end.
  const literals = withTokensAs(text, () => '{');
  const hidden = textsInFunctions(value).map(patternBecause).find((found) => found !== undefined);
  const reason = patternBecause(literals) ?? unreadableBecause(literals) ?? hidden;
  if (reason) throw new InvalidInputError(`${what} ${reason}: got ${quote(readable(text))}. ${fix}`);
  if (parameters.length > 0) return;
  if (LITERALS.size >= LITERALS_MAX) LITERALS.clear();
  LITERALS.add(text);
}

/** Texts with tokens that are literal, such as the ARN of a bucket that many roles work on. What a parameter admits can still be changed. */
const LITERALS = new Set<string>();
const LITERALS_MAX = 10_000;

/**
 * Refuses the beginning of names as `checkLiteral` does, and one that may turn out to be empty, with which everything begins.
 *
 * @param what names the value in the user's words, at the start of a sentence
 * @param fix what to do instead, a sentence
 */
export function checkBeginning(text: string, what: string, fix: string): void {
  checkLiteral(text, what, fix);
  if (withTokensAs(text, () => '') !== '') return;
  const parameters = parametersIn(text);
  if (parameters.length === 0 || !parameters.every(admitsNothing)) return;
  throw new InvalidInputError(`${what} comes from parameter ${quote(parameters[0].node.id)}, which may be left empty, and everything begins with nothing. Give the parameter a 'minLength' of 1.`);
}

/**
 * Refuses what is no text, and text that CloudFormation may leave out, with the condition or the resource that it stands in.
 *
 * @param what names the value in the user's words, at the start of a sentence
 * @param fix what to do instead, a sentence
 */
export function checkPresent(text: string, what: string, fix: string): void {
  // JavaScript lets a property be left out or be a number.
  if (typeof text !== 'string') throw new InvalidInputError(`${what} is not text: got ${quote(text)}. ${fix}`);
  // CDK writes a list that is known later as its only item.
  if (Token.isUnresolved([text])) {
    throw new InvalidInputError(`${what} is a list that is known only once deployed: got ${quote(text)}. Take its items out of it with Fn.select(0, list), or write them down.`);
  }
  if (Token.isUnresolved(text) && holdsNoValue(early(text).value)) {
    throw new InvalidInputError(`${what} may be AWS::NoValue, and what it limits would be open then: got ${quote(readable(text))}. ${fix}`);
  }
}

/** Where tokens are read that have no stack yet. Nothing is ever put into it. */
let scratch: Stack | undefined;

/** The CloudFormation parameters that a text with tokens refers to, also inside of functions. */
export function parametersIn(text: string): CfnParameter[] {
  return early(text).parameters;
}

function early(text: string): Early {
  // CDK makes up this name where another environment needs it, and refuses to be asked for it before.
  if (!Token.isUnresolved(text) || text === PhysicalName.GENERATE_IF_NEEDED) return { value: '', parameters: [] };
  scratch ??= new Stack();
  return resolveEarly(scratch, text);
}
