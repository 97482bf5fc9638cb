import { partitionOf } from '../../lib/private/partition';

test.each([
  ['us-east-1', 'aws'],
  ['ap-southeast-5', 'aws'],
  ['ca-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['moon-1', undefined],
])('%s is in the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});
