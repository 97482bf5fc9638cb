/**
 * An application sold in AWS Marketplace, without access keys on either side.
 *
 * It runs on EC2 in the seller's account with an instance role, and works on S3 buckets in customers' accounts through a role that each
 * customer makes for it, guarded by an external ID.
 */
import { App, CfnParameter, RemovalPolicy, Stack, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_s3 as s3 } from 'aws-cdk-lib';
import {
  AccountAccessRole, AssumeRoleAccess, CustomerRole, CustomerStack, DynamoDbAccess, ExternalId, InstanceRole, RoleNaming, S3Access,
  ThirdPartyPrincipal,
} from 'cdk-keyless-roles';

const SELLER_ACCOUNT = '111111111111';
const FIRST_CUSTOMER = '222222222222';

// One value names the customers' role on both sides, so that they cannot miss each other.
const customerRole = RoleNaming.exactly('my-user-role');

const app = new App();

// What the seller deploys in his own account.
const seller = new Stack(app, 'Seller');
const state = new dynamodb.Table(seller, 'State', {
  partitionKey: { name: 'tenant', type: dynamodb.AttributeType.STRING },
  billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  removalPolicy: RemovalPolicy.RETAIN,
});
const files = s3.Bucket.fromBucketName(seller, 'Files', 'my-app-bucket');

// The fleet that serves all customers.
const host = new InstanceRole(seller, 'Host', {
  description: 'The application on EC2, for all customers',
  permissions: [
    DynamoDbAccess.readWrite(state),
    S3Access.readWriteObjects(files),
    S3Access.deleteObjects(files),
    AssumeRoleAccess.to(CustomerRole.withNaming(customerRole).inAnyAccount()),
  ],
});
new ec2.LaunchTemplate(seller, 'Fleet', {
  instanceType: new ec2.InstanceType('t4g.small'),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  instanceProfile: host.instanceProfile,
  requireImdsv2: true,
});

// A host of its own for a customer who asked for it: it reaches no other customer.
new InstanceRole(seller, 'DedicatedHost', {
  description: 'The application on EC2, for one customer',
  permissions: [AssumeRoleAccess.to(CustomerRole.withNaming(customerRole).inAccount(FIRST_CUSTOMER))],
});

// What each customer deploys in his account.
const customer = new CustomerStack(app, 'Customer', { description: 'Lets the application work on two S3 buckets of this account' });
const bucket = (name: string) => s3.Bucket.fromBucketName(customer, name, new CfnParameter(customer, `${name}Bucket`, {
  description: `The name of the bucket with the ${name.toLowerCase()}`,
  allowedPattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
}).valueAsString);
const reports = bucket('Reports');
const uploads = bucket('Uploads');

new AccountAccessRole(customer, 'Access', {
  logicalId: 'AccountAccessRole',
  naming: customerRole,
  thirdParty: ThirdPartyPrincipal.account(SELLER_ACCOUNT, { externalId: ExternalId.parameter(customer, 'ExternalId') }),
  permissions: [
    S3Access.listObjects(reports),
    S3Access.listObjects(uploads),
    S3Access.readObjects(reports),
    S3Access.readWriteObjects(uploads, { prefix: 'results/' }),
  ],
});

app.synth();
