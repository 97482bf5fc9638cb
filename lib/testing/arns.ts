import type { Text, Unknown } from '../private/evaluation/text';
import { isUnknown, joined } from '../private/evaluation/text';

/** A part of an ARN between two colons. */
export type Segment = readonly (string | Unknown)[];

export const SERVICE_SEGMENT = 2;
export const REGION_SEGMENT = 3;
export const ACCOUNT_SEGMENT = 4;

/** An ARN has six segments, of which the last may hold colons. */
export const RESOURCE_SEGMENT = 5;

/** The segments of an ARN as far as its text tells: what is not known has no colons. */
export function segmentsOf(text: Text): Segment[] {
  const segments: (string | Unknown)[][] = [[]];
  for (const part of typeof text === 'string' ? [text] : text.parts) {
    const [head, ...tail] = isUnknown(part) ? [part] : part.split(':');
    if (head !== '') segments[segments.length - 1].push(head);
    segments.push(...tail.map((piece) => piece === '' ? [] : [piece]));
  }
  return segments;
}

/** The account in an ARN; undefined where there is none, or nobody can tell. */
export function accountIn(arn: Text): Text | undefined {
  const segments = segmentsOf(arn);
  const account = segments.length > RESOURCE_SEGMENT ? segments[ACCOUNT_SEGMENT] : [];
  return account.length === 0 ? undefined : joined(account);
}

/** What follows the last slash of the resource of an ARN: the name of a role. */
export function nameIn(arn: Text): Segment {
  const pieces = segmentsOf(arn).slice(RESOURCE_SEGMENT).flatMap((segment, index): Segment => index === 0 ? segment : [':', ...segment])
    .flatMap((piece): Segment => isUnknown(piece) ? [piece] : piece.split(/(\/)/));
  return pieces.slice(pieces.lastIndexOf('/') + 1).filter((piece) => piece !== '');
}

/** Texts one after the other. */
export function concatenated(...texts: Text[]): Text {
  return joined(texts.flatMap((text) => typeof text === 'string' ? [text] : text.parts));
}
