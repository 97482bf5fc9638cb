import { Component, javascript } from 'projen';
import type { awscdk } from 'projen';

/** Folders beside `lib/` whose TypeScript runs from source. */
const RUN_FROM_SOURCE = ['examples', 'bench'];

/**
 * One `tsc --noEmit` over everything, before jest. jest then only strips the types, file by file, which is
 * many times faster than letting it check them too, and code that no test loads is checked as well.
 *
 * Tests, examples and benchmarks import 'cdk-keyless-roles' as users do; here the name leads to `lib/index.ts`.
 */
export class TypeCheck extends Component {
  public constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const settings = {
      include: ['**/*.ts'],
      exclude: ['node_modules'],
      compilerOptions: { noEmit: true, rootDir: '..', isolatedModules: true, paths: { 'cdk-keyless-roles': ['../lib/index.ts'], 'cdk-keyless-roles/*': ['../*'] } },
    };
    for (const folder of RUN_FROM_SOURCE) {
      const config = new javascript.TypescriptConfig(project, { fileName: `${folder}/tsconfig.json`, ...settings });
      config.addExtends(project.tsconfig!);
    }

    const everything = project.tsconfigDev;
    ['lib', ...RUN_FROM_SOURCE].forEach((folder) => everything.addInclude(`../${folder}/**/*.ts`));
    everything.file.addOverride('compilerOptions.paths', settings.compilerOptions.paths);
    // Written against the newest aws-cdk-lib: checked by `test:latest-cdk`.
    everything.addExclude('**/*.latest.ts');

    const task = project.addTask('type-check', {
      description: 'Checks the types of lib, test, examples and bench',
      execArgs: ['tsc', '--noEmit', '-p', everything.fileName],
    });
    project.testTask.prependSpawn(task);

    // Lint follows the same name, and reads this one program: one for each folder would take twice as long.
    const { config } = project.eslint!;
    config.settings['import/resolver'].typescript.project = `./${everything.fileName}`;
    config.parserOptions = { ecmaVersion: 2022, sourceType: 'module', project: [`./${everything.fileName}`, './projenrc/tsconfig.json'] };
  }
}
