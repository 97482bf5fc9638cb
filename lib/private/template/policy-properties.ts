/** What a policy in a template is for: of a resource that others use, of a network endpoint, of a session, or a limit for accounts. */
export type PolicyUse = 'resource' | 'endpoint' | 'session' | 'organization';

/** A property that is a policy document. */
export interface PolicyProperty {
  /** From the properties of the resource on, `*` for each element of a list. */
  readonly path: readonly string[];
  readonly use: PolicyUse;
  /** The property that names what the policy is attached to; the resource itself where there is none. */
  readonly target?: string;
  /** The property is a statement, not a document. */
  readonly isStatement?: boolean;
  /** The property that says whether the document is one of IAM's, and what it says then. */
  readonly ifOneOf?: { readonly property: string; readonly values: readonly string[] };
}

const own = (...paths: string[]): PolicyProperty[] => paths.map((path) => ({ path: path.split('.'), use: 'resource' }));
const of = (target: string, path = 'PolicyDocument'): PolicyProperty[] => [{ path: path.split('.'), use: 'resource', target }];
const endpoint = (...paths: string[]): PolicyProperty[] => paths.map((path) => ({ path: [path], use: 'endpoint' }));
const session = (path: string): PolicyProperty[] => [{ path: [path], use: 'session' }];

/** Types of resources with a policy that is not IAM's, by the properties in which it stands. */
export const POLICY_PROPERTIES: Readonly<Record<string, readonly PolicyProperty[]>> = {
  'AWS::AIOps::InvestigationGroup': own('InvestigationGroupPolicy'),
  'AWS::APS::ResourcePolicy': of('WorkspaceArn'),
  'AWS::ApiGateway::DomainNameV2': own('Policy'),
  'AWS::ApiGateway::RestApi': own('Policy'),
  'AWS::Backup::BackupVault': own('AccessPolicy'),
  'AWS::Backup::LogicallyAirGappedBackupVault': own('AccessPolicy'),
  'AWS::Bedrock::KnowledgeBasePolicy': of('KnowledgeBaseId'),
  'AWS::Bedrock::ResourcePolicy': of('ResourceArn'),
  'AWS::BedrockAgentCore::ResourcePolicy': of('ResourceArn', 'Policy'),
  'AWS::CloudTrail::ResourcePolicy': of('ResourceArn', 'ResourcePolicy'),
  'AWS::CodeArtifact::Domain': own('PermissionsPolicyDocument'),
  'AWS::CodeArtifact::Repository': own('PermissionsPolicyDocument'),
  'AWS::Comprehend::DocumentClassifier': own('ModelPolicy'),
  'AWS::Comprehend::EntityRecognizer': own('ModelPolicy'),
  'AWS::DSQL::Cluster': own('PolicyDocument'),
  'AWS::DynamoDB::GlobalTable': own('Replicas.*.ResourcePolicy.PolicyDocument', 'Replicas.*.ReplicaStreamSpecification.ResourcePolicy.PolicyDocument'),
  'AWS::DynamoDB::Table': own('ResourcePolicy.PolicyDocument', 'StreamSpecification.ResourcePolicy.PolicyDocument'),
  'AWS::EC2::VPCEndpoint': endpoint('PolicyDocument'),
  'AWS::ECR::PublicRepository': own('RepositoryPolicyText'),
  'AWS::ECR::RegistryPolicy': own('PolicyText'),
  'AWS::ECR::Repository': own('RepositoryPolicyText'),
  'AWS::ECR::RepositoryCreationTemplate': own('RepositoryPolicy'),
  'AWS::EFS::FileSystem': own('FileSystemPolicy'),
  'AWS::EKS::PodIdentityAssociation': session('Policy'),
  'AWS::Elasticsearch::Domain': own('AccessPolicies'),
  'AWS::EventSchemas::RegistryPolicy': of('RegistryName', 'Policy'),
  'AWS::Events::EventBus': own('Policy'),
  'AWS::Events::EventBusPolicy': [{ path: ['Statement'], use: 'resource', target: 'EventBusName', isStatement: true }],
  'AWS::EventsV2::ResourcePolicy': of('EventBusArn'),
  'AWS::FSx::S3AccessPointAttachment': own('S3AccessPoint.Policy'),
  'AWS::KMS::Key': own('KeyPolicy'),
  'AWS::KMS::ReplicaKey': own('KeyPolicy'),
  'AWS::Kinesis::ResourcePolicy': of('ResourceArn', 'ResourcePolicy'),
  'AWS::Lambda::ResourcePolicy': of('ResourceArn'),
  'AWS::Lex::ResourcePolicy': of('ResourceArn', 'Policy'),
  'AWS::Logs::DeliveryDestination': own('DeliveryDestinationPolicy.DeliveryDestinationPolicy'),
  'AWS::Logs::Destination': own('DestinationPolicy'),
  'AWS::Logs::LogGroup': own('ResourcePolicyDocument'),
  'AWS::Logs::ResourcePolicy': own('PolicyDocument'),
  'AWS::MSK::ClusterPolicy': of('ClusterArn', 'Policy'),
  'AWS::MediaPackageV2::ChannelPolicy': of('ChannelName', 'Policy'),
  'AWS::MediaPackageV2::OriginEndpointPolicy': of('OriginEndpointName', 'Policy'),
  'AWS::MediaStore::Container': own('Policy'),
  'AWS::MediaTailor::ChannelPolicy': of('ChannelName', 'Policy'),
  'AWS::ODB::OdbNetwork': endpoint('KmsPolicyDocument', 'S3PolicyDocument', 'StsPolicyDocument'),
  'AWS::OSIS::Pipeline': own('ResourcePolicy.Policy'),
  'AWS::Oam::Sink': own('Policy'),
  'AWS::Omics::SequenceStore': own('S3AccessPolicy'),
  'AWS::OpenSearchService::Domain': own('AccessPolicies'),
  'AWS::Organizations::Policy': [{
    // Policies of tags, backups and the like have a language of their own.
    path: ['Content'], use: 'organization', ifOneOf: { property: 'Type', values: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] },
  }],
  'AWS::Organizations::ResourcePolicy': own('Content'),
  'AWS::PaymentCryptography::Key': own('Policy'),
  'AWS::RUM::AppMonitor': own('ResourcePolicy.PolicyDocument'),
  'AWS::Redshift::Cluster': own('NamespaceResourcePolicy'),
  'AWS::RedshiftServerless::Namespace': own('NamespaceResourcePolicy'),
  'AWS::RolesAnywhere::Profile': session('SessionPolicy'),
  'AWS::S3::AccessPoint': own('Policy'),
  'AWS::S3::BucketPolicy': of('Bucket'),
  'AWS::S3::MultiRegionAccessPointPolicy': of('MrapName', 'Policy'),
  'AWS::S3Express::AccessPoint': own('Policy'),
  'AWS::S3Express::BucketPolicy': of('Bucket'),
  'AWS::S3Files::FileSystemPolicy': of('FileSystemId', 'Policy'),
  'AWS::S3ObjectLambda::AccessPointPolicy': of('ObjectLambdaAccessPoint'),
  'AWS::S3Outposts::AccessPoint': own('Policy'),
  'AWS::S3Outposts::BucketPolicy': of('Bucket'),
  'AWS::S3Tables::TableBucketPolicy': of('TableBucketARN', 'ResourcePolicy'),
  'AWS::S3Tables::TablePolicy': of('TableARN', 'ResourcePolicy'),
  'AWS::S3Vectors::VectorBucketPolicy': of('VectorBucketArn', 'Policy'),
  'AWS::SMSVOICE::ResourcePolicy': of('ResourceArn'),
  'AWS::SNS::TopicInlinePolicy': of('TopicArn'),
  'AWS::SNS::TopicPolicy': of('Topics'),
  'AWS::SQS::QueueInlinePolicy': of('Queue'),
  'AWS::SQS::QueuePolicy': of('Queues'),
  'AWS::SSM::ResourcePolicy': of('ResourceArn', 'Policy'),
  'AWS::SageMaker::ModelPackageGroup': own('ModelPackageGroupPolicy'),
  'AWS::SecretsManager::ResourcePolicy': of('SecretId', 'ResourcePolicy'),
  'AWS::Transfer::User': session('Policy'),
  'AWS::VpcLattice::AuthPolicy': of('ResourceIdentifier', 'Policy'),
  'AWS::VpcLattice::ResourcePolicy': of('ResourceArn', 'Policy'),
  'AWS::XRay::ResourcePolicy': own('PolicyDocument'),
};
