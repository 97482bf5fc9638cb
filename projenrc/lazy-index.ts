/**
 * Makes the compiled `lib/index.js` load a module when one of its names is first used: of the library's modules most apps use a few, and a
 * process should not wait for the others. Run after each compilation; it fails where the compiler's output is not what it knows.
 */
import { execFileSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { resolve } from 'path';
import { ownTypes } from './assembly';

const INDEX = resolve('lib/index.js');

// Jest reads it too, which takes no TypeScript here.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { lazyExports }: { lazyExports: (code: string) => string } = require('./lazy-exports.js');

writeFileSync(INDEX, lazyExports(readFileSync(INDEX, 'utf8')));

check();

/** All classes and enums are there, and nothing is loaded before it is asked for. */
function check(): void {
  const names = ownTypes().filter(({ kind }) => kind !== 'interface').map(({ name }) => name);
  // A process of its own, which takes the compiled files and not their sources.
  const found = execFileSync(process.execPath, ['-e', `
    const library = require(${JSON.stringify(INDEX)});
    const early = Object.keys(require.cache).length - 1;
    console.log(JSON.stringify({ early, missing: ${JSON.stringify(names)}.filter((name) => library[name] === undefined) }));
  `], { encoding: 'utf8' });
  const { early, missing } = JSON.parse(found);
  if (early > 0) throw new Error(`lib/index.js loads ${early} modules at once`);
  if (missing.length > 0) throw new Error(`lib/index.js lacks ${missing.join(', ')}`);
}
