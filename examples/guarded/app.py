"""Reports that a vendor reads and a pipeline deploys, guarded: the Python twin of app.ts, with the same template."""
from aws_cdk import App, Stack, Validations, aws_ec2 as ec2, aws_s3 as s3
from cdk_keyless_roles import (
    ApplicationRole, ExternalId, GitHubActionsPrincipal, GitHubRepository, InstanceRole, KeylessGuardrails, OidcIdentityProvider, S3Access,
    ThirdPartyPrincipal,
)

app = App()
Validations.of(app).add_plugins(KeylessGuardrails())
stack = Stack(app, "Guarded")
reports = s3.Bucket(stack, "Reports", block_public_access=s3.BlockPublicAccess.BLOCK_ALL)

# The vendor: with the external ID that it gave to this customer, and for these reports alone.
ApplicationRole(
    stack, "Vendor",
    assumed_by=ThirdPartyPrincipal.account("111111111111", external_id=ExternalId.parameter(stack, "ExternalId")),
    permissions=[S3Access.read_objects(reports)],
)

# The pipeline: a token of GitHub in place of the key.
ApplicationRole(
    stack, "Pipeline",
    assumed_by=GitHubActionsPrincipal.environment(
        GitHubRepository.of(owner="acme", owner_id="1234567", name="reports", repository_id="7654321"), "production",
        branch="main",
        provider=OidcIdentityProvider.shared(stack, "https://token.actions.githubusercontent.com", "sts.amazonaws.com"),
    ),
    permissions=[S3Access.write_objects(reports, prefix="templates/")],
)

# The host: its role refuses what came by IMDSv1, and its instances do not have it.
host = InstanceRole(stack, "Host", permissions=[S3Access.read_write_objects(reports)])
ec2.LaunchTemplate(stack, "Hosts", instance_profile=host.instance_profile, require_imdsv2=True)

app.synth()
