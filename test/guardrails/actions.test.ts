import { ACTIONS } from '../../lib/guardrails/rules/actions';
import { Template } from '../../lib/private/template/template';

/** In milliseconds, many times of what it takes. */
const LONG = 10_000;

const SETTINGS = { ownAccounts: [], requiredBoundaries: [], requiredTags: [] };
const MANY = 5000;
const LARGE = 1_000_000;

const each = <T>(make: (index: number) => T) => Array.from({ length: MANY }, (_, index) => make(index));
const allow = (more: object) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more });

/** What IAM would refuse, or nobody writes, and a rule must live through. */
test.each<[string, any]>([
  ['actions that there are not', allow({ Action: each((index) => `ec2:Descrbe${index}`) })],
  ['services that there are not', allow({ Action: each((index) => `svc${index}:Describe`) })],
  ['patterns', allow({ Action: each((index) => `ec2:*e*${index % 1000}*e*a*`) })],
  ['wildcards in a row', allow({ Action: [`s3:${'*?'.repeat(LARGE / 2)}`, `${'*'.repeat(LARGE)}x`], Resource: `arn:aws:s3:::b/${'*'.repeat(LARGE)}x` })],
  ['long ARNs', allow({ Resource: [`arn:aws:s3:::${'*a'.repeat(LARGE / 2)}`, `arn:aws:s3:::${'*'.repeat(LARGE)}/x*`, `arn:aws:s3:::b/${'a*'.repeat(LARGE / 2)}b`] })],
  ['long keys and values', allow({ Condition: { StringEquals: { [`aws:${'x'.repeat(LARGE)}`]: '*'.repeat(LARGE), 's3:prefix': '${'.repeat(LARGE) }, IpAddress: { 'aws:SourceIp': '1'.repeat(LARGE) } } })],
  ['keys that there are not', allow({ Condition: { StringEquals: Object.fromEntries(each((index) => [`s3:prefx${index}`, 'a*'])) } })],
  ['names of JavaScript', allow({ Action: ['constructor:x', '__proto__:toString'], Condition: { StringEquals: { 'constructor': 'a', '__proto__:x': '*', 'toString:x': 'b' } } })],
  ['what is no statement', [null, 'x', [], 5, { Effect: 'Allow', Action: null, Resource: {} }, { Effect: 'Deny', NotAction: 5, NotResource: [{ a: 1 }], Condition: { StringEquals: 'x', Null: { a: [] } } }]],
])('%s: an answer, and soon', (_, statement) => {
  const template = Template.read({
    Conditions: { Loop: { Condition: 'Loop' }, Odd: 'x' },
    Resources: {
      Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: statement }, Roles: 5 } },
      Bucket: { Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument: JSON.stringify({ Statement: statement }) } },
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: statement }, ManagedPolicyArns: { 'Fn::If': ['Loop', 1, 2] } } },
    },
  });
  const started = Date.now();
  for (const rule of ACTIONS) expect(Array.isArray(rule.find(template, SETTINGS))).toBe(true);
  expect(Date.now() - started).toBeLessThan(LONG);
});

test('no more services are read than are named', () => {
  const read = jest.spyOn(jest.requireActual('fs'), 'readFileSync');
  const template = Template.read({ Resources: { Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [allow({ Action: ['*', '*:*', 'sts:*'] }), allow({ Action: ['a*:b', 'honeycode:*'] })] } } } } });
  ACTIONS.forEach((rule) => rule.find(template, SETTINGS));
  const services = read.mock.calls.flatMap(([path]) => /services[/\\]([a-z0-9-]+)\.json$/.exec(String(path))?.[1] ?? []);
  read.mockRestore();
  expect(services.filter((service) => !['sts', 'honeycode', 's3', 'iam'].includes(service))).toEqual([]);
});
