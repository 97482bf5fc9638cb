/**
 * Where the permissions and restrictions of a role are written: into the role, or into policies beside it. What it may do is the same.
 *
 * A role that is deployed and goes from inline to managed policies is without its permissions for some seconds, as CloudFormation updates
 * the role before it makes what is attached to it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export enum PolicyPlacement {
  /**
   * Into the role, as inline policies, and what exceeds their 10,240 characters into as few customer managed policies as hold it.
   *
   * Inline policies belong to the role alone: nobody can attach them elsewhere, they go when the role goes, and they take none of the
   * role's quota of managed policies. Most roles are one resource, or two if permissions refer to resources of the app.
   */
  INLINE_FIRST = 'inline-first',

  /**
   * As inline policies alone; it is an error if they exceed the 10,240 characters.
   *
   * For where no managed policy may be made, or where the quota is needed for other ones.
   */
  INLINE_ONLY = 'inline-only',

  /**
   * Into as few customer managed policies as hold them, of 6,144 characters each.
   *
   * They are found by ARN, keep up to five versions, and pass rules against inline policies (such as `iam-no-inline-policy-check` of AWS
   * Config). They count in the quotas of managed policies: 10 for the role and 1,500 for the account by default.
   */
  MANAGED = 'managed',
}
