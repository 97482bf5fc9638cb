/**
 * Reports that a vendor reads and a pipeline deploys, as it is often written: `npm run demo:guardrails` shows what the guardrails say to it.
 *
 * The same app put right is in app.ts.
 */
import { App, Stack, Validations, aws_ec2 as ec2, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { KeylessGuardrails } from 'cdk-keyless-roles';

const app = new App();
Validations.of(app).addPlugins(new KeylessGuardrails());
const stack = new Stack(app, 'Careless', { env: { account: '222222222222', region: 'eu-central-1' } });
const reports = new s3.Bucket(stack, 'Reports', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });

// The vendor, whom anybody can make read the reports of somebody else.
new iam.Role(stack, 'Vendor', {
  assumedBy: new iam.AccountPrincipal('111111111111'),
  managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3FullAccess')],
});

// The pipeline, with a key that never expires.
const pipeline = new iam.User(stack, 'Pipeline');
new iam.AccessKey(stack, 'PipelineKey', { user: pipeline });
pipeline.addToPolicy(new iam.PolicyStatement({ actions: ['iam:PassRole', 's3:PutObjects'], resources: ['*'] }));

// The host, whose credentials a request that an application forwards can fetch.
const host = new iam.Role(stack, 'Host', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
reports.grantReadWrite(host);
new ec2.LaunchTemplate(stack, 'Hosts', { role: host });

app.synth();
