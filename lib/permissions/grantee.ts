import { Stack, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { AccessStatement } from './access';
import { arnShape, readableShape } from '../private/arn-shape';
import { InvalidInputError, quote } from '../private/errors';
import { namesByHand } from '../private/hand-written';
import { checkLiteralParameter, settableParameters } from '../private/parameters';
import { partitionOf } from '../private/partition';
import { asList, checkConditions } from '../private/statement';
import { readable } from '../private/text';

/** Why statements would not arrive at a grantee, or be of no use to it; undefined if they do. */
export function grantProblem(grantee: iam.IGrantable, statements: readonly AccessStatement[]): string | undefined {
  return granteeProblem(grantee) ?? ownerProblem(grantee, statements) ?? partitionProblem(grantee, statements) ?? factorProblem(grantee, statements);
}

/** CDK reports success for grantees that drop what they are given. */
function granteeProblem(grantee: iam.IGrantable): string | undefined {
  const principal = (grantee as iam.IGrantable | undefined)?.grantPrincipal as Partial<iam.IPrincipal> | undefined;
  if (!isPrincipal(principal)) {
    return `The access cannot be given to ${nameOf(grantee)}: it has no policy that CDK could add to. Put the statements of toStatements() into its policy, or import it with iam.Role.fromRoleArn().`;
  }
  const innermost = unwrapped(principal);
  if (innermost instanceof iam.UnknownPrincipal) {
    return `The access cannot be given to ${nameOf(grantee)}: it was imported without its role, and CDK would drop the permissions. Give 'role' to the import.`;
  }
  if (injectionId(innermost) === 'aws-cdk-lib.aws-iam.ImmutableRole') {
    return `The access cannot be given to ${nameOf(grantee)}: the role is immutable here (imported with 'mutable: false', taken from withoutPolicyUpdates(), or of another account), and CDK would drop the permissions. Give the access to the role where it is made, or import it as mutable in a stack of its own account.`;
  }
  return undefined;
}

function isPrincipal(principal: Partial<iam.IPrincipal> | undefined): principal is iam.IPrincipal {
  return typeof principal?.addToPrincipalPolicy === 'function';
}

/** The name by which CDK itself knows a class that it does not export. */
function injectionId(value: object): string | undefined {
  return (value.constructor as { PROPERTY_INJECTION_ID?: string }).PROPERTY_INJECTION_ID;
}

/** `PrincipalWithConditions`, `SessionTagsPrincipal` and other adapters pass on what they are given. */
function unwrapped(principal: iam.IPrincipal): iam.IPrincipal {
  const { wrapped } = principal as { wrapped?: iam.IPrincipal };
  return wrapped === undefined ? principal : unwrapped(wrapped);
}

/** The construct that has the permissions: the grantee, or what an adapter around it passes them on to. */
export function holderOf(grantee: iam.IGrantable): IConstruct | undefined {
  const principal = unwrapped(grantee.grantPrincipal);
  return [grantee, principal].find((one) => Construct.isConstruct(one)) as IConstruct | undefined;
}

/** Looks once more at the end, for what only the whole app shows: permissions that would be lost, and parameters that are named by hand. */
export function watch(grantee: iam.IGrantable, statements: readonly AccessStatement[]): void {
  watchParameters(grantee, statements);
  const role = unwrapped(grantee.grantPrincipal);
  if (Construct.isConstruct(role) && injectionId(role) === 'aws-cdk-lib.aws-iam.ImportedRole') watchOnce(role, () => importedRoleProblems(role));
  if (grantee instanceof iam.Policy) watchOnce(grantee, () => policyProblems(grantee));
}

/** Looks at the end whether a condition has a value: one that is made late may have none, and the statement would hold without it. */
export function watchConditions(grantee: iam.IGrantable, statements: readonly AccessStatement[]): void {
  const holder = holderOf(grantee);
  const valuesOf = ({ conditions = {} }: AccessStatement) => Object.values(conditions).flatMap(Object.values).flat();
  const late = statements.filter((statement) => valuesOf(statement).some((value) => Token.isUnresolved(value)));
  if (late.length === 0 || holder === undefined) return;
  const stack = Stack.of(holder);
  holder.node.addValidation({
    validate: () => late.flatMap(({ conditions }) => problemOf(() => checkConditions(holder, conditions, stack.resolve(conditions)))),
  });
}

/** A parameter in a pattern could bring a wildcard, also where the text names it and no construct refers to it. */
function watchParameters(grantee: iam.IGrantable, statements: readonly AccessStatement[]): void {
  const holder = holderOf(grantee);
  const names = new Set(statements.flatMap(patternsOf).flatMap(namesByHand));
  if (names.size === 0 || holder === undefined) return;
  const stack = Stack.of(holder);
  holder.node.addValidation({
    validate: () => settableParameters(stack)
      .filter((parameter) => Stack.of(parameter) === stack && names.has(stack.resolve(parameter.logicalId)))
      .flatMap((parameter) => problemOf(() => checkLiteralParameter(parameter, 'A resource or a condition of the permissions'))),
  });
}

/** The texts of a statement in which wildcards are some. */
function patternsOf({ resources, conditions = {} }: AccessStatement): string[] {
  const values = Object.entries(conditions).filter(([operator]) => /(Like|Arn)/.test(operator)).flatMap(([, keys]) => Object.values(keys).flat());
  return [...resources, ...values.filter((value) => typeof value === 'string')];
}

function problemOf(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return [error.message];
    throw error;
  }
}

function watchOnce(construct: IConstruct, validate: () => string[]): void {
  if (WATCHED.has(construct)) return;
  WATCHED.add(construct);
  construct.node.addValidation({ validate });
}

/** What has its check already. */
const WATCHED = new WeakSet<object>();

/** CDK writes no policy that nobody has. */
function policyProblems(policy: iam.Policy): string[] {
  const resource = policy.node.defaultChild as (iam.CfnPolicy & { shouldSynthesize(): boolean }) | undefined;
  return resource === undefined || resource.shouldSynthesize() ? [] : [
    'The policy was given permissions or restrictions and is attached to nothing, so CDK leaves it out of the template. Attach it to a role, user or group, with attachToRole() and the like.',
  ];
}

/**
 * CDK gives the policy of an imported role the same name in every stack, so that each deployment would replace what another stack granted.
 */
function importedRoleProblems(role: IConstruct): string[] {
  const own = role.node.findAll().find(iam.CfnPolicy.isCfnPolicy);
  if (own === undefined) return [];
  const identity = (policy: iam.CfnPolicy) => JSON.stringify(policy.stack.resolve([policy.policyName, policy.roles]));
  const others = role.node.root.node.findAll().filter(iam.CfnPolicy.isCfnPolicy)
    .filter((policy) => policy !== own && policy.stack !== own.stack && identity(policy) === identity(own));
  return others.length === 0 ? [] : [
    `The policy ${quote(own.stack.resolve(own.policyName))} of the imported role is also written by ${others.map((policy) => quote(policy.stack.node.path)).join(', ')}, and each deployment would replace the other's permissions. Set the feature flag '@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName', or give the imports a 'defaultPolicyName' of their own.`,
  ];
}

/** Another account's resource needs a policy of its own that names the role: half of a permission is none. */
function ownerProblem(grantee: iam.IGrantable, statements: readonly AccessStatement[]): string | undefined {
  const account = grantee.grantPrincipal.principalAccount;
  if (account === undefined || Token.isUnresolved(account)) return undefined;
  const owner = statements.map((statement) => statement.owner).find((o) => o && !Token.isUnresolved(o.account) && o.account !== account);
  if (owner === undefined) return undefined;
  const where = `The access cannot be given to ${nameOf(grantee)} of account ${account}: ${owner.resource} is in account ${owner.account}`;
  if (owner.policy === undefined) return `${where}, and has no policy that could let in another one. Let the other account make a role that this one assumes.`;
  return `${where}, which must let the role in by a ${owner.policy} too. Add the role to that policy and put the statements of toStatements() on the role with addToPrincipalPolicy(), or let the other account make a role that this one assumes.`;
}

/** Services and federated callers never have a second factor of IAM's. */
function factorProblem(grantee: iam.IGrantable, statements: readonly AccessStatement[]): string | undefined {
  const demandsFactor = statements.some(({ effect, conditions = {} }) => effect === 'Allow'
    && Object.values(conditions).some((keys) => Object.keys(keys).some((key) => /^aws:MultiFactorAuth/i.test(key))));
  const { assumeRolePolicy } = unwrapped(grantee.grantPrincipal) as { assumeRolePolicy?: iam.PolicyDocument };
  if (!demandsFactor || assumeRolePolicy === undefined) return undefined;
  const kinds = asList<any>(assumeRolePolicy.toJSON()?.Statement).flatMap(({ Principal }) => Object.keys(Principal ?? {}));
  if (kinds.length === 0 || kinds.some((kind) => kind !== 'Service' && kind !== 'Federated')) return undefined;
  return `The access cannot be given to ${nameOf(grantee)}: it demands a second factor, which no application has. Demand it of the people who assume a role, with 'requireMfa' of TrustedAccountPrincipal.`;
}

/** In a stack whose region is known the partition is too, and no other one's resources can be reached from it. */
function partitionProblem(grantee: iam.IGrantable, statements: readonly AccessStatement[]): string | undefined {
  const holder = holderOf(grantee);
  if (holder === undefined) return undefined;
  const { region } = Stack.of(holder);
  const partition = Token.isUnresolved(region) ? undefined : partitionOf(region);
  if (partition === undefined) return undefined;
  const foreign = statements.flatMap((statement) => statement.resources).find((arn) => {
    const named = /^arn:([a-z-]+):/.exec(textOf(arn))?.[1];
    return named !== undefined && named !== partition;
  });
  return foreign && `The access cannot be given to ${nameOf(grantee)}, which is in the partition ${quote(partition)}: got the resource ${quote(readable(textOf(foreign)))} of another one. Write Aws.PARTITION in its place.`;
}

/** An ARN as far as it is known, also where functions such as Fn.join make it. */
function textOf(arn: string): string {
  const shape = arn.startsWith('arn:') || !Token.isUnresolved(arn) ? undefined : arnShape(arn);
  return shape === undefined ? arn : readableShape(shape);
}

/** Said where a grantee has no policy to add to. */
export function noPolicy(grantee: iam.IGrantable): string {
  return `The access cannot be given to ${nameOf(grantee)}: it has no policy of its own to add to. Give it to the role that the application uses.`;
}

function nameOf(grantee: iam.IGrantable): string {
  if (Construct.isConstruct(grantee)) return quote(grantee.node.path);
  const text = String(grantee);
  return quote(text.startsWith('[object') ? grantee.constructor.name : text);
}
