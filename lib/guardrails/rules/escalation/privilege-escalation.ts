import type { Holder } from './holders';
import { holdersOf, isAdministrator, isAllOfIam, isStrong, levelIn } from './holders';
import { byBoundary, byReceiver, byService, byTag, isNarrowedBy } from './narrowing';
import type { Path } from './paths';
import { ATTACHING_PATHS, NEW_PASSROLE_PATHS, ORGANIZATION_PATHS, TAKEOVER_PATHS } from './paths';
import type { Permissions } from './permissions';
import { ActionSet } from './permissions';
import { coversText, isAsWide } from './reach';
import type { Way } from './ways';
import { keysOf, reported } from './ways';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Resource } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { principalsOf } from '../../principals';
import type { Level, Rule } from '../../rule';
import type { Placed } from '../../statements';

const PATHS: readonly Path[] = [...TAKEOVER_PATHS, ...ATTACHING_PATHS, ...NEW_PASSROLE_PATHS, ...ORGANIZATION_PATHS];
const ACTIONS = new ActionSet([...new Set(PATHS.flatMap(({ actions }) => actions))]);

export const privilegeEscalation: Rule = {
  id: 'privilege-escalation',
  title: 'Permissions add up to more rights than they name.',
  why: 'Each of these combinations is a published way to the rights of a stronger identity, or to any rights at all: whoever gets hold of the role has those too.',
  fix: 'Take out one of the actions, or name the roles, users and policies in Resource so that no stronger one is among them.',
  level: 'error',
  page: 'https://pathfinding.cloud/paths/',
  find: (template) => {
    const strong = new Strong(template);
    return holdersOf(template).filter((holder) => !isAdministrator(holder)).flatMap((holder) => {
      const permissions = ACTIONS.of(holder);
      const ways = PATHS.flatMap((path) => keysOf(path, permissions).flatMap((key): Way[] => {
        const level = levelOf(path, key, permissions, holder, strong);
        return level === undefined ? [] : [{ path, key, level: levelIn(level, key.statement) }];
      }));
      return reported(holder, ways, (who) => `${who} can get further rights`);
    });
  },
};

/** How much a way matters, if anything stronger is within its reach. */
function levelOf(path: Path, { statement }: Placed, permissions: Permissions, holder: Holder, strong: Strong): Level | undefined {
  const [first] = path.actions;
  // What gives policies alone is another rule's.
  if (ATTACHING_PATHS.includes(path) && !isAllOfIam(statement)) return undefined;
  if (isNarrowed(statement) || permissions.isFenced(first, byBoundary) || !mayPassTo(path, statement, permissions)) return undefined;
  const isAny = isAsWide(permissions.reachOf(statement, first), 'account');
  const isRare = ORGANIZATION_PATHS.includes(path) || (path.services !== undefined && isNarrowedBy(statement, byService));
  if (isAny) return isRare ? 'warning' : 'error';
  return strong.isWithin(statement.resources ?? [], path, holder) ? 'error' : undefined;
}

function isNarrowed(statement: Statement): boolean {
  return isNarrowedBy(statement, (test) => byBoundary(test) || byTag(test) || (byReceiver(test) && !byService(test)));
}

/** Whether a role may be passed to one of the services of a path, as far as conditions tell. */
function mayPassTo({ services }: Path, statement: Statement, permissions: Permissions): boolean {
  if (services === undefined) return true;
  if (permissions.isFenced('iam:PassRole', byService)) return false;
  if (!isNarrowedBy(statement, byService)) return true;
  const values = statement.tests.filter(byService).flatMap((test) => test.values);
  return values.some((value) => typeof value !== 'string'
    || services.some((service) => coversText(value, `${service}.amazonaws.com`) || service === serviceIn(value)));
}

/** The name of a service in its principal, whatever the partition. */
function serviceIn(principal: Text): string {
  return shown(principal).replace(/\.(amazonaws\.com(\.cn)?|\$\{AWS::URLSuffix\})$/, '');
}

/** An identity that can do everything, or a policy that the holder has. */
interface Target {
  readonly resource: Resource;
  readonly arns: readonly Text[];
  readonly services: ReadonlySet<string>;
}

/** The identities of a template that can do everything. */
class Strong {
  private readonly byKind = new Map<string, readonly Target[]>();

  constructor(private readonly template: Template) {}

  /** Whether one of the resources is a stronger identity, or a policy that the holder itself has. */
  public isWithin(resources: readonly Text[], { actions: [first], services }: Path, holder: Holder): boolean {
    const exact = new Set(resources.map(shown));
    const patterns = resources.filter((resource) => /[*?]/.test(shown(resource)));
    const targets = first === 'iam:CreatePolicyVersion' ? this.policiesOf(holder) : this.ofKind(KINDS[first] ?? '');
    return targets.filter(({ resource }) => resource !== holder.at)
      .filter((target) => services === undefined || services.some((service) => target.services.has(service)))
      .some(({ arns }) => arns.some((arn) => exact.has(shown(arn)) || patterns.some((pattern) => coversText(pattern, arn))));
  }

  private policiesOf({ identity }: Holder): Target[] {
    const managed = (identity?.policies ?? []).filter(({ use }) => use === 'managed');
    return managed.map(({ resource }) => ({ resource, arns: this.template.texts({ Ref: resource.logicalId }), services: new Set() }));
  }

  private ofKind(kind: string): readonly Target[] {
    const known = this.byKind.get(kind);
    if (known !== undefined) return known;
    const found = this.template.identities.filter((identity) => identity.kind === kind && isStrong(identity)).map(({ resource, trust }): Target => ({
      resource,
      arns: this.template.texts({ 'Fn::GetAtt': [resource.logicalId, 'Arn'] }),
      services: new Set((trust?.statements ?? []).flatMap((statement) => principalsOf(statement, 'Service')).map(serviceIn)),
    }));
    this.byKind.set(kind, found);
    return found;
  }
}

/** What the first action of a way is on. */
const KINDS: Readonly<Record<string, string>> = {
  'iam:AddUserToGroup': 'group',
  'iam:CreateAccessKey': 'user',
  'iam:CreateLoginProfile': 'user',
  'iam:PassRole': 'role',
  'iam:UpdateAssumeRolePolicy': 'role',
  'iam:UpdateLoginProfile': 'user',
};
