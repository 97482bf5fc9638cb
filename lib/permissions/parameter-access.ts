import type { aws_kms as kms, aws_ssm as ssm } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import type { AccessStatement } from './access';
import { Access } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn } from './resource-access';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { readable } from '../private/text';

/**
 * Access to parameters of the Systems Manager Parameter Store: made in the app (L2 or L1), or imported by name or ARN.
 *
 * CloudFormation makes no secure strings, so the key of one is known only from `fromSecureStringParameterAttributes()` or the option
 * `encryptionKey`; then the access brings the use of the key, limited to calls through Systems Manager (`kms:ViaService`) for these
 * parameters (`kms:EncryptionContext:PARAMETER_ARN`). With the key of AWS, `aws/ssm`, nothing is needed. Parameters below `/aws/`, which are
 * public ones or stand for secrets, are an error: their ARN has another form.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
 */
export class ParameterAccess {
  /**
   * Read the parameter by its name: `ssm:GetParameter` and `ssm:GetParameters`, which SDKs and agents call alike.
   *
   * With a key of the customer's it brings `kms:Decrypt`.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
   * @param parameter made in the app at any level, or imported
   * @param options its key
   */
  public static read(parameter: ssm.IParameterRef, options: EncryptedResourceOptions = {}): Access {
    return parameterAccess(parameter, options, READ, ['kms:Decrypt']);
  }

  /**
   * Write the parameter, a new one or over an existing one: `ssm:PutParameter`.
   *
   * With a key of the customer's it brings `kms:Encrypt`, and `kms:GenerateDataKey`, by which advanced parameters are encrypted.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
   * @param parameter made in the app at any level, or imported
   * @param options its key
   */
  public static write(parameter: ssm.IParameterRef, options: EncryptedResourceOptions = {}): Access {
    return parameterAccess(parameter, options, ['ssm:PutParameter'], ['kms:Encrypt', 'kms:GenerateDataKey']);
  }

  /**
   * Read all parameters below a path, at once or one by one: `ssm:GetParametersByPath`, `ssm:GetParameter` and `ssm:GetParameters`.
   *
   * All below is read with the path alone: a Deny on a single parameter, or on a path further down, does not hold a recursive call off.
   * What is more secret belongs at another path.
   *
   * With `encryptionKey` it brings `kms:Decrypt`.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
   * @param path starts and ends with `/`, such as `/app/`; in account and region of the stack
   * @param options the key of the parameters
   */
  public static readPath(path: string, options: EncryptedResourceOptions = {}): Access {
    checkParameterPath(path);
    const root = `arn:${Aws.PARTITION}:ssm:${Aws.REGION}:${Aws.ACCOUNT_ID}:parameter`;
    const all = `${root}${path}*`;
    // Parameter Store asks for the path as the application writes it, with a slash at its end or without.
    const byPath = [`${root}${path.slice(0, -1)}`, all];
    return Access._from(() => [
      { effect: 'Allow', actions: ['ssm:GetParametersByPath'], resources: byPath },
      { effect: 'Allow', actions: READ, resources: [all] },
      ...options.encryptionKey === undefined ? [] : keyOfPath(options.encryptionKey, all),
    ]);
  }

  private constructor() {}
}

const READ = ['ssm:GetParameter', 'ssm:GetParameters'];

function parameterAccess(
  parameter: ssm.IParameterRef, { encryptionKey }: EncryptedResourceOptions, actions: readonly string[], keyActions: readonly string[],
): Access {
  const target = parameterTarget(parameter);
  const encrypted = { resource: parameter, kind: 'parameter', service: 'ssm', encryptionKey, keyIdOf, context: { PARAMETER_ARN: target.arn } };
  return Access._from(() => [allowOn(target, actions), ...keyStatements(encrypted, keyActions)]);
}

/** The use of a key for all parameters below a path. */
function keyOfPath(encryptionKey: kms.IKeyRef, arns: string): AccessStatement[] {
  const ofPath = { StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': arns } };
  return keyStatements({ resource: encryptionKey, kind: 'parameters', service: 'ssm', encryptionKey, keyIdOf }, ['kms:Decrypt'])
    .map((statement) => ({ ...statement, conditions: mergeConditions(statement.conditions ?? {}, ofPath, 'the access') }));
}

function parameterTarget(parameter: ssm.IParameterRef): AccessTarget {
  const { parameterArn } = parameter.parameterRef;
  const target = accessTarget(parameter, parameterArn, 'parameter', 'resource policy of the parameter');
  const name = readable(parameterArn).split(':parameter')[1] ?? '';
  if (/^\/?\/(aws|ssm)(\/|$)/i.test(name)) throw new InvalidInputError(reserved('The parameter', name.replace(/^\/+/, '/')));
  if (name.startsWith('//')) {
    throw new InvalidInputError(`The ARN of the parameter has two slashes before its name: got ${quote(readable(parameterArn))}. The slash that begins the name is the one that follows 'parameter': write it once.`);
  }
  return target;
}

function reserved(what: string, name: string): string {
  return `${what} is one of AWS's own, whose ARN has another form: got ${quote(name)}. Use SecretAccess.read() for a secret, or write the ARN: Access.actions(['ssm:GetParameter'], ['arn:…:parameter${name}']).`;
}

function checkParameterPath(path: string): void {
  const fix = 'Write it from the root down, such as \'/app/\'; all below it is included.';
  checkLiteral(path, 'The path of the parameters', fix);
  const shown = readable(path);
  if (shown === '/') {
    throw new InvalidInputError('The path of the parameters is the root, so every parameter of the account could be read: got \'/\'. Name the path of the application, such as \'/app/\'.');
  }
  if (!shown.startsWith('/')) {
    throw new InvalidInputError(`The path of the parameters does not start with '/': got ${quote(shown)}. ${fix}`);
  }
  if (!shown.endsWith('/')) {
    throw new InvalidInputError(`The path of the parameters does not end with '/', so it would also cover its neighbours: got ${quote(shown)}. Write ${quote(`${shown}/`)}, or use ParameterAccess.read() for a single parameter.`);
  }
  if (/^\/(aws|ssm)\//i.test(shown)) throw new InvalidInputError(reserved('The path of the parameters', shown));
  if (!Token.isUnresolved(path) && !/^(\/[A-Za-z0-9_.-]+)+\/$/.test(path)) {
    throw new InvalidInputError(`The path of the parameters is none that Parameter Store takes: got ${quote(path)}. Allowed between single slashes: letters, digits and _ . -.`);
  }
}

/** No resource of CloudFormation names the key of a parameter. */
function keyIdOf(): undefined {
  return undefined;
}
