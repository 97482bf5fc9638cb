import { Component, github } from 'projen';
import type { awscdk } from 'projen';

/** The whole of `.ci/run` on every pull request, beside projen's own build, which only packages. */
export class FullCheck extends Component {
  public constructor(project: awscdk.AwsCdkConstructLibrary, nodeVersion: string) {
    super(project);
    project.github!.tryFindWorkflow('build')!.addJob('check', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: github.workflows.JobPermission.READ },
      timeoutMinutes: 60,
      tools: { node: { version: nodeVersion } },
      env: { CI: 'true' },
      steps: [github.WorkflowSteps.checkout(), { name: 'Check everything', run: 'bash .ci/run' }],
    });
  }
}
