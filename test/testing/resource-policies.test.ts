import { failureOf, policyOf, roleWith } from './templates';

const ACCOUNT = '111122223333';
const ENV = { account: ACCOUNT, region: 'eu-west-1' };
const ITSELF = { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } };
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const deny = (Action: string) => policyOf({ Effect: 'Deny', Principal: '*', Action, Resource: '*' });

describe('permissions of Lambda', () => {
  const F = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f' } };
  const permission = (Principal: any, more: object = {}) =>
    ({ F, Perm: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'F' }, Principal, ...more } } });
  const role = (resources: object, statements: any[] = []) => roleWith(statements, { resources, sections: { Parameters: { P: { Type: 'String' } } } }, ENV);

  test('that name the role let it in', () => {
    role(permission(ITSELF.AWS)).allows('lambda:InvokeFunction', '${F.Arn}').allowsOnly(['lambda:InvokeFunction'], ['${F.Arn}']);
    expect(failureOf(() => role(permission(ITSELF.AWS)).denies('lambda:InvokeFunction', '${F.Arn}')))
      .toMatch(/Answer: allow, as statement 1 of the permission Perm allows it\.\n\n- statement 1 of the permission Perm, at Perm\/Properties\n/);
    expect(failureOf(() => role(permission('*')).denies('lambda:InvokeFunction', '${F.Arn}'))).toContain('Answer: allow');
    expect(failureOf(() => role(permission('*')).allowsOnly([]))).toContain('- lambda:InvokeFunction, by statement 1 of the permission Perm');
  });

  test('are of the function that they name', () => {
    for (const FunctionName of ['f', { 'Fn::GetAtt': ['F', 'Arn'] }, `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`]) role(permission('*', { FunctionName })).allows('lambda:InvokeFunction', '${F.Arn}');
    role(permission('*', { FunctionName: 'g' })).denies('lambda:InvokeFunction', '${F.Arn}');
    expect(failureOf(() => role(permission('*', { FunctionName: { Ref: 'P' } })).denies('lambda:InvokeFunction', '${F.Arn}'))).toContain('So it is if the resource is that of Perm.');
    expect(failureOf(() => role(permission('*')).denies('lambda:InvokeFunction', '${F.Arn}:live'))).toContain('Answer: allow');
  });

  test('that may be of it count beside one that is', () => {
    const { F: _, Perm } = permission('*', { FunctionName: { Ref: 'P' } });
    expect(failureOf(() => role({ ...permission('events.amazonaws.com'), Other: Perm }).denies('lambda:InvokeFunction', '${F.Arn}'))).toContain('So it is if the resource is that of Other.');
  });

  test('for others do not', () => {
    role(permission('events.amazonaws.com')).denies('lambda:InvokeFunction', '${F.Arn}').allowsOnly([]);
    role(permission({ 'Fn::Sub': 'events.${AWS::URLSuffix}' })).denies('lambda:InvokeFunction', '${F.Arn}');
    role(permission(ACCOUNT)).denies('lambda:InvokeFunction', '${F.Arn}');
    role(permission('444455556666')).denies('lambda:InvokeFunction', '${F.Arn}');
  });

  test('have conditions', () => {
    role(permission('*', { SourceArn: 'arn:aws:s3:::x' })).denies('lambda:InvokeFunction', '${F.Arn}');
    role(permission('*', { SourceAccount: ACCOUNT })).denies('lambda:InvokeFunction', '${F.Arn}');
    expect(failureOf(() => role(permission('*', { PrincipalOrgID: 'o-a1b2c3d4e5' })).denies('lambda:InvokeFunction', '${F.Arn}'))).toContain("'aws:PrincipalOrgID', [] for nothing");
    expect(failureOf(() => role(permission('*', { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' })).denies('lambda:InvokeFunctionUrl', '${F.Arn}'))).toContain("'lambda:FunctionUrlAuthType', [] for nothing");
  });

  test('can be of a layer', () => {
    const layer = `arn:aws:lambda:eu-west-1:${ACCOUNT}:layer:l:1`;
    const resources = { L: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { Action: 'lambda:GetLayerVersion', LayerVersionArn: layer, Principal: '*' } } };
    role(resources).allows('lambda:GetLayerVersion', layer);
  });
});

describe('the policy of a REST API', () => {
  const api = (statement: any) => ({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'a', Policy: policyOf(statement) } }, Other: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'b' } } });
  const stage = (name: string) => `arn:aws:execute-api:eu-west-1:${ACCOUNT}:\${${name}}/prod/GET/x`;

  test('is for requests to its stages', () => {
    const allow = { Effect: 'Allow', Principal: ITSELF, Action: 'execute-api:Invoke', Resource: 'execute-api:/prod/*' };
    roleWith([], { resources: api(allow) }, ENV).allows('execute-api:Invoke', stage('Api')).denies('execute-api:Invoke', stage('Other'))
      .denies('execute-api:Invoke', stage('Api').replace('prod', 'test'));
    roleWith([everything], { resources: api({ ...allow, Effect: 'Deny', Resource: ['execute-api:/prod/GET/*'] }) }, ENV)
      .denies('execute-api:Invoke', stage('Api')).allows('execute-api:Invoke', stage('Other')).allows('execute-api:Invoke', stage('Api').replace('GET', 'POST'));
  });
});

test.each<[string, any, string, string]>([
  ['a cluster, for its topics', { K: { Type: 'AWS::MSK::Cluster' }, P: { Type: 'AWS::MSK::ClusterPolicy', Properties: { ClusterArn: { Ref: 'K' }, Policy: deny('kafka-cluster:*') } } }, 'kafka-cluster:ReadData', 'kafka:eu-west-1:111122223333:topic/c/1/t'],
  ['a repository, for its packages', { P: { Type: 'AWS::CodeArtifact::Repository', Properties: { DomainName: 'd', RepositoryName: 'r', PermissionsPolicyDocument: deny('codeartifact:*') } } }, 'codeartifact:PublishPackageVersion', 'codeartifact:eu-west-1:111122223333:package/d/r/npm//x'],
  ['a vault, for its recovery points', { P: { Type: 'AWS::Backup::BackupVault', Properties: { BackupVaultName: 'v', AccessPolicy: deny('backup:*') } } }, 'backup:DeleteRecoveryPoint', 'backup:eu-west-1:111122223333:recovery-point:1'],
])('the policy of %s, may be of it', (_, resources, action, arn) => {
  expect(failureOf(() => roleWith([everything], { resources }, ENV).allows(action, `arn:aws:${arn}`))).toContain('So it is if the resource is that of P.');
  roleWith([everything], { resources }, ENV).allows('s3:GetObject', 'arn:aws:s3:::data/k');
});

test('a policy of the whole account does not say that there is no other one', () => {
  const logs = { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyName: 'p', PolicyDocument: JSON.stringify(policyOf({ Effect: 'Allow', Principal: { Service: 'es.amazonaws.com' }, Action: 'logs:PutLogEvents', Resource: '*' })) } };
  const bucket = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'P' }, PolicyDocument: deny('s3:*') } };
  const role = roleWith([everything], { sections: { Parameters: { P: { Type: 'String' } } }, resources: { Logs: logs, Bucket: bucket } }, ENV);
  expect(failureOf(() => role.allows('s3:GetObject', 'arn:aws:s3:::data/k'))).toContain('So it is if the resource is that of Bucket.');
});

test('what is added to a policy nobody can tell', () => {
  const resources = { B: { Type: 'AWS::S3::Bucket' }, P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'B' }, PolicyDocument: { ...policyOf(), 'Fn::Transform': {} } } } };
  expect(failureOf(() => roleWith([everything], { resources }).allows('s3:GetObject', '${B.Arn}/k'))).toContain('Answer: cannot tell, as statement 1 of the policy of P may deny it.');
});

test('of two roles of one name the trust of the one that is made counts', () => {
  const Parameters = { Site: { Type: 'String', AllowedValues: ['eu', 'us'] } };
  const Conditions = { Eu: { 'Fn::Equals': [{ Ref: 'Site' }, 'eu'] }, Us: { 'Fn::Not': [{ Condition: 'Eu' }] } };
  const target = (Condition: string, Principal: any) => ({ Type: 'AWS::IAM::Role', Condition, Properties: { RoleName: 'target', AssumeRolePolicyDocument: policyOf({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }) } });
  const resources = { One: target('Eu', { Service: 'ec2.amazonaws.com' }), Two: target('Us', ITSELF) };
  const role = roleWith([], { sections: { Parameters, Conditions }, resources }, ENV);
  expect(failureOf(() => role.denies('sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/target`))).toContain("So it is if the parameter Site is 'us'.\nBut if the parameter Site is 'eu': deny");
});

test('keys of KMS know the account of the caller', () => {
  const own = { Effect: 'Allow', Principal: ITSELF, Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' } } } };
  const key = (statement: any) => ({ K: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policyOf({ ...own, Condition: undefined }, statement) } } });
  roleWith([], { resources: key({ ...own, Effect: 'Deny' }) }).denies('kms:Decrypt', '${K.Arn}');
  roleWith([], { resources: key({ ...own, Effect: 'Deny', Condition: { StringNotEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' } } } }) }).allows('kms:Decrypt', '${K.Arn}');
});
