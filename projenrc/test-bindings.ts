/**
 * Generates the code for Java, .NET and Go, and compiles each where this machine has the toolchain
 * and its registry has the oldest aws-cdk-lib that we support. Says at the end what was done with which.
 */
import { execFileSync, spawnSync } from 'child_process';
import { readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

const CODE = 'dist/code';
/** A compile takes seconds; the first one on a machine downloads aws-cdk-lib. */
const MINUTES_EACH = 8;

const results: string[] = [];
let failed = false;

rmSync(CODE, { recursive: true, force: true });
execFileSync('jsii-pacmak', ['--code-only', '--target', 'java', 'dotnet', 'go', '--outdir', CODE], { stdio: 'inherit' });
compile('Go', ['go'], join(CODE, 'go', 'cdkkeylessroles'), compileGo);
compile('Java', ['mvn', 'javac'], join(CODE, 'java'), compileJava);
compile('.NET', ['dotnet'], join(CODE, 'dotnet', 'CdkKeylessRoles'), (run) => run(['dotnet', 'build', '--nologo', '-v', 'quiet']));
console.log(results.join('\n'));
process.exitCode = failed ? 1 : 0;

type Run = (command: string[], output?: 'inherit' | 'ignore') => void;

/** @param how compiles in the folder, throws when that fails, and returns a remark if there is one */
function compile(language: string, tools: string[], cwd: string, how: (run: Run, cwd: string) => string | void): void {
  const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0);
  if (missing.length > 0) {
    results.push(`${language}: only generated (no ${missing.join(', ')} here)`);
    return;
  }
  console.log(`Compiling the ${language} code`);
  const deadline = Date.now() + MINUTES_EACH * 60_000;
  const run: Run = ([command, ...args], output = 'inherit') => {
    execFileSync(command, args, { cwd, stdio: ['ignore', output, output], timeout: Math.max(1, deadline - Date.now()), killSignal: 'SIGKILL' });
  };
  try {
    const remark = how(run, cwd);
    results.push(`${language}: compiled${remark ? ` (${remark})` : ''}`);
  } catch (error) {
    failed = true;
    results.push(`${language}: FAILED (${(error as Error).message})`);
  }
}

/** pacmak lists the indirect modules at the versions that npm has; Go finds out itself which it wants. */
function compileGo(run: Run, cwd: string): void {
  const file = join(cwd, 'go.mod');
  writeFileSync(file, readFileSync(file, 'utf8').split('\n').filter((line) => !line.endsWith('// indirect')).join('\n'));
  run(['go', 'mod', 'tidy']);
  run(['go', 'build', './...']);
}

/**
 * The generated version ranges take whatever is newest: we want the oldest aws-cdk-lib that we support.
 * Not every repository has each version; then the nearest older one that it lists still shows whether the code compiles.
 */
function compileJava(run: Run, cwd: string): string | void {
  const floor: string = JSON.parse(readFileSync('package.json', 'utf8')).devDependencies['aws-cdk-lib'];
  const file = join(cwd, 'pom.xml');
  const oldest = readFileSync(file, 'utf8').replace(/<version>\[([\d.]+),[^)]*\)<\/version>/g, '<version>$1</version>');
  try {
    writeFileSync(file, oldest);
    run(['mvn', '-q', '-B', 'compile'], 'ignore');
    return;
  } catch {
    const [major, minor] = floor.split('.').map(Number);
    // Maven reads the description of every release in a range: ten are enough.
    writeFileSync(file, oldest.replace(`<version>${floor}</version>`, `<version>[${major}.${minor - 10}.0,${floor}]</version>`));
    run(['mvn', '-q', '-B', 'compile']);
    return `against the newest aws-cdk-lib before ${floor} that the Maven repository here lists`;
  }
}
