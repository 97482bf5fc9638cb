import type { CfnParameter } from 'aws-cdk-lib';
import { Token, Tokenization } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';
import { BUCKET_NAME_MAX_LENGTH, BUCKET_NAME_MIN_LENGTH, DESCRIPTION_MAX_LENGTH, INSTANCE_PROFILE_NAME_MAX_LENGTH, OBJECT_KEY_MAX_BYTES, PATH_MAX_LENGTH, ROLE_NAME_MAX_LENGTH } from './limits';
import { checkBeginning, checkLiteral, parametersIn } from './literal';
import { endsWithSlash } from './parameters';
import { readable, unreadableBecause } from './text';

const NAME_CHARACTERS = 'letters, digits and _ + = , . @ -';

/** Checks an account id; a token passes. */
export function checkAccountId(account: string, what: string): void {
  if (Token.isUnresolved(account) || (typeof account === 'string' && /^\d{12}$/.test(account))) return;
  const hint = typeof account === 'number' ? 'Write it in quotes, so that leading zeros stay.' : 'Write all 12 digits, leading zeros too, without hyphens.';
  throw new InvalidInputError(`${what} is not an AWS account id: got ${quote(account)}. ${hint}`);
}

/** Checks the id of an organization; a token passes. */
export function checkOrganizationId(organizationId: string, what: string): void {
  if (Token.isUnresolved(organizationId) || /^o-[a-z0-9]{10,32}$/.test(organizationId)) return;
  throw new InvalidInputError(`${what} is not the id of an AWS organization: got ${quote(organizationId)}. Write 'o-' and 10 to 32 lower-case letters and digits, as in the console of AWS Organizations.`);
}

/** Checks the path of an organizational unit, or of a whole organization, which ends in a slash. */
export function checkOrganizationPath(path: string): void {
  if (/^o-[a-z0-9]{10,32}\/(r-[a-z0-9]{4,32}\/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\/)*)?$/.test(path)) return;
  const fix = path.endsWith('*') ? ' All below it is included: leave the * out.' : path.endsWith('/') ? '' : ' It ends with a slash.';
  throw new InvalidInputError(`The organization path is not that of an organization or a unit: got ${quote(path)}. Write it as 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', from the organization down.${fix}`);
}

/** Checks the name of a role, or the part of it that is known; a token passes unless a parameter could bring a wildcard. */
export function checkRoleName(name: string, what: string, maxLength: number = ROLE_NAME_MAX_LENGTH): void {
  checkLiteral(name, what, `Allowed: 1 to ${maxLength} ${NAME_CHARACTERS}.`);
  if (Token.isUnresolved(name)) return;
  if (name.length > maxLength) {
    throw new InvalidInputError(`${what} is too long: got ${name.length} characters, ${quote(name)}. Allowed: 1 to ${maxLength} ${NAME_CHARACTERS}.`);
  }
  if (!/^[\w+=,.@-]+$/.test(name)) {
    const path = name.includes('/') ? ' A path goes into the path, not into the name.' : '';
    throw new InvalidInputError(`${what} has characters that IAM refuses: got ${quote(name)}. Allowed: 1 to ${maxLength} ${NAME_CHARACTERS}.${path}`);
  }
}

/** Checks the name of an instance profile; a token passes. */
export function checkInstanceProfileName(name: string): void {
  if (Token.isUnresolved(name) || new RegExp(`^[\\w+=,.@-]{1,${INSTANCE_PROFILE_NAME_MAX_LENGTH}}$`).test(name)) return;
  throw new InvalidInputError(`The name of the instance profile is not one that IAM takes: got ${name.length} characters, ${quote(name)}. Allowed: 1 to ${INSTANCE_PROFILE_NAME_MAX_LENGTH} ${NAME_CHARACTERS}.`);
}

/** Checks the path of a role or instance profile; a token passes unless a parameter could bring a wildcard. */
export function checkPath(path: string, what: string): void {
  const fix = `Write '/' or a path such as '/acme/': it starts and ends with '/', and has at most ${PATH_MAX_LENGTH} characters.`;
  checkLiteral(path, what, fix);
  if (Token.isUnresolved(path)) return;
  if (path.length > PATH_MAX_LENGTH || !/^(\/|\/[\u0021-\u007E]+\/)$/.test(path)) {
    throw new InvalidInputError(`${what} is not one that IAM takes: got ${quote(path)}. ${fix}`);
  }
}

/** Whether a path has characters that the API takes and the quotas page of IAM does not list. */
export function hasUnusualPathCharacters(path: string): boolean {
  return !Token.isUnresolved(path) && !/^[A-Za-z0-9+=,.@_/-]*$/.test(path);
}

/** Checks the description of a role; a token passes. */
export function checkDescription(description: string): void {
  if (Token.isUnresolved(description)) return;
  if (description.length > DESCRIPTION_MAX_LENGTH) {
    throw new InvalidInputError(`The description of the role is too long: got ${description.length} characters, ${quote(description)}. Allowed: up to ${DESCRIPTION_MAX_LENGTH}.`);
  }
  const refused = /[^\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]/u.exec(description);
  if (refused) {
    throw new InvalidInputError(`The description of the role has a character that IAM refuses: got ${quote(refused[0])} in ${quote(description)}. Allowed: Latin-1 letters and signs; write a plain hyphen for a dash and straight quotes for curly ones.`);
  }
}

/** Checks the name of a bucket; a token passes unless a parameter could bring a wildcard. */
export function checkBucketName(name: string): void {
  const fix = `Allowed: ${BUCKET_NAME_MIN_LENGTH} to ${BUCKET_NAME_MAX_LENGTH} lower-case letters, digits, hyphens and dots, starting and ending with a letter or digit.`;
  checkLiteral(name, 'The bucket name', fix);
  if (Token.isUnresolved(name)) return;
  const shape = new RegExp(`^[a-z0-9][a-z0-9.-]{${BUCKET_NAME_MIN_LENGTH - 2},${BUCKET_NAME_MAX_LENGTH - 2}}[a-z0-9]$`);
  if (!shape.test(name) || name.includes('..') || /^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    throw new InvalidInputError(`The bucket name is one that S3 does not give out: got ${quote(name)}. ${fix}`);
  }
}

/** Checks a prefix that stands for a folder of objects. */
export function checkFolderPrefix(prefix: string): void {
  checkKeyText(prefix, 'The prefix');
  if (!prefix.endsWith('/') && !isMadeLater(prefix, endsWithSlash)) {
    const shown = readable(prefix);
    throw new InvalidInputError(`The prefix does not end with '/', so it would also cover its neighbours: got ${quote(shown)}. Write ${quote(`${shown}/`)} for the folder, or use 'namePrefix' for all objects whose key begins so.`);
  }
}

/** Checks the beginning of object keys. */
export function checkKeyText(prefix: string, what: string): void {
  checkBeginning(prefix, what, 'Write the beginning of the object keys as it is; what follows it is included.');
  if (prefix.startsWith('/')) {
    const rest = readable(prefix.replace(/^\/+/, ''));
    throw new InvalidInputError(`${what} starts with '/', which object keys do not: got ${quote(readable(prefix))}. ${rest === '' ? 'Leave it out for all objects.' : `Write ${quote(rest)}.`}`);
  }
  if (Token.isUnresolved(prefix)) return;
  if (Buffer.byteLength(prefix) > OBJECT_KEY_MAX_BYTES) {
    throw new InvalidInputError(`${what} is longer than any object key: got ${Buffer.byteLength(prefix)} bytes, ${quote(prefix)}. Allowed: up to ${OBJECT_KEY_MAX_BYTES}.`);
  }
}

/** Checks a list that must name something. */
export function checkNotEmpty(values: readonly unknown[], what: string, fix: string): void {
  // JavaScript lets it be anything.
  if (!Array.isArray(values)) throw new InvalidInputError(`${what} is no list: got ${quote(values)}. ${fix}`);
  if (values.length === 0) throw new InvalidInputError(`${what} is empty. ${fix}`);
}

/** Checks text that people read and that IAM compares as it is. */
export function checkReadable(text: string, what: string): void {
  const reason = Token.isUnresolved(text) ? undefined : text === '' ? 'is empty' : unreadableBecause(text);
  if (reason) throw new InvalidInputError(`${what} ${reason}: got ${quote(text)}. Write it in visible characters.`);
}

/** A value that is not known at all may bring its slashes at deployment; one that someone enters does if its parameter says so. */
export function isMadeLater(text: string, hasSlash: (parameter: CfnParameter) => boolean): boolean {
  return Token.isUnresolved(text) && Tokenization.reverseString(text).length === 1 && parametersIn(text).every(hasSlash);
}
