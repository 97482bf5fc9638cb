import type { Identity } from '../../../private/template/identities';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import { trustStatementOf } from '../../../private/template/trust-statement';
import type { TrustStatement } from '../../../private/trust-policy';
import { allows, comesFromOutside } from '../../../private/trust-policy';

/** An Allow of a trust, as it stands and as it is judged. */
export interface Assumed {
  readonly statement: Statement;
  readonly trust: TrustStatement;
}

/** The Allows of a trust for callers who say of their session what they like: services of AWS say what they know. */
export function fromOutside(role: Identity): Assumed[] {
  return role.trust!.statements.filter(({ effect }) => effect === 'Allow')
    .map((statement) => ({ statement, trust: trustStatementOf(statement) }))
    .filter(({ trust }) => comesFromOutside(trust));
}

/** Those among them by which a session begins. */
export function assuming(statements: readonly Assumed[]): Assumed[] {
  return statements.filter(({ trust }) => ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'].some((action) => allows(trust, action)));
}

/** Whether the callers come from an identity provider alone, which says for them what they are. */
export function isFederated({ trust }: Assumed): boolean {
  return Object.keys(trust.principals).every((kind) => kind === 'Federated' || kind === 'Service');
}

/** Everything in a template that says what the sessions of a role may do. */
export function policiesOf(role: Identity): Policy[] {
  return [...role.policies, ...role.boundaryPolicies];
}
