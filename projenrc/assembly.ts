import { readFileSync } from 'fs';

/** The parts of a jsii assembly (`.jsii`) that the programs here read. */
export interface ApiElement {
  readonly name: string;
  readonly docs?: { readonly summary?: string; readonly default?: string };
  readonly locationInModule?: { readonly filename: string; readonly line: number };
}

export interface ApiMember extends ApiElement {
  readonly optional?: boolean;
  /** The type whose member this one replaces or implements. */
  readonly overrides?: string;
  readonly parameters?: ApiElement[];
}

export interface ApiType extends ApiElement {
  readonly kind: 'class' | 'interface' | 'enum';
  /** Whether an interface is a struct, that is, a bag of props. */
  readonly datatype?: boolean;
  readonly properties?: ApiMember[];
  readonly methods?: ApiMember[];
  /** Of an enum. */
  readonly members?: ApiElement[];
}

/** The public types of this library alone: an assembly does not repeat what a type inherits. */
export function ownTypes(): ApiType[] {
  return Object.values(JSON.parse(readFileSync('.jsii', 'utf8')).types ?? {});
}
