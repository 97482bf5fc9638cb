import type { AnywhereStatement } from './rolesanywhere';
import { allAnywhereStatements } from './rolesanywhere';
import { shown } from '../../../private/evaluation/text';
import { ROLES_ANYWHERE_ACTIONS, pinsAnchor, pinsCertificate } from '../../../private/roles-anywhere-trust';
import type { Rule } from '../../rule';
import { called, isPositive, pins, subjectOf, testsOf, whenever } from '../../statements';

export const rolesAnywhereCertificateOpen: Rule = {
  id: 'rolesanywhere-certificate-open',
  title: 'Every certificate of a trust anchor gets a role.',
  why: 'A certificate authority signs for more than one purpose: whoever gets any certificate of it, for a web site or a laptop, has the permissions of the role.',
  fix: 'Test attributes of the certificate, such as aws:PrincipalTag/x509Subject/CN and aws:PrincipalTag/x509Issuer/CN, with StringEquals.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html',
  find: (template) => allAnywhereStatements(template).filter(isOpen).map((one) => ({
    at: one.role.resource,
    subject: subjectOf(one.statement, one.actions[0]),
    message: `${called(one.statement)} of the trust policy lets in every certificate of the trust anchor, whoever it was made for: `
      + `${namesSession(one) ? 'it demands the name of the certificate as that of the session, which any of them meets' : 'it tests no attribute of the certificate'}${whenever(one.statement)}.`,
    location: one.statement.location,
    ...(namesSession(one) && { level: 'info' as const }),
  })),
};

/** Where no trust anchor is named, that is what is wrong first. */
function isOpen({ statement, trust, actions }: AnywhereStatement): boolean {
  const isNamed = trust.conditions.some(pinsAnchor) || pins(statement, 'aws:SourceAccount');
  return isNamed && actions.includes(ROLES_ANYWHERE_ACTIONS[0]) && !trust.conditions.some(pinsCertificate);
}

/** Nodes of EKS outside of AWS have a certificate authority of their own, and the name of a node in the name of its session. */
function namesSession({ statement }: AnywhereStatement): boolean {
  return testsOf(statement, 'sts:RoleSessionName')
    .some((test) => isPositive(test) && test.values.some((value) => /\$\{aws:PrincipalTag\/x509/i.test(shown(value))));
}
