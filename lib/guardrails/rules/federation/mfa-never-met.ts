import { demandsFactor, deniesWithout, mfaTests, nameOf } from './mfa';
import type { Identity } from '../../../private/template/identities';
import type { Statement } from '../../../private/template/statement';
import type { Found, Rule } from '../../rule';
import { called, isForEverything, whenever } from '../../statements';

export const mfaNeverMet: Rule = {
  id: 'mfa-never-met',
  title: 'A role for workloads asks for a second factor, which they never have.',
  why: 'Services, and callers of identity providers, get sessions that say nothing of a second factor of IAM. An Allow that demands one allows nothing, and a Deny of all without one denies everything.',
  fix: 'Take the test out of what is for workloads; have the identity provider demand the second factor of its users.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html',
  find: (template) => template.roles.flatMap((role): Found[] => {
    const trusting = role.trust!.statements.filter(({ effect }) => effect !== 'Deny');
    const inTrust = trusting.filter((statement) => statement.effect === 'Allow' && isForWorkloads(statement) && demandsFactor(statement))
      .map((statement) => found(role, role.trust!.resource, statement, 'of the trust policy lets in nobody'));
    if (trusting.length === 0 || !trusting.every(isForWorkloads)) return inTrust;
    const inPolicies = role.policies.flatMap((policy) => policy.statements.flatMap((statement) => {
      if (statement.effect === 'Allow' && demandsFactor(statement)) return [found(role, policy.resource, statement, 'allows nothing')];
      const isForAll = isForEverything(statement) && (statement.notActions !== undefined || (statement.actions?.includes('*') ?? false));
      return deniesWithout(statement) && isForAll && onlyTestsFactor(statement) ? [found(role, policy.resource, statement, 'denies everything')] : [];
    }));
    return [...inTrust, ...inPolicies];
  }),
};

function isForWorkloads({ principals }: Statement): boolean {
  const kinds = Object.keys(principals ?? {});
  return kinds.length > 0 && kinds.every((kind) => kind === 'Service' || kind === 'Federated');
}

function onlyTestsFactor(statement: Statement): boolean {
  return statement.tests.length === mfaTests(statement).length;
}

function found(role: Identity, at: Found['at'], statement: Statement, does: string): Found {
  const [test] = mfaTests(statement);
  return {
    at,
    subject: nameOf(statement),
    location: statement.location,
    message: `${called(statement)} ${does}${does.endsWith('nobody') ? '' : ` to the role '${role.resource.logicalId}'`}: it tests ${test.key}, and workloads never have a second factor${whenever(statement)}.`,
  };
}
