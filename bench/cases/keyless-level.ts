import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Wish } from './levels';
import type { AccessLevel } from 'cdk-keyless-roles';
import { Access, ServiceResource } from 'cdk-keyless-roles';

/** The statement for a resource as one writes it with this library. */
export function keylessLevel({ service, type, level, names, region, account }: Wish): iam.PolicyStatement {
  return Access.toArn(ServiceResource.arn(service, type, names, { region, account }), level as AccessLevel).toStatements()[0];
}
