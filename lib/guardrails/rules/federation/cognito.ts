import type { Federated } from './federation';
import { comparedWith, webIdentities } from './federation';
import type { PoolUsers } from '../../../private/cognito-users';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import { valuesOfClaims } from '../../../private/trust-policy';
import { covers } from '../../statements';

/** A statement for users of identity pools, once for each pool. */
export interface OfPool extends Federated {
  readonly pool: string;
  /** The pool, where the template makes it. */
  readonly resource?: Resource;
  /** Whom of the pool it lets in, in the words of its condition; empty for all. */
  readonly users: readonly PoolUsers[];
  /** Single identities of the pool alone. */
  readonly isForSingle: boolean;
}

/** What trusts say of identity pools that they name. */
export function ofPools(template: Template): OfPool[] {
  const pools = new Map(template.ofType('AWS::Cognito::IdentityPool').map((resource) => [resource.logicalId, resource]));
  return webIdentities(template, 'app').filter(({ provider }) => /^cognito-identity[.-]/i.test(provider.issuer ?? '')).flatMap((of) => {
    const claims = valuesOfClaims(of.trust, of.provider.issuer!);
    const amr = claims.get('amr') ?? comparedWith(of, `${of.provider.issuer}:amr`).map(({ value }) => value);
    return (claims.get('aud') ?? []).map((pool): OfPool => ({
      ...of,
      pool,
      resource: pools.get(/^\$\{([A-Za-z0-9]+)(\.Id)?\}$/.exec(pool)?.[1] ?? ''),
      users: amr.filter((one) => !isForAll(one)).map((one) => ({ pool, amr: one })),
      isForSingle: claims.has('sub'),
    }));
  });
}

/** Whether a pattern of amr is for guests and for those who have signed in. */
function isForAll(amr: string): boolean {
  return covers(amr, 'unauthenticated') && covers(amr, 'authenticated');
}

/** Whether a pool lets in guests: undefined where nothing of it is known. */
export function admitsGuests({ resource }: OfPool, template: Template): boolean | undefined {
  if (resource === undefined) return undefined;
  const given = template.texts(resource.properties.AllowUnauthenticatedIdentities);
  return given.length === 0 ? undefined : given.some((value) => value !== 'false');
}
