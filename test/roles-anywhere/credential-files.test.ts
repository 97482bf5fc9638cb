import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, CfnParameter, Lazy, Stack, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import { parse as parseYaml } from 'yaml';
import { parse, testWithShell } from './command-lines';
import type { CredentialProcessProps } from '../../lib';
import { CredentialProcess, CredentialSource } from '../../lib';

const ANCHOR = 'arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/66666666-7777-8888-9999-000000000000';
const PROFILE = 'arn:aws:rolesanywhere:us-east-1:111111111111:profile/11111111-2222-3333-4444-555555555555';
const ROLE = 'arn:aws:iam::111111111111:role/backup';
const FILES = CredentialSource.files({ certificate: '/etc/backup/tls.crt', privateKey: '/etc/backup/tls.key' });
const IMAGE = `public.ecr.aws/rolesanywhere/credential-helper@sha256:${'0123456789abcdef'.repeat(4)}`;
const SIDECAR = { container: 'shop', secretName: 'shop-tls', image: IMAGE };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'credentials-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the unit of systemd', () => {
  test('for files', () => {
    expect(make({}).systemdUnit()).toMatchSnapshot();
  });

  test.each([
    ['files', FILES, ['PrivateDevices=yes', 'ProtectClock=yes', 'MemoryDenyWriteExecute=yes']],
    ['a TPM', CredentialSource.tpmHandle({ certificate: '/c', handle: '0x81000001' }), ['SupplementaryGroups=tss', 'DevicePolicy=closed', 'DeviceAllow=/dev/tpmrm0 rw', 'DeviceAllow=/dev/tpm0 rw', 'ProtectClock=yes']],
    ['a token', CredentialSource.pkcs11({ certificate: 'pkcs11:token=RA' }), ['# A token that wants a PIN cannot be used by a service: nobody is there to answer.']],
  ])('lets the helper reach %s and no more', (_, source, own) => {
    const common = linesOf(make({ source }).systemdUnit()).filter((line) => !own.includes(line) && !line.startsWith('ExecStart=') && !line.includes('tpm2-tss'));
    const all = linesOf(make({ source }).systemdUnit());
    expect(own.filter((line) => !all.includes(line))).toEqual([]);
    const ofFiles = linesOf(make({}).systemdUnit()).filter((line) => !/^(ExecStart|PrivateDevices|ProtectClock|MemoryDenyWriteExecute)=/.test(line));
    expect(common).toEqual(ofFiles);
  });

  test('every option', () => {
    const unit = make({ helper: '/opt/aws_signing_helper' }).systemdUnit({ user: 'backup', port: 1338, hopLimit: 2 });
    expect(unit).toContain('\nUser=backup\n');
    expect(unit).toContain('AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:1338\n');
    expect(parse(/^ExecStart=(.*)$/m.exec(unit)![1].split(' '))).toMatchObject({ helper: '/opt/aws_signing_helper', command: 'serve', flags: { 'port': '1338', 'hop-limit': '2' } });
  });

  test('signs that systemd replaces are doubled', () => {
    const source = CredentialSource.pkcs11({ certificate: 'pkcs11:object=My%20cert;id=%01' });
    expect(make({ source }).systemdUnit()).toContain('--certificate "pkcs11:object=My%%20cert;id=%%01" ');
  });

  test.each([
    [CredentialSource.macOsKeychain({ serialNumber: '1' }), 'the helper finds no certificate store on Linux'],
    [CredentialSource.windowsStore({ serialNumber: '1' }), 'its paths are of Windows'],
    [CredentialSource.tpmHandle({ certificate: '/c', handle: '0x81000001', hasPassword: true }), 'its key has a password, and nobody is there to enter it'],
  ])('a source that it cannot use %#', (source, reason) => {
    expect(() => make({ source }).systemdUnit()).toThrow(`A service of systemd cannot use this source: ${reason}.`);
  });

  test('a user that is none', () => {
    expect(() => make({}).systemdUnit({ user: 'root\nUser=x' })).toThrow('The user of the service is not one that Linux takes: got \'root\\nUser=x\'. Allowed: 1 to 31 lower-case letters, digits, hyphens and underscores, beginning with a letter.');
  });
});

describe('the sidecar of Kubernetes', () => {
  test('as people read it', () => {
    expect(make({}).kubernetesSidecar(SIDECAR)).toMatchSnapshot();
  });

  test('serves one container, and alone sees the key', () => {
    const { spec: { template: { spec } } } = parseYaml(make({}).kubernetesSidecar({ ...SIDECAR, intermediatesKey: 'chain.pem', port: 1338, hopLimit: 2 }));
    const [helper] = spec.initContainers;
    expect(helper).toMatchObject({ image: IMAGE, restartPolicy: 'Always', volumeMounts: [{ name: 'aws-signing-helper', mountPath: '/etc/rolesanywhere', readOnly: true }] });
    expect(helper.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(parse(['aws_signing_helper', ...helper.args]).flags).toEqual({
      'certificate': '/etc/rolesanywhere/tls.crt',
      'private-key': '/etc/rolesanywhere/tls.key',
      'intermediates': '/etc/rolesanywhere/chain.pem',
      'trust-anchor-arn': ANCHOR,
      'profile-arn': PROFILE,
      'role-arn': ROLE,
      'session-duration': '3600',
      'region': 'us-east-1',
      'port': '1338',
      'hop-limit': '2',
    });
    expect(spec.containers).toEqual([{
      name: 'shop', env: [{ name: 'AWS_EC2_METADATA_SERVICE_ENDPOINT', value: 'http://127.0.0.1:1338' }, { name: 'AWS_REGION', value: 'us-east-1' }],
    }]);
    expect(spec.volumes).toEqual([{ name: 'aws-signing-helper', secret: { secretName: 'shop-tls', defaultMode: 0o444 } }]);
  });

  test('what Kubernetes would replace stays', () => {
    const text = make({ roleArn: 'arn:aws:iam::111111111111:role/$(X)/y' }).kubernetesSidecar(SIDECAR);
    expect(text).toContain('- "arn:aws:iam::111111111111:role/$$(X)/y"');
    expect(make({ roleArn: 'arn:aws:iam::111111111111:role/$$(X)/$y' }).kubernetesSidecar(SIDECAR)).toContain('- "arn:aws:iam::111111111111:role/$$$$(X)/$y"');
  });

  test.each([
    [{ container: 'Shop' }, 'The container is none that Kubernetes takes: got \'Shop\'. Allowed: 1 to 63 lower-case letters, digits and hyphens.'],
    [{ container: 'aws-signing-helper' }, 'The container is called as the sidecar itself is: got \'aws-signing-helper\'. Name the container of the deployment that gets the credentials.'],
    [{ secretName: 'a_b' }, 'The secret is none that Kubernetes takes: got \'a_b\'. Allowed: lower-case letters, digits, hyphens and dots.'],
    [{ intermediatesKey: '../x' }, 'The key of the secret is none that Kubernetes takes: got \'../x\'. Allowed: letters, digits and - _ .'],
    [{ intermediatesKey: '..' }, 'The key of the secret is none that Kubernetes takes: got \'..\'.'],
  ])('%j', (options, message) => {
    expect(() => make({}).kubernetesSidecar({ ...SIDECAR, ...options })).toThrow(message);
  });
});

describe('the part of a Dockerfile', () => {
  test('has the helper and the profile, and no key', () => {
    expect(make({}).dockerfile('backup', { image: IMAGE })).toMatchSnapshot();
  });

  test('a helper elsewhere', () => {
    expect(make({ helper: '/opt/my tools/helper' }).dockerfile('backup', { image: IMAGE })).toContain(`COPY --from=${IMAGE} ["/usr/local/bin/aws_signing_helper","/opt/my tools/helper"]\n`);
  });

  test.each([
    'public.ecr.aws/rolesanywhere/credential-helper:1.8.0-amd64-2026.03.05.00.00',
    'localhost:5000/helper:1',
    IMAGE,
    IMAGE.replace('@', ':latest@'),
  ])('image %s', (image) => {
    expect(make({}).dockerfile('backup', { image })).toContain(`COPY --from=${image} `);
    expect(make({}).kubernetesSidecar({ ...SIDECAR, image })).toContain(`image: "${image}"`);
  });

  test.each(['public.ecr.aws/rolesanywhere/credential-helper', 'public.ecr.aws/rolesanywhere/credential-helper:latest', 'helper:latest-amd64', 'localhost:5000/helper'])('image %s, which moves', (image) => {
    const message = `The image of the helper is whatever is published last: got '${image}'. Pin it by its digest, such as 'public.ecr.aws/rolesanywhere/credential-helper@sha256:…', which 'docker buildx imagetools inspect public.ecr.aws/rolesanywhere/credential-helper:latest' shows.`;
    expect(() => make({}).dockerfile('backup', { image })).toThrow(message);
    expect(() => make({}).kubernetesSidecar({ ...SIDECAR, image })).toThrow(message);
  });

  test('what is no image', () => {
    expect(() => make({}).dockerfile('backup', { image: 'a b' })).toThrow('The image of the helper is not the name of one: got \'a b\'. Pin it by its digest');
  });

  test.each([
    CredentialSource.windowsStore({ serialNumber: '1' }),
    CredentialSource.tpmHandle({ certificate: '/c', handle: '0x81000001' }),
    CredentialSource.files({ certificate: 'C:\\c', privateKey: 'C:\\k' }),
  ])('a source that a container cannot use %#', (source) => {
    expect(() => make({ source }).dockerfile('backup', { image: IMAGE })).toThrow('A container cannot use this source: its certificate and key are not in files of Linux. Use CredentialSource.files() with the paths that the container sees.');
  });
});

test('programs for the SDKs', () => {
  expect(Object.entries(make({}).sdkSnippets('backup')).map(([language, text]) => `--- ${language}\n${text}`).join('\n')).toMatchSnapshot();
});

describe('files', () => {
  test('what is known stands in them, and the note asks for nothing', () => {
    const names = make({}).writeTo(directory, { profileName: 'backup' });
    expect(names).toEqual(['aws-config', 'commands.txt', 'aws-signing-helper.service', 'client.mjs', 'client.py', 'Client.java', 'client.go', 'client.rb', 'README.md']);
    expect(readdirSync(directory).sort()).toEqual([...names].sort());
    expect(read('aws-config')).toBe(make({}).awsConfig('backup'));
    expect(read('aws-signing-helper.service')).toBe(make({}).systemdUnit());
    expect(read('commands.txt').split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([make({}).command, make({}).serveCommand(), make({}).updateCommand('backup')]);
    expect(read('README.md')).not.toContain('To fill in');
  });

  test('everything that can be asked for', () => {
    const names = make({}).writeTo(join(directory, 'new', 'directory'), { profileName: 'backup', systemd: { user: 'backup', port: 1338 }, kubernetes: SIDECAR, docker: { image: IMAGE } });
    expect(names).toContain('sidecar.yaml');
    expect(names).toContain('Dockerfile.part');
    expect(read('new/directory/aws-signing-helper.service')).toContain('User=backup');
    expect(read('new/directory/commands.txt')).toContain('--port 1338');
    expect(read('new/directory/sidecar.yaml')).toBe(make({}).kubernetesSidecar(SIDECAR));
  });

  test('what is known after deployment is a placeholder, and the note says where to find it', () => {
    const { stack, credentials } = late();
    credentials.addOutputs(stack, { profileName: 'backup', prefix: 'Backup' });
    const names = credentials.writeTo(directory, { profileName: 'backup', kubernetes: SIDECAR, docker: { image: IMAGE } });
    for (const name of names) expect(read(name)).not.toMatch(/\$\{?Token|\{token\}/i);
    expect(read('aws-config')).toBe(`[profile backup]
credential_process = aws_signing_helper credential-process --certificate /etc/backup/tls.crt --private-key /etc/backup/tls.key --trust-anchor-arn "<TrustAnchorArn>" --profile-arn "<ProfileArn>" --role-arn ${ROLE} --session-duration 3600 --region "<Region>"
region = <Region>
`);
    expect(read('README.md')).toMatchSnapshot();
  });

  testWithShell('the commands of the note fill the placeholders in', () => {
    const { stack, credentials } = late();
    credentials.addOutputs(stack, { profileName: 'backup' });
    credentials.writeTo(directory, { profileName: 'backup', kubernetes: SIDECAR });
    const script = /```sh\n([^]*)```/.exec(read('README.md'))![1];
    // In place of the AWS CLI: answers with the value of the output that the query names.
    mkdirSync(join(directory, 'bin'));
    writeFileSync(join(directory, 'bin', 'aws'), '#!/bin/sh\ncase "$*" in\n*--stack-name\\ Stack*TrustAnchorArn*) echo "$ANCHOR";;\n*ProfileArn*) echo "$PROFILE";;\n*Region*) echo us-east-1;;\nesac\n', { mode: 0o755 });
    execFileSync('sh', ['-e', '-c', script], { cwd: directory, env: { PATH: `${join(directory, 'bin')}:${process.env.PATH}`, ANCHOR, PROFILE } });
    rmSync(join(directory, 'bin'), { recursive: true });
    expect(read('aws-config').replace(/"/g, '')).toBe(make({}).awsConfig('backup'));
    expect(parseYaml(read('sidecar.yaml'))).toEqual(parseYaml(make({}).kubernetesSidecar(SIDECAR)));
    expect(readdirSync(directory).filter((name) => name.endsWith('.filled'))).toEqual([]);
    for (const name of readdirSync(directory).filter((each) => each !== 'README.md')) expect(read(name)).not.toMatch(/<(Region|\w+Arn)>/);
  });

  testWithShell('what a parameter brings stays text to the commands of the note', () => {
    const stack = new Stack(new App(), 'Stack');
    const parameter = new CfnParameter(stack, 'Path', { allowedPattern: '^[a-z/&|;~ ]+$' });
    const credentials = make({ source: CredentialSource.files({ certificate: parameter.valueAsString, privateKey: '/k' }) });
    credentials.addOutputs(stack, { profileName: 'backup' });
    credentials.writeTo(directory, { profileName: 'backup' });
    const script = /```sh\n([^]*)```/.exec(read('README.md'))![1];
    mkdirSync(join(directory, 'bin'));
    // GNU's sed would run the line as a command.
    const value = '/a&b|e;s|x|y';
    writeFileSync(join(directory, 'bin', 'aws'), `#!/bin/sh\necho '${value}'\n`, { mode: 0o755 });
    execFileSync('sh', ['-e', '-c', script], { cwd: directory, env: { PATH: `${join(directory, 'bin')}:${process.env.PATH}` } });
    expect(read('aws-config')).toContain(`--certificate "${value}" --private-key /k`);
  });

  test.each([['a token', Aws.REGION], ['no text', 7 as any], ['nothing', '']])('a directory that is %s', (_, path) => {
    expect(() => make({}).writeTo(path, { profileName: 'backup' })).toThrow('The directory is not the path of one on this machine: got');
  });

  test('without outputs the note says where to look', () => {
    late().credentials.writeTo(directory, { profileName: 'backup' });
    expect(read('README.md')).toContain('stands in angle brackets: `<TrustAnchorArn>`, `<ProfileArn>`, `<Region>`.\nThe stack has no outputs with the values (`addOutputs`): look them up');
  });

  test('a path that is not known', () => {
    const directoryName = Lazy.string({ produce: () => 'x' });
    const source = CredentialSource.files({ certificate: `/etc/100%/${directoryName}`, privateKey: `/etc/${directoryName}/key` });
    make({ source }).writeTo(directory, { profileName: 'backup' });
    expect(read('aws-config')).toContain('--certificate "<Certificate>" --private-key "<PrivateKey>"');
    expect(read('aws-signing-helper.service')).toContain('--certificate "/etc/100%%/<Value>"');
  });

  test('a source of another system gets no unit', () => {
    const names = make({ source: CredentialSource.macOsKeychain({ serialNumber: '1' }) }).writeTo(directory, { profileName: 'backup' });
    expect(names).not.toContain('aws-signing-helper.service');
    expect(() => make({ source: CredentialSource.macOsKeychain({ serialNumber: '1' }) }).writeTo(directory, { profileName: 'backup', systemd: {} })).toThrow('A service of systemd cannot use this source');
  });

  test('no file is lost', () => {
    make({}).writeTo(directory, { profileName: 'backup' });
    expect(() => make({}).writeTo(directory, { profileName: 'backup' })).not.toThrow();
    writeFileSync(join(directory, 'aws-config'), 'mine');
    writeFileSync(join(directory, 'client.go'), 'mine');
    rmSync(join(directory, 'README.md'));
    expect(() => make({}).writeTo(directory, { profileName: 'backup' })).toThrow('with another content: \'aws-config\' and \'client.go\'. Remove them, write into another directory, or set \'overwrite\'.');
    expect(read('aws-config')).toBe('mine');
    expect(readdirSync(directory)).not.toContain('README.md');
    make({}).writeTo(directory, { profileName: 'backup', overwrite: true });
    expect(read('aws-config')).toBe(make({}).awsConfig('backup'));
  });

  test('no file names the machine that writes it', () => {
    for (const name of make({}).writeTo(directory, { profileName: 'backup', kubernetes: SIDECAR, docker: { image: IMAGE } })) {
      expect(read(name)).not.toContain(directory);
      expect(read(name)).not.toContain(process.cwd());
    }
  });
});

function make(props: Partial<CredentialProcessProps>): CredentialProcess {
  return CredentialProcess.of({ trustAnchorArn: ANCHOR, profileArn: PROFILE, roleArn: ROLE, source: FILES, ...props });
}

/** Anchor and profile of the app. */
function late(): { stack: Stack; credentials: CredentialProcess } {
  const stack = new Stack(new App(), 'Stack');
  const anchor = new rolesanywhere.CfnTrustAnchor(stack, 'Anchor', { name: 'anchor', source: { sourceType: 'AWS_ACM_PCA', sourceData: { acmPcaArn: 'x' } } });
  const profile = new rolesanywhere.CfnProfile(stack, 'Profile', { name: 'profile', roleArns: [ROLE] });
  return { stack, credentials: make({ trustAnchorArn: anchor.attrTrustAnchorArn, profileArn: profile.attrProfileArn }) };
}

function read(name: string): string {
  return readFileSync(join(directory, name), 'utf8');
}

function linesOf(text: string): string[] {
  return text.split('\n');
}
