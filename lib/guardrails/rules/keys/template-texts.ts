import { isIntrinsic } from '../../../private/intrinsics';
import type { Template } from '../../../private/template/template';
import type { Found } from '../../rule';

/** A text of a template with what is known of it, whichever functions of CloudFormation put it together. */
export interface TemplateText {
  /** Each piece that CloudFormation puts in stands in it as a mark (`INSERTED`). */
  readonly text: string;
  /** What CloudFormation puts in, as it stands in the template. */
  readonly inserted: readonly any[];
  /** From where the search began. */
  readonly path: readonly string[];
}

/** An object of a template that is data, no function of CloudFormation. */
export interface TemplateObject {
  readonly object: Readonly<Record<string, any>>;
  readonly path: readonly string[];
}

/** A part of a template: a resource, a parameter, or a section that holds neither. */
export interface TemplatePart {
  readonly at: Found['at'];
  readonly value: any;
  readonly path: readonly string[];
}

/** The place of a piece that CloudFormation puts into a text: no text has these characters of its own. */
export const INSERTED = /^\u0001(\d+)\u0002/;

const CONTROL = /[\u0001\u0002]/g;

/** All parts of a template, so that nothing in it is passed over. */
export function partsOf({ json, resources }: Template): TemplatePart[] {
  const { Resources: declared, Parameters: parameters, ...others } = json;
  const isObject = typeof parameters === 'object' && parameters !== null;
  return [
    ...resources.map((resource) => ({ at: resource, value: declared[resource.logicalId], path: [] })),
    ...(isObject ? Object.keys(parameters).map((parameter) => ({ at: { parameter }, value: parameters[parameter], path: [] })) : []),
    ...Object.keys(others).map((section): TemplatePart => ({ at: 'template', value: others[section], path: [section] })),
  ];
}

/**
 * All texts in a value, the keys of objects too, and what a text in base64 says. A text that is put together is one text; what is put into it
 * stands also by itself.
 */
export function textsIn(value: any, path: readonly string[] = []): TemplateText[] {
  return nodesIn(value, path).flatMap(({ node, path: here }): TemplateText[] => {
    if (typeof node === 'string') return [node, ...decoded(node)].map((text) => ({ text, inserted: [], path: here }));
    if (!isIntrinsic(node)) return keysOf(node).map((key) => ({ text: key, inserted: [], path: here }));
    const pieces = piecesOf(node);
    return pieces === undefined ? [] : [{ ...together(pieces), path: here }];
  });
}

/** All objects in a value that are data, those in the branches of `Fn::If` too. */
export function objectsIn(value: any, path: readonly string[] = []): TemplateObject[] {
  return nodesIn(value, path).filter(({ node }) => typeof node === 'object' && !Array.isArray(node) && !isIntrinsic(node))
    .map(({ node, path: here }) => ({ object: node, path: here }));
}

/** The path as a report shows it. */
export function locationOf(path: readonly string[]): string {
  return path.join('/');
}

/** What `Ref` or `Fn::GetAtt` names: `Parameter`, `Resource.Attribute`; undefined for any other value. */
export function referenceOf(value: any): string | undefined {
  if (!isIntrinsic(value)) return undefined;
  const [[name, argument]] = Object.entries<any>(value);
  if (name === 'Ref') return typeof argument === 'string' ? argument : undefined;
  const path: any[] = [argument].flat();
  return name === 'Fn::GetAtt' && path.every((part) => typeof part === 'string') ? path.join('.') : undefined;
}

interface Node {
  readonly node: any;
  readonly path: readonly string[];
}

/** Everything in a value, in its order; with a list of what is open, as a template may be nested deeper than calls can be. */
function nodesIn(value: any, path: readonly string[]): Node[] {
  const found = new Array<Node>();
  const open: Node[] = [{ node: value, path }];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    if (typeof here.node === 'string') found.push(here);
    if (typeof here.node !== 'object' || here.node === null) continue;
    found.push(here);
    if (referenceOf(here.node) !== undefined) continue;
    for (const key of Object.keys(here.node).reverse()) open.push({ node: here.node[key], path: [...here.path, key] });
  }
  return found;
}

function keysOf(node: any): string[] {
  return Array.isArray(node) ? [] : Object.keys(node);
}

/** What a function makes a text of: strings, and values that CloudFormation puts in; undefined for one that makes none of its own. */
function piecesOf(call: any): any[] | undefined {
  if (referenceOf(call) !== undefined) return [call];
  const join = call['Fn::Join'];
  if (Array.isArray(join) && typeof join[0] === 'string' && Array.isArray(join[1])) {
    return join[1].flatMap((item, index) => index === 0 ? [item] : [join[0], item]);
  }
  const [text, variables = {}] = [call['Fn::Sub']].flat();
  return typeof text === 'string' ? text.split(/(\$\{[^${}]*\})/).map((piece) => substituted(piece, variables)) : undefined;
}

function substituted(piece: string, variables: any): any {
  const name = /^\$\{([^${}]*)\}$/.exec(piece)?.[1].trim();
  if (name === undefined) return piece;
  if (name.startsWith('!')) return `\${${name.slice(1)}}`;
  if (typeof variables === 'object' && variables !== null && Object.hasOwn(variables, name)) return variables[name];
  return name.includes('.') ? { 'Fn::GetAtt': name.split('.') } : { Ref: name };
}

/** Shorter than what could hold an access key is not decoded. */
const BASE64 = /^[A-Za-z0-9+/]{28,}={0,2}$/;
const BASE64_BEGINNING = /^[A-Za-z0-9+/]{28}/;

function decoded(text: string): string[] {
  if (!BASE64_BEGINNING.test(text)) return [];
  const base64 = text.replace(/\s+/g, '');
  return BASE64.test(base64) ? [Buffer.from(base64, 'base64').toString('latin1')] : [];
}

function together(pieces: readonly any[]): Pick<TemplateText, 'text' | 'inserted'> {
  const inserted = new Array<any>();
  const text = pieces.map((piece) => typeof piece === 'string' ? piece.replace(CONTROL, '') : `\u0001${inserted.push(piece) - 1}\u0002`).join('');
  return { text, inserted };
}
