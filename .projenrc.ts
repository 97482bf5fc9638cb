import { awscdk, javascript, typescript } from 'projen';
import { Bindings } from './projenrc/bindings';
import { Documentation } from './projenrc/documentation';
import { Examples } from './projenrc/examples';
import { FullCheck } from './projenrc/full-check';
import { LatestCdk } from './projenrc/latest-cdk';
import { PinnedActions } from './projenrc/pinned-actions';
import { Rooms } from './projenrc/rooms';
import { ServiceAuthorization } from './projenrc/service-authorization';
import { TypeCheck } from './projenrc/type-check';

/** The oldest aws-cdk-lib that users may have: everything is developed and tested against it. */
const CDK_FLOOR = '2.270.0';

/** The newest aws-cdk-lib at the last upgrade: `npm run test:latest-cdk` runs the same tests against it. */
const CDK_LATEST = '2.276.0';
const CONSTRUCTS_LATEST = '10.8.1';

const WORKFLOW_NODE = '24';

/** Not `*.latest.ts`: those need the newest aws-cdk-lib. */
const TESTS = ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/*/*.test.ts'];

const REPOSITORY = 'https://github.com/cdkkeylessroles/cdk-keyless-roles';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-keyless-roles',
  description: 'AWS CDK constructs that give applications access to AWS without access keys: typed IAM roles, trust and least-privilege permissions.',
  keywords: ['aws', 'iam', 'cdk', 'awscdk', 'roles', 'trust-policy', 'external-id', 'instance-profile', 'least-privilege', 'marketplace'],
  author: 'cdk-keyless-roles contributors',
  authorAddress: REPOSITORY,
  authorOrganization: true,
  repositoryUrl: `${REPOSITORY}.git`,
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-keyless-roles contributors',
  defaultReleaseBranch: 'main',
  majorVersion: 0,
  stability: 'experimental',

  cdkVersion: CDK_FLOOR,
  constructsVersion: '10.5.0',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',
  minNodeVersion: '20.0.0',
  workflowNodeVersion: WORKFLOW_NODE,
  packageManager: javascript.NodePackageManager.NPM,
  projenVersion: '~0.103.25',
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),

  srcdir: 'lib',
  libdir: 'lib',
  entrypoint: 'lib/index.js',
  sampleCode: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  publishToPypi: { distName: 'cdk-keyless-roles', module: 'cdk_keyless_roles' },
  publishToMaven: {
    javaPackage: 'io.github.cdkkeylessroles',
    mavenGroupId: 'io.github.cdkkeylessroles',
    mavenArtifactId: 'cdk-keyless-roles',
    mavenServerId: 'central-ossrh',
  },
  publishToNuget: { dotNetNamespace: 'CdkKeylessRoles', packageId: 'CdkKeylessRoles' },
  publishToGo: { moduleName: 'github.com/cdkkeylessroles/cdk-keyless-roles-go', packageName: 'cdkkeylessroles' },

  eslintOptions: { dirs: ['lib'], devdirs: ['test', 'examples', 'bench'], commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] } },
  jestOptions: {
    jestVersion: '^30',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    configFilePath: 'jest.config.json',
    junitReporting: false,
    coverageText: false,
    passWithNoTests: false,
    jestConfig: {
      testMatch: TESTS,
      roots: ['<rootDir>/lib', '<rootDir>/test', '<rootDir>/examples'],
      modulePathIgnorePatterns: ['<rootDir>/test/latest-cdk/node_modules'],
      // Sources are compiled in place, so the TypeScript file must win over its own output.
      moduleFileExtensions: ['ts', 'js', 'json', 'node'],
      moduleNameMapper: { '^cdk-keyless-roles$': '<rootDir>/lib/index.ts' },
      collectCoverageFrom: ['lib/**/*.ts', '!lib/**/*.d.ts'],
      coverageReporters: ['text-summary', 'lcov'],
      coverageThreshold: { branches: 90, functions: 95, lines: 95, statements: 95 },
      setupFiles: ['<rootDir>/test/setup.ts'],
      // The first test that uses a module waits until it is compiled.
      testTimeout: 30_000,
      // With V8's own counting the tests take four times as long.
      coverageProvider: 'babel',
      maxWorkers: '100%',
    },
  },
  tsJestOptions: { transformOptions: { tsconfig: typescript.TsJestTsconfig.fromFile('test/tsconfig.json'), diagnostics: typescript.TsJestDiagnostics.none() } },
  tsconfig: {
    compilerOptions: { declaration: true },
  },
  devDeps: [
    'aws-cdk@2.1148.1',
    '@peculiar/x509@^2.2.0',
    'fast-check@^4.10.2',
    'jsii-diff@~1.140.0',
    'jsii-docgen@~10.12.6',
    'jsii-pacmak@~1.140.0',
    'jsii-rosetta@~6.0.17',
    'reflect-metadata@^0.2.2',
    'ts-jest@^29.4.15',
  ],
  // Reads templates in YAML.
  bundledDeps: ['yaml@^2.8.2'],
  gitignore: ['/examples/out/', '/bench/.cache/', 'cdk.out/', '/.venv/', '*.tgz', '.DS_Store'],
  docgen: true,
  pullRequestTemplate: false,
  // A pull request whose build changes a file fails: its author runs the build, no robot pushes to the branch.
  buildWorkflowOptions: { mutableBuild: false },
  depsUpgradeOptions: { workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY } },
  githubOptions: { mergify: false, pullRequestLintOptions: { semanticTitleOptions: { types: ['feat', 'fix', 'chore', 'docs', 'refactor', 'test'] } } },
});

// projen adds patterns of its own, by which a file would match twice.
project.jest!.file!.addOverride('testMatch', TESTS);

// The first pattern that fits is taken.
project.jest!.config.transform = {
  'lib/index\\.ts$': ['<rootDir>/test/lazy-index.js', { tsconfig: 'test/tsconfig.json', diagnostics: false }],
  ...project.jest!.config.transform,
};

// The package holds what its users need: the compiled sources, the assembly, README and licence.
project.npmignore!.exclude(
  '/.ci/', '/bench/', '/examples/', '/rosetta/', '/.compatignore', '/.npmrc', '/API.md', '/ARCHITECTURE.md', '/CONTRIBUTING.md',
  '/lib/**/*.ts', '!/lib/**/*.d.ts',
);

new Rooms(project);
new TypeCheck(project);
new Documentation(project);
project.compileTask.exec('tsx --tsconfig projenrc/tsconfig.json projenrc/lazy-index.ts');
new Examples(project);
new ServiceAuthorization(project);
project.addTask('bench', {
  description: 'Compares time and memory with plain aws-cdk-lib and cdk-iam-floyd, as ratios',
  steps: [{ spawn: 'compile' }, { execArgs: ['tsx', '--tsconfig', 'bench/tsconfig.json', 'bench/run.ts'], receiveArgs: true }],
});
new LatestCdk(project, { cdkVersion: CDK_LATEST, constructsVersion: CONSTRUCTS_LATEST, cdkNagVersion: '^3.0.2' });
new Bindings(project);
new FullCheck(project, WORKFLOW_NODE);
new PinnedActions(project);

// Of 1.13.0 some platform packages cannot be had, and `npm ci` refuses a lock without them.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// The lock file names no registry, so that it installs from whichever one the user's npm is set to.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// jsii names this variable in the banner that it prints for each command on Node 20; we test that Node runs it all.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

project.synth();
