/**
 * How sensitive an action is, as AWS classes it. An action that AWS lists under two levels counts as the more sensitive one: what both
 * writes and manages permissions is `PERMISSIONS_MANAGEMENT`, what both writes and tags is `TAGGING`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
 */
export enum AccessLevel {
  /** See that resources exist, not what is in them. */
  LIST = 'List',
  /** See the contents or the settings of resources. */
  READ = 'Read',
  /** Make, change and delete resources. */
  WRITE = 'Write',
  /** Change tags alone. */
  TAGGING = 'Tagging',
  /** Grant or change permissions. */
  PERMISSIONS_MANAGEMENT = 'Permissions management',
}
