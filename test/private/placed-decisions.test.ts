import { App, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import type { EvaluationRequest } from '../../lib/private/evaluation/evaluate';
import { compilePolicies, decide } from '../../lib/private/evaluation/evaluate';
import type { PlacementRule } from '../../lib/private/placement';
import { placeStatements } from '../../lib/private/placement';
import { mergeStatements, parseStatement, renderStatement } from '../../lib/private/statement';

/** The same cases in every run, so that a failing one is not lost. */
const RUNS = { seed: 1, numRuns: 400 };

const ACCOUNT = '111122223333';
const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 'sqs:SendMessage', 'kms:Decrypt'];
const KEYS = ['aws:SourceIp', 's3:prefix', 'aws:PrincipalTag/team', 'k:v'];
/** Far more than anyone writes, so that statements are cut and policies overflow. */
const MANY = 240;

const stack = new Stack(new App(), 'Stack');

const several = (values: fc.Arbitrary<string>) => fc.oneof(
  { weight: 3, arbitrary: values },
  { weight: 1, arbitrary: fc.uniqueArray(values, { minLength: 1, maxLength: 4 }) },
);
const action = several(fc.constantFrom(...ACTIONS, 's3:*', 's3:Get*', '*'));
const resource = several(fc.constantFrom(
  '*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::data/a', 'arn:aws:s3:::data/b*', 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*',
  `arn:aws:sqs:eu-central-1:${ACCOUNT}:jobs`, `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1`,
));
const manyResources = fc.constantFrom('data', 'other')
  .map((bucket) => Array.from({ length: MANY }, (_, index) => `arn:aws:s3:::${bucket}/a-folder-with-a-long-name-${index}/*`));
const anyCondition = fc.dictionary(
  fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'ForAllValues:StringLike', 'ForAnyValue:StringEquals', 'StringEqualsIfExists'),
  fc.dictionary(fc.constantFrom(...KEYS.slice(1)), several(fc.constantFrom('a', 'b', 'a*', '${k:v}')), { minKeys: 1, maxKeys: 2 }),
  { minKeys: 1, maxKeys: 2 },
);
/** Often the same, so that statements can be united. */
const condition = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(undefined, undefined, undefined, { StringEquals: { 'k:v': 'a' } }) }, { weight: 1, arbitrary: anyCondition });
const statement = fc.record({
  Sid: fc.constantFrom(undefined, undefined, undefined, undefined, 'One'),
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  action: fc.tuple(fc.constantFrom('Action', 'Action', 'Action', 'NotAction'), action),
  // Of NotResource nothing can be cut, so that a long one fits nowhere and is an error.
  resource: fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), resource) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('Resource'), manyResources) },
  ),
  Condition: condition,
}).map(({ Sid, Effect, action: [actionKey, actions], resource: [resourceKey, resources], Condition }) => JSON.parse(JSON.stringify({
  Sid, Effect, [actionKey]: actions, [resourceKey]: resources, Condition,
})));
const statements = fc.array(statement, { minLength: 1, maxLength: 16 });

const request: fc.Arbitrary<EvaluationRequest> = fc.record({
  principal: fc.constant({ AWS: [`arn:aws:iam::${ACCOUNT}:role/App`, `arn:aws:sts::${ACCOUNT}:assumed-role/App/one`] }),
  actions: fc.constantFrom(...ACTIONS).map((one) => [one]),
  resource: fc.constantFrom(
    'arn:aws:s3:::data/a', 'arn:aws:s3:::data/bc', 'arn:aws:s3:::data/blue/x', 'arn:aws:s3:::data/a-folder-with-a-long-name-7/x',
    'arn:aws:s3:::data/a-folder-with-a-long-name-239/x', `arn:aws:sqs:eu-central-1:${ACCOUNT}:jobs`, `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1`,
  ),
  context: fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom('a', 'b', 'ab', 'blue', ['a', 'b'])),
});
/** Enough of them for each set of policies that a difference shows. */
const requests = fc.array(request, { minLength: 12, maxLength: 12 });

const answers = (policies: readonly (readonly any[])[], asked: readonly EvaluationRequest[]) => {
  const compiled = compilePolicies({ identity: policies.map((Statement) => ({ Version: '2012-10-17', Statement })) });
  return asked.map((one) => decide(compiled, one).answer);
};

test('merging statements never changes a decision', () => {
  fc.assert(fc.property(statements, requests, (jsons, asked) => {
    const merged = mergeStatements(jsons.map((json) => parseStatement(stack, json))).map((one) => renderStatement(one, 'resolved'));
    expect(answers([merged], asked)).toEqual(answers([jsons], asked));
  }), RUNS);
});

test.each<PlacementRule>(['inline-first', 'inline-only', 'managed'])('placing and packing statements never changes a decision (%s)', (rule) => {
  fc.assert(fc.property(statements, fc.integer({ min: 0, max: 10_240 }), requests, (jsons, spent, asked) => {
    const { inline, embedded, managed } = placeStatements(jsons.map((json) => parseStatement(stack, json)), spent, rule);
    const policies = [inline, embedded, ...managed].filter((policy) => policy.length > 0).map((policy) => policy.map((one) => renderStatement(one, 'resolved')));
    expect(answers(policies, asked)).toEqual(answers([jsons], asked));
  }), { ...RUNS, numRuns: RUNS.numRuns / 2 });
});

test('the cases reach what could go wrong: statements are cut and united, and requests are allowed and denied', () => {
  const seen = { 'cut': 0, 'united': 0, 'allow': 0, 'deny': 0, 'cannot tell': 0 };
  fc.assert(fc.property(statements, requests, (jsons, asked) => {
    const parsed = jsons.map((json) => parseStatement(stack, json));
    if (placeStatements(parsed, 10_240).managed.length > 1) seen.cut += 1;
    if (mergeStatements(parsed).length < jsons.length) seen.united += 1;
    for (const answer of answers([jsons], asked)) seen[answer] += 1;
  }), { ...RUNS, numRuns: 100 });
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(10);
});
