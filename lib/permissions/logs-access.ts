import type { aws_logs as logs } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import { Access } from './access';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn, environmentOf } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { readable } from '../private/text';

/** Which log streams of a log group. */
export interface LogsAccessOptions {
  /**
   * Only the log streams whose names begin with this path, ending in `/`, such as `web/`: the `awslogs-stream-prefix` of ECS with a slash.
   *
   * @default - all log streams of the log group
   */
  readonly streamPrefix?: string;
}

/**
 * Access to a log group of CloudWatch Logs: made in the app (L2 or L1), or imported by name or ARN.
 *
 * CloudWatch Logs encrypts and decrypts with a log group's key itself: the application needs no access to it. The log group must be there:
 * no application makes one, or changes how long it is kept.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export class LogsAccess {
  /**
   * Write log lines: `logs:CreateLogStream` and `logs:PutLogEvents`, both on the log streams of the group.
   *
   * @param logGroup made in the app at any level, or imported
   * @param options which log streams
   */
  public static write(logGroup: logs.ILogGroupRef, options: LogsAccessOptions = {}): Access {
    const group = groupTarget(logGroup);
    const streams = streamsOf(options);
    return Access._from(() => [allowOn(group, ['logs:CreateLogStream', 'logs:PutLogEvents'], { below: [streams] })]);
  }

  /**
   * Read log lines: `logs:GetLogEvents` of one log stream, and `logs:FilterLogEvents`, which searches the whole group.
   *
   * @param logGroup made in the app at any level, or imported
   */
  public static read(logGroup: logs.ILogGroupRef): Access {
    const group = groupTarget(logGroup);
    return Access._from(() => [
      allowOn(group, ['logs:GetLogEvents'], { below: [streamsOf({})] }),
      allowOn(group, ['logs:FilterLogEvents'], { below: [WHOLE_GROUP] }),
    ]);
  }

  /**
   * Query the log lines with Logs Insights: `logs:StartQuery` and `logs:GetQueryResults`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AnalyzingLogData.html
   * @param logGroup made in the app at any level, or imported
   */
  public static query(logGroup: logs.ILogGroupRef): Access {
    const group = groupTarget(logGroup);
    return Access._from(() => [allowOn(group, ['logs:StartQuery', 'logs:GetQueryResults'], { below: [WHOLE_GROUP] })]);
  }

  private constructor() {}
}

/** What IAM compares is the ARN of the group and what follows its colon; names of groups have none, so that it is this one group. */
const WHOLE_GROUP = ':*';

function streamsOf({ streamPrefix }: LogsAccessOptions): string {
  if (streamPrefix !== undefined) checkStreamPrefix(streamPrefix);
  return `:log-stream:${streamPrefix ?? ''}*`;
}

/** The ARN of the log group without the `:*` that CloudFormation, and CDK after it, has at its end. */
function groupTarget(logGroup: logs.ILogGroupRef): AccessTarget {
  const { logGroupArn, logGroupName } = logGroup.logGroupRef;
  // CDK reads no name out of an ARN that is of something else.
  const name = (logGroupName as string | undefined)?.replace(/:\*$/, '') as string;
  const fix = 'Allowed: 1 to 512 letters, digits and _ - / . #.';
  checkLiteral(name, 'The name of the log group', fix);
  if (!Token.isUnresolved(name) && !/^[A-Za-z0-9_/.#-]{1,512}$/.test(name)) {
    throw new InvalidInputError(`The name of the log group is none that CloudWatch Logs takes: got ${quote(name)}. ${fix}`);
  }
  const { region, account } = environmentOf(logGroup);
  // In an ARN that is known only once deployed nobody can see the end.
  const arn = Token.isUnresolved(logGroupArn) ? `arn:${Aws.PARTITION}:logs:${region}:${account}:log-group:${name}` : logGroupArn.replace(/:\*$/, '');
  return accessTarget(logGroup, arn, 'log group');
}

function checkStreamPrefix(prefix: string): void {
  const fix = 'Write the beginning of the names of the log streams as it is, such as \'web/\'; what follows it is included.';
  checkLiteral(prefix, 'The prefix of the log streams', fix);
  const shown = readable(prefix);
  if (!shown.endsWith('/')) {
    throw new InvalidInputError(`The prefix of the log streams does not end with '/', so it would also cover its neighbours: got ${quote(shown)}. Write ${quote(`${shown}/`)}.`);
  }
  if (shown.includes(':')) {
    throw new InvalidInputError(`The prefix of the log streams holds a colon, which no log stream has in its name: got ${quote(shown)}. ${fix}`);
  }
}
