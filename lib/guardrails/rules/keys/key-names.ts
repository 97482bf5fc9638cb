import type { Parameter } from '../../../private/template/template';

/** What a name of a variable, a setting or a parameter says of an access key in it. */
export interface KeyName {
  readonly part: 'id' | 'secret';
  /** Whether the key is surely one of AWS: others have taken over its words. */
  readonly isAws: boolean;
  /** Whether the name is for the place where the key is kept, not for the key. */
  readonly isReference: boolean;
}

/** An access key ID. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export const ACCESS_KEY_ID = /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/g;

/** A secret access key, as a whole text. */
const SECRET_ACCESS_KEY = /^[A-Za-z0-9/+]{40}$/;

/** The end of the keys that AWS shows in its documentation, of both parts: `AKIAIOSFODNN7EXAMPLE`. */
const EXAMPLE = /EXAMPLE(KEY)?$/;

/** Whether an access key ID is one of those in the documentation of AWS. */
export function isExample(key: string): boolean {
  return EXAMPLE.test(key);
}

/** Whether a text is a part of an access key, not something put in its place for a local emulator or for somebody to replace. */
export function isKey(text: string, part: KeyName['part']): boolean {
  if (isExample(text)) return false;
  return part === 'id' ? text.match(ACCESS_KEY_ID)?.[0] === text : SECRET_ACCESS_KEY.test(text);
}

/** What tells that a key is of AWS. */
const OF_AWS = ['AMAZON', 'AMZ', 'IAM', 'BOTO', 'BOTO3'];

/** Services of AWS in names of keys: other vendors have a storage that speaks like the first. */
const SERVICES = ['S3', 'SES', 'SQS', 'SNS', 'DYNAMO', 'DYNAMODB', 'EC2', 'KINESIS', 'BEDROCK', 'ECR', 'KMS', 'CLOUDWATCH', 'ROUTE53', 'SSM'];

/** Who gives out keys of the same words that AWS does not know. */
const OTHERS = [
  'ALIBABA', 'ALICLOUD', 'ALIYUN', 'AZURE', 'B2', 'BACKBLAZE', 'BAIDU', 'CEPH', 'CLOUDFLARE', 'DIGITALOCEAN', 'DROPBOX', 'GCP', 'GCS', 'GOOGLE', 'HUAWEI',
  'IBM', 'LINODE', 'MINIO', 'OCI', 'ORACLE', 'OSS', 'OVH', 'R2', 'SCALEWAY', 'SCW', 'SPACES', 'TENCENT', 'TENCENTCLOUD', 'VULTR', 'WASABI', 'YANDEX',
];

/** What makes a name one of a switch or of a rule about keys: `ENABLE_AWS_ACCESS_KEY`, `CHECK_…`. */
const ABOUT_KEYS = [
  'ALLOW', 'CHECK', 'CREATE', 'DELETE', 'DENY', 'DISABLE', 'ENABLE', 'EXPIRED', 'HAS', 'IS', 'LAST', 'MASK', 'MAX', 'MIN', 'NO', 'NOTIFY', 'NUMBER',
  'ROTATE', 'SHOULD', 'SKIP', 'UNUSED', 'USE', 'WITHOUT',
];

const WORDS = /[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+/g;
const KEY = /(SECRETACCESSKEY|ACCESSKEYSECRET|ACCESSKEYID|SECRETKEY|ACCESSKEY)(\D*?)(\d*)$/;
const OF_ENVIRONMENT = /^(PROD|PRODUCTION|DEV|DEVELOPMENT|TEST|STAGING|STAGE|DEFAULT|VALUE|OLD|NEW|CURRENT|PRIMARY|SECONDARY|BACKUP)?$/;
const OF_REFERENCE = /^(SECRET|SECRETS|SECRETSMANAGER|SSM)?(ARN|ID|NAME|PATH|PARAM|PARAMETER|PARAMETERNAME|REF|LOCATION)$/;

/** A name longer than this is none of a variable. */
const MOST_CHARACTERS = 128;

/** What a name says of an access key; undefined if nothing. `about` is more text that tells whose key it is. */
export function keyNameOf(name: string, about: string = ''): KeyName | undefined {
  if (name.length > MOST_CHARACTERS) return undefined;
  const [, key, rest] = KEY.exec(name.toUpperCase().replace(/[^A-Z0-9]/g, '')) ?? [];
  if (key === undefined) return undefined;
  const isReference = OF_REFERENCE.test(rest);
  if (!isReference && !OF_ENVIRONMENT.test(rest)) return undefined;
  const words = wordsIn(name);
  if (words.some((word) => ABOUT_KEYS.includes(word)) || isOfOthers(words)) return undefined;
  const isAws = [...words, ...wordsIn(about)].some(isWordOfAws);
  if (!isAws && isOfOthers(wordsIn(about))) return undefined;
  // Others have access keys and secret keys too; only AWS began to call them so.
  const isInWordsOfAws = key === 'SECRETACCESSKEY' || key === 'ACCESSKEYID';
  if (!isAws && !isInWordsOfAws && !words.some((word) => SERVICES.includes(word))) return undefined;
  return { part: key.includes('SECRET') ? 'secret' : 'id', isAws, isReference };
}

/** Whether a parameter asks for an access key, by its name; a description may say whose. */
export function keyAskedBy({ name, declaration }: Parameter): KeyName | undefined {
  return keyNameOf(name, descriptionOf(declaration));
}

export function descriptionOf(declaration: Parameter['declaration']): string {
  return typeof declaration.Description === 'string' ? declaration.Description : '';
}

function wordsIn(text: string): string[] {
  return (text.match(WORDS) ?? []).map((word) => word.toUpperCase());
}

function isOfOthers(words: readonly string[]): boolean {
  return words.some((word) => OTHERS.includes(word)) && !words.some(isWordOfAws);
}

/** `AWSACCESSKEYID` is one word. */
function isWordOfAws(word: string): boolean {
  return word.startsWith('AWS') || OF_AWS.includes(word);
}
