/**
 * Service principals that AWS is known to have, without `.amazonaws.com`: to tell a misspelt name from a new one.
 *
 * AWS publishes no list of them; these are named in the user guides of the services and in the sources of aws-cdk-lib.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
const KNOWN = `
  access-analyzer account acm acm-pca airflow airflow-env alexa-appkit amplify amplifybackend aoss apigateway appconfig appfabric appflow
  application-autoscaling application-insights apprunner appstream appsync aps arc-zonal-shift athena auditmanager autoscaling autoscaling-plans
  b2bi backup backup-gateway batch batchoperations.s3 bcm-data-exports bedrock bedrock-agentcore billing braket budgets build.apprunner cassandra
  ce chatbot chime cleanrooms cleanrooms-ml cloud9 cloudformation cloudfront cloudhsm cloudsearch cloudtrail cloudwatch codeartifact codebuild
  codecatalyst codecommit codeconnections codedeploy codeguru-profiler codeguru-reviewer codepipeline codestar codestar-connections
  codestar-notifications cognito-identity cognito-idp cognito-sync compute-optimizer config connect connect-campaigns controltower
  cost-optimization-hub credentials.iot cur custom.rds databrew dataexchange datapipeline datasync datazone dax deadline delivery.logs detective
  devicefarm devops-guru diode directconnect directoryservice.rds discovery dlm dms dnssec-route53 drs ds dynamodb
  dynamodb.application-autoscaling ebs ec2 ec2fleet ec2scheduled ecr ecs ecs-tasks ecs.application-autoscaling edgelambda eks eks-fargate
  eks-fargate-pods eks-nodegroup elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce elastictranscoder email
  emr-containers emr-serverless entityresolution es events evidently export.rds fargate finspace firehose fis fms forecast frauddetector freertos
  fsx gamelift geo glacier globalaccelerator glue grafana greengrass groundstation guardduty health healthlake honeycode iam identitystore
  imagebuilder importexport inspector inspector2 internetmonitor iot iot-jobs iotanalytics iotdeviceadvisor iotevents iotfleethub iotfleetwise
  iotsitewise iotthingsgraph iottwinmaker iotwireless ivs kafka kafkaconnect kendra kinesis kinesisanalytics kinesisvideo kms lakeformation lambda
  lambda.alarms.cloudwatch lambda.application-autoscaling launchwizard lex lexv2 license-manager lightsail location
  logdelivery.elasticloadbalancing logger.cloudfront logging.s3 logs lookoutequipment lookoutmetrics lookoutvision m2 machinelearning macie macie2
  malware-protection-plan.guardduty managedblockchain managedservices marketplace mediaconnect mediaconvert medialive mediapackage mediapackagev2
  mediastore mediatailor medical-imaging memorydb mgn migrationhub mobileanalytics mobilehub monitoring monitoring.rds mq neptune neptune-graph
  network-firewall networkmanager nimble oam omics opensearchservice opsworks opsworks-cm organizations osis outposts panorama
  payment-cryptography personalize pi pinpoint pipes pods.eks polly pricing preprod.osis proton q qapps qbusiness qldb quicksight ram rds rds-db
  rdsdata redshift redshift-data redshift-serverless rekognition replication.dynamodb replicator.lambda repostspace resiliencehub
  resource-explorer-2 resource-groups robomaker rolesanywhere route53 route53-recovery-control-config route53domains route53profiles
  route53resolver rum s3 s3-object-lambda s3-outposts s3.data-source.lustre.fsx sagemaker sagemaker-geospatial savingsplans scheduler schemas scn
  secretsmanager securityhub securitylake serverlessrepo servicecatalog servicecatalog-appregistry servicediscovery servicequotas ses shield
  signer signin simspaceweaver sms sms-voice snowball snow-device-management sns spot spotfleet sqs ssm ssm-contacts ssm-incidents ssm-quicksetup
  ssm-sap sso states storage-lens.s3 storagegateway streams.metrics.cloudwatch sts sumerian support supportapp swf synthetics tagging
  tasks.apprunner textract thinkbox timestream tnb transcribe transcribe-streaming transfer translate transitgateway trustedadvisor
  verified-access verifiedpermissions vmie voiceid vpc-flow-logs vpc-lattice waf waf-regional wafv2 wellarchitected wisdom workdocs worklink
  workmail workmail-events workspaces workspaces-web xray zookeeper-kafka
`.trim().split(/\s+/);

/** Whether a service principal is known. */
export function isKnownService(service: string): boolean {
  return KNOWN.includes(nameOf(withoutRegion(service)));
}

/** The principal of a service in every region, where one of a single region is given: `states.us-east-1.amazonaws.com`. */
export function withoutRegion(service: string): string {
  return service.replace(REGIONAL, '$1.amazonaws.com');
}

/** The region of a service principal; undefined for that of every region. */
export function regionOf(service: string): string | undefined {
  return REGIONAL.exec(service)?.[2];
}

/**
 * The principal of a service in every region and partition, where a template writes that of one, or of where it is deployed:
 * `states.${AWS::Region}.${AWS::URLSuffix}`; undefined for what is none, or known once deployed.
 */
export function everywhere(service: string): string | undefined {
  const name = service.length > LONGEST ? undefined : WRITTEN.exec(service)?.[1];
  return name === undefined ? undefined : withoutRegion(`${name}${SUFFIX}`);
}

/** No service principal is longer, whatever is written in it. */
const LONGEST = 200;

/** A service principal with the pseudo parameters that may be in it. */
const WRITTEN = /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?:\.\$\{AWS::Region\})?\.(?:amazonaws\.com(?:\.cn)?|\$\{AWS::URLSuffix\})$/;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services */
const REGIONAL = /^(.+)\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/;

/** Known service principals that differ in two characters at most. */
export function servicesLike(service: string): string[] {
  const name = nameOf(service);
  if (name.length > LONGEST) return [];
  const near = KNOWN.map((known): [string, number] => [known, distance(name, known)]).filter(([known, d]) => d <= Math.min(2, known.length / 3));
  const closest = Math.min(...near.map(([, d]) => d));
  return near.filter(([, d]) => d === closest).map(([known]) => `${known}${SUFFIX}`);
}

const SUFFIX = '.amazonaws.com';

function nameOf(service: string): string {
  return service.slice(0, -SUFFIX.length);
}

/** How many characters must be added, taken out, replaced or swapped with their neighbor to make one text of the other. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (__, j) => i === 0 ? j : i));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + Number(a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.length][b.length];
}
