"""An application sold in AWS Marketplace, without access keys on either side: the Python twin of app.ts, with the same templates."""
from aws_cdk import App, CfnParameter, RemovalPolicy, Stack, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_s3 as s3
from cdk_keyless_roles import (
    AccountAccessRole, AssumeRoleAccess, CustomerRole, CustomerStack, DynamoDbAccess, ExternalId, InstanceRole, RoleNaming, S3Access, ThirdPartyPrincipal,
)

SELLER_ACCOUNT = "111111111111"
FIRST_CUSTOMER = "222222222222"

# One value names the customers' role on both sides, so that they cannot miss each other.
customer_role = RoleNaming.exactly("my-user-role")

app = App()

# What the seller deploys in his own account.
seller = Stack(app, "Seller")
state = dynamodb.Table(
    seller, "State",
    partition_key=dynamodb.Attribute(name="tenant", type=dynamodb.AttributeType.STRING),
    billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
    point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(point_in_time_recovery_enabled=True),
    removal_policy=RemovalPolicy.RETAIN,
)
files = s3.Bucket.from_bucket_name(seller, "Files", "my-app-bucket")

# The fleet that serves all customers.
host = InstanceRole(
    seller, "Host",
    description="The application on EC2, for all customers",
    permissions=[
        DynamoDbAccess.read_write(state),
        S3Access.read_write_objects(files),
        S3Access.delete_objects(files),
        AssumeRoleAccess.to(CustomerRole.with_naming(customer_role).in_any_account()),
    ],
)
ec2.LaunchTemplate(
    seller, "Fleet",
    instance_type=ec2.InstanceType("t4g.small"),
    machine_image=ec2.MachineImage.latest_amazon_linux2023(cpu_type=ec2.AmazonLinuxCpuType.ARM_64),
    instance_profile=host.instance_profile,
    require_imdsv2=True,
)

# A host of its own for a customer who asked for it: it reaches no other customer.
InstanceRole(
    seller, "DedicatedHost",
    description="The application on EC2, for one customer",
    permissions=[AssumeRoleAccess.to(CustomerRole.with_naming(customer_role).in_account(FIRST_CUSTOMER))],
)

# What each customer deploys in his account.
customer = CustomerStack(app, "Customer", description="Lets the application work on two S3 buckets of this account")


def bucket(name: str) -> s3.IBucket:
    parameter = CfnParameter(
        customer, f"{name}Bucket",
        description=f"The name of the bucket with the {name.lower()}",
        allowed_pattern="^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
    )
    return s3.Bucket.from_bucket_name(customer, name, parameter.value_as_string)


reports = bucket("Reports")
uploads = bucket("Uploads")

AccountAccessRole(
    customer, "Access",
    logical_id="AccountAccessRole",
    naming=customer_role,
    third_party=ThirdPartyPrincipal.account(SELLER_ACCOUNT, external_id=ExternalId.parameter(customer, "ExternalId")),
    permissions=[
        S3Access.list_objects(reports),
        S3Access.list_objects(uploads),
        S3Access.read_objects(reports),
        S3Access.read_write_objects(uploads, prefix="results/"),
    ],
)

app.synth()
