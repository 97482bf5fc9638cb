import { concatenated } from './arns';
import type { DeployedTemplate } from './deployment';
import { quote } from '../private/errors';
import { valueOf } from '../private/evaluation/patterns';
import { areSame } from '../private/evaluation/principals';
import type { Text } from '../private/evaluation/text';
import { isText, isUnknown } from '../private/evaluation/text';
import { ROLES_ANYWHERE_ACTIONS } from '../private/roles-anywhere-trust';
import { oneOf } from '../private/service-actions';
import { isKnownService, regionOf, servicesLike, withoutRegion } from '../private/service-principals';

/** A service that gives its sessions tags, for which it asks for more than `sts:AssumeRole`, all of it at once. */
interface TaggingService {
  readonly actions: readonly string[];
  readonly tagKeys: readonly string[] | 'any';
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
const WITH_TAGS: Readonly<Record<string, TaggingService>> = {
  'pods.eks.amazonaws.com': {
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    tagKeys: ['eks-cluster-arn', 'eks-cluster-name', 'kubernetes-namespace', 'kubernetes-service-account', 'kubernetes-pod-name', 'kubernetes-pod-uid'],
  },
  'rolesanywhere.amazonaws.com': { actions: ROLES_ANYWHERE_ACTIONS, tagKeys: 'any' },
};

const SUFFIX = 'amazonaws.com';

/** Refuses what is no principal of a service: a misspelt one is never let in. */
export function checkService(service: string): void {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(service)) {
    throw new Error(`The service is no principal of one: got ${quote(service)}. Write it as 'ecs-tasks.amazonaws.com'.`);
  }
  const near = service.endsWith('.cn') || isKnownService(service) ? [] : servicesLike(service);
  if (near.length > 0) throw new Error(`The service is not known: got ${quote(service)}. Did you mean ${oneOf(near.map((name) => quote(name)))}?`);
}

/** What a service asks for when it uses a role. */
export function actionsOfService(service: Text): readonly string[] {
  return WITH_TAGS[String(service)]?.actions ?? ['sts:AssumeRole'];
}

/** The keys of the tags that a service gives its sessions. */
export function tagKeysOf(service: Text): readonly string[] | 'any' {
  return WITH_TAGS[String(service)]?.tagKeys ?? [];
}

/** What the ARN of a resource of an account can be, of which nothing else is known: some have no account. */
export function sourcesOf(account: Text, deployed: DeployedTemplate): Text[] {
  const [service, region, rest] = ['service', 'region', 'resource'].map((part): Text =>
    ({ parts: [{ unknown: `the ${part} of the source`, isInSegment: part !== 'resource' }] }));
  const before = ['arn:', deployed.text({ Ref: 'AWS::Partition' }), ':', service, ':'];
  return [concatenated(...before, region, ':', account, ':', rest), concatenated(...before, '::', rest)];
}

/**
 * The names of a service that a trust policy may have for it: where one of them is of a single region, and the other of every one, they could
 * be the same.
 *
 * @param trust as the evaluator reads it
 */
export function namesOfService(service: Text, trust: any): Text[] {
  if (typeof service !== 'string' || !service.endsWith(`.${SUFFIX}`)) return [service];
  const statements: any[] = isUnknown(trust) ? [] : [trust.Statement].flat();
  const named: Text[] = statements.flatMap((statement) => [statement?.Principal?.Service, statement?.NotPrincipal?.Service].flat()).filter(isText);
  const region = { unknown: 'the region of the service', isInSegment: true };
  const everywhere = withoutRegion(service);
  const stem = everywhere.slice(0, -SUFFIX.length);
  const inRegion: Text = { parts: [stem, region, `.${SUFFIX}`] };
  const isInRegion = (name: Text) => typeof name === 'string' ? regionOf(name) !== undefined && withoutRegion(name) === service
    : areSame(valueOf(inRegion), valueOf(name)) !== false;
  if (service === everywhere) return named.some(isInRegion) ? [service, inRegion] : [service];
  return named.includes(everywhere) ? [service, { parts: [stem, region, SUFFIX] }] : [service];
}
