import { keylessLevel } from './keyless-level';
import type { Wish } from './levels';
import { AccessLevel, ServiceAuthorization } from 'cdk-keyless-roles';

/**
 * Prints random wishes that all variants can fulfil: as many as the command line says, always the same for a seed.
 *
 * @param isMade whether another variant can
 */
export function choose(isMade: (wish: Wish) => boolean): void {
  const [wanted, seed] = process.argv.slice(2).map(Number);
  const types = ServiceAuthorization.services()
    .flatMap((service) => ServiceAuthorization.of(service).resourceTypes().map((type) => ({ service, type })));
  const pick = generator(seed);
  const wishes: Wish[] = [];
  while (wishes.length < wanted) {
    const { service, type } = pick(types);
    const wish = wishFor(service, type, pick(Object.values(AccessLevel)), `n${wishes.length}`);
    if (isOurs(wish) && isMade(wish)) wishes.push(wish);
  }
  process.stdout.write(JSON.stringify(wishes));
}

function wishFor(service: string, type: string, level: AccessLevel, name: string): Wish {
  const [, , owner, region, account, ...resource] = ServiceAuthorization.of(service).arnFormat(type).split(':');
  const names = [owner, ...resource].join(':').match(/\$\{/g) ?? [];
  return {
    service,
    type,
    level,
    names: names.map((_, i) => `${name}-${i}`),
    region: region.includes('$') ? 'us-east-1' : undefined,
    account: account.includes('$') ? '111122223333' : undefined,
  };
}

/** Types without actions of the level, and those with an ARN of several forms, are an error. */
function isOurs(wish: Wish): boolean {
  try {
    return keylessLevel(wish).actions.length > 0;
  } catch {
    return false;
  }
}

/** The generator of Lehmer with the numbers of Park and Miller. */
function generator(start: number): <T>(items: readonly T[]) => T {
  let state = start;
  return (items) => {
    state = state * 48_271 % 2_147_483_647;
    return items[Math.floor(state / 2_147_483_647 * items.length)];
  };
}
