import { InvalidInputError, list, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { isMadeLater } from '../private/names';
import { beginsWithSlash, endsWithSlash } from '../private/parameters';
import { readable, withTokensAs } from '../private/text';

/** The methods of HTTP that an API may have, and what it calls all of them. */
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'DELETE'];
const ANY = 'ANY';

/**
 * Which calls of an API: a method and a path.
 */
export class ApiRoute {
  /**
   * One method on one path, as the API has it: `/pets`, or `/pets/{id}` with a variable.
   *
   * A variable stands for any text, slashes too, as policies know no narrower one: `/pets/{id}` covers `/pets/1/owner`.
   *
   * @param method such as `GET`; `ANY` for every one
   * @param path from the stage on, beginning with `/`
   */
  public static of(method: string, path: string): ApiRoute {
    checkPath(path, 'The path of the API', 'Write it as \'/pets\', or \'/pets/{id}\' with a variable.');
    return new ApiRoute(methodsOf(method).map((one) => `/${one}${path.replace(VARIABLE, '*')}`));
  }

  /**
   * One method on every path that begins so.
   *
   * @param method such as `GET`; `ANY` for every one
   * @param prefix the beginning of the paths, from `/` to `/`, such as `/pets/`
   */
  public static below(method: string, prefix: string): ApiRoute {
    checkPath(prefix, 'The prefix of the path', 'Write it as \'/pets/\'.');
    if (!prefix.endsWith('/') && !isMadeLater(prefix, endsWithSlash)) {
      const shown = readable(prefix);
      throw new InvalidInputError(`The prefix of the path does not end with '/', so it would also cover its neighbours: got ${quote(shown)}. Write ${quote(`${shown}/`)}, or use ApiRoute.of() for the path itself.`);
    }
    return new ApiRoute(methodsOf(method).map((one) => `/${one}${prefix.replace(VARIABLE, '*')}*`));
  }

  /** Every method on every path of the stage, also those to come. */
  public static all(): ApiRoute {
    return new ApiRoute(['/*']);
  }

  /** What follows the stage in the ARNs. @internal */
  public readonly _suffixes: readonly string[];

  private constructor(suffixes: readonly string[]) {
    this._suffixes = suffixes;
  }
}

function methodsOf(method: string): string[] {
  // A wildcard here would cross slashes: `*/pets` covers `GET/admin/pets`.
  if (method === ANY) return METHODS;
  if (METHODS.includes(method)) return [method];
  throw new InvalidInputError(`The method of the API is none that it may have: got ${quote(readable(String(method)))}. Allowed: ${list([...METHODS, ANY].map((one) => quote(one)))}, the last one for every method.`);
}

/** A variable in a path, which stands between slashes alone: `{id}`, or `{proxy+}` for the rest of it. */
const VARIABLE = /(?<=\/)\{[A-Za-z0-9._-]+\+?\}(?=\/|$)/g;

function checkPath(path: string, what: string, fix: string): void {
  checkLiteral(path, what, fix);
  if (!path.startsWith('/') && !isMadeLater(path, beginsWithSlash)) {
    throw new InvalidInputError(`${what} does not begin with '/': got ${quote(readable(path))}. ${fix}`);
  }
  const literal = withTokensAs(path.replace(VARIABLE, 'x'), () => 'x');
  if (/[{}]/.test(literal)) throw new InvalidInputError(`${what} has a variable that is none, or not alone between its slashes: got ${quote(readable(path))}. ${fix}`);
  if (/[\s#]|\/\//.test(literal)) throw new InvalidInputError(`${what} is not one that an API has: got ${quote(readable(path))}. ${fix}`);
}
