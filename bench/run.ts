/**
 * What the library costs against roles written by hand, as ratios: time and memory to construct and synthesize many roles, and the
 * start of a process with one. It measures the compiled library: `npx projen compile` comes first.
 *
 * Options: `--samples N` processes for each variant and number of roles, `--start-samples N` for each start.
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { checkSame, policiesOf } from './policies';
import { Stage } from './stage';

/** One process. */
interface Sample {
  readonly milliseconds: number;
  /** The most memory that the process had. */
  readonly megabytes: number;
}

/** What is compared: the first line is ours, the others are divided by. */
interface Line {
  readonly title: string;
  /** The file of the case. */
  readonly file: string;
  readonly samples: Sample[];
}

const ROLES = { few: 1_000, many: 4_000 };
const { values } = parseArgs({ options: { 'samples': { type: 'string' }, 'start-samples': { type: 'string' } } });

const stage = new Stage();
try {
  console.log(`CDK_VALIDATION=false, Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}; every sample is a process of its own, and the variants take turns.`);

  const [few, many] = [[ROLES.few, 7], [ROLES.many, 5]].map(([roles, samples]) => compareRoles(roles, Number(values.samples ?? samples), [
    line('ApplicationRole', 'application-role'),
    line('(a) Role + addToPolicy', 'l2-add-to-policy'),
    line('(b) Role + inlinePolicies', 'l2-inline-policies'),
    line('(c) CfnRole', 'l1'),
  ]));
  compareRoles(ROLES.few, Number(values.samples ?? 7), [
    line('InstanceRole', 'instance-role'),
    line('Role + inlinePolicies + InstanceProfile', 'l2-instance-profile'),
  ]);
  const starts = compareStarts(Number(values['start-samples'] ?? 21), [
    line('App + ApplicationRole', 'start-application-role'),
    line('App + Role', 'start-role'),
    line('Node alone', 'start-nothing'),
  ]);

  console.log(`\nLoad at the end: ${loadavg()[0].toFixed(1)}. Work of others on the machine shows in a wide range.\n`);
  for (const [other, limit] of [[1, 0.6], [2, 1.0]]) {
    aim(`time, ÷ ${few[other].title}`, limit, ratio(few, other, time), ratio(many, other, time));
    aim(`peak memory, ÷ ${few[other].title}`, limit, ratio(few, other, memory), ratio(many, other, memory));
  }
  aim('start, ÷ a process with a plain Role', 1.2, ratio(starts, 1, time));
  // Beyond noise, more for each role of many than for each role of few would be worse than linear.
  aim(`time for each role, ${count(ROLES.many)} ÷ ${count(ROLES.few)} roles`, 1.1, median(many[0], time) / median(few[0], time) / (ROLES.many / ROLES.few));
} finally {
  stage.remove();
}

function compareRoles(roles: number, samples: number, lines: Line[]): Line[] {
  let expected: unknown;
  takeTurns(lines, samples, `${count(roles)} roles`, ({ file }) => {
    const { template, ...sample } = JSON.parse(stage.run(file, String(roles)));
    const policies = policiesOf(template);
    checkSame(file, policies, expected ??= policies);
    return sample;
  });
  print(`Construct and synthesize ${count(roles)} roles (all variants make the same ones), medians of ${samples}`, lines, true);
  return lines;
}

function compareStarts(samples: number, lines: Line[]): Line[] {
  takeTurns(lines, samples, 'start', ({ file }) => {
    const start = process.hrtime.bigint();
    stage.run(file);
    return { milliseconds: Number(process.hrtime.bigint() - start) / 1e6, megabytes: 0 };
  });
  print(`A process from start to end, medians of ${samples}`, lines, false);
  return lines;
}

/** In each round another case goes first, so that none of them always has the quiet moments. */
function takeTurns(lines: Line[], rounds: number, what: string, run: (of: Line) => Sample): void {
  for (let round = 0; round < rounds; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\r${what}: round ${round + 1} of ${rounds} `);
    for (let i = 0; i < lines.length; i++) {
      const next = lines[(i + round) % lines.length];
      next.samples.push(run(next));
    }
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

function print(title: string, lines: Line[], withMemory: boolean): void {
  const row = (...cells: string[]) => console.log(cells.map((cell, i) => i === 0 ? cell.padEnd(42) : cell.padStart(14)).join(''));
  const quotient = (other: number, of: typeof time) => other === 0 ? '' : times(ratio(lines, other, of));
  console.log(`\n${title}`);
  row('', 'time', 'range', 'ours ÷ this', ...withMemory ? ['peak memory', 'ours ÷ this'] : []);
  lines.forEach((of, i) => {
    const all = of.samples.map(time);
    row(
      of.title, `${median(of, time).toFixed(0)} ms`, `${Math.min(...all).toFixed(0)}–${Math.max(...all).toFixed(0)}`, quotient(i, time),
      ...withMemory ? [`${median(of, memory).toFixed(0)} MB`, quotient(i, memory)] : [],
    );
  });
}

function aim(what: string, limit: number, ...reached: number[]): void {
  const met = reached.every((value) => value <= limit);
  console.log(`${met ? 'met    ' : 'NOT MET'}  ≤ ${times(limit)}  ${what}: ${reached.map(times).join(', ')}`);
}

function ratio(lines: Line[], other: number, of: typeof time): number {
  return median(lines[0], of) / median(lines[other], of);
}

function median(of: Line, quantity: typeof time): number {
  const sorted = of.samples.map(quantity).sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

function time(sample: Sample): number {
  return sample.milliseconds;
}

function memory(sample: Sample): number {
  return sample.megabytes;
}

function line(title: string, file: string): Line {
  return { title, file, samples: [] };
}

function times(value: number): string {
  return `${value.toFixed(2)}×`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
