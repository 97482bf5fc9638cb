import { App, Duration, Stack, aws_iam as iam, aws_rolesanywhere as rolesanywhere, aws_s3 as s3 } from 'aws-cdk-lib';
import { CertificateMatch, Restriction, RolesAnywhereRole, S3Access, StringMatch } from '../../lib';
import { newStack, normalized, onlyResource, permissionsOf, templateOf, trustOf, warningsOf } from '../helpers';

const ARN = 'arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/11111111-1111-4111-8111-111111111111';
const anchorOf = (scope: Stack) => rolesanywhere.CfnTrustAnchor.fromTrustAnchorArn(scope, 'Anchor', ARN);
const named = (name: string) => CertificateMatch.of({ subject: { commonName: StringMatch.exactly(name) } });

test('with what it needs alone', () => {
  const stack = newStack();
  const anchor = anchorOf(stack);
  const role = new RolesAnywhereRole(stack, 'Role', { trustAnchors: [anchor] });
  expect(trustOf(stack).map(normalized)).toEqual([{
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
    Condition: { ArnEquals: { 'aws:SourceArn': ARN } },
    Effect: 'Allow',
    Principal: { Service: 'rolesanywhere.amazonaws.com' },
  }]);
  expect(role.trustAnchors).toEqual([anchor]);
  expect(warningsOf(stack)).toEqual([expect.stringMatching(/^Every certificate of the trust anchor gets the role/)]);
});

test('with every prop', () => {
  const stack = newStack();
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'backups');
  new RolesAnywhereRole(stack, 'Role', {
    trustAnchors: [anchorOf(stack)],
    certificate: named('backup-1'),
    requireSourceIdentity: true,
    roleSessionName: StringMatch.policyVariable('aws:PrincipalTag/x509Subject/CN'),
    permissions: [S3Access.writeObjects(bucket, { prefix: 'servers/' })],
    restrictions: [Restriction.denyActions(['s3:DeleteObject'])],
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
    maxSessionDuration: Duration.hours(2),
    roleName: 'backup',
    logicalId: 'BackupRole',
  });
  expect(trustOf(stack).map(normalized)).toEqual([
    {
      Action: 'sts:AssumeRole',
      Condition: {
        ArnEquals: { 'aws:SourceArn': ARN },
        StringEquals: {
          'aws:PrincipalTag/x509Subject/CN': 'backup-1',
          'sts:RoleSessionName': '${aws:PrincipalTag/x509Subject/CN}',
          'sts:SourceIdentity': 'CN=backup-1',
        },
      },
      Effect: 'Allow',
      Principal: { Service: 'rolesanywhere.amazonaws.com' },
    },
    {
      Action: 'sts:TagSession',
      Condition: { ArnEquals: { 'aws:SourceArn': ARN }, StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'backup-1' } },
      Effect: 'Allow',
      Principal: { Service: 'rolesanywhere.amazonaws.com' },
    },
    {
      Action: 'sts:SetSourceIdentity',
      Condition: { ArnEquals: { 'aws:SourceArn': ARN }, StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'backup-1', 'sts:SourceIdentity': 'CN=backup-1' } },
      Effect: 'Allow',
      Principal: { Service: 'rolesanywhere.amazonaws.com' },
    },
  ]);
  expect(onlyResource(stack, 'AWS::IAM::Role')).toMatchObject({ RoleName: 'backup', MaxSessionDuration: 7200 });
  expect(Object.keys(templateOf(stack).Resources)).toEqual(['BackupRole']);
  expect(permissionsOf(stack).map(({ Effect }) => Effect)).toEqual(['Deny', 'Allow']);
  expect(warningsOf(stack)).toEqual([]);
});

test('a role without its trust anchors is refused', () => {
  expect(() => new RolesAnywhereRole(newStack(), 'Role', { trustAnchors: [] })).toThrow('The list of trust anchors is empty.');
});

test('a trust anchor of another account is refused', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '444455556666', region: 'us-east-1' } });
  new RolesAnywhereRole(stack, 'Role', { trustAnchors: [anchorOf(stack)], certificate: named('backup-1') });
  expect(() => templateOf(stack)).toThrow("gives roles of the anchor's own account alone: got account '111122223333', where the role is in '444455556666'.");
});

test('a trust anchor that is made in another account is refused', () => {
  const app = new App();
  const [here, there] = ['444455556666', '111122223333'].map((account) => new Stack(app, `In${account}`, { env: { account, region: 'us-east-1' } }));
  const anchor = new rolesanywhere.CfnTrustAnchor(there, 'Anchor', { name: 'anchor', source: { sourceType: 'AWS_ACM_PCA', sourceData: {} } });
  expect(() => new RolesAnywhereRole(here, 'Role', { trustAnchors: [anchor], certificate: named('backup-1') })).toThrow(
    "The trust anchor 'In111122223333/Anchor' is in another account than 'In444455556666/Role': got '111122223333', where the stack is in '444455556666'. IAM Roles Anywhere works within one account: make or name one there.");
});

test('a trust that an escape hatch opens is refused', () => {
  const stack = newStack();
  const role = new RolesAnywhereRole(stack, 'Role', { trustAnchors: [anchorOf(stack)], certificate: named('backup-1') });
  (role.node.defaultChild as iam.CfnRole).addPropertyDeletionOverride('AssumeRolePolicyDocument.Statement.0.Condition.ArnEquals');
  expect(() => templateOf(stack)).toThrow('The trust policy lets in the certificates of every trust anchor of the account');
});
