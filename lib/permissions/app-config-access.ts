import type { aws_appconfig as appconfig } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import { Access } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import { accessTarget, allowOn, environmentOf } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';

/**
 * Access to configurations that AWS AppConfig deploys, feature flags among them.
 *
 * @see https://docs.aws.amazon.com/appconfig/latest/userguide/retrieving-feature-flags.html
 */
export class AppConfigAccess {
  /**
   * Read what is deployed of a configuration profile to an environment: `appconfig:StartConfigurationSession` and
   * `appconfig:GetLatestConfiguration`, which the application, or AppConfig's agent beside it, calls.
   *
   * With `encryptionKey`, the key of the deployment, it brings `kms:Decrypt`, limited to calls through AppConfig (`kms:ViaService`).
   *
   * @see https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-security.html
   * @param environment made in the app at any level, or imported; it says which application
   * @param configurationProfileId the id, not the name, of a configuration profile of the same application
   * @param options the key that encrypts what is deployed
   */
  public static read(environment: appconfig.IEnvironmentRef, configurationProfileId: string, options: EncryptedResourceOptions = {}): Access {
    const { applicationId, environmentId } = environment.environmentRef;
    checkId(applicationId, 'application');
    checkId(environmentId, 'environment');
    checkId(configurationProfileId, 'configuration profile');
    const { region, account } = environmentOf(environment);
    const arn = `arn:${Aws.PARTITION}:appconfig:${region}:${account}:application/${applicationId}/environment/${environmentId}/configuration/${configurationProfileId}`;
    const target = accessTarget(environment, arn, 'environment');
    return Access._from(() => [
      allowOn(target, ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration']),
      ...keyStatements({ resource: environment, kind: 'deployment', service: 'appconfig', encryptionKey: options.encryptionKey, keyIdOf: () => undefined }, ['kms:Decrypt']),
    ]);
  }

  private constructor() {}
}

/** @see https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetEnvironment.html */
function checkId(id: string, kind: string): void {
  const fix = 'Write the 4 to 7 lower-case letters and digits that AppConfig gave it: names do not stand in ARNs.';
  checkLiteral(id, `The id of the ${kind}`, fix);
  if (!Token.isUnresolved(id) && !/^[a-z0-9]{4,7}$/.test(id)) {
    throw new InvalidInputError(`The id of the ${kind} is none that AppConfig gives out: got ${quote(id)}. ${fix}`);
  }
}
