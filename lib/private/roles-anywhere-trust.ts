import type { TagMapping } from './certificate-tags';
import { mayBeMapped } from './certificate-tags';
import { list, quote } from './errors';
import { templateText } from './template-text';
import type { ConditionTest, TrustReport, TrustStatement } from './trust-policy';
import { COMPARES, allows, branches, holdsVariable, isPositive, parseTrust } from './trust-policy';
import type { Finding } from './warnings';
import { WarningId } from './warnings';

/** What IAM Roles Anywhere does with a role, all of it at once. */
export const ROLES_ANYWHERE_ACTIONS = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];

/** The session tags of certificates, and the source identity, which is made of the common name. */
export const CERTIFICATE_KEY = /^(aws:PrincipalTag\/(x509(Subject|Issuer|SAN)\/.+)|sts:SourceIdentity)$/i;

/** The service, also as templates write it that were made for several partitions. */
const SERVICE = /^rolesanywhere\.(amazonaws\.com|\$\{AWS::URLSuffix\})$/i;

/** How IAM Roles Anywhere uses a role. */
export interface UseOfRole {
  readonly mapping: TagMapping;
  readonly acceptsRoleSessionName: boolean;
  /** Of the profile, and so of the trust anchor, where they are known. */
  readonly account?: string;
  readonly region?: string;
}

/** The statements of a trust that let IAM Roles Anywhere in. */
export function rolesAnywhereStatements(trust: any): TrustStatement[] {
  return parseTrust(trust).filter((statement) => statement.effect === 'Allow' && isForRolesAnywhere(statement));
}

/** Whether a statement, which may be a Deny, is for IAM Roles Anywhere by its name. */
export function isForRolesAnywhere(statement: TrustStatement): boolean {
  return (statement.principals.Service ?? []).some((service) => SERVICE.test(templateText(service)));
}

/**
 * Judges what a trust says of IAM Roles Anywhere, whoever wrote it.
 *
 * @param ownAccount the account of the role, where it is known
 */
export function reviewRolesAnywhere(trust: any, ownAccount: string | undefined): TrustReport {
  const statements = rolesAnywhereStatements(trust);
  if (statements.length === 0) return { problems: [], advice: [] };
  const problems = new Array<string>();
  const advice = new Array<Finding>();

  const missing = ROLES_ANYWHERE_ACTIONS.filter((action) => !statements.some((statement) => allows(statement, action)));
  if (missing.length > 0) {
    problems.push(`The trust policy lets IAM Roles Anywhere in without ${list(missing)}, and no certificate gets a role without all of ${list(ROLES_ANYWHERE_ACTIONS)}. Add what is missing, or use RolesAnywherePrincipal.`);
  }
  const assuming = statements.filter((statement) => allows(statement, ROLES_ANYWHERE_ACTIONS[0]));
  if (assuming.some((statement) => statement.conditionsMayVanish || !statement.conditions.some(pinsAnchor))) {
    problems.push('The trust policy lets in the certificates of every trust anchor of the account, whoever made it: a statement for \'rolesanywhere.amazonaws.com\' does not test aws:SourceArn. Name the trust anchors (ArnEquals aws:SourceArn), or use RolesAnywherePrincipal.');
  }
  const foreign = statements.flatMap(anchorsOf).find(({ account }) => isOther(account, ownAccount));
  if (foreign !== undefined) {
    problems.push(`The trust policy names a trust anchor of another account, and IAM Roles Anywhere gives roles of the anchor's own account alone: got account ${quote(foreign.account)}, where the role is in ${quote(ownAccount)}. Make the trust anchor and its profile in the account of the role.`);
  }
  if (assuming.some((statement) => !statement.conditions.some(pinsCertificate))) {
    advice.push({ id: WarningId.ANY_CERTIFICATE, message: 'Every certificate of the trust anchor gets the role, whoever it was made for, as the trust policy tests no attribute of the certificate. Say which with CertificateMatch, or acknowledge this where the authority signs for this purpose alone.' });
  }
  return { problems, advice };
}

/** Why nobody gets a role by a statement of its trust the way it is used. */
export interface Unmet {
  readonly kind: 'anchor' | 'mapping' | 'session name';
  /** What the statement does: `demands the attribute 'x509Subject/OU' …`. */
  readonly reason: string;
  /** What to change with the constructs of this library. */
  readonly fix: string;
  /** What is demanded: the ARN of a trust anchor, the session tag, the name of the session. */
  readonly demanded: string;
}

/** Why nobody gets a role by a statement of its trust the way it is used, and what to change; undefined if somebody may. */
export function unmetBecause(statement: TrustStatement, use: UseOfRole): string | undefined {
  const unmet = unmetOf(statement, use);
  return unmet && `${unmet.reason}. ${unmet.fix}`;
}

/** Why nobody gets a role by a statement of its trust the way it is used, or undefined. */
export function unmetOf(statement: TrustStatement, use: UseOfRole): Unmet | undefined {
  const anchors = anchorsOf(statement);
  for (const [part, own] of [['account', use.account], ['region', use.region]] as const) {
    if (anchors.length === 0 || !anchors.every((anchor) => isOther(anchor[part], own))) continue;
    return {
      kind: 'anchor',
      reason: `names trust anchors of another ${part} alone, which cannot be used with the profile in ${quote(own)}: got ${list(anchors.map(({ text }) => quote(text)))}`,
      fix: 'Name an anchor of the account and region of the profile, or make the profile there',
      demanded: anchors[0].text,
    };
  }
  for (const test of statement.conditions) {
    const tag = unmappedTag(test, use.mapping);
    if (tag !== undefined) {
      return {
        kind: 'mapping',
        reason: `demands the attribute ${quote(tag)} of the certificate, which the attribute mapping of the profile leaves out`,
        fix: 'Map it with AttributeMapping, or test another attribute',
        demanded: tag,
      };
    }
    if (/^sts:RoleSessionName$/i.test(test.key) && isPositive(test) && !use.acceptsRoleSessionName && !branches(test.value).some(mayBeSerialNumber)) {
      return {
        kind: 'session name',
        reason: `demands that the session is called ${quote(templateText(test.value))}, and the profile takes no name from the client: every session is called after the serial number of its certificate`,
        fix: 'Set \'acceptRoleSessionName\', or take the condition out',
        demanded: templateText(test.value),
      };
    }
  }
  return undefined;
}

/** Whether a statement is met by certificates of trust anchors that are named one by one. */
export function pinsAnchor(test: ConditionTest): boolean {
  const values = branches(test.value);
  return isAnchorTest(test) && !holdsVariable(test.value) && values.length > 0 && values.every((value) => !/[*?]/.test(anchorOf(value).name));
}

function isAnchorTest(test: ConditionTest): boolean {
  return /^aws:SourceArn$/i.test(test.key) && COMPARES.test(test.operator) && isPositive(test);
}

/** Whether a test narrows which certificates are let in. */
export function pinsCertificate(test: ConditionTest): boolean {
  const isOpen = (value: any) => /Like$/i.test(test.operator) && /^[*?]+$/.test(templateText(value));
  return CERTIFICATE_KEY.test(test.key) && COMPARES.test(test.operator) && isPositive(test)
    && !holdsVariable(test.value) && !branches(test.value).some(isOpen);
}

/** A trust anchor as a trust names it; what the template does not say is undefined. */
interface NamedAnchor {
  readonly text: string;
  readonly account?: string;
  readonly region?: string;
  readonly name: string;
}

function anchorsOf(statement: TrustStatement): NamedAnchor[] {
  return statement.conditions.filter(isAnchorTest).flatMap(({ value }) => branches(value).map(anchorOf));
}

function anchorOf(value: any): NamedAnchor {
  const text = templateText(value);
  // Of a reference the text has no colons between the parts of an ARN.
  const [, region, account, name] = /^arn:(?:\$\{[^}]*\}|[^:$]*):[^:]*:((?:\$\{[^}]*\}|[^:$])*):((?:\$\{[^}]*\}|[^:$])*):([^]*)$/.exec(text) ?? [];
  const known = (part: string | undefined) => part === undefined || /[$*?]/.test(part) ? undefined : part;
  return { text, account: known(account), region: known(region), name: name ?? text };
}

function isOther(part: string | undefined, own: string | undefined): boolean {
  return part !== undefined && own !== undefined && part !== own;
}

/** The session tag that a test demands, or that all of its values are compared with, if a mapping leaves it out. */
export function unmappedTag(test: ConditionTest, mapping: TagMapping): string | undefined {
  const demandsTag = isPositive(test) || (/^Null$/i.test(test.operator) && branches(test.value).every((value) => String(value) === 'false'));
  if (!demandsTag) return undefined;
  const own = /^aws:PrincipalTag\/(x509.+)$/i.exec(test.key)?.[1];
  if (own !== undefined && !mayBeMapped(own, mapping)) return own;
  const compared = branches(test.value).map((value) => /\$\{aws:PrincipalTag\/(x509[^}]+)\}/i.exec(templateText(value))?.[1]);
  return compared.every((tag) => tag !== undefined && !mayBeMapped(tag, mapping)) ? compared[0] : undefined;
}

/** Whether a serial number in hexadecimal digits can be what a session must be called, or what is known of it once deployed. */
function mayBeSerialNumber(value: any): boolean {
  return typeof value !== 'string' || (!holdsVariable(value) && /^[0-9a-f*?]*$/i.test(value.replace(/\$\{[^{}]*\}/g, '')));
}
