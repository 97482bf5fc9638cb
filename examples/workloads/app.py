"""An application on many services of AWS, each with a role of its own: the Python twin of app.ts, with the same templates."""
from aws_cdk import (
    App, CfnOutput, Stack, aws_appsync as appsync, aws_dynamodb as dynamodb, aws_ecs as ecs, aws_eks as eks, aws_stepfunctions as stepfunctions,
)
from cdk_keyless_roles import (
    ApplicationRole, DynamoDbAccess, EksPodPrincipal, EksServiceAccountPrincipal, KubernetesServiceAccount, OidcIdentityProvider,
    PodIdentityAssociation, WorkloadPrincipal,
)

app = App()
stack = Stack(app, "Workloads")
orders = dynamodb.TableV2(stack, "Orders", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING))

# A Lambda function that is deployed elsewhere takes the role by its ARN.
lambda_role = ApplicationRole(
    stack, "Function", assumed_by=WorkloadPrincipal.lambda_function(), permissions=[DynamoDbAccess.read(orders)],
)
CfnOutput(stack, "FunctionRoleArn", value=lambda_role.role_arn)

# A task of ECS, and the agent that starts it.
task = ecs.FargateTaskDefinition(
    stack, "Task",
    task_role=ApplicationRole(
        stack, "TaskRole", assumed_by=WorkloadPrincipal.ecs_task(), permissions=[DynamoDbAccess.read_write(orders)],
    ),
    execution_role=ApplicationRole(stack, "TaskExecution", assumed_by=WorkloadPrincipal.ecs_task_execution()),
)
task.add_container("App", image=ecs.ContainerImage.from_registry("public.ecr.aws/nginx/nginx:stable"), readonly_root_filesystem=True)

# An integration of API Gateway that writes to the table.
integration = ApplicationRole(
    stack, "Integration", assumed_by=WorkloadPrincipal.api_gateway(), permissions=[DynamoDbAccess.write(orders)],
)
CfnOutput(stack, "IntegrationRoleArn", value=integration.role_arn)

# A state machine: its name keeps every other one from using the role.
stepfunctions.StateMachine(
    stack, "Fulfilment",
    state_machine_name="fulfilment",
    definition_body=stepfunctions.DefinitionBody.from_string('{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}'),
    role=ApplicationRole(stack, "FulfilmentRole", assumed_by=WorkloadPrincipal.state_machine("fulfilment")),
)

# A data source of AppSync, for one API.
api = appsync.CfnGraphQLApi(stack, "Api", name="orders", authentication_type="AWS_IAM")
data_source = ApplicationRole(
    stack, "DataSource", assumed_by=WorkloadPrincipal.app_sync_api(api), permissions=[DynamoDbAccess.read(orders)],
)
appsync.CfnDataSource(
    stack, "OrdersSource",
    api_id=api.attr_api_id, name="orders", type="AMAZON_DYNAMODB", service_role_arn=data_source.role_arn,
    dynamo_db_config=appsync.CfnDataSource.DynamoDBConfigProperty(aws_region=stack.region, table_name=orders.table_name),
)

# Pods of a cluster, by Pod Identity.
cluster = eks.CfnCluster(
    stack, "Cluster",
    name="orders",
    role_arn=ApplicationRole(stack, "ClusterRole", assumed_by=WorkloadPrincipal.eks_cluster("orders")).role_arn,
    resources_vpc_config=eks.CfnCluster.ResourcesVpcConfigProperty(
        subnet_ids=["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"], endpoint_public_access=False, endpoint_private_access=True,
    ),
)
worker = KubernetesServiceAccount.of("orders", "worker")
PodIdentityAssociation(
    stack, "WorkerPods",
    cluster=cluster,
    service_account=worker,
    role=ApplicationRole(
        stack, "Worker", assumed_by=EksPodPrincipal.of_cluster(cluster, worker), permissions=[DynamoDbAccess.read_write(orders)],
    ),
)

# Pods of the same cluster, by the token of their service account: its issuer is known once the cluster is deployed.
issuer = cluster.attr_open_id_connect_issuer_url
provider = OidcIdentityProvider.shared(stack, issuer, "sts.amazonaws.com")
ApplicationRole(
    stack, "Reporter",
    assumed_by=EksServiceAccountPrincipal.of(
        issuer=issuer, service_accounts=[KubernetesServiceAccount.of("orders", "reporter")], provider=provider,
    ),
    permissions=[DynamoDbAccess.read(orders)],
)

# Pods of a cluster that is there already.
ApplicationRole(
    stack, "Existing",
    assumed_by=EksServiceAccountPrincipal.of(
        issuer="https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E",
        service_accounts=[KubernetesServiceAccount.of("default", "my-service-account")],
    ),
    permissions=[DynamoDbAccess.read(orders)],
)

app.synth()
