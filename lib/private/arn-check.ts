import type { ArnShape } from './arn-shape';
import { arnShape, readableShape, withoutLater } from './arn-shape';
import { InvalidInputError, quote } from './errors';
import { parametersIn } from './literal';
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
  if (typeof arn !== 'string') throw new InvalidInputError(`${what} is not text: got ${quote(arn)}. Write its ARN.`);
  const reason = unreadableBecause(withTokensAs(arn, () => '{'));
  if (reason) throw new InvalidInputError(`${what} ${reason}: got ${quote(readable(arn))}. Write its ARN as it is.`);
  parametersIn(arn).forEach((parameter) => checkLiteralParameter(parameter, what));

  const shape = arnShape(arn);
  if (shape === undefined) return undefined;
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
