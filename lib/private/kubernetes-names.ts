import { Token } from 'aws-cdk-lib';
import { InvalidInputError, quote } from './errors';
import { checkLiteral } from './literal';

/** Checks the name of a namespace of Kubernetes; a token passes. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export function checkNamespace(namespace: string): void {
  const fix = 'Allowed: 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.';
  checkLiteral(namespace, 'The namespace', fix);
  if (Token.isUnresolved(namespace) || (namespace.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(namespace))) return;
  throw new InvalidInputError(`The namespace is none that Kubernetes takes: got ${quote(namespace)}. ${fix}`);
}

/** Checks the name of a service account of Kubernetes; a token passes. */
export function checkServiceAccountName(name: string): void {
  const fix = 'Allowed: up to 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.';
  checkLiteral(name, 'The service account', fix);
  if (Token.isUnresolved(name) || (name.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name))) return;
  throw new InvalidInputError(`The service account is none that Kubernetes takes: got ${quote(name)}. ${fix}`);
}
