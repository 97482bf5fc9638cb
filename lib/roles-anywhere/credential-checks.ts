import { Aws, Duration, Token } from 'aws-cdk-lib';
import { HELPER_IMAGE } from './credential-files';
import type { CredentialServeOptions } from './credential-files';
import type { CredentialProcessProps } from './credential-process';
import type { CredentialSource } from './credential-source';
import type { CommandFlag } from '../private/command-line';
import { checkCommandText } from '../private/command-line';
import { InvalidInputError, quote } from '../private/errors';
import { HOP_LIMIT_MAX, PORT_MAX, PORT_MIN, ROLES_ANYWHERE_SESSION_DEFAULT_SECONDS, ROLES_ANYWHERE_SESSION_MAX_SECONDS, ROLES_ANYWHERE_SESSION_MIN_SECONDS } from '../private/limits';
import { MachinePaths } from '../private/machine-paths';
import { readable, withTokensAs } from '../private/text';

/** What the helper takes unless it is told otherwise, and how far its answers go. */
const DEFAULT_PORT = 9911;
const DEFAULT_HOP_LIMIT = 1;

/** Paths tell whether the machine runs Windows; the helper's must be of the same kind. */
export function platformOf({ _platform }: CredentialSource, helper: string): 'posix' | 'windows' {
  const paths = new MachinePaths(_platform);
  paths.checkProgram(helper, 'The helper');
  return paths.platform ?? 'posix';
}

/** The parts of an ARN that are known. */
interface ArnParts {
  readonly region?: string;
  readonly account?: string;
}

export function regionOf({ trustAnchorArn, profileArn, roleArn, region }: CredentialProcessProps): string {
  const anchor = checkArn(trustAnchorArn, 'The ARN of the trust anchor', /^rolesanywhere:[^:]+:[^:]+:trust-anchor\/[^:]+$/, 'rolesanywhere:us-east-1:111111111111:trust-anchor/66666666-7777-8888-9999-000000000000');
  const profile = checkArn(profileArn, 'The ARN of the profile', /^rolesanywhere:[^:]+:[^:]+:profile\/[^:]+$/, 'rolesanywhere:us-east-1:111111111111:profile/11111111-2222-3333-4444-555555555555');
  const role = checkArn(roleArn, 'The ARN of the role', /^iam::[^:]+:role\/.+$/, 'iam::111111111111:role/backup');
  if (region !== undefined) {
    const fix = 'Write its code, such as \'us-east-1\'.';
    checkCommandText(region, 'The region', fix);
    if (!Token.isUnresolved(region) && !/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region)) throw new InvalidInputError(`The region is not one: got ${quote(region)}. ${fix}`);
  }
  checkSame('region', [['the trust anchor', anchor.region], ['the profile', profile.region], ['the option \'region\'', Token.isUnresolved(region) ? undefined : region]]);
  checkSame('account', [['the trust anchor', anchor.account], ['the profile', profile.account], ['the role', role.account]]);
  return region ?? anchor.region ?? profile.region ?? Aws.REGION;
}

function checkArn(arn: string, what: string, shape: RegExp, example: string): ArnParts {
  const fix = `Write it as 'arn:aws:${example}'.`;
  checkCommandText(arn, what, fix);
  const mark = '\u0000';
  const marked = withTokensAs(arn, () => mark);
  // What is one token is an ARN that somebody else has put together.
  if (marked === mark) return {};
  const [prefix, partition, ...rest] = marked.split(':');
  if (prefix !== 'arn' || !partition || !shape.test(rest.join(':'))) {
    throw new InvalidInputError(`${what} is not one: got ${quote(readable(arn))}. ${fix}`);
  }
  const known = (part: string) => part.includes(mark) || part === '' ? undefined : part;
  return { region: known(rest[1]), account: known(rest[2]) };
}

function checkSame(part: 'account' | 'region', values: readonly (readonly [string, string | undefined])[]): void {
  const known = values.filter(([, value]) => value !== undefined);
  const [first, other] = [known[0], known.find(([, value]) => value !== known[0][1])];
  if (other === undefined) return;
  throw new InvalidInputError(`The credentials are asked for in two ${part}s: got ${quote(first[1])} for ${first[0]} and ${quote(other[1])} for ${other[0]}. IAM Roles Anywhere works within one ${part}.`);
}

export function sessionSeconds({ sessionDuration, profileSessionDuration }: CredentialProcessProps): number {
  const limit = profileSessionDuration ?? Duration.seconds(ROLES_ANYWHERE_SESSION_DEFAULT_SECONDS);
  const duration = sessionDuration ?? limit;
  if (duration.isUnresolved()) return duration.toSeconds();
  const seconds = duration.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < ROLES_ANYWHERE_SESSION_MIN_SECONDS || seconds > ROLES_ANYWHERE_SESSION_MAX_SECONDS) {
    throw new InvalidInputError(`The duration of the session is not one that IAM Roles Anywhere takes: got ${quote(`${seconds} seconds`)}. Allowed: ${ROLES_ANYWHERE_SESSION_MIN_SECONDS} to ${ROLES_ANYWHERE_SESSION_MAX_SECONDS} whole seconds.`);
  }
  if (!limit.isUnresolved() && seconds > limit.toSeconds({ integral: false })) {
    throw new InvalidInputError(`The duration of the session is longer than the profile lets, which would cut it: got ${quote(`${seconds} seconds`)}, where the profile lets ${quote(`${limit.toSeconds({ integral: false })} seconds`)}. Ask for less, or raise the duration of the profile.`);
  }
  return seconds;
}

export function roleSessionName({ roleSessionName: name, acceptsRoleSessionName }: CredentialProcessProps): CommandFlag[] {
  if (name === undefined) return [];
  const fix = 'Allowed: 2 to 64 letters, digits and _ + = , . @ -.';
  checkCommandText(name, 'The name of the role session', fix);
  if (!Token.isUnresolved(name) && !/^[\w+=,.@-]{2,64}$/.test(name)) throw new InvalidInputError(`The name of the role session is not one that STS takes: got ${quote(name)}. ${fix}`);
  if (!acceptsRoleSessionName) {
    throw new InvalidInputError(`The profile accepts no name of the role session, so every request with one would be refused: got ${quote(readable(name))}. Let the profile accept it, or leave the name out.`);
  }
  return [{ name: 'role-session-name', value: name }];
}

export function serveFlags(options: CredentialServeOptions): CommandFlag[] {
  const hopLimit = options.hopLimit ?? DEFAULT_HOP_LIMIT;
  if (!Number.isInteger(hopLimit) || hopLimit < 1 || hopLimit > HOP_LIMIT_MAX) {
    throw new InvalidInputError(`The hop limit is not one: got ${quote(hopLimit)}. Allowed: 1 to ${HOP_LIMIT_MAX}; with 1 the answers do not leave the machine.`);
  }
  return [{ name: 'port', value: String(portOf(options)) }, { name: 'hop-limit', value: String(hopLimit) }];
}

export function portOf({ port = DEFAULT_PORT }: CredentialServeOptions): number {
  if (Number.isInteger(port) && port >= PORT_MIN && port <= PORT_MAX) return port;
  throw new InvalidInputError(`The port is not one that the helper can open without more rights: got ${quote(port)}. Allowed: ${PORT_MIN} to ${PORT_MAX}.`);
}

export function checkProfileName(profileName: string, why: string): void {
  if (profileName === 'default') throw new InvalidInputError(`The profile is the default one: got 'default'. ${why}. Name the profile after the workload.`);
  if (typeof profileName === 'string' && /^[\w.@+-]{1,64}$/.test(profileName)) return;
  throw new InvalidInputError(`The name of the profile is not one that all SDKs read: got ${quote(readable(profileName))}. Allowed: 1 to 64 letters, digits and _ . @ + -.`);
}

export function checkDnsName(name: string, what: string, shape: RegExp, allowed: string): void {
  if (typeof name === 'string' && shape.test(name)) return;
  throw new InvalidInputError(`${what} is none that Kubernetes takes: got ${quote(name)}. Allowed: ${allowed}.`);
}

export function checkImage(image: string): void {
  const pin = 'Pin it by its digest, such as';
  const fix = `${pin} '${HELPER_IMAGE}@sha256:…', which 'docker buildx imagetools inspect ${HELPER_IMAGE}:latest' shows.`;
  const parts = /^[a-z0-9][a-z0-9._:-]*(?:\/[a-z0-9._-]+)*(?::(\w[\w.-]{0,127}))?(@sha256:[0-9a-f]{64})?$/.exec(image);
  if (parts === null) throw new InvalidInputError(`The image of the helper is not the name of one: got ${quote(readable(image))}. ${fix}`);
  const [, tag, digest] = parts;
  if (digest === undefined && (tag === undefined || tag.startsWith('latest'))) {
    throw new InvalidInputError(`The image of the helper is whatever is published last: got ${quote(image)}. ${fix}`);
  }
}
