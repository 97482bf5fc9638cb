import { aws_iam as iam } from 'aws-cdk-lib';
import type { ApplicationRole } from './application-role';
import { PolicyPlacement } from './policy-placement';
import type { AccessStatement } from '../permissions/access';
import { InvalidInputError } from '../private/errors';
import { ResolvedJson, size } from '../private/intrinsics';
import { INLINE_POLICIES_MAX_SIZE, MANAGED_POLICY_MAX_SIZE } from '../private/limits';
import { placeStatements } from '../private/placement';
import type { Statement } from '../private/statement';
import { parseStatement, renderStatement } from '../private/statement';
import { templateText } from '../private/template-text';

/** The names of what is made for a role's statements. They are in templates that customers have deployed, so they stay. */
const INLINE_POLICY_NAME = 'Permissions';
const EMBEDDED_POLICY_ID = 'ResourcePermissions';
const MANAGED_POLICY_IDS = {
  [PolicyPlacement.INLINE_FIRST]: 'MorePermissions',
  [PolicyPlacement.INLINE_ONLY]: 'MorePermissions',
  [PolicyPlacement.MANAGED]: 'Permissions',
};

/** All statements of one role that are not in documents of the user's own, and the policies that are made of them. */
export class RolePolicies {
  readonly #role: ApplicationRole;
  readonly #resource: iam.CfnRole;
  readonly #placement: PolicyPlacement;
  /** In the order in which they were added: CDK's, which whoever added them can still change, and plain JSON. */
  readonly #statements = new Array<iam.PolicyStatement | object>();
  readonly #attached = new Set<iam.Policy>();
  #inline?: iam.CfnRole.PolicyProperty;
  #embedded?: iam.CfnPolicy;
  readonly #managed = new Array<iam.CfnManagedPolicy>();
  #placed = false;

  constructor(role: ApplicationRole, resource: iam.CfnRole, placement: PolicyPlacement) {
    this.#role = role;
    this.#resource = resource;
    this.#placement = placement;
  }

  public add(...statements: (iam.PolicyStatement | object)[]): void {
    this.#statements.push(...statements);
    // Aspects of others may grant after ours has been here.
    if (this.#placed) this.place();
  }

  public addAccess(statements: readonly AccessStatement[]): void {
    this.add(...statements.map((statement) => ({
      Effect: statement.effect,
      ...statement.notActions === undefined ? { Action: statement.actions } : { NotAction: statement.notActions },
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
    const statements = this.#statements.map((statement) => {
      if (!isPolicyStatement(statement)) return parseStatement(this.#role, statement);
      // What is written now is not read again: a change after this must be an error, not be lost.
      statement.freeze();
      return parseStatement(this.#role, statement.toJSON());
    });
    const { inline, embedded, managed } = placeStatements(statements, sizeOf(this.#role, this.othersDocuments(), 'usual'), this.#placement);
    this.placeInline(inline);
    this.placeEmbedded(embedded);
    managed.forEach((part, i) => this.placeManaged(part, i));
    this.attachDenyFirst(embedded, managed);
    // More statements can need fewer policies, such as one on every resource.
    this.#managed.splice(managed.length).forEach((policy) => this.remove(policy));
  }

  /** What IAM would refuse. */
  public problems(): string[] {
    const problems = this.#statements.filter(isPolicyStatement).flatMap((statement) => statement.validateForIdentityPolicy());
    // Others may have added to theirs since ours were placed.
    const ours = [this.#inline?.policyDocument, this.#embedded?.policyDocument].filter((policy) => policy !== undefined);
    const others = this.othersDocuments();
    const isInlineOnly = this.#placement === PolicyPlacement.INLINE_ONLY;
    if (others.length === 0 && !isInlineOnly) return problems;
    const inlineSize = sizeOf(this.#role, [...others, ...ours], 'least');
    if (inlineSize > INLINE_POLICIES_MAX_SIZE) {
      const inRole = this.otherInlinePolicies().map((policy) => templateText(policy.policyName));
      const names = [...inRole, ...[...this.#attached].map((policy) => policy.node.id)];
      const all = [names.join(', '), ...ours.length > 0 ? ['its permissions'] : []].filter((name) => name !== '').join(' and ');
      const fix = isInlineOnly ? 'Leave \'policyPlacement\' out, and what exceeds that goes into managed policies.' : 'Put the statements into \'permissions\' or managed policies.';
      problems.push(`The inline policies of the role are too large: at least ${inlineSize} characters without white space in ${all}. IAM allows ${INLINE_POLICIES_MAX_SIZE} for all of them together. ${fix}`);
    }
    return problems;
  }

  /** The user's own policies in the role: of the props, of a property injector or an escape hatch. */
  private otherInlinePolicies(): iam.CfnRole.PolicyProperty[] {
    const { policies = [] } = this.#resource;
    if (!Array.isArray(policies)) {
      throw new InvalidInputError('The inline policies of the role are a value that is known later, to which nothing can be added. Give them as \'inlinePolicies\'.');
    }
    return policies.filter((policy) => policy !== this.#inline) as iam.CfnRole.PolicyProperty[];
  }

  /** What takes of the limit for all inline policies together, beside ours. */
  private othersDocuments(): any[] {
    return [...this.otherInlinePolicies().map((policy) => policy.policyDocument), ...[...this.#attached].map((policy) => policy.document)];
  }

  private placeInline(statements: readonly Statement[]): void {
    const others = this.otherInlinePolicies();
    this.#inline = statements.length === 0 ? undefined : {
      policyName: this.freeName(INLINE_POLICY_NAME),
      policyDocument: new ResolvedJson(document(statements, 'resolved')),
    };
    if (this.#inline || others.length > 0) this.#resource.policies = [...others, ...this.#inline ? [this.#inline] : []];
  }

  /** A second inline policy of the same name would replace the first one. */
  private freeName(wanted: string): string {
    const attached = [...this.#attached].map((policy) => this.#role.stack.resolve((policy.node.defaultChild as iam.CfnPolicy).policyName));
    const taken = new Set([...this.otherInlinePolicies().map((policy) => policy.policyName), ...attached]);
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}${i}`;
    return name;
  }

  private placeEmbedded(statements: readonly Statement[]): void {
    if (statements.length === 0) {
      if (this.#embedded) this.remove(this.#embedded);
      this.#embedded = undefined;
      return;
    }
    const policyDocument = document(statements, 'given');
    const policyName = this.freeName(EMBEDDED_POLICY_ID);
    const roles = [this.#resource.ref];
    if (this.#embedded) Object.assign(this.#embedded, { policyDocument, policyName });
    else this.#embedded = new iam.CfnPolicy(this.#role, EMBEDDED_POLICY_ID, { policyName, policyDocument, roles });
  }

  private placeManaged(statements: readonly Statement[], i: number): void {
    const policyDocument = document(statements, 'given');
    const roles = [this.#resource.ref];
    if (this.#managed[i]) this.#managed[i].policyDocument = policyDocument;
    // Whoever may only make policies on a path of his own can deploy the role then.
    else this.#managed[i] = new iam.CfnManagedPolicy(this.#role, `${MANAGED_POLICY_IDS[this.#placement]}${i + 1}`, { policyDocument, roles, path: this.#resource.path });
  }

  private remove(policy: iam.CfnPolicy | iam.CfnManagedPolicy): void {
    this.#managed.forEach((other) => other.removeResourceDependency(policy));
    this.#role.node.tryRemoveChild(policy.node.id);
  }

  /** What allows is attached once what limits it is there: CloudFormation makes policies side by side. */
  private attachDenyFirst(embedded: readonly Statement[], managed: readonly (readonly Statement[])[]): void {
    const limits = [
      ...this.#embedded ? [{ policy: this.#embedded, holdsDeny: embedded.some(isDeny) }] : [],
      ...managed.map((part, i) => ({ policy: this.#managed[i], holdsDeny: part.some(isDeny) })),
    ];
    for (const one of limits.filter(({ policy }) => policy !== this.#embedded)) {
      for (const other of limits.filter(({ policy }) => policy !== one.policy)) {
        if (other.holdsDeny && !one.holdsDeny) one.policy.addResourceDependency(other.policy);
        else one.policy.removeResourceDependency(other.policy);
      }
    }
  }
}

function isDeny({ effect }: Statement): boolean {
  return effect === 'Deny';
}

function isPolicyStatement(statement: iam.PolicyStatement | object): statement is iam.PolicyStatement {
  return 'validateForIdentityPolicy' in statement;
}

function document(statements: readonly Statement[], form: 'given' | 'resolved'): object {
  return { Version: '2012-10-17', Statement: statements.map((statement) => renderStatement(statement, form)) };
}

function sizeOf(role: iam.Role, documents: readonly any[], count: 'least' | 'usual'): number {
  return documents.reduce((sum, policy) => sum + size(role.stack.resolve(policy), count), 0);
}

/** Checks the documents of managed policies that are made in the app: CDK never does. */
export function managedPolicyProblems(role: iam.Role, policies: readonly iam.CfnManagedPolicy[]): string[] {
  return policies.flatMap((policy) => {
    const least = sizeOf(role, [policy.policyDocument], 'least');
    return least <= MANAGED_POLICY_MAX_SIZE ? [] : [
      `The managed policy '${policy.node.path.replace(/\/Resource$/, '')}' is too large: at least ${least} characters without white space. IAM allows ${MANAGED_POLICY_MAX_SIZE} in one managed policy. Put its statements into 'permissions', which are spread over as many policies as they need.`,
    ];
  });
}
