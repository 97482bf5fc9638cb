import { aws_iam as iam } from 'aws-cdk-lib';
import { l2Statements } from './l2-statements';
import { measure } from './measure';

measure((stack) => {
  const statements = l2Statements(stack);
  return (index) => {
    const role = new iam.Role(stack, `Role${index}`, {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      inlinePolicies: { Permissions: new iam.PolicyDocument({ statements: [requireImdsv2(), ...statements(index)] }) },
    });
    new iam.InstanceProfile(role, 'InstanceProfile', { role });
  };
});

/** What `InstanceRole` adds on its own. */
function requireImdsv2(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'RequireAllEc2RolesToUseV2',
    effect: iam.Effect.DENY,
    actions: ['*'],
    resources: ['*'],
    conditions: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } },
  });
}
