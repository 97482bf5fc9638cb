/**
 * A shop whose parts have exactly the permissions that they need: a web tier on EC2, a worker on Lambda, and a role for support.
 *
 * No action that is let has a wildcard, and nothing is granted on every resource but what cannot be limited to one.
 */
import {
  App, RemovalPolicy, Stack, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_lambda as lambda, aws_logs as logs, aws_s3 as s3,
  aws_secretsmanager as secretsmanager, aws_ses as ses, aws_sqs as sqs,
} from 'aws-cdk-lib';
import {
  AccessCondition, ApplicationRole, CloudWatchAccess, DynamoDbAccess, InstanceRole, LogsAccess, RdsAccess, S3Access, SecretAccess, SesAccess,
  SqsAccess, TrustedAccountPrincipal, WorkloadPrincipal,
} from 'cdk-keyless-roles';

const app = new App();
const stack = new Stack(app, 'Shop');

const uploads = new s3.Bucket(stack, 'Uploads', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
const reports = new s3.Bucket(stack, 'Reports', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
const jobs = new sqs.Queue(stack, 'Jobs', { encryption: sqs.QueueEncryption.SQS_MANAGED });
const carts = new dynamodb.TableV2(stack, 'Carts', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, removalPolicy: RemovalPolicy.RETAIN });
const paymentKey = new secretsmanager.Secret(stack, 'PaymentKey');
const mail = ses.EmailIdentity.fromEmailIdentityName(stack, 'Mail', 'shop.example.com');

// The web tier: uploads, jobs, carts, and the database of orders as one user of it.
const web = new InstanceRole(stack, 'Web', {
  permissions: [
    S3Access.readWriteObjects(uploads),
    S3Access.deleteObjects(uploads),
    SqsAccess.send(jobs),
    DynamoDbAccess.readWrite(carts),
    RdsAccess.connectToResourceId('db-ABCDEFGHIJKL01234', 'db_user'),
    CloudWatchAccess.putMetrics('Shop/Web'),
  ],
});
new ec2.LaunchTemplate(stack, 'WebTier', {
  instanceType: new ec2.InstanceType('t4g.small'),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
  instanceProfile: web.instanceProfile,
  requireImdsv2: true,
});

// The worker: jobs, uploads of one folder, the key of the payment provider, and mail from one address.
const lines = new logs.LogGroup(stack, 'WorkerLines', { retention: logs.RetentionDays.THREE_MONTHS });
new lambda.Function(stack, 'WorkerFunction', {
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async (event) => event.Records.length;'),
  logGroup: lines,
  role: new ApplicationRole(stack, 'Worker', {
    assumedBy: WorkloadPrincipal.lambdaFunction(),
    permissions: [
      SqsAccess.consume(jobs),
      S3Access.readObjects(uploads, { prefix: 'invoices/' }),
      S3Access.writeObjects(reports),
      SecretAccess.read(paymentKey),
      SesAccess.sendFrom(mail, { addresses: ['orders@shop.example.com'] }),
      LogsAccess.write(lines),
    ],
  }),
}).addEventSourceMapping('Jobs', { eventSourceArn: jobs.queueArn });

// Support: people who read reports, from the office alone and with a second factor.
new ApplicationRole(stack, 'Support', {
  assumedBy: TrustedAccountPrincipal.account('222222222222', { requireMfa: true }),
  permissions: [S3Access.readObjects(reports).when(AccessCondition.sourceIp('203.0.113.0/24'))],
});

app.synth();
