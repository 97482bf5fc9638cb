/** One process. */
export interface Sample {
  readonly milliseconds: number;
  /** The most memory that the process had. */
  readonly megabytes: number;
}

/** What is compared: the first line is ours, the others are divided by. */
export interface Line<S extends Sample = Sample> {
  readonly title: string;
  /** The file of the case. */
  readonly file: string;
  readonly samples: S[];
}

export function line<S extends Sample = Sample>(title: string, file: string): Line<S> {
  return { title, file, samples: [] };
}

/** In each round another case goes first, so that none of them always has the quiet moments. */
export function takeTurns<S extends Sample>(lines: Line<S>[], rounds: number, what: string, run: (of: Line<S>) => S): void {
  for (let round = 0; round < rounds; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\r${what}: round ${round + 1} of ${rounds} `);
    for (let i = 0; i < lines.length; i++) {
      const next = lines[(i + round) % lines.length];
      next.samples.push(run(next));
    }
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

/** A row for each line: its median, its range, and ours divided by it. */
export function print(title: string, lines: Line[], withMemory: boolean): void {
  console.log(`\n${title}`);
  row('', 'time', 'range', 'ours ÷ this', ...withMemory ? ['peak memory', 'ours ÷ this'] : []);
  lines.forEach((of, i) => row(
    of.title, `${median(of, time).toFixed(0)} ms`, range(of, time), quotient(lines, i, time),
    ...withMemory ? [`${median(of, memory).toFixed(0)} MB`, quotient(lines, i, memory)] : [],
  ));
}

export function row(...cells: string[]): void {
  console.log(cells.map((cell, i) => i === 0 ? cell.padEnd(42) : cell.padStart(14)).join(''));
}

export function range<S extends Sample>(of: Line<S>, quantity: (sample: S) => number): string {
  const all = of.samples.map(quantity);
  return `${Math.min(...all).toFixed(0)}–${Math.max(...all).toFixed(0)}`;
}

/** Ours divided by another, as text; nothing for ours itself. */
export function quotient<S extends Sample>(lines: Line<S>[], other: number, of: (sample: S) => number): string {
  return other === 0 ? '' : times(ratio(lines, other, of));
}

export function ratio<S extends Sample>(lines: Line<S>[], other: number, of: (sample: S) => number): number {
  return median(lines[0], of) / median(lines[other], of);
}

export function median<S extends Sample>(of: Line<S>, quantity: (sample: S) => number): number {
  const sorted = of.samples.map(quantity).sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

export function time(sample: Sample): number {
  return sample.milliseconds;
}

export function memory(sample: Sample): number {
  return sample.megabytes;
}

export function times(value: number): string {
  return `${value.toFixed(2)}×`;
}

export function count(value: number): string {
  return value.toLocaleString('en');
}
