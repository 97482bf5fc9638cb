import { Token } from 'aws-cdk-lib';
import type { CertificateField, TagMapping } from '../private/certificate-tags';
import { DEFAULT_TAG_MAPPING } from '../private/certificate-tags';
import { InvalidInputError, quote } from '../private/errors';
import { MAPPING_SPECIFIER_MAX_LENGTH } from '../private/limits';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/**
 * Which attributes of a certificate become session tags, such as `aws:PrincipalTag/x509Subject/CN`.
 *
 * What is not mapped can be tested neither by the trust of a role nor by any policy. By default all is mapped that IAM Roles Anywhere
 * knows of subject and issuer, and the first DNS name, URI and directory name. Fewer tags leave more room for session policies.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping.html
 *
 * @example
 * const attributeMappings = [
 *   AttributeMapping.subject('CN', 'OU'),
 *   AttributeMapping.issuer('CN'),
 *   AttributeMapping.subjectAlternativeName('DNS'),
 * ];
 */
export class AttributeMapping {
  /**
   * Attributes of the owner of the certificate.
   *
   * @param specifiers such as `CN` and `OU`, or `*` alone for all
   */
  public static subject(...specifiers: string[]): AttributeMapping {
    return new AttributeMapping('x509Subject', specifiers);
  }

  /**
   * Attributes of the authority that signed the certificate.
   *
   * @param specifiers such as `CN` and `O`, or `*` alone for all
   */
  public static issuer(...specifiers: string[]): AttributeMapping {
    return new AttributeMapping('x509Issuer', specifiers);
  }

  /**
   * The first alternative name of each kind.
   *
   * @param specifiers `DNS`, `URI`, and of the directory name `Name/*` or single attributes, such as `Name/CN`
   */
  public static subjectAlternativeName(...specifiers: string[]): AttributeMapping {
    return new AttributeMapping('x509SAN', specifiers);
  }

  /** @internal */
  public readonly _field: CertificateField;
  /** @internal */
  public readonly _specifiers: readonly string[];

  private constructor(field: CertificateField, specifiers: readonly string[]) {
    checkNotEmpty(specifiers, `The mapping of ${field}`, `Name at least one, such as ${field === 'x509SAN' ? '\'DNS\'' : '\'CN\''}, or leave the mapping out for all.`);
    this._field = field;
    // AWS takes `Name` and `Name/` for `Name/*`.
    this._specifiers = specifiers.map((specifier) => field === 'x509SAN' && /^Name\/?$/.test(specifier) ? 'Name/*' : specifier);
    this._specifiers.forEach((specifier) => checkSpecifier(field, specifier));
    checkDistinct(field, this._specifiers);
  }
}

/** What a profile maps: what is given, and of other fields what AWS maps by default. */
export function tagMapping(mappings: readonly AttributeMapping[]): TagMapping {
  checkNotEmpty(mappings, 'The list of attribute mappings', 'Give at least one, or leave it out for what AWS maps by default.');
  const fields = mappings.map((mapping) => mapping._field);
  const twice = fields.find((field, i) => fields.indexOf(field) !== i);
  if (twice !== undefined) throw new InvalidInputError(`The mapping of ${quote(twice)} is given twice. Give one mapping all attributes of the field.`);
  return { ...DEFAULT_TAG_MAPPING, ...Object.fromEntries(mappings.map((mapping) => [mapping._field, mapping._specifiers])) };
}

function checkSpecifier(field: CertificateField, specifier: string): void {
  const allowed = field === 'x509SAN' ? 'Allowed: DNS, URI, Name/* and Name/<attribute>, such as Name/CN' : 'Allowed: * alone, and attributes such as CN, OU, O, L, ST, C or an OID';
  const shape = field === 'x509SAN' ? /^(DNS|URI|Name\/\*|Name\/[A-Za-z0-9.-]+)$/ : /^(\*|[A-Za-z0-9.-]+)$/;
  if (Token.isUnresolved(specifier) || typeof specifier !== 'string' || !shape.test(specifier)) {
    const hint = field === 'x509SAN' && /\*/.test(String(specifier)) ? ' What * is of DNS names, URIs or alternative names as a whole is not defined.' : '';
    throw new InvalidInputError(`The mapping of ${field} names no attribute: got ${quote(readable(String(specifier)))}. ${allowed}.${hint}`);
  }
  if (specifier.length > MAPPING_SPECIFIER_MAX_LENGTH) {
    throw new InvalidInputError(`The mapping of ${field} names an attribute that is too long: got ${specifier.length} characters, ${quote(specifier)}. Allowed: up to ${MAPPING_SPECIFIER_MAX_LENGTH}.`);
  }
}

/** All of a name covers each of its attributes. */
function checkDistinct(field: CertificateField, specifiers: readonly string[]): void {
  const all = field === 'x509SAN' ? 'Name/*' : '*';
  const isCovered = (specifier: string) => specifier !== all && (field !== 'x509SAN' || specifier.startsWith('Name/'));
  const covered = specifiers.includes(all) ? specifiers.find(isCovered) : undefined;
  if (covered !== undefined) throw new InvalidInputError(`The mapping of ${field} names ${quote(covered)} beside ${quote(all)}, which maps it already. Leave one of them out.`);
  const twice = specifiers.find((specifier, i) => specifiers.findIndex((other) => other.toLowerCase() === specifier.toLowerCase()) !== i);
  if (twice !== undefined) throw new InvalidInputError(`The mapping of ${field} names ${quote(twice)} twice. Name it once.`);
}
