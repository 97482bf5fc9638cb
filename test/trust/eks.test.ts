import { App, CfnParameter, NestedStack, Stack, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import { ApplicationRole, EksPodPrincipal, EksServiceAccountPrincipal, ExternalId, KubernetesServiceAccount, KubernetesServiceAccountPrincipal, PodIdentityAssociation, StringMatch, ThirdPartyPrincipal } from '../../lib';
import { newStack, normalized, onlyResource, templateOf, trustOf, warningsOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';
import { describeTrustCases } from './trust-cases';

const ISSUER = 'https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E';
const NAME = ISSUER.slice('https://'.length);
const CLUSTER_ARN = 'arn:aws:eks:us-west-2:111122223333:cluster/main';
const WORKER = KubernetesServiceAccount.of('orders', 'worker');
const aCluster = (scope: Stack, id = 'Cluster') => new eks.CfnCluster(scope, id, { roleArn: 'role', resourcesVpcConfig: { subnetIds: ['subnet'] } });

describePrincipalContract('EksServiceAccountPrincipal.of()', () => EksServiceAccountPrincipal.of({ issuer: ISSUER, serviceAccounts: [WORKER] }), {
  statements: [{
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${NAME}:aud`]: 'sts.amazonaws.com', [`${NAME}:sub`]: 'system:serviceaccount:orders:worker' } },
    Effect: 'Allow',
    Principal: { Federated: `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${NAME}` },
  }],
  fragment: { StringEquals: { [`${NAME}:aud`]: 'sts.amazonaws.com', [`${NAME}:sub`]: 'system:serviceaccount:orders:worker' } },
});

const TAGS = { 'aws:RequestTag/eks-cluster-arn': CLUSTER_ARN, 'aws:RequestTag/kubernetes-namespace': 'orders', 'aws:RequestTag/kubernetes-service-account': 'worker' };
describePrincipalContract('EksPodPrincipal.ofClusterArn()', () => EksPodPrincipal.ofClusterArn(CLUSTER_ARN, WORKER), {
  statements: [{ Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { StringEquals: TAGS }, Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' } }],
  fragment: { StringEquals: TAGS },
});

describePrincipalContract('KubernetesServiceAccountPrincipal.of()', () => KubernetesServiceAccountPrincipal.of({
  issuer: 'https://oidc.clusters.example.com/main', serviceAccounts: [WORKER, KubernetesServiceAccount.anyOf('jobs')],
}), {
  statements: [
    {
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'oidc.clusters.example.com/main:aud': 'sts.amazonaws.com', 'oidc.clusters.example.com/main:sub': 'system:serviceaccount:orders:worker' } },
      Effect: 'Allow',
      Principal: { Federated: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/oidc.clusters.example.com/main' },
    },
    {
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { 'oidc.clusters.example.com/main:aud': 'sts.amazonaws.com' },
        StringLike: { 'oidc.clusters.example.com/main:sub': 'system:serviceaccount:jobs:*' },
      },
      Effect: 'Allow',
      Principal: { Federated: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/oidc.clusters.example.com/main' },
    },
  ],
});

describeTrustCases('eks', {
  'EksServiceAccountPrincipal.of': () => EksServiceAccountPrincipal.of({ issuer: ISSUER, serviceAccounts: [KubernetesServiceAccount.of('default', 'my-service-account')] }),
  'EksServiceAccountPrincipal.of, with several': () => EksServiceAccountPrincipal.of({
    issuer: ISSUER, serviceAccounts: [WORKER, KubernetesServiceAccount.of('billing', 'api'), KubernetesServiceAccount.namePrefix('jobs', 'nightly-')], audiences: ['orders'],
  }),
  'EksPodPrincipal.ofClusterArn': () => EksPodPrincipal.ofClusterArn(CLUSTER_ARN, WORKER, KubernetesServiceAccount.anyOf('jobs')),
  'EksPodPrincipal.withoutSessionTags': () => EksPodPrincipal.withoutSessionTags('The session policy leaves no room for tags').withConditions({ StringEquals: { 'aws:SourceAccount': '111122223333' } }),
  'KubernetesServiceAccountPrincipal.of, with all of a namespace': () => KubernetesServiceAccountPrincipal.of({
    issuer: 'https://oidc.clusters.example.com/main', serviceAccounts: [KubernetesServiceAccount.anyOf('jobs')],
  }),
  'KubernetesServiceAccountPrincipal.of': () => KubernetesServiceAccountPrincipal.of({ issuer: 'https://oidc.clusters.example.com/main', serviceAccounts: [WORKER] }),
});

test('pods without session tags are warned of, with the reason', () => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy: EksPodPrincipal.anyOf(EksPodPrincipal.withoutSessionTags(' Too many tags '), EksPodPrincipal.ofClusterArn(CLUSTER_ARN, WORKER)) });
  expect(warningsOf(stack)).toEqual(['Any pod to which an association of the account gives the role gets it, as associations without session tags do not say whose pod it is (reason given: Too many tags). Use EksPodPrincipal.ofCluster() with session tags on.']);
});

test.each([
  ['an L1 cluster', aCluster],
  ['an imported cluster', (stack: Stack) => eks.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'main' })],
])('%s names its pods', (_, make) => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: EksPodPrincipal.ofCluster(make(stack), WORKER) });
  const { 'aws:RequestTag/eks-cluster-arn': arn } = normalized(trustOf(stack)[0].Condition.StringEquals);
  expect(['${Cluster.Arn}', 'arn:${AWS::Partition}:eks:${AWS::Region}:${AWS::AccountId}:cluster/main']).toContain(arn);
});

describe('an association', () => {
  let stack: Stack;
  let cluster: eks.CfnCluster;
  beforeEach(() => {
    stack = newStack();
    cluster = aCluster(stack);
  });
  const associate = (role: iam.IRoleRef, props: object = {}) => new PodIdentityAssociation(stack, 'Pods', { cluster, serviceAccount: WORKER, role, ...props });

  test('gives the role to the pods', () => {
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EksPodPrincipal.ofCluster(cluster, WORKER) });
    associate(role);
    expect(onlyResource(stack, 'AWS::EKS::PodIdentityAssociation')).toEqual({
      ClusterName: { Ref: 'Cluster' }, DisableSessionTags: false, Namespace: 'orders', RoleArn: { 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] }, ServiceAccount: 'worker',
    });
  });

  test('with every prop', () => {
    const role = new ApplicationRole(stack, 'Role', { assumedBy: EksPodPrincipal.withoutSessionTags('No room') });
    const association = associate(role, { sessionTags: false, targetRole: iam.Role.fromRoleArn(stack, 'Target', 'arn:aws:iam::444455556666:role/Target') });
    expect(onlyResource(stack, 'AWS::EKS::PodIdentityAssociation')).toMatchObject({ DisableSessionTags: true, TargetRoleArn: 'arn:aws:iam::444455556666:role/Target' });
    const { podIdentityAssociationArn: arn, podIdentityAssociationId: id, podIdentityAssociationExternalId: externalId } = association;
    expect(stack.resolve([arn, id, externalId])).toEqual(
      ['AssociationArn', 'AssociationId', 'ExternalId'].map((attribute) => ({ 'Fn::GetAtt': ['PodsA3A85291', attribute] })));
  });

  test.each<[string, () => iam.IRoleRef]>([
    ['an imported role', () => iam.Role.fromRoleName(stack, 'Role', 'orders')],
    ['an L1 role', () => new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] }] } })],
    ['a role for the name of the cluster', () => new iam.Role(stack, 'Role', { assumedBy: EksPodPrincipal.withoutSessionTags('x').withConditions({ StringEquals: { 'aws:RequestTag/eks-cluster-name': cluster.ref } }) })],
    ['a role for a parameter', () => new iam.Role(stack, 'Role', { assumedBy: EksPodPrincipal.withoutSessionTags('x').withConditions({ StringEquals: { 'aws:RequestTag/kubernetes-namespace': new CfnParameter(stack, 'Namespace').valueAsString } }) })],
    ['a role that demands that there are tags', () => new iam.Role(stack, 'Role', { assumedBy: EksPodPrincipal.ofCluster(cluster, WORKER).withConditions({ Null: { 'aws:RequestTag/kubernetes-namespace': 'false' } }) })],
    ['a role for other pods too', () => new iam.Role(stack, 'Role', { assumedBy: EksPodPrincipal.ofCluster(cluster, KubernetesServiceAccount.of('other', 'worker'), WORKER) })],
    ['a role for all of the namespace', () => new iam.Role(stack, 'Role', { assumedBy: EksPodPrincipal.ofCluster(cluster, KubernetesServiceAccount.anyOf('orders')) })],
    ['a role for the beginning of the name', () => new iam.Role(stack, 'Role', { assumedBy: EksPodPrincipal.ofCluster(cluster, KubernetesServiceAccount.namePrefix('orders', 'wo')) })],
  ])('takes %s', (_, make) => {
    associate(make());
    expect(() => templateOf(stack)).not.toThrow();
  });

  const WHO = "The role 'Stack/Role'";
  const SAME = 'Use the same cluster and KubernetesServiceAccount for both.';
  test.each<[string, () => iam.IPrincipal, object, string]>([
    ['that EKS cannot assume', () => new iam.ServicePrincipal('ec2.amazonaws.com'), {}, `${WHO} does not let EKS Pod Identity in: its trust has no statement that allows sts:AssumeRole and sts:TagSession to 'pods.eks.amazonaws.com'. Make it with EksPodPrincipal.ofCluster().`],
    ['that EKS cannot tag', () => new iam.ServicePrincipal('pods.eks.amazonaws.com'), {}, `${WHO} does not let EKS Pod Identity in: its trust has no statement that allows sts:AssumeRole and sts:TagSession to 'pods.eks.amazonaws.com'. Make it with EksPodPrincipal.ofCluster().`],
    ['of another namespace', () => EksPodPrincipal.ofCluster(cluster, KubernetesServiceAccount.of('billing', 'worker')), {}, `${WHO} is for other pods: its trust demands that the session tag 'kubernetes-namespace' is 'billing', and the association sends 'orders'. ${SAME}`],
    ['of another service account', () => EksPodPrincipal.ofCluster(cluster, KubernetesServiceAccount.of('orders', 'api')), {}, `${WHO} is for other pods: its trust demands that the session tag 'kubernetes-service-account' is 'api', and the association sends 'worker'. ${SAME}`],
    ['of other service accounts', () => EksPodPrincipal.ofCluster(cluster, KubernetesServiceAccount.namePrefix('orders', 'api-')), {}, `${WHO} is for other pods: its trust demands that the session tag 'kubernetes-service-account' is 'api-*', and the association sends 'worker'. ${SAME}`],
    ['of another cluster', () => EksPodPrincipal.ofCluster(aCluster(stack, 'Other'), WORKER), {}, `${WHO} is for other pods: its trust demands that the session tag 'eks-cluster-arn' is '\${Other.Arn}', and the association sends '\${Cluster.Arn}'. ${SAME}`],
    ['that needs the tags', () => EksPodPrincipal.ofCluster(cluster, WORKER), { sessionTags: false }, `${WHO} demands session tags, which the association does not send ('sessionTags: false'): its pods could never get it. Leave 'sessionTags' out, or make the role with EksPodPrincipal.withoutSessionTags().`],
  ])('refuses a role %s', (_, assumedBy, props, message) => {
    associate(new ApplicationRole(stack, 'Role', { assumedBy: assumedBy() }), props);
    expect(() => templateOf(stack)).toThrow(message);
  });

  test('is for one service account', () => {
    expect(() => associate(iam.Role.fromRoleName(stack, 'Role', 'orders'), { serviceAccount: KubernetesServiceAccount.anyOf('orders') }))
      .toThrow(new Error("The association is for several service accounts: got 'system:serviceaccount:orders:*'. EKS takes one; make an association for each."));
  });
});

const NAMESPACE = 'Allowed: 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.';
const ACCOUNT = 'Allowed: up to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.';
const ARN_SHAPE = "Write it as 'arn:aws:eks:us-east-1:111111111111:cluster/main'.";
test.each<[string, () => unknown, string]>([
  ['a namespace in capitals', () => KubernetesServiceAccount.of('Orders', 'worker'), `The namespace is none that Kubernetes takes: got 'Orders'. ${NAMESPACE}`],
  ['a namespace with an underscore', () => KubernetesServiceAccount.anyOf('my_orders'), `The namespace is none that Kubernetes takes: got 'my_orders'. ${NAMESPACE}`],
  ['a long namespace', () => KubernetesServiceAccount.namePrefix('x'.repeat(64), 'worker'), `The namespace is none that Kubernetes takes: got '${'x'.repeat(64)}'. ${NAMESPACE}`],
  ['any namespace', () => KubernetesServiceAccount.of('*', 'worker'), `The namespace holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${NAMESPACE}`],
  ['no namespace', () => KubernetesServiceAccount.of('', 'worker'), `The namespace is empty: got ''. ${NAMESPACE}`],
  ['any service account', () => KubernetesServiceAccount.of('orders', '*'), `The service account holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${ACCOUNT}`],
  ['a service account with a colon', () => KubernetesServiceAccount.of('orders', 'a:b'), `The service account is none that Kubernetes takes: got 'a:b'. ${ACCOUNT}`],
  ['an empty beginning', () => KubernetesServiceAccount.namePrefix('orders', ''), `The service account is empty: got ''. ${ACCOUNT}`],
  ['no service account', () => EksServiceAccountPrincipal.of({ issuer: ISSUER, serviceAccounts: [] }), "The list of service accounts is empty. Give at least one, such as KubernetesServiceAccount.of('orders', 'worker')."],
  ['no service account for pods', () => EksPodPrincipal.ofClusterArn(CLUSTER_ARN), "The list of service accounts is empty. Give at least one, such as KubernetesServiceAccount.of('orders', 'worker')."],
  ['no pods', () => EksPodPrincipal.anyOf(), 'EksPodPrincipal.anyOf() is empty. Give at least one principal.'],
  ['a cluster by its name', () => EksPodPrincipal.ofClusterArn('main', WORKER), `The ARN of the cluster is none: got 'main'. ${ARN_SHAPE}`],
  ['any cluster', () => EksPodPrincipal.ofClusterArn('arn:aws:eks:us-west-2:111122223333:cluster/*', WORKER), `The ARN of the cluster holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:aws:eks:us-west-2:111122223333:cluster/*'. ${ARN_SHAPE}`],
  ['no reason', () => EksPodPrincipal.withoutSessionTags(' '), 'The reason is empty. Say why the association has no session tags.'],
])('%s is an error', (_, act, message) => {
  expect(act).toThrow(new Error(message));
});

test('session options are those of any issuer', () => {
  const stack = new Stack(new App(), 'Stack');
  new iam.Role(stack, 'Role', { assumedBy: EksServiceAccountPrincipal.of({ issuer: ISSUER, serviceAccounts: [WORKER], roleSessionName: StringMatch.like('orders-*') }) });
  expect(trustOf(stack)[0].Condition.StringLike).toEqual({ 'sts:RoleSessionName': 'orders-*' });
});

describe.each<[string, (scope: Stack, assumedBy: iam.IPrincipal) => iam.Role]>([
  ['a plain role', (scope, assumedBy) => new iam.Role(scope, 'Role', { assumedBy })],
  ['an application role', (scope, assumedBy) => new ApplicationRole(scope, 'Role', { assumedBy })],
])('%s in a nested stack', (_, make) => {
  const podsOf = (scope: Stack) => EksServiceAccountPrincipal.of({ issuer: aCluster(scope).attrOpenIdConnectIssuerUrl, serviceAccounts: [WORKER] });

  test('takes the issuer of a cluster of the parent', () => {
    const parent = newStack();
    const nested = new NestedStack(parent, 'Nested');
    make(nested, podsOf(parent));
    const trust = onlyResource(nested, 'AWS::IAM::Role').AssumeRolePolicyDocument;
    expect(JSON.stringify(trust)).toMatch(/\$\{Value1\}:sub.*system:serviceaccount:orders:worker.*"Ref":"referenceto\w+OpenIdConnectIssuerUrl"/);
  });

  test('refuses a parameter of the parent', () => {
    const parent = newStack();
    const nested = new NestedStack(parent, 'Nested');
    const vendor = ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.parameter(parent, 'Secret') });
    make(nested, new iam.CompositePrincipal(podsOf(parent), vendor));
    expect(() => templateOf(nested)).toThrow(/whoever sets parameter 'Secret' could add statements to it/);
  });
});
