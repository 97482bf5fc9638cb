import { aws_iam as iam } from 'aws-cdk-lib';
import { WorkloadPrincipal } from '../../lib';
import { newStack, trustOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';

describePrincipalContract('WorkloadPrincipal.ec2Instance()', () => WorkloadPrincipal.ec2Instance(), {
  statements: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }],
  fragment: {},
});

test('the trust for EC2 has no condition, as EC2 is not documented to send the keys', () => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance() });
  expect(trustOf(stack)).toEqual([{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }]);
});
