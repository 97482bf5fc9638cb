import { aws_iam as iam } from 'aws-cdk-lib';
import { l2Statements } from './l2-statements';
import { measure } from './measure';

measure((stack) => {
  const statements = l2Statements(stack);
  return (index) => new iam.Role(stack, `Role${index}`, {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    inlinePolicies: { Permissions: new iam.PolicyDocument({ statements: statements(index) }) },
  });
});
