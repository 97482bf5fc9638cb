import { Component } from 'projen';
import type { awscdk, Task } from 'projen';

/** What jsii-rosetta writes for every other language; each build makes it anew. */
const TABLET = '.jsii.tabl.json';

/**
 * Everything that documents the library is made from the compiled assembly and fails the build when it is wrong:
 * missing doc comments and `@default`s, examples that do not compile, an API.md that is out of date.
 */
export class Documentation extends Component {
  public constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const check = this.program('docs:check', 'check-docs.ts', 'Lists every public member without a doc comment, and every optional prop without @default');
    const fixture = this.program('docs:fixture', 'write-fixture.ts', 'Writes the imports that code in README and @example can rely on');
    const permissions = this.program('docs:permissions', 'write-permissions-table.ts', 'Writes PERMISSIONS.md: what each typed access grants, and what the nearest grant of aws-cdk-lib allows');
    const guardrails = this.program('docs:guardrails', 'write-guardrails-table.ts', 'Writes GUARDRAILS.md: the catalogue of the guardrails');
    const samples = project.addTask('docs:samples', {
      description: 'Compiles the code in README and @example, and translates it',
      execArgs: ['jsii-rosetta', 'extract', '--strict'],
    });

    // projen's own list holds API.md alone: the cheap checks come first.
    const apiMd = project.tasks.tryFind('docgen')!;
    project.postCompileTask.reset();
    [check, fixture, permissions, guardrails, samples, apiMd].forEach((task: Task) => project.postCompileTask.spawn(task));

    project.gitignore.exclude(`/${TABLET}`);
    project.npmignore!.exclude(`/${TABLET}`);
    project.annotateGenerated('/rosetta/default.ts-fixture');
    for (const file of ['/PERMISSIONS.md', '/GUARDRAILS.md']) {
      project.annotateGenerated(file);
      project.npmignore!.exclude(file);
    }
  }

  private program(name: string, file: string, description: string): Task {
    return this.project.addTask(name, { description, execArgs: ['tsx', '--tsconfig', 'projenrc/tsconfig.json', `projenrc/${file}`] });
  }
}
