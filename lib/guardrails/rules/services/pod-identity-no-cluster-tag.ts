import { namesOne, podStatements } from './pods';
import type { Rule } from '../../rule';
import { called, subjectOf, whenever } from '../../statements';

export const podIdentityNoClusterTag: Rule = {
  id: 'pod-identity-no-cluster-tag',
  title: 'The pods of every cluster of the account can get a role.',
  why: 'Namespaces and service accounts are called the same in every cluster: whoever may make associations in one cluster of the account gives its pods what was meant for those of another.',
  fix: 'Test aws:RequestTag/eks-cluster-arn with StringEquals, beside kubernetes-namespace and kubernetes-service-account.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html',
  find: (template) => template.roles.flatMap((role) => podStatements(role)
    .filter((statement) => !namesOne(statement, /^aws:RequestTag\/eks-cluster-arn$/i)).map((statement) => {
      // The same name can be given once in each region; that Pod Identity sends a source is not documented.
      const isNamed = namesOne(statement, /^aws:(RequestTag\/eks-cluster-name|SourceArn)$/i);
      return {
        at: role.resource,
        subject: subjectOf(statement),
        message: `${called(statement)} of the trust policy lets in pods ${isNamed
          ? 'without the ARN of their cluster (aws:RequestTag/eks-cluster-arn), which alone tells it from one in another region'
          : 'of every cluster of the account: it does not test aws:RequestTag/eks-cluster-arn'}${whenever(statement)}.`,
        location: statement.location,
        ...(isNamed && { level: 'info' as const }),
      };
    })),
};
