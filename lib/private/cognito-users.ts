/** Users of an identity pool whom a role lets in. */
export interface PoolUsers {
  /** What stands for the pool: its path in the app, its id, or how a template refers to it. */
  readonly pool: string;
  /** `authenticated`, `unauthenticated` or a provider; undefined for all of them. */
  readonly amr?: string;
}

/** Whether the same users can be meant by both. */
export function overlap(some: PoolUsers, others: PoolUsers): boolean {
  return some.pool === others.pool && (some.amr === undefined || others.amr === undefined || some.amr === others.amr
    || /[*?]/.test(`${some.amr}${others.amr}`) || (isOfAnyProvider(some) !== isOfAnyProvider(others) && !isGuest(some) && !isGuest(others)));
}

/** Who has signed in with a provider has signed in. */
function isOfAnyProvider({ amr }: PoolUsers): boolean {
  return amr === 'authenticated';
}

function isGuest({ amr }: PoolUsers): boolean {
  return amr === 'unauthenticated';
}
