import { isWrittenAsText, policyCalled } from './policy-texts';
import { list, quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { bareName } from '../../../private/template/values';
import { parametersOf } from '../../parameters';
import type { Found, Level, Rule } from '../../rule';
import { allPolicies, called, subjectOf, whenever } from '../../statements';

export const policyUnreadable: Rule = {
  id: 'policy-unreadable',
  title: 'A part of a policy is known only once deployed, so nobody can tell what it allows.',
  why: 'What a macro, another stack or a parameter puts into a policy is judged by no rule, and may let in everyone.',
  fix: 'Write the statement into the template, or review what takes its place wherever the template is deployed.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html',
  find: (template) => [...allPolicies(template).flatMap((policy) => inPolicy(policy, template)), ...macros(template)],
};

function inPolicy(policy: Policy, template: Template): Found[] {
  const isText = isWrittenAsText(policy, template);
  return policy.statements.flatMap((statement) => [
    // What cannot be parsed of a text is the finding of another rule.
    ...statement.unreadable === undefined || isText ? [] : [found(policy, statement, 'policy', `cannot be read, because it is or holds ${quote(statement.unreadable)}`, 'warning')],
    ...statement.effect === 'Allow' ? [...notInGrammar(policy, statement), ...unknownPrincipals(policy, statement, template), ...unknownActions(policy, statement)] : [],
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
    const level = name === undefined ? undefined : kind === '*' ? 'warning' : levelOf(name, template);
    return level === undefined ? [] : [found(policy, statement, name!, `lets in ${quote(name!)}, which is known only once deployed`, level)];
  }));
}

/** Undefined where the template says what it is, or another rule. */
function levelOf(name: string, template: Template): Level | undefined {
  const isOfTemplate = Object.hasOwn(template.json.Resources, name.split('.')[0]) || name.startsWith('AWS::');
  if (isOfTemplate || parametersOf(name, template).length > 0) return undefined;
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
