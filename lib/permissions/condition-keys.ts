import type { AccessStatement } from './access';
import { arnShape, kindsOfShape } from '../private/arn-shape';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, list, quote } from '../private/errors';
import { nearestFew } from '../private/nearest';
import { actionName } from '../private/service-actions';
import type { ConditionKey, ServiceAction } from '../private/service-authorization';
import { serviceOf } from '../private/service-authorization';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/**
 * Keys that AWS fills in for every service, or for none: of tags in the request and of the resource each action says itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const GLOBAL_KEYS = [
  'AssumedRoot', 'CalledVia', 'CalledViaFirst', 'CalledViaLast', 'ChatbotSourceArn', 'CurrentTime', 'Ec2InstanceSourcePrivateIPv4',
  'Ec2InstanceSourceVpc', 'EpochTime', 'FederatedProvider', 'MultiFactorAuthAge', 'MultiFactorAuthPresent', 'PrincipalAccount',
  'PrincipalArn', 'PrincipalIsAWSService', 'PrincipalOrgID', 'PrincipalOrgPaths', 'PrincipalServiceName', 'PrincipalServiceNamesList',
  'PrincipalType', 'Referer', 'RequestedRegion', 'ResourceAccount', 'ResourceOrgID', 'ResourceOrgPaths', 'SecureTransport',
  'SourceAccount', 'SourceArn', 'SourceIdentity', 'SourceIp', 'SourceOrgID', 'SourceOrgPaths', 'SourceVpc', 'SourceVpcArn', 'SourceVpce',
  'TokenIssueTime', 'UserAgent', 'userid', 'username', 'ViaAWSService', 'VpcSourceIp', 'VpceAccount', 'VpceOrgID', 'VpceOrgPaths',
].map((name) => `aws:${name}`);

/** Global keys that hold several values, and those that are neither text nor ARNs. */
const GLOBAL_TYPES: [RegExp, string][] = [
  [/^aws:(CalledVia|TagKeys|PrincipalOrgPaths|PrincipalServiceNamesList|ResourceOrgPaths|SourceOrgPaths|VpceOrgPaths)$/i, 'ArrayOfString'],
  [/^aws:(MultiFactorAuthPresent|PrincipalIsAWSService|SecureTransport|ViaAWSService)$/i, 'Bool'],
  [/^aws:MultiFactorAuthAge$/i, 'Numeric'],
  [/^aws:(CurrentTime|TokenIssueTime)$/i, 'Date'],
  [/^aws:(SourceIp|VpcSourceIp)$/i, 'IPAddress'],
];

/** Keys of the credentials with which an instance or a function calls, which no action lists. */
const CREDENTIAL_KEYS = /^(ec2:RoleDelivery|ec2:SourceInstanceArn|lambda:SourceFunctionArn|aws:Ec2Instance\w+)$/i;

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
      checkOperator(operator, { name: key, type: GLOBAL_TYPES.find(([shape]) => shape.test(key))?.[1] ?? 'ARN' });
      findings.push(...globalFindings(key));
      continue;
    }
    if (CREDENTIAL_KEYS.test(key) || statement.isUnchecked) continue;
    for (const action of statement.actions.flatMap(actionsOf)) {
      const keys = keysOf(action, statement.resources);
      const found = keys.find((known) => isKey(known.name, key));
      if (found === undefined) throw new InvalidInputError(unsupported(key, action, keys));
      checkOperator(operator, found);
    }
  }
  return findings;
}

/** Whether a condition tests tags of the resource, which whoever may change tags meets at will. */
export function testsResourceTags(block: ConditionBlock): boolean {
  return Object.values(block).some((keys) => Object.keys(keys).some((key) => TAG_KEYS.test(key) && !OTHER_TAG_KEYS.test(key)));
}

/** Keys of tags: `aws:ResourceTag/<key>`, `s3:BucketTag/<key>`, `rds:cluster-tag/<key>`; and those of them that are not the resource's. */
const TAG_KEYS = /^[^:]+:[^/]*tags?\//i;
const OTHER_TAG_KEYS = /:(RequestTag|RequestObjectTag|CreatedResourceTag|PrincipalTag|SearchTag|req-tag)\//i;

/** The first action of statements that changes tags. */
export function taggingAction(statements: readonly AccessStatement[]): string | undefined {
  return statements.filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions).flatMap(actionsOf)
    .filter(({ level }) => level === 'Tagging').map(actionName)[0];
}

/** The actions that a text of a policy stands for; none where the data has none. */
function actionsOf(written: string): ServiceAction[] {
  const [prefix, name = ''] = written.split(':');
  const service = serviceOf(prefix);
  if (service === undefined) return [];
  if (!/[*?]/.test(name)) return [service.action(name)].filter((action) => action !== undefined);
  const shape = new RegExp(`^${name.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i');
  return service.actions.filter((action) => shape.test(action.name));
}

/** The keys of an action on some resources: its own, and those for the types that they are of. */
function keysOf(action: ServiceAction, resources: readonly string[]): ConditionKey[] {
  const kinds = serviceOf(action.service)!.kinds;
  const shapes = resources.map((arn) => arn === '*' ? undefined : arnShape(arn));
  const named = shapes.flatMap((shape) => shape === undefined ? kinds : kindsOfShape(shape, kinds));
  const targets = action.targets.filter(({ kind }) => named.includes(kind));
  return [...action.conditionKeys, ...targets.flatMap(({ kind, conditionKeys }) => conditionKeys.length > 0 ? conditionKeys : kind.conditionKeys)];
}

function isGlobal(key: string): boolean {
  if (!/^aws:/i.test(key) || /^aws:(RequestTag|ResourceTag)\/|^aws:TagKeys$/i.test(key)) return false;
  if (/^aws:PrincipalTag\//i.test(key) || GLOBAL_KEYS.some((known) => known.toLowerCase() === key.toLowerCase())) return true;
  // What is like no known key may be newer than the list.
  const [near] = nearestFew(key, GLOBAL_KEYS, 1, 2);
  if (near === undefined) return true;
  throw new InvalidInputError(`The condition key is not one of AWS's: got ${quote(key)}. Did you mean ${quote(near)}?`);
}

/** `s3:ExistingObjectTag/<key>`, `aws:ResourceTag/${TagKey}`, `ssm:resourceTag/tag-key` and `glacier:ResourceTag/` stand for every key of a tag. */
function isKey(known: string, key: string): boolean {
  const place = known.search(/[<$]|(?<=\/)(tag-key)?$/);
  const [name, given] = [known.toLowerCase(), key.toLowerCase()];
  return place < 0 ? name === given : given.startsWith(name.slice(0, place)) && given.length > place;
}

function unsupported(key: string, action: ServiceAction, keys: readonly ConditionKey[]): string {
  const names = [...new Set(keys.map(({ name }) => name))].sort().map((name) => quote(name));
  const ofAws = 'those of AWS such as \'aws:SourceVpc\'';
  const has = names.length === 0 ? `It has none of its own, only ${ofAws}.` : `It has ${list(names)}, and ${ofAws}.`;
  return `The condition key ${quote(key)} is not one of ${quote(actionName(action))}, so the condition would never hold. ${has} Give the condition to an access of its own, with the actions that have the key.`;
}

function checkOperator(operator: string, { name, type }: ConditionKey): void {
  const [, quantifier, plain] = /^(?:(For\w+):)?(\w+)$/.exec(operator)!;
  if (/^Null$/.test(plain)) return;
  const isList = type.startsWith('ArrayOf');
  if (quantifier === 'ForAllValues' && !isList) {
    throw new InvalidInputError(`The condition key ${quote(name)} has one value in a request, for which ForAllValues also holds if it is absent: got ${quote(operator)}. Use AccessCondition.of().`);
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
