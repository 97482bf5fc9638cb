import type { IResolvable } from 'aws-cdk-lib';
import { CfnResource, Lazy, Names, Reference, Resource, Stack, Token, Tokenization, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { CertificateBundle } from './certificate-bundle';
import { createOneByOne } from './creation-order';
import type { RevocationData } from './revocation-data';
import { InvalidInputError, list, quote } from '../private/errors';
import { REVOCATION_LISTS_MAX, ROLES_ANYWHERE_NAME_MAX_LENGTH } from '../private/limits';
import { checkRolesAnywhereArn, checkRolesAnywhereName, tagProblems } from '../private/roles-anywhere-names';
import { checkSameEnvironment } from '../private/same-environment';
import { warn } from '../private/warnings';
import type { CertificateFields } from '../private/x509';
import { comparableName, isIssuedBy, quoteName } from '../private/x509';

/** The properties of a `CertificateRevocationList`. */
export interface CertificateRevocationListProps {
  /** The trust anchor whose authority signed the list, made in the app or imported, in the same account and region. */
  readonly trustAnchor: rolesanywhere.ITrustAnchorRef;

  /** The list. */
  readonly crl: RevocationData;

  /**
   * The certificate of the authority that signed the list, where it is one right below that of the trust anchor: an issuing authority,
   * whose certificate servers send along.
   *
   * AWS does not say whether it heeds such a list, so it is a warning (`cdk-keyless-roles:revocationListDoubtful`). It surely does where the
   * issuing authority itself is the trust anchor.
   *
   * @default - the authority of the trust anchor
   */
  readonly signer?: CertificateBundle;

  /**
   * The name: 1 to 255 letters, digits, blanks, hyphens and underscores.
   *
   * @default - made up from the construct's path
   */
  readonly crlName?: string;

  /**
   * Whether the list is heeded. It is always written, as AWS does not say what holds without it.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Certificates that IAM Roles Anywhere takes no more, although they have not expired.
 *
 * IAM Roles Anywhere asks nobody whether a certificate is revoked: it heeds the lists that are imported, and fetches no new ones. A session
 * that has begun goes on until its end.
 *
 * **To rotate it**, put the new list into the file and deploy: the construct stays, so that the list in AWS is updated in place. Do not
 * add a construct for the new list. A trust anchor has two lists at most, for its two certificates, and a third is an error. As the next
 * update of a list is an error once it is past, and a warning in the seven days before (`cdk-keyless-roles:revocationListExpiring`), let a
 * pipeline fetch the list and deploy more often than the authority makes one.
 *
 * Where the certificates of the trust anchor are known, the list must be signed by one of them; of an imported trust anchor or AWS
 * Private CA only the service knows them, unless `signer` names the one that signed. Node cannot check the signature of a key that it does not know, such as ML-DSA before Node 24.
 * What AWS does not say it takes is a warning (`cdk-keyless-roles:revocationListDoubtful`): a weak signature, no next update, an
 * authority without the key usage CRL Sign.
 *
 * @resource AWS::RolesAnywhere::CRL
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html#revocation
 *
 * @example
 * declare const trustAnchor: TrustAnchor;
 * new CertificateRevocationList(this, 'Revoked', { trustAnchor, crl: RevocationData.fromFile('revoked.pem') });
 */
export class CertificateRevocationList extends Resource implements rolesanywhere.ICRLRef {
  /**
   * The ARN of the list.
   *
   * @attribute
   */
  public readonly crlArn: string;

  /**
   * The id of the list, a UUID.
   *
   * @attribute
   */
  public readonly crlId: string;

  readonly #resource: rolesanywhere.CfnCRL;

  constructor(scope: Construct, id: string, props: CertificateRevocationListProps) {
    super(scope, id, {
      physicalName: props.crlName ?? Lazy.string({
        produce: () => Names.uniqueResourceName(this, { maxLength: ROLES_ANYWHERE_NAME_MAX_LENGTH, separator: '-' }),
      }),
    });
    const { trustAnchor, crl, signer, crlName, enabled = true } = props;
    if (crlName !== undefined) checkRolesAnywhereName(crlName, 'The name of the certificate revocation list');
    const { trustAnchorArn } = trustAnchor.trustAnchorRef;
    checkRolesAnywhereArn(trustAnchorArn, 'trust-anchor', 'The ARN of the trust anchor');
    checkSameEnvironment(trustAnchor, this, 'The trust anchor', ['account', 'region']);

    this.#resource = new rolesanywhere.CfnCRL(this, 'Resource', {
      name: this.physicalName,
      crlData: crl.pem,
      enabled,
      trustAnchorArn,
    });
    createOneByOne(this.#resource);
    this.crlId = this.#resource.attrCrlId;
    this.crlArn = Stack.of(this).formatArn({ service: 'rolesanywhere', resource: 'crl', resourceName: this.crlId });

    crl._findings.forEach((finding) => warn(this, finding));
    const bundle = bundleOf(trustAnchor);
    if (signer !== undefined) this.checkBelow(signer, bundle, crl);
    else if (bundle !== undefined) this.checkSigned(crl, bundle, 'trust anchor');
    this.node.addValidation({ validate: () => [...this.problems(), ...tagProblems(this.#resource)] });
  }

  /** A reference to the list. */
  public get crlRef(): rolesanywhere.CRLReference {
    return { crlId: this.crlId };
  }

  /** The signer is of the authority of the trust anchor, where that is known. */
  private checkBelow(signer: CertificateBundle, anchor: CertificateBundle | undefined, data: RevocationData): void {
    const stranger = anchor && signer._certificates.find((certificate) => !anchor._certificates.some((issuer) => mayIssue(issuer, certificate)));
    if (stranger !== undefined) {
      throw new InvalidInputError(`The signer of the certificate revocation list is not right below the authority of the trust anchor: got ${quoteName(stranger.subject)}, issued by ${quoteName(stranger.issuer)}, and the trust anchor has ${namesOf(anchor!)}. Give the certificate that this authority issued, or make the signer the trust anchor.`);
    }
    this.checkSigned(data, signer, 'signer');
    warn(this, data._doubt('it is of an authority below that of the trust anchor, of which AWS does not say whether it is asked'));
  }

  /** The list is of the authority that it is for, or it revokes nothing. */
  private checkSigned(data: RevocationData, by: CertificateBundle, whose: string): void {
    const crl = data._list;
    const named = by._certificates.filter(({ subject }) => comparableName(subject) === comparableName(crl.issuer));
    if (named.length === 0) {
      throw new InvalidInputError(`The certificate revocation list is of another authority than the ${whose}: got one of ${quoteName(crl.issuer)}, and the ${whose} has ${namesOf(by)}. Give the list that this authority signs, or 'signer' where it is of one below it.`);
    }
    const signers = named.filter((certificate) => isIssuedBy(crl, certificate) !== false);
    if (signers.length === 0) {
      throw new InvalidInputError(`The certificate revocation list is not signed by the authority of the ${whose}: got one of ${quoteName(crl.issuer)}, by another key of the same name, or damaged. Give the list that this authority signs.`);
    }
    if (!signers.some(({ keyUsage }) => keyUsage?.crlSign)) {
      warn(this, data._doubt('the certificate of the authority does not have the key usage CRL Sign, as RFC 5280 demands'));
    }
  }

  /** A trust anchor takes two lists, whoever made them. One construct says so for all. */
  private problems(): string[] {
    const own = anchorKey(this.#resource);
    const same = this.node.root.node.findAll().filter(rolesanywhere.CfnCRL.isCfnCRL).filter((crl) => anchorKey(crl) === own);
    const first = same.find((crl) => crl.node.scope instanceof CertificateRevocationList);
    if (same.length <= REVOCATION_LISTS_MAX || first !== this.#resource) return [];
    return [`The trust anchor has too many certificate revocation lists: got ${same.length}, ${list(same.map((crl) => quote(pathOf(crl))))}. IAM Roles Anywhere takes ${REVOCATION_LISTS_MAX}; put the new list into the file of the one that it replaces.`];
  }
}

/** Whether a certificate is issued by another, as far as this Node can tell. */
function mayIssue(issuer: CertificateFields, certificate: CertificateFields): boolean {
  return comparableName(issuer.subject) === comparableName(certificate.issuer) && isIssuedBy(certificate, issuer) !== false;
}

function namesOf({ _certificates: certificates }: CertificateBundle): string {
  return list(certificates.map(({ subject }) => quoteName(subject)));
}

/** The certificates of a trust anchor of this library. */
function bundleOf(trustAnchor: rolesanywhere.ITrustAnchorRef): CertificateBundle | undefined {
  return (trustAnchor as { _bundle?: CertificateBundle })._bundle;
}

/** What tells the trust anchor of a list from others: the resource that its ARN is an attribute of, or the ARN as it is written. */
function anchorKey(crl: rolesanywhere.CfnCRL): string {
  const { trustAnchorArn } = crl;
  if (trustAnchorArn === undefined || !Token.isUnresolved(trustAnchorArn)) return String(trustAnchorArn);
  const { tokens } = Tokenization.reverseString(trustAnchorArn);
  const target = tokens.map(targetOf).find((found) => found !== undefined);
  return target?.node.path ?? `${crl.stack.environment} ${JSON.stringify(crl.stack.resolve(trustAnchorArn))}`;
}

function targetOf(token: IResolvable): IConstruct | undefined {
  return Reference.isReference(token) && CfnResource.isCfnResource(token.target) ? token.target : undefined;
}

/** The construct that the user made. */
function pathOf(crl: rolesanywhere.CfnCRL): string {
  return (crl.node.scope instanceof CertificateRevocationList ? crl.node.scope : crl).node.path;
}
