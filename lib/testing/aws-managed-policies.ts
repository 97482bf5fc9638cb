/**
 * Managed policies of AWS that hold a Deny, by what follows `policy/` in their ARN: all others of those that AWS had published by then only
 * allow. As of 26 August 2026.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const WITH_DENY: ReadonlySet<string> = new Set(`
  AWSCertificateManagerPrivateCAPrivilegedUser AWSCertificateManagerPrivateCAUser AWSCleanRoomsFullAccessNoQuerying AWSCompromisedKeyQuarantine
  AWSCompromisedKeyQuarantineV2 AWSCompromisedKeyQuarantineV3 AWSDeepRacerDefaultMultiUserAccess AWSDenyAll
  AWSIAMIdentityCenterAllowListForIdentityContext AWSLakeFormationDataAdmin AWSMarketplaceImageBuildFullAccess AWSPrivateCAPrivilegedUser
  AWSPrivateCAUser AWSQuickSetupManagedInstanceProfileExecutionPolicy AmazonConnectReadOnlyAccess
  AmazonDataZoneEnvironmentRolePermissionsBoundary AmazonDataZoneProjectDeploymentPermissionsBoundary
  AmazonDataZoneProjectRolePermissionsBoundary AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary AmazonRedshiftDataFullAccess
  AmazonSecurityLakePermissionsBoundary AwsGlueSessionUserRestrictedNotebookPolicy AwsGlueSessionUserRestrictedPolicy
  SageMakerStudioAdminIAMDefaultExecutionPolicy SageMakerStudioAdminIAMPermissiveExecutionPolicy SageMakerStudioProjectUserRolePermissionsBoundary
  SageMakerStudioUserIAMDefaultExecutionPolicy SageMakerStudioUserIAMPermissiveExecutionPolicy root-task/IAMAuditRootUserCredentials
  root-task/IAMCreateRootUserPassword root-task/IAMDeleteRootUserCredentials root-task/S3UnlockBucketPolicy root-task/SQSUnlockQueuePolicy
  service-role/AWSTransformApplicationDeploymentPolicy service-role/AwsGlueSessionUserRestrictedNotebookServiceRole
  service-role/AwsGlueSessionUserRestrictedServiceRole
`.trim().split(/\s+/));

/** Whether a policy is one of AWS that can add to what a role may do, and takes nothing away. */
export function onlyAllows(arn: string): boolean {
  const name = nameOf(arn);
  return name !== undefined && !WITH_DENY.has(name) && !name.startsWith('aws-service-role/');
}

function nameOf(arn: string): string | undefined {
  return /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
}

/**
 * Whose actions the managed policies of AWS allow that roles of applications have, by what follows `policy/` in their ARN.
 *
 * AWS may add actions to its policies; that one of these comes to be for another service is not to be expected.
 */
const SERVICES: ReadonlyMap<string, readonly string[]> = new Map(`
  AmazonEC2ContainerRegistryPullOnly: ecr
  AmazonEC2ContainerRegistryReadOnly: ecr
  AmazonEKSFargatePodExecutionRolePolicy: ecr
  AmazonEKSWorkerNodeMinimalPolicy: eks-auth
  AmazonEKSWorkerNodePolicy: ec2 eks eks-auth
  AmazonEKS_CNI_Policy: ec2
  AmazonSSMManagedInstanceCore: ec2messages ssm ssmmessages
  AWSXRayDaemonWriteAccess: xray
  AWSXrayWriteOnlyAccess: xray
  CloudWatchAgentServerPolicy: cloudwatch ec2 logs ssm xray
  CloudWatchLambdaApplicationSignalsExecutionRolePolicy: logs xray
  CloudWatchLambdaInsightsExecutionRolePolicy: logs
  service-role/AmazonAPIGatewayPushToCloudWatchLogs: logs
  service-role/AmazonECSTaskExecutionRolePolicy: ecr logs
  service-role/AmazonRDSEnhancedMonitoringRole: logs
  service-role/AWSAppRunnerServicePolicyForECRAccess: ecr
  service-role/AWSAppSyncPushToCloudWatchLogs: logs
  service-role/AWSIoTLogging: logs
  service-role/AWSLambdaBasicExecutionRole: logs
  service-role/AWSLambdaDynamoDBExecutionRole: dynamodb logs
  service-role/AWSLambdaENIManagementAccess: ec2
  service-role/AWSLambdaKinesisExecutionRole: kinesis logs
  service-role/AWSLambdaMSKExecutionRole: ec2 kafka logs
  service-role/AWSLambdaSQSQueueExecutionRole: logs sqs
  service-role/AWSLambdaVPCAccessExecutionRole: ec2 logs
  service-role/AWSTransferLoggingAccess: logs
`.trim().split('\n').map((line): [string, string[]] => {
    const [name, services] = line.trim().split(': ');
    return [name, services.split(' ')];
  }));

/** The services whose actions a managed policy of AWS allows; undefined where it could be any. */
export function servicesOf(arn: string): readonly string[] | undefined {
  return SERVICES.get(nameOf(arn) ?? '');
}
