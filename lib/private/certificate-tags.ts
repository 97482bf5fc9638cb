/**
 * The session tags that IAM Roles Anywhere makes of a certificate.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping.html
 */

/** The parts of a certificate of which tags are made, as they are called in tags and in mappings. */
export type CertificateField = 'x509Subject' | 'x509Issuer' | 'x509SAN';

/** Which attributes of a field become tags: `CN`, `DNS`, `Name/CN`; `*` or `Name/*` for all of a distinguished name. */
export type TagMapping = Readonly<Record<CertificateField, readonly string[]>>;

/** What a profile maps unless it says otherwise. */
export const DEFAULT_TAG_MAPPING: TagMapping = { x509Subject: ['*'], x509Issuer: ['*'], x509SAN: ['DNS', 'URI', 'Name/*'] };

/** The attributes of a distinguished name in the order of the certificate: `['OU', 'Security']`. */
export type DistinguishedName = readonly (readonly [attribute: string, value: string])[];

/** What a certificate says of its owner. */
export interface CertificateNames {
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** In the order of the certificate. Of other kinds, such as IP addresses, no tags are made. */
  readonly dns?: readonly string[];
  readonly uri?: readonly string[];
  readonly directoryNames?: readonly DistinguishedName[];
  /** Hexadecimal. */
  readonly serialNumber: string;
}

/** What STS takes as the value of a session tag. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html */
const TAG_VALUE_MAX_LENGTH = 256;
const TAG_VALUE_CHARACTER = /[\p{L}\p{Z}\p{N}_.:/=+\-@]/u;

/** Of the subject, as its source identity has no more; of any other name in X.509. @see https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1 */
const COMMON_NAME_MAX_LENGTH = 64;

/** Above it the source identity is the common name without `CN=` before it. */
export const COMMON_NAME_MAX_LENGTH_WITH_PREFIX = 61;

/** Between the values of an attribute that a certificate has several times. */
const VALUE_SEPARATOR = '/';

/**
 * Why no certificate has a tag with this value, or undefined: Roles Anywhere leaves out without a word what STS would not take.
 *
 * @param tag such as `x509Subject/CN`
 * @param value what is known of it: of a pattern the text between its wildcards, which is then the least that it can be
 */
export function neverTaggedBecause(tag: string, value: string): string | undefined {
  const wrong = [...value].find((character) => !TAG_VALUE_CHARACTER.test(character));
  if (wrong !== undefined) return `holds '${wrong}', which no session tag can hold, so that IAM Roles Anywhere makes no tag of such a certificate's attribute`;
  if (value.length > TAG_VALUE_MAX_LENGTH) return `is longer than the ${TAG_VALUE_MAX_LENGTH} characters of a session tag`;
  if (!/\/CN$/i.test(tag)) return undefined;
  const parts = tag === 'x509Subject/CN' ? [value] : value.split(VALUE_SEPARATOR);
  return parts.some((part) => part.length > COMMON_NAME_MAX_LENGTH) ? `is longer than the ${COMMON_NAME_MAX_LENGTH} characters of a common name` : undefined;
}

/** Whether a mapping can make a tag, such as `x509Subject/CN`, in any case of its letters. What AWS makes of an OID is not documented. */
export function mayBeMapped(tag: string, mapping: TagMapping): boolean {
  const [, field, attribute] = /^(x509[a-z]+)\/(.+)$/i.exec(tag) ?? [];
  const known = (Object.keys(mapping) as CertificateField[]).find((name) => name.toLowerCase() === field?.toLowerCase());
  return known !== undefined && mapping[known].some((specifier) => isOid(specifier) || covers(specifier, attribute));
}

/** The tags of a session that a certificate gets, by their keys: `{ 'x509Subject/CN': 'Alice' }`. */
export function sessionTags(certificate: CertificateNames, mapping: TagMapping = DEFAULT_TAG_MAPPING): Record<string, string> {
  const [dns] = certificate.dns ?? [];
  const [uri] = certificate.uri ?? [];
  const [directoryName = []] = certificate.directoryNames ?? [];
  const attributes: [CertificateField, string, string][] = [
    ...joined(certificate.subject).map(([name, value]): [CertificateField, string, string] => ['x509Subject', name, value]),
    ...joined(certificate.issuer).map(([name, value]): [CertificateField, string, string] => ['x509Issuer', name, value]),
    ...dns === undefined ? [] : [['x509SAN', 'DNS', dns] as [CertificateField, string, string]],
    ...uri === undefined ? [] : [['x509SAN', 'URI', uri] as [CertificateField, string, string]],
    ...joined(directoryName).map(([name, value]): [CertificateField, string, string] => ['x509SAN', `Name/${name}`, value]),
  ];
  const isTaken = (value: string) => value.length <= TAG_VALUE_MAX_LENGTH && [...value].every((character) => TAG_VALUE_CHARACTER.test(character));
  return Object.fromEntries(attributes
    .filter(([field, name, value]) => mapping[field].some((specifier) => covers(specifier, name)) && isTaken(value))
    .map(([field, name, value]) => [`${field}/${name}`, value]));
}

/** The source identity of the session that a certificate gets. */
export function sourceIdentity({ subject, serialNumber }: CertificateNames): string {
  const commonName = joined(subject).find(([name]) => name === 'CN')?.[1];
  if (commonName === undefined) return `ID=${serialNumber.length % 2 === 0 ? '' : '0'}${serialNumber}`;
  return commonName.length <= COMMON_NAME_MAX_LENGTH_WITH_PREFIX ? `CN=${commonName}` : commonName;
}

/** Each attribute once, with all of its values. */
function joined(name: DistinguishedName): [string, string][] {
  const values = new Map<string, string[]>();
  for (const [attribute, value] of name) values.set(attribute, [...values.get(attribute) ?? [], value]);
  return [...values].map(([attribute, all]) => [attribute, all.join(VALUE_SEPARATOR)]);
}

/** Whether a rule of a mapping is for an attribute. */
function covers(specifier: string, attribute: string): boolean {
  const rule = specifier.toLowerCase();
  const name = attribute.toLowerCase();
  if (rule === '*') return !name.includes('/');
  return rule === 'name/*' ? name.startsWith('name/') : rule === name;
}

function isOid(specifier: string): boolean {
  return /^(Name\/)?\d+(\.\d+)+$/i.test(specifier);
}
