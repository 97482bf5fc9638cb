import type { Statement, Test } from '../../../private/template/statement';
import { isMetWithoutKey } from '../../statements';

/** What becomes of a statement one of whose keys no request ever has. */
export interface WithoutKey {
  /** In the words of a message. */
  readonly consequence: string;
  /** Whether more is allowed than is meant. */
  readonly isOpen: boolean;
}

export function withoutKey({ effect }: Statement, test: Test): WithoutKey {
  const holds = isMetWithoutKey(test);
  if (effect === 'Deny') {
    return holds ? { consequence: 'the condition spares nobody', isOpen: false } : { consequence: 'the statement denies nothing', isOpen: true };
  }
  return holds ? { consequence: 'the condition limits nothing', isOpen: true } : { consequence: 'the statement allows nothing', isOpen: false };
}

/** The service that a key is of; a host for the claims of an issuer. */
export function prefixOf(key: string): string {
  return key.slice(0, Math.max(key.indexOf(':'), 0));
}

/** Whether a key is a claim of an OpenID Connect issuer, which has the keys that it likes. */
export function isClaim(key: string): boolean {
  return /[./]/.test(prefixOf(key));
}

/** Whether a part of a key is known only once deployed, which stands in it as `${name}`. */
export function isPartlyKnown(key: string): boolean {
  return key.includes('${');
}
