import type { aws_appsync as appsync, aws_scheduler as scheduler } from 'aws-cdk-lib';
import { Aws, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { PinnedCallers } from './pinned-principal';
import { PinnedPrincipal } from './pinned-principal';
import type { ServiceSource } from './service-source';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { isKnownService, regionOf, servicesLike, withoutRegion } from '../private/service-principals';
import type { ServiceTrust } from '../private/service-trust';
import { SERVICE_TRUST } from '../private/service-trust';
import { readable } from '../private/text';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/** How a service may assume the role. */
export interface ServiceTrustOptions {
  /**
   * For whose resource the service may assume the role.
   *
   * @default - what AWS documents that the service sends; nothing for a service of which it documents nothing
   */
  readonly source?: ServiceSource;

  /**
   * The name is meant as it is, though it looks like the misspelt name of a known service: for services newer than this library.
   *
   * @default false
   */
  readonly asWritten?: boolean;
}

/**
 * An AWS service that runs an application, or does something for it, with the credentials of a role.
 *
 * Where AWS documents that the service says for which account and resource it asks, the trust demands that it is one of the role's own
 * account; elsewhere it does not, as the role could then never be assumed. A name narrows it to one resource; it is a name because a
 * resource that uses the role cannot be named by the role as a construct, which would be a cycle.
 *
 * It fits wherever CDK takes a principal: as `assumedBy` of any role, or inside of a `CompositePrincipal`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 *
 * @example
 * new ApplicationRole(this, 'AppRole', { assumedBy: WorkloadPrincipal.ecsTask() });
 */
export class WorkloadPrincipal extends PinnedPrincipal {
  /**
   * Applications on EC2 instances: the role goes into an instance profile, and `InstanceRole` makes both.
   *
   * The trust has no condition: EC2 is not documented to send `aws:SourceAccount` or `aws:SourceArn` here, and with them the role
   * could not be assumed.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
   */
  public static ec2Instance(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.ec2Instance()', 'ec2.amazonaws.com');
  }

  /**
   * Lambda functions. The trust has no condition; `WorkloadPrincipal.service('lambda.amazonaws.com', { source })` adds one.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
   */
  public static lambdaFunction(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.lambdaFunction()', 'lambda.amazonaws.com');
  }

  /**
   * Tasks of ECS, on Fargate or on instances, of any cluster of the account and region: ECS cannot be narrowed to one cluster.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
   */
  public static ecsTask(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.ecsTask()', 'ecs-tasks.amazonaws.com');
  }

  /**
   * The agent of ECS that starts tasks: it pulls images, writes logs and reads secrets.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
   */
  public static ecsTaskExecution(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.ecsTaskExecution()', 'ecs-tasks.amazonaws.com');
  }

  /**
   * ECS itself, which manages volumes and load balancers for services.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
   */
  public static ecsInfrastructure(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.ecsInfrastructure()', 'ecs.amazonaws.com');
  }

  /**
   * API Gateway, which calls other services for an integration or writes logs. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html
   */
  public static apiGateway(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.apiGateway()', 'apigateway.amazonaws.com');
  }

  /**
   * State machines of Step Functions.
   *
   * @param stateMachineName the name of the one state machine; by default any of the account and region
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
   */
  public static stateMachine(stateMachineName?: string): WorkloadPrincipal {
    return named('WorkloadPrincipal.stateMachine()', 'states.amazonaws.com', 'states:REGION:ACCOUNT:stateMachine:NAME', stateMachineName, 'The name of the state machine');
  }

  /**
   * Data sources, logs and resolvers of an AppSync API.
   *
   * @param api the one API; by default any of the account and region
   * @see https://docs.aws.amazon.com/appsync/latest/devguide/security_iam_service-with-iam.html
   */
  public static appSyncApi(api?: appsync.IGraphQLApiRef): WorkloadPrincipal {
    const arn = api?.graphQlApiRef.graphQlApiArn;
    return documented('WorkloadPrincipal.appSyncApi()', 'appsync.amazonaws.com', arn === undefined ? undefined : { ArnLike: { 'aws:SourceArn': arn } });
  }

  /**
   * Rules of EventBridge, which call their targets.
   *
   * @param ruleName the name of the one rule on the default event bus, `BUS/RULE` on another one; by default any of the account and region
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
   */
  public static eventRule(ruleName?: string): WorkloadPrincipal {
    return named('WorkloadPrincipal.eventRule()', 'events.amazonaws.com', 'events:REGION:ACCOUNT:rule/NAME', ruleName, 'The name of the rule', RULE_NAME);
  }

  /**
   * Schedules of EventBridge Scheduler, which call their targets.
   *
   * Scheduler sends the ARN of the schedule's group, not of the schedule.
   *
   * @param group the group of the schedules; by default any of the account
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
   */
  public static scheduler(group?: scheduler.IScheduleGroupRef): WorkloadPrincipal {
    const arn = group?.scheduleGroupRef.scheduleGroupArn;
    return documented('WorkloadPrincipal.scheduler()', 'scheduler.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, ...arn === undefined ? {} : { 'aws:SourceArn': arn } },
    });
  }

  /**
   * Pipes of EventBridge. The trust has no condition, as no page of AWS that was read says what Pipes sends.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
   */
  public static pipe(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.pipe()', 'pipes.amazonaws.com');
  }

  /**
   * Builds of CodeBuild.
   *
   * @param projectName the name of the one project; by default the trust has no condition
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
   */
  public static codeBuildProject(projectName?: string): WorkloadPrincipal {
    return named('WorkloadPrincipal.codeBuildProject()', 'codebuild.amazonaws.com', 'codebuild:REGION:ACCOUNT:project/NAME', projectName, 'The name of the project');
  }

  /**
   * Pipelines of CodePipeline. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
   */
  public static codePipeline(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.codePipeline()', 'codepipeline.amazonaws.com');
  }

  /**
   * Deployments of CodeDeploy. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
   */
  public static codeDeploy(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.codeDeploy()', 'codedeploy.amazonaws.com');
  }

  /**
   * CloudFormation, which makes the resources of a stack. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
   */
  public static cloudFormation(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.cloudFormation()', 'cloudformation.amazonaws.com');
  }

  /**
   * Jobs and crawlers of Glue. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/glue/latest/dg/create-an-iam-role.html
   */
  public static glue(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.glue()', 'glue.amazonaws.com');
  }

  /**
   * Notebooks, jobs, models and endpoints of SageMaker AI, of the account and region.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
   */
  public static sageMaker(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.sageMaker()', 'sagemaker.amazonaws.com');
  }

  /**
   * Agents of Bedrock.
   *
   * @param agentId the id of the one agent, 10 characters; by default any of the account and region
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html
   */
  public static bedrockAgent(agentId?: string): WorkloadPrincipal {
    const label = 'WorkloadPrincipal.bedrockAgent()';
    return agentId === undefined
      ? documented(label, 'bedrock.amazonaws.com', ofOwnAccount('bedrock:REGION:ACCOUNT:agent/*'))
      : named(label, 'bedrock.amazonaws.com', 'bedrock:REGION:ACCOUNT:agent/NAME', agentId, 'The id of the agent');
  }

  /**
   * Knowledge bases of Bedrock, of the account.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/kb-permissions.html
   */
  public static bedrockKnowledgeBase(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.bedrockKnowledgeBase()', 'bedrock.amazonaws.com');
  }

  /**
   * AWS Batch, which manages compute environments; jobs run as tasks of ECS. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/batch/latest/userguide/service_IAM_role.html
   */
  public static batch(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.batch()', 'batch.amazonaws.com');
  }

  /**
   * EMR, which manages clusters. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-role.html
   */
  public static emr(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.emr()', 'elasticmapreduce.amazonaws.com');
  }

  /**
   * Servers of Transfer Family, which reach files for their users. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/transfer/latest/userguide/requirements-roles.html
   */
  public static transfer(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.transfer()', 'transfer.amazonaws.com');
  }

  /**
   * Locations of DataSync, of the account and region.
   *
   * @see https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html
   */
  public static dataSync(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.dataSync()', 'datasync.amazonaws.com');
  }

  /**
   * AWS Backup. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
   */
  public static backup(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.backup()', 'backup.amazonaws.com');
  }

  /**
   * Databases of RDS and Aurora that import, export and call other services, of the account and region.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/cross-service-confused-deputy-prevention.html
   */
  public static rds(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.rds()', 'rds.amazonaws.com');
  }

  /**
   * Enhanced Monitoring of RDS.
   *
   * @param instanceName the identifier of the one database instance; by default any of the account and region
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
   */
  public static rdsMonitoring(instanceName?: string): WorkloadPrincipal {
    return named('WorkloadPrincipal.rdsMonitoring()', 'monitoring.rds.amazonaws.com', 'rds:REGION:ACCOUNT:db:NAME', instanceName, 'The identifier of the database');
  }

  /**
   * Streams of Data Firehose. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
   */
  public static firehose(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.firehose()', 'firehose.amazonaws.com');
  }

  /**
   * Rules of IoT Core, which pass messages on. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-create-role.html
   */
  public static iotRule(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.iotRule()', 'iot.amazonaws.com');
  }

  /**
   * AWS Config, which records resources. The trust has no condition.
   *
   * @see https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html
   */
  public static config(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.config()', 'config.amazonaws.com');
  }

  /**
   * Systems Manager: automations, maintenance windows and hybrid nodes, of the account and region.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html
   */
  public static systemsManager(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.systemsManager()', 'ssm.amazonaws.com');
  }

  /**
   * User pools of Cognito, which send text messages.
   *
   * A pool with an external ID sends it too: add it with `withConditions`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-sms-settings.html
   */
  public static cognitoUserPool(): WorkloadPrincipal {
    return documented('WorkloadPrincipal.cognitoUserPool()', 'cognito-idp.amazonaws.com');
  }

  /**
   * EKS, which manages clusters.
   *
   * @param clusterName the name of the one cluster; by default any of the account and region
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html
   */
  public static eksCluster(clusterName?: string): WorkloadPrincipal {
    return named('WorkloadPrincipal.eksCluster()', 'eks.amazonaws.com', 'eks:REGION:ACCOUNT:cluster/NAME', clusterName, 'The name of the cluster');
  }

  /**
   * Fargate, which starts the pods of EKS; the pods themselves take `EksPodPrincipal` or `EksServiceAccountPrincipal`.
   *
   * @param clusterName the name of the one cluster; by default any of the account and region
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html
   */
  public static eksFargatePod(clusterName?: string): WorkloadPrincipal {
    return named('WorkloadPrincipal.eksFargatePod()', 'eks-fargate-pods.amazonaws.com', 'eks:REGION:ACCOUNT:fargateprofile/NAME/*', clusterName, 'The name of the cluster');
  }

  /**
   * Any other service.
   *
   * The principal of one region, such as `states.us-east-1.amazonaws.com`, is for the resources of that region.
   *
   * @param servicePrincipal such as `transfer.amazonaws.com`; a name that differs from a known one in a character or two is an error
   * @param options for whose resource it may assume the role
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
   */
  public static service(servicePrincipal: string, options: ServiceTrustOptions = {}): WorkloadPrincipal {
    const findings = checkService(servicePrincipal, options);
    const label = `WorkloadPrincipal.service('${servicePrincipal}')`;
    return documented(label, servicePrincipal, options.source?._conditions, findings);
  }

  /** @internal */
  public static _of(pinned: PinnedCallers): WorkloadPrincipal {
    return new WorkloadPrincipal(pinned);
  }

  private constructor(pinned: PinnedCallers) {
    super(pinned);
  }

  /** @internal */
  protected _copy(pinned: PinnedCallers): WorkloadPrincipal {
    return new WorkloadPrincipal(pinned);
  }
}

/** A service with what it is documented to send, unless other conditions are given. */
function documented(label: string, service: string, conditions?: ConditionBlock, findings: Finding[] = []): WorkloadPrincipal {
  const { sourceAccount, sourceArn } = trustOf(service);
  const defaults: ConditionBlock = {
    ...sourceAccount ? { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } : {},
    ...sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': arnOf(sourceArn, regionOf(service)) } },
  };
  return WorkloadPrincipal._of({
    label,
    callers: [{ principal: new iam.ServicePrincipal(service), conditions: conditions ?? defaults }],
    findings,
  });
}

/** What a service is documented to send, in every region or in the one that its principal names. */
function trustOf(service: string): Partial<ServiceTrust> {
  const everywhere = withoutRegion(service);
  return Object.hasOwn(SERVICE_TRUST, everywhere) ? SERVICE_TRUST[everywhere] : {};
}

const NAME = /^[A-Za-z0-9_.-]+$/;

/** The name of a rule, with its bus before it, whose name has slashes where it is a partner's. */
const RULE_NAME = /^([A-Za-z0-9_.-]+\/)*[A-Za-z0-9_.-]+$/;

/** A service for the one resource of a name. */
function named(label: string, service: string, arn: string, name: string | undefined, what: string, shape: RegExp = NAME): WorkloadPrincipal {
  if (name === undefined) return documented(label, service);
  checkLiteral(name, what, 'Write the name as it is.');
  if (!Token.isUnresolved(name) && !shape.test(name)) {
    throw new InvalidInputError(`${what} is none that AWS gives out: got ${quote(name)}. Write the name alone, not an ARN: letters, digits and _ . -.`);
  }
  const { sourceAccount, sourceArn } = SERVICE_TRUST[service];
  const pattern = arn.replace('NAME', () => name);
  // Where the ARN is all that is documented, it names the account too.
  return documented(label, service, sourceArn !== undefined && !sourceAccount ? { ArnLike: { 'aws:SourceArn': arnOf(pattern) } } : ofOwnAccount(pattern));
}

function ofOwnAccount(pattern: string): ConditionBlock {
  return { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID }, ArnLike: { 'aws:SourceArn': arnOf(pattern) } };
}

function arnOf(pattern: string, region: string = Aws.REGION): string {
  return `arn:${Aws.PARTITION}:${pattern.replace('REGION', region).replace('ACCOUNT', Aws.ACCOUNT_ID)}`;
}

function checkService(service: string, { source, asWritten }: ServiceTrustOptions): Finding[] {
  if (Token.isUnresolved(service)) {
    throw new InvalidInputError(`The service is not known before the template is deployed: got ${quote(readable(service))}. Write its principal as it is, such as 'transfer.amazonaws.com'.`);
  }
  if (/\.amazonaws\.com\.cn$/.test(service)) {
    throw new InvalidInputError(`The service has the suffix of one partition: got ${quote(service)}. Write ${quote(service.slice(0, -'.cn'.length))}, which is the principal in every partition.`);
  }
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/.test(service)) {
    const name = service.toLowerCase().replace(/\.(amazonaws|aws)\..*$/, '').replace(/[^a-z0-9.-]/g, '');
    throw new InvalidInputError(`The service is not named by its principal: got ${quote(service)}. Write it as ${quote(`${name === '' ? 'lambda' : name}.amazonaws.com`)}.`);
  }
  const findings = new Array<Finding>();
  if (!isKnownService(service) && asWritten !== true) {
    const near = servicesLike(service);
    if (near.length > 0) {
      throw new InvalidInputError(`The service is not known: got ${quote(service)}. Did you mean ${list(near.map(quote)).replace(/ and (?='[^']*'$)/, ' or ')}? If it is a new one, say 'asWritten: true'.`);
    }
    findings.push({ id: WarningId.SERVICE_UNKNOWN, message: `The service '${service}' is not among those known to this library. IAM refuses a principal that does not exist: check its spelling, or say 'asWritten: true'.` });
  }
  const { sourceAccount, sourceArn } = trustOf(service);
  if (source !== undefined && Object.keys(source._conditions).length === 0 && (sourceAccount || sourceArn !== undefined)) {
    findings.push({ id: WarningId.SERVICE_SOURCE_OPEN, message: `The service '${service}' may assume the role for anybody's resource, though AWS documents that it says whose it is. Leave 'source' out, or use ServiceSource.ownAccount().` });
  }
  return findings;
}
