import { aws_iam as iam } from 'aws-cdk-lib';
import { MarketplaceAccess } from '../../lib';
import { newStack, permissionsOf } from '../helpers';

test.each([
  ['resolveCustomers', 'aws-marketplace:ResolveCustomer'],
  ['meterSaas', 'aws-marketplace:BatchMeterUsage'],
  ['readEntitlements', 'aws-marketplace:GetEntitlements'],
  ['meterAmi', 'aws-marketplace:MeterUsage'],
  ['meterContainer', 'aws-marketplace:MeterUsage'],
  ['registerContainer', 'aws-marketplace:RegisterUsage'],
] as const)('%s', (method, action) => {
  const stack = newStack();
  MarketplaceAccess[method]().grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  expect(permissionsOf(stack)).toEqual([{ Action: action, Effect: 'Allow', Resource: '*' }]);
});
