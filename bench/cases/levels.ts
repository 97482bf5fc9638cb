import { readFileSync } from 'node:fs';
import type { aws_iam as iam } from 'aws-cdk-lib';

/** A resource, and which access to it is wanted. */
export interface Wish {
  readonly service: string;
  readonly type: string;
  readonly level: string;
  readonly names: string[];
  /** Where the ARN of the type has one. */
  readonly region?: string;
  readonly account?: string;
}

/**
 * Makes a statement for each wish in the file that the command line names, twice, and prints what that took as JSON.
 *
 * @param statementFor what is measured
 */
export function measureLevels(statementFor: (wish: Wish) => iam.PolicyStatement): void {
  const wishes: Wish[] = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  let actions = 0;
  const all = () => {
    const start = process.hrtime.bigint();
    for (const wish of wishes) actions += [statementFor(wish).toStatementJson().Action].flat().length;
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  const [milliseconds, again] = [all(), all()];
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ milliseconds, again, megabytes, actions: actions / 2 / wishes.length }));
}
