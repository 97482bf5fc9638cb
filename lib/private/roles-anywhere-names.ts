import type { CfnResource, ITaggable } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { checkArn } from './arn-check';
import { readableShape, withoutLater } from './arn-shape';
import { InvalidInputError, quote } from './errors';
import { ROLES_ANYWHERE_NAME_MAX_LENGTH, ROLES_ANYWHERE_TAGS_MAX, ROLES_ANYWHERE_TAG_KEY_MAX_LENGTH, ROLES_ANYWHERE_TAG_VALUE_MAX_LENGTH } from './limits';
import { checkLiteral } from './literal';

const TAG_CHARACTERS = 'letters, digits, blanks and _ . : / = + @ -';

/**
 * Checks the name of a trust anchor, profile or certificate revocation list; a token passes.
 *
 * @param what names the value in the user's words, at the start of a sentence
 */
export function checkRolesAnywhereName(name: string, what: string): void {
  if (Token.isUnresolved(name)) return;
  const allowed = `Allowed: 1 to ${ROLES_ANYWHERE_NAME_MAX_LENGTH} letters, digits, blanks, hyphens and underscores.`;
  if (typeof name !== 'string' || name === '') throw new InvalidInputError(`${what} is ${name === '' ? 'empty' : 'not text'}: got ${quote(name)}. ${allowed}`);
  if (name.length > ROLES_ANYWHERE_NAME_MAX_LENGTH) {
    throw new InvalidInputError(`${what} is too long: got ${name.length} characters, ${quote(name)}. ${allowed}`);
  }
  const refused = /[^ a-zA-Z0-9_-]/u.exec(name);
  if (refused) {
    throw new InvalidInputError(`${what} has a character that IAM Roles Anywhere refuses: got ${quote(refused[0])} in ${quote(name)}. ${allowed}`);
  }
}

/** How IAM Roles Anywhere names its resources. */
const UUID = /[a-f0-9]{8}-([a-z0-9]{4}-){3}[a-z0-9]{12}/;

/**
 * Checks the ARN of one resource of IAM Roles Anywhere; a token passes unless a parameter could bring a wildcard.
 *
 * @param what names the value in the user's words, at the start of a sentence
 */
export function checkRolesAnywhereArn(arn: string, type: 'trust-anchor' | 'profile', what: string): void {
  const fix = `Write 'arn:<partition>:rolesanywhere:<region>:<account>:${type}/<id>', as the console shows it.`;
  checkLiteral(arn, what, fix);
  const shape = checkArn(arn, what);
  if (shape === undefined) return;
  const [,, ...parts] = shape.text.split(':');
  const allowed = [/^rolesanywhere$/, /^[a-z0-9-]+$/, /^\d{12}$/, new RegExp(`^${type}/${UUID.source}$`)];
  // A part that is known later is left to whoever makes it.
  const isRight = (part: string | undefined, i: number) => part !== undefined && (part !== withoutLater(part) || allowed[i].test(part));
  if (parts.length === allowed.length && allowed.every((_, i) => isRight(parts[i], i))) return;
  throw new InvalidInputError(`${what} is not that of a ${type.replace('-', ' ')}: got ${quote(readableShape(shape))}. ${fix}`);
}

/** Checks the id of one resource of IAM Roles Anywhere; a token passes unless a parameter could bring a wildcard. */
export function checkRolesAnywhereId(id: string, what: string): void {
  const fix = 'Write the UUID that the console shows, such as \'61f50cd4-45b9-4259-b049-d0a53682fa4b\'.';
  checkLiteral(id, what, fix);
  if (Token.isUnresolved(id) || new RegExp(`^${UUID.source}$`).test(id)) return;
  throw new InvalidInputError(`${what} is not an id of IAM Roles Anywhere: got ${quote(id)}. ${fix}`);
}

/** What keeps IAM Roles Anywhere from taking the tags of a resource, which anybody may add to until the app is synthesized. */
export function tagProblems(resource: CfnResource & ITaggable): string[] {
  const tags = Object.entries(resource.tags.tagValues());
  const tooMany = tags.length <= ROLES_ANYWHERE_TAGS_MAX ? []
    : [`The resource has too many tags: got ${tags.length}. IAM Roles Anywhere takes up to ${ROLES_ANYWHERE_TAGS_MAX}.`];
  return [...tooMany, ...tags.flatMap(([key, value]) => [
    ...textProblems(key, `The tag key ${quote(key)}`, 1, ROLES_ANYWHERE_TAG_KEY_MAX_LENGTH),
    ...textProblems(value, `The value of the tag ${quote(key)}`, 0, ROLES_ANYWHERE_TAG_VALUE_MAX_LENGTH),
  ])];
}

function textProblems(text: string, what: string, min: number, max: number): string[] {
  if (Token.isUnresolved(text)) return [];
  const allowed = `Allowed: ${min} to ${max} ${TAG_CHARACTERS}.`;
  if (text.length < min || text.length > max) return [`${what} is not of a length that IAM Roles Anywhere takes: got ${text.length} characters. ${allowed}`];
  const refused = /[^ a-zA-Z0-9_.:/=+@-]/u.exec(text);
  return refused ? [`${what} has a character that IAM Roles Anywhere refuses: got ${quote(refused[0])} in ${quote(text)}. ${allowed}`] : [];
}
