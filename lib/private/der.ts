/**
 * A reader of DER, the encoding of certificates, as far as Node has none: it reads one value after another and never descends by itself,
 * so that no input makes it slow or deep.
 *
 * @see https://www.itu.int/rec/T-REC-X.690
 */

/** Why bytes are not the DER that was expected: the end of a sentence. */
export class DerError extends Error {}

/** Tags of universal types, as they stand in the first byte; constructed where a type always is. */
export const Tag = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  OID: 0x06,
  ENUMERATED: 0x0A,
  UTF8_STRING: 0x0C,
  NUMERIC_STRING: 0x12,
  PRINTABLE_STRING: 0x13,
  TELETEX_STRING: 0x14,
  IA5_STRING: 0x16,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  VISIBLE_STRING: 0x1A,
  UNIVERSAL_STRING: 0x1C,
  BMP_STRING: 0x1E,
  SEQUENCE: 0x30,
  SET: 0x31,
} as const;

/** The tag of a field by its number: `[0]`, constructed unless said otherwise. */
export function contextTag(number: number, isConstructed: boolean = true): number {
  return (isConstructed ? CONTEXT_CONSTRUCTED : CONTEXT) + number;
}

const CONTEXT = 0x80;
const CONTEXT_CONSTRUCTED = 0xA0;
const LONG_TAG = 0x1F;
const LONG_LENGTH = 0x80;
const MAX_LENGTH_BYTES = 4;
const BYTE = 256;

/** One value. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length. */
  readonly raw: Buffer;
}

/** Reads the values of a buffer in their order. */
export class DerReader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  public get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  /** The next value, of this tag if one is given. */
  public next(tag?: number): DerValue {
    const start = this.#at;
    const found = this.byte();
    if (found % (LONG_TAG + 1) === LONG_TAG) throw new DerError('it has a tag that no certificate uses');
    if (tag !== undefined && found !== tag) throw new DerError('it is built in another way');
    const length = this.length();
    if (length > this.bytes.length - this.#at) throw new DerError('it is cut off: a length goes beyond its end');
    const from = this.#at;
    this.#at += length;
    return { tag: found, content: this.bytes.subarray(from, this.#at), raw: this.bytes.subarray(start, this.#at) };
  }

  /** The next value if it has this tag; otherwise nothing is read. */
  public optional(tag: number): DerValue | undefined {
    return this.bytes[this.#at] === tag ? this.next(tag) : undefined;
  }

  /** What is inside of the next value. */
  public enter(tag: number = Tag.SEQUENCE): DerReader {
    return new DerReader(this.next(tag).content);
  }

  /** All that is left, each of this tag. */
  public rest(tag?: number): DerValue[] {
    const values = new Array<DerValue>();
    while (!this.isAtEnd) values.push(this.next(tag));
    return values;
  }

  private byte(): number {
    if (this.isAtEnd) throw new DerError('it is cut off');
    return this.bytes[this.#at++];
  }

  private length(): number {
    const first = this.byte();
    if (first < LONG_LENGTH) return first;
    const count = first - LONG_LENGTH;
    if (count === 0 || count > MAX_LENGTH_BYTES) throw new DerError('it has a length that DER does not allow');
    let length = 0;
    for (let i = 0; i < count; i++) length = length * BYTE + this.byte();
    return length;
  }
}

/** The only value in a buffer. */
export function readOne(bytes: Buffer, tag?: number): DerValue {
  const reader = new DerReader(bytes);
  const value = reader.next(tag);
  if (!reader.isAtEnd) throw new DerError('more bytes follow its end');
  return value;
}

/** `1.2.840.113549.1.1.11`. */
export function readOid({ tag, content }: DerValue): string {
  if (tag !== Tag.OID || content.length === 0 || content.length > OID_MAX_BYTES) throw new DerError('it is built in another way');
  const arcs = new Array<bigint>();
  let arc = 0n;
  for (const byte of content) {
    arc = arc * OID_BASE + BigInt(byte % LONG_LENGTH);
    if (byte < LONG_LENGTH) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  if (content[content.length - 1] >= LONG_LENGTH) throw new DerError('it is cut off');
  // The first two arcs share a number: 40 for each of the first, which is 0, 1 or 2.
  const root = arcs[0] >= 2n * OID_ROOT ? 2n : arcs[0] / OID_ROOT;
  return [root, arcs[0] - root * OID_ROOT, ...arcs.slice(1)].join('.');
}

const OID_MAX_BYTES = 64;
const OID_BASE = 128n;
const OID_ROOT = 40n;

/** The bytes of a string of bits whose count is a multiple of eight. */
export function readBits({ tag, content }: DerValue): Buffer {
  if (tag !== Tag.BIT_STRING || content.length === 0) throw new DerError('it is built in another way');
  return content.subarray(1);
}

/** Whether a bit is set, counted from the left. */
export function hasBit(value: DerValue, bit: number): boolean {
  const byte = readBits(value)[Math.floor(bit / 8)] ?? 0;
  return Math.floor(byte / 2 ** (7 - bit % 8)) % 2 === 1;
}

/** A time in milliseconds. */
export function readTime({ tag, content }: DerValue): number {
  const text = content.toString('latin1');
  const found = tag === Tag.UTC_TIME ? UTC_TIME.exec(text) : tag === Tag.GENERALIZED_TIME ? GENERALIZED_TIME.exec(text) : null;
  if (found === null) throw new DerError('it has a time that cannot be read');
  const [year, month, day, hour, minute, second = 0] = found.slice(1).map((part) => part === undefined ? undefined : Number(part)) as number[];
  // Two digits stand for 1950 to 2049.
  const century = tag === Tag.GENERALIZED_TIME ? 0 : year < UTC_PIVOT ? 2000 : 1900;
  const time = new Date(0);
  time.setUTCFullYear(century + year, month - 1, day);
  time.setUTCHours(hour, minute, second);
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) throw new DerError('it has a time that cannot be read');
  return time.getTime();
}

const UTC_PIVOT = 50;
const UTC_TIME = /^(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?Z$/;
const GENERALIZED_TIME = /^(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)(?:\.\d+)?Z$/;

/** Text of any of the types for it; undefined for a value of another type. */
export function readText({ tag, content }: DerValue): string | undefined {
  switch (tag) {
    case Tag.UTF8_STRING: return content.toString('utf8');
    case Tag.BMP_STRING: return fromUtf16(content);
    case Tag.UNIVERSAL_STRING: return fromUtf32(content);
    case Tag.NUMERIC_STRING:
    case Tag.PRINTABLE_STRING:
    case Tag.TELETEX_STRING:
    case Tag.IA5_STRING:
    case Tag.VISIBLE_STRING: return content.toString('latin1');
    default: return undefined;
  }
}

function fromUtf16(content: Buffer): string | undefined {
  return content.length % 2 === 0 ? Buffer.from(content).swap16().toString('utf16le') : undefined;
}

function fromUtf32(content: Buffer): string | undefined {
  if (content.length % 4 !== 0) return undefined;
  const points = Array.from({ length: content.length / 4 }, (_, i) => content.readUInt32BE(i * 4));
  return points.every((point) => point <= LAST_CODE_POINT) ? points.map((point) => String.fromCodePoint(point)).join('') : undefined;
}

const LAST_CODE_POINT = 0x10FFFF;
