import { Users } from './users';
import type { Identity } from '../../../private/template/identities';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';

export const iamUser: Rule = {
  id: 'iam-user',
  title: 'The template makes an IAM user for a program.',
  why: 'A user with permissions and without a password for the console can be used with access keys alone, which are long-term secrets, even if the template makes none.',
  fix: 'Make a role that the program assumes; for people, use IAM Identity Center.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
  find: (template) => {
    const users = new Users(template);
    // What is said of their keys is enough.
    const withKey = new Set(template.ofType('AWS::IAM::AccessKey').flatMap(({ properties }) => template.texts(properties.UserName).map((name) => users.called(name))));
    return users.all.filter((user) => users.isAllowedSomething(user) && !withKey.has(user)).flatMap((user) => judge(user, template, users) ?? []);
  },
};

function judge(user: Identity, template: Template, users: Users): Found | undefined {
  const { resource } = user;
  const password = resource.properties.LoginProfile;
  if (password !== undefined && !template.reader.isSometimesAbsent(password)) return undefined;
  const at = { at: resource, location: 'Properties' };
  if (password !== undefined) return { ...at, level: 'info', message: 'the user has permissions, and may be one without a password for the console.' };
  if (users.onlySendsEmail(user)) return { ...at, level: 'info', message: 'the user may send email and nothing else: the SMTP endpoint of SES takes no role, its API does.' };
  return { ...at, message: 'the user has permissions and no password for the console, so that it is used with access keys.' };
}
