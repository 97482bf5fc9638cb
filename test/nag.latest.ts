import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { App, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Findings of cdk-nag in the marketplace example that are meant, one by one. */
const ACKNOWLEDGED = [
  {
    path: 'Seller/Host/Resource',
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::my-app-bucket/*]',
    reason: 'The application works on every object of its own bucket; the actions on them are named one by one.',
  },
  {
    path: 'Seller/Host/Resource',
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::*:role/my-user-role]',
    reason: 'The customers\' accounts are not known at deployment. The role name is, and a Deny keeps out the own account and calls without an external ID.',
  },
  {
    path: 'Customer/Access/Resource',
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::<ReportsBucket>/*]',
    reason: 'The customer names one bucket whose objects may be read, all of them.',
  },
  {
    path: 'Customer/Access/Resource',
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::<UploadsBucket>/results/*]',
    reason: 'The application keeps its results in a folder of its own in the customer\'s bucket.',
  },
];

test('AwsSolutions of cdk-nag finds in the marketplace example what is acknowledged here, and nothing else', () => {
  const found = findings(() => {});
  expect(found).toHaveLength(ACKNOWLEDGED.length);
  expect(found).toEqual(expect.arrayContaining(ACKNOWLEDGED.map(({ path, id }) => ({ path, id }))));
}, 60_000);

test('the acknowledgements silence it', () => {
  expect(findings((app, cdk) => {
    for (const { path, id, reason } of ACKNOWLEDGED) cdk.Validations.of(find(app, path)).acknowledge({ id, reason });
  })).toEqual([]);
}, 60_000);

/** Synthesizes the example with the rules of AwsSolutions; its app synthesizes itself as soon as it is loaded. */
function findings(prepare: (app: App, cdk: typeof import('aws-cdk-lib')) => void): { path: string; id: string }[] {
  const outdir = mkdtempSync(join(tmpdir(), 'nag-'));
  process.env.CDK_OUTDIR = outdir;
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
      loadExample();
    });
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf-8'));
    return report.pluginReports.flatMap((plugin: any) => plugin.violations.flatMap((violation: any) =>
      violation.violatingConstructs.map((construct: any) => ({ path: construct.constructPath, id: `${plugin.pluginName}::${violation.ruleName}` }))));
  } finally {
    delete process.env.CDK_OUTDIR;
    jest.restoreAllMocks();
    rmSync(outdir, { recursive: true });
  }
}

function loadExample(): void {
  try {
    jest.requireActual('../examples/marketplace/app');
  } catch (error) {
    // Findings fail the synthesis after the report is written.
    if ((error as Error).name !== 'ValidationFailed') throw error;
  }
}

function find(app: App, path: string): IConstruct {
  return path.split('/').reduce((scope: IConstruct, id) => scope.node.findChild(id), app);
}
