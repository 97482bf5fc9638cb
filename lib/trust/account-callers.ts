import { Aws, Duration, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { PinnedCaller } from './pinned-principal';
import type { SessionOptions } from './session-options';
import { withSession } from './session-options';
import type { ConditionBlock } from '../private/conditions';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkAccountId, checkNotEmpty, checkOrganizationId, checkOrganizationPath, checkPath, checkRoleName } from '../private/names';
import { readable } from '../private/text';

/** What callers of an AWS account must show beside their account. */
export interface AccountCallerOptions extends SessionOptions {
  /**
   * The parts of an AWS organization in which the caller must be (`aws:PrincipalOrgPaths`): the path of an organizational unit as
   * `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`, which stands for the unit and all below it. One of them must hold.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
   * @default - any part
   */
  readonly organizationPaths?: string[];

  /**
   * Whether the caller is a person who must have signed in with a second factor (`aws:MultiFactorAuthPresent`).
   *
   * Applications have none: an instance or a function can then never assume the role.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
   * @default false
   */
  readonly requireMfa?: boolean;

  /**
   * How long ago the second factor may have been given (`aws:MultiFactorAuthAge`); it requires one.
   *
   * @default - as long as the caller's session lasts
   */
  readonly maxMfaAge?: Duration;
}

/** An account as a whole, in the partition in which the template is deployed. */
class AccountRoot extends iam.ArnPrincipal {
  public readonly principalAccount: string | undefined;

  constructor(account: string) {
    super(`arn:${Aws.PARTITION}:iam::${account}:root`);
    this.principalAccount = Token.isUnresolved(account) ? undefined : account;
  }
}

/** The callers of an account, with all that the options demand of them. */
export function accountCaller(account: string, conditions: ConditionBlock, options: AccountCallerOptions, label: string): PinnedCaller {
  return withOptions({ principal: new AccountRoot(account), conditions }, options, label);
}

/** A caller with all that the options demand. */
export function withOptions(caller: PinnedCaller, options: AccountCallerOptions, label: string): PinnedCaller {
  const conditions = [organizationPaths(options.organizationPaths), mfa(options)]
    .reduce((merged, block) => mergeConditions(merged, block, label), caller.conditions);
  return withSession({ ...caller, conditions }, options, label);
}

/** The condition that the caller is of an organization. */
export function ofOrganization(organizationId: string | undefined, what: string): ConditionBlock {
  if (organizationId === undefined) return {};
  refuseToken(organizationId, what);
  checkOrganizationId(organizationId, what);
  return { StringEquals: { 'aws:PrincipalOrgID': organizationId } };
}

/** The condition that the caller is a role; IAM keeps a role in `Principal` by an id that dies with it. */
export function ofRole(account: string, roleName: string, rolePath: string = '/', whose: string): ConditionBlock {
  refuseToken(roleName, `The name of ${whose} role`);
  refuseToken(rolePath, `The path of ${whose} role`);
  checkRoleName(roleName, `The name of ${whose} role`);
  checkPath(rolePath, `The path of ${whose} role`);
  return { ArnEquals: { 'aws:PrincipalArn': `arn:${Aws.PARTITION}:iam::${account}:role${rolePath}${roleName}` } };
}

/** Checks an account that is written into the template. */
export function checkLiteralAccount(account: string, what: string, otherwise: string): void {
  refuseToken(account, what, otherwise);
  checkAccountId(account, what);
}

/** A link to a template can fill in every parameter of it, also the one that would say who is let in. */
function refuseToken(value: string, what: string, otherwise: string = ''): void {
  if (!Token.isUnresolved(value)) return;
  throw new InvalidInputError(`${what} is not known before the template is deployed: got a token. Whoever sends a link to the template could fill in a value of his own, so write it as it is${otherwise}.`);
}

function organizationPaths(paths: string[] | undefined): ConditionBlock {
  if (paths === undefined) return {};
  checkNotEmpty(paths, 'The list of organization paths', 'Give at least one path, or leave it out.');
  for (const path of paths) {
    refuseToken(path, 'The organization path');
    checkOrganizationPath(path);
  }
  return { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': paths.length === 1 ? `${paths[0]}*` : paths.map((path) => `${path}*`) } };
}

function mfa({ requireMfa, maxMfaAge }: AccountCallerOptions): ConditionBlock {
  // JavaScript lets it be 'true' or 1, which must not be passed over.
  if (requireMfa !== undefined && typeof requireMfa !== 'boolean') {
    throw new InvalidInputError(`'requireMfa' is neither true nor false: got ${quote(requireMfa)}. Write true, or leave it out.`);
  }
  if (maxMfaAge === undefined) return requireMfa === true ? { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } : {};
  if (requireMfa === false) {
    throw new InvalidInputError('\'maxMfaAge\' is given, and \'requireMfa\' is false: only a second factor has an age. Leave one of them out.');
  }
  const seconds = maxMfaAge.toSeconds();
  if (Token.isUnresolved(seconds)) {
    throw new InvalidInputError(`The age of the second factor is not known before the template is deployed: got ${quote(readable(String(maxMfaAge)))}. Write it as a Duration, such as Duration.hours(1).`);
  }
  if (seconds < 1) throw new InvalidInputError(`The age of the second factor is too short for anyone: got ${quote(maxMfaAge.toHumanString())}. Give a second or more, such as Duration.hours(1).`);
  return { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': String(seconds) } };
}
