import { Token, aws_iam as iam } from 'aws-cdk-lib';
import type { PinnedCaller } from './pinned-principal';
import { withSession } from './session-options';
import type { StringMatch } from './string-match';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { readable, withTokensAs } from '../private/text';

/** With which every caller with a token of an identity provider assumes a role. */
export const ASSUME_ROLE_WITH_WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';

/** What a user of a web identity provider must say of the session. */
export interface WebIdentityOptions {
  /**
   * The name that the caller must give the session (`sts:RoleSessionName`), 2 to 64 characters.
   *
   * The caller makes it up, so it says nothing of who he is.
   *
   * @default - any name
   */
  readonly roleSessionName?: StringMatch;
}

/**
 * Whoever shows a token of one of the identity providers that IAM knows by itself, with these claims.
 *
 * @param claims the values of each claim, any of which is accepted
 */
export function webIdentity(issuer: string, claims: Record<string, readonly string[]>, options: WebIdentityOptions, label: string): PinnedCaller {
  const tests = Object.entries(claims).map(([claim, values]) => [`${issuer}:${claim}`, oneOrList([...new Set(values)])]);
  return withSession({
    principal: new iam.FederatedPrincipal(issuer, {}, ASSUME_ROLE_WITH_WEB_IDENTITY),
    conditions: { StringEquals: Object.fromEntries(tests) },
  }, { roleSessionName: options.roleSessionName }, label);
}

/** Checks the ids of users, of which there must be one at least. */
export function checkUserIds(userIds: readonly string[], provider: string, fix: string): void {
  checkNotEmpty(userIds, `The list of ${provider} users`, fix);
  userIds.forEach((userId) => checkIdentifier(userId, `The id of the ${provider} user`, fix));
}

/** Checks an id that an identity provider gave out: its shape is the provider's, but there is no blank or wildcard in it. */
export function checkIdentifier(value: string, what: string, fix: string): void {
  checkLiteral(value, what, fix);
  const literals = Token.isUnresolved(value) ? withTokensAs(value, () => '') : value;
  if (/\s/.test(literals)) throw new InvalidInputError(`${what} holds a blank: got ${quote(readable(value))}. ${fix}`);
}

function oneOrList(values: readonly string[]): string | string[] {
  return values.length === 1 ? values[0] : [...values];
}
