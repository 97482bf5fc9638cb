import { Token } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';
import { checkLiteral } from './literal';

/** Checks an id that CI services give out as a number; a token passes. */
export function checkNumericId(id: string, what: string, where: string): void {
  if (Token.isUnresolved(id) || (typeof id === 'string' && /^[1-9]\d{0,19}$/.test(id))) return;
  const fix = typeof id === 'number' ? 'Write it in quotes.' : `It is a number, ${where}.`;
  throw new InvalidInputError(`${what} is not one: got ${quote(id)}. ${fix}`);
}

/** Checks a name of which a subject is put together; a token passes. */
export function checkSubjectPart(name: string, what: string, shape: RegExp, allowed: string): void {
  checkLiteral(name, what, `Allowed: ${allowed}.`);
  if (Token.isUnresolved(name) || shape.test(name)) return;
  throw new InvalidInputError(`${what} is not one: got ${quote(name)}. Allowed: ${allowed}.`);
}

/** Checks the name of a branch or tag; a token passes. @see https://git-scm.com/docs/git-check-ref-format */
export function checkRefName(name: string, what: string): void {
  const fix = 'Write the name alone, such as \'main\', or use the method for patterns.';
  checkLiteral(name, what, fix);
  if (Token.isUnresolved(name)) return;
  if (/^refs\//.test(name)) throw new InvalidInputError(`${what} begins with 'refs/': got ${quote(name)}. Write ${quote(name.replace(/^refs\/(heads|tags)\//, ''))}.`);
  if (/[\s:~^\\[]|\.\.|^\/|\/$/.test(name)) throw new InvalidInputError(`${what} is none that Git takes: got ${quote(name)}. ${fix}`);
}

/** Checks a pattern for branches or tags, which must begin with a part of the name. */
export function checkRefPattern(pattern: string, what: string): void {
  if (/^[*?]/.test(pattern)) {
    throw new InvalidInputError(`${what} begins with a wildcard, so it stands for nearly any: got ${quote(pattern)}. Begin with a part of the name, such as 'release/*'.`);
  }
  checkRefName(pattern.replace(/[*?]/g, 'x'), what);
}
