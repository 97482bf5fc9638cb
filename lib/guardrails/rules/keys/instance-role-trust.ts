import { list, quote } from '../../../private/errors';
import { shown } from '../../../private/evaluation/text';
import type { Text } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Statement } from '../../../private/template/statement';
import { isForEveryone, principalsOf } from '../../principals';
import type { Found, Rule } from '../../rule';
import { mayBeFor } from '../../statements';

export const instanceRoleTrust: Rule = {
  id: 'instance-role-trust',
  title: 'An instance profile holds a role that EC2 may not assume.',
  why: 'An instance profile is for EC2 alone. Without trust in it the instance starts and gets no credentials, which leads to access keys on it.',
  fix: 'Let ec2.amazonaws.com assume the role, or take the role out of the instance profile.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
  find: (template) => template.roles.filter(({ instanceProfiles }) => instanceProfiles.length > 0).flatMap((role) => judge(role) ?? []),
};

function judge({ resource, trust, instanceProfiles }: Identity): Found | undefined {
  const { statements } = trust!;
  if (statements.some((statement) => statement.effect !== 'Deny' && mayLetEc2In(statement))) return undefined;
  const trusted = [...new Set(statements.filter(({ effect }) => effect === 'Allow').flatMap(({ principals = {} }) => Object.values(principals).flat().map(shown)))];
  return {
    at: resource,
    message: `the role is in the instance profile ${quote(list(instanceProfiles))} and trusts ${trusted.length === 0 ? 'nobody' : quote(list(trusted))}, not ec2.amazonaws.com.`,
    location: 'Properties/AssumeRolePolicyDocument',
  };
}

/** Whether EC2 may assume the role by a statement, as far as it can be read. */
function mayLetEc2In(statement: Statement): boolean {
  if (statement.unreadable !== undefined || statement.notPrincipals !== undefined) return true;
  if (!mayBeFor(statement, 'sts:AssumeRole')) return false;
  return isForEveryone(statement) || principalsOf(statement, 'Service').some(mayBeEc2);
}

/** `ec2.` with the suffix of any partition, which may be a pseudo parameter; a principal of which that is not known may be it. */
function mayBeEc2(principal: Text): boolean {
  return typeof principal !== 'string' && typeof principal.parts[0] !== 'string'
    ? true
    : /^ec2\.(?!application-autoscaling\.)/.test(shown(principal));
}
