import type { Stack } from 'aws-cdk-lib';
import { App, Stack as CdkStack, aws_ecr as ecr, aws_iam as iam } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, EcrAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const ARN = 'arn:aws:ecr:us-east-1:111111111111:repository/shop/web';
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];
const SIGN_IN = { Action: 'ecr:GetAuthorizationToken', Effect: 'Allow', Resource: '*' };

test.each<[string, (stack: Stack) => ecr.IRepositoryRef, string]>([
  ['made in the app', (stack) => new ecr.Repository(stack, 'Repository'), '${Repository22E53BBD.Arn}'],
  ['made as L1', (stack) => new ecr.CfnRepository(stack, 'Repository'), '${Repository.Arn}'],
  ['imported by name', (stack) => ecr.Repository.fromRepositoryName(stack, 'Repository', 'shop/web'), 'arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/shop/web'],
  ['imported by ARN', (stack) => ecr.CfnRepository.fromRepositoryArn(stack, 'Repository', ARN), ARN],
])('a repository %s', (_, make, arn) => {
  const stack = newStack();
  const repository = make(stack);
  expect(granted(stack, 'Pull', EcrAccess.pull(repository))).toEqual(expect.arrayContaining([{ Action: PULL, Effect: 'Allow', Resource: arn }, SIGN_IN]));
  const other = newStack();
  expect(granted(other, 'Push', EcrAccess.push(make(other)))).toEqual(expect.arrayContaining([{ Action: PUSH, Effect: 'Allow', Resource: arn }, SIGN_IN]));
});

test('on a role of CDK\'s', () => {
  const stack = newStack();
  EcrAccess.pull(ecr.Repository.fromRepositoryName(stack, 'Repository', 'shop/web')).grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  expect(permissionsOf(stack)).toHaveLength(2);
});

describe('errors', () => {
  test('a wildcard', () => {
    const repository = ecr.Repository.fromRepositoryName(newStack(), 'Repository', 'shop/*');
    expect(() => EcrAccess.pull(repository)).toThrow(/^The ARN of the repository holds a wildcard .* Give one repository, by its name.$/);
    expect(() => EcrAccess.push(repository)).toThrow(/^The ARN of the repository holds a wildcard/);
  });

  test('a repository of another account', () => {
    const stack = new CdkStack(new App(), 'Stack', { env: { account: '222222222222', region: 'us-east-1' } });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => EcrAccess.pull(ecr.CfnRepository.fromRepositoryArn(stack, 'Repository', ARN)).grantTo(role)).toThrow(/which must let the role in by a repository policy too/);
  });
});

function granted(stack: Stack, id: string, access: Access): any[] {
  new ApplicationRole(stack, id, { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}
