import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { CfnOutput, Duration, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkDnsName, checkImage, checkProfileName, platformOf, portOf, regionOf, roleSessionName, serveFlags, sessionSeconds } from './credential-checks';
import type { CredentialEndpoint } from './credential-endpoint';
import type { DockerfileOptions, KubernetesSidecarOptions, NamedFile, Placeholder, SdkSnippets, CredentialServeOptions, SystemdUnitOptions, CredentialUpdateOptions } from './credential-files';
import { SIDECAR, commandsText, dockerfile, filesNote, kubernetesSidecar, lines, metadataEndpoint, sdkSnippets, secretFlags, systemdUnit } from './credential-files';
import type { CredentialSource } from './credential-source';
import type { CommandFlag, CommandStyle } from '../private/command-line';
import { commandLine } from '../private/command-line';
import { InvalidInputError, list, quote } from '../private/errors';
import { readable, withTokensAs } from '../private/text';

/** How a workload outside of AWS gets its credentials. */
export interface CredentialProcessOptions {
  /** Where the workload has its certificate and its private key. */
  readonly source: CredentialSource;

  /**
   * The credential helper: the full path of `aws_signing_helper`, or its name where it is on the path of programs.
   *
   * @default aws_signing_helper
   */
  readonly helper?: string;

  /**
   * How long the credentials are valid, 15 minutes to 12 hours and not longer than the profile lets.
   *
   * It is always told to the helper, which would otherwise ask for one hour, whatever the profile says.
   *
   * @default - as long as the profile lets
   */
  readonly sessionDuration?: Duration;

  /**
   * The name of the role session; the profile must accept one.
   *
   * @default - the serial number of the certificate
   */
  readonly roleSessionName?: string;

  /**
   * Where the helper asks for credentials.
   *
   * @default - the endpoint of the region
   */
  readonly endpoint?: CredentialEndpoint;

  /**
   * Whether the helper goes through the proxy that the environment names (`HTTPS_PROXY`).
   *
   * @default false
   */
  readonly useProxy?: boolean;
}

/** The properties of a `CredentialProcess`. */
export interface CredentialProcessProps extends CredentialProcessOptions {
  /** The ARN of the role that the workload gets. */
  readonly roleArn: string;

  /** The ARN of the profile that names the role. */
  readonly profileArn: string;

  /** The ARN of the trust anchor whose authority issued the certificate: one of those that the role trusts. */
  readonly trustAnchorArn: string;

  /**
   * The region of profile and trust anchor.
   *
   * @default - the one in their ARNs, where they are known, or the stack's
   */
  readonly region?: string;

  /**
   * How long the profile lets sessions be.
   *
   * @default Duration.hours(1) - what AWS takes for a profile that does not say
   */
  readonly profileSessionDuration?: Duration;

  /**
   * Whether the profile accepts a name of the role session.
   *
   * @default false
   */
  readonly acceptsRoleSessionName?: boolean;
}

/** Which outputs tell a workload how to get credentials. */
export interface CredentialOutputsOptions {
  /** The name of the profile in `~/.aws/config`, such as `backup`. */
  readonly profileName: string;

  /**
   * What the names of the outputs begin with, where a stack has several workloads.
   *
   * @default - nothing: `CredentialProcess`, `AwsConfig`, `RoleArn`, …
   */
  readonly prefix?: string;
}

/** Which files tell a workload how to get credentials. */
export interface CredentialFilesOptions {
  /** The name of the profile in `~/.aws/config`, such as `backup`. */
  readonly profileName: string;

  /**
   * The unit of systemd that serves credentials.
   *
   * @default - with the defaults of its options, for a source that a service of Linux can use
   */
  readonly systemd?: SystemdUnitOptions;

  /**
   * The patch that adds a sidecar to a deployment of Kubernetes.
   *
   * @default - none
   */
  readonly kubernetes?: KubernetesSidecarOptions;

  /**
   * The part of a Dockerfile that adds the helper to an image.
   *
   * @default - none
   */
  readonly docker?: DockerfileOptions;

  /**
   * Whether files are replaced that are there with another content.
   *
   * @default false - such a file is an error, and nothing is written
   */
  readonly overwrite?: boolean;
}

/** The name of the credential helper; its flags are those of version 1.8. */
const HELPER = 'aws_signing_helper';

/**
 * How a workload outside of AWS gets credentials with its certificate: the commands of the credential helper (1.8), the profile for
 * `~/.aws/config`, and files for systemd, Kubernetes, Docker and the SDKs.
 *
 * `RolesAnywhereProfile.credentialProcess()` makes one for a role of the profile; `of()` makes one for what exists already.
 *
 * What the template knows only once it is deployed stands in the texts as tokens: use them in outputs, parameters and documents.
 * `writeTo()` puts placeholders in their place.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/credential-helper.html
 *
 * @example
 * const credentials = CredentialProcess.of({
 *   roleArn: 'arn:aws:iam::111111111111:role/backup',
 *   profileArn: 'arn:aws:rolesanywhere:us-east-1:111111111111:profile/11111111-2222-3333-4444-555555555555',
 *   trustAnchorArn: 'arn:aws:rolesanywhere:us-east-1:111111111111:trust-anchor/66666666-7777-8888-9999-000000000000',
 *   source: CredentialSource.files({ certificate: '/etc/backup/tls.crt', privateKey: '/etc/backup/tls.key' }),
 * });
 * credentials.addOutputs(this, { profileName: 'backup' });
 */
export class CredentialProcess {
  /**
   * The credentials of a role by a profile and a trust anchor, made in the app or not.
   *
   * It is an error if the ARNs are of different accounts, or of different regions, as far as they are known.
   *
   * @param props what is asked for, and with which certificate
   */
  public static of(props: CredentialProcessProps): CredentialProcess {
    return new CredentialProcess(props);
  }

  /** The region of profile and trust anchor. */
  public readonly region: string;

  private readonly helper: string;
  private readonly source: CredentialSource;
  private readonly style: 'posix' | 'windows';
  /** What is asked for, which is the same wherever the certificate is. */
  private readonly request: readonly CommandFlag[];
  /** The outputs that were added, by the name of the placeholder that they fill. */
  private readonly outputs = new Map<string, CfnOutput>();

  private constructor(props: CredentialProcessProps) {
    this.source = props.source;
    this.helper = props.helper ?? HELPER;
    this.style = platformOf(props.source, this.helper);
    this.region = regionOf(props);
    this.request = [
      { name: 'trust-anchor-arn', value: props.trustAnchorArn },
      { name: 'profile-arn', value: props.profileArn },
      { name: 'role-arn', value: props.roleArn },
      { name: 'session-duration', value: Tokenization.stringifyNumber(sessionSeconds(props)) },
      { name: 'region', value: this.region },
      ...props.endpoint === undefined ? [] : [{ name: 'endpoint', value: props.endpoint._url(this.region) }],
      ...props.useProxy ? [{ name: 'with-proxy' }] : [],
      ...roleSessionName(props),
    ];
    // What cannot be quoted is an error now, not where a command is asked for.
    this.line('credential-process', []);
  }

  /**
   * The command that prints credentials once (`aws_signing_helper credential-process`): what `credential_process` runs.
   *
   * SDKs run it again before the credentials expire; the AWS CLI runs it for each of its commands. It is quoted for a POSIX shell, or for Windows where the paths of the source are of Windows.
   */
  public get command(): string {
    return this.line('credential-process', []);
  }

  /**
   * The command that serves credentials on 127.0.0.1 as the metadata service of EC2 does (`aws_signing_helper serve`).
   *
   * Every process that reaches the port gets the credentials. Applications find them with `metadataEndpoint()`.
   *
   * @param options port and hop limit
   */
  public serveCommand(options: CredentialServeOptions = {}): string {
    return this.line('serve', serveFlags(options));
  }

  /**
   * The command that keeps a profile of `~/.aws/credentials` fresh (`aws_signing_helper update`): for applications that know of neither
   * `credential_process` nor the metadata service.
   *
   * Everybody who can read the file can use the credentials. The profile `default` is an error: what stands in it would be lost.
   *
   * @param profileName the profile that the helper makes or overwrites
   * @param options whether it goes on
   */
  public updateCommand(profileName: string, options: CredentialUpdateOptions = {}): string {
    checkProfileName(profileName, 'The helper would overwrite the credentials that everybody uses who names no profile');
    return this.line('update', [{ name: 'profile', value: profileName }, ...options.once ? [{ name: 'once' }] : []]);
  }

  /**
   * The section of `~/.aws/config` by which the AWS CLI and all SDKs get credentials.
   *
   * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
   * @param profileName the name of the profile: letters, digits and `_ . @ + -`; `default` is an error, see `defaultAwsConfig()`
   */
  public awsConfig(profileName: string): string {
    checkProfileName(profileName, 'Everybody who names no profile would get these credentials; if that is meant, use defaultAwsConfig()');
    return this.configSection(`profile ${profileName}`);
  }

  /** The section of `~/.aws/config` for everybody on the machine's account who names no profile. */
  public defaultAwsConfig(): string {
    return this.configSection('default');
  }

  /**
   * What applications get as `AWS_EC2_METADATA_SERVICE_ENDPOINT` to find what `serveCommand()` serves.
   *
   * @param options the port, as for `serveCommand()`
   */
  public metadataEndpoint(options: CredentialServeOptions = {}): string {
    return metadataEndpoint(portOf(options));
  }

  /**
   * A unit of systemd that serves credentials on 127.0.0.1, as a user of its own that may do little else.
   *
   * It is an error for a source of Windows or macOS, and for a key with a password, which nobody is there to enter.
   *
   * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html
   * @param options user, port and hop limit
   */
  public systemdUnit(options: SystemdUnitOptions = {}): string {
    const problem = this.serviceProblem();
    if (problem !== undefined) throw new InvalidInputError(`A service of systemd cannot use this source: ${problem}.`);
    const user = options.user ?? 'aws-signing-helper';
    if (!/^[a-z_][a-z0-9_-]{0,30}$/.test(user)) {
      throw new InvalidInputError(`The user of the service is not one that Linux takes: got ${quote(user)}. Allowed: 1 to 31 lower-case letters, digits, hyphens and underscores, beginning with a letter.`);
    }
    return systemdUnit(this.line('serve', serveFlags(options), 'systemd'), this.source._kind, user, portOf(options));
  }

  /**
   * A patch that adds a sidecar to a deployment of Kubernetes, which serves credentials to one of its containers.
   *
   * The certificate and the key come from a secret, whatever the source says, and only the sidecar sees them. All containers of the pod
   * reach the port.
   *
   * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
   * @param options the container, the secret and the image
   */
  public kubernetesSidecar(options: KubernetesSidecarOptions): string {
    const { container, secretName, intermediatesKey, image } = options;
    checkDnsName(container, 'The container', /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, '1 to 63 lower-case letters, digits and hyphens');
    if (container === SIDECAR) throw new InvalidInputError(`The container is called as the sidecar itself is: got ${quote(container)}. Name the container of the deployment that gets the credentials.`);
    checkDnsName(secretName, 'The secret', /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, 'lower-case letters, digits, hyphens and dots');
    if (intermediatesKey !== undefined) checkDnsName(intermediatesKey, 'The key of the secret', /^(?!\.\.?$)[\w.-]{1,253}$/, 'letters, digits and - _ .');
    checkImage(image);
    return kubernetesSidecar([...secretFlags(intermediatesKey), ...this.request, ...serveFlags(options)], this.region, portOf(options), options);
  }

  /**
   * A part of a Dockerfile that adds the helper and the profile to an image, and neither certificate nor key.
   *
   * It copies the file `aws-config`, which is `awsConfig()`. It is an error for a source that is not in files of Linux.
   *
   * @param profileName the profile in `aws-config`
   * @param options the image of the helper
   */
  public dockerfile(profileName: string, options: DockerfileOptions): string {
    checkProfileName(profileName, 'An image has a profile of its own');
    checkImage(options.image);
    if (this.source._kind !== 'files' || this.style !== 'posix') {
      throw new InvalidInputError('A container cannot use this source: its certificate and key are not in files of Linux. Use CredentialSource.files() with the paths that the container sees.');
    }
    return dockerfile(options.image, this.helper, profileName, this.source._flags.map(({ value }) => value!));
  }

  /**
   * Programs for the SDKs that use the profile and print who they are.
   *
   * @param profileName the profile in `~/.aws/config`
   */
  public sdkSnippets(profileName: string): SdkSnippets {
    checkProfileName(profileName, 'A program that names no profile needs no snippet');
    return sdkSnippets(profileName, this.region);
  }

  /**
   * Adds outputs with the command and the section of `~/.aws/config`, and with every value that is known only after deployment.
   *
   * They hold no secret. Add them before `writeTo()`, so that its note can name them.
   *
   * @param scope the stack, or a construct in it
   * @param options the name of the profile
   */
  public addOutputs(scope: Construct, options: CredentialOutputsOptions): void {
    const { profileName, prefix = '' } = options;
    if (!/^([A-Za-z][A-Za-z0-9]*)?$/.test(prefix)) {
      throw new InvalidInputError(`The prefix of the outputs is not one that CloudFormation takes: got ${quote(prefix)}. Allowed: letters and digits, beginning with a letter.`);
    }
    const add = (id: string, description: string, value: string) => new CfnOutput(scope, `${prefix}${id}`, { description, value });
    add('CredentialProcess', 'The command that prints credentials', this.command);
    add('AwsConfig', 'The section of ~/.aws/config', this.awsConfig(profileName));
    for (const [name, value] of this.lateValues()) this.outputs.set(name, add(name, 'For the files of the credential helper', value));
  }

  /**
   * Writes files for the workload: the profile, the commands, a program for each SDK, and what else is asked for, with a note.
   *
   * What is known only after deployment stands in them as `<ProfileArn>` and the like; the note (`README.md`) says how to fill it in. No
   * file holds a secret, or a path of the machine that writes them.
   *
   * @param directory where to; it is made if it is not there. A file that is there with another content is an error.
   * @param options the name of the profile, and which files
   * @returns the names of the files
   */
  public writeTo(directory: string, options: CredentialFilesOptions): string[] {
    if (typeof directory !== 'string' || directory === '' || Token.isUnresolved(directory)) {
      throw new InvalidInputError(`The directory is not the path of one on this machine: got ${quote(typeof directory === 'string' ? readable(directory) : directory)}. Write it, such as path.join(__dirname, 'backup').`);
    }
    const files = this.files(options);
    const paths = files.map(({ name }) => join(directory, name));
    const isOther = (path: string, i: number) => existsSync(path) && readFileSync(path, 'utf8') !== files[i].content;
    const there = options.overwrite ? [] : files.map(({ name }) => name).filter((_, i) => isOther(paths[i], i));
    if (there.length > 0) {
      throw new InvalidInputError(`Files would be lost that are in ${quote(directory)} with another content: ${list(there.map(quote))}. Remove them, write into another directory, or set 'overwrite'.`);
    }
    mkdirSync(directory, { recursive: true });
    files.forEach(({ content }, i) => writeFileSync(paths[i], content));
    return files.map(({ name }) => name);
  }

  private files(options: CredentialFilesOptions): NamedFile[] {
    const { profileName, systemd, kubernetes, docker } = options;
    const snippets = this.sdkSnippets(profileName);
    const commands = { process: this.command, serve: this.serveCommand(systemd), update: this.updateCommand(profileName) };
    const withUnit = systemd !== undefined || this.serviceProblem() === undefined;
    const files = [
      { name: 'aws-config', purpose: 'a section for `~/.aws/config`', content: this.awsConfig(profileName) },
      { name: 'commands.txt', purpose: 'the commands of the credential helper', content: commandsText(commands, portOf(systemd ?? {})) },
      ...withUnit ? [{ name: 'aws-signing-helper.service', purpose: 'a unit of systemd, for `/etc/systemd/system`', content: this.systemdUnit(systemd) }] : [],
      ...kubernetes === undefined ? [] : [{ name: 'sidecar.yaml', purpose: 'a patch for a deployment of Kubernetes', content: this.kubernetesSidecar(kubernetes) }],
      ...docker === undefined ? [] : [{ name: 'Dockerfile.part', purpose: 'a part of a Dockerfile', content: this.dockerfile(profileName, docker) }],
      { name: 'client.mjs', purpose: 'AWS SDK for JavaScript v3', content: snippets.javaScriptV3 },
      { name: 'client.py', purpose: 'AWS SDK for Python (Boto3)', content: snippets.boto3 },
      { name: 'Client.java', purpose: 'AWS SDK for Java 2.x', content: snippets.javaV2 },
      { name: 'client.go', purpose: 'AWS SDK for Go v2', content: snippets.goV2 },
      { name: 'client.rb', purpose: 'AWS SDK for Ruby v3', content: snippets.rubyV3 },
    ].map((file) => ({ ...file, content: this.withPlaceholders(file.content) }));
    return [...files, { name: 'README.md', purpose: 'this note', content: filesNote(files, this.placeholdersIn(files), this.stackName()) }];
  }

  /** Values that are known only after deployment, by the name of their placeholder. */
  private lateValues(): [name: string, value: string][] {
    const named: [string, string][] = [
      ['Helper', this.helper],
      ...[...this.request, ...this.source._flags].map(({ name, value = '' }): [string, string] => [pascalCase(name), value]),
    ];
    return named.filter(([, value]) => Token.isUnresolved(value));
  }

  private withPlaceholders(text: string): string {
    // The longest first: an endpoint holds its region.
    const values = this.lateValues().sort(([, a], [, b]) => b.length - a.length);
    const filled = values.reduce((rest, [name, value]) => rest.split(value).join(`<${name}>`), text);
    // A value whose literal part had to be quoted does not stand in the text as it is.
    return withTokensAs(filled, () => '<Value>');
  }

  private placeholdersIn(files: readonly NamedFile[]): Placeholder[] {
    return this.lateValues()
      .filter(([name]) => files.some(({ content }) => content.includes(`<${name}>`)))
      .map(([name]) => {
        const output = this.outputs.get(name);
        return { name, outputKey: output === undefined ? undefined : Stack.of(output).resolve(output.logicalId) };
      });
  }

  private stackName(): string | undefined {
    const [output] = this.outputs.values();
    if (output === undefined) return undefined;
    const { stackName } = Stack.of(output);
    return Token.isUnresolved(stackName) ? '<StackName>' : stackName;
  }

  private configSection(name: string): string {
    const { command } = this;
    if (/\s[#;]/.test(command)) {
      throw new InvalidInputError('A word of the command holds a blank before \'#\' or \';\', where some SDKs begin a comment in ~/.aws/config. Use paths and names without that.');
    }
    return lines(`[${name}]`, `credential_process = ${command}`, `region = ${this.region}`);
  }

  private line(command: string, more: readonly CommandFlag[], style: CommandStyle = this.style): string {
    return commandLine([this.helper, command], [...this.source._flags, ...this.request, ...more], style);
  }

  /** Why a service of Linux cannot use the source. */
  private serviceProblem(): string | undefined {
    if (this.style === 'windows') return 'its paths are of Windows';
    if (this.source._kind === 'store') return 'the helper finds no certificate store on Linux';
    return this.source._asksForPassword ? 'its key has a password, and nobody is there to enter it' : undefined;
  }
}

function pascalCase(flag: string): string {
  return flag.split('-').map((word) => `${word[0].toUpperCase()}${word.slice(1)}`).join('');
}
