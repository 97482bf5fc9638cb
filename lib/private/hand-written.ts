import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { isIntrinsic, resolveEarly } from './intrinsics';

/** Where tokens are read that have no stack yet. Nothing is ever put into it. */
let scratch: Stack | undefined;

/**
 * The logical ids in a text that are written by hand (`Fn.ref('Name')`, `${Name}` in `Fn.sub`), of which only a stack knows what they are.
 *
 * Those of constructs are not among them: seen from a stack of its own they are what another one exports.
 */
export function namesByHand(text: string): string[] {
  if (!Token.isUnresolved(text) || Tokenization.reverseString(text).tokens.every((token) => Reference.isReference(token))) return [];
  scratch ??= new Stack();
  return namesIn(resolveEarly(scratch, text).value);
}

function namesIn(value: any): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!isIntrinsic(value)) return Object.values(value).flatMap(namesIn);
  if ('Ref' in value) return String(value.Ref).startsWith('AWS::') ? [] : [String(value.Ref)];
  if (!('Fn::Sub' in value)) return Object.values(value).flatMap(namesIn);
  const [text, variables = {}] = [value['Fn::Sub']].flat();
  const inText = [...String(text).matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map(([, name]) => name).filter((name) => !Object.hasOwn(variables, name));
  return [...inText, ...namesIn(variables)];
}
