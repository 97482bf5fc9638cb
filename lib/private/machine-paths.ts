import { checkCommandText } from './command-line';
import { InvalidInputError, quote } from './errors';
import { readable, withTokensAs } from './text';

/** Paths of one machine: they tell whether it runs Windows, and must agree on that. */
export class MachinePaths {
  private seen?: { readonly path: string; readonly platform: 'posix' | 'windows' };

  constructor(private readonly given?: 'posix' | 'windows') {}

  /** Undefined as long as no path tells. */
  public get platform(): 'posix' | 'windows' | undefined {
    return this.given ?? this.seen?.platform;
  }

  /** Checks a path, which must be a full one as the helper runs in whatever directory the application does. */
  public check(path: string, what: string): string {
    this.checkText(path, what);
    // What begins with a token may well be a full path.
    const beginning = withTokensAs(path, () => '\u0000');
    if (!beginning.startsWith('\u0000')) this.checkBeginning(path, what);
    return path;
  }

  /** Checks a full path, or a name that the system looks up. */
  public checkProgram(path: string, what: string): string {
    this.checkText(path, what);
    if (/[/\\]/.test(withTokensAs(path, () => ''))) return this.check(path, what);
    // To systemd and to shells a sign in front says how a program is run.
    if (/^[^\p{L}\p{N}_.]/u.test(withTokensAs(path, () => 'x'))) {
      throw new InvalidInputError(`${what} begins with a sign that acts on those who run it: got ${quote(readable(path))}. Write the full path.`);
    }
    return path;
  }

  private checkText(path: string, what: string): void {
    checkCommandText(path, what, 'Write the full path of a file on the machine that runs the helper.');
    const literals = withTokensAs(path, () => 'x');
    const active = literals.startsWith('~') ? '~' : /[$`]|%[^%]+%/.exec(literals)?.[0];
    if (active !== undefined) {
      throw new InvalidInputError(`${what} holds ${quote(active)}, which is replaced by some who run the helper and not by others: got ${quote(readable(path))}. Write the full path.`);
    }
  }

  private checkBeginning(path: string, what: string): void {
    const platform = path.startsWith('/') ? 'posix' : /^([A-Za-z]:\\|\\\\)/.test(path) ? 'windows' : undefined;
    if (platform === undefined) {
      throw new InvalidInputError(`${what} is not a full path: got ${quote(readable(path))}. The helper runs in whatever directory the application does, so write it from '/' or from a drive such as 'C:\\'.`);
    }
    if (this.platform !== undefined && platform !== this.platform) {
      const other = this.seen === undefined ? `is for ${this.given === 'windows' ? 'Windows' : 'macOS or Linux'}` : `has ${quote(readable(this.seen.path))}`;
      throw new InvalidInputError(`${what} is on another machine than the rest: got ${quote(readable(path))}, where the rest ${other}. Write all paths as one machine has them.`);
    }
    this.seen ??= { path, platform };
  }
}
