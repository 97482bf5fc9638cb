/**
 * Machines outside of AWS that work with their certificates: a backup server on premises and the runners of a CI system.
 *
 * `ca.pem` is the certificate of the authority that signs the certificates of servers, `ca.crl` lists those that it has revoked.
 */
import { App, Stack, aws_acmpca as acmpca, aws_ecr as ecr, aws_s3 as s3, aws_sns as sns } from 'aws-cdk-lib';
import {
  CertificateBundle, CertificateMatch, CertificateRevocationList, CredentialSource, EcrAccess, RevocationData, RolesAnywhereMonitoring,
  RolesAnywhereProfile, RolesAnywhereRole, S3Access, SessionPolicy, StringMatch, TrustAnchor, TrustAnchorSource,
} from 'cdk-keyless-roles';

const app = new App();
const stack = new Stack(app, 'RolesAnywhere');

// The backup server: one certificate, one folder, and what a session may do at most.
const servers = new TrustAnchor(stack, 'Servers', { source: TrustAnchorSource.certificateBundle(CertificateBundle.fromFile('ca.pem')) });
new CertificateRevocationList(stack, 'RevokedServers', { trustAnchor: servers, crl: RevocationData.fromFile('ca.crl') });
const backups = new s3.Bucket(stack, 'Backups', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
const backup = new RolesAnywhereRole(stack, 'Backup', {
  trustAnchors: [servers],
  certificate: CertificateMatch.of({ subject: { commonName: StringMatch.exactly('backup-01.example.com') } }),
  permissions: [S3Access.writeObjects(backups, { prefix: 'backup-01/' }), S3Access.listObjects(backups, { prefix: 'backup-01/' })],
});
const backupProfile = new RolesAnywhereProfile(stack, 'BackupProfile', {
  roles: [backup],
  sessionPolicy: SessionPolicy.allow(S3Access.writeObjects(backups), S3Access.listObjects(backups)),
});
backupProfile.credentialProcess(backup, {
  source: CredentialSource.files({ certificate: '/etc/pki/backup/certificate.pem', privateKey: '/etc/pki/backup/key.pem' }),
}).addOutputs(stack, { profileName: 'backup', prefix: 'Backup' });

// The runners, which get their certificates from AWS Private CA: whoever of their unit that authority has signed.
const authority = new acmpca.CfnCertificateAuthority(stack, 'RunnersAuthority', {
  type: 'ROOT',
  keyAlgorithm: 'EC_prime256v1',
  signingAlgorithm: 'SHA256WITHECDSA',
  usageMode: 'SHORT_LIVED_CERTIFICATE',
  subject: { organization: 'Example Corp', commonName: 'Example Runners CA' },
});
const runners = new TrustAnchor(stack, 'Runners', { source: TrustAnchorSource.privateCa(authority) });
const images = new ecr.Repository(stack, 'Images');
const build = new RolesAnywhereRole(stack, 'Build', {
  trustAnchors: [runners],
  certificate: CertificateMatch.of({
    subject: { organizationalUnit: StringMatch.exactly('Runners') },
    issuer: { commonName: StringMatch.exactly('Example Runners CA') },
  }),
  permissions: [EcrAccess.push(images)],
});
new RolesAnywhereProfile(stack, 'BuildProfile', { roles: [build] });

// Certificates that expire are an outage: somebody must know before.
new RolesAnywhereMonitoring(stack, 'Certificates', { trustAnchors: [servers, runners], topic: new sns.Topic(stack, 'Operations') });

app.synth();
