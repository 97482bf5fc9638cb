import type { Text } from '../evaluation/text';

/** One way in which something can go that the template leaves open until it is deployed. */
export interface Option {
  /** As a report says it: `the parameter Site is 'eu'`, `the condition HasBoundary is false`. */
  readonly label: string;
  /** A parameter, or a pseudo parameter, that has a value then. */
  readonly parameter?: { readonly name: string; readonly value: string };
  /** A parameter, or a pseudo parameter, that does not have a value then. */
  readonly isNot?: { readonly name: string; readonly value: string };
}

/** Thrown where a value depends on something that a world does not say; `readings` goes on with each option. */
class Undecided {
  constructor(public readonly question: string, public readonly options: readonly Option[]) {}
}

/** What has been found out of a world; a world with more decided knows it too. */
class Memory<T> {
  private readonly own = new Map<string, T>();

  constructor(private readonly before?: Memory<T>) {}

  public get(name: string): T | undefined {
    return this.own.get(name) ?? this.before?.get(name);
  }

  public set(name: string, value: T): T {
    this.own.set(name, value);
    return value;
  }
}

/** One way in which a template can be deployed, as far as it has been asked for: its conditions, its parameters, the rows of its mappings. */
export class World {
  /** Conditions that have been found to hold or not to. */
  public readonly truths: Memory<boolean>;
  /** Texts that stand for resources: less is known of them where less of the parameters is. */
  public readonly texts: Memory<Text>;

  constructor(
    private readonly chosen: ReadonlyMap<string, Option>,
    private readonly parameters: ReadonlyMap<string, string>,
    /** How many of the choices go without saying. */
    private readonly given = 0,
    before?: World,
  ) {
    this.truths = new Memory(before?.truths);
    this.texts = new Memory(before?.parameters === parameters ? before.texts : undefined);
  }

  /** What was chosen, for people; empty where the template leaves nothing open. */
  public get description(): string {
    return [...this.chosen.values()].slice(this.given).map(({ label }) => label).join(' and ');
  }

  /** The value of a parameter or a pseudo parameter; undefined if it is not known. */
  public valueOf(parameter: string): string | undefined {
    return this.parameters.get(parameter);
  }

  /** Whether a parameter or a pseudo parameter surely does not have a value. */
  public excludes(parameter: string, value: string): boolean {
    return [...this.chosen.values()].some(({ isNot }) => isNot?.name === parameter && isNot.value === value);
  }

  /**
   * The option that this world has.
   *
   * @throws Undecided if it has none yet
   */
  public choose(question: string, options: readonly Option[]): Option {
    const option = this.chosen.get(question);
    if (option === undefined) throw new Undecided(question, options);
    return option;
  }

  /** This world with one more thing decided. */
  public with(question: string, option: Option): World {
    const { parameter } = option;
    const parameters = parameter === undefined ? this.parameters : new Map(this.parameters).set(parameter.name, parameter.value);
    return new World(new Map(this.chosen).set(question, option), parameters, this.given, this);
  }

  /** This world as one in which things begin: what has been decided goes without saying. */
  public asGiven(): World {
    return new World(this.chosen, this.parameters, this.chosen.size, this);
  }
}

/** What a template says in one world. */
export interface Reading<T> {
  readonly value: T;
  readonly world: World;
}

/** A value that hangs on seven conditions that have nothing to do with each other has as many readings. */
const MOST_READINGS = 128;

/** What is read in each world that makes a difference; undefined if there are too many of them. */
export function readings<T>(from: World | readonly World[], read: (world: World) => T): Reading<T>[] | undefined {
  const found = new Array<Reading<T>>();
  const open = from instanceof World ? [from] : [...from].reverse();
  for (let world = open.pop(); world !== undefined; world = open.pop()) {
    const here = world;
    try {
      found.push({ value: read(here), world: here });
    } catch (undecided) {
      if (!(undecided instanceof Undecided)) throw undecided;
      open.push(...[...undecided.options].reverse().map((option) => here.with(undecided.question, option)));
    }
    if (found.length + open.length > MOST_READINGS) return undefined;
  }
  return found;
}
