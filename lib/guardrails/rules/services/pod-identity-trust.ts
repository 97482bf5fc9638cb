import { mayLetIn } from './common';
import { PODS, POD_ACTIONS, associationsOf } from './pods';
import { list } from '../../../private/errors';
import { isText } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import { roleNamed } from '../../principals';
import type { Found, Rule } from '../../rule';

export const podIdentityTrust: Rule = {
  id: 'pod-identity-trust',
  title: 'An association of EKS Pod Identity names a role that does not trust EKS Pod Identity.',
  why: 'Pods get no credentials for a role that does not let pods.eks.amazonaws.com both assume it and tag the session.',
  fix: 'Allow pods.eks.amazonaws.com the actions sts:AssumeRole and sts:TagSession in the trust of the role, with conditions on aws:RequestTag of the cluster, namespace and service account.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html',
  find: (template) => [
    ...associationsOf(template).flatMap(({ resource, roles, tags }) => roles.flatMap((role) => problemOf(resource, role, 'RoleArn', tags !== 'off'))),
    ...template.ofType('AWS::EKS::Addon').flatMap((addon) =>
      addonRoles(addon, template).flatMap((role) => problemOf(addon, role, 'PodIdentityAssociations', true))),
  ],
};

/** The roles of the template that an add-on gives to its own service accounts. */
function addonRoles(addon: Resource, template: Template): Identity[] {
  return template.all(addon.properties.PodIdentityAssociations)
    .flatMap((association) => isText(association?.RoleArn) ? roleNamed(template, association.RoleArn) ?? [] : []);
}

function problemOf(at: Resource, role: Identity, property: string, hasTags: boolean): Found[] {
  const missing = POD_ACTIONS.filter((action) => !mayLetIn(role, [PODS], action));
  if (missing.length === 0) return [];
  const { logicalId } = role.resource;
  // Whether a session without tags needs the permission to tag it is not documented.
  const isDoubtful = !hasTags && missing.join() === POD_ACTIONS[1];
  return [{
    at,
    subject: logicalId,
    message: `the trust policy of the role '${logicalId}' does not allow '${PODS}' ${list(missing)}${isDoubtful ? ', which EKS is documented to need' : ', so that no pod gets it'}.`,
    location: `Properties/${property}`,
    ...(isDoubtful && { level: 'warning' as const }),
  }];
}
