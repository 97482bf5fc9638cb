import type { IConstruct } from 'constructs';
import { InvalidInputError, quote } from './errors';
import { LOGICAL_NAME_MAX_LENGTH } from './limits';

/**
 * Checks a name that customers see and that later versions of a template must keep: a logical id, a parameter or an output.
 *
 * @param what names the value in the user's words, at the start of a sentence
 */
export function checkLogicalName(name: string, what: string): void {
  if (name.length <= LOGICAL_NAME_MAX_LENGTH && /^[A-Za-z0-9]+$/.test(name)) return;
  throw new InvalidInputError(`${what} is not a name that CloudFormation takes: got ${quote(name)}. Allowed: 1 to ${LOGICAL_NAME_MAX_LENGTH} letters and digits, such as 'ExternalId'.`);
}

/** Where a construct is, for the end of an error. */
export function at(scope: IConstruct): string {
  return `(at ${scope.node.path})`;
}
