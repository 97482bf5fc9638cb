import { aws_iam as iam } from 'aws-cdk-lib';
import { InvalidInputError } from '../private/errors';
import { ExternalId } from '../trust/external-id';
import { findingsOf } from '../trust/pinned-principal';

/**
 * A principal whose accounts, roles and users must show one of these external IDs.
 *
 * CDK puts `externalIds` on every statement; a service or a federated caller never sends one, and could then never assume the role.
 */
export class ExternalIdOnAccounts extends iam.PrincipalBase {
  public readonly assumeRoleAction: string;
  readonly #principal: iam.IPrincipal;
  readonly #externalIds: readonly ExternalId[];

  constructor(principal: iam.IPrincipal, externalIds: readonly string[]) {
    super();
    this.#principal = principal;
    this.assumeRoleAction = principal.assumeRoleAction;
    this.#externalIds = externalIds.map((externalId) => ExternalId.of(externalId));
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    return this.#principal.policyFragment;
  }

  /** What the role must warn of. @internal */
  public get _findings() {
    return [...findingsOf(this.#principal), ...this.#externalIds.flatMap((externalId) => externalId._findings)];
  }

  public addToAssumeRolePolicy(document: iam.PolicyDocument): void {
    const demanding = new DemandingDocument(document, this.#externalIds.flatMap((externalId) => externalId._values));
    const principal = this.#principal as iam.IPrincipal & Partial<iam.IAssumeRolePrincipal>;
    if (principal.addToAssumeRolePolicy) principal.addToAssumeRolePolicy(demanding);
    else demanding.addStatements(new iam.PolicyStatement({ actions: [principal.assumeRoleAction], principals: [principal] }));

    if (!demanding.demanded) {
      throw new InvalidInputError(`'externalIds' is given, but no AWS account, role or user may assume the role, and nobody else can send an external ID: got ${String(principal)}. Leave 'externalIds' out.`);
    }
  }

  public dedupeString(): string | undefined {
    return undefined;
  }
}

/** Passes statements on, with the external IDs on those that can be met. */
class DemandingDocument extends iam.PolicyDocument {
  public demanded = false;

  /** @param wrapped the document that the statements are for; CDK's own adapter has it under this name */
  constructor(public readonly wrapped: iam.PolicyDocument, private readonly externalIds: readonly string[]) {
    super();
  }

  public addStatements(...statements: iam.PolicyStatement[]): void {
    for (const statement of statements) {
      const kinds = Object.keys(statement.toStatementJson().Principal ?? {});
      if (kinds.includes('AWS')) this.demand(statement, kinds);
      this.wrapped.addStatements(statement);
    }
  }

  private demand(statement: iam.PolicyStatement, kinds: readonly string[]): void {
    if (kinds.length > 1) {
      throw new InvalidInputError(`'externalIds' is given, but one statement of the trust policy is for callers of several kinds (${kinds.join(' and ')}), of which only AWS accounts can send an external ID. Make a statement for each kind.`);
    }
    if (Object.values<object>(statement.conditions).some((keys) => Object.keys(keys).some((key) => key.toLowerCase() === 'sts:externalid'))) {
      throw new InvalidInputError('\'externalIds\' is given, but the principal already demands an external ID of its own. Leave \'externalIds\' out.');
    }
    statement.addCondition('StringEquals', { 'sts:ExternalId': this.externalIds.length === 1 ? this.externalIds[0] : [...this.externalIds] });
    this.demanded = true;
  }
}
