import type { Value } from './patterns';
import { valueOf } from './patterns';
import type { Text, Unknown } from './text';
import { isText, isUnknown } from './text';

/** What a request says of a condition key: its values, nothing, or something that is not known, be it there or not. */
export type KeyValues = Text | readonly Text[] | Unknown | null | undefined;

/** Whether a key that a request does not give is absent, or may be there; it can depend on the key, whose name is in small letters. */
export type OtherKeys = 'absent' | 'unknown' | ((key: string) => 'absent' | 'unknown');

/** The condition keys of a request, by their names in any case. */
export class Context {
  private readonly keys = new Map<string, readonly Value[] | 'unknown'>();

  /**
   * @param given the keys by name
   * @param others whether a key that is not given is absent, or may be there
   */
  constructor(given: Readonly<Record<string, KeyValues>>, private readonly others: OtherKeys) {
    for (const key of Object.keys(given)) {
      const values = given[key];
      if (values === undefined || values === null) {
        this.keys.set(key.toLowerCase(), []);
      } else if (isUnknown(values)) {
        this.keys.set(key.toLowerCase(), 'unknown');
      } else {
        this.keys.set(key.toLowerCase(), (isText(values) ? [values] : values).map(valueOf));
      }
    }
  }

  /**
   * The values of a key, none if it is absent.
   *
   * @param key its name in small letters
   */
  public valuesOf(key: string): readonly Value[] | 'unknown' {
    return this.keys.get(key) ?? (this.other(key) === 'unknown' ? 'unknown' : []);
  }

  /** Adds a key that follows from the caller, unless the request gives it; undefined for a value that is not known. */
  public addDefault(key: string, value: Value | undefined): void {
    if (!this.keys.has(key)) this.keys.set(key, value === undefined ? 'unknown' : [value]);
  }

  private other(key: string): 'absent' | 'unknown' {
    return typeof this.others === 'function' ? this.others(key) : this.others;
  }
}
