import type { CfnResource, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import type { AccessStatement } from './access';
import { Access } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn, environmentOf } from './resource-access';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { readable } from '../private/text';

/** Which version of a secret, and how it is encrypted. */
export interface SecretAccessOptions extends EncryptedResourceOptions {
  /**
   * Only the version with this staging label, such as `AWSCURRENT` (`secretsmanager:VersionStage`).
   *
   * The application must not ask for a version by its id. A version may have other labels beside it.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
   * @default - every version
   */
  readonly versionStage?: string;

  /**
   * Also `secretsmanager:DescribeSecret`, which the caching clients and the agent of AWS call before they read.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets.html
   * @default false
   */
  readonly describe?: boolean;
}

/**
 * Access to the value of a secret: made in the app (L2 or L1), or imported by ARN or name.
 *
 * The ARN of a secret ends in a hyphen and six characters that Secrets Manager makes up. Where they are not known (imported by name or by
 * partial ARN) it is `name-??????`, which fits this one secret, and the next one of that name. A secret that is encrypted with a customer
 * managed key brings the use of the key, limited to calls through Secrets Manager (`kms:ViaService`) for this secret
 * (`kms:EncryptionContext:SecretARN`).
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 */
export class SecretAccess {
  /**
   * Read the value: `secretsmanager:GetSecretValue`.
   *
   * With a key of the customer's it brings `kms:Decrypt`.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   * @param secret made in the app at any level, or imported
   * @param options which version, and its key
   */
  public static read(secret: secretsmanager.ISecretRef, options: SecretAccessOptions = {}): Access {
    const { versionStage, describe } = options;
    const named = namedSecret(secret);
    if (versionStage !== undefined) checkStage(versionStage);
    const conditions = versionStage === undefined ? undefined : { 'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': versionStage } };
    return Access._from(() => [
      allowOn(named.target, ['secretsmanager:GetSecretValue'], { below: [named.suffix], conditions }),
      ...describe === true ? [allowOn(named.target, ['secretsmanager:DescribeSecret'], { below: [named.suffix] })] : [],
      ...keyOf(secret, named, options, ['kms:Decrypt']),
    ]);
  }

  /**
   * Store a new value, as a rotation does: `secretsmanager:PutSecretValue`. Which version is current can change by it.
   *
   * With a key of the customer's it brings `kms:GenerateDataKey`, and `kms:Decrypt`, by which a repeated call is known as one.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   * @param secret made in the app at any level, or imported
   * @param options its key
   */
  public static write(secret: secretsmanager.ISecretRef, options: EncryptedResourceOptions = {}): Access {
    const named = namedSecret(secret);
    return Access._from(() => [
      allowOn(named.target, ['secretsmanager:PutSecretValue'], { below: [named.suffix] }),
      ...keyOf(secret, named, options, ['kms:GenerateDataKey', 'kms:Decrypt']),
    ]);
  }

  private constructor() {}
}

interface NamedSecret {
  readonly target: AccessTarget;
  /** What follows the ARN as far as it is known. */
  readonly suffix: '' | typeof UNKNOWN_SUFFIX;
}

/** A hyphen and six characters that Secrets Manager makes up; not `-*`, which fits every secret whose name goes on with a hyphen. */
const UNKNOWN_SUFFIX = '-??????';

function namedSecret(secret: secretsmanager.ISecretRef): NamedSecret {
  const { secretId } = secret.secretRef;
  // The exclamation mark is in the names of secrets that other services manage, such as `rds!db-…`.
  const fix = 'Name one secret: 1 to 512 letters, digits and / _ + = . @ - !.';
  checkLiteral(secretId, 'The name or ARN of the secret', fix);
  const arn = isArn(secretId) ? secretId : arnOfName(secretId, secret);
  const name = readable(arn).replace(/\{[^}]*\}/g, '').split(':secret:')[1];
  if (!Token.isUnresolved(secretId) && !/^[A-Za-z0-9/_+=.@!-]{1,519}$/.test(name ?? '')) {
    throw new InvalidInputError(`The name or ARN of the secret is none that Secrets Manager gives out: got ${quote(secretId)}. ${fix}`);
  }
  return {
    target: accessTarget(secret, arn, 'secret', 'resource policy of the secret'),
    suffix: isComplete(secret, secretId) ? '' : UNKNOWN_SUFFIX,
  };
}

/** What a resource refers to is its ARN. */
function isArn(secretId: string): boolean {
  return secretId.startsWith('arn:') || isWholeToken(secretId);
}

function isWholeToken(text: string): boolean {
  return Token.isUnresolved(text) && /^\{[^{}]*\}$/.test(readable(text));
}

function arnOfName(name: string, secret: secretsmanager.ISecretRef): string {
  const { region, account } = environmentOf(secret);
  return `arn:${Aws.PARTITION}:secretsmanager:${region}:${account}:secret:${name}`;
}

/** Whether the six characters are part of the ARN: a secret of L2 says so, of any other the ARN must show it. */
function isComplete(secret: secretsmanager.ISecretRef, secretId: string): boolean {
  if ('secretFullArn' in secret || 'secretArn' in secret) return (secret as secretsmanager.ISecret).secretFullArn !== undefined;
  return isWholeToken(secretId) || (isArn(secretId) && /-[A-Za-z0-9]{6}$/.test(readable(secretId)));
}

/** The use of the secret's key for this secret. */
function keyOf(
  secret: secretsmanager.ISecretRef, { target, suffix }: NamedSecret, { encryptionKey }: EncryptedResourceOptions, actions: readonly string[],
): AccessStatement[] {
  const encrypted = { resource: secret, kind: 'secret', service: 'secretsmanager', encryptionKey, keyIdOf };
  if (suffix === '') return keyStatements({ ...encrypted, context: { SecretARN: target.arn } }, actions);
  const ofSecret = { StringLike: { 'kms:EncryptionContext:SecretARN': `${target.arn}${suffix}` } };
  return keyStatements(encrypted, actions)
    .map((statement) => ({ ...statement, conditions: mergeConditions(statement.conditions ?? {}, ofSecret, 'the access') }));
}

/** The key's id in an `AWS::SecretsManager::Secret`. */
function keyIdOf(resource: CfnResource): unknown {
  return (resource as { kmsKeyId?: unknown }).kmsKeyId;
}

/** The length of a staging label. @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
const STAGE_MAX_LENGTH = 256;

function checkStage(stage: string): void {
  checkLiteral(stage, 'The staging label', 'Write it as it is, such as \'AWSCURRENT\'.');
  if (!Token.isUnresolved(stage) && stage.length > STAGE_MAX_LENGTH) {
    throw new InvalidInputError(`The staging label is too long: got ${stage.length} characters, ${quote(stage)}. Allowed: 1 to ${STAGE_MAX_LENGTH}.`);
  }
}
