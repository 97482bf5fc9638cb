import { failureOf, lines, policyOf, roleWith, templateWith } from './templates';
import { AccessAssertions } from '../../lib/testing/access-assertions';
import { Caller } from '../../lib/testing/caller';

const READ = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
const OBJECT = 'arn:aws:s3:::data/k';
const ACCOUNT = '111122223333';

describe('what is right', () => {
  test('passes, one after the other', () => {
    const role = roleWith([READ]);
    expect(role.allows('s3:GetObject', OBJECT).denies('s3:PutObject', OBJECT).denies('s3:GetObject', 'arn:aws:s3:::other/k')).toBe(role);
  });

  test('any resource is each one', () => {
    roleWith([{ ...READ, Resource: '*' }]).allows('s3:GetObject').allows('s3:GetObject', '*').denies('s3:PutObject').denies('s3:PutObject', '*');
  });

  test('a wildcard in the resource is any text', () => {
    roleWith([READ]).allows('s3:GetObject', 'arn:aws:s3:::data/reports/*').denies('s3:GetObject', 'arn:aws:s3:::other/*');
  });

  test('a wildcard in the action is all actions that can be on the resource', () => {
    roleWith([{ ...READ, Action: 's3:GetObject*' }]).allows('s3:GetObject*', OBJECT).denies('s3:Put*', OBJECT).denies('s3:Delete*');
  });

  test('an action that is on no resource needs none', () => {
    roleWith([{ ...READ, Action: 's3:ListAllMyBuckets', Resource: '*' }]).allows('s3:ListAllMyBuckets').denies('ec2:DescribeInstances');
    roleWith([{ ...READ, Action: 's3:ListAllMyBuckets', Resource: 'arn:aws:s3:::*' }]).denies('s3:ListAllMyBuckets');
  });

  test('a pattern that nobody knows cannot be asked for', () => {
    expect(failureOf(() => roleWith([{ ...READ, Action: 'new:Fly', Resource: '*' }]).denies('new:*', OBJECT, { asWritten: true })))
      .toBe("The pattern is of no action that is known: got 'new:*'. Nobody can tell what it stands for: ask for each action by its name.");
    expect(failureOf(() => roleWith([]).denies('s3:BrandNew*', OBJECT, { asWritten: true }))).toContain("got 's3:BrandNew*'");
  });

  test('an action that nobody knows can be asked for as it is written', () => {
    roleWith([{ ...READ, Action: 'new:Fly', Resource: '*' }]).allows('new:Fly', OBJECT, { asWritten: true }).denies('new:Swim', OBJECT, { asWritten: true });
  });
});

describe('what is wrong', () => {
  test('says which statement comes nearest, and by what it fails', () => {
    expect(failureOf(() => roleWith([READ]).allows('s3:PutObject', OBJECT))).toBe(lines(`
      Role 'Role' should allow s3:PutObject on 'arn:aws:s3:::data/k'.
      Answer: deny, as no statement of an identity policy allows it.

      Nearest:
      - statement 'Read' of inline policy 'App', at Role/Properties/Policies/0/PolicyDocument/Statement/0
          {"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}
          Action
            request:   s3:PutObject
            statement: s3:GetObject
    `));
  });

  test('says which statement allows', () => {
    expect(failureOf(() => roleWith([{ ...READ, Sid: undefined }]).denies('s3:GetObject', OBJECT))).toBe(lines(`
      Role 'Role' should deny s3:GetObject on 'arn:aws:s3:::data/k'.
      Answer: allow, as statement 1 of inline policy 'App' allows it.

      - statement 1 of inline policy 'App', at Role/Properties/Policies/0/PolicyDocument/Statement/0
          {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}
    `));
  });

  test('says which statement denies', () => {
    const fence = { Effect: 'Deny', NotAction: 's3:List*', Resource: '*', Sid: 'Fence' };
    expect(failureOf(() => roleWith([READ, fence]).allows('s3:GetObject', OBJECT))).toBe(lines(`
      Role 'Role' should allow s3:GetObject on 'arn:aws:s3:::data/k'.
      Answer: deny, as statement 'Fence' of inline policy 'App' denies it.

      - statement 'Fence' of inline policy 'App', at Role/Properties/Policies/0/PolicyDocument/Statement/1
          {"Sid":"Fence","Effect":"Deny","NotAction":"s3:List*","Resource":"*"}
    `));
  });

  test('shows the statements that fail by the fewest elements', () => {
    const message = failureOf(() => roleWith([
      { ...READ, Sid: 'Bucket', Resource: 'arn:aws:s3:::other/*' },
      { ...READ, Sid: 'Queue', Action: 'sqs:SendMessage', Resource: '*' },
      { ...READ, Sid: 'Vpc', Condition: { StringEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } } },
      { ...READ, Sid: 'Both', Resource: 'arn:aws:s3:::other/*', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
    ]).allows('s3:GetObject', OBJECT, { context: { 'aws:SourceVpc': ['vpc-3'] } }));
    expect(message).toBe(lines(`
      Role 'Role' should allow s3:GetObject on 'arn:aws:s3:::data/k'.
      Answer: deny, as no statement of an identity policy allows it.
      Context: aws:SourceVpc vpc-3.

      Nearest:
      - statement 'Bucket' of inline policy 'App', at Role/Properties/Policies/0/PolicyDocument/Statement/0
          {"Sid":"Bucket","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::other/*"}
          Resource
            request:   arn:aws:s3:::data/k
            statement: arn:aws:s3:::other/*
      - statement 'Vpc' of inline policy 'App', at Role/Properties/Policies/0/PolicyDocument/Statement/2
          {"Sid":"Vpc","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*","Condition":{"StringEquals":{"aws:SourceVpc":["vpc-1","vpc-2"]}}}
          Condition StringEquals aws:SourceVpc
            request:   vpc-3
            statement: vpc-1, vpc-2
    `));
  });

  test('shows no statement that has little to do with the question', () => {
    expect(failureOf(() => roleWith([{ ...READ, Action: 'sqs:SendMessage', Resource: '*' }]).allows('s3:GetObject', OBJECT))).toBe(lines(`
      Role 'Role' should allow s3:GetObject on 'arn:aws:s3:::data/k'.
      Answer: deny, as no statement of an identity policy allows it.
    `));
  });

  test('says of several actions for how many', () => {
    expect(failureOf(() => roleWith([READ]).denies('s3:Get*', OBJECT))).toMatch(/^Role 'Role' should deny s3:Get\* on 'arn:aws:s3:::data\/k'\.\nAnswer: allow for s3:GetObject, as/);
    expect(failureOf(() => roleWith([READ]).allows('s3:*Object', OBJECT))).toContain('Answer: deny for s3:DeleteObject, as no statement of an identity policy allows it.\nThe same goes for 3 more of these actions.');
  });

  test('shows long statements in part', () => {
    const actions = Array.from({ length: 100 }, (_, index) => `s3:Get${index}`);
    const message = failureOf(() => roleWith([{ ...READ, Action: actions }]).allows('s3:PutObject', OBJECT));
    expect(message).toContain('s3:Get0, s3:Get1, s3:Get2, s3:Get3, s3:Get4, s3:Get5 and 94 more');
    expect(message).toContain('…\n    Action');
  });
});

describe('any resource', () => {
  test('is not denied if there is one that is allowed, and not allowed if there is one that is not', () => {
    const answer = lines(`
      Answer: cannot tell, as statement 'Read' of inline policy 'App' may allow it.

      - statement 'Read' of inline policy 'App', at Role/Properties/Policies/0/PolicyDocument/Statement/0
          {"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}
          Resource (nobody can tell)
            request:   *
            statement: arn:aws:s3:::data/*

      To get an answer: name the resource.
    `);
    expect(failureOf(() => roleWith([READ]).denies('s3:GetObject'))).toBe(`Role 'Role' should deny s3:GetObject on any resource.\n${answer}`);
    expect(failureOf(() => roleWith([READ]).allows('s3:GetObject'))).toBe(`Role 'Role' should allow s3:GetObject on any resource.\n${answer}`);
  });

  test('of a pattern is not denied if a part of it is allowed', () => {
    expect(failureOf(() => roleWith([{ ...READ, Resource: 'arn:aws:s3:::data/public/*' }]).denies('s3:GetObject', 'arn:aws:s3:::data/*')))
      .toContain('      request:   arn:aws:s3:::data/*\n      statement: arn:aws:s3:::data/public/*');
  });
});

describe('the context', () => {
  const vpc = { ...READ, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };

  test('has no more than AWS adds where something is allowed, and may have anything where it is denied', () => {
    roleWith([vpc]).allows('s3:GetObject', OBJECT, { context: { 'aws:SourceVpc': ['vpc-1'] } }).denies('s3:GetObject', OBJECT, { context: { 'aws:sourcevpc': ['vpc-2'] } });
    expect(failureOf(() => roleWith([vpc]).denies('s3:GetObject', OBJECT))).toMatch(/To get an answer: say in 'context' what the request has as 'aws:SourceVpc', \[\] for nothing\.$/);
    roleWith([vpc]).denies('s3:GetObject', OBJECT, { context: { 'aws:SourceVpc': [] } }).denies('s3:GetObject', OBJECT, { anyOtherContext: false });
    expect(failureOf(() => roleWith([vpc]).allows('s3:GetObject', OBJECT, { anyOtherContext: true }))).toContain('Answer: cannot tell');
    expect(failureOf(() => roleWith([vpc]).allows('s3:GetObject', OBJECT, { context: { 'aws:SourceVpc': [] } }))).toContain('Context: aws:SourceVpc (nothing).');
  });

  test('has who asks, that it is by TLS, and the tags of the role', () => {
    const role = roleWith([{
      ...READ,
      Condition: {
        Bool: { 'aws:SecureTransport': 'true', 'aws:ViaAWSService': 'false' },
        StringEquals: { 'aws:PrincipalTag/team': 'blue', 'aws:PrincipalAccount': ACCOUNT, 'aws:ResourceAccount': '${aws:PrincipalAccount}', 'aws:PrincipalType': 'AssumedRole' },
        ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app/*' },
        Null: { 'aws:username': 'true', 'aws:SourceArn': 'true' },
      },
    }], { role: { Path: '/app/', Tags: [{ Key: 'team', Value: 'blue' }] } }, { account: ACCOUNT });
    role.allows('s3:GetObject', OBJECT);
  });

  test.each([
    ['the address', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'aws:SourceIp', '203.0.113.7'],
    ['the time', { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }, 'aws:CurrentTime', '2026-01-01T00:00:00Z'],
    ['the organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'],
    ['a second factor', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'aws:MultiFactorAuthPresent', 'true'],
  ])('has %s with a value that only a test can tell', (_, Condition, key, value) => {
    const role = roleWith([{ ...READ, Condition }]);
    expect(failureOf(() => role.allows('s3:GetObject', OBJECT))).toContain('Answer: cannot tell, as statement \'Read\' of inline policy \'App\' may allow it.');
    role.allows('s3:GetObject', OBJECT, { context: { [key]: [value] } });
  });

  test('has the region of the ARN', () => {
    const role = roleWith([{ ...READ, Action: 'sqs:SendMessage', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } } }], {}, { account: ACCOUNT });
    role.allows('sqs:SendMessage', `arn:aws:sqs:eu-central-1:${ACCOUNT}:q`).denies('sqs:SendMessage', `arn:aws:sqs:us-east-1:${ACCOUNT}:q`);
  });

  test('may name what is in the template', () => {
    const role = roleWith([{ ...READ, Condition: { ArnEquals: { 'aws:SourceVpcArn': { 'Fn::GetAtt': ['Vpc', 'Arn'] } } } }], { resources: { Vpc: { Type: 'Custom::Vpc' } } });
    role.allows('s3:GetObject', OBJECT, { context: { 'aws:SourceVpcArn': ['${Vpc.Arn}'] } });
  });
});

describe('the context, whatever it is', () => {
  test.each<[string, any]>([
    ['what a service asks on behalf of the role', { Bool: { 'aws:ViaAWSService': 'true' } }],
    ['the service that asks', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } }],
    ['no TLS', { Bool: { 'aws:SecureTransport': 'false' } }],
  ])('can be %s', (_, Condition) => {
    expect(failureOf(() => roleWith([{ ...READ, Condition }]).denies('s3:GetObject', OBJECT))).toContain('Answer: cannot tell');
    roleWith([{ ...READ, Condition }]).denies('s3:GetObject', OBJECT, { anyOtherContext: false });
  });

  test('can have a tag of the session in the place of that of the role', () => {
    const reads = { ...READ, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } };
    const role = (...actions: string[]) => roleWith([reads], {
      role: { Tags: [{ Key: 'team', Value: 'blue' }], AssumeRolePolicyDocument: policyOf({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: actions }) },
    });
    role('sts:AssumeRole').denies('s3:GetObject', OBJECT);
    expect(failureOf(() => role('sts:AssumeRole', 'sts:TagSession').denies('s3:GetObject', OBJECT))).toContain("what the request has as 'aws:PrincipalTag/team'");
    expect(failureOf(() => role('sts:*').denies('s3:GetObject', OBJECT))).toContain("what the request has as 'aws:PrincipalTag/team'");
  });
});

describe('tags', () => {
  const fence = { ...READ, Effect: 'Deny', Sid: 'Fence', Condition: { StringEquals: { 'aws:PrincipalTag/env': 'prod' } } };
  const sections = { Parameters: { P: { Type: 'String' } } };

  test.each<[string, any]>([
    ['of a key that a parameter says', [{ Key: { Ref: 'P' }, Value: 'prod' }]],
    ['of a value that nobody can tell', [{ Key: 'env', Value: { 'Fn::Split': [',', { Ref: 'P' }] } }]],
    ['that nobody can tell', { 'Fn::Transform': {} }],
  ])('%s may be those that matter', (_, Tags) => {
    const role = roleWith([READ, fence], { sections, role: { Tags } });
    expect(failureOf(() => role.allows('s3:GetObject', OBJECT))).toContain("Answer: cannot tell, as statement 'Fence' of inline policy 'App' may deny it.");
    role.allows('s3:GetObject', OBJECT, { context: { 'aws:PrincipalTag/env': ['test'] } });
  });

  test('of the resource are not known', () => {
    for (const Condition of [{ StringEquals: { 'aws:ResourceTag/secret': 'true' } }, { StringEquals: { 's3:ExistingObjectTag/secret': 'true' } }]) {
      expect(failureOf(() => roleWith([READ, { ...fence, Condition }]).allows('s3:GetObject', OBJECT))).toContain('To get an answer: say in \'context\' what the request has as');
    }
    const unless = { ...READ, Condition: { StringNotEquals: { 'aws:ResourceTag/secret': 'true' } } };
    expect(failureOf(() => roleWith([unless]).allows('s3:GetObject', OBJECT))).toContain('Answer: cannot tell');
    roleWith([unless]).allows('s3:GetObject', OBJECT, { context: { 'aws:ResourceTag/secret': [] } });
  });
});

describe('condition keys', () => {
  const ask = (context: Record<string, string[]>, action = 's3:GetObject') => roleWith([{ ...READ, Action: action, Condition: { Null: { 'mine:Key': 'true' } } }])
    .allows(action, action === 's3:GetObject' ? OBJECT : undefined, { context });

  test.each<[string, string]>([
    ['aws:SourceVpcEndpoint', "The condition key is not known, and no policy tests it: got 'aws:SourceVpcEndpoint'. Did you mean 'aws:SourceAccount', 'aws:SourceVpcArn' or 'aws:SourceVpce'?"],
    ['s3:Prefix', ''],
    ['s3:prefiks', "got 's3:prefiks'. Did you mean 's3:prefix'"],
    ['AWS:sourceip', ''],
    ['aws:PrincipalTag/team', ''],
    ['aws:PrincipalTag', "got 'aws:PrincipalTag'."],
    ['SourceIp', "got 'SourceIp'."],
    ['mine:other', "got 'mine:other'."],
    ['MINE:key', ''],
    ['ec2:SourceInstanceARN', ''],
    ['token.actions.githubusercontent.com:sub', ''],
    ['SAML:aud', ''],
  ])('%s', (key, message) => {
    if (message === '') ask(key === 'MINE:key' ? { [key]: [] } : { [key]: ['x'] });
    else expect(failureOf(() => ask({ [key]: ['x'] }))).toContain(message);
  });

  test('of requests to assume are checked too', () => {
    expect(failureOf(() => roleWith([]).isNotAssumableBy(Caller.anyone(), { context: { 'aws:PrincipalOrgId ': ['x'] } }))).toContain("Did you mean 'aws:PrincipalOrgID'");
  });
});

describe('actions and resources that cannot be', () => {
  test.each<[string, string, string | undefined, string]>([
    ['a misspelt action', 's3:GetObjekt', OBJECT, "Amazon S3 has no such action: got 's3:GetObjekt'. Did you mean 's3:GetObject', 's3:PutObject' or 's3:GetObjectAcl'? The data is of 2026-09-26; for an action that is newer set 'asWritten'."],
    ['a service that nobody knows', 's4:GetObject', OBJECT, "No service is known whose actions begin so: got 's4:GetObject'. Did you mean 's3', 'a4b' or 'ce'? The data is of 2026-09-26; for an action that is newer set 'asWritten'."],
    ['a pattern of nothing', 's3:Fly*', OBJECT, "Amazon S3 has no such action: got 's3:Fly*'. The data is of 2026-09-26; for an action that is newer set 'asWritten'."],
    ['no action', 'GetObject', OBJECT, "The action is not one: got 'GetObject'. Write the service and the action, such as 's3:GetObject'."],
    ['a bucket for an action on objects', 's3:GetObject', 'arn:aws:s3:::data', "The action is never on such a resource: got 'arn:aws:s3:::data', and s3:GetObject is on 'arn:*:s3:${Region}:${Account}:accesspoint/${AccessPointName}/object/${ObjectName…' or 'arn:*:s3:::${BucketName}/${ObjectName}'."],
    ['a resource for an action that is on none', 's3:ListAllMyBuckets', 'arn:aws:s3:::data', "The action is never on such a resource: got 'arn:aws:s3:::data', and s3:ListAllMyBuckets is on no resource: leave the resource out."],
    ['what is not in the template', 's3:GetObject', '${Buckt.Arn}/k', "The resource names what is not in the template: got '${Buckt.Arn}/k'. In '${…}' stands a logical id with an attribute, a parameter, or a pseudo parameter; write '${!…}' for the characters themselves. Did you mean 'Bucket'?"],
  ])('%s is an error', (_, action, resource, message) => {
    const role = roleWith([READ], { resources: { Bucket: { Type: 'AWS::S3::Bucket' } } });
    expect(failureOf(() => role.allows(action, resource))).toBe(message);
    expect(failureOf(() => role.denies(action, resource))).toBe(message);
  });

  test.each([[undefined], [7]])('%p is no action', (action: any) => {
    expect(failureOf(() => roleWith([READ]).denies(action))).toBe(`The action is not text: got '${action}'. Write the service and the action, such as 's3:GetObject'.`);
  });

  test('what is no text is no resource', () => {
    expect(failureOf(() => roleWith([READ]).denies('s3:GetObject', {} as any))).toBe("The resource is not text: got '[object Object]'.");
  });
});

describe('resources of the template', () => {
  const resources = {
    Bucket: { Type: 'AWS::S3::Bucket' },
    Other: { Type: 'AWS::S3::Bucket' },
    Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'named' } },
    Key: { Type: 'AWS::KMS::Key' },
  };
  const onBucket = { ...READ, Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } };

  test('are told apart from each other, and from what has a name', () => {
    const role = roleWith([onBucket], { resources });
    role.allows('s3:GetObject', '${Bucket.Arn}/k').allows('s3:GetObject', 'arn:${AWS::Partition}:s3:::${Bucket}/k').denies('s3:GetObject', '${Other.Arn}/k')
      .denies('s3:GetObject', '${Named.Arn}/k').denies('s3:GetObject', OBJECT);
  });

  test('are found by the name that the template gives', () => {
    roleWith([{ ...READ, Resource: 'arn:aws:s3:::named/*' }], { resources }).allows('s3:GetObject', '${Named.Arn}/k').denies('s3:GetObject', '${Bucket.Arn}/k');
  });

  test('may be what a pattern is for', () => {
    const role = roleWith([{ ...READ, Resource: { 'Fn::Sub': 'arn:aws:s3:::${AWS::StackName}-*/*' } }], { resources });
    expect(failureOf(() => role.denies('s3:GetObject', '${Bucket.Arn}/k'))).toContain('      request:   arn:aws:s3:::${Bucket}/k\n      statement: arn:aws:s3:::${AWS::StackName}-*/*');
  });

  test('are in the account of the role, and are so said', () => {
    roleWith([{ ...onBucket, Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } } }], { resources }).allows('s3:GetObject', '${Bucket.Arn}/k');
    roleWith([{ ...READ, Resource: { 'Fn::GetAtt': ['Thing', 'Arn'] } }], { resources: { Thing: { Type: 'Custom::Thing' } } }).allows('s3:GetObject', '${Thing.Arn}');
  });
});

describe('the partition', () => {
  const partition = { ...READ, Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::data/*' } };

  test('is that of the ARN, and everywhere the same', () => {
    roleWith([partition]).allows('s3:GetObject', OBJECT).allows('s3:GetObject', 'arn:aws-cn:s3:::data/k');
    roleWith([{ ...READ, Resource: 'arn:aws-cn:s3:::data/*' }]).denies('s3:GetObject', OBJECT);
  });

  test('is that of the region', () => {
    roleWith([partition], {}, { region: 'us-gov-west-1' }).allows('s3:GetObject', 'arn:aws-us-gov:s3:::data/k').denies('s3:GetObject', OBJECT);
  });

  test('decides conditions of the template', () => {
    const sections = { Conditions: { China: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-cn'] } } };
    const role = roleWith([{ ...partition, Effect: 'Allow', Action: { 'Fn::If': ['China', 's3:GetObject', 's3:PutObject'] } }], { sections });
    role.allows('s3:GetObject', 'arn:aws-cn:s3:::data/k').allows('s3:PutObject', OBJECT).denies('s3:GetObject', OBJECT);
  });
});

describe('other accounts', () => {
  const onQueue = { ...READ, Action: 'sqs:SendMessage', Resource: '*' };
  const queue = 'arn:aws:sqs:us-east-1:444455556666:q';

  test('must let the role in, which nobody can tell', () => {
    const role = roleWith([onQueue], {}, { account: ACCOUNT });
    expect(failureOf(() => role.allows('sqs:SendMessage', queue))).toBe(lines(`
      Role 'Role' should allow sqs:SendMessage on 'arn:aws:sqs:us-east-1:444455556666:q'.
      Answer: cannot tell, as the policy of the resource, which is in another account, is not known.

      To get an answer: set 'resourceTrustsAccount' if it lets the account of the role in.
    `));
    role.allows('sqs:SendMessage', queue, { resourceTrustsAccount: true }).denies('sqs:ReceiveMessage', queue, { resourceTrustsAccount: true }).denies('sqs:ReceiveMessage', queue);
  });

  test('may be that of the role, until it is known', () => {
    expect(failureOf(() => roleWith([onQueue]).allows('sqs:SendMessage', queue))).toBe(lines(`
      Role 'Role' should allow sqs:SendMessage on 'arn:aws:sqs:us-east-1:444455556666:q'.
      Answer: cannot tell, as the account of the caller or of the resource is not known.

      To get an answer: set 'account' in the options of AccessAssertions.
    `));
  });

  test('of a bucket must be said', () => {
    const role = roleWith([{ ...READ, Condition: { StringEquals: { 'aws:ResourceAccount': '444455556666' } } }], {}, { account: ACCOUNT });
    role.allows('s3:GetObject', OBJECT, { resourceAccount: '444455556666', resourceTrustsAccount: true }).denies('s3:GetObject', OBJECT);
  });

  test('of a resource that is a parameter must be said', () => {
    const sections = { Parameters: { Arn: { Type: 'String' } } };
    const role = roleWith([{ ...READ, Resource: { Ref: 'Arn' } }], { sections }, { account: ACCOUNT });
    expect(failureOf(() => role.allows('s3:GetObject', '${Arn}'))).toMatch(/To get an answer: set 'resourceAccount'\.$/);
    role.allows('s3:GetObject', '${Arn}', { resourceAccount: ACCOUNT });
  });
});

describe('roles to assume', () => {
  const assume = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
  const target = (Principal: any) => ({ Target: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policyOf({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }) } } });
  const root = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } };

  test('must let the role in', () => {
    roleWith([assume], { resources: target(root) }).allows('sts:AssumeRole', '${Target.Arn}');
    roleWith([], { resources: target(root) }).denies('sts:AssumeRole', '${Target.Arn}');
    roleWith([], { resources: target({ AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }) }).allows('sts:AssumeRole', '${Target.Arn}');
    roleWith([assume], { resources: target({ Service: 'ec2.amazonaws.com' }) }).denies('sts:AssumeRole', '${Target.Arn}');
  });

  test('of others let the account in if the test says so', () => {
    const role = roleWith([{ ...assume, Resource: 'arn:aws:iam::444455556666:role/Acme-*' }], {}, { account: ACCOUNT });
    role.allows('sts:AssumeRole', 'arn:aws:iam::444455556666:role/Acme-1', { resourceTrustsAccount: true })
      .denies('sts:AssumeRole', 'arn:aws:iam::444455556666:role/Other', { resourceTrustsAccount: true });
    expect(failureOf(() => role.allows('sts:AssumeRole', 'arn:aws:iam::444455556666:role/Acme-1'))).toBe(lines(`
      Role 'Role' should allow sts:AssumeRole on 'arn:aws:iam::444455556666:role/Acme-1'.
      Answer: cannot tell, as the trust policy of that role (not in the template) may allow it.

      - the trust policy of that role (not in the template)

      To get an answer: set 'resourceTrustsAccount' if it lets the account of the role in.
    `));
  });
});

describe('policies of resources', () => {
  const bucket = (...statements: any[]) => ({
    Bucket: { Type: 'AWS::S3::Bucket' },
    Other: { Type: 'AWS::S3::Bucket' },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: policyOf(...statements) } },
  });
  const everything = { ...READ, Resource: '*' };
  const tls = { Sid: 'Tls', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

  test('of a bucket deny', () => {
    const role = roleWith([everything], { resources: bucket(tls) });
    role.allows('s3:GetObject', '${Bucket.Arn}/k').denies('s3:GetObject', '${Bucket.Arn}/k', { context: { 'aws:SecureTransport': ['false'] } })
      .allows('s3:GetObject', '${Other.Arn}/k', { context: { 'aws:SecureTransport': ['false'] } });
    expect(failureOf(() => role.allows('s3:GetObject', '${Bucket.Arn}/k', { context: { 'aws:SecureTransport': ['false'] } }))).toBe(lines(`
      Role 'Role' should allow s3:GetObject on 'arn:aws:s3:::\${Bucket}/k'.
      Answer: deny, as statement 'Tls' of the policy of Policy denies it.
      Context: aws:SecureTransport false.

      - statement 'Tls' of the policy of Policy, at Policy/Properties/PolicyDocument/Statement/0
          {"Sid":"Tls","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}
    `));
  });

  test('of a bucket allow the role itself', () => {
    const grant = { Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } };
    const role = roleWith([], { resources: bucket(grant) });
    role.allows('s3:GetObject', '${Bucket.Arn}/k').denies('s3:GetObject', '${Other.Arn}/k');
    expect(failureOf(() => role.denies('s3:GetObject'))).toContain('So it is if the resource is that of Policy.\nBut if the resource is not that of Policy: deny, as no statement of an identity policy allows it.');
  });

  test('of a bucket that the template does not make are of the bucket of that name', () => {
    const resources = { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'data', PolicyDocument: policyOf({ ...tls, Condition: undefined }) } } };
    roleWith([everything], { resources }).denies('s3:GetObject', OBJECT).allows('s3:GetObject', 'arn:aws:s3:::other/k');
  });

  test('of a key decide together with those of the role', () => {
    const key = (...statements: any[]) => ({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policyOf(...statements) } } });
    const root = { Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource: '*' };
    const use = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } };
    roleWith([use], { resources: key(root) }).allows('kms:Decrypt', '${Key.Arn}').denies('kms:Encrypt', '${Key.Arn}');
    roleWith([use], { resources: key() }).denies('kms:Decrypt', '${Key.Arn}');
    roleWith([{ ...use, Resource: '*' }], { resources: key({ ...root, Action: 'kms:Encrypt' }) }).denies('kms:Decrypt', '${Key.Arn}')
      .allows('kms:Decrypt', `arn:aws:kms:us-east-1:${ACCOUNT}:key/other`, { resourceAccount: '${AWS::AccountId}' });
    expect(failureOf(() => roleWith([{ ...use, Resource: '*' }], { resources: key() }).allows('kms:Decrypt'))).toContain('So it is if the resource is that of Key.');
    roleWith([], { resources: key({ ...root, Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } } }) }).allows('kms:Decrypt', '${Key.Arn}');
    expect(failureOf(() => roleWith([use], { resources: key() }).allows('kms:Decrypt', '${Key.Arn}'))).toContain('Answer: deny, as no statement of a resource policy allows it.');
  });

  test.each([
    ['a queue', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'It' }] }, 'sqs:SendMessage', '${It.Arn}'],
    ['a topic', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'It' }] }, 'sns:Publish', '${It}'],
    ['a secret', 'AWS::SecretsManager::Secret', 'AWS::SecretsManager::ResourcePolicy', { SecretId: { Ref: 'It' } }, 'secretsmanager:GetSecretValue', '${It}'],
    ['a stream, by its ARN', 'AWS::Kinesis::Stream', 'AWS::Kinesis::ResourcePolicy', { ResourceArn: { 'Fn::GetAtt': ['It', 'Arn'] } }, 'kinesis:GetRecords', '${It.Arn}'],
  ])('of %s deny', (_, type, policyType, properties, Action, resource) => {
    const document = policyOf({ Effect: 'Deny', Principal: '*', Action, Resource: '*' });
    const Properties = { ...properties, PolicyDocument: document, ResourcePolicy: document };
    const resources = { It: { Type: type }, Policy: { Type: policyType, Properties } };
    roleWith([{ Effect: 'Allow', Action, Resource: '*' }], { resources }).denies(Action, resource);
  });

  test('of an API are of what is called by its id', () => {
    const api = (Effect: string) => ({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Policy: policyOf({ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }) } } });
    const arn = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/prod/GET/x';
    roleWith([{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }], { resources: api('Deny') }).denies('execute-api:Invoke', arn);
    expect(failureOf(() => roleWith([{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }], { resources: api('Deny') }).denies('execute-api:Invoke')))
      .toContain('So it is if the resource is not that of Api.');
  });

  test('of an account are of what their statements say', () => {
    const Resource = { 'Fn::Sub': 'arn:${AWS::Partition}:ecr:*:*:repository/secret' };
    const PolicyText = policyOf({ Effect: 'Deny', Principal: '*', Action: 'ecr:*', Resource });
    const Policy = { Type: 'AWS::ECR::RegistryPolicy', Properties: { PolicyText } };
    const role = roleWith([{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }], { resources: { Policy } }, { account: ACCOUNT });
    role.denies('ecr:PutImage', `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/secret`).allows('ecr:PutImage', `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/other`);
  });

  test('of what only a parameter tells may be of the resource', () => {
    const sections = { Parameters: { Name: { Type: 'String' } } };
    const Properties = { Bucket: { Ref: 'Name' }, PolicyDocument: policyOf({ ...tls, Condition: undefined }) };
    const resources = { Policy: { Type: 'AWS::S3::BucketPolicy', Properties } };
    expect(failureOf(() => roleWith([everything], { sections, resources }).allows('s3:GetObject', OBJECT))).toContain('So it is if the resource is that of Policy.');
    roleWith([everything], { sections, resources }).denies('s3:GetObject', 'arn:${AWS::Partition}:s3:::${Name}/k');
  });

  test('are of the resource only if they are made', () => {
    const Parameters = { Closed: { Type: 'String', AllowedValues: ['yes', 'no'] } };
    const sections = { Parameters, Conditions: { IsClosed: { 'Fn::Equals': [{ Ref: 'Closed' }, 'yes'] } } };
    const resources = bucket({ ...tls, Condition: undefined });
    const template = templateWith([everything], { sections, resources: { ...resources, Policy: { ...resources.Policy, Condition: 'IsClosed' } } });
    AccessAssertions.fromTemplate(template, { parameters: { Closed: 'no' } }).role('Role').allows('s3:GetObject', '${Bucket.Arn}/k');
    AccessAssertions.fromTemplate(template, { parameters: { Closed: 'yes' } }).role('Role').denies('s3:GetObject', '${Bucket.Arn}/k');
  });
});
