import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { POLICY_PROPERTIES } from '../../../lib/private/template/policy-properties';

/** A property of a CloudFormation type, lists and maps gone through. */
interface Found {
  readonly type: string;
  readonly path: string;
  readonly kinds: Set<string>;
  readonly documentation: string;
  readonly hasFixedValues: boolean;
  /** The source marks it as a policy of IAM. */
  readonly isMarked: boolean;
}

const spec = loadAwsServiceSpecSync();

function propertiesOf(type: string, properties: any, above: readonly string[], seen: readonly string[], into: Map<string, Found>): void {
  for (const [name, { type: kind }] of Object.entries<any>(properties)) visit(kind, [...above, name]);

  function visit(kind: any, path: readonly string[]): void {
    switch (kind.type) {
      case 'array': return visit(kind.element, [...path, '*']);
      case 'map': return visit(kind.element, [...path, '{}']);
      case 'union': return kind.types.forEach((one: any) => visit(one, path));
      case 'ref': {
        const { $id: id, properties: inner } = spec.get('typeDefinition', kind.reference.$ref) as any;
        if (!seen.includes(id)) propertiesOf(type, inner, path, [...seen, id], into);
        return;
      }
      default: {
        const key = `${type} ${path.join('.')}`;
        const { documentation = '', scrutinizable } = properties[path[above.length]];
        const found = into.get(key) ?? {
          type,
          path: path.join('.'),
          kinds: new Set(),
          documentation: documentation.replace(/\s+/g, ' '),
          hasFixedValues: kind.allowedValues !== undefined,
          isMarked: /PolicyDocument|InlineResourcePolicy|InlineIdentityPolicies/.test(scrutinizable ?? ''),
        };
        found.kinds.add(kind.type);
        into.set(key, found);
      }
    }
  }
}

const ALL = new Map<string, Found>();
for (const { cloudFormationType, properties } of spec.all('resource')) propertiesOf(cloudFormationType, properties, [], [], ALL);

/** JSON with a name of a policy or of its parts, and text which is said to be a policy in JSON. */
function looksLikePolicy({ path, kinds, documentation, hasFixedValues, isMarked }: Found): boolean {
  if (isMarked) return true;
  const name = path.split('.').filter((part) => part !== '*' && part !== '{}').pop()!;
  if (kinds.has('json')) return /polic(y|ies)|document|content$|statement|permission/i.test(name);
  const isSaidSo = /polic(y|ies)/i.test(documentation) && /\bjson\b|resource-based policy|resource policy|policy document/i.test(documentation);
  return kinds.has('string') && !hasFixedValues && (/Policy(Document|Text)$/.test(name) || (isSaidSo && /(Policy|Document|Content)$/.test(name)));
}

/** What looks like a policy of IAM and is not to be in the table, and why. */
const EXCEPTIONS: readonly [reason: string, ...properties: string[]][] = [
  ['the policies of roles, users and groups, which the template model reads by itself',
    'AWS::IAM::Group Policies.*.PolicyDocument', 'AWS::IAM::GroupPolicy PolicyDocument', 'AWS::IAM::ManagedPolicy PolicyDocument', 'AWS::IAM::Policy PolicyDocument',
    'AWS::IAM::Role AssumeRolePolicyDocument', 'AWS::IAM::Role Policies.*.PolicyDocument', 'AWS::IAM::RolePolicy PolicyDocument',
    'AWS::IAM::User Policies.*.PolicyDocument', 'AWS::IAM::UserPolicy PolicyDocument', 'AWS::SSO::PermissionSet InlinePolicy'],
  ['what the transform of AWS SAM makes roles and policies of',
    'AWS::Serverless::Function AssumeRolePolicyDocument', 'AWS::Serverless::Function Events.{}.Properties.Auth.ResourcePolicy.CustomStatements.*',
    'AWS::Serverless::Function Policies.*.Statement', 'AWS::Serverless::Function Policies.Statement',
    'AWS::Serverless::StateMachine Policies.*.Statement', 'AWS::Serverless::StateMachine Policies.Statement'],
  ['how long things are kept, how messages are delivered and the like: no permissions',
    'AWS::ECR::Repository LifecyclePolicy.LifecyclePolicyText', 'AWS::Logs::AccountPolicy PolicyDocument', 'AWS::Logs::LogGroup DataProtectionPolicy',
    'AWS::Logs::LogGroup FieldIndexPolicies.*', 'AWS::NetworkManager::CoreNetwork PolicyDocument', 'AWS::OpenSearchServerless::LifecyclePolicy Policy',
    'AWS::Route53::TrafficPolicy Document', 'AWS::SNS::Subscription DeliveryPolicy', 'AWS::SNS::Subscription FilterPolicy', 'AWS::SNS::Subscription RedrivePolicy',
    'AWS::SNS::Subscription ReplayPolicy', 'AWS::SNS::Topic ArchivePolicy', 'AWS::SNS::Topic DataProtectionPolicy', 'AWS::SQS::Queue RedriveAllowPolicy',
    'AWS::SQS::Queue RedrivePolicy', 'AWS::WorkSpacesWeb::BrowserSettings BrowserPolicy'],
  ['a language of its own: Cedar, Guard, data access of collections, certificates of devices',
    'AWS::Config::ConfigRule Source.CustomPolicyDetails.PolicyText', 'AWS::Config::OrganizationConfigRule OrganizationCustomPolicyRuleMetadata.PolicyText',
    'AWS::EC2::VerifiedAccessEndpoint PolicyDocument', 'AWS::EC2::VerifiedAccessGroup PolicyDocument', 'AWS::IoT::Policy PolicyDocument',
    'AWS::OpenSearchServerless::AccessPolicy Policy', 'AWS::OpenSearchServerless::SecurityPolicy Policy'],
  ['a part of policies that others make, without principal and resource', 'AWS::RAM::Permission PolicyTemplate'],
  ['other content', 'AWS::SSM::Document Content', 'AWS::WellArchitected::AgentContext Content'],
];

const IN_TABLE = Object.entries(POLICY_PROPERTIES).flatMap(([type, properties]) => properties.map(({ path }) => `${type} ${path.join('.')}`));
const EXCEPTED = EXCEPTIONS.flatMap(([, ...properties]) => properties);

test.each(IN_TABLE)('%s can be a policy, as CloudFormation has it', (property) => {
  const kinds = ALL.get(property)?.kinds ?? new Set();
  expect(kinds.has('json') || kinds.has('string')).toBe(true);
});

test('every property that looks like a policy is read, or is excepted for a reason', () => {
  const missing = [...ALL.values()].filter(looksLikePolicy).map(({ type, path }) => `${type} ${path}`)
    .filter((property) => !IN_TABLE.includes(property) && !EXCEPTED.includes(property));
  expect(missing).toEqual([]);
});

test('every exception looks like a policy, and is not in the table', () => {
  expect(EXCEPTED.filter((property) => !ALL.has(property) || !looksLikePolicy(ALL.get(property)!) || IN_TABLE.includes(property))).toEqual([]);
});

test('what a policy is attached to, and what tells whether it is one, are properties too', () => {
  const named = Object.entries(POLICY_PROPERTIES).flatMap(([type, properties]) =>
    properties.flatMap(({ target, ifOneOf }) => [target, ifOneOf?.property]).filter((name) => name !== undefined).map((name) => `${type} ${name}`));
  expect(named.filter((name) => !ALL.has(name) && !ALL.has(`${name}.*`))).toEqual([]);
});
