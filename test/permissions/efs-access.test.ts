import { App, CfnParameter, Stack, aws_ec2 as ec2, aws_efs as efs } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, EfsAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const [MOUNT, WRITE, ROOT] = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite', 'elasticfilesystem:ClientRootAccess'];
const encrypted = { Bool: { 'aws:SecureTransport': 'true' } };

describe('statements', () => {
  test.each([
    ['mountReadOnly', MOUNT],
    ['mountReadWrite', [MOUNT, WRITE]],
    ['mountAsRoot', [MOUNT, ROOT, WRITE]],
  ] as const)('%s is on the file system, over an encrypted connection', (method, actions) => {
    const stack = newStack();
    expect(granted(stack, EfsAccess[method](new efs.CfnFileSystem(stack, 'Files')))).toEqual([
      { Action: actions, Condition: encrypted, Effect: 'Allow', Resource: '${Files.Arn}' },
    ]);
  });

  test.each<[string, (stack: Stack) => efs.IAccessPointRef, string]>([
    ['made as L1', (stack) => new efs.CfnAccessPoint(stack, 'Point', { fileSystemId: 'fs-1' }), '${Point.Arn}'],
    ['imported by id', (stack) => efs.AccessPoint.fromAccessPointId(stack, 'Point', 'fsap-12'), 'arn:${AWS::Partition}:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:access-point/fsap-12'],
  ])('through an access point %s alone', (_, make, arn) => {
    const stack = newStack();
    expect(granted(stack, EfsAccess.mountReadWrite(new efs.CfnFileSystem(stack, 'Files'), { accessPoint: make(stack) }))[0].Condition).toEqual({
      ...encrypted, StringEquals: { 'elasticfilesystem:AccessPointArn': arn },
    });
  });

  test('over any connection where it is asked for', () => {
    const stack = newStack();
    expect(granted(stack, EfsAccess.mountReadOnly(new efs.CfnFileSystem(stack, 'Files'), { requireTls: false }))[0]).not.toHaveProperty('Condition');
  });

  // JavaScript lets a property be null.
  test.each([undefined, null])('encrypted unless it is asked for: %s', (requireTls) => {
    const stack = newStack();
    expect(granted(stack, EfsAccess.mountReadOnly(new efs.CfnFileSystem(stack, 'Files'), { requireTls: requireTls as undefined }))[0].Condition).toEqual(encrypted);
  });
});

test.each<[string, (stack: Stack) => efs.IFileSystemRef, string]>([
  ['L2', (stack) => new efs.FileSystem(stack, 'Files', { vpc: new ec2.Vpc(stack, 'Vpc') }), '${Files8E6940B8.Arn}'],
  ['imported by id', (stack) => efs.CfnFileSystem.fromFileSystemId(stack, 'Files', 'fs-12'), 'arn:${AWS::Partition}:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:file-system/fs-12'],
  ['imported by ARN', (stack) => efs.CfnFileSystem.fromFileSystemArn(stack, 'Files', 'arn:aws:elasticfilesystem:us-east-1:111111111111:file-system/fs-12'), 'arn:aws:elasticfilesystem:us-east-1:111111111111:file-system/fs-12'],
])('a file system %s', (_, make, arn) => {
  const stack = newStack();
  expect(granted(stack, EfsAccess.mountReadOnly(make(stack)))[0].Resource).toBe(arn);
});

describe('bad input', () => {
  test.each<[string, (stack: Stack) => Access, RegExp]>([
    ['a file system that is a wildcard', (stack) => EfsAccess.mountReadOnly(efs.CfnFileSystem.fromFileSystemId(stack, 'Files', '*')), /^The ARN of the file system holds a wildcard/],
    ['an access point that is a wildcard', (stack) => EfsAccess.mountReadOnly(new efs.CfnFileSystem(stack, 'Files'), { accessPoint: efs.AccessPoint.fromAccessPointId(stack, 'Point', '*') }), /^The ARN of the access point holds a wildcard/],
    ['an access point from a parameter', (stack) => EfsAccess.mountReadOnly(new efs.CfnFileSystem(stack, 'Files'), {
      accessPoint: efs.AccessPoint.fromAccessPointId(stack, 'Point', new CfnParameter(stack, 'Id').valueAsString),
    }), /^The ARN of the access point comes from parameter 'Id', which has no 'allowedPattern'/],
  ])('%s', (_, make, message) => {
    expect(() => make(newStack())).toThrow(message);
  });

  test('a file system of another account needs a policy there', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    const foreign = efs.CfnFileSystem.fromFileSystemArn(stack, 'Files', 'arn:aws:elasticfilesystem:us-east-1:222222222222:file-system/fs-12');
    expect(() => granted(stack, EfsAccess.mountReadOnly(foreign))).toThrow(/the file system 'Stack\/Files' is in account 222222222222, which must let the role in by a file system policy too/);
  });
});

function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return permissionsOf(stack).map(normalized);
}
