import type { aws_ecr as ecr } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn } from './resource-access';

/**
 * Access to the images of a private repository of Amazon ECR: made in the app (L2 or L1), or imported by name or ARN.
 *
 * ECR uses a repository's key by itself: the application needs no access to it.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html
 */
export class EcrAccess {
  /**
   * Pull images: `ecr:BatchGetImage`, `ecr:GetDownloadUrlForLayer` and `ecr:BatchCheckLayerAvailability` on the repository, and
   * `ecr:GetAuthorizationToken`, by which Docker signs in to the whole registry: it takes no resource and gives no access of its own.
   *
   * @param repository made in the app at any level, or imported
   */
  public static pull(repository: ecr.IRepositoryRef): Access {
    return repositoryAccess(repository, ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability']);
  }

  /**
   * Push images: `ecr:InitiateLayerUpload`, `ecr:UploadLayerPart`, `ecr:CompleteLayerUpload`, `ecr:BatchCheckLayerAvailability`,
   * `ecr:PutImage` and `ecr:BatchGetImage`, by which Docker looks for what is there, on the repository, and `ecr:GetAuthorizationToken`,
   * by which it signs in.
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
   * @param repository made in the app at any level, or imported
   */
  public static push(repository: ecr.IRepositoryRef): Access {
    return repositoryAccess(repository, [
      'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:BatchCheckLayerAvailability', 'ecr:PutImage', 'ecr:BatchGetImage',
    ]);
  }

  private constructor() {}
}

function repositoryAccess(repository: ecr.IRepositoryRef, actions: readonly string[]): Access {
  const target = accessTarget(repository, repository.repositoryRef.repositoryArn, 'repository', 'repository policy');
  return Access._from(() => [
    allowOn(target, actions),
    { effect: 'Allow', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
  ]);
}
