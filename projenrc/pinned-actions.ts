import { readFileSync } from 'fs';
import { Component } from 'projen';
import type { awscdk } from 'projen';

/**
 * The commit of each release that projen asks for by its tag. A tag can be moved to other code, a commit cannot.
 * projen itself pins the actions that are not listed here.
 */
const PINS: Record<string, string> = {
  'actions/setup-dotnet@v6.0.0': 'a98b56852c35b8e3190ac28c8c2271da59106c68',
  'actions/setup-go@v7.0.0': 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e',
  'actions/setup-java@v6.0.0': 'dd06d9cba3e5552c54d9f8ea23572deb30010f7c',
  'actions/setup-node@v7.0.0': '820762786026740c76f36085b0efc47a31fe5020',
  'actions/setup-python@v7.0.0': '5fda3b95a4ea91299a34e894583c3862153e4b97',
  'peter-evans/create-pull-request@v8.1.1': '5f6978faf089d4d20b00c7766989d076bb2fc7f1',
};

const WORKFLOWS = ['build', 'pull-request-lint', 'release', 'upgrade-main'];

/**
 * Pins every action of every workflow to a commit, keeps the hosts of registries out of them,
 * and refuses to write a workflow where that did not work (an upgrade of projen can bring a new action).
 */
export class PinnedActions extends Component {
  public constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    for (const [action, commit] of Object.entries(PINS)) {
      project.github!.actions.set(action, `${action.split('@')[0]}@${commit}`);
    }
    // The publisher falls back to the public registry by itself. The check below notices when the step moves.
    project.github!.tryFindWorkflow('release')!.file!.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');
  }

  public postSynthesize(): void {
    for (const name of WORKFLOWS) {
      const file = `.github/workflows/${name}.yml`;
      const text = readFileSync(`${this.project.outdir}/${file}`, 'utf8');
      const loose = [...text.matchAll(/uses: (\S+)/g)].map((match) => match[1]).filter((action) => !/@[0-9a-f]{40}$/.test(action));
      if (loose.length > 0) throw new Error(`${file}: pin ${[...new Set(loose)].join(', ')} in projenrc/pinned-actions.ts`);
      const host = /\bregistry\.\S+/.exec(text);
      if (host) throw new Error(`${file}: names the registry ${host[0]}`);
    }
  }
}
