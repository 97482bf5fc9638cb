import { Token } from 'aws-cdk-lib';
import type { AskedAction } from './actions';
import type { TestedTemplate } from './tested-template';
import { CREDENTIAL_KEYS, GLOBAL_KEYS, OWN_TAG_KEYS, isGlobalKey, isKey, keysOf } from '../private/condition-keys';
import { quote } from '../private/errors';
import { nearestFew } from '../private/nearest';
import { oneOf } from '../private/service-actions';
import { serviceOf } from '../private/service-authorization';

/** How many keys an error offers. */
const MOST_OFFERED = 3;

/** Refuses keys that neither AWS nor the template has: a misspelt one has no effect, so that what it would forbid is still allowed. */
export function checkKeys(context: Readonly<Record<string, unknown>> | undefined, actions: readonly AskedAction[], tested: TestedTemplate): void {
  const unknown = Object.keys(context ?? {}).find((key) => !isKnown(key, actions) && !tested.mentions(key));
  if (unknown === undefined) return;
  const near = nearestFew(unknown, namesLike(unknown), MOST_OFFERED).map((name) => quote(name));
  throw new Error(`The condition key is not known, and no policy tests it: got ${quote(unknown)}.${near.length === 0 ? '' : ` Did you mean ${oneOf(near)}?`}`);
}

function isKnown(key: string, actions: readonly AskedAction[]): boolean {
  if (Token.isUnresolved(key) || key.includes('${') || CREDENTIAL_KEYS.test(key) || isGlobalKey(key) || OWN_TAG_KEYS.test(key)) return true;
  const ofActions = actions.flatMap(({ known }) => known === undefined ? [] : keysOf(known));
  return [...namesLike(key), ...ofActions.map(({ name }) => name)].some((name) => isKey(name, key)) || isClaim(key);
}

/** The keys of the service that a key is of. */
function namesLike(key: string): string[] {
  const [prefix] = key.toLowerCase().split(':');
  return prefix === 'aws' ? GLOBAL_KEYS : serviceOf(prefix === 'saml' ? 'sts' : prefix)?.conditionKeys.map(({ name }) => name) ?? [];
}

/** What a token says, after the host of its issuer. */
function isClaim(key: string): boolean {
  return /^[^:]+[./].*:./.test(key);
}
