import type { Text } from '../../../private/evaluation/text';
import { actionsCovered } from '../../../private/service-actions';
import type { ServiceAction } from '../../../private/service-authorization';

/** A service and the name of an action, or a pattern of names. */
export const ACTION_FORM = /^([A-Za-z0-9-]+):([A-Za-z0-9*?]+)$/;

/** Every action of every service. */
const EVERYTHING = /^\*+(:\*+)?$/;

/** Whether a name is wildcards alone, one of which stands for any number of characters. */
export function isAnyName(name: string): boolean {
  return name.includes('*') && /^[*?]+$/.test(name);
}

/** Whether a text of an Action element stands for every action of every service. */
export function isEveryAction(text: Text): boolean {
  return typeof text === 'string' && EVERYTHING.test(text);
}

/**
 * The actions that a text of an Action element stands for, as far as the data has them; undefined where that is every action of every
 * service, or where nobody can tell.
 */
export function actionsOf(text: Text): readonly ServiceAction[] | undefined {
  if (typeof text !== 'string' || !ACTION_FORM.test(text)) return undefined;
  const known = COVERED.get(text);
  if (known !== undefined) return known;
  const covered = actionsCovered(text);
  if (COVERED.size >= COVERED_MAX) COVERED.clear();
  COVERED.set(text, covered);
  return covered;
}

/** Texts that have been looked up: most policies have the same ones, and every rule asks for them. */
const COVERED = new Map<string, readonly ServiceAction[]>();
const COVERED_MAX = 10_000;

/** Whether each of the texts of an Action element stands for actions that the data has, and none for all of them. */
export function areAllKnown(texts: readonly Text[]): boolean {
  return texts.every((text) => (actionsOf(text) ?? []).length > 0);
}
