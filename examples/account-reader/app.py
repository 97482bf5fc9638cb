"""A security product that reads how its customers' accounts are set up: the Python twin of app.ts, with the same template."""
from aws_cdk import App
from cdk_keyless_roles import Access, AccountAccessRole, CustomerStack, ExternalId, Restriction, RoleNaming, ThirdPartyPrincipal

app = App()
customer = CustomerStack(app, "AccountReader", description="Lets the security product read how this account is set up")

AccountAccessRole(
    customer, "Access",
    logical_id="AccountReaderRole",
    naming=RoleNaming.exactly("security-reader"),
    third_party=ThirdPartyPrincipal.role("111111111111", "scanner", external_id=ExternalId.parameter(customer, "ExternalId")),
    permissions=[
        Access.account_wide(
            [
                "access-analyzer:ListAnalyzers",
                "cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus",
                "config:DescribeConfigurationRecorders",
                "ec2:DescribeInstances", "ec2:DescribeSecurityGroups", "ec2:DescribeVolumes", "ec2:DescribeVpcs",
                "iam:GetAccountPasswordPolicy", "iam:GetAccountSummary", "iam:ListRoles", "iam:ListUsers",
                "kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:ListKeys",
                "rds:DescribeDBInstances", "rds:DescribeDBSnapshots",
                "s3:GetAccountPublicAccessBlock", "s3:GetBucketPolicyStatus", "s3:GetBucketPublicAccessBlock", "s3:GetEncryptionConfiguration",
                "s3:ListAllMyBuckets",
            ],
            reason="The product compares the settings of every resource with the CIS benchmark.",
        ),
        # What answers with what the account stores is named one by one, with a reason of its own.
        Access.account_wide(["lambda:GetFunction"], reason="The product looks for known weaknesses in the code of functions."),
    ],
    # Whatever a customer attaches to the role later: it never reads data.
    restrictions=[
        Restriction.deny_actions(["dynamodb:GetItem", "dynamodb:Scan", "s3:GetObject", "secretsmanager:GetSecretValue", "ssm:GetParameter*"]),
    ],
)

app.synth()
