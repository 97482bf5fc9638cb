import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The library that is compared with. It is installed here and nowhere else: the project does not depend on it. */
export const FLOYD = { name: 'cdk-iam-floyd', version: '0.507.0' };

const INSTALL_MILLISECONDS = 120_000;

/** Where the package is, installed with the user's npm if it is not there yet; nothing if that fails, with a message. */
export function installFloyd(): string | undefined {
  const folder = join(__dirname, '.cache', `${FLOYD.name}-${FLOYD.version}`);
  const installed = join(folder, 'node_modules', FLOYD.name);
  if (existsSync(installed)) return installed;

  // Into another folder first: an install that was interrupted is not taken for one.
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  // Without its peers, of which the project has its own.
  const options = ['--prefix', partial, '--ignore-scripts', '--legacy-peer-deps', '--no-package-lock', '--no-save', '--no-audit', '--no-fund'];
  const { status, stderr, error } = spawnSync('npm', ['install', `${FLOYD.name}@${FLOYD.version}`, ...options], { cwd: partial, encoding: 'utf8', timeout: INSTALL_MILLISECONDS });
  if (status === 0) {
    renameSync(partial, folder);
    return installed;
  }
  rmSync(partial, { recursive: true, force: true });
  const why = error?.message ?? stderr.trim().split('\n').find((text) => /npm (error|ERR!)/.test(text)) ?? `npm ended with ${status}`;
  console.log(`\n${FLOYD.name} ${FLOYD.version} could not be installed, so nothing is compared with it: ${why}`);
  return undefined;
}
