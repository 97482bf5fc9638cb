/**
 * Fails when the public API has a hole in its documentation, and lists every place:
 * a type, member or parameter without a doc comment, an optional prop without `@default`, text that other languages cannot hold.
 */
import { ownTypes } from './assembly';
import type { ApiElement, ApiMember, ApiType } from './assembly';

const OWN = 'cdk-keyless-roles.';
const problems: string[] = [];

for (const type of ownTypes()) {
  checkSummary(type, type.name, type);
  for (const member of type.members ?? []) checkSummary(member, `${type.name}.${member.name}`, type);
  for (const property of type.properties ?? []) checkProperty(type, property);
  for (const method of type.methods ?? []) checkMethod(type, method);
}

if (problems.length > 0) {
  console.error(`${problems.length} holes in the documentation of the public API:\n${problems.sort().join('\n')}`);
  process.exit(1);
}
console.log('The documentation of the public API has no hole.');

function checkProperty(type: ApiType, property: ApiMember): void {
  const name = `${type.name}.${property.name}`;
  if (isDocumentedElsewhere(property)) return;
  checkSummary(property, name, type);
  if (!type.datatype || !property.optional) return;
  const value = property.docs?.default?.trim();
  if (!value) report(property, name, 'no @default', type);
  // A reader wants to know what happens then, not how it is written in TypeScript.
  else if (/^-?\s*undefined$/.test(value)) report(property, name, '@default says "undefined"; say what happens instead', type);
}

function checkMethod(type: ApiType, method: ApiMember): void {
  const name = `${type.name}.${method.name}()`;
  if (isDocumentedElsewhere(method)) return;
  checkSummary(method, name, type);
  for (const parameter of method.parameters ?? []) {
    if (!parameter.docs?.summary) report(method, name, `no @param ${parameter.name}`, type);
  }
}

function checkSummary(element: ApiElement, name: string, type: ApiType): void {
  if (!element.docs?.summary) report(element, name, 'no doc comment', type);
  // Java reads it as a character, also in comments.
  if (JSON.stringify(element.docs ?? {}).includes(String.raw`\\u`)) report(element, name, 'a backslash before \'u\', which Java cannot compile', type);
}

/** A member that replaces or implements one of aws-cdk-lib has its documentation there. */
function isDocumentedElsewhere(member: ApiMember): boolean {
  return member.overrides !== undefined && !member.overrides.startsWith(OWN);
}

/** Enum members have no place of their own in an assembly. */
function report(element: ApiElement, name: string, problem: string, type: ApiType): void {
  const { filename, line } = element.locationInModule ?? type.locationInModule!;
  problems.push(`${filename}:${line}  ${name}: ${problem}`);
}
