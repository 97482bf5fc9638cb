import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Resource } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { rolesNamed, servicesIn } from '../../principals';
import { demandsKey, isFor, isPositive, testsOf } from '../../statements';

export const PODS = 'pods.eks.amazonaws.com';

/** What EKS Pod Identity does with a role. @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html */
export const POD_ACTIONS = ['sts:AssumeRole', 'sts:TagSession'];

/** The session tags of pods, in the request and, as they are transitive, in that of the next role. @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
export const POD_TAG = /^aws:(Request|Principal)Tag\/(eks-cluster-(arn|name)|kubernetes-(namespace|service-account|pod-name|pod-uid))$/i;

/** An association of a service account with a role of the template. */
export interface Association {
  readonly resource: Resource;
  /** The roles of the template that its RoleArn can be. */
  readonly roles: readonly Identity[];
  /** The ARNs that its RoleArn can be. */
  readonly arns: readonly Text[];
  /** The roles of the template that its TargetRoleArn can be. */
  readonly targets: readonly Identity[];
  /** Whether it has session tags: `mixed` where that depends on the deployment, or is not known. */
  readonly tags: 'on' | 'off' | 'mixed';
}

export function associationsOf(template: Template): Association[] {
  return template.ofType('AWS::EKS::PodIdentityAssociation').map((resource) => {
    const { RoleArn: role, TargetRoleArn: target, DisableSessionTags: disable } = resource.properties;
    const values = template.all(disable);
    const isOff = (value: any) => value === 'true';
    return {
      resource,
      roles: rolesNamed(template, role),
      arns: template.texts(role),
      targets: rolesNamed(template, target),
      tags: values.length > 0 && values.every(isOff) && !template.reader.isSometimesAbsent(disable) ? 'off' : values.some(isOff) ? 'mixed' : 'on',
    };
  });
}

/** The statements of a trust that let EKS Pod Identity assume the role. */
export function podStatements(role: Identity): Statement[] {
  return role.trust!.statements
    .filter((statement) => statement.effect === 'Allow' && isFor(statement, POD_ACTIONS[0]) && servicesIn(statement).includes(PODS));
}

/** The session tags of pods without which a statement is not met. */
export function demandedTags(statement: Statement): string[] {
  return testsOf(statement, POD_TAG).filter(demandsKey).map(({ key }) => key);
}

/** Whether a statement names the one of its values: neither all nor, of an ARN, all of a kind. */
export function namesOne(statement: Statement, key: RegExp): boolean {
  return testsOf(statement, key).some((test) => isPositive(test) && test.values.length > 0
    && test.values.every((value) => value !== '' && !/(^|[/:])[*?]+$/.test(shown(value))));
}
