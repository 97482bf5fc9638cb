import type { CredentialSourceKind } from './credential-source';
import type { CommandFlag } from '../private/command-line';
import { flagWords } from '../private/command-line';

/** Where AWS publishes the credential helper as an image, and where the image has it. */
export const HELPER_IMAGE = 'public.ecr.aws/rolesanywhere/credential-helper';
const HELPER_IN_IMAGE = '/usr/local/bin/aws_signing_helper';

/** The user that the image runs as. @see https://github.com/aws/rolesanywhere-credential-helper/blob/main/docker_image_resources/Dockerfile */
const HELPER_USER_ID = 65532;

/** What the container of the sidecar is called in its pod. */
export const SIDECAR = 'aws-signing-helper';

/** Where the sidecar sees the secret, and the names that a secret of the type kubernetes.io/tls has. */
const SECRET_DIRECTORY = '/etc/rolesanywhere';

/** Read by all, which are the users of the one container that mounts the volume. */
const SECRET_MODE = 0o444;

/** How the local endpoint of the helper answers. */
export interface CredentialServeOptions {
  /**
   * The port on 127.0.0.1, 1024 to 65535.
   *
   * @default 9911
   */
  readonly port?: number;

  /**
   * How many hops the answers go, 1 to 255: with 1 they do not leave the machine.
   *
   * @default 1 - as the metadata service of EC2 does; the helper alone would take 64
   */
  readonly hopLimit?: number;
}

/** How the helper keeps a profile of the credentials file fresh. */
export interface CredentialUpdateOptions {
  /**
   * Whether the profile is written once, and not again before the credentials expire.
   *
   * @default false
   */
  readonly once?: boolean;
}

/** A unit of systemd that serves credentials. */
export interface SystemdUnitOptions extends CredentialServeOptions {
  /**
   * The user that the helper runs as: nobody else has to read the private key.
   *
   * @default aws-signing-helper
   */
  readonly user?: string;
}

/** A sidecar that serves credentials to the containers of a pod. */
export interface KubernetesSidecarOptions extends CredentialServeOptions {
  /** The container of the deployment that gets the credentials. */
  readonly container: string;

  /** The secret that holds `tls.crt` and `tls.key`, as cert-manager writes it. */
  readonly secretName: string;

  /**
   * The key of the secret that holds intermediate certificates.
   *
   * @default - the trust anchor's authority issued the certificate itself
   */
  readonly intermediatesKey?: string;

  /**
   * The image of the credential helper, pinned by its digest or by a tag that stays: AWS publishes it as
   * `public.ecr.aws/rolesanywhere/credential-helper`, whose tag `latest` moves and is an error.
   *
   * `docker buildx imagetools inspect public.ecr.aws/rolesanywhere/credential-helper:latest` shows the digest.
   */
  readonly image: string;
}

/** The credential helper in an image of one's own. */
export interface DockerfileOptions {
  /**
   * The image of the credential helper, pinned by its digest or by a tag that stays: AWS publishes it as
   * `public.ecr.aws/rolesanywhere/credential-helper`, whose tag `latest` moves and is an error.
   *
   * `docker buildx imagetools inspect public.ecr.aws/rolesanywhere/credential-helper:latest` shows the digest.
   */
  readonly image: string;
}

/** Programs that ask AWS who they are, with the credentials of a profile. */
export interface SdkSnippets {
  /** AWS SDK for JavaScript v3, an ES module. */
  readonly javaScriptV3: string;
  /** Boto3. */
  readonly boto3: string;
  /** AWS SDK for Java 2.x. */
  readonly javaV2: string;
  /** AWS SDK for Go v2. */
  readonly goV2: string;
  /** AWS SDK for Ruby v3. */
  readonly rubyV3: string;
}

/** What applications are told, so that they find the endpoint of `serve`. No slash at the end: the SDKs add paths to it. */
export function metadataEndpoint(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** @see https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html */
export function systemdUnit(command: string, kind: CredentialSourceKind, user: string, port: number): string {
  return lines(
    '# Serves credentials of AWS on 127.0.0.1, to every process of this machine that asks for them.',
    `# Applications find them with AWS_EC2_METADATA_SERVICE_ENDPOINT=${metadataEndpoint(port)}`,
    `# Once: useradd --system --no-create-home --shell /usr/sbin/nologin ${user}`,
    `# The private key must be readable by ${user} and by nobody else.`,
    ...kind === 'pkcs11' ? ['# A token that wants a PIN cannot be used by a service: nobody is there to answer.'] : [],
    ...kind === 'tpm' ? ['# The group tss, to which the TPM belongs, comes with the package of tpm2-tss.'] : [],
    '[Unit]',
    'Description=Credentials of AWS by IAM Roles Anywhere',
    'Documentation=https://docs.aws.amazon.com/rolesanywhere/latest/userguide/credential-helper.html',
    'Wants=network-online.target',
    'After=network-online.target',
    '# It goes on trying, however long the network or a renewal of the certificate takes.',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Type=exec',
    `User=${user}`,
    ...kind === 'tpm' ? ['SupplementaryGroups=tss'] : [],
    `ExecStart=${command}`,
    'Restart=always',
    'RestartSec=5',
    'UMask=0077',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'ProtectSystem=strict',
    'ProtectHome=read-only',
    'PrivateTmp=yes',
    ...devices(kind),
    'ProtectControlGroups=yes',
    'ProtectHostname=yes',
    'ProtectKernelLogs=yes',
    'ProtectKernelModules=yes',
    'ProtectKernelTunables=yes',
    'ProtectProc=invisible',
    'LockPersonality=yes',
    'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX',
    'RestrictNamespaces=yes',
    'RestrictRealtime=yes',
    'RestrictSUIDSGID=yes',
    'SystemCallArchitectures=native',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  );
}

/** A key in a file needs no device, a TPM its own, and tokens are of many kinds; `ProtectClock` would close all devices but the clock. */
function devices(kind: CredentialSourceKind): string[] {
  if (kind === 'files') return ['PrivateDevices=yes', 'ProtectClock=yes', 'MemoryDenyWriteExecute=yes'];
  return kind === 'tpm' ? ['DevicePolicy=closed', 'DeviceAllow=/dev/tpmrm0 rw', 'DeviceAllow=/dev/tpm0 rw', 'ProtectClock=yes'] : [];
}

/**
 * A patch of a deployment. Every text is in JSON's quotes, which YAML reads alike in all its versions.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function kubernetesSidecar(flags: readonly CommandFlag[], region: string, port: number, options: KubernetesSidecarOptions): string {
  const { container, secretName, image } = options;
  // Kubernetes replaces $(NAME) and $$ in arguments.
  const text = (value: string) => JSON.stringify(value);
  const argument = (value: string) => text(value.replace(/\$(?=[$(])/g, '$$$$'));
  return lines(
    '# Adds the credential helper to a deployment, for Kubernetes 1.29 or newer:',
    '#   kubectl patch deployment <name> --patch-file <this file>',
    '# The certificate and the key come from a secret that the helper\'s container alone mounts; a renewed one is read without a restart.',
    'spec:',
    '  template:',
    '    spec:',
    '      initContainers:',
    `        - name: ${SIDECAR}`,
    `          image: ${text(image)}`,
    '          # A sidecar: it starts before the containers of the application and stays.',
    '          restartPolicy: Always',
    '          args:',
    ...['serve', ...flagWords(flags)].map((word) => `            - ${argument(word)}`),
    '          resources:',
    '            requests:',
    '              cpu: 100m',
    '              memory: 128Mi',
    '            limits:',
    '              memory: 256Mi',
    '          securityContext:',
    '            allowPrivilegeEscalation: false',
    '            capabilities:',
    '              drop:',
    '                - ALL',
    '            readOnlyRootFilesystem: true',
    '            runAsNonRoot: true',
    `            runAsUser: ${HELPER_USER_ID}`,
    '            seccompProfile:',
    '              type: RuntimeDefault',
    '          volumeMounts:',
    '            - name: aws-signing-helper',
    `              mountPath: ${SECRET_DIRECTORY}`,
    '              readOnly: true',
    '      containers:',
    `        - name: ${text(container)}`,
    '          env:',
    '            - name: AWS_EC2_METADATA_SERVICE_ENDPOINT',
    `              value: ${text(metadataEndpoint(port))}`,
    '            - name: AWS_REGION',
    `              value: ${text(region)}`,
    '      volumes:',
    '        - name: aws-signing-helper',
    '          secret:',
    `            secretName: ${text(secretName)}`,
    `            # ${SECRET_MODE.toString(8).padStart(4, '0')} in octal digits.`,
    `            defaultMode: ${SECRET_MODE}`,
  );
}

/** The files of the secret, in place of those of the source. */
export function secretFlags(intermediatesKey: string | undefined): CommandFlag[] {
  return [
    { name: 'certificate', value: `${SECRET_DIRECTORY}/tls.crt` },
    { name: 'private-key', value: `${SECRET_DIRECTORY}/tls.key` },
    ...intermediatesKey === undefined ? [] : [{ name: 'intermediates', value: `${SECRET_DIRECTORY}/${intermediatesKey}` }],
  ];
}

/** A part of a Dockerfile, which has the helper and the profile, and neither certificate nor key. */
export function dockerfile(image: string, helper: string, profileName: string, files: readonly string[]): string {
  const target = helper.startsWith('/') ? helper : `/usr/local/bin/${helper}`;
  return lines(
    '# The helper is linked with glibc: the image below must have it, and the certificates of public authorities.',
    `COPY --from=${image} ${JSON.stringify([HELPER_IN_IMAGE, target])}`,
    'COPY --chmod=0644 aws-config /etc/aws/config',
    'ENV AWS_CONFIG_FILE="/etc/aws/config"',
    `ENV AWS_PROFILE="${profileName}"`,
    '# The certificate and the key never become a part of the image. Mount them when the container runs, readable by its user alone:',
    ...files.map((file) => `#   ${file}`),
  );
}

/** One program for each SDK. */
export function sdkSnippets(profileName: string, region: string): SdkSnippets {
  return {
    javaScriptV3: lines(
      '// npm install @aws-sdk/client-sts @aws-sdk/credential-providers',
      'import { GetCallerIdentityCommand, STSClient } from \'@aws-sdk/client-sts\';',
      'import { fromIni } from \'@aws-sdk/credential-providers\';',
      '',
      `const sts = new STSClient({ region: ${JSON.stringify(region)}, credentials: fromIni({ profile: ${JSON.stringify(profileName)} }) });`,
      'console.log((await sts.send(new GetCallerIdentityCommand({}))).Arn);',
    ),
    boto3: lines(
      '# pip install boto3',
      'import boto3',
      '',
      `session = boto3.Session(profile_name=${JSON.stringify(profileName)})`,
      'print(session.client("sts").get_caller_identity()["Arn"])',
    ),
    javaV2: lines(
      '// software.amazon.awssdk:sts',
      'import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;',
      'import software.amazon.awssdk.regions.Region;',
      'import software.amazon.awssdk.services.sts.StsClient;',
      '',
      'public class Client {',
      '  public static void main(String[] args) {',
      `    try (ProfileCredentialsProvider credentials = ProfileCredentialsProvider.create(${JSON.stringify(profileName)});`,
      `        StsClient sts = StsClient.builder().region(Region.of(${JSON.stringify(region)})).credentialsProvider(credentials).build()) {`,
      '      System.out.println(sts.getCallerIdentity().arn());',
      '    }',
      '  }',
      '}',
    ),
    goV2: lines(
      '// go get github.com/aws/aws-sdk-go-v2/config github.com/aws/aws-sdk-go-v2/service/sts',
      'package main',
      '',
      'import (',
      '\t"context"',
      '\t"fmt"',
      '\t"log"',
      '',
      '\t"github.com/aws/aws-sdk-go-v2/config"',
      '\t"github.com/aws/aws-sdk-go-v2/service/sts"',
      ')',
      '',
      'func main() {',
      '\tctx := context.Background()',
      `\tcfg, err := config.LoadDefaultConfig(ctx, config.WithSharedConfigProfile(${JSON.stringify(profileName)}))`,
      '\tif err != nil {',
      '\t\tlog.Fatal(err)',
      '\t}',
      '\tidentity, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})',
      '\tif err != nil {',
      '\t\tlog.Fatal(err)',
      '\t}',
      '\tfmt.Println(*identity.Arn)',
      '}',
    ),
    rubyV3: lines(
      '# gem install aws-sdk-core',
      'require "aws-sdk-core"',
      '',
      `sts = Aws::STS::Client.new(profile: ${JSON.stringify(profileName)})`,
      'puts sts.get_caller_identity.arn',
    ),
  };
}

/** The commands to type in, each with what it is for. */
export function commandsText(commands: { readonly process: string; readonly serve: string; readonly update: string }, port: number): string {
  return lines(
    '# Once, as JSON on the standard output: what the profile in aws-config runs.',
    commands.process,
    '',
    `# All the time, on 127.0.0.1, for applications that have AWS_EC2_METADATA_SERVICE_ENDPOINT=${metadataEndpoint(port)}`,
    commands.serve,
    '',
    '# All the time, into the file of credentials of the user, which everybody can use who can read it. In place of the profile in aws-config.',
    commands.update,
  );
}

/** A file for the workload. */
export interface NamedFile {
  readonly name: string;
  readonly purpose: string;
  readonly content: string;
}

/** A placeholder of a value that is known only after deployment, and the output that has the value. */
export interface Placeholder {
  readonly name: string;
  readonly outputKey?: string;
}

/** What the files are, and how their placeholders are filled in. */
export function filesNote(files: readonly NamedFile[], placeholders: readonly Placeholder[], stackName: string | undefined): string {
  return lines(
    '# Credentials by IAM Roles Anywhere',
    '',
    'The machine needs the credential helper of AWS, `aws_signing_helper`, 1.8 or later:',
    'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/credential-helper.html',
    '',
    ...files.map(({ name, purpose }) => `- \`${name}\`: ${purpose}`),
    ...placeholders.length === 0 ? [] : ['', ...fillingIn(files.map(({ name }) => name), placeholders, stackName)],
  );
}

function fillingIn(files: readonly string[], placeholders: readonly Placeholder[], stackName: string | undefined): string[] {
  const names = placeholders.map(({ name }) => `\`<${name}>\``).join(', ');
  const known = placeholders.filter(({ outputKey }) => outputKey !== undefined);
  return [
    '## To fill in',
    '',
    `What is known only after the stack is deployed stands in angle brackets: ${names}.`,
    ...stackName === undefined || known.length === 0 ? [
      'The stack has no outputs with the values (`addOutputs`): look them up with `aws rolesanywhere list-profiles` and `aws rolesanywhere list-trust-anchors`.',
    ] : [
      'The outputs of the stack have the values. In this directory:',
      '',
      '```sh',
      '# Signs that sed would act on are taken as they are.',
      `output() { aws cloudformation describe-stacks --stack-name '${stackName}' --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue" --output text | sed 's/[\\&|]/\\\\&/g'; }`,
      ...known.map(({ name, outputKey }) => `${name}=$(output ${outputKey})`),
      `for file in ${files.join(' ')}; do`,
      `  sed ${known.map(({ name }) => `-e "s|<${name}>|$${name}|g"`).join(' ')} "$file" > "$file.filled" && mv "$file.filled" "$file"`,
      'done',
      '```',
    ],
  ];
}

export function lines(...all: string[]): string {
  return `${all.join('\n')}\n`;
}
