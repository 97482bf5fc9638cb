/** A way to more rights that is published, under the id that it has there. */
export interface Path {
  readonly id: string;
  /** All of them are needed; how far the first reaches decides what is within reach. */
  readonly actions: readonly string[];
  /** Of a way that has a new resource work with a role: the services that the role may have to trust, any one of which will do. */
  readonly services?: readonly string[];
  /** The types of resources of which all must be within reach, where those that the first action requires are not what matters. */
  readonly kinds?: readonly string[];
}

/**
 * Ways as they are published at https://pathfinding.cloud/paths/<id>, with the permissions that each requires, as of September 2026. Those whose
 * permissions hold all of another way's of the kind are left out, as they find nothing more.
 *
 * From the data of the site, which its makers publish as DataDog/pathfinding.cloud and DataDog/pathrunner; where those files were not to be had
 * (braket-001, cognitoidentity-001, emr-001, emrserverless-001, gamelift-001, imagebuilder-001, kinesisanalytics-001, omics-001, scheduler-001,
 * sso-002, sso-003, stepfunctions-001, stepfunctions-002, batch-001, batch-002), from the tests of prowler-cloud/prowler, which took them over.
 */
function paths(rows: Readonly<Record<string, string>>, more: Partial<Path> = {}): Path[] {
  return Object.entries(rows).map(([id, actions]) => ({ id, actions: actions.split(' '), ...more }));
}

/** Whoever may do these on the right resource takes over another identity, or gives himself rights. */
export const TAKEOVER_PATHS: readonly Path[] = paths({
  'iam-001': 'iam:CreatePolicyVersion',
  'iam-002': 'iam:CreateAccessKey',
  'iam-004': 'iam:CreateLoginProfile',
  'iam-006': 'iam:UpdateLoginProfile',
  'iam-012': 'iam:UpdateAssumeRolePolicy',
  'iam-013': 'iam:AddUserToGroup',
});

/** Gives rights to users of the whole organization: in the account alone that has its Identity Center. */
export const ORGANIZATION_PATHS: readonly Path[] = paths({
  'sso-002': 'sso:AttachManagedPolicyToPermissionSet',
  'sso-003': 'sso:PutInlinePolicyToPermissionSet',
});

/** Whoever may do one of these gives an identity the rights that he chooses. */
export const ATTACHING_PATHS: readonly Path[] = paths({
  'iam-005': 'iam:PutRolePolicy',
  'iam-007': 'iam:PutUserPolicy',
  'iam-008': 'iam:AttachUserPolicy',
  'iam-009': 'iam:AttachRolePolicy',
  'iam-010': 'iam:AttachGroupPolicy',
  'iam-011': 'iam:PutGroupPolicy',
});

/** Makes a service work with a role that the caller chooses, and do what he says. */
export const NEW_PASSROLE_PATHS: readonly Path[] = [
  ...paths({ 'apprunner-001': 'iam:PassRole apprunner:CreateService' }, { services: ['tasks.apprunner', 'build.apprunner', 'apprunner'] }),
  ...paths({
    'bedrock-001':
      'iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
    'bedrock-003': [
      'iam:PassRole bedrock-agentcore:CreateAgentRuntime bedrock-agentcore:CreateAgentRuntimeEndpoint',
      'bedrock-agentcore:CreateWorkloadIdentity bedrock-agentcore:InvokeAgentRuntimeCommand',
    ].join(' '),
    'bedrock-006':
      'iam:PassRole bedrock-agentcore:CreateBrowser bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream',
  }, { services: ['bedrock-agentcore'] }),
  ...paths({ 'batch-001': 'iam:PassRole batch:RegisterJobDefinition batch:SubmitJob' }, { services: ['ecs-tasks', 'batch'] }),
  ...paths({ 'braket-001': 'iam:PassRole braket:CreateJob' }, { services: ['braket'] }),
  ...paths({
    'cloudformation-001': 'iam:PassRole cloudformation:CreateStack',
    'cloudformation-003': 'iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances',
    'cloudformation-004': 'iam:PassRole cloudformation:UpdateStackSet',
  }, { services: ['cloudformation'] }),
  ...paths({
    'codebuild-001': 'iam:PassRole codebuild:CreateProject codebuild:StartBuild',
    'codebuild-004': 'iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch',
  }, { services: ['codebuild'] }),
  ...paths({ 'cognitoidentity-001': 'iam:PassRole cognito-identity:SetIdentityPoolRoles' }, { services: ['cognito-identity'] }),
  ...paths({
    'datapipeline-001': 'iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline',
  }, { services: ['datapipeline', 'elasticmapreduce', 'ec2'] }),
  ...paths({
    'ec2-001': 'iam:PassRole ec2:RunInstances',
    'ec2-004': 'iam:PassRole ec2:RequestSpotInstances',
    'imagebuilder-001':
      'iam:PassRole imagebuilder:CreateComponent imagebuilder:CreateImageRecipe imagebuilder:CreateInfrastructureConfiguration imagebuilder:CreateImage',
  }, { services: ['ec2'] }),
  ...paths({
    'ecs-003': 'iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService',
    'ecs-008': 'iam:PassRole ecs:RunTask',
    'ecs-009': 'iam:PassRole ecs:StartTask',
  }, { services: ['ecs-tasks', 'ecs'] }),
  ...paths({ 'emr-001': 'iam:PassRole elasticmapreduce:RunJobFlow' }, { services: ['elasticmapreduce', 'ec2'] }),
  ...paths({ 'emrserverless-001': 'iam:PassRole emr-serverless:CreateApplication emr-serverless:StartJobRun' }, { services: ['emr-serverless'] }),
  ...paths({
    'gamelift-001': 'iam:PassRole gamelift:CreateBuild gamelift:CreateFleet gamelift:RequestUploadCredentials',
  }, { services: ['gamelift'] }),
  ...paths({
    'glue-001': 'iam:PassRole glue:CreateDevEndpoint',
    'glue-003': 'iam:PassRole glue:CreateJob glue:StartJobRun',
    'glue-004': 'iam:PassRole glue:CreateJob glue:CreateTrigger',
    'glue-005': 'iam:PassRole glue:UpdateJob glue:StartJobRun',
    'glue-006': 'iam:PassRole glue:UpdateJob glue:CreateTrigger',
    'glue-007': 'iam:PassRole glue:CreateSession glue:RunStatement',
  }, { services: ['glue'] }),
  ...paths({
    'kinesisanalytics-001': 'iam:PassRole kinesisanalytics:CreateApplication kinesisanalytics:StartApplication',
  }, { services: ['kinesisanalytics'] }),
  ...paths({
    'lambda-001': 'iam:PassRole lambda:CreateFunction lambda:InvokeFunction',
    'lambda-002': 'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping',
    'lambda-006': 'iam:PassRole lambda:CreateFunction lambda:AddPermission',
  }, { services: ['lambda'] }),
  ...paths({ 'mwaa-001': 'iam:PassRole airflow:CreateEnvironment' }, { services: ['airflow', 'airflow-env'] }),
  ...paths({ 'omics-001': 'iam:PassRole omics:CreateWorkflow omics:StartRun' }, { services: ['omics'] }),
  ...paths({
    'sagemaker-001': 'iam:PassRole sagemaker:CreateNotebookInstance',
    'sagemaker-002': 'iam:PassRole sagemaker:CreateTrainingJob',
    'sagemaker-003': 'iam:PassRole sagemaker:CreateProcessingJob',
  }, { services: ['sagemaker'] }),
  ...paths({ 'scheduler-001': 'iam:PassRole scheduler:CreateSchedule' }, { services: ['scheduler'] }),
  ...paths({ 'ssm-003': 'iam:PassRole ssm:CreateDocument ssm:StartAutomationExecution' }, { services: ['ssm'] }),
  ...paths({ 'stepfunctions-001': 'iam:PassRole states:CreateStateMachine states:StartExecution' }, { services: ['states'] }),
];

/** Makes what is there already, and has a role, do what the caller says. */
export const EXISTING_PASSROLE_PATHS: readonly Path[] = [
  ...paths({
    'apprunner-002': 'apprunner:UpdateService',
    'bedrock-002': 'bedrock-agentcore:InvokeCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-004': 'bedrock-agentcore:InvokeAgentRuntimeCommand',
    'bedrock-007': 'bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream',
    'cloudformation-002': 'cloudformation:UpdateStack',
    'cloudformation-005': 'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet',
    'codebuild-002': 'codebuild:StartBuild',
    'codebuild-003': 'codebuild:StartBuildBatch',
    'codedeploy-001': 'codedeploy:CreateDeployment codedeploy:RegisterApplicationRevision codedeploy:GetDeploymentConfig',
    'ec2-002': 'ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances',
    'ec2-003': 'ec2-instance-connect:SendSSHPublicKey',
    'ec2-005': 'ec2:ModifyLaunchTemplate ec2:CreateLaunchTemplateVersion',
    'ecs-006': 'ecs:ExecuteCommand ecs:DescribeTasks',
    'glue-002': 'glue:UpdateDevEndpoint',
    'lambda-003': 'lambda:UpdateFunctionCode',
    'mwaa-002': 'airflow:UpdateEnvironment',
    'sagemaker-004': 'sagemaker:CreatePresignedNotebookInstanceUrl',
    'sagemaker-005':
      'sagemaker:UpdateNotebookInstance sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:StartNotebookInstance',
    'stepfunctions-002': 'states:UpdateStateMachine states:StartExecution',
  }),
  ...paths({ 'batch-002': 'batch:SubmitJob' }, { kinds: ['job-queue', 'job-definition'] }),
  ...paths({ 'ssm-001': 'ssm:StartSession', 'ssm-002': 'ssm:SendCommand' }, { kinds: ['instance'] }),
];
