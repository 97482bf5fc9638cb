import { quote } from './errors';
import { isOfOneCustomer, looseLimits } from './external-ids';
import { isIntrinsic } from './intrinsics';
import { asList } from './statement';
import { templateText } from './template-text';
import { branches, parseTrust, reviewTrust } from './trust-policy';

/** Why a template cannot be deployed by others as it is, or not safely. */
export function customerTemplateProblems(template: any, tenant: string | undefined): string[] {
  return [
    ...foreignReferences(template),
    ...customResources(template),
    ...literalPartitions(template),
    ...roles(template).flatMap(([logicalId, role]) => [
      ...fixedExternalIds(logicalId, role, tenant, template),
      ...looseExternalIds(logicalId, role, template),
      ...openRoles(logicalId, role, new Set(Object.keys(template.Parameters ?? {}))),
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

function fixedExternalIds(logicalId: string, trust: any, tenant: string | undefined, template: any): string[] {
  if (tenant !== undefined) return [];
  const isDeclared = (name: string) => Object.hasOwn(template.Parameters ?? {}, name) || Object.hasOwn(template.Resources ?? {}, name);
  const shared = externalIdsOf(trust).find((value) => !isOfOneCustomer(references(value), isDeclared));
  if (shared === undefined) return [];
  const text = templateText(shared);
  const what = text.includes('${') || text.startsWith('{')
    ? `the external ID ${quote(text)}, which is the same for many customers or known to others`
    : `the fixed external ID ${quote(text)}, which all customers of the template would share`;
  return [`The role ${quote(logicalId)} demands ${what}: no protection. Use ExternalId.parameter() or ExternalId.tenantAndStackId(), or give the stack its 'tenant' if the template is rendered for one.`];
}

/** The values with which external IDs are compared. */
function externalIdsOf(trust: any): any[] {
  return parseTrust(trust).filter((statement) => statement.effect === 'Allow').flatMap((statement) => statement.conditions)
    .filter((test) => /^sts:ExternalId$/i.test(test.key) && !/^Null$/i.test(test.operator))
    .flatMap((test) => branches(test.value));
}

/** The names that a value refers to: of a row of a mapping none, as a mapping is the same for all. */
function references(value: any): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null || 'Fn::FindInMap' in value) return [];
  if ('Ref' in value) return [value.Ref];
  if ('Fn::GetAtt' in value) return [asList<any>(value['Fn::GetAtt'])[0]].map((name) => String(name).split('.')[0]);
  const [text] = asList<any>(value['Fn::Sub']);
  const inText = typeof text === 'string' ? [...text.matchAll(/\$\{([A-Za-z0-9:]+)/g)].map((match) => match[1]) : [];
  return [...inText, ...Object.values(value).flatMap(references)];
}

/** Parameters for external IDs that came without ExternalId, by name or late. */
function looseExternalIds(logicalId: string, trust: any, template: any): string[] {
  const names = new Set(externalIdsOf(trust).flatMap(references).filter((name) => Object.hasOwn(template.Parameters ?? {}, name)));
  return [...names].flatMap((name) => {
    const [limit] = looseLimits(template.Parameters[name]);
    return limit === undefined ? [] : [`The role ${quote(logicalId)} takes its external ID from the parameter ${quote(name)}, which ${limit.which}. Use ExternalId.parameter() or ExternalId.fromParameter(), and do not change the parameter afterwards.`];
  });
}

/** Roles of any class: plain ones are not judged elsewhere. */
function openRoles(logicalId: string, trust: any, parameters: ReadonlySet<string>): string[] {
  if (trust === undefined) return [];
  return reviewTrust(trust, undefined, parameters).problems.map((problem) => `The role ${quote(logicalId)} cannot be trusted. ${problem}`);
}

/** Keys that say who the caller is. */
const CALLER_KEYS = /^(aws:(Principal|Source)(Arn|Account|OrgID|OrgPaths)|aws:userid|aws:username|.+:sub)$/i;

/** A link to the genuine template can fill in every parameter of it, also the one that says who is let in. */
function principalsFromParameters(logicalId: string, trust: any, parameters: ReadonlySet<string>): string[] {
  const callers = parseTrust(trust).flatMap((statement) => [
    ...Object.values(statement.principals).flat(),
    ...statement.conditions.filter((test) => CALLER_KEYS.test(test.key)).map((test) => test.value),
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
    ? [...text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map((match) => match[1]).filter((name) => parameters.has(name) && !Object.hasOwn(names, name))
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
const FOR_PEOPLE = ['Description', 'ConstraintDescription', 'Metadata', 'Tags'];

/** A row of a mapping that is for one partition may name it. */
const PARTITION = /^aws(-[a-z]+)*$/;

/** The texts of a template, and what functions put together of them. */
function texts(value: any): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  const parts = Object.entries<any>(value).filter(([key]) => !FOR_PEOPLE.includes(key) && !PARTITION.test(key)).flatMap(([, item]) => texts(item));
  return isIntrinsic(value) ? [...parts, templateText(value)] : parts;
}
