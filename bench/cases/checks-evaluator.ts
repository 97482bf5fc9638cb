import { compilePolicies, decide } from 'cdk-keyless-roles/lib/private/evaluation/evaluate';

const ROUNDS = 20_000;
const ROLE = 'arn:aws:iam::222222222222:role/App';

/** An identity policy as an application has it, a trust with conditions, and requests that are allowed and that are not. */
const identity = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*' },
    { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: ['arn:aws:dynamodb:*:222222222222:table/orders', 'arn:aws:dynamodb:*:222222222222:table/orders/index/*'] },
    { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } } },
    { Effect: 'Deny', Action: '*', Resource: '*', Condition: { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } } },
  ],
};
const trust = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'c1f7' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/Host*' } } },
  ],
};
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const own = compilePolicies({ identity: [identity] });
const assumed = compilePolicies({ identity: [everything], trust: [trust] });
const caller = { AWS: [ROLE, 'arn:aws:sts::222222222222:assumed-role/App/i-1'] };
const vendor = { AWS: ['arn:aws:iam::111111111111:role/Host-eu', 'arn:aws:sts::111111111111:assumed-role/Host-eu/1'] };
const questions = [
  () => decide(own, { principal: caller, actions: ['s3:GetObject'], resource: 'arn:aws:s3:::data/blue/a', context: { 'aws:PrincipalTag/team': 'blue' } }),
  () => decide(own, { principal: caller, actions: ['s3:DeleteObject'], resource: 'arn:aws:s3:::data/blue/a', context: { 'aws:PrincipalTag/team': 'blue' } }),
  () => decide(own, { principal: caller, actions: ['dynamodb:Query'], resource: 'arn:aws:dynamodb:eu-central-1:222222222222:table/orders/index/day' }),
  () => decide(own, { principal: caller, actions: ['kms:Decrypt'], resource: 'arn:aws:kms:eu-central-1:222222222222:key/1', context: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }),
  () => decide(assumed, { principal: vendor, actions: ['sts:AssumeRole'], resource: ROLE, context: { 'sts:ExternalId': 'c1f7' } }),
  () => decide(assumed, { principal: vendor, actions: ['sts:AssumeRole'], resource: ROLE, context: { 'sts:ExternalId': 'other' } }),
];

const expected = ['allow', 'deny', 'allow', 'allow', 'allow', 'deny'];
questions.forEach((ask, index) => {
  if (ask().answer !== expected[index]) throw new Error(`question ${index + 1} is answered with ${ask().answer}`);
});
const run = (rounds: number) => {
  const start = process.hrtime.bigint();
  for (let round = 0; round < rounds; round += 1) for (const ask of questions) ask();
  return Number(process.hrtime.bigint() - start) / 1e6;
};
run(ROUNDS / 10);
const milliseconds = run(ROUNDS);
console.log(JSON.stringify({ milliseconds, megabytes: process.resourceUsage().maxRSS / 1024, decisions: ROUNDS * questions.length }));
