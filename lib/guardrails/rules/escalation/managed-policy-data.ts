import { holdersOf, isBounded } from './holders';
import { awsManagedPolicy, dataReadBy } from './managed-policies';
import type { Identity } from '../../../private/template/identities';
import type { Found, Level, Rule } from '../../rule';

export const managedPolicyData: Rule = {
  id: 'managed-policy-data',
  title: 'A managed policy of AWS gives access to the data of a whole account.',
  why: 'Managed policies of AWS name no resource: with one that reads data, a role reads the data of every application in the account, and what it reads grows whenever AWS changes the policy.',
  fix: 'Give the role the actions that it needs on the resources that it needs; SecurityAudit and ViewOnlyAccess show how things are set up without what is in them.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
  find: (template) => holdersOf(template).flatMap(({ identity }) => identity === undefined ? [] :
    identity.managedPolicyArns.flatMap((arn) => findAt(identity, awsManagedPolicy(arn)))),
};

/** Policies for the roles of services are what AWS has the service need. */
function findAt(identity: Identity, policy: string | undefined): Found[] {
  if (policy === undefined || /^(aws-)?service-role\//.test(policy)) return [];
  const read = dataReadBy(policy);
  if (read === undefined) return [];
  if (isBounded(identity)) return [found(identity, policy, 'info', `reads the data of ${read.services} in the whole account, as far as its boundary lets it`)];
  return [found(identity, policy, read.isAll ? 'error' : 'warning', `reads the data of ${read.services} in the whole account`)];
}

function found({ kind, resource }: Identity, policy: string, level: Level, what: string): Found {
  return { at: resource, subject: policy, level, location: resource.madeOf === undefined ? 'Properties/ManagedPolicyArns' : 'Properties/Policies', message: `The ${kind} has the managed policy ${policy} of AWS, with which it ${what}.` };
}
