import { App, Aspects, CfnResource, Fn, NestedStack, Stack, Token, aws_iam as iam, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { makeCa } from './certificates';
import { CertificateBundle, TrustAnchor, TrustAnchorSource } from '../../lib';
import { createOneByOne } from '../../lib/roles-anywhere/creation-order';
import { newStack } from '../helpers';

let source: TrustAnchorSource;

beforeAll(async () => {
  source = TrustAnchorSource.certificateBundle(CertificateBundle.fromPem((await makeCa()).pem));
});

/** What each resource of a type waits for, by the beginning of its logical id. */
function orderIn(stack: Stack, type = 'AWS::RolesAnywhere::TrustAnchor'): Record<string, string[]> {
  const short = (name: string) => name.replace(/[0-9A-F]{8}$/, '');
  return Object.fromEntries(Object.entries<any>(Template.fromStack(stack).findResources(type))
    .map(([name, { DependsOn = [] }]) => [short(name), DependsOn.map(short)]));
}

const anchor = (scope: Construct, id: string) => new TrustAnchor(scope, id, { source });

function profile(scope: Construct, id: string, roleArn = 'arn:of:a:role'): rolesanywhere.CfnProfile {
  const made = new rolesanywhere.CfnProfile(scope, id, { name: id, roleArns: [roleArn] });
  createOneByOne(made);
  return made;
}

describe('createOneByOne', () => {
  test('one has nothing to wait for', () => {
    const stack = newStack();
    anchor(stack, 'A');
    expect(orderIn(stack)).toEqual({ A: [] });
  });

  test('in the order of construction, over scopes', () => {
    const stack = newStack();
    const inner = new Construct(new Construct(stack, 'Z'), 'Inner');
    anchor(stack, 'C');
    anchor(inner, 'B');
    anchor(stack, 'A');
    expect(orderIn(stack)).toEqual({ C: [], ZInnerB: ['C'], A: ['ZInnerB'] });
  });

  test('each stack and nested stack for itself', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id));
    const nested = new NestedStack(one, 'Nested');
    [one, two, nested].forEach((stack) => ['A', 'B'].forEach((id) => anchor(stack, id)));
    [one, two, nested].forEach((stack) => expect(orderIn(stack)).toEqual({ A: [], B: ['A'] }));
  });

  test('imported ones and those of others are not in it', () => {
    const stack = newStack();
    anchor(stack, 'A');
    TrustAnchor.fromTrustAnchorId(stack, 'Imported', '61f50cd4-45b9-4259-b049-d0a53682fa4b');
    new rolesanywhere.CfnTrustAnchor(stack, 'Other', { name: 'other', source: { sourceType: 'AWS_ACM_PCA', sourceData: {} } });
    anchor(stack, 'B');
    expect(orderIn(stack)).toEqual({ A: [], Other: [], B: ['A'] });
  });

  test('one that is taken out again leaves no gap', () => {
    const stack = newStack();
    const scope = new Construct(stack, 'S');
    ['A', 'B'].forEach((id) => anchor(stack, id));
    anchor(scope, 'C');
    anchor(stack, 'D');
    anchor(stack, 'A2');
    stack.node.tryRemoveChild('B');
    stack.node.tryRemoveChild('S');
    expect(orderIn(stack)).toEqual({ A: [], D: ['A'], A2: ['D'] });
  });

  test('one that an aspect takes out leaves no gap either', () => {
    const stack = newStack();
    ['A', 'B', 'C'].forEach((id) => anchor(stack, id));
    Aspects.of(stack).add({ visit: (node) => { if (node === stack) stack.node.tryRemoveChild('B'); } });
    expect(orderIn(stack)).toEqual({ A: [], C: ['A'] });
  });

  test('one that another took the place of', () => {
    const stack = newStack();
    ['A', 'B'].forEach((id) => anchor(stack, id));
    stack.node.tryRemoveChild('A');
    anchor(stack, 'A');
    expect(orderIn(stack)).toEqual({ B: [], A: ['B'] });
  });

  test('dependencies that were there stay', () => {
    const stack = newStack();
    const other = new CfnResource(stack, 'Other', { type: 'AWS::SNS::Topic' });
    anchor(stack, 'A');
    anchor(stack, 'B').node.addDependency(other);
    expect(orderIn(stack)).toEqual({ A: [], B: ['A', 'Other'] });
  });

  test('types do not wait for each other, so that what is made earlier may refer to a later anchor', () => {
    const stack = newStack();
    const scope = new Construct(stack, 'S');
    const crl = (id: string, trustAnchor: TrustAnchor) => createOneByOne(new rolesanywhere.CfnCRL(stack, id, { name: id, crlData: 'x', trustAnchorArn: trustAnchor.trustAnchorArn }));
    const [a, b] = ['A', 'B'].map((id) => anchor(stack, id));
    crl('Crl1', b);
    profile(scope, 'P1', b.trustAnchorArn);
    crl('Crl2', a);
    profile(scope, 'P2');
    anchor(stack, 'C');
    expect(orderIn(stack)).toEqual({ A: [], B: ['A'], C: ['B'] });
    expect(orderIn(stack, 'AWS::RolesAnywhere::CRL')).toEqual({ Crl1: [], Crl2: ['Crl1'] });
    expect(orderIn(stack, 'AWS::RolesAnywhere::Profile')).toEqual({ SP1: [], SP2: ['SP1'] });
  });

  test('no cycle where an earlier one is said to wait for a later one', () => {
    const stack = newStack();
    const scope = new Construct(stack, 'S');
    const a = anchor(stack, 'A');
    const b = anchor(scope, 'B');
    a.node.addDependency(scope);
    anchor(stack, 'C');
    expect(orderIn(stack)).toEqual({ A: ['SB'], SB: [], C: ['SB'] });
    expect(b.node.dependencies).toEqual([]);
  });

  test('no cycle where an earlier one refers to a later one by way of others', () => {
    const stack = newStack();
    profile(stack, 'P0');
    const role = new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: {} });
    profile(stack, 'P1', role.attrArn);
    const later = profile(stack, 'P2');
    role.policies = [{ policyName: 'p', policyDocument: { Statement: [{ Effect: 'Allow', Action: 'rolesanywhere:GetProfile', Resource: later.attrProfileArn }] } }];
    profile(stack, 'P3');
    expect(orderIn(stack, 'AWS::RolesAnywhere::Profile')).toEqual({ P0: [], P1: ['P0'], P2: ['P0'], P3: ['P2'] });
  });

  test('no cycle where the reference is in Fn::Sub or written by hand', () => {
    const stack = newStack();
    profile(stack, 'P1', Fn.sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${P3}'));
    profile(stack, 'P2', Token.asString({ Ref: 'P3' }));
    profile(stack, 'P3');
    profile(stack, 'P4', Token.asString({ 'Fn::GetAtt': 'P5.ProfileArn' }));
    profile(stack, 'P5');
    expect(orderIn(stack, 'AWS::RolesAnywhere::Profile')).toEqual({ P1: [], P2: ['P1'], P3: [], P4: ['P3'], P5: ['P3'] });
  });

  test('no cycle by way of a nested stack', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    const topic = new CfnResource(nested, 'Topic', { type: 'AWS::SNS::Topic' });
    anchor(stack, 'A').node.addDependency(topic);
    topic.addPropertyOverride('DisplayName', anchor(stack, 'B').trustAnchorArn);
    expect(orderIn(stack)).toEqual({ A: [expect.stringContaining('Nested')], B: [] });
    expect(orderIn(nested)).toEqual({});
  });

  test('no cycle where a nested stack refers to a later one, and an earlier one to the nested stack', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    profile(stack, 'P1', new iam.CfnRole(nested, 'Role', { assumeRolePolicyDocument: {} }).attrArn);
    const later = profile(stack, 'P2');
    profile(nested, 'P3', later.attrProfileArn);
    profile(stack, 'P4');
    expect(orderIn(stack, 'AWS::RolesAnywhere::Profile')).toEqual({ P1: [], P2: [], P4: ['P2'] });
  });

  test('what has no value yet is passed over', () => {
    const stack = newStack();
    let isEarly = true;
    profile(stack, 'P1', Token.asString({
      creationStack: [],
      resolve: () => {
        if (isEarly) {
          isEarly = false;
          throw new Error('too early');
        }
        return 'arn:of:a:role';
      },
    }));
    profile(stack, 'P2');
    expect(orderIn(stack, 'AWS::RolesAnywhere::Profile')).toEqual({ P1: [], P2: ['P1'] });
  });

  test('the same app gives the same order', () => {
    const made = () => {
      const stack = newStack();
      const scopes = ['X', 'B', 'M'].map((id) => new Construct(stack, id));
      [2, 0, 1, 1, 0, 2].forEach((i, n) => anchor(scopes[i], `Anchor${n}`));
      return orderIn(stack);
    };
    expect(made()).toEqual(made());
  });

  test('as many as an account may have', () => {
    const stack = newStack();
    for (let i = 0; i < 250; i++) profile(stack, `P${i}`);
    expect(Object.values(orderIn(stack, 'AWS::RolesAnywhere::Profile')).filter((before) => before.length === 1)).toHaveLength(249);
  });
});
