import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';

/** A flag of the credential helper, as its documentation and source have it. */
export interface HelperFlag {
  readonly name: string;
  readonly commands: string[];
  readonly value: 'text' | 'integer' | 'switch';
  readonly offered: boolean;
  readonly reason?: string;
}

/** A command line, taken apart. */
export interface HelperCall {
  readonly helper: string;
  readonly command: string;
  readonly flags: Record<string, string | true>;
}

/** All commands and flags of the credential helper. */
export const HELPER: {
  readonly commands: Record<string, { readonly offered: boolean; readonly reason?: string }>;
  readonly flags: HelperFlag[];
  readonly exclusive: [string, string][];
} = JSON.parse(readFileSync(join(__dirname, '..', 'cases', 'roles-anywhere', 'helper-flags.json'), 'utf8'));

/** A test that needs a POSIX shell, and says so where there is none. */
export const testWithShell = process.platform === 'win32' ? test.skip : test;

/** The words that a real POSIX shell makes of a command. */
export function splitBySh(command: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

/** The words that the AWS CLI makes of `credential_process` on Linux and macOS: `shlex.split` of Python. */
export function splitAsCli(command: string): string[] {
  const word = /(?:[^\s"'\\]|\\[^]|"(?:[^"\\]|\\[^])*"|'[^']*')+/g;
  expect(command.replace(word, '').trim()).toBe('');
  return (command.match(word) ?? []).map((each) => each.replace(/"((?:[^"\\]|\\[^])*)"|'([^']*)'|\\([^])/g, (_, double, single, escaped) => {
    return double !== undefined ? double.replace(/\\(["\\])/g, '$1') : single ?? escaped;
  }));
}

/** The words that the C runtime of Windows makes of a command. */
export function splitOnWindows(command: string): string[] {
  return [...command.matchAll(/(?:"(?:[^"\\]|\\+(?=[^"\\])|(?:\\\\)+(?="))*"|[^\s"])+/g)]
    .map(([word]) => word.replace(/"([^"]*)"/g, (_, inner) => inner.replace(/(\\\\)+$/, (slashes: string) => '\\'.repeat(slashes.length / 2))));
}

/** A command line, taken apart as the helper does; a flag that it does not know for the command, or a value of the wrong kind, fails. */
export function parse(words: readonly string[]): HelperCall {
  const [helper, command, ...rest] = words;
  expect(HELPER.commands[command]).toEqual({ offered: true });
  const flags: Record<string, string | true> = {};
  for (let i = 0; i < rest.length; i++) {
    const flag = HELPER.flags.find(({ name }) => `--${name}` === rest[i]);
    expect([rest[i], flag?.offered, flag?.commands.includes(command)]).toEqual([rest[i], true, true]);
    expect(flags).not.toHaveProperty(flag!.name);
    const value = flag!.value === 'switch' ? true : rest[++i];
    if (flag!.value === 'integer') expect(value).toMatch(/^\d+$/);
    if (flag!.value === 'text') expect(value).toMatch(/^[^-]/);
    flags[flag!.name] = value;
  }
  for (const [one, other] of HELPER.exclusive) {
    expect({ flags, both: one in flags && other in flags }).toEqual({ flags, both: false });
  }
  return { helper, command, flags };
}
