import { App, Stack, aws_ec2 as ec2, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';

const ROLES = 200;
const PROFILES = 50;
const MANAGED_POLICIES = 50;
const VENDOR = '111111111111';

/** 500 resources of IAM as apps of CDK have them: roles of services and vendors, their policies, instance profiles; and what they work on. */
export function iamResources(stack: Stack): void {
  const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });
  const launch = (role: iam.Role, index: number) => new ec2.CfnLaunchTemplate(stack, `Launch${index}`, {
    launchTemplateData: { metadataOptions: { httpTokens: 'required' }, iamInstanceProfile: { name: role.roleName } },
  });
  for (let index = 0; index < ROLES; index += 1) {
    const role = new iam.Role(stack, `Role${index}`, { assumedBy: principal(index) });
    if (index % 5 !== 0) bucket.grantReadWrite(role, `role-${index}/*`);
    role.addToPolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'], resources: [table(index), `${table(index)}/index/*`] }));
    if (index < PROFILES) new iam.CfnInstanceProfile(stack, `Profile${index}`, { roles: [role.roleName] });
    if (index === 0) launch(role, index);
  }
  for (let index = 0; index < MANAGED_POLICIES; index += 1) {
    new iam.ManagedPolicy(stack, `Managed${index}`, {
      statements: [new iam.PolicyStatement({ actions: ['sqs:SendMessage', 'sqs:GetQueueUrl'], resources: ['jobs', 'mails'].map((name) => `arn:aws:sqs:eu-central-1:${VENDOR}:${name}-${index}`) })],
    });
  }
}

/** How many resources of a template are IAM's. */
export function countIam(template: any): number {
  return Object.values<any>(template.Resources).filter(({ Type: type }) => type.startsWith('AWS::IAM::')).length;
}

function table(index: number): string {
  return `arn:aws:dynamodb:eu-central-1:222222222222:table/orders-${index}`;
}

function principal(index: number): iam.IPrincipal {
  if (index % 5 === 1) return new iam.AccountPrincipal(VENDOR).withConditions({ StringEquals: { 'sts:ExternalId': `3f2c9a57-${index}-4d1e-9b0a-8e6f5c4d3b2a` } });
  return new iam.ServicePrincipal(index % 2 === 0 ? 'ec2.amazonaws.com' : 'lambda.amazonaws.com');
}

export function newStack(): { app: App; stack: Stack } {
  // A few more than the 500 that CDK lets be in a stack: what the roles work on counts too.
  const app = new App({ context: { '@aws-cdk/core:stackResourceLimit': 0 } });
  return { app, stack: new Stack(app, 'Stack', { env: { account: '222222222222', region: 'eu-central-1' } }) };
}
