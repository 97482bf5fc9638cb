import { Aws, CfnParameter, Duration, aws_iam as iam } from 'aws-cdk-lib';
import { ApplicationRole, ExternalId, SessionTag, StringMatch, ThirdPartyPrincipal, TrustedAccountPrincipal } from '../../lib';
import { newStack, normalized, trustOf, warningsOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';
import { describeTrustCases } from './trust-cases';

const ROOT = 'arn:${AWS::Partition}:iam::444455556666:root';
const ORGANIZATION = 'o-a1b2c3d4e5';
const UNIT = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/';
const EVERYTHING = {
  organizationPaths: [UNIT, 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/ou-ab12-33333333/'],
  maxMfaAge: Duration.hours(1),
  roleSessionName: StringMatch.policyVariable('aws:username'),
  sourceIdentity: StringMatch.like('*@example.com'),
  sessionTags: [SessionTag.of('team', StringMatch.exactly('blue')).transitive()],
};

describePrincipalContract('TrustedAccountPrincipal.account()', () => TrustedAccountPrincipal.account('444455556666'), {
  statements: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: ROOT } }],
  fragment: {},
});

describePrincipalContract('TrustedAccountPrincipal.organization()', () => TrustedAccountPrincipal.organization(ORGANIZATION), {
  statements: [{ Action: 'sts:AssumeRole', Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }, Effect: 'Allow', Principal: { AWS: '*' } }],
  fragment: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
});

describePrincipalContract('TrustedAccountPrincipal.anyOf()', () => TrustedAccountPrincipal.anyOf(
  TrustedAccountPrincipal.ownAccount({ requireMfa: true }),
  TrustedAccountPrincipal.role('444455556666', 'Deploy', { rolePath: '/ci/', organizationId: ORGANIZATION }),
), {
  statements: [
    { Action: 'sts:AssumeRole', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, Effect: 'Allow', Principal: { AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
    {
      Action: 'sts:AssumeRole',
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::444455556666:role/ci/Deploy' }, StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
      Effect: 'Allow',
      Principal: { AWS: ROOT },
    },
  ],
});

const EXTERNAL_ID = '7f3c2a9e-4b1d-4c8a-9e57-2d6b8f0a1c34';
const NEXT_EXTERNAL_ID = '0b6a1f52-93c7-4e0e-8a44-71d95e3cf208';
describeTrustCases('accounts', {
  'ThirdPartyPrincipal.account': () => ThirdPartyPrincipal.account('444455556666', { externalId: ExternalId.of(EXTERNAL_ID) }),
  'ThirdPartyPrincipal.account, with two external IDs': () => ThirdPartyPrincipal.account('444455556666', {
    externalId: ExternalId.anyOf(ExternalId.of(EXTERNAL_ID), ExternalId.of(NEXT_EXTERNAL_ID)),
  }),
  'ThirdPartyPrincipal.role': () => ThirdPartyPrincipal.role('444455556666', 'AcmeHost', { externalId: ExternalId.of(EXTERNAL_ID), organizationPaths: [UNIT] }),
  'ThirdPartyPrincipal.anyOf': () => ThirdPartyPrincipal.anyOf(
    ThirdPartyPrincipal.account('444455556666', { externalId: ExternalId.of(EXTERNAL_ID) }),
    ThirdPartyPrincipal.account('777788889999', { externalId: ExternalId.of(NEXT_EXTERNAL_ID) }),
  ),
  'ThirdPartyPrincipal.bySite': (stack) => ThirdPartyPrincipal.bySite(new CfnParameter(stack, 'Site'), { eu: '444455556666', us: '777788889999' }, {
    externalId: ExternalId.of(EXTERNAL_ID), roleName: 'AcmeHost',
  }),
  'TrustedAccountPrincipal.account, with everything': () => TrustedAccountPrincipal.account('444455556666', { ...EVERYTHING, organizationId: ORGANIZATION }),
  'TrustedAccountPrincipal.ownAccount': () => TrustedAccountPrincipal.ownAccount({ requireMfa: true }),
  'TrustedAccountPrincipal.role': () => TrustedAccountPrincipal.role('444455556666', 'Deploy'),
  'TrustedAccountPrincipal.organization': () => TrustedAccountPrincipal.organization(ORGANIZATION, { organizationPaths: [UNIT] }),
  'TrustedAccountPrincipal.anyOf': () => TrustedAccountPrincipal.anyOf(
    TrustedAccountPrincipal.role('444455556666', 'Deploy'),
    TrustedAccountPrincipal.account('777788889999', { organizationId: ORGANIZATION }),
  ),
});

test('a third party may be asked for all that callers of an account can show', () => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy: ThirdPartyPrincipal.role('444455556666', 'AcmeHost', { ...EVERYTHING, externalId: ExternalId.parameter(stack, 'ExternalId') }) });
  expect(trustOf(stack).map(normalized)).toEqual([{
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
    Condition: {
      'ArnEquals': { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::444455556666:role/AcmeHost' },
      'Bool': { 'aws:MultiFactorAuthPresent': 'true' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': 'team', 'sts:TransitiveTagKeys': 'team' },
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [`${UNIT}*`, 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/ou-ab12-33333333/*'] },
      'Null': { 'aws:TagKeys': 'false', 'sts:TransitiveTagKeys': 'false' },
      'NumericLessThan': { 'aws:MultiFactorAuthAge': '3600' },
      'StringEquals': { 'aws:RequestTag/team': 'blue', 'sts:ExternalId': '${ExternalId}' },
      'StringLike': { 'sts:RoleSessionName': '${aws:username}', 'sts:SourceIdentity': '*@example.com' },
    },
    Effect: 'Allow',
    Principal: { AWS: ROOT },
  }]);
  expect(warningsOf(stack)).toEqual([]);
});

test('trusted accounts need no acknowledgement', () => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy: TrustedAccountPrincipal.organization(ORGANIZATION) });
  expect(warningsOf(stack)).toEqual([]);
});

test('sessions of roles that last longer than an hour are warned of, those of people with a second factor are not', () => {
  const stack = newStack();
  new ApplicationRole(stack, 'People', { assumedBy: TrustedAccountPrincipal.ownAccount({ requireMfa: true }), maxSessionDuration: Duration.hours(8) });
  new ApplicationRole(stack, 'Instances', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), maxSessionDuration: Duration.hours(8) });
  expect(warningsOf(stack)).toEqual([]);
  new ApplicationRole(stack, 'Roles', { assumedBy: TrustedAccountPrincipal.account('444455556666'), maxSessionDuration: Duration.hours(8) });
  expect(warningsOf(stack)).toEqual(["Sessions may last 8 hours, but who comes with a role of his own gets an hour at most (role chaining), and longer sessions outlive a revoked trust. Leave 'maxSessionDuration' out."]);
});

test('the same caller twice is one statement', () => {
  const stack = newStack();
  const twice = TrustedAccountPrincipal.anyOf(TrustedAccountPrincipal.account('444455556666'), TrustedAccountPrincipal.account('444455556666'));
  new ApplicationRole(stack, 'Role', { assumedBy: new iam.CompositePrincipal(twice, TrustedAccountPrincipal.account('444455556666')) });
  expect(trustOf(stack)).toHaveLength(1);
});

const LATER = 'is not known before the template is deployed: got a token. Whoever sends a link to the template could fill in a value of his own, so write it as it is';
test.each<[string, () => unknown, string]>([
  ['an account as a number', () => TrustedAccountPrincipal.account(12345678901 as unknown as string), "The trusted account is not an AWS account id: got '12345678901'. Write it in quotes, so that leading zeros stay."],
  ['an account from a parameter', () => TrustedAccountPrincipal.account(new CfnParameter(newStack(), 'Account').valueAsString), `The trusted account ${LATER}, or use TrustedAccountPrincipal.ownAccount() for the account of the role.`],
  ['an organization from a parameter', () => TrustedAccountPrincipal.organization(new CfnParameter(newStack(), 'Organization').valueAsString), `The trusted organization ${LATER}.`],
  ['an organization that is left out', () => TrustedAccountPrincipal.organization(undefined as unknown as string), "The trusted organization is not given, and without it every AWS account would be let in: got 'undefined'. Write its id, such as 'o-a1b2c3d4e5'."],
  ['a second factor as text', () => TrustedAccountPrincipal.ownAccount({ requireMfa: 'true' as unknown as boolean }), "'requireMfa' is neither true nor false: got 'true'. Write true, or leave it out."],
  ['a session name as text', () => TrustedAccountPrincipal.ownAccount({ roleSessionName: 'jane' as unknown as StringMatch }), "The role session name is not a StringMatch: got 'jane'. Write StringMatch.exactly() around it."],
  ['a source identity that the caller chooses', () => StringMatch.policyVariable('sts:SourceIdentity'), "The policy variable is what the caller fills in as he likes, so it would demand nothing: got 'sts:SourceIdentity'. Write a key that AWS fills in, such as 'aws:username'."],
  ['a tag that the caller chooses', () => StringMatch.policyVariable('AWS:RequestTag/team'), "The policy variable is what the caller fills in as he likes, so it would demand nothing: got 'AWS:RequestTag/team'. Write a key that AWS fills in, such as 'aws:username'."],
  ['a pattern that is no text', () => StringMatch.like(undefined as unknown as string), "The pattern is not text: got 'undefined'. Write the text with * for any characters and ? for one."],
  ['a pattern of a parameter that may be empty', () => StringMatch.like(`${new CfnParameter(newStack(), 'Name', { allowedPattern: '^[a-z]*$' }).valueAsString}*`), "The pattern stands for any text where parameter 'Name' is left empty: got '{Ref}*'. Give the parameter a 'minLength' of 1."],
  ['no organization', () => TrustedAccountPrincipal.organization('acme'), "The trusted organization is not the id of an AWS organization: got 'acme'. Write 'o-' and 10 to 32 lower-case letters and digits, as in the console of AWS Organizations."],
  ['a role by its ARN', () => TrustedAccountPrincipal.role('444455556666', 'arn:aws:iam::444455556666:role/Deploy'), "The name of the trusted role has characters that IAM refuses: got 'arn:aws:iam::444455556666:role/Deploy'. Allowed: 1 to 64 letters, digits and _ + = , . @ -. A path goes into the path, not into the name."],
  ['no account', () => TrustedAccountPrincipal.anyOf(), 'TrustedAccountPrincipal.anyOf() is empty. Give at least one account.'],
  ['no path', () => TrustedAccountPrincipal.ownAccount({ organizationPaths: [] }), 'The list of organization paths is empty. Give at least one path, or leave it out.'],
  ['a path of the whole organization with a star', () => TrustedAccountPrincipal.ownAccount({ organizationPaths: ['o-a1b2c3d4e5/*'] }), "The organization path is not that of an organization or a unit: got 'o-a1b2c3d4e5/*'. Write it as 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', from the organization down. All below it is included: leave the * out."],
  ['a path without its slash', () => TrustedAccountPrincipal.ownAccount({ organizationPaths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111'] }), "The organization path is not that of an organization or a unit: got 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111'. Write it as 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', from the organization down. It ends with a slash."],
  ['a path of a unit alone', () => TrustedAccountPrincipal.ownAccount({ organizationPaths: ['ou-ab12-11111111/'] }), "The organization path is not that of an organization or a unit: got 'ou-ab12-11111111/'. Write it as 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', from the organization down."],
  ['a path that is known later', () => TrustedAccountPrincipal.ownAccount({ organizationPaths: [Aws.STACK_NAME] }), `The organization path ${LATER}.`],
  ['an age of no second factor', () => TrustedAccountPrincipal.ownAccount({ requireMfa: false, maxMfaAge: Duration.hours(1) }), "'maxMfaAge' is given, and 'requireMfa' is false: only a second factor has an age. Leave one of them out."],
  ['no age', () => TrustedAccountPrincipal.ownAccount({ maxMfaAge: Duration.seconds(0) }), "The age of the second factor is too short for anyone: got '0 seconds'. Give a second or more, such as Duration.hours(1)."],
  ['an age that is known later', () => TrustedAccountPrincipal.ownAccount({ maxMfaAge: Duration.seconds(new CfnParameter(newStack(), 'Age', { type: 'Number' }).valueAsNumber) }), "The age of the second factor is not known before the template is deployed: got 'Duration.seconds({Ref})'. Write it as a Duration, such as Duration.hours(1)."],
  ['a long session name', () => TrustedAccountPrincipal.ownAccount({ roleSessionName: StringMatch.exactly('x'.repeat(65)) }), `The role session name is not one that STS takes: got '${'x'.repeat(65)}'. Allowed: 2 to 64 letters, digits and _ + = , . @ -.`],
  ['a session name with a slash in a pattern', () => TrustedAccountPrincipal.ownAccount({ roleSessionName: StringMatch.like('a/*') }), "The role session name is not one that STS takes: got 'a/*'. Allowed: 2 to 64 letters, digits and _ + = , . @ -."],
  ['any source identity', () => TrustedAccountPrincipal.ownAccount({ sourceIdentity: StringMatch.like('*') }), "The source identity may be any text: got '*'. Say what it must be, such as StringMatch.like('*@example.com')."],
  ['a reserved source identity', () => TrustedAccountPrincipal.ownAccount({ sourceIdentity: StringMatch.exactly('aws:root') }), "The source identity is not one that STS takes: got 'aws:root'. Allowed: 2 to 64 letters, digits and _ + = , . @ -."],
  ['no session tag', () => TrustedAccountPrincipal.ownAccount({ sessionTags: [] }), 'The list of session tags is empty. Give at least one tag, or leave it out.'],
  ['too many session tags', () => TrustedAccountPrincipal.ownAccount({ sessionTags: Array.from({ length: 51 }, (_, i) => SessionTag.anyValue(`t${i}`)) }), 'The list of session tags is too long: got 51. STS takes up to 50.'],
  ['a session tag twice', () => TrustedAccountPrincipal.ownAccount({ sessionTags: [SessionTag.anyValue('Team'), SessionTag.anyValue('team')] }), "The session tag 'team' is given twice, and STS compares keys without case. Give one tag all its values."],
  ['a session tag of AWS', () => SessionTag.anyValue('aws:team'), "The key of a session tag begins with 'aws:', which is reserved: got 'aws:team'. Choose another one."],
  ['a session tag with a star', () => SessionTag.anyValue('team*'), "The key of a session tag is not one that STS takes: got 'team*'. Allowed: 1 to 128 letters, digits, blanks within and _ . : / = + - @."],
  ['a session tag that is known later', () => SessionTag.anyValue(Aws.STACK_NAME), "The key of a session tag is not known before the template is deployed: got '{token}'. It becomes a part of a condition key, in which CloudFormation puts in no value. Write the key as it is."],
  ['no value', () => StringMatch.exactly(), 'StringMatch.exactly() is empty. Give at least one value.'],
  ['no pattern', () => StringMatch.like(), 'StringMatch.like() is empty. Give at least one value.'.replace('value', 'pattern')],
  ['an empty value', () => StringMatch.exactly(''), "The value is empty: got ''. Write the value as it is, or use StringMatch.like() for a pattern."],
  ['a pattern as a value', () => StringMatch.exactly('a*'), "The value holds a wildcard ('*' or '?'), which would match more than was named: got 'a*'. Write the value as it is, or use StringMatch.like() for a pattern."],
  ['an empty pattern', () => StringMatch.like(''), "The pattern is empty: got ''. Write the text with * for any characters and ? for one."],
  ['a pattern with a policy variable', () => StringMatch.like('${aws:username}-*'), "The pattern holds '${', which starts a policy variable: got '${aws:username}-*'. Write the text with * for any characters and ? for one."],
  ['a pattern with an invisible character', () => StringMatch.like('a\u200b*'), "The pattern holds a control or invisible character: got 'a\\u{200b}*'. Write the text with * for any characters and ? for one."],
  ['a pattern with a parameter that admits a star', () => StringMatch.like(`${new CfnParameter(newStack(), 'Name').valueAsString}-*`), "The pattern comes from parameter 'Name', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
  ['a policy variable with its braces', () => StringMatch.policyVariable('${aws:username}'), "The policy variable is not a condition key: got '${aws:username}'. Write the key alone, such as 'aws:username'."],
])('%s is an error', (_, act, message) => {
  expect(act).toThrow(new Error(message));
});

test.each<[string, object]>([
  ['has a least length', { allowedPattern: '^[a-z]*$', minLength: 1 }],
  ['has a pattern for one character or more', { allowedPattern: '^[a-z]+$' }],
  ['has a list of values', { allowedValues: ['blue', 'green'] }],
  ['is a number', { type: 'Number' }],
])('a pattern may begin with a parameter that %s', (_, props) => {
  expect(() => StringMatch.like(`${new CfnParameter(newStack(), 'Name', props).value}*`)).not.toThrow();
});

test('a pattern with text beside a parameter that may be empty is that text at least', () => {
  expect(() => StringMatch.like(`team-${new CfnParameter(newStack(), 'Name', { allowedPattern: '^[a-z]*$' }).valueAsString}*`)).not.toThrow();
});
