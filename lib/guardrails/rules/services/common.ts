import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { TemplateValue } from '../../../private/template/values';
import { readings } from '../../../private/template/world';
import { serviceOfPrincipal } from '../../principals';
import { ifSo, isPositive, mayBeFor, pins, testsOf } from '../../statements';

/** Whether a trust may let one of some services do an action; what cannot be read may be anything. */
export function mayLetIn(role: Identity, services: readonly string[], action: string): boolean {
  return role.trust!.statements.some((statement) => statement.effect === 'unknown'
    || (statement.effect === 'Allow' && mayBeFor(statement, action) && mayName(statement, services)));
}

function mayName({ principals, notPrincipals }: Statement, services: readonly string[]): boolean {
  if (principals === undefined) return notPrincipals !== undefined;
  const isOne = (principal: Text) => {
    const service = serviceOfPrincipal(principal);
    return service === undefined ? typeof principal !== 'string' : services.includes(service);
  };
  return '*' in principals || (principals.AWS ?? []).some((principal) => principal === '*' || shown(principal).startsWith('${'))
    || (principals.Service ?? []).some(isOne);
}

/** Whether a statement says for whose resource a service may come. */
export function pinsSource(statement: Statement): boolean {
  return pins(statement, /^aws:Source(Account|OrgID|OrgPaths)$/i)
    || testsOf(statement, 'aws:SourceArn').some((test) => isPositive(test) && test.values.length > 0 && test.values.every((value) => namesSource(value)));
}

/** Whether an ARN, or a pattern of one, is of resources that are not just anybody's. */
export function namesSource(arn: Text): boolean {
  const text = withoutReferences(shown(arn));
  if (text === 'X') return true;
  const [prefix, , service, , account, ...resource] = text.split(':');
  const isWhole = prefix === 'arn' && resource.length > 0 && !/[*?]/.test(service);
  // Some ARNs name no account: then the name of the resource is all that tells whose it is.
  return isWhole && !/[*?]/.test(account) && (account !== '' || !/^[*?/]*$/.test(resource.join(':')));
}

/** A text with `X` for what is known once deployed, also within another such thing. */
function withoutReferences(text: string): string {
  const replaced = text.replace(/\$\{[^{}]*\}/g, 'X');
  return replaced === text ? text : withoutReferences(replaced);
}

/** A value in one way of deploying the template. */
export interface Way {
  readonly value: TemplateValue;
  /** ` (if the condition X is true)`, empty where it is so in every case. */
  readonly when: string;
}

/** All that a value can be, each as a whole; empty for what has too many forms. */
export function waysOf(template: Template, raw: any): Way[] {
  const found = readings(template.world, (world) => template.values.resolve(raw, world)) ?? [];
  return found.map(({ value, world }) => ({ value, when: ifSo(world.description) }));
}
