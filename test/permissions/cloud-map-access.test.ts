import type { Stack } from 'aws-cdk-lib';
import { CfnParameter, aws_iam as iam, aws_servicediscovery as servicediscovery } from 'aws-cdk-lib';
import type { CloudMapAccessOptions } from '../../lib';
import { CloudMapAccess } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const SERVICE = 'arn:aws:servicediscovery:us-east-1:111111111111:service/srv-1';
const NAMESPACE = 'arn:${AWS::Partition}:servicediscovery:${AWS::Region}:${AWS::AccountId}:namespace';

test.each<[string, (stack: Stack) => servicediscovery.IServiceRef, CloudMapAccessOptions | undefined, string[]]>([
  ['made in the app', (stack) => new servicediscovery.HttpNamespace(stack, 'Namespace', { name: 'shop' }).createService('Api'), undefined,
    ['${Namespace9B63B8C8.Arn}', '${NamespaceApi67519471.Arn}']],
  ['made as L1', (stack) => new servicediscovery.CfnService(stack, 'Api', { namespaceId: 'ns-1' }), undefined, ['${Api.Arn}', `${NAMESPACE}/ns-1`]],
  ['made as L1 with DNS', (stack) => new servicediscovery.CfnService(stack, 'Api', { dnsConfig: { namespaceId: 'ns-2', dnsRecords: [] } }), undefined, ['${Api.Arn}', `${NAMESPACE}/ns-2`]],
  ['imported as L1', (stack) => servicediscovery.CfnService.fromServiceArn(stack, 'Api', SERVICE), { namespaceId: 'ns-3' }, ['arn:${AWS::Partition}:servicediscovery:us-east-1:111111111111:namespace/ns-3', SERVICE]],
  ['imported', (stack) => servicediscovery.Service.fromServiceAttributes(stack, 'Api', {
    serviceName: 'api',
    serviceId: 'srv-1',
    serviceArn: SERVICE,
    dnsRecordType: servicediscovery.DnsRecordType.A,
    routingPolicy: servicediscovery.RoutingPolicy.WEIGHTED,
    namespace: servicediscovery.HttpNamespace.fromHttpNamespaceAttributes(stack, 'Namespace', {
      namespaceArn: 'arn:aws:servicediscovery:us-east-1:111111111111:namespace/ns-4', namespaceId: 'ns-4', namespaceName: 'shop',
    }),
  }), undefined, ['arn:aws:servicediscovery:us-east-1:111111111111:namespace/ns-4', SERVICE]],
  ['in a namespace of a parameter', (stack) => servicediscovery.CfnService.fromServiceArn(stack, 'Api', SERVICE), undefined, ['arn:${AWS::Partition}:servicediscovery:us-east-1:111111111111:namespace/${Namespace}', SERVICE]],
])('a service %s', (kind, make, options, resources) => {
  const stack = newStack();
  const given = /parameter/.test(kind) ? { namespaceId: new CfnParameter(stack, 'Namespace', { allowedPattern: '^ns-[a-z0-9]+$' }).valueAsString } : options;
  CloudMapAccess.discoverInstances(make(stack), given).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  expect(permissionsOf(stack).map(normalized)).toEqual([
    { Action: ['servicediscovery:DiscoverInstances', 'servicediscovery:DiscoverInstancesRevision'], Effect: 'Allow', Resource: resources },
  ]);
});

describe('errors', () => {
  test('a service that does not say its namespace', () => {
    const service = servicediscovery.CfnService.fromServiceArn(newStack(), 'Api', SERVICE);
    expect(() => CloudMapAccess.discoverInstances(service)).toThrow(new Error('The service \'Stack/Api\' does not say in which namespace it is. Give \'namespaceId\', such as \'ns-a1b2c3d4e5f6g7h8\'.'));
  });

  test.each([
    ['shop', 'The id of the namespace is none that Cloud Map gives out: got \'shop\'. Write it as \'ns-a1b2c3d4e5f6g7h8\': not its name, not its ARN.'],
    ['ns-*', 'The id of the namespace holds a wildcard (\'*\' or \'?\'), which would match more than was named: got \'ns-*\'. Write it as \'ns-a1b2c3d4e5f6g7h8\': not its name, not its ARN.'],
  ])('namespace %j', (namespaceId, message) => {
    const service = servicediscovery.CfnService.fromServiceArn(newStack(), 'Api', SERVICE);
    expect(() => CloudMapAccess.discoverInstances(service, { namespaceId })).toThrow(new Error(message));
  });

  test('a service with a wildcard', () => {
    const service = servicediscovery.CfnService.fromServiceId(newStack(), 'Api', '*');
    expect(() => CloudMapAccess.discoverInstances(service, { namespaceId: 'ns-1' })).toThrow(/^The ARN of the service holds a wildcard/);
  });
});
