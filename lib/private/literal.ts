import type { CfnParameter } from 'aws-cdk-lib';
import { PhysicalName, Stack, Token } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';
import { parametersOf } from './intrinsics';
import { checkLiteralParameter } from './parameters';
import { notLiteralBecause, patternBecause, readable, unreadableBecause, withTokensAs } from './text';

/**
 * Refuses text that would act as a pattern in a policy, and parameters that could bring such text at deployment.
 * Other tokens pass: what they stand for is made by AWS or by CloudFormation, not typed in by someone.
 *
 * @param what names the value in the user's words, at the start of a sentence
 * @param fix what to do instead, a sentence
 */
export function checkLiteral(text: string, what: string, fix: string): void {
  // JavaScript lets a property be left out or be a number.
  if (typeof text !== 'string') throw new InvalidInputError(`${what} is not text: got ${quote(text)}. ${fix}`);
  if (!Token.isUnresolved(text)) {
    const reason = notLiteralBecause(text);
    if (reason) throw new InvalidInputError(`${what} ${reason}: got ${quote(text)}. ${fix}`);
    return;
  }
  parametersIn(text).forEach((parameter) => checkLiteralParameter(parameter, what));
  // A token may go on with a brace after a dollar sign, and stands where a blank would not be at the end.
  const literals = withTokensAs(text, () => '{');
  const reason = patternBecause(literals) ?? unreadableBecause(literals);
  if (reason) throw new InvalidInputError(`${what} ${reason}: got ${quote(readable(text))}. ${fix}`);
}

/** Where tokens are read that have no stack yet. Nothing is ever put into it. */
let scratch: Stack | undefined;

/** The CloudFormation parameters that a text with tokens refers to, also inside of functions. */
export function parametersIn(text: string): CfnParameter[] {
  // CDK makes up this name where another environment needs it, and refuses to be asked for it before.
  if (!Token.isUnresolved(text) || text === PhysicalName.GENERATE_IF_NEEDED) return [];
  scratch ??= new Stack();
  return parametersOf(scratch, text);
}
