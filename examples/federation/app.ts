/**
 * People and pipelines that work in an AWS account without access keys: they show a token or an assertion of whoever they sign in with.
 */
import { App, Duration, RemovalPolicy, Stack, aws_cognito as cognito, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import {
  ApplicationRole, CognitoAuthenticatedPrincipal, GitHubActionsPrincipal, GitHubRepository, OidcIdentityProvider, S3Access,
  SamlFederationPrincipal, StringMatch, TrustedAccountPrincipal,
} from 'cdk-keyless-roles';

const app = new App();
const stack = new Stack(app, 'Federation', { env: { region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' } });
const site = new s3.Bucket(stack, 'Site', { removalPolicy: RemovalPolicy.RETAIN, enforceSSL: true });

// GitHub Actions deploys to each environment with a role of its own, from the main branch alone.
const shop = GitHubRepository.of({ owner: 'acme', ownerId: '1234567', name: 'shop', repositoryId: '7654321' });
const provider = OidcIdentityProvider.shared(stack, 'https://token.actions.githubusercontent.com', 'sts.amazonaws.com');
for (const environment of ['staging', 'production']) {
  new ApplicationRole(stack, `Deploy-${environment}`, {
    description: `Deploys the shop to ${environment}`,
    assumedBy: GitHubActionsPrincipal.environment(shop, environment, { branch: 'main', provider }),
    permissions: [S3Access.readWriteObjects(site, { prefix: `${environment}/` })],
  });
}

// Users of an app sign in with Cognito, and read what is public to them.
const signIn = new cognito.CfnIdentityPool(stack, 'SignIn', { allowUnauthenticatedIdentities: false, allowClassicFlow: false });
const user = new ApplicationRole(stack, 'User', {
  description: 'Users of the app who have signed in',
  assumedBy: CognitoAuthenticatedPrincipal.identityPool(signIn),
  permissions: [S3Access.readObjects(site, { prefix: 'members/' })],
});
new cognito.CfnIdentityPoolRoleAttachment(stack, 'SignInRoles', { identityPoolId: signIn.ref, roles: { authenticated: user.roleArn } });

// Employees sign in to the console with the company's identity provider: everybody reads, administrators of the shop write.
const company = iam.SamlProvider.fromSamlProviderArn(stack, 'Company', stack.formatArn({
  service: 'iam', region: '', resource: 'saml-provider', resourceName: 'ExampleCorp',
}));
new ApplicationRole(stack, 'Reader', {
  description: 'Employees in the console',
  assumedBy: SamlFederationPrincipal.consoleAndProgrammatic(company),
  permissions: [S3Access.listObjects(site), S3Access.readObjects(site)],
});
new ApplicationRole(stack, 'Administrator', {
  description: 'Administrators of the shop, from the command line',
  assumedBy: SamlFederationPrincipal.programmatic(company, { attributes: { 'saml:sub': StringMatch.like('*@shop.example.com') } }),
  permissions: [S3Access.readWriteObjects(site)],
});

// Operators come from another account of the company, with a second factor of the last hour.
new ApplicationRole(stack, 'Operator', {
  description: 'Operators on call',
  assumedBy: TrustedAccountPrincipal.account('222222222222', { organizationId: 'o-a1b2c3d4e5', maxMfaAge: Duration.hours(1) }),
  permissions: [S3Access.readObjects(site)],
});

app.synth();
