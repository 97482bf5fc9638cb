import { X509Certificate } from 'crypto';
import { rootCertificates } from 'tls';
import type { CertificateFields } from './x509';
import { comparableName, isIssuedBy, readCertificate } from './x509';

/** The publicly trusted root that a certificate is, shares the key with, or is signed by, of those that Node brings along. */
export function publicRootOf(certificate: CertificateFields): CertificateFields | undefined {
  return (roots().get(comparableName(certificate.subject)) ?? []).find(({ publicKey }) => publicKey.equals(certificate.publicKey))
    ?? (roots().get(comparableName(certificate.issuer)) ?? []).find((root) => isIssuedBy(certificate, root) === true);
}

let known: Map<string, CertificateFields[]> | undefined;

/** Read when a certificate is first checked: it takes some milliseconds. */
function roots(): Map<string, CertificateFields[]> {
  if (known === undefined) {
    known = new Map();
    for (const pem of rootCertificates) {
      const root = readCertificate(new X509Certificate(pem).raw);
      const name = comparableName(root.subject);
      known.set(name, [...known.get(name) ?? [], root]);
    }
  }
  return known;
}
