import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import { everywhere } from '../../../private/service-principals';
import type { Identity } from '../../../private/template/identities';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { TemplateValue } from '../../../private/template/values';
import { readings } from '../../../private/template/world';
import { isFor, isPositive, pins, testsOf } from '../../statements';

/** The roles of a template by every ARN and name that it can have for them. */
const ROLES = new WeakMap<Template, ReadonlyMap<string, Identity>>();

/** The role of the template that an ARN or a name is of. */
export function roleNamed(template: Template, text: Text): Identity | undefined {
  let roles = ROLES.get(template);
  if (roles === undefined) {
    roles = new Map(template.roles.flatMap((role) => {
      const { logicalId } = role.resource;
      const texts = [...template.texts({ 'Fn::GetAtt': [logicalId, 'Arn'] }), ...template.texts({ Ref: logicalId })];
      return texts.map((known): [string, Identity] => [keyOf(known), role]);
    }));
    ROLES.set(template, roles);
  }
  return roles.get(keyOf(text));
}

/** The roles of the template that a property names, in any way of deploying it. */
export function rolesNamed(template: Template, raw: any): Identity[] {
  return [...new Set(template.texts(raw).flatMap((text) => roleNamed(template, text) ?? []))];
}

/** A text that is the same for the same role, whichever way the partition is written. */
function keyOf(text: Text): string {
  return JSON.stringify(typeof text === 'string' ? text : shown(text)).replace(/^"arn:(?:\$\{AWS::Partition\}|aws[a-z-]*):/, '"arn:aws:');
}

/** The principal of a service that is the same in every region and partition; undefined where it is none, or known once deployed. */
export function serviceOfPrincipal(principal: Text): string | undefined {
  return everywhere(shown(principal));
}

/** The services that a statement names. */
export function servicesIn({ principals }: Statement): string[] {
  return [...new Set((principals?.Service ?? []).flatMap((principal) => serviceOfPrincipal(principal) ?? []))];
}

/** Whether a trust may let one of some services do an action; what cannot be read may be anything. */
export function mayLetIn(role: Identity, services: readonly string[], action: string): boolean {
  return role.trust!.statements.some((statement) => statement.effect === 'unknown'
    || (statement.effect === 'Allow' && mayBeForAction(statement, action) && mayName(statement, services)));
}

/** Whether a statement may be for an action, the one of a name that is known once deployed too. */
function mayBeForAction(statement: Statement, action: string): boolean {
  return isFor(statement, action) || (statement.actions ?? []).some((written) => typeof written !== 'string');
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
  return found.map(({ value, world }) => ({ value, when: world.description === '' ? '' : ` (if ${world.description})` }));
}
