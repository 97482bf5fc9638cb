import type { CfnParameter } from 'aws-cdk-lib';
import { Stack, Token, Tokenization } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';
import { isIntrinsic, resolveEarly, textsInFunctions } from './intrinsics';
import { parametersIn } from './literal';
import { readPattern } from './parameter-pattern';
import { INVISIBLE_SAMPLES, readable, unreadableBecause, withTokensAs } from './text';

/** Where a command is typed in, or who splits it into words. */
export type CommandStyle = 'posix' | 'windows' | 'systemd';

/** A flag of a command; without a value it is a switch. */
export interface CommandFlag {
  readonly name: string;
  readonly value?: string;
}

/** What ends a quoted word, or is replaced in one. */
const ACTIVE_IN_QUOTES = ['"', '\'', '$', '`', '\\', '!', '%'];

/** Types whose values CloudFormation checks itself: numbers, and ids of things that exist. */
const CHECKED_TYPES = /^(Number|AWS::(EC2|Route53)::.+::Id)$/;

/** Words and flags as one command; a switch stands alone. */
export function commandLine(words: readonly string[], flags: readonly CommandFlag[], style: CommandStyle): string {
  return [...words, ...flagWords(flags)].map((word) => commandWord(word, style)).join(' ');
}

/** The words that flags are made of, before they are quoted. */
export function flagWords(flags: readonly CommandFlag[]): string[] {
  return flags.flatMap(({ name, value }) => value === undefined ? [`--${name}`] : [`--${name}`, value]);
}

/**
 * A word so that it stays one word and stays as it is.
 *
 * What is known only after deployment stands in double quotes, so that a blank that it brings does no harm.
 */
function commandWord(word: string, style: CommandStyle): string {
  if (style === 'windows') return windowsWord(word);
  return style === 'posix' ? posixWord(word) : systemdWord(word);
}

/**
 * The rules of a POSIX shell, which are those of the AWS CLI too, which splits `credential_process` itself: double quotes as AWS
 * documents them, and single quotes where a character would still act within double ones.
 *
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html
 */
function posixWord(word: string): string {
  if (Token.isUnresolved(word)) {
    return `"${mapLiterals(word, (text) => {
      const active = /[$`!]/.exec(text);
      if (active) throw new InvalidInputError(`A word of the command holds ${quote(active[0])} beside what is known only after deployment: got ${quote(readable(word))}. Write it without that character.`);
      return text.replace(/["\\]/g, '\\$&');
    })}"`;
  }
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return /["$`\\!]/.test(word) ? `'${word.replace(/'/g, '\'\\\'\'')}'` : `"${word}"`;
}

/**
 * The rules of the C runtime of Windows. Between double quotes the command interpreter leaves all but `%` and `"` alone.
 *
 * @see https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
 */
function windowsWord(word: string): string {
  const isKnown = !Token.isUnresolved(word);
  if (isKnown && /^[\w@+=:,./\\-]+$/.test(word)) return word;
  const literals = withTokensAs(word, () => '');
  if (literals.includes('"')) {
    throw new InvalidInputError(`A word of the command holds a double quote, which the programs of Windows read in different ways: got ${quote(readable(word))}. Write it without one.`);
  }
  const variable = /%[^%]+%/.exec(literals)?.[0];
  if (variable !== undefined) {
    throw new InvalidInputError(`A word of the command holds ${quote(variable)}, which the command interpreter of Windows replaces: got ${quote(readable(word))}. Write it without one of the percent signs.`);
  }
  return `"${word}${/\\*$/.exec(isKnown ? word : literals)![0]}"`;
}

/** @see https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines */
function systemdWord(word: string): string {
  if (!Token.isUnresolved(word) && /^[\w@+=:,./-]+$/.test(word)) return word;
  return `"${mapLiterals(word, (text) => text.replace(/["\\]/g, '\\$&').replace(/[%$]/g, '$&$&'))}"`;
}

/** A text whose literal parts are changed, and whose tokens stay. */
function mapLiterals(text: string, map: (literal: string) => string): string {
  const mark = '\u0000';
  return withTokensAs(text, (token) => `${mark}${Token.asString(token)}${mark}`)
    .split(mark)
    .map((part, i) => i % 2 === 0 ? map(part) : part)
    .join('');
}

/**
 * Refuses text that no command can hold as it is, and parameters by which whoever deploys could add to what people paste.
 *
 * @param what names the value in the user's words, at the start of a sentence
 * @param fix what to do instead, a sentence
 */
export function checkCommandText(text: string, what: string, fix: string): void {
  // JavaScript lets a property be left out or be a number.
  if (typeof text !== 'string') throw new InvalidInputError(`${what} is not text: got ${quote(text)}. ${fix}`);
  const literals = withTokensAs(text, () => 'x');
  const reason = literals === '' ? 'is empty' : unreadableBecause(literals);
  if (reason) throw new InvalidInputError(`${what} ${reason}: got ${quote(readable(text))}. ${fix}`);
  if (/\{\{resolve:/.test(literals)) {
    throw new InvalidInputError(`${what} holds a dynamic reference ({{resolve:…}}), and whoever sets what it reads could add commands to those that people paste: got ${quote(readable(text))}. ${fix}`);
  }
  parametersIn(text).forEach((parameter) => checkParameter(parameter, what));
  functionsIn(text).forEach((value) => checkFunction(value, text, what));
}

/** Where tokens are read that have no stack yet. Nothing is ever put into it. */
let scratch: Stack | undefined;

/** What the tokens of a text become in a template, as far as it is known. */
function functionsIn(text: string): any[] {
  if (!Token.isUnresolved(text)) return [];
  scratch ??= new Stack();
  return Tokenization.reverseString(text).tokens.map((token) => resolveEarly(scratch!, token).value);
}

/** Texts in functions of CloudFormation are not quoted, as what they become is not known; names in `Fn::Sub` may be those of parameters. */
function checkFunction(value: any, text: string, what: string): void {
  const forbidden = [...ACTIVE_IN_QUOTES, ...INVISIBLE_SAMPLES, '{{'];
  const active = textsInFunctions(value).flatMap((part) => forbidden.filter((character) => part.includes(character)))[0];
  if (active !== undefined) {
    throw new InvalidInputError(`${what} has a function of CloudFormation with ${quote(active)} in its text, which would act in the command: got ${quote(readable(text))}. Write the text beside the function, or without that character.`);
  }
  const name = namesInSub(value)[0];
  if (name === undefined) return;
  throw new InvalidInputError(`${what} names ${quote(name)} in Fn::Sub, so that it cannot be checked who says what that is: got ${quote(readable(text))}. Give Fn.sub() the value as a variable, or write it beside the function.`);
}

/** The names in texts of `Fn::Sub` that are neither variables nor pseudo parameters nor attributes of resources. */
function namesInSub(value: any): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const [text, variables = {}] = isIntrinsic(value) ? [value['Fn::Sub']].flat() : [];
  const own = typeof text === 'string' ? [...text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map(([, name]) => name).filter((name) => !Object.hasOwn(variables, name)) : [];
  return [...own, ...Object.values(value).flatMap(namesInSub)];
}

function checkParameter(parameter: CfnParameter, what: string): void {
  const from = `${what} comes from parameter ${quote(parameter.node.id)}`;
  const fix = 'Name the allowed characters, such as \'^[A-Za-z0-9._/:-]+$\'.';
  const forbidden = [...ACTIVE_IN_QUOTES, ...INVISIBLE_SAMPLES];
  if (CHECKED_TYPES.test(parameter.type)) return;
  if (parameter.allowedValues?.length) {
    const wrong = parameter.allowedValues.map(String).find((value) => forbidden.some((character) => value.includes(character)));
    if (wrong === undefined) return;
    throw new InvalidInputError(`${from}, whose allowed value ${quote(wrong)} would end the quotes that it stands in. Take that value out of 'allowedValues'.`);
  }
  if (parameter.allowedPattern === undefined) {
    throw new InvalidInputError(`${from}, which has no 'allowedPattern': whoever deploys could add commands to those that people paste. ${fix}`);
  }
  const verdict = readPattern(parameter.allowedPattern, forbidden);
  const admitted = verdict.unclear ?? verdict.admits[0];
  if (admitted !== undefined) {
    const how = verdict.unclear === undefined ? 'admits' : 'cannot be checked because of';
    throw new InvalidInputError(`${from}, whose 'allowedPattern' ${quote(parameter.allowedPattern)} ${how} ${quote(admitted)}: whoever deploys could add commands to those that people paste. ${fix}`);
  }
}
