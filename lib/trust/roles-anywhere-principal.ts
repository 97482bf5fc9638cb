import type { aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import { Token, aws_iam as iam } from 'aws-cdk-lib';
import type { CertificateMatch } from './certificate-match';
import type { PinnedCaller, PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import { checkSessionText } from './session-options';
import type { StringMatch } from './string-match';
import type { ConditionBlock } from '../private/conditions';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/** Who comes by IAM Roles Anywhere. */
export interface RolesAnywhereOptions {
  /**
   * The trust anchors whose certificates are let in: one, or several while an authority is replaced by another.
   *
   * They must be in the account of the role, and in the region of the profile through which it is used. Each lets in all that `certificate`
   * matches: `anyOf()` keeps together what belongs to one of them.
   */
  readonly trustAnchors: rolesanywhere.ITrustAnchorRef[];

  /**
   * Which of their certificates are let in.
   *
   * @default - every certificate of the anchors, which the role warns of (`cdk-keyless-roles:anyCertificate`)
   */
  readonly certificate?: CertificateMatch;

  /**
   * Demand the source identity too that IAM Roles Anywhere makes of the common name (`sts:SourceIdentity` is `CN=backup-1`), which stays
   * with the session through all roles that it assumes next.
   *
   * It adds nothing to what the certificate must say, and is never demanded without it: a long common name that begins with `CN=` has the
   * source identity of another one. It is an error without the common name of the subject in `certificate`.
   *
   * @default false
   */
  readonly requireSourceIdentity?: boolean;

  /**
   * The name that the session must have (`sts:RoleSessionName`), 2 to 64 characters.
   *
   * It is what the client asks for, if the profile takes it (`acceptRoleSessionName`), and the serial number of the certificate in
   * hexadecimal digits if not. So it says who comes only where it must be what the certificate says:
   * `StringMatch.policyVariable('aws:PrincipalTag/x509Subject/CN')`, as nodes of EKS outside of AWS need.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-creds.html
   * @default - any
   */
  readonly roleSessionName?: StringMatch;
}

/**
 * Servers, CI runners and devices outside of AWS that show a certificate (IAM Roles Anywhere).
 *
 * Any trust anchor of an account could be used for any role that trusts IAM Roles Anywhere; this trust names its anchors in every
 * statement (`aws:SourceArn`), and the certificates that `certificate` matches. It has the three actions that AWS needs: `sts:AssumeRole`,
 * `sts:TagSession` and `sts:SetSourceIdentity`.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 *
 * @example
 * declare const trustAnchor: TrustAnchor;
 * new ApplicationRole(this, 'BackupRole', {
 *   assumedBy: RolesAnywherePrincipal.of({
 *     trustAnchors: [trustAnchor],
 *     certificate: CertificateMatch.of({ subject: { commonName: StringMatch.exactly('backup-1') } }),
 *   }),
 * });
 */
export class RolesAnywherePrincipal extends PinnedPrincipal {
  /**
   * Who shows a certificate of these trust anchors.
   *
   * @param options the trust anchors, and which of their certificates
   */
  public static of(options: RolesAnywhereOptions): RolesAnywherePrincipal {
    return new RolesAnywherePrincipal({ label: LABEL, callers: callersOf(options) });
  }

  /**
   * Several of them, such as certificates of two trust anchors with other names in each.
   *
   * @param principals one or more
   */
  public static anyOf(...principals: RolesAnywherePrincipal[]): RolesAnywherePrincipal {
    checkNotEmpty(principals, 'RolesAnywherePrincipal.anyOf()', 'Give at least one principal.');
    return new RolesAnywherePrincipal({ label: LABEL, callers: principals.flatMap((principal) => principal._pinned.callers) });
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): RolesAnywherePrincipal {
    return new RolesAnywherePrincipal(pinned);
  }
}

const LABEL = 'RolesAnywherePrincipal';
const MORE_ACTIONS = ['sts:TagSession', 'sts:SetSourceIdentity'];

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
const KEYS_OF_ACTIONS = {
  'sts:RoleSessionName': ['sts:AssumeRole'],
  'sts:SourceIdentity': ['sts:AssumeRole', 'sts:SetSourceIdentity'],
};

function callersOf({ trustAnchors, certificate, requireSourceIdentity = false, roleSessionName }: RolesAnywhereOptions): PinnedCaller[] {
  checkSessionText(roleSessionName, 'The role session name');
  const anchors: ConditionBlock = { ArnEquals: { 'aws:SourceArn': arnsOf(trustAnchors) } };
  const sessionName = roleSessionName === undefined ? {} : equal(roleSessionName, 'sts:RoleSessionName');
  const sourceIdentities = certificate?._sourceIdentities ?? [undefined];
  if (requireSourceIdentity && sourceIdentities.includes(undefined)) {
    throw new InvalidInputError('The source identity is demanded without the common name of the subject, from which IAM Roles Anywhere makes it. Give \'certificate\' the common name in each match, or leave \'requireSourceIdentity\' out.');
  }
  return (certificate?._conditions ?? [{}]).map((attributes, i) => ({
    principal: new iam.ServicePrincipal('rolesanywhere.amazonaws.com'),
    conditions: [attributes, requireSourceIdentity ? sourceIdentities[i]!._on('sts:SourceIdentity') : {}, sessionName, anchors]
      .reduce((merged, block) => mergeConditions(merged, block, LABEL), {}),
    moreActions: MORE_ACTIONS,
    keysOfActions: KEYS_OF_ACTIONS,
  }));
}

/** What a policy variable stands for is compared character by character, as AWS documents it. */
function equal(match: StringMatch, key: string): ConditionBlock {
  const block = match._on(key);
  return match._values.every((value) => value.startsWith('${')) ? { StringEquals: Object.values(block)[0] } : block;
}

function arnsOf(trustAnchors: readonly rolesanywhere.ITrustAnchorRef[]): string | string[] {
  checkNotEmpty(trustAnchors, 'The list of trust anchors', 'Name at least one: without it every trust anchor of the account could be used.');
  const arns = trustAnchors.map(({ trustAnchorRef }) => trustAnchorRef.trustAnchorArn);
  arns.forEach(checkArn);
  const accounts = [...new Set(trustAnchors.map(({ env }) => env.account).filter((account) => !Token.isUnresolved(account)))];
  if (accounts.length > 1) {
    throw new InvalidInputError(`The trust anchors are of several accounts: got ${quote(accounts.join(', '))}. IAM Roles Anywhere gives roles of the anchor's own account alone: make a role in each account.`);
  }
  const distinct = [...new Set(arns)];
  return distinct.length === 1 ? distinct[0] : distinct;
}

function checkArn(arn: string): void {
  const fix = 'Write it as \'arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/…\'.';
  checkLiteral(arn, 'The ARN of the trust anchor', fix);
  if (!Token.isUnresolved(arn) && !/^arn:[a-z-]+:rolesanywhere:[a-z0-9-]+:\d{12}:trust-anchor\/[\w-]+$/.test(arn)) {
    throw new InvalidInputError(`The ARN of the trust anchor is none: got ${quote(readable(arn))}. ${fix}`);
  }
}
