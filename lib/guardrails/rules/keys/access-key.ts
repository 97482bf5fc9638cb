import { Users } from './users';
import { quote } from '../../../private/errors';
import { shown } from '../../../private/evaluation/text';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';

export const accessKey: Rule = {
  id: 'access-key',
  title: 'The template makes an access key.',
  why: 'An access key stays valid until somebody deletes it, wherever a copy of it ends up. Whoever finds one acts as its user from anywhere in the world.',
  fix: 'Give the application a role: of its instance, task, function or pod, of its CI provider, or by IAM Roles Anywhere for a machine outside of AWS.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
  find: (template) => {
    const users = new Users(template);
    return [
      ...template.ofType('AWS::IAM::AccessKey').map((resource) => ofResource(resource, template, users)),
      ...template.resources.filter((resource) => callsForKey(resource, template)).map((resource): Found => ({
        at: resource,
        message: 'the custom resource calls iam:CreateAccessKey, which makes an access key.',
        location: 'Properties',
      })),
    ];
  },
};

function ofResource(resource: Resource, template: Template, users: Users): Found {
  const { UserName: name, Status: status } = resource.properties;
  const names = template.texts(name);
  const of = `the access key of the user ${quote(names.map(shown).join(' or '))}`;
  if (template.texts(status).some((one) => one === 'Inactive') && template.texts(status).length === 1) {
    return { at: resource, level: 'info', message: `${of} is inactive, and still there to be made active.`, location: 'Properties/Status' };
  }
  const owners = names.map((one) => users.called(one));
  if (owners.length > 0 && owners.every((owner) => owner !== undefined && users.onlySendsEmail(owner))) {
    return { at: resource, level: 'warning', message: `${of} is for sending email alone: the SMTP endpoint of SES takes no role, its API does.`, location: 'Properties' };
  }
  return { at: resource, message: `${of} is made and stays valid until it is deleted.`, location: 'Properties' };
}

/** What AwsCustomResource of CDK and its like have: a call to the SDK as JSON in one of these. */
const CALLS = ['Create', 'Update'];

function callsForKey({ type, properties }: Resource, template: Template): boolean {
  if (!type.startsWith('Custom::') && type !== 'AWS::CloudFormation::CustomResource') return false;
  return CALLS.some((call) => template.texts(properties[call]).map(shown).some((text) =>
    /"action":"createAccessKey(Command)?"/i.test(text) && /"service":"(@aws-sdk\/client-)?iam"/i.test(text)));
}
