"""People and pipelines that work in an AWS account without access keys: the Python twin of app.ts, with the same templates."""
import os

from aws_cdk import App, Duration, Environment, RemovalPolicy, Stack, aws_cognito as cognito, aws_iam as iam, aws_s3 as s3
from cdk_keyless_roles import (
    ApplicationRole, CognitoAuthenticatedPrincipal, GitHubActionsPrincipal, GitHubRepository, OidcIdentityProvider, S3Access,
    SamlFederationPrincipal, StringMatch, TrustedAccountPrincipal,
)

app = App()
stack = Stack(app, "Federation", env=Environment(region=os.environ.get("CDK_DEFAULT_REGION", "us-east-1")))
site = s3.Bucket(stack, "Site", removal_policy=RemovalPolicy.RETAIN, enforce_ssl=True)

# GitHub Actions deploys to each environment with a role of its own, from the main branch alone.
shop = GitHubRepository.of(owner="acme", owner_id="1234567", name="shop", repository_id="7654321")
provider = OidcIdentityProvider.shared(stack, "https://token.actions.githubusercontent.com", "sts.amazonaws.com")
for environment in ["staging", "production"]:
    ApplicationRole(
        stack, f"Deploy-{environment}",
        description=f"Deploys the shop to {environment}",
        assumed_by=GitHubActionsPrincipal.environment(shop, environment, branch="main", provider=provider),
        permissions=[S3Access.read_write_objects(site, prefix=f"{environment}/")],
    )

# Users of an app sign in with Cognito, and read what is public to them.
sign_in = cognito.CfnIdentityPool(stack, "SignIn", allow_unauthenticated_identities=False, allow_classic_flow=False)
user = ApplicationRole(
    stack, "User",
    description="Users of the app who have signed in",
    assumed_by=CognitoAuthenticatedPrincipal.identity_pool(sign_in),
    permissions=[S3Access.read_objects(site, prefix="members/")],
)
cognito.CfnIdentityPoolRoleAttachment(stack, "SignInRoles", identity_pool_id=sign_in.ref, roles={"authenticated": user.role_arn})

# Employees sign in to the console with the company's identity provider: everybody reads, administrators of the shop write.
company = iam.SamlProvider.from_saml_provider_arn(
    stack, "Company", stack.format_arn(service="iam", region="", resource="saml-provider", resource_name="ExampleCorp"),
)
ApplicationRole(
    stack, "Reader",
    description="Employees in the console",
    assumed_by=SamlFederationPrincipal.console_and_programmatic(company),
    permissions=[S3Access.list_objects(site), S3Access.read_objects(site)],
)
ApplicationRole(
    stack, "Administrator",
    description="Administrators of the shop, from the command line",
    assumed_by=SamlFederationPrincipal.programmatic(company, attributes={"saml:sub": StringMatch.like("*@shop.example.com")}),
    permissions=[S3Access.read_write_objects(site)],
)

# Operators come from another account of the company, with a second factor of the last hour.
ApplicationRole(
    stack, "Operator",
    description="Operators on call",
    assumed_by=TrustedAccountPrincipal.account("222222222222", organization_id="o-a1b2c3d4e5", max_mfa_age=Duration.hours(1)),
    permissions=[S3Access.read_objects(site)],
)

app.synth()
