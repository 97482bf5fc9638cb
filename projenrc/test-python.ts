/**
 * Builds the Python wheel, installs it in a fresh virtual environment, synthesizes every `examples/<name>/app.py`
 * and compares its templates with those that `npm run examples` made from the same example in TypeScript; then it runs the tests in
 * `examples/<name>/test_app.py`.
 */
import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { examplesWith, outputOf, synthesize } from '../examples/synth';

const WHEELS = 'dist/python';
/** Enough to see what is wrong; one cause often shows in many places. */
const DIFFERENCES_SHOWN = 10;

const work = mkdtempSync(join(tmpdir(), 'keyless-python-'));
try {
  const python = installWheel(buildWheel());
  const examples = examplesWith('app.py');
  if (examples.length === 0) throw new Error('no example found: expected examples/<name>/app.py');
  const problems = examples.flatMap((example) => compareExample(example, python));
  const tested = examplesWith('test_app.py');
  if (tested.length === 0) throw new Error('no test found: expected examples/<name>/test_app.py');
  tested.forEach((example) => testExample(example, python));
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    process.exitCode = 1;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function buildWheel(): string {
  console.log('Building the wheel');
  rmSync(WHEELS, { recursive: true, force: true });
  run('jsii-pacmak', '--target', 'python');
  return join(WHEELS, readdirSync(WHEELS).find((name) => name.endsWith('.whl'))!);
}

/** @returns the Python that has it */
function installWheel(wheel: string): string {
  console.log(`Installing ${wheel} in a fresh virtual environment`);
  const environment = join(work, 'venv');
  run('python3', '-m', 'venv', environment);
  const python = join(environment, 'bin', 'python');
  // The versions that the TypeScript templates are made with: a newer aws-cdk-lib may write another template.
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const pinned = ['aws-cdk-lib', 'constructs'].map((name) => `${name}==${devDependencies[name]}`);
  run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...pinned, wheel);
  return python;
}

function compareExample(example: string, python: string): string[] {
  const into = join(work, example);
  console.log(`examples/${example}/app.py`);
  synthesize(example, [python, 'app.py'], into);
  const expected = templates(outputOf(example));
  const actual = templates(into);
  return [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort().flatMap((template) => {
    const found = differences(expected[template], actual[template], template);
    console.log(`  ${template}: ${found.length === 0 ? 'the same as in TypeScript' : `differs in ${found.length} places`}`);
    return found.slice(0, DIFFERENCES_SHOWN);
  });
}

/** Calls each test, as a framework would. */
function testExample(example: string, python: string): void {
  console.log(`examples/${example}/test_app.py`);
  const program = 'import test_app\nfor name, test in vars(test_app).items():\n    if name.startswith("test_"): test(); print("  passed:", name)';
  execFileSync(python, ['-c', program], { cwd: join('examples', example), env: { ...process.env, CDK_OUTDIR: join(work, `${example}-tested`) }, stdio: 'inherit' });
}

function templates(folder: string): Record<string, any> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]));
}

/** The paths at which two JSON values differ. */
function differences(expected: any, actual: any, path: string): string[] {
  if (isObject(expected) && isObject(actual) && Array.isArray(expected) === Array.isArray(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].flatMap((key) => differences(expected[key], actual[key], `${path}/${key}`));
  }
  return expected === actual ? [] : [`${path}: TypeScript has ${shown(expected)}, Python has ${shown(actual)}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200);
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'inherit' });
}
