import type { TemplateValue } from './values';
import { isText, isUnknown } from '../evaluation/text';
import type { Text, Unknown } from '../evaluation/text';

/** A policy document, whether it stands in the template as JSON or as text. */
export interface Document {
  /** As the evaluator reads it; `{ unknown }` if nobody can look into it. */
  readonly json: any;
  /** What CloudFormation puts into the text of the document, which could end a text and add statements; empty for JSON. */
  readonly enters: readonly string[];
  /** A name that stands twice in one object of the text, so that AWS may read another value than the one that is judged. */
  readonly repeated?: string;
}

/** Stands for what is not known in a text of JSON: a character that no JSON has as it is, a number, and another one. */
const MARK = /\u0001(\d+)\u0002/;

/** Reads a policy document. */
export function readDocument(value: TemplateValue): Document {
  if (isUnknown(value)) return { json: value, enters: [] };
  if (!isText(value)) {
    const isDocument = typeof value === 'object' && value !== null && !Array.isArray(value);
    return { json: isDocument ? value : { unknown: 'what is no policy document' }, enters: [] };
  }
  const unknowns = (typeof value === 'string' ? [] : value.parts).filter(isUnknown);
  const json = parsed(value, unknowns);
  const repeated = isUnknown(json) ? undefined : repeatedName(withNames(value));
  return { json, enters: unknowns.map(({ unknown }) => unknown), ...(repeated !== undefined && { repeated }) };
}

/** A text of JSON with the names of what is not known in it. */
function withNames(text: Text): string {
  return typeof text === 'string' ? text : text.parts.map((part) => typeof part === 'string' ? part : part.unknown.replace(/["\\{}]/g, '_')).join('');
}

/** A name that stands twice in one object of a text of JSON. */
function repeatedName(text: string): string | undefined {
  const open = new Array<Set<string>>();
  for (const [token, name] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') {open.push(new Set());} else if (token === '}') {open.pop();} else if (name !== undefined && open.length > 0) {
      const names = open[open.length - 1];
      if (names.has(name)) return name;
      names.add(name);
    }
  }
  return undefined;
}

function parsed(text: Text, unknowns: readonly Unknown[]): any {
  let count = 0;
  const parts = typeof text === 'string' ? [text] : text.parts;
  const marked = parts.map((part) => isUnknown(part) ? `\u0001${count++}\u0002` : part.replace(/[\u0001\u0002]/g, '')).join('');
  try {
    // A mark is no JSON outside of a text, and within one it is a control character, which JSON takes if it is written as an escape.
    const json = JSON.parse(marked.replace(/[\u0001\u0002]/g, (mark) => `\\u000${mark.charCodeAt(0)}`));
    return typeof json === 'object' && json !== null ? filled(json, unknowns) : { unknown: 'a text that is no policy document' };
  } catch {
    return { unknown: 'a text that is no JSON' };
  }
}

function filled(value: any, unknowns: readonly Unknown[]): any {
  if (typeof value === 'string') return filledText(value, unknowns);
  if (Array.isArray(value)) return value.map((item) => filled(item, unknowns));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [keyText(key, unknowns), filled(value[key], unknowns)]));
}

function filledText(text: string, unknowns: readonly Unknown[]): Text {
  const pieces = text.split(MARK);
  if (pieces.length === 1) return text;
  const parts = pieces.map((piece, index) => index % 2 === 0 ? piece : unknowns[Number(piece)]);
  return { parts: parts.filter((part) => part !== '') };
}

/** A key of an object is text; what is not known of it stands in it as `${name}`. */
function keyText(key: string, unknowns: readonly Unknown[]): string {
  return key.split(MARK).map((piece, index) => index % 2 === 0 ? piece : `\${${unknowns[Number(piece)].unknown}}`).join('');
}
