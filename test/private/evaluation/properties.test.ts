import * as fc from 'fast-check';
import type { EvaluationRequest, PolicyDocuments } from '../../../lib/private/evaluation/evaluate';
import { compilePolicies, decide } from '../../../lib/private/evaluation/evaluate';

/** The same cases in every run, so that a failing one is not lost. */
const RUNS = { seed: 1, numRuns: 1000 };

const ACCOUNTS = ['111122223333', '444455556666'];
const ROLES = ACCOUNTS.map((account) => `arn:aws:iam::${account}:role/App`);
const SESSIONS = ACCOUNTS.map((account) => `arn:aws:sts::${account}:assumed-role/App/one`);

const part = fc.constantFrom<any>({ unknown: 'Bucket' }, { unknown: 'Other' }, { unknown: 'Made', isMadeUp: true }, { unknown: 'Made2', isMadeUp: true });
const effect = fc.constantFrom('Allow', 'Deny');
const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:Get*', 's3:*', '*', { parts: ['s3:', { unknown: 'Action' }] });
const resource = fc.oneof(
  fc.constantFrom('*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::data/a', 'arn:aws:s3:::app-*', 'arn:aws:s3:::app-??', 'arn:aws:s3:::*-1x/*', 'arn:aws:s3:::data/${k:v}', { unknown: 'Arns' }),
  part.map((bucket) => ({ parts: ['arn:aws:s3:::', bucket, '/*'] })),
);
const principal = fc.constantFrom(
  '*', { AWS: '*' }, { Service: 'ec2.amazonaws.com' }, { AWS: { parts: [{ unknown: 'Who' }] } }, ...[...ACCOUNTS, ...ROLES, ...SESSIONS].map((name) => ({ AWS: name })),
);
const operator = fc.constantFrom(
  'StringEquals', 'StringNotEquals', 'StringLike', 'ForAllValues:StringEquals', 'ForAnyValue:StringNotLike', 'StringEqualsIfExists', 'NumericLessThan', 'Bool', 'ArnLike',
);
const wanted = fc.constantFrom('a', 'b', 'a*', '1', 'true', '${k:w}', { parts: [{ unknown: 'P' }] });
const condition = fc.option(fc.oneof(
  fc.tuple(operator, fc.constantFrom('k:v', 'aws:PrincipalArn'), fc.array(wanted, { minLength: 1, maxLength: 2 })).map(([name, key, values]) => ({ [name]: { [key]: values } })),
  fc.constantFrom({ Null: { 'k:v': 'true' } }, { Null: { 'k:v': 'false' } }, { unknown: 'Fn::If' }),
), { nil: undefined });

const identityStatement = fc.record({ Effect: effect, Action: action, Resource: resource, Condition: condition });
const resourceStatement = fc.record({ Effect: effect, Action: action, Resource: resource, Principal: principal, Condition: condition });
const policy = (statement: fc.Arbitrary<any>) => fc.array(statement, { maxLength: 4 }).map((Statement): any => ({ Version: '2012-10-17', Statement }));
const policies: fc.Arbitrary<PolicyDocuments> = fc.record({
  identity: policy(identityStatement).map((document) => [document]),
  boundary: policy(identityStatement).map((document) => [document]),
  session: policy(identityStatement).map((document) => [document]),
  resource: policy(resourceStatement).map((document) => [document]),
}, { requiredKeys: [] });
const values = fc.constantFrom('a', 'b', '1', ['a', 'b'], [], { unknown: 'k' }, { parts: [{ unknown: 'P' }] }, null);
const request: fc.Arbitrary<EvaluationRequest> = fc.record({
  principal: fc.constantFrom({ AWS: [ROLES[0], SESSIONS[0]] }, { Service: 'ec2.amazonaws.com' }, '*' as const),
  actions: fc.constantFrom(['s3:GetObject'], ['s3:PutObject'], ['s3:GetObject', 's3:PutObject']),
  resource: fc.oneof(fc.constant('arn:aws:s3:::data/a'), part.map((bucket) => ({ parts: ['arn:aws:s3:::', bucket, '/a'] }))),
  resourceAccount: fc.constantFrom(...ACCOUNTS, { parts: [{ unknown: 'AWS::AccountId' }] }),
  context: fc.dictionary(fc.constantFrom('k:v', 'k:w'), values),
});
const kind = fc.constantFrom('identity', 'boundary', 'session', 'resource');

/** From no access to access. */
const RANK = { 'deny': 0, 'cannot tell': 1, 'allow': 2 };

const rankOf = (documents: PolicyDocuments, asked: EvaluationRequest) => RANK[decide(compilePolicies(documents), asked).answer];

/** The policies with one more statement in those of a kind, if there are such. */
function plus(documents: any, to: string, statement: any): any {
  return documents[to] === undefined ? documents : { ...documents, [to]: [...documents[to], { Version: '2012-10-17', Statement: [statement] }] };
}

test('another Allow never takes access away', () => {
  fc.assert(fc.property(policies, request, kind, identityStatement, principal, (documents, asked, to, statement, Principal) => {
    const allow = { ...statement, Effect: 'Allow', ...(to === 'resource' && { Principal }) };
    expect(rankOf(plus(documents, to, allow), asked)).toBeGreaterThanOrEqual(rankOf(documents, asked));
  }), RUNS);
});

test('another Deny never gives access', () => {
  fc.assert(fc.property(policies, request, kind, identityStatement, principal, (documents, asked, to, statement, Principal) => {
    const deny = { ...statement, Effect: 'Deny', ...(to === 'resource' && { Principal }) };
    expect(rankOf(plus(documents, to, deny), asked)).toBeLessThanOrEqual(rankOf(documents, asked));
  }), RUNS);
});

test('the order of statements does not matter', () => {
  fc.assert(fc.property(policies, request, (documents, asked) => {
    const reversed = Object.fromEntries(Object.entries(documents).map(([name, [document]]) => [
      name, [{ ...document, Statement: [...document.Statement].reverse() }],
    ]));
    expect(decide(compilePolicies(reversed), asked).answer).toBe(decide(compilePolicies(documents), asked).answer);
  }), RUNS);
});

test('what is known in part gets no other answer than what it becomes, unless it is that nobody can tell', () => {
  const becomes = fc.record({
    Bucket: fc.constantFrom('data', 'x', ''),
    Other: fc.constantFrom('data', 'y'),
    P: fc.constantFrom('a', '1', 'arn:aws:s3:::a', 'true'),
    Made: fc.constantFrom('app-1x', 'made-7q'),
    Made2: fc.constantFrom('app-two-1x', 'two-8'),
  });
  const rest = { 'Action': 'GetObject', 'Who': ACCOUNTS[0], 'AWS::AccountId': ACCOUNTS[0] };
  fc.assert(fc.property(policies, request, becomes, (documents, asked, names) => {
    const deployed = (value: any) => JSON.parse(JSON.stringify(value), (_, item) => settled(item, { ...rest, ...names }));
    const before = decide(compilePolicies(documents), asked).answer;
    const after = decide(compilePolicies(deployed(documents)), deployed(asked)).answer;
    if (before !== 'cannot tell') expect(after).toBe(before);
  }), { ...RUNS, numRuns: 5000 });
});

/** A text whose unknown parts are known now. */
function settled(item: any, names: Record<string, string>): any {
  return Array.isArray(item?.parts) ? item.parts.map((piece: any) => piece.unknown === undefined ? piece : names[piece.unknown]).join('') : item;
}

test('whatever stands where a policy should be, it is never an Allow, and never a crash', () => {
  const garbage = fc.oneof(fc.anything(), fc.record({ Version: fc.anything(), Statement: fc.anything() }), fc.record({
    Statement: fc.array(fc.record({
      Effect: fc.anything(), Action: fc.anything(), Resource: fc.anything(), Condition: fc.anything(),
    }, { requiredKeys: [] })),
  }));
  fc.assert(fc.property(garbage, request, (document, asked) => {
    expect(decide(compilePolicies({ identity: [document], resource: [document] }), asked).answer).not.toBe('allow');
  }), RUNS);
});
