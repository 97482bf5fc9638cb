import type { Stack } from 'aws-cdk-lib';
import { CfnParameter, aws_appconfig as appconfig, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import { AppConfigAccess } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const ROOT = 'arn:${AWS::Partition}:appconfig:${AWS::Region}:${AWS::AccountId}:application';
const READ = ['appconfig:GetLatestConfiguration', 'appconfig:StartConfigurationSession'];

describe('configurations of every kind', () => {
  test.each<[string, (stack: Stack) => [appconfig.IEnvironmentRef, string], string]>([
    ['made in the app', (stack) => {
      const application = new appconfig.Application(stack, 'App');
      const profile = new appconfig.HostedConfiguration(stack, 'Flags', { application, content: appconfig.ConfigurationContent.fromInlineText('{}') });
      return [new appconfig.Environment(stack, 'Env', { application }), profile.configurationProfileId];
    }, '/${AppF1B96344}/environment/${EnvC33A5BD9}/configuration/${FlagsConfigurationProfileE39F61A7}'],
    ['made as L1', (stack) => {
      const { ref: applicationId } = new appconfig.CfnApplication(stack, 'App', { name: 'shop' });
      const profile = new appconfig.CfnConfigurationProfile(stack, 'Flags', { applicationId, locationUri: 'hosted', name: 'flags' });
      return [new appconfig.CfnEnvironment(stack, 'Env', { applicationId, name: 'prod' }), profile.ref];
    }, '/${App}/environment/${Env}/configuration/${Flags}'],
    ['imported', (stack) => {
      const application = appconfig.Application.fromApplicationId(stack, 'App', 'abcd123');
      return [appconfig.Environment.fromEnvironmentAttributes(stack, 'Env', { application, environmentId: 'e123456' }), 'a1b2c3d'];
    }, '/abcd123/environment/e123456/configuration/a1b2c3d'],
    ['named by parameters', (stack) => [environment(stack), new CfnParameter(stack, 'Profile', { allowedPattern: '^[a-z0-9]+$' }).valueAsString],
      '/abcd123/environment/e123456/configuration/${Profile}'],
  ])('%s', (_, make, path) => {
    const stack = newStack();
    AppConfigAccess.read(...make(stack)).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(permissionsOf(stack).map(normalized)).toEqual([{ Action: READ, Effect: 'Allow', Resource: `${ROOT}${path}` }]);
  });

  test('encrypted with a key', () => {
    const stack = newStack();
    const [, onKey] = AppConfigAccess.read(environment(stack), 'a1b2c3d', { encryptionKey: new kms.Key(stack, 'Key') }).toStatements();
    expect(normalized(stack.resolve(onKey.toStatementJson()))).toEqual({
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:ViaService': 'appconfig.${AWS::Region}.amazonaws.com' } },
      Effect: 'Allow',
      Resource: '${Key961B73FD.Arn}',
    });
  });
});

test.each([
  ['flags-of-shop', 'The id of the configuration profile is none that AppConfig gives out: got \'flags-of-shop\'. Write the 4 to 7 lower-case letters and digits that AppConfig gave it: names do not stand in ARNs.'],
  ['*', 'The id of the configuration profile holds a wildcard (\'*\' or \'?\'), which would match more than was named: got \'*\'. Write the 4 to 7 lower-case letters and digits that AppConfig gave it: names do not stand in ARNs.'],
  ['', 'The id of the configuration profile is empty: got \'\'. Write the 4 to 7 lower-case letters and digits that AppConfig gave it: names do not stand in ARNs.'],
])('configuration profile %j is an error', (id, message) => {
  expect(() => AppConfigAccess.read(environment(newStack()), id)).toThrow(new Error(message));
});

test.each([
  ['*', 'e123456', /^The id of the application holds a wildcard/],
  ['abcd123', 'prod-1', /^The id of the environment is none that AppConfig gives out: got 'prod-1'/],
])('application %j, environment %j is an error', (application, environmentId, message) => {
  const stack = newStack();
  const imported = appconfig.Environment.fromEnvironmentAttributes(stack, 'Env', { application: appconfig.Application.fromApplicationId(stack, 'App', application), environmentId });
  expect(() => AppConfigAccess.read(imported, 'a1b2c3d')).toThrow(message);
});

function environment(stack: Stack): appconfig.IEnvironment {
  const application = appconfig.Application.fromApplicationId(stack, 'App', 'abcd123');
  return appconfig.Environment.fromEnvironmentAttributes(stack, 'Env', { application, environmentId: 'e123456' });
}
