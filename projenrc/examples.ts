import { Component } from 'projen';
import type { awscdk } from 'projen';

/** Tasks that run the apps in `examples/` from source, with nothing built before. */
export class Examples extends Component {
  public constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const tsx = ['tsx', '--tsconfig', 'examples/tsconfig.json'];
    project.addTask('examples', {
      description: 'Synthesizes every examples/<name>/app.ts into examples/out/<name>/<stack>.template.json',
      steps: [{ execArgs: [...tsx, 'examples/synth.ts'] }],
    });
    project.addTask('demo', {
      description: 'Shows the marketplace example: who may assume each role, what it may do, where the templates are',
      steps: [{ execArgs: [...tsx, 'examples/demo.ts'], receiveArgs: true }],
    });
    project.addTask('demo:guardrails', {
      description: 'Shows what the guardrails find in the guarded example, before and after it was put right',
      steps: [{ execArgs: [...tsx, 'examples/guardrails.ts'] }],
    });
  }
}
