import { Aws, CfnParameter, Lazy, aws_iam as iam } from 'aws-cdk-lib';
import { ApplicationRole, ExternalId, ThirdPartyPrincipal } from '../../lib';
import { newStack, normalized, templateOf, trustOf, warningsOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';

const FIRST = '3f0c8e52-9d6a-4f41-8b55-0d6c4b1f7a21';
const SECOND = 'b5a1d7c4-2e90-4a3b-9f16-7c8d2e4a6b90';
const ORGANIZATION = 'o-a1b2c3d4e5';

describePrincipalContract('ThirdPartyPrincipal.account()', () => ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(FIRST) }), {
  statements: [trusting('111111111111', { StringEquals: { 'sts:ExternalId': FIRST } })],
  fragment: { StringEquals: { 'sts:ExternalId': FIRST } },
});

describePrincipalContract('ThirdPartyPrincipal.account() with a parameter', (stack) => ThirdPartyPrincipal.account('111111111111', {
  externalId: ExternalId.parameter(stack, 'ExternalId'),
  organizationId: ORGANIZATION,
}), {
  statements: [trusting('111111111111', { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'sts:ExternalId': '${ExternalId}' } })],
  fragment: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'sts:ExternalId': '${ExternalId}' } },
});

describePrincipalContract('ThirdPartyPrincipal.account() with two external IDs', () => ThirdPartyPrincipal.account('111111111111', {
  externalId: ExternalId.anyOf(ExternalId.of(FIRST), ExternalId.of(SECOND)),
}), {
  statements: [FIRST, SECOND].map((externalId) => trusting('111111111111', { StringEquals: { 'sts:ExternalId': externalId } })),
  fragment: { StringEquals: { 'sts:ExternalId': [FIRST, SECOND] } },
});

describePrincipalContract('ThirdPartyPrincipal.role()', () => ThirdPartyPrincipal.role('111111111111', 'AcmeHost', {
  externalId: ExternalId.of(FIRST),
  organizationId: ORGANIZATION,
  rolePath: '/service/',
}), {
  statements: [trusting('111111111111', {
    ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/service/AcmeHost' },
    StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'sts:ExternalId': FIRST },
  })],
  fragment: {
    ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/service/AcmeHost' },
    StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'sts:ExternalId': FIRST },
  },
});

describePrincipalContract('ThirdPartyPrincipal.bySite()', (stack) => ThirdPartyPrincipal.bySite(new CfnParameter(stack, 'Site'), { eu: '111111111111', us: '222222222222' }, {
  externalId: ExternalId.of(FIRST),
  roleName: 'AcmeHost',
}), {
  statements: [trusting('${SiteAccounts.${Site}.AccountId}', {
    ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::${SiteAccounts.${Site}.AccountId}:role/AcmeHost' },
    StringEquals: { 'sts:ExternalId': FIRST },
  })],
  fragment: {
    ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::${SiteAccounts.${Site}.AccountId}:role/AcmeHost' },
    StringEquals: { 'sts:ExternalId': FIRST },
  },
});

test('external IDs of a plain role cannot replace those of the principal', () => {
  const assumedBy = ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(FIRST) });
  expect(() => new iam.Role(newStack(), 'Role', { assumedBy, externalIds: [SECOND] })).toThrow(
    new Error(`The condition StringEquals on 'sts:ExternalId' is already set by ThirdPartyPrincipal, and a second one would replace it: got '"${SECOND}"' beside '"${FIRST}"'. Leave it out, or make another principal.`));
  expect(() => new iam.Role(newStack(), 'Role', { assumedBy: new iam.CompositePrincipal(assumedBy), externalIds: [FIRST, SECOND] })).toThrow(/a second one would replace it/);
});

test.each<[string, any, RegExp]>([
  ['no options', undefined, /^ThirdPartyPrincipal has no external ID/],
  ['null', { externalId: null }, /^ThirdPartyPrincipal has no external ID/],
  ['a text', { externalId: FIRST }, new RegExp(`^The external ID of ThirdPartyPrincipal is not an ExternalId: got '${FIRST}'\\. Write ExternalId\\.of\\(\\) around it`)],
])('%s for an external ID, as JavaScript allows, is an error', (_, options, message) => {
  expect(() => ThirdPartyPrincipal.account('111111111111', options)).toThrow(message);
  expect(() => ThirdPartyPrincipal.role('111111111111', 'AcmeHost', options)).toThrow(message);
  expect(() => ThirdPartyPrincipal.bySite(new CfnParameter(newStack(), 'Site'), { eu: '111111111111' }, options)).toThrow(message);
});

describePrincipalContract('ThirdPartyPrincipal.anyOf()', () => ThirdPartyPrincipal.anyOf(
  ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(FIRST) }),
  ThirdPartyPrincipal.account('222222222222', { externalId: ExternalId.of(SECOND) }),
), {
  statements: [
    trusting('111111111111', { StringEquals: { 'sts:ExternalId': FIRST } }),
    trusting('222222222222', { StringEquals: { 'sts:ExternalId': SECOND } }),
  ],
});

describePrincipalContract('ThirdPartyPrincipal.account() without an external ID', () => ThirdPartyPrincipal.account('111111111111', {
  externalId: ExternalId.none('The vendor cannot send one.'),
}), {
  statements: [trusting('111111111111')],
  fragment: {},
});

test('two accounts with the same external ID fit into one statement of a resource policy', () => {
  const principal = ThirdPartyPrincipal.anyOf(
    ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(FIRST) }),
    ThirdPartyPrincipal.account('222222222222', { externalId: ExternalId.of(FIRST) }),
  );
  expect(newStack().resolve(principal.policyFragment.conditions)).toEqual({ StringEquals: { 'sts:ExternalId': FIRST } });
  expect(principal.policyFragment.principalJson.AWS).toHaveLength(2);
});

test('two roles of one account with external IDs of their own do not fit into one statement', () => {
  const principal = ThirdPartyPrincipal.anyOf(
    ThirdPartyPrincipal.role('111111111111', 'First', { externalId: ExternalId.of(FIRST) }),
    ThirdPartyPrincipal.role('111111111111', 'Second', { externalId: ExternalId.of(SECOND) }),
  );
  expect(() => principal.policyFragment).toThrow(/which one statement cannot say: it would let each caller in with the condition of another/);
});

test('session tags of one of several third parties are not given to the others', () => {
  const stack = newStack();
  const tagging = ThirdPartyPrincipal.account('222222222222', { externalId: ExternalId.of(SECOND) }).withSessionTags() as ThirdPartyPrincipal;
  new iam.Role(stack, 'Role', { assumedBy: ThirdPartyPrincipal.anyOf(ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(FIRST) }), tagging) });
  expect(trustOf(stack).map((statement) => statement.Action)).toEqual(['sts:AssumeRole', ['sts:AssumeRole', 'sts:TagSession']]);
});

describe('bySite', () => {
  test('with a path but no name of a role is an error, as the path alone fences nothing', () => {
    expect(() => ThirdPartyPrincipal.bySite(new CfnParameter(newStack(), 'Site'), { eu: '111111111111' }, { externalId: ExternalId.of(FIRST), rolePath: '/service/' })).toThrow(
      new Error("The path of the third party's role is given without its name, so every role of the account could call: got '/service/'. Give 'roleName' too, or leave 'rolePath' out."));
  });

  test('offers the sites, and holds their accounts in the template', () => {
    const stack = newStack();
    new iam.Role(stack, 'Role', { assumedBy: ThirdPartyPrincipal.bySite(new CfnParameter(stack, 'Site'), { eu: '111111111111', us: '222222222222' }, { externalId: ExternalId.of(FIRST) }) });
    const template = templateOf(stack);
    expect(template.Parameters.Site).toEqual({ Type: 'String', AllowedValues: ['eu', 'us'] });
    expect(template.Mappings).toEqual({ SiteAccounts: { eu: { AccountId: '111111111111' }, us: { AccountId: '222222222222' } } });
  });

  test('keeps the values that the parameter allows', () => {
    const stack = newStack();
    new iam.Role(stack, 'Role', {
      assumedBy: ThirdPartyPrincipal.bySite(new CfnParameter(stack, 'Site', { allowedValues: ['eu'], default: 'eu' }), { eu: '111111111111', us: '222222222222' }, { externalId: ExternalId.of(FIRST) }),
    });
    expect(templateOf(stack).Parameters.Site).toEqual({ Type: 'String', AllowedValues: ['eu'], Default: 'eu' });
  });

  test('can be used twice for one parameter', () => {
    const stack = newStack();
    const site = new CfnParameter(stack, 'Site');
    for (const name of ['First', 'Second']) {
      new iam.Role(stack, name, { assumedBy: ThirdPartyPrincipal.bySite(site, { eu: '111111111111' }, { externalId: ExternalId.of(FIRST), roleName: name }) });
    }
    expect(Object.keys(templateOf(stack).Mappings)).toEqual(['SiteAccounts', 'SiteAccounts2']);
  });

  test.each([
    [{}, {}, 'The list of sites and accounts is empty. Give at least one site with its account.'],
    [{}, { 'eu west': '111111111111' }, "The name of a site is not one that a mapping takes: got 'eu west'. Allowed: letters, digits, hyphens and dots."],
    [{}, { eu: '1111' }, "The third party's account is not an AWS account id: got '1111'. Write all 12 digits, leading zeros too, without hyphens."],
    [{ type: 'Number' }, { eu: '111111111111' }, "The site parameter 'Site' is of type 'Number'. Make it 'String'."],
    [{ allowedValues: ['eu', 'us'] }, { eu: '111111111111' }, "The site parameter 'Site' allows a site without an account: got 'us'. Known sites are 'eu'. Give each site its account."],
    [{ default: 'us' }, { eu: '111111111111' }, "The site parameter 'Site' allows a site without an account: got 'us'. Known sites are 'eu'. Give each site its account."],
  ])('refuses %j with %j', (parameter, accounts, message) => {
    const site = new CfnParameter(newStack(), 'Site', parameter);
    const options = { externalId: ExternalId.of(FIRST) };
    expect(() => ThirdPartyPrincipal.bySite(site, accounts as Record<string, string>, options)).toThrow(new Error(message));
  });
});

describe('wrapped by hand', () => {
  const pinned = ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(FIRST) });

  test.each<[string, iam.IPrincipal]>([
    ['with conditions', new iam.PrincipalWithConditions(pinned, { StringEquals: { 'sts:ExternalId': 'another-external-id' } })],
    ['with conditions in other letters', new iam.PrincipalWithConditions(pinned, { StringEquals: { 'sts:externalid': 'another-external-id' } })],
    ['with session tags and conditions', new iam.PrincipalWithConditions(new iam.SessionTagsPrincipal(pinned), { StringEquals: { 'sts:ExternalId': 'another-external-id' } })],
    ['with conditions inside of a composite', new iam.CompositePrincipal(new iam.PrincipalWithConditions(pinned, { StringEquals: { 'sts:ExternalId': 'another-external-id' } }))],
  ])('%s, an ApplicationRole keeps the pin', (_, assumedBy) => {
    expect(() => new ApplicationRole(newStack(), 'Role', { assumedBy })).toThrow(/is already set by ThirdPartyPrincipal, and a second one would replace it/);
  });

  test('with a condition on another key is fine, and its warnings stay', () => {
    const stack = newStack();
    const guessable = ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of('myapp') });
    new ApplicationRole(stack, 'Role', { assumedBy: new iam.PrincipalWithConditions(guessable, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }) });
    expect(warningsOf(stack)).toEqual([expect.stringContaining("'myapp' can be guessed")]);
  });
});

test('the same account with and without an external ID warns', () => {
  const stack = newStack();
  const pinned = ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(FIRST) });
  new ApplicationRole(stack, 'Role', { assumedBy: new iam.CompositePrincipal(pinned, new iam.AccountPrincipal('111111111111')) });
  expect(warningsOf(stack)).toEqual([expect.stringMatching(/^The role demands an external ID of 'arn:.*:iam::111111111111:root' in one statement and lets the same caller in without it in another/)]);
});

test.each([undefined, null, '', []])('a condition whose value is %j is an error', (value) => {
  const pinned = ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(FIRST) });
  expect(() => pinned.withConditions({ StringEquals: { 'aws:PrincipalOrgID': value as any } })).toThrow(/^The condition StringEquals on 'aws:PrincipalOrgID' of ThirdPartyPrincipal has no value, so it would be missing in the template/);
});

describe('bad input', () => {
  const externalId = ExternalId.of(FIRST);
  const token = () => new CfnParameter(newStack(), 'Parameter').valueAsString;

  test.each([
    ['11111111111', "got '11111111111'. Write all 12 digits, leading zeros too, without hyphens."],
    ['1111-1111-1111', "got '1111-1111-1111'. Write all 12 digits, leading zeros too, without hyphens."],
    [11111111111 as unknown as string, "got '11111111111'. Write it in quotes, so that leading zeros stay."],
    ['', "got ''. Write all 12 digits, leading zeros too, without hyphens."],
  ])('account %p', (account, text) => {
    expect(() => ThirdPartyPrincipal.account(account, { externalId })).toThrow(new Error(`The third party's account is not an AWS account id: ${text}`));
  });

  test('an account from a parameter, which a link could fill in', () => {
    const message = /^The third party's account is not known before the template is deployed: got a token\. Whoever sends a link to the template could fill in a value of his own/;
    expect(() => ThirdPartyPrincipal.account(token(), { externalId })).toThrow(message);
    expect(() => ThirdPartyPrincipal.account(Aws.ACCOUNT_ID, { externalId })).toThrow(message);
    expect(() => ThirdPartyPrincipal.role(token(), 'AcmeHost', { externalId })).toThrow(message);
  });

  test('a role, path or organization from a token', () => {
    expect(() => ThirdPartyPrincipal.role('111111111111', token(), { externalId })).toThrow(/^The name of the third party's role is not known before/);
    expect(() => ThirdPartyPrincipal.role('111111111111', 'AcmeHost', { externalId, rolePath: token() })).toThrow(/^The path of the third party's role is not known before/);
    expect(() => ThirdPartyPrincipal.account('111111111111', { externalId, organizationId: Lazy.string({ produce: () => ORGANIZATION }) })).toThrow(/^The third party's organization is not known before/);
  });

  test.each([
    ['Acme*', "The name of the third party's role holds a wildcard ('*' or '?'), which would match more than was named: got 'Acme*'. Allowed: 1 to 64 letters, digits and _ + = , . @ -."],
    ['service/AcmeHost', "The name of the third party's role has characters that IAM refuses: got 'service/AcmeHost'. Allowed: 1 to 64 letters, digits and _ + = , . @ -. A path goes into the path, not into the name."],
  ])('role %p', (role, message) => {
    expect(() => ThirdPartyPrincipal.role('111111111111', role, { externalId })).toThrow(new Error(message));
  });

  test('an organization that is none', () => {
    expect(() => ThirdPartyPrincipal.account('111111111111', { externalId, organizationId: 'o-1' })).toThrow(
      new Error("The third party's organization is not the id of an AWS organization: got 'o-1'. Write 'o-' and 10 to 32 lower-case letters and digits, as in the console of AWS Organizations."));
  });

  test.each<[string, any]>([['no options', undefined], ['no external ID', {}]])('%s, from plain JavaScript', (_, options) => {
    const message = "ThirdPartyPrincipal has no external ID, so whoever gets the third party to use this role's ARN would be let in. Give 'externalId', such as ExternalId.parameter(this, 'ExternalId').";
    expect(() => ThirdPartyPrincipal.account('111111111111', options)).toThrow(new Error(message));
  });

  test('no third party at all', () => {
    expect(() => ThirdPartyPrincipal.anyOf()).toThrow(new Error('ThirdPartyPrincipal.anyOf() is empty. Give at least one third party.'));
  });

  test('a condition that is no map', () => {
    expect(() => ThirdPartyPrincipal.account('111111111111', { externalId }).withConditions({ Bool: 'true' as any })).toThrow(
      new Error("The condition 'Bool' of ThirdPartyPrincipal is not a map of keys to values: got '\"true\"'. Write { Bool: { 'aws:PrincipalOrgID': 'o-…' } }."));
  });
});

function trusting(account: string, condition?: any): any {
  return normalized({
    Action: 'sts:AssumeRole',
    ...(condition ? { Condition: condition } : {}),
    Effect: 'Allow',
    Principal: { AWS: `arn:\${AWS::Partition}:iam::${account}:root` },
  });
}
