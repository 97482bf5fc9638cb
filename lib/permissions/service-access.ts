import type { AccessStatement, Advice } from './access';
import type { AccessLevel } from './access-level';
import { checkArn } from '../private/arn-check';
import type { ArnShape } from '../private/arn-shape';
import { formOf, kindsOfArn, kindsOfShape, readableShape } from '../private/arn-shape';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkNotEmpty, checkReadable } from '../private/names';
import { isEscalating, readsData, readsSecrets } from '../private/sensitive-actions';
import type { NamedActions } from '../private/service-actions';
import { actionName, actionsNamed, checkForm } from '../private/service-actions';
import type { ResourceKind, ServiceAction } from '../private/service-authorization';
import { serviceOf } from '../private/service-authorization';
import { describeKinds } from '../private/service-kinds';
import { readable } from '../private/text';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/** The statements of an access, and what its role must warn of. */
export interface Granted {
  readonly statements: AccessStatement[];
  readonly advice: Advice;
}

/** A resource of an access, as given and as far as it is known. */
interface Target {
  readonly arn: string;
  readonly shape: ArnShape;
}

/** Actions on those of the resources that they fit, and those that fit no resource on every one. */
export function actionsOn(written: readonly string[], resources: readonly string[]): Granted {
  checkNotEmpty(written, 'The list of actions', 'Name at least one, such as \'s3:GetObject\'.');
  const named = written.map(actionsNamed);
  const limited = named.filter((name) => kindsOf(name).length > 0);
  const unlimited = named.filter((name) => kindsOf(name).length === 0);
  checkCounts(limited, unlimited, resources);
  const targets = resources.map((arn) => target(arn, 'The resource'));

  const onTargets = limited.map((name) => ({ name, arns: targets.filter(({ shape }) => fits(name, shape)).map(({ arn }) => arn) }));
  for (const { name, arns } of onTargets) {
    if (arns.length > 0) continue;
    throw new InvalidInputError(`The action ${quote(name.written)} is on none of the resources: got ${list(targets.map(({ shape }) => quote(readableShape(shape))))}. It is on ${describeKinds(kindsOf(name))}.`);
  }
  for (const { arn, shape } of targets) {
    if (onTargets.some(({ arns }) => arns.includes(arn))) continue;
    throw new InvalidInputError(`The resource ${quote(readableShape(shape))} fits none of the actions: got ${list(limited.map(({ written: action }) => quote(action)))}. ${whatItIs(shape)}`);
  }
  return {
    statements: [
      ...groupBy(onTargets, ({ arns }) => arns.join('\n')).map((group) => allow(group.map(({ name }) => name.written), group[0].arns)),
      ...unlimited.length === 0 ? [] : [allow(unlimited.map((name) => name.written), ['*'])],
    ],
    advice: (isGiven) => named.filter(({ written: text, isPattern }) => isPattern && isGiven(text)).map(patternFinding),
  };
}

/** Actions that nobody checks. */
export function actionsAsWritten(written: readonly string[], resources: readonly string[]): Granted {
  checkNotEmpty(written, 'The list of actions', 'Name at least one, such as \'s3:GetObject\'.');
  checkNotEmpty(resources, 'The list of resources', 'Name at least one ARN, or \'*\' for actions that take none.');
  written.forEach(checkForm);
  resources.filter((arn) => arn !== '*').forEach((arn) => checkArn(arn, 'The resource'));
  return {
    statements: [{ ...allow(written, resources), isUnchecked: true }],
    advice: (isGiven) => asWrittenFindings(written.filter(isGiven)),
  };
}

/** Actions on every resource of the account. */
export function actionsAccountWide(written: readonly string[], reason: string, levels: readonly string[]): Granted {
  checkNotEmpty(written, 'The list of actions', 'Name at least one, such as \'ec2:DescribeInstances\'.');
  checkReadable(reason, 'The reason for access to the whole account');
  checkNotEmpty(levels, 'The list of levels', 'Leave it out for List and Read.');
  const named = written.map(actionsNamed);
  const byName = new Set(named.filter(({ isPattern }) => !isPattern).flatMap(({ actions }) => actions.map(actionName)));
  for (const { written: text, actions, isPattern } of named) {
    const other = actions.find((action) => !levels.includes(action.level));
    if (other !== undefined) {
      throw new InvalidInputError(`The action ${quote(isPattern ? `${actionName(other)}' of '${text}` : text)} is of the level ${quote(other.level)}, which access to a whole account leaves out: allowed are ${list(levels.map((level) => quote(level)))}. Name its resources with Access.actions(), or add the level to 'levels'.`);
    }
    if (!isPattern) continue;
    const fix = 'Name each of them beside it if it is needed, name the actions one by one, or name them beside it and refuse them with Restriction.denyActions().';
    const unnamed = actions.filter((action) => !byName.has(actionName(action)));
    const data = unnamed.filter(readsData).map((action) => quote(actionName(action)));
    if (data.length > 0) {
      throw new InvalidInputError(`The pattern ${quote(text)} covers actions that answer with what the account stores, not with how it is set up: ${list(data)}. ${fix}`);
    }
    const escalating = unnamed.filter(isEscalating).map((action) => quote(actionName(action)));
    if (escalating.length > 0) {
      throw new InvalidInputError(`The pattern ${quote(text)} covers actions that can lead to more rights, or send data elsewhere: ${list(escalating)}. ${fix}`);
    }
  }
  return { statements: [allow(written.map((text, i) => named[i].isPattern ? text : named[i].written), ['*'])], advice: () => [] };
}

/** All actions of some levels on a resource. */
export function levelsOn(arn: string, what: string, levels: readonly AccessLevel[]): Granted {
  checkNotEmpty(levels, 'The list of access levels', 'Give at least one, such as AccessLevel.READ.');
  const { shape } = target(arn, what);
  const kinds = kindsOfArn(shape);
  const [kind, ...others] = kinds;
  if (kind === undefined) {
    throw new InvalidInputError(`${what} is of no type that is known: got ${quote(readableShape(shape))}. If it is newer than the data, name its actions with Access.asWritten().`);
  }
  if (others.some((other) => other.service !== kind.service || formOf(other) !== formOf(kind))) {
    const isOneService = others.every(({ service }) => service === kind.service);
    const names = kinds.map(({ service, name }) => quote(isOneService ? name : `${service}:${name}`));
    throw new InvalidInputError(`${what} may be of several types: got ${quote(readableShape(shape))}, which may be ${list(names)}. Say which with ResourceType.of('${kind.service}', '${kind.name}').arn(…).`);
  }
  const applicable = serviceOf(kind.service)!.actions.filter((action) => action.targets.some((one) => kinds.includes(one.kind)));
  const ofLevels = applicable.filter((action) => levels.includes(action.level as AccessLevel));
  const granted = ofLevels.filter((action) => !isEscalating(action));
  if (granted.length === 0) throw new InvalidInputError(noneOfLevels(kind, levels, applicable, ofLevels));
  return {
    statements: [allow(granted.map(actionName).sort(), [arn])],
    advice: (isGiven) => secretFindings(granted.filter((action) => isGiven(actionName(action)))),
  };
}

function noneOfLevels(
  kind: ResourceKind, levels: readonly AccessLevel[], applicable: readonly ServiceAction[], ofLevels: readonly ServiceAction[],
): string {
  const wanted = list(levels.map((level) => quote(level)));
  if (ofLevels.length > 0) {
    return `No action of ${wanted} on the resource type ${quote(`${kind.service}:${kind.name}`)} is given by level: ${list(ofLevels.map((action) => quote(actionName(action))))} can lead to more rights, or send data elsewhere. Name those that are needed with Access.actions().`;
  }
  const has = [...new Set(applicable.map(({ level }) => level))].sort().map((level) => quote(level));
  return `No action of ${wanted} is on the resource type ${quote(`${kind.service}:${kind.name}`)}. ${has.length === 0 ? 'No action is.' : `It has actions of ${list(has)}.`}`;
}

function allow(actions: readonly string[], resources: readonly string[]): AccessStatement {
  return { effect: 'Allow', actions: [...new Set(actions)], resources: [...new Set(resources)] };
}

function checkCounts(limited: readonly NamedActions[], unlimited: readonly NamedActions[], resources: readonly string[]): void {
  if (limited.length > 0 && resources.length === 0) {
    throw new InvalidInputError(`The list of resources is empty, and ${quote(limited[0].written)} is on ${describeKinds(kindsOf(limited[0]))}. Name the ARNs, or use Access.accountWide() with a reason.`);
  }
  if (limited.length === 0 && resources.length > 0) {
    throw new InvalidInputError(`Resources are given, but ${list(unlimited.map(({ written }) => quote(written)))} cannot be limited to any: got ${list(resources.map((arn) => quote(readable(arn))))}. Leave the resources out.`);
  }
}

function target(arn: string, what: string): Target {
  if (arn === '*') {
    throw new InvalidInputError(`${what} is every resource: got '*'. Name the ARNs, or use Access.accountWide() with a reason.`);
  }
  const shape = checkArn(arn, what);
  if (shape === undefined) {
    throw new InvalidInputError(`${what} is known only once deployed, so nobody can check what it is: got ${quote(readable(arn))}. Say its type: ResourceType.of('s3', 'object').arn(…).`);
  }
  return { arn, shape };
}

function fits(name: NamedActions, shape: ArnShape): boolean {
  const kinds = kindsOfShape(shape, serviceOf(name.actions[0].service)!.kinds);
  return name.actions.some((action) => action.targets.some(({ kind }) => kinds.includes(kind)));
}

/** The resource types that some of the actions are on. */
export function kindsOf({ actions }: NamedActions): ResourceKind[] {
  return [...new Set(actions.flatMap(({ targets }) => targets.map(({ kind }) => kind)))];
}

function whatItIs(shape: ArnShape): string {
  const kinds = kindsOfArn(shape);
  return kinds.length === 0 ? 'It is of no type that is known.' : `It is of the type ${list(kinds.map((kind) => quote(`${kind.service}:${kind.name}`)))}.`;
}

/** How many actions a warning names. */
const SHOWN = 8;

function patternFinding({ written, actions }: NamedActions): Finding {
  const names = actions.map(({ name }) => name);
  const rest = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return {
    id: WarningId.ACTION_PATTERN,
    message: `The pattern ${quote(written)} covers ${names.length === 1 ? 'one action' : `${names.length} actions`} today, and those that AWS adds later: ${names.slice(0, SHOWN).join(', ')}${rest}. Name the actions that are needed.`,
  };
}

function asWrittenFindings(written: readonly string[]): Finding[] {
  return written.length === 0 ? [] : [{
    id: WarningId.ACCESS_AS_WRITTEN,
    message: `Actions are granted as written, and nothing has checked that they exist or fit their resources: ${written.join(', ')}. Use Access.actions() once the data has them.`,
  }];
}

function secretFindings(actions: readonly ServiceAction[]): Finding[] {
  const secret = [...new Set(actions.filter(readsSecrets).map(actionName))];
  return secret.length === 0 ? [] : [{
    id: WarningId.SECRETS_READ,
    message: `The application may read secrets, or code and settings of functions that often hold some: ${secret.join(', ')}. Name single secrets, or leave these out with without().`,
  }];
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...groups.get(key(item)) ?? [], item]);
  return [...groups.values()];
}
