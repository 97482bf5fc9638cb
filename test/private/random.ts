/** A source of choices that is the same in every run, so that a failing case can be found again by its seed. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed % MODULUS || 1;
  }

  /** A whole number from 0 up to, and without, `end`. */
  public below(end: number): number {
    this.state = this.state * MULTIPLIER % MODULUS;
    return Math.floor(this.state / MODULUS * end);
  }

  public pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** At least one of the items, each once, in their order. */
  public some<T>(items: readonly T[]): T[] {
    const chosen = items.filter(() => this.below(2) === 0);
    return chosen.length === 0 ? [this.pick(items)] : chosen;
  }

  public times<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }
}

/** The generator of Lehmer with the numbers of Park and Miller; its products stay within what a double holds exactly. */
const MULTIPLIER = 48_271;
const MODULUS = 2_147_483_647;
