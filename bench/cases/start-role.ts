import { App, Stack, aws_iam as iam } from 'aws-cdk-lib';

new iam.Role(new Stack(new App(), 'Stack'), 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
