"""A shop whose parts have exactly the permissions that they need: the Python twin of app.ts, with the same template."""
from aws_cdk import (
    App, RemovalPolicy, Stack, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_lambda as lambda_, aws_logs as logs, aws_s3 as s3,
    aws_secretsmanager as secretsmanager, aws_ses as ses, aws_sqs as sqs,
)
from cdk_keyless_roles import (
    AccessCondition, ApplicationRole, CloudWatchAccess, DynamoDbAccess, InstanceRole, LogsAccess, RdsAccess, S3Access, SecretAccess,
    SesAccess, SqsAccess, TrustedAccountPrincipal, WorkloadPrincipal,
)

app = App()
stack = Stack(app, "Shop")

uploads = s3.Bucket(stack, "Uploads", block_public_access=s3.BlockPublicAccess.BLOCK_ALL)
reports = s3.Bucket(stack, "Reports", block_public_access=s3.BlockPublicAccess.BLOCK_ALL)
jobs = sqs.Queue(stack, "Jobs", encryption=sqs.QueueEncryption.SQS_MANAGED)
carts = dynamodb.TableV2(
    stack, "Carts",
    partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
    removal_policy=RemovalPolicy.RETAIN,
)
payment_key = secretsmanager.Secret(stack, "PaymentKey")
mail = ses.EmailIdentity.from_email_identity_name(stack, "Mail", "shop.example.com")

# The web tier: uploads, jobs, carts, and the database of orders as one user of it.
web = InstanceRole(
    stack, "Web",
    permissions=[
        S3Access.read_write_objects(uploads),
        S3Access.delete_objects(uploads),
        SqsAccess.send(jobs),
        DynamoDbAccess.read_write(carts),
        RdsAccess.connect_to_resource_id("db-ABCDEFGHIJKL01234", "db_user"),
        CloudWatchAccess.put_metrics("Shop/Web"),
    ],
)
ec2.LaunchTemplate(
    stack, "WebTier",
    instance_type=ec2.InstanceType("t4g.small"),
    machine_image=ec2.MachineImage.latest_amazon_linux2023(cpu_type=ec2.AmazonLinuxCpuType.ARM_64),
    instance_profile=web.instance_profile,
    require_imdsv2=True,
)

# The worker: jobs, uploads of one folder, the key of the payment provider, and mail from one address.
lines = logs.LogGroup(stack, "WorkerLines", retention=logs.RetentionDays.THREE_MONTHS)
worker = lambda_.Function(
    stack, "WorkerFunction",
    runtime=lambda_.Runtime.NODEJS_24_X,
    handler="index.handler",
    code=lambda_.Code.from_inline("exports.handler = async (event) => event.Records.length;"),
    log_group=lines,
    role=ApplicationRole(
        stack, "Worker",
        assumed_by=WorkloadPrincipal.lambda_function(),
        permissions=[
            SqsAccess.consume(jobs),
            S3Access.read_objects(uploads, prefix="invoices/"),
            S3Access.write_objects(reports),
            SecretAccess.read(payment_key),
            SesAccess.send_from(mail, addresses=["orders@shop.example.com"]),
            LogsAccess.write(lines),
        ],
    ),
)
worker.add_event_source_mapping("Jobs", event_source_arn=jobs.queue_arn)

# Support: people who read reports, from the office alone and with a second factor.
ApplicationRole(
    stack, "Support",
    assumed_by=TrustedAccountPrincipal.account("222222222222", require_mfa=True),
    permissions=[S3Access.read_objects(reports).when(AccessCondition.source_ip("203.0.113.0/24"))],
)

app.synth()
