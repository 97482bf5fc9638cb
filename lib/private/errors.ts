/** The one error that this library throws on bad input: a single line that a user can act on. */
export class InvalidInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidInputError';
  }
}

/** How much of a wrong value is repeated in an error: enough to recognize it, not a page. */
const QUOTED_CHARACTERS = 80;

/** The value as it stands between quotes in an error, with every character that cannot be seen written as an escape. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : String(value);
  const shown = text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text;
  const escaped = JSON.stringify(shown).slice(1, -1).replace(/\\"/g, '"');
  return `'${escaped.replace(/[^\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2026]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`)}'`;
}

/** A readable list: `a, b and c`. */
export function list(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} and ${values[values.length - 1]}`;
}
