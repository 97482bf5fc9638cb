import { demandsExternalId, parseTrust, reviewTrust } from '../../lib/private/trust-policy';
import { WarningId } from '../../lib/private/warnings';

const VENDOR = 'arn:aws:iam::111111111111:root';
const NO_VALUE = { Ref: 'AWS::NoValue' };
const EXTERNAL_ID = { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } };

const NOT_PRINCIPAL = 'The trust policy uses NotPrincipal with Allow, which lets in everyone else in the world. Name who may assume the role in Principal.';
const EVERYONE = 'The trust policy lets everyone in the world assume the role (Principal: *). Name the account, role or service, or narrow it with a condition such as StringEquals aws:PrincipalOrgID.';
const VANISHES = 'A condition of the trust policy can be absent once deployed (AWS::NoValue, an empty value, or Fn::If on the external ID), and without it the role is open. Give the condition a value in every case.';

describe('a trust policy that is in order', () => {
  test.each<[string, any]>([
    ['a service', allow({ Principal: { Service: 'ec2.amazonaws.com' } })],
    ['a service and its source', allow({ Principal: { Service: 'states.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:1:*' } } })],
    ['an account that must show an external ID', allow({ Condition: EXTERNAL_ID })],
    ['an account that must show one of two external IDs', allow({ Condition: { StringEquals: { 'sts:ExternalId': ['a', 'b'] } } })],
    ['an account without any condition', allow({})],
    ['an account whose condition is null', allow({ Condition: null })],
    ['a federated identity', allow({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: 'p' }, Condition: { 'StringEquals': { 'i:sub': 's', 'i:aud': 'a' }, 'ForAnyValue:StringLike': { 'i:amr': 'authenticated' } } })],
    ['everyone of an organization', allow({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })],
    ['everyone of an organization, with the principal in a map', allow({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })],
    ['everyone of an organization, with the key in other letters', allow({ Principal: { AWS: ['*'] }, Condition: { StringEquals: { 'AWS:principalorgid': 'o-a1b2c3d4e5' } } })],
    ['everyone of a part of an organization', allow({ Principal: { AWS: '*' }, Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } } })],
    ['everyone of a part of an organization, with the key in other letters', allow({ Principal: { AWS: '*' }, Condition: { 'ForAnyValue:StringLike': { 'AWS:principalorgpaths': 'o-a1b2c3d4e5/*' } } })],
    ['everyone of an account', allow({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalAccount': '111111111111' } } })],
    ['whoever is one role', allow({ Principal: { AWS: '*' }, Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/Acme' } } })],
    ['whoever is one role, with the key in other letters', allow({ Principal: { AWS: '*' }, Condition: { ArnEquals: { 'AWS:principalarn': 'arn:aws:iam::111111111111:role/Acme' } } })],
    ['a test that no value passes', allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': [] } } })],
    ['whoever is a role of an account, by a pattern', allow({ Principal: { AWS: '*' }, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::111111111111:role/acme/*' } } })],
    ['whoever is a role of an account, by text', allow({ Principal: { AWS: '*' }, Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/acme/*' } } })],
    ['whoever is a role of an account from a table', allow({ Principal: { AWS: '*' }, Condition: { ArnLike: { 'aws:PrincipalArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { 'Fn::FindInMap': ['Sites', { Ref: 'Site' }, 'Id'] }, ':role/Acme']] } } } })],
    ['an exclusion beside a positive test', allow({ Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/acme-*' }, StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/acme-x' } } })],
    ['an exclusion beside a positive test in other letters', allow({ Condition: { StringLike: { 'aws:PrincipalArn': 'a-*' }, StringNotLike: { 'AWS:PRINCIPALARN': 'a-x*' } } })],
    ['all of several values, which must be there', allow({ Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, 'Null': { 'aws:TagKeys': 'false' } } })],
    ['all of several values, which must be there, with a truth value', allow({ Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, 'Null': { 'aws:tagkeys': false } } })],
    ['all of several values, which must be there, in other letters', allow({ Condition: { 'forallvalues:stringequals': { 'sts:TransitiveTagKeys': ['a'] }, 'NULL': { 'sts:transitivetagkeys': ['false'] } } })],
    ['a key that must be there', allow({ Condition: { Null: { 'sts:ExternalId': 'false' } } })],
    ['two values of which a condition picks one', allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': { 'Fn::If': ['C', 'o-a', 'o-b'] } } } })],
    ['values of which a condition adds one', allow({ Condition: { ArnEquals: { 'aws:PrincipalArn': ['a', { 'Fn::If': ['C', 'b', NO_VALUE] }] } } })],
    ['two principals of which a condition picks one', allow({ Principal: { AWS: { 'Fn::If': ['C', VENDOR, 'arn:aws:iam::222222222222:root'] } }, Condition: EXTERNAL_ID })],
    ['a statement that a condition takes away', { Statement: [allow({ Condition: EXTERNAL_ID }).Statement[0], { 'Fn::If': ['C', allow({ Condition: EXTERNAL_ID }).Statement[0], NO_VALUE] }] }],
    ['one statement without a list', { Statement: allow({ Condition: EXTERNAL_ID }).Statement[0] }],
    ['a Deny of everyone', deny({ Principal: '*' })],
    ['a Deny of everyone else', { Statement: [{ Effect: 'Deny', Action: 'sts:AssumeRole', NotPrincipal: { AWS: VENDOR } }] }],
    ['a Deny with a negated test', deny({ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a' } } })],
    ['a Deny with a weak operator', deny({ Principal: '*', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a' } } })],
    ['a Deny of those without an external ID', deny({ Principal: '*', Condition: { Null: { 'sts:ExternalId': 'true' } } })],
    ['a Deny with a condition that can be absent', deny({ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': { 'Fn::If': ['C', 'o-a', NO_VALUE] } } } })],
  ])('has no problem: %s', (_, document) => {
    expect(problemsOf(document)).toEqual([]);
  });
});

const BARE = 'The trust policy has a Principal that is * alone, which IAM refuses in the trust of a role, whatever the conditions. Write { AWS: * }, or name the accounts.';

describe('a trust policy that lets in strangers', () => {
  test.each<[string, any, string[]]>([
    ['everyone', allow({ Principal: '*' }), [EVERYONE]],
    ['everyone, in a map', allow({ Principal: { AWS: '*' } }), [EVERYONE]],
    ['everyone, as text of a function', allow({ Principal: { AWS: { 'Fn::Sub': '*' } } }), [EVERYONE]],
    ['everyone, as text of another function', allow({ Principal: { AWS: ['111111111111', { 'Fn::Join': ['', ['*']] }] } }), [EVERYONE]],
    ['a role of an account, by text in which a wildcard goes beyond a colon', allow({ Principal: { AWS: '*' }, Condition: { StringLike: { 'aws:PrincipalArn': 'arn:*:iam::111111111111:role/Acme' } } }), [EVERYONE]],
    ['everyone, among others', allow({ Principal: { AWS: [VENDOR, '*'] } }), [EVERYONE]],
    ['everyone, by one of two principals', allow({ Principal: { AWS: { 'Fn::If': ['C', VENDOR, '*'] } } }), [EVERYONE]],
    ['everyone, by one of two lists', allow({ Principal: { AWS: { 'Fn::If': ['C', ['*'], VENDOR] } } }), [EVERYONE]],
    ['everyone, by the first of two maps', allow({ Principal: { 'Fn::If': ['C', { AWS: '*' }, { AWS: VENDOR }] } }), [EVERYONE]],
    ['everyone, by the second of two maps', allow({ Principal: { 'Fn::If': ['C', { AWS: VENDOR }, { AWS: '*' }] } }), [EVERYONE]],
    ['everyone, by a condition in a condition', allow({ Principal: { AWS: { 'Fn::If': ['C', VENDOR, { 'Fn::If': ['D', VENDOR, '*'] }] } } }), [EVERYONE]],
    ['everyone, by a statement in a condition', { Statement: [{ 'Fn::If': ['C', allow({ Principal: '*' }).Statement[0], NO_VALUE] }] }, [EVERYONE]],
    ['everyone, by a list of statements in a condition', { Statement: { 'Fn::If': ['C', allow({ Principal: '*' }).Statement, allow({}).Statement] } }, [EVERYONE]],
    ['everyone, by a document in a condition', { 'Fn::If': ['C', allow({ Principal: '*' }), allow({})] }, [EVERYONE]],
    ['everyone, with an effect that is known later', allow({ Principal: '*', Effect: { 'Fn::If': ['C', 'Allow', 'Deny'] } }), [EVERYONE]],
    ['everyone of an organization, in a form that IAM refuses', allow({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }), [BARE]],
    ['everyone with an external ID', allow({ Principal: '*', Condition: EXTERNAL_ID }), [EVERYONE]],
    ['everyone in any organization', allow({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } }), [EVERYONE]],
    ['everyone in any organization, by its beginning', allow({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } }), [EVERYONE]],
    ['everyone in any organization, by one of two values', allow({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5', '*'] } } }), [EVERYONE]],
    ['everyone in any organization, by a condition', allow({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': { 'Fn::If': ['C', 'o-a1b2c3d4e5', '*'] } } } }), [EVERYONE]],
    ['everyone in any account, by its digits', allow({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalAccount': '????????????' } } }), [EVERYONE]],
    ['a role of a certain name in any account', allow({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Acme' } } }), [EVERYONE]],
    ['whoever says who he is, by a variable', allow({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } } }), [EVERYONE]],
    ['whoever has an account below a number', allow({ Principal: '*', Condition: { NumericLessThan: { 'aws:PrincipalAccount': '999999999999' } } }), [EVERYONE]],
    ['a role of a certain name in any account, as text', allow({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalArn': '*:role/Acme' } } }), [EVERYONE]],
    ['everyone with an optional organization', allow({ Principal: '*', Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
      [EVERYONE, ifExists('aws:PrincipalOrgID', 'StringEquals')]],
    ['everyone outside an organization', allow({ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
      [EVERYONE, negated('aws:PrincipalOrgID', 'StringNotEquals')]],
    ['everyone in an organization or none', allow({ Principal: '*', Condition: { Null: { 'aws:PrincipalOrgID': 'true' } } }),
      [EVERYONE, absent('aws:PrincipalOrgID')]],
    ['everyone in some organization', allow({ Principal: '*', Condition: { Null: { 'aws:PrincipalOrgID': 'false' } } }), [EVERYONE]],
    ['everyone whose paths, if any, are known', allow({ Principal: '*', Condition: { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } } }),
      [EVERYONE, forAllOfSeveral('aws:PrincipalOrgPaths', 'StringLike')]],
    ['everyone but one', { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: VENDOR } }] }, [NOT_PRINCIPAL]],
    ['everyone, beside a statement that is in order', { Statement: [allow({}).Statement[0], allow({ Principal: '*' }).Statement[0]] }, [EVERYONE]],
    ['everyone twice', { Statement: [allow({ Principal: '*' }).Statement[0], allow({ Principal: '*' }).Statement[0]] }, [EVERYONE, EVERYONE]],
    ['everyone, without an effect', allow({ Principal: '*', Effect: undefined }), [EVERYONE]],
  ])('is told so: %s', (_, document, problems) => {
    expect(problemsOf(document)).toEqual(problems);
  });
});

describe('a condition that may not be there', () => {
  test.each<[string, any]>([
    ['as a whole', { 'Fn::If': ['C', EXTERNAL_ID, NO_VALUE] }],
    ['as a whole, in any case', NO_VALUE],
    ['by its operator', { StringEquals: { 'Fn::If': ['C', { 'sts:ExternalId': 'a' }, NO_VALUE] } }],
    ['by its operator, in any case', { StringEquals: NO_VALUE }],
    ['by one of two operators', { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'Fn::If': ['C', { 'sts:ExternalId': 'a' }, NO_VALUE] } }],
    ['by one of two keys', { StringEquals: { 'i:aud': 'a', 'aws:PrincipalOrgID': NO_VALUE } }],
    ['by the value of the external ID', { StringEquals: { 'sts:ExternalId': NO_VALUE } }],
    ['by a condition on the external ID', { StringEquals: { 'sts:ExternalId': { 'Fn::If': ['C', 'a', NO_VALUE] } } }],
    ['by a condition on the external ID, even between two values', { StringEquals: { 'sts:ExternalId': { 'Fn::If': ['C', 'a', 'b'] } } }],
    ['by a condition on one of two external IDs', { StringEquals: { 'STS:externalid': ['a', { 'Fn::If': ['C', 'b', NO_VALUE] }] } }],
    ['by an empty external ID', { StringEquals: { 'sts:ExternalId': '' } }],
    ['by the value of another key', { StringEquals: { 'aws:PrincipalOrgID': NO_VALUE } }],
    ['by a condition on another key', { StringEquals: { 'aws:PrincipalOrgID': { 'Fn::If': ['C', 'o-a', NO_VALUE] } } }],
    ['by a condition in a condition on another key', { StringEquals: { 'aws:PrincipalOrgID': { 'Fn::If': ['C', 'o-a', { 'Fn::If': ['D', 'o-b', NO_VALUE] }] } } }],
    ['by a condition on another key with an empty value', { StringEquals: { 'aws:PrincipalOrgID': { 'Fn::If': ['C', 'o-a', ''] } } }],
    ['by an empty value', { StringEquals: { 'aws:PrincipalOrgID': '' } }],
    ['by all of its values', { StringEquals: { 'aws:PrincipalOrgID': [NO_VALUE, { 'Fn::If': ['C', 'o-a', NO_VALUE] }] } }],
  ])('is a problem: %s', (_, condition) => {
    expect(problemsOf(allow({ Condition: condition }))).toEqual([VANISHES]);
  });
});

describe('a test that a request without the key passes', () => {
  test.each<[string, any, string[]]>([
    ['an optional test', { StringEqualsIfExists: { 'sts:ExternalId': 'a' } }, [ifExists('sts:ExternalId', 'StringEquals')]],
    ['an optional test in other letters', { stringlikeifexists: { 'sts:ExternalId': 'a' } }, [ifExists('sts:ExternalId', 'stringlike')]],
    ['an optional test of several values', { 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'a' } }, [ifExists('aws:TagKeys', 'StringEquals')]],
    ['an optional test of a truth value', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }, [ifExists('aws:MultiFactorAuthPresent', 'Bool')]],
    ['text that differs', { StringNotEquals: { 'i:sub': 'a' } }, [negated('i:sub', 'StringNotEquals')]],
    ['text that differs in other letters', { STRINGNOTEQUALS: { 'i:sub': 'a' } }, [negated('i:sub', 'STRINGNOTEQUALS')]],
    ['text that differs whatever its letters', { StringNotEqualsIgnoreCase: { 'i:sub': 'a' } }, [negated('i:sub', 'StringNotEqualsIgnoreCase')]],
    ['text of another shape', { StringNotLike: { 'i:sub': 'a*' } }, [negated('i:sub', 'StringNotLike')]],
    ['a number that differs', { NumericNotEquals: { 'sts:DurationSeconds': '1' } }, [negated('sts:DurationSeconds', 'NumericNotEquals')]],
    ['a date that differs', { DateNotEquals: { 'aws:TokenIssueTime': '2026-01-01' } }, [negated('aws:TokenIssueTime', 'DateNotEquals')]],
    ['an ARN that differs', { ArnNotEquals: { 'aws:SourceArn': 'a' } }, [negated('aws:SourceArn', 'ArnNotEquals')]],
    ['an ARN of another shape', { ArnNotLike: { 'aws:SourceArn': 'a*' } }, [negated('aws:SourceArn', 'ArnNotLike')]],
    ['an address that is not among these', { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, [negated('aws:SourceIp', 'NotIpAddress')]],
    ['text that differs for any of several', { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }, [negated('aws:TagKeys', 'StringNotEquals')]],
    ['text that differs, beside a test of another key', { StringNotEquals: { 'i:sub': 'a' }, StringEquals: { 'i:aud': 'b' } }, [negated('i:sub', 'StringNotEquals')]],
    ['text that differs, beside an optional test', { StringNotEquals: { 'i:sub': 'a' }, StringLikeIfExists: { 'i:sub': 'b*' } }, [negated('i:sub', 'StringNotEquals'), ifExists('i:sub', 'StringLike')]],
    ['text that differs twice', { StringNotEquals: { 'i:sub': 'a' }, StringNotLike: { 'i:sub': 'b*' } }, [negated('i:sub', 'StringNotEquals'), negated('i:sub', 'StringNotLike')]],
    ['a key that is absent', { Null: { 'sts:ExternalId': 'true' } }, [absent('sts:ExternalId')]],
    ['a key that is absent, with a truth value', { null: { 'sts:ExternalId': true } }, [absent('sts:ExternalId')]],
    ['a key that is absent or not', { Null: { 'sts:ExternalId': ['false', 'true'] } }, [absent('sts:ExternalId')]],
    ['a key whose absence is known later', { Null: { 'aws:PrincipalOrgID': { Ref: 'Absent' } } }, [absent('aws:PrincipalOrgID')]],
    ['all of one value', { 'ForAllValues:StringEquals': { 'sts:ExternalId': 'a' } }, [forAllOfOne('sts:ExternalId', 'StringEquals')]],
    ['all of one value, although it must be there', { 'ForAllValues:StringEquals': { 'i:sub': 'a' }, 'Null': { 'i:sub': 'false' } }, [forAllOfOne('i:sub', 'StringEquals')]],
    ['all of several values', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, [forAllOfSeveral('aws:TagKeys', 'StringEquals')]],
    ['all of several values, where another key must be there', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, 'Null': { 'aws:RequestTag/a': 'false' } }, [forAllOfSeveral('aws:TagKeys', 'StringEquals')]],
    ['all of several values, which must be absent', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, 'Null': { 'aws:TagKeys': 'true' } }, [forAllOfSeveral('aws:TagKeys', 'StringEquals'), absent('aws:TagKeys')]],
    ['all of several values in other letters', { 'forallvalues:StringLike': { 'Cognito-Identity.amazonaws.com:AMR': ['a'] } }, [forAllOfSeveral('Cognito-Identity.amazonaws.com:AMR', 'StringLike')]],
    ['all of several values, which must be there or not', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, 'Null': { 'aws:TagKeys': ['false', 'true'] } }, [forAllOfSeveral('aws:TagKeys', 'StringEquals'), absent('aws:TagKeys')]],
    ['text that differs, of a key that must be there', { StringNotEquals: { 'i:sub': 'a' }, null: { 'i:sub': 'false' } }, [negated('i:sub', 'StringNotEquals')]],
    ['text that differs, beside a test of all values', { 'StringNotEquals': { 'aws:TagKeys': 'a' }, 'forallvalues:StringEquals': { 'aws:TagKeys': ['a'] } }, [negated('aws:TagKeys', 'StringNotEquals'), forAllOfSeveral('aws:TagKeys', 'StringEquals')]],
    ['a key with invisible characters', { StringEqualsIfExists: { 'i:\u200Bsub': 'a' } }, [ifExists('i:\\u{200b}sub', 'StringEquals')]],
    ['a key in a condition', { StringEqualsIfExists: { 'Fn::If': ['C', { a: 'x' }, { b: 'x' }] } }, [VANISHES, ifExists('a', 'StringEquals'), ifExists('b', 'StringEquals')]],
  ])('is a problem: %s', (_, condition, problems) => {
    expect(problemsOf(allow({ Condition: condition }))).toEqual(problems);
  });

  test.each([
    'aws:TagKeys', 'sts:TransitiveTagKeys', 'aws:PrincipalOrgPaths', 'aws:SourceOrgPaths', 'aws:CalledVia', 'aws:PrincipalServiceNamesList', 'cognito-identity.amazonaws.com:amr',
  ])('is none if the key has several values and must be there: %s', (key) => {
    expect(problemsOf(allow({ Condition: { 'ForAllValues:StringLike': { [key]: 'a' }, 'Null': { [key]: 'false' } } }))).toEqual([]);
  });
});

describe('a trust policy that cannot be read', () => {
  const EITHER = { 'Fn::If': ['C', { Ref: 'Document' }, allow({})] };
  const SOME = { Statement: [{ Ref: 'Statement' }, allow({}).Statement[0]] };

  test.each<[string, any, string]>([
    ['none', undefined, 'undefined'],
    ['text', '{"Statement":"*"}', '{"Statement":"*"}'],
    ['a substitution', { 'Fn::Sub': '{"Statement":"*"}' }, '{"Statement":"*"}'],
    ['a reference', { Ref: 'Document' }, '${Document}'],
    ['a document without statements', { Version: '2012-10-17' }, '{"Version":"2012-10-17"}'],
    ['a document on one side of a condition only', EITHER, `${JSON.stringify(EITHER).slice(0, 80)}…`],
    ['a statement among others that is known later', SOME, `${JSON.stringify(SOME).slice(0, 80)}…`],
    ['statements that are known later', { Statement: { Ref: 'Statements' } }, '{"Statement":{"Ref":"Statements"}}'],
  ])('is a problem, not a crash: %s', (_, document, shown) => {
    expect(problemsOf(document)).toEqual([
      `The trust policy cannot be checked: got '${shown}', which is not a document with statements. Write the statements out, or give the role its principal with 'assumedBy'.`,
    ]);
  });
});

describe('the size of a trust policy', () => {
  const RAISE = "raise the quota L-C07B4B0D 'Role trust policy length' in every account that deploys this";
  const RAISED = 'even a raised quota is usually 4096';

  test.each([
    ['within the default', 2_048, [], []],
    ['over the default', 2_049, [], [large(2_049, RAISE)]],
    ['at the usual raised quota', 4_096, [], [large(4_096, RAISE)]],
    ['over the usual raised quota', 4_097, [], [large(4_097, RAISED)]],
    ['at the largest quota', 8_192, [], [large(8_192, RAISED)]],
    ['over the largest quota', 8_193, ['The trust policy is too large: at least 8193 characters without white space. IAM allows 2048, and no raised quota gives more than 8192. Make several roles, or trust an account instead of its single roles.'], []],
  ])('is judged: %s', (_, characters, problems, advice) => {
    const findings = advice.map((message) => ({ id: WarningId.TRUST_POLICY_SIZE, message }));

    expect(reviewTrust(ofSize(characters), undefined)).toEqual({ problems, advice: findings });
  });

  test('is advised by what is usual, and refused by what is certain', () => {
    const names = Array.from({ length: 70 }, () => ({ Ref: 'Name' }));
    const report = reviewTrust(allow({ Principal: { AWS: names } }), undefined);

    expect(report.problems).toEqual([]);
    expect(report.advice.map((finding) => finding.id)).toEqual([WarningId.TRUST_POLICY_SIZE]);
  });
});

describe('advice', () => {
  const OWN = '999999999999';
  const MIXED = (service: string, other: string = 'account 111111111111') => ({
    id: WarningId.TRUST_MIXED,
    message: `The role can be assumed by the service '${service}' and by ${other}: whoever may pass it to the service gets what was meant for the other account. Make two roles.`,
  });
  const BYPASSED = {
    id: WarningId.EXTERNAL_ID_BYPASSED,
    message: `The role demands an external ID of '${VENDOR}' in one statement and lets the same caller in without it in another, so the demand is worth nothing. Take one of them out.`,
  };
  const OPEN_TAGS = {
    id: WarningId.SESSION_TAGS_OPEN,
    message: 'A caller may set any session tag (sts:TagSession without a condition on aws:TagKeys), so policies that test aws:PrincipalTag can be talked round. List the tag keys: ForAllValues:StringEquals aws:TagKeys together with Null aws:TagKeys false.',
  };
  const EC2 = allow({ Principal: { Service: 'ec2.amazonaws.com' } }).Statement[0];
  const THEIRS = allow({}).Statement[0];

  test.each<[string, any, any[]]>([
    ['a service beside another account', { Statement: [EC2, THEIRS] }, [MIXED('ec2.amazonaws.com')]],
    ['a service beside another account in one statement', allow({ Principal: { AWS: VENDOR, Service: ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'] } }), [MIXED('ecs-tasks.amazonaws.com')]],
    ['a service beside a bare account', allow({ Principal: { AWS: '111111111111', Service: 'ec2.amazonaws.com' } }), [MIXED('ec2.amazonaws.com')]],
    ['a service beside a role of another account in any partition', allow({ Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:role/a']] }, Service: 'ec2.amazonaws.com' } }), [MIXED('ec2.amazonaws.com')]],
    ['a service whose domain is known later', allow({ Principal: { AWS: VENDOR, Service: { 'Fn::Join': ['', ['ec2.', { Ref: 'AWS::URLSuffix' }]] } } }), [MIXED('ec2.${AWS::URLSuffix}')]],
    ['a service beside an account by condition', { Statement: [EC2, { 'Fn::If': ['C', THEIRS, NO_VALUE] }] }, [MIXED('ec2.amazonaws.com')]],
    ['a service beside an account in a list by condition', allow({ Principal: { AWS: { 'Fn::If': ['C', [VENDOR], NO_VALUE] }, Service: 'ec2.amazonaws.com' } }), [MIXED('ec2.amazonaws.com')]],
    ['a service beside an account from a table', allow({ Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { 'Fn::FindInMap': ['Sites', { Ref: 'Site' }, 'Id'] }, ':root']] }, Service: 'ec2.amazonaws.com' } }), [MIXED('ec2.amazonaws.com', 'account ${Sites.${Site}.Id}')]],
    ['a service beside an organization', { Statement: [EC2, allow({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }).Statement[0]] }, [MIXED('ec2.amazonaws.com', 'other accounts')]],
    ['an account that needs an external ID as its root and none as its number', { Statement: [allow({ Condition: EXTERNAL_ID }).Statement[0], allow({ Principal: { AWS: '111111111111' } }).Statement[0]] }, [BYPASSED]],
    ['a caller who needs an external ID in one statement and none in another', { Statement: [THEIRS, allow({ Condition: EXTERNAL_ID }).Statement[0]] }, [BYPASSED]],
    ['one of several callers who needs none in another statement', { Statement: [allow({ Principal: { AWS: ['222222222222', VENDOR] }, Condition: EXTERNAL_ID }).Statement[0], { ...THEIRS, Action: 'sts:*', Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, 'Null': { 'aws:TagKeys': 'false' }, 'StringEquals': { 'sts:SourceIdentity': 'b' } } }] }, [BYPASSED]],
    ['session tags', allow({ Action: ['sts:AssumeRole', 'sts:TagSession'] }), [OPEN_TAGS]],
    ['session tags alone', allow({ Action: 'sts:TagSession' }), [OPEN_TAGS]],
    ['session tags in other letters', allow({ Action: ['sts:AssumeRole', 'STS:tagsession'] }), [OPEN_TAGS]],
    ['session tags by a pattern', allow({ Action: 'sts:Tag*' }), [OPEN_TAGS]],
    ['session tags by a condition', allow({ Action: ['sts:AssumeRole', { 'Fn::If': ['C', 'sts:TagSession', NO_VALUE] }] }), [OPEN_TAGS]],
  ])('is given on %s', (_, document, advice) => {
    expect(reviewTrust(document, OWN)).toEqual({ problems: [], advice });
  });

  test('on a service beside another account is given where the own account is not known', () => {
    expect(reviewTrust({ Statement: [EC2, THEIRS] }, undefined).advice).toEqual([MIXED('ec2.amazonaws.com')]);
  });

  test.each<[string, any]>([
    ['a service beside the own account', allow({ Principal: { AWS: `arn:aws:iam::${OWN}:root`, Service: 'ec2.amazonaws.com' } })],
    ['a service beside the account of the stack', allow({ Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' }, Service: 'ec2.amazonaws.com' } })],
    ['an external ID of one caller and none of another', { Statement: [allow({ Condition: EXTERNAL_ID }).Statement[0], allow({ Principal: { AWS: '222222222222' } }).Statement[0]] }],
    ['session tags of one who needs an external ID to come in', { Statement: [allow({ Condition: EXTERNAL_ID }).Statement[0], allow({ Action: 'sts:TagSession', Condition: { StringEquals: { 'aws:TagKeys': 'a' } } }).Statement[0]] }],
    ['a service beside the own account as a function', allow({ Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] }, Service: 'ec2.amazonaws.com' } })],
    ['a service beside a role of the app', allow({ Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] }, Service: 'ec2.amazonaws.com' } })],
    ['an external ID of an account and none of a role of it', { Statement: [allow({ Condition: EXTERNAL_ID }).Statement[0], allow({ Principal: { AWS: 'arn:aws:iam::111111111111:role/Acme' } }).Statement[0]] }],
    ['an external ID beside a service', { Statement: [allow({ Condition: EXTERNAL_ID, Principal: { AWS: `arn:aws:iam::${OWN}:root` } }).Statement[0], EC2] }],
    ['two services', allow({ Principal: { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] } })],
    ['two accounts', allow({ Principal: { AWS: [VENDOR, '222222222222'] } })],
    ['a service beside a Deny of another account', { Statement: [EC2, { ...THEIRS, Effect: 'Deny' }] }],
    ['session tags whose keys are listed', allow({ Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] }, 'Null': { 'aws:TagKeys': 'false' } } })],
    ['session tags whose keys are listed in other letters', allow({ Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { StringEquals: { 'AWS:tagkeys': 'a' } } })],
    ['session tags of a service', allow({ Action: ['sts:AssumeRole', 'sts:TagSession'], Principal: { Service: 'pods.eks.amazonaws.com' } })],
    ['a Deny of session tags', deny({ Action: 'sts:TagSession' })],
  ])('is not given on %s', (_, document) => {
    expect(reviewTrust(document, OWN)).toEqual({ problems: [], advice: [] });
  });
});

describe('the demand for an external ID', () => {
  test.each<[string, any, boolean]>([
    ['one value', EXTERNAL_ID, true],
    ['several values', { StringEquals: { 'sts:ExternalId': ['a', 'b'] } }, true],
    ['other letters', { stringequals: { 'STS:EXTERNALID': 'a' } }, true],
    ['a list that is known later', { StringEquals: { 'sts:ExternalId': { Ref: 'Ids' } } }, true],
    ['no condition', undefined, false],
    ['another condition', { StringEquals: { 'aws:PrincipalOrgID': 'a' } }, false],
    ['no values', { StringEquals: { 'sts:ExternalId': [] } }, false],
    ['a pattern', { StringLike: { 'sts:ExternalId': '*' } }, false],
    ['an optional test', { StringEqualsIfExists: { 'sts:ExternalId': 'a' } }, false],
    ['a quantifier', { 'ForAllValues:StringEquals': { 'sts:ExternalId': 'a' } }, false],
    ['a value that differs', { StringNotEquals: { 'sts:ExternalId': 'a' } }, false],
    ['a key that must be there', { Null: { 'sts:ExternalId': 'false' } }, false],
    ['a variable that the request fills in', { StringEquals: { 'sts:ExternalId': '${aws:PrincipalTag/id}' } }, false],
    ['a variable that the request fills in, in a substitution', { StringEquals: { 'sts:ExternalId': { 'Fn::Sub': 'a-${!aws:userid}' } } }, false],
    ['a variable of the own account', { StringEquals: { 'sts:ExternalId': '${aws:ResourceAccount}' } }, true],
    ['the id of the stack in a substitution', { StringEquals: { 'sts:ExternalId': { 'Fn::Sub': 'a-${AWS::StackId}' } } }, true],
    ['a value that may not be there', { StringEquals: { 'sts:ExternalId': { 'Fn::If': ['C', 'a', NO_VALUE] } } }, false],
    ['a condition that may not be there', { 'Fn::If': ['C', EXTERNAL_ID, NO_VALUE] }, false],
  ])('is seen in %s: %s', (_, condition, demanded) => {
    expect(parseTrust(allow({ Condition: condition })).map(demandsExternalId)).toEqual([demanded]);
  });
});

describe('a statement of a trust policy that was read', () => {
  test('has its principals by kind, both sides of a condition, and its conditions one by one', () => {
    expect(parseTrust(allow({
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Principal: { AWS: [VENDOR, { 'Fn::If': ['C', '111111111111', NO_VALUE] }], Service: 'ec2.amazonaws.com' },
      Condition: { 'StringEquals': { a: 'x', b: ['y'] }, 'ForAnyValue:StringLikeIfExists': { c: 'z' } },
    }))).toEqual([{
      effect: 'Allow',
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      principals: { AWS: [VENDOR, '111111111111'], Service: ['ec2.amazonaws.com'] },
      hasNotPrincipal: false,
      conditions: [
        { quantifier: undefined, operator: 'StringEquals', ifExists: false, key: 'a', value: 'x' },
        { quantifier: undefined, operator: 'StringEquals', ifExists: false, key: 'b', value: ['y'] },
        { quantifier: 'ForAnyValue', operator: 'StringLike', ifExists: true, key: 'c', value: 'z' },
      ],
      conditionsMayVanish: false,
    }]);
  });

  test.each<[string, any, any]>([
    ['one for all', '*', { '*': ['*'] }],
    ['a map', { Federated: 'p' }, { Federated: ['p'] }],
    ['a map in a condition', { 'Fn::If': ['C', { AWS: 'a' }, NO_VALUE] }, { AWS: ['a'] }],
    ['two maps in a condition', { 'Fn::If': ['C', { AWS: 'a', Service: 's' }, { AWS: ['b', 'c'] }] }, { AWS: ['a', 'b', 'c'], Service: ['s'] }],
    ['a function that nobody can look into', { Ref: 'Who' }, { '*': [{ Ref: 'Who' }] }],
    ['nobody', NO_VALUE, {}],
    ['none', undefined, {}],
  ])('knows its principals: %s', (_, principal, principals) => {
    expect(parseTrust(allow({ Principal: principal }))[0].principals).toEqual(principals);
  });

  test.each<[string, any]>([
    ['no document', undefined],
    ['no statements', {}],
    ['a statement that is not there', { Statement: [NO_VALUE] }],
  ])('is none for %s', (_, document) => {
    expect(parseTrust(document)).toEqual([]);
  });

  test('may have a condition that is not there, with the other one that is', () => {
    const [statement] = parseTrust(allow({ Condition: { 'Fn::If': ['C', EXTERNAL_ID, NO_VALUE] } }));

    expect(statement).toMatchObject({ conditions: [{ key: 'sts:ExternalId' }], conditionsMayVanish: true });
  });
});

/** A trust policy of one statement: the vendor's account may assume the role, unless said otherwise. */
function allow(elements: Record<string, any>): any {
  return { Version: '2012-10-17', Statement: [withoutUndefined({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: VENDOR }, ...elements })] };
}

function deny(elements: Record<string, any>): any {
  return allow({ ...elements, Effect: 'Deny' });
}

function withoutUndefined(object: Record<string, any>): Record<string, any> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function problemsOf(document: any): string[] {
  return reviewTrust(document, undefined).problems;
}

/** A trust policy of so many characters. */
function ofSize(characters: number): any {
  const document = (name: string) => allow({ Condition: { StringEquals: { 'sts:ExternalId': name } } });
  const sized = document('x'.repeat(characters - JSON.stringify(document('')).length));
  expect(JSON.stringify(sized)).toHaveLength(characters);
  return sized;
}

function large(characters: number, often: string): string {
  return `The trust policy is large: about ${characters} characters without white space, and IAM allows 2048 by default; ${often}, or make several roles.`;
}

function ifExists(key: string, operator: string): string {
  return `The trust policy tests '${key}' with ${operator}IfExists, which lets in every request that lacks the key. Use ${operator}.`;
}

function negated(key: string, operator: string): string {
  return `The trust policy tests '${key}' with ${operator} alone, which lets in every request that lacks the key. Test what the key must be, or refuse with a Deny statement.`;
}

function absent(key: string): string {
  return `The trust policy demands that '${key}' is absent (Null: true), which a caller can bring about at will. Test what the key must be.`;
}

function forAllOfOne(key: string, operator: string): string {
  return `The trust policy tests '${key}' with ForAllValues:${operator}, which lets in every request that lacks the key. The key has one value: use ${operator}.`;
}

function forAllOfSeveral(key: string, operator: string): string {
  return `The trust policy tests '${key}' with ForAllValues:${operator}, which lets in every request that lacks the key. Add the condition Null with the value false for the same key.`;
}

describe('a trust policy for federated callers', () => {
  const GITHUB = 'token.actions.githubusercontent.com';
  const SENTINEL = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d';
  const federated = (issuer: string, condition: any) => allow({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, `:oidc-provider/${issuer}`]] } },
    Condition: condition,
  });
  const idsOf = (document: any) => reviewTrust(document, undefined).advice.map(({ id }) => id.replace('cdk-keyless-roles:', ''));
  const shared = (issuer: string, claim: string) => `The trust policy lets in every customer of the shared issuer '${issuer}', and IAM refuses it: it does not test '${claim.includes(':') ? claim : `${issuer}:${claim}`}'. Add that condition, or use a principal of this library.`;

  test.each([
    ['the subject', GITHUB, { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' }, StringLike: { [`${GITHUB}:sub`]: 'repo:acme/shop:*' } }],
    ['the subject, with the key in other letters', GITHUB, { StringLike: { [`${GITHUB.toUpperCase()}:SUB`]: 'repo:acme/shop:*' } }],
    ['the workflow', GITHUB, { StringLike: { [`${GITHUB}:job_workflow_ref`]: 'acme/shop/*' } }],
    ['the account of Codefresh', 'oidc.codefresh.io', { StringLike: { 'oidc.codefresh.io:sub': 'account:1234:pipeline:*' } }],
    ['the subject, of an enterprise', `${GITHUB}/octo`, { StringLike: { [`${GITHUB}/octo:sub`]: 'repo:acme/shop:*' } }],
    ['the audience, where it says whose the token is', 'oidc.vercel.com', { StringEquals: { 'oidc.vercel.com:aud': 'https://vercel.com/acme' } }],
    ['the name of the session, of Microsoft Sentinel', SENTINEL, { StringEquals: { 'sts:RoleSessionName': 'MicrosoftSentinel_1' } }],
    ['the name of the session, of Microsoft Sentinel with the slash that its issuer has', `${SENTINEL}/`, { StringEquals: { 'sts:RoleSessionName': 'MicrosoftSentinel_1' } }],
    ['nothing, of an issuer of one\'s own', 'oidc.example.com', {}],
  ])('is in order where it tests %s', (_, issuer, condition) => {
    expect(problemsOf(federated(issuer, condition))).toEqual([]);
  });

  test.each([
    ['nothing', GITHUB, {}, 'sub'],
    ['the audience alone', GITHUB, { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } }, 'sub'],
    ['any subject', GITHUB, { StringLike: { [`${GITHUB}:sub`]: '*' } }, 'sub'],
    ['a subject of any owner', GITHUB, { StringLike: { [`${GITHUB}:sub`]: '*:ref:refs/heads/main' } }, 'sub'],
    ['a subject of any owner whose name begins so', GITHUB, { StringLike: { [`${GITHUB}:sub`]: 'repo:acme*' } }, 'sub'],
    ['a workflow of any owner', GITHUB, { StringLike: { [`${GITHUB}:job_workflow_ref`]: 'acme*' } }, 'sub'],
    ['a subject of a kind that names no owner before its wildcard', 'oidc.codefresh.io', { StringLike: { 'oidc.codefresh.io:sub': 'account:1*' } }, 'sub'],
    ['what the token says itself', 'gitlab.com', { StringEquals: { 'gitlab.com:sub': '${gitlab.com:sub}' } }, 'sub'],
    ['an audience by a pattern, where it says whose the token is', 'oidc.vercel.com', { StringLike: { 'oidc.vercel.com:aud': 'https://vercel.com/*' } }, 'aud'],
    ['nothing, of Microsoft Sentinel with the slash that its issuer has', `${SENTINEL}/`, {}, 'sts:RoleSessionName'],
    ['a session name by a pattern, of Microsoft Sentinel', SENTINEL, { StringLike: { 'sts:RoleSessionName': 'MicrosoftSentinel_*' } }, 'sts:RoleSessionName'],
    ['one subject or any', GITHUB, { StringLike: { [`${GITHUB}:sub`]: ['repo:acme/shop:*', '*'] } }, 'sub'],
    ['the subject of another issuer', 'gitlab.com', { StringLike: { [`${GITHUB}:sub`]: 'repo:acme/shop:*' } }, 'sub'],
    ['nothing, below a shared issuer', 'gitlab.com/acme', {}, 'sub'],
    ['the subject, where the audience says whose the token is', 'oidc.vercel.com', { StringEquals: { 'oidc.vercel.com:sub': 'x' } }, 'aud'],
    ['the subject, where the name of the session says whose the token is', SENTINEL, { StringEquals: { [`${SENTINEL}:sub`]: 'x' } }, 'sts:RoleSessionName'],
  ])('is refused for a shared issuer where it tests %s', (_, issuer, condition, claim) => {
    expect(problemsOf(federated(issuer, condition))).toEqual([shared(issuer, claim)]);
  });

  test('is refused for a shared issuer that a condition of the template picks', () => {
    const provider = (issuer: string) => `arn:aws:iam::111111111111:oidc-provider/${issuer}`;
    expect(problemsOf(allow({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: { 'Fn::If': ['C', provider('oidc.example.com'), provider('gitlab.com')] } } }))).toEqual([shared('gitlab.com', 'sub')]);
  });

  test('is judged by its claims where the template makes the provider', () => {
    const made = (condition: any) => allow({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: { Ref: 'Provider' } }, Condition: condition });
    expect(problemsOf(made({ StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } }))).toEqual([shared(GITHUB, 'sub')]);
    expect(problemsOf(made({ StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' }, StringLike: { [`${GITHUB}:sub`]: 'repo:acme/shop:*' } }))).toEqual([]);
    expect(idsOf(made({}))).toEqual(['oidcSubjectOpen']);
    const exported = (condition: any) => allow({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: { 'Fn::ImportValue': 'Provider' } }, Condition: condition });
    expect(problemsOf(exported({ StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } }))).toEqual([shared(GITHUB, 'sub')]);
    expect(problemsOf(exported({ StringLike: { [`${GITHUB}:sub`]: 'repo:acme/shop:*' } }))).toEqual([]);
    expect(idsOf(exported({}))).toEqual(['oidcSubjectOpen']);
    const company = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:saml-provider/corp']] };
    expect(idsOf(allow({ Action: 'sts:*', Principal: { Federated: company }, Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' }, 'Null': { 'aws:TagKeys': 'false' }, 'StringEquals': { 'sts:SourceIdentity': 'a' } } }))).toEqual([]);
    expect(idsOf(made({ StringEquals: { 'oidc.example.com:aud': 'a' } }))).toEqual(['oidcSubjectOpen']);
    expect(idsOf(made({ StringEquals: { '${Value1}:aud': 'a', '${Value1}:sub': 's' } }))).toEqual([]);
    expect(idsOf(allow({ Action: 'sts:AssumeRoleWithSAML', Principal: { Federated: { Ref: 'Provider' } }, Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } } }))).toEqual([]);
  });

  test.each([
    ['cognito-identity.amazonaws.com', 'aud', ['aud']],
    ['cognito-identity.us-gov-east-1.amazonaws.com', 'aud', ['aud']],
    ['www.amazon.com', 'app_id', ['app_id', 'user_id']],
    ['graph.facebook.com', 'app_id', ['app_id', 'id']],
    ['accounts.google.com', 'aud', ['aud', 'oaud', 'sub']],
  ])('that names no app of %s is refused', (provider, claim, enough) => {
    const open = `The trust policy lets in the users of everyone who has an app at '${provider}': it does not test '${provider}:${claim}'. Add that condition, or use a principal of this library.`;
    const users = (condition: any, action = 'sts:AssumeRoleWithWebIdentity') => problemsOf(allow({ Action: action, Principal: { Federated: provider }, Condition: condition }));
    expect(users({})).toEqual([open]);
    expect(users({}, 'sts:*')).toEqual([open]);
    expect(users({ StringLike: { [`${provider}:${claim}`]: '*' } })).toEqual([open]);
    expect(users({ StringLike: { [`${provider}:${claim}`]: 'us-east-1:*' } })).toEqual([open]);
    expect(users({ StringEquals: { [`${provider}:${claim}`]: `\${${provider}:${claim}}` } })).toEqual([open]);
    expect(users({ 'ForAnyValue:StringLike': { [`${provider}:amr`]: 'authenticated' } })).toEqual([open]);
    for (const name of enough) expect(users({ StringEquals: { [`${provider}:${name}`]: 'x' } })).toEqual([]);
  });

  test('with NotAction admits all that it does not name', () => {
    const { Action: _, ...statement } = allow({ Principal: { AWS: '*' } }).Statement[0];
    expect(problemsOf({ Version: '2012-10-17', Statement: [{ ...statement, NotAction: 'sts:TagSession' }] })).toEqual([EVERYONE]);
    expect(idsOf({ Version: '2012-10-17', Statement: [{ ...statement, Principal: { AWS: '111111111111' }, NotAction: 'sts:AssumeRole' }] })).toEqual(['sessionTagsOpen', 'sourceIdentityOpen']);
  });

  test('is refused where the action is that of other callers', () => {
    expect(problemsOf(allow({ Principal: { Federated: 'cognito-identity.amazonaws.com' } }))).toEqual([
      'The trust policy lets \'cognito-identity.amazonaws.com\' assume the role with \'sts:AssumeRole\', which a federated caller never uses. The action is sts:AssumeRoleWithWebIdentity or sts:AssumeRoleWithSAML.',
    ]);
    expect(problemsOf(allow({ Action: 'sts:TagSession', Principal: { Federated: 'cognito-identity.amazonaws.com' } }))).toEqual([]);
    expect(problemsOf(allow({ Action: 'sts:AssumeRole*', Principal: { Federated: 'arn:aws:iam::111111111111:saml-provider/corp' } }))).toEqual([]);
  });

  test.each<[string, any, string[]]>([
    ['no claim', {}, ['oidcSubjectOpen']],
    ['the audience alone', { StringEquals: { 'oidc.example.com:aud': 'a' } }, ['oidcSubjectOpen']],
    ['the subject alone', { StringEquals: { 'oidc.example.com:sub': 's' } }, ['oidcSubjectOpen']],
    ['the audience and any subject', { StringEquals: { 'oidc.example.com:aud': 'a' }, StringLike: { 'oidc.example.com:sub': '**' } }, ['oidcSubjectOpen']],
    ['audience and subject', { StringEquals: { 'oidc.example.com:aud': 'a', 'oidc.example.com:sub': 's' } }, []],
    ['audience and another claim', { StringEquals: { 'oidc.example.com:aud': 'a', 'oidc.example.com:project': 'p' } }, []],
  ])('of an issuer of one\'s own that tests %s', (_, condition, ids) => {
    expect(idsOf(federated('oidc.example.com', condition))).toEqual(ids);
  });

  test.each<[string, any, string[]]>([
    ['any source identity', { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Condition: EXTERNAL_ID }, ['sourceIdentityOpen']],
    ['a source identity of any text', { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Condition: { StringLike: { 'sts:SourceIdentity': '*' } } }, ['sourceIdentityOpen']],
    ['a source identity that is what the caller says', { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Condition: { StringLike: { 'sts:SourceIdentity': '${sts:SourceIdentity}' } } }, ['sourceIdentityOpen']],
    ['a source identity that is who the caller is', { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Condition: { StringLike: { 'sts:SourceIdentity': '${aws:username}' } } }, []],
    ['a source identity of a form', { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Condition: { StringLike: { 'sts:SourceIdentity': 'acme-*' } } }, []],
    ['any source identity that a service sets', { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Principal: { Service: 'rolesanywhere.amazonaws.com' } }, []],
    ['session tags of which one key is listed', { Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } } }, ['sessionTagsOpen']],
    ['session tags of any key by a wildcard', { Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { 'ForAnyValue:StringLike': { 'aws:TagKeys': '*' } } }, ['sessionTagsOpen']],
    ['everyone of one account', { Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalAccount': '111111111111' } } }, ['trustEveryone']],
    ['everyone of the organization', { Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }, []],
  ])('that admits %s', (_, statement, ids) => {
    expect(idsOf(allow(statement))).toEqual(ids);
  });
});

describe('workflows of GitHub whose owner nobody names', () => {
  const GITHUB = 'token.actions.githubusercontent.com';
  const ADVICE = {
    id: WarningId.OIDC_SUBJECT_OPEN,
    message: `Anybody's tokens of '${GITHUB}' can have what the role demands: no claim says whose repository it is. Test sub from the owner on, or repository_owner_id, or use GitHubActionsPrincipal.`,
  };
  const review = (claims: Record<string, any>) => reviewTrust(allow({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${GITHUB}` },
    Condition: { StringEquals: Object.fromEntries(Object.entries({ aud: 'sts.amazonaws.com', ...claims }).map(([claim, value]) => [`${GITHUB}:${claim}`, value])) },
  }), undefined);

  test.each<[string, Record<string, any>]>([
    ['a reusable workflow', { job_workflow_ref: 'acme/pipelines/.github/workflows/deploy.yml@refs/heads/main' }],
    ['an environment', { sub: 'environment:production' }],
    ['an environment or a repository', { sub: ['environment:production', 'repo:acme/shop:environment:production'] }],
  ])('are warned of: %s', (_, claims) => {
    expect(review(claims)).toEqual({ problems: [], advice: [ADVICE] });
  });

  test.each<[string, Record<string, any>]>([
    ['a reusable workflow of an owner', { job_workflow_ref: 'acme/pipelines/.github/workflows/deploy.yml@refs/heads/main', repository_owner_id: '1234' }],
    ['a repository', { sub: 'repo:acme/shop:environment:production' }],
    ['a repository behind an environment', { sub: 'environment:production:repository:acme/shop' }],
    ['what is known once deployed', { sub: { Ref: 'Subject' } }],
  ])('are not warned of: %s', (_, claims) => {
    expect(review(claims)).toEqual({ problems: [], advice: [] });
  });

  test.each([
    ['repository_owner', 'acme*', [ADVICE]],
    ['repository_owner_id', '12*', [ADVICE]],
    ['repository', 'acme*', [ADVICE]],
    ['repository', 'acme/*', []],
  ])('are known by the claim %s: %s', (claim, pattern, advice) => {
    expect(reviewTrust(allow({
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${GITHUB}` },
      Condition: {
        StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com', [`${GITHUB}:sub`]: 'environment:production' },
        StringLike: { [`${GITHUB}:${claim}`]: pattern },
      },
    }), undefined)).toEqual({ problems: [], advice });
  });
});

describe('a trust policy that is text', () => {
  test('is refused where a dynamic reference could add statements', () => {
    const problem = 'The trust policy is text into which a dynamic reference ({{resolve:…}}) is put, and whoever sets what it reads could add statements. Write the policy as JSON, or the value as it is.';
    const document = allow({ Condition: { StringEquals: { 'sts:ExternalId': '{{resolve:ssm:/id}}' } } });
    expect(problemsOf({ 'Fn::Sub': JSON.stringify(document) })).toEqual([problem]);
    expect(problemsOf({ 'Fn::Sub': [JSON.stringify(allow({ Condition: { StringEquals: { 'sts:ExternalId': '${Id}' } } })), { Id: '{{resolve:ssm:/id}}' }] })).toEqual([problem]);
    expect(problemsOf(document)).toEqual([]);
  });

  const text = JSON.stringify(allow({ Principal: { AWS: 'arn:${AWS::Partition}:iam::111111111111:root' }, Condition: { StringEquals: { 'sts:ExternalId': '${Id}' } } }));

  test('is judged as its JSON is', () => {
    expect(problemsOf(JSON.stringify(allow({ Principal: '*' })))).toEqual([EVERYONE]);
    expect(problemsOf({ 'Fn::Sub': JSON.stringify(allow({ Principal: '*' })) })).toEqual([EVERYONE]);
    expect(problemsOf({ 'Fn::Join': ['', [JSON.stringify(allow({ Principal: '*' })), '']] })).toEqual([EVERYONE]);
    expect(problemsOf({ 'Fn::If': ['C', { 'Fn::Sub': [JSON.stringify(allow({ Principal: '*' })), {}] }, allow({})] })).toEqual([EVERYONE]);
  });

  test('is measured as its JSON is', () => {
    const long = JSON.stringify(allow({ Condition: { StringEquals: { 'sts:ExternalId': 'x'.repeat(8_200) } } }));
    expect(problemsOf(long)).toEqual([expect.stringMatching(/^The trust policy is too large: at least 83\d\d characters/)]);
    expect(problemsOf({ 'Fn::Sub': long })).toEqual(problemsOf(long));
  });

  test('is refused where a parameter could add statements', () => {
    const problem = 'The trust policy is text into which the parameter \'Id\' is put, and whoever sets it could add statements. Write the policy as JSON, or the value as it is.';
    const parameters = new Set(['Id']);
    expect(reviewTrust({ 'Fn::Sub': text }, undefined, parameters).problems).toEqual([problem]);
    expect(reviewTrust({ 'Fn::Sub': [text.replace('${Id}', '${Other}'), { Other: { Ref: 'Id' } }] }, undefined, parameters).problems).toEqual([problem]);
    expect(reviewTrust({ 'Fn::Join': ['', [text.slice(0, 20), text.slice(20).split('${Id}')[0], { Ref: 'Id' }, text.split('${Id}')[1]]] }, undefined, parameters).problems).toEqual([problem]);
    expect(reviewTrust({ 'Fn::Sub': [text, { Id: 'fixed' }] }, undefined, parameters).problems).toEqual([]);
    expect(reviewTrust({ 'Fn::Sub': text }, undefined, new Set(['Other'])).problems).toEqual([]);
  });

  test('is refused where it cannot be read', () => {
    expect(problemsOf({ 'Fn::Sub': '${Document}' })).toEqual([expect.stringMatching(/^The trust policy cannot be checked/)]);
    expect(problemsOf({ 'Fn::ImportValue': 'Trust' })).toEqual([expect.stringMatching(/^The trust policy cannot be checked/)]);
  });
});
