/** What is not known before deployment, under the name that a report shows: `AWS::AccountId`, `Bucket.Arn`. */
export interface Unknown {
  readonly unknown: string;
  /**
   * A name that AWS makes up for one thing alone: it is not the same as another one, nor as a name that somebody has written, but may be what
   * a pattern is for. It holds neither a colon nor a slash.
   */
  readonly isMadeUp?: boolean;
  /** It holds no colon, such as a region, but is any other text. */
  readonly isInSegment?: boolean;
}

/** A text of which deployment tells some parts. Two unknown parts of one name are the same text, wherever they stand. */
export interface PartlyKnown {
  readonly parts: readonly (string | Unknown)[];
}

/** A text of a policy or of a request: known, or known in parts. */
export type Text = string | PartlyKnown;

/** A text that is known. */
export function literal(text: string): Text {
  return text;
}

/** Pieces one after the other, as a plain text where all of them are known. */
export function joined(parts: readonly (string | Unknown)[]): Text {
  return parts.every((part) => typeof part === 'string') ? parts.join('') : { parts };
}

/** Whether a value of a policy stands for something that nothing is known of: a text, a list or a whole statement. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && typeof (value as any).unknown === 'string';
}

/** Whether a value is a text. */
export function isText(value: unknown): value is Text {
  if (typeof value !== 'object' || value === null) return typeof value === 'string';
  const parts = (value as any).parts;
  return Array.isArray(parts) && parts.every((part) => typeof part === 'string' || isUnknown(part));
}

/** The parts of a text that are known. */
export function knownParts(text: Text): string[] {
  return typeof text === 'string' ? [text] : text.parts.filter((part) => typeof part === 'string');
}

/** The parts of a text that are not known. */
export function unknownParts(text: Text): Unknown[] {
  return typeof text === 'string' ? [] : text.parts.filter((part) => typeof part !== 'string');
}

/** A text with a mark in the place of each part that is not known. */
export function withMarks(text: Text, mark: string): string {
  return typeof text === 'string' ? text : text.parts.map((part) => typeof part === 'string' ? part : mark).join('');
}

/** A text for people: its unknown parts as `${name}`. */
export function shown(text: Text | Unknown): string {
  if (typeof text === 'string') return text;
  const parts = isUnknown(text) ? [text] : text.parts;
  return parts.map((part) => typeof part === 'string' ? part : `\${${part.unknown}}`).join('');
}
