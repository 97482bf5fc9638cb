import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import { normalized } from './helpers';
import { synthesizeExample } from '../examples/synth';
import { KeylessGuardrails } from '../lib';

/** The documents that each example must produce, with the names and ids that are the example's own. */
const DOCUMENTED: Record<string, Record<string, Record<string, string>>> = {
  'marketplace': {
    '01-ec2-instance-trust': {},
    '02-account-access-role-trust': { myapp: '${ExternalId}' },
    '03-account-access-role-permissions': { myBucket1: '${ReportsBucket}', myBucket2: '${UploadsBucket}' },
    '04-host-assume-one-customer': {},
    '05-host-assume-any-customer': {},
    '06-app-s3-objects': {},
    '14-require-imdsv2': {},
  },
  'federation': {
    '09-saml-trust': { 'arn:aws:iam::111122223333:saml-provider/ExampleCorp': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:saml-provider/ExampleCorp' },
    '10-cognito-trust': { 'us-east-1:12345678-abcd-abcd-abcd-123456790ab': '${SignIn}' },
  },
  'workloads': {
    '11-ecs-task-trust': { 'us-west-2': '${AWS::Region}', '111122223333': '${AWS::AccountId}' },
    '12-irsa-trust': { 111122223333: '${AWS::AccountId}' },
  },
  'least-privilege': {
    '06-app-s3-objects': { 'arn:aws:s3:::my-app-bucket': '${Uploads4F6EB0FD.Arn}' },
    '07-s3-source-ip-condition': { 'arn:aws:s3:::my-bucket': '${Reports65402A0A.Arn}' },
    '13-rds-iam-connect': { 'us-east-2': '${AWS::Region}', '111122223333': '${AWS::AccountId}' },
  },
  'account-reader': {},
  'guarded': {},
  'roles-anywhere': {
    '08-roles-anywhere-trust': { 'Alice': 'backup-01.example.com', 'arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/TA_ID': '${ServersB7178C3E.TrustAnchorArn}' },
  },
};

/** What the guardrails find and is meant: the reader of an account has its reason in the example. */
const MEANT: Record<string, string[]> = { 'account-reader': ['resource-wildcard[AccountReaderRole/lambda:GetFunction]'] };

/** What no other example may make. */
const OWN_TYPES: Record<string, string[]> = { 'least-privilege': ['AWS::Lambda::EventSourceMapping', 'AWS::Lambda::Function'] };

describe.each(Object.entries(DOCUMENTED))('the example %s', (example, documents) => {
  const templates: Record<string, any> = {};
  beforeAll(() => {
    for (const file of synthesizeExample(example)) templates[basename(file, '.template.json')] = JSON.parse(readFileSync(file, 'utf-8'));
  }, 60_000);

  test(`says what the documents say: ${Object.keys(documents).join(', ') || 'none'}`, () => {
    const statements = Object.values(templates).flatMap(statementsIn).map(comparable);
    for (const [document, own] of Object.entries(documents)) {
      const text = Object.entries(own).reduce((json, [theirs, ours]) => json.replaceAll(theirs, ours), readFileSync(join(__dirname, 'cases', 'documented', `${document}.json`), 'utf-8'));
      for (const statement of [JSON.parse(text).Statement].flat().map(comparable)) expect(statements).toContainEqual(statement);
    }
  });

  test('is what it was', () => {
    expect(templates).toMatchSnapshot();
  });

  test('names no partition', () => {
    expect(JSON.stringify(templates)).not.toMatch(/arn:aws[a-z-]*:/);
  });

  test('makes no access key, no custom resource and no Lambda function unless it is about one', () => {
    expect(Object.values(templates).flatMap(unwantedIn).sort()).toEqual(OWN_TYPES[example] ?? []);
  });

  test('raises no finding of the guardrails that is not meant', () => {
    const found = Object.values(templates).flatMap((template) => KeylessGuardrails.checkTemplate(template).findings);
    expect(found.map(({ id }) => id)).toEqual(MEANT[example] ?? []);
  });

  test('lets no action with a wildcard', () => {
    const allowed = Object.values(templates).flatMap(statementsIn).filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => [Action].flat());
    expect(allowed.filter((action) => /[*?]/.test(action))).toEqual([]);
  });

  test.each(['cn-north-1', 'us-gov-west-1'])('works in %s too', (region) => {
    const into = mkdtempSync(join(tmpdir(), 'partition-'));
    try {
      const elsewhere = synthesizeExample(example, into, region).map((file) => JSON.parse(readFileSync(file, 'utf-8')));
      expect(elsewhere.flatMap(unwantedIn).sort()).toEqual(OWN_TYPES[example] ?? []);
      expect(JSON.stringify(elsewhere)).not.toMatch(/arn:aws:|signin\.aws\.amazon\.com/);
    } finally {
      rmSync(into, { recursive: true });
    }
  }, 60_000);
});

function unwantedIn(template: any): string[] {
  return Object.values<any>(template.Resources).map((resource): string => resource.Type)
    .filter((type) => /^(Custom::|AWS::CloudFormation::CustomResource|AWS::Lambda::|AWS::IAM::(AccessKey|User)$)/.test(type));
}

test('every documented policy is claimed by an example', () => {
  const claimed = Object.values(DOCUMENTED).flatMap((documents) => Object.keys(documents));
  const kept = readdirSync(join(__dirname, 'cases', 'documented')).filter((file) => file.endsWith('.json')).map((file) => basename(file, '.json'));
  expect([...new Set(claimed)].sort()).toEqual(kept.sort());
});

test('the customer\'s template of the marketplace example needs nothing of the seller\'s account', () => {
  const [customer] = synthesizeExample('marketplace').filter((file) => file.endsWith('Customer.template.json')).map((file) => JSON.parse(readFileSync(file, 'utf-8')));
  expect(Object.keys(customer)).toEqual(['Description', 'Parameters', 'Resources', 'Outputs']);
  expect(Object.keys(customer.Parameters)).toEqual(['ReportsBucket', 'UploadsBucket', 'ExternalId']);
  expect(Object.keys(customer.Outputs)).toEqual(['RoleArn', 'RoleExternalId']);
  expect(JSON.stringify(customer)).not.toMatch(/Fn::ImportValue|BootstrapVersion|cdk-bootstrap|"Export"/);
}, 60_000);

/** All statements of a template, wherever they stand. */
function statementsIn(value: any): any[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'Effect' in value ? [value] : [];
  return [...own, ...Object.values(value).flatMap(statementsIn)];
}

function comparable(statement: any): any {
  const { Sid: _, ...rest } = statement;
  return JSON.parse(JSON.stringify(normalized(rest)).replaceAll('${AWS::Partition}', 'aws'));
}
