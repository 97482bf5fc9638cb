import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { App, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { examplesWith } from '../examples/synth';

const SETTING = 'The example is about roles, and leaves the settings of what they work on to its users.';
const OBJECTS = 'The role works on all objects of the folder or bucket; the actions on them are named one by one.';
const STREAMS = 'A function makes its log streams as it goes, and writes to them alone, all of one log group.';
const NO_RESOURCE = 'The actions on it take no resource; where they have a condition key, a condition limits them.';
const WHOLE_ACCOUNT = 'The product reads how every resource of the account is set up; the actions are named one by one.';
const CUSTOMERS = 'The customers\' accounts are not known at deployment. The role name is, and a Deny keeps out the own account and calls without an external ID.';

/** The findings of cdk-nag in each example, which are all meant: where, which, and why. */
const ACKNOWLEDGED: Record<string, [path: string, rule: string, reason: string][]> = {
  'account-reader': [
    ['AccountReader/Access/Resource', 'AwsSolutions-IAM5[Resource::*]', WHOLE_ACCOUNT],
  ],
  'federation': [
    ['Federation/Site/Resource', 'AwsSolutions-S1', SETTING],
    ['Federation/Deploy-staging/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/staging/*]', OBJECTS],
    ['Federation/Deploy-production/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/production/*]', OBJECTS],
    ['Federation/User/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/members/*]', OBJECTS],
    ['Federation/Reader/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/*]', OBJECTS],
    ['Federation/Administrator/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/*]', OBJECTS],
    ['Federation/Operator/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/*]', OBJECTS],
  ],
  'guarded': [
    ['Guarded/Reports/Resource', 'AwsSolutions-S1', SETTING],
    ['Guarded/Reports/Resource', 'AwsSolutions-S10', SETTING],
    ['Guarded/Vendor/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<Reports65402A0A.Arn>/*]', OBJECTS],
    ['Guarded/Pipeline/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<Reports65402A0A.Arn>/templates/*]', OBJECTS],
    ['Guarded/Host/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<Reports65402A0A.Arn>/*]', OBJECTS],
  ],
  'least-privilege': [
    ['Shop/Uploads/Resource', 'AwsSolutions-S1', SETTING],
    ['Shop/Reports/Resource', 'AwsSolutions-S1', SETTING],
    ['Shop/Uploads/Resource', 'AwsSolutions-S10', SETTING],
    ['Shop/Reports/Resource', 'AwsSolutions-S10', SETTING],
    ['Shop/Jobs/Resource', 'AwsSolutions-SQS3', SETTING],
    ['Shop/Jobs/Resource', 'AwsSolutions-SQS4', SETTING],
    ['Shop/PaymentKey/Resource', 'AwsSolutions-SMG4', SETTING],
    ['Shop/Web/Resource', 'AwsSolutions-IAM5[Resource::*]', NO_RESOURCE],
    ['Shop/Web/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<Uploads4F6EB0FD.Arn>/*]', OBJECTS],
    ['Shop/Worker/ResourcePermissions', 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<WorkerLines636D04E5>:log-stream:*]', STREAMS],
    ['Shop/Worker/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<Uploads4F6EB0FD.Arn>/invoices/*]', OBJECTS],
    ['Shop/Worker/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<Reports65402A0A.Arn>/*]', OBJECTS],
    ['Shop/Support/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<Reports65402A0A.Arn>/*]', OBJECTS],
  ],
  'marketplace': [
    ['Seller/Host/Resource', 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::my-app-bucket/*]', OBJECTS],
    ['Seller/Host/Resource', 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::*:role/my-user-role]', CUSTOMERS],
    ['Customer/Access/Resource', 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::<UploadsBucket>/results/*]', OBJECTS],
    ['Customer/Access/Resource', 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::<ReportsBucket>/*]', OBJECTS],
  ],
  'roles-anywhere': [
    ['RolesAnywhere/Backups/Resource', 'AwsSolutions-S1', SETTING],
    ['RolesAnywhere/Backups/Resource', 'AwsSolutions-S10', SETTING],
    ['RolesAnywhere/Backup/ResourcePermissions', 'AwsSolutions-IAM5[Resource::<Backups9A29A52D.Arn>/backup-01/*]', OBJECTS],
    ['RolesAnywhere/Build/Resource', 'AwsSolutions-IAM5[Resource::*]', NO_RESOURCE],
    ['RolesAnywhere/Operations/Resource', 'AwsSolutions-SNS3', SETTING],
  ],
  'workloads': [
    ['Workloads/Task/Resource', 'AwsSolutions-ECS7', SETTING],
    ['Workloads/Fulfilment/Resource', 'AwsSolutions-SF1', SETTING],
    ['Workloads/Fulfilment/Resource', 'AwsSolutions-SF2', SETTING],
    ['Workloads/Api', 'AwsSolutions-ASC3', SETTING],
    ['Workloads/Cluster', 'AwsSolutions-EKS2[LogExport::api]', SETTING],
    ['Workloads/Cluster', 'AwsSolutions-EKS2[LogExport::audit]', SETTING],
    ['Workloads/Cluster', 'AwsSolutions-EKS2[LogExport::authenticator]', SETTING],
    ['Workloads/Cluster', 'AwsSolutions-EKS2[LogExport::controllerManager]', SETTING],
    ['Workloads/Cluster', 'AwsSolutions-EKS2[LogExport::scheduler]', SETTING],
  ],
};

test('every example is judged', () => {
  expect(Object.keys(ACKNOWLEDGED)).toEqual(examplesWith('app.ts'));
});

describe.each(Object.entries(ACKNOWLEDGED))('AwsSolutions of cdk-nag, in the example %s,', (example, acknowledged) => {
  test('finds what is acknowledged here, and nothing else', () => {
    const found = findings(example, () => {});
    expect(found).toHaveLength(acknowledged.length);
    expect(found).toEqual(expect.arrayContaining(acknowledged.map(([path, rule]) => ({ path, id: `AwsSolutions::${rule}` }))));
  }, 60_000);

  test('is silenced by the acknowledgements', () => {
    expect(findings(example, (app, cdk) => {
      for (const [path, rule, reason] of acknowledged) cdk.Validations.of(find(app, path)).acknowledge({ id: `AwsSolutions::${rule}`, reason });
    })).toEqual([]);
  }, 60_000);
});

/** Synthesizes the example with the rules of AwsSolutions; its app synthesizes itself as soon as it is loaded. */
function findings(example: string, prepare: (app: App, cdk: typeof import('aws-cdk-lib')) => void): { path: string; id: string }[] {
  const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
  const folder = process.cwd();
  process.env.CDK_OUTDIR = outdir;
  process.chdir(join(__dirname, '..', 'examples', example));
  jest.spyOn(console, 'error').mockImplementation();
  try {
    // Everything is loaded anew, so that the example's app can be made twice.
    jest.isolateModules(() => {
      const cdk = jest.requireActual<typeof import('aws-cdk-lib')>('aws-cdk-lib');
      const { AwsSolutionsChecks } = jest.requireActual<typeof import('cdk-nag')>('cdk-nag');
      const { synth } = cdk.Stage.prototype;
      jest.spyOn(cdk.Stage.prototype, 'synth').mockImplementation(function (this: Stage, options) {
        cdk.Validations.of(this).addPlugins(new AwsSolutionsChecks());
        prepare(this as App, cdk);
        return synth.call(this, options);
      });
      loadExample(example);
    });
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf-8'));
    return report.pluginReports.flatMap((plugin: any) => plugin.violations.flatMap((violation: any) =>
      violation.violatingConstructs.map((construct: any) => ({ path: construct.constructPath, id: `${plugin.pluginName}::${violation.ruleName}` }))));
  } finally {
    process.chdir(folder);
    delete process.env.CDK_OUTDIR;
    jest.restoreAllMocks();
    rmSync(outdir, { recursive: true });
  }
}

function loadExample(example: string): void {
  try {
    jest.requireActual(`../examples/${example}/app`);
  } catch (error) {
    // Findings fail the synthesis after the report is written.
    if ((error as Error).name !== 'ValidationFailed') throw error;
  }
}

/** A role makes its policies when the app is synthesized, so their findings are acknowledged at the role. */
function find(app: App, path: string): IConstruct {
  return path.replace(/\/ResourcePermissions$/, '').split('/').reduce((scope: IConstruct, id) => scope.node.findChild(id), app);
}
