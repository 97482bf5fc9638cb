import { POD_ACTIONS, POD_TAG, associationsOf } from './pods';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import { principalsOf } from '../../principals';
import type { Rule } from '../../rule';
import { called, isFor, pins, subjectOf, whenever } from '../../statements';

export const targetRoleNoExternalId: Rule = {
  id: 'target-role-no-external-id',
  title: 'The target role of an association of EKS Pod Identity does not say for which pods it is.',
  why: 'EKS assumes the target role for every association that names it: whoever may make one with the first role gives any pod the permissions of the target role.',
  fix: 'Test sts:ExternalId with the external ID of the association, or the session tags of the pod (aws:RequestTag/eks-cluster-arn, kubernetes-namespace and kubernetes-service-account), in the trust of the target role.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html',
  find: (template) => associationsOf(template).flatMap(({ resource, arns, targets }) => targets.flatMap((target) => target.trust!
    .statements.filter((statement) => statement.effect === 'Allow' && isFor(statement, POD_ACTIONS[0]) && !pins(statement, 'sts:ExternalId') && !pins(statement, POD_TAG))
    .flatMap((statement) => principalsOf(statement, 'AWS', '*').filter((principal) => mayBeOneOf(principal, arns)).map((principal) => ({
      at: target.resource,
      subject: subjectOf(statement, shown(principal)),
      message: `${called(statement)} of the trust policy lets in ${quote(shown(principal))} for any pod: it tests neither sts:ExternalId nor a session tag of pods, and the role is the target role of the association '${resource.logicalId}'${whenever(statement)}.`,
      location: statement.location,
    }))))),
};

/** Whether a principal is, or may be, one of some roles; another role by its name is for somebody else. */
function mayBeOneOf(principal: Text, arns: readonly Text[]): boolean {
  const text = shown(principal);
  return !/^arn:.*:(role|user|assumed-role|federated-user)\//.test(text) || arns.some((arn) => shown(arn) === text);
}
