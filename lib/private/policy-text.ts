import { isIntrinsic } from './intrinsics';
import { templateText } from './template-text';

/**
 * Plain JSON as one text that CloudFormation puts together: `Fn::Sub`.
 *
 * @param keyParts a key as it stands in the JSON, in the texts and functions that it consists of
 */
export function policyText(json: any, keyParts: (key: string) => any[]): { 'Fn::Sub': any } {
  const variables: Record<string, any> = {};
  const name = (value: any): string => {
    const [[kind, argument]] = Object.entries<any>(value);
    if (kind === 'Ref') return `\${${argument}}`;
    if (kind === 'Fn::GetAtt') return `\${${[argument].flat().join('.')}}`;
    const known = Object.keys(variables).find((variable) => JSON.stringify(variables[variable]) === JSON.stringify(value));
    const variable = known ?? `Value${Object.keys(variables).length + 1}`;
    variables[variable] = value;
    return `\${${variable}}`;
  };
  const write = (value: any): string => {
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    if (isIntrinsic(value)) return `"${writePart(value)}"`;
    if (typeof value !== 'object' || value === null) return escaped(JSON.stringify(value));
    return `{${Object.entries(value).map(([key, item]) => `"${keyParts(key).map(writePart).join('')}":${write(item)}`).join(',')}}`;
  };
  // A text without the quotes around it.
  const writePart = (part: any): string => {
    if (!isIntrinsic(part)) return escaped(JSON.stringify(String(part)).slice(1, -1));
    const join = part['Fn::Join'];
    return Array.isArray(join) && join[0] === '' && Array.isArray(join[1]) ? join[1].map(writePart).join('') : name(part);
  };
  const text = write(json);
  return { 'Fn::Sub': Object.keys(variables).length === 0 ? text : [text, variables] };
}

/** A policy document as JSON, where it stands in the template as text; undefined where it is no readable text. */
export function readPolicyText(value: any): any {
  if (typeof value === 'string') return parsed(value, (text) => text);
  if (!isIntrinsic(value)) return undefined;
  const [[name, argument]] = Object.entries<any>(value);
  if (name === 'Fn::Sub') {
    const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
    return typeof text === 'string' ? parsed(text, (inner) => joined(parts(inner, variables))) : undefined;
  }
  if (name === 'Fn::Join' && Array.isArray(argument) && argument[0] === '' && Array.isArray(argument[1])) {
    const variables: Record<string, any> = {};
    const text = argument[1].map((part: any, i: number) => {
      if (!isIntrinsic(part)) return escaped(String(part));
      variables[`Part${i}`] = part;
      return `\${Part${i}}`;
    }).join('');
    return parsed(text, (inner) => joined(parts(inner, variables)));
  }
  return undefined;
}

/** `${` as it stands in a text of `Fn::Sub` that is not to be replaced. */
function escaped(text: string): string {
  return text.replaceAll('${', '${!');
}

function parsed(text: string, fill: (inner: string) => any): any {
  try {
    return filled(JSON.parse(text), fill);
  } catch {
    return undefined;
  }
}

function filled(value: any, fill: (inner: string) => any): any {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((item) => filled(item, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [templateText(fill(key)), filled(item, fill)]));
}

/** The literal texts and functions of a text of `Fn::Sub`. */
function parts(text: string, variables: Record<string, any>): any[] {
  return text.split(/(\$\{[^}]*\})/).filter((part) => part !== '').map((part) => {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1];
    if (name === undefined) return part;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(variables, name)) return variables[name];
    const [resource, ...attribute] = name.split('.');
    return attribute.length === 0 ? { Ref: name } : { 'Fn::GetAtt': [resource, attribute.join('.')] };
  });
}

function joined(values: any[]): any {
  const merged = values.reduce<any[]>((all, value) => {
    const last = all[all.length - 1];
    if (typeof value === 'string' && typeof last === 'string') all[all.length - 1] = last + value;
    else all.push(value);
    return all;
  }, []);
  if (merged.length === 0) return '';
  return merged.length === 1 ? merged[0] : { 'Fn::Join': ['', merged] };
}
