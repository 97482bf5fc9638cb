import type { aws_servicediscovery as servicediscovery } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn, environmentOf } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';

/** In which namespace a service is. */
export interface CloudMapAccessOptions {
  /**
   * The id of the namespace, such as `ns-a1b2c3d4e5f6g7h8`, where it is not the one that the service construct names.
   *
   * @default - the service's own namespace, which all but services imported as L1 know
   */
  readonly namespaceId?: string;
}

/**
 * Access to the instances of services in AWS Cloud Map: of services made in the app (L2 or L1), or imported.
 *
 * Instances that are found with a DNS query need no access.
 *
 * @see https://docs.aws.amazon.com/cloud-map/latest/dg/security_iam_service-with-iam.html
 */
export class CloudMapAccess {
  /**
   * Discover the instances of a service: `servicediscovery:DiscoverInstances`, and `servicediscovery:DiscoverInstancesRevision`, which says
   * whether they have changed. Both are on the service and on its namespace.
   *
   * @see https://docs.aws.amazon.com/cloud-map/latest/api/API_DiscoverInstances.html
   * @param service made in the app at any level, or imported
   * @param options its namespace
   */
  public static discoverInstances(service: servicediscovery.IServiceRef, options: CloudMapAccessOptions = {}): Access {
    const actions = ['servicediscovery:DiscoverInstances', 'servicediscovery:DiscoverInstancesRevision'];
    const target = accessTarget(service, service.serviceRef.serviceArn, 'service');
    const namespace = accessTarget(service, namespaceArnOf(service, options), 'namespace');
    return Access._from(() => [{ ...allowOn(target, actions), resources: [target.arn, namespace.arn] }]);
  }

  private constructor() {}
}

/** A service of L2 has its namespace, one of L1 the id of it, in one of two places. */
function namespaceArnOf(service: servicediscovery.IServiceRef, options: CloudMapAccessOptions): string {
  const { namespace, namespaceId, dnsConfig } = service as {
    namespace?: servicediscovery.INamespace; namespaceId?: string; dnsConfig?: servicediscovery.CfnService.DnsConfigProperty;
  };
  if (options.namespaceId === undefined && namespace !== undefined) return namespace.namespaceArn;
  const id = options.namespaceId ?? namespaceId ?? dnsConfig?.namespaceId;
  if (id === undefined) {
    throw new InvalidInputError(`The service ${quote(service.node.path)} does not say in which namespace it is. Give 'namespaceId', such as 'ns-a1b2c3d4e5f6g7h8'.`);
  }
  checkNamespaceId(id);
  const { region, account } = environmentOf(service);
  return `arn:${Aws.PARTITION}:servicediscovery:${region}:${account}:namespace/${id}`;
}

function checkNamespaceId(id: string): void {
  const fix = 'Write it as \'ns-a1b2c3d4e5f6g7h8\': not its name, not its ARN.';
  checkLiteral(id, 'The id of the namespace', fix);
  if (!Token.isUnresolved(id) && !/^ns-[a-z0-9]{1,61}$/.test(id)) {
    throw new InvalidInputError(`The id of the namespace is none that Cloud Map gives out: got ${quote(id)}. ${fix}`);
  }
}
