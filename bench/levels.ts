import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Line, Sample } from './compare';
import { count, line, median, memory, print, quotient, range, row, takeTurns, time } from './compare';
import { FLOYD, installFloyd } from './floyd';
import type { Stage } from './stage';

/** A process that made a statement for each resource, twice. */
interface LevelSample extends Sample {
  /** For all of them once more, when every service has been read. */
  readonly again: number;
  /** How many actions a statement has on average. */
  readonly actions: number;
}

const RESOURCES = 1_000;
const SEED = 4;
/** Milliseconds, and megabytes. */
const SERVICE_AIM = 2;

/** Statements for random resources by access level: ours and those of cdk-iam-floyd, which is left out where it cannot be installed. */
export function compareLevels(stage: Stage, samples: number, startSamples: number): void {
  const floyd = installFloyd();
  if (floyd !== undefined) stage.link(FLOYD.name, floyd);
  const chosen = stage.write('wishes.json', stage.run(floyd === undefined ? 'levels-choose-ours' : 'levels-choose-both', String(RESOURCES), String(SEED)));
  const theirs = <S extends Sample>(file: string) => floyd === undefined ? [] : [line<S>(`${FLOYD.name} ${FLOYD.version}`, file)];

  const lines = [line<LevelSample>('Access.toArn', 'levels-keyless'), ...theirs<LevelSample>('levels-floyd')];
  takeTurns(lines, samples, `${count(RESOURCES)} resources`, ({ file }) => JSON.parse(stage.run(file, chosen)));
  printLevels(`The statement for each of ${count(RESOURCES)} resources by access level, medians of ${samples} (seed ${SEED})`, lines);

  const starts = [line('One statement with Access.toArn', 'start-levels-keyless'), ...theirs('start-levels-floyd'), line('aws-cdk-lib/aws-iam alone', 'start-iam')];
  takeTurns(starts, startSamples, 'start', ({ file }) => ({ milliseconds: stage.timeOf(file), megabytes: 0 }));
  print(`A process from start to end, medians of ${startSamples}`, starts, false);
  printSizes(stage, floyd);
  printServices(stage, Math.min(samples, 3));
}

function printLevels(title: string, lines: Line<LevelSample>[]): void {
  const each = (milliseconds: number) => `${(milliseconds / RESOURCES * 1_000).toFixed(0)} µs`;
  const again = (sample: LevelSample) => sample.again;
  console.log(`\n${title}`);
  if (lines.length > 1) {
    console.log('Both make the JSON of one statement from the same service, resource type, level, names, region and account. Ours has the actions of the');
    console.log(`level that are on the type, after a check of the ARN; that of ${FLOYD.name} has all of the level in the service, unchecked. Each process makes`);
    console.log('all statements twice: the first time services are read that were not before.');
  }
  row('', 'each, first', 'all, ms', 'ours ÷ this', 'each, again', 'ours ÷ this', 'peak memory', 'ours ÷ this', 'actions');
  lines.forEach((of, i) => row(
    of.title, each(median(of, time)), range(of, time), quotient(lines, i, time), each(median(of, again)), quotient(lines, i, again),
    `${median(of, memory).toFixed(0)} MB`, quotient(lines, i, memory), median(of, (sample) => sample.actions).toFixed(1),
  ));
}

/** What both have of the service authorization reference: ours as data, theirs as classes. */
function printSizes(stage: Stage, floyd: string | undefined): void {
  const sizes: [title: string, bytes: number][] = [['ours, JSON', sizeOf(join(stage.library, 'lib', 'private', 'service-authorization'))]];
  if (floyd !== undefined) {
    const classes = join(floyd, 'lib', 'generated');
    sizes.push([`${FLOYD.name}, what Node reads`, sizeOf(classes, '.js')], [`${FLOYD.name}, with types`, sizeOf(classes)]);
  }
  console.log('\nThe reference in the installed package');
  row('', 'size', 'ours ÷ this');
  sizes.forEach(([title, bytes], i) => row(title, `${(bytes / 1e6).toFixed(2)} MB`, i === 0 ? '' : `${(sizes[0][1] / bytes).toFixed(2)}×`));
}

/** What each service costs when it is first asked for: the aim is 2 ms and 2 MB for every one. */
function printServices(stage: Stage, samples: number): void {
  const services = new Map<string, Line>();
  for (let round = 0; round < samples; round++) {
    for (const { service, ...sample } of JSON.parse(stage.run('read-services'))) {
      services.set(service, services.get(service) ?? line(service, 'read-services'));
      services.get(service)!.samples.push(sample);
    }
  }
  console.log(`\nEach of ${count(services.size)} services when it is first asked for, medians of ${samples}`);
  row('', 'median of all', 'most', 'that is', 'over the aim');
  for (const [title, quantity, unit] of [['time', time, 'ms'], ['memory', memory, 'MB']] as const) {
    const sorted = [...services.values()].sort((a, b) => median(a, quantity) - median(b, quantity));
    const [middle, most] = [sorted[Math.floor(sorted.length / 2)], sorted[sorted.length - 1]];
    const over = sorted.filter((of) => median(of, quantity) > SERVICE_AIM).length;
    row(title, `${median(middle, quantity).toFixed(2)} ${unit}`, `${median(most, quantity).toFixed(2)} ${unit}`, most.title, String(over));
  }
}

function sizeOf(folder: string, ending: string = ''): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file))
    .filter((file) => file.endsWith(ending) && statSync(file).isFile())
    .reduce((total, file) => total + readFileSync(file).byteLength, 0);
}
