import {
  App, Aws, CfnParameter, CfnResource, Fn, Stack,
  aws_athena as athena, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3,
  aws_secretsmanager as secretsmanager, aws_ses as ses, aws_sns as sns, aws_sqs as sqs,
} from 'aws-cdk-lib';
import {
  Access, AccessCondition, AccessLevel, ApplicationRole, AssumeRoleAccess, ConditionOperator, CustomerRole, ResourceType, S3Access,
  ServiceAuthorization, ServiceResource, WorkloadPrincipal,
} from '../../lib';
import { formsOf } from '../../lib/private/arn-shape';
import { serviceOf, servicePrefixes } from '../../lib/private/service-authorization';
import { newStack, normalized, permissionsOf, warningsOf } from '../helpers';

const { LIST, READ, WRITE, TAGGING, PERMISSIONS_MANAGEMENT } = AccessLevel;
const BUCKET = 'arn:aws:s3:::acme-uploads';
const OBJECTS = `${BUCKET}/*`;
const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:orders';
const UPDATED = ServiceAuthorization.updatedOn;

/** What an access allows: each resource with its actions. */
function allowed(access: Access, stack: Stack = newStack()): Record<string, string[]> {
  return Object.fromEntries(access.toStatements().map((statement) => {
    const { Effect, Action, Resource } = stack.resolve(statement.toJSON());
    expect(Effect).toBe('Allow');
    return [[Resource].flat().map(normalized).join(' '), [Action].flat()];
  }));
}

function warningsWith(access: Access): string[] {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction(), permissions: [access] });
  return warningsOf(stack);
}

describe('Access.actions()', () => {
  test('takes a function by its ARN, and with a version, an alias or any of them', () => {
    const stack = newStack();
    const handler = new lambda.Function(stack, 'Function', { code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
    const invoke = (arn: string) => Object.values(allowed(Access.actions(['lambda:InvokeFunction'], [arn]), stack));
    const arns = [handler.functionArn, `${handler.functionArn}:live`, `${handler.functionArn}:*`, handler.addAlias('live').functionArn, handler.currentVersion.functionArn];
    for (const arn of arns) expect(invoke(arn)).toEqual([['lambda:InvokeFunction']]);
    // The actions by level stay those of what the ARN names.
    expect(Object.values(allowed(Access.toResource(handler.addAlias('next'), READ), stack))[0]).not.toContain('lambda:GetFunctionConcurrency');
  });

  test('takes routes of WebSocket APIs', () => {
    const route = 'arn:aws:execute-api:us-east-1:111122223333:a1b2c3/live/$connect';
    expect(allowed(Access.actions(['execute-api:Invoke'], [route]))).toEqual({ [route]: ['execute-api:Invoke'] });
  });

  test.each<[string, () => string, RegExp]>([
    ['a list that is known later', () => new CfnParameter(newStack(), 'List', { type: 'CommaDelimitedList' }).valueAsList[0], /^The resource is a list that is known only once deployed: got '#\{Token\[TOKEN\.\d+\]\}'\. Take its items out of it/],
    ['a text in a function that nobody sees', () => Fn.join('', ['arn:', Aws.PARTITION, ':s3:::acme/\u200Bx']), /^The resource holds a control or invisible character: got 'arn:…:s3:::acme\/\\u\{200b\}x'\. Write its ARN as it is\.$/],
    ['a function that makes no ARN', () => Fn.join('', ['x', OBJECTS]), /^The resource is no ARN: got 'xarn:aws:s3:::/],
    ['a policy variable for the account', () => 'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q', /^The resource has a policy variable in a part in which IAM replaces none: got 'arn:aws:sqs:us-east-1:\$\{aws:PrincipalAccount\}:q'\. Variables such as '\$\{aws:username\}' may stand after the fifth colon\.$/],
    ['a policy variable without an end', () => 'arn:aws:s3:::acme/${aws:username', /^The resource has a policy variable without an end: got 'arn:aws:s3:::acme\/\$\{aws:username'\. Write it as '\$\{aws:username\}'\.$/],
  ])('refuses %s', (_, make, message) => {
    expect(() => Access.actions(['s3:GetObject', 'sqs:SendMessage'], [make()])).toThrow(message);
  });

  test('puts each action on the resources that it fits', () => {
    expect(allowed(Access.actions(['s3:GetObject', 's3:ListBucket', 's3:PutObject', 'sqs:ListQueues'], [BUCKET, OBJECTS]))).toEqual({
      [OBJECTS]: ['s3:GetObject', 's3:PutObject'],
      [BUCKET]: ['s3:ListBucket'],
      '*': ['sqs:ListQueues'],
    });
  });

  test('writes actions as AWS does, each once', () => {
    expect(allowed(Access.actions(['S3:getobject', 's3:GetObject'], [OBJECTS]))).toEqual({ [OBJECTS]: ['s3:GetObject'] });
  });

  test('takes resources of several services', () => {
    expect(allowed(Access.actions(['s3:GetObject', 'sqs:SendMessage'], [OBJECTS, QUEUE]))).toEqual({ [OBJECTS]: ['s3:GetObject'], [QUEUE]: ['sqs:SendMessage'] });
  });

  test('takes actions of another service on the resource', () => {
    const cluster = 'arn:aws:rds:us-east-1:111122223333:cluster:orders';
    expect(allowed(Access.actions(['rds-data:ExecuteStatement'], [cluster]))).toEqual({ [cluster]: ['rds-data:ExecuteStatement'] });
    const role = new iam.Role(newStack(), 'Other', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => Access.actions(['sts:AssumeRole', 'iam:GetRole'], [role.roleArn])).not.toThrow();
  });

  test('takes resources in whose ARNs AWS puts a wildcard', () => {
    const point = 'arn:aws:backup:us-east-1:111122223333:recovery-point:r';
    expect(allowed(Access.actions(['backup:DescribeRecoveryPoint'], [point]))).toEqual({ [point]: ['backup:DescribeRecoveryPoint'] });
    const users = 'arn:aws:identitystore:::user/*';
    expect(allowed(Access.actions(['identitystore:DescribeUser', 'identitystore:ListUsers'], [users]))).toEqual({ [users]: ['identitystore:DescribeUser', 'identitystore:ListUsers'] });
  });

  test('needs no resources for actions that cannot be limited', () => {
    expect(allowed(Access.actions(['ec2:DescribeInstances']))).toEqual({ '*': ['ec2:DescribeInstances'] });
  });

  test('takes a policy variable in an ARN for some text', () => {
    expect(() => Access.actions(['s3:GetObject'], ['arn:aws:s3:::acme-home/${aws:username}/*'])).not.toThrow();
    expect(() => Access.actions(['s3:GetObject'], ['arn:aws:s3:::acme-home/${*}'])).not.toThrow();
  });

  test('takes an ARN from a parameter whose type is said', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Objects', { allowedPattern: '^arn:aws:s3:::[a-z/-]+$' });
    const arn = ResourceType.of('s3', 'object').arn(parameter.valueAsString);
    expect(allowed(Access.actions(['s3:GetObject'], [arn]), stack)).toEqual({ '${Objects}': ['s3:GetObject'] });
  });

  test('warns of a wildcard, with what it covers', () => {
    expect(warningsWith(Access.actions(['sqs:List*'], [QUEUE]))).toEqual([
      "The pattern 'sqs:List*' covers 4 actions today, and those that AWS adds later: ListDeadLetterSourceQueues, ListMessageMoveTasks, ListQueueTags, ListQueues. Name the actions that are needed.",
    ]);
    expect(warningsWith(Access.actions(['s3:GetObjectTorr*'], [OBJECTS]))[0]).toMatch(/^The pattern 's3:GetObjectTorr\*' covers one action today/);
    expect(warningsWith(Access.actions(['s3:Get*'], [BUCKET]))[0]).toMatch(/covers \d\d actions today.* and \d\d more\. Name/);
  });

  test('warns on a role of CDK too', () => {
    const stack = newStack();
    Access.actions(['sqs:Send*'], [QUEUE]).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^The pattern 'sqs:Send\*'/)]);
  });

  test.each<[string, () => Access, string]>([
    ['an unknown service', () => Access.actions(['dynamo:GetItem'], [QUEUE]), `No service is known whose actions begin so: got 'dynamo:GetItem'. Did you mean 'dynamodb'? The data is of ${UPDATED}; for a service that is newer use Access.asWritten().`],
    ['a service like no other', () => Access.actions(['zzzzzzzzzz:GetItem'], [QUEUE]), `No service is known whose actions begin so: got 'zzzzzzzzzz:GetItem'. The data is of ${UPDATED}; for a service that is newer use Access.asWritten().`],
    ['a misspelt action', () => Access.actions(['s3:GetObjct'], [OBJECTS]), `Amazon S3 has no such action: got 's3:GetObjct'. Did you mean 's3:GetObject', 's3:PutObject' or 's3:GetObjectAcl'? ServiceAuthorization.of('s3').actions() lists all ${ServiceAuthorization.of('s3').actions().length}, as of ${UPDATED}. For an action that is newer use Access.asWritten().`],
    ['an action without a service', () => Access.actions(['GetObject'], [OBJECTS]), "The action is not one: got 'GetObject'. Write the service and the action, such as 's3:GetObject'."],
    ['an action with a blank', () => Access.actions(['s3: GetObject'], [OBJECTS]), "The action is not one: got 's3: GetObject'. Write the service and the action, such as 's3:GetObject'."],
    ['an action that is no text', () => Access.actions([7 as any], [OBJECTS]), "The action is not text: got '7'. Write the service and the action, such as 's3:GetObject'."],
    ['an action that is a token', () => Access.actions([`s3:${Aws.STACK_NAME}`], [OBJECTS]), "The action is known only once deployed, so nobody can check it: got 's3:{token}'. Write the service and the action, such as 's3:GetObject'."],
    ['every action', () => Access.actions(['*'], [OBJECTS]), "The action is every action of every service: got '*'. Name the actions that are needed."],
    ['a service with a wildcard', () => Access.actions(['s*:GetObject'], [OBJECTS]), "The action is not one: got 's*:GetObject'. Write the service and the action, such as 's3:GetObject'."],
    ['a pattern for nothing', () => Access.actions(['s3:Gett*'], [OBJECTS]), `No action of Amazon S3 matches the pattern: got 's3:Gett*'. ServiceAuthorization.of('s3').actions() lists all ${ServiceAuthorization.of('s3').actions().length}, as of ${UPDATED}.`],
    ['no action', () => Access.actions([], [OBJECTS]), "The list of actions is empty. Name at least one, such as 's3:GetObject'."],
    ['an action on objects on a bucket', () => Access.actions(['s3:GetObject'], [BUCKET]), `The action 's3:GetObject' is on none of the resources: got '${BUCKET}'. It is on accesspointobject (arn:\${Partition}:s3:\${Region}:\${Account}:accesspoint/\${AccessPointName}/object/\${ObjectName}) and object (arn:\${Partition}:s3:::\${BucketName}/\${ObjectName}).`],
    ['an action on a bucket on objects', () => Access.actions(['s3:PutBucketTagging'], [OBJECTS]), `The action 's3:PutBucketTagging' is on none of the resources: got '${OBJECTS}'. It is on bucket (arn:\${Partition}:s3:::\${BucketName}).`],
    ['an action with many types', () => Access.actions(['ec2:CreateTags'], [QUEUE]), /^The action 'ec2:CreateTags' is on none of the resources: got .*\. It is on .* and \d+ other types\.$/ as any],
    ['a resource of another service', () => Access.actions(['s3:GetObject'], [OBJECTS, QUEUE]), `The resource '${QUEUE}' fits none of the actions: got 's3:GetObject'. It is of the type 'sqs:queue'.`],
    ['a resource of no type', () => Access.actions(['s3:GetObject'], [OBJECTS, 'arn:aws:nothing:us-east-1:111122223333:x']), "The resource 'arn:aws:nothing:us-east-1:111122223333:x' fits none of the actions: got 's3:GetObject'. It is of no type that is known."],
    ['no resource', () => Access.actions(['s3:ListBucket']), "The list of resources is empty, and 's3:ListBucket' is on accesspoint (arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}) and bucket (arn:${Partition}:s3:::${BucketName}). Name the ARNs, or use Access.accountWide() with a reason."],
    ['a resource for an action that takes none', () => Access.actions(['sqs:ListQueues'], [QUEUE]), `Resources are given, but 'sqs:ListQueues' cannot be limited to any: got '${QUEUE}'. Leave the resources out.`],
    ['every resource', () => Access.actions(['s3:GetObject'], ['*']), "The resource is every resource: got '*'. Name the ARNs, or use Access.accountWide() with a reason."],
    ['a name', () => Access.actions(['s3:GetObject'], ['acme-uploads']), "The resource is no ARN: got 'acme-uploads'. An ARN is arn:partition:service:region:account:resource."],
    ['a number', () => Access.actions(['s3:GetObject'], [7 as any]), "The resource is not text: got '7'. Write its ARN."],
    ['a partition in capitals', () => Access.actions(['sqs:SendMessage'], [QUEUE.replace('aws', 'AWS')]), "The resource is malformed: its partition is 'AWS' in 'arn:AWS:sqs:us-east-1:111122223333:orders'. An ARN is arn:partition:service:region:account:resource. Allowed: 'aws', 'aws-cn', 'aws-us-gov' or Aws.PARTITION."],
    ['a service with a wildcard', () => Access.actions(['sqs:SendMessage'], ['arn:aws:*:us-east-1:111122223333:orders']), "The resource is malformed: its service is '*' in 'arn:aws:*:us-east-1:111122223333:orders'. An ARN is arn:partition:service:region:account:resource. Allowed: lower-case letters, digits and hyphens."],
    ['a region that is none', () => Access.actions(['sqs:SendMessage'], ['arn:aws:sqs:US East:111122223333:orders']), "The resource is malformed: its region is 'US East' in 'arn:aws:sqs:US East:111122223333:orders'. An ARN is arn:partition:service:region:account:resource. Allowed: a region such as 'us-east-1', or nothing for a service without regions."],
    ['an account of 11 digits', () => Access.actions(['sqs:SendMessage'], ['arn:aws:sqs:us-east-1:11112222333:orders']), "The resource is malformed: its account is '11112222333' in 'arn:aws:sqs:us-east-1:11112222333:orders'. An ARN is arn:partition:service:region:account:resource. Allowed: 12 digits, or nothing where the service names no account."],
    ['no name', () => Access.actions(['s3:GetObject'], ['arn:aws:s3:::']), "The resource is malformed: its resource is '' in 'arn:aws:s3:::'. An ARN is arn:partition:service:region:account:resource. Allowed: the name, with a type before it where the service has one."],
    ['too few parts', () => Access.actions(['s3:GetObject'], ['arn:aws:s3']), "The resource is malformed: its resource is '' in 'arn:aws:s3'. An ARN is arn:partition:service:region:account:resource. Allowed: the name, with a type before it where the service has one."],
    ['an invisible character', () => Access.actions(['s3:GetObject'], [`${BUCKET}/a\u200B`]), "The resource holds a control or invisible character: got 'arn:aws:s3:::acme-uploads/a\\u{200b}'. Write its ARN as it is."],
    ['an outer blank', () => Access.actions(['s3:GetObject'], [`${OBJECTS} `]), "The resource begins or ends with a blank: got 'arn:aws:s3:::acme-uploads/* '. Write its ARN as it is."],
    ['a parameter that may be anything', () => Access.actions(['s3:GetObject'], [`${BUCKET}/${new CfnParameter(newStack(), 'Key').valueAsString}`]), "The resource comes from parameter 'Key', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
    ['an export, of which nobody knows what it is', () => Access.actions(['s3:GetObject'], [Fn.importValue('Objects')]), "The resource is known only once deployed, so nobody can check what it is: got '{token}'. Say its type: ResourceType.of('s3', 'object').arn(…)."],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(typeof message === 'string' ? new Error(message) : message);
  });

  test('refuses the ARN of another partition in a stack of a region', () => {
    const access = Access.actions(['sqs:SendMessage'], [QUEUE]);
    const china = new Stack(new App(), 'China', { env: { region: 'cn-north-1' } });
    const message = "The access cannot be given to 'China/Role', which is in the partition 'aws-cn': got the resource 'arn:aws:sqs:us-east-1:111122223333:orders' of another one. Write Aws.PARTITION in its place.";
    expect(() => access.grantTo(new iam.Role(china, 'Role', { assumedBy: new iam.AccountRootPrincipal() }))).toThrow(new Error(message));
    expect(() => access.grantTo(new iam.Role(newStack(), 'Role', { assumedBy: new iam.AccountRootPrincipal() }))).not.toThrow();
    expect(() => access.grantTo(new iam.Role(new Stack(new App(), 'Here', { env: { region: 'us-east-1' } }), 'Role', { assumedBy: new iam.AccountRootPrincipal() }))).not.toThrow();
  });
});

describe('Access.asWritten()', () => {
  test('grants what nobody knows, and warns', () => {
    const access = Access.asWritten(['newservice:DoThings'], ['*']);
    expect(allowed(access)).toEqual({ '*': ['newservice:DoThings'] });
    expect(warningsWith(access)).toEqual(['Actions are granted as written, and nothing has checked that they exist or fit their resources: newservice:DoThings. Use Access.actions() once the data has them.']);
  });

  test.each<[string, () => Access, string]>([
    ['no action', () => Access.asWritten([], ['*']), "The list of actions is empty. Name at least one, such as 's3:GetObject'."],
    ['no resource', () => Access.asWritten(['s3:GetObject'], []), "The list of resources is empty. Name at least one ARN, or '*' for actions that take none."],
    ['every action', () => Access.asWritten(['*'], ['*']), "The action is every action of every service: got '*'. Name the actions that are needed."],
    ['a name', () => Access.asWritten(['s3:GetObject'], ['acme']), "The resource is no ARN: got 'acme'. An ARN is arn:partition:service:region:account:resource."],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(new Error(message));
  });
});

describe('Access.accountWide()', () => {
  const reason = 'The inventory lists all resources.';

  test('lists and reads everywhere, also by patterns', () => {
    const access = Access.accountWide(['ec2:DescribeInstances', 'iam:List*', 's3:GetBucket*'], { reason });
    expect(allowed(access)).toEqual({ '*': ['ec2:DescribeInstances', 'iam:List*', 's3:GetBucket*'] });
    expect(warningsWith(access)).toEqual([]);
  });

  test('gives its reason to the role', () => {
    const role = new ApplicationRole(newStack(), 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction(), permissions: [Access.accountWide(['iam:ListRoles'], { reason })] });
    expect(role.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-keyless-roles:accountWide', data: reason }));
  });

  test('reads data where it is named', () => {
    expect(allowed(Access.accountWide(['s3:GetObject'], { reason }))).toEqual({ '*': ['s3:GetObject'] });
    expect(() => Access.accountWide(['sqs:Get*', 'sqs:Receive*', 'sqs:ReceiveMessage'], { reason })).not.toThrow();
  });

  test('gives by a pattern neither credentials nor what leads to more rights, but by name', () => {
    expect(() => Access.accountWide(['redshift:GetI*'], { reason })).toThrow(/answer with what the account stores.*'redshift:GetIdentityCenterAuthToken'/);
    expect(() => Access.accountWide(['iam:PassRole'], { reason, levels: [WRITE] })).not.toThrow();
    expect(() => Access.accountWide(['iam:PassR*'], { reason, levels: [WRITE] })).toThrow(/can lead to more rights, or send data elsewhere: 'iam:PassRole'/);
  });

  test('does more where its levels are named', () => {
    expect(allowed(Access.accountWide(['ec2:CreateTags'], { reason, levels: [TAGGING] }))).toEqual({ '*': ['ec2:CreateTags'] });
    expect(() => Access.accountWide(['sqs:Start*', 'sqs:StartMessageMoveTask'], { reason, levels: [WRITE] })).not.toThrow();
  });

  test.each<[string, () => Access, string]>([
    ['writing', () => Access.accountWide(['s3:PutObject'], { reason }), "The action 's3:PutObject' is of the level 'Write', which access to a whole account leaves out: allowed are 'List' and 'Read'. Name its resources with Access.actions(), or add the level to 'levels'."],
    ['a pattern that also writes', () => Access.accountWide(['sqs:*'], { reason }), "The action 'sqs:AddPermission' of 'sqs:*' is of the level 'Permissions management', which access to a whole account leaves out: allowed are 'List' and 'Read'. Name its resources with Access.actions(), or add the level to 'levels'."],
    ['a pattern that also reads data', () => Access.accountWide(['sqs:Receive*'], { reason }), "The pattern 'sqs:Receive*' covers actions that answer with what the account stores, not with how it is set up: 'sqs:ReceiveMessage'. Name each of them beside it if it is needed, name the actions one by one, or name them beside it and refuse them with Restriction.denyActions()."],
    ['a pattern that also leads to more rights', () => Access.accountWide(['sqs:Start*'], { reason, levels: [WRITE] }), "The pattern 'sqs:Start*' covers actions that can lead to more rights, or send data elsewhere: 'sqs:StartMessageMoveTask'. Name each of them beside it if it is needed, name the actions one by one, or name them beside it and refuse them with Restriction.denyActions()."],
    ['a misspelt action', () => Access.accountWide(['iam:ListRols'], { reason }), `AWS Identity and Access Management (IAM) has no such action: got 'iam:ListRols'. Did you mean 'iam:ListRoles', 'iam:ListGroups' or 'iam:GetRole'? ServiceAuthorization.of('iam').actions() lists all ${ServiceAuthorization.of('iam').actions().length}, as of ${UPDATED}. For an action that is newer use Access.asWritten().`],
    ['no action', () => Access.accountWide([], { reason }), "The list of actions is empty. Name at least one, such as 'ec2:DescribeInstances'."],
    ['no reason', () => Access.accountWide(['iam:ListRoles'], { reason: '' }), "The reason for access to the whole account is empty: got ''. Write it in visible characters."],
    ['no level', () => Access.accountWide(['iam:ListRoles'], { reason, levels: [] }), 'The list of levels is empty. Leave it out for List and Read.'],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(new Error(message));
  });
});

describe('Access.toResource() and Access.toArn()', () => {
  test('give all actions of a level that work on the type', () => {
    const stack = newStack();
    expect(allowed(Access.toResource(new sqs.Queue(stack, 'Queue'), READ), stack)).toEqual({
      '${Queue4A7E3555.Arn}': ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListDeadLetterSourceQueues', 'sqs:ListMessageMoveTasks', 'sqs:ListQueueTags', 'sqs:ReceiveMessage'],
    });
    expect(allowed(Access.toArn(BUCKET, LIST, TAGGING))).toEqual({
      [BUCKET]: ['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions', 's3:ListTagsForResource', 's3:PutBucketTagging', 's3:TagResource', 's3:UntagResource'],
    });
  });

  test('take an ARN that is written down for one of the service that it names', () => {
    const cluster = 'arn:aws:rds:us-east-1:111122223333:cluster:orders';
    expect(allowed(Access.toArn(cluster, WRITE))[cluster]).not.toContain('rds-data:ExecuteStatement');
    expect(allowed(Access.toArn(ResourceType.of('rds-data', 'cluster').arn(cluster), WRITE))[cluster]).toContain('rds-data:ExecuteStatement');
  });

  test('give none that manages permissions with the level Write', () => {
    const [actions] = Object.values(allowed(Access.toArn(BUCKET, WRITE)));
    expect(actions).toContain('s3:PutAccelerateConfiguration');
    expect(actions).not.toContain('s3:PutBucketPolicy');
    expect(Object.values(allowed(Access.toArn(BUCKET, PERMISSIONS_MANAGEMENT)))[0]).toContain('s3:PutBucketPolicy');
  });

  test.each([
    ['arn:aws:iam::111122223333:role/app', 'iam:PassRole'],
    ['arn:aws:lambda:us-east-1:111122223333:function:app', 'lambda:UpdateFunctionCode'],
    [BUCKET, 's3:PutReplicationConfiguration'],
    [BUCKET, 's3:PutBucketNotification'],
    [BUCKET, 's3:PutEncryptionConfiguration'],
    ['arn:aws:kms:us-east-1:111122223333:key/k', 'kms:ScheduleKeyDeletion'],
  ])('on %s leave out %s, which is had by its name', (arn, action) => {
    expect(Object.values(allowed(Access.toArn(arn, WRITE)))[0]).not.toContain(action);
    expect(allowed(Access.actions([action], [arn]))).toEqual({ [arn]: [action] });
  });

  test.each<[string, (stack: Stack) => any, string]>([
    ['an imported bucket', (stack) => s3.Bucket.fromBucketName(stack, 'Named', 'acme'), 'arn:${AWS::Partition}:s3:::acme'],
    ['an L1 bucket', (stack) => new s3.CfnBucket(stack, 'L1'), '${L1.Arn}'],
    ['a topic', (stack) => new sns.Topic(stack, 'Topic'), '${TopicBFC7AF6E}'],
    ['a function alias', (stack) => new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: lambda.Version.fromVersionArn(stack, 'V', 'arn:aws:lambda:us-east-1:111122223333:function:f:1') }), '${Alias325C5727}'],
    ['an imported function', (stack) => lambda.Function.fromFunctionName(stack, 'F', 'f'), 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:f'],
    ['an instance, which has no ARN of its own', (stack) => new ec2.CfnInstance(stack, 'Instance', {}), 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/${Instance}'],
    ['a work group', (stack) => new athena.CfnWorkGroup(stack, 'Group', { name: 'g' }), 'arn:${AWS::Partition}:athena:${AWS::Region}:${AWS::AccountId}:workgroup/${Group}'],
    ['a mail identity', (stack) => new ses.EmailIdentity(stack, 'Mail', { identity: ses.Identity.domain('example.com') }), 'arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${Mail6A3D1F64}'],
  ])('find the ARN of %s', (_, make, arn) => {
    const stack = newStack();
    expect(Object.keys(allowed(Access.toResource(make(stack), READ, WRITE), stack))).toEqual([arn]);
  });

  test('reach a resource of another stack', () => {
    const app = new App();
    const table = new dynamodb.Table(new Stack(app, 'Data'), 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const stack = new Stack(app, 'App');
    new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction(), permissions: [Access.toResource(table, READ)] });
    app.synth();
    expect(permissionsOf(stack)[0].Resource).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Data:ExportsOutput/) });
  });

  test.each<[string, (stack: Stack) => Access]>([
    ['a secret', (stack) => Access.toResource(new secretsmanager.Secret(stack, 'Secret'), READ)],
    ['a parameter', () => Access.toArn('arn:aws:ssm:us-east-1:111122223333:parameter/a', READ)],
    ['a function', () => Access.toArn('arn:aws:lambda:us-east-1:111122223333:function:f', READ)],
  ])('warn of reading %s', (_, make) => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction(), permissions: [make(stack)] });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^The application may read secrets, or code and settings of functions that often hold some: /)]);
  });

  test.each<[string, (stack: Stack) => Access, string]>([
    ['no level', () => Access.toArn(BUCKET), 'The list of access levels is empty. Give at least one, such as AccessLevel.READ.'],
    ['a level without actions', () => Access.toArn(QUEUE, LIST), "No action of 'List' is on the resource type 'sqs:queue'. It has actions of 'Permissions management', 'Read', 'Tagging' and 'Write'."],
    ['a type without actions', () => Access.toArn('arn:aws:iam::111122223333:mfa/x', LIST, READ, WRITE, TAGGING, PERMISSIONS_MANAGEMENT).without('iam:CreateUser'), /^The action 'iam:CreateUser' is left out of an access that does not give it\. It gives 'iam:/ as any],
    ['a level of which nothing is left', () => Access.toArn('arn:aws:states:us-east-1:111122223333:activity:x', WRITE).without('states:CreateActivity', 'states:DeleteActivity', 'states:SendTaskSuccess'), /left out/ as any],
    ['an ARN of which two services have the type', () => Access.toArn('arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/r', READ), "The resource may be of several types: got 'arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/r', which may be 'route53-recovery-cluster:routingcontrol' and 'route53-recovery-control-config:routingcontrol'. Say which with ResourceType.of('route53-recovery-cluster', 'routingcontrol').arn(…)."],
    ['a pattern for several types', () => Access.toArn('arn:aws:logs:*:*:log-*', READ), "The resource may be of several types: got 'arn:aws:logs:*:*:log-*', which may be 'log-group' and 'log-stream'. Say which with ResourceType.of('logs', 'log-group').arn(…)."],
    ['a resource of no type', () => Access.toArn('arn:aws:nothing:us-east-1:111122223333:x', READ), "The resource is of no type that is known: got 'arn:aws:nothing:us-east-1:111122223333:x'. If it is newer than the data, name its actions with Access.asWritten()."],
    ['everything', () => Access.toArn('*', READ), "The resource is every resource: got '*'. Name the ARNs, or use Access.accountWide() with a reason."],
    ['an export', () => Access.toArn(Fn.importValue('x'), READ), "The resource is known only once deployed, so nobody can check what it is: got '{token}'. Say its type: ResourceType.of('s3', 'object').arn(…)."],
    ['a construct without an ARN', (stack) => Access.toResource(new s3.CfnBucketPolicy(stack, 'Policy', { bucket: 'b', policyDocument: {} }), READ), "The ARN of 'Stack/Policy' cannot be found: the data does not say what it is for 'AWS::S3::BucketPolicy'. Give its ARN to Access.toArn()."],
    ['a resource of another maker', (stack) => Access.toResource(new CfnResource(stack, 'Other', { type: 'Acme::A::B' }), READ), "The ARN of 'Stack/Other' cannot be found: the data does not say what it is for 'Acme::A::B'. Give its ARN to Access.toArn()."],
    ['a construct that is no resource', (stack) => Access.toResource(stack, READ), "The ARN of 'Stack' cannot be found: it is no resource that has one. Give its ARN to Access.toArn()."],
  ])('refuse %s', (_, make, message) => {
    expect(() => make(newStack())).toThrow(typeof message === 'string' ? new Error(message) : message);
  });

  test('say what is left out where a level has nothing else', () => {
    expect(() => Access.toArn('arn:aws:kms:us-east-1:111122223333:alias/a', WRITE).without('kms:CreateAlias', 'kms:DeleteAlias')).toThrow(
      new Error('Every action is left out of an access, so nothing of it remains. Leave the access out.'));
  });
});

describe('without()', () => {
  test('leaves actions out, in any case', () => {
    expect(allowed(Access.actions(['s3:GetObject', 's3:PutObject'], [OBJECTS]).without('S3:putobject'))).toEqual({ [OBJECTS]: ['s3:GetObject'] });
  });

  test('leaves out a statement of which nothing remains', () => {
    expect(allowed(Access.actions(['s3:GetObject', 's3:ListBucket'], [OBJECTS, BUCKET]).without('s3:ListBucket'))).toEqual({ [OBJECTS]: ['s3:GetObject'] });
  });

  test('works on typed accesses, and keeps the warnings', () => {
    const bucket = s3.Bucket.fromBucketName(newStack(), 'B', 'acme-uploads');
    expect(Object.values(allowed(S3Access.readWriteObjects(bucket).without('s3:PutObject')))).toEqual([['s3:GetObject']]);
    expect(warningsWith(Access.actions(['sqs:Send*', 'sqs:PurgeQueue'], [QUEUE]).without('sqs:PurgeQueue'))).toHaveLength(1);
  });

  const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:f';

  test('takes the warnings about an action with it', () => {
    const read = Access.toArn(FUNCTION, READ);
    expect(warningsWith(read.without('lambda:GetFunction'))).toEqual([expect.stringMatching(/ hold some: lambda:GetFunctionConfiguration\. /)]);
    expect(warningsWith(read.without('lambda:GetFunction').without('LAMBDA:getfunctionconfiguration'))).toEqual([]);
    expect(warningsWith(read)).toEqual([expect.stringMatching(/ hold some: lambda:GetFunction, lambda:GetFunctionConfiguration\. /)]);
  });

  test('takes the warnings about a pattern with it', () => {
    const access = Access.actions(['sqs:Send*', 'sqs:Purge*', 'sqs:ReceiveMessage'], [QUEUE]);
    expect(warningsWith(access.without('sqs:Send*'))).toEqual([expect.stringMatching(/^The pattern 'sqs:Purge\*'/)]);
    expect(warningsWith(access.without('sqs:send*', 'sqs:Purge*'))).toEqual([]);
  });

  test('takes what nobody checked with it', () => {
    const access = Access.of(Access.asWritten(['new:Do', 'new:Undo'], ['*']), Access.actions(['sqs:SendMessage'], [QUEUE]));
    expect(warningsWith(access.without('new:Do'))).toEqual([expect.stringContaining('resources: new:Undo. Use')]);
    expect(warningsWith(access.without('new:Do', 'new:Undo'))).toEqual([]);
  });

  test('takes the warning about an access of which nothing remains with it, and keeps it otherwise', () => {
    const access = Access.of(AssumeRoleAccess.to(CustomerRole.anyName('Customers choose it.').inAnyAccount()), Access.actions(['sqs:SendMessage'], [QUEUE]));
    expect(warningsWith(access.without('sqs:SendMessage'))).toHaveLength(1);
    expect(warningsWith(access.without('sts:AssumeRole'))).toEqual([]);
    const never = Access.actions(['sqs:SendMessage'], [QUEUE]).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 'aws:SourceAccount', '111122223333'));
    expect(warningsWith(Access.of(never, Access.actions(['sqs:PurgeQueue'], [QUEUE])).without('sqs:PurgeQueue'))).toHaveLength(1);
    expect(warningsWith(Access.of(never, Access.actions(['sqs:PurgeQueue'], [QUEUE])).without('sqs:SendMessage'))).toEqual([]);
  });

  test('takes none about what another access gives', () => {
    const read = Access.toArn(FUNCTION, READ);
    const parts = Access.of(read.without('lambda:GetFunction', 'lambda:GetFunctionConfiguration'), Access.actions(['lambda:GetFunction'], [FUNCTION]));
    expect(warningsWith(parts)).toEqual([]);
    expect(warningsWith(Access.of(read, read.without('lambda:GetFunction')).when(AccessCondition.secureTransport()))).toHaveLength(2);
  });

  test('of nothing is an error', () => {
    expect(() => Access.actions(['s3:GetObject'], [OBJECTS]).without()).toThrow(new Error("The list of actions to leave out is empty. Name at least one, such as 'dynamodb:DeleteTable'."));
  });
});

describe('ResourceType', () => {
  test('says what an ARN is of', () => {
    const stack = newStack();
    const arn = ResourceType.of('S3', 'Object').arn(Fn.importValue('Objects'));
    expect(stack.resolve(arn)).toEqual({ 'Fn::ImportValue': 'Objects' });
    expect(Object.values(allowed(Access.toArn(arn, READ), stack))[0]).toContain('s3:GetObject');
  });

  test('picks one of several types', () => {
    const arn = 'arn:aws:lambda:us-east-1:111122223333:function:f:1';
    expect(() => Access.toArn(ResourceType.of('lambda', 'function version').arn(arn), READ)).not.toThrow();
    expect(() => Access.toArn(ResourceType.of('logs', 'log-group').arn('arn:aws:logs:*:*:log-*'), READ)).not.toThrow();
  });

  test.each<[string, () => unknown, string]>([
    ['an unknown service', () => ResourceType.of('s33', 'object'), `No service is known whose actions begin so: got 's33'. Nearest: 's3', 'scn' and 'sdb'. The data is of ${UPDATED}.`],
    ['an unknown type', () => ResourceType.of('s3', 'objekt'), "Amazon S3 has no such resource type: got 'objekt'. Nearest: 'object'."],
    ['an unknown type of a service with few', () => ResourceType.of('sqs', 'topic'), "Amazon SQS has no such resource type: got 'topic'. It has 'queue'."],
    ['a type of a service without any', () => ResourceType.of('ce', 'x'), /AWS Cost Explorer Service has no such resource type: got 'x'/ as any],
    ['an ARN of another type', () => ResourceType.of('s3', 'bucket').arn(OBJECTS), `The ARN is not one of the resource type 's3:bucket': got '${OBJECTS}'. Its ARNs are 'arn:\${Partition}:s3:::\${BucketName}'.`],
    ['every resource, made by a function', () => ResourceType.of('s3', 'object').arn(Fn.sub('*')), "The ARN is no ARN: got '*'. An ARN is arn:partition:service:region:account:resource."],
    ['no ARN', () => ResourceType.of('s3', 'bucket').arn('acme'), "The ARN is no ARN: got 'acme'. An ARN is arn:partition:service:region:account:resource."],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(typeof message === 'string' ? new Error(message) : message);
  });
});

describe('ServiceResource', () => {
  const resolved = (arn: string) => normalized(newStack().resolve(arn));

  test.each<[string, string, string]>([
    ['of the stack', ServiceResource.arn('dynamodb', 'table', ['orders']), 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders'],
    ['with several names', ServiceResource.arn('dynamodb', 'index', ['orders', 'by-date']), 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders/index/by-date'],
    ['without region and account', ServiceResource.arn('s3', 'object', ['acme', 'in/a.txt']), 'arn:${AWS::Partition}:s3:::acme/in/a.txt'],
    ['of another region and account', ServiceResource.arn('sqs', 'queue', ['orders'], { region: 'eu-west-1', account: '444455556666' }), 'arn:${AWS::Partition}:sqs:eu-west-1:444455556666:orders'],
    ['of a form', ServiceResource.arnLike('dynamodb', 'table', ['acme-*'], { region: '*' }), 'arn:${AWS::Partition}:dynamodb:*:${AWS::AccountId}:table/acme-*'],
    ['whose type has a further ARN outside of the reference', ServiceResource.arn('bedrock', 'foundation-model', ['m']), 'arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/m'],
    ['whose account AWS names otherwise', ServiceResource.arn('datasync', 'task', ['t']), 'arn:${AWS::Partition}:datasync:${AWS::Region}:${AWS::AccountId}:task/t'],
    ['of a service that is a name too', ServiceResource.arnLike('backup', 'recoveryPoint', ['backup', 'recovery-point', 'r*']), 'arn:${AWS::Partition}:backup:${AWS::Region}:*:recovery-point:r*'],
    ['with a wildcard of AWS', ServiceResource.arnLike('neptune-db', 'database', ['cluster-C']), 'arn:${AWS::Partition}:neptune-db:${AWS::Region}:${AWS::AccountId}:cluster-C/*'],
    ['of any account', ServiceResource.arnLike('sqs', 'queue', ['acme-?'], { account: '*' }), 'arn:${AWS::Partition}:sqs:${AWS::Region}:*:acme-?'],
  ])('makes the ARN of a resource %s', (_, arn, expected) => {
    expect(resolved(arn)).toBe(expected);
  });

  test('makes an ARN of every type that has one form', () => {
    const refused = servicePrefixes().flatMap((prefix) => serviceOf(prefix)!.kinds).filter((kind) => formsOf(kind).length === 1).filter((kind) => {
      const [service, , , ...resource] = formsOf(kind)[0].split(':');
      const names = [service, ...resource].join(':').match(/\$\{[^}]*\}/g) ?? [];
      try {
        ServiceResource.arnLike(kind.service, kind.name, names.map((_, i) => `n${i}*`));
        return false;
      } catch {
        return true;
      }
    });
    expect(refused.map(({ service, name }) => `${service}:${name}`)).toEqual([]);
  });

  test('makes ARNs that accesses take', () => {
    expect(() => Access.actions(['dynamodb:Query'], [ServiceResource.arn('dynamodb', 'index', ['orders', 'by-date'])])).not.toThrow();
  });

  test('makes ARNs of which the type is known, also where another service has one of the same form', () => {
    const cluster = 'arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster:orders';
    expect(allowed(Access.toArn(ServiceResource.arn('rds-data', 'cluster', ['orders']), WRITE))[cluster]).toContain('rds-data:ExecuteStatement');
    expect(allowed(Access.toArn(ServiceResource.arn('rds', 'cluster', ['orders']), WRITE))[cluster]).toContain('rds:StopDBCluster');
    const api = allowed(Access.toArn(ServiceResource.arn('appsync', 'graphqlapi', ['a']), READ));
    expect(Object.values(api)[0]).toContain('appsync:GetGraphqlApi');
    expect(Object.values(api)[0]).not.toContain('appsync:GetApi');
  });

  test.each<[string, () => string, string]>([
    ['a wildcard', () => ServiceResource.arn('sqs', 'queue', ['*']), "The name of the resource holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Write the name as it is, or use ServiceResource.arnLike() for a pattern."],
    ['a wildcard of AWS', () => ServiceResource.arn('neptune-db', 'database', ['cluster-C']), "The ARN of the resource type 'neptune-db:database' holds a wildcard: 'arn:${Partition}:neptune-db:${Region}:${Account}:${ClusterResourceId}/*'. Use ServiceResource.arnLike(), or write the ARN of the one resource."],
    ['a type with two ARNs', () => ServiceResource.arn('lex', 'bot', ['b']), "The ARN of the resource type 'lex:bot' has several forms: 'arn:${Partition}:lex:${Region}:${Account}:bot/${BotId}, arn:${Partition}:lex:${Region}:${Account}:bot:${BotName}'. Write the ARN that you mean."],
    ['too few names', () => ServiceResource.arn('dynamodb', 'index', ['orders']), "The ARN of the resource type 'dynamodb:index' has another number of names: got 1, 'orders'. It is 'arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}', so give 'TableName' and 'IndexName'."],
    ['a name too many', () => ServiceResource.arn('s3', 'accessgrantsinstance', ['x']), /so give none\.$/ as any],
    ['a region where there is none', () => ServiceResource.arn('s3', 'bucket', ['acme'], { region: 'eu-west-1' }), "The ARN of the resource type 's3:bucket' has no region: got 'eu-west-1'. Leave it out."],
    ['an account where there is none', () => ServiceResource.arn('s3', 'bucket', ['acme'], { account: '444455556666' }), "The ARN of the resource type 's3:bucket' has no account: got '444455556666'. Leave it out."],
    ['an account of 11 digits', () => ServiceResource.arn('sqs', 'queue', ['q'], { account: '44445555666' }), "The account of the resource is not an AWS account id: got '44445555666'. Write all 12 digits, leading zeros too, without hyphens."],
    ['a name that makes it another type', () => ServiceResource.arn('s3', 'bucket', ['acme/in']), "The ARN of the resource type 's3:bucket' becomes that of another type with such a name: got 'arn:…:s3:::acme/in', which is one of 'object'. Leave the separator out of the name, or name the type that is meant."],
    ['a region with an account in it', () => ServiceResource.arn('sqs', 'queue', ['q'], { region: 'eu-west-1:444455556666' }), "The region of the resource is none: got 'eu-west-1:444455556666'. Write it as 'eu-west-1'."],
    ['a pattern of regions with one of accounts in it', () => ServiceResource.arnLike('sqs', 'queue', ['q'], { region: '*:*' }), "The region of the resources is none: got '*:*'. Write it as 'eu-west-1'."],
    ['an unknown type', () => ServiceResource.arn('sqs', 'topic', ['q']), "Amazon SQS has no such resource type: got 'topic'. It has 'queue'."],
    ['an empty pattern', () => ServiceResource.arnLike('sqs', 'queue', ['']), "The pattern of the resource is empty: got ''. Write it as it is, with * for any characters and ? for one."],
    ['a pattern with an invisible character', () => ServiceResource.arnLike('sqs', 'queue', ['a\u200B*']), "The pattern of the resource holds a control or invisible character: got 'a\\u{200b}*'. Write it as it is, with * for any characters and ? for one."],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(typeof message === 'string' ? new Error(message) : message);
  });
});

describe('ServiceAuthorization', () => {
  test('lists services, actions and types', () => {
    expect(ServiceAuthorization.services()).toEqual(expect.arrayContaining(['s3', 'sqs', 'rds-data']));
    const queues = ServiceAuthorization.of('sqs');
    expect(queues.title).toBe('Amazon SQS');
    expect(queues.actions(TAGGING)).toEqual(['sqs:TagQueue', 'sqs:UntagQueue']);
    expect(queues.actions()).toHaveLength(ServiceAuthorization.of('sqs').actions(LIST, READ, WRITE, TAGGING, PERMISSIONS_MANAGEMENT).length);
    expect(queues.resourceTypes()).toEqual(['queue']);
    expect(queues.arnFormat('queue')).toBe('arn:${Partition}:sqs:${Region}:${Account}:${QueueName}');
    expect(UPDATED).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  test('of an unknown service is an error', () => {
    expect(() => ServiceAuthorization.of('sqss')).toThrow(new Error(`No service is known whose actions begin so: got 'sqss'. Nearest: 'sqs', 'aoss' and 'ses'. The data is of ${UPDATED}.`));
  });
});
