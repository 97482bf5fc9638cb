import { Component, IniFile, javascript, JsonFile } from 'projen';
import type { awscdk } from 'projen';

const FOLDER = 'test/latest-cdk';

export interface LatestCdkOptions {
  /** The newest aws-cdk-lib. */
  readonly cdkVersion: string;
  /** The newest constructs 10. */
  readonly constructsVersion: string;
  readonly cdkNagVersion: string;
}

/**
 * Development is against the oldest aws-cdk-lib that users may have; this runs the same tests against the newest,
 * and the tests named `*.latest.ts`, which need it (cdk-nag, the validator of aws-cdk-lib).
 *
 * The newest has a package and a lock of its own, because one tree cannot hold both: cdk-nag wants
 * a newer constructs than the oldest that we support.
 */
export class LatestCdk extends Component {
  public constructor(project: awscdk.AwsCdkConstructLibrary, options: LatestCdkOptions) {
    super(project);
    new JsonFile(project, `${FOLDER}/package.json`, {
      obj: {
        private: true,
        description: 'The newest aws-cdk-lib, for `npm run test:latest-cdk`. Versions are set in .projenrc.ts.',
        dependencies: {
          'aws-cdk-lib': options.cdkVersion,
          'cdk-nag': options.cdkNagVersion,
          'constructs': options.constructsVersion,
        },
      },
    });
    new IniFile(project, `${FOLDER}/.npmrc`, { obj: { 'omit-lockfile-registry-resolved': true } });
    this.addTypeCheck(project);
    this.addJest(project);
    this.addLint(project);

    const lock = project.addTask('latest-cdk:lock', {
      description: `Writes ${FOLDER}/package-lock.json after a change of its versions`,
      cwd: FOLDER,
      execArgs: ['npm', 'install', '--package-lock-only', '--no-audit', '--no-fund'],
    });
    project.tasks.tryFind('post-upgrade')!.spawn(lock);
    project.annotateGenerated(`/${FOLDER}/package-lock.json`);

    project.addTask('test:latest-cdk', {
      description: 'Runs all tests, and those named *.latest.ts, against the newest aws-cdk-lib',
      steps: [
        { execArgs: ['npm', 'ci', '--no-audit', '--no-fund'], cwd: FOLDER },
        { execArgs: ['tsc', '--noEmit', '-p', `${FOLDER}/tsconfig.json`] },
        { execArgs: ['jest', '--ci', '-c', `${FOLDER}/jest.config.json`], receiveArgs: true },
      ],
    });
  }

  private addTypeCheck(project: awscdk.AwsCdkConstructLibrary): void {
    const config = new javascript.TypescriptConfig(project, {
      fileName: `${FOLDER}/tsconfig.json`,
      include: ['../**/*.ts', '../../lib/**/*.ts'],
      exclude: ['node_modules'],
      compilerOptions: {
        rootDir: '../..',
        paths: {
          'cdk-keyless-roles': ['../../lib/index.ts'],
          ...Object.fromEntries(['aws-cdk-lib', 'constructs', 'cdk-nag'].flatMap((name) => [
            [name, [`./node_modules/${name}`]],
            [`${name}/*`, [`./node_modules/${name}/*`]],
          ])),
        },
      },
    });
    config.addExtends(project.tsconfigDev);
  }

  private addJest(project: awscdk.AwsCdkConstructLibrary): void {
    const { moduleFileExtensions, moduleNameMapper, setupFiles, testTimeout, transform } = project.jest!.config;
    new JsonFile(project, `${FOLDER}/jest.config.json`, {
      obj: {
        rootDir: '../..',
        roots: ['<rootDir>/test'],
        testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.latest.ts'],
        clearMocks: true,
        moduleFileExtensions,
        moduleNameMapper: {
          ...moduleNameMapper,
          '^(aws-cdk-lib|constructs|cdk-nag)($|/.*)': `<rootDir>/${FOLDER}/node_modules/$1$2`,
        },
        setupFiles,
        testTimeout,
        transform,
      },
    });
  }

  /** Linting must work before `npm ci` has run in the folder, so without the types and packages in it. */
  private addLint(project: awscdk.AwsCdkConstructLibrary): void {
    project.eslint!.overrides.push({
      files: ['test/**/*.latest.ts'],
      parserOptions: { project: null },
      rules: {
        '@typescript-eslint/no-floating-promises': 'off',
        '@typescript-eslint/return-await': 'off',
        'import/no-extraneous-dependencies': 'off',
        'import/no-unresolved': ['error', { ignore: ['^cdk-nag'] }],
      },
    } as javascript.EslintOverride);
  }
}
