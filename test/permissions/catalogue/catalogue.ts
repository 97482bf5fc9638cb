import type { Stack, aws_iam as iam } from 'aws-cdk-lib';
// Here and beside it: the folder alone would be the compiled output, where both are there.
import type { Access } from '../../../lib/index';

/** A typed access on a resource of the stack, and the nearest grant of aws-cdk-lib on the same one, where there is one. */
export interface CatalogueEntry {
  readonly access: Access;
  readonly cdk?: NearestGrant;
}

/** A grant of aws-cdk-lib. */
export interface NearestGrant {
  /** As its users write it, such as `bucket.grantRead`. */
  readonly name: string;
  readonly grant: (role: iam.Role) => void;
}

/** By the class and method that makes it, such as `S3Access.readObjects`. */
export type Catalogue = Readonly<Record<string, (stack: Stack) => CatalogueEntry>>;
