import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { serviceAuthorizationFiles } from './service-authorization-data';

const FOLDER = join(__dirname, '..', 'lib', 'private', 'service-authorization');

rmSync(FOLDER, { recursive: true, force: true });
const files = serviceAuthorizationFiles();
for (const [path, text] of files) {
  mkdirSync(dirname(join(FOLDER, path)), { recursive: true });
  writeFileSync(join(FOLDER, path), text);
}
const size = [...files.values()].reduce((total, text) => total + Buffer.byteLength(text), 0);
console.log(`${files.size} files, ${Math.round(size / 1000)} kB, in lib/private/service-authorization`);
