import type { Stack } from 'aws-cdk-lib';
import {
  aws_appconfig as appconfig, aws_cloudwatch as cloudwatch, aws_ecr as ecr, aws_iam as iam, aws_kms as kms, aws_logs as logs,
  aws_secretsmanager as secretsmanager, aws_servicediscovery as servicediscovery, aws_ssm as ssm,
} from 'aws-cdk-lib';
import type { Catalogue, CatalogueEntry } from './catalogue';
import type { Access } from '../../../lib/index';
import { AppConfigAccess, AssumeRoleAccess, CloudMapAccess, CloudWatchAccess, CustomerRole, EcrAccess, KmsAccess, LogsAccess, MarketplaceAccess, ParameterAccess, PassRoleAccess, SecretAccess, XRayAccess } from '../../../lib/index';

/** Entries for a kind of resource: a typed access on a new one, and the grant of CDK on the same one. */
function on<T>(make: (stack: Stack) => T) {
  return (access: (resource: T) => Access, cdk?: { name: string; grant: (resource: T, to: iam.Role) => void }) => (stack: Stack): CatalogueEntry => {
    const resource = make(stack);
    return { access: access(resource), ...cdk ? { cdk: { name: cdk.name, grant: (to) => cdk.grant(resource, to) } } : {} };
  };
}

const secret = on((stack) => new secretsmanager.Secret(stack, 'Secret'));
const parameter = on((stack) => new ssm.StringParameter(stack, 'Parameter', { parameterName: '/app/color', stringValue: 'blue' }));
const key = on((stack) => new kms.Key(stack, 'Key'));
const logGroup = on((stack) => new logs.LogGroup(stack, 'LogGroup'));
const repository = on((stack) => new ecr.Repository(stack, 'Repository'));
const environment = on((stack) => new appconfig.Environment(stack, 'Environment', { application: new appconfig.Application(stack, 'Application') }));
const service = on((stack) => new servicediscovery.HttpNamespace(stack, 'Namespace', { name: 'shop' }).createService('Service'));
const role = on((stack) => new iam.Role(stack, 'Other', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }));

/** Secrets, settings, keys, logs and everything else that an application needs to run. */
export const OPERATIONS: Catalogue = {
  'SecretAccess.read': secret((one) => SecretAccess.read(one), { name: 'secret.grantRead', grant: (one, to) => one.grantRead(to) }),
  'SecretAccess.write': secret((one) => SecretAccess.write(one), { name: 'secret.grantWrite', grant: (one, to) => one.grantWrite(to) }),
  'ParameterAccess.read': parameter((one) => ParameterAccess.read(one), { name: 'parameter.grantRead', grant: (one, to) => one.grantRead(to) }),
  'ParameterAccess.write': parameter((one) => ParameterAccess.write(one), { name: 'parameter.grantWrite', grant: (one, to) => one.grantWrite(to) }),
  'ParameterAccess.readPath': () => ({ access: ParameterAccess.readPath('/app/') }),
  'KmsAccess.encrypt': key((one) => KmsAccess.encrypt(one), { name: 'key.grantEncrypt', grant: (one, to) => one.grantEncrypt(to) }),
  'KmsAccess.decrypt': key((one) => KmsAccess.decrypt(one), { name: 'key.grantDecrypt', grant: (one, to) => one.grantDecrypt(to) }),
  'KmsAccess.encryptDecrypt': key((one) => KmsAccess.encryptDecrypt(one), { name: 'key.grantEncryptDecrypt', grant: (one, to) => one.grantEncryptDecrypt(to) }),
  'KmsAccess.sign': key((one) => KmsAccess.sign(one), { name: 'key.grantSign', grant: (one, to) => one.grantSign(to) }),
  'KmsAccess.verify': key((one) => KmsAccess.verify(one), { name: 'key.grantVerify', grant: (one, to) => one.grantVerify(to) }),
  'KmsAccess.readPublicKey': key((one) => KmsAccess.readPublicKey(one)),
  'KmsAccess.generateMac': key((one) => KmsAccess.generateMac(one), { name: 'key.grantGenerateMac', grant: (one, to) => one.grantGenerateMac(to) }),
  'KmsAccess.verifyMac': key((one) => KmsAccess.verifyMac(one), { name: 'key.grantVerifyMac', grant: (one, to) => one.grantVerifyMac(to) }),
  'CloudWatchAccess.putMetrics': () => ({
    access: CloudWatchAccess.putMetrics('Shop/Orders'),
    cdk: { name: 'Metric.grantPutMetricData', grant: (to) => cloudwatch.Metric.grantPutMetricData(to) },
  }),
  'LogsAccess.write': logGroup((one) => LogsAccess.write(one), { name: 'logGroup.grantWrite', grant: (one, to) => one.grantWrite(to) }),
  'LogsAccess.read': logGroup((one) => LogsAccess.read(one), { name: 'logGroup.grantRead', grant: (one, to) => one.grantRead(to) }),
  'LogsAccess.query': logGroup((one) => LogsAccess.query(one)),
  'XRayAccess.write': () => ({ access: XRayAccess.write() }),
  'EcrAccess.pull': repository((one) => EcrAccess.pull(one), { name: 'repository.grantPull', grant: (one, to) => one.grantPull(to) }),
  'EcrAccess.push': repository((one) => EcrAccess.push(one), { name: 'repository.grantPush', grant: (one, to) => one.grantPush(to) }),
  'AppConfigAccess.read': environment((one) => AppConfigAccess.read(one, 'a1b2c3d'), { name: 'environment.grantReadConfig', grant: (one, to) => one.grantReadConfig(to) }),
  'CloudMapAccess.discoverInstances': service((one) => CloudMapAccess.discoverInstances(one)),
  'PassRoleAccess.forService': role((one) => PassRoleAccess.forService(one, 'ecs-tasks.amazonaws.com'), { name: 'role.grantPassRole', grant: (one, to) => one.grantPassRole(to) }),
  'AssumeRoleAccess.to': () => ({ access: AssumeRoleAccess.to(CustomerRole.named('my-user-role').inAccount('111111111111')) }),
  'AssumeRoleAccess.toRole': role((one) => AssumeRoleAccess.toRole(one), { name: 'role.grantAssumeRole', grant: (one, to) => one.grantAssumeRole(to) }),
  'MarketplaceAccess.resolveCustomers': () => ({ access: MarketplaceAccess.resolveCustomers() }),
  'MarketplaceAccess.meterSaas': () => ({ access: MarketplaceAccess.meterSaas() }),
  'MarketplaceAccess.readEntitlements': () => ({ access: MarketplaceAccess.readEntitlements() }),
  'MarketplaceAccess.meterAmi': () => ({ access: MarketplaceAccess.meterAmi() }),
  'MarketplaceAccess.meterContainer': () => ({ access: MarketplaceAccess.meterContainer() }),
  'MarketplaceAccess.registerContainer': () => ({ access: MarketplaceAccess.registerContainer() }),
};
