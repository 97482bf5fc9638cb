/**
 * A security product that reads how its customers' accounts are set up, and nothing that they store.
 *
 * Each customer deploys the template in his account; it makes one role, which the product's scanner alone assumes.
 */
import { App } from 'aws-cdk-lib';
import { Access, AccountAccessRole, CustomerStack, ExternalId, Restriction, RoleNaming, ThirdPartyPrincipal } from 'cdk-keyless-roles';

const app = new App();
const customer = new CustomerStack(app, 'AccountReader', { description: 'Lets the security product read how this account is set up' });

new AccountAccessRole(customer, 'Access', {
  logicalId: 'AccountReaderRole',
  naming: RoleNaming.exactly('security-reader'),
  thirdParty: ThirdPartyPrincipal.role('111111111111', 'scanner', { externalId: ExternalId.parameter(customer, 'ExternalId') }),
  permissions: [
    Access.accountWide([
      'access-analyzer:ListAnalyzers',
      'cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus',
      'config:DescribeConfigurationRecorders',
      'ec2:DescribeInstances', 'ec2:DescribeSecurityGroups', 'ec2:DescribeVolumes', 'ec2:DescribeVpcs',
      'iam:GetAccountPasswordPolicy', 'iam:GetAccountSummary', 'iam:ListRoles', 'iam:ListUsers',
      'kms:DescribeKey', 'kms:GetKeyRotationStatus', 'kms:ListKeys',
      'rds:DescribeDBInstances', 'rds:DescribeDBSnapshots',
      's3:GetAccountPublicAccessBlock', 's3:GetBucketPolicyStatus', 's3:GetBucketPublicAccessBlock', 's3:GetEncryptionConfiguration', 's3:ListAllMyBuckets',
    ], { reason: 'The product compares the settings of every resource with the CIS benchmark.' }),
    // What answers with what the account stores is named one by one, with a reason of its own.
    Access.accountWide(['lambda:GetFunction'], { reason: 'The product looks for known weaknesses in the code of functions.' }),
  ],
  // Whatever a customer attaches to the role later: it never reads data.
  restrictions: [Restriction.denyActions(['dynamodb:GetItem', 'dynamodb:Scan', 's3:GetObject', 'secretsmanager:GetSecretValue', 'ssm:GetParameter*'])],
});

app.synth();
