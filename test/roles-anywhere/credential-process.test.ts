import { App, Aws, CfnParameter, Duration, Fn, Lazy, SecretValue, Stack, Token, aws_iam as iam, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { HELPER, parse, splitAsCli, splitBySh, splitOnWindows, testWithShell } from './command-lines';
import type { CredentialProcessProps } from '../../lib';
import { CredentialEndpoint, CredentialProcess, CredentialSource } from '../../lib';
import { commandLine } from '../../lib/private/command-line';
import { newStack, normalized } from '../helpers';

const ANCHOR = 'arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/66666666-7777-8888-9999-000000000000';
const PROFILE = 'arn:aws:rolesanywhere:us-east-1:111111111111:profile/11111111-2222-3333-4444-555555555555';
const ROLE = 'arn:aws:iam::111111111111:role/backup';
const FILES = CredentialSource.files({ certificate: '/etc/backup/tls.crt', privateKey: '/etc/backup/tls.key' });
const REQUEST = { 'trust-anchor-arn': ANCHOR, 'profile-arn': PROFILE, 'role-arn': ROLE, 'session-duration': '3600', 'region': 'us-east-1' };

const SOURCES: Record<string, [source: CredentialSource, flags: Record<string, string | true>]> = {
  'files': [FILES, { 'certificate': '/etc/backup/tls.crt', 'private-key': '/etc/backup/tls.key' }],
  'files with intermediates': [
    CredentialSource.files({ certificate: '/c', privateKey: '/k', intermediates: '/i' }),
    { 'certificate': '/c', 'private-key': '/k', 'intermediates': '/i' },
  ],
  'files with blanks and quotes': [
    CredentialSource.files({ certificate: '/srv/back up/o\'clock.crt', privateKey: '/srv/"key" (1)\\!.pem' }),
    { 'certificate': '/srv/back up/o\'clock.crt', 'private-key': '/srv/"key" (1)\\!.pem' },
  ],
  'files of Windows': [
    CredentialSource.files({ certificate: 'C:\\Program Files\\Backup\\tls.crt', privateKey: '\\\\server\\share\\key;&.pem' }),
    { 'certificate': 'C:\\Program Files\\Backup\\tls.crt', 'private-key': '\\\\server\\share\\key;&.pem' },
  ],
  'a certificate in a PKCS#11 token': [
    CredentialSource.pkcs11({ certificate: 'pkcs11:model=SoftHSM%20v2;id=%01' }),
    { certificate: 'pkcs11:model=SoftHSM%20v2;id=%01' },
  ],
  'a key in a PKCS#11 token': [
    CredentialSource.pkcs11({ certificate: '/c', privateKey: 'pkcs11:object=My%20key?module-name=x', library: '/usr/lib/vendor.so', reusePin: true, intermediates: '/i' }),
    { 'certificate': '/c', 'private-key': 'pkcs11:object=My%20key?module-name=x', 'pkcs11-lib': '/usr/lib/vendor.so', 'reuse-pin': true, 'intermediates': '/i' },
  ],
  'a PKCS#11 library by its name': [
    CredentialSource.pkcs11({ certificate: 'pkcs11:token=RA', privateKey: 'pkcs11:token=RA;type=private', library: 'vendor.so' }),
    { 'certificate': 'pkcs11:token=RA', 'private-key': 'pkcs11:token=RA;type=private', 'pkcs11-lib': 'vendor.so' },
  ],
  'a key file of a TPM': [
    CredentialSource.tpmKeyFile({ certificate: '/c', privateKey: '/tss2.pem', intermediates: '/i' }),
    { 'certificate': '/c', 'private-key': '/tss2.pem', 'intermediates': '/i' },
  ],
  'a key in a TPM': [
    CredentialSource.tpmHandle({ certificate: '/c', handle: '0x81000001', intermediates: '/i' }),
    { 'certificate': '/c', 'private-key': 'handle:0x81000001', 'no-tpm-key-password': true, 'intermediates': '/i' },
  ],
  'a key with a password in a TPM': [
    CredentialSource.tpmHandle({ certificate: '/c', handle: '0x810000aF', hasPassword: true }),
    { 'certificate': '/c', 'private-key': 'handle:0x810000aF' },
  ],
  'the store of Windows': [
    CredentialSource.windowsStore({ subject: 'CN=back up,OU=x', issuer: 'CN=Acme CA', serialNumber: '0aFF' }, { storeName: 'Root', useLatestExpiring: true }),
    { 'cert-selector': 'Key=x509Subject,Value=CN=back up,OU=x Key=x509Issuer,Value=CN=Acme CA Key=x509Serial,Value=0aFF', 'system-store-name': 'Root', 'use-latest-expiring-certificate': true },
  ],
  'the store of Windows, by the issuer': [CredentialSource.windowsStore({ issuer: 'CN=Acme CA' }), { 'cert-selector': 'Key=x509Issuer,Value=CN=Acme CA' }],
  'the Keychain': [
    CredentialSource.macOsKeychain({ subject: 'CN="server, 1"' }, { useLatestExpiring: true }),
    { 'cert-selector': 'Key=x509Subject,Value=CN="server, 1"', 'use-latest-expiring-certificate': true },
  ],
  'the Keychain, by the serial number': [CredentialSource.macOsKeychain({ serialNumber: '15D1' }), { 'cert-selector': 'Key=x509Serial,Value=15D1' }],
};

const ofWindows = (name: string) => name.includes('Windows');
const split = (name: string, command: string) => ofWindows(name) ? splitOnWindows(command) : splitAsCli(command);

describe('commands', () => {
  test.each(Object.entries(SOURCES))('%s', (name, [source, flags]) => {
    const credentials = make({ source });
    expect(parse(split(name, credentials.command))).toEqual({ helper: 'aws_signing_helper', command: 'credential-process', flags: { ...flags, ...REQUEST } });
    expect(parse(split(name, credentials.serveCommand()))).toEqual({ helper: 'aws_signing_helper', command: 'serve', flags: { ...flags, ...REQUEST, 'port': '9911', 'hop-limit': '1' } });
    expect(parse(split(name, credentials.updateCommand('backup')))).toEqual({ helper: 'aws_signing_helper', command: 'update', flags: { ...flags, ...REQUEST, profile: 'backup' } });
  });

  test('the line that people paste', () => {
    expect(make({}).command).toBe(`aws_signing_helper credential-process --certificate /etc/backup/tls.crt --private-key /etc/backup/tls.key --trust-anchor-arn ${ANCHOR} --profile-arn ${PROFILE} --role-arn ${ROLE} --session-duration 3600 --region us-east-1`);
    expect(make({ source: SOURCES['files of Windows'][0] }).command).toContain('--certificate "C:\\Program Files\\Backup\\tls.crt" --private-key "\\\\server\\share\\key;&.pem" --');
  });

  test('every option', () => {
    const credentials = make({
      helper: '/opt/my tools/aws_signing_helper',
      sessionDuration: Duration.minutes(15),
      profileSessionDuration: Duration.hours(12),
      endpoint: CredentialEndpoint.fips(),
      useProxy: true,
      roleSessionName: 'server-1',
      acceptsRoleSessionName: true,
    });
    const request = { ...SOURCES.files[1], ...REQUEST, 'session-duration': '900', 'endpoint': 'https://rolesanywhere-fips.us-east-1.amazonaws.com', 'with-proxy': true, 'role-session-name': 'server-1' };
    expect(parse(splitAsCli(credentials.command))).toEqual({ helper: '/opt/my tools/aws_signing_helper', command: 'credential-process', flags: request });
    expect(parse(splitAsCli(credentials.serveCommand({ port: 1338, hopLimit: 64 }))).flags).toEqual({ ...request, 'port': '1338', 'hop-limit': '64' });
    expect(parse(splitAsCli(credentials.updateCommand('backup', { once: true }))).flags).toEqual({ ...request, profile: 'backup', once: true });
    expect(credentials.metadataEndpoint({ port: 1338 })).toBe('http://127.0.0.1:1338');
    expect(credentials.metadataEndpoint()).toBe('http://127.0.0.1:9911');
  });

  test('the session is as long as the profile lets', () => {
    expect(make({ profileSessionDuration: Duration.hours(12) }).command).toContain(' --session-duration 43200 ');
    expect(make({ profileSessionDuration: Duration.minutes(30) }).command).toContain(' --session-duration 1800 ');
    const command = new Stack().resolve(make({ sessionDuration: Duration.seconds(Lazy.number({ produce: () => 900 })) }).command);
    expect(command).toContain(' --session-duration "900" ');
  });

  test.each([
    [CredentialEndpoint.fips(), 'https://rolesanywhere-fips.us-east-1.amazonaws.com'],
    [CredentialEndpoint.dualStack(), 'https://rolesanywhere.us-east-1.api.aws'],
    [CredentialEndpoint.url('https://vpce-0123.rolesanywhere.us-east-1.vpce.amazonaws.com'), 'https://vpce-0123.rolesanywhere.us-east-1.vpce.amazonaws.com'],
  ])('endpoint %#', (endpoint, url) => {
    expect(parse(splitAsCli(make({ endpoint }).command)).flags.endpoint).toBe(url);
  });

  test('no command holds a secret: no flag that takes one is offered', () => {
    expect(HELPER.flags.filter(({ name }) => /password$|pin$/.test(name) && !/^(no|reuse)-/.test(name)).map(({ name, offered }) => [name, offered])).toEqual([
      ['tpm-key-password', false], ['pkcs8-password', false], ['pkcs11-pin', false],
    ]);
  });

  test('every flag of the helper is either offered or left out for a reason', () => {
    const all = [
      ...Object.entries(SOURCES).flatMap(([name, [source]]) => split(name, make({ source }).command)),
      ...splitAsCli(make({ useProxy: true, endpoint: CredentialEndpoint.fips(), roleSessionName: 'ab', acceptsRoleSessionName: true }).serveCommand()),
      ...splitAsCli(make({}).updateCommand('x', { once: true })),
    ];
    const emitted = new Set(all.filter((word) => word.startsWith('--')).map((word) => word.slice(2)));
    expect([...emitted].sort()).toEqual(HELPER.flags.filter(({ offered }) => offered).map(({ name }) => name).sort());
    for (const { offered, reason } of [...HELPER.flags, ...Object.values(HELPER.commands)]) expect(typeof reason).toBe(offered ? 'undefined' : 'string');
  });
});

describe('words stay what they are', () => {
  testWithShell.each(Object.entries(SOURCES).filter(([name]) => !ofWindows(name)))('in a real shell: %s', (_, [source]) => {
    const { command } = make({ source });
    expect(splitBySh(command)).toEqual(splitAsCli(command));
  });

  testWithShell('in a real shell, whatever they hold', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aZ0 "\'\\$`!&|;<>()*?[]{}#~=%^-_./:,@+é\n\t'), maxLength: 12 });
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 200 }), (words) => {
      const command = commandLine(words, [], 'posix');
      expect(splitBySh(command)).toEqual(words);
      expect(splitAsCli(command)).toEqual(words);
    }), { numRuns: 60 });
  });

  test('on Windows, whatever they hold', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aZ0 \'\\$`!&|;<>()*?[]{}#~=^-_./:,@+'), minLength: 1, maxLength: 12 });
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      expect(splitOnWindows(commandLine(words, [], 'windows'))).toEqual(words);
    }));
  });

  test.each([
    ['a b', '"a b"'],
    ['100%', '"100%%"'],
    ['$HOME', '"$$HOME"'],
    ['say "x" \\', '"say \\"x\\" \\\\"'],
    ['/plain/path', '/plain/path'],
  ])('in a unit of systemd: %s', (word, quoted) => {
    expect(commandLine([word], [], 'systemd')).toBe(quoted);
  });
});

describe('~/.aws/config', () => {
  test.each(Object.entries(SOURCES))('%s', (name, [source]) => {
    const credentials = make({ source });
    const sections = readIni(credentials.awsConfig('backup'));
    expect(sections).toEqual({ 'profile backup': { credential_process: credentials.command, region: 'us-east-1' } });
    expect(parse(split(name, sections['profile backup'].credential_process)).command).toBe('credential-process');
  });

  test('the section for everybody, by that name alone', () => {
    const credentials = make({});
    expect(readIni(credentials.defaultAwsConfig())).toEqual({ default: { credential_process: credentials.command, region: 'us-east-1' } });
    expect(() => credentials.awsConfig('default')).toThrow('The profile is the default one: got \'default\'. Everybody who names no profile would get these credentials; if that is meant, use defaultAwsConfig(). Name the profile after the workload.');
    expect(() => credentials.updateCommand('default')).toThrow('The helper would overwrite the credentials that everybody uses who names no profile');
  });

  test('what some SDKs take for a comment', () => {
    const credentials = make({ source: CredentialSource.files({ certificate: '/srv/a #1.crt', privateKey: '/k' }) });
    expect(() => credentials.awsConfig('backup')).toThrow('A word of the command holds a blank before \'#\' or \';\', where some SDKs begin a comment in ~/.aws/config.');
  });
});

describe('what is known only after deployment', () => {
  test('outputs', () => {
    const { stack, credentials } = late();
    credentials.addOutputs(stack, { profileName: 'backup' });
    const outputs = outputsOf(stack);
    expect(Object.keys(outputs)).toEqual(['CredentialProcess', 'AwsConfig', 'TrustAnchorArn', 'ProfileArn', 'RoleArn', 'Region']);
    expect(outputs.CredentialProcess).toBe('aws_signing_helper credential-process --certificate /etc/backup/tls.crt --private-key /etc/backup/tls.key --trust-anchor-arn "${Anchor.TrustAnchorArn}" --profile-arn "${Profile.ProfileArn}" --role-arn "${Role1ABCC5F0.Arn}" --session-duration 3600 --region "${AWS::Region}"');
    expect(readIni(outputs.AwsConfig)).toEqual({ 'profile backup': { credential_process: outputs.CredentialProcess, region: '${AWS::Region}' } });
    expect(outputs.RoleArn).toBe('${Role1ABCC5F0.Arn}');
  });

  testWithShell('in a real shell, once deployed', () => {
    const { stack, credentials } = late({ source: CredentialSource.files({ certificate: `/etc/${Lazy.string({ produce: () => 'a b' })}/"x".crt`, privateKey: '/k' }) });
    credentials.addOutputs(stack, { profileName: 'backup' });
    const command = outputsOf(stack).CredentialProcess.replace(/\$\{([^}]*)\}/g, 'arn:$1 of; $$ a `deployed` one'.replace(/[$`]/g, ''));
    expect(parse(splitBySh(command)).flags).toMatchObject({ 'certificate': '/etc/a b/"x".crt', 'role-arn': expect.stringMatching(/^arn:.* deployed one$/) });
  });

  test('nothing else is an output where all is known', () => {
    const stack = newStack();
    make({}).addOutputs(stack, { profileName: 'backup', prefix: 'Backup' });
    expect(Object.keys(outputsOf(stack))).toEqual(['BackupCredentialProcess', 'BackupAwsConfig']);
  });

  test('several workloads in a stack, and in constructs of it', () => {
    const { stack, credentials } = late();
    credentials.addOutputs(stack, { profileName: 'a', prefix: 'First' });
    credentials.addOutputs(new Construct(stack, 'Second'), { profileName: 'b' });
    expect(Object.keys(outputsOf(stack))).toHaveLength(12);
    expect(() => credentials.addOutputs(stack, { profileName: 'c', prefix: 'my-' })).toThrow('The prefix of the outputs is not one that CloudFormation takes: got \'my-\'.');
  });

  test('the region is that of the stack, of the ARNs, or the one given', () => {
    expect(make({}).region).toBe('us-east-1');
    expect(make({ trustAnchorArn: Token.asString({ Ref: 'X' }) }).region).toBe('us-east-1');
    const { credentials } = late();
    expect(credentials.region).toBe(Aws.REGION);
    expect(late({ region: 'eu-west-1' }).credentials.region).toBe('eu-west-1');
    const formatted = newStack().formatArn({ service: 'rolesanywhere', resource: 'profile', resourceName: 'x', region: 'eu-west-1' });
    expect(late({ profileArn: formatted }).credentials.region).toBe('eu-west-1');
  });

  test('parameters that admit no more than names and paths', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Directory', { allowedPattern: '^[a-z/]+$' });
    make({ source: CredentialSource.files({ certificate: `/etc/${parameter.valueAsString}/c`, privateKey: '/k' }) }).addOutputs(stack, { profileName: 'backup' });
    expect(outputsOf(stack).CredentialProcess).toContain('--certificate "/etc/${Directory}/c"');
    expect(outputsOf(stack).Certificate).toBe('/etc/${Directory}/c');
    const choice = new CfnParameter(stack, 'Choice', { allowedValues: ['/a', '/b c'] });
    expect(() => CredentialSource.files({ certificate: choice.valueAsString, privateKey: '/k' })).not.toThrow();
  });

  test.each([
    [{}, 'The certificate comes from parameter \'Path\', which has no \'allowedPattern\': whoever deploys could add commands to those that people paste. Name the allowed characters, such as \'^[A-Za-z0-9._/:-]+$\'.'],
    [{ allowedPattern: '^[^ ]+$' }, 'The certificate comes from parameter \'Path\', whose \'allowedPattern\' \'^[^ ]+$\' admits \'"\': whoever deploys could add commands to those that people paste.'],
    [{ allowedPattern: '^\\p{Alpha}$' }, 'The certificate comes from parameter \'Path\', whose \'allowedPattern\' \'^\\\\p{Alpha}$\' cannot be checked because of \'\\\\p\''],
    [{ allowedValues: ['/a', '/$(x)'] }, 'The certificate comes from parameter \'Path\', whose allowed value \'/$(x)\' would end the quotes that it stands in. Take that value out of \'allowedValues\'.'],
  ])('a parameter %j', (props, message) => {
    const parameter = new CfnParameter(newStack(), 'Path', props);
    expect(() => CredentialSource.files({ certificate: parameter.valueAsString, privateKey: '/k' })).toThrow(message);
  });
});

describe('bad input', () => {
  test.each<[string, Partial<CredentialProcessProps>, string]>([
    ['an anchor of another region', { trustAnchorArn: ANCHOR.replace('us-east-1', 'eu-west-1') }, 'The credentials are asked for in two regions: got \'eu-west-1\' for the trust anchor and \'us-east-1\' for the profile. IAM Roles Anywhere works within one region.'],
    ['another region than that of the ARNs', { region: 'eu-west-1' }, 'got \'us-east-1\' for the trust anchor and \'eu-west-1\' for the option \'region\''],
    ['an anchor of another account', { trustAnchorArn: ANCHOR.replace('111111111111', '222222222222') }, 'The credentials are asked for in two accounts: got \'222222222222\' for the trust anchor and \'111111111111\' for the profile. IAM Roles Anywhere works within one account.'],
    ['a role of another account', { roleArn: ROLE.replace('111111111111', '222222222222') }, 'and \'222222222222\' for the role'],
    ['a profile in place of the anchor', { trustAnchorArn: PROFILE }, `The ARN of the trust anchor is not one: got '${PROFILE.slice(0, 80)}…'. Write it as 'arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/66666666-7777-8888-9999-000000000000'.`],
    ['an anchor in place of the profile', { profileArn: ANCHOR }, 'The ARN of the profile is not one'],
    ['a user', { roleArn: 'arn:aws:iam::111111111111:user/backup' }, 'The ARN of the role is not one: got \'arn:aws:iam::111111111111:user/backup\'. Write it as \'arn:aws:iam::111111111111:role/backup\'.'],
    ['no ARN', { roleArn: '' }, 'The ARN of the role is empty: got \'\'.'],
    ['a number', { roleArn: 1 as any }, 'The ARN of the role is not text: got \'1\'.'],
    ['a region that is none', { region: 'Frankfurt' }, 'The region is not one: got \'Frankfurt\'. Write its code, such as \'us-east-1\'.'],
    ['a session of 60 seconds', { sessionDuration: Duration.seconds(60) }, 'The duration of the session is not one that IAM Roles Anywhere takes: got \'60 seconds\'. Allowed: 900 to 43200 whole seconds.'],
    ['a session of 13 hours', { sessionDuration: Duration.hours(13), profileSessionDuration: Duration.hours(12) }, 'got \'46800 seconds\''],
    ['a session longer than the profile lets', { sessionDuration: Duration.hours(2) }, 'The duration of the session is longer than the profile lets, which would cut it: got \'7200 seconds\', where the profile lets \'3600 seconds\'. Ask for less, or raise the duration of the profile.'],
    ['a session of milliseconds', { sessionDuration: Duration.millis(900_001) }, 'got \'900.001 seconds\''],
    ['a session name that the profile refuses', { roleSessionName: 'server-1' }, 'The profile accepts no name of the role session, so every request with one would be refused: got \'server-1\'. Let the profile accept it, or leave the name out.'],
    ['a session name with a blank', { roleSessionName: 'server 1', acceptsRoleSessionName: true }, 'The name of the role session is not one that STS takes: got \'server 1\'. Allowed: 2 to 64 letters, digits and _ + = , . @ -.'],
    ['a helper by a path that is not full', { helper: './aws_signing_helper' }, 'The helper is not a full path: got \'./aws_signing_helper\'. The helper runs in whatever directory the application does, so write it from \'/\' or from a drive such as \'C:\\\'.'],
    ['a helper of Windows for files of Linux', { helper: 'C:\\aws_signing_helper.exe' }, 'The helper is on another machine than the rest: got \'C:\\\\aws_signing_helper.exe\', where the rest is for macOS or Linux. Write all paths as one machine has them.'],
    ['FIPS where there is none', { endpoint: CredentialEndpoint.fips(), ...inRegion('eu-west-1') }, 'IAM Roles Anywhere has no FIPS endpoint in the region: got \'eu-west-1\'. There is one in us-east-1, us-east-2, us-west-1, us-west-2, us-gov-east-1 and us-gov-west-1.'],
    ['dual stack in China', { endpoint: CredentialEndpoint.dualStack(), ...inRegion('cn-north-1') }, 'No dual-stack endpoint of IAM Roles Anywhere is documented for the region: got \'cn-north-1\'. Use the usual endpoint, or CredentialEndpoint.url() if you know one.'],
  ])('%s', (_, props, message) => {
    expect(() => make(props)).toThrow(message);
  });

  test.each([
    ['a path that is not full', { certificate: 'tls.crt' }, 'The certificate is not a full path: got \'tls.crt\'.'],
    ['a home directory', { certificate: '~/tls.crt' }, 'The certificate holds \'~\', which is replaced by some who run the helper and not by others: got \'~/tls.crt\'. Write the full path.'],
    ['a variable', { privateKey: '/home/$USER/key' }, 'The private key holds \'$\', which is replaced by some'],
    ['a variable of Windows', { certificate: 'C:\\x', privateKey: 'C:\\%USER%\\key' }, 'The private key holds \'%USER%\''],
    ['a command', { privateKey: '/`id`' }, 'The private key holds \'`\''],
    ['a line break', { certificate: '/a\n[default]' }, 'The certificate holds a control or invisible character: got \'/a\\n[default]\'. Write the full path of a file on the machine that runs the helper.'],
    ['nothing', { certificate: '' }, 'The certificate is empty'],
    ['undefined', { certificate: undefined as any }, 'The certificate is not text: got \'undefined\'.'],
    ['two machines', { privateKey: 'C:\\key' }, 'The private key is on another machine than the rest: got \'C:\\\\key\', where the rest has \'/c\'. Write all paths as one machine has them.'],
  ])('files: %s', (_, files, message) => {
    expect(() => CredentialSource.files({ certificate: '/c', privateKey: '/k', ...files })).toThrow(message);
  });

  test('a PIN is refused and not repeated', () => {
    const message = 'The private key has a PIN in its \'pkcs11:\' URI (\'pin-value\'), which everybody on the machine would see in the list of processes. Leave it out: the helper asks for it at a terminal.';
    const source = () => CredentialSource.pkcs11({ certificate: '/c', privateKey: 'pkcs11:token=RA?PIN-value=987654' });
    expect(source).toThrow(message);
    expect(source).not.toThrow('987654');
    expect(() => CredentialSource.pkcs11({ certificate: 'pkcs11:token=RA?pin-source=file:/pin' })).toThrow('The certificate names a file with the PIN in its \'pkcs11:\' URI (\'pin-source\'), which the helper does not read.');
  });

  test.each([
    ['a URI with a blank', { certificate: 'pkcs11:object=My key' }, 'The certificate is not a \'pkcs11:\' URI: got \'pkcs11:object=My key\'. Write it as \'pkcs11:token=RA;object=server\', with every other character in percent-encoding, such as \'%20\' for a blank.'],
    ['files alone', { certificate: '/c' }, 'The certificate is in a file, and no key of the PKCS#11 token is named: got \'/c\'. Give \'privateKey\' the \'pkcs11:\' URI of the key, or use CredentialSource.files().'],
    ['a key in a file', { certificate: 'pkcs11:token=RA', privateKey: '/k' }, 'The private key is not in a PKCS#11 token: got \'/k\'. Write its \'pkcs11:\' URI, or use CredentialSource.files().'],
    ['a library by a path that is not full', { certificate: 'pkcs11:token=RA', library: 'lib/vendor.so' }, 'The PKCS#11 library is not a full path: got \'lib/vendor.so\'.'],
  ])('PKCS#11: %s', (_, objects, message) => {
    expect(() => CredentialSource.pkcs11(objects)).toThrow(message);
  });

  test.each(['0x80000001', '81000001', '0x8100000', 'handle:0x81000001'])('TPM: %s', (handle) => {
    expect(() => CredentialSource.tpmHandle({ certificate: '/c', handle })).toThrow(`The handle is not that of a key that stays in a TPM: got '${handle}'. Write it as 'tpm2_evictcontrol' shows it, from '0x81000000' to '0x81FFFFFF'.`);
  });

  test.each([
    [{}, 'The selector of the certificate is empty, so any certificate of the store would do. Give at least one of \'subject\', \'issuer\' and \'serialNumber\'.'],
    [{ subject: 'server' }, 'The subject of the certificate is not a distinguished name: got \'server\'. Write it as RFC 2253 does, such as \'CN=server,OU=Backup\'.'],
    [{ issuer: 'CN=x Key=x509Serial,Value=1' }, 'The issuer of the certificate holds \'Key=\', at which the helper would begin the next part of the selector: got \'CN=x Key=x509Serial,Value=1\'. Select the certificate by its serial number.'],
    [{ subject: 'CN=x ' }, 'The subject of the certificate begins or ends with a blank'],
    [{ serialNumber: '15:D1' }, 'The serial number of the certificate is not one: got \'15:D1\'. Write it in hexadecimal digits, without colons and \'0x\'.'],
  ])('store: %j', (selector, message) => {
    expect(() => CredentialSource.macOsKeychain(selector)).toThrow(message);
    expect(() => CredentialSource.windowsStore(selector)).toThrow(message);
  });

  test('a double quote on Windows', () => {
    expect(() => make({ source: CredentialSource.windowsStore({ subject: 'CN="a, b"' }) })).toThrow('A word of the command holds a double quote, which the programs of Windows read in different ways: got \'Key=x509Subject,Value=CN="a, b"\'. Write it without one.');
    expect(() => CredentialSource.windowsStore({ serialNumber: '1' }, { storeName: '' })).toThrow('The name of the certificate store is empty');
  });

  test('what the command interpreter of Windows replaces', () => {
    const message = 'A word of the command holds \'%PATH%\', which the command interpreter of Windows replaces: got';
    expect(() => make({ source: CredentialSource.windowsStore({ subject: 'CN=%PATH%' }) })).toThrow(message);
    expect(() => make({ source: CredentialSource.windowsStore({ subject: `CN=%PATH%,O=${Aws.REGION}` }) })).toThrow(message);
    expect(() => make({ source: CredentialSource.windowsStore({ serialNumber: '1' }, { storeName: '%PATH%' }) })).toThrow(message);
    expect(make({ source: CredentialSource.windowsStore({ subject: 'CN=50%' }) }).command).toContain('"Key=x509Subject,Value=CN=50%"');
  });

  test.each(['-x', '+x', '@x', '!!x', ';'])('a helper that systemd or a shell runs in another way: %s', (helper) => {
    expect(() => make({ helper })).toThrow(`The helper begins with a sign that acts on those who run it: got '${helper}'. Write the full path.`);
  });

  test.each<[string, () => string, string]>([
    ['a text that ends its quotes', () => Fn.join('', ['/x";id;"', Aws.REGION]), 'The certificate has a function of CloudFormation with \'"\' in its text, which would act in the command: got \'{token}\'. Write the text beside the function, or without that character.'],
    ['a text of Fn::If', () => Fn.conditionIf('Is', '/a', '/`id`').toString(), 'The certificate has a function of CloudFormation with \'`\' in its text'],
    ['a name', () => Fn.sub('/x/${Path}'), 'The certificate names \'Path\' in Fn::Sub, so that it cannot be checked who says what that is: got \'{token}\'. Give Fn.sub() the value as a variable, or write it beside the function.'],
    ['a name deep in it', () => Fn.join('', ['/x', Fn.sub('/${Path}')]), 'The certificate names \'Path\' in Fn::Sub'],
    ['a dynamic reference', () => '/{{resolve:ssm:path}}', 'The certificate holds a dynamic reference ({{resolve:…}}), and whoever sets what it reads could add commands to those that people paste: got \'/{{resolve:ssm:path}}\'.'],
    ['a dynamic reference of CDK\'s', () => SecretValue.ssmSecure('path').unsafeUnwrap(), 'The certificate has a function of CloudFormation with \'{{\' in its text'],
  ])('a function with %s', (_, certificate, message) => {
    expect(() => CredentialSource.files({ certificate: certificate(), privateKey: '/k' })).toThrow(message);
  });

  test.each([() => Fn.sub('/x/${AWS::Region}/${Name}', { Name: Aws.REGION }), () => Fn.join('/', ['/x', Aws.REGION]), () => Fn.sub('/x/${Queue.Arn}'), () => Lazy.string({ produce: () => '/x' })])('a function that is taken %#', (certificate) => {
    expect(() => CredentialSource.files({ certificate: certificate(), privateKey: '/k' })).not.toThrow();
  });

  test('a sign that acts between double quotes, beside a token', () => {
    const subject = `CN=$${Aws.ACCOUNT_ID}`;
    expect(() => make({ source: CredentialSource.macOsKeychain({ subject }) })).toThrow('A word of the command holds \'$\' beside what is known only after deployment: got \'Key=x509Subject,Value=CN=${token}\'. Write it without that character.');
  });

  test.each(['http://x.example', 'https://x.example/', 'x.example', 'https://x y'])('endpoint %s', (url) => {
    expect(() => CredentialEndpoint.url(url)).toThrow(`The endpoint is not the URL of a host with encryption: got '${url}'. Write it as 'https://vpce-0123.rolesanywhere.us-east-1.vpce.amazonaws.com'.`);
  });

  test('port and hop limit', () => {
    expect(() => make({}).serveCommand({ port: 80 })).toThrow('The port is not one that the helper can open without more rights: got \'80\'. Allowed: 1024 to 65535.');
    expect(() => make({}).serveCommand({ hopLimit: 0 })).toThrow('The hop limit is not one: got \'0\'. Allowed: 1 to 255; with 1 the answers do not leave the machine.');
  });

  test.each(['', 'my profile', 'a]', 'a"', 'x'.repeat(65), Aws.REGION])('profile %#', (name) => {
    for (const use of [() => make({}).awsConfig(name), () => make({}).updateCommand(name), () => make({}).sdkSnippets(name)]) {
      expect(use).toThrow('The name of the profile is not one that all SDKs read: got');
    }
  });
});

function make(props: Partial<CredentialProcessProps>): CredentialProcess {
  return CredentialProcess.of({ trustAnchorArn: ANCHOR, profileArn: PROFILE, roleArn: ROLE, source: FILES, ...props });
}

function inRegion(region: string): Partial<CredentialProcessProps> {
  return { trustAnchorArn: ANCHOR.replace('us-east-1', region), profileArn: PROFILE.replace('us-east-1', region) };
}

/** Anchor, profile and role of the app. */
function late(props: Partial<CredentialProcessProps> = {}): { stack: Stack; credentials: CredentialProcess } {
  const stack = new Stack(new App(), 'Stack');
  const anchor = new rolesanywhere.CfnTrustAnchor(stack, 'Anchor', { name: 'anchor', source: { sourceType: 'AWS_ACM_PCA', sourceData: { acmPcaArn: 'x' } } });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('rolesanywhere.amazonaws.com') });
  const profile = new rolesanywhere.CfnProfile(stack, 'Profile', { name: 'profile', roleArns: [role.roleArn] });
  const credentials = make({ trustAnchorArn: anchor.attrTrustAnchorArn, profileArn: profile.attrProfileArn, roleArn: role.roleArn, ...props });
  return { stack, credentials };
}

function outputsOf(stack: Stack): Record<string, string> {
  return Object.fromEntries(Object.entries<any>(Template.fromStack(stack).toJSON().Outputs).map(([id, { Value }]) => [id, normalized(Value)]));
}

/** Sections and their values, as all SDKs read them: comments begin with a blank and `#` or `;`. */
function readIni(text: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let section = {} as Record<string, string>;
  for (const line of text.split('\n').map((each) => each.replace(/\s[#;].*$/, '').trim()).filter((each) => each !== '')) {
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    if (header !== undefined) {
      section = {};
      sections[header] = section;
    } else {
      const at = line.indexOf('=');
      section[line.slice(0, at).trim()] = line.slice(at + 1).trim();
    }
  }
  return sections;
}
