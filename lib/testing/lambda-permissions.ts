import type { DeployedTemplate } from './deployment';
import { isText, shown } from '../private/evaluation/text';
import type { Resource } from '../private/template/policies';

/** Resources that are each one statement of the policy of another one, which they name. */
export const LAMBDA_PERMISSIONS: Readonly<Record<string, string>> = {
  'AWS::Lambda::Permission': 'FunctionName',
  'AWS::Lambda::LayerVersionPermission': 'LayerVersionArn',
};

/** What Lambda makes of properties of a permission, by the operator and the key. */
const CONDITIONS: Readonly<Record<string, readonly [operator: string, key: string]>> = {
  EventSourceToken: ['StringEquals', 'lambda:EventSourceToken'],
  FunctionUrlAuthType: ['StringEquals', 'lambda:FunctionUrlAuthType'],
  InvokedViaFunctionUrl: ['Bool', 'lambda:InvokedViaFunctionUrl'],
  OrganizationId: ['StringEquals', 'aws:PrincipalOrgID'],
  PrincipalOrgID: ['StringEquals', 'aws:PrincipalOrgID'],
  SourceAccount: ['StringEquals', 'aws:SourceAccount'],
  SourceArn: ['ArnLike', 'aws:SourceArn'],
};

/**
 * The policy that a permission of Lambda becomes, as it would stand in the template.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function policyOfPermission({ properties }: Resource, deployed: DeployedTemplate): any {
  const given = Object.keys(CONDITIONS).filter((name) => deployed.value(properties[name]) !== undefined);
  const Condition = given.reduce<Record<string, Record<string, any>>>((block, name) => {
    const [operator, key] = CONDITIONS[name];
    return { ...block, [operator]: { ...block[operator], [key]: properties[name] } };
  }, {});
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principalOf(properties.Principal, deployed), Action: properties.Action, ...(given.length > 0 && { Condition }) }],
  };
}

function principalOf(raw: any, deployed: DeployedTemplate): any {
  if (raw === '*') return raw;
  const principal = deployed.value(raw);
  return isText(principal) && /\.amazonaws\.com(\.cn)?$/.test(shown(principal)) ? { Service: raw } : { AWS: raw };
}
