import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnParameter, Duration, Stack, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import { examplesWith } from '../examples/synth';
import {
  AccountAccessRole, ApplicationRole, AssumeRoleAccess, CustomerRole, CustomerStack, EksPodPrincipal, EksServiceAccountPrincipal, ExternalId,
  InstanceRole, KubernetesServiceAccount, OidcIdentityProvider, PodIdentityAssociation, RoleNaming, SamlFederationPrincipal, SessionTag, StringMatch,
  ThirdPartyPrincipal, TrustedAccountPrincipal, WorkloadPrincipal,
} from '../lib';

/** The validator that aws-cdk-lib runs at every synthesis finds nothing in what this library makes. */
describe('aws-cdk-lib\'s own validator', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'validation-'));
  beforeAll(() => { process.env.CDK_VALIDATION = 'true'; });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => {
    process.env.CDK_VALIDATION = 'false';
    rmSync(outdir, { recursive: true });
  });

  test('is at work: it finds what is wrong', () => {
    jest.spyOn(console, 'error').mockImplementation();
    expect(findings((app) => {
      new iam.CfnRole(new Stack(app, 'Stack'), 'Role', { assumeRolePolicyDocument: {}, path: 'nopath' });
    })).toContainEqual(expect.stringContaining('does not match pattern'));
  }, 30_000);

  test('finds nothing in roles of every kind, with every prop', () => {
    expect(findings((app) => {
      const stack = new Stack(app, 'Stack');
      new ApplicationRole(stack, 'Plain', { assumedBy: WorkloadPrincipal.ec2Instance() });
      new InstanceRole(stack, 'Host', {
        instanceProfileName: 'host',
        restrictToVpc: true,
        sessionManager: true,
        path: '/acme/',
        roleName: 'host',
        description: 'The host',
        maxSessionDuration: Duration.hours(2),
        permissions: [AssumeRoleAccess.to(CustomerRole.namePrefix('Acme-').atAnyPath().inAnyAccount()), AssumeRoleAccess.to(CustomerRole.named('own').inOwnOrganization())],
      });
      const large = new ApplicationRole(stack, 'Large', { assumedBy: WorkloadPrincipal.ec2Instance() });
      for (let i = 0; i < 300; i++) large.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::bucket-${i}/*`], conditions: { StringEquals: { 'aws:PrincipalTag/n': `${i}` } } }));

      const customer = new CustomerStack(app, 'Customer', { description: 'For customers' });
      new AccountAccessRole(customer, 'Named', {
        naming: RoleNaming.parameter(customer, 'RoleName', { namePrefix: 'Acme-' }).atPath('/acme/'),
        thirdParty: ThirdPartyPrincipal.bySite(new CfnParameter(customer, 'Site'), { eu: '111111111111', us: '222222222222' }, {
          externalId: ExternalId.parameter(customer, 'ExternalId'), organizationId: 'o-a1b2c3d4e5', roleName: 'AcmeHost',
        }),
      });
      new AccountAccessRole(customer, 'Prefixed', {
        naming: RoleNaming.prefixed('Acme-'),
        thirdParty: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.tenantAndStackId('acme-4711-0d6c') }),
        roleArnOutput: 'PrefixedRoleArn',
        externalIdOutput: 'PrefixedExternalId',
      });
    })).toEqual([]);
  }, 30_000);

  test('finds nothing in trusts of every kind', () => {
    expect(findings((app) => {
      const stack = new Stack(app, 'Trusts');
      const cluster = new eks.CfnCluster(stack, 'Cluster', {
        roleArn: new iam.Role(stack, 'ClusterRole', { assumedBy: WorkloadPrincipal.eksCluster() }).roleArn,
        resourcesVpcConfig: { subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
      });
      const worker = KubernetesServiceAccount.of('orders', 'worker');
      const saml = iam.SamlProvider.fromSamlProviderArn(stack, 'Saml', stack.formatArn({ service: 'iam', region: '', resource: 'saml-provider', resourceName: 'Corp' }));
      const issuer = cluster.attrOpenIdConnectIssuerUrl;
      const provider = OidcIdentityProvider.shared(stack, issuer, 'sts.amazonaws.com');
      const role = new ApplicationRole(stack, 'Pods', { assumedBy: EksPodPrincipal.ofCluster(cluster, worker) });
      new PodIdentityAssociation(stack, 'Association', { cluster, serviceAccount: worker, role });
      new ApplicationRole(stack, 'Late', {
        assumedBy: new iam.CompositePrincipal(EksServiceAccountPrincipal.of({ issuer, serviceAccounts: [worker], provider }), WorkloadPrincipal.stateMachine('orders')),
      });
      new ApplicationRole(stack, 'Saml Console', { assumedBy: SamlFederationPrincipal.consoleAndProgrammatic(saml) });
      new ApplicationRole(stack, 'Operator', {
        assumedBy: TrustedAccountPrincipal.organization('o-a1b2c3d4e5', {
          organizationPaths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'],
          maxMfaAge: Duration.hours(1),
          roleSessionName: StringMatch.policyVariable('aws:username'),
          sourceIdentity: StringMatch.like('*@example.com'),
          sessionTags: [SessionTag.of('team', StringMatch.exactly('blue')).transitive()],
        }),
      });
    })).toEqual([]);
  }, 30_000);

  test.each(examplesWith('app.ts'))('finds nothing in the example %s', (example) => {
    const folder = process.cwd();
    process.env.CDK_OUTDIR = outdir;
    // As its users run it, who have its files beside it.
    process.chdir(join(__dirname, '..', 'examples', example));
    try {
      jest.isolateModules(() => jest.requireActual(`../examples/${example}/app`));
    } finally {
      process.chdir(folder);
      delete process.env.CDK_OUTDIR;
    }
    expect(reported(outdir)).toEqual([]);
  }, 30_000);

  function findings(build: (app: App) => void): string[] {
    const app = new App({ outdir });
    build(app);
    app.synth();
    return reported(outdir);
  }
});

function reported(outdir: string): string[] {
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf-8'));
  return report.pluginReports.flatMap((plugin: any) => plugin.violations).map((violation: any) => `${violation.ruleName}: ${violation.description}`);
}
