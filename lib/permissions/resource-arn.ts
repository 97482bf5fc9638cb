import type { CfnResource } from 'aws-cdk-lib';
import { Aws, CfnResource as CfnResourceClass, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { InvalidInputError, quote } from '../private/errors';
import { kindOfCloudFormation } from '../private/service-authorization';

/** The ARN of a resource of any level, made in the app or imported. */
export function arnOfResource(resource: IConstruct): string {
  const l1 = (CfnResourceClass.isCfnResource(resource) ? resource : resource.node.defaultChild) as CfnResource | undefined;
  const type = l1 !== undefined && CfnResourceClass.isCfnResource(l1) ? l1.cfnResourceType : undefined;
  const referenced = arnOfReference(resource, type);
  if (referenced !== undefined) return referenced;

  const made = type === undefined ? undefined : kindOfCloudFormation(type)?.arn;
  if (made === undefined || l1 === undefined) {
    throw new InvalidInputError(`The ARN of ${quote(resource.node.path)} cannot be found: ${type === undefined ? 'it is no resource that has one' : `the data does not say what it is for ${quote(type)}`}. Give its ARN to Access.toArn().`);
  }
  if (made === 'Ref') return l1.ref;
  if (!made.includes('${Ref}')) return Token.asString(l1.getAtt(made));
  return `arn:${Aws.PARTITION}:${made}`.replace('${Region}', Aws.REGION).replace('${Account}', Aws.ACCOUNT_ID).replace('${Ref}', l1.ref);
}

/**
 * The ARN in what CDK calls the reference of a resource, such as `bucketRef`; undefined if it has none, or several.
 *
 * @param type the CloudFormation type, which tells the resource's own reference from those that it has for others
 */
function arnOfReference(resource: IConstruct, type: string | undefined): string | undefined {
  const own = type && `${type.split('::')[2]}ref`.toLowerCase();
  const arns = namesOf(resource).filter((name) => name.endsWith('Ref') && (own === undefined || name.toLowerCase() === own)).flatMap((name) => {
    const reference = (resource as unknown as Record<string, unknown>)[name];
    return typeof reference === 'object' && reference !== null ? Object.entries(reference).filter(([key]) => /Arn$/.test(key)).map(([, arn]) => arn) : [];
  });
  const [arn, ...others] = new Set(arns);
  return typeof arn === 'string' && others.length === 0 ? arn : undefined;
}

/** The names of all properties, also of those that are computed. */
function namesOf(value: object): string[] {
  const parent = Object.getPrototypeOf(value);
  return parent === null ? [] : [...new Set([...Object.getOwnPropertyNames(value), ...namesOf(parent)])];
}
