import { isWrittenAsText, policyCalled } from './policy-texts';
import { list, quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import type { Policy, Resource } from '../../../private/template/policies';
import { POLICY_PROPERTIES } from '../../../private/template/policy-properties';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { bareName } from '../../../private/template/values';
import { isRead, parametersOf } from '../../parameters';
import { isForEveryone } from '../../principals';
import type { Found, Level, Rule } from '../../rule';
import { allPolicies, called, isPositive, subjectOf, testsOf, whenever } from '../../statements';

export const policyUnreadable: Rule = {
  id: 'policy-unreadable',
  title: 'A part of a policy is known only once deployed, so nobody can tell what it allows.',
  why: 'What a macro, another stack or a parameter puts into a policy is judged by no rule, and may let in everyone.',
  fix: 'Write the statement into the template, or review what takes its place wherever the template is deployed.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html',
  find: (template) => [
    ...allPolicies(template).flatMap((policy) => inPolicy(policy, template)),
    ...inProperties(template),
    ...fromElsewhere(template),
    ...macros(template),
  ],
};

/** What a function beside the properties of a resource adds to them, which may be policies. */
function inProperties(template: Template): Found[] {
  return template.resources.filter(({ type }) => type.startsWith('AWS::IAM::') || Object.hasOwn(POLICY_PROPERTIES, type)).flatMap((at) => {
    const name = Object.keys(at.properties).find((key) => key.startsWith('Fn::'));
    return name === undefined ? [] : [{
      at,
      subject: name,
      message: `nobody can tell what policies the resource has: ${quote(name)} beside its properties puts in what is known only once deployed.`,
      location: 'Properties',
    }];
  });
}

/** Resources that stand for others, which no template here has. */
function fromElsewhere(template: Template): Found[] {
  const because = ({ type, properties: { TemplateURL: url, TemplateBody: body } }: Resource): string | undefined => {
    if (type.endsWith('::MODULE')) return `are those of the module ${quote(type)}`;
    if (type !== 'AWS::CloudFormation::StackSet' && type !== 'AWS::CloudFormation::Stack') return undefined;
    // Templates that CDK has made are checked by themselves.
    if (typeof url === 'string') return `are those of the template at ${quote(url)}`;
    return body === undefined || typeof textIn(body, template) === 'string' ? undefined : 'are those of a template that is known only once deployed';
  };
  return template.resources.flatMap((at) => {
    const which = because(at);
    return which === undefined ? [] : [{ at, message: `the resources that it makes ${which}, which is not checked.`, level: 'info' as const }];
  });
}

function textIn(raw: any, template: Template): Text | undefined {
  const texts = template.texts(raw);
  return texts.length === 1 ? texts[0] : undefined;
}

function inPolicy(policy: Policy, template: Template): Found[] {
  const isText = isWrittenAsText(policy, template);
  return policy.statements.flatMap((statement) => [
    // What cannot be parsed of a text is the finding of another rule.
    ...statement.unreadable === undefined || isText ? [] : [found(policy, statement, 'policy', `cannot be read, because it is or holds ${quote(statement.unreadable)}`, 'warning')],
    ...statement.effect === 'Allow' ? [...notInGrammar(policy, statement), ...unknownPrincipals(policy, statement, template), ...unknownActions(policy, statement), ...unknownCallers(policy, statement, template)] : [],
  ]);
}

function found(policy: Policy, statement: Statement, subject: string, what: string, level: Level): Found {
  const where = statement.location === policy.location ? policyCalled(policy) : `${called(statement)} of ${policyCalled(policy)}`;
  return {
    at: policy.resource,
    subject: statement.sid === undefined ? subjectAt(policy, subject) : subjectOf(statement, subject),
    message: `nobody can tell what ${where} allows: it ${what}${whenever(statement)}.`,
    location: statement.location,
    level,
  };
}

/** A statement that cannot be read has no name of its own. */
function subjectAt({ name, use }: Policy, subject: string): string {
  return `${typeof name === 'string' ? name : use} ${subject}`;
}

/** What a statement must have, and what the policy language does not have: IAM refuses it, unless it reads what nobody else does. */
function notInGrammar(policy: Policy, statement: Statement): Found[] {
  const { json, unreadable, actions, notActions, principals, notPrincipals } = statement;
  if (unreadable !== undefined) return [];
  const missing = [
    ...actions === undefined && notActions === undefined ? ['Action'] : [],
    ...policy.use === 'trust' && principals === undefined && notPrincipals === undefined ? ['Principal'] : [],
  ];
  const others = Object.keys(json).filter((key) => !ELEMENTS.includes(key));
  const problems = [
    ...missing.length === 0 ? [] : [`lacks its ${list(missing)}`],
    ...others.length === 0 ? [] : [`has ${list(others.map(quote))}, which the policy language does not have`],
  ];
  return problems.length === 0 ? [] : [found(policy, statement, [...missing, ...others][0], problems.join(' and '), 'warning')];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

function unknownPrincipals(policy: Policy, statement: Statement, template: Template): Found[] {
  return Object.entries(statement.principals ?? {}).flatMap(([kind, principals]) => principals.flatMap((principal) => {
    const name = bareName(principal);
    const level = name === undefined ? undefined : kind === '*' ? 'warning' : levelOf(name, kind, template);
    return level === undefined ? [] : [found(policy, statement, name!, `lets in ${quote(name!)}, which is known only once deployed`, level)];
  }));
}

const CALLER_KEYS = /^aws:Principal(OrgID|OrgPaths|Account|Arn)$/i;

/** What alone keeps everyone out of a statement, and is known once deployed. */
function unknownCallers(policy: Policy, statement: Statement, template: Template): Found[] {
  if (!isForEveryone(statement) && statement.notPrincipals === undefined) return [];
  return testsOf(statement, CALLER_KEYS).filter(isPositive).flatMap(({ key, values }) => values.flatMap((value) => {
    const name = bareName(value);
    const level = name === undefined ? undefined : levelOf(name, 'AWS', template);
    return level === undefined ? [] : [found(policy, statement, name!, `lets in everyone whose ${quote(key)} is ${quote(name!)}, which is known only once deployed`, level)];
  }));
}

/** Undefined where the template says what it is, or another rule. */
function levelOf(name: string, kind: string, template: Template): Level | undefined {
  const type = template.resource(name.split('.')[0])?.type;
  const parameters = parametersOf(name, template);
  // What a program says, another stack, or whoever writes into Parameter Store.
  if (kind === 'AWS' && type !== undefined && /^(Custom::|AWS::CloudFormation::(CustomResource|Stack)$)/.test(type)) return 'info';
  if (parameters.length > 0) return parameters.every((parameter) => isRead(parameter, template)) ? 'info' : undefined;
  if (type !== undefined || name.startsWith('AWS::')) return undefined;
  return /^(ImportValue\(|\{\{resolve:)/.test(name) ? 'info' : 'warning';
}

function unknownActions(policy: Policy, statement: Statement): Found[] {
  const isWhole = (action: Text) => bareName(action) !== undefined;
  return (statement.actions ?? []).filter(isWhole).map((action) =>
    found(policy, statement, bareName(action)!, `allows the actions ${quote(bareName(action)!)}, which are known only once deployed`, 'warning'));
}

/** What rewrites the template before it is deployed. */
function macros(template: Template): Found[] {
  const declared = [template.json.Transform].flat().flatMap((transform: any) => typeof transform === 'string' ? [transform] : transform?.Name ?? []);
  return [...new Set([...declared.map(String), ...rewritten(template.json)])].map((name) => ({
    at: 'template' as const,
    subject: name,
    message: `the template is rewritten by ${quote(name)} before it is deployed, and ${isServerless(name) ? SERVERLESS : 'what that makes is not checked'}.`,
    level: 'info' as const,
  }));
}

/** What is not seen of what SAM makes. */
const SERVERLESS = 'of what that makes, the roles of functions and state machines are checked with the policies that stand in the template, not with what SAM policy templates, events and connectors add';

function isServerless(name: string): boolean {
  return name.startsWith('AWS::Serverless-');
}

/** The functions in a template whose result stands in no template; without recursion, as a template can be nested deeper than the stack. */
function rewritten(template: any): Set<string> {
  const names = new Set<string>();
  const open = [template];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    for (const [key, item] of Object.entries<any>(value)) {
      if (!Array.isArray(value) && /^Fn::(Transform$|ForEach::)/.test(key)) names.add(key.replace(/::[^:]*$/, (end) => end === '::Transform' ? end : ''));
      if (typeof item === 'object' && item !== null) open.push(item);
    }
  }
  return names;
}
