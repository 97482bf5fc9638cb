import { SERVICE_TRUST } from '../../../private/service-trust';

const DOCS = 'https://docs.aws.amazon.com';
const S3_EXAMPLES = `${DOCS}/AmazonS3/latest/userguide/example-bucket-policies.html`;
const NOTIFICATIONS = `${DOCS}/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html`;
const DELIVERED_LOGS = `${DOCS}/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html`;
const SNS_EXAMPLES = `${DOCS}/sns/latest/dg/sns-access-policy-use-cases.html`;

/**
 * The services that say for whose resource they come, or for whose account, when they use a resource by its policy: by the service whose
 * resource it is, with the page on which AWS shows the policy with `aws:SourceArn` or `aws:SourceAccount`.
 *
 * Only what AWS documents is here: a statement that tests a key which its service does not send allows nothing.
 */
const SENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  apigateway: {
    events: `${DOCS}/eventbridge/latest/userguide/eb-use-resource-based.html`,
  },
  dynamodb: {
    redshift: `${DOCS}/amazondynamodb/latest/developerguide/RedshiftforDynamoDB-zero-etl.html`,
  },
  ecr: {
    codebuild: `${DOCS}/AmazonECR/latest/userguide/repository-policy-examples.html`,
    lambda: `${DOCS}/lambda/latest/dg/images-create.html`,
  },
  kms: {
    cloudfront: `${DOCS}/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html`,
    cloudtrail: `${DOCS}/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html`,
    events: `${DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html`,
    logs: `${DOCS}/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html`,
    s3: `${DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html`,
    ses: `${DOCS}/ses/latest/dg/receiving-email-permissions.html`,
    sns: `${DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html`,
  },
  lambda: {
    apigateway: `${DOCS}/apigateway/latest/developerguide/permissions.html`,
    events: `${DOCS}/eventbridge/latest/userguide/eb-use-resource-based.html`,
    logs: `${DOCS}/AmazonCloudWatch/latest/logs/SubscriptionFilters.html`,
    s3: NOTIFICATIONS,
    ses: `${DOCS}/ses/latest/dg/receiving-email-permissions.html`,
    sns: `${DOCS}/lambda/latest/dg/with-sns.html`,
  },
  logs: {
    'delivery.logs': DELIVERED_LOGS,
  },
  s3: {
    'bcm-data-exports': `${DOCS}/cur/latest/userguide/cur-s3.html`,
    'billingreports': `${DOCS}/cur/latest/userguide/cur-s3.html`,
    'cloudfront': `${DOCS}/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html`,
    'cloudtrail': `${DOCS}/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html`,
    'config': `${DOCS}/config/latest/developerguide/s3-bucket-policy.html`,
    'delivery.logs': DELIVERED_LOGS,
    'logging.s3': `${DOCS}/AmazonS3/latest/userguide/enable-server-access-logging.html`,
    'logs': `${DOCS}/AmazonCloudWatch/latest/logs/S3ExportTasks.html`,
    's3': S3_EXAMPLES,
    'serverlessrepo': `${DOCS}/serverless-application-model/latest/developerguide/serverless-sam-template-publishing-applications.html`,
    'ses': `${DOCS}/ses/latest/dg/receiving-email-permissions.html`,
  },
  sns: {
    'budgets': `${DOCS}/cost-management/latest/userguide/budgets-sns-policy.html`,
    'cloudtrail': `${DOCS}/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html`,
    'cloudwatch': SNS_EXAMPLES,
    'config': `${DOCS}/config/latest/developerguide/sns-topic-policy.html`,
    'costalerts': `${DOCS}/cost-management/latest/userguide/ad-SNS.html`,
    'events.rds': `${DOCS}/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html`,
    's3': NOTIFICATIONS,
    'ses': SNS_EXAMPLES,
  },
  sqs: {
    events: `${DOCS}/eventbridge/latest/userguide/eb-use-resource-based.html`,
    s3: NOTIFICATIONS,
    sns: `${DOCS}/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html`,
  },
  xray: {
    sns: `${DOCS}/sns/latest/dg/sns-active-tracing.html`,
  },
};

/**
 * Where AWS says that a service does not send them, or shows the policy without them though it has them elsewhere.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
const NOT_SENT: ReadonlySet<string> = new Set(['events.amazonaws.com sns', 'events.amazonaws.com logs']);

const SUFFIX = '.amazonaws.com';

/**
 * Whether a service is known to say for whom it comes: for the resources of a service, or elsewhere alone; undefined if it is not.
 *
 * @param service the principal, that of all regions
 * @param of the service whose resource it uses: `s3`
 */
export function sendsSource(service: string, of: string): 'here' | 'elsewhere' | undefined {
  const sent = Object.hasOwn(SENT, of) ? SENT[of] : {};
  if (Object.hasOwn(sent, service.slice(0, -SUFFIX.length))) return 'here';
  const trust = Object.hasOwn(SERVICE_TRUST, service) ? SERVICE_TRUST[service] : undefined;
  const isSentToRoles = trust?.sourceAccount !== undefined || trust?.sourceArn !== undefined;
  return isSentToRoles && !NOT_SENT.has(`${service} ${of}`) ? 'elsewhere' : undefined;
}
