import {
  App, Aws, CfnCondition, CfnOutput, CfnParameter, CfnResource, Fn, NestedStack, Stack, Stage, Tags,
  aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_secretsmanager as secretsmanager, aws_sqs as sqs,
} from 'aws-cdk-lib';
import { RootConstruct } from 'constructs';
import { failureOf, lines, policyOf, templateWith } from './templates';
import { AccessAssertions } from '../../lib/testing/access-assertions';
import { Caller } from '../../lib/testing/caller';

const LAMBDA = new iam.ServicePrincipal('lambda.amazonaws.com');
const ENV = { account: '111122223333', region: 'eu-central-1' };

describe('a stack', () => {
  const app = new App();
  const other = new Stack(app, 'Other', { env: ENV });
  const shared = new s3.Bucket(other, 'Shared');
  const unused = new s3.Bucket(other, 'Unused');
  const stack = new Stack(app, 'Stack', { env: ENV });
  const bucket = new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
  const key = new kms.Key(stack, 'Key');
  const queue = new sqs.Queue(stack, 'Queue', { encryptionMasterKey: key });
  const secret = new secretsmanager.Secret(stack, 'Secret', { encryptionKey: key });
  const id = new CfnParameter(stack, 'ExternalId');
  const role = new iam.Role(stack, 'AppRole', { assumedBy: new iam.AccountPrincipal('444455556666').withConditions({ StringEquals: { 'sts:ExternalId': id.valueAsString } }) });
  bucket.grantRead(role);
  shared.grantRead(role);
  queue.grantSendMessages(role);
  secret.grantRead(role);
  const nested = new NestedStack(stack, 'Nested', { parameters: { Team: 'blue' } });
  new CfnParameter(nested, 'Team');
  const inner = new iam.Role(nested, 'InnerRole', { assumedBy: LAMBDA });
  bucket.grantRead(inner);
  inner.addToPolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [Fn.sub('arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Team}')] }));
  const deeper = new NestedStack(nested, 'Deeper');
  const innermost = new iam.Role(deeper, 'InnermostRole', { assumedBy: new iam.ArnPrincipal(role.roleArn) });
  bucket.grantRead(innermost);

  test('is asked with tokens', () => {
    AccessAssertions.fromStack(stack).role('AppRole')
      .allows('s3:GetObject', bucket.arnForObjects('k')).denies('s3:PutObject', bucket.arnForObjects('k'))
      .denies('s3:GetObject', bucket.arnForObjects('k'), { context: { 'aws:SecureTransport': ['false'] } })
      .allows('sqs:SendMessage', queue.queueArn).allows('kms:GenerateDataKey', key.keyArn).denies('sqs:ReceiveMessage', queue.queueArn)
      .isAssumableBy(Caller.account('444455556666'), { externalId: id.valueAsString }).isNotAssumableBy(Caller.account('444455556666'));
  });

  test('has its account, which says what is of others', () => {
    AccessAssertions.fromStack(stack).role('AppRole').isNotAssumableBy(Caller.ownAccount())
      .allows('sqs:SendMessage', queue.queueArn, { context: { 'aws:ResourceAccount': [Aws.ACCOUNT_ID] } });
  });

  test('shows tokens as the template has them', () => {
    const context = { 'aws:SourceVpc': [Fn.importValue('vpc')], 'aws:SourceAccount': [Aws.ACCOUNT_ID] };
    expect(failureOf(() => AccessAssertions.fromStack(stack).role('AppRole').allows('sqs:ReceiveMessage', queue.queueArn, { context })))
      .toContain('Context: aws:SourceVpc ${ImportValue(vpc)}; aws:SourceAccount 111122223333.');
  });

  test('has key policies that name the role', () => {
    AccessAssertions.fromStack(stack).role('AppRole').allows('secretsmanager:GetSecretValue', secret.secretArn)
      .allows('kms:Decrypt', key.keyArn, { context: { 'kms:ViaService': ['secretsmanager.eu-central-1.amazonaws.com'] } })
      .denies('kms:CreateGrant', key.keyArn, { context: { 'kms:ViaService': [] } });
  });

  test('uses what other stacks export, and nothing else of them', () => {
    AccessAssertions.fromStack(stack).role('AppRole').allows('s3:GetObject', shared.arnForObjects('k')).denies('s3:GetObject', unused.arnForObjects('k'));
    expect(failureOf(() => AccessAssertions.fromStack(stack).role('AppRole').allows('s3:GetObject', unused.arnForObjects('k')))).toContain('arn:aws:s3:::${Other/Unused');
  });

  test('can be nested', () => {
    AccessAssertions.fromStack(nested).role('InnerRole').allows('s3:GetObject', bucket.arnForObjects('k')).denies('s3:GetObject', shared.arnForObjects('k'))
      .allows('dynamodb:GetItem', 'arn:aws:dynamodb:eu-central-1:111122223333:table/blue').denies('dynamodb:GetItem', 'arn:aws:dynamodb:eu-central-1:111122223333:table/red')
      .isAssumableBy(Caller.service('lambda.amazonaws.com'));
    AccessAssertions.fromStack(deeper).role('InnermostRole').allows('s3:GetObject', bucket.arnForObjects('k'))
      .isAssumableBy(Caller.role(role.roleArn)).isNotAssumableBy(Caller.role(inner.roleArn));
  });

  test.each([['AppRole'], ['AppRole/Resource'], ['Stack/AppRole'], ['Stack/AppRole/Resource'], [stack.getLogicalId(role.node.defaultChild as CfnResource)]])('has the role %s', (name) => {
    expect(AccessAssertions.fromStack(stack).role(name)).toMatchObject({ name: 'Stack/AppRole', logicalId: stack.getLogicalId(role.node.defaultChild as CfnResource) });
  });

  test('says which roles there are where it has none of a name', () => {
    expect(failureOf(() => AccessAssertions.fromStack(stack).role('ApRole')))
      .toBe(`There is no role 'ApRole'. Those of the template are, nearest first: 'Stack/AppRole' (${stack.getLogicalId(role.node.defaultChild as CfnResource)}).`);
    expect(failureOf(() => AccessAssertions.fromStack(stack).role('InnerRole')))
      .toMatch(/ 'Stack\/Nested\/InnerRole\/Resource' is in the stack 'Stack\/Nested': use AccessAssertions\.fromStack\(\) with that one\.$/);
    expect(failureOf(() => AccessAssertions.fromStack(other).role('AppRole')))
      .toBe("There is no role 'AppRole': the template has no roles. 'Stack/AppRole/Resource' is in the stack 'Stack': use AccessAssertions.fromStack() with that one.");
  });

  test('has all of its roles', () => {
    expect(AccessAssertions.fromStack(stack).allRoles().map(({ name }) => name)).toEqual(['Stack/AppRole']);
    AccessAssertions.fromStack(stack).allRoles().forEach((one) => one.isNotAssumableBy(Caller.anyone()));
  });

  test('has the account and region that it has', () => {
    expect(failureOf(() => AccessAssertions.fromStack(stack, { account: '444455556666' }))).toBe("The stack 'Stack' is of the account '111122223333': got '444455556666'. Leave the option 'account' out.");
    expect(failureOf(() => AccessAssertions.fromStack(stack, { region: 'us-east-1' }))).toBe("The stack 'Stack' is of the region 'eu-central-1': got 'us-east-1'. Leave the option 'region' out.");
    AccessAssertions.fromStack(stack, ENV);
  });

  test('has the parameters that it has', () => {
    expect(failureOf(() => AccessAssertions.fromStack(stack, { parameters: { ExternalID: 'x' } }))).toBe("The template has no parameter 'ExternalID'. Did you mean 'ExternalId'?");
    AccessAssertions.fromStack(stack, { parameters: { ExternalId: 'x' } }).role('AppRole').isAssumableBy(Caller.account('444455556666'), { externalId: 'x' })
      .isNotAssumableBy(Caller.account('444455556666'), { externalId: 'y' });
  });
});

test('what another stack is called, and its parameters, are not those of this one', () => {
  const app = new App();
  const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id));
  const buckets = [one, two].map((stack) => new s3.Bucket(stack, 'Bucket', { bucketName: Fn.join('-', [Aws.STACK_NAME, new CfnParameter(stack, 'Suffix').valueAsString]) }));
  const role = new iam.Role(one, 'AppRole', { assumedBy: LAMBDA });
  buckets[0].grantRead(role);
  const access = AccessAssertions.fromStack(one).role('AppRole');
  access.allows('s3:GetObject', buckets[0].arnForObjects('k'));
  expect(failureOf(() => access.allows('s3:GetObject', buckets[1].arnForObjects('k')))).toContain('      request:   arn:aws:s3:::${Two/AWS::StackName}-${Two/Suffix}/k');
});

test('resources of two stacks that are called alike are two', () => {
  const app = new App();
  const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id));
  const [first, second] = [one, two].map((stack) => new s3.Bucket(stack, 'Bucket'));
  const role = new iam.Role(one, 'AppRole', { assumedBy: LAMBDA });
  first.grantRead(role);
  AccessAssertions.fromStack(one).role('AppRole').allows('s3:GetObject', first.arnForObjects('k')).denies('s3:GetObject', second.arnForObjects('k'));
});

test('what is called in this stack as in another one is not the same', () => {
  const app = new App();
  const bucket = new s3.CfnBucket(new Stack(app, 'Other'), 'Bucket');
  const stack = new Stack(app, 'Stack');
  new CfnResource(stack, 'Other', { type: 'Custom::X' });
  const role = new iam.Role(stack, 'AppRole', { assumedBy: LAMBDA });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${Fn.getAtt('Other', 'Bucket').toString()}/*`] }));
  expect(failureOf(() => AccessAssertions.fromStack(stack).role('AppRole').allows('s3:GetObject', `${bucket.attrArn}/k`))).toContain('Answer: cannot tell');
});

test('an export is that of a stack of the same account and region, if there is one alone', () => {
  const app = new App();
  const exporting = (id: string, account?: string) => {
    const stack = new Stack(app, id, account === undefined ? {} : { env: { account, region: ENV.region } });
    new CfnOutput(stack, 'Out', { value: new s3.CfnBucket(stack, 'Bucket', { bucketName: `data-${id.toLowerCase()}` }).attrArn, exportName: 'data' });
  };
  const importing = (id: string, account: string) => {
    const stack = new Stack(app, id, { env: { account, region: ENV.region } });
    new iam.Role(stack, 'AppRole', { assumedBy: LAMBDA }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`${Fn.importValue('data')}/*`] }));
    return stack;
  };
  exporting('One', '111122223333');
  exporting('Two', '444455556666');
  const stack = importing('Stack', '444455556666');
  AccessAssertions.fromStack(stack).role('AppRole').allows('s3:GetObject', 'arn:aws:s3:::data-two/k').denies('s3:GetObject', 'arn:aws:s3:::data-one/k');
  const both = new App();
  for (const id of ['One', 'Two']) new CfnOutput(new Stack(both, id), 'Out', { value: `arn:aws:s3:::data-${id}`, exportName: 'data' });
  const any = new Stack(both, 'Stack');
  new iam.Role(any, 'AppRole', { assumedBy: LAMBDA }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`${Fn.importValue('data')}/*`] }));
  expect(failureOf(() => AccessAssertions.fromStack(any).role('AppRole').denies('s3:GetObject', 'arn:aws:s3:::data-One/k'))).toContain('Answer: cannot tell');
});

test('what a stack of another account makes is in that account', () => {
  const app = new App();
  const bucket = new s3.Bucket(new Stack(app, 'Other', { env: { account: '444455556666', region: ENV.region } }), 'Bucket', { bucketName: 'shared' });
  const stack = new Stack(app, 'Stack', { env: ENV });
  const role = new iam.Role(stack, 'AppRole', { assumedBy: LAMBDA });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }));
  const asked = AccessAssertions.fromStack(stack).role('AppRole');
  expect(failureOf(() => asked.allows('s3:GetObject', bucket.arnForObjects('k'))))
    .toContain('Answer: cannot tell, as the policy of the resource, which is in another account, is not known.');
  asked.allows('s3:GetObject', bucket.arnForObjects('k'), { resourceTrustsAccount: true }).denies('s3:PutObject', bucket.arnForObjects('k'));
});

describe('policies that other stacks of the app attach', () => {
  const app = new App();
  const [stack, other] = ['Stack', 'Other'].map((id) => new Stack(app, id));
  const [role, , free] = ['AppRole', 'NamedRole', 'FreeRole'].map((id) => new iam.Role(stack, id, { assumedBy: LAMBDA, ...(id === 'NamedRole' && { roleName: 'named' }) }));
  const bucket = new s3.Bucket(stack, 'Bucket');
  const statements = [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] })];
  new iam.ManagedPolicy(other, 'Managed', { roles: [role], statements });
  bucket.grantPut(iam.Role.fromRoleName(other, 'Imported', 'named'));
  const allowed = new CfnParameter(other, 'Allowed', { allowedValues: ['yes', 'no'] });
  const condition = new CfnCondition(other, 'IsAllowed', { expression: Fn.conditionEquals(allowed.valueAsString, 'yes') });
  const conditional = new iam.ManagedPolicy(other, 'Conditional', { roles: [free], statements: [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] })] });
  (conditional.node.defaultChild as CfnResource).cfnOptions.condition = condition;
  const access = () => AccessAssertions.fromStack(stack);

  test('count', () => {
    access().role('AppRole').allows('s3:GetObject', bucket.arnForObjects('k')).allowsOnly(['s3:GetObject'], [bucket.arnForObjects('*')]);
    access().role('NamedRole').allows('s3:PutObject', bucket.arnForObjects('k')).denies('s3:GetObject', bucket.arnForObjects('k'));
    expect(failureOf(() => access().role('AppRole').denies('s3:GetObject', bucket.arnForObjects('k'))))
      .toMatch(/Answer: allow, as statement 1 of policy 'Managed[A-Z0-9]+' of the stack 'Other' allows it\.\n\n- [^\n]*, at Other: Managed[A-Z0-9]+\/Properties\/PolicyDocument\/Statement\/0/);
  });

  test('that depend on conditions there can be anything', () => {
    expect(failureOf(() => access().role('FreeRole').denies('s3:GetObject', bucket.arnForObjects('k')))).toContain('Answer: cannot tell');
  });
});

test('the tags of a stack are those of its roles too', () => {
  const stack = new Stack(new App(), 'Stack', { tags: { env: 'prod', team: 'blue' } });
  const fenced = (scope: Stack, id: string, team?: string) => {
    const role = new iam.Role(scope, id, { assumedBy: LAMBDA });
    if (team !== undefined) Tags.of(role).add('team', team);
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::${aws:PrincipalTag/env}-${aws:PrincipalTag/team}/*'] }));
  };
  fenced(stack, 'AppRole');
  fenced(stack, 'OtherRole', 'red');
  const nested = new NestedStack(stack, 'Nested');
  fenced(nested, 'InnerRole');
  AccessAssertions.fromStack(stack).role('AppRole').allows('s3:GetObject', 'arn:aws:s3:::prod-blue/k');
  AccessAssertions.fromStack(stack).role('OtherRole').allows('s3:GetObject', 'arn:aws:s3:::prod-red/k');
  AccessAssertions.fromStack(nested).role('InnerRole').allows('s3:GetObject', 'arn:aws:s3:::prod-blue/k');
});

test.each<[string, object, string]>([
  ['an account that is none', { account: '1111' }, "The account of the template is none: got '1111'. Write its 12 digits."],
  ['a region that is none', { region: 'Frankfurt' }, "The region is none: got 'Frankfurt'. Write it as 'eu-central-1'."],
  ['a value that a parameter cannot have', { parameters: { Site: 'mars' } }, "The parameter 'Site' cannot have that value: got 'mars'. It can be 'eu' or 'us'."],
])('%s is an error', (_, options, message) => {
  const sections = { Parameters: { Site: { Type: 'String', AllowedValues: ['eu', 'us'] } } };
  expect(failureOf(() => AccessAssertions.fromTemplate(templateWith([], { sections }), options))).toBe(message);
});

test('a stack can have nothing in it', () => {
  expect(failureOf(() => AccessAssertions.fromStack(new Stack(new App(), 'Empty')).role('AppRole'))).toBe("There is no role 'AppRole': the template has no roles.");
});

test('the account of a resource is one', () => {
  expect(failureOf(() => AccessAssertions.fromTemplate(templateWith([])).role('Role').denies('s3:GetObject', 'arn:aws:s3:::data/k', { resourceAccount: '1111' })))
    .toBe("The account of the resource is none: got '1111'. Write its 12 digits.");
});

test.each<[string, any, string, string]>([
  ['a database', { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: { Name: 'sales' } } }, 'glue:GetDatabase', 'arn:aws:glue:eu-west-1:111122223333:database/sales'],
  ['an identity', { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'example.com' } }, 'ses:SendEmail', 'arn:aws:ses:eu-west-1:111122223333:identity/example.com'],
  ['a bucket with a prefix', { Type: 'AWS::S3::Bucket', Properties: { BucketNamePrefix: 'data' } }, 's3:ListBucket', 'arn:aws:s3:::data-1'],
])('the name of %s may be that of a question', (_, Thing, Action, arn) => {
  const statement = { Effect: 'Allow', Action, Resource: { 'Fn::Sub': arn.replace(/[^:/]+$/, '${Thing}') } };
  const role = AccessAssertions.fromTemplate(templateWith([statement], { resources: { Thing } }), { account: '111122223333', region: 'eu-west-1' }).role('Role');
  expect(failureOf(() => role.denies(Action, arn))).toContain('Answer: cannot tell');
});

test('a stack in a stage is found by its whole path', () => {
  const stack = new Stack(new Stage(new App(), 'Prod'), 'Stack');
  new iam.Role(stack, 'AppRole', { assumedBy: LAMBDA, roleName: 'app' });
  for (const id of ['Prod/Stack/AppRole', 'AppRole', 'app']) expect(AccessAssertions.fromStack(stack).role(id).name).toBe('Prod/Stack/AppRole');
});

test('a stack that knows neither account nor region takes both', () => {
  const stack = new Stack(new App(), 'Stack');
  const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const role = new iam.Role(stack, 'AppRole', { assumedBy: LAMBDA });
  table.grantReadData(role);
  role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [`arn:${Aws.PARTITION}:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:q`] }));
  AccessAssertions.fromStack(stack).role('AppRole').allows('dynamodb:GetItem', table.tableArn).denies('dynamodb:PutItem', table.tableArn);
  AccessAssertions.fromStack(stack, ENV).role('AppRole').allows('sqs:SendMessage', 'arn:aws:sqs:eu-central-1:111122223333:q').denies('sqs:SendMessage', 'arn:aws:sqs:us-east-1:111122223333:q');
  expect(failureOf(() => AccessAssertions.fromStack(stack).role('AppRole').denies('sqs:SendMessage', 'arn:aws:sqs:eu-central-1:111122223333:q')))
    .toMatch(/To get an answer: set 'account' in the options of AccessAssertions; set 'region' in the options of AccessAssertions\.$/);
});

test('a stack without an app is an error', () => {
  const stack = new Stack(new RootConstruct('Root'), 'Stack');
  expect(failureOf(() => AccessAssertions.fromStack(stack))).toBe("The stack 'Root/Stack' is in no app: make it in an App or a Stage.");
});

test('escape hatches count, as the template is asked', () => {
  const stack = new Stack(new App(), 'Stack');
  const role = new iam.Role(stack, 'AppRole', { assumedBy: LAMBDA });
  (role.node.defaultChild as CfnResource).addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' });
  expect(failureOf(() => AccessAssertions.fromStack(stack).role('AppRole').isNotAssumableBy(Caller.anyone()))).toContain('Answer: allow');
});

describe('a template', () => {
  const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };

  test.each<[string, any]>([
    ['an object', templateWith([READ])],
    ['JSON', JSON.stringify(templateWith([READ]))],
    ['YAML', lines(`
      Resources:
        Role:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument: !Sub '{"Version":"2012-10-17","Statement":[]}'
            Policies:
              - PolicyName: App
                PolicyDocument:
                  Version: 2012-10-17
                  Statement: {Effect: Allow, Action: s3:GetObject, Resource: !Sub 'arn:\${AWS::Partition}:s3:::data/*'}
    `)],
  ])('is read from %s', (_, template) => {
    AccessAssertions.fromTemplate(template).role('Role').allows('s3:GetObject', 'arn:aws:s3:::data/k').denies('s3:PutObject');
  });

  test.each<[string, any, string]>([
    ['nothing', undefined, 'This is no CloudFormation template: got nothing. Give the template as an object, or as text in JSON or YAML.'],
    ['a list', [], 'This is no CloudFormation template: got a list. Give the template as an object, or as text in JSON or YAML.'],
    ['an object without resources', {}, 'This is no CloudFormation template: it has no Resources. Give the whole template, with its section Resources.'],
  ])('is not %s', (_, template, message) => {
    expect(failureOf(() => AccessAssertions.fromTemplate(template))).toBe(message);
  });

  test('has roles by the end of their paths, where it tells them', () => {
    const at = (path: string) => ({ Type: 'AWS::IAM::Role', Metadata: { 'aws:cdk:path': `${path}/Resource` }, Properties: { AssumeRolePolicyDocument: policyOf() } });
    const access = AccessAssertions.fromTemplate({ Resources: { A: at('Prod/Stack/Api/Role'), B: at('Prod/Stack/Role'), C: at('Prod/Stack/Worker') } });
    expect(access.role('Worker').name).toBe('Prod/Stack/Worker');
    expect(access.role('Api/Role').logicalId).toBe('A');
    expect(access.role('Prod/Stack/Role').logicalId).toBe('B');
    expect(failureOf(() => access.role('Role'))).toBe("There are several roles of that name: got 'Role'. Use the logical id or the path of one: 'Prod/Stack/Role' (B), 'Prod/Stack/Api/Role' (A).");
    expect(failureOf(() => access.role('Workr'))).toBe("There is no role 'Workr'. Those of the template are, nearest first: 'Prod/Stack/Worker' (C), 'Prod/Stack/Role' (B), 'Prod/Stack/Api/Role' (A).");
  });

  test('lists no more roles than can be read', () => {
    const roles = Array.from({ length: 12 }, (_, index) => [`Role${index}`, { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Sub': `\${AWS::StackName}-${index}` } } }]);
    const access = AccessAssertions.fromTemplate({ Resources: Object.fromEntries(roles) });
    expect(failureOf(() => access.role('Role'))).toMatch(/'Role0', 'Role1', .* and 2 more\.$/);
    expect(access.role('${AWS::StackName}-7').logicalId).toBe('Role7');
  });

  test('knows no tokens', () => {
    const role = AccessAssertions.fromTemplate(templateWith([READ])).role('Role');
    expect(failureOf(() => role.denies('s3:GetObject', new s3.Bucket(new Stack(), 'Bucket').bucketArn)))
      .toBe("The resource is known only once deployed: got '{Arn}'. Use AccessAssertions.fromStack(), or write '${LogicalId.Arn}'.");
  });

  test('takes texts in which nothing is replaced', () => {
    const role = AccessAssertions.fromTemplate(templateWith([{ ...READ, Condition: { StringEquals: { 'k:v': '${$}{x}' } } }])).role('Role');
    role.allows('s3:GetObject', 'arn:aws:s3:::data/k', { context: { 'k:v': ['${!x}'] } });
  });

  test.each<[string, any]>([
    ['a trust that is no policy', { AssumeRolePolicyDocument: 'no JSON' }],
    ['no trust', {}],
    ['a trust that nobody can look into', { AssumeRolePolicyDocument: { 'Fn::Transform': {} } }],
    ['statements that are text', { AssumeRolePolicyDocument: { Statement: 'x' } }],
    ['a principal that is a list', { AssumeRolePolicyDocument: policyOf({ Effect: 'Allow', Principal: ['x'], Action: 'sts:AssumeRole' }) }],
    ['a cycle', { AssumeRolePolicyDocument: policyOf({ Effect: 'Allow', Principal: { AWS: { Ref: 'Role' } }, Action: 'sts:AssumeRole' }), RoleName: { Ref: 'Role' } }],
  ])('with %s has no answer', (_, properties) => {
    const role = AccessAssertions.fromTemplate({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: properties } } }).role('Role');
    expect(failureOf(() => role.isAssumableBy(Caller.account('444455556666')))).toMatch(/Answer: (cannot tell|deny)/);
    expect(failureOf(() => role.isNotAssumableBy(Caller.account('444455556666')))).toContain('Answer: cannot tell');
  });

  test.each<[string, any]>([
    ['a policy that is no policy', [{ PolicyName: 'P', PolicyDocument: 'x' }]],
    ['a policy without a document', [{ PolicyName: 'P' }]],
    ['policies that nobody can look into', { 'Fn::GetAtt': ['X', 'Policies'] }],
    ['a policy that is text', ['x']],
    ['a statement that is text', [{ PolicyDocument: policyOf('x') }]],
    ['a condition that is text', [{ PolicyDocument: policyOf({ ...READ, Condition: 'x' }) }]],
  ])('with %s has no answer', (_, Policies) => {
    const role = AccessAssertions.fromTemplate({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Policies } } } }).role('Role');
    expect(failureOf(() => role.allows('s3:GetObject', 'arn:aws:s3:::data/k'))).toContain('Answer: cannot tell');
    expect(failureOf(() => role.denies('s3:GetObject', 'arn:aws:s3:::data/k'))).toContain('Answer: cannot tell');
    expect(failureOf(() => role.allowsOnly([]))).toContain('what nobody can tell');
  });
});
