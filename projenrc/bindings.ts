import { Component } from 'projen';
import type { awscdk } from 'projen';

/** Tasks that use the library from other languages, as its users do. */
export class Bindings extends Component {
  public constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const program = (file: string) => ({ execArgs: ['tsx', '--tsconfig', 'projenrc/tsconfig.json', `projenrc/${file}`] });
    project.addTask('test:python', {
      description: 'Builds and installs the Python wheel, and compares the templates of each app.py with those of its app.ts',
      steps: [{ spawn: 'compile' }, { spawn: 'examples' }, program('test-python.ts')],
    });
    project.addTask('test:bindings', {
      description: 'Generates the Java, .NET and Go code and compiles it where this machine has the toolchain',
      steps: [{ spawn: 'compile' }, program('test-bindings.ts')],
    });
  }
}
