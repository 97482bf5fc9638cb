import type { Text } from '../../../private/evaluation/text';
import { isText } from '../../../private/evaluation/text';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';

/** Whether a value is what is demanded: `may` where that is known once deployed. */
export type Verdict = 'yes' | 'may' | 'no';

/** A value of a property that is not, or may not be, what is demanded. */
export interface Unmet {
  readonly verdict: 'may' | 'no';
  /** Undefined where the resource does not have the property. */
  readonly value?: Text;
  /** ` if the condition X is false`; empty where it is so in every case. */
  readonly when: string;
  /** Whether the property is there in some other way of deploying the template. */
  readonly isSometimes: boolean;
}

/** The worst that a property can be, of what is not as demanded; undefined where it always is. */
export function worstOf(template: Template, resource: Resource, raw: any, judge: (value: Text | undefined) => Verdict): Unmet | undefined {
  const readings = template.reader.readings(raw, resource);
  if (readings === undefined) return { verdict: 'may', value: { parts: [{ unknown: 'what depends on too many conditions' }] }, when: '', isSometimes: true };
  const all = readings.flatMap(({ value, world }) => choices(textOf(value), template).map(({ text, because }) => {
    const when = [world.description, because].filter((reason) => reason !== '').join(' and ');
    return { verdict: judge(text), value: text, when: when === '' ? '' : ` if ${when}` };
  }));
  const unmet = all.find(({ verdict }) => verdict === 'no') ?? all.find(({ verdict }) => verdict === 'may');
  return unmet === undefined ? undefined : { ...unmet, verdict: unmet.verdict as 'may' | 'no', isSometimes: all.some(({ value }) => value !== undefined) };
}

/** An empty text is none. */
function textOf(value: any): Text | undefined {
  if (value === undefined || value === '') return undefined;
  return isText(value) ? value : { parts: [{ unknown: value.unknown ?? 'what is no text' }] };
}

/** What a text can be, and in which case. */
interface Choice {
  readonly text?: Text;
  readonly because: string;
}

/** A text, or all that it can be where it is a parameter whose values the template lists. */
function choices(text: Text | undefined, template: Template): Choice[] {
  const [part, ...more] = text === undefined || typeof text === 'string' ? [] : text.parts;
  const name = more.length > 0 || part === undefined || typeof part === 'string' ? undefined : part.unknown;
  const allowed: unknown = name === undefined ? undefined : template.parameter(name)?.declaration.AllowedValues;
  if (!Array.isArray(allowed) || allowed.length === 0 || !allowed.every((value) => typeof value === 'string')) return [{ text, because: '' }];
  return allowed.map((value) => ({ text: value, because: `the parameter ${name} is '${value}'` }));
}

/** The text before the first part of a text that is not known. */
export function beginningOf(text: Text): string {
  return typeof text === 'string' ? text : typeof text.parts[0] === 'string' ? text.parts[0] : '';
}
