import type { CfnResource, aws_kms as kms } from 'aws-cdk-lib';
import { Token, aws_iam as iam } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import type { AccessStatement } from './access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { readable } from '../private/text';

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
  const region = Token.isUnresolved(keyArn) ? encrypted.resource.env.region : keyArn.split(':')[3];
  return [{
    effect: 'Allow',
    actions,
    resources: [keyArn],
    isForKey: true,
    conditions: { StringEquals: { 'kms:ViaService': `${encrypted.service}.${region}.amazonaws.com` } },
  }];
}

/** Thrown by the probe as soon as CDK has named the key: from there on CDK would write the probe into a key policy. */
const FOUND = new Error('The key is found.');

/** Asks CDK for the key behind a resource of any level: it names the key to whoever is granted its use. */
function findKeyArn(encrypted: EncryptedResource): string | undefined {
  const { resource, kind } = encrypted;
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

  const [arn] = resources ?? [];
  const isKey = arn !== undefined && arn !== '*' && !(!Token.isUnresolved(arn) && arn.includes(':alias/'));
  if (isKey) return arn;
  if (arn === undefined && !mentionsKey(encrypted)) return undefined;
  const named = namedKey(encrypted);
  if (typeof named === 'string' && /^arn:[^:]+:kms:[^:]+:\d{12}:key\/./.test(named)) return named;
  // A key of AWS's lets every caller in that comes through its service.
  if (typeof named === 'string' && /(^|:)alias\/aws\//.test(named)) return undefined;
  throw new InvalidInputError(`The key of the ${kind} ${quote(resource.node.path)} cannot be found: it is named by an id or an alias that the app does not hold. Give the key as 'encryptionKey', such as kms.Key.fromKeyArn(…).`);
}

/** Whether the resource names a key, in an L2 as `encryptionKey`, in an L1 by id. */
function mentionsKey(encrypted: EncryptedResource): boolean {
  const { encryptionKey } = encrypted.resource as { encryptionKey?: kms.IKeyRef };
  return encryptionKey !== undefined || namedKey(encrypted) !== undefined;
}

function namedKey({ resource, keyIdOf }: EncryptedResource): unknown {
  const l1 = ('cfnResourceType' in resource ? resource : resource.node.defaultChild) as CfnResource | undefined;
  return l1 && keyIdOf(l1);
}
