import { failureOf, lines, roleTrusting } from './templates';

const ACCOUNT = '111122223333';
const trusting = (Condition?: any, more: object = {}, options: object = { account: ACCOUNT }) => roleTrusting(
  [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole', ...(Condition !== undefined && { Condition }), ...more }], {}, options,
);
const SERVICE = 'ecs-tasks.amazonaws.com';

test.each<[string, any]>([
  ['no condition', undefined],
  ['the account', { StringEquals: { 'aws:SourceAccount': ACCOUNT } }],
  ['the account of the stack', { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }],
  ['a resource', { ArnEquals: { 'aws:SourceArn': `arn:aws:ecs:us-east-1:${ACCOUNT}:task/x` } }],
  ['resources', { ArnLike: { 'aws:SourceArn': `arn:aws:ecs:*:${ACCOUNT}:*` }, StringEquals: { 'aws:SourceAccount': ACCOUNT } }],
  ['resources of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:*:*:*' } }],
  ['a resource of another account, or of this one', { ArnLike: { 'aws:SourceArn': ['arn:aws:ecs:us-east-1:444455556666:*', `arn:aws:ecs:us-east-1:${ACCOUNT}:*`] } }],
  ['resources as text', { StringLike: { 'aws:SourceArn': `arn:aws:ecs:*:${ACCOUNT}:*` } }],
  ['an organization', { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }],
  ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }],
  ['the name of the session', { StringLike: { 'sts:RoleSessionName': 'ecs-*' } }],
])('a service that is trusted with %s can use the role', (_, condition) => {
  const role = trusting(condition);
  expect(role.canBePassedTo(SERVICE)).toBe(role);
  expect(failureOf(() => role.cannotBePassedTo(SERVICE))).toContain('Answer: allow');
  role.cannotBePassedTo('ec2.amazonaws.com');
  expect(failureOf(() => role.canBePassedTo('ec2.amazonaws.com'))).toContain('Answer: deny');
});

test.each<[string, any]>([
  ['another account', { StringEquals: { 'aws:SourceAccount': '444455556666' } }],
  ['a resource of another account', { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:444455556666:*' } }],
  ['an external ID, which no service sends', { StringEquals: { 'sts:ExternalId': 'x' } }],
])('a service that is trusted with %s cannot', (name, condition) => {
  const role = trusting(condition);
  expect(failureOf(() => role.canBePassedTo(SERVICE))).toContain('Answer: deny');
  if (!name.includes('external')) role.cannotBePassedTo(SERVICE);
  // What else a request may have is for nobody to say.
  else expect(failureOf(() => role.cannotBePassedTo(SERVICE))).toContain('Answer: cannot tell');
});

test('what is wrong is said', () => {
  expect(failureOf(() => trusting().canBePassedTo('ec2.amazonaws.com'))).toBe(lines(`
    Role 'Role' should be usable by ec2.amazonaws.com for a resource of its own account.
    Answer: deny, as no statement of a trust policy allows it.

    Nearest:
    - statement 1 of the trust policy, at Role/Properties/AssumeRolePolicyDocument/Statement/0
        {"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}
        Principal
          request:   ec2.amazonaws.com
          statement: {"Service":"ecs-tasks.amazonaws.com"}
  `));
  expect(failureOf(() => trusting().cannotBePassedTo(SERVICE))).toMatch(/^Role 'Role' should not be usable by ecs-tasks\.amazonaws\.com for a resource of its own account\.\nAnswer: allow, as statement 1 of the trust policy allows it\./);
});

test('a Deny keeps a service out', () => {
  const allow = { Effect: 'Allow', Principal: { Service: SERVICE }, Action: 'sts:AssumeRole' };
  roleTrusting([allow, { ...allow, Effect: 'Deny' }]).cannotBePassedTo(SERVICE);
  roleTrusting([allow, { ...allow, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }]).canBePassedTo(SERVICE);
  roleTrusting([allow, { ...allow, Effect: 'Deny', Condition: { Null: { 'aws:SourceArn': 'true' } } }]).canBePassedTo(SERVICE);
  const unless = (account: string) => ({ ...allow, Effect: 'Deny', Condition: { ArnNotLike: { 'aws:SourceArn': `arn:aws:ecs:*:${account}:*` } } });
  roleTrusting([allow, unless(ACCOUNT)], {}, { account: ACCOUNT }).canBePassedTo(SERVICE);
  roleTrusting([allow, unless('444455556666')], {}, { account: ACCOUNT }).cannotBePassedTo(SERVICE);
});

test('a service that asks for more needs all of it', () => {
  const pods = { Service: 'pods.eks.amazonaws.com' };
  const tags = { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'jobs' } };
  trusting(tags, { Principal: pods, Action: ['sts:AssumeRole', 'sts:TagSession'] }).canBePassedTo('pods.eks.amazonaws.com');
  trusting(undefined, { Principal: pods }).cannotBePassedTo('pods.eks.amazonaws.com');
  roleTrusting([
    { Effect: 'Allow', Principal: pods, Action: 'sts:AssumeRole', Condition: tags },
    { Effect: 'Allow', Principal: pods, Action: 'sts:TagSession', Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': ['eks-*', 'kubernetes-*'] }, 'Null': { 'aws:TagKeys': 'false' } } },
  ]).canBePassedTo('pods.eks.amazonaws.com');
  trusting({ ArnEquals: { 'aws:SourceArn': `arn:aws:rolesanywhere:us-east-1:${ACCOUNT}:trust-anchor/x` } }, {
    Principal: { Service: 'rolesanywhere.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
  }).canBePassedTo('rolesanywhere.amazonaws.com');
});

describe('what a service does not send, as far as AWS documents it', () => {
  const neither = (service: string, Condition: any) => {
    const role = trusting(Condition, { Principal: { Service: service } });
    return [failureOf(() => role.canBePassedTo(service)), failureOf(() => role.cannotBePassedTo(service))];
  };

  test.each<[string, string, any]>([
    ['an account', 'ec2.amazonaws.com', { StringEquals: { 'aws:SourceAccount': ACCOUNT } }],
    ['a resource', 'ec2.amazonaws.com', { ArnLike: { 'aws:SourceArn': `arn:aws:ec2:*:${ACCOUNT}:instance/*` } }],
    ['a resource of another service', SERVICE, { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${ACCOUNT}:*` } }],
  ])('%s', (_, service, condition) => {
    const [can, cannot] = neither(service, condition);
    expect(can).toMatch(/Answer: cannot tell, [^]*\n\nTo get an answer: ask isAssumableBy with what the service sends, in the options of Caller\.service\(\)\.$/);
    expect(cannot).toContain('To get an answer: ask isNotAssumableBy with what');
  });

  test.each<[string, any]>([
    ['tags', { StringEquals: { 'aws:RequestTag/team': 'x' } }],
    ['a source identity', { StringLike: { 'sts:SourceIdentity': '*' } }],
    ['no resource', { ArnLikeIfExists: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:444455556666:*' } }],
  ])('%s', (_, condition) => {
    const [can, cannot] = neither(SERVICE, condition);
    expect(can).toContain('Answer: deny');
    expect(cannot).toMatch(/Answer: (allow|cannot tell)/);
  });

  test('some of the tags that it gives alone', () => {
    const closed = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['kubernetes-namespace'] }, 'Null': { 'aws:TagKeys': 'false' } };
    const role = trusting(closed, { Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] });
    expect(failureOf(() => role.canBePassedTo('pods.eks.amazonaws.com'))).toContain('Answer: deny');
  });
});

test('a service is not kept out by examples', () => {
  const bucket = { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sts:AssumeRole', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } } };
  roleTrusting([bucket]).canBePassedTo('s3.amazonaws.com');
  const but = roleTrusting([bucket, { ...bucket, Effect: 'Deny', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::x*' } } }]);
  expect(failureOf(() => but.cannotBePassedTo('s3.amazonaws.com'))).toContain('Answer: cannot tell');
  const both = trusting({ ArnLike: { 'aws:SourceArn': `arn:aws:ecs:*:${ACCOUNT}:*` }, StringLike: { 'aws:SourceArn': 'arn:aws:ecs:eu-*' } });
  expect(failureOf(() => both.cannotBePassedTo(SERVICE))).toContain('Answer: cannot tell');
});

test.each<[string, any]>([
  ['of one region', 'states.eu-west-1.amazonaws.com'],
  ['of the region of the stack', { 'Fn::Sub': 'states.${AWS::Region}.amazonaws.com' }],
  ['of the region and partition of the stack', { 'Fn::Sub': 'states.${AWS::Region}.${AWS::URLSuffix}' }],
])('a service %s may be the one of all regions', (_, Service) => {
  expect(failureOf(() => trusting(undefined, { Principal: { Service } }).cannotBePassedTo('states.amazonaws.com'))).toContain('Answer: cannot tell');
  trusting(undefined, { Principal: { Service } }).cannotBePassedTo('ecs-tasks.amazonaws.com');
});

test('a service of all regions may be that of one', () => {
  expect(failureOf(() => trusting(undefined, { Principal: { Service: 'states.amazonaws.com' } }).cannotBePassedTo('states.eu-west-1.amazonaws.com'))).toContain('Answer: cannot tell');
});

test('a trust that nobody can look into has no answer', () => {
  const role = roleTrusting([], { role: { AssumeRolePolicyDocument: { 'Fn::Transform': {} } } });
  expect(failureOf(() => role.canBePassedTo(SERVICE))).toContain('Answer: cannot tell');
  expect(failureOf(() => role.cannotBePassedTo(SERVICE))).toContain('Answer: cannot tell');
});

test.each<[string, string]>([
  ['ec2', "The service is no principal of one: got 'ec2'. Write it as 'ecs-tasks.amazonaws.com'."],
  ['ecs-task.amazonaws.com', "The service is not known: got 'ecs-task.amazonaws.com'. Did you mean 'ecs-tasks.amazonaws.com'?"],
])('%s is no service', (service, message) => {
  expect(failureOf(() => trusting().canBePassedTo(service))).toBe(message);
  expect(failureOf(() => trusting().cannotBePassedTo(service))).toBe(message);
});
