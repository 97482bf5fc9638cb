import { readPolicyText } from './policy-text';
import { templateText } from './template-text';
import type { ConditionTest, TrustStatement } from './trust-policy';
import { branches, parseConditions, parseTrust } from './trust-policy';

/** A role as a template makes it. */
export interface RoleModel {
  readonly logicalId: string;
  /** The name, as text; undefined where CloudFormation makes one up. */
  readonly name?: string;
  readonly description?: string;
  readonly trust: TrustStatement[];
  /** The statements of all its policies in the template, in the template's order. */
  readonly permissions: PermissionStatement[];
  /** Managed policies by their ARN, as text: what they allow is not in the template. */
  readonly managedPolicies: string[];
  /** The logical ids of the instance profiles that hold the role. */
  readonly instanceProfiles: string[];
}

/** A statement of an identity policy, with every value as text. */
export interface PermissionStatement {
  readonly effect: string;
  readonly actionKey: 'Action' | 'NotAction';
  readonly actions: string[];
  readonly resourceKey: 'Resource' | 'NotResource';
  readonly resources: string[];
  /** `operator key value`, one for each condition. */
  readonly conditions: string[];
}

/** Reads the roles of a template with everything in it that says what they may do; of a conditional, both branches. */
export function readRoles(template: any): RoleModel[] {
  const resources = Object.entries<any>(template.Resources ?? {})
    .map(([logicalId, { Type: type, Properties: properties = {} }]) => ({ logicalId, type, properties }));
  const ofType = (...types: string[]) => resources.filter((resource) => types.includes(resource.type));

  return ofType('AWS::IAM::Role').map(({ logicalId, properties: role }) => {
    const isRole = (name: any) => name?.Ref === logicalId || (role.RoleName !== undefined && JSON.stringify(name) === JSON.stringify(role.RoleName));
    const isNamed = (policyId: string) => branches(role.ManagedPolicyArns).some((arn) => arn.Ref === policyId);
    const attached = ofType('AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy')
      .filter(({ type, properties, logicalId: policyId }) => branches(properties.Roles ?? properties.RoleName).some(isRole)
        || (type === 'AWS::IAM::ManagedPolicy' && isNamed(policyId)));
    const policies = [...branches(role.Policies), ...attached.map((policy) => policy.properties)];
    const documents = policies.flatMap((policy) => branches(policy.PolicyDocument)).map((document) => readPolicyText(document) ?? document);
    const ownPolicies = new Set(ofType('AWS::IAM::ManagedPolicy').map((policy) => policy.logicalId));
    return {
      logicalId,
      name: role.RoleName === undefined ? undefined : templateText(role.RoleName),
      description: role.Description === undefined ? undefined : templateText(role.Description),
      trust: parseTrust(role.AssumeRolePolicyDocument),
      permissions: documents.flatMap((document) => branches(document.Statement)).map(parsePermission),
      managedPolicies: branches(role.ManagedPolicyArns).filter((arn) => !ownPolicies.has(arn.Ref)).map(templateText),
      instanceProfiles: ofType('AWS::IAM::InstanceProfile')
        .filter((profile) => branches(profile.properties.Roles).some(isRole))
        .map((profile) => profile.logicalId),
    };
  });
}

function parsePermission(statement: any): PermissionStatement {
  const actionKey = 'NotAction' in statement ? 'NotAction' : 'Action';
  const resourceKey = 'NotResource' in statement ? 'NotResource' : 'Resource';
  return {
    effect: statement.Effect,
    actionKey,
    actions: branches(statement[actionKey]).map(templateText),
    resourceKey,
    resources: branches(statement[resourceKey]).map(templateText),
    conditions: parseConditions(statement.Condition).map(describeCondition),
  };
}

function describeCondition({ quantifier, operator, ifExists, key, value }: ConditionTest): string {
  return `${quantifier ? `${quantifier}:` : ''}${operator}${ifExists ? 'IfExists' : ''} ${key} ${templateText(value)}`;
}
