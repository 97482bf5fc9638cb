import { isText, isUnknown, shown } from '../../../lib/private/evaluation/text';
import type { Deployment } from '../../../lib/private/template/template';
import { Template } from '../../../lib/private/template/template';

interface Sections {
  readonly parameters?: object;
  readonly conditions?: object;
  readonly mappings?: object;
  readonly resources?: object;
  readonly deployment?: Deployment;
}

function read({ parameters, conditions, mappings, resources = {}, deployment }: Sections): Template {
  return Template.read({ Parameters: parameters, Conditions: conditions, Mappings: mappings, Resources: resources }, deployment);
}

/** All that a value can be, texts as a report shows them. */
function all(raw: any, sections: Sections = {}): any[] {
  return read(sections).all(raw).map((value) => isText(value) || isUnknown(value) ? shown(value) : value);
}

/** What a value is in each way of deploying the template, with the way. */
function ways(raw: any, sections: Sections = {}): [string, string][] {
  return read(sections).reader.readings(raw)!.map(({ value, world }) => [world.description, value === undefined ? 'nothing' : shown(value)]);
}

const ref = (name: string) => ({ Ref: name });
const NOTHING = ref('AWS::NoValue');

describe('Ref and Fn::GetAtt', () => {
  const resources = {
    Bucket: { Type: 'AWS::S3::Bucket' },
    Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'data-${AWS::AccountId}' } } },
    Queue: { Type: 'AWS::SQS::Queue' },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'orders' } },
    Role: { Type: 'AWS::IAM::Role', Properties: { Path: '/team/', RoleName: 'reader' } },
    Unnamed: { Type: 'AWS::IAM::Role' },
    Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'boundary' } },
    Profile: { Type: 'AWS::IAM::InstanceProfile' },
    Stranger: { Type: 'Custom::Thing' },
    GitHub: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://token.actions.githubusercontent.com' } },
    Cluster: { Type: 'Custom::AWSCDKOpenIdConnectProvider', Properties: { Url: { 'Fn::Sub': 'https://oidc.eks.${AWS::Region}.amazonaws.com/id/1' } } },
    Late: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: { 'Fn::GetAtt': ['Eks', 'OpenIdConnectIssuerUrl'] } } },
    Corp: { Type: 'AWS::IAM::SAMLProvider', Properties: { Name: 'Corp' } },
    Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
    Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'clicks' } },
    Lines: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/app' } },
    Launch: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateName: 'hosts' } },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
  };

  test.each([
    [ref('Bucket'), '${Bucket}'],
    [ref('Named'), 'data-${AWS::AccountId}'],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:${AWS::Partition}:s3:::${Bucket}'],
    [{ 'Fn::GetAtt': 'Named.Arn' }, 'arn:${AWS::Partition}:s3:::data-${AWS::AccountId}'],
    [{ 'Fn::GetAtt': ['Bucket', 'DomainName'] }, '${Bucket.DomainName}'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Queue.QueueName}'],
    [ref('Topic'), 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:orders'],
    [{ 'Fn::GetAtt': ['Topic', 'TopicName'] }, 'orders'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/team/reader'],
    [ref('Role'), 'reader'],
    [ref('Unnamed'), '${Unnamed}'],
    [{ 'Fn::GetAtt': ['Unnamed', 'Arn'] }, 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Unnamed}'],
    [ref('Managed'), 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/boundary'],
    [{ 'Fn::GetAtt': ['Profile', 'Arn'] }, 'arn:${AWS::Partition}:iam::${AWS::AccountId}:instance-profile/${Profile}'],
    [ref('Stranger'), '${Stranger}'],
    [{ 'Fn::GetAtt': ['Stranger', 'Arn'] }, '${Stranger.Arn}'],
    [{ 'Fn::GetAtt': ['Nowhere', 'Arn'] }, '${Nowhere.Arn}'],
    [ref('AWS::StackId'), '${AWS::StackId}'],
    [ref('GitHub'), 'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com'],
    [{ 'Fn::GetAtt': ['GitHub', 'Arn'] }, 'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com'],
    [ref('Cluster'), 'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/oidc.eks.${AWS::Region}.amazonaws.com/id/1'],
    [ref('Late'), 'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/${Late.OidcProviderName}'],
    [ref('Corp'), 'arn:${AWS::Partition}:iam::${AWS::AccountId}:saml-provider/Corp'],
    // A URL.
    [ref('Jobs'), '${Jobs}'],
    [{ 'Fn::GetAtt': ['Jobs', 'Arn'] }, 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs'],
    [ref('Stream'), 'clicks'],
    [{ 'Fn::GetAtt': ['Stream', 'Arn'] }, 'arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/clicks'],
    [ref('Lines'), '/app'],
    [{ 'Fn::GetAtt': ['Lines', 'Arn'] }, 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/app:*'],
    // Ids, which are not the names that they have.
    [ref('Launch'), '${Launch}'],
    [ref('Api'), '${Api}'],
  ])('%j is %s', (raw, expected) => {
    expect(all(raw, { resources })).toEqual([expected]);
  });

  test('what is known of the deployment stands in the ARNs', () => {
    expect(all({ 'Fn::GetAtt': ['Queue', 'Arn'] }, { resources, deployment: { account: '111122223333', region: 'cn-north-1' } }))
      .toEqual(['arn:aws-cn:sqs:cn-north-1:111122223333:${Queue.QueueName}']);
  });

  test('names that go in a circle are names alone', () => {
    const circle = {
      One: { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Sub': '${Two}-x' } } },
      Two: { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Sub': '${One}-y' } } },
    };
    expect(all(ref('One'), { resources: circle })).toEqual(['${One}-y-x']);
  });

  test('names that double with each reference come to an end', () => {
    const twice = (next: number) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Sub': `\${R${next}}\${R${next}}` } } });
    const doubling = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`R${index}`, twice(index + 1)]));
    expect(all(ref('R0'), { resources: { ...doubling, R60: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'x' } } } })).toHaveLength(1);
  });
});

describe('what CDK\'s CfnJson makes', () => {
  const json = (value: any) => ({ Json: { Type: 'Custom::AWSCDKCfnJson', Properties: { Value: value } }, Provider: { Type: 'Custom::Provider' } });
  const value = { 'Fn::GetAtt': ['Json', 'Value'] };

  test('is the JSON of its text, with what is known once deployed in the keys', () => {
    const text = { 'Fn::Join': ['', ['{"', { 'Fn::Select': [1, { 'Fn::Split': [':oidc-provider/', ref('Provider')] }] }, ':sub":"system:serviceaccount:shop:', ref('Provider'), '"}']] };
    expect(all(value, { resources: json(text) })).toEqual([{ '${Select(1, Split(:oidc-provider/, Ref(Provider)))}:sub': { parts: ['system:serviceaccount:shop:', { unknown: 'Provider' }] } }]);
  });

  test.each([['no text', ['x']], ['no JSON', '{'], ['itself', value], ['nothing', undefined]])('is not known where the text is %s', (_, text) => {
    expect(all(value, { resources: json(text) })).toEqual(['${Json.Value}']);
  });

  test('is nothing else of the resource', () => {
    expect(all({ 'Fn::GetAtt': ['Json', 'Data'] }, { resources: json('{}') })).toEqual(['${Json.Data}']);
  });
});

describe('texts that functions make', () => {
  test.each([
    [{ 'Fn::Join': ['-', ['a', ref('AWS::Region'), 'b']] }, 'a-${AWS::Region}-b'],
    [{ 'Fn::Join': ['', ['a', NOTHING, 'b']] }, 'ab'],
    [{ 'Fn::Join': [',', { 'Fn::Split': ['/', 'a/b/c'] }] }, 'a,b,c'],
    [{ 'Fn::Sub': 'a${AWS::Region}${!Literal}$x' }, 'a${AWS::Region}${Literal}$x'],
    [{ 'Fn::Sub': ['${A}/${ B }/${C}', { A: 'x', B: ref('AWS::AccountId') }] }, 'x/${AWS::AccountId}/${C}'],
    [{ 'Fn::Sub': ['${AWS::Region}', { 'AWS::Region': 'mine' }] }, 'mine'],
    [{ 'Fn::Sub': 'open ${' }, 'open ${'],
    [{ 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    [{ 'Fn::Select': ['0', { 'Fn::Split': ['-', 'x-y'] }] }, 'x'],
    [{ 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/x' }] }] }, 'role/x'],
    [{ 'Fn::Select': [4, { 'Fn::Split': ['-', ref('AWS::StackId')] }] }, '${Select(4, Split(-, Ref(AWS::StackId)))}'],
    [{ 'Fn::Select': [9, ['a']] }, '${Select(9, a)}'],
    [{ 'Fn::ToJsonString': { a: ref('AWS::Region'), b: [1, 'x"y'], c: NOTHING } }, '{"a":"${AWS::Region}","b":["1","x\\"y"]}'],
    [{ 'Fn::ImportValue': { 'Fn::Sub': '${AWS::Region}-Vpc' } }, '${ImportValue(Sub(${AWS::Region}-Vpc))}'],
    [{ 'Fn::Base64': 'x' }, '${Base64(x)}'],
    [{ 'Fn::Nobody': [{ 'Fn::GetAtt': ['A', 'B'] }, 1] }, '${Nobody(GetAtt(A.B), 1)}'],
    [{ 'Fn::Join': 'x' }, '${Join(x)}'],
    [{ 'Fn::Sub': 5 }, '${Sub(5)}'],
    [{ Ref: ['x'] }, '${Ref(x)}'],
    [7, '7'],
    [true, 'true'],
  ])('%j is %s', (raw, expected) => {
    expect(all(raw)).toEqual([expected]);
  });

  test('what CloudFormation reads elsewhere is not known, also where a part of its name is not', () => {
    expect(read({}).texts('a-{{resolve:ssm:/x}}-b')).toEqual([{ parts: ['a-', { unknown: '{{resolve:ssm:/x}}' }, '-b'] }]);
    expect(read({}).texts({ 'Fn::Sub': 'a-{{resolve:ssm:/${AWS::Region}/x}}-b' }))
      .toEqual([{ parts: ['a-', { unknown: '{{resolve:ssm:/${AWS::Region}/x}}' }, '-b'] }]);
    expect(read({}).texts({ 'Fn::Join': ['', ['{{resolve:ssm:', '/x', '}}', '!']] })).toEqual([{ parts: [{ unknown: '{{resolve:ssm:/x}}' }, '!'] }]);
    expect(read({}).texts({ 'Fn::Sub': '{{resolve:ssm:${AWS::Region}' })).toEqual([{ parts: ['{{resolve:ssm:', { unknown: 'AWS::Region' }] }]);
  });

  test('two functions of which nobody knows the value are the same only if all of them is', () => {
    const long = (end: string) => ({ 'Fn::ImportValue': `${'x'.repeat(500)}${end}` });
    const [one] = all(long('1'));
    expect(one.length).toBeLessThan(300);
    expect(all([long('1'), long('2'), long('1')])).toHaveLength(2);
  });

  test('what is nested deeper than anything is not known', () => {
    const deep = Array.from({ length: 150 }).reduce((inner) => ({ 'Fn::Join': ['', [inner, 'x']] }), 'y');
    expect(all(deep)[0]).toMatch(/^(\$\{what is nested too deep\})+x+$/);
  });
});

describe('lists', () => {
  test('parts of a list may be missing, or be several', () => {
    const parameters = { Names: { Type: 'CommaDelimitedList' } };
    const conditions = { More: { 'Fn::Equals': [ref('Stage'), 'prod'] } };
    expect(all(['a', NOTHING, { 'Fn::If': ['More', 'b', NOTHING] }, { 'Fn::Split': [',', 'c,d'] }], { parameters: { ...parameters, Stage: { Type: 'String' } }, conditions }))
      .toEqual(['a', 'b', 'c', 'd']);
    expect(all(ref('Names'), { parameters })).toEqual(['${Names}']);
    expect(all(ref('Names'), { parameters, deployment: { parameters: { Names: 'a, b' } } })).toEqual(['a', 'b']);
    expect(all({ 'Fn::Join': ['/', ref('Names')] }, { parameters, deployment: { parameters: { Names: 'a,b' } } })).toEqual(['a/b']);
    expect(all({ 'Fn::Join': ['/', ref('Names')] }, { parameters })).toEqual(['${Join(/, Ref(Names))}']);
  });

  test('a parameter that names what is read elsewhere is not what it names', () => {
    const parameters = { Ami: { Type: 'AWS::SSM::Parameter::Value<String>' }, Groups: { Type: 'AWS::SSM::Parameter::Value<List<String>>' } };
    const deployment = { parameters: { Ami: '/ami', Groups: '/groups' } };
    expect(all(ref('Ami'), { parameters, deployment })).toEqual(['${Ami}']);
    expect(all(ref('Groups'), { parameters, deployment })).toEqual(['${Groups}']);
  });

  test('a list of a hundred thousand elements', () => {
    expect(all({ 'Fn::Split': [',', Array.from({ length: 200_000 }, () => 'x').join(',')] })).toEqual(['x']);
  });
});

describe('Fn::FindInMap', () => {
  const mappings = {
    Accounts: { dev: { Id: '111111111111', Same: 1 }, prod: { Id: '222222222222', Same: 1 } },
    Regions: { 'us-east-1': { Id: 'a' }, 'eu-west-1': { Id: ['b', 'c'] } },
  };
  const parameters = { Stage: { Type: 'String' } };
  const account = (...more: any[]) => ({ 'Fn::FindInMap': ['Accounts', ref('Stage'), 'Id', ...more] });

  test('a key that is known', () => {
    expect(all({ 'Fn::FindInMap': ['Accounts', 'prod', 'Id'] }, { mappings })).toEqual(['222222222222']);
    expect(all({ 'Fn::FindInMap': ['Regions', 'eu-west-1', 'Id'] }, { mappings })).toEqual(['b', 'c']);
    expect(all({ 'Fn::FindInMap': ['Regions', ref('AWS::Region'), 'Id'] }, { mappings, deployment: { region: 'us-east-1' } })).toEqual(['a']);
  });

  test('a key that is known once deployed: each row, with what the key is then', () => {
    expect(ways(account(), { mappings, parameters })).toEqual([
      ['the parameter Stage is \'dev\'', '111111111111'], ['the parameter Stage is \'prod\'', '222222222222'],
    ]);
    expect(ways({ 'Fn::Sub': ['${Stage}-${Id}', { Id: account() }] }, { mappings, parameters }).map(([, text]) => text)).toEqual([
      // What is read before the row is chosen is read again.
      'dev-111111111111', 'prod-222222222222',
    ]);
    expect(all({ 'Fn::FindInMap': ['Regions', ref('AWS::Region'), 'Id'] }, { mappings })).toEqual(['a', 'b', 'c']);
    expect(ways({ 'Fn::FindInMap': ['Accounts', ref('Stage'), 'Same'] }, { mappings, parameters }).map(([, text]) => text)).toEqual(['1', '1']);
  });

  test('a key of which a part is known', () => {
    expect(ways({ 'Fn::FindInMap': ['Accounts', { 'Fn::Sub': '${Stage}d' }, 'Id'] }, { mappings, parameters })).toEqual([
      ['${Stage}d is \'dev\'', '111111111111'], ['${Stage}d is \'prod\'', '222222222222'],
    ]);
  });

  test('only rows that the parameter can be', () => {
    expect(all(account(), { mappings, parameters: { Stage: { Type: 'String', AllowedValues: ['prod', 'test'] } } })).toEqual(['222222222222']);
    const conditions = { IsProd: { 'Fn::Equals': [ref('Stage'), 'prod'] } };
    expect(all({ 'Fn::If': ['IsProd', 'none', account()] }, { mappings, parameters, conditions })).toEqual(['none', '111111111111']);
  });

  test('a default, and what no mapping has', () => {
    expect(all({ 'Fn::FindInMap': ['Accounts', 'test', 'Id', { DefaultValue: ref('AWS::AccountId') }] }, { mappings })).toEqual(['${AWS::AccountId}']);
    expect(ways(account({ DefaultValue: '*' }), { mappings, parameters })).toEqual([
      ["the parameter Stage is 'dev'", '111111111111'], ["the parameter Stage is 'prod'", '222222222222'], ['${Stage} is none of dev, prod', '*'],
    ]);
    expect(all(account({ DefaultValue: '*' }), { mappings, parameters: { Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] } } })).toEqual(['111111111111', '222222222222']);
    expect(all({ 'Fn::FindInMap': ['Accounts', 'test', 'Id'] }, { mappings })).toEqual(['${FindInMap(Accounts, test, Id)}']);
    expect(all({ 'Fn::FindInMap': ['Nothing', 'x', 'y'] }, { mappings })).toEqual(['${FindInMap(Nothing, x, y)}']);
    expect(all({ 'Fn::FindInMap': ['toString', 'x', 'y'] }, { mappings })).toEqual(['${FindInMap(toString, x, y)}']);
  });

  test('more rows than can be gone through', () => {
    const many = { Big: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, { Id: `v${index}` }])) };
    expect(all({ 'Fn::FindInMap': ['Big', ref('Stage'), 'Id'] }, { mappings: many, parameters })).toEqual(['${FindInMap(Big, Ref(Stage), Id)}']);
  });
});

describe('conditions', () => {
  const parameters = { Stage: { Type: 'String' }, Org: { Type: 'String', Default: '' } };
  const isProd = { 'Fn::Equals': [ref('Stage'), 'prod'] };
  const choice = { 'Fn::If': ['C', 'yes', 'no'] };

  test.each<[string, object, [string, string][]]>([
    ['of a parameter', { C: isProd }, [['the parameter Stage is \'prod\'', 'yes'], ['the parameter Stage is not \'prod\'', 'no']]],
    ['the other way round', { C: { 'Fn::Equals': ['prod', ref('Stage')] } }, [['the parameter Stage is \'prod\'', 'yes'], ['the parameter Stage is not \'prod\'', 'no']]],
    ['that is not', { C: { 'Fn::Not': [isProd] } }, [['the parameter Stage is \'prod\'', 'no'], ['the parameter Stage is not \'prod\'', 'yes']]],
    ['that is always', { C: { 'Fn::Equals': ['a', 'a'] } }, [['', 'yes']]],
    ['that is never', { C: { 'Fn::Equals': ['a', 'b'] } }, [['', 'no']]],
    ['of another condition', { C: { 'Fn::Not': [{ Condition: 'P' }] }, P: { 'Fn::Equals': ['a', 'b'] } }, [['', 'yes']]],
    ['and', { C: { 'Fn::And': [isProd, { 'Fn::Not': [{ 'Fn::Equals': [ref('Org'), ''] }] }] } }, [
      ['the parameter Stage is \'prod\' and the parameter Org is \'\'', 'no'],
      ['the parameter Stage is \'prod\' and the parameter Org is not \'\'', 'yes'],
      ['the parameter Stage is not \'prod\'', 'no'],
    ]],
    ['or', { C: { 'Fn::Or': [isProd, { 'Fn::Equals': [ref('Stage'), 'test'] }] } }, [
      ['the parameter Stage is \'prod\'', 'yes'],
      ['the parameter Stage is not \'prod\' and the parameter Stage is \'test\'', 'yes'],
      ['the parameter Stage is not \'prod\' and the parameter Stage is not \'test\'', 'no'],
    ]],
    ['of what nobody knows', { C: { 'Fn::Equals': [{ 'Fn::Select': [0, ref('List')] }, { 'Fn::ImportValue': 'x' }] } }, [
      ['${Select(0, Ref(List))} equals ${ImportValue(x)} is true', 'yes'], ['${Select(0, Ref(List))} equals ${ImportValue(x)} is false', 'no'],
    ]],
    ['of texts of which a part is known', { C: { 'Fn::Equals': [{ 'Fn::Sub': 'a-${Stage}' }, { 'Fn::Sub': '${Org}-b' }] } }, [
      ['a-${Stage} equals ${Org}-b is true', 'yes'], ['a-${Stage} equals ${Org}-b is false', 'no'],
    ]],
    ['that the template lacks', {}, [['the condition C is true', 'yes'], ['the condition C is false', 'no']]],
    ['that is none', { C: 'x' }, [['the condition C is true', 'yes'], ['the condition C is false', 'no']]],
    ['without operands', { C: { 'Fn::And': [] } }, [['the condition C is true', 'yes'], ['the condition C is false', 'no']]],
    ['that hangs on itself', { C: { 'Fn::Not': [{ Condition: 'D' }] }, D: { Condition: 'C' } }, [['the condition C is true', 'no'], ['the condition C is false', 'yes']]],
  ])('a condition %s', (_, conditions, expected) => {
    expect(ways(choice, { parameters, conditions })).toEqual(expected);
  });

  test('a parameter that can be only so much', () => {
    const of = (declaration: object, value = 'prod') => ways(choice, { parameters: { Stage: { Type: 'String', ...declaration } }, conditions: { C: { 'Fn::Equals': [ref('Stage'), value] } } }).map(([, text]) => text);
    expect(of({ AllowedValues: ['dev', 'prod', 'test'] })).toEqual(['no', 'yes', 'no']);
    expect(of({ AllowedValues: ['dev', 'test'] })).toEqual(['no']);
    expect(of({ AllowedValues: [] })).toEqual(['yes', 'no']);
    expect(of({ AllowedValues: Array.from({ length: 9 }, (_, index) => `v${index}`) }, 'v3')).toEqual(['yes', 'no']);
    expect(of({ MinLength: 1 }, '')).toEqual(['no']);
    expect(of({ MaxLength: '3' })).toEqual(['no']);
    expect(of({ AllowedPattern: '^o-[a-z0-9]+$' }, '')).toEqual(['no']);
    expect(of({ AllowedPattern: '^(o-[a-z0-9]+)?$' }, '')).toEqual(['yes', 'no']);
    expect(of({ Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: ['/a'] })).toEqual(['yes', 'no']);
  });

  test('a choice is made once for all of a value', () => {
    expect(ways({ 'Fn::Sub': ['${A}-${B}-${Stage}', { A: choice, B: { 'Fn::If': ['C', 'one', 'two'] } }] }, { parameters, conditions: { C: isProd } })).toEqual([
      ['the parameter Stage is \'prod\'', 'yes-one-prod'], ['the parameter Stage is not \'prod\'', 'no-two-${Stage}'],
    ]);
  });

  test('values that are given decide', () => {
    expect(ways(choice, { parameters, conditions: { C: isProd }, deployment: { parameters: { Stage: 'prod' } } })).toEqual([['', 'yes']]);
    const inEurope = { 'Fn::Equals': [{ 'Fn::Select': [0, { 'Fn::Split': ['-', ref('AWS::Region')] }] }, 'eu'] };
    expect(ways(choice, { conditions: { C: inEurope }, deployment: { region: 'eu-west-1' } })).toEqual([['', 'yes']]);
  });

  test('a branch that is nothing', () => {
    expect(ways({ 'Fn::If': ['C', NOTHING, 'no'] }, { conditions: { C: isProd } }).map(([, text]) => text)).toEqual(['nothing', 'no']);
    expect(all({ a: NOTHING, b: { c: { 'Fn::If': ['C', NOTHING, 'x'] } } }, { conditions: { C: isProd } })).toEqual([{ b: {} }, { b: { c: 'x' } }]);
    expect(all({ 'Fn::If': ['C', 'x'] })).toEqual(['${If(C, x)}']);
  });

  test('more conditions than can be gone through', () => {
    const names = Array.from({ length: 10 }, (_, index) => `C${index}`);
    const conditions = Object.fromEntries(names.map((name) => [name, { 'Fn::Equals': [ref(name), 'x'] }]));
    expect(all(names.map((name) => ({ 'Fn::If': [name, 'a', 'b'] })), { conditions })).toEqual(['${what depends on too many conditions}']);
    expect(read({ conditions }).reader.isSometimesAbsent(names.map((name) => ({ 'Fn::If': [name, 'a', 'b'] })))).toBe(true);
  });

  test('conditions that double with each reference come to an end', () => {
    const twice = (next: number) => ({ 'Fn::And': [{ Condition: `C${next}` }, { Condition: `C${next}` }] });
    const doubling = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`C${index}`, twice(index + 1)]));
    expect(ways({ 'Fn::If': ['C0', 'yes', 'no'] }, { conditions: { ...doubling, C60: isProd }, parameters }).map(([, text]) => text)).toEqual(['yes', 'no']);
  });
});

describe('a parameter with a list of values', () => {
  const parameter = (...values: any[]) => ({ parameters: { Caller: { Type: 'String', AllowedValues: values } } });

  test('is each of them where one says more than a name does', () => {
    expect(ways(ref('Caller'), parameter('111111111111', '*'))).toEqual([["the parameter Caller is '111111111111'", '111111111111'], ["the parameter Caller is '*'", '*']]);
    expect(all({ 'Fn::Sub': 'arn:aws:iam::aws:policy/${Caller}' }, parameter('SecurityAudit', 'AdministratorAccess')))
      .toEqual(['arn:aws:iam::aws:policy/SecurityAudit', 'arn:aws:iam::aws:policy/AdministratorAccess']);
    expect(all(ref('Caller'), { parameters: { Caller: { Type: 'CommaDelimitedList', AllowedValues: ['s3:*', 's3:Get*'] } } })).toEqual(['s3:*', 's3:Get*']);
  });

  test('stays one name where all are names, or too many', () => {
    expect(all(ref('Caller'), parameter('dev', 'arn:aws:s3:::prod'))).toEqual(['${Caller}']);
    expect(all(ref('Caller'), parameter(...Array.from({ length: 41 }, (_, index) => `a*${index}`)))).toEqual(['${Caller}']);
  });

  test('is the one that a condition has found', () => {
    const conditions = { IsAll: { 'Fn::Equals': [ref('Caller'), '*'] } };
    expect(ways({ 'Fn::If': ['IsAll', ref('Caller'), 'nobody'] }, { conditions, ...parameter('111111111111', '*') }).map(([, text]) => text)).toEqual(['nobody', '*']);
  });
});

test('a text with many beginnings of dynamic references is read in no time', () => {
  const before = Date.now();
  expect(all('{{resolve:'.repeat(100_000))).toHaveLength(1);
  expect(all('{{resolve:ssm:/a}}-{{resolve:{{resolve:ssm:/b}}')).toEqual(['${{{resolve:ssm:/a}}}-{{resolve:${{{resolve:ssm:/b}}}']);
  expect(Date.now() - before).toBeLessThan(2_000);
});

test.each([
  [{ 'Fn::ImportValue': 'Bucket' }, { 'Fn::ImportValue': ref('Bucket') }],
  [{ 'Fn::ImportValue': 'Ref(Bucket)' }, { 'Fn::ImportValue': ref('Bucket') }],
  [{ 'Fn::Base64': 'A.B' }, { 'Fn::Base64': { 'Fn::GetAtt': ['A', 'B'] } }],
  [{ 'Fn::Cidr': ['a, b', '1'] }, { 'Fn::Cidr': ['a', 'b', '1'] }],
])('%j and %j, which nobody knows, are not taken for the same', (one, other) => {
  expect(all(one)).not.toEqual(all(other));
});
