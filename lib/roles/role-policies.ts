import { aws_iam as iam } from 'aws-cdk-lib';
import type { ApplicationRole } from './application-role';
import type { AccessStatement } from '../permissions/access';
import { ResolvedJson, size } from '../private/intrinsics';
import { INLINE_POLICIES_MAX_SIZE, MANAGED_POLICY_MAX_SIZE } from '../private/limits';
import { placeStatements } from '../private/placement';
import type { Statement } from '../private/statement';
import { parseStatement, renderStatement } from '../private/statement';

/** The names of what is made for a role's statements. They are in templates that customers have deployed, so they stay. */
const INLINE_POLICY_NAME = 'Permissions';
const EMBEDDED_POLICY_ID = 'ResourcePermissions';
const MANAGED_POLICY_ID = 'MorePermissions';

/** All statements of one role that are not in documents of the user's own, and the policies that are made of them. */
export class RolePolicies {
  readonly #role: ApplicationRole;
  readonly #resource: iam.CfnRole;
  readonly #inlinePolicies: Record<string, iam.PolicyDocument>;
  /** In the order in which they were added: CDK's, which whoever added them can still change, and plain JSON. */
  readonly #statements = new Array<iam.PolicyStatement | object>();
  readonly #attached = new Set<iam.Policy>();
  #embedded?: iam.CfnPolicy;
  readonly #managed = new Array<iam.CfnManagedPolicy>();
  #placed = false;

  constructor(role: ApplicationRole, resource: iam.CfnRole, inlinePolicies: Record<string, iam.PolicyDocument>) {
    this.#role = role;
    this.#resource = resource;
    this.#inlinePolicies = inlinePolicies;
  }

  /** How many managed policies were made. */
  public get managedPolicyCount(): number {
    return this.#managed.length;
  }

  public add(...statements: (iam.PolicyStatement | object)[]): void {
    this.#statements.push(...statements);
    // Aspects of others may grant after ours has been here.
    if (this.#placed) this.place();
  }

  public addAccess(statements: readonly AccessStatement[]): void {
    this.add(...statements.map((statement) => ({
      Effect: statement.effect,
      Action: statement.actions,
      Resource: statement.resources,
      Condition: statement.conditions,
    })));
  }

  /** Policies that are attached by name are inline policies of the role too. */
  public noteAttached(policy: iam.Policy): void {
    this.#attached.add(policy);
    if (this.#placed) this.place();
  }

  /** Writes the statements into policies; again after more were added. */
  public place(): void {
    this.#placed = true;
    if (this.#statements.length === 0) return;
    const statements = this.#statements.map((statement) => parseStatement(this.#role, isPolicyStatement(statement) ? statement.toJSON() : statement));
    const { inline, embedded, managed } = placeStatements(statements, this.spent());
    this.placeInline(inline);
    this.placeEmbedded(embedded);
    managed.forEach((part, i) => this.placeManaged(part, i));
  }

  /** What IAM would refuse. */
  public problems(): string[] {
    const problems = this.#statements.filter(isPolicyStatement).flatMap((statement) => statement.validateForIdentityPolicy());
    const inlineSize = this.spent('least');
    if (inlineSize > INLINE_POLICIES_MAX_SIZE) {
      problems.push(`The inline policies of the role are too large: at least ${inlineSize} characters without white space in ${[...Object.keys(this.#inlinePolicies), ...[...this.#attached].map((policy) => policy.node.id)].join(', ')}. IAM allows ${INLINE_POLICIES_MAX_SIZE} for all of them together. Put the statements into 'permissions' or managed policies.`);
    }
    return problems;
  }

  /** What the user's own inline policies take of the limit for all of them together. */
  private spent(count: 'least' | 'usual' = 'usual'): number {
    const documents = [...Object.values(this.#inlinePolicies), ...[...this.#attached].map((policy) => policy.document)];
    return documents.reduce((sum, policy) => sum + size(this.#role.stack.resolve(policy), count), 0);
  }

  private placeInline(statements: readonly Statement[]): void {
    const others = Object.entries(this.#inlinePolicies).map(([policyName, policyDocument]) => ({ policyName, policyDocument }));
    const ours = statements.length === 0 ? [] : [{ policyName: this.freeName(), policyDocument: new ResolvedJson(document(statements, 'resolved')) }];
    if (others.length + ours.length > 0) this.#resource.policies = [...others, ...ours];
  }

  /** A second policy of the same name would replace the user's. */
  private freeName(): string {
    let name = INLINE_POLICY_NAME;
    for (let i = 2; name in this.#inlinePolicies; i++) name = `${INLINE_POLICY_NAME}${i}`;
    return name;
  }

  private placeEmbedded(statements: readonly Statement[]): void {
    if (statements.length === 0) {
      if (this.#embedded) this.#role.node.tryRemoveChild(this.#embedded.node.id);
      this.#embedded = undefined;
      return;
    }
    const policyDocument = document(statements, 'given');
    const roles = [this.#role.roleName];
    if (this.#embedded) this.#embedded.policyDocument = policyDocument;
    else this.#embedded = new iam.CfnPolicy(this.#role, EMBEDDED_POLICY_ID, { policyName: EMBEDDED_POLICY_ID, policyDocument, roles });
  }

  private placeManaged(statements: readonly Statement[], i: number): void {
    const policyDocument = document(statements, 'given');
    const roles = [this.#role.roleName];
    if (this.#managed[i]) this.#managed[i].policyDocument = policyDocument;
    else this.#managed[i] = new iam.CfnManagedPolicy(this.#role, `${MANAGED_POLICY_ID}${i + 1}`, { policyDocument, roles });
  }
}

function isPolicyStatement(statement: iam.PolicyStatement | object): statement is iam.PolicyStatement {
  return 'validateForIdentityPolicy' in statement;
}

function document(statements: readonly Statement[], form: 'given' | 'resolved'): object {
  return { Version: '2012-10-17', Statement: statements.map((statement) => renderStatement(statement, form)) };
}

/** Checks the documents of managed policies that are made in the app: CDK never does. */
export function managedPolicyProblems(role: iam.Role, policies: readonly iam.IManagedPolicy[]): string[] {
  return policies.filter((policy): policy is iam.ManagedPolicy => 'document' in policy).flatMap((policy) => {
    const least = size(role.stack.resolve(policy.document), 'least');
    return least <= MANAGED_POLICY_MAX_SIZE ? [] : [
      `The managed policy '${policy.node.path}' is too large: at least ${least} characters without white space. IAM allows ${MANAGED_POLICY_MAX_SIZE} in one managed policy. Put its statements into 'permissions', which are spread over as many policies as they need.`,
    ];
  });
}

