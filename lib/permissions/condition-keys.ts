import type { AccessStatement } from './access';
import { arnShape, kindsOfShape, readableShape } from '../private/arn-shape';
import { CREDENTIAL_KEYS, GLOBAL_KEYS, isGlobalKey, isKey, isResourceTagKey, OWN_TAG_KEYS, TAG_KEY_WITHOUT_TAG } from '../private/condition-keys';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, list, quote } from '../private/errors';
import { nearestFew } from '../private/nearest';
import { actionName, actionsCovered } from '../private/service-actions';
import type { ConditionKey, ResourceKind, ServiceAction } from '../private/service-authorization';
import { serviceOf } from '../private/service-authorization';
import { readable } from '../private/text';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/** Global keys that hold several values, and those that are no text. */
const GLOBAL_TYPES: [RegExp, string][] = [
  [/^aws:(CalledVia|TagKeys|PrincipalOrgPaths|PrincipalServiceNamesList|ResourceOrgPaths|SourceOrgPaths|VpceOrgPaths)$/i, 'ArrayOfString'],
  [/^aws:(IsMcpServiceAction|MultiFactorAuthPresent|PrincipalIsAWSService|SecureTransport|ViaAWSMCPService|ViaAWSService)$/i, 'Bool'],
  [/^aws:MultiFactorAuthAge$/i, 'Numeric'],
  [/^aws:(CurrentTime|EpochTime|TokenIssueTime)$/i, 'Date'],
  [/^aws:(SourceIp|VpcSourceIp)$/i, 'IPAddress'],
  [/^aws:(ChatbotSourceArn|PrincipalArn|SourceArn|SourceVpcArn)$/i, 'ARN'],
];

/** Global keys whose type AWS does not document as one of these, as those that are newer than the list may be. */
const OTHER_TYPE = 'other';
const OTHER_TYPES = /^aws:(AssumedRoot|Ec2InstanceSourcePrivateIPv4|SignInSessionArn)$/i;

/** Keys that AWS fills in only when a service calls for its own resource. */
const SERVICE_CALL_KEYS = /^aws:Source(Account|Arn|OrgID|OrgPaths)$/i;

/** Keys that say of the role what is the same in each of its calls. */
const CONSTANT_KEYS = /^aws:Principal(Account|Arn|OrgID|OrgPaths|Type)$/i;

/** Which operators a type of key takes. */
const OPERATORS: [type: RegExp, operators: RegExp][] = [
  [/String$/, /^String|^Binary/],
  [/ARN$/, /^Arn|^String/],
  [/Bool$/, /^Bool/],
  [/Numeric$/, /^Numeric/],
  [/Date$/, /^Date|^Numeric/],
  [/IPAddress$/, /IpAddress$/],
];

/** Checks that every action of a statement has the keys of a condition, and that the operators fit them; what its role must warn of. */
export function checkConditionKeys(statement: AccessStatement, block: ConditionBlock): Finding[] {
  const tests = Object.entries(block).flatMap(([operator, keys]) => Object.keys(keys).map((key) => ({ operator, key })));
  const findings = new Array<Finding>();
  for (const { operator, key } of tests) {
    if (isGlobal(key)) {
      checkOperator(operator, { name: key, type: globalType(key) });
      findings.push(...globalFindings(key));
      continue;
    }
    if (CREDENTIAL_KEYS.test(key) || statement.isUnchecked) continue;
    if (statement.notActions !== undefined || statement.actions.includes(EVERY_ACTION)) checkKnown(operator, key);
    for (const written of statement.actions) {
      const onResources = actionsCovered(written).map((action) => lookUp(action, statement.resources, key));
      const found = onResources.flat().filter((one) => one.found !== undefined);
      found.forEach((one) => checkOperator(operator, one.found!));
      // A wildcard in a fence refuses more than has the key.
      if (statement.effect === 'Deny' && written.includes('*') && found.length > 0) continue;
      for (const some of onResources) checkFound(some, key);
    }
  }
  return findings;
}

/** Every action of every service. */
const EVERY_ACTION = '*';

/** Where all actions are meant, some of them must have the key. */
function checkKnown(operator: string, key: string): void {
  const keys = serviceOf(key.slice(0, key.indexOf(':')))?.conditionKeys ?? [];
  const found = keys.find((known) => isKey(known.name, key));
  if (found !== undefined) return checkOperator(operator, found);
  // Tags are the keys of AWS that each service has itself.
  if (/^aws:/i.test(key)) return;
  const near = nearestFew(key, keys.map(({ name }) => name), 3).map((name) => quote(name));
  throw new InvalidInputError(`The condition key is one of no service: got ${quote(key)}.${near.length === 0 ? '' : ` Nearest: ${list(near)}.`} Write it as 's3:prefix' or 'aws:SourceVpc'.`);
}

/** Whether a condition tests tags of the resource, which whoever may change tags meets at will. */
export function testsResourceTags(block: ConditionBlock): boolean {
  return Object.values(block).some((keys) => Object.keys(keys).some(isResourceTagKey));
}

/** The first action of statements that changes tags. */
export function taggingAction(statements: readonly AccessStatement[]): string | undefined {
  return statements.filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions).flatMap(actionsCovered)
    .filter(({ level }) => level === 'Tagging').map(actionName)[0];
}

/** A key of an action on one of its resources. */
interface KeyOnResource {
  readonly action: ServiceAction;
  readonly arn: string;
  readonly keys: readonly ConditionKey[];
  readonly found?: ConditionKey;
}

function lookUp(action: ServiceAction, resources: readonly string[], key: string): KeyOnResource[] {
  return keysByResource(action, resources).map(({ arn, keys }) => ({ action, arn, keys, found: keys.find((known) => isKey(known.name, key)) }));
}

function checkFound(onResources: readonly KeyOnResource[], key: string): void {
  const missing = onResources.find(({ found }) => found === undefined);
  if (missing === undefined) return;
  const isElsewhere = onResources.some(({ found }) => found !== undefined);
  throw new InvalidInputError(unsupported(key, missing.action, missing.keys, isElsewhere ? ` on ${quote(textOf(missing.arn))}` : ''));
}

/** The keys of an action on each of the resources that it is on, as IAM judges each by itself: its own, and those for the types of the resource. */
function keysByResource(action: ServiceAction, resources: readonly string[]): { arn: string; keys: ConditionKey[] }[] {
  const kinds = serviceOf(action.service)!.kinds;
  const keysOn = (named: readonly ResourceKind[]) => {
    const targets = action.targets.filter(({ kind }) => named.includes(kind));
    return [...action.conditionKeys, ...targets.flatMap(({ kind, conditionKeys }) => conditionKeys.length > 0 ? conditionKeys : kind.conditionKeys)];
  };
  const named = resources.map((arn) => {
    const shape = arn === '*' ? undefined : arnShape(arn);
    return { arn, types: shape === undefined ? kinds : kindsOfShape(shape, kinds) };
  });
  const fitting = named.filter(({ types }) => action.targets.some(({ kind }) => types.includes(kind)));
  return (fitting.length > 0 ? fitting : named).map(({ arn, types }) => ({ arn, keys: keysOn(types) }));
}

function textOf(arn: string): string {
  const shape = arnShape(arn);
  return shape === undefined ? readable(arn) : readableShape(shape);
}

function globalType(key: string): string {
  return GLOBAL_TYPES.find(([shape]) => shape.test(key))?.[1] ?? (isGlobalKey(key) && !OTHER_TYPES.test(key) ? 'String' : OTHER_TYPE);
}

function isGlobal(key: string): boolean {
  if (TAG_KEY_WITHOUT_TAG.test(key)) {
    throw new InvalidInputError(`The condition key does not say of which tag: got ${quote(key)}. Write the key of the tag behind a slash, as in 'aws:PrincipalTag/team'.`);
  }
  if (!/^aws:/i.test(key) || OWN_TAG_KEYS.test(key)) return false;
  if (isGlobalKey(key)) return true;
  // What is like no known key may be newer than the list.
  const [near] = nearestFew(key, GLOBAL_KEYS, 1, 2);
  if (near === undefined) return true;
  throw new InvalidInputError(`The condition key is not one of AWS's: got ${quote(key)}. Did you mean ${quote(near)}?`);
}

function unsupported(key: string, action: ServiceAction, keys: readonly ConditionKey[], where: string): string {
  const names = [...new Set(keys.map(({ name }) => name))].sort().map((name) => quote(name));
  const ofAws = 'those of AWS such as \'aws:SourceVpc\'';
  const has = names.length === 0 ? `It has none of its own, only ${ofAws}.` : `It has ${list(names)}, and ${ofAws}.`;
  return `The condition key ${quote(key)} is not one of ${quote(actionName(action))}${where}, so the condition would never hold. ${has} Give the condition to an access of its own, with the actions${where === '' ? '' : ' and resources'} that have the key.`;
}

function checkOperator(operator: string, { name, type }: ConditionKey): void {
  const [, quantifier, plain] = /^(?:(For\w+):)?(\w+)$/.exec(operator)!;
  if (/^Null$/.test(plain)) return;
  const isList = type.startsWith('ArrayOf');
  if (quantifier === 'ForAllValues' && !isList) {
    throw new InvalidInputError(`The condition key ${quote(name)} has one value in a request, for which ForAllValues also holds if it is absent: got ${quote(operator)}. Use AccessCondition.of().`);
  }
  if (quantifier === undefined && isList) {
    throw new InvalidInputError(`The condition key ${quote(name)} has several values in a request, and the operator ${quote(operator)} does not say how many must match. Use AccessCondition.anyValue() or allValues().`);
  }
  const fitting = OPERATORS.find(([shape]) => shape.test(type))?.[1];
  if (fitting !== undefined && !fitting.test(plain)) {
    throw new InvalidInputError(`The condition key ${quote(name)} is compared with an operator of another type: got ${quote(operator)}, and the key is of the type ${quote(type)}. Use one that fits it.`);
  }
}

function globalFindings(key: string): Finding[] {
  if (SERVICE_CALL_KEYS.test(key)) {
    return [{ id: WarningId.CONDITION_NEVER_FILLED, message: `The condition key ${quote(key)} is there only when a service calls for its own resource, never in a call of the application, so the condition does not hold. It belongs into the trust of a role or the policy of a resource.` }];
  }
  return !CONSTANT_KEYS.test(key) ? [] : [{
    id: WarningId.CONDITION_NEVER_FILLED,
    message: `The condition key ${quote(key)} says what the role itself is, which is the same in each of its calls, so the condition limits nothing. For the resource use AccessCondition.resourceAccount() or resourceOrganization().`,
  }];
}
