import type { IResource, aws_iam as iam } from 'aws-cdk-lib';
import { Arn, CfnResource, Duration, Lazy, Names, Resource, Token, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { AttributeMapping } from './attribute-mapping';
import { tagMapping } from './attribute-mapping';
import { createOneByOne } from './creation-order';
import type { CredentialProcessOptions } from './credential-process';
import { CredentialProcess } from './credential-process';
import { RolesAnywhereRole } from './roles-anywhere-role';
import type { SessionPolicy } from './session-policy';
import { DEFAULT_TAG_MAPPING } from '../private/certificate-tags';
import { InvalidInputError, list, quote } from '../private/errors';
import { size } from '../private/intrinsics';
import {
  PROFILE_ROLES_MAX, ROLES_ANYWHERE_NAME_MAX_LENGTH, ROLES_ANYWHERE_SESSION_DEFAULT_SECONDS, ROLES_ANYWHERE_SESSION_MAX_SECONDS,
  ROLES_ANYWHERE_SESSION_MIN_SECONDS, ROLE_SESSION_DEFAULT_SECONDS, SESSION_MANAGED_POLICIES_MAX, SESSION_POLICIES_MAX_SIZE,
} from '../private/limits';
import { checkNotEmpty } from '../private/names';
import { overriddenProperties, renderedTrust } from '../private/rendered-trust';
import { checkRolesAnywhereName, tagProblems } from '../private/roles-anywhere-names';
import type { UseOfRole } from '../private/roles-anywhere-trust';
import { ROLES_ANYWHERE_ACTIONS, reviewRolesAnywhere, rolesAnywhereStatements, unmetBecause } from '../private/roles-anywhere-trust';
import { checkSameEnvironment } from '../private/same-environment';
import { asList } from '../private/statement';
import { allows } from '../private/trust-policy';
import { warn } from '../private/warnings';
import { ApplicationRole } from '../roles/application-role';

/** A profile of IAM Roles Anywhere: which roles can be had by a certificate, and what their sessions are. */
export interface IRolesAnywhereProfile extends IResource, rolesanywhere.IProfileRef {
  /**
   * The ARN of the profile.
   *
   * @attribute
   */
  readonly profileArn: string;

  /**
   * The id of the profile, a UUID.
   *
   * @attribute
   */
  readonly profileId: string;
}

/** The properties of a `RolesAnywhereProfile`. */
export interface RolesAnywhereProfileProps {
  /**
   * The roles that can be had through the profile, 1 to 250 of the profile's account.
   *
   * A role of the app that does not trust IAM Roles Anywhere is an error, and so is one whose trust no certificate meets the way that this
   * profile maps attributes and names sessions.
   */
  readonly roles: iam.IRoleRef[];

  /**
   * The name: 1 to 255 letters, digits, blanks, hyphens and underscores.
   *
   * @default - made up from the construct's path
   */
  readonly profileName?: string;

  /**
   * Whether the profile can be used.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * How long a session is at most, 15 minutes to 12 hours, and never longer than a role of the profile allows (`maxSessionDuration`).
   *
   * The client gets what it asks for up to this.
   *
   * @default Duration.hours(1)
   */
  readonly sessionDuration?: Duration;

  /**
   * The most that a session may do, of what its role may.
   *
   * With the ARNs of `managedPolicies` it has at most 2,048 characters.
   *
   * @default - all that the role may
   */
  readonly sessionPolicy?: SessionPolicy;

  /**
   * Managed policies that say the most that a session may do, up to 10: what any of them or `sessionPolicy` allows.
   *
   * @default - none
   */
  readonly managedPolicies?: iam.IManagedPolicyRef[];

  /**
   * Which attributes of certificates become session tags. Fields of the certificate that are not named are mapped as by default.
   *
   * @default - all that IAM Roles Anywhere knows of subject and issuer, and the first DNS name, URI and directory name
   */
  readonly attributeMappings?: AttributeMapping[];

  /**
   * Whether the client may say what its session is called. Roles that test `sts:RoleSessionName` need it.
   *
   * Access is denied to a client that names its session where it may not.
   *
   * @default false
   */
  readonly acceptRoleSessionName?: boolean;
}

/** How a workload gets credentials through a profile. */
export interface ProfileCredentialOptions extends CredentialProcessOptions {
  /**
   * The trust anchor whose authority issued the certificate: one of those that the role trusts, in the account and region of the profile.
   *
   * @default - that of a `RolesAnywhereRole` with one; an error for a role of another kind, or with several
   */
  readonly trustAnchor?: rolesanywhere.ITrustAnchorRef;
}

/** What a profile is, of the app or imported. */
abstract class RolesAnywhereProfileBase extends Resource implements IRolesAnywhereProfile {
  public abstract readonly profileArn: string;
  public abstract readonly profileId: string;

  public get profileRef(): rolesanywhere.ProfileReference {
    return { profileArn: this.profileArn, profileId: this.profileId };
  }
}

/**
 * Which roles can be had by a certificate, and what their sessions are.
 *
 * A client names a trust anchor, a profile and a role, all of one account, the first two of one region too. Whether its certificate is let
 * in is for the trust of the role to say: see `RolesAnywhereRole`.
 *
 * @resource AWS::RolesAnywhere::Profile
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html
 *
 * @example
 * declare const role: RolesAnywhereRole;
 * new RolesAnywhereProfile(this, 'Backup', {
 *   roles: [role],
 *   sessionDuration: Duration.minutes(30),
 * });
 */
export class RolesAnywhereProfile extends RolesAnywhereProfileBase {
  /**
   * A profile that exists, by its ARN.
   *
   * @param scope where it is used
   * @param id the id of the construct
   * @param profileArn such as `arn:aws:rolesanywhere:us-east-1:111111111111:profile/…`
   */
  public static fromProfileArn(scope: Construct, id: string, profileArn: string): IRolesAnywhereProfile {
    if (!Token.isUnresolved(profileArn) && !/^arn:[a-z-]+:rolesanywhere:[a-z0-9-]+:\d{12}:profile\/[\w-]+$/.test(profileArn)) {
      throw new InvalidInputError(`The ARN of the profile is none: got ${quote(profileArn)}. Write it as 'arn:aws:rolesanywhere:us-east-1:111111111111:profile/…'.`);
    }
    return new ImportedProfile(scope, id, profileArn);
  }

  /**
   * The ARN of the profile.
   *
   * @attribute
   */
  public readonly profileArn: string;

  /**
   * The id of the profile, a UUID.
   *
   * @attribute
   */
  public readonly profileId: string;

  readonly #props: RolesAnywhereProfileProps;
  readonly #resource: rolesanywhere.CfnProfile;
  readonly #use: UseOfRole;

  constructor(scope: Construct, id: string, props: RolesAnywhereProfileProps) {
    super(scope, id, {
      physicalName: props.profileName ?? Lazy.string({ produce: () => Names.uniqueResourceName(this, { maxLength: ROLES_ANYWHERE_NAME_MAX_LENGTH, separator: '-' }) }),
    });
    const { roles, sessionPolicy, managedPolicies, attributeMappings, enabled = true, acceptRoleSessionName = false } = props;
    const { sessionDuration = Duration.seconds(ROLES_ANYWHERE_SESSION_DEFAULT_SECONDS) } = props;
    checkProps(props);
    roles.forEach((role) => checkSameEnvironment(role, this, 'The role', ['account']));
    const mapping = attributeMappings === undefined ? undefined : tagMapping(attributeMappings);

    this.#resource = new rolesanywhere.CfnProfile(this, 'Resource', {
      name: this.physicalName,
      enabled,
      roleArns: roles.map(({ roleRef }) => roleRef.roleArn),
      durationSeconds: sessionDuration.toSeconds(),
      sessionPolicy: sessionPolicy && Lazy.string({ produce: () => this.stack.toJsonString(sessionPolicy._document(this)) }),
      managedPolicyArns: managedPolicies?.map((policy) => policy.managedPolicyRef.policyArn),
      attributeMappings: mapping && Object.entries(mapping).map(([certificateField, specifiers]) => ({
        certificateField,
        mappingRules: specifiers.map((specifier) => ({ specifier })),
      })),
      acceptRoleSessionName,
    });
    createOneByOne(this.#resource);
    this.profileArn = this.#resource.attrProfileArn;
    this.profileId = this.#resource.attrProfileId;

    this.#props = props;
    this.#use = {
      mapping: mapping ?? DEFAULT_TAG_MAPPING,
      acceptsRoleSessionName: acceptRoleSessionName,
      account: known(this.stack.account),
      region: known(this.stack.region),
    };
    for (const role of roles) USES.set(resourceOf(role), [...usesOf(role), this.#use]);
    this.node.addValidation({ validate: () => this.problems() });
  }

  /**
   * How a workload outside of AWS gets the credentials of a role of the profile: the command of the credential helper, the profile for
   * `~/.aws/config`, and files for systemd, Kubernetes and Docker.
   *
   * @param role one of the profile's roles
   * @param options where the workload has its certificate
   */
  public credentialProcess(role: iam.IRoleRef, options: ProfileCredentialOptions): CredentialProcess {
    const { trustAnchor, ...rest } = options;
    const { roles, sessionDuration } = this.#props;
    if (!roles.some((own) => resourceOf(own) === resourceOf(role))) {
      throw new InvalidInputError(`The role ${quote(role.node.path)} is not one of the profile ${quote(this.node.path)}, which could not give it to anybody. Add it to the roles of the profile.`);
    }
    return CredentialProcess.of({
      ...rest,
      roleArn: role.roleRef.roleArn,
      profileArn: this.profileArn,
      trustAnchorArn: this.anchorFor(role, trustAnchor).trustAnchorRef.trustAnchorArn,
      region: this.stack.region,
      profileSessionDuration: sessionDuration,
      acceptsRoleSessionName: this.#use.acceptsRoleSessionName,
    });
  }

  private anchorFor(role: iam.IRoleRef, given: rolesanywhere.ITrustAnchorRef | undefined): rolesanywhere.ITrustAnchorRef {
    const trusted = role instanceof RolesAnywhereRole ? role.trustAnchors : [];
    if (given === undefined && trusted.length !== 1) {
      throw new InvalidInputError(`The trust anchor is not known: the role ${quote(role.node.path)} ${trusted.length === 0 ? 'does not say which it trusts' : `trusts ${trusted.length} of them`}. Give 'trustAnchor', the one whose authority issued the certificate.`);
    }
    const anchor = given ?? trusted[0];
    checkSameEnvironment(anchor, this, 'The trust anchor', ['account', 'region']);
    const isTrusted = trusted.some((own) => own.trustAnchorRef.trustAnchorArn === anchor.trustAnchorRef.trustAnchorArn);
    if (trusted.length > 0 && !isTrusted) {
      throw new InvalidInputError(`The trust anchor ${quote(anchor.node.path)} is not one that the role ${quote(role.node.path)} trusts. Add it to the trust anchors of the role, or give one of them.`);
    }
    return anchor;
  }

  private problems(): string[] {
    return [...this.#props.roles.flatMap((role) => this.roleProblems(role)), ...this.policyProblems(), ...tagProblems(this.#resource)];
  }

  private roleProblems(role: iam.IRoleRef): string[] {
    const who = `The role ${quote(role.node.path)}`;
    const longest = longestSession(role);
    const seconds = this.#resource.durationSeconds;
    const isTooLong = longest !== undefined && seconds !== undefined && !Token.isUnresolved(seconds) && seconds > longest;
    const tooLong = isTooLong ? [`${who} gives sessions of ${longest} seconds at most, and the profile ${quote(this.node.path)} is for ${seconds}: they would all fail. Shorten 'sessionDuration', or raise 'maxSessionDuration' of the role.`] : [];

    const elsewhere = this.anchorsElsewhere(role);
    if (elsewhere !== undefined) {
      return [...tooLong, `${who} can be had with trust anchors of ${elsewhere} alone, which cannot be used with the profile ${quote(this.node.path)} in ${quote(this.stack.region)}. Give the role a trust anchor of that region, or make the profile where its trust anchors are.`];
    }
    const trust = renderedTrust(role);
    if (trust === undefined) return tooLong;
    const statements = rolesAnywhereStatements(trust);
    if (statements.length === 0) {
      return [...tooLong, `${who} does not trust IAM Roles Anywhere, so the profile ${quote(this.node.path)} gives it to nobody. Make it as a RolesAnywhereRole, or with RolesAnywherePrincipal.`];
    }
    return [...tooLong, ...this.trustProblems(role, trust)];
  }

  /** The regions of a role's trust anchors where none is that of the profile; of one in another stack the trust does not show it. */
  private anchorsElsewhere(role: iam.IRoleRef): string | undefined {
    const { region } = this.#use;
    const anchors = role instanceof RolesAnywhereRole ? role.trustAnchors : [];
    const isElsewhere = ({ env, trustAnchorRef }: rolesanywhere.ITrustAnchorRef) => Token.isUnresolved(trustAnchorRef.trustAnchorArn)
      && !Token.isUnresolved(env.region) && env.region !== region;
    if (region === undefined || anchors.length === 0 || !anchors.every(isElsewhere)) return undefined;
    return list([...new Set(anchors.map(({ env }) => quote(env.region)))]);
  }

  /** What of a role's trust cannot be met through this profile, and what roles of CDK's own do not look for. */
  private trustProblems(role: iam.IRoleRef, trust: any): string[] {
    const isOurs = [role, role.node.scope].some((construct) => construct instanceof ApplicationRole);
    const { problems, advice } = reviewRolesAnywhere(trust, this.#use.account);
    if (!isOurs) advice.forEach((finding) => warn(this, { ...finding, message: `The role ${quote(role.node.path)}: ${finding.message}` }));

    const statements = rolesAnywhereStatements(trust);
    const blocked = ROLES_ANYWHERE_ACTIONS
      .map((action) => statements.filter((statement) => allows(statement, action)).map((statement) => unmetBecause(statement, this.#use)))
      .find((reasons) => reasons.length > 0 && !reasons.includes(undefined));
    // Others may use the role through a profile of their own, in this region or not, so one statement more matters only if none of them can.
    const uses = usesOf(role).map((use) => ({ ...use, region: undefined, acceptsRoleSessionName: true }));
    const idle = statements.filter((statement) => allows(statement, 'sts:AssumeRole'))
      .map((statement) => uses.map((use) => unmetBecause(statement, use)))
      .find((reasons) => !reasons.includes(undefined));
    const reason = blocked?.[0] ?? idle?.[0];
    return [
      ...isOurs ? [] : problems.map((problem) => `The role ${quote(role.node.path)}: ${problem}`),
      ...reason === undefined ? [] : [`${blocked === undefined ? 'A part of the trust' : 'The trust'} of the role ${quote(role.node.path)} can never be met with the profile ${quote(this.node.path)}: it ${reason}.`],
    ];
  }

  /** What STS refuses of the session policies. */
  private policyProblems(): string[] {
    const { sessionPolicy, managedPolicies = [] } = this.#props;
    if (sessionPolicy === undefined && managedPolicies.length === 0) return [];
    const document = sessionPolicy && this.stack.resolve(sessionPolicy._document(this));
    const arns: string[] = managedPolicies.map((policy) => this.stack.resolve(policy.managedPolicyRef.policyArn));
    const least = size(document, 'least') + arns.reduce((sum, arn) => sum + size(arn, 'least') - QUOTES, 0);
    // Managed policies may be what allows something.
    const isEmpty = document !== undefined && managedPolicies.length === 0 && !asList<any>(document.Statement).some((statement) => statement.Effect === 'Allow');
    return [
      ...sessionPolicy?._problems() ?? [],
      ...isEmpty ? ['The session policy allows nothing, so a session could do nothing at all: it limits what the role may do and gives nothing by itself. Use SessionPolicy.allowAllBut() to refuse some of it.'] : [],
      ...least <= SESSION_POLICIES_MAX_SIZE ? []
        : [`The session policies are too large: at least ${least} characters in the document${arns.length === 0 ? '' : ' and the ARNs of the managed policies'}. STS takes ${SESSION_POLICIES_MAX_SIZE}. Put what is common to all sessions into the role, or use managed policies.`],
    ];
  }
}

/** What a text of JSON has around it. */
const QUOTES = 2;

/** How each role of the app is used, by its resource. */
const USES = new WeakMap<IConstruct, UseOfRole[]>();

function usesOf(role: iam.IRoleRef): UseOfRole[] {
  return USES.get(resourceOf(role)) ?? [];
}

function resourceOf(role: iam.IRoleRef): IConstruct {
  return role.node.defaultChild ?? role;
}

class ImportedProfile extends RolesAnywhereProfileBase {
  public readonly profileArn: string;
  public readonly profileId: string;

  constructor(scope: Construct, id: string, profileArn: string) {
    super(scope, id, { environmentFromArn: profileArn });
    this.profileArn = profileArn;
    this.profileId = Arn.extractResourceName(profileArn, 'profile');
  }
}

function checkProps({ roles, profileName, sessionDuration, managedPolicies = [] }: RolesAnywhereProfileProps): void {
  if (profileName !== undefined) checkRolesAnywhereName(profileName, 'The name of the profile');
  checkNotEmpty(roles, 'The list of roles of the profile', 'Name at least one, such as a RolesAnywhereRole.');
  if (roles.length > PROFILE_ROLES_MAX) {
    throw new InvalidInputError(`The profile has too many roles: got ${roles.length}. IAM Roles Anywhere takes up to ${PROFILE_ROLES_MAX} in one profile. Make several profiles.`);
  }
  const twice = roles.find((role, i) => roles.findIndex((other) => resourceOf(other) === resourceOf(role)) !== i);
  if (twice !== undefined) throw new InvalidInputError(`The role ${quote(twice.node.path)} is given to the profile twice. Give it once.`);
  if (managedPolicies.length > SESSION_MANAGED_POLICIES_MAX) {
    throw new InvalidInputError(`The profile has too many managed session policies: got ${managedPolicies.length}. STS takes up to ${SESSION_MANAGED_POLICIES_MAX}. Put statements together.`);
  }
  const seconds = sessionDuration?.isUnresolved() ? undefined : sessionDuration?.toSeconds({ integral: false });
  if (seconds === undefined) return;
  if (!Number.isInteger(seconds) || seconds < ROLES_ANYWHERE_SESSION_MIN_SECONDS || seconds > ROLES_ANYWHERE_SESSION_MAX_SECONDS) {
    throw new InvalidInputError(`The duration of sessions is not one that IAM Roles Anywhere takes: got ${quote(sessionDuration!.toHumanString())}. Allowed: 15 minutes to 12 hours (${ROLES_ANYWHERE_SESSION_MIN_SECONDS} to ${ROLES_ANYWHERE_SESSION_MAX_SECONDS} whole seconds).`);
  }
}

/** How long a session of a role can be, in seconds, where the app makes the role. */
function longestSession(role: iam.IRoleRef): number | undefined {
  const resource = resourceOf(role);
  if (!CfnResource.isCfnResource(resource) || resource.cfnResourceType !== 'AWS::IAM::Role') return undefined;
  const overridden = overriddenProperties(resource);
  const seconds = overridden === undefined ? (resource as iam.CfnRole).maxSessionDuration : overridden.MaxSessionDuration;
  return seconds === undefined ? ROLE_SESSION_DEFAULT_SECONDS : typeof seconds === 'number' && !Token.isUnresolved(seconds) ? seconds : undefined;
}

function known(part: string): string | undefined {
  return Token.isUnresolved(part) ? undefined : part;
}
