import { keylessPermissions } from './keyless-permissions';
import { measure } from './measure';
import { ApplicationRole, WorkloadPrincipal } from 'cdk-keyless-roles';

measure((stack) => {
  const permissions = keylessPermissions(stack);
  return (index) => new ApplicationRole(stack, `Role${index}`, { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: permissions(index) });
});
