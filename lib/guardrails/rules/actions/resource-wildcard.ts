import { actionsOf, isEveryAction } from './covered-actions';
import { limitingPolicies } from './limiting-policies';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import { readsData } from '../../../private/sensitive-actions';
import type { ServiceAction } from '../../../private/service-authorization';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Found, Level, Rule } from '../../rule';
import { called, identityAllows, isForEverything, named, pins, subjectOf, whenever } from '../../statements';

/** Services whose actions take a resource that most calls have not: a lexicon, a terminology, a model of one's own, a data set of metrics. */
const RARELY_ON_RESOURCE = /^(cloudwatch|comprehend|polly|rekognition|textract|transcribe|translate)$/;

/**
 * What most policies have on every resource: writing logs, messages to telephones, which have no ARN, the network interfaces of functions in a
 * VPC, what the agent of Systems Manager says of its instance, and roles that a service of AWS has for itself.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
const ORDINARY = new RegExp(`^(${[
  'logs:(CreateLogGroup|CreateLogStream|PutLogEvents)', 'sns:Publish', 'ec2:(Create|Delete|Attach|Detach)NetworkInterface',
  'ec2:(Una|A)ssignPrivateIpAddresses', 'ssm:UpdateInstanceInformation', 'iam:CreateServiceLinkedRole',
].join('|')})$`, 'i');

/** What has rules of its own, which know when it may be for every role. */
const OF_OTHER_RULES = /^(iam:PassRole|sts:AssumeRole)$/i;

/** Keys that say which resources are meant: their tags, and what a service has of its own, save the region and who gets a role. */
const SAYS_WHICH = /^(?!aws:|iam:PassedToService$|[a-z0-9-]+:Region$)[a-z0-9-]+:|^aws:ResourceTag\//i;

/** Roles of CDK's own functions, of which a stack has one each, and whose permissions no app can change. */
const ROLES_OF_CDK = new RegExp(`^(${[
  'BucketNotificationsHandler050a0587b7544547bf325f094a3db834',
  'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a',
  'CustomCDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C',
  'CustomAWSCDKOpenIdConnectProviderCustomResourceProviderRole',
].join('|')})`);

/** Roles that CDK makes for clusters of EKS: for the function that makes the cluster, and for the controller of load balancers, as AWS writes it. */
const ROLES_OF_CLUSTERS = /(CreationRoleDefaultPolicy|AlbControlleralbsaRoleDefaultPolicy)[0-9A-F]{8}$/;

export const resourceWildcard: Rule = {
  id: 'resource-wildcard',
  title: 'A policy allows actions on every resource.',
  why: 'Who gets hold of the role reaches every bucket, table, key or secret of the account, also those of other applications and those made later.',
  fix: 'Name the ARNs of the resources, or test a tag of theirs with aws:ResourceTag.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
  find: (template) => {
    const limiting = limitingPolicies(template);
    return identityAllows(template)
      .filter(({ policy, statement }) => statement.resources !== undefined && isForEverything(statement)
        && limiting.get(policy) !== 'boundary' && !ROLES_OF_CDK.test(policy.resource.logicalId))
      .flatMap(({ policy, statement }): Found[] => {
        const onResources = (statement.actions ?? []).filter(isOnResources);
        if (onResources.length === 0) return [];
        const changing = onResources.filter((text) => !isListing(text) && !ORDINARY.test(shown(text)));
        const texts = changing.length > 0 ? changing : onResources;
        return [{
          at: policy.resource,
          subject: subjectOf(statement, shown(texts[0])),
          message: `${called(statement)} allows ${named(texts)} on every resource${whenever(statement)}.`,
          location: statement.location,
          level: levelOf(changing, statement, policy, limiting.has(policy)),
        }];
      });
  },
};

/** Whether a text stands for an action that can be limited to resources. */
function isOnResources(text: Text): boolean {
  return isEveryAction(text) || (!OF_OTHER_RULES.test(shown(text)) && (actionsOf(text) ?? []).some(isLimitable));
}

function isLimitable({ service, targets }: ServiceAction): boolean {
  return targets.length > 0 && !(RARELY_ON_RESOURCE.test(service) && targets.every(({ isRequired }) => !isRequired));
}

/** Whether a text stands for actions alone that tell which resources there are and how they are set up, which are on all of them by their nature. */
function isListing(text: Text): boolean {
  return !isEveryAction(text) && (actionsOf(text) ?? []).filter(isLimitable)
    .every((action) => /^(List|Describe)/.test(action.name) || ((action.level === 'List' || action.level === 'Read') && !readsData(action)));
}

function levelOf(changing: readonly Text[], statement: Statement, policy: Policy, isCalledBoundary: boolean): Level {
  const isInfo = changing.length === 0 || isCalledBoundary || pins(statement, SAYS_WHICH) || ROLES_OF_CLUSTERS.test(policy.resource.logicalId);
  return isInfo ? 'info' : 'warning';
}
