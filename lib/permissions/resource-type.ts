import { checkArn } from '../private/arn-check';
import { arnShape, kindsOfShape, readableShape, StatedArn } from '../private/arn-shape';
import { InvalidInputError, quote } from '../private/errors';
import type { ResourceKind } from '../private/service-authorization';
import { serviceOf } from '../private/service-authorization';
import { kindNamed } from '../private/service-kinds';

/**
 * A type of resource of the service authorization reference, such as the object of S3.
 *
 * It says what an ARN is one of where nobody can see it before the deployment: an ARN from a parameter, an export or a condition.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * @example
 * const archive = ResourceType.of('s3', 'object').arn(Fn.importValue('ArchiveObjects'));
 * Access.toArn(archive, AccessLevel.READ);
 */
export class ResourceType {
  /**
   * A resource type by its name in the reference.
   *
   * An unknown service or type is an error with the names that are nearest.
   *
   * @param service what the actions of the service begin with, such as `s3`
   * @param name the name of the type, such as `object`
   */
  public static of(service: string, name: string): ResourceType {
    return new ResourceType(kindNamed(service, name));
  }

  readonly #kind: ResourceKind;

  private constructor(kind: ResourceKind) {
    this.#kind = kind;
  }

  /**
   * An ARN that is known to be one of this type, to be given to an access.
   *
   * It is an error if the ARN is seen to be of another type.
   *
   * @param arn the ARN, with tokens or without
   */
  public arn(arn: string): string {
    checkArn(arn, 'The ARN');
    const shape = arnShape(arn);
    if (shape !== undefined && !kindsOfShape(shape, serviceOf(this.#kind.service)!.kinds).includes(this.#kind)) {
      throw new InvalidInputError(`The ARN is not one of the resource type ${quote(`${this.#kind.service}:${this.#kind.name}`)}: got ${quote(readableShape(shape))}. Its ARNs are 'arn:\${Partition}:${this.#kind.arn}'.`);
    }
    return new StatedArn(arn, this.#kind).toString();
  }
}
