/** Installed by the benchmark alone, so its types are not at hand. */
declare module 'cdk-iam-floyd';
