import type { Text, Unknown } from '../evaluation/text';
import { isText, isUnknown, joined, shown } from '../evaluation/text';

/** Longer than any text of a template: what resources that refer to each other twice would grow to. */
const LONGEST_TEXT = 4_000_000;

const DYNAMIC_REFERENCE = /(\{\{resolve:[^{}]*\}\})/;
const [DYNAMIC_START, DYNAMIC_END] = ['{{resolve:', '}}'];

/** Texts and unknown values one after the other; undefined if one is no text, or if they are longer than any text of a template. */
export function concatenated(values: any[]): Text | undefined {
  const parts = new Array<string | Unknown>();
  let length = 0;
  for (const value of values) {
    if (!isText(value) && !isUnknown(value)) return undefined;
    for (const part of isUnknown(value) ? [value] : typeof value === 'string' ? [value] : value.parts) {
      const last = parts[parts.length - 1];
      if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
      else if (part !== '') parts.push(part);
      length += typeof part === 'string' ? part.length : 1;
      if (length > LONGEST_TEXT) return undefined;
    }
  }
  return joined(parts);
}

/** `{{resolve:…}}` in a text is what CloudFormation reads elsewhere. */
export function withDynamicReferences(text: string): Text {
  if (!text.includes(DYNAMIC_START)) return text;
  return concatenated(text.split(DYNAMIC_REFERENCE).map((part) => DYNAMIC_REFERENCE.test(part) ? { unknown: part } : part)) ?? text;
}

/** A text in which a dynamic reference may have something that is not known in it: `{{resolve:ssm:/${Stage}/arn}}`. */
export function withSplitReferences(text: Text | undefined): Text | undefined {
  if (text === undefined || typeof text === 'string') return text === undefined ? undefined : withDynamicReferences(text);
  if (!text.parts.some((part) => typeof part === 'string' && part.includes(DYNAMIC_START))) return text;
  const parts = new Array<string | Unknown>();
  let reference: (string | Unknown)[] = [];
  for (const part of text.parts.flatMap((one): (string | Unknown)[] => typeof one === 'string' ? one.split(/(\{\{resolve:|\}\})/) : [one])) {
    if (reference.length === 0 && part !== DYNAMIC_START) {
      parts.push(part);
      continue;
    }
    reference.push(part);
    if (part !== DYNAMIC_END) continue;
    parts.push({ unknown: shown({ parts: reference }) });
    reference = [];
  }
  return concatenated([...parts, ...reference]);
}

/** JSON as text, with what is not known in it. */
export function jsonText(value: any): Text | undefined {
  const write = (item: any): any[] => {
    if (isUnknown(item)) return ['"', item, '"'];
    if (isText(item)) return ['"', ...(typeof item === 'string' ? [item] : item.parts).map((part) => typeof part === 'string' ? JSON.stringify(part).slice(1, -1) : part), '"'];
    const several = (items: any[][]) => items.flatMap((one, index) => index === 0 ? one : [',', ...one]);
    if (Array.isArray(item)) return ['[', ...several(item.map(write)), ']'];
    return ['{', ...several(Object.keys(item ?? {}).map((key) => [`${JSON.stringify(key)}:`, ...write(item[key])])), '}'];
  };
  return concatenated(write(value));
}
