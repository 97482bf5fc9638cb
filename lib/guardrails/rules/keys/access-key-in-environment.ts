import { isKey, keyNameOf } from './key-names';
import type { KeyName } from './key-names';
import { INSERTED, locationOf, objectsIn, textsIn } from './template-texts';
import type { TemplateObject, TemplateText } from './template-texts';
import { quote } from '../../../private/errors';
import { shown } from '../../../private/evaluation/text';
import type { Text } from '../../../private/evaluation/text';
import { isIntrinsic } from '../../../private/intrinsics';
import type { Template } from '../../../private/template/template';
import { bareName } from '../../../private/template/values';
import { mayBeEmpty } from '../../parameters';
import type { Found, Level, Rule } from '../../rule';

export const accessKeyInEnvironment: Rule = {
  id: 'access-key-in-environment',
  title: 'A program is given an access key.',
  why: 'What is in environments, scripts and user data is shown to everybody who may describe the resource, and the key in it stays valid when it is copied from there. From a secret store it comes with fewer copies, and is the same long-term key.',
  fix: 'Leave the variables out and give the program a role: the SDKs find the credentials of an instance, task, function or pod by themselves.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
  find: (template) => holdersIn(template).flatMap((holder) => [
    ...objectsIn(holder.value).flatMap((object) => [...pairIn(object), ...entriesIn(object)]),
    ...textsIn(holder.value).flatMap((text) => assignmentsIn(text)),
  ].flatMap((setting) => judge(setting, holder, template) ?? [])),
};

/** What may give variables to a program. */
interface Holder {
  readonly at: Found['at'];
  readonly value: any;
}

function holdersIn({ resources, json: { Globals: globals } }: Template): Holder[] {
  return [
    // What belongs to IAM runs no program, and is most of many templates.
    ...resources.filter(({ type }) => !type.startsWith('AWS::IAM::'))
      .map((resource) => ({ at: resource, value: { Properties: resource.properties, Metadata: resource.metadata } })),
    // What SAM gives to all functions of the template.
    ...globals === undefined ? [] : [{ at: 'template' as const, value: { Globals: globals } }],
  ];
}

/** A variable that is set. */
interface Setting {
  readonly name: string;
  readonly keyName: KeyName;
  /** As it stands in the template. */
  readonly value: any;
  /** Whether it is the name of a secret or a parameter, in which the key is kept. */
  readonly isStored: boolean;
  readonly path: readonly string[];
}

const NAMES = ['Name', 'name', 'Key', 'key', 'OptionName', 'Variable'];
const VALUES = ['Value', 'value', 'ValueFrom', 'valueFrom'];
const STORES = /^(PARAMETER_STORE|SECRETS_MANAGER)$/;
const SECRETS = /secrets$/i;
const TAGS = /^(Tags|TagSpecifications|TagList|AdditionalTags)$/;

/** `{ Name, Value }`, as ECS, CodeBuild, Batch, App Runner, Amplify and Elastic Beanstalk have it. */
function pairIn({ object, path }: TemplateObject): Setting[] {
  const name: string = NAMES.map((key) => object[key]).find((one) => typeof one === 'string') ?? '';
  const valueKey = VALUES.find((key) => isTextOrFunction(object[key]));
  const keyName = keyNameOf(name);
  if (keyName === undefined || valueKey === undefined || path.some((step) => TAGS.test(step))) return [];
  const isStored = /from$/i.test(valueKey) || STORES.test(String(object.Type ?? object.type)) || path.some((step) => SECRETS.test(step));
  return [{ name, keyName, value: object[valueKey], isStored, path }];
}

/** Properties whose keys are names of variables: of functions, containers of SageMaker, jobs of Glue, clusters of EMR. */
const HOLDERS = /environment|variables|^env$|arguments|configurationproperties|propertymap/i;
const AUTHENTICATION = 'AWS::CloudFormation::Authentication';

/** `{ NAME: value }`, as Lambda, Glue, SageMaker and EMR have it, and what cfn-init signs its downloads with. */
function entriesIn({ object, path }: TemplateObject): Setting[] {
  const isAuthentication = path.includes(AUTHENTICATION);
  if (!isAuthentication && !path.some((step) => HOLDERS.test(step))) return [];
  return Object.keys(object).flatMap((name): Setting[] => {
    const keyName = keyNameOf(name, isAuthentication ? 'AWS' : undefined);
    if (keyName === undefined || !isTextOrFunction(object[name])) return [];
    return [{ name, keyName, value: object[name], isStored: false, path: [...path, name] }];
  });
}

function isTextOrFunction(value: any): boolean {
  return typeof value === 'string' || isIntrinsic(value);
}

const QUOTE = '(?:\\\\?["\'])?';
const BLANKS = '\\s{0,20}';

/** `AWS_ACCESS_KEY_ID=…`, `"aws_access_key_id": …`, `aws configure set aws_access_key_id …`, `{"name":"AWS_ACCESS_KEY_ID","value":…` */
const ASSIGNMENT = new RegExp([
  '(?<![A-Za-z0-9])((?:[A-Z]{1,20}_){0,3}aws_?(?:secret_?)?access_?key(?:_?id)?|aws_?secret_?key)', QUOTE, BLANKS,
  `(?:=>|[=:]|,${BLANKS}${QUOTE}value${QUOTE}${BLANKS}:|\\s)`, BLANKS, QUOTE, '([^\\s"\'\\\\;,)}]*)',
].join(''), 'gi');

const DYNAMIC_REFERENCE = '{{resolve:';

/** What is set in a script, in user data, in a file that cfn-init writes, in a build specification, in JSON. */
function assignmentsIn({ text, inserted, path }: TemplateText): Setting[] {
  return [...text.matchAll(ASSIGNMENT)].flatMap(({ 1: name, 2: value, index }): Setting[] => {
    const keyName = keyNameOf(name);
    if (keyName === undefined || value === '') return [];
    const mark = INSERTED.exec(value);
    if (mark !== null) return [{ name, keyName, value: inserted[Number(mark[1])], isStored: false, path }];
    if (value.startsWith(DYNAMIC_REFERENCE)) return [{ name, keyName, value: `${value}}}`, isStored: true, path }];
    // What a shell or a build puts in is known when it runs; it is where roles hand over their credentials.
    if (/^[$`%<{(]/.test(value)) return [];
    const isStored = isInStoreSection(text, index);
    return isStored || isKey(value, keyName.part) ? [{ name, keyName, value, isStored, path }] : [];
  });
}

/** How far back the section of a build specification is looked for. */
const SECTION_CHARACTERS = 2_000;

/** Whether a place in a text stands in the section of a build specification whose values are names of secrets or parameters. */
function isInStoreSection(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - SECTION_CHARACTERS), index);
  const last = (...sections: string[]) => Math.max(...sections.map((section) => before.lastIndexOf(section)));
  return last('secrets-manager', 'parameter-store') > last('variables', 'phases', 'commands');
}

function judge(setting: Setting, { at, value }: Holder, template: Template): Found | undefined {
  const { name, keyName, path } = setting;
  const found = template.texts(setting.value).flatMap((text) => holds(text, setting, template) ?? []);
  const worst = found.find(({ level }) => level === 'fatal') ?? found.find(({ level }) => level === 'error') ?? found[0];
  if (worst === undefined) return undefined;
  const location = locationOf(path);
  const owner = ownerOf(value, path);
  return {
    at,
    subject: owner === undefined ? name : `${owner}/${name}`,
    level: keyName.isAws ? worst.level : 'warning',
    message: `${quote(name)} in ${location} ${keyName.isAws ? '' : 'may be of AWS, and '}${worst.what}.`,
    location,
  };
}

/** The name of what has the variable, where the resource has several: of a container of a task. */
function ownerOf(value: any, path: readonly string[]): string | undefined {
  let owner: string | undefined;
  let node = value;
  for (const step of path.slice(0, -1)) {
    node = node?.[step];
    const name = [node?.Name, node?.name].find((one) => typeof one === 'string');
    if (name !== undefined && step !== 'Properties') owner = name;
  }
  return owner;
}

interface Held {
  readonly level: Level;
  readonly what: string;
}

/** What a value of a variable is; undefined for one that is no key, such as what a local emulator takes. */
function holds(text: Text, { keyName: { part, isReference }, isStored }: Setting, template: Template): Held | undefined {
  if (text === '') return undefined;
  const name = bareName(text);
  const value = name?.startsWith(DYNAMIC_REFERENCE) ? name : shown(text);
  const store = isStored || isReference || value.startsWith('arn:') || isReferenceToStore(text, template);
  if (store) return { level: 'warning', what: `is an access key that is kept in ${quote(value)}: kept better, and still a long-term key` };
  if (typeof text === 'string') return isKey(text, part) ? { level: 'fatal', what: 'is an access key in plain text' } : undefined;
  if (name !== undefined && mayBeEmpty(name, template)) {
    return { level: 'warning', what: `is an access key if the parameter ${quote(name)} has one` };
  }
  return { level: 'error', what: `is an access key, which comes from ${quote(value)} and can be read there` };
}

const STORE_TYPES = ['AWS::SecretsManager::Secret', 'AWS::SSM::Parameter'];

/** Whether a text is read from a secret store when it is deployed, or names a place in one. */
function isReferenceToStore(text: Text, template: Template): boolean {
  const name = bareName(text);
  // Where a part of the reference is put in, nothing stands for all of it.
  if ((name ?? shown(text)).startsWith(DYNAMIC_REFERENCE)) return true;
  if (name === undefined) return false;
  if (template.parameter(name)?.type.startsWith('AWS::SSM::Parameter::Value')) return true;
  const [logicalId, attribute = 'Arn'] = name.split('.');
  return attribute === 'Arn' && STORE_TYPES.includes(template.resource(logicalId)?.type ?? '');
}
