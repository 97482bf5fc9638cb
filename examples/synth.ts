/**
 * Synthesizes every `examples/<name>/app.ts` and keeps its templates as `examples/out/<name>/<stack>.template.json`.
 *
 * Run it with `npm run examples`.
 */
import { execFileSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative } from 'path';

const EXAMPLES = __dirname;

/** Where the templates of an example are kept. */
export function outputOf(example: string): string {
  return join(EXAMPLES, 'out', example);
}

/** The folders here that hold the given app file, for example `app.ts`. */
export function examplesWith(appFile: string): string[] {
  return readdirSync(EXAMPLES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(EXAMPLES, entry.name, appFile)))
    .map((entry) => entry.name)
    .sort();
}

/**
 * Synthesizes `examples/<example>/app.ts` from source into `examples/out/<example>`.
 *
 * @returns the paths of the templates
 */
export function synthesizeExample(example: string, into: string = outputOf(example), region?: string): string[] {
  return synthesize(example, fromSource('app.ts'), into, region);
}

/**
 * Runs an app of an example that may fail, with the cloud assembly in the folder given and nothing printed.
 *
 * @returns whether it was synthesized without an error
 */
export function runApp(example: string, file: string, assembly: string): boolean {
  const [command, ...args] = fromSource(file);
  try {
    execFileSync(command, args, { cwd: join(EXAMPLES, example), env: environment(assembly), stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The command that runs a file of an example with the library's sources. */
function fromSource(file: string): string[] {
  return [process.execPath, require.resolve('tsx/cli'), '--tsconfig', join(EXAMPLES, 'tsconfig.json'), file];
}

function environment(assembly: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, CDK_OUTDIR: assembly };
  // What the AWS CDK CLI sets: a template must not depend on the account or the context of who runs this.
  for (const name of ['CDK_DEFAULT_ACCOUNT', 'CDK_DEFAULT_REGION', 'CDK_CONTEXT_JSON']) delete env[name];
  return env;
}

/**
 * Runs an app in its own folder and copies its templates to `into`, whose former content goes away.
 *
 * @returns the paths of the templates
 */
export function synthesize(example: string, [command, ...args]: string[], into: string, region?: string): string[] {
  const assembly = mkdtempSync(join(tmpdir(), `${example}-`));
  try {
    const env = environment(assembly);
    if (region !== undefined) env.CDK_DEFAULT_REGION = region;
    execFileSync(command, args, { cwd: join(EXAMPLES, example), env, stdio: 'inherit' });
    rmSync(into, { recursive: true, force: true });
    mkdirSync(into, { recursive: true });
    const templates = copyTemplates(assembly, into);
    if (templates.length === 0) throw new Error(`examples/${example} made no stack`);
    return templates;
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}

/** Stages are assemblies within the assembly; a stack is found by its name in AWS, which the file name need not show. */
function copyTemplates(assembly: string, into: string): string[] {
  const { artifacts = {} } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8'));
  return Object.entries<any>(artifacts).flatMap(([id, { type, properties }]) => {
    if (type === 'cdk:cloud-assembly') return copyTemplates(join(assembly, properties.directoryName), into);
    if (type !== 'aws:cloudformation:stack') return [];
    const template = join(into, `${properties.stackName ?? id}.template.json`);
    if (existsSync(template)) throw new Error(`two stacks would be written to ${template}: give them different stack names`);
    copyFileSync(join(assembly, properties.templateFile), template);
    return [template];
  });
}

function main(): void {
  const examples = examplesWith('app.ts');
  if (examples.length === 0) throw new Error('no example found: expected examples/<name>/app.ts');
  rmSync(join(EXAMPLES, 'out'), { recursive: true, force: true });
  for (const example of examples) {
    console.log(`examples/${example}/app.ts`);
    synthesizeExample(example).forEach((template) => console.log(`  -> ${relative(process.cwd(), template)}`));
  }
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    // The app has already printed what went wrong in it.
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
