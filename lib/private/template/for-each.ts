/** More resources than a template can have. */
const MOST_ROUNDS = 1_000;

const LOOP = 'Fn::ForEach::';

/** What has been made of loops. */
interface Unrolled {
  readonly resources: Map<string, any>;
  /** Loops in loops may go round and round without making anything. */
  rounds: number;
}

/**
 * Resources with those that loops make of them: one for each value of a loop, or one in which the variable of the loop stays what it is where
 * nobody knows the values before deployment.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
export function withoutLoops(resources: Readonly<Record<string, any>>): Record<string, any> {
  if (!Object.keys(resources).some((name) => name.startsWith(LOOP))) return resources;
  const unrolled = { resources: new Map<string, any>(), rounds: 0 };
  collect(resources, unrolled);
  return Object.fromEntries(unrolled.resources);
}

function collect(resources: Readonly<Record<string, any>>, unrolled: Unrolled): void {
  for (const name of Object.keys(resources)) {
    if (name.startsWith(LOOP)) unroll(resources[name], unrolled);
    else unrolled.resources.set(name, resources[name]);
  }
}

function unroll(loop: any, unrolled: Unrolled): void {
  const [variable, values, body] = Array.isArray(loop) ? loop : [];
  if (typeof variable !== 'string' || typeof body !== 'object' || body === null || Array.isArray(body)) return;
  const areKnown = Array.isArray(values) && values.every((value) => typeof value === 'string');
  for (const value of areKnown ? values : [undefined]) {
    const isLast = unrolled.rounds >= MOST_ROUNDS;
    unrolled.rounds += 1;
    collect(value === undefined || isLast ? body : filled(body, variable, value), unrolled);
    // What is left of the loops is still there once.
    if (isLast) return;
  }
}

/** A part of a template in which the variable of a loop has a value. */
function filled(part: any, variable: string, value: string): any {
  if (typeof part === 'string') return part.replaceAll(`\${${variable}}`, value).replaceAll(`&{${variable}}`, value.replace(/[^A-Za-z0-9]/g, ''));
  if (Array.isArray(part)) return part.map((item) => filled(item, variable, value));
  if (typeof part !== 'object' || part === null) return part;
  if (part.Ref === variable) return value;
  return Object.fromEntries(Object.keys(part).map((key) => [filled(key, variable, value), filled(part[key], variable, value)]));
}
