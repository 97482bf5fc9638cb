import { keylessPermissions } from './keyless-permissions';
import { measure } from './measure';
import { InstanceRole } from 'cdk-keyless-roles';

measure((stack) => {
  const permissions = keylessPermissions(stack);
  return (index) => new InstanceRole(stack, `Role${index}`, { permissions: permissions(index) });
});
