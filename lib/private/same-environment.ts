import type { IResource } from 'aws-cdk-lib';
import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { InvalidInputError, quote } from './errors';

/**
 * Refuses a resource of IAM Roles Anywhere of another account, or of another region where that matters; what is not known passes.
 *
 * @param used what is used, such as a trust anchor, with where it is
 * @param by where it is used
 * @param what names it in the user's words, at the start of a sentence
 * @param parts what must be the same
 */
export function checkSameEnvironment(used: IConstruct & Pick<IResource, 'env'>, by: IConstruct, what: string, parts: readonly ('account' | 'region')[]): void {
  const stack = Stack.of(by);
  for (const part of parts) {
    const [theirs, ours] = [used.env[part], stack[part]];
    if (Token.isUnresolved(theirs) || Token.isUnresolved(ours) || theirs === ours) continue;
    throw new InvalidInputError(`${what} ${quote(used.node.path)} is in another ${part} than ${quote(by.node.path)}: got ${quote(theirs)}, where the stack is in ${quote(ours)}. IAM Roles Anywhere works within one ${part}: make or name one there.`);
  }
}
