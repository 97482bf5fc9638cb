import { quote } from './errors';
import { isIntrinsic } from './intrinsics';
import { asList } from './statement';
import { templateText } from './template-text';
import { branches, parseTrust } from './trust-policy';

/** Why a template cannot be deployed by others as it is, or not safely. */
export function customerTemplateProblems(template: any, tenant: string | undefined): string[] {
  return [
    ...foreignReferences(template),
    ...customResources(template),
    ...literalPartitions(template),
    ...roles(template).flatMap(([logicalId, role]) => [
      ...fixedExternalIds(logicalId, role, tenant),
      ...principalsFromParameters(logicalId, role, new Set(Object.keys(template.Parameters ?? {}))),
    ]),
  ];
}

function foreignReferences(template: any): string[] {
  const imports = intrinsics(template, 'Fn::ImportValue').map((name) => `The template imports ${quote(templateText(name))} (Fn::ImportValue), which no customer's account exports. Use a parameter, or a literal.`);
  const exported = Object.entries<any>(template.Outputs ?? {}).filter(([, output]) => output.Export !== undefined)
    .map(([key]) => `The output ${quote(key)} is exported to another stack of the app, which is not in the customer's account. Use nothing of this stack in other stacks.`);
  return [...imports, ...exported];
}

function customResources(template: any): string[] {
  return Object.entries<any>(template.Resources ?? {})
    .filter(([, resource]) => /^(Custom::|AWS::CloudFormation::CustomResource$)/.test(resource.Type))
    .map(([logicalId, resource]) => `The template has a custom resource, ${quote(logicalId)} of type ${quote(resource.Type)}, whose code would run in every customer's account. Use resources of CloudFormation.`);
}

function literalPartitions(template: any): string[] {
  const found = texts(template).find((text) => /\barn:aws(-[a-z]+)*:/.test(text));
  return found === undefined ? [] : [`The template names a partition, so it works in no other one: ${quote(found)}. Write Aws.PARTITION in place of it, or use formatArn().`];
}

function fixedExternalIds(logicalId: string, trust: any, tenant: string | undefined): string[] {
  if (tenant !== undefined) return [];
  const fixed = parseTrust(trust).filter((statement) => statement.effect === 'Allow').flatMap((statement) => statement.conditions)
    .filter((test) => /^sts:ExternalId$/i.test(test.key) && !/^Null$/i.test(test.operator))
    .flatMap((test) => branches(test.value))
    .map(templateText)
    .find((text) => !text.includes('${') && !text.startsWith('{'));
  return fixed === undefined ? [] : [
    `The role ${quote(logicalId)} demands the fixed external ID ${quote(fixed)}, which all customers of the template would share: no protection. Use ExternalId.parameter() or ExternalId.tenantAndStackId(), or give the stack its 'tenant' if the template is rendered for one.`,
  ];
}

/** A link to the genuine template can fill in every parameter of it, also the one that says who is let in. */
function principalsFromParameters(logicalId: string, trust: any, parameters: ReadonlySet<string>): string[] {
  const callers = parseTrust(trust).flatMap((statement) => [
    ...Object.values(statement.principals).flat(),
    ...statement.conditions.filter((test) => /^aws:Principal(Arn|Account|OrgID|OrgPaths)$/i.test(test.key)).map((test) => test.value),
  ]);
  // A policy that is text as a whole cannot be read: what enters it may say anything.
  const asText = isIntrinsic(trust) && !('Fn::If' in trust) ? [trust] : [];
  const [name] = [...callers, ...asText].flatMap((caller) => parameterNames(caller, parameters));
  return name === undefined ? [] : [
    `The role ${quote(logicalId)} lets in whomever the parameter ${quote(name)} names, and a link to the template can fill it in for the customer. Write the account into the template, or use ThirdPartyPrincipal.bySite().`,
  ];
}

function parameterNames(value: any, parameters: ReadonlySet<string>): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => parameterNames(item, parameters));
  if (typeof value !== 'object' || value === null) return [];
  // The parameter picks a row of the template's own table; only a value for want of a row can come from elsewhere.
  if ('Fn::FindInMap' in value) return parameterNames(asList<any>(value['Fn::FindInMap']).slice(3), parameters);
  if (isIntrinsic(value) && 'Ref' in value) return parameters.has(value.Ref) ? [value.Ref] : [];
  const [text, names = {}] = asList<any>(value['Fn::Sub']);
  const inText = isIntrinsic(value) && typeof text === 'string'
    ? [...text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map((match) => match[1]).filter((name) => parameters.has(name) && !(name in names))
    : [];
  return [...inText, ...Object.values(value).flatMap((item) => parameterNames(item, parameters))];
}

function roles(template: any): [string, any][] {
  return Object.entries<any>(template.Resources ?? {})
    .filter(([, resource]) => resource.Type === 'AWS::IAM::Role')
    .map(([logicalId, resource]) => [logicalId, resource.Properties?.AssumeRolePolicyDocument]);
}

function intrinsics(value: any, name: string): any[] {
  if (typeof value !== 'object' || value === null) return [];
  const nested = Object.values(value).flatMap((item) => intrinsics(item, name));
  return isIntrinsic(value) && name in value ? [value[name], ...nested] : nested;
}

/** What people read, which may name an ARN as an example. */
const FOR_PEOPLE = ['Description', 'ConstraintDescription', 'Metadata'];

/** The texts of a template, and what functions put together of them. */
function texts(value: any): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  const parts = Object.entries<any>(value).filter(([key]) => !FOR_PEOPLE.includes(key)).flatMap(([, item]) => texts(item));
  return isIntrinsic(value) ? [...parts, templateText(value)] : parts;
}
