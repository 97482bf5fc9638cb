import type { AccessLevel } from './access-level';
import type { Service } from '../private/service-authorization';
import { dataSource, servicePrefixes } from '../private/service-authorization';
import { kindNamed, serviceNamed } from '../private/service-kinds';

/**
 * What this library knows of the service authorization reference, the list of all actions of AWS: which it checks accesses against.
 *
 * It is read from disk service by service, when first asked for, and comes with each version of the library.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export class ServiceAuthorization {
  /** The day of the data, such as `2026-09-26`: what AWS has added since is not known. */
  public static get updatedOn(): string {
    return dataSource().updatedOn;
  }

  /** What the actions of each service begin with, such as `s3`. */
  public static services(): string[] {
    return servicePrefixes();
  }

  /**
   * What is known of one service; an unknown one is an error with the nearest names.
   *
   * @param service what its actions begin with, such as `s3`
   */
  public static of(service: string): ServiceAuthorization {
    return new ServiceAuthorization(serviceNamed(service));
  }

  /** The name of the service, such as `Amazon S3`. */
  public readonly title: string;
  readonly #service: Service;

  private constructor(service: Service) {
    this.#service = service;
    this.title = service.title;
  }

  /**
   * The service's actions, such as `s3:GetObject`, in the order of the alphabet.
   *
   * @param levels of these levels alone; of all if none is given
   */
  public actions(...levels: AccessLevel[]): string[] {
    return this.#service.actions
      .filter(({ level }) => levels.length === 0 || levels.includes(level as AccessLevel))
      .map(({ name }) => `${this.#service.prefix}:${name}`)
      .sort();
  }

  /** The names of the service's resource types, for `ResourceType` and `ServiceResource`. */
  public resourceTypes(): string[] {
    return this.#service.kinds.map(({ name }) => name).sort();
  }

  /**
   * The form of the ARN of a resource type, such as `arn:${Partition}:s3:::${BucketName}`.
   *
   * @param resourceType the name of the type
   */
  public arnFormat(resourceType: string): string {
    return `arn:\${Partition}:${kindNamed(this.#service.prefix, resourceType).arn}`;
  }
}
