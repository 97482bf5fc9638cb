import type { aws_iam as iam } from 'aws-cdk-lib';
import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * A role's trust policy as it will stand in the template; undefined for a role that the app does not make.
 *
 * Escape hatches may have replaced or overridden what `assumeRolePolicy` says.
 */
export function renderedTrust(role: IConstruct): any {
  const resource = CfnResource.isCfnResource(role) ? role : role.node.defaultChild;
  if (resource === undefined || !CfnResource.isCfnResource(resource) || resource.cfnResourceType !== 'AWS::IAM::Role') return undefined;
  const properties = overriddenProperties(resource);
  return properties === undefined ? resource.stack.resolve((resource as iam.CfnRole).assumeRolePolicyDocument) : properties.AssumeRolePolicyDocument;
}

/** The properties of a resource as escape hatches leave them in the template; undefined where none of them was used. */
export function overriddenProperties(resource: CfnResource): any {
  // Neither is public, and there is no public way to see overrides; writing the whole resource for every role would be slow.
  const { rawOverrides, _toCloudFormation } = resource as unknown as { rawOverrides?: object; _toCloudFormation?: () => object };
  if (_toCloudFormation === undefined || (rawOverrides !== undefined && Object.keys(rawOverrides).length === 0)) return undefined;
  const [rendered] = Object.values<any>(resource.stack.resolve(_toCloudFormation.call(resource)).Resources);
  return rendered.Properties ?? {};
}
