// The validator of aws-cdk-lib takes seconds in each process; `test/validation.test.ts` turns it on where it is what is tested.
process.env.CDK_VALIDATION = 'false';
