import { launchesWithRole, launchTemplatesByName, userDataOf } from './instances';
import type { Launch } from './instances';
import { quote } from '../../../private/errors';
import { shown } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';

export const hopLimit: Rule = {
  id: 'hop-limit',
  title: 'What runs behind an instance gets the credentials of its role.',
  why: 'A token for the instance metadata service that may travel two hops reaches containers and proxies on the instance: whoever breaks into one of them has the role of the whole instance.',
  fix: 'Set HttpPutResponseHopLimit to 1; give containers a role of their own, by their task or service account.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-existing-instances.html',
  find: (template) => {
    const launches = launchesWithRole(template).filter(({ hopLimit: limit, endpoint }) => limit !== undefined && endpoint !== 'disabled');
    if (launches.length === 0) return [];
    const hosts = launchTemplatesOfHosts(template);
    return launches.filter((launch) => !isContainerHost(launch, hosts)).flatMap((launch) => judge(launch) ?? []);
  },
};

/** As far as a token goes that does not leave the instance. */
const ON_THE_INSTANCE = 1;

function judge({ resource, location, hopLimit: limit, whenever }: Launch): Found | undefined {
  const at = { at: resource, location: `${location}/HttpPutResponseHopLimit` };
  if (typeof limit !== 'string') {
    return { ...at, level: 'info', message: `the instance has a role, and tokens for its metadata may travel more than one hop: the limit is ${quote(shown(limit!))}${whenever}.` };
  }
  if (!(Number(limit) > ON_THE_INSTANCE)) return undefined;
  return { ...at, level: 'warning', message: `the instance has a role, and tokens for its metadata travel up to ${limit} hops${whenever}.` };
}

/** Images that AWS makes for container hosts, by their parameters in Systems Manager. */
const HOST_IMAGE = /\/service\/(ecs|eks|bottlerocket)\/|ecs-optimized|bottlerocket/i;
/** What starts an agent or a runtime of containers. */
const HOST_USER_DATA = /\b(ECS_CLUSTER|nodeadm|NodeConfig|kubelet|kubeadm|k3s|docker|podman|containerd|nerdctl)\b|\/etc\/(ecs|eks)\/|\[settings\.(ecs|kubernetes)\]/i;
/** What AWS says that the role of a container host has. */
const HOST_POLICY = /\/(AmazonEC2ContainerServiceforEC2Role|AmazonEKSWorkerNode(Minimal)?Policy|AmazonEKS_CNI_Policy|AWSElasticBeanstalkMulticontainerDocker)$/;
const HOST_ACTION = /^ecs:(RegisterContainerInstance|Poll)$/i;

/** Whether the instance runs containers that must reach the metadata service: agents and daemons do where they have no role of their own. */
function isContainerHost({ resource, image, roles }: Launch, hosts: ReadonlySet<Resource>): boolean {
  return hosts.has(resource) || HOST_IMAGE.test(image) || HOST_USER_DATA.test(userDataOf(resource)) || roles.some(isRoleOfHost);
}

function isRoleOfHost({ managedPolicyArns, policies }: Identity): boolean {
  return managedPolicyArns.some((arn) => HOST_POLICY.test(shown(arn)))
    || policies.some(({ statements }) => statements.some(({ effect, actions = [] }) => effect === 'Allow' && actions.some((action) => HOST_ACTION.test(shown(action)))));
}

/** Launch templates of node groups of EKS and of compute environments of Batch, which run containers alone. */
function launchTemplatesOfHosts(template: Template): ReadonlySet<Resource> {
  const byName = launchTemplatesByName(template);
  const users = byName.size === 0 ? [] : template.ofType('AWS::EKS::Nodegroup', 'AWS::Batch::ComputeEnvironment');
  const named = users.flatMap(({ properties }) => launchTemplatesIn(properties)).flatMap(({ LaunchTemplateId, Id, LaunchTemplateName, Name }) =>
    template.texts(LaunchTemplateId ?? Id ?? LaunchTemplateName ?? Name));
  return new Set(named.flatMap((name) => byName.get(shown(name)) ?? []));
}

function launchTemplatesIn({ LaunchTemplate: ofNodes, ComputeResources: resources }: Resource['properties']): any[] {
  return [ofNodes, resources?.LaunchTemplate].filter((one) => typeof one === 'object' && one !== null);
}
