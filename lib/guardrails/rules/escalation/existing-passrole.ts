import { holdersOf, isAdministrator, levelIn } from './holders';
import { byOwnKeysOf, isNarrowedBy } from './narrowing';
import type { Path } from './paths';
import { EXISTING_PASSROLE_PATHS } from './paths';
import type { Permissions } from './permissions';
import { ActionSet } from './permissions';
import { isAsWide } from './reach';
import type { Way } from './ways';
import { keysOf, reported } from './ways';
import { shown } from '../../../private/evaluation/text';
import { requiredKeys } from '../../../private/issuer';
import type { Identity } from '../../../private/template/identities';
import { principalsOf } from '../../principals';
import type { Level, Rule } from '../../rule';

const ACTIONS = new ActionSet(EXISTING_PASSROLE_PATHS.flatMap(({ actions }) => actions));

export const existingPassrole: Rule = {
  id: 'existing-passrole',
  title: 'Whatever has a role already can be made to act for somebody else.',
  why: 'Who may change the code of every function, start a session on every instance or update every stack acts with the roles that these have, though he can pass none of them.',
  fix: 'Name the ARNs of the resources, or test a tag of theirs with aws:ResourceTag.',
  level: 'warning',
  page: 'https://pathfinding.cloud/paths/',
  find: (template) => holdersOf(template).filter((holder) => !isAdministrator(holder)).flatMap((holder) => {
    const permissions = ACTIONS.of(holder);
    // A role that deploys may need to reach whatever is deployed.
    const level = isForCi(holder.identity) ? 'info' : 'warning';
    const ways = EXISTING_PASSROLE_PATHS.flatMap((path) => waysOf(path, permissions, level));
    return reported(holder, ways, (who) => `${who} can take over resources and the roles that they have`);
  }),
};

/** The ways that a path is open on everything. */
function waysOf(path: Path, permissions: Permissions, level: Level): Way[] {
  const [first] = path.actions;
  const narrows = byOwnKeysOf(first);
  if (permissions.isFenced(first, narrows)) return [];
  return keysOf(path, permissions)
    .filter(({ statement }) => isAsWide(permissions.reachOf(statement, first, path.kinds), 'account') && !isNarrowedBy(statement, narrows))
    .map((key) => ({ path, key, level: levelIn(level, key.statement) }));
}

const CI_SERVICES = /^(cloudformation|codebuild|codedeploy|codepipeline)\.amazonaws\.com$/;

/** Providers that have an issuer for each customer. */
const CI_ISSUERS = /^(api\.bitbucket\.org|oidc\.circleci\.com)\//i;

/** Whether a role is for pipelines: a service that deploys, or an issuer of CI systems, is among those who may assume it. */
function isForCi(identity: Identity | undefined): boolean {
  return identity?.trust?.statements.some((statement) => principalsOf(statement, 'Service').some((service) => CI_SERVICES.test(shown(service)))
    || statement.tests.map(({ key }) => key.slice(0, Math.max(0, key.lastIndexOf(':')))).some((issuer) => CI_ISSUERS.test(issuer) || requiredKeys(issuer) !== undefined)) ?? false;
}
