import type { Statement } from './statement';
import type { Text } from '../evaluation/text';
import type { TrustStatement } from '../trust-policy';

/**
 * A statement of a trust as it is in one way of deploying the template, for what judges trusts as they stand in templates: what decides is
 * the same for a role when it is made and for any template.
 */
export function trustStatementOf(statement: Statement): TrustStatement {
  const { effect, actions, notActions, principals = {}, notPrincipals, tests } = statement;
  return {
    effect,
    // Whatever NotAction leaves out, some way of assuming the role may be among the rest.
    actions: notActions !== undefined ? ['*'] : (actions ?? []).map(judged),
    principals: Object.fromEntries(Object.keys(principals).map((kind) => [kind, principals[kind].map(judged)])),
    hasNotPrincipal: notPrincipals !== undefined,
    conditions: tests.map((test) => ({ ...test, value: test.values.map(judged) })),
    conditionsMayVanish: statement.lostKeys.length > 0,
  };
}

/** A text with `${name}` for what is known once deployed, in which nothing of the name looks like a wildcard or a policy variable. */
export function judged(text: Text): string {
  if (typeof text === 'string') return text;
  return text.parts.map((part) => typeof part === 'string' ? part : `\${${part.unknown.replace(/[*?{}]|(?<!:):(?!:)/g, '_')}}`).join('');
}
