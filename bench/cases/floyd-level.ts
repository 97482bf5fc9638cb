import type { aws_iam as iam } from 'aws-cdk-lib';
// eslint-disable-next-line import/no-unresolved -- the benchmark installs it when it runs
import * as floyd from 'cdk-iam-floyd';
import type { Wish } from './levels';

/** Its methods for levels. */
const ALL: Record<string, string> = {
  'List': 'allListActions',
  'Read': 'allReadActions',
  'Write': 'allWriteActions',
  'Tagging': 'allTaggingActions',
  'Permissions management': 'allPermissionManagementActions',
};

/** Its classes: a service may have several. */
const CLASSES: (new () => any)[] = Object.values<any>(floyd).filter((value) => typeof value === 'function' && 'servicePrefix' in (tried(value) ?? {}));

/** For each service and type the class and its method, found beforehand as a user writes them down. */
const MADE = new Map<string, { of: new () => any; on: string }>();
for (const of of CLASSES) {
  const { servicePrefix } = new of();
  for (const on of Object.getOwnPropertyNames(of.prototype).filter((name) => /^on[A-Z]/.test(name))) {
    MADE.set(`${servicePrefix}:${letters(on.slice(2))}`, { of, on });
  }
}

/** The statement for a resource as one writes it with cdk-iam-floyd; undefined if it has no such resource type, or none with these names. */
export function floydLevel({ service, type, level, names, region, account }: Wish): iam.PolicyStatement | undefined {
  const made = MADE.get(`${service}:${letters(type)}`);
  if (made === undefined) return undefined;
  const statement = new made.of().allow()[ALL[level]]();
  const places = [...account === undefined ? [] : [account], ...region === undefined ? [] : [region]];
  // After the names, the account and the region comes the partition.
  if (!statement.hasActions() || statement[made.on].length !== names.length + places.length + 1) return undefined;
  return statement[made.on](...names, ...places);
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function tried(value: new () => any): any {
  try {
    return new value();
  } catch {
    return undefined;
  }
}
