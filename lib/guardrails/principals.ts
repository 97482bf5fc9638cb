import { region_info } from 'aws-cdk-lib';
import type { Settings } from './rule';
import { isPositive, testsOf } from './statements';
import type { Text } from '../private/evaluation/text';
import { shown, withMarks } from '../private/evaluation/text';
import { everywhere } from '../private/service-principals';
import type { Identity } from '../private/template/identities';
import type { Statement } from '../private/template/statement';
import type { Template } from '../private/template/template';

/** The principals of some kinds that a statement names; a Principal that is `*` alone is of the kind `*`. */
export function principalsOf(statement: Statement, ...kinds: string[]): Text[] {
  return kinds.flatMap((kind) => statement.principals?.[kind] ?? []);
}

/** Whether a statement is for everyone: `*`, `{ AWS: * }`. */
export function isForEveryone(statement: Statement): boolean {
  return everyoneIn(statement) !== undefined;
}

/** The principal that makes a statement one for everyone. AWS refuses most patterns, so that in an Allow one counts, and in a Deny it keeps nobody out. */
export function everyoneIn(statement: Statement): string | undefined {
  const plain = principalsOf(statement, '*', 'AWS').find((principal) => principal === '*');
  if (plain !== undefined || statement.effect === 'Deny') return plain === undefined ? undefined : shown(plain);
  const pattern = principalsOf(statement, '*', 'AWS', 'Service', 'CanonicalUser').find((principal) => EVERYONE.test(withMarks(principal, 'X')));
  return pattern && shown(pattern);
}

/** Stars and what cannot be seen, or an ARN of any account. */
const EVERYONE = /^[\s\u200b-\u200f\u2060\ufeff]*\*[\s*\u200b-\u200f\u2060\ufeff]*$|^arn:[^:]*:(iam|sts)::[^:]*[*?]/;

/** The account that a principal names: twelve digits, `${…}` for one that is known once deployed, or undefined. */
export function accountOf(principal: Text): string | undefined {
  const text = shown(principal);
  return /^\d{12}$/.test(text) ? text : /^arn:(?:[^:$]*|\$\{[^}]*\}):(?:iam|sts)::(\d{12}|\$\{[^}]+\}):/.exec(text)?.[1];
}

/** The accounts whose principals a statement names, in its conditions where its Principal is everyone. */
export function accountsOf(statement: Statement): string[] {
  const isOpen = isForEveryone(statement) || statement.notPrincipals !== undefined;
  const demanded = isOpen ? testsOf(statement, /^aws:Principal(Account|Arn)$/i).filter(isPositive).flatMap(({ values }) => values) : [];
  return [...new Set([...principalsOf(statement, 'AWS'), ...demanded].flatMap((principal) => accountOf(principal) ?? []))];
}

/** Whether an account is of the template's own owner: the stack's, or one of the settings'. */
export function isOwnAccount(account: string, template: Template, settings: Settings): boolean {
  return account === '${AWS::AccountId}' || account === template.deployment.account || settings.ownAccounts.includes(account);
}

/** Whether an account stands in the template as it is, and is somebody else's, but for those from which AWS delivers logs. */
export function isForeignAccount(account: string, template: Template, settings: Settings): boolean {
  return /^\d{12}$/.test(account) && !isOwnAccount(account, template, settings) && !deliversLogs(account);
}

/**
 * Whether an account is one of AWS's own, from which a service delivers logs: CDK has the list.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
function deliversLogs(account: string): boolean {
  const { Fact, FactName } = region_info;
  logAccounts ??= new Set(Fact.regions.flatMap((region) => Fact.find(region, FactName.ELBV2_ACCOUNT) ?? []));
  return logAccounts.has(account);
}

let logAccounts: ReadonlySet<string> | undefined;

/** The principal of a service that is the same in every region and partition; undefined where it is none, or known once deployed. */
export function serviceOfPrincipal(principal: Text): string | undefined {
  return everywhere(shown(principal));
}

/** The services that a statement names. */
export function servicesIn(statement: Statement): string[] {
  return [...new Set(principalsOf(statement, 'Service').flatMap((principal) => serviceOfPrincipal(principal) ?? []))];
}

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
  return shown(text).replace(/^arn:(?:\$\{AWS::Partition\}|aws[a-z-]*):/, 'arn:any:');
}
