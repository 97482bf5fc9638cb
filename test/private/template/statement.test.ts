import { shown } from '../../../lib/private/evaluation/text';
import type { Policy } from '../../../lib/private/template/policies';
import type { Statement } from '../../../lib/private/template/statement';
import type { Deployment } from '../../../lib/private/template/template';
import { Template } from '../../../lib/private/template/template';

const ref = (name: string) => ({ Ref: name });
const NOTHING = ref('AWS::NoValue');
const IS_PROD = { IsProd: { 'Fn::Equals': [ref('Stage'), 'prod'] } };
const PARAMETERS = { Stage: { Type: 'String' }, Account: { Type: 'String' } };
const ALLOW = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' };

interface More {
  readonly conditions?: object;
  readonly condition?: string;
  readonly deployment?: Deployment;
}

/** The trust of a role. */
function trust(document: any, { conditions = IS_PROD, condition, deployment }: More = {}): Policy {
  const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document }, ...(condition !== undefined && { Condition: condition }) };
  return Template.read({ Parameters: PARAMETERS, Conditions: conditions, Resources: { Role: role } }, deployment).roles[0].trust!;
}

/** Statements for a comparison: who may do what, and when. */
const inShort = ({ statements }: Policy) => statements.map(({ effect, principals = {}, actions = [], when, unreadable }) => unreadable
  ?? [effect, ...Object.entries(principals).map(([kind, names]) => `${kind}=${names.map(shown).join()}`), actions.map(shown).join(), ...when === '' ? [] : [when]].join(' '));

const only = (policy: Policy): Statement => {
  expect(policy.statements).toHaveLength(1);
  return policy.statements[0];
};

describe('the forms of a document', () => {
  test.each<[string, any, string[]]>([
    ['a list of statements', { Version: '2012-10-17', Statement: [ALLOW] }, ['Allow AWS=111122223333 sts:AssumeRole']],
    ['a statement as an object', { Statement: ALLOW }, ['Allow AWS=111122223333 sts:AssumeRole']],
    ['lists for everything', { Statement: [{ ...ALLOW, Principal: { AWS: ['111122223333', 'arn:aws:iam::444455556666:root'] }, Action: ['sts:AssumeRole', 'sts:TagSession'] }] },
      ['Allow AWS=111122223333,arn:aws:iam::444455556666:root sts:AssumeRole,sts:TagSession']],
    ['everyone', { Statement: { ...ALLOW, Principal: '*' } }, ['Allow *=* sts:AssumeRole']],
    ['JSON as text', JSON.stringify({ Statement: [ALLOW] }), ['Allow AWS=111122223333 sts:AssumeRole']],
    ['JSON that Fn::Sub writes', { 'Fn::Sub': '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:${AWS::Partition}:iam::${AWS::AccountId}:root"},"Action":"sts:AssumeRole"}]}' },
      ['Allow AWS=arn:${AWS::Partition}:iam::${AWS::AccountId}:root sts:AssumeRole']],
    ['JSON that Fn::Join writes', { 'Fn::Join': ['', ['{"Statement":{"Effect":"Allow","Principal":{"AWS":"', ref('Account'), '"},"Action":"sts:AssumeRole"}}']] },
      ['Allow AWS=${Account} sts:AssumeRole']],
    ['JSON that Fn::ToJsonString writes', { 'Fn::ToJsonString': { Statement: [{ ...ALLOW, Principal: { AWS: ref('AWS::AccountId') } }] } }, ['Allow AWS=${AWS::AccountId} sts:AssumeRole']],
    ['no document', undefined, []],
    ['no statements', { Statement: [] }, []],
    ['no Statement', { Version: '2012-10-17' }, ['a policy without statements']],
    ['a list', [ALLOW], ['what is no policy document']],
    ['a text that is no JSON', 'allow everything', ['a text that is no JSON']],
    ['JSON that is cut off', '{"Statement":[{"Effect":"Al', ['a text that is no JSON']],
    ['JSON that is a number', '5', ['a text that is no policy document']],
    ['JSON in which something unknown is not in quotes', { 'Fn::Sub': '{"Statement":${Account}}' }, ['a text that is no JSON']],
    ['what another stack exports', { 'Fn::ImportValue': 'Trust' }, ['ImportValue(Trust)']],
    ['statements from elsewhere', { Statement: { 'Fn::Transform': { Name: 'AWS::Include' } } }, ['Transform({"Name":"AWS::Include"})']],
    ['statements among which some are from elsewhere', { 'Statement': [ALLOW], 'Fn::Transform': { Name: 'AWS::Include' } }, ['Allow AWS=111122223333 sts:AssumeRole', 'Transform()']],
    ['statements that are none', { Statement: ['x', 5, [ALLOW], null] }, ['what is no statement', 'what is no statement', 'Allow AWS=111122223333 sts:AssumeRole']],
    ['a text instead of statements', { Statement: 'x' }, ['what is no statement']],
    ['a kind of principal in another case', { Statement: { ...ALLOW, Principal: { aws: '*', AWS: '111122223333' } } }, ['Allow AWS=*,111122223333 sts:AssumeRole']],
    ['a kind of principal in another case, of a Deny', { Statement: { ...ALLOW, Effect: 'Deny', Principal: { aws: '*' } } }, ['Deny aws=* sts:AssumeRole']],
    ['JSON in which a name stands twice', '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}]}',
      ['Allow AWS=111122223333 sts:AssumeRole', 'a text with "Principal" twice in one object']],
    ['JSON in which names stand in several objects, and in texts', JSON.stringify({ Statement: [{ ...ALLOW, Sid: '{"Sid":"Sid":' }, { ...ALLOW, Sid: '"' }] }),
      ['Allow AWS=111122223333 sts:AssumeRole', 'Allow AWS=111122223333 sts:AssumeRole']],
  ])('%s', (_, document, expected) => {
    expect(inShort(trust(document))).toEqual(expected);
  });

  test('a text says what CloudFormation puts into it, and JSON does not', () => {
    expect(trust({ 'Fn::Sub': '{"Statement":{"Effect":"Allow","Principal":{"AWS":"${Account}"},"Action":"${AWS::Region}"}}' }).enters).toEqual(['Account', 'AWS::Region']);
    expect(trust({ Statement: { ...ALLOW, Principal: { AWS: ref('Account') } } }).enters).toEqual([]);
  });

  test('a key of a condition can have something unknown in it, and policy variables stay', () => {
    const document = { 'Fn::Sub': ['{"Statement":{"Effect":"Allow","Action":"x","Condition":{"StringEquals":{"${Issuer}:sub":"${!aws:username}"}}}}', { Issuer: { 'Fn::GetAtt': ['Cluster', 'Issuer'] } }] };
    expect(only(trust(document)).tests).toEqual([{ operator: 'StringEquals', ifExists: false, key: '${Cluster.Issuer}:sub', values: ['${aws:username}'] }]);
  });

  test('where each statement stands', () => {
    expect(trust({ Statement: [ALLOW, ALLOW] }).statements.map(({ location }) => location))
      .toEqual(['Properties/AssumeRolePolicyDocument/Statement/0', 'Properties/AssumeRolePolicyDocument/Statement/1']);
    expect(only(trust(JSON.stringify({ Statement: ALLOW }))).location).toBe('Properties/AssumeRolePolicyDocument');
  });

  test('a megabyte of statements', () => {
    const statements = Array.from({ length: 5_000 }, (_, index) => ({ Sid: `S${index}`, Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::bucket/${'x'.repeat(150)}${index}` }));
    const document = { Version: '2012-10-17', Statement: statements };
    const before = Date.now();
    expect(trust(document).statements).toHaveLength(5_000);
    expect(trust(JSON.stringify(document)).statements).toHaveLength(5_000);
    expect(trust({ 'Fn::If': ['IsProd', document, { Statement: [...statements.slice(1), ALLOW] }] }).statements).toHaveLength(5_001);
    expect(Date.now() - before).toBeLessThan(5_000);
  });
});

describe('the elements of a statement', () => {
  test('each element as texts', () => {
    const document = { Version: '2008-10-17', Statement: { Sid: 'A', Effect: 'Deny', NotPrincipal: { Service: 'ec2.amazonaws.com' }, NotAction: ['a:b', 'c:d'], NotResource: 'x' } };
    expect(only(trust(document))).toMatchObject({
      sid: 'A', effect: 'Deny', version: '2008-10-17', notPrincipals: { Service: ['ec2.amazonaws.com'] }, notActions: ['a:b', 'c:d'], notResources: ['x'], tests: [], lostKeys: [], when: '',
    });
    expect(only(trust(document)).actions).toBeUndefined();
  });

  test('the tests of a condition', () => {
    const condition = {
      'StringEquals': { a: 'x', b: ['y', ref('Account')] },
      'ForAnyValue:StringLikeIfExists': { c: 'z*' },
      'Bool': { 'aws:SecureTransport': false },
      'NumericLessThan': { n: 5 },
    };
    expect(only(trust({ Statement: { ...ALLOW, Condition: condition } })).tests).toEqual([
      { operator: 'StringEquals', ifExists: false, key: 'a', values: ['x'] },
      { operator: 'StringEquals', ifExists: false, key: 'b', values: ['y', { parts: [{ unknown: 'Account' }] }] },
      { quantifier: 'ForAnyValue', operator: 'StringLike', ifExists: true, key: 'c', values: ['z*'] },
      { operator: 'Bool', ifExists: false, key: 'aws:SecureTransport', values: ['false'] },
      { operator: 'NumericLessThan', ifExists: false, key: 'n', values: ['5'] },
    ]);
  });

  test.each([
    ['a Condition that is text', { ...ALLOW, Condition: 'x' }, 'a Condition that nobody can look into'],
    ['a Condition from elsewhere', { ...ALLOW, Condition: { 'Fn::ImportValue': 'x' } }, 'a Condition that nobody can look into'],
    ['an operator that is text', { ...ALLOW, Condition: { StringEquals: 'x' } }, 'a Condition of which StringEquals cannot be looked into'],
    ['no Effect', { Action: 'x' }, 'a statement whose Effect is neither Allow nor Deny'],
    ['an Effect that somebody enters', { ...ALLOW, Effect: ref('Stage') }, 'a statement whose Effect is neither Allow nor Deny'],
    ['a part from elsewhere', { ...ALLOW, 'Fn::Transform': {} }, 'Fn::Transform'],
  ])('%s', (_, statement, unreadable) => {
    expect(only(trust({ Statement: statement })).unreadable).toBe(unreadable);
  });

  test('what is no text is a text that nobody knows', () => {
    const { principals, actions, tests } = only(trust({ Statement: { ...ALLOW, Principal: { AWS: { a: 'b' } }, Action: [{}, ['x']], Condition: { StringEquals: { k: { a: 'b' } } } } }));
    const unknown = { parts: [{ unknown: 'a value that cannot be read' }] };
    expect([principals, actions, tests[0].values]).toEqual([{ AWS: [unknown] }, [unknown, unknown], [unknown]]);
  });
});

describe('Fn::If', () => {
  test('around a statement', () => {
    expect(inShort(trust({ Statement: [ALLOW, { 'Fn::If': ['IsProd', { ...ALLOW, Principal: { AWS: '444455556666' } }, NOTHING] }] })))
      .toEqual(['Allow AWS=111122223333 sts:AssumeRole', 'Allow AWS=444455556666 sts:AssumeRole the parameter Stage is \'prod\'']);
  });

  test('around several statements', () => {
    expect(inShort(trust({ Statement: [{ 'Fn::If': ['IsProd', [ALLOW, { ...ALLOW, Action: 'sts:TagSession' }], { ...ALLOW, Effect: 'Deny' }] }] }))).toEqual([
      'Allow AWS=111122223333 sts:AssumeRole the parameter Stage is \'prod\'',
      'Allow AWS=111122223333 sts:TagSession the parameter Stage is \'prod\'',
      'Deny AWS=111122223333 sts:AssumeRole the parameter Stage is not \'prod\'',
    ]);
  });

  test('around a Condition, a key and a value', () => {
    const id = { 'sts:ExternalId': 'x' };
    const lost = (condition: any) => trust({ Statement: [{ ...ALLOW, Condition: condition }] }).statements
      .map(({ tests, lostKeys, when }) => [tests.map(({ key }) => key).join(), lostKeys.join(), when]);
    const withAndWithout = [['sts:ExternalId', '', 'the parameter Stage is \'prod\''], ['', 'sts:ExternalId', 'the parameter Stage is not \'prod\'']];
    expect(lost({ 'Fn::If': ['IsProd', { StringEquals: id }, NOTHING] })).toEqual(withAndWithout);
    expect(lost({ StringEquals: { 'Fn::If': ['IsProd', id, NOTHING] } })).toEqual(withAndWithout);
    expect(lost({ StringEquals: { 'sts:ExternalId': { 'Fn::If': ['IsProd', 'x', NOTHING] } } })).toEqual(withAndWithout);
    expect(lost({ StringEquals: { 'sts:ExternalId': { 'Fn::If': ['IsProd', 'x', 'y'] } } })).toEqual([withAndWithout[0], ['sts:ExternalId', '', 'the parameter Stage is not \'prod\'']]);
  });

  test('around a document: what stands in the place of a statement', () => {
    const open = { Statement: [ALLOW] };
    const closed = { Statement: [{ ...ALLOW, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }] };
    expect(trust({ 'Fn::If': ['IsProd', closed, open] }).statements.map(({ lostKeys, when }) => [lostKeys.join(), when])).toEqual([
      ['', 'the parameter Stage is \'prod\''], ['sts:ExternalId', 'the parameter Stage is not \'prod\''],
    ]);
    expect(inShort(trust({ 'Fn::If': ['IsProd', open, open] }))).toEqual(['Allow AWS=111122223333 sts:AssumeRole']);
  });

  test('statements that stand beside each other have lost nothing to each other', () => {
    const both = { Statement: [{ ...ALLOW, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }, { ...ALLOW, Action: 'sts:TagSession' }] };
    expect(trust(JSON.stringify(both)).statements.map(({ lostKeys }) => lostKeys)).toEqual([[], []]);
    expect(trust({ 'Fn::If': ['IsProd', both, { Statement: [] }] }).statements.map(({ lostKeys }) => lostKeys)).toEqual([[], []]);
  });

  test('where the role itself is made on a condition, the other branch never is', () => {
    const document = { Statement: [{ ...ALLOW, Principal: { AWS: { 'Fn::If': ['IsProd', '444455556666', '*'] } } }] };
    expect(inShort(trust(document, { condition: 'IsProd' }))).toEqual(['Allow AWS=444455556666 sts:AssumeRole']);
    const conditions = { ...IS_PROD, Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { 'Fn::Equals': [ref('Stage'), 'test'] }] } };
    expect(inShort(trust(document, { condition: 'Either', conditions }))).toEqual([
      'Allow AWS=444455556666 sts:AssumeRole the parameter Stage is \'prod\'',
      'Allow AWS=* sts:AssumeRole the parameter Stage is not \'prod\' and the parameter Stage is \'test\'',
    ]);
    expect(inShort(trust(document, { condition: 'Never', conditions: { ...IS_PROD, Never: { 'Fn::Equals': ['a', 'b'] } } }))).toEqual([]);
    expect(inShort(trust(document, { condition: 'IsProd', deployment: { parameters: { Stage: 'dev' } } }))).toEqual([]);
    expect(inShort(trust(document, { condition: 'Nowhere' }))).toHaveLength(2);
  });

  test('a statement that hangs on more conditions than can be gone through', () => {
    const principals = Array.from({ length: 10 }, (_, index) => ({ 'Fn::If': [`C${index}`, `11112222333${index}`, NOTHING] }));
    expect(inShort(trust({ Statement: [ALLOW, { ...ALLOW, Principal: { AWS: principals } }] })))
      .toEqual(['Allow AWS=111122223333 sts:AssumeRole', 'a statement that depends on too many conditions']);
  });
});
