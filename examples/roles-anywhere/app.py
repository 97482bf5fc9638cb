"""Machines outside of AWS that work with their certificates: the Python twin of app.ts, with the same template."""
from aws_cdk import App, Stack, aws_acmpca as acmpca, aws_ecr as ecr, aws_s3 as s3, aws_sns as sns
from cdk_keyless_roles import (
    CertificateBundle, CertificateMatch, CertificateNameMatch, CertificateRevocationList, CredentialSource, EcrAccess, RevocationData,
    RolesAnywhereMonitoring, RolesAnywhereProfile, RolesAnywhereRole, S3Access, SessionPolicy, StringMatch, TrustAnchor, TrustAnchorSource,
)

app = App()
stack = Stack(app, "RolesAnywhere")

# The backup server: one certificate, one folder, and what a session may do at most.
servers = TrustAnchor(stack, "Servers", source=TrustAnchorSource.certificate_bundle(CertificateBundle.from_file("ca.pem")))
CertificateRevocationList(stack, "RevokedServers", trust_anchor=servers, crl=RevocationData.from_file("ca.crl"))
backups = s3.Bucket(stack, "Backups", block_public_access=s3.BlockPublicAccess.BLOCK_ALL)
backup = RolesAnywhereRole(
    stack, "Backup",
    trust_anchors=[servers],
    certificate=CertificateMatch.of(subject=CertificateNameMatch(common_name=StringMatch.exactly("backup-01.example.com"))),
    permissions=[S3Access.write_objects(backups, prefix="backup-01/"), S3Access.list_objects(backups, prefix="backup-01/")],
)
backup_profile = RolesAnywhereProfile(
    stack, "BackupProfile",
    roles=[backup],
    session_policy=SessionPolicy.allow(S3Access.write_objects(backups), S3Access.list_objects(backups)),
)
backup_profile.credential_process(
    backup,
    source=CredentialSource.files(certificate="/etc/pki/backup/certificate.pem", private_key="/etc/pki/backup/key.pem"),
).add_outputs(stack, profile_name="backup", prefix="Backup")

# The runners, which get their certificates from AWS Private CA: whoever of their unit that authority has signed.
authority = acmpca.CfnCertificateAuthority(
    stack, "RunnersAuthority",
    type="ROOT",
    key_algorithm="EC_prime256v1",
    signing_algorithm="SHA256WITHECDSA",
    usage_mode="SHORT_LIVED_CERTIFICATE",
    subject=acmpca.CfnCertificateAuthority.SubjectProperty(organization="Example Corp", common_name="Example Runners CA"),
)
runners = TrustAnchor(stack, "Runners", source=TrustAnchorSource.private_ca(authority))
images = ecr.Repository(stack, "Images")
build = RolesAnywhereRole(
    stack, "Build",
    trust_anchors=[runners],
    certificate=CertificateMatch.of(
        subject=CertificateNameMatch(organizational_unit=StringMatch.exactly("Runners")),
        issuer=CertificateNameMatch(common_name=StringMatch.exactly("Example Runners CA")),
    ),
    permissions=[EcrAccess.push(images)],
)
RolesAnywhereProfile(stack, "BuildProfile", roles=[build])

# Certificates that expire are an outage: somebody must know before.
RolesAnywhereMonitoring(stack, "Certificates", trust_anchors=[servers, runners], topic=sns.Topic(stack, "Operations"))

app.synth()
