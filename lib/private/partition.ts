/** What the names of regions outside of the partition `aws` begin with. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const PARTITIONS: [beginning: string, partition: string][] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];

/** The partition of a region; undefined for a name that is not of the form that regions have. */
export function partitionOf(region: string): string | undefined {
  const named = PARTITIONS.find(([beginning]) => region.startsWith(beginning))?.[1];
  return named ?? (/^[a-z]{2}-(north|south|east|west|central)(east|west)?-\d$/.test(region) ? 'aws' : undefined);
}
