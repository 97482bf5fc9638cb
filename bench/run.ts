/**
 * What the library costs, as ratios: against roles written by hand the time and memory to construct and synthesize many, and the start of
 * a process with one; against cdk-iam-floyd the statements for many resources by access level; the guardrails against the synthesis of
 * what they judge. It measures the compiled library: `npx projen compile` comes first.
 *
 * Options: `--samples N` processes for each variant and number of roles, `--start-samples N` for each start, `--only roles`, `--only levels` or
 * `--only checks` for one of the comparisons.
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { compareChecks } from './checks';
import type { Line } from './compare';
import { count, line, median, memory, print, ratio, takeTurns, time, times } from './compare';
import { compareLevels } from './levels';
import { checkSame, policiesOf } from './policies';
import { Stage } from './stage';

const ROLES = { few: 1_000, many: 4_000 };
const { values } = parseArgs({ options: { 'samples': { type: 'string' }, 'start-samples': { type: 'string' }, 'only': { type: 'string' } } });
const COMPARISONS = ['roles', 'levels', 'checks'];
if (values.only !== undefined && !COMPARISONS.includes(values.only)) throw new Error(`There is no comparison '${values.only}'. Use --only with ${COMPARISONS.join(', ')}.`);
const isWanted = (comparison: string) => values.only === undefined || values.only === comparison;

const stage = new Stage();
try {
  console.log(`CDK_VALIDATION=false, Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}; every sample is a process of its own, and the variants take turns.`);
  const aims = isWanted('roles') ? compareWithHand() : () => {};
  if (isWanted('levels')) compareLevels(stage, Number(values.samples ?? 7), Number(values['start-samples'] ?? 11));
  const checks = isWanted('checks') ? compareChecks(stage, Number(values.samples ?? 7)) : undefined;
  console.log(`\nLoad at the end: ${loadavg()[0].toFixed(1)}. Work of others on the machine shows in a wide range.\n`);
  aims();
  if (checks !== undefined) {
    console.log(`${checks.guardrailSeconds <= 1 ? 'met    ' : 'NOT MET'}  ≤ 1 s  the guardrails on 500 resources of IAM: ${checks.guardrailSeconds.toFixed(2)} s`);
    console.log(`${checks.decisionsInSecond >= 50_000 ? 'met    ' : 'NOT MET'}  ≥ 50,000  decisions in a second: ${count(Math.round(checks.decisionsInSecond))}`);
  }
} finally {
  stage.remove();
}

/** @returns what prints whether the aims are met */
function compareWithHand(): () => void {
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
  return () => {
    for (const [other, limit] of [[1, 0.6], [2, 1.0]]) {
      aim(`time, ÷ ${few[other].title}`, limit, ratio(few, other, time), ratio(many, other, time));
      aim(`peak memory, ÷ ${few[other].title}`, limit, ratio(few, other, memory), ratio(many, other, memory));
    }
    aim('start, ÷ a process with a plain Role', 1.2, ratio(starts, 1, time));
    // Beyond noise, more for each role of many than for each role of few would be worse than linear.
    aim(`time for each role, ${count(ROLES.many)} ÷ ${count(ROLES.few)} roles`, 1.1, median(many[0], time) / median(few[0], time) / (ROLES.many / ROLES.few));
  };
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
  takeTurns(lines, samples, 'start', ({ file }) => ({ milliseconds: stage.timeOf(file), megabytes: 0 }));
  print(`A process from start to end, medians of ${samples}`, lines, false);
  return lines;
}

function aim(what: string, limit: number, ...reached: number[]): void {
  const met = reached.every((value) => value <= limit);
  console.log(`${met ? 'met    ' : 'NOT MET'}  ≤ ${times(limit)}  ${what}: ${reached.map(times).join(', ')}`);
}
