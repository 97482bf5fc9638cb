import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { AccessAssertions } from '../../lib/testing/access-assertions';
import { Caller } from '../../lib/testing/caller';
import type { TrustCase, TrustRequest } from '../trust/trust-cases';

const FOLDER = join(__dirname, '..', 'cases', 'trust');
const CASES: TrustCase[] = readdirSync(FOLDER).flatMap((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));

/** What the requests of the cases have not unless they say it. */
const ABSENT = ['sts:RoleSessionName', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:SourceIp', 'aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths'];

const callerOf = ({ AWS, Service, Federated }: TrustRequest['principal']): Caller => {
  if (Service !== undefined) return Caller.service(String(Service));
  if (Federated !== undefined) return String(Federated).includes(':saml-provider/') ? Caller.saml(String(Federated), {}) : Caller.webIdentity(String(Federated), {});
  const role = [AWS].flat().find((name) => name.includes(':role/'));
  return role === undefined ? Caller.account(String([AWS].flat()[0].split(':')[4])) : Caller.role(role);
};

describe.each(CASES.map((one): [string, TrustCase] => [one.principal, one]))('%s', (_, { policy, requests }) => {
  const access = AccessAssertions.fromTemplate({
    Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy } } },
  }, { account: '111122223333', region: 'us-west-2' });

  // A service makes no other call than sts:AssumeRole, so that there is no such caller.
  const possible = requests.filter(({ request }) => request.principal.Service === undefined || request.actions[0] === 'sts:AssumeRole');

  test.each(possible.map((request): [string, any] => [request.name, request]))('%s', (__, { request, expected }) => {
    const { principal, actions, context } = request as TrustRequest;
    // A case names the keys of tags one by one, or none.
    const tags = actions.includes('sts:TagSession') ? { sessionTags: { any: 'any' }, context: { 'aws:RequestTag/any': [], 'aws:TagKeys': [] } } : {};
    const options = {
      ...tags,
      ...(actions.includes('sts:SetSourceIdentity') && { sourceIdentity: 'any' }),
      anyOtherContext: false,
      context: {
        ...Object.fromEntries([...ABSENT, 'sts:SourceIdentity'].map((key) => [key, []])),
        ...tags.context,
        ...Object.fromEntries(Object.entries(context).map(([key, values]) => [key, [values].flat()])),
      },
    };
    const role = access.role('Role');
    if (expected === 'allow') role.isAssumableBy(callerOf(principal), options);
    else role.isNotAssumableBy(callerOf(principal), options);
  });
});
