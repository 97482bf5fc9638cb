import { region_info } from 'aws-cdk-lib';

/**
 * Whether an account is one of AWS's own, from which a service delivers logs: CDK has the list.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function deliversLogs(account: string): boolean {
  const { Fact, FactName } = region_info;
  accounts ??= new Set(Fact.regions.flatMap((region) => Fact.find(region, FactName.ELBV2_ACCOUNT) ?? []));
  return accounts.has(account);
}

let accounts: ReadonlySet<string> | undefined;
