/** Who gets in, and what they can do: asked of the synthesized template, as IAM evaluates it. */
import { reports, stack } from './app';
import { AccessAssertions, Caller } from 'cdk-keyless-roles';

const externalId = 'c1f7e0a4-3b52-4d7e-9a60-5f1d2e8b7c93';
const access = AccessAssertions.fromStack(stack, { parameters: { ExternalId: externalId } });
const report = reports.arnForObjects('2026/november.csv');

test('the vendor reads the reports, with its external ID and not without', () => {
  access.role('Vendor')
    .isAssumableBy(Caller.account('111111111111'), { externalId })
    .isNotAssumableBy(Caller.account('111111111111'))
    .isNotAssumableBy(Caller.account('333333333333'), { externalId })
    .allows('s3:GetObject', report)
    .allowsOnly(['s3:GetObject']);
});

test('the pipeline deploys templates, from one environment of one repository', () => {
  const job = (environment: string) => Caller.webIdentity('https://token.actions.githubusercontent.com', {
    aud: 'sts.amazonaws.com',
    sub: `repo:acme@1234567/reports@7654321:environment:${environment}`,
    repository_owner_id: '1234567',
    repository_id: '7654321',
    ref: 'refs/heads/main',
  });
  access.role('Pipeline')
    .isAssumableBy(job('production'))
    .isNotAssumableBy(job('staging'))
    .allows('s3:PutObject', reports.arnForObjects('templates/report.html'))
    .denies('s3:PutObject', report);
});

test('the host serves reports, and nobody but EC2 gets its role', () => {
  access.role('Host')
    .canBePassedTo('ec2.amazonaws.com')
    .cannotBePassedTo('lambda.amazonaws.com')
    .allows('s3:PutObject', report, { context: { 'ec2:RoleDelivery': ['2.0'] } })
    .denies('s3:PutObject', report, { context: { 'ec2:RoleDelivery': ['1.0'] } })
    .denies('s3:DeleteObject');
});
