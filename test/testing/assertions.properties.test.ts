import * as fc from 'fast-check';
import { failureOf, policyOf, templateWith } from './templates';
import { AccessAssertions } from '../../lib/testing/access-assertions';
import { Caller } from '../../lib/testing/caller';
import type { RoleAssertions } from '../../lib/testing/role-assertions';

/** The same cases in every run, so that a failing one is not lost. */
const RUNS = { seed: 1, numRuns: 100 };

const NONE = { Ref: 'AWS::NoValue' };
const VALUES = ['data', 'x', '444455556666'];
const sections = {
  Parameters: { P: { Type: 'String' }, Q: { Type: 'String', AllowedValues: VALUES } },
  Conditions: { IsData: { 'Fn::Equals': [{ Ref: 'P' }, 'data'] }, IsX: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Q' }, 'x'] }] } },
};

const maybe = (arbitrary: fc.Arbitrary<any>) => fc.oneof(arbitrary, fc.tuple(fc.constantFrom('IsData', 'IsX'), arbitrary, fc.oneof(arbitrary, fc.constant(NONE)))
  .map((branches) => ({ 'Fn::If': branches })));
const effect = fc.constantFrom(...Array.from({ length: 7 }, () => 'Allow'), 'Deny');
const action = fc.constantFrom('s3:GetObject', 's3:GetObject', 's3:*', 'sqs:*');
const resource = maybe(fc.constantFrom<any>('*', 'arn:aws:s3:::data/*', { 'Fn::Sub': 'arn:aws:s3:::${P}/*' }, { 'Fn::Sub': '${Bucket.Arn}/*' }, { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Q}*' }));
const condition = fc.option<any, undefined>(maybe(fc.constantFrom<any>(
  { StringEquals: { 'k:v': 'a' } }, { StringEquals: { 'aws:PrincipalTag/t': { Ref: 'P' } } }, { Bool: { 'aws:SecureTransport': 'false' } }, { Null: { 'k:v': 'true' } },
)), { nil: undefined, freq: 1 });
const statement = maybe(fc.record({ Effect: effect, Action: action, Resource: resource, Condition: condition }));
const principal = fc.constantFrom<any>({ AWS: '444455556666' }, { AWS: { Ref: 'Q' } }, { Service: 'ec2.amazonaws.com' }, { AWS: '*' }, { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } });
const trustStatement = maybe(fc.record({ Effect: effect, Principal: principal, Action: fc.constantFrom('sts:AssumeRole', 'sts:*'), Condition: condition }));
const resourceStatement = fc.record({ Effect: effect, Principal: principal, Action: action, Resource: resource });

const template = fc.record({
  statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
  trust: fc.array(trustStatement, { minLength: 1, maxLength: 3 }),
  bucket: fc.array(resourceStatement, { maxLength: 1 }),
  boundary: fc.option<any, undefined>(fc.array(statement, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 1 }),
  tag: maybe(fc.constantFrom('data', 'other')),
}).map(({ statements, trust, bucket, boundary, tag }) => templateWith(statements, {
  sections,
  role: {
    AssumeRolePolicyDocument: policyOf(...trust),
    Tags: [{ Key: 't', Value: tag }],
    ...(boundary !== undefined && { PermissionsBoundary: { 'Fn::If': ['IsData', { Ref: 'Limit' }, NONE] } }),
  },
  resources: {
    Bucket: { Type: 'AWS::S3::Bucket' },
    Policy: { Type: 'AWS::S3::BucketPolicy', Condition: 'IsX', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: policyOf(...bucket) } },
    Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policyOf(...boundary ?? []) } },
  },
}));

const assertions: [string, (role: RoleAssertions) => unknown][] = [
  ...['arn:aws:s3:::data/k', '${Bucket.Arn}/k', 'arn:aws:s3:::*', undefined].flatMap((on): [string, (role: RoleAssertions) => unknown][] => [
    [`allows ${on}`, (role) => role.allows('s3:GetObject', on)],
    [`denies ${on}`, (role) => role.denies('s3:GetObject', on)],
  ]),
  ['assumable', (role) => role.isAssumableBy(Caller.account('444455556666'))],
  ['not assumable', (role) => role.isNotAssumableBy(Caller.account('444455556666'))],
  ['anyone', (role) => role.isNotAssumableBy(Caller.anyone())],
  ['passed', (role) => role.canBePassedTo('ec2.amazonaws.com')],
  ['not passed', (role) => role.cannotBePassedTo('ec2.amazonaws.com')],
  ['only', (role) => role.allowsOnly(['s3:GetObject'])],
];

function holds(role: RoleAssertions, assert: (role: RoleAssertions) => unknown): boolean {
  try {
    assert(role);
    return true;
  } catch (error) {
    expect((error as Error).message).toMatch(/^Role 'Role' should [^]*\n(Answer: |It also allows)/);
    return false;
  }
}

test('what holds without values of parameters holds with each of them', () => {
  fc.assert(fc.property(template, fc.constantFrom(...VALUES), fc.constantFrom(...VALUES), (source, P, Q) => {
    const [open, known] = [AccessAssertions.fromTemplate(source), AccessAssertions.fromTemplate(source, { parameters: { P, Q } })].map((access) => access.role('Role'));
    for (const [name, assert] of assertions) {
      if (holds(open, assert)) expect(`${name}: ${holds(known, assert)}`).toBe(`${name}: true`);
    }
  }), RUNS);
});

test('what is known of the account and region changes no answer', () => {
  fc.assert(fc.property(template, (source) => {
    const [open, known] = [{}, { account: '111122223333', region: 'us-east-1' }].map((options) => AccessAssertions.fromTemplate(source, options).role('Role'));
    for (const [name, assert] of assertions) {
      if (holds(open, assert)) expect(`${name}: ${holds(known, assert)}`).toBe(`${name}: true`);
    }
  }), RUNS);
});

test('an assertion and its opposite never hold both', () => {
  fc.assert(fc.property(template, (source) => {
    const role = AccessAssertions.fromTemplate(source).role('Role');
    const all = Object.fromEntries(assertions.map(([name, assert]) => [name, holds(role, assert)]));
    const names = [['allows undefined', 'denies undefined'], ['allows arn:aws:s3:::data/k', 'denies arn:aws:s3:::data/k']];
    for (const [one, other] of [...names, ['assumable', 'not assumable'], ['passed', 'not passed']]) {
      expect([one, all[one] && all[other]]).toEqual([one, false]);
    }
    // What holds for any resource holds for each.
    if (all['denies undefined']) expect(all['denies arn:aws:s3:::data/k'] && all['denies ${Bucket.Arn}/k']).toBe(true);
    if (all['allows undefined']) expect(all['allows arn:aws:s3:::data/k'] && all['allows ${Bucket.Arn}/k']).toBe(true);
    if (all['not assumable']) expect(failureOf(() => role.isAssumableBy(Caller.account('444455556666')))).toContain('Answer: deny');
  }), RUNS);
});

test('whatever a template holds, there is an answer, which is never that it is allowed', () => {
  const garbage = fc.anything({ maxDepth: 3 });
  const names = ['Policies', 'ManagedPolicyArns', 'PermissionsBoundary', 'AssumeRolePolicyDocument', 'Tags', 'RoleName'];
  const source = fc.record(Object.fromEntries(names.map((name) => [name, garbage])));
  fc.assert(fc.property(source, (Properties) => {
    let role: RoleAssertions;
    try {
      role = AccessAssertions.fromTemplate({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } }).role('Role');
    } catch (error) {
      expect((error as Error).message).toContain('This is no CloudFormation template');
      return;
    }
    for (const [name, assert] of assertions.filter(([one]) => !one.includes('Bucket'))) {
      const isHeld = holds(role, assert);
      if (/^(allows|assumable|passed)/.test(name)) expect([name, isHeld]).toEqual([name, false]);
    }
  }), RUNS);
});
