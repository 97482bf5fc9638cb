import { InvalidInputError } from '../errors';

/** Deeper than any template that can be deployed. */
const MOST_LEVELS = 200;

/** A template as plain JSON. */
export function readTemplate(source: any): Record<string, any> {
  const template = withoutDepths(typeof source === 'string' ? fromText(source.replace(/^\uFEFF/, '')) : plain(source), 0);
  if (typeof template !== 'object' || template === null || Array.isArray(template)) {
    throw new InvalidInputError(`This is no CloudFormation template: got ${kindOf(template)}. Give the template as an object, or as text in JSON or YAML.`);
  }
  if (typeof template.Resources !== 'object' || template.Resources === null || Array.isArray(template.Resources)) {
    throw new InvalidInputError(`This is no CloudFormation template: it has ${template.Resources === undefined ? 'no Resources' : `Resources that are ${kindOf(template.Resources)}`}. Give the whole template, with its section Resources.`);
  }
  return template;
}

/** A copy, so that nothing in it can change or lead back to itself. */
function plain(source: any): any {
  try {
    return source === undefined ? undefined : JSON.parse(JSON.stringify(source));
  } catch (error) {
    throw new InvalidInputError(`This is no CloudFormation template: it cannot be written as JSON (${(error as Error).message.split('\n')[0]}). Give plain data.`);
  }
}

/** A value in which what is nested so deep that no function could go through it is what nobody knows. */
function withoutDepths(value: any, level: number): any {
  if (typeof value !== 'object' || value === null) return value;
  if (level >= MOST_LEVELS) return { 'Fn::NestedTooDeep': '' };
  for (const key of Object.keys(value)) {
    const item = value[key];
    // `__proto__` is a name like any other in JSON, but not to assign to.
    if (typeof item === 'object' && item !== null) Object.defineProperty(value, key, { value: withoutDepths(item, level + 1), enumerable: true, writable: true, configurable: true });
  }
  return value;
}

function fromText(text: string): any {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/^\s*[{[]/.test(text)) {
      throw new InvalidInputError(`The template is no JSON: ${(error as Error).message.split('\n')[0]}. It may be cut off: give all of its text.`);
    }
    return fromYaml(text);
  }
}

function kindOf(value: any): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `${typeof value === 'string' ? 'text' : `a ${typeof value}`}`;
}

/** CloudFormation's short forms: `!Sub` is `Fn::Sub`, `!Ref` and `!Condition` stand without the prefix. */
const SHORT_FORMS = [
  'Ref', 'Condition', 'And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'ForEach', 'GetAtt', 'GetAZs', 'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or',
  'Select', 'Split', 'Sub', 'ToJsonString', 'Transform',
];
const WITHOUT_PREFIX = ['Ref', 'Condition'];

/** So many times a text may stand for others by an alias: more are there to make it explode. */
const MOST_ALIASES = 100;

function fromYaml(text: string): any {
  // Loaded only for the few templates that need it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const yaml = require('yaml') as typeof import('yaml');
  const call = (name: string, value: any) => {
    const map = new yaml.YAMLMap();
    map.set(WITHOUT_PREFIX.includes(name) ? name : `Fn::${name}`, name === 'GetAtt' && typeof value === 'string' ? attributePath(value) : value);
    return map;
  };
  const shortForms = SHORT_FORMS.flatMap((name) => (['scalar', 'seq', 'map'] as const).map((kind) => ({
    tag: `!${name}`,
    ...(kind !== 'scalar' && { collection: kind }),
    resolve: (value: any) => call(name, value),
  })));
  // A date, such as the version of a policy, is text.
  const customTags = (tags: any[]) => [...tags.filter((tag) => tag.tag !== 'tag:yaml.org,2002:timestamp'), ...shortForms];
  try {
    const document = yaml.parseDocument(text, { customTags: customTags as any, version: '1.1', uniqueKeys: false });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    // A short form that nobody knows is no text that stands there.
    const named = (tag = '') => /^![A-Za-z]/.test(tag) && !SHORT_FORMS.includes(tag.slice(1)) ? new yaml.Scalar({ [`Fn::${tag.slice(1)}`]: '' }) : undefined;
    yaml.visit(document, {
      Collection: (_, { tag }) => named(tag),
      Scalar: (key, node) => {
        const { source = '', value, tag } = node;
        // What looks like a truth, as a name of a resource, or like a number with zeros before it, as an account, is what stands there.
        if (key === 'key' ? /^\w+$/.test(source) : typeof value === 'number' && /^0\d+$/.test(source)) node.value = source;
        return named(tag);
      },
    });
    return plain(document.toJS({ maxAliasCount: MOST_ALIASES }));
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    throw new InvalidInputError(`The template is neither JSON nor YAML: ${(error as Error).message.split('\n')[0].replace(/[.:]?$/, '.')} Give all of its text.`);
  }
}

/** `Bucket.Arn` as the list that `Fn::GetAtt` takes. */
function attributePath(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
