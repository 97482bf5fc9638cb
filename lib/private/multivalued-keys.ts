import { isGlobalKey, isKey } from './condition-keys';
import { serviceOf } from './service-authorization';

/**
 * Keys of requests for roles that can hold several values; on any other key `ForAllValues` is met by a request that lacks the key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const MULTIVALUED_TRUST_KEYS = /^(aws:(TagKeys|PrincipalOrgPaths|SourceOrgPaths|VpceOrgPaths|CalledVia|PrincipalServiceNamesList)|sts:TransitiveTagKeys|.+:amr)$/i;

/** Other keys of AWS's own that can: of the resource of a request. */
const MULTIVALUED_RESOURCE_KEYS = /^aws:ResourceOrgPaths$/i;

/** Whether a request can have several values of a condition key; undefined where AWS's data does not have the key. */
export function isMultivalued(key: string): boolean | undefined {
  if (MULTIVALUED_TRUST_KEYS.test(key) || MULTIVALUED_RESOURCE_KEYS.test(key)) return true;
  const [prefix] = key.split(':');
  // Claims of SAML are listed with the service that reads them.
  const known = (serviceOf(prefix) ?? serviceOf('sts'))?.conditionKeys.find(({ name }) => isKey(name, key));
  if (known !== undefined) return known.type.startsWith('ArrayOf');
  return isGlobalKey(key) ? false : undefined;
}
