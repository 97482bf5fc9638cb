import type { CfnResource, Stack, aws_cognito as cognito, aws_iam as iam } from 'aws-cdk-lib';
import { CfnResource as CfnResourceClass, Reference, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { PoolUsers } from '../private/cognito-users';
import { overlap } from '../private/cognito-users';
import { list, quote } from '../private/errors';
import { overriddenProperties } from '../private/rendered-trust';
import { asList } from '../private/statement';
import { templateText } from '../private/template-text';
import { allows, parseTrust } from '../private/trust-policy';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/** What an app has of identity pools. */
interface CognitoRoles {
  readonly pools: Map<string, CfnResource>;
  readonly roles: { readonly role: CfnResource; readonly users: PoolUsers[] }[];
}

const FROM_COGNITO = /^cognito-identity[.-]/;

/**
 * Warns of a role whose users can just as well take another one.
 *
 * In the classic flow of an identity pool the application names the role, and any that trusts the pool for such users will do.
 *
 * @param trust the role's trust policy as it will stand in the template
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
 */
export function cognitoRoleChoice(role: iam.Role, trust: any): Finding[] {
  // Looking through the app is costly, and few roles are for users of Cognito.
  if (!JSON.stringify(trust).includes('cognito-identity')) return [];
  const { pools, roles } = search(role.node.root);
  const own = roles.find((other) => other.role === role.node.defaultChild)?.users ?? [];
  const choices = new Map<string, string[]>();
  for (const users of own) {
    const pool = pools.get(users.pool);
    if (pool !== undefined && isClassicFlowOff(pool)) continue;
    const others = roles.filter((other) => other.role !== role.node.defaultChild && other.users.some((theirs) => overlap(users, theirs)));
    if (others.length > 0) choices.set(users.pool, others.map((other) => other.role.node.path.replace(/\/Resource$/, '')));
  }
  return [...choices].map(([pool, others]) => ({
    id: WarningId.COGNITO_ROLE_CHOICE,
    message: `The identity pool ${quote(pool)} lets its users into this role and into ${list(others.map(quote))}: in its classic flow they pick the one they want. ${pools.has(pool) ? 'Leave \'allowClassicFlow\' of the pool out' : 'Turn the classic flow of the pool off'}, or make one role.`,
  }));
}

/** Has the app searched again: to be called while constructs may still be added, before anything is validated. */
export function forgetCognitoRoles(construct: IConstruct): void {
  SEARCHED.delete(construct.node.root);
}

/** CloudFormation leaves the classic flow off unless it is asked for. */
function isClassicFlowOff(pool: CfnResource): boolean {
  const given = overriddenProperties(pool)?.AllowClassicFlow ?? pool.stack.resolve((pool as cognito.CfnIdentityPool).allowClassicFlow);
  return given === undefined || String(given) === 'false';
}

/** One search for all roles of an app: when constructs are validated, nothing is added any more. */
function search(root: IConstruct): CognitoRoles {
  const known = SEARCHED.get(root);
  if (known) return known;

  const resources = root.node.findAll().filter(CfnResourceClass.isCfnResource);
  const pools = new Map(resources.filter(({ cfnResourceType }) => cfnResourceType === 'AWS::Cognito::IdentityPool').map((pool) => [pool.node.path, pool]));
  const roles = resources.filter(({ cfnResourceType }) => cfnResourceType === 'AWS::IAM::Role')
    .map((role) => ({ role, users: usersOf(role, pools) }))
    .filter(({ users }) => users.length > 0);
  const found = { pools, roles };
  SEARCHED.set(root, found);
  return found;
}

/** The users of identity pools whom a role lets in. */
function usersOf(role: CfnResource, pools: ReadonlyMap<string, CfnResource>): PoolUsers[] {
  const given = (role as iam.CfnRole).assumeRolePolicyDocument as iam.PolicyDocument | undefined;
  // Before it is resolved: a reference says which pool it means, also across stacks.
  const document = overriddenProperties(role)?.AssumeRolePolicyDocument ?? (given && 'toJSON' in given ? given.toJSON() : given);
  return parseTrust(document).filter((statement) => statement.effect === 'Allow' && allows(statement, 'sts:AssumeRoleWithWebIdentity')).flatMap((statement) => {
    if (!(statement.principals.Federated ?? []).some((issuer) => FROM_COGNITO.test(String(issuer)))) return [];
    const values = (claim: string) => statement.conditions
      .filter((test) => FROM_COGNITO.test(test.key) && test.key.endsWith(`:${claim}`))
      .flatMap((test) => asList<any>(test.value));
    const amr = values('amr').map(String);
    return values('aud').map((id) => poolOf(role.stack, id, pools)).flatMap((pool): PoolUsers[] =>
      amr.length === 0 ? [{ pool }] : amr.map((one) => ({ pool, amr: one })));
  });
}

/** What stands for a pool everywhere in the app. */
function poolOf(stack: Stack, id: any, pools: ReadonlyMap<string, CfnResource>): string {
  const tokens = Token.isUnresolved(id) ? typeof id === 'string' ? Tokenization.reverseString(id).tokens : [id] : [];
  if (tokens.length === 1 && Reference.isReference(tokens[0])) return tokens[0].target.node.path;
  const resolved = stack.resolve(id);
  if (typeof resolved === 'string') return resolved;
  const pool = [...pools.values()].find((candidate) => candidate.stack === stack && stack.resolve(candidate.logicalId) === resolved?.Ref);
  return pool?.node.path ?? `${stack.node.path}: ${templateText(resolved)}`;
}

const SEARCHED = new WeakMap<IConstruct, CognitoRoles>();
