import { aws_iam as iam } from 'aws-cdk-lib';
import { XRayAccess } from '../../lib';
import { newStack, permissionsOf } from '../helpers';

test('traces and sampling', () => {
  const stack = newStack();
  XRayAccess.write().grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  expect(permissionsOf(stack)).toEqual([{
    Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'],
    Effect: 'Allow',
    Resource: '*',
  }]);
});
