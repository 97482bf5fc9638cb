import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import * as fc from 'fast-check';
import { POLICY_PROPERTIES } from '../../../lib/private/template/policy-properties';

/** Names that mean something to CloudFormation, to IAM or to JavaScript. */
const NAMES = [
  'Param', 'List', 'Cond', 'Other', 'Map', 'Role', 'User', 'Policy', 'Managed', 'Bucket', 'AWS::NoValue', 'AWS::AccountId', 'AWS::Region', 'AWS::Partition',
  'AWS::StackId', 'Arn', 'Role.Arn', 'Missing', '', '*', 'toString', 'valueOf', 'constructor', 'hasOwnProperty', '__proto__', 'length', 'unknown', 'parts',
];
const TEXTS = [
  ...NAMES, 'arn:aws:s3:::b/*', '123456789012', 'sts:AssumeRole', '${Param}', '${!Param}', '${Role.Arn}', '${', '${AWS::AccountId}:x', '{{resolve:ssm:/a}}', '{{resolve:',
  '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', '{"Statement":', '[]', 'null', '\u0001\u0002', 'Allow', 'Deny', '0', '1', '-1',
];
const FUNCTIONS = [
  'Ref', 'Condition', 'Fn::Sub', 'Fn::Join', 'Fn::If', 'Fn::GetAtt', 'Fn::Select', 'Fn::Split', 'Fn::FindInMap', 'Fn::ToJsonString', 'Fn::ImportValue', 'Fn::Base64',
  'Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals', 'Fn::Transform', 'Fn::Length', 'Fn::Nobody',
];
const KEYS = [
  ...NAMES, 'Version', 'Statement', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition', 'Sid', 'AWS', 'Service',
  'StringEquals', 'ForAllValues:StringLikeIfExists', 'sts:ExternalId', 'PolicyDocument', 'PolicyName',
];

const arbitraries = fc.letrec<{ value: unknown; call: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...TEXTS),
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true })),
    tie('call'),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  call: fc.tuple(fc.constantFrom(...FUNCTIONS), fc.oneof(tie('value'), fc.array(tie('value'), { maxLength: 4 }), fc.tuple(fc.constantFrom(...NAMES), tie('value'), tie('value'))))
    .map(([name, argument]) => ({ [name]: argument })),
  object: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

/** Any JSON of the shapes that a template is made of. */
export const value = arbitraries.value;
const { object } = arbitraries;

const statement = fc.record({
  Effect: fc.oneof(fc.constantFrom('Allow', 'Deny'), value), Action: value, NotAction: value, Resource: value, Principal: value, NotPrincipal: value, Condition: value, Sid: value,
}, { requiredKeys: [] });
const document = fc.oneof(
  value,
  fc.record({ Version: value, Statement: fc.oneof(value, statement, fc.array(fc.oneof(statement, value), { maxLength: 3 })) }, { requiredKeys: [] }),
);
const orIf = (one: fc.Arbitrary<unknown>) => fc.oneof(one, fc.tuple(fc.constantFrom('Cond', 'Other', 'Missing'), one, value).map((operands) => ({ 'Fn::If': operands })));
const list = (one: fc.Arbitrary<unknown>) => fc.oneof(value, fc.array(orIf(one), { maxLength: 3 }));
const inline = fc.record({ PolicyName: value, PolicyDocument: orIf(document) }, { requiredKeys: [] });

const iam = fc.record({
  Type: fc.constantFrom(
    'AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy',
    'AWS::IAM::GroupPolicy', 'AWS::IAM::InstanceProfile', 'AWS::SSO::PermissionSet', 'AWS::S3::Bucket', 'AWS::SQS::Queue',
  ),
  Condition: fc.oneof(fc.constantFrom('Cond', 'Other', 'Missing'), value),
  Properties: fc.oneof(value, fc.record({
    AssumeRolePolicyDocument: orIf(document),
    PolicyDocument: orIf(document),
    InlinePolicy: document,
    Policies: orIf(list(inline)),
    PermissionsBoundary: value,
    ManagedPolicyArns: list(value),
    Roles: list(value),
    Users: list(value),
    Groups: list(value),
    RoleName: value,
    UserName: value,
    PolicyName: value,
    ManagedPolicyName: value,
    Path: value,
    BucketName: value,
    QueueName: value,
  }, { requiredKeys: [] })),
  Metadata: value,
}, { requiredKeys: ['Type'] });

/** Something at the path of a property, as deep as it has to be. */
const at = (path: readonly string[], one: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => path.length === 0 ? orIf(one)
  : orIf(path[0] === '*' ? fc.array(at(path.slice(1), one), { maxLength: 2 }) : at(path.slice(1), one).map((inner) => ({ [path[0]]: inner })));
const other = fc.constantFrom(...Object.entries(POLICY_PROPERTIES)).chain(([type, properties]) => fc.record({
  Type: fc.constant(type), Properties: at(properties[0].path, document), Condition: fc.constantFrom('Cond', 'Other'),
}, { requiredKeys: ['Type', 'Properties'] }));

/** Types that other rules than those of policies look at. */
const TYPES = [
  'AWS::ApiGateway::RestApi', 'AWS::AutoScaling::LaunchConfiguration', 'AWS::CodeBuild::Project', 'AWS::Cognito::IdentityPool', 'AWS::Cognito::IdentityPoolRoleAttachment',
  'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::ECS::TaskDefinition', 'AWS::EKS::PodIdentityAssociation', 'AWS::Elasticsearch::Domain', 'AWS::IAM::AccessKey',
  'AWS::IAM::OIDCProvider', 'AWS::IAM::SAMLProvider', 'AWS::IAM::UserToGroupAddition', 'AWS::KMS::Key', 'AWS::Lambda::Function', 'AWS::Lambda::Permission',
  'AWS::OpenSearchService::Domain', 'AWS::RolesAnywhere::CRL', 'AWS::RolesAnywhere::Profile', 'AWS::RolesAnywhere::TrustAnchor', 'AWS::S3::Bucket', 'AWS::SSM::Parameter',
  'AWS::SecretsManager::Secret', 'AWS::Serverless::Function', 'AWS::Serverless::StateMachine', 'AWS::StepFunctions::StateMachine', 'AWS::Transfer::User',
];
const MOST_LEVELS = 4;
const MOST_PROPERTIES = 6;
const spec = loadAwsServiceSpecSync();

/** A value of a type of CloudFormation's. */
function ofSpec(type: any, level: number): fc.Arbitrary<unknown> {
  if (level >= MOST_LEVELS) return value;
  switch (type.type) {
    case 'array': return fc.array(orIf(ofSpec(type.element, level + 1)), { maxLength: 2 });
    case 'map': return fc.dictionary(fc.constantFrom(...KEYS), ofSpec(type.element, level + 1), { maxKeys: 2, noNullPrototype: true });
    case 'union': return fc.oneof(...type.types.map((one: any) => ofSpec(one, level)));
    case 'ref': return propertiesOf((spec.get('typeDefinition', type.reference.$ref) as any).properties, level + 1);
    case 'json': return document;
    default: return value;
  }
}

function propertiesOf(properties: Record<string, any>, level: number): fc.Arbitrary<unknown> {
  const all = Object.keys(properties);
  const some = (name: string) => fc.oneof({ weight: 4, arbitrary: ofSpec(properties[name].type, level) }, { weight: 1, arbitrary: value });
  return fc.subarray(all, { maxLength: Math.min(MOST_PROPERTIES, all.length) })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, some(name)]))));
}

const typed = fc.constantFrom(...TYPES).chain((type) => fc.record({
  Type: fc.constant(type), Properties: propertiesOf(spec.lookup('resource', 'cloudFormationType', 'equals', type)[0].properties, 0), Condition: fc.constantFrom('Cond', 'Other'),
}, { requiredKeys: ['Type', 'Properties'] }));

/** What SAM gives to all functions. */
const globals = fc.oneof(
  value,
  fc.record({ Function: fc.oneof(value, fc.record({ Policies: list(document), AssumeRolePolicyDocument: document, Tags: value, Role: value })) }),
);

/** Anything that looks like a template from afar. */
export const template = fc.record({
  Outputs: value,
  Transform: fc.oneof(value, fc.constant('AWS::Serverless-2016-10-31')),
  Globals: globals,
  Parameters: fc.oneof(value, fc.record({ Param: fc.oneof(value, fc.record({ Type: value, AllowedValues: value, AllowedPattern: value, MinLength: value }, { requiredKeys: [] })), List: fc.constant({ Type: 'CommaDelimitedList' }) })),
  Conditions: fc.oneof(value, fc.record({ Cond: value, Other: value }, { requiredKeys: [] })),
  Mappings: fc.oneof(value, fc.record({ Map: value })),
  Resources: fc.oneof(object, fc.dictionary(fc.constantFrom('Role', 'User', 'Policy', 'Managed', 'Bucket', 'toString', '__proto__'), fc.oneof(iam, other, typed, value), { maxKeys: 5, noNullPrototype: true })),
}, { requiredKeys: ['Resources'] });
