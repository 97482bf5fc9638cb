import type { aws_athena as athena } from 'aws-cdk-lib';
import { Aws } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn } from './resource-access';

/**
 * Queries of Amazon Athena in a work group: made in the app, or imported by name.
 *
 * Athena reads with the rights of the application, so this is one of several accesses that a query needs: the tables
 * (`GlueAccess.readTables`), their data (`S3Access.readObjects`, `listObjects` and `s3:GetBucketLocation` on the bucket), and the results
 * (`S3Access.readWriteObjects` on their folder, `listObjects` and `s3:GetBucketLocation`), unless Athena manages the results itself. A data
 * source that is not Glue needs `athena:GetDataCatalog` and its connector; a table under Lake Formation `lakeformation:GetDataAccess`.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena.html
 *
 * @example
 * declare const workGroup: athena.CfnWorkGroup;
 * declare const sales: glue.CfnDatabase;
 * declare const data: s3.Bucket;
 * declare const results: s3.Bucket;
 * const queries = Access.of(
 *   AthenaAccess.query(workGroup),
 *   GlueAccess.readTables(sales),
 *   S3Access.readObjects(data, { prefix: 'sales/' }),
 *   S3Access.listObjects(data, { prefix: 'sales/' }),
 *   S3Access.readWriteObjects(results, { prefix: 'queries/' }),
 *   S3Access.listObjects(results, { prefix: 'queries/' }),
 *   Access.actions(['s3:GetBucketLocation'], [data.bucketArn, results.bucketArn]),
 * );
 */
export class AthenaAccess {
  /**
   * Run queries and read their results: `athena:StartQueryExecution`, `athena:GetQueryExecution` (to wait for the end),
   * `athena:GetQueryResults` and `athena:StopQueryExecution`, on the work group.
   *
   * Whoever has it also sees the queries of others in the work group, if he knows their ids, and their results, if he may read the bucket.
   * Drivers and libraries that look at the settings of the work group or stream results need `athena:` actions more, which
   * `Access.actions()` gives.
   *
   * @see https://docs.aws.amazon.com/athena/latest/ug/example-policies-workgroup.html
   * @param workGroup made in the app, or imported
   */
  public static query(workGroup: athena.IWorkGroupRef): Access {
    const { region, account } = workGroup.env;
    const arn = `arn:${Aws.PARTITION}:athena:${region}:${account}:workgroup/${workGroup.workGroupRef.workGroupName}`;
    const target = accessTarget(workGroup, arn, 'work group');
    return Access._from(() => [allowOn(target, QUERY)]);
  }

  private constructor() {}
}

const QUERY = ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StopQueryExecution'];
