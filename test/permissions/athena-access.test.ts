import { CfnParameter, aws_athena as athena, aws_iam as iam } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { AthenaAccess } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const QUERY = ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StartQueryExecution', 'athena:StopQueryExecution'];

test.each<[string, (stack: Stack) => athena.IWorkGroupRef, string]>([
  ['made in the app', (stack) => new athena.CfnWorkGroup(stack, 'WorkGroup', { name: 'analysts' }), '${WorkGroup}'],
  ['imported', (stack) => athena.CfnWorkGroup.fromWorkGroupName(stack, 'WorkGroup', 'analysts'), 'analysts'],
  ['named by a parameter', (stack) => (
    athena.CfnWorkGroup.fromWorkGroupName(stack, 'WorkGroup', new CfnParameter(stack, 'Name', { allowedPattern: '^[a-z]+$' }).valueAsString)
  ), '${Name}'],
])('queries in a work group that is %s', (_, make, name) => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  AthenaAccess.query(make(stack)).grantTo(role);
  expect(permissionsOf(stack).map(normalized)).toEqual([
    { Action: QUERY, Effect: 'Allow', Resource: `arn:\${AWS::Partition}:athena:\${AWS::Region}:\${AWS::AccountId}:workgroup/${name}` },
  ]);
});

test('a work group by a wildcard is an error', () => {
  expect(() => AthenaAccess.query(athena.CfnWorkGroup.fromWorkGroupName(newStack(), 'WorkGroup', '*'))).toThrow(
    /^The ARN of the work group holds a wildcard .*workgroup\/\*'\. Give one work group, by its name\.$/);
});
