import { waysOf } from './common';
import type { CertificateField, TagMapping } from '../../../private/certificate-tags';
import { DEFAULT_TAG_MAPPING } from '../../../private/certificate-tags';
import type { Unmet, UseOfRole } from '../../../private/roles-anywhere-trust';
import { ROLES_ANYWHERE_ACTIONS, isForRolesAnywhere, unmetOf } from '../../../private/roles-anywhere-trust';
import type { Identity } from '../../../private/template/identities';
import type { Resource } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { trustStatementOf } from '../../../private/template/trust-statement';
import type { TrustStatement } from '../../../private/trust-policy';
import { allows } from '../../../private/trust-policy';
import { rolesNamed } from '../../principals';
import type { Found } from '../../rule';
import { called, whenever } from '../../statements';

/** A statement of a trust that is for IAM Roles Anywhere, in both forms. */
export interface AnywhereStatement {
  readonly role: Identity;
  readonly statement: Statement;
  readonly trust: TrustStatement;
  /** Those of the three actions of IAM Roles Anywhere that it is for. */
  readonly actions: readonly string[];
}

/** The statements of a role's trust that let IAM Roles Anywhere in, or keep it out. */
export function anywhereStatements(role: Identity, effect: Statement['effect'] = 'Allow'): AnywhereStatement[] {
  return role.trust!.statements.filter((statement) => statement.effect === effect).flatMap((statement) => {
    const trust = trustStatementOf(statement);
    const actions = ROLES_ANYWHERE_ACTIONS.filter((action) => allows(trust, action));
    return isForRolesAnywhere(trust) && actions.length > 0 ? [{ role, statement, trust, actions }] : [];
  });
}

/** Those of all roles. */
export function allAnywhereStatements(template: Template): AnywhereStatement[] {
  return template.roles.flatMap((role) => anywhereStatements(role));
}

/** A profile of the template, and the roles of the template that it gives. */
export interface Profile {
  readonly resource: Resource;
  readonly roles: readonly Identity[];
}

export function profilesOf(template: Template): Profile[] {
  return template.ofType('AWS::RolesAnywhere::Profile').map((resource) => ({ resource, roles: rolesNamed(template, resource.properties.RoleArns) }));
}

/** A way in which a profile uses its roles. */
interface Use extends UseOfRole {
  readonly when: string;
}

/** What is not known of a profile makes nothing impossible. */
function usesOf(profile: Resource, template: Template): Use[] {
  const { AttributeMappings: mappings, AcceptRoleSessionName: accepts } = profile.properties;
  const { account, region } = template.deployment;
  return waysOf(template, { mappings, accepts }).flatMap(({ value, when }) => {
    const mapping = mappingOf(value.mappings);
    return mapping === undefined ? [] : [{
      mapping, when, account, region, acceptsRoleSessionName: value.accepts !== undefined && value.accepts !== 'false',
    }];
  });
}

/** What a profile maps, and of fields that it does not name what AWS maps by default; undefined if nobody can tell. */
function mappingOf(mappings: any): TagMapping | undefined {
  const given: Partial<Record<CertificateField, string[]>> = {};
  for (const mapping of [mappings ?? []].flat()) {
    const field = mapping?.CertificateField;
    if (typeof field !== 'string' || !Object.hasOwn(DEFAULT_TAG_MAPPING, field)) return undefined;
    const specifiers = [mapping.MappingRules ?? []].flat().map((rule) => rule?.Specifier);
    if (!specifiers.every((specifier): specifier is string => typeof specifier === 'string')) return undefined;
    // AWS takes `Name` and `Name/` for `Name/*`.
    const known = field as CertificateField;
    given[known] = [...given[known] ?? [], ...specifiers.map((specifier) => /^Name\/?$/.test(specifier) ? 'Name/*' : specifier)];
  }
  return { ...DEFAULT_TAG_MAPPING, ...given };
}

/** A profile with one of its roles, in one way of deploying it. */
export interface ProfiledRole {
  readonly profile: Resource;
  readonly role: Identity;
  readonly use: Use;
}

export function profiledRoles(template: Template): ProfiledRole[] {
  return profilesOf(template).flatMap(({ resource, roles }) => {
    if (roles.length === 0) return [];
    const uses = usesOf(resource, template);
    return roles.flatMap((role) => uses.map((use) => ({ profile: resource, role, use })));
  });
}

/**
 * What keeps certificates out, of one kind: where nobody gets the role through a profile, and, as a warning, where one statement more is
 * met through none of the template's profiles. One for trust anchors of another region is for a profile there.
 */
export function unmetThroughProfiles(template: Template, kind: Unmet['kind']): Found[] {
  const uses = profiledRoles(template);
  const byRole = new Map<Identity, ProfiledRole[]>();
  for (const one of uses) byRole.set(one.role, [...byRole.get(one.role) ?? [], one]);
  return uses.flatMap(({ profile, role, use }) => {
    const statements = anywhereStatements(role);
    const reasons = statements.map(({ trust }) => unmetOf(trust, use));
    const isBlocked = (action: string) => statements.every(({ actions }, i) => !actions.includes(action) || reasons[i] !== undefined);
    const blocked = ROLES_ANYWHERE_ACTIONS.filter((action) => statements.some(({ actions }) => actions.includes(action)) && isBlocked(action));
    return statements.flatMap((one, i): Found[] => {
      const unmet = reasons[i];
      if (unmet?.kind !== kind) return [];
      const isAll = one.actions.some((action) => blocked.includes(action));
      const isIdle = kind !== 'anchor' && one.actions.includes(ROLES_ANYWHERE_ACTIONS[0]) && byRole.get(role)!.every((other) => unmetOf(one.trust, other.use) !== undefined);
      if (!isAll && !isIdle) return [];
      const { logicalId } = role.resource;
      return [{
        at: profile,
        subject: `${logicalId} ${unmet.demanded}`,
        message: `${isAll ? `nobody gets the role '${logicalId}' through the profile` : `a part of the trust of the role '${logicalId}' is never met with the profile`}: `
          + `${called(one.statement)} of the trust policy ${unmet.reason}${whenever(one.statement)}${use.when}.`,
        // What is so on a condition of the template, and on another one, may never be so at once.
        ...(!(isAll && (one.statement.when === '' || use.when === '')) && { level: 'warning' as const }),
      }];
    });
  });
}
