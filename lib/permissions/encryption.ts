import type { CfnResource, aws_kms as kms } from 'aws-cdk-lib';
import { CfnResource as CfnResourceClass, Reference, Token, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import type { AccessStatement } from './access';
import { environmentOf, l1Of, partsOfArn } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { readable } from '../private/text';

/** How a resource is encrypted. */
export interface EncryptedResourceOptions {
  /**
   * The key that encrypts the resource, where it is not the one that the construct names.
   *
   * The access brings the use of the key through the service of the resource (`kms:ViaService`).
   *
   * @default - the resource's own key, if it has one
   */
  readonly encryptionKey?: kms.IKeyRef;
}

/** A resource that a key of the customer's may encrypt. */
export interface EncryptedResource {
  readonly resource: IConstruct & IEnvironmentAware;
  /** What the resource is called in errors, such as `bucket`. */
  readonly kind: string;
  /** The service in `kms:ViaService`, such as `s3`. */
  readonly service: string;
  /** The key as the user gave it. */
  readonly encryptionKey?: kms.IKeyRef;
  /** Reads the key's id out of the properties of the L1 resource, to notice one that CDK does not find. */
  readonly keyIdOf: (resource: CfnResource) => unknown;
  /** What the service is documented to send as encryption context, by its keys, such as `SecretARN`. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * The permission to use the resource's key through the service that owns the resource, and no other way.
 *
 * Without a key of the customer's nothing is needed. `kms:ViaService` ends in `.amazonaws.com` in every partition.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function keyStatements(encrypted: EncryptedResource, actions: readonly string[]): AccessStatement[] {
  const keyArn = encrypted.encryptionKey?.keyRef.keyArn ?? findKeyArn(encrypted);
  if (keyArn === undefined || actions.length === 0) return [];
  const fix = `Give one key of the ${encrypted.kind} as 'encryptionKey', such as kms.Key.fromKeyArn(…).`;
  if (readable(keyArn).includes(':alias/') || (encrypted.encryptionKey && 'aliasName' in encrypted.encryptionKey)) {
    throw new InvalidInputError(`The key of the ${encrypted.kind} ${quote(encrypted.resource.node.path)} is named by an alias, which IAM does not follow: got ${quote(readable(keyArn))}. ${fix}`);
  }
  checkLiteral(keyArn, 'The ARN of the key', fix);
  // A key works in its own region only, which an imported resource does not always know.
  const region = partsOfArn(keyArn)?.[3] ?? environmentOf(encrypted.resource).region;
  const context = Object.entries(encrypted.context ?? {}).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
  return [{
    effect: 'Allow',
    actions,
    resources: [keyArn],
    isForKey: true,
    conditions: { StringEquals: { 'kms:ViaService': `${encrypted.service}.${region}.amazonaws.com`, ...Object.fromEntries(context) } },
  }];
}

/** Thrown by the probe as soon as CDK has named the key: from there on CDK would write the probe into a key policy. */
const FOUND = new Error('The key is found.');

/** The key behind a resource of any level: as CDK names it to whoever is granted its use, or as the resource's properties do. */
function findKeyArn(encrypted: EncryptedResource): string | undefined {
  const { resource, kind } = encrypted;
  const [arn] = probedKeys(resource);
  const isKey = arn !== undefined && arn !== '*' && !(!Token.isUnresolved(arn) && arn.includes(':alias/'));
  if (isKey) return arn;
  const named = namedKey(encrypted);
  if (named === undefined) return undefined;
  const found = typeof named === 'string' ? keyArnIn(named) : undefined;
  if (found !== undefined) return found;
  // A key of AWS's lets every caller in that comes through its service.
  if (typeof named === 'string' && /(^|:)alias\/aws\//.test(named)) return undefined;
  throw new InvalidInputError(`The key of the ${kind} ${quote(resource.node.path)} cannot be found: it is named by an id or an alias that the app does not hold. Give the key as 'encryptionKey', such as kms.Key.fromKeyArn(…).`);
}

/** Asks CDK, which knows of the services whose grants bring the use of a key. */
function probedKeys(resource: EncryptedResource['resource']): string[] {
  let resources: string[] | undefined;
  const probe: iam.IPrincipal = {
    get grantPrincipal() { return probe; },
    assumeRoleAction: 'sts:AssumeRole',
    get policyFragment(): iam.PrincipalPolicyFragment { throw FOUND; },
    addToPrincipalPolicy: (statement) => {
      resources = statement.resources;
      throw FOUND;
    },
  };
  try {
    iam.EncryptedResources.of(resource)?.grantOnKey(probe, 'kms:Decrypt');
  } catch (error) {
    if (error !== FOUND) throw error;
  }
  return resources ?? [];
}

/** What L2s call the key that encrypts them. */
const KEY_PROPERTIES = ['encryptionKey', 'encryptionMasterKey', 'masterKey'];

/** What names the key: in an L2 the construct, in an L1 the property. */
function namedKey({ resource, keyIdOf }: EncryptedResource): unknown {
  const properties = resource as unknown as Record<string, kms.IKeyRef | undefined>;
  const key = KEY_PROPERTIES.map((name) => properties[name]).find((value) => typeof value === 'object');
  if (key !== undefined) return (targetOf(key) ?? key).keyRef.keyArn;
  const l1 = l1Of(resource);
  return l1 && keyIdOf(l1);
}

/** The key behind an alias, where the app holds it. */
function targetOf(key: kms.IKeyRef): kms.IKeyRef | undefined {
  try {
    return (key as { aliasTargetKey?: kms.IKeyRef }).aliasTargetKey;
  } catch {
    // An imported alias refuses to be asked.
    return undefined;
  }
}

/** The ARN of the key that a property names: by its ARN, or by what it refers to. */
function keyArnIn(named: string): string | undefined {
  if (!Token.isUnresolved(named)) return /^arn:[^:]+:kms:[^:]+:\d{12}:key\/./.test(named) ? named : undefined;
  if (/^arn:.+:kms:.+:key\/./.test(readable(named))) return named;
  const [token, ...others] = Tokenization.reverseString(named).tokens;
  if (others.length > 0 || !Reference.isReference(token) || !CfnResourceClass.isCfnResource(token.target)) return undefined;
  const key = token.target;
  return key.cfnResourceType === 'AWS::KMS::Key' ? Token.asString(key.getAtt('Arn')) : undefined;
}
