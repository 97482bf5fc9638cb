import { profilesOf } from './rolesanywhere';
import { ROLES_ANYWHERE_SESSION_DEFAULT_SECONDS, ROLE_SESSION_DEFAULT_SECONDS } from '../../../private/limits';
import type { Template } from '../../../private/template/template';
import type { Rule } from '../../rule';

export const rolesAnywhereDuration: Rule = {
  id: 'rolesanywhere-duration',
  title: 'A profile of IAM Roles Anywhere offers longer sessions than its role allows.',
  why: 'A session that is longer than MaxSessionDuration of the role is refused, not shortened: clients that ask for all that the profile offers get no credentials.',
  fix: 'Shorten DurationSeconds of the profile, or raise MaxSessionDuration of the role.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html',
  find: (template) => profilesOf(template).flatMap(({ resource, roles }) => {
    const offered = Math.min(...secondsOf(template, resource.properties.DurationSeconds, ROLES_ANYWHERE_SESSION_DEFAULT_SECONDS));
    return roles.flatMap((role) => {
      const most = Math.max(...secondsOf(template, role.resource.properties.MaxSessionDuration, ROLE_SESSION_DEFAULT_SECONDS));
      // A duration that is known once deployed is NaN, which is longer than nothing.
      return !(offered > most) ? [] : [{
        at: resource,
        subject: role.resource.logicalId,
        message: `the profile is for sessions of ${offered} seconds, and the role '${role.resource.logicalId}' gives ${most} at most.`,
        location: 'Properties/DurationSeconds',
      }];
    });
  }),
};

/** All durations that a property can be: NaN for one that is not known. */
function secondsOf(template: Template, raw: any, usual: number): number[] {
  const known = template.all(raw).map((value) => typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : NaN);
  return known.length === 0 || template.reader.isSometimesAbsent(raw) ? [...known, usual] : known;
}
