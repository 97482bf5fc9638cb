import type { Holder } from './holders';
import { calledAt, holdersOf, lets, levelIn, locationAt } from './holders';
import type { Permissions } from './permissions';
import { ActionSet } from './permissions';
import { coversText } from './reach';
import { covers, shapeOfText } from '../../../private/arn-shape';
import { isResourceTagKey } from '../../../private/condition-keys';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import { actionName } from '../../../private/service-actions';
import type { ResourceKind, ServiceAction } from '../../../private/service-authorization';
import { serviceOf } from '../../../private/service-authorization';
import type { Statement } from '../../../private/template/statement';
import type { Found, Rule } from '../../rule';
import type { Placed } from '../../statements';
import { demandsKey, pins, testsOf, whenever } from '../../statements';
import { actionsOf } from '../actions/covered-actions';

export const tagThenUse: Rule = {
  id: 'tag-then-use',
  title: 'What a tag decides can be decided by whoever sets the tag.',
  why: 'A statement for resources with a tag is for all resources if whoever has it may set that tag: he tags what he wants and uses it.',
  fix: 'Leave the tag\'s key out of what may be set: ForAllValues:StringEquals of aws:TagKeys with the other keys, ec2:CreateAction for tags on creation, or a Deny.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html',
  find: (template) => holdersOf(template).flatMap(findAt),
};

/** An Allow that depends on a tag of the resource. */
interface Use extends Placed {
  readonly tag: string;
  readonly key: string;
}

function findAt(holder: Holder): Found[] {
  const uses = holder.policies.flatMap((policy) => policy.statements.flatMap((statement) => usesOf({ policy, statement })));
  const services = new Set(uses.flatMap(({ statement }) => servicesOf(statement)));
  return [...services].flatMap((service) => {
    const tagging = taggingActions(service);
    const permissions = tagging?.actions.of(holder);
    return (tagging?.names ?? []).flatMap((name) => {
      if (!permissions!.has(name)) return [];
      const usesOfType = uses.filter(({ statement }) => haveCommonType(name, statement));
      return [...new Set(usesOfType.map(({ key }) => key))].flatMap((key) => {
        const found = firstOpen(name, usesOfType.filter((use) => use.key === key), permissions!);
        return found === undefined ? [] : [{
          at: holder.at,
          level: levelIn('error', found.setter.statement),
          subject: `${key} ${name}`,
          message: messageOf(key, name, found, holder),
          ...locationAt(found.setter, holder.at),
        }];
      });
    });
  });
}

interface Pair {
  readonly use: Placed;
  readonly setter: Placed;
}

function messageOf(key: string, name: string, { use, setter }: Pair, { at }: Holder): string {
  return `${calledAt(use, at)} is for what has a tag (${key}), and ${calledAt(setter, at)} ${lets(setter.statement)} the same holder set it with ${name}${whenever(setter.statement)}.`;
}

/** So many statements are not compared one by one: where there are more, two of them are taken to meet. */
const MOST_PAIRS = 100_000;

/** The first of the statements that depend on a tag with one that lets it be set. */
function firstOpen(name: string, uses: readonly Use[], permissions: Permissions): Pair | undefined {
  const [{ tag }] = uses;
  if (isRefused(permissions.conditionalDenies(name), tag)) return undefined;
  const setters = permissions.allows(name).filter(({ statement }) => !leavesOut(statement, tag));
  const areTooMany = uses.length * setters.length > MOST_PAIRS;
  for (const setter of setters) {
    const use = uses.find(({ statement }) => areTooMany || (mayTag(setter.statement, statement) && overlap(setter.statement, statement)));
    if (use !== undefined) return { use, setter };
  }
  return undefined;
}

function usesOf(placed: Placed): Use[] {
  if (placed.statement.effect !== 'Allow') return [];
  return placed.statement.tests.filter((test) => isResourceTagKey(test.key) && demandsKey(test))
    .map(({ key }) => ({ ...placed, key, tag: tagIn(key) }));
}

function tagIn(key: string): string {
  return key.slice(key.indexOf('/') + 1).toLowerCase();
}

/** The services whose actions a statement names. */
function servicesOf({ actions = [] }: Statement): string[] {
  return [...new Set(actions.flatMap((action) => typeof action === 'string' && /^[a-z0-9-]+:/i.test(action) ? [action.split(':')[0].toLowerCase()] : []))];
}

interface Tagging {
  readonly names: readonly string[];
  readonly actions: ActionSet;
}

const SETS_NO_TAG = /^(Un|Remove|Delete|List|TagSession|TagGetWebIdentityToken)/i;

const TAGGING = new Map<string, Tagging | undefined>();

/** The actions of a service that set tags of what is there. */
function taggingActions(prefix: string): Tagging | undefined {
  if (!TAGGING.has(prefix)) {
    const names = (serviceOf(prefix)?.actions ?? [])
      .filter(({ level, name }) => level === 'Tagging' && /tag/i.test(name) && !SETS_NO_TAG.test(name)).map(actionName);
    TAGGING.set(prefix, names.length === 0 ? undefined : { names, actions: new ActionSet(names) });
  }
  return TAGGING.get(prefix);
}

/** Whether an action is on a type of resource that a statement is for. */
function haveCommonType(name: string, { actions = [] }: Statement): boolean {
  return actions.some((pattern) => [...typesOf(name)].some((type) => typesOf(pattern).has(type)));
}

const TYPES = new WeakMap<readonly ServiceAction[], ReadonlySet<ResourceKind>>();

/** The types of resources that actions are on. */
function typesOf(pattern: Text): ReadonlySet<ResourceKind> {
  const actions = actionsOf(pattern) ?? [];
  const types = TYPES.get(actions) ?? new Set(actions.flatMap(({ targets }) => targets.map(({ kind }) => kind)));
  TYPES.set(actions, types);
  return types;
}

/** Whether an Allow of setting tags is for other tags, for what has a tag already, or for what is being made. */
function leavesOut(statement: Statement, tag: string): boolean {
  const otherKeys = testsOf(statement, 'aws:TagKeys').some((test) => /^(StringEquals|StringLike|StringEqualsIgnoreCase)$/i.test(test.operator)
    && !/^ForAnyValue$/i.test(test.quantifier ?? '') && !test.ifExists && test.values.every((value) => !coversText(typeof value === 'string' ? value.toLowerCase() : value, tag)));
  return otherKeys || pins(statement, /^[\w-]+:CreateAction$/i) || statement.tests.some((test) => isResourceTagKey(test.key) && demandsKey(test));
}

/** Whether a Deny keeps a tag from being set: by its key, or what has it from being changed. */
function isRefused(denies: readonly Statement[], tag: string): boolean {
  return denies.some(({ tests }) => tests.every(({ key, values }) => isResourceTagKey(key) || /:CreateAction$/i.test(key)
    || key.toLowerCase() === `aws:requesttag/${tag}` || (/^aws:TagKeys$/i.test(key) && values.some((value) => shown(value).toLowerCase() === tag))));
}

/** Whether what one statement tags may be of a type that another one is for: with tags of listeners nobody gets at load balancers. */
function mayTag({ resources }: Statement, { actions = [] }: Statement): boolean {
  return resources === undefined || resources.some((resource) => actions.some((pattern) => mayBeOf(resource, pattern)));
}

const MAY_BE = new WeakMap<ReadonlySet<ResourceKind>, Map<string, boolean>>();

/** Whether a resource may be of a type that actions are on; each is asked for by many roles. */
function mayBeOf(resource: Text, pattern: Text): boolean {
  const types = typesOf(pattern);
  const known = MAY_BE.get(types) ?? new Map<string, boolean>();
  MAY_BE.set(types, known);
  const name = shown(resource);
  const found = known.get(name);
  if (found !== undefined) return found;
  const shape = name.startsWith('arn:') ? shapeOfText(resource) : undefined;
  const may = shape === undefined || [...types].some((type) => covers(shape, type));
  known.set(name, may);
  return may;
}

/** Whether two statements are for the same resource, for certain. */
function overlap(one: Statement, other: Statement): boolean {
  if (one.notResources !== undefined || other.notResources !== undefined) return true;
  return (one.resources ?? []).some((a) => (other.resources ?? []).some((b) => coversText(a, b) || coversText(b, a)));
}
