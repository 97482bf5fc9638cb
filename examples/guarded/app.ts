/**
 * Reports that a vendor reads and a pipeline deploys, without a key, and guarded: what must not ship fails the synthesis.
 *
 * careless.ts is the app before; app.test.ts says who gets in and what they can do.
 */
import { App, Stack, Validations, aws_ec2 as ec2, aws_s3 as s3 } from 'aws-cdk-lib';
import {
  ApplicationRole, ExternalId, GitHubActionsPrincipal, GitHubRepository, InstanceRole, KeylessGuardrails, OidcIdentityProvider, S3Access,
  ThirdPartyPrincipal,
} from 'cdk-keyless-roles';

const app = new App();
Validations.of(app).addPlugins(new KeylessGuardrails());
export const stack = new Stack(app, 'Guarded');
export const reports = new s3.Bucket(stack, 'Reports', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });

// The vendor: with the external ID that it gave to this customer, and for these reports alone.
new ApplicationRole(stack, 'Vendor', {
  assumedBy: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.parameter(stack, 'ExternalId') }),
  permissions: [S3Access.readObjects(reports)],
});

// The pipeline: a token of GitHub in place of the key.
new ApplicationRole(stack, 'Pipeline', {
  assumedBy: GitHubActionsPrincipal.environment(
    GitHubRepository.of({ owner: 'acme', ownerId: '1234567', name: 'reports', repositoryId: '7654321' }), 'production', {
      branch: 'main',
      provider: OidcIdentityProvider.shared(stack, 'https://token.actions.githubusercontent.com', 'sts.amazonaws.com'),
    },
  ),
  permissions: [S3Access.writeObjects(reports, { prefix: 'templates/' })],
});

// The host: its role refuses what came by IMDSv1, and its instances do not have it.
const host = new InstanceRole(stack, 'Host', { permissions: [S3Access.readWriteObjects(reports)] });
new ec2.LaunchTemplate(stack, 'Hosts', { instanceProfile: host.instanceProfile, requireImdsv2: true });

app.synth();
