import type { EvaluationRequest } from '../../../lib/private/evaluation/evaluate';
import { compilePolicies, decide, missesOf } from '../../../lib/private/evaluation/evaluate';

const ROLE = 'arn:aws:iam::111122223333:role/App';
const REQUEST: EvaluationRequest = { principal: { AWS: ROLE }, actions: ['s3:GetObject'], resource: 'arn:aws:s3:::data/a' };
const READ = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };

function decisionOn(...statements: any[]) {
  return decide(compilePolicies({ identity: [{ Version: '2012-10-17', Statement: statements }] }), REQUEST);
}

test('an Allow names its statement', () => {
  expect(decisionOn(READ)).toEqual({
    answer: 'allow',
    reason: "statement 'Read' of identity policy 1 allows it",
    statement: { kind: 'identity', policy: 0, statement: 0, sid: 'Read' },
    nearMisses: [],
  });
});

test('a Deny names its statement, by its number where it has no name', () => {
  expect(decisionOn(READ, { Effect: 'Deny', Action: '*', Resource: '*' }).reason).toBe('statement 2 of identity policy 1 denies it');
});

test('where nothing allows, each statement that fails by one element is a near miss', () => {
  const { answer, reason, statement, nearMisses } = decisionOn(
    { ...READ, Action: 's3:PutObject' },
    { ...READ, Resource: 'arn:aws:s3:::other/*' },
    { ...READ, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    { ...READ, Action: 's3:PutObject', Resource: 'arn:aws:s3:::other/*' },
    { ...READ, Effect: 'Deny', Action: 's3:PutObject' },
  );
  expect([answer, reason, statement]).toEqual(['deny', 'no statement of an identity policy allows it', undefined]);
  expect(nearMisses.map(({ place, element, detail }) => [place.statement, element, detail])).toEqual([
    [0, 'Action', undefined], [1, 'Resource', undefined], [2, 'Condition', 'Bool aws:SecureTransport'],
  ]);
});

test('a doubt names the statement that may decide', () => {
  const unknown = { ...READ, Resource: { unknown: 'Arns' } };
  expect(decisionOn(unknown)).toMatchObject({ answer: 'cannot tell', reason: "statement 'Read' of identity policy 1 may allow it" });
  expect(decisionOn({ ...READ, Resource: '*' }, { ...unknown, Sid: 'Fence', Effect: 'Deny' }))
    .toMatchObject({ answer: 'cannot tell', reason: "statement 'Fence' of identity policy 1 may deny it" });
});

test.each<[string, any, string]>([
  ['a boundary', { boundary: [] }, 'no statement of the permissions boundary allows it'],
  ['a session policy', { session: [] }, 'no statement of the session policy allows it'],
  ['a trust', { trust: [] }, 'no statement of a trust policy allows it'],
])('%s that allows nothing is the reason', (_, limit, reason) => {
  const policies = compilePolicies({ identity: [{ Version: '2012-10-17', Statement: READ }], ...limit });
  expect(decide(policies, REQUEST)).toMatchObject({ answer: 'deny', reason });
});

test.each<[string, any, string]>([
  ['no policy of a resource in another account', { resourceAccount: '444455556666' }, 'the policy of the resource, which is in another account, is not known'],
  ['no action', { actions: [] }, 'no action was asked for'],
])('%s is a reason for a doubt', (_, request, reason) => {
  const policies = compilePolicies({ identity: [{ Version: '2012-10-17', Statement: READ }] });
  expect(decide(policies, { ...REQUEST, ...request })).toMatchObject({ answer: 'cannot tell', reason });
});

test('patterns that could take for ever do not', () => {
  const resource = `arn:aws:s3:::data/${'a'.repeat(20000)}b`;
  const policies = compilePolicies({ identity: [{ Version: '2012-10-17', Statement: { ...READ, Resource: `arn:aws:s3:::data/${'a*'.repeat(50)}c` } }] });
  const started = Date.now();
  expect(decide(policies, { ...REQUEST, resource }).answer).toBe('deny');
  expect(decide(policies, { ...REQUEST, resource: { parts: [resource, { unknown: 'X' }] } }).answer).toBe('cannot tell');
  expect(Date.now() - started).toBeLessThan(2000);
});

test('what a resource policy grants to the role itself is limited by its boundary, which is then the reason', () => {
  const policies = compilePolicies({
    boundary: [{ Version: '2012-10-17', Statement: { ...READ, Action: 's3:PutObject' } }],
    resource: [{ Version: '2012-10-17', Statement: { ...READ, Principal: { AWS: ROLE } } }],
  });
  expect(decide(policies, REQUEST)).toMatchObject({ answer: 'deny', reason: 'no statement of the permissions boundary allows it' });
});

test('the misses of a statement are all elements that are not met, with what both sides have', () => {
  const policies = compilePolicies({
    identity: [{
      Version: '2012-10-17',
      Statement: [
        { ...READ, Action: 's3:PutObject', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' }, Bool: { 'aws:SecureTransport': 'true' }, Null: { 'k:v': 'true' } } },
        { ...READ, NotResource: 'arn:aws:s3:::data/*', Resource: undefined, Effect: 'Deny' },
        READ,
      ],
    }],
  });
  const request = { ...REQUEST, context: { 'aws:SourceVpc': ['vpc-2', 'vpc-3'], 'k:v': { unknown: 'k:v' } } };
  expect(missesOf(policies, request, 's3:GetObject').map(({ place, effect, unmet }) => [place.statement, effect, unmet])).toEqual([
    [0, 'Allow', [
      { element: 'Action', truth: false, wanted: 's3:PutObject', asked: ['s3:getobject'] },
      { element: 'Condition', detail: 'StringEquals aws:SourceVpc', truth: false, wanted: 'vpc-1', asked: ['vpc-2', 'vpc-3'] },
      { element: 'Condition', detail: 'Bool aws:SecureTransport', truth: false, wanted: 'true', asked: [] },
      { element: 'Condition', detail: 'Null k:v', truth: 'unknown', wanted: 'true', asked: 'unknown' },
    ]],
    [1, 'unknown', []],
    [2, 'Allow', []],
  ]);
});

test('the misses of a trust have its Principal and all names of the caller', () => {
  const policies = compilePolicies({
    trust: [{
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:role/App' }, Action: 'sts:AssumeRole' },
        { Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole', Condition: 'x' },
      ],
    }],
  });
  const caller = ['arn:aws:iam::111122223333:root', ROLE];
  expect(missesOf(policies, { ...REQUEST, principal: { AWS: caller } }, 'sts:AssumeRole').map(({ unmet }) => unmet)).toEqual([
    [{ element: 'Principal', truth: false, wanted: { AWS: 'arn:aws:iam::444455556666:role/App' }, asked: caller }],
    [
      { element: 'NotPrincipal', truth: 'unknown', wanted: { AWS: 'arn:aws:iam::111122223333:root' }, asked: caller },
      { element: 'Condition', detail: 'Condition', truth: 'unknown', wanted: 'x', asked: 'unknown' },
    ],
  ]);
});
