import { Token } from 'aws-cdk-lib';
import { quote } from '../private/errors';

/** Refuses what is not the number of an account. */
export function checkAccount(account: string, what: string): void {
  if (typeof account === 'string' && (Token.isUnresolved(account) || /^\d{12}$|\$\{/.test(account))) return;
  throw new Error(`${what} is none: got ${quote(account)}. Write its 12 digits.`);
}
