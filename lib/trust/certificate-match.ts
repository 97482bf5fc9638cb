import { Token } from 'aws-cdk-lib';
import { StringMatch } from './string-match';
import { COMMON_NAME_MAX_LENGTH_WITH_PREFIX, neverTaggedBecause } from '../private/certificate-tags';
import type { ConditionBlock } from '../private/conditions';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/**
 * What the attributes of a distinguished name must be, all of them.
 *
 * An attribute that a certificate has several times is one text: its values in the order of the certificate, with a `/` between them, such
 * as `Security/Engineering` for two organizational units. One value with a `/` in it looks the same: see that the authority signs none.
 */
export interface CertificateNameMatch {
  /**
   * The common name (`CN`), up to 64 characters.
   *
   * @default - any, or none
   */
  readonly commonName?: StringMatch;

  /**
   * The organization (`O`).
   *
   * @default - any, or none
   */
  readonly organization?: StringMatch;

  /**
   * The organizational unit (`OU`).
   *
   * @default - any, or none
   */
  readonly organizationalUnit?: StringMatch;

  /**
   * The locality, such as the city (`L`).
   *
   * @default - any, or none
   */
  readonly locality?: StringMatch;

  /**
   * The state or province (`ST`).
   *
   * @default - any, or none
   */
  readonly state?: StringMatch;

  /**
   * The country, two letters (`C`).
   *
   * @default - any, or none
   */
  readonly country?: StringMatch;

  /**
   * Other attributes by the name that IAM Roles Anywhere gives them in tags, such as `UID`.
   *
   * AWS does not list which it knows. Look at the tags of a session in CloudTrail before you rely on one.
   *
   * @default - any, or none
   */
  readonly otherAttributes?: { [name: string]: StringMatch };
}

/** What the alternative names of a certificate must be, all of them. Of each kind IAM Roles Anywhere looks at the first one alone. */
export interface SubjectAlternativeNameMatch {
  /**
   * The first DNS name. Wildcard names, such as `*.example.com`, make no session tag and can never be met.
   *
   * @default - any, or none
   */
  readonly dns?: StringMatch;

  /**
   * The first URI, such as `spiffe://example.com/backup`.
   *
   * @default - any, or none
   */
  readonly uri?: StringMatch;

  /**
   * The attributes of the first directory name.
   *
   * @default - any, or none
   */
  readonly directoryName?: CertificateNameMatch;
}

/** What a certificate must say. At least one attribute must be named, and all that are named must hold. */
export interface CertificateAttributes {
  /**
   * The owner of the certificate.
   *
   * @default - any
   */
  readonly subject?: CertificateNameMatch;

  /**
   * The authority that signed the certificate, which can be one below that of the trust anchor.
   *
   * @default - any whose certificates lead to the trust anchor
   */
  readonly issuer?: CertificateNameMatch;

  /**
   * The other names of the owner.
   *
   * @default - any
   */
  readonly subjectAlternativeName?: SubjectAlternativeNameMatch;
}

/**
 * Which certificates a role is for.
 *
 * IAM Roles Anywhere makes session tags of what a certificate says, such as `aws:PrincipalTag/x509Subject/CN`, and the trust of the role
 * tests them: **all** attributes of one match must hold, **any** of the values of one attribute will do. What belongs together stands in one
 * match, several matches (`anyOf`) are statements of their own, so that nobody gets in with the name of one and the unit of another.
 *
 * Matches say what must be, never what must not be: a negated condition would be met by every certificate that lacks the attribute. A
 * profile whose attribute mapping leaves out an attribute keeps out everybody of whom it is demanded.
 *
 * A value that no certificate could bring is an error: a common name of more than 64 characters, a text of more than 256, or with
 * characters other than letters, digits, blanks and `_ . : / = + - @`, for which Roles Anywhere makes no tag.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 *
 * @example
 * CertificateMatch.of({
 *   subject: { commonName: StringMatch.exactly('backup-1', 'backup-2'), organizationalUnit: StringMatch.exactly('Storage') },
 *   issuer: { commonName: StringMatch.exactly('Example Servers CA') },
 * });
 */
export class CertificateMatch {
  /**
   * Certificates of which all of this holds.
   *
   * @param attributes what the certificate must say
   */
  public static of(attributes: CertificateAttributes): CertificateMatch {
    const { subject, issuer, subjectAlternativeName = {} } = attributes;
    const tests = [
      ...testsOfName('x509Subject', subject),
      ...testsOfName('x509Issuer', issuer),
      ...testsOf('x509SAN', { DNS: subjectAlternativeName.dns, URI: subjectAlternativeName.uri }),
      ...testsOfName('x509SAN/Name', subjectAlternativeName.directoryName),
    ];
    checkNotEmpty(tests, 'CertificateMatch.of()', 'Name at least one attribute, such as { subject: { commonName: StringMatch.exactly(\'backup-1\') } }.');
    tests.forEach(checkTest);
    return new CertificateMatch([tests]);
  }

  /**
   * Certificates of which one of several matches holds.
   *
   * @param matches one or more
   */
  public static anyOf(...matches: CertificateMatch[]): CertificateMatch {
    checkNotEmpty(matches, 'CertificateMatch.anyOf()', 'Give at least one match.');
    return new CertificateMatch(matches.flatMap((match) => match.#alternatives));
  }

  readonly #alternatives: readonly (readonly TagTest[])[];

  private constructor(alternatives: readonly (readonly TagTest[])[]) {
    this.#alternatives = alternatives;
  }

  /** The conditions of each alternative. @internal */
  public get _conditions(): ConditionBlock[] {
    return this.#alternatives.map((tests) => tests
      .map(({ tag, match }) => match._on(`aws:PrincipalTag/${tag}`))
      .reduce((merged, block) => mergeConditions(merged, block, 'the certificate')));
  }

  /** What the source identity of each alternative is, as Roles Anywhere makes it of the common name; undefined where none is demanded. @internal */
  public get _sourceIdentities(): (StringMatch | undefined)[] {
    return this.#alternatives.map((tests) => {
      const commonName = tests.find(({ tag }) => tag === 'x509Subject/CN')?.match;
      if (commonName === undefined) return undefined;
      const values = commonName._values.flatMap((value) => sourceIdentitiesOf(value, commonName._operator));
      return commonName._operator === 'StringEquals' ? StringMatch.exactly(...values) : StringMatch.like(...values);
    });
  }
}

/** One session tag, such as `x509Subject/CN`, and what it must be. */
interface TagTest {
  readonly tag: string;
  readonly match: StringMatch;
}

/** The attributes that have properties of their own. */
const ATTRIBUTES = { commonName: 'CN', organization: 'O', organizationalUnit: 'OU', locality: 'L', state: 'ST', country: 'C' } as const;

function testsOfName(field: string, name: CertificateNameMatch = {}): TagTest[] {
  const { otherAttributes = {} } = name;
  const named = Object.entries(ATTRIBUTES).map(([prop, attribute]) => [attribute, name[prop as keyof typeof ATTRIBUTES]]);
  Object.keys(otherAttributes).forEach(checkOtherAttribute);
  return testsOf(field, { ...Object.fromEntries(named), ...otherAttributes });
}

function testsOf(field: string, matches: Record<string, StringMatch | undefined>): TagTest[] {
  return Object.entries(matches).flatMap(([attribute, match]) => match === undefined || match === null ? [] : [{ tag: `${field}/${attribute}`, match }]);
}

function checkOtherAttribute(name: string): void {
  const [prop] = Object.entries(ATTRIBUTES).find(([, attribute]) => attribute.toLowerCase() === name.toLowerCase()) ?? [];
  if (prop !== undefined) throw new InvalidInputError(`The attribute ${quote(name)} is given under 'otherAttributes', though it has a property of its own. Give it as '${prop}'.`);
  if (Token.isUnresolved(name) || !/^[A-Za-z0-9.-]{1,60}$/.test(name)) {
    throw new InvalidInputError(`The name of a certificate's attribute is none: got ${quote(readable(name))}. Write what IAM Roles Anywhere calls it in tags, such as 'UID'.`);
  }
}

function checkTest({ tag, match }: TagTest): void {
  const what = `The attribute ${quote(tag)} of the certificate`;
  if (!Array.isArray(match._values)) throw new InvalidInputError(`${what} is not a StringMatch: got ${quote(match)}. Write StringMatch.exactly() around it.`);
  for (const value of match._values.filter((one) => !Token.isUnresolved(one))) {
    if (value.startsWith('${')) {
      throw new InvalidInputError(`${what} is compared with what the request says elsewhere, which names no certificate: got ${quote(value)}. Say what it must be with StringMatch.exactly() or StringMatch.like().`);
    }
    const known = match._operator === 'StringLike' ? value.replaceAll('*', '').replaceAll('?', 'x') : value;
    const reason = neverTaggedBecause(tag, known);
    if (reason !== undefined) throw new InvalidInputError(`${what} can never be what is demanded, as it ${reason}: got ${quote(value)}. Demand what the certificate says, or test another attribute.`);
  }
}

/** Of a common name, with `CN=` before it or, where it is too long for that, as it is; both where its length is not known. */
function sourceIdentitiesOf(commonName: string, operator: string): string[] {
  const isOpenEnded = Token.isUnresolved(commonName) || (operator === 'StringLike' && commonName.includes('*'));
  const length = commonName.replaceAll('*', '').length;
  const mayBeLong = isOpenEnded || length > COMMON_NAME_MAX_LENGTH_WITH_PREFIX;
  const mayBeShort = Token.isUnresolved(commonName) || length <= COMMON_NAME_MAX_LENGTH_WITH_PREFIX;
  return [...mayBeShort ? [`CN=${commonName}`] : [], ...mayBeLong ? [commonName] : []];
}
