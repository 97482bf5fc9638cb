import type { ArnShape } from './arn-shape';
import { arnShape, readableShape, withLaterAs, withoutLater } from './arn-shape';
import { InvalidInputError, quote } from './errors';
import { checkPresent, parametersIn } from './literal';
import { checkLiteralParameter } from './parameters';
import { readable, unreadableBecause, withTokensAs } from './text';

/** The parts of an ARN after `arn`, and what each may be. */
const PARTS: [name: string, shape: RegExp, allowed: string][] = [
  ['partition', /^aws(-[a-z]+)*$/, '\'aws\', \'aws-cn\', \'aws-us-gov\' or Aws.PARTITION'],
  ['service', /^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens'],
  ['region', /^[a-z0-9*?-]*$/, 'a region such as \'us-east-1\', or nothing for a service without regions'],
  ['account', /^(\d{12}|\*|[a-z][a-z-]*|)$/, '12 digits, or nothing where the service names no account'],
  ['resource', /./s, 'the name, with a type before it where the service has one'],
];

/**
 * Checks an ARN that may hold wildcards, and reads what is known of it; undefined if nothing is known before it is deployed.
 *
 * @param what names the value in the user's words, at the start of a sentence
 */
export function checkArn(arn: string, what: string): ArnShape | undefined {
  checkPresent(arn, what, 'Write its ARN.');
  const fix = 'Write its ARN as it is.';
  const reason = unreadableBecause(withTokensAs(arn, () => '{'));
  if (reason) throw new InvalidInputError(`${what} ${reason}: got ${quote(readable(arn))}. ${fix}`);
  parametersIn(arn).forEach((parameter) => checkLiteralParameter(parameter, what));

  const shape = arnShape(arn);
  if (shape === undefined) return undefined;
  // Functions such as Fn.join have texts of their own.
  const hidden = unreadableBecause(withLaterAs(shape.text, '{'));
  if (hidden) throw new InvalidInputError(`${what} ${hidden}: got ${quote(readableShape(shape))}. ${fix}`);
  checkVariables(shape, what);
  const [prefix, ...parts] = shape.text.split(':');
  const form = 'An ARN is arn:partition:service:region:account:resource.';
  if (prefix !== 'arn') throw new InvalidInputError(`${what} is no ARN: got ${quote(readableShape(shape))}. ${form}`);
  PARTS.forEach(([name, allowed, words], i) => {
    const part = i === PARTS.length - 1 ? parts.slice(i).join(':') : parts[i] ?? '';
    // A part that is known later is left to whoever makes it.
    if (!allowed.test(withoutLater(part)) && part === withoutLater(part)) {
      throw new InvalidInputError(`${what} is malformed: its ${name} is ${quote(part)} in ${quote(readableShape(shape))}. ${form} Allowed: ${words}.`);
    }
  });
  return shape;
}

/** IAM replaces variables in the last part of an ARN alone, and takes one that has no end for a mistake. */
function checkVariables(shape: ArnShape, what: string): void {
  const got = `got ${quote(readableShape(shape))}`;
  const start = shape.text.indexOf('${');
  if (start < 0) return;
  if (shape.text.slice(0, start).split(':').length < PARTS.length + 1) {
    throw new InvalidInputError(`${what} has a policy variable in a part in which IAM replaces none: ${got}. Variables such as '\${aws:username}' may stand after the fifth colon.`);
  }
  if (/\$\{[^}]*$/.test(shape.text)) throw new InvalidInputError(`${what} has a policy variable without an end: ${got}. Write it as '\${aws:username}'.`);
}
