import type { aws_sagemaker as sagemaker } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn } from './resource-access';
import { checkNotEmpty } from '../private/names';

/** What of an endpoint is called. */
export interface SageMakerAccessOptions {
  /**
   * The inference components that the requests name, for an endpoint that hosts several models as such.
   *
   * @default - requests name none
   */
  readonly inferenceComponents?: sagemaker.IInferenceComponentRef[];
}

/**
 * Calls of an endpoint of Amazon SageMaker AI, made in the app.
 *
 * An endpoint that is known by its name alone is served by `Access.actions()` and `ServiceResource.arn('sagemaker', 'endpoint', [name])`. The
 * role of the model reads what the model needs, keys included.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export class SageMakerAccess {
  /**
   * Call an endpoint and wait for the answer: `sagemaker:InvokeEndpoint`.
   *
   * @param endpoint made in the app
   * @param options its inference components
   */
  public static invoke(endpoint: sagemaker.IEndpointRef, options: SageMakerAccessOptions = {}): Access {
    return endpointAccess(endpoint, 'sagemaker:InvokeEndpoint', options);
  }

  /**
   * Call an endpoint that streams its answer: `sagemaker:InvokeEndpointWithResponseStream`.
   *
   * @param endpoint made in the app
   * @param options its inference components
   */
  public static invokeWithResponseStream(endpoint: sagemaker.IEndpointRef, options: SageMakerAccessOptions = {}): Access {
    return endpointAccess(endpoint, 'sagemaker:InvokeEndpointWithResponseStream', options);
  }

  /**
   * Call an endpoint that puts its answer into a bucket: `sagemaker:InvokeEndpointAsync`.
   *
   * The application puts the input into a bucket and gets the answer out of one: give it `S3Access.writeObjects` and `S3Access.readObjects`.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
   * @param endpoint made in the app
   */
  public static invokeAsync(endpoint: sagemaker.IEndpointRef): Access {
    return endpointAccess(endpoint, 'sagemaker:InvokeEndpointAsync', {});
  }

  private constructor() {}
}

function endpointAccess(endpoint: sagemaker.IEndpointRef, action: string, { inferenceComponents }: SageMakerAccessOptions): Access {
  const target = accessTarget(endpoint, endpoint.endpointRef.endpointArn, 'endpoint');
  if (inferenceComponents !== undefined) checkNotEmpty(inferenceComponents, 'The list \'inferenceComponents\'', 'Name at least one, or leave it out.');
  const components = (inferenceComponents ?? []).map((component) => accessTarget(component, component.inferenceComponentRef.inferenceComponentArn, 'inference component'));
  return Access._from(() => [target, ...components].map((one) => allowOn(one, [action])));
}
