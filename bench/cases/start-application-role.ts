import { App, Stack } from 'aws-cdk-lib';
import { ApplicationRole, WorkloadPrincipal } from 'cdk-keyless-roles';

new ApplicationRole(new Stack(new App(), 'Stack'), 'Role', { assumedBy: WorkloadPrincipal.ec2Instance() });
