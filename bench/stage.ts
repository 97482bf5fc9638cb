import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const PROJECT = join(__dirname, '..');
const isSource = (file: string) => file.endsWith('.ts') && !file.endsWith('.d.ts');

/**
 * A place where the cases run as plain JavaScript, with the compiled library installed as a package, as users have it.
 *
 * No loader of TypeScript takes part in what is measured, and a compilation in the meantime does no harm.
 */
export class Stage {
  /** The library as it is installed. */
  public readonly library: string;
  readonly #directory: string;
  readonly #temporary: string;

  constructor() {
    checkCompiled();
    // In the project, where the peers are found, but not in its node_modules: CDK tells the frames of users from those of packages.
    const cache = join(__dirname, '.cache');
    mkdirSync(cache, { recursive: true });
    this.#directory = mkdtempSync(join(cache, 'run-'));
    this.#temporary = join(this.#directory, 'tmp');
    mkdirSync(this.#temporary);

    this.library = join(this.#directory, 'node_modules', 'cdk-keyless-roles');
    cpSync(join(PROJECT, 'package.json'), join(this.library, 'package.json'));
    cpSync(join(PROJECT, 'lib'), join(this.library, 'lib'), { recursive: true, filter: (file) => !file.endsWith('.ts') });

    const cases = join(__dirname, 'cases');
    for (const file of readdirSync(cases)) {
      const { outputText } = ts.transpileModule(readFileSync(join(cases, file), 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
      });
      writeFileSync(join(this.#directory, file.replace(/\.ts$/, '.js')), outputText);
    }
  }

  /** Lets the cases import another package, which has its peers from the project. */
  public link(name: string, folder: string): void {
    symlinkSync(folder, join(this.#directory, 'node_modules', name), 'junction');
  }

  /** Writes a file for the cases and returns its path. */
  public write(name: string, text: string): string {
    const path = join(this.#directory, name);
    writeFileSync(path, text);
    return path;
  }

  /** How many milliseconds the process of a case takes from start to end. */
  public timeOf(name: string): number {
    const start = process.hrtime.bigint();
    this.run(name);
    return Number(process.hrtime.bigint() - start) / 1e6;
  }

  /** Runs a case in a process of its own and returns what it printed. */
  public run(name: string, ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(this.#directory, `${name}.js`), ...args], {
      // Nothing else of the environment, which may hold options of Node and of CDK.
      env: { PATH: process.env.PATH, TMPDIR: this.#temporary, CDK_VALIDATION: 'false' },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`The case '${name}' failed:\n${stderr}`);
    return stdout;
  }

  /** Removes everything that was made for the cases and by them. */
  public remove(): void {
    rmSync(this.#directory, { recursive: true });
  }
}

/** Old JavaScript would be measured without anyone noticing. */
function checkCompiled(): void {
  const changed = (file: string) => statSync(join(PROJECT, 'lib', file)).mtimeMs;
  for (const source of readdirSync(join(PROJECT, 'lib'), { recursive: true, encoding: 'utf8' }).filter(isSource)) {
    const compiled = source.replace(/\.ts$/, '.js');
    if (!existsSync(join(PROJECT, 'lib', compiled)) || changed(compiled) < changed(source)) {
      throw new Error(`The compiled library is measured, and lib/${compiled} is missing or older than its source. Run 'npx projen compile' first.`);
    }
  }
}
