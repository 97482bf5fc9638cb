// eslint-disable-next-line import/no-unresolved -- the benchmark installs it when it runs
import { Sqs } from 'cdk-iam-floyd';

new Sqs().allow().allReadActions().onQueue('orders', '111122223333', 'us-east-1').toStatementJson();
